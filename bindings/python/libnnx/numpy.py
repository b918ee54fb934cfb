"""NumPy's functions for traced values and for arrays, as `jax.numpy` has them: `import libnnx.numpy as jnp`.

With a `Value` among the arguments the answer is a Value, computed when the program runs. On plain arrays NumPy computes at
once, and the answer is a NumPy array of at most 32-bit numbers, as JAX gives.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable, Sequence
from operator import index as _integer
from typing import Any

import numpy as _numpy

from . import _abi
from ._dtype import (
    bfloat16,
    bool_,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from ._library import lib as _lib
from ._traced import (
    Value,
    axes_of as _axes_of,
    binary as _value_binary,
    call as _call,
    canonical as _canonical,
    constant as _constant,
    current as _current,
    int64s as _int64s,
    is_traced as _is_traced,
    lift as _lift,
    matmul as _matmul,
    operand as _operand,
    unary as _value_unary,
    values_array as _values_array,
)

ndarray = Value
newaxis = None
pi, e, inf, nan = math.pi, math.e, math.inf, math.nan


# Arrays.


def _narrow(found: Any) -> Any:
    """A NumPy array of at most 32-bit numbers."""
    array = _numpy.asarray(found)
    wanted = _canonical(array.dtype).dtype
    return array if array.dtype == wanted else array.astype(wanted)


def _plain(value: Any) -> Any:
    """What NumPy computes with in the place of a Tensor, a Variable or a 64-bit array; numbers stay as they are."""
    if type(value) in (bool, int, float):
        return value
    found = _operand(value)
    if found is NotImplemented:
        found = value
    elif type(found) in (int, float):
        return found
    return _constant(found).__array__()


def asarray(value: Any, dtype: Any = None) -> Any:
    """An array of numbers, nested lists or another array."""
    if _is_traced(value):
        found = _lift(value)
        return found if dtype is None else found.astype(dtype)
    if isinstance(value, (list, tuple)) and builtins.any(map(_has_traced, value)):
        return asarray(stack([asarray(each) for each in value]), dtype)
    found = _narrow(_plain(value) if not isinstance(value, (list, tuple)) else value)
    return found if dtype is None else found.astype(_canonical(dtype).dtype)


array = asarray


def _has_traced(value: Any) -> bool:
    return _is_traced(value) or (isinstance(value, (list, tuple)) and builtins.any(map(_has_traced, value)))


def _lengths(shape: Any) -> tuple[int, ...]:
    return tuple(map(_integer, shape)) if isinstance(shape, (tuple, list)) else (_integer(shape),)


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """An array with one number everywhere."""
    if _is_traced(fill_value):
        return broadcast_to(asarray(fill_value, dtype), shape)
    number = asarray(fill_value, dtype)
    return _numpy.full(_lengths(shape), number, number.dtype)


def zeros(shape: Any, dtype: Any = "float32") -> Any:
    """An array of zeros."""
    return _numpy.zeros(_lengths(shape), _canonical(dtype).dtype)


def ones(shape: Any, dtype: Any = "float32") -> Any:
    """An array of ones."""
    return _numpy.ones(_lengths(shape), _canonical(dtype).dtype)


empty = zeros


def _like(value: Any, dtype: Any) -> Any:
    return asarray(value).dtype if dtype is None else dtype


def zeros_like(value: Any, dtype: Any = None, shape: Any = None) -> Any:
    """Zeros of the shape and the dtype of another array."""
    return zeros(asarray(value).shape if shape is None else shape, _like(value, dtype))


def ones_like(value: Any, dtype: Any = None, shape: Any = None) -> Any:
    """Ones of the shape and the dtype of another array."""
    return ones(asarray(value).shape if shape is None else shape, _like(value, dtype))


def full_like(value: Any, fill_value: Any, dtype: Any = None, shape: Any = None) -> Any:
    """One number everywhere, with the shape and the dtype of another array."""
    return full(asarray(value).shape if shape is None else shape, fill_value, _like(value, dtype))


empty_like = zeros_like


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Any:
    """The numbers from `start` to before `stop`."""
    first, last = (0, start) if stop is None else (start, stop)
    return asarray(_numpy.arange(first, last, 1 if step is None else step), dtype)


def linspace(start: float, stop: float, num: int = 50, endpoint: bool = True, dtype: Any = None) -> Any:
    """`num` numbers from `start` to `stop` at equal distances."""
    return asarray(_numpy.linspace(start, stop, num, endpoint), dtype)


def eye(n: int, m: int | None = None, k: int = 0, dtype: Any = "float32") -> Any:
    """Ones on a diagonal, zeros elsewhere."""
    return _numpy.eye(n, m, k, _canonical(dtype).dtype)


identity = eye


def tri(n: int, m: int | None = None, k: int = 0, dtype: Any = "float32") -> Any:
    """Ones on a diagonal and below, zeros above."""
    return _numpy.tri(n, m, k, _canonical(dtype).dtype)


def tril(x: Any, k: int = 0) -> Any:
    """The elements on a diagonal and below, zeros above."""
    x = asarray(x)
    return where(tri(x.shape[-2], x.shape[-1], k, "bool"), x, zeros_like(x))


def triu(x: Any, k: int = 0) -> Any:
    """The elements on a diagonal and above, zeros below."""
    x = asarray(x)
    return where(tri(x.shape[-2], x.shape[-1], k - 1, "bool"), zeros_like(x), x)


# One element from one of each operand.


def _inexact(value: Any) -> Any:
    """Floats stay, all else becomes float32."""
    found = asarray(value)
    return found if _is_float(found.dtype) else found.astype("float32")


def _is_float(dtype: Any) -> bool:
    return _canonical(dtype).name in ("float16", "bfloat16", "float32", "float64")


def _unary(name: str, code: int, doc: str, plain: Callable[..., Any] | None, inexact: bool = True) -> Any:
    def function(x: Any, /) -> Any:
        if _is_traced(x):
            return _value_unary(code, _lift(x))
        if plain is None:
            raise TypeError(f"libnnx.numpy.{name} takes a traced value; NumPy has no {name} for {type(x).__name__}")
        with _numpy.errstate(all="ignore"):  # as JAX, which warns of nothing
            return _narrow(plain(_inexact(x) if inexact else asarray(x)))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    return function


def _logistic(x: Any) -> Any:
    return 1 / (1 + _numpy.exp(-x))


abs = absolute = _unary("abs", _abi.NNX_UNARY_ABS, "The absolute value.", _numpy.abs, False)  # noqa: A001
negative = _unary("negative", _abi.NNX_UNARY_NEG, "The negative.", _numpy.negative, False)
sign = _unary("sign", _abi.NNX_UNARY_SIGN, "-1, 0 or 1.", _numpy.sign, False)
exp = _unary("exp", _abi.NNX_UNARY_EXP, "e to the power of it.", _numpy.exp)
expm1 = _unary("expm1", _abi.NNX_UNARY_EXPM1, "e to the power of it, minus 1.", _numpy.expm1)
log = _unary("log", _abi.NNX_UNARY_LOG, "The natural logarithm.", _numpy.log)
log1p = _unary("log1p", _abi.NNX_UNARY_LOG1P, "The natural logarithm of 1 plus it.", _numpy.log1p)
sqrt = _unary("sqrt", _abi.NNX_UNARY_SQRT, "The square root.", _numpy.sqrt)
cbrt = _unary("cbrt", _abi.NNX_UNARY_CBRT, "The cube root.", _numpy.cbrt)
rsqrt = _unary("rsqrt", _abi.NNX_UNARY_RSQRT, "1 over the square root.", lambda x: 1 / _numpy.sqrt(x))
sin = _unary("sin", _abi.NNX_UNARY_SIN, "The sine.", _numpy.sin)
cos = _unary("cos", _abi.NNX_UNARY_COS, "The cosine.", _numpy.cos)
tan = _unary("tan", _abi.NNX_UNARY_TAN, "The tangent.", _numpy.tan)
sinh = _unary("sinh", _abi.NNX_UNARY_SINH, "The hyperbolic sine.", _numpy.sinh)
cosh = _unary("cosh", _abi.NNX_UNARY_COSH, "The hyperbolic cosine.", _numpy.cosh)
tanh = _unary("tanh", _abi.NNX_UNARY_TANH, "The hyperbolic tangent.", _numpy.tanh)
arcsin = _unary("arcsin", _abi.NNX_UNARY_ARCSIN, "The inverse of the sine.", _numpy.arcsin)
arccos = _unary("arccos", _abi.NNX_UNARY_ARCCOS, "The inverse of the cosine.", _numpy.arccos)
arctan = _unary("arctan", _abi.NNX_UNARY_ARCTAN, "The inverse of the tangent.", _numpy.arctan)
arcsinh = _unary("arcsinh", _abi.NNX_UNARY_ARCSINH, "The inverse of the hyperbolic sine.", _numpy.arcsinh)
arccosh = _unary("arccosh", _abi.NNX_UNARY_ARCCOSH, "The inverse of the hyperbolic cosine.", _numpy.arccosh)
arctanh = _unary("arctanh", _abi.NNX_UNARY_ARCTANH, "The inverse of the hyperbolic tangent.", _numpy.arctanh)
floor = _unary("floor", _abi.NNX_UNARY_FLOOR, "The largest integer not above it.", _numpy.floor)
ceil = _unary("ceil", _abi.NNX_UNARY_CEIL, "The smallest integer not below it.", _numpy.ceil)
rint = _unary("rint", _abi.NNX_UNARY_ROUND, "The nearest integer, the even one of two.", _numpy.rint)
isfinite = _unary("isfinite", _abi.NNX_UNARY_IS_FINITE, "Whether it is neither infinite nor a NaN.", _numpy.isfinite)
invert = bitwise_not = _unary("invert", _abi.NNX_UNARY_NOT, "The bits inverted.", _numpy.invert, False)
sigmoid = _unary("sigmoid", _abi.NNX_UNARY_SIGMOID, "1 / (1 + e^-x).", _logistic)
erf = _unary("erf", _abi.NNX_UNARY_ERF, "The error function.", _numpy.vectorize(math.erf, [float]))
erfc = _unary("erfc", _abi.NNX_UNARY_ERFC, "1 minus the error function.", _numpy.vectorize(math.erfc, [float]))
erf_inv = _unary("erf_inv", _abi.NNX_UNARY_ERF_INV, "The inverse of the error function.", None)
lgamma = _unary("lgamma", _abi.NNX_UNARY_LGAMMA, "log|Γ|.", _numpy.vectorize(math.lgamma, [float]))


def _binary(name: str, code: int, doc: str, plain: Callable[..., Any], inexact: bool = False) -> Any:
    def function(x: Any, y: Any, /) -> Any:
        if _is_traced(x) or _is_traced(y):
            found = _value_binary(code, x, y)
            if found is NotImplemented:
                found = _value_binary(code, _lift(x), _lift(y))
            return found
        a, b = _common(_plain(x), _plain(y))
        with _numpy.errstate(all="ignore"):
            return _narrow(plain(*(map(_inexact, (a, b)) if inexact else (a, b))))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    return function


def _common(a: Any, b: Any) -> tuple[Any, Any]:
    """Two arrays with the dtype that JAX computes with where NumPy would take a wider one."""
    if not (hasattr(a, "dtype") and hasattr(b, "dtype")) or a.dtype == b.dtype:
        return a, b
    floats = [each.dtype for each in (a, b) if _is_float(each.dtype)]
    if len(floats) == 1:
        return a.astype(floats[0]), b.astype(floats[0])
    return a, b


add = _binary("add", _abi.NNX_BINARY_ADD, "The sum.", _numpy.add)
subtract = _binary("subtract", _abi.NNX_BINARY_SUB, "The difference.", _numpy.subtract)
multiply = _binary("multiply", _abi.NNX_BINARY_MUL, "The product.", _numpy.multiply)
divide = true_divide = _binary("divide", _abi.NNX_BINARY_DIV, "The quotient.", _numpy.divide, True)
floor_divide = _binary(
    "floor_divide", _abi.NNX_BINARY_FLOOR_DIVIDE, "The quotient rounded down.", _numpy.floor_divide
)
remainder = mod = _binary("remainder", _abi.NNX_BINARY_MOD, "What `floor_divide` leaves.", _numpy.remainder)
power = _binary("power", _abi.NNX_BINARY_POW, "The one to the power of the other.", _numpy.power)
float_power = power
maximum = _binary("maximum", _abi.NNX_BINARY_MAXIMUM, "The larger.", _numpy.maximum)
minimum = _binary("minimum", _abi.NNX_BINARY_MINIMUM, "The smaller.", _numpy.minimum)
arctan2 = _binary("arctan2", _abi.NNX_BINARY_ARCTAN2, "The angle of the point (y, x).", _numpy.arctan2, True)
equal = _binary("equal", _abi.NNX_BINARY_EQUAL, "Whether they are equal.", _numpy.equal)
not_equal = _binary("not_equal", _abi.NNX_BINARY_NOT_EQUAL, "Whether they differ.", _numpy.not_equal)
less = _binary("less", _abi.NNX_BINARY_LESS, "Whether the first is smaller.", _numpy.less)
less_equal = _binary("less_equal", _abi.NNX_BINARY_LESS_EQUAL, "Whether it is not larger.", _numpy.less_equal)
greater = _binary("greater", _abi.NNX_BINARY_GREATER, "Whether the first is larger.", _numpy.greater)
greater_equal = _binary(
    "greater_equal", _abi.NNX_BINARY_GREATER_EQUAL, "Whether it is not smaller.", _numpy.greater_equal
)
bitwise_and = _binary("bitwise_and", _abi.NNX_BINARY_AND, "The bits that both have.", _numpy.bitwise_and)
bitwise_or = _binary("bitwise_or", _abi.NNX_BINARY_OR, "The bits that either has.", _numpy.bitwise_or)
bitwise_xor = _binary("bitwise_xor", _abi.NNX_BINARY_XOR, "The bits that one of them has.", _numpy.bitwise_xor)
left_shift = _binary("left_shift", _abi.NNX_BINARY_LEFT_SHIFT, "The bits moved up.", _numpy.left_shift)
right_shift = _binary("right_shift", _abi.NNX_BINARY_RIGHT_SHIFT, "The bits moved down.", _numpy.right_shift)


def _truth(x: Any) -> Any:
    found = asarray(x)
    return found if found.dtype == "bool" else not_equal(found, 0)


def logical_and(x: Any, y: Any, /) -> Any:
    """Whether both are not 0."""
    return bitwise_and(_truth(x), _truth(y))


def logical_or(x: Any, y: Any, /) -> Any:
    """Whether either is not 0."""
    return bitwise_or(_truth(x), _truth(y))


def logical_xor(x: Any, y: Any, /) -> Any:
    """Whether one of them is not 0."""
    return bitwise_xor(_truth(x), _truth(y))


def logical_not(x: Any, /) -> Any:
    """Whether it is 0."""
    return invert(_truth(x))


def square(x: Any, /) -> Any:
    """The product with itself."""
    return _call(_lib.nnx_value_square, _lift(x)) if _is_traced(x) else _narrow(_numpy.square(asarray(x)))


def reciprocal(x: Any, /) -> Any:
    """1 over it."""
    return divide(1, x)


def positive(x: Any, /) -> Any:
    """It itself."""
    return asarray(x)


def isnan(x: Any, /) -> Any:
    """Whether it is a NaN."""
    return not_equal(x, x)


def isinf(x: Any, /) -> Any:
    """Whether it is infinite."""
    return equal(abs(x), inf)


def log2(x: Any, /) -> Any:
    """The logarithm to the base 2."""
    return divide(log(x), math.log(2)) if _is_traced(x) else _narrow(_numpy.log2(_inexact(x)))


def log10(x: Any, /) -> Any:
    """The logarithm to the base 10."""
    return divide(log(x), math.log(10)) if _is_traced(x) else _narrow(_numpy.log10(_inexact(x)))


def logaddexp(x: Any, y: Any, /) -> Any:
    """log(e^x + e^y)."""
    larger = maximum(x, y)
    return add(larger, log1p(exp(negative(abs(subtract(x, y))))))


def round(x: Any, decimals: int = 0) -> Any:  # noqa: A001
    """The nearest numbers of so many decimals, the even one of two."""
    return _lift(x).round(decimals) if _is_traced(x) else _narrow(_numpy.round(asarray(x), decimals))


def clip(x: Any, min: Any = None, max: Any = None) -> Any:  # noqa: A002
    """The elements, those below `min` and above `max` replaced by these."""
    low = asarray(x) if min is None else maximum(x, min)
    return low if max is None else minimum(low, max)


def where(condition: Any, x: Any, y: Any) -> Any:
    """The elements of `x` where the condition holds, else those of `y`."""
    if not builtins.any(map(_is_traced, (condition, x, y))):
        a, b = _common(_plain(x), _plain(y))
        return _narrow(_numpy.where(_plain(condition), a, b))
    # A number takes the dtype of what it stands beside, as JAX's do.
    a, b = _operand(x), _operand(y)
    a = _beside(a, b) if type(a) in (int, float) else _lift(x)
    b = _beside(b, a) if type(b) in (int, float) else _lift(y)
    return _call(_lib.nnx_value_where, _lift(condition), a, b)


def _beside(number: int | float, other: Any) -> Value:
    if type(other) in (int, float):
        return _lift(asarray(number, "float32" if float in (type(number), type(other)) else "int32"))
    dtype = other.dtype
    if type(number) is float and not _is_float(dtype):
        dtype = "float32"
    elif dtype == "bool":
        dtype = "int32"
    return _lift(asarray(number, dtype))


# Many elements to one.


def _reduction(name: str, doc: str, inexact: bool = False) -> Any:
    def function(x: Any, axis: Any = None, *, keepdims: bool = False, **options: Any) -> Any:
        if _is_traced(x) or _has_traced(x):
            return getattr(asarray(x), name)(axis, keepdims=keepdims, **options)
        axis = tuple(axis) if isinstance(axis, list) else axis
        found = getattr(_numpy, name)(_inexact(x) if inexact else asarray(x), axis, keepdims=keepdims, **options)
        return _narrow(found)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    return function


sum = _reduction("sum", "The sum of the elements along axes.")  # noqa: A001
mean = _reduction("mean", "The mean of the elements along axes.", True)
prod = _reduction("prod", "The product of the elements along axes.")
max = amax = _reduction("max", "The largest element along axes.")  # noqa: A001
min = amin = _reduction("min", "The smallest element along axes.")  # noqa: A001
any = _reduction("any", "Whether one of the elements along axes is not 0.")  # noqa: A001
all = _reduction("all", "Whether none of the elements along axes is 0.")  # noqa: A001
var = _reduction("var", "The mean of the squared distances from the mean.", True)
std = _reduction("std", "The square root of `var`.", True)


def argmax(x: Any, axis: int | None = None) -> Any:
    """The place of the largest element, the first of several."""
    return _lift(x).argmax(axis) if _is_traced(x) else _narrow(_numpy.argmax(asarray(x), axis))


def argmin(x: Any, axis: int | None = None) -> Any:
    """The place of the smallest element, the first of several."""
    return _lift(x).argmin(axis) if _is_traced(x) else _narrow(_numpy.argmin(asarray(x), axis))


def logsumexp(x: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    """The logarithm of the sum of the exponentials along axes."""
    if _is_traced(x):
        return _call(_lib.nnx_value_reduce, _lift(x), _abi.NNX_REDUCE_LOG_SUM_EXP, *_axes_of(axis), int(keepdims))
    x = _inexact(x)
    largest = max(x, axis, keepdims=True)
    found = log(sum(exp(x - largest), axis, keepdims=True)) + largest
    return found if keepdims else squeeze(found, axis)


def average(x: Any, axis: Any = None, weights: Any = None) -> Any:
    """The mean along axes, of elements that count as much as `weights` say."""
    if weights is None:
        return mean(x, axis)
    return sum(multiply(x, weights), axis) / sum(broadcast_to(weights, asarray(x).shape), axis)


# The same elements in another shape or order.


def reshape(x: Any, shape: Any) -> Any:
    """The elements in another shape; one length may be -1."""
    return asarray(x).reshape(shape)


def ravel(x: Any) -> Any:
    """The elements along one axis."""
    return asarray(x).ravel()


def transpose(x: Any, axes: Any = None) -> Any:
    """The axes in another order; without one, reversed."""
    return asarray(x).transpose(*(() if axes is None else (axes,)))


def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """The axes with two of them swapped."""
    return asarray(x).swapaxes(axis1, axis2)


def moveaxis(x: Any, source: Any, destination: Any) -> Any:
    """The axes with some of them moved to other places."""
    x = asarray(x)
    places = [[each % x.ndim for each in (part if isinstance(part, (tuple, list)) else (part,))] for part in (source, destination)]
    order = [axis for axis in range(x.ndim) if axis not in places[0]]
    for target, origin in sorted(zip(places[1], places[0])):
        order.insert(target, origin)
    return x.transpose(order)


def expand_dims(x: Any, axis: Any) -> Any:
    """With new axes of length 1 at these places of the result."""
    x = asarray(x)
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    rank = x.ndim + len(axes)
    taken = {each + rank if each < 0 else each for each in axes}
    lengths = iter(x.shape)
    return x.reshape(tuple(1 if place in taken else next(lengths) for place in range(rank)))


def squeeze(x: Any, axis: Any = None) -> Any:
    """Without axes of length 1."""
    return asarray(x).squeeze(axis)


def broadcast_to(x: Any, shape: Any) -> Any:
    """The elements repeated to a shape."""
    if _is_traced(x):
        return _call(_lib.nnx_value_broadcast_to, _lift(x), *_int64s(_lengths(shape)))
    return _numpy.broadcast_to(asarray(x), _lengths(shape))


def flip(x: Any, axis: Any = None) -> Any:
    """The elements along axes in reverse order."""
    if _is_traced(x):
        return _call(_lib.nnx_value_flip, _lift(x), *_axes_of(axis))
    return _numpy.flip(asarray(x), axis)


def atleast_1d(x: Any) -> Any:
    """With at least one axis."""
    x = asarray(x)
    return x if x.ndim else x.reshape((1,))


def concatenate(arrays: Sequence[Any], axis: int | None = 0) -> Any:
    """The elements of several arrays one after another along an axis."""
    if not builtins.any(map(_is_traced, arrays)):
        return _narrow(_numpy.concatenate([asarray(each) for each in arrays], axis))
    values = [_lift(each).ravel() if axis is None else _lift(each) for each in arrays]
    return _call(_lib.nnx_trace_concatenate, _current(), _values_array(values), len(values), axis or 0)


def stack(arrays: Sequence[Any], axis: int = 0) -> Any:
    """Arrays of one shape as one, along a new axis."""
    if not builtins.any(map(_is_traced, arrays)):
        return _narrow(_numpy.stack([asarray(each) for each in arrays], axis))
    values = [_lift(each) for each in arrays]
    return _call(_lib.nnx_trace_stack, _current(), _values_array(values), len(values), axis)


def hstack(arrays: Sequence[Any]) -> Any:
    """Arrays one after another along axis 1, or 0 where that is all there is."""
    arrays = [atleast_1d(each) for each in arrays]
    return concatenate(arrays, 0 if arrays[0].ndim == 1 else 1)


def vstack(arrays: Sequence[Any]) -> Any:
    """Arrays one after another along axis 0, vectors as rows."""
    rows = [asarray(each) for each in arrays]
    return concatenate([row.reshape((1, -1)) if row.ndim < 2 else row for row in rows], 0)


def split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Any]:
    """The parts of an array along an axis: so many equal ones, or those between these places."""
    x = asarray(x)
    length = x.shape[axis]
    if isinstance(indices_or_sections, (tuple, list)):
        places = [0, *indices_or_sections, length]
    else:
        if length % indices_or_sections:
            raise ValueError(f"an axis of {length} does not split into {indices_or_sections} equal parts")
        places = list(range(0, length + 1, length // indices_or_sections))
    axis %= x.ndim
    return [x[(slice(None),) * axis + (slice(a, b),)] for a, b in zip(places, places[1:])]


def pad(x: Any, pad_width: Any, constant_values: float = 0) -> Any:
    """The elements with one number around them."""
    x = asarray(x)
    if isinstance(pad_width, int):
        pad_width = ((pad_width, pad_width),) * x.ndim
    elif isinstance(pad_width[0], int):
        pad_width = (tuple(pad_width),) * x.ndim
    if not _is_traced(x):
        return _numpy.pad(x, pad_width, constant_values=constant_values)
    (before, rank), (after, _) = _int64s([pair[0] for pair in pad_width]), _int64s([pair[1] for pair in pad_width])
    return _call(_lib.nnx_value_pad, x, before, after, rank, constant_values)


def repeat(x: Any, repeats: int, axis: int | None = None) -> Any:
    """Each element so many times."""
    x = ravel(x) if axis is None else asarray(x)
    axis = 0 if axis is None else axis % x.ndim
    wide = expand_dims(x, axis + 1)
    lengths = (*x.shape[: axis + 1], repeats, *x.shape[axis + 1 :])
    return reshape(broadcast_to(wide, lengths), (*x.shape[:axis], x.shape[axis] * repeats, *x.shape[axis + 1 :]))


def tile(x: Any, reps: Any) -> Any:
    """The array so many times along its axes."""
    x, reps = asarray(x), _lengths(reps)
    rank = builtins.max(x.ndim, len(reps))
    x = x.reshape((1,) * (rank - x.ndim) + tuple(x.shape))
    for axis, count in enumerate((1,) * (rank - len(reps)) + reps):
        x = concatenate([x] * count, axis) if count != 1 else x
    return x


# Places.


def take(x: Any, indices: Any, axis: int | None = None) -> Any:
    """The slices along an axis at these places; those out of range are moved to the nearest."""
    x = ravel(x) if axis is None else asarray(x)
    axis = 0 if axis is None else axis
    if _is_traced(x) or _is_traced(indices):
        return _call(_lib.nnx_value_take, _lift(x), _lift(indices), axis)
    places, length = asarray(indices), x.shape[axis]
    return _numpy.take(x, _numpy.where(places < 0, places + length, places), axis, mode="clip")


def take_along_axis(x: Any, indices: Any, axis: int) -> Any:
    """For each row along an axis the elements that `indices` names."""
    x, indices = asarray(x), asarray(indices)
    if not (_is_traced(x) or _is_traced(indices)):
        return _numpy.take_along_axis(x, indices, axis)
    axis %= x.ndim
    parts: list[Any] = []
    for place in range(x.ndim):
        shape = [1] * x.ndim
        shape[place] = x.shape[place]
        parts.append(indices if place == axis else _numpy.arange(x.shape[place], dtype="int32").reshape(shape))
    return _lift(x)[tuple(parts)]


# Products.


def matmul(x: Any, y: Any, /) -> Any:
    """The product of matrices."""
    if _is_traced(x) or _is_traced(y):
        return _matmul(x, y)
    return _narrow(_numpy.matmul(*_common(asarray(x), asarray(y))))


def dot(x: Any, y: Any) -> Any:
    """The product of matrices; with a single number the product of the elements."""
    if not (_is_traced(x) or _is_traced(y)):
        return _narrow(_numpy.dot(*_common(asarray(x), asarray(y))))
    a, b = _lift(x), _lift(y)
    if not (a.ndim and b.ndim):
        return a * b
    return _matmul(a, b) if b.ndim <= 2 else tensordot(a, b, ((a.ndim - 1,), (b.ndim - 2,)))


def tensordot(x: Any, y: Any, axes: Any = 2) -> Any:
    """The sums of products over axes of both."""
    if not (_is_traced(x) or _is_traced(y)):
        return _narrow(_numpy.tensordot(*_common(asarray(x), asarray(y)), axes))
    a, b = _lift(x), _lift(y)
    if isinstance(axes, int):
        axes = (range(a.ndim - axes, a.ndim), range(axes))
    left, right = ([each % v.ndim for each in (part if hasattr(part, "__iter__") else (part,))] for part, v in zip(axes, (a, b)))
    (first, count), (second, _) = _int64s(left), _int64s(right)
    return _call(_lib.nnx_value_dot_general, a, b, first, second, count, None, None, 0)


def outer(x: Any, y: Any) -> Any:
    """The product of each element of the one and each of the other."""
    return multiply(expand_dims(ravel(x), 1), expand_dims(ravel(y), 0))


def vdot(x: Any, y: Any) -> Any:
    """The sum of the products of the elements."""
    return dot(ravel(x), ravel(y))
