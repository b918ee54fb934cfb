//! Stochastic gradient descent.

use super::{chain, identity, scale_by_learning_rate, trace};
use crate::error::Result;
use crate::graph::Static;

/// Stochastic gradient descent: the gradients times a rate or a schedule; with `momentum` those before them as well.
///
/// # Errors
/// `INVALID_ARGUMENT` when `learning_rate` is neither a number nor a schedule.
pub fn sgd(learning_rate: impl Into<Static>, momentum: Option<f64>, nesterov: bool) -> Result<Static> {
    let first = match momentum {
        Some(decay) => trace(decay, nesterov, None)?,
        None => identity()?,
    };
    chain(vec![first, scale_by_learning_rate(learning_rate)?])
}
