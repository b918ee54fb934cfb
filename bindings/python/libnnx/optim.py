"""Gradient transformations, schedules and losses: the names and arguments of Optax, without JAX.

A transformation is a tuple of its name and its numbers, `("chain", ("scale_by_adam", 0.9, …), …)`: it prints, compares,
is part of a GraphDef and is saved with it. A learning rate is a number or a schedule.
"""

from __future__ import annotations

import ctypes
import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, Union

from . import _abi, _static
from ._dtype import as_dtype
from ._error import UnimplementedError
from ._handle import Handle
from ._library import lib
from ._losses import (
    l2_loss,
    sigmoid_binary_cross_entropy,
    softmax_cross_entropy,
    softmax_cross_entropy_with_integer_labels,
    squared_error,
)

__all__ = [
    "GradientTransformation",
    "Schedule",
    "ScalarOrSchedule",
    "adam",
    "adamw",
    "add_decayed_weights",
    "chain",
    "clip",
    "clip_by_global_norm",
    "constant_schedule",
    "cosine_decay_schedule",
    "exponential_decay",
    "identity",
    "join_schedules",
    "l2_loss",
    "linear_schedule",
    "polynomial_schedule",
    "scale",
    "scale_by_adam",
    "scale_by_learning_rate",
    "scale_by_schedule",
    "sgd",
    "sigmoid_binary_cross_entropy",
    "softmax_cross_entropy",
    "softmax_cross_entropy_with_integer_labels",
    "squared_error",
    "trace",
    "warmup_constant_schedule",
    "warmup_cosine_decay_schedule",
]

GradientTransformation = tuple[Any, ...]
"""A gradient transformation: the tuple of its name and its numbers."""


class Schedule(tuple[Any, ...]):
    """A number that changes with the count of steps; called with a count, it says the number."""

    __slots__ = ()

    def __call__(self, count: int) -> float:
        out = ctypes.c_double()
        lib.nnx_optim_schedule_value(_static.new(tuple(self)), operator.index(count), ctypes.byref(out))
        return out.value


ScalarOrSchedule = Union[float, Schedule]


def sgd(
    learning_rate: ScalarOrSchedule,
    momentum: float | None = None,
    nesterov: bool = False,
    accumulator_dtype: Any = None,
) -> GradientTransformation:
    """Stochastic gradient descent, with `momentum` where it is given."""
    first = identity() if momentum is None else trace(momentum, nesterov, accumulator_dtype)
    return chain(first, scale_by_learning_rate(learning_rate))


def adam(
    learning_rate: ScalarOrSchedule,
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
    eps_root: float = 0.0,
    mu_dtype: Any = None,
    *,
    nesterov: bool = False,
) -> GradientTransformation:
    """Adam: the gradients over the root of a moving average of their squares."""
    return chain(
        scale_by_adam(b1, b2, eps, eps_root, mu_dtype, nesterov=nesterov), scale_by_learning_rate(learning_rate)
    )


def adamw(
    learning_rate: ScalarOrSchedule,
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
    eps_root: float = 0.0,
    mu_dtype: Any = None,
    weight_decay: ScalarOrSchedule = 1e-4,
    mask: Any = None,
    *,
    nesterov: bool = False,
) -> GradientTransformation:
    """Adam, with a part of each parameter taken away at each step."""
    return chain(
        scale_by_adam(b1, b2, eps, eps_root, mu_dtype, nesterov=nesterov),
        add_decayed_weights(weight_decay, mask),
        scale_by_learning_rate(learning_rate),
    )


def chain(*args: GradientTransformation) -> GradientTransformation:
    """These transformations, each of what the one before it made."""
    parts = [_transformation(each) for each in args]
    array = (_abi.nnx_static * len(parts))(*(part.value for part in parts))
    return _make(lib.nnx_optim_chain, array, len(parts))


def identity() -> GradientTransformation:
    """The transformation that changes nothing."""
    return _make(lib.nnx_optim_identity)


def scale_by_adam(
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
    eps_root: float = 0.0,
    mu_dtype: Any = None,
    *,
    nesterov: bool = False,
) -> GradientTransformation:
    """Adam without the learning rate."""
    return _make(lib.nnx_optim_scale_by_adam, b1, b2, eps, eps_root, bool(nesterov), _dtype(mu_dtype))


def trace(decay: float, nesterov: bool = False, accumulator_dtype: Any = None) -> GradientTransformation:
    """Momentum: each update plus `decay` times the sum so far."""
    return _make(lib.nnx_optim_trace, decay, bool(nesterov), _dtype(accumulator_dtype))


def add_decayed_weights(weight_decay: ScalarOrSchedule = 0.0, mask: Any = None) -> GradientTransformation:
    """The updates plus a part of the parameters. A `mask` is not supported."""
    if mask is not None:
        raise UnimplementedError("a mask of add_decayed_weights is not supported; train some Variables with `wrt=`")
    return _make(lib.nnx_optim_add_decayed_weights, *_rate(weight_decay, "weight_decay"))


def scale(step_size: float) -> GradientTransformation:
    """The updates times a number."""
    return _make(lib.nnx_optim_scale, step_size)


def scale_by_learning_rate(learning_rate: ScalarOrSchedule, *, flip_sign: bool = True) -> GradientTransformation:
    """The updates times the negative of a learning rate: down the slope."""
    number, schedule = _rate(learning_rate, "learning_rate")
    if flip_sign:
        return _make(lib.nnx_optim_scale_by_learning_rate, number, schedule)
    return scale(number) if schedule is None else _make(lib.nnx_optim_scale_by_schedule, schedule)


def scale_by_schedule(step_size_fn: Schedule) -> GradientTransformation:
    """The updates times what a schedule says for the step."""
    return _make(lib.nnx_optim_scale_by_schedule, _schedule(step_size_fn, "step_size_fn"))


def clip(max_delta: float) -> GradientTransformation:
    """Each element of the updates between `-max_delta` and `max_delta`."""
    return _make(lib.nnx_optim_clip, max_delta)


def clip_by_global_norm(max_norm: float) -> GradientTransformation:
    """All updates scaled together, so that the root of the sum of their squares is at most `max_norm`."""
    return _make(lib.nnx_optim_clip_by_global_norm, max_norm)


def constant_schedule(value: float) -> Schedule:
    """Always `value`."""
    return Schedule(_make(lib.nnx_optim_constant_schedule, value))


def linear_schedule(
    init_value: float, end_value: float, transition_steps: int, transition_begin: int = 0
) -> Schedule:
    """In a straight line from one number to another."""
    return polynomial_schedule(init_value, end_value, 1, transition_steps, transition_begin)


def polynomial_schedule(
    init_value: float, end_value: float, power: float, transition_steps: int, transition_begin: int = 0
) -> Schedule:
    """From one number to another along a power of the part of the steps that is left."""
    steps, begin = _steps(transition_steps), _steps(transition_begin)
    return Schedule(_make(lib.nnx_optim_polynomial_schedule, init_value, end_value, power, steps, begin))


def exponential_decay(
    init_value: float,
    transition_steps: int,
    decay_rate: float,
    transition_begin: int = 0,
    staircase: bool = False,
    end_value: float | None = None,
) -> Schedule:
    """Times `decay_rate` every `transition_steps`, not beyond `end_value`."""
    steps, begin = _steps(transition_steps), _steps(transition_begin)
    end = math.nan if end_value is None else end_value
    return Schedule(
        _make(lib.nnx_optim_exponential_decay, init_value, steps, decay_rate, begin, bool(staircase), end)
    )


def cosine_decay_schedule(init_value: float, decay_steps: int, alpha: float = 0.0, exponent: float = 1.0) -> Schedule:
    """Down to `alpha` times the first number, along half a wave of the cosine."""
    return Schedule(_make(lib.nnx_optim_cosine_decay_schedule, init_value, _steps(decay_steps), alpha, exponent))


def warmup_constant_schedule(init_value: float, peak_value: float, warmup_steps: int) -> Schedule:
    """In a straight line up to `peak_value`, and there from then on."""
    return linear_schedule(init_value, peak_value, warmup_steps)


def warmup_cosine_decay_schedule(
    init_value: float,
    peak_value: float,
    warmup_steps: int,
    decay_steps: int,
    end_value: float = 0.0,
    exponent: float = 1.0,
) -> Schedule:
    """In a straight line up to `peak_value`, then along a cosine; `decay_steps` is the length of both."""
    rise, whole = _steps(warmup_steps), _steps(decay_steps)
    return Schedule(
        _make(
            lib.nnx_optim_warmup_cosine_decay_schedule, init_value, peak_value, rise, whole, end_value, exponent
        )
    )


def join_schedules(schedules: Sequence[Schedule], boundaries: Sequence[int]) -> Schedule:
    """One schedule after another: the next begins, with a count from 0, at each boundary."""
    parts = [_schedule(each, "schedules") for each in schedules]
    array = (_abi.nnx_static * len(parts))(*(part.value for part in parts))
    steps = [_steps(boundary) for boundary in boundaries]
    between = (ctypes.c_int64 * len(steps))(*steps)
    return Schedule(_make(lib.nnx_optim_join_schedules, array, len(parts), between, len(steps)))


def _make(function: Callable[..., Any], *arguments: Any) -> GradientTransformation:
    out = _abi.nnx_static()
    function(*arguments, ctypes.byref(out))
    made: GradientTransformation = _static.take(out.value)
    return made


def _dtype(dtype: Any) -> int:
    return 0 if dtype is None else as_dtype(dtype).code


def _steps(count: int) -> int:
    count = operator.index(count)
    if not -(2**31) <= count < 2**31:
        raise OverflowError(f"a count of steps is an int32; {count} is none")
    return count


def _rate(rate: Any, name: str) -> tuple[float, Handle | None]:
    """A number, or a schedule that stands for it."""
    return (0.0, _schedule(rate, name)) if isinstance(rate, tuple) or callable(rate) else (float(rate), None)


def _schedule(schedule: Any, name: str) -> Handle:
    if not isinstance(schedule, tuple):
        raise TypeError(
            f"{name} is a {type(schedule).__name__}; expected a schedule of libnnx.optim, which every language can run"
        )
    return _static.new(tuple(schedule))


def _transformation(tx: Any) -> Handle:
    """The static value of a transformation."""
    if not isinstance(tx, tuple) or not tx or not isinstance(tx[0], str):
        raise TypeError(
            f"expected a gradient transformation of libnnx.optim, which is a tuple; got a {type(tx).__module__}."
            f"{type(tx).__qualname__}"
        )
    return _static.new(tuple(tx))
