"""Finds the shared library, checks its version and binds every function of the C ABI.

Looked for, in this order: the file that `LIBNNX_LIBRARY` names, the one carried in this package, and, for work on
libnnx itself, the one that cargo built in the repository around this file.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from . import _abi, _callback
from ._error import NnxError, VersionMismatchError, for_status
from ._handle import Handle

VERSION = "0.1.0"
"""The version of this package; the library's must agree in major and minor."""

_HERE = Path(__file__).resolve().parent


def _candidates() -> list[Path]:
    named = os.environ.get("LIBNNX_LIBRARY")
    if named:
        return [Path(named)]
    repository = _HERE.parents[2] if len(_HERE.parents) > 2 else _HERE
    built = [repository / "target" / profile / "libnnx.so" for profile in ("release", "debug")]
    return [_HERE / "libnnx.so.0", *(built if (repository / "Cargo.toml").is_file() else [])]


def _load() -> tuple[ctypes.CDLL, Path]:
    tried = []
    for path in _candidates():
        if path.is_file():
            return ctypes.CDLL(str(path)), path
        tried.append(str(path))
    raise ImportError(
        "libnnx.so.0 was not found; looked for "
        + " and ".join(tried)
        + ". Install the package with pip, run `cargo build --release`, or set LIBNNX_LIBRARY to the file."
    )


class _Functions:
    """The bound functions; a failing one raises the exception for its status."""

    def __init__(self, dll: ctypes.CDLL) -> None:
        for name, (result, arguments) in _abi.FUNCTIONS.items():
            function = getattr(dll, name)
            function.restype = result
            function.argtypes = arguments
            if result is ctypes.c_int32:
                function.errcheck = _check
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the C ABI has no function {name}")


def _check(status: int, function: Any, arguments: tuple[Any, ...]) -> int:
    if status or _callback._pending:
        _settle(status, arguments)
    return status


def _settle(status: int, arguments: tuple[Any, ...]) -> None:
    """Raise what a callback put aside, or else what the library says."""
    aside = _callback.take_aside()
    error = _last_error(status) if status else None
    try:
        if aside is not None:
            _release_outputs(arguments)
            raise aside
        if error is not None:
            raise error
    finally:
        # The traceback holds this frame: without this, what its other frames hold would wait for the collector.
        del aside, error


def _last_error(status: int) -> NnxError:
    taken = _abi.nnx_error()
    if _take_error(ctypes.byref(taken)) or not taken.value:
        return for_status(status, f"{lib.nnx_status_name(status).decode()} (the library left no text)")
    try:
        message, path = _abi.nnx_str(), _abi.nnx_str()
        _error_message(taken, ctypes.byref(message))
        _error_path(taken, ctypes.byref(path))
        return for_status(status, text(message), text(path))
    finally:
        RELEASE["error"](taken.value)


def _release_outputs(arguments: tuple[Any, ...]) -> None:
    """Give back what a call produced whose result cannot be delivered, as a callback in it raised.

    Outputs are given by reference, or as an array that stands last.
    """
    outputs = [argument._obj for argument in arguments if hasattr(argument, "_obj")]
    if isinstance(arguments[-1], ctypes.Array):
        outputs += arguments[-1]
    for output in outputs:
        if isinstance(output, ctypes.c_void_p) and output.value:
            release = RELEASE.get(type(output).__name__[len("nnx_") :])
            if release is not None:
                release(output.value)


def text(lent: Any) -> str:
    """The string behind a lent `nnx_str`."""
    if not lent.size:
        return ""
    address = ctypes.c_void_p.from_buffer(lent).value
    return ctypes.string_at(address or 0, lent.size).decode("utf-8", "surrogateescape")


def string(value: str) -> Any:
    """An `nnx_str` for a call; it lives as long as the answer."""
    if not isinstance(value, str):
        raise TypeError(f"expected a str, not {value!r} of type {type(value).__name__}")
    data = value.encode("utf-8", "surrogateescape")
    return _abi.nnx_str(data, len(data))


@functools.lru_cache(maxsize=4096)
def name(value: str) -> Any:
    """`string` for names that come again and again; the answer is shared and must not be changed."""
    return string(value)


def strings(values: list[str]) -> Any:
    """An array of `nnx_str` for a call."""
    return (_abi.nnx_str * len(values))(*map(string, values))


def owned_text(value: int | None) -> str:
    """The text of an `nnx_bytes`, which is released."""
    return owned_bytes(value).decode("utf-8", "surrogateescape")


def owned_bytes(value: int | None) -> bytes:
    """The content of an `nnx_bytes`, which is released."""
    lent = _abi.nnx_str()
    try:
        lib.nnx_bytes_data(value, ctypes.byref(lent))
        return ctypes.string_at(ctypes.c_void_p.from_buffer(lent).value or 0, lent.size) if lent.size else b""
    finally:
        RELEASE["bytes"](value)


def own(noun: str, value: int | None) -> Handle:
    """A handle that a function returned, to be released with its noun's function."""
    assert value is not None
    return Handle(value, RELEASE[noun]) if _own is None else _own(value)


_dll, PATH = _load()

_take_error = _dll["nnx_error_take"]
_error_message = _dll["nnx_error_message"]
_error_path = _dll["nnx_error_path"]
for _unchecked in (_take_error, _error_message, _error_path):
    _unchecked.argtypes = _abi.FUNCTIONS[_unchecked.__name__][1]

lib: Any = _Functions(_dll)

RELEASE: dict[str, Callable[[int | None], object]] = {}
for _name, (_, _arguments) in _abi.FUNCTIONS.items():
    if _name.endswith("_release"):
        _release = _dll[_name]
        _release.argtypes = _arguments
        RELEASE[_name[len("nnx_") : -len("_release")]] = _release


def python_module() -> ModuleType | None:
    """`libnnx._native`: what the library does with the interpreter's own functions, without ctypes.

    None in a library that has none; an error where the interpreter is one that it cannot be in.
    """
    try:
        entry = ctypes.PyDLL(str(PATH)).nnx_python_module
    except AttributeError:
        return None
    entry.restype, entry.argtypes = ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.py_object)]
    made = ctypes.py_object()
    status = entry(ctypes.pythonapi._handle, ctypes.byref(made))
    if status:
        raise _last_error(status)
    module: ModuleType = made.value
    sys.modules.setdefault("libnnx._native", module)
    return module


_found = lib.nnx_version_string().decode()
if _found.split(".")[:2] != VERSION.split(".")[:2]:
    raise VersionMismatchError(f"libnnx {VERSION} needs the shared library {VERSION}, but {PATH} is {_found}", 102)

native: ModuleType | None = None
"""`python_module()`, or None where there is none: then everything goes through ctypes."""
try:
    native = python_module()
except NnxError:
    pass
_own: Callable[[int], Handle] | None = getattr(native, "own", None)
