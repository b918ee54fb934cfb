//! Losses: how far predictions are from their targets, with the formulas of Optax. They give a number for each example;
//! the mean of those is what is trained on.

use crate::error::{Error, Result};
use crate::program::types::{Class, class};
use crate::trace::{Axes, Reduction, Value};

use super::activations::log_sigmoid;

/// The square of each difference; its mean is the mean squared error.
///
/// # Errors
/// `INVALID_ARGUMENT` when the predictions are no floats or the shapes differ.
pub fn squared_error(predictions: &Value, targets: &Value) -> Result<Value> {
    const NAME: &str = "squared_error";
    check_floats(NAME, "predictions", predictions)?;
    check_same_shape(NAME, "predictions", predictions, "targets", targets)?;
    predictions.sub(targets)?.square()
}

/// Half of [`squared_error`].
///
/// # Errors
/// As there.
pub fn l2_loss(predictions: &Value, targets: &Value) -> Result<Value> {
    squared_error(predictions, targets)?.mul(0.5)
}

/// The cross entropy of distributions over classes along `axis` and the softmax of logits; the axis goes away.
///
/// # Errors
/// `INVALID_ARGUMENT` when the logits are no floats, the shapes do not go together or there is no such axis.
pub fn softmax_cross_entropy(logits: &Value, labels: &Value, axis: i64) -> Result<Value> {
    check_floats("softmax_cross_entropy", "logits", logits)?;
    labels.mul(&logits.log_softmax(axis)?)?.sum(Axes::These(&[axis]), false)?.neg()
}

/// The cross entropy where each label is the number of a class along `axis`, which the labels do not have. A negative
/// one counts from the last class; one that there is not gives NaN.
///
/// # Errors
/// `INVALID_ARGUMENT` when the logits are no floats, the labels no integers, the shapes do not go together or there is
/// no such axis.
pub fn softmax_cross_entropy_with_integer_labels(logits: &Value, labels: &Value, axis: i64) -> Result<Value> {
    const NAME: &str = "softmax_cross_entropy_with_integer_labels";
    check_floats(NAME, "logits", logits)?;
    if !matches!(class(labels.dtype()), Class::Signed | Class::Unsigned) {
        return Err(Error::invalid(format!(
            "{NAME}: labels are {labels}, not integers; for a distribution over the classes there is softmax_cross_entropy"
        )));
    }
    let along = logits.axis(axis)?;
    let mut order: Vec<i64> = (0..logits.rank() as i64).filter(|&axis| axis != along as i64).collect();
    order.push(along as i64);
    let logits = if along + 1 == logits.rank() { logits.clone() } else { logits.transpose(Some(&order))? };
    let batch = &logits.shape()[..logits.rank() - 1];
    if labels.shape() != batch {
        return Err(Error::invalid(format!(
            "{NAME}: logits without their axis {axis} of classes are {batch:?}, labels are {labels}; they need one label \
             for each"
        )));
    }
    let classes = logits.shape()[logits.rank() - 1];
    let labels = match class(labels.dtype()) {
        Class::Signed => labels.less(0i64)?.where_(&labels.add(classes)?, labels)?,
        _ => labels.clone(),
    };
    let known = labels.greater_equal(0i64)?.and(&labels.less(classes)?)?;
    let label_logits = known.where_(&logits.take_last(&labels)?, f64::NAN)?;
    logits.reduce(Reduction::LogSumExp, Axes::These(&[-1]), false)?.sub(&label_logits)
}

/// The cross entropy of truths and the sigmoid of each logit. Labels are 0 or 1, or probabilities.
///
/// # Errors
/// `INVALID_ARGUMENT` when the logits are no floats or the shapes do not go together.
pub fn sigmoid_binary_cross_entropy(logits: &Value, labels: &Value) -> Result<Value> {
    check_floats("sigmoid_binary_cross_entropy", "logits", logits)?;
    let labels = labels.astype(logits.dtype())?;
    let when_true = labels.neg()?.mul(&log_sigmoid(logits)?)?;
    let when_false = labels.neg()?.add(1.0)?.mul(&log_sigmoid(&logits.neg()?)?)?;
    when_true.sub(&when_false)
}

fn check_floats(name: &str, argument: &str, value: &Value) -> Result<()> {
    if class(value.dtype()) == Class::Float {
        return Ok(());
    }
    Err(Error::invalid(format!("{name}: {argument} are {value}; they must be floats")))
}

fn check_same_shape(name: &str, first: &str, a: &Value, second: &str, b: &Value) -> Result<()> {
    if a.shape() == b.shape() {
        return Ok(());
    }
    Err(Error::invalid(format!("{name}: {first} are {a} and {second} are {b}; their shapes must be equal")))
}
