//! Slices that indices choose.

use super::super::tape::{Site, Tape};
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::{Emit, combiner, first};
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::{Gather, Scatter};
use crate::program::op::dimensions::{GatherDimensionNumbers, ScatterDimensionNumbers};
use crate::tensor::{DType, Tensor};

/// The cotangents of the slices, added to where the slices lie.
pub(super) fn gather(tape: &mut Tape, site: &Site, attributes: &Gather) -> Result<()> {
    let (x, indices) = (site.operands[0], site.operands[1]);
    let (true, Some(g)) = (tape.wants(x), tape.cotangent(site.results[0])) else { return Ok(()) };
    let base = tape.cotangent_or_zeros(x)?;
    let b = &mut *tape.builder;
    // `gather` moves a slice that does not fit; `scatter` drops it.
    let dims = b.tensor(x)?.dims().to_vec();
    let numbers = &attributes.dimension_numbers;
    let last = numbers.start_index_map.iter().map(|&to| dims[to as usize] - attributes.slice_sizes[to as usize]);
    let zeros = vec![0; numbers.start_index_map.len()];
    let fitting = clamped(b, indices, numbers.index_vector_dim, &zeros, &last.collect::<Vec<i64>>())?;
    let cotangent = scatter_add(b, base, fitting, g, numbers, attributes.indices_are_sorted)?;
    tape.replace(x, cotangent);
    Ok(())
}

/// Indices, as i64, with each component moved into its range.
pub(super) fn clamped(
    b: &mut FunctionBuilder,
    indices: ValueId,
    vector_dim: i64,
    low: &[i64],
    high: &[i64],
) -> Result<ValueId> {
    let indices = b.convert(indices, DType::I64)?;
    let low = components(b, indices, vector_dim, low)?;
    let high = components(b, indices, vector_dim, high)?;
    b.emit(Op::Clamp, &[low, indices, high])
}

/// A number for each component of an index, for all indices.
pub(super) fn components(
    b: &mut FunctionBuilder,
    indices: ValueId,
    vector_dim: i64,
    numbers: &[i64],
) -> Result<ValueId> {
    let dims = b.tensor(indices)?.dims().to_vec();
    if (vector_dim as usize) < dims.len() {
        let list = b.constant(Tensor::from_slice(&[numbers.len() as i64], numbers)?)?;
        return b.broadcast(list, &[vector_dim], &dims);
    }
    let number = b.constant(Tensor::from_slice(&[], numbers)?)?;
    b.broadcast(number, &[], &dims)
}

/// `base` with the slices added to it.
pub(super) fn scatter_add(
    b: &mut FunctionBuilder,
    base: ValueId,
    indices: ValueId,
    slices: ValueId,
    numbers: &GatherDimensionNumbers,
    indices_are_sorted: bool,
) -> Result<ValueId> {
    let dtype = b.tensor(base)?.dtype;
    let region = combiner(b, Op::Add, dtype)?;
    let op = Op::Scatter(Box::new(Scatter {
        scatter_dimension_numbers: ScatterDimensionNumbers {
            update_window_dims: numbers.offset_dims.clone(),
            inserted_window_dims: numbers.collapsed_slice_dims.clone(),
            input_batching_dims: numbers.operand_batching_dims.clone(),
            scatter_indices_batching_dims: numbers.start_indices_batching_dims.clone(),
            scatter_dims_to_operand_dims: numbers.start_index_map.clone(),
            index_vector_dim: numbers.index_vector_dim,
        },
        indices_are_sorted,
        unique_indices: false,
    }));
    first(b.operation(op, &[base, indices, slices], &[region], &[])?)
}
