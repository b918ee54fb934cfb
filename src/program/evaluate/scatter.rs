//! Updates at places that indices choose.

use super::Region;
use crate::error::Result;
use crate::program::op::attributes::Scatter;
use crate::tensor::Tensor;

pub(super) fn scatter(
    _inputs: &[Tensor],
    _scatter_indices: &Tensor,
    _updates: &[Tensor],
    _attributes: &Scatter,
    _update: Region,
) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("scatter"))
}
