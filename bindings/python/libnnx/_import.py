"""Tensors made from what other libraries hold: numbers, nested lists, buffers, NumPy arrays, DLPack."""

from __future__ import annotations

import ctypes
import struct
import sys
from math import prod
from operator import index
from typing import Any

from . import _abi, _callback, _dlpack
from ._buffer import Buffer
from ._dtype import DType, as_dtype, bool_, float32, int32, is_dtype
from ._handle import Handle
from ._library import lib, own


def tensor_from(value: Any, dtype: DType | None, copy: bool | None) -> Handle:
    """A tensor with the elements of `value`."""
    if _is_numpy(value) or hasattr(value, "__array_interface__"):
        return _from_numpy(value, dtype, copy)
    if hasattr(value, "__dlpack__"):
        return _from_dlpack_array(value, dtype, copy)
    if isinstance(value, (bool, int, float, list, tuple)):
        if copy is False:
            raise ValueError(f"a {type(value).__name__} cannot become a tensor without a copy")
        return _from_numbers(value, dtype)
    if hasattr(value, "__array__"):
        import numpy

        return _from_numpy(numpy.asarray(value), dtype, copy)
    try:
        memoryview(value).release()
    except TypeError:
        raise TypeError(
            f"a {type(value).__name__} cannot become a tensor; expected a number, nested lists of numbers, or an "
            "object with __array_interface__, __dlpack__ or the buffer protocol"
        ) from None
    return _from_buffer(Buffer(value), dtype, copy)


def extents(shape: tuple[int, ...]) -> Any:
    """A shape for a call. ctypes would take a large number modulo 2 to the 64, silently."""
    lengths = [index(length) for length in shape]
    if not all(-(2**63) <= length < 2**63 for length in lengths):
        raise ValueError(f"shape {tuple(lengths)} has a length that does not fit an int64")
    return (ctypes.c_int64 * len(lengths))(*lengths)


def copy_memory(dtype: DType, shape: tuple[int, ...], data: Any, nbytes: int) -> Handle:
    """A tensor with a copy of `nbytes` bytes at `data` (bytes or an address)."""
    out = _abi.nnx_tensor()
    lengths = extents(shape)
    lib.nnx_tensor_new(dtype.code, lengths, len(shape), data if nbytes else None, nbytes, ctypes.byref(out))
    return own("tensor", out.value)


def share_memory(dtype: DType, shape: tuple[int, ...], address: int, owner: Any) -> Handle:
    """A tensor over memory that stays valid as long as `owner` is alive; it is only read."""
    out = _abi.nnx_tensor()
    lengths = extents(shape)
    nbytes = prod(shape) * dtype.itemsize
    key = _callback.keep(owner)
    lib.nnx_tensor_from_memory(
        dtype.code, lengths, len(shape), address, nbytes, 1, key, _callback.DROP, ctypes.byref(out)
    )
    return own("tensor", out.value)


def from_dlpack(value: Any) -> Handle:
    """A tensor over the memory that `value` gives by DLPack."""
    if not hasattr(value, "__dlpack__"):
        raise TypeError(f"a {type(value).__name__} has no __dlpack__")
    try:
        device = tuple(map(int, value.__dlpack_device__()))
    except AttributeError as error:  # a value that JAX traces says so
        raise TypeError(f"a {type(value).__name__} has no elements that could be shared: {error}") from None
    if device != _dlpack.CPU:
        raise BufferError(f"the array is on DLPack device {device}, and a tensor is in host memory {_dlpack.CPU}")
    try:
        capsule = value.__dlpack__(max_version=(1, 0))
    except TypeError:
        capsule = value.__dlpack__()
    return _dlpack.take(capsule)


def _is_numpy(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic))


def _from_numpy(value: Any, dtype: DType | None, copy: bool | None) -> Handle:
    import numpy

    array = numpy.asarray(value)
    if not is_dtype(array.dtype):
        if array.dtype == object or array.dtype.isnative:
            raise TypeError(f"a NumPy array of {array.dtype} cannot become a tensor")
        array = array.astype(array.dtype.newbyteorder("="))
    element = as_dtype(array.dtype)
    if dtype is not None and dtype is not element:
        if copy is False:
            raise ValueError(f"{element.name} cannot become {dtype.name} without a copy")
        array, element, copy = array.astype(dtype.dtype), dtype, True
    if copy is False and not (array.flags.c_contiguous and array.flags.aligned):
        raise ValueError(f"a NumPy array with strides {array.strides} cannot become a tensor without a copy")
    if not (array.flags.c_contiguous and array.flags.aligned):
        array, copy = numpy.ascontiguousarray(array).reshape(array.shape), True
    address = array.ctypes.data
    if copy or (copy is None and not _frozen(array)):
        return copy_memory(element, array.shape, address, array.nbytes)
    return share_memory(element, array.shape, address, array)


def _frozen(array: Any) -> bool:
    """Whether no NumPy array that shares this memory can write to it."""
    while _is_numpy(array):
        if array.flags.writeable:
            return False
        array = array.base
    if array is None:
        return True
    try:
        return memoryview(array).readonly
    except TypeError:
        return False


def _from_dlpack_array(value: Any, dtype: DType | None, copy: bool | None) -> Handle:
    handle = from_dlpack(value)
    out = ctypes.c_int32()
    lib.nnx_tensor_dtype(handle, ctypes.byref(out))
    if dtype is not None and dtype.code != out.value:
        if copy is False:
            raise ValueError(f"the array's element type cannot become {dtype.name} without a copy")
        import numpy

        return _from_numpy(numpy.from_dlpack(value), dtype, True)
    if copy or (copy is None and not _is_immutable(value)):
        return _copy(handle)
    return handle


def _is_immutable(value: Any) -> bool:
    jax = sys.modules.get("jax")
    return jax is not None and isinstance(value, jax.Array)


def _copy(handle: Handle) -> Handle:
    dtype, rank, nbytes = ctypes.c_int32(), ctypes.c_size_t(), ctypes.c_size_t()
    shape, data, out = ctypes.POINTER(ctypes.c_int64)(), ctypes.c_void_p(), _abi.nnx_tensor()
    lib.nnx_tensor_dtype(handle, ctypes.byref(dtype))
    lib.nnx_tensor_shape(handle, ctypes.byref(shape), ctypes.byref(rank))
    lib.nnx_tensor_data(handle, ctypes.byref(data), ctypes.byref(nbytes))
    lib.nnx_tensor_new(dtype.value, shape, rank.value, data if nbytes.value else None, nbytes.value, ctypes.byref(out))
    return own("tensor", out.value)


def _from_buffer(buffer: Buffer, dtype: DType | None, copy: bool | None) -> Handle:
    if dtype is not None and dtype is not buffer.dtype:
        if copy is False:
            raise ValueError(f"{buffer.dtype.name} cannot become {dtype.name} without a copy")
        return _from_numbers(memoryview(buffer.owner).tolist(), dtype)
    if not buffer.contiguous:
        if copy is False:
            raise ValueError("a buffer that is not contiguous cannot become a tensor without a copy")
        data = memoryview(buffer.owner).tobytes()
        return copy_memory(buffer.dtype, buffer.shape, data, len(data))
    if copy or (copy is None and not buffer.read_only):
        handle = copy_memory(buffer.dtype, buffer.shape, buffer.address, buffer.nbytes)
        buffer.close()
        return handle
    return share_memory(buffer.dtype, buffer.shape, buffer.address, buffer)


def _from_numbers(value: Any, dtype: DType | None) -> Handle:
    shape: list[int] = []
    level = value
    while isinstance(level, (list, tuple)):
        shape.append(len(level))
        level = level[0] if level else None
    numbers = _flatten(value, tuple(shape))
    element = dtype or _natural(numbers)
    try:
        data = _pack(element, numbers)
    except (struct.error, OverflowError) as error:
        raise ValueError(f"the numbers do not fit {element.name}: {error}; name another dtype") from None
    return copy_memory(element, tuple(shape), data, len(data))


def _flatten(value: Any, shape: tuple[int, ...]) -> list[Any]:
    if not shape:
        if isinstance(value, (bool, int, float)):
            return [value]
        raise TypeError(f"nested lists become a tensor when they hold numbers, not a {type(value).__name__}")
    level = [value]
    for axis, length in enumerate(shape):
        if any(not isinstance(item, (list, tuple)) or len(item) != length for item in level):
            raise ValueError(f"nested lists become a tensor when all have one shape; axis {axis} has not")
        level = [inner for item in level for inner in item]
    for item in level:
        if not isinstance(item, (bool, int, float)):
            raise TypeError(f"nested lists become a tensor when they hold numbers, not a {type(item).__name__}")
    return level


def _natural(numbers: list[Any]) -> DType:
    if any(isinstance(number, float) for number in numbers) or not numbers:
        return float32
    return bool_ if all(isinstance(number, bool) for number in numbers) else int32


def _pack(dtype: DType, numbers: list[Any]) -> bytes:
    if dtype.format is None:
        singles = struct.unpack(f"<{len(numbers)}I", struct.pack(f"<{len(numbers)}f", *numbers))
        halves = (
            ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16) & 0xFFFF
            if bits & 0x7FFFFFFF <= 0x7F800000
            else bits >> 16 | 0x40
            for bits in singles
        )
        return struct.pack(f"<{len(numbers)}H", *halves)
    if dtype.name.startswith(("int", "uint")):
        numbers = [int(number) if isinstance(number, bool) else number for number in numbers]
        if any(isinstance(number, float) for number in numbers):
            raise ValueError(f"a float does not become {dtype.name} unasked; round it first")
    return struct.pack(f"={len(numbers)}{dtype.format}", *numbers)
