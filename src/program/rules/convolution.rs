//! The rule of `convolution`.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::Convolution;
use crate::program::types::Type;

pub(super) fn convolution(check: &Check, _attributes: &Convolution) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}
