//! Values: many elements to one, along axes.

use super::elementwise::chosen;
use super::{nnx_value, put};
use crate::capi::guard;
use crate::capi::input;
use crate::capi::status::nnx_status;
use crate::error::Result;
use crate::trace::{Axes, Reduction};

/// How many elements become one. C sees the enum [`Reduction`] under this name.
pub type nnx_reduce = i32;

/// The elements along `num_axes` axes as one; negative axes count from the last. With `num_axes` SIZE_MAX all axes are meant,
/// and `axes` may be NULL. With `keepdims` 1 the axes stay, with extent 1. INVALID_ARGUMENT for an axis that there is not or
/// that stands twice, and for the largest and the smallest of no elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_reduce(
    value: *const nnx_value,
    function: nnx_reduce,
    axes: *const i64,
    num_axes: usize,
    keepdims: i32,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        let function = chosen(&Reduction::ALL, function, "nnx_reduce")?;
        // SAFETY: the contract of all exports.
        let axes = unsafe { axes_of(axes, num_axes) }?;
        out.set(put(&value.reduce(function, axes, input::flag(keepdims, "keepdims")?)?))
    })
}

/// The place of the largest element along an axis, the first of several: an `int32`. INVALID_ARGUMENT for an axis that there
/// is not or that has no elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_argmax(value: *const nnx_value, axis: i64, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(put(&super::get(value, "value")?.argmax(axis)?))
    })
}

/// The place of the smallest element along an axis. Otherwise as `nnx_value_argmax`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_argmin(value: *const nnx_value, axis: i64, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(put(&super::get(value, "value")?.argmin(axis)?))
    })
}

/// Exponentials over their sum along an axis. INVALID_ARGUMENT for an axis that there is not or that has no elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_softmax(value: *const nnx_value, axis: i64, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(put(&super::get(value, "value")?.softmax(axis)?))
    })
}

/// The logarithm of `nnx_value_softmax`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_log_softmax(
    value: *const nnx_value,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(put(&super::get(value, "value")?.log_softmax(axis)?))
    })
}

/// The axes that are meant.
///
/// # Safety
/// As [`input::array`].
pub(super) unsafe fn axes_of<'a>(axes: *const i64, count: usize) -> Result<Axes<'a>> {
    if count == usize::MAX {
        return Ok(Axes::All);
    }
    // SAFETY: asked of the caller.
    Ok(Axes::These(unsafe { input::array(axes, count, "axes") }?))
}
