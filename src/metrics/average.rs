//! The average of all values that were seen.

use super::metric::{Argument, accumulate, argname, mask, name, read, required, state_variable};
use crate::error::Result;
use crate::graph::{Node, Static};
use crate::tensor::Tensor;
use crate::trace::{Axes, Operand, Trace, Value};

/// An Average of the values that updates have under the name `argname`; Flax's is `values`.
///
/// # Errors
/// As [`init`].
pub fn new(argname: &str) -> Result<Node> {
    let metric = Node::object(None, "Average")?;
    init(&metric, argname)?;
    Ok(metric)
}

/// Gives an Object what makes it an Average.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is no Object.
pub fn init(metric: &Node, argname: &str) -> Result<()> {
    metric.set(&name("argname"), Static::from(argname).into())?;
    metric.set(&name("total"), state_variable(Tensor::scalar(0f32))?)?;
    metric.set(&name("count"), state_variable(Tensor::scalar(0i32))?)
}

pub(super) fn update(trace: &Trace, metric: &Node, arguments: &[Argument]) -> Result<()> {
    let values = required(trace, arguments, &argname(metric)?)?;
    add(trace, metric, &values, mask(trace, arguments)?.as_ref())
}

/// Counts these values, or with a mask as much of each as it says.
pub(super) fn add(trace: &Trace, metric: &Node, values: &Value, mask: Option<&Value>) -> Result<()> {
    let Some(mask) = mask else {
        accumulate(trace, metric, "total", Operand::Value(&values.sum(Axes::All, false)?))?;
        return accumulate(trace, metric, "count", Operand::Int(values.size() as i64));
    };
    let total = values.mul(&mask.astype(values.dtype())?)?.sum(Axes::All, false)?;
    let count = mask.sum(Axes::All, false)?.astype(read(trace, metric, "count")?.dtype())?;
    accumulate(trace, metric, "total", Operand::Value(&total))?;
    accumulate(trace, metric, "count", Operand::Value(&count))
}

pub(super) fn compute(trace: &Trace, metric: &Node) -> Result<Value> {
    read(trace, metric, "total")?.div(&read(trace, metric, "count")?)
}
