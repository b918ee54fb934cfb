"""Opaque leaves: values in the place of an array that libnnx carries, shares and drops, and never looks into."""

from __future__ import annotations

import ctypes
from typing import Any

from . import _abi, _callback
from ._handle import Handle
from ._library import lib, own, string, text


class Opaque:
    """Any Python object as a leaf: `Param(nnx.Opaque(handle))`, or an attribute.

    A State carries it like an array; equality is identity; saving it is an error that names its path.
    """

    __slots__ = ("_handle", "__weakref__")

    def __init__(self, value: Any, *, nbytes: int = 0, type_name: str | None = None) -> None:
        name = type(value).__qualname__ if type_name is None else type_name
        out = _abi.nnx_opaque()
        if not 0 <= nbytes < 2**64:
            raise ValueError(f"nbytes is a number of bytes, not {nbytes}")
        type_text = string(name)
        key = _callback.keep(value)
        lib.nnx_opaque_new(type_text, key, nbytes, None, _callback.DROP_VALUE, ctypes.byref(out))
        self._handle = own("opaque", out.value)

    @classmethod
    def _own(cls, handle: Handle) -> Opaque:
        opaque = object.__new__(cls)
        opaque._handle = handle
        return opaque

    @property
    def address(self) -> int:
        """The `void *` that the library carries."""
        data = ctypes.c_void_p()
        lib.nnx_opaque_data(self._handle, ctypes.byref(data))
        return data.value or 0

    @property
    def value(self) -> Any:
        """The Python object; for a value that another language made, a TypeError."""
        address = self.address
        if not _callback.is_kept(address):
            raise TypeError(f"the opaque {self.type_name} was not made by Python; its address is {address:#x}")
        return _callback.kept(address)

    @property
    def type_name(self) -> str:
        """The name of its type, as it is printed."""
        out = _abi.nnx_str()
        lib.nnx_opaque_type_name(self._handle, ctypes.byref(out))
        return text(out)

    @property
    def nbytes(self) -> int:
        """Its size, as it is printed."""
        out = ctypes.c_size_t()
        lib.nnx_opaque_nbytes(self._handle, ctypes.byref(out))
        return out.value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opaque) and self.address == other.address

    def __hash__(self) -> int:
        return hash(self.address)

    def __repr__(self) -> str:
        inner = repr(self.value) if _callback.is_kept(self.address) else f"{self.type_name} at {self.address:#x}"
        return f"Opaque({inner})"
