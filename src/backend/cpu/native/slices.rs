//! Where the slices of an array are whose first indices another array holds: what the dimension numbers of `gather` and
//! `scatter` say.

use super::Call;
use super::part::strides;
use crate::error::Result;
use crate::program::op::dimensions::GatherDimensionNumbers;
use crate::tensor::DType;

/// The slices of an array, as they lie in the tensor that holds them all: the result of `gather`, the updates of
/// `scatter`.
#[derive(Debug)]
pub(super) struct Slices {
    /// The dimensions of the slices' tensor.
    pub(super) axes: Vec<SliceAxis>,
    /// What each first index is made of; no dimension has two.
    pub(super) components: Vec<Component>,
    /// The input that holds the first indices.
    pub(super) indices: usize,
    pub(super) indices_dtype: DType,
}

/// A dimension of the slices' tensor.
#[derive(Clone, Copy, Debug)]
pub(super) struct SliceAxis {
    pub(super) extent: usize,
    /// Whether it is one of a slice; the others choose the slice.
    pub(super) is_within: bool,
    /// How many elements apart the first indices of neighbours lie.
    pub(super) index_stride: usize,
    /// The dimension of the array along which it counts.
    pub(super) dimension: Option<usize>,
}

/// An element of a first index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    /// How many elements after the beginning of the index it stands.
    pub(super) at: usize,
    /// The dimension of the array.
    pub(super) dimension: usize,
}

impl Slices {
    /// Those of an array of this rank, in a tensor of these extents; the operand with this number holds the first indices.
    pub(super) fn new(
        call: &Call,
        rank: usize,
        indices: usize,
        dims: &[i64],
        numbers: &GatherDimensionNumbers,
    ) -> Result<Slices> {
        let (input, ty) = call.operand(indices)?;
        let vector = numbers.index_vector_dim as usize;
        let index_strides = strides(ty.dims(), 1);
        let slice_dims: Vec<usize> = (0..rank)
            .filter(|&dimension| {
                let dimension = dimension as i64;
                !numbers.collapsed_slice_dims.contains(&dimension)
                    && !numbers.operand_batching_dims.contains(&dimension)
            })
            .collect();
        let (mut within, mut batch) = (0, 0);
        let axes = dims.iter().enumerate().map(|(axis, &extent)| {
            let extent = extent as usize;
            if numbers.offset_dims.contains(&(axis as i64)) {
                within += 1;
                let dimension = slice_dims.get(within - 1).copied();
                return SliceAxis { extent, is_within: true, index_stride: 0, dimension };
            }
            let index_dim = batch + usize::from(batch >= vector);
            batch += 1;
            let batching = numbers.start_indices_batching_dims.iter().position(|&dim| dim as usize == index_dim);
            let dimension = batching.map(|place| numbers.operand_batching_dims[place] as usize);
            SliceAxis { extent, is_within: false, index_stride: index_strides[index_dim], dimension }
        });
        let apart = index_strides.get(vector).copied().unwrap_or(0);
        Ok(Slices {
            axes: axes.collect(),
            components: (numbers.start_index_map.iter().enumerate())
                .map(|(place, &dimension)| Component { at: place * apart, dimension: dimension as usize })
                .collect(),
            indices: input,
            indices_dtype: ty.dtype,
        })
    }

    /// Where the index along a dimension of the array stands in a first index; it is 0 where it stands nowhere.
    pub(super) fn component(&self, dimension: usize) -> Option<usize> {
        self.components.iter().find(|component| component.dimension == dimension).map(|component| component.at)
    }
}
