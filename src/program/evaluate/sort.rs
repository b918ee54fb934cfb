//! Sorting.

use super::Region;
use crate::error::Result;
use crate::program::op::attributes::{Sort, TopK};
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn sort(_inputs: &[Tensor], _attributes: &Sort, _comparator: Region) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("sort"))
}

pub(super) fn top_k(_operand: &Tensor, _attributes: &TopK, _results: &[TensorType]) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("top_k"))
}
