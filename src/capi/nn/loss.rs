//! Losses.

use crate::capi::guard;
use crate::capi::status::nnx_status;
use crate::capi::value::{self, nnx_value};
use crate::nn::losses;

/// The square of each difference; its mean is the mean squared error. INVALID_ARGUMENT when the predictions are no
/// floats or the shapes differ.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_loss_squared_error(
    predictions: *const nnx_value,
    targets: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (predictions, targets) = (value::get(predictions, "predictions")?, value::get(targets, "targets")?);
        out.set(value::put(&losses::squared_error(&predictions, &targets)?))
    })
}

/// Half of `nnx_loss_squared_error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_loss_l2(
    predictions: *const nnx_value,
    targets: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (predictions, targets) = (value::get(predictions, "predictions")?, value::get(targets, "targets")?);
        out.set(value::put(&losses::l2_loss(&predictions, &targets)?))
    })
}

/// The cross entropy of `labels`, distributions over classes along `axis`, and the softmax of `logits`; the axis,
/// mostly -1, goes away. INVALID_ARGUMENT when the logits are no floats, the shapes do not go together or there is no
/// such axis.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_loss_softmax_cross_entropy(
    logits: *const nnx_value,
    labels: *const nnx_value,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (logits, labels) = (value::get(logits, "logits")?, value::get(labels, "labels")?);
        out.set(value::put(&losses::softmax_cross_entropy(&logits, &labels, axis)?))
    })
}

/// The cross entropy where each of `labels`, which have not the axis, is the number of a class along `axis` of
/// `logits`. A negative label counts from the last class; one that there is not gives NaN. INVALID_ARGUMENT when the
/// logits are no floats, the labels no integers, the shapes do not go together or there is no such axis.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_loss_softmax_cross_entropy_with_integer_labels(
    logits: *const nnx_value,
    labels: *const nnx_value,
    axis: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (logits, labels) = (value::get(logits, "logits")?, value::get(labels, "labels")?);
        out.set(value::put(&losses::softmax_cross_entropy_with_integer_labels(&logits, &labels, axis)?))
    })
}

/// The cross entropy of `labels`, 0 or 1 or probabilities, and the sigmoid of each of `logits`. INVALID_ARGUMENT when
/// the logits are no floats or the shapes do not go together.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_loss_sigmoid_binary_cross_entropy(
    logits: *const nnx_value,
    labels: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (logits, labels) = (value::get(logits, "logits")?, value::get(labels, "labels")?);
        out.set(value::put(&losses::sigmoid_binary_cross_entropy(&logits, &labels)?))
    })
}
