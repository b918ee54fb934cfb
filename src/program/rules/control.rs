//! Rules of operations that choose, repeat, order and name other operations.

use super::Check;
use super::elementwise::{FLOAT, INTEGER};
use crate::error::Result;
use crate::program::attribute::Literal;
use crate::program::op::attributes::{GetTupleElement, RngBitGenerator};
use crate::program::op::enumerations::RngAlgorithm;
use crate::program::types::{TensorType, Type};
use crate::tensor::DType;

/// The types that every region returns; none of them takes anything.
fn branches(check: &Check) -> Result<Vec<Type>> {
    let results: Vec<Type> = check.regions[0].results.iter().copied().cloned().collect();
    for region in 0..check.regions.len() {
        check.expect_region_arguments(region, &[])?;
        check.expect_region_results(region, &results)?;
    }
    Ok(results)
}

pub(super) fn case(check: &Check) -> Result<Vec<Type>> {
    if *check.tensor(0)? != TensorType::scalar(DType::I32) {
        return Err(check.fail_operand(0, "must be tensor<i32>"));
    }
    branches(check)
}

pub(super) fn if_(check: &Check) -> Result<Vec<Type>> {
    if *check.tensor(0)? != TensorType::scalar(DType::Bool) {
        return Err(check.fail_operand(0, "must be tensor<i1>"));
    }
    branches(check)
}

pub(super) fn while_(check: &Check) -> Result<Vec<Type>> {
    let operands: Vec<Type> = check.operands.iter().copied().cloned().collect();
    check.expect_region_arguments(0, &operands)?;
    check.expect_region_results(0, &[TensorType::scalar(DType::Bool).into()])?;
    check.expect_region_arguments(1, &operands)?;
    check.expect_region_results(1, &operands)?;
    Ok(operands)
}

pub(super) fn rng_bit_generator(check: &Check, attributes: &RngBitGenerator) -> Result<Vec<Type>> {
    let state = check.tensor(0)?;
    let words = match (attributes.rng_algorithm, state.dtype, state.dims()) {
        (_, DType::U64, &[words]) => words,
        _ => return Err(check.fail_operand(0, "must be a list of ui64")),
    };
    let fits = match attributes.rng_algorithm {
        RngAlgorithm::ThreeFry => words == 2,
        RngAlgorithm::Default | RngAlgorithm::Philox => words == 2 || words == 3,
    };
    if !fits {
        return Err(check.fail_operand(0, format!("has not the length that {} wants", attributes.rng_algorithm.name())));
    }
    let [_, Type::Tensor(output)] = check.declared else {
        return Err(check.fail("the types of the state and of the bits must be declared"));
    };
    if !INTEGER.contains(output.dtype) && !FLOAT.contains(output.dtype) {
        return Err(check.fail(format!("the bits must be of numbers, they are declared to be {output}")));
    }
    Ok(vec![state.clone().into(), output.clone().into()])
}

pub(super) fn after_all(check: &Check) -> Result<Vec<Type>> {
    match check.operands.iter().position(|ty| **ty != Type::Token) {
        Some(index) => Err(check.fail_operand(index, "must be a token")),
        None => Ok(vec![Type::Token]),
    }
}

pub(super) fn get_tuple_element(check: &Check, attributes: &GetTupleElement) -> Result<Vec<Type>> {
    let Type::Tuple(elements) = check.operands[0] else { return Err(check.fail_operand(0, "must be a tuple")) };
    match usize::try_from(attributes.index).ok().and_then(|index| elements.get(index)) {
        Some(element) => Ok(vec![element.clone()]),
        None => Err(check.fail_operand(0, format!("has no element {}", attributes.index))),
    }
}

pub(super) fn expect_same(check: &Check) -> Result<Vec<Type>> {
    check.tensor(0)?;
    if check.operands[0] != check.operands[1] {
        return Err(check.fail_operand(1, format!("must have the type of the other, {}", check.operands[0])));
    }
    Ok(Vec::new())
}

pub(super) fn expect_type(check: &Check, value: &Literal) -> Result<Vec<Type>> {
    let expected = TensorType::of(&value.0);
    if *check.tensor(0)? != expected {
        return Err(check.fail_operand(0, format!("must have the type of the constant, {expected}")));
    }
    Ok(Vec::new())
}
