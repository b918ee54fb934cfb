//! Rules of operations that sort.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::{Sort, TopK};
use crate::program::types::{TensorType, Type};
use crate::tensor::DType;

pub(super) fn sort(check: &Check, attributes: &Sort) -> Result<Vec<Type>> {
    let inputs = check.tensors(0..check.operands.len())?;
    let Some(first) = inputs.first() else { return Err(check.fail("there must be at least one input")) };
    let rank = first.rank() as i64;
    if !(-rank..rank).contains(&attributes.dimension) {
        return Err(check.fail(format!("`dimension` is {}, which must be in [-{rank}, {rank})", attributes.dimension)));
    }
    let mut arguments = Vec::with_capacity(2 * inputs.len());
    for (index, input) in inputs.iter().enumerate() {
        if input.shape != first.shape {
            return Err(check.fail_operand(index, format!("must have the shape of `inputs[0]`, {first}")));
        }
        arguments.extend([Type::from(TensorType::scalar(input.dtype)), TensorType::scalar(input.dtype).into()]);
    }
    check.expect_region_arguments(0, &arguments)?;
    check.expect_region_results(0, &[TensorType::scalar(DType::Bool).into()])?;
    Ok(inputs.into_iter().cloned().map(Type::from).collect())
}

pub(super) fn top_k(check: &Check, attributes: &TopK) -> Result<Vec<Type>> {
    let operand = check.tensor(0)?;
    let Some((&extent, outer)) = operand.dims().split_last() else {
        return Err(check.fail_operand(0, "must have at least one dimension"));
    };
    if !(0..=extent).contains(&attributes.k) {
        return Err(
            check.fail_operand(0, format!("must have at least k = {} elements along its last dimension", attributes.k))
        );
    }
    let dims = [outer, &[attributes.k]].concat();
    Ok(vec![operand.with_dims(&dims)?.into(), TensorType::new(DType::I32, &dims)?.into()])
}
