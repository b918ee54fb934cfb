//! Slices that indices choose.

use crate::error::Result;
use crate::program::op::attributes::Gather;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn gather(
    _operand: &Tensor,
    _start_indices: &Tensor,
    _attributes: &Gather,
    _result: &TensorType,
) -> Result<Tensor> {
    Err(super::unimplemented("gather"))
}
