"""Python objects that the library holds by address, and exceptions that must not cross C.

The library keeps a `void *` for a foreign static value, an opaque leaf, borrowed memory or a callback. That address is
the identity of an entry in a table here; the entry lives until the library calls `drop`, which it does exactly once.
An exception inside a callback is put aside and raised again as soon as the call that caused it is back in Python.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Any, TypeVar

_T = TypeVar("_T")


class _Entry:
    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


_kept: dict[int, _Entry] = {}
"""Every operation on this table is a single dictionary call, so that a callback may come in between."""

_pending: dict[int, BaseException] = {}


def keep(value: Any) -> int:
    """Keep `value` alive until `drop`; the answer is never 0 and never an address that C code can own."""
    entry = _Entry(value)
    key = id(entry)
    _kept[key] = entry
    return key


def kept(key: int | None) -> Any:
    """What was kept under `key`; a KeyError when it was made by another language."""
    return _kept[key or 0].value


def is_kept(key: int | None) -> bool:
    """Whether `key` was made by `keep` and is still alive."""
    return (key or 0) in _kept


def kept_count() -> int:
    """How many Python objects the library holds now."""
    return len(_kept)


def drop(key: int | None) -> None:
    """Let go of what was kept under `key`."""
    _kept.pop(key or 0, None)


RAISED = 1000
"""What a callback answers when it raised; the exception itself was put aside."""


def drop_value(key: int | None, _: int | None, pop: Callable[..., object] = _kept.pop) -> None:
    """`drop` for callbacks that are given their value and `user_data`; also when the names of this module are gone."""
    pop(key or 0, None)


def put_aside(error: BaseException) -> None:
    """Remember an exception of a callback on this thread; the first one counts."""
    _pending.setdefault(threading.get_ident(), error)


def take_aside() -> BaseException | None:
    """The exception that a callback on this thread left behind, if any."""
    return _pending.pop(threading.get_ident(), None)


def immortal(callback: _T) -> _T:
    """A C function pointer that may be called until the process ends, also while the interpreter shuts down."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(callback))
    return callback


def _drop(key: int | None, pop: Callable[..., object] = _kept.pop) -> None:
    pop(key or 0, None)


DROP = immortal(ctypes.CFUNCTYPE(None, ctypes.c_void_p)(_drop))
"""`drop` for C: `void (*destroy)(void *user_data)`."""

DROP_VALUE = immortal(ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(drop_value))
"""`drop` for C: `void (*destroy)(void *value, void *user_data)`."""
