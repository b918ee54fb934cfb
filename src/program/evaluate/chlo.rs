//! Functions of the client dialect.

use crate::error::Result;
use crate::program::op::Op;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn unary(_op: &Op, _operand: &Tensor, _result: &TensorType) -> Result<Tensor> {
    Err(super::unimplemented("unary"))
}

pub(super) fn binary(_op: &Op, _lhs: &Tensor, _rhs: &Tensor, _result: &TensorType) -> Result<Tensor> {
    Err(super::unimplemented("binary"))
}
