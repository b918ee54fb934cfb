//! Mean, standard deviation and the error of the mean, by Welford's algorithm.

use super::metric::{Argument, accumulate, argname, name, read, required, state_variable};
use crate::error::Result;
use crate::graph::{Node, Path, Static};
use crate::tensor::Tensor;
use crate::trace::{Axes, Operand, Reduction, Trace, Value};

/// A Welford of the values that updates have under the name `argname`; Flax's is `values`.
///
/// # Errors
/// As [`init`].
pub fn new(argname: &str) -> Result<Node> {
    let metric = Node::object(None, "Welford")?;
    init(&metric, argname)?;
    Ok(metric)
}

/// Gives an Object what makes it a Welford.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is no Object.
pub fn init(metric: &Node, argname: &str) -> Result<()> {
    metric.set(&name("argname"), Static::from(argname).into())?;
    metric.set(&name("count"), state_variable(Tensor::scalar(0i32))?)?;
    metric.set(&name("mean"), state_variable(Tensor::scalar(0f32))?)?;
    metric.set(&name("m2"), state_variable(Tensor::scalar(0f32))?)
}

pub(super) fn update(trace: &Trace, metric: &Node, arguments: &[Argument]) -> Result<()> {
    let values = required(trace, arguments, &argname(metric)?)?;
    let (seen, new) = (read(trace, metric, "count")?, values.size() as i64);
    accumulate(trace, metric, "count", Operand::Int(new))?;
    let count = read(trace, metric, "count")?;
    let delta = values.mean(Axes::All, false)?.sub(&read(trace, metric, "mean")?)?;
    accumulate(trace, metric, "mean", Operand::Value(&delta.mul(new)?.div(&count)?))?;
    let within = values.reduce(Reduction::Var, Axes::All, false)?.mul(new)?;
    let between = delta.mul(&delta)?.mul(new)?.mul(&seen)?.div(&count)?;
    accumulate(trace, metric, "m2", Operand::Value(&within.add(&between)?))
}

pub(super) fn compute(trace: &Trace, metric: &Node) -> Result<Vec<(Path, Value)>> {
    let count = read(trace, metric, "count")?;
    let deviation = read(trace, metric, "m2")?.div(&count)?.pow(0.5)?;
    let error = deviation.div(&count.pow(0.5)?)?;
    Ok(vec![
        (name("mean"), read(trace, metric, "mean")?),
        (name("standard_error_of_mean"), error),
        (name("standard_deviation"), deviation),
    ])
}
