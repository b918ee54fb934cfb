//! Activations.

use crate::capi::guard;
use crate::capi::input;
use crate::capi::status::nnx_status;
use crate::capi::value::{self, nnx_value};
use crate::error::{Error, Result};
use crate::nn::Activation;
use crate::nn::activations::{glu, standardize};
use crate::trace::Axes;

/// An [`Activation`], as an integer.
pub type nnx_activation = i32;

/// An activation of each element. INVALID_ARGUMENT for a number that is no nnx_activation.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_activation(
    value: *const nnx_value,
    activation: nnx_activation,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let x = value::get(value, "value")?;
        out.set(value::put(&chosen(activation)?.apply(&x)?))
    })
}

/// An activation of each element with another number than its default: the `alpha` of elu and celu, the slope of
/// leaky_relu below 0. INVALID_ARGUMENT for the other activations, which take none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_activation_with(
    value: *const nnx_value,
    activation: nnx_activation,
    number: f64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let x = value::get(value, "value")?;
        out.set(value::put(&chosen(activation)?.apply_with(&x, number)?))
    })
}

/// The first half along an axis times the sigmoid of the second. INVALID_ARGUMENT when there is no such axis or its
/// extent is odd.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_glu(value: *const nnx_value, axis: i64, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(value::put(&glu(&value::get(value, "value")?, axis)?))
    })
}

/// The elements with mean 0 and variance 1 along `num_axes` axes; negative axes count from the last, and with
/// `num_axes` SIZE_MAX all are meant. `axes` may be NULL when `num_axes` is 0 or SIZE_MAX. `epsilon` is added to the
/// variance; Flax adds 1e-5. INVALID_ARGUMENT for an axis that there is not or that stands twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_standardize(
    value: *const nnx_value,
    axes: *const i64,
    num_axes: usize,
    epsilon: f64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let x = value::get(value, "value")?;
        let axes = match num_axes {
            usize::MAX => Axes::All,
            // SAFETY: the contract of all exports.
            _ => Axes::These(unsafe { input::array(axes, num_axes, "axes") }?),
        };
        out.set(value::put(&standardize(&x, axes, epsilon)?))
    })
}

fn chosen(activation: nnx_activation) -> Result<Activation> {
    let found = usize::try_from(activation).ok().and_then(|place| Activation::ALL.get(place));
    found.copied().ok_or_else(|| {
        let last = Activation::ALL.len() - 1;
        Error::invalid(format!("`activation` is {activation}; it must be an nnx_activation, 0 to {last}"))
    })
}
