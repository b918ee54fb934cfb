//! Rules of solvers and of batch normalisation.

use super::{Check, FLOAT};
use crate::error::Result;
use crate::program::op::attributes::{BatchNorm, TriangularSolve};
use crate::program::types::{TensorType, Type};

pub(super) fn batch_norm_grad(check: &Check, attributes: &BatchNorm) -> Result<Vec<Type>> {
    let (operand, features) = batch_norm(check, attributes, 1..4)?;
    if *check.tensor(4)? != *operand {
        return Err(check.fail_operand(4, format!("must have the type of `operand`, {operand}")));
    }
    Ok(vec![operand.clone().into(), features.clone().into(), features.into()])
}

pub(super) fn batch_norm_inference(check: &Check, attributes: &BatchNorm) -> Result<Vec<Type>> {
    let (operand, _) = batch_norm(check, attributes, 1..5)?;
    Ok(vec![operand.clone().into()])
}

pub(super) fn batch_norm_training(check: &Check, attributes: &BatchNorm) -> Result<Vec<Type>> {
    let (operand, features) = batch_norm(check, attributes, 1..3)?;
    Ok(vec![operand.clone().into(), features.clone().into(), features.into()])
}

/// The type of the operand, and the type that the operands with an element for each feature have.
fn batch_norm<'a>(
    check: &Check<'a>,
    attributes: &BatchNorm,
    of_features: std::ops::Range<usize>,
) -> Result<(&'a TensorType, TensorType)> {
    let operand = expect_float(check, 0)?;
    check.expect_dimensions("feature_index", &[attributes.feature_index], operand.rank())?;
    let features = operand.with_dims(&[operand.dims()[attributes.feature_index as usize]])?;
    for index in of_features {
        if *check.tensor(index)? != features {
            return Err(check.fail_operand(index, format!("must have an element for each feature: {features}")));
        }
    }
    Ok((operand, features))
}

pub(super) fn cholesky(check: &Check) -> Result<Vec<Type>> {
    let a = expect_float(check, 0)?;
    matrix_order(check, a)?;
    Ok(vec![a.clone().into()])
}

pub(super) fn triangular_solve(check: &Check, attributes: &TriangularSolve) -> Result<Vec<Type>> {
    let (a, b) = (expect_float(check, 0)?, check.tensor(1)?);
    let order = matrix_order(check, a)?;
    let batch = a.rank() - 2;
    let along = if attributes.left_side { batch } else { batch + 1 };
    if b.dtype != a.dtype || b.rank() != a.rank() || b.dims()[..batch] != a.dims()[..batch] {
        return Err(check.fail_operand(1, format!("must have the dtype and the batch dimensions of `a`, {a}")));
    }
    if b.dims()[along] != order {
        return Err(check.fail_operand(1, format!("must have extent {order} in dimension {along}, as `a` has")));
    }
    Ok(vec![b.clone().into()])
}

fn expect_float<'a>(check: &Check<'a>, index: usize) -> Result<&'a TensorType> {
    let tensor = check.tensor(index)?;
    if FLOAT.contains(tensor.dtype) {
        return Ok(tensor);
    }
    Err(check.fail_operand(index, "must be of floating-point numbers"))
}

/// How many rows and columns the square matrices `a` have.
fn matrix_order(check: &Check, a: &TensorType) -> Result<i64> {
    match a.dims() {
        [.., rows, columns] if rows == columns => Ok(*rows),
        _ => Err(check.fail_operand(0, "must be of square matrices")),
    }
}
