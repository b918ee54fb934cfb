//! Rules of solvers and of batch normalisation.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::{BatchNorm, TriangularSolve};
use crate::program::types::Type;

pub(super) fn batch_norm_grad(check: &Check, _attributes: &BatchNorm) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn batch_norm_inference(check: &Check, _attributes: &BatchNorm) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn batch_norm_training(check: &Check, _attributes: &BatchNorm) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn cholesky(check: &Check) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn triangular_solve(check: &Check, _attributes: &TriangularSolve) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}
