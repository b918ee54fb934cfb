//! Indices into tensors, row-major.

use super::element::room_for;
use crate::error::{Error, Result, Status};
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// The place of an index among the elements, or `None` when it lies outside.
pub(super) fn position(dims: &[i64], index: &[i64]) -> Option<usize> {
    debug_assert_eq!(dims.len(), index.len());
    let mut position = 0;
    for (&extent, &at) in dims.iter().zip(index) {
        if !(0..extent).contains(&at) {
            return None;
        }
        position = position * extent as usize + at as usize;
    }
    Some(position)
}

/// All indices of a tensor with these extents, in row-major order.
pub(super) struct Indices<'a> {
    dims: &'a [i64],
    index: Vec<i64>,
    started: bool,
}

impl<'a> Indices<'a> {
    /// Those of these extents.
    pub(super) fn of(dims: &'a [i64]) -> Indices<'a> {
        Indices { dims, index: vec![0; dims.len()], started: false }
    }

    /// The next one; there is no allocation for each.
    pub(super) fn next(&mut self) -> Option<&[i64]> {
        if !self.started {
            self.started = true;
            return (!self.dims.contains(&0)).then_some(&self.index);
        }
        for dimension in (0..self.dims.len()).rev() {
            self.index[dimension] += 1;
            if self.index[dimension] < self.dims[dimension] {
                return Some(&self.index);
            }
            self.index[dimension] = 0;
        }
        None
    }
}

/// The elements at these dimensions of an index.
pub(super) fn pick(index: &[i64], dimensions: &[i64]) -> Vec<i64> {
    dimensions.iter().map(|&dimension| index[dimension as usize]).collect()
}

/// A tensor whose element at each index is the element of `operand` whose place `source` says; where it says none, the
/// single element `otherwise`.
pub(super) fn moved(
    operand: &Tensor,
    otherwise: Option<&Tensor>,
    result: &TensorType,
    mut source: impl FnMut(&[i64]) -> Option<usize>,
) -> Result<Tensor> {
    let size = result.dtype.size();
    let count = result.shape.byte_count(result.dtype)?;
    let mut bytes = room_for(count)?;
    let mut indices = Indices::of(result.dims());
    while let Some(index) = indices.next() {
        let element = match (source(index), otherwise) {
            (Some(position), _) => &operand.bytes()[position * size..][..size],
            (None, Some(otherwise)) => otherwise.bytes(),
            (None, None) => return Err(Error::new(Status::Internal, "an element comes from nowhere")),
        };
        bytes.extend_from_slice(element);
    }
    Tensor::from_bytes(result.dtype, result.dims(), &bytes)
}
