//! Initializers.

use crate::capi::dtype::nnx_dtype;
use crate::capi::guard;
use crate::capi::handle;
use crate::capi::input;
use crate::capi::statics::nnx_static;
use crate::capi::status::nnx_status;
use crate::capi::strings::nnx_str;
use crate::capi::tensor::{array_type, nnx_tensor};
use crate::error::{Error, Result, Status};
use crate::graph::{Leaf, Static};
use crate::nn::initializers;

/// An initializer, which says how a parameter is made: a static value, the name alone or a tuple of the name and the
/// numbers that it takes.
///
/// `zeros`, `ones`, `constant` (value), `uniform` (scale; over [0, scale), 0.01 without it), `normal` (stddev; 0.01),
/// `truncated_normal` (stddev, lower, upper; 0.01, -2, 2), `lecun_normal`, `lecun_uniform`, `glorot_normal`,
/// `glorot_uniform`, `xavier_normal`, `xavier_uniform`, `he_normal`, `he_uniform`, `kaiming_normal`, `kaiming_uniform`.
/// One more is `variance_scaling`: make the tuple `("variance_scaling", scale, mode, distribution, in_axis, out_axis,
/// batch_axis)` of statics; mode is `"fan_in"`, `"fan_out"`, `"fan_avg"` or `"fan_geo_avg"`, distribution
/// `"truncated_normal"`, `"normal"` or `"uniform"`; the axes, ints or tuples of ints, may be left out.
///
/// `numbers` may be NULL when `num_numbers` is 0. INVALID_ARGUMENT for another name, or for too few or too many
/// numbers. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_initializer_new(
    name: nnx_str,
    numbers: *const f64,
    num_numbers: usize,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let (name, numbers) = unsafe { (name.as_str("name")?, input::array(numbers, num_numbers, "numbers")?) };
        let initializer = match numbers {
            [] => Static::string(name),
            _ => {
                let numbers = numbers.iter().copied().map(Static::from);
                Static::tuple(std::iter::once(Static::string(name)).chain(numbers).collect())?
            }
        };
        initializers::check(&initializer)?;
        out.set_new(initializer)
    })
}

/// What an initializer makes of a key, two words of uint32: a tensor of a floating-point dtype. `shape` has `rank`
/// extents and may be NULL when `rank` is 0.
///
/// INVALID_ARGUMENT for a static value that is no initializer, another dtype, a key that is not two words of uint32, or
/// a shape that cannot be or has too few axes; RESOURCE_EXHAUSTED when there is no memory. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_initializer_make(
    initializer: *const nnx_static,
    key: *const nnx_tensor,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let initializer = handle::get(initializer, "initializer")?;
        let key = handle::get(key, "key")?.clone();
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        let made: Result<_> = match initializers::make(&initializer, &Leaf::Tensor(key), dtype, shape)? {
            Leaf::Tensor(tensor) => Ok(tensor),
            Leaf::Opaque(_) => Err(Error::new(Status::Internal, "an array was made and is none")),
        };
        out.set_new(made?)
    })
}
