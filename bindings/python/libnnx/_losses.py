"""Losses: the functions of Optax, of values and, computed at once, of arrays."""

from __future__ import annotations

from operator import index as integer
from typing import Any

from ._at_once import runs_at_once
from ._library import lib
from ._traced import call, lift


@runs_at_once()
def squared_error(predictions: Any, targets: Any) -> Any:
    """The square of each difference; its mean is the mean squared error."""
    return call(lib.nnx_loss_squared_error, lift(predictions), lift(targets))


@runs_at_once()
def l2_loss(predictions: Any, targets: Any) -> Any:
    """Half of `squared_error`."""
    return call(lib.nnx_loss_l2, lift(predictions), lift(targets))


@runs_at_once("axis")
def softmax_cross_entropy(logits: Any, labels: Any, axis: int = -1) -> Any:
    """The cross entropy of distributions over classes along an axis and the softmax of logits."""
    return call(lib.nnx_loss_softmax_cross_entropy, lift(logits), lift(labels), integer(axis))


@runs_at_once("axis")
def softmax_cross_entropy_with_integer_labels(logits: Any, labels: Any, axis: int = -1) -> Any:
    """The cross entropy where each label is the number of a class; one that there is not gives NaN."""
    return call(
        lib.nnx_loss_softmax_cross_entropy_with_integer_labels, lift(logits), lift(labels), integer(axis)
    )


@runs_at_once()
def sigmoid_binary_cross_entropy(logits: Any, labels: Any) -> Any:
    """The cross entropy of truths, or probabilities, and the sigmoid of each logit."""
    return call(lib.nnx_loss_sigmoid_binary_cross_entropy, lift(logits), lift(labels))
