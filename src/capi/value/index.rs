//! Values: some of the elements, by place.

use super::{get_all, nnx_value, put};
use crate::capi::dtype::{self, nnx_dtype};
use crate::capi::guard;
use crate::capi::input;
use crate::capi::status::nnx_status;

/// The elements from `start` to before `limit` in steps of `strides`; each list has `rank` numbers, one for each axis, and
/// may be NULL when `rank` is 0: `start`, `limit` and `strides` may be NULL then. INVALID_ARGUMENT when a place lies outside
/// or a list is too short.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_slice(
    value: *const nnx_value,
    start: *const i64,
    limit: *const i64,
    strides: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        // SAFETY: the contract of all exports.
        let start = unsafe { input::array(start, rank, "start") }?;
        // SAFETY: the contract of all exports.
        let limit = unsafe { input::array(limit, rank, "limit") }?;
        // SAFETY: the contract of all exports.
        let strides = unsafe { input::array(strides, rank, "strides") }?;
        out.set(put(&value.slice(start, limit, strides)?))
    })
}

/// `sizes` elements of each axis from places that are values themselves: one integer without axes for each of the `rank`
/// axes. A start that leaves too few is moved back. `starts` and `sizes` may be NULL when `rank` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_dynamic_slice(
    value: *const nnx_value,
    starts: *const *const nnx_value,
    sizes: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        // SAFETY: the contract of all exports.
        let starts = unsafe { get_all(starts, rank, "starts") }?;
        // SAFETY: the contract of all exports.
        let sizes = unsafe { input::array(sizes, rank, "sizes") }?;
        out.set(put(&value.dynamic_slice(&starts, sizes)?))
    })
}

/// The elements with `update` in the place of those from `starts` on. Otherwise as `nnx_value_dynamic_slice`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_dynamic_update_slice(
    value: *const nnx_value,
    update: *const nnx_value,
    starts: *const *const nnx_value,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        let update = super::get(update, "update")?;
        // SAFETY: the contract of all exports.
        let starts = unsafe { get_all(starts, rank, "starts") }?;
        out.set(put(&value.dynamic_update_slice(&update, &starts)?))
    })
}

/// The slices along an axis at the places that `indices`, integers of any shape, names. Negative places count from the end;
/// those out of range are moved to the nearest. INVALID_ARGUMENT when there is no such axis or it has no elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_take(
    value: *const nnx_value,
    indices: *const nnx_value,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        out.set(put(&value.take(&super::get(indices, "indices")?, axis)?))
    })
}

/// For each row along the last axis the element that `indices`, which has the other axes, names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_take_last(
    value: *const nnx_value,
    indices: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        out.set(put(&value.take_last(&super::get(indices, "indices")?)?))
    })
}

/// 1 at the place that each element names along a new last axis, 0 elsewhere. INVALID_ARGUMENT when the elements are no
/// integers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_one_hot(
    value: *const nnx_value,
    num_classes: i64,
    dtype: nnx_dtype,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        out.set(put(&value.one_hot(num_classes, dtype::from_c(dtype, "dtype")?)?))
    })
}

/// The elements with `number` around them: `before` and `after` say how many of it for each of the `rank` axes. `before` and
/// `after` may be NULL when `rank` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_pad(
    value: *const nnx_value,
    before: *const i64,
    after: *const i64,
    rank: usize,
    number: f64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        // SAFETY: the contract of all exports.
        let before = unsafe { input::array(before, rank, "before") }?;
        // SAFETY: the contract of all exports.
        let after = unsafe { input::array(after, rank, "after") }?;
        let widths: Vec<(i64, i64)> = before.iter().copied().zip(after.iter().copied()).collect();
        out.set(put(&value.pad(&widths, number)?))
    })
}
