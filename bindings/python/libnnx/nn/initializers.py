"""Initializers: how a parameter is made from a key, with the names, defaults and bits of `jax.nn.initializers`.

An initializer is a tuple of its name and what it takes, `("normal", 0.02)`, which every language reads; called with a
key, a shape and a dtype it makes a Tensor.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from operator import index as integer
from typing import Any

from .. import _abi, _static
from .._dtype import as_dtype
from .._library import lib, own
from .._tensor import Tensor, as_tensor

__all__ = [
    "Initializer",
    "constant",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "kaiming_normal",
    "kaiming_uniform",
    "lecun_normal",
    "lecun_uniform",
    "normal",
    "ones",
    "ones_init",
    "truncated_normal",
    "uniform",
    "variance_scaling",
    "xavier_normal",
    "xavier_uniform",
    "zeros",
    "zeros_init",
]

Axes = int | Sequence[int]


class Initializer(tuple[Any, ...]):
    """The tuple of an initializer's name and what it takes."""

    __slots__ = ()

    def __call__(self, key: Any, shape: Sequence[int], dtype: Any = "float32") -> Tensor:
        lengths = [integer(length) for length in shape]
        out = _abi.nnx_tensor()
        lib.nnx_initializer_make(
            _static.new(tuple(self)),
            as_tensor(key)._handle,
            as_dtype(dtype).code,
            (ctypes.c_int64 * len(lengths))(*lengths),
            len(lengths),
            ctypes.byref(out),
        )
        return Tensor._own(own("tensor", out.value))


zeros = Initializer(("zeros",))
"""0 everywhere."""

ones = Initializer(("ones",))
"""1 everywhere."""


def zeros_init() -> Initializer:
    """0 everywhere."""
    return zeros


def ones_init() -> Initializer:
    """1 everywhere."""
    return ones


def constant(value: float) -> Initializer:
    """One number everywhere."""
    return Initializer(("constant", float(value)))


def uniform(scale: float = 1e-2) -> Initializer:
    """Uniform over `[0, scale)`."""
    return Initializer(("uniform", float(scale)))


def normal(stddev: float = 1e-2) -> Initializer:
    """The normal distribution with mean 0."""
    return Initializer(("normal", float(stddev)))


def truncated_normal(stddev: float = 1e-2, *, lower: float = -2.0, upper: float = 2.0) -> Initializer:
    """The standard normal distribution between two bounds, times `stddev`."""
    return Initializer(("truncated_normal", float(stddev), float(lower), float(upper)))


def variance_scaling(
    scale: float,
    mode: str,
    distribution: str,
    in_axis: Axes = -2,
    out_axis: Axes = -1,
    batch_axis: Axes = (),
) -> Initializer:
    """With the variance `scale / n`, where n is the `fan_in`, `fan_out`, `fan_avg` or `fan_geo_avg` of the shape."""
    axes = [_axes(each) for each in (in_axis, out_axis, batch_axis)]
    return Initializer(("variance_scaling", float(scale), str(mode), str(distribution), *axes))


def _family(scale: float, mode: str, distribution: str, text: str) -> Callable[..., Initializer]:
    def initializer(in_axis: Axes = -2, out_axis: Axes = -1, batch_axis: Axes = ()) -> Initializer:
        return variance_scaling(scale, mode, distribution, in_axis, out_axis, batch_axis)

    initializer.__doc__ = text
    return initializer


lecun_normal = _family(1.0, "fan_in", "truncated_normal", "LeCun et al., 1998: normal with the variance 1 / fan_in.")
lecun_uniform = _family(1.0, "fan_in", "uniform", "LeCun et al., 1998: uniform with the variance 1 / fan_in.")
glorot_normal = _family(1.0, "fan_avg", "truncated_normal", "Glorot and Bengio, 2010: normal, 1 / fan_avg.")
glorot_uniform = _family(1.0, "fan_avg", "uniform", "Glorot and Bengio, 2010: uniform, 1 / fan_avg.")
he_normal = _family(2.0, "fan_in", "truncated_normal", "He et al., 2015: normal with the variance 2 / fan_in.")
he_uniform = _family(2.0, "fan_in", "uniform", "He et al., 2015: uniform with the variance 2 / fan_in.")
xavier_normal, xavier_uniform = glorot_normal, glorot_uniform
kaiming_normal, kaiming_uniform = he_normal, he_uniform


def _axes(axes: Axes) -> int | tuple[int, ...]:
    return tuple(map(integer, axes)) if isinstance(axes, Sequence) else integer(axes)
