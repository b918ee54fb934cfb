//! Operations that make, move and drop elements, whatever they are.

use super::element::{Scalar, copied, from_scalars, index, room_for};
use super::index::{Indices, moved, pick, position};
use crate::error::Result;
use crate::program::op::attributes::{
    BroadcastInDim, Concatenate, GetDimensionSize, Iota, Pad, Reverse, Slice, Transpose,
};
use crate::program::types::{Class, TensorType, class};
use crate::tensor::Tensor;

/// The place along `iota_dimension` of each element.
pub(super) fn iota(attributes: &Iota, result: &TensorType) -> Result<Tensor> {
    let mut indices = Indices::of(result.dims());
    let values = std::iter::from_fn(|| indices.next().map(|index| index[attributes.iota_dimension as usize]));
    let is_float = class(result.dtype) == Class::Float;
    from_scalars(result, values.map(|at| if is_float { Scalar::Float(at as f64) } else { Scalar::Integer(at.into()) }))
}

/// The same elements in the same order, with other extents.
pub(super) fn reshape(operand: &Tensor, result: &TensorType) -> Result<Tensor> {
    Tensor::from_bytes(result.dtype, result.dims(), operand.bytes())
}

/// Each dimension of the operand becomes one of the result; extents of 1 are repeated.
pub(super) fn broadcast_in_dim(operand: &Tensor, attributes: &BroadcastInDim, result: &TensorType) -> Result<Tensor> {
    moved(operand, None, result, |index| {
        let mut source = pick(index, &attributes.broadcast_dimensions);
        for (at, &extent) in source.iter_mut().zip(operand.shape()) {
            if extent == 1 {
                *at = 0;
            }
        }
        position(operand.shape(), &source)
    })
}

/// Dimension `d` of the result is dimension `permutation[d]` of the operand.
pub(super) fn transpose(operand: &Tensor, attributes: &Transpose, result: &TensorType) -> Result<Tensor> {
    moved(operand, None, result, |index| {
        let mut source = vec![0; index.len()];
        for (&dimension, &at) in attributes.permutation.iter().zip(index) {
            source[dimension as usize] = at;
        }
        position(operand.shape(), &source)
    })
}

/// The elements from the other end, along some dimensions.
pub(super) fn reverse(operand: &Tensor, attributes: &Reverse, result: &TensorType) -> Result<Tensor> {
    moved(operand, None, result, |index| {
        let mut source = index.to_vec();
        for &dimension in &attributes.dimensions {
            let dimension = dimension as usize;
            source[dimension] = operand.shape()[dimension] - 1 - source[dimension];
        }
        position(operand.shape(), &source)
    })
}

/// Every so many elements from one index to another.
pub(super) fn slice(operand: &Tensor, attributes: &Slice, result: &TensorType) -> Result<Tensor> {
    moved(operand, None, result, |index| {
        let source: Vec<i64> = (0..index.len())
            .map(|dimension| attributes.start_indices[dimension] + index[dimension] * attributes.strides[dimension])
            .collect();
        position(operand.shape(), &source)
    })
}

/// The first index of a slice of these extents, moved so that it lies within the operand.
fn clamped(start_indices: &[Tensor], operand: &[i64], sizes: &[i64]) -> Result<Vec<i64>> {
    let mut starts = Vec::with_capacity(operand.len());
    for (dimension, start) in start_indices.iter().enumerate() {
        let last = operand[dimension] - sizes[dimension];
        starts.push(index(start)?.clamp(0, last.into()) as i64);
    }
    Ok(starts)
}

/// A slice whose first index is a value.
pub(super) fn dynamic_slice(operand: &Tensor, start_indices: &[Tensor], result: &TensorType) -> Result<Tensor> {
    let starts = clamped(start_indices, operand.shape(), result.dims())?;
    moved(operand, None, result, |index| {
        let source: Vec<i64> = index.iter().zip(&starts).map(|(at, start)| start + at).collect();
        position(operand.shape(), &source)
    })
}

/// The operand with another slice in place of one whose first index is a value.
pub(super) fn dynamic_update_slice(operand: &Tensor, update: &Tensor, start_indices: &[Tensor]) -> Result<Tensor> {
    let starts = clamped(start_indices, operand.shape(), update.shape())?;
    let size = operand.dtype().size();
    let mut bytes = copied(operand)?;
    let mut indices = Indices::of(update.shape());
    let mut from = 0;
    while let Some(index) = indices.next() {
        let target: Vec<i64> = index.iter().zip(&starts).map(|(at, start)| start + at).collect();
        if let Some(to) = position(operand.shape(), &target) {
            bytes[to * size..][..size].copy_from_slice(&update.bytes()[from * size..][..size]);
        }
        from += 1;
    }
    Tensor::from_bytes(operand.dtype(), operand.shape(), &bytes)
}

/// One after the other along a dimension.
pub(super) fn concatenate(inputs: &[Tensor], attributes: &Concatenate, result: &TensorType) -> Result<Tensor> {
    let along = attributes.dimension as usize;
    let mut bytes = room_for(result.shape.byte_count(result.dtype)?)?;
    if result.element_count() == 0 {
        // There may be any number of rows without elements.
        return Tensor::from_bytes(result.dtype, result.dims(), &bytes);
    }
    let outer: i64 = result.dims()[..along].iter().product();
    for row in 0..outer as usize {
        for input in inputs {
            // Bytes that lie together in each input: what one index before `along` has.
            let length = input.nbytes() / outer as usize;
            bytes.extend_from_slice(&input.bytes()[row * length..][..length]);
        }
    }
    Tensor::from_bytes(result.dtype, result.dims(), &bytes)
}

/// The operand with `padding_value` around it and between its elements; a negative amount takes elements away.
pub(super) fn pad(operand: &Tensor, padding_value: &Tensor, attributes: &Pad, result: &TensorType) -> Result<Tensor> {
    moved(operand, Some(padding_value), result, |index| {
        let mut source = Vec::with_capacity(index.len());
        for (dimension, &at) in index.iter().enumerate() {
            let step = attributes.interior_padding[dimension] + 1;
            let from_first = at - attributes.edge_padding_low[dimension];
            if from_first.rem_euclid(step) != 0 {
                return None;
            }
            source.push(from_first.div_euclid(step));
        }
        position(operand.shape(), &source)
    })
}

/// The extent of one dimension.
pub(super) fn get_dimension_size(operand: &Tensor, attributes: &GetDimensionSize) -> Result<Tensor> {
    Ok(Tensor::scalar(operand.shape()[attributes.dimension as usize] as i32))
}
