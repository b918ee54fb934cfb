//! Products of matrices, with batch dimensions.

use crate::error::Result;
use crate::program::op::attributes::DotGeneral;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn dot_general(
    _lhs: &Tensor,
    _rhs: &Tensor,
    _attributes: &DotGeneral,
    _result: &TensorType,
) -> Result<Tensor> {
    Err(super::unimplemented("dot_general"))
}
