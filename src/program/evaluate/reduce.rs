//! Many elements to one, and a region on each.

use super::Region;
use crate::error::Result;
use crate::program::op::attributes::Reduce;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn reduce(
    _inputs: &[Tensor],
    _init_values: &[Tensor],
    _attributes: &Reduce,
    _results: &[TensorType],
    _body: Region,
) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("reduce"))
}

pub(super) fn map(_inputs: &[Tensor], _result: &TensorType, _computation: Region) -> Result<Tensor> {
    Err(super::unimplemented("map"))
}
