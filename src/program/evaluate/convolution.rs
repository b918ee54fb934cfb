//! Convolutions.

use crate::error::Result;
use crate::program::op::attributes::Convolution;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn convolution(
    _lhs: &Tensor,
    _rhs: &Tensor,
    _attributes: &Convolution,
    _result: &TensorType,
) -> Result<Tensor> {
    Err(super::unimplemented("convolution"))
}
