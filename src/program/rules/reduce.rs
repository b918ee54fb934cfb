//! Rules of operations that reduce and map.

use super::Check;
use super::window::{Window, expect_positive};
use crate::error::Result;
use crate::program::op::attributes::{Map, Reduce, ReduceWindow, SelectAndScatter};
use crate::program::types::{TensorType, Type, bits, class};
use crate::tensor::DType;

pub(super) fn map(check: &Check, attributes: &Map) -> Result<Vec<Type>> {
    let inputs = same_shapes(check, check.operands.len())?;
    let rank = inputs[0].rank();
    if !attributes.dimensions.iter().copied().eq(0..rank as i64) {
        return Err(
            check.fail(format!("`dimensions` must be all {rank} in order, they are {:?}", attributes.dimensions))
        );
    }
    check.expect_region_arguments(0, &scalars(inputs.iter().map(|input| input.dtype)))?;
    let dtype = region_dtypes(check, 0, 1)?[0];
    check.result(dtype, inputs[0].dims())
}

pub(super) fn reduce(check: &Check, attributes: &Reduce) -> Result<Vec<Type>> {
    let inputs = inputs_and_init_values(check)?;
    check.expect_dimensions("dimensions", &attributes.dimensions, inputs[0].rank())?;
    let others = (0..).zip(inputs[0].dims()).filter(|(dimension, _)| !attributes.dimensions.contains(dimension));
    let dims: Vec<i64> = others.map(|(_, &extent)| extent).collect();
    reduced(check, &inputs, &dims)
}

pub(super) fn reduce_window(check: &Check, attributes: &ReduceWindow) -> Result<Vec<Type>> {
    let inputs = inputs_and_init_values(check)?;
    let rank = inputs[0].rank();
    expect_positive(check, "window_dimensions", &attributes.window_dimensions, rank)?;
    expect_positive(check, "window_strides", &attributes.window_strides, rank)?;
    expect_positive(check, "base_dilations", &attributes.base_dilations, rank)?;
    expect_positive(check, "window_dilations", &attributes.window_dilations, rank)?;
    check.expect_length("padding", attributes.padding.len(), rank)?;
    let mut dims = Vec::with_capacity(rank);
    for (dimension, &extent) in inputs[0].dims().iter().enumerate() {
        let window = Window {
            size: attributes.window_dimensions[dimension],
            stride: attributes.window_strides[dimension],
            padding: attributes.padding[dimension],
            base_dilation: attributes.base_dilations[dimension],
            dilation: attributes.window_dilations[dimension],
        };
        dims.push(window.count(check, dimension, extent)?);
    }
    reduced(check, &inputs, &dims)
}

pub(super) fn select_and_scatter(check: &Check, attributes: &SelectAndScatter) -> Result<Vec<Type>> {
    let (operand, source) = (check.tensor(0)?, check.tensor(1)?);
    let rank = operand.rank();
    expect_positive(check, "window_dimensions", &attributes.window_dimensions, rank)?;
    expect_positive(check, "window_strides", &attributes.window_strides, rank)?;
    check.expect_length("padding", attributes.padding.len(), rank)?;
    let mut dims = Vec::with_capacity(rank);
    for (dimension, &extent) in operand.dims().iter().enumerate() {
        let window = Window {
            size: attributes.window_dimensions[dimension],
            stride: attributes.window_strides[dimension],
            padding: attributes.padding[dimension],
            base_dilation: 1,
            dilation: 1,
        };
        dims.push(window.count(check, dimension, extent)?);
    }
    if source.dtype != operand.dtype || source.dims() != dims {
        let windows = TensorType::new(operand.dtype, &dims).map_err(|error| check.fail(error))?;
        return Err(check.fail_operand(1, format!("must have an element for each window: {windows}")));
    }
    if *check.tensor(2)? != TensorType::scalar(operand.dtype) {
        return Err(check.fail_operand(2, format!("must be one element of the dtype of `operand`, {operand}")));
    }
    check.expect_region_arguments(0, &scalars([operand.dtype; 2]))?;
    check.expect_region_results(0, &scalars([DType::Bool]))?;
    let dtype = region_dtypes(check, 1, 1)?[0];
    expect_promotable(check, 0, dtype)?;
    check.expect_region_arguments(1, &scalars([dtype; 2]))?;
    check.result(dtype, operand.dims())
}

/// The first operands, so many, which all have the same shape; there is at least one.
fn same_shapes<'a>(check: &Check<'a>, count: usize) -> Result<Vec<&'a TensorType>> {
    let inputs = check.tensors(0..count)?;
    let Some(first) = inputs.first() else { return Err(check.fail("there must be at least one input")) };
    if let Some(index) = inputs.iter().position(|input| input.shape != first.shape) {
        return Err(check.fail_operand(index, format!("must have the shape of the first, {first}")));
    }
    Ok(inputs)
}

/// The inputs, checked against each other and against the initial values that follow them.
fn inputs_and_init_values<'a>(check: &Check<'a>) -> Result<Vec<&'a TensorType>> {
    let count = check.operands.len() / 2;
    let inputs = same_shapes(check, count)?;
    for (index, input) in inputs.iter().enumerate() {
        if *check.tensor(count + index)? != TensorType::scalar(input.dtype) {
            let rule = format!("must be one element of the dtype of its input, {input}");
            return Err(check.fail_operand(count + index, rule));
        }
    }
    Ok(inputs)
}

/// The results of a reduction to these extents, whose region says in which dtypes it computes.
fn reduced(check: &Check, inputs: &[&TensorType], dims: &[i64]) -> Result<Vec<Type>> {
    let dtypes = region_dtypes(check, 0, inputs.len())?;
    for (index, &dtype) in dtypes.iter().enumerate() {
        expect_promotable(check, index, dtype)?;
    }
    check.expect_region_arguments(0, &scalars(dtypes.iter().chain(&dtypes).copied()))?;
    let mut results = Vec::with_capacity(dtypes.len());
    for dtype in dtypes {
        results.extend(check.result(dtype, dims)?);
    }
    Ok(results)
}

/// The dtypes of the single elements that a region returns, so many.
fn region_dtypes(check: &Check, region: usize, count: usize) -> Result<Vec<DType>> {
    let results = &check.regions[region].results;
    let dtypes: Vec<DType> = results
        .iter()
        .filter_map(|ty| ty.as_tensor().filter(|tensor| tensor.rank() == 0))
        .map(|tensor| tensor.dtype)
        .collect();
    if dtypes.len() == count && results.len() == count {
        return Ok(dtypes);
    }
    let noun = if count == 1 { "tensor" } else { "tensors" };
    Err(check.fail(format!("region {region} must return {count} {noun} of one element each")))
}

/// Checks that every element of an operand is one of this dtype too, as that in which a region computes must be.
fn expect_promotable(check: &Check, index: usize, dtype: DType) -> Result<()> {
    let from = check.tensor(index)?.dtype;
    if from == dtype || (class(from) == class(dtype) && bits(from) < bits(dtype)) {
        return Ok(());
    }
    Err(check.fail_operand(index, format!("cannot be promoted to the dtype of the region, {}", scalar(dtype))))
}

fn scalar(dtype: DType) -> Type {
    TensorType::scalar(dtype).into()
}

fn scalars(dtypes: impl IntoIterator<Item = DType>) -> Vec<Type> {
    dtypes.into_iter().map(scalar).collect()
}
