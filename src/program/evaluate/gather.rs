//! Slices that indices choose.

use super::element::integers;
use super::index::{moved, pick, position};
use crate::error::Result;
use crate::program::op::attributes::Gather;
use crate::program::op::dimensions::GatherDimensionNumbers;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// Every slice of the operand whose first index `start_indices` holds; one that does not fit is moved until it does.
pub(super) fn gather(
    operand: &Tensor,
    start_indices: &Tensor,
    attributes: &Gather,
    result: &TensorType,
) -> Result<Tensor> {
    let slices = Slices::new(operand.shape(), start_indices, result.rank(), &attributes.dimension_numbers)?;
    let last: Vec<i64> =
        operand.shape().iter().zip(&attributes.slice_sizes).map(|(extent, size)| extent - size).collect();
    moved(operand, None, result, |index| {
        let starts = slices.start(index);
        let within = slices.within(index);
        let source: Vec<i64> = (starts.iter().zip(within).zip(&last))
            .map(|((start, within), &last)| (*start).clamp(0, last.into()) as i64 + within)
            .collect();
        position(operand.shape(), &source)
    })
}

/// Where the slices of an operand are, for the elements of the tensor that holds the slices: the result of `gather`, the
/// updates of `scatter`.
pub(super) struct Slices<'a> {
    numbers: &'a GatherDimensionNumbers,
    indices: Vec<i128>,
    index_dims: &'a [i64],
    /// The dimensions of the slices' tensor that are not within a slice.
    batch_dims: Vec<i64>,
    /// The dimensions of the operand that a slice extends along.
    slice_dims: Vec<usize>,
    operand_rank: usize,
}

impl<'a> Slices<'a> {
    /// Those of an operand with these extents, in a tensor of this rank.
    pub(super) fn new(
        operand: &[i64],
        indices: &'a Tensor,
        rank: usize,
        numbers: &'a GatherDimensionNumbers,
    ) -> Result<Slices<'a>> {
        let is_slice_dim = |dimension: &usize| {
            let dimension = *dimension as i64;
            !numbers.collapsed_slice_dims.contains(&dimension) && !numbers.operand_batching_dims.contains(&dimension)
        };
        Ok(Slices {
            numbers,
            indices: integers(indices)?,
            index_dims: indices.shape(),
            batch_dims: (0..rank as i64).filter(|dimension| !numbers.offset_dims.contains(dimension)).collect(),
            slice_dims: (0..operand.len()).filter(is_slice_dim).collect(),
            operand_rank: operand.len(),
        })
    }

    /// The first index of the slice that holds this element; it may lie outside.
    pub(super) fn start(&self, element: &[i64]) -> Vec<i128> {
        let mut index = pick(element, &self.batch_dims);
        let vector_dim = self.numbers.index_vector_dim as usize;
        if vector_dim < self.index_dims.len() {
            index.insert(vector_dim, 0);
        }
        let mut start = vec![0; self.operand_rank];
        for (component, &dimension) in self.numbers.start_index_map.iter().enumerate() {
            if vector_dim < index.len() {
                index[vector_dim] = component as i64;
            }
            if let Some(position) = position(self.index_dims, &index) {
                start[dimension as usize] = self.indices[position];
            }
        }
        start
    }

    /// The index of this element, counted from the first one of its slice.
    pub(super) fn within(&self, element: &[i64]) -> Vec<i64> {
        let mut within = vec![0; self.operand_rank];
        for (&dimension, &offset_dim) in self.slice_dims.iter().zip(&self.numbers.offset_dims) {
            within[dimension] = element[offset_dim as usize];
        }
        let batching = self.numbers.operand_batching_dims.iter().zip(&self.numbers.start_indices_batching_dims);
        for (&dimension, &index_dim) in batching {
            // The dimension of the index vectors is none of the batch's.
            let batch = index_dim - i64::from(index_dim > self.numbers.index_vector_dim);
            within[dimension as usize] = element[self.batch_dims[batch as usize] as usize];
        }
        within
    }
}
