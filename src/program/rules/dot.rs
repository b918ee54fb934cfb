//! The rule of `dot_general`.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::DotGeneral;
use crate::program::types::Type;

pub(super) fn dot_general(check: &Check, _attributes: &DotGeneral) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}
