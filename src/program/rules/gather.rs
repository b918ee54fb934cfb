//! Rules of `gather` and `scatter`.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::{Gather, Scatter};
use crate::program::types::Type;

pub(super) fn gather(check: &Check, _attributes: &Gather) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn scatter(check: &Check, _attributes: &Scatter) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}
