"""Random tensors: `jax.random`'s names, arguments and bits, without JAX.

A key is a `Tensor` uint32[2]; every function that takes one also takes anything that converts to it. Draw with a key
once: the same key gives the same numbers again.
"""

from __future__ import annotations

import ctypes
import operator
from collections.abc import Sequence
from typing import Any

from . import _abi, _import
from ._dtype import as_dtype
from ._library import lib, own
from ._tensor import Tensor, as_tensor

__all__ = [
    "bernoulli",
    "bits",
    "categorical",
    "fold_in",
    "key",
    "normal",
    "permutation",
    "randint",
    "split",
    "truncated_normal",
    "uniform",
]

Shape = int | Sequence[int]


def key(seed: int) -> Tensor:
    """The key of a seed, of which the low 32 bits count, as with JAX's 64-bit types off."""
    seed = operator.index(seed)
    if not -(2**63) <= seed < 2**63:
        raise OverflowError(f"the seed {seed} does not fit in 64 bits")
    out = _abi.nnx_tensor()
    lib.nnx_random_key(seed, ctypes.byref(out))
    return _own(out)


def split(key: Any, num: Shape = 2) -> Tensor:
    """The keys that a key is split into: shape `num` and two words each."""
    shape = _shape(num)
    out = _abi.nnx_tensor()
    lib.nnx_random_split(as_tensor(key)._handle, *_extents(shape), ctypes.byref(out))
    return _own(out)


def fold_in(key: Any, data: int) -> Tensor:
    """The key that a key and a number make."""
    data = operator.index(data)
    if not 0 <= data < 2**32:
        raise OverflowError(f"fold_in takes a number of 32 bits, not {data}")
    out = _abi.nnx_tensor()
    lib.nnx_random_fold_in(as_tensor(key)._handle, data, ctypes.byref(out))
    return _own(out)


def bits(key: Any, shape: Shape = (), dtype: Any = "uint32") -> Tensor:
    """Random bits of an unsigned dtype."""
    out = _abi.nnx_tensor()
    lib.nnx_random_bits(as_tensor(key)._handle, as_dtype(dtype).code, *_extents(_shape(shape)), ctypes.byref(out))
    return _own(out)


def uniform(
    key: Any, shape: Shape = (), dtype: Any = "float32", minval: float = 0.0, maxval: float = 1.0
) -> Tensor:
    """Uniform over `[minval, maxval)`."""
    out = _abi.nnx_tensor()
    lib.nnx_random_uniform(
        as_tensor(key)._handle,
        as_dtype(dtype).code,
        *_extents(_shape(shape)),
        float(minval),
        float(maxval),
        ctypes.byref(out),
    )
    return _own(out)


def normal(key: Any, shape: Shape = (), dtype: Any = "float32") -> Tensor:
    """The standard normal distribution."""
    out = _abi.nnx_tensor()
    lib.nnx_random_normal(as_tensor(key)._handle, as_dtype(dtype).code, *_extents(_shape(shape)), ctypes.byref(out))
    return _own(out)


def truncated_normal(
    key: Any, lower: float, upper: float, shape: Shape | None = None, dtype: Any = "float32"
) -> Tensor:
    """The standard normal distribution between two bounds."""
    out = _abi.nnx_tensor()
    lib.nnx_random_truncated_normal(
        as_tensor(key)._handle,
        as_dtype(dtype).code,
        *_extents(() if shape is None else _shape(shape)),
        float(lower),
        float(upper),
        ctypes.byref(out),
    )
    return _own(out)


def bernoulli(key: Any, p: Any = 0.5, shape: Shape | None = None) -> Tensor:
    """True with probability `p`: a number, which counts as float32, or an array that is broadcast to the shape."""
    out = _abi.nnx_tensor()
    keys = as_tensor(key)
    if isinstance(p, float):
        extents = _extents(() if shape is None else _shape(shape))
        lib.nnx_random_bernoulli(keys._handle, p, *extents, ctypes.byref(out))
    else:
        probabilities = as_tensor(p)
        extents = _extents(probabilities.shape if shape is None else _shape(shape))
        lib.nnx_random_bernoulli_of(keys._handle, probabilities._handle, *extents, ctypes.byref(out))
    return _own(out)


def randint(key: Any, shape: Shape, minval: int, maxval: int, dtype: Any = "int32") -> Tensor:
    """Whole numbers from `minval` to before `maxval`."""
    out = _abi.nnx_tensor()
    lib.nnx_random_randint(
        as_tensor(key)._handle,
        as_dtype(dtype).code,
        *_extents(_shape(shape)),
        operator.index(minval),
        operator.index(maxval),
        ctypes.byref(out),
    )
    return _own(out)


def permutation(key: Any, x: Any, axis: int = 0, independent: bool = False) -> Tensor:
    """The numbers below `x`, or the parts of an array along an axis, in random order."""
    out = _abi.nnx_tensor()
    keys = as_tensor(key)
    if isinstance(x, int):
        lib.nnx_random_permutation(keys._handle, x, ctypes.byref(out))
    else:
        array = as_tensor(x)
        lib.nnx_random_permutation_of(keys._handle, array._handle, axis, int(independent), ctypes.byref(out))
    return _own(out)


def categorical(key: Any, logits: Any, axis: int = -1, shape: Shape | None = None) -> Tensor:
    """Categories whose unnormalised logarithms of probabilities lie along an axis, drawn with replacement.

    `shape` is that of the result: any extents, and then those of `logits` without the axis.
    """
    weights = as_tensor(logits)
    rest = list(weights.shape)
    del rest[axis]
    whole = tuple(rest) if shape is None else _shape(shape)
    prefix = whole[: len(whole) - len(rest)]
    if len(whole) < len(rest) or list(whole[len(prefix) :]) != rest:
        raise ValueError(f"the shape {whole} must end with {tuple(rest)}, that of the logits without axis {axis}")
    out = _abi.nnx_tensor()
    lib.nnx_random_categorical(
        as_tensor(key)._handle, weights._handle, axis, *_extents(prefix), ctypes.byref(out)
    )
    return _own(out)


def _shape(shape: Shape) -> tuple[int, ...]:
    return (operator.index(shape),) if not isinstance(shape, Sequence) else tuple(map(operator.index, shape))


def _extents(shape: tuple[int, ...]) -> tuple[Any, int]:
    return _import.extents(shape), len(shape)


def _own(out: Any) -> Tensor:
    return Tensor._own(own("tensor", out.value))
