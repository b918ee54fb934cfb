//! `gather`: slices that indices choose; and where the slices of `gather` and `scatter` lie.

use super::super::print::Lines;
use super::call::{Array, Call, index, place};
use crate::error::Result;
use crate::program::op::attributes::Gather;
use crate::program::op::dimensions::GatherDimensionNumbers;

/// Where an element of the array of slices belongs in the operand: along each dimension where its slice starts, and how
/// far from there.
pub(super) struct Slice {
    pub(super) start: Vec<Option<String>>,
    pub(super) within: Vec<Option<String>>,
}

/// For the element of this index of the array that holds the slices.
pub(super) fn slice(numbers: &GatherDimensionNumbers, rank: usize, indices: &Array, at: &[String]) -> Slice {
    let batch: Vec<usize> = (0..at.len()).filter(|&axis| !numbers.offset_dims.contains(&(axis as i64))).collect();
    let vector = numbers.index_vector_dim as usize;
    let mut slice = Slice { start: vec![None; rank], within: vec![None; rank] };
    for (component, &dimension) in numbers.start_index_map.iter().enumerate() {
        let mut index: Vec<String> = batch.iter().map(|&axis| at[axis].clone()).collect();
        if vector < indices.dims().len() {
            index.insert(vector, format!("{component}ll"));
        }
        let element = indices.at(&place(indices.dims(), &index));
        slice.start[dimension as usize] = Some(format!("nnx::index_of({element})"));
    }
    let is_slice_dim = |dimension: &usize| {
        let dimension = *dimension as i64;
        !numbers.collapsed_slice_dims.contains(&dimension) && !numbers.operand_batching_dims.contains(&dimension)
    };
    for (dimension, &axis) in (0..rank).filter(is_slice_dim).zip(&numbers.offset_dims) {
        slice.within[dimension] = Some(at[axis as usize].clone());
    }
    for (&dimension, &of) in numbers.operand_batching_dims.iter().zip(&numbers.start_indices_batching_dims) {
        // The dimension of the index vectors is none of the batch's.
        let of = of - i64::from(of > numbers.index_vector_dim);
        slice.within[dimension as usize] = Some(at[batch[of as usize]].clone());
    }
    slice
}

pub(super) fn gather(call: &mut Call, attributes: &Gather) -> Result<()> {
    let (operands, Some(result)) = (call.operands()?, call.result()?) else { return Ok(()) };
    let (array, indices) = (&operands[0], &operands[1]);
    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", result.dims());
    let slice = slice(&attributes.dimension_numbers, array.dims().len(), indices, &at);
    let mut from = Vec::new();
    for (dimension, (start, within)) in slice.start.into_iter().zip(slice.within).enumerate() {
        let last = array.dims()[dimension] - attributes.slice_sizes[dimension];
        let start = start.map(|start| format!("nnx::clamped({start}, {last}ll)"));
        let terms: Vec<String> = start.into_iter().chain(within).collect();
        let sum = if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
        lines.line(format!("const long long f{dimension} = {sum};"));
        from.push(format!("f{dimension}"));
    }
    lines.line(format!("{} = {};", result.at("item"), array.at(&place(array.dims(), &from))));
    call.push(result.ty.element_count(), lines, call.reads(), vec![result.slot]);
    Ok(())
}
