//! Solvers and batch normalisation.

use crate::error::Result;
use crate::program::op::attributes::{BatchNorm, Cholesky, TriangularSolve};
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn batch_norm_grad(
    _operands: &[Tensor],
    _attributes: &BatchNorm,
    _results: &[TensorType],
) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("batch_norm_grad"))
}

pub(super) fn batch_norm_inference(
    _operands: &[Tensor],
    _attributes: &BatchNorm,
    _result: &TensorType,
) -> Result<Tensor> {
    Err(super::unimplemented("batch_norm_inference"))
}

pub(super) fn batch_norm_training(
    _operands: &[Tensor],
    _attributes: &BatchNorm,
    _results: &[TensorType],
) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("batch_norm_training"))
}

pub(super) fn cholesky(_a: &Tensor, _attributes: &Cholesky, _result: &TensorType) -> Result<Tensor> {
    Err(super::unimplemented("cholesky"))
}

pub(super) fn triangular_solve(
    _a: &Tensor,
    _b: &Tensor,
    _attributes: &TriangularSolve,
    _result: &TensorType,
) -> Result<Tensor> {
    Err(super::unimplemented("triangular_solve"))
}
