//! Rules of `gather` and `scatter`.

use super::Check;
use super::elementwise::INTEGER;
use crate::error::Result;
use crate::program::op::attributes::{Gather, Scatter};
use crate::program::op::dimensions::GatherDimensionNumbers;
use crate::program::types::{TensorType, Type, bits, class};

/// The names of the fields of dimension numbers, in the order of `GatherDimensionNumbers`.
type Names = [&'static str; 5];

const GATHER: Names =
    ["offset_dims", "collapsed_slice_dims", "operand_batching_dims", "start_indices_batching_dims", "start_index_map"];

const SCATTER: Names = [
    "update_window_dims",
    "inserted_window_dims",
    "input_batching_dims",
    "scatter_indices_batching_dims",
    "scatter_dims_to_operand_dims",
];

pub(super) fn gather(check: &Check, attributes: &Gather) -> Result<Vec<Type>> {
    let operand = check.tensor(0)?;
    let numbers = &attributes.dimension_numbers;
    let batch = dimension_numbers(check, numbers, &GATHER, 1)?;
    let sizes = &attributes.slice_sizes;
    check.expect_length("slice_sizes", sizes.len(), operand.rank())?;
    if sizes.iter().zip(operand.dims()).any(|(&size, &extent)| !(0..=extent).contains(&size)) {
        return Err(check.fail_operand(0, format!("is smaller than `slice_sizes`, {sizes:?}")));
    }
    let single = numbers.collapsed_slice_dims.iter().chain(&numbers.operand_batching_dims);
    if let Some(dimension) = single.clone().find(|&&dimension| sizes[dimension as usize] > 1) {
        let rule = format!("`slice_sizes` must be at most 1 in dimension {dimension}, which the result lacks");
        return Err(check.fail(rule));
    }
    let offsets = slice_dims(numbers, sizes);
    let dims = combined(&batch, numbers, &offsets);
    // A slice without elements has none for a result that has some.
    if single.into_iter().any(|&dimension| sizes[dimension as usize] == 0) && !dims.contains(&0) {
        return Err(check.fail("`slice_sizes` is 0 in a dimension that the result lacks, and the result is not empty"));
    }
    check.result(operand.dtype, &dims)
}

pub(super) fn scatter(check: &Check, attributes: &Scatter) -> Result<Vec<Type>> {
    let count = (check.operands.len() - 1) / 2;
    if count == 0 {
        return Err(check.fail("there must be at least one input"));
    }
    let inputs = check.tensors(0..count)?;
    let updates = check.tensors(count + 1..check.operands.len())?;
    let numbers = attributes.scatter_dimension_numbers.gather();
    let batch = dimension_numbers(check, &numbers, &SCATTER, count)?;
    for (index, input) in inputs.iter().enumerate() {
        if input.shape != inputs[0].shape {
            return Err(check.fail_operand(index, format!("must have the shape of `inputs[0]`, {}", inputs[0])));
        }
    }
    let rank = batch.len() + numbers.offset_dims.len();
    for (index, (update, input)) in updates.iter().zip(&inputs).enumerate() {
        if update.dtype != input.dtype || update.shape != updates[0].shape || update.rank() != rank {
            let rule = format!("must have {rank} dimensions, the shape of `updates[0]` and the dtype of its input");
            return Err(check.fail_operand(count + 1 + index, rule));
        }
    }
    let windows: Vec<i64> =
        numbers.offset_dims.iter().map(|&dimension| updates[0].dims()[dimension as usize]).collect();
    let largest = slice_dims(&numbers, inputs[0].dims());
    if windows.iter().zip(&largest).any(|(window, extent)| window > extent) {
        let rule = format!("has windows of {windows:?}, which do not fit within {largest:?} of the inputs");
        return Err(check.fail_operand(count + 1, rule));
    }
    let expected = combined(&batch, &numbers, &windows);
    if updates[0].dims() != expected {
        return Err(check.fail_operand(count + 1, format!("must have the extents {expected:?}")));
    }
    let elements = accumulators(check, &inputs);
    check.expect_region_arguments(0, &[&elements[..], &elements[..]].concat())?;
    check.expect_region_results(0, &elements)?;
    let results = inputs.iter().zip(&elements).map(|(input, element)| match element {
        Type::Tensor(element) => Ok(input.with_dtype(element.dtype)?.into()),
        Type::Tuple(_) | Type::Token => Ok(Type::from((*input).clone())),
    });
    results.collect()
}

/// What the region computes with: the dtype of each input, or a wider one of the same kind.
fn accumulators(check: &Check, inputs: &[&TensorType]) -> Vec<Type> {
    let arguments = &check.regions[0].arguments;
    let accumulator = |(index, input): (usize, &&TensorType)| {
        let found = arguments.get(index).and_then(|ty| ty.as_tensor()).map_or(input.dtype, |tensor| tensor.dtype);
        let fits = class(found) == class(input.dtype) && bits(found) >= bits(input.dtype);
        TensorType::scalar(if fits { found } else { input.dtype }).into()
    };
    inputs.iter().enumerate().map(accumulator).collect()
}

/// Checks the dimension numbers of operand 0 and of the indices; gives the extents of the indices but for the one along
/// which an index lies.
fn dimension_numbers(
    check: &Check,
    numbers: &GatherDimensionNumbers,
    names: &Names,
    indices_at: usize,
) -> Result<Vec<i64>> {
    let (operand, indices) = (check.tensor(0)?, check.tensor(indices_at)?);
    let [offsets, collapsed, batching, indices_batching, map] = *names;
    if !INTEGER.contains(indices.dtype) {
        return Err(check.fail_operand(indices_at, "must be of integers"));
    }
    let vector_dim = numbers.index_vector_dim;
    if !(0..=indices.rank() as i64).contains(&vector_dim) {
        let rule = format!("`index_vector_dim` is {vector_dim}, which must be in [0, {}]", indices.rank());
        return Err(check.fail(rule));
    }
    let mut batch = indices.dims().to_vec();
    let components = if (vector_dim as usize) < batch.len() { batch.remove(vector_dim as usize) } else { 1 };
    if numbers.start_index_map.len() as i64 != components {
        let rule = format!("holds indices of {components} components, `{map}` has {}", numbers.start_index_map.len());
        return Err(check.fail_operand(indices_at, rule));
    }
    let parts = [&numbers.offset_dims, &numbers.collapsed_slice_dims, &numbers.operand_batching_dims];
    if parts.iter().map(|part| part.len()).sum::<usize>() != operand.rank() {
        let rule = format!("must have as many dimensions as `{offsets}`, `{collapsed}` and `{batching}` together");
        return Err(check.fail_operand(0, rule));
    }
    for (name, part) in names.iter().zip(parts) {
        if !part.is_sorted() {
            return Err(check.fail(format!("`{name}` must be sorted, it is {part:?}")));
        }
    }
    check.expect_dimensions(offsets, &numbers.offset_dims, batch.len() + numbers.offset_dims.len())?;
    let dropped = [&numbers.collapsed_slice_dims[..], &numbers.operand_batching_dims[..]].concat();
    check.expect_dimensions(&format!("{collapsed}` with `{batching}"), &dropped, operand.rank())?;
    let placed = [&numbers.start_index_map[..], &numbers.operand_batching_dims[..]].concat();
    check.expect_dimensions(&format!("{map}` with `{batching}"), &placed, operand.rank())?;
    check.expect_dimensions(indices_batching, &numbers.start_indices_batching_dims, indices.rank())?;
    if numbers.start_indices_batching_dims.contains(&vector_dim) {
        return Err(check.fail(format!("`{indices_batching}` has {vector_dim}, which is `index_vector_dim`")));
    }
    let batching_rank = numbers.operand_batching_dims.len();
    check.expect_length(indices_batching, numbers.start_indices_batching_dims.len(), batching_rank)?;
    for (&dimension, &index_dim) in numbers.operand_batching_dims.iter().zip(&numbers.start_indices_batching_dims) {
        let (found, expected) = (indices.dims()[index_dim as usize], operand.dims()[dimension as usize]);
        if found != expected {
            let rule =
                format!("must have extent {expected} in dimension {index_dim}, as dimension {dimension} of {operand}");
            return Err(check.fail_operand(indices_at, rule));
        }
    }
    Ok(batch)
}

/// The entries of `dims`, which are of the operand, for the dimensions that lie within a slice.
fn slice_dims(numbers: &GatherDimensionNumbers, dims: &[i64]) -> Vec<i64> {
    let is_kept = |dimension: i64| {
        !numbers.collapsed_slice_dims.contains(&dimension) && !numbers.operand_batching_dims.contains(&dimension)
    };
    (0..).zip(dims).filter(|&(dimension, _)| is_kept(dimension)).map(|(_, &extent)| extent).collect()
}

/// The extents of the batch with those of a slice at `offset_dims`.
fn combined(batch: &[i64], numbers: &GatherDimensionNumbers, slice: &[i64]) -> Vec<i64> {
    let (mut batch, mut slice) = (batch.iter(), slice.iter());
    let rank = batch.len() + slice.len();
    (0..rank as i64)
        .filter_map(|dimension| if numbers.offset_dims.contains(&dimension) { slice.next() } else { batch.next() })
        .copied()
        .collect()
}
