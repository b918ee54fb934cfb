//! Updates that are not larger than a bound, one by one or all together.

use super::moments::{self, Params};
use super::transformation::{Numbers, Transformation, tuple};
use super::update::Update;
use crate::error::Result;
use crate::graph::{Node, Static};
use crate::trace::{Axes, Value};

pub(super) const CLIP: &str = "clip";
pub(super) const CLIP_BY_GLOBAL_NORM: &str = "clip_by_global_norm";

struct Clip(f64);

struct ClipByGlobalNorm(f64);

/// Each element of the updates between `-max_delta` and `max_delta`.
///
/// # Errors
/// None; so that all of these functions are called alike.
pub fn clip(max_delta: f64) -> Result<Static> {
    tuple(CLIP, vec![max_delta.into()])
}

/// All updates scaled together, so that the root of the sum of their squares is at most `max_norm`.
///
/// # Errors
/// None; so that all of these functions are called alike.
pub fn clip_by_global_norm(max_norm: f64) -> Result<Static> {
    tuple(CLIP_BY_GLOBAL_NORM, vec![max_norm.into()])
}

pub(super) fn parse(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    Ok(Box::new(Clip(numbers.float("max_delta")?)))
}

pub(super) fn parse_by_global_norm(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    Ok(Box::new(ClipByGlobalNorm(numbers.float("max_norm")?)))
}

impl Transformation for Clip {
    fn init(&self, _: &Params) -> Result<Node> {
        moments::state(Vec::new())
    }

    fn update(&self, updates: Vec<Value>, _: &Node, step: &mut Update) -> Result<Vec<Value>> {
        step.each(|leaf| updates[leaf].clip(-self.0, self.0))
    }
}

impl Transformation for ClipByGlobalNorm {
    fn init(&self, _: &Params) -> Result<Node> {
        moments::state(Vec::new())
    }

    fn update(&self, updates: Vec<Value>, _: &Node, step: &mut Update) -> Result<Vec<Value>> {
        let squares = step.each(|leaf| updates[leaf].square()?.sum(Axes::All, false))?;
        let mut squares = squares.into_iter();
        let Some(first) = squares.next() else { return Ok(updates) };
        let norm = squares.try_fold(first, |sum, square| sum.add(&square))?.sqrt()?;
        let is_within = norm.less(self.0)?;
        step.each(|leaf| {
            let update = &updates[leaf];
            let scaled = update.div(&norm.astype(update.dtype())?)?.mul(self.0)?;
            is_within.where_(update, &scaled)
        })
    }
}
