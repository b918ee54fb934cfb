//! Values: products of matrices.

use super::{nnx_value, put};
use crate::capi::guard;
use crate::capi::input;
use crate::capi::status::nnx_status;
use crate::program::op::dimensions::DotDimensionNumbers;

/// The product of matrices as `numpy.matmul`: the last two axes are the matrices, the others broadcast; a vector is a row on
/// the left and a column on the right. INVALID_ARGUMENT when the inner extents differ, a batch does not broadcast, or an
/// operand is a single number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_matmul(
    value: *const nnx_value,
    other: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = super::get(value, "value")?;
        out.set(put(&value.matmul(&super::get(other, "other")?)?))
    })
}

/// Sums of products over the contracting axes, of which there are `num_contracting` on each side; the `num_batching`
/// batching axes go together and come first in the result, then the other axes of the left, then those of the right. The
/// lists of axes may be NULL when they are empty: `contracting`, `other_contracting`, `batching` and `other_batching`.
/// INVALID_ARGUMENT when the extents of axes that go together differ.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_dot_general(
    value: *const nnx_value,
    other: *const nnx_value,
    contracting: *const i64,
    other_contracting: *const i64,
    num_contracting: usize,
    batching: *const i64,
    other_batching: *const i64,
    num_batching: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (value, other) = (super::get(value, "value")?, super::get(other, "other")?);
        // SAFETY: the contract of all exports.
        let list = |axes, count, name| unsafe { input::array(axes, count, name) }.map(<[i64]>::to_vec);
        let numbers = DotDimensionNumbers {
            lhs_contracting_dimensions: list(contracting, num_contracting, "contracting")?,
            rhs_contracting_dimensions: list(other_contracting, num_contracting, "other_contracting")?,
            lhs_batching_dimensions: list(batching, num_batching, "batching")?,
            rhs_batching_dimensions: list(other_batching, num_batching, "other_batching")?,
        };
        out.set(put(&value.dot_general(&other, numbers)?))
    })
}
