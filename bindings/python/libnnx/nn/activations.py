"""Activations: the functions of `flax.nnx`, of values and, computed at once, of arrays."""

from __future__ import annotations

from operator import index as integer
from typing import Any

from .. import _abi
from .._at_once import runs_at_once
from .._dtype import as_dtype
from .._library import lib
from .._traced import axes_of, call, lift, reduce

__all__ = [
    "celu",
    "elu",
    "gelu",
    "glu",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "identity",
    "leaky_relu",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "one_hot",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "soft_sign",
    "softmax",
    "softplus",
    "standardize",
    "swish",
    "tanh",
]


def _activation(activation: int, x: Any) -> Any:
    return call(lib.nnx_value_activation, lift(x), activation)


def _with_number(activation: int, x: Any, number: float) -> Any:
    return call(lib.nnx_value_activation_with, lift(x), activation, float(number))


@runs_at_once()
def relu(x: Any) -> Any:
    """x where it is positive, else 0; the slope at 0 is 0."""
    return _activation(_abi.NNX_ACTIVATION_RELU, x)


@runs_at_once()
def relu6(x: Any) -> Any:
    """relu, and 6 where that is larger."""
    return _activation(_abi.NNX_ACTIVATION_RELU6, x)


@runs_at_once("negative_slope")
def leaky_relu(x: Any, negative_slope: float = 0.01) -> Any:
    """x where it is not negative, else `negative_slope * x`."""
    return _with_number(_abi.NNX_ACTIVATION_LEAKY_RELU, x, negative_slope)


@runs_at_once("alpha")
def elu(x: Any, alpha: float = 1.0) -> Any:
    """x where it is positive, else `alpha * (exp(x) - 1)`."""
    return _with_number(_abi.NNX_ACTIVATION_ELU, x, alpha)


@runs_at_once("alpha")
def celu(x: Any, alpha: float = 1.0) -> Any:
    """x where it is positive, else `alpha * (exp(x / alpha) - 1)`."""
    return _with_number(_abi.NNX_ACTIVATION_CELU, x, alpha)


@runs_at_once()
def selu(x: Any) -> Any:
    """The elu of the scale and alpha with which layers normalize themselves."""
    return _activation(_abi.NNX_ACTIVATION_SELU, x)


@runs_at_once("approximate")
def gelu(x: Any, approximate: bool = True) -> Any:
    """x times the distribution function of the normal distribution at x; `approximate` takes it from tanh."""
    return _activation(_abi.NNX_ACTIVATION_GELU if approximate else _abi.NNX_ACTIVATION_GELU_EXACT, x)


@runs_at_once()
def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x))."""
    return _activation(_abi.NNX_ACTIVATION_SIGMOID, x)


@runs_at_once()
def log_sigmoid(x: Any) -> Any:
    """The logarithm of the sigmoid."""
    return _activation(_abi.NNX_ACTIVATION_LOG_SIGMOID, x)


@runs_at_once()
def silu(x: Any) -> Any:
    """x times its sigmoid."""
    return _activation(_abi.NNX_ACTIVATION_SILU, x)


swish = silu


@runs_at_once()
def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return _activation(_abi.NNX_ACTIVATION_TANH, x)


@runs_at_once()
def softplus(x: Any) -> Any:
    """log(1 + exp(x))."""
    return _activation(_abi.NNX_ACTIVATION_SOFTPLUS, x)


@runs_at_once()
def soft_sign(x: Any) -> Any:
    """x / (|x| + 1)."""
    return _activation(_abi.NNX_ACTIVATION_SOFT_SIGN, x)


@runs_at_once()
def hard_sigmoid(x: Any) -> Any:
    """relu6(x + 3) / 6."""
    return _activation(_abi.NNX_ACTIVATION_HARD_SIGMOID, x)


@runs_at_once()
def hard_silu(x: Any) -> Any:
    """x times its hard_sigmoid."""
    return _activation(_abi.NNX_ACTIVATION_HARD_SILU, x)


hard_swish = hard_silu


@runs_at_once()
def hard_tanh(x: Any) -> Any:
    """x between -1 and 1, else the nearer of them."""
    return _activation(_abi.NNX_ACTIVATION_HARD_TANH, x)


@runs_at_once()
def identity(x: Any) -> Any:
    """x."""
    return _activation(_abi.NNX_ACTIVATION_IDENTITY, x)


@runs_at_once("axis")
def glu(x: Any, axis: int = -1) -> Any:
    """The first half along an axis times the sigmoid of the second."""
    return call(lib.nnx_value_glu, lift(x), integer(axis))


@runs_at_once("axis")
def softmax(x: Any, axis: int = -1) -> Any:
    """The exponentials over their sum along an axis."""
    return call(lib.nnx_value_softmax, lift(x), integer(axis))


@runs_at_once("axis")
def log_softmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of the softmax."""
    return call(lib.nnx_value_log_softmax, lift(x), integer(axis))


@runs_at_once("axis", "keepdims")
def logsumexp(a: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    """The logarithm of the sum of the exponentials along axes."""
    return reduce(_abi.NNX_REDUCE_LOG_SUM_EXP, lift(a), axis, keepdims)


@runs_at_once("num_classes", "dtype", "axis")
def one_hot(x: Any, num_classes: int, *, dtype: Any = "float32", axis: int = -1) -> Any:
    """1 at the place that each element names along a new axis of length `num_classes`, 0 elsewhere."""
    found = call(lib.nnx_value_one_hot, lift(x), integer(num_classes), as_dtype(dtype).code)
    place = integer(axis) % found.ndim if -found.ndim <= axis < found.ndim else axis
    if place == found.ndim - 1:
        return found
    order = list(range(found.ndim - 1))
    if not 0 <= place < found.ndim:
        raise ValueError(f"one_hot: there is no axis {axis} among {found.ndim}")
    order.insert(place, found.ndim - 1)
    return found.transpose(order)


@runs_at_once("axis", "epsilon")
def standardize(x: Any, axis: Any = -1, *, epsilon: float = 1e-5) -> Any:
    """The elements with mean 0 and variance 1 along axes."""
    return call(lib.nnx_value_standardize, lift(x), *axes_of(axis), float(epsilon))
