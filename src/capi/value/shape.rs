//! Values: the same elements in another shape or order.

use super::reduce::axes_of;
use super::{get_all, nnx_value, put};
use crate::capi::guard;
use crate::capi::input;
use crate::capi::status::nnx_status;
use crate::capi::trace::{nnx_trace, trace_of};

/// The elements in a shape of `rank` extents; one of them may be -1 and follows from the others. `shape` may be NULL when
/// `rank` is 0. INVALID_ARGUMENT when the numbers of elements differ.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_reshape(
    value: *const nnx_value,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        // SAFETY: the contract of all exports.
        out.set(put(&value.reshape(unsafe { input::array(shape, rank, "shape") }?)?))
    })
}

/// The axes in the order of `permutation`, which has as many as `rank` says; `permutation` may be NULL: they are reversed
/// then. INVALID_ARGUMENT when it does not name each axis once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_transpose(
    value: *const nnx_value,
    permutation: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        let order = match permutation.is_null() {
            true => None,
            // SAFETY: the contract of all exports.
            false => Some(unsafe { input::array(permutation, rank, "permutation") }?),
        };
        out.set(put(&value.transpose(order)?))
    })
}

/// The elements repeated along new axes in front and along axes of extent 1, to a shape of `rank` extents. `shape` may be
/// NULL when `rank` is 0. INVALID_ARGUMENT when the value does not stretch to it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_broadcast_to(
    value: *const nnx_value,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        // SAFETY: the contract of all exports.
        out.set(put(&value.broadcast_to(unsafe { input::array(shape, rank, "shape") }?)?))
    })
}

/// With a new axis of extent 1 at this place of the result. INVALID_ARGUMENT when the result has no such axis.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_expand_dims(
    value: *const nnx_value,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(put(&super::get(value, "value")?.expand_dims(axis)?))
    })
}

/// Without these axes, which have extent 1; with `num_axes` SIZE_MAX without all of extent 1, and `axes` may be NULL.
/// INVALID_ARGUMENT when one of them has another extent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_squeeze(
    value: *const nnx_value,
    axes: *const i64,
    num_axes: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        // SAFETY: the contract of all exports.
        out.set(put(&value.squeeze(unsafe { axes_of(axes, num_axes) }?)?))
    })
}

/// The elements along these axes in reverse order; with `num_axes` SIZE_MAX along all, and `axes` may be NULL.
/// INVALID_ARGUMENT for an axis that there is not or that stands twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_flip(
    value: *const nnx_value,
    axes: *const i64,
    num_axes: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        // SAFETY: the contract of all exports.
        out.set(put(&value.flip(unsafe { axes_of(axes, num_axes) }?)?))
    })
}

/// The elements of `count` values one after another along an axis. INVALID_ARGUMENT when there are none, or when their other
/// extents differ.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_concatenate(
    trace: *mut nnx_trace,
    values: *const *const nnx_value,
    count: usize,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace_of(trace)?;
        // SAFETY: the contract of all exports.
        let values = unsafe { get_all(values, count, "values") }?;
        out.set(put(&trace.concatenate(&values, axis)?))
    })
}

/// `count` values of one shape as one, along a new axis at this place. INVALID_ARGUMENT when there are none, or when their
/// shapes differ.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_trace_stack(
    trace: *mut nnx_trace,
    values: *const *const nnx_value,
    count: usize,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace_of(trace)?;
        // SAFETY: the contract of all exports.
        let values = unsafe { get_all(values, count, "values") }?;
        out.set(put(&trace.stack(&values, axis)?))
    })
}
