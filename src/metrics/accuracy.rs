//! The part of the answers that are right.

use super::average;
use super::metric::{Argument, mask, name, required};
use crate::error::{Error, Result};
use crate::graph::{Attribute, Node, Static, StaticValue};
use crate::tensor::DType;
use crate::trace::Trace;

/// An Accuracy. With a threshold an answer is yes when its logit is not below it; without one it is the class with the
/// largest logit, along the last axis.
///
/// # Errors
/// As [`init`].
pub fn new(threshold: Option<f64>) -> Result<Node> {
    let metric = Node::object(None, "Accuracy")?;
    init(&metric, threshold)?;
    Ok(metric)
}

/// Gives an Object what makes it an Accuracy.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is no Object.
pub fn init(metric: &Node, threshold: Option<f64>) -> Result<()> {
    let threshold = threshold.map_or(Attribute::None, |number| Static::from(number).into());
    metric.set(&name("threshold"), threshold)?;
    average::init(metric, "values")
}

pub(super) fn update(trace: &Trace, metric: &Node, arguments: &[Argument]) -> Result<()> {
    let (logits, labels) = (required(trace, arguments, "logits")?, required(trace, arguments, "labels")?);
    let threshold = match metric.get(&name("threshold"))? {
        Attribute::None => None,
        Attribute::Static(value) => match value.value() {
            StaticValue::Float(number) => Some(number),
            StaticValue::None => None,
            _ => return Err(Error::invalid(format!("`threshold` is {value}; it must be a float"))),
        },
        other => return Err(Error::invalid(format!("`threshold` is {}; it must be a float", other.kind_name()))),
    };
    let expected = labels.rank() + usize::from(threshold.is_none());
    if logits.rank() != expected {
        let what = if threshold.is_some() { "binary" } else { "multi-class" };
        return Err(Error::invalid(format!(
            "for {what} classification with labels {labels} the logits must have {expected} axes, they are {logits}"
        )));
    }
    if !matches!(labels.dtype(), DType::I32 | DType::I64) {
        return Err(Error::invalid(format!("the labels must be int32, they are {labels}")));
    }
    let (answers, wanted) = match threshold {
        Some(threshold) => (logits.greater_equal(threshold)?, labels.greater(0i64)?),
        None => (logits.argmax(-1)?, labels.astype(DType::I32)?),
    };
    let right = answers.equal(&wanted).map_err(|_| {
        Error::invalid(format!(
            "the labels {labels} do not go with the logits {logits}; there must be one for each answer: shape {:?}",
            answers.shape()
        ))
    })?;
    average::add(trace, metric, &right, mask(trace, arguments)?.as_ref())
}
