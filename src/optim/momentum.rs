//! Momentum: updates that remember those before them.

use super::moments::{self, Params, or_none};
use super::transformation::{Numbers, Transformation, tuple};
use super::update::Update;
use crate::error::Result;
use crate::graph::{Node, Static};
use crate::tensor::DType;
use crate::trace::Value;

pub(super) const NAME: &str = "trace";

struct Momentum {
    decay: f64,
    nesterov: bool,
    accumulator_dtype: Option<DType>,
}

/// Optax's `trace`: the update plus `decay` times the sum so far.
///
/// # Errors
/// `INVALID_ARGUMENT` for an `accumulator_dtype` that holds no fractions.
pub fn trace(decay: f64, nesterov: bool, accumulator_dtype: Option<DType>) -> Result<Static> {
    let mut values = vec![Static::from(decay), nesterov.into()];
    if accumulator_dtype.is_some() {
        values.push(or_none(accumulator_dtype));
    }
    let tx = tuple(NAME, values)?;
    super::check(&tx)?;
    Ok(tx)
}

pub(super) fn parse(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    let (decay, nesterov) = (numbers.float("decay")?, numbers.bool("nesterov")?);
    Ok(Box::new(Momentum { decay, nesterov, accumulator_dtype: numbers.optional_float_dtype("accumulator_dtype")? }))
}

impl Transformation for Momentum {
    fn init(&self, params: &Params) -> Result<Node> {
        moments::state(vec![("trace", params.zeros(self.accumulator_dtype)?)])
    }

    fn update(&self, updates: Vec<Value>, state: &Node, step: &mut Update) -> Result<Vec<Value>> {
        let kept = step.kept(state, "trace")?;
        let sum = |leaf: usize, trace: &Value| updates[leaf].add(&trace.mul(self.decay)?);
        let traces = step.each(|leaf| sum(leaf, &kept.values[leaf]))?;
        let updates = if self.nesterov { step.each(|leaf| sum(leaf, &traces[leaf]))? } else { traces.clone() };
        let stored = step.each(|leaf| {
            let trace = &traces[leaf];
            self.accumulator_dtype.map_or_else(|| Ok(trace.clone()), |dtype| trace.astype(dtype))
        })?;
        step.keep(kept, &stored);
        Ok(updates)
    }
}
