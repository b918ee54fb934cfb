//! Values: one element of the result from one of each operand.

use super::{nnx_value, put};
use crate::capi::dtype::{self, nnx_dtype};
use crate::capi::guard;
use crate::capi::handle;
use crate::capi::input;
use crate::capi::status::nnx_status;
use crate::capi::tensor::nnx_tensor;
use crate::error::{Error, Result};
use crate::trace::{Binary, Operand, Unary, Value};

/// A function of one element. C sees the enum [`Unary`] under this name.
pub type nnx_unary = i32;

/// A function of two elements. C sees the enum [`Binary`] under this name.
pub type nnx_binary = i32;

/// A function of each element. INVALID_ARGUMENT when it has no meaning for the dtype.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_unary(
    value: *const nnx_value,
    function: nnx_unary,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        let function = chosen(Unary::ALL, function, "nnx_unary")?;
        out.set(put(&value.unary(function)?))
    })
}

/// A function of each element of two values. Shapes go together as in NumPy, dtypes as in JAX. INVALID_ARGUMENT when they do
/// not, or when the function has no meaning for the dtype; FAILED_PRECONDITION for values of two traces.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_binary(
    value: *const nnx_value,
    function: nnx_binary,
    other: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        let function = chosen(Binary::ALL, function, "nnx_binary")?;
        let other = super::get(other, "other")?;
        out.set(put(&value.binary(function, &other)?))
    })
}

/// As `nnx_value_binary`, with an array, which becomes a constant of the program. `reversed` 1 puts it first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_binary_tensor(
    value: *const nnx_value,
    function: nnx_binary,
    other: *const nnx_tensor,
    reversed: i32,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        let other = handle::get(other, "other")?;
        out.set(put(&beside(&value, function, Operand::Tensor(&other), reversed)?))
    })
}

/// As `nnx_value_binary`, with a number, which takes the dtype of the value; when that holds integers or truth values, both
/// become `float32`. `reversed` 1 puts the number first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_binary_scalar(
    value: *const nnx_value,
    function: nnx_binary,
    number: f64,
    reversed: i32,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        out.set(put(&beside(&value, function, Operand::Float(number), reversed)?))
    })
}

/// As `nnx_value_binary`, with an integer, which takes the dtype of the value; truth values become `int32`. `reversed` 1 puts
/// the integer first. Powers are products then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_binary_int(
    value: *const nnx_value,
    function: nnx_binary,
    number: i64,
    reversed: i32,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        out.set(put(&beside(&value, function, Operand::Int(number), reversed)?))
    })
}

/// The product of each element with itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_square(value: *const nnx_value, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(put(&super::get(value, "value")?.square()?))
    })
}

/// The elements as numbers of another dtype.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_astype(
    value: *const nnx_value,
    dtype: nnx_dtype,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        out.set(put(&value.astype(dtype::from_c(dtype, "dtype")?)?))
    })
}

/// The elements of `a` where `condition` holds, else those of `b`; the shapes of the three go together, and the dtypes of `a`
/// and `b`. INVALID_ARGUMENT when they do not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_where(
    condition: *const nnx_value,
    a: *const nnx_value,
    b: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let condition = super::get(condition, "condition")?;
        let (a, b) = (super::get(a, "a")?, super::get(b, "b")?);
        out.set(put(&condition.where_(&a, &b)?))
    })
}

/// The function of this number.
pub(super) fn chosen<F: Copy>(all: &[F], code: i32, name: &str) -> Result<F> {
    let found = usize::try_from(code).ok().and_then(|code| all.get(code)).copied();
    found.ok_or_else(|| Error::invalid(format!("`function` is {code}; it must be an {name}, 0 to {}", all.len() - 1)))
}

fn beside(value: &Value, function: nnx_binary, other: Operand, reversed: i32) -> Result<Value> {
    let function = chosen(Binary::ALL, function, "nnx_binary")?;
    let value_operand = Operand::Value(value);
    match input::flag(reversed, "reversed")? {
        false => value.trace().binary(function, value_operand, other),
        true => value.trace().binary(function, other, value_operand),
    }
}
