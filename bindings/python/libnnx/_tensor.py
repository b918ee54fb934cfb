"""Tensors: immutable arrays, shared with NumPy, JAX and PyTorch without copies."""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Iterator
from math import prod
from typing import Any, Protocol

from . import _abi, _dlpack, _import
from ._buffer import view_of_memory
from ._dtype import BY_CODE, DType, as_dtype
from ._error import NnxError
from ._handle import Handle
from ._library import lib, own, owned_text
from ._operators import ArrayOperators
from ._path import Path, path_text


class SupportsDLPack(Protocol):
    """An object that gives its memory by DLPack."""

    def __dlpack__(self, *, stream: Any = None) -> Any: ...
    def __dlpack_device__(self) -> tuple[int, int]: ...


class Tensor(ArrayOperators):
    """A value: element type, shape and elements, never changed in place.

    `Tensor(x)` takes a number, nested lists, or anything with the buffer protocol, `__array_interface__` or DLPack.
    With `copy=None` the memory of something that cannot change (a JAX array, a read-only NumPy array) is shared and
    anything else is copied; `copy=False` always shares, and then nobody may write to the original any more;
    `copy=True` always copies. Going out (`numpy()`, `__dlpack__`, `buffer()`) is a read-only view without a copy.
    Operators and indexing are NumPy's.
    """

    __slots__ = ("_dtype", "_handle", "_shape", "__weakref__")

    def __init__(self, value: Any, dtype: Any = None, *, copy: bool | None = None) -> None:
        element = None if dtype is None else as_dtype(dtype)
        if isinstance(value, Tensor) and not copy and element in (None, value.dtype):
            self._adopt(value._retain())
        else:
            self._adopt(_import.tensor_from(value, element, copy))

    def _adopt(self, handle: Handle) -> None:
        self._handle = handle
        self._shape: tuple[int, ...] | None = None
        self._dtype: DType | None = None

    @classmethod
    def _own(cls, handle: Handle) -> Tensor:
        tensor = object.__new__(cls)
        tensor._adopt(handle)
        return tensor

    def _retain(self) -> Handle:
        out = _abi.nnx_tensor()
        lib.nnx_tensor_retain(self._handle, ctypes.byref(out))
        return own("tensor", out.value)

    @staticmethod
    def zeros(shape: int | tuple[int, ...], dtype: Any = "float32") -> Tensor:
        """Zeros of this shape."""
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        out = _abi.nnx_tensor()
        element = as_dtype(dtype)
        lib.nnx_tensor_new(element.code, _import.extents(shape), len(shape), None, 0, ctypes.byref(out))
        return Tensor._own(own("tensor", out.value))

    @property
    def dtype(self) -> DType:
        """The element type."""
        if self._dtype is None:
            code = ctypes.c_int32()
            lib.nnx_tensor_dtype(self._handle, ctypes.byref(code))
            self._dtype = BY_CODE[code.value]
        return self._dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        if self._shape is None:
            lengths, rank = ctypes.POINTER(ctypes.c_int64)(), ctypes.c_size_t()
            lib.nnx_tensor_shape(self._handle, ctypes.byref(lengths), ctypes.byref(rank))
            self._shape = tuple(lengths[: rank.value])
        return self._shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return prod(self.shape)

    @property
    def nbytes(self) -> int:
        """The number of bytes of all elements."""
        return self.size * self.dtype.itemsize

    @property
    def address(self) -> int:
        """Where the elements begin in memory; 0 may stand for no elements."""
        data, nbytes = ctypes.c_void_p(), ctypes.c_size_t()
        lib.nnx_tensor_data(self._handle, ctypes.byref(data), ctypes.byref(nbytes))
        return data.value or 0

    @property
    def is_unique(self) -> bool:
        """Whether nobody else holds these elements."""
        unique = ctypes.c_int32()
        lib.nnx_tensor_is_unique(self._handle, ctypes.byref(unique))
        return bool(unique.value)

    def equal(self, other: Any) -> bool:
        """Whether element type, shape and every bit are the same."""
        out = ctypes.c_int32()
        right = other if isinstance(other, Tensor) else Tensor(other)
        lib.nnx_tensor_equal(self._handle, right._handle, ctypes.byref(out))
        return bool(out.value)

    def with_elements(self, index: Any, value: Any) -> Tensor:
        """A tensor with other elements at a NumPy index: `tensor.with_elements((0, slice(None)), 1)`."""
        import numpy

        changed = Tensor._own(self._retain())
        data, nbytes = ctypes.c_void_p(), ctypes.c_size_t()
        lib.nnx_tensor_data_mut(changed._handle, ctypes.byref(data), ctypes.byref(nbytes))
        memory: Any = (ctypes.c_char * nbytes.value).from_address(data.value or 0) if nbytes.value else bytearray()
        array = numpy.ndarray(self.shape, self.dtype.dtype, memory)
        array[index] = value
        return changed

    def close(self) -> None:
        """Let go of the elements now; views that were given out keep them."""
        if not self._handle.closed:
            closed = self._retain()
            closed.close()
            self._adopt(closed)

    # Out, without a copy.

    def buffer(self) -> memoryview:
        """A read-only view by the buffer protocol; from Python 3.12 on `memoryview(tensor)` is the same."""
        format = self.dtype.format
        if format is None:
            raise BufferError(f"the buffer protocol has no {self.dtype.name}; use DLPack or numpy()")
        if format == "e":  # a memoryview of the standard library cannot be cast to it
            return memoryview(self.__array__())
        return view_of_memory(self._handle, self.address, self.nbytes, format, self.shape)

    def __buffer__(self, flags: int) -> memoryview:
        if flags & 1:  # PyBUF_WRITABLE
            raise BufferError("a tensor is read-only")
        return self.buffer()

    @property
    def __array_interface__(self) -> dict[str, Any]:
        if self.dtype.format is None:
            raise AttributeError(f"__array_interface__ has no {self.dtype.name}")
        return {
            "version": 3,
            "shape": self.shape,
            "typestr": self.dtype.dtype.str,
            "data": (self.address, True),
            "strides": None,
        }

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        import numpy

        wanted = self.dtype.dtype
        if self.size:
            memory = view_of_memory(self._handle, self.address, self.nbytes, "B", (self.nbytes,))
            array = numpy.frombuffer(memory, dtype=wanted).reshape(self.shape)
        else:
            array = numpy.empty(self.shape, dtype=wanted)
            array.flags.writeable = False
        if dtype is not None and numpy.dtype(dtype) != wanted:
            if copy is False:
                raise ValueError(f"{self.dtype.name} cannot become {numpy.dtype(dtype).name} without a copy")
            return array.astype(dtype)
        return array.copy() if copy else array

    def numpy(self) -> Any:
        """A read-only NumPy array over the same memory; bfloat16 needs ml_dtypes."""
        return self.__array__()

    def __jax_array__(self) -> Any:
        """For JAX's functions and operators: a JAX array over the same memory, where its alignment suits JAX."""
        import jax.numpy

        return jax.numpy.from_dlpack(self)

    def __dlpack_device__(self) -> tuple[int, int]:
        return _dlpack.CPU

    def __dlpack__(
        self,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        if stream is not None:
            raise BufferError(f"a tensor in host memory has no stream, but stream={stream!r} was asked for")
        if dl_device is not None and tuple(dl_device) != _dlpack.CPU:
            raise BufferError(f"a tensor is in host memory {_dlpack.CPU}, but device {tuple(dl_device)} was asked for")
        versioned = max_version is not None and max_version[0] >= 1
        return _dlpack.export(self._handle, versioned, bool(copy))

    # Elements in Python.

    def tolist(self) -> Any:
        """Nested lists of numbers; a number when there are no axes."""
        if not self.shape:
            return self.item()
        if self.dtype.format in (None, "e") or not self.size:
            return self.__array__().tolist()
        return self.buffer().tolist()

    def item(self) -> Any:
        """The only element as a Python number."""
        if self.size != 1:
            raise ValueError(f"item() needs exactly one element, and shape {self.shape} has {self.size}")
        if self.dtype.format is None:
            return struct.unpack("<f", b"\0\0" + self.tobytes())[0]
        return struct.unpack(f"={self.dtype.format}", self.tobytes())[0]

    def tobytes(self) -> bytes:
        """The elements as bytes, row by row."""
        return ctypes.string_at(self.address, self.nbytes) if self.nbytes else b""

    def __getitem__(self, index: Any) -> Any:
        if index is Ellipsis:
            return self
        return self.__array__()[index]

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a tensor without axes has no len()")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.__array__())

    def __copy__(self) -> Tensor:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_bytes, (self.dtype.name, self.shape, self.tobytes())

    def __repr__(self) -> str:
        out = _abi.nnx_bytes()
        lib.nnx_tensor_text(self._handle, ctypes.byref(out))
        return owned_text(out.value).rstrip("\n")


if sys.version_info < (3, 12):
    del Tensor.__buffer__


def _from_bytes(dtype: str, shape: tuple[int, ...], data: bytes) -> Tensor:
    return Tensor._own(_import.copy_memory(as_dtype(dtype), shape, data, len(data)))


def is_writable_array(value: Any, dtype: DType, shape: tuple[int, ...]) -> bool:
    """Whether a value is a NumPy array of this type and shape that a tensor would have to copy."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, numpy.ndarray):
        return False
    return bool(value.flags.writeable and value.flags.c_contiguous and value.shape == shape and dtype == value.dtype)


def as_tensor(value: Any) -> Tensor:
    """`value` itself when it is a Tensor, else one made of it."""
    if isinstance(value, Tensor):
        return value
    inner = getattr(value, "_tensor", None)
    return inner() if callable(inner) else Tensor(value)


def tensor_at(path: Path | str, value: Any) -> Tensor:
    """`as_tensor` for the value of a leaf; what is wrong with it is said with the path."""
    try:
        return as_tensor(value)
    except (TypeError, ValueError, MemoryError) as error:
        where = path if isinstance(path, str) else path_text(path)
        if isinstance(error, NnxError):
            error.path = error.path or where
            raise
        kind = next(kind for kind in (TypeError, ValueError, MemoryError) if isinstance(error, kind))
        raise kind(f"{where}: {error}" if where else str(error)) from None


def from_dlpack(value: SupportsDLPack, /) -> Tensor:
    """A tensor over the memory of another library's array, without a copy.

    From now on nobody may write to that array.
    """
    return Tensor._own(_import.from_dlpack(value))
