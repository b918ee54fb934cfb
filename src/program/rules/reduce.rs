//! Rules of operations that reduce and map.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::{Map, Reduce, ReduceWindow, SelectAndScatter};
use crate::program::types::Type;

pub(super) fn map(check: &Check, _attributes: &Map) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn reduce(check: &Check, _attributes: &Reduce) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn reduce_window(check: &Check, _attributes: &ReduceWindow) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}

pub(super) fn select_and_scatter(check: &Check, _attributes: &SelectAndScatter) -> Result<Vec<Type>> {
    Ok(check.declared.to_vec())
}
