//! Windows that move over a tensor.

use super::Region;
use crate::error::Result;
use crate::program::op::attributes::{ReduceWindow, SelectAndScatter};
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn reduce_window(
    _inputs: &[Tensor],
    _init_values: &[Tensor],
    _attributes: &ReduceWindow,
    _results: &[TensorType],
    _body: Region,
) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("reduce_window"))
}

pub(super) fn select_and_scatter(
    _operand: &Tensor,
    _source: &Tensor,
    _init_value: &Tensor,
    _attributes: &SelectAndScatter,
    _run: &mut dyn FnMut(usize, &[Tensor]) -> Result<Vec<Tensor>>,
) -> Result<Tensor> {
    Err(super::unimplemented("select_and_scatter"))
}
