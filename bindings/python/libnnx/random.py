"""Random tensors: `jax.random`'s names, arguments and bits, without JAX.

A key is a `Tensor` uint32[2]; every function that takes one also takes anything that converts to it. Draw with a key
once: the same key gives the same numbers again. Of a traced key, and in place of an array of traced elements, comes a
`Value`.
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
from ._traced import call, is_traced, lift

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
    return Tensor._own(own("tensor", out.value))


def split(key: Any, num: Shape = 2) -> Any:
    """The keys that a key is split into: shape `num` and two words each."""
    return _draw(lib.nnx_random_split, lib.nnx_random_split_value, (key,), *_extents(num))


def fold_in(key: Any, data: Any) -> Any:
    """The key that a key and a number make."""
    if is_traced(key) or is_traced(data):
        number = lift(data if is_traced(data) else Tensor(_word(data), "uint32"))
        return call(lib.nnx_random_fold_in_value, lift(key), number.astype("uint32"))
    out = _abi.nnx_tensor()
    lib.nnx_random_fold_in(as_tensor(key)._handle, _word(data), ctypes.byref(out))
    return Tensor._own(own("tensor", out.value))


def bits(key: Any, shape: Shape = (), dtype: Any = "uint32") -> Any:
    """Random bits of an unsigned dtype."""
    return _draw(lib.nnx_random_bits, lib.nnx_random_bits_value, (key,), as_dtype(dtype).code, *_extents(shape))


def uniform(key: Any, shape: Shape = (), dtype: Any = "float32", minval: float = 0.0, maxval: float = 1.0) -> Any:
    """Uniform over `[minval, maxval)`."""
    arguments = as_dtype(dtype).code, *_extents(shape), float(minval), float(maxval)
    return _draw(lib.nnx_random_uniform, lib.nnx_random_uniform_value, (key,), *arguments)


def normal(key: Any, shape: Shape = (), dtype: Any = "float32") -> Any:
    """The standard normal distribution."""
    return _draw(lib.nnx_random_normal, lib.nnx_random_normal_value, (key,), as_dtype(dtype).code, *_extents(shape))


def truncated_normal(key: Any, lower: float, upper: float, shape: Shape | None = None, dtype: Any = "float32") -> Any:
    """The standard normal distribution between two bounds."""
    arguments = as_dtype(dtype).code, *_extents(() if shape is None else shape), float(lower), float(upper)
    return _draw(lib.nnx_random_truncated_normal, lib.nnx_random_truncated_normal_value, (key,), *arguments)


def bernoulli(key: Any, p: Any = 0.5, shape: Shape | None = None) -> Any:
    """True with probability `p`: a number, which counts as float32, or an array that is broadcast to the shape."""
    if isinstance(p, float):
        extents = _extents(() if shape is None else shape)
        return _draw(lib.nnx_random_bernoulli, lib.nnx_random_bernoulli_value, (key,), p, *extents)
    array = p if is_traced(p) else as_tensor(p)
    extents = _extents(array.shape if shape is None else shape)
    return _draw(lib.nnx_random_bernoulli_of, lib.nnx_random_bernoulli_of_value, (key, array), *extents)


def randint(key: Any, shape: Shape, minval: int, maxval: int, dtype: Any = "int32") -> Any:
    """Whole numbers from `minval` to before `maxval`."""
    arguments = as_dtype(dtype).code, *_extents(shape), operator.index(minval), operator.index(maxval)
    return _draw(lib.nnx_random_randint, lib.nnx_random_randint_value, (key,), *arguments)


def permutation(key: Any, x: Any, axis: int = 0, independent: bool = False) -> Any:
    """The numbers below `x`, or the parts of an array along an axis, in random order."""
    if isinstance(x, int):
        return _draw(lib.nnx_random_permutation, lib.nnx_random_permutation_value, (key,), x)
    arguments = axis, int(independent)
    return _draw(lib.nnx_random_permutation_of, lib.nnx_random_permutation_of_value, (key, x), *arguments)


def categorical(key: Any, logits: Any, axis: int = -1, shape: Shape | None = None) -> Any:
    """Categories whose unnormalised logarithms of probabilities lie along an axis, drawn with replacement.

    `shape` is that of the result: any extents, and then those of `logits` without the axis.
    """
    weights = logits if is_traced(logits) else as_tensor(logits)
    rest = list(weights.shape)
    del rest[axis]
    whole = tuple(rest) if shape is None else _shape(shape)
    prefix = whole[: len(whole) - len(rest)]
    if len(whole) < len(rest) or list(whole[len(prefix) :]) != rest:
        raise ValueError(f"the shape {whole} must end with {tuple(rest)}, that of the logits without axis {axis}")
    arguments = axis, *_extents(prefix)
    return _draw(lib.nnx_random_categorical, lib.nnx_random_categorical_value, (key, weights), *arguments)


def _draw(eager: Any, traced: Any, arrays: tuple[Any, ...], *arguments: Any) -> Any:
    """A Tensor of these arrays, or a Value where one of them is traced."""
    if any(map(is_traced, arrays)):
        return call(traced, *map(lift, arrays), *arguments)
    tensors = [as_tensor(array) for array in arrays]
    out = _abi.nnx_tensor()
    eager(*(tensor._handle for tensor in tensors), *arguments, ctypes.byref(out))
    return Tensor._own(own("tensor", out.value))


def _word(data: Any) -> int:
    number = operator.index(data)
    if not 0 <= number < 2**32:
        raise OverflowError(f"fold_in takes a number of 32 bits, not {number}")
    return number


def _shape(shape: Shape) -> tuple[int, ...]:
    return (operator.index(shape),) if not isinstance(shape, Sequence) else tuple(map(operator.index, shape))


def _extents(shape: Shape) -> tuple[Any, int]:
    extents = _shape(shape)
    return _import.extents(extents), len(extents)
