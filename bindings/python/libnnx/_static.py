"""Static values: what a GraphDef holds. Numbers, texts, dtypes and tuples are libnnx's own; any other hashable Python
object is carried as a foreign value, compared and hashed by Python."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from typing import Any

from . import _abi, _callback
from ._dtype import BY_CODE, as_dtype, is_dtype
from ._handle import Handle
from ._library import lib, own, owned_text, string, text


class Foreign:
    """A static value that another language made; Python can compare it and hand it on."""

    __slots__ = ("_handle", "__weakref__")

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Foreign):
            return NotImplemented
        out = ctypes.c_int32()
        lib.nnx_static_equal(self._handle, other._handle, ctypes.byref(out))
        return bool(out.value)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        out = _abi.nnx_bytes()
        lib.nnx_static_text(self._handle, ctypes.byref(out))
        return owned_text(out.value)


def new(value: Any) -> Handle:
    """The static value for a Python value; a TypeError when it is not hashable."""
    out = _abi.nnx_static()
    reference = ctypes.byref(out)
    kind = type(value)
    if kind is bool:
        lib.nnx_static_new_bool(value, reference)
    elif kind is int and -(2**63) <= value < 2**63:
        lib.nnx_static_new_int(value, reference)
    elif kind is float:
        lib.nnx_static_new_float(value, reference)
    elif kind is str:
        lib.nnx_static_new_string(string(value), reference)
    elif kind is bytes:
        lib.nnx_static_new_bytes(value, len(value), reference)
    elif value is None:
        lib.nnx_static_new_none(reference)
    elif kind is tuple:
        items = [new(item) for item in value]
        array = (_abi.nnx_static * len(items))(*(item.value for item in items))
        lib.nnx_static_new_tuple(array, len(items), reference)
    elif kind is Foreign:
        lib.nnx_static_retain(value._handle, reference)
    elif is_dtype(value):
        lib.nnx_static_new_dtype(as_dtype(value).code, reference)
    else:
        hash(value)
        lib.nnx_static_new_foreign(_callback.keep(value), ctypes.byref(_FOREIGN), reference)
    return own("static", out.value)


def named(values: Mapping[str, Any], role: str) -> dict[str, Handle]:
    """Static values by name; a TypeError says which is none. `role` is what they are, as `metadata`."""
    handles = {}
    for name, value in values.items():
        try:
            handles[name] = new(value)
        except TypeError as error:
            raise TypeError(
                f"{role} {name!r}: a {type(value).__name__} is no static value ({error}); expected a number, a text, "
                "a tuple of those or another hashable object"
            ) from None
    return handles


def read(handle: Handle) -> Any:
    """The Python value of a static value."""
    kind = ctypes.c_int32()
    lib.nnx_static_kind_of(handle, ctypes.byref(kind))
    return _READERS[kind.value](handle)


def take(value: int | None) -> Any:
    """The Python value of a static value that a function returned."""
    return read(own("static", value))


def _read_bool(handle: Handle) -> bool:
    out = ctypes.c_int32()
    lib.nnx_static_as_bool(handle, ctypes.byref(out))
    return bool(out.value)


def _read_int(handle: Handle) -> int:
    out = ctypes.c_int64()
    lib.nnx_static_as_int(handle, ctypes.byref(out))
    return out.value


def _read_float(handle: Handle) -> float:
    out = ctypes.c_double()
    lib.nnx_static_as_float(handle, ctypes.byref(out))
    return out.value


def _read_string(handle: Handle) -> str:
    out = _abi.nnx_str()
    lib.nnx_static_as_string(handle, ctypes.byref(out))
    return text(out)


def _read_bytes(handle: Handle) -> bytes:
    data, size = ctypes.c_void_p(), ctypes.c_size_t()
    lib.nnx_static_as_bytes(handle, ctypes.byref(data), ctypes.byref(size))
    return ctypes.string_at(data.value or 0, size.value) if size.value else b""


def _read_dtype(handle: Handle) -> Any:
    out = ctypes.c_int32()
    lib.nnx_static_as_dtype(handle, ctypes.byref(out))
    return BY_CODE[out.value]


def _read_tuple(handle: Handle) -> tuple[Any, ...]:
    size = ctypes.c_size_t()
    lib.nnx_static_size(handle, ctypes.byref(size))
    items = []
    for index in range(size.value):
        item = _abi.nnx_static()
        lib.nnx_static_at(handle, index, ctypes.byref(item))
        items.append(take(item.value))
    return tuple(items)


def _read_foreign(handle: Handle) -> Any:
    value = ctypes.c_void_p()
    lib.nnx_static_as_foreign(handle, ctypes.byref(value))
    return _callback.kept(value.value) if _callback.is_kept(value.value) else Foreign(handle)


_READERS: dict[int, Callable[[Handle], Any]] = {
    _abi.NNX_STATIC_KIND_BOOL: _read_bool,
    _abi.NNX_STATIC_KIND_INT: _read_int,
    _abi.NNX_STATIC_KIND_FLOAT: _read_float,
    _abi.NNX_STATIC_KIND_STRING: _read_string,
    _abi.NNX_STATIC_KIND_BYTES: _read_bytes,
    _abi.NNX_STATIC_KIND_DTYPE: _read_dtype,
    _abi.NNX_STATIC_KIND_TUPLE: _read_tuple,
    _abi.NNX_STATIC_KIND_FOREIGN: _read_foreign,
    _abi.NNX_STATIC_KIND_NONE: lambda handle: None,
}


# What the library calls back for foreign values. An exception is put aside and raised when the call is over.


def _equal(left: int | None, right: int | None, _: int | None) -> int:
    try:
        a, b = _callback.kept(left), _callback.kept(right)
        return int(a is b or (type(a) is type(b) and bool(a == b)))
    except BaseException as error:
        _callback.put_aside(error)
        return 0


def _hash(value: int | None, _: int | None) -> int:
    try:
        return hash(_callback.kept(value)) & (2**64 - 1)
    except BaseException as error:
        _callback.put_aside(error)
        return 0


def _describe(value: int | None, _: int | None, out: Any) -> int:
    try:
        data = repr(_callback.kept(value)).encode("utf-8", "backslashreplace")
        made = _abi.nnx_bytes()
        lib.nnx_bytes_new(data, len(data), ctypes.byref(made))
        out[0] = made.value
        return 0
    except BaseException as error:
        _callback.put_aside(error)
        return _callback.RAISED


_TYPES: dict[str, Any] = {field[0]: field[1] for field in _abi.nnx_foreign_callbacks._fields_}
_FOREIGN = _abi.nnx_foreign_callbacks(
    struct_size=ctypes.sizeof(_abi.nnx_foreign_callbacks),
    equal=_callback.immortal(_TYPES["equal"](_equal)),
    hash=_callback.immortal(_TYPES["hash"](_hash)),
    describe=_callback.immortal(_TYPES["describe"](_describe)),
    destroy=_callback.immortal(_TYPES["destroy"](_callback.drop_value)),
)
