"""Traced values: what arrays are while a function is traced."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from math import prod
from operator import index as integer
from typing import Any, NoReturn

from . import _abi
from ._dtype import BY_CODE, DType, as_dtype
from ._library import lib
from ._tensor import Tensor

ALL_AXES = ctypes.c_size_t(-1).value
"""In the place of a number of axes: all of them."""


class Value:
    """An array of a function that is being traced: its dtype and shape are known, its elements when the program runs.

    Operators, methods and indexing are NumPy's; dtypes go together as in JAX, and a Python number takes the dtype of what
    it stands beside. `numpy.exp(value)` and `numpy.mean(value)` work, and `libnnx.numpy` has more. A value lives while
    its function is traced; what the function returns is an array then.
    """

    __slots__ = ("_as_parameter_", "_dtype", "_shape")

    _as_parameter_: int | None
    _dtype: DType | None
    _shape: tuple[int, ...] | None

    __hash__ = None  # type: ignore[assignment]

    def __new__(cls, *arguments: Any) -> Value:
        raise TypeError("a Value comes from a function that is being traced, as by nnx.jit")

    @staticmethod
    def _of(out: Any) -> Value:
        value = object.__new__(Value)
        value._as_parameter_ = out.value
        value._dtype = value._shape = None
        return value

    @property
    def dtype(self) -> DType:
        """The element type."""
        if self._dtype is None:
            code = ctypes.c_int32()
            lib.nnx_value_dtype(self, ctypes.byref(code))
            self._dtype = BY_CODE[code.value]
        return self._dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        if self._shape is None:
            rank = ctypes.c_size_t()
            lib.nnx_value_rank(self, ctypes.byref(rank))
            lengths = (ctypes.c_int64 * rank.value)()
            lib.nnx_value_shape(self, lengths, rank.value)
            self._shape = tuple(lengths)
        return self._shape

    @property
    def size(self) -> int:
        """The number of elements."""
        return prod(self.shape)

    @property
    def T(self) -> Value:  # noqa: N802, as NumPy names it
        """The axes in reverse order."""
        return self.transpose()

    @property
    def mT(self) -> Value:  # noqa: N802, as NumPy names it
        """The last two axes swapped."""
        return self.swapaxes(-1, -2)

    # Operators.

    def __add__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_ADD, self, other)

    def __radd__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_ADD, other, self)

    def __sub__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_SUB, self, other)

    def __rsub__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_SUB, other, self)

    def __mul__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_MUL, self, other)

    def __rmul__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_MUL, other, self)

    def __truediv__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_DIV, self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_DIV, other, self)

    def __floordiv__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_FLOOR_DIVIDE, self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_FLOOR_DIVIDE, other, self)

    def __mod__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_MOD, self, other)

    def __rmod__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_MOD, other, self)

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self

    def __pow__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_POW, self, other)

    def __rpow__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_POW, other, self)

    def __and__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_AND, self, other)

    def __rand__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_AND, other, self)

    def __or__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_OR, self, other)

    def __ror__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_OR, other, self)

    def __xor__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_XOR, self, other)

    def __rxor__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_XOR, other, self)

    def __lshift__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_LEFT_SHIFT, self, other)

    def __rlshift__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_LEFT_SHIFT, other, self)

    def __rshift__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_RIGHT_SHIFT, self, other)

    def __rrshift__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_RIGHT_SHIFT, other, self)

    def __eq__(self, other: object) -> Any:
        return binary(_abi.NNX_BINARY_EQUAL, self, other)

    def __ne__(self, other: object) -> Any:
        return binary(_abi.NNX_BINARY_NOT_EQUAL, self, other)

    def __lt__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_LESS, self, other)

    def __le__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_LESS_EQUAL, self, other)

    def __gt__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_GREATER, self, other)

    def __ge__(self, other: Any) -> Any:
        return binary(_abi.NNX_BINARY_GREATER_EQUAL, self, other)

    def __matmul__(self, other: Any) -> Any:
        return matmul(self, other) if is_operand(other) else NotImplemented

    def __rmatmul__(self, other: Any) -> Any:
        return matmul(other, self) if is_operand(other) else NotImplemented

    def __neg__(self) -> Value:
        return unary(_abi.NNX_UNARY_NEG, self)

    def __pos__(self) -> Value:
        return self

    def __abs__(self) -> Value:
        return unary(_abi.NNX_UNARY_ABS, self)

    def __invert__(self) -> Value:
        return unary(_abi.NNX_UNARY_NOT, self)

    # Methods, as NumPy's.

    def sum(self, axis: Any = None, dtype: Any = None, *, keepdims: bool = False) -> Value:
        """The sum of the elements along axes."""
        return reduce(_abi.NNX_REDUCE_SUM, _cast(self, dtype), axis, keepdims)

    def mean(self, axis: Any = None, dtype: Any = None, *, keepdims: bool = False) -> Value:
        """The mean of the elements along axes."""
        return reduce(_abi.NNX_REDUCE_MEAN, _cast(self, dtype), axis, keepdims)

    def prod(self, axis: Any = None, dtype: Any = None, *, keepdims: bool = False) -> Value:
        """The product of the elements along axes."""
        return reduce(_abi.NNX_REDUCE_PROD, _cast(self, dtype), axis, keepdims)

    def max(self, axis: Any = None, *, keepdims: bool = False) -> Value:
        """The largest element along axes."""
        return reduce(_abi.NNX_REDUCE_MAX, self, axis, keepdims)

    def min(self, axis: Any = None, *, keepdims: bool = False) -> Value:
        """The smallest element along axes."""
        return reduce(_abi.NNX_REDUCE_MIN, self, axis, keepdims)

    def any(self, axis: Any = None, *, keepdims: bool = False) -> Value:
        """Whether one of the elements along axes is not 0."""
        return reduce(_abi.NNX_REDUCE_ANY, self, axis, keepdims)

    def all(self, axis: Any = None, *, keepdims: bool = False) -> Value:
        """Whether none of the elements along axes is 0."""
        return reduce(_abi.NNX_REDUCE_ALL, self, axis, keepdims)

    def var(self, axis: Any = None, *, ddof: int = 0, keepdims: bool = False) -> Value:
        """The mean of the squared distances from the mean; `ddof` is taken from the number of elements."""
        found = reduce(_abi.NNX_REDUCE_VAR, self, axis, keepdims)
        count = self.size // max(found.size, 1)
        return binary(_abi.NNX_BINARY_MUL, found, count / (count - ddof)) if ddof else found

    def std(self, axis: Any = None, *, ddof: int = 0, keepdims: bool = False) -> Value:
        """The square root of `var`."""
        return unary(_abi.NNX_UNARY_SQRT, self.var(axis, ddof=ddof, keepdims=keepdims))

    def argmax(self, axis: int | None = None) -> Value:
        """The place of the largest element, the first of several: an int32."""
        flat, place = (self.ravel(), 0) if axis is None else (self, integer(axis))
        return call(lib.nnx_value_argmax, flat, place)

    def argmin(self, axis: int | None = None) -> Value:
        """The place of the smallest element, the first of several: an int32."""
        flat, place = (self.ravel(), 0) if axis is None else (self, integer(axis))
        return call(lib.nnx_value_argmin, flat, place)

    def reshape(self, *shape: Any) -> Value:
        """The elements in another shape; one length may be -1."""
        return call(lib.nnx_value_reshape, self, *int64s(_several(shape)))

    def ravel(self) -> Value:
        """The elements along one axis."""
        return self.reshape(-1) if self.size else self.reshape(0)

    flatten = ravel

    def transpose(self, *axes: Any) -> Value:
        """The axes in another order; without one, reversed."""
        order = () if axes in ((), (None,)) else _several(axes)
        if not order and self.ndim:
            return call(lib.nnx_value_transpose, self, None, 0)
        return call(lib.nnx_value_transpose, self, *int64s(order))

    def swapaxes(self, a: int, b: int) -> Value:
        """The axes with two of them swapped."""
        order = list(range(self.ndim))
        order[a], order[b] = order[b], order[a]
        return self.transpose(order)

    def squeeze(self, axis: Any = None) -> Value:
        """Without axes of length 1."""
        return call(lib.nnx_value_squeeze, self, *axes_of(axis))

    def astype(self, dtype: Any) -> Value:
        """The elements as numbers of another type."""
        return call(lib.nnx_value_astype, self, canonical(dtype).code)

    def clip(self, min: Any = None, max: Any = None) -> Value:  # noqa: A002, as NumPy names them
        """The elements, those below `min` and above `max` replaced by these."""
        low = self if min is None else binary(_abi.NNX_BINARY_MAXIMUM, self, min)
        return low if max is None else binary(_abi.NNX_BINARY_MINIMUM, low, max)

    def round(self, decimals: int = 0) -> Value:
        """The nearest integers, the even one of two."""
        if decimals:
            scale = 10.0**decimals
            found: Value = unary(_abi.NNX_UNARY_ROUND, self * scale) / scale
            return found
        return unary(_abi.NNX_UNARY_ROUND, self)

    def dot(self, other: Any) -> Any:
        """The product of matrices; with a single number the product of the elements."""
        from . import numpy

        return numpy.dot(self, other)

    def take(self, indices: Any, axis: int | None = None) -> Any:
        """The slices along an axis at these places."""
        from . import numpy

        return numpy.take(self, indices, axis)

    def dynamic_slice(self, starts: Sequence[Any], sizes: Sequence[int]) -> Value:
        """`sizes` elements of each axis, from places that may be traced; a start that leaves too few is moved back."""
        places = [lift(start).astype("int32") for start in starts]
        lengths, rank = int64s(sizes)
        if len(places) != rank:
            raise ValueError(f"dynamic_slice has {len(places)} starts and {rank} sizes")
        return call(lib.nnx_value_dynamic_slice, self, values_array(places), lengths, rank)

    def copy(self) -> Value:
        """The same value, as values never change."""
        return self

    def __getitem__(self, index: Any) -> Value:
        from ._index import get

        return get(self, index)

    def with_elements(self, index: Any, value: Any) -> Value:
        """A value with other elements at a NumPy index: `x.with_elements((0, slice(None)), 1)`."""
        from ._index import put

        return put(self, index, value)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a value without axes has no len()")
        return self.shape[0]

    def __iter__(self) -> Iterator[Value]:
        return (self[place] for place in range(len(self)))

    # NumPy's functions.

    __array_priority__ = 1000

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        from . import numpy

        function = getattr(numpy, ufunc.__name__, None)
        if method != "__call__" or options or function is None:
            raise TypeError(f"numpy.{ufunc.__name__}{'' if method == '__call__' else '.' + method} takes no {self!r}")
        return function(*inputs)

    def __array_function__(self, func: Any, types: Any, arguments: Any, options: Any) -> Any:
        from . import numpy

        function = getattr(numpy, func.__name__, None)
        if function is None:
            raise TypeError(f"numpy.{func.__name__} takes no {self!r}, and libnnx.numpy does not have it")
        return function(*arguments, **options)

    # What only an array can do.

    def _refuse(self, what: str, hint: str) -> NoReturn:
        raise TypeError(f"{what} of {self!r}: it has no elements before its program runs; {hint}")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NoReturn:
        self._refuse("an array", "return it from the traced function, or use libnnx.numpy inside")

    def _tensor(self) -> NoReturn:
        self._refuse("a Tensor", "return it from the traced function")

    def __jax_array__(self) -> NoReturn:
        self._refuse("a JAX array", "use libnnx.numpy inside a traced function")

    def __bool__(self) -> NoReturn:
        self._refuse("the truth", "use nnx.cond or libnnx.numpy.where in the place of `if`, and nnx.while_loop of `while`")

    def __float__(self) -> NoReturn:
        self._refuse("the number", "return it from the traced function")

    def __int__(self) -> NoReturn:
        self._refuse("the number", "return it from the traced function")

    def __index__(self) -> NoReturn:
        self._refuse("the place", "index a Value by it, or make it a static argument")

    def item(self) -> NoReturn:
        """Refused, as `float(value)` is."""
        self._refuse("the number", "return it from the traced function")

    def tolist(self) -> NoReturn:
        """Refused, as `float(value)` is."""
        self._refuse("a list", "return it from the traced function")

    numpy = item

    def __copy__(self) -> Value:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        return self

    def __reduce__(self) -> NoReturn:
        self._refuse("a pickle", "return it from the traced function")

    def __repr__(self) -> str:
        try:
            dtype, shape = self.dtype, self.shape
        except Exception:  # its trace is over
            return "Value(of a trace that is over)"
        return f"Value({dtype.name}[{','.join(map(str, shape))}])"


# Calls.


def call(function: Any, *arguments: Any) -> Value:
    """The value that a function of the library gives."""
    out = _abi.nnx_value()
    function(*arguments, ctypes.byref(out))
    return Value._of(out)


def unary(function: int, value: Value) -> Value:
    """A function of each element."""
    return call(lib.nnx_value_unary, value, function)


def binary(function: int, a: Any, b: Any) -> Any:
    """A function of each element of two operands, at least one of which is a value."""
    a, b = operand(a), operand(b)
    if a is NotImplemented or b is NotImplemented:
        return NotImplemented
    reversed_ = type(a) is not Value
    value, other = (b, a) if reversed_ else (a, b)
    if type(other) is Value:
        return call(lib.nnx_value_binary, value, function, other)
    if isinstance(other, Tensor):
        return call(lib.nnx_value_binary_tensor, value, function, other._handle, reversed_)
    if isinstance(other, float):
        return call(lib.nnx_value_binary_scalar, value, function, other, reversed_)
    if not -(2**63) <= other < 2**63:
        raise OverflowError(f"{other} does not fit an int64")
    return call(lib.nnx_value_binary_int, value, function, other, reversed_)


def reduce(function: int, value: Value, axis: Any, keepdims: bool) -> Value:
    """The elements along axes as one."""
    return call(lib.nnx_value_reduce, value, function, *axes_of(axis), int(keepdims))


def matmul(a: Any, b: Any) -> Value:
    """The product of matrices."""
    return call(lib.nnx_value_matmul, lift(a), lift(b))


def int64s(numbers: Sequence[Any]) -> tuple[Any, int]:
    """A list of lengths or axes for a call, and how long it is."""
    found = [integer(number) for number in numbers]
    if not all(-(2**63) <= number < 2**63 for number in found):
        raise ValueError(f"{tuple(found)} has a number that does not fit an int64")
    return (ctypes.c_int64 * len(found))(*found), len(found)


def axes_of(axis: Any) -> tuple[Any, int]:
    """The axes that an argument means, for a call."""
    if axis is None:
        return None, ALL_AXES
    return int64s(axis if isinstance(axis, (tuple, list)) else (axis,))


def values_array(values: Sequence[Value]) -> Any:
    """An array of values for a call."""
    return (_abi.nnx_value * len(values))(*(value._as_parameter_ for value in values))


# What may stand beside a value.


def is_traced(value: Any) -> bool:
    """Whether it is a value, or a Variable or leaf that holds one."""
    if type(value) is Value:
        return True
    inner = getattr(type(value), "_operand", None)
    return inner is not None and type(inner(value)) is Value


def is_traced_index(index: Any) -> bool:
    """Whether a part of an index is traced."""
    return any(map(is_traced, index)) if isinstance(index, tuple) else is_traced(index)


def is_operand(value: Any) -> bool:
    """Whether it can stand beside a value."""
    return operand(value) is not NotImplemented


def operand(value: Any) -> Any:
    """A value, a Tensor, or a Python int or float; NotImplemented for what cannot stand beside a value."""
    if type(value) is Value or type(value) in (int, float) or isinstance(value, Tensor):
        return value
    inner = getattr(type(value), "_operand", None)
    if inner is not None:
        return inner(value)
    if isinstance(value, (list, tuple, str, bytes, dict)) or value is None:
        return NotImplemented
    if type(value) is not bool and isinstance(value, (int, float)) and not hasattr(value, "dtype"):
        return int(value) if isinstance(value, int) else float(value)
    if type(value) is bool or hasattr(value, "__array__") or hasattr(value, "__dlpack__"):
        return constant(value)
    return NotImplemented


def constant(value: Any, dtype: Any = None) -> Tensor:
    """An array of a program: NumPy's 64-bit numbers become 32-bit ones, as in JAX; a Tensor stays as it is."""
    if isinstance(value, Tensor):
        return value if dtype is None else Tensor(value.numpy().astype(canonical(dtype).dtype))
    import numpy

    array = numpy.asarray(value)
    wanted = canonical(array.dtype if dtype is None else dtype)
    return Tensor(array if array.dtype == wanted.dtype else array.astype(wanted.dtype))


_NARROW = {"float64": "float32", "int64": "int32", "uint64": "uint32"}


def canonical(dtype: Any) -> DType:
    """The dtype, with 32 bits where NumPy says 64; `float`, `int` and `bool` are float32, int32 and bool."""
    if isinstance(dtype, DType):
        return dtype
    if dtype is float or dtype is int:
        return as_dtype("float32" if dtype is float else "int32")
    found = as_dtype(dtype)
    return as_dtype(_NARROW.get(found.name, found.name))


def current() -> int:
    """The handle of the trace that this thread is in; a RuntimeError when it is in none."""
    found = current_or_none()
    if found is None:
        raise RuntimeError("no function is being traced here; call it by nnx.jit")
    return found


def current_or_none() -> int | None:
    """The handle of the trace that this thread is in."""
    out = _abi.nnx_trace()
    lib.nnx_trace_current(ctypes.byref(out))
    return out.value


def lift(value: Any) -> Value:
    """A value of anything that can stand beside one: numbers and arrays are constants of the program."""
    found = operand(value)
    if isinstance(found, Value):
        return found
    if found is NotImplemented:
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"a {type(value).__name__} is no array: {value!r}")
        if any(map(is_traced, value)):
            from . import numpy

            return lift(numpy.stack([lift(each) for each in value]))
        found = value
    if isinstance(found, (int, float)):
        found = constant(found)
    return call(lib.nnx_trace_constant, current(), constant(found)._handle)


def _several(numbers: tuple[Any, ...]) -> tuple[Any, ...]:
    """`f(2, 3)` and `f((2, 3))` mean the same."""
    if len(numbers) == 1 and isinstance(numbers[0], (tuple, list)):
        return tuple(numbers[0])
    return numbers


def _cast(value: Value, dtype: Any) -> Value:
    return value if dtype is None else value.astype(dtype)
