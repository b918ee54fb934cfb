"""The buffer protocol: read on every Python, through the interpreter's own C API."""

from __future__ import annotations

import ctypes
from typing import Any, cast

from ._dtype import BY_NAME, DType


class _PyBuffer(ctypes.Structure):
    _fields_ = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
        ("strides", ctypes.POINTER(ctypes.c_ssize_t)),
        ("suboffsets", ctypes.POINTER(ctypes.c_ssize_t)),
        ("internal", ctypes.c_void_p),
    ]


_FULL_READ_ONLY = 0x0100 | 0x0010 | 0x0008 | 0x0004  # PyBUF_INDIRECT | PyBUF_STRIDES | PyBUF_ND | PyBUF_FORMAT

_get = ctypes.pythonapi.PyObject_GetBuffer
_get.argtypes = (ctypes.py_object, ctypes.POINTER(_PyBuffer), ctypes.c_int)
_get.restype = ctypes.c_int
_release = ctypes.pythonapi.PyBuffer_Release
_release.argtypes = (ctypes.POINTER(_PyBuffer),)
_release.restype = None

_KINDS = {"b": "int", "h": "int", "i": "int", "l": "int", "q": "int", "n": "int"}
_KINDS |= {"B": "uint", "H": "uint", "I": "uint", "L": "uint", "Q": "uint", "N": "uint"}
_KINDS |= {"e": "float", "f": "float", "d": "float"}


class Buffer:
    """Memory lent by a Python object until `close()`."""

    __slots__ = ("_view", "address", "contiguous", "dtype", "nbytes", "owner", "read_only", "shape")

    def __init__(self, owner: Any) -> None:
        self._view: _PyBuffer | None = None
        with memoryview(owner) as view:
            self.contiguous = view.c_contiguous
            self.dtype = _dtype_of(view.format, view.itemsize)
            self.shape = tuple(view.shape or ())
            self.nbytes = view.nbytes
            self.read_only = view.readonly
        self.owner = owner
        raw = _PyBuffer()
        _get(owner, raw, _FULL_READ_ONLY)
        self._view = raw
        self.address: int = raw.buf or 0

    def close(self) -> None:
        """Give the memory back."""
        view, self._view = self._view, None
        if view is not None:
            _release(view)

    __del__ = close


def _dtype_of(format: str, itemsize: int) -> DType:
    code = format.lstrip("@=") if format[:1] in "@=" else format.lstrip("<")
    if code == "?":
        return BY_NAME["bool"]
    kind = _KINDS.get(code)
    name = f"{kind}{8 * itemsize}"
    if kind is None or name not in BY_NAME:
        raise TypeError(f"a buffer of format {format!r} has no element type of libnnx")
    return BY_NAME[name]


def view_of_memory(owner: Any, address: int, nbytes: int, format: Any, shape: tuple[int, ...]) -> memoryview:
    """A read-only view of memory that lives as long as `owner`."""
    memory = (ctypes.c_char * nbytes).from_address(address)
    memory._owner = owner  # type: ignore[attr-defined]
    view = memoryview(memory).cast("B").toreadonly()
    if nbytes:
        return cast(memoryview, view.cast(format, shape))
    return cast(memoryview, view.cast(format)) if len(shape) == 1 else view
