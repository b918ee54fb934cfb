//! Rules of operations that make, move and drop elements.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::{
    BroadcastInDim, Concatenate, Constant, DynamicSlice, GetDimensionSize, Iota, Pad, Reverse, Slice, Transpose,
};
use crate::program::types::{TensorType, Type};
use crate::tensor::DType;

pub(super) fn constant(attributes: &Constant) -> Result<Vec<Type>> {
    Ok(vec![TensorType::of(&attributes.value.0).into()])
}

pub(super) fn iota(check: &Check, attributes: &Iota) -> Result<Vec<Type>> {
    let result = check.declared_tensor()?;
    check.expect_dimensions("iota_dimension", &[attributes.iota_dimension], result.rank())?;
    if result.dtype == DType::Bool {
        return Err(check.fail("the result must be of numbers"));
    }
    Ok(vec![result.clone().into()])
}

pub(super) fn reshape(check: &Check) -> Result<Vec<Type>> {
    let (operand, result) = (check.tensor(0)?, check.declared_tensor()?);
    if operand.dtype != result.dtype || operand.element_count() != result.element_count() {
        return Err(check.fail_operand(0, format!("must have the dtype and as many elements as the result, {result}")));
    }
    Ok(vec![result.clone().into()])
}

pub(super) fn broadcast_in_dim(check: &Check, attributes: &BroadcastInDim) -> Result<Vec<Type>> {
    let (operand, result) = (check.tensor(0)?, check.declared_tensor()?);
    let dimensions = &attributes.broadcast_dimensions;
    check.expect_length("broadcast_dimensions", dimensions.len(), operand.rank())?;
    check.expect_dimensions("broadcast_dimensions", dimensions, result.rank())?;
    if operand.dtype != result.dtype {
        return Err(check.fail_operand(0, format!("must have the dtype of the result, {result}")));
    }
    for (&from, &dimension) in operand.dims().iter().zip(dimensions) {
        let to = result.dims()[dimension as usize];
        if from != 1 && from != to {
            let rule = format!("has extent {from} where the result, {result}, has {to}: it must be 1 or the same");
            return Err(check.fail_operand(0, rule));
        }
    }
    Ok(vec![result.clone().into()])
}

pub(super) fn transpose(check: &Check, attributes: &Transpose) -> Result<Vec<Type>> {
    let operand = check.tensor(0)?;
    check.expect_length("permutation", attributes.permutation.len(), operand.rank())?;
    check.expect_dimensions("permutation", &attributes.permutation, operand.rank())?;
    let dims: Vec<i64> = attributes.permutation.iter().map(|&dimension| operand.dims()[dimension as usize]).collect();
    check.result(operand.dtype, &dims)
}

pub(super) fn reverse(check: &Check, attributes: &Reverse) -> Result<Vec<Type>> {
    let operand = check.tensor(0)?;
    check.expect_dimensions("dimensions", &attributes.dimensions, operand.rank())?;
    Ok(vec![operand.clone().into()])
}

pub(super) fn slice(check: &Check, attributes: &Slice) -> Result<Vec<Type>> {
    let operand = check.tensor(0)?;
    check.expect_length("start_indices", attributes.start_indices.len(), operand.rank())?;
    check.expect_length("limit_indices", attributes.limit_indices.len(), operand.rank())?;
    check.expect_length("strides", attributes.strides.len(), operand.rank())?;
    let mut dims = Vec::with_capacity(operand.rank());
    for (dimension, &extent) in operand.dims().iter().enumerate() {
        let (start, limit) = (attributes.start_indices[dimension], attributes.limit_indices[dimension]);
        let stride = attributes.strides[dimension];
        if !(0 <= start && start <= limit && limit <= extent && stride >= 1) {
            let rule =
                format!("has extent {extent} in dimension {dimension}, which [{start}:{limit}:{stride}] does not fit");
            return Err(check.fail_operand(0, rule));
        }
        dims.push((limit - start) / stride + i64::from((limit - start) % stride != 0));
    }
    check.result(operand.dtype, &dims)
}

/// Checks that there is one index for each dimension of `operand`, all of one dtype.
fn start_indices(check: &Check, first: usize, rank: usize) -> Result<()> {
    check.expect_length("start_indices", check.operands.len() - first, rank)?;
    for index in first..check.operands.len() {
        check.expect_index(index)?;
        if check.operands[index] != check.operands[first] {
            return Err(check.fail_operand(index, "must have the dtype of the other indices"));
        }
    }
    Ok(())
}

pub(super) fn dynamic_slice(check: &Check, attributes: &DynamicSlice) -> Result<Vec<Type>> {
    let operand = check.tensor(0)?;
    start_indices(check, 1, operand.rank())?;
    check.expect_length("slice_sizes", attributes.slice_sizes.len(), operand.rank())?;
    if attributes.slice_sizes.iter().zip(operand.dims()).any(|(&size, &extent)| !(0..=extent).contains(&size)) {
        return Err(check.fail_operand(0, format!("is smaller than `slice_sizes`, {:?}", attributes.slice_sizes)));
    }
    check.result(operand.dtype, &attributes.slice_sizes)
}

pub(super) fn dynamic_update_slice(check: &Check) -> Result<Vec<Type>> {
    let (operand, update) = (check.tensor(0)?, check.tensor(1)?);
    start_indices(check, 2, operand.rank())?;
    let fits = update.dtype == operand.dtype
        && update.rank() == operand.rank()
        && update.dims().iter().zip(operand.dims()).all(|(size, extent)| size <= extent);
    if !fits {
        return Err(check.fail_operand(1, format!("must fit within `operand`, {operand}, and have its dtype")));
    }
    Ok(vec![operand.clone().into()])
}

pub(super) fn concatenate(check: &Check, attributes: &Concatenate) -> Result<Vec<Type>> {
    let inputs = check.tensors(0..check.operands.len())?;
    let Some(first) = inputs.first() else { return Err(check.fail("there must be at least one input")) };
    check.expect_dimensions("dimension", &[attributes.dimension], first.rank())?;
    let along = attributes.dimension as usize;
    let mut extent = 0i64;
    for (index, input) in inputs.iter().enumerate() {
        let fits = input.dtype == first.dtype
            && input.rank() == first.rank()
            && (0..first.rank())
                .all(|dimension| dimension == along || input.dims()[dimension] == first.dims()[dimension]);
        if !fits {
            return Err(check.fail_operand(index, format!("must be as {first}, but for dimension {along}")));
        }
        extent = extent.checked_add(input.dims()[along]).ok_or_else(|| check.fail("the result is too large"))?;
    }
    let mut dims = first.dims().to_vec();
    dims[along] = extent;
    check.result(first.dtype, &dims)
}

pub(super) fn pad(check: &Check, attributes: &Pad) -> Result<Vec<Type>> {
    let (operand, value) = (check.tensor(0)?, check.tensor(1)?);
    if *value != TensorType::scalar(operand.dtype) {
        return Err(check.fail_operand(1, format!("must be one element of the dtype of `operand`, {operand}")));
    }
    check.expect_length("edge_padding_low", attributes.edge_padding_low.len(), operand.rank())?;
    check.expect_length("edge_padding_high", attributes.edge_padding_high.len(), operand.rank())?;
    check.expect_length("interior_padding", attributes.interior_padding.len(), operand.rank())?;
    let mut dims = Vec::with_capacity(operand.rank());
    for (dimension, &extent) in operand.dims().iter().enumerate() {
        let interior = attributes.interior_padding[dimension];
        let padded = (interior >= 0)
            .then(|| (extent - 1).max(0).checked_mul(interior))
            .flatten()
            .and_then(|between| between.checked_add(extent))
            .and_then(|extent| extent.checked_add(attributes.edge_padding_low[dimension]))
            .and_then(|extent| extent.checked_add(attributes.edge_padding_high[dimension]))
            .filter(|&extent| extent >= 0)
            .ok_or_else(|| check.fail(format!("dimension {dimension} would have a negative or too large extent")))?;
        dims.push(padded);
    }
    check.result(operand.dtype, &dims)
}

pub(super) fn get_dimension_size(check: &Check, attributes: &GetDimensionSize) -> Result<Vec<Type>> {
    let operand = check.tensor(0)?;
    check.expect_dimensions("dimension", &[attributes.dimension], operand.rank())?;
    check.result(DType::I32, &[])
}
