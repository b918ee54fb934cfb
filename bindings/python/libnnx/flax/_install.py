"""Natives under Flax's own functions: transforms, `nnx.compat`, optimizers and modules call them without knowing.

Flax's modules find `split`, `flatten` and the others as globals of `flax.nnx.graphlib` or as names that were copied from
there. Every such name in every module of Flax is replaced, and put back by `uninstall`. Functions that a program has
imported from Flax by name stay Flax's, and call the natives all the same, as `flatten` and `unflatten` beneath them are
globals. In a version of Flax that libnnx does not know nothing is replaced.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from . import _functions, _graphdef
from ._flax import KNOWN, REPLACED, graphlib, original

_lock = threading.Lock()
_depth = 0
_undo: list[Callable[[], None]] = []


def install() -> None:
    """Put the natives under Flax's own functions, for the whole process. Does nothing when they are there."""
    global _depth
    with _lock:
        if not _depth:
            _put()
        _depth = max(_depth, 1)


def uninstall() -> None:
    """Give Flax its own functions back. Does nothing when they are there."""
    global _depth
    with _lock:
        if _depth:
            _take_back()
        _depth = 0


@contextlib.contextmanager
def installed() -> Iterator[None]:
    """`install` for the length of a `with` block; blocks may be nested."""
    global _depth
    with _lock:
        if not _depth:
            _put()
        _depth += 1
    try:
        yield
    finally:
        with _lock:
            if _depth == 1:
                _take_back()
            _depth = max(_depth - 1, 0)


def _put() -> None:
    if not KNOWN:
        return
    natives = {
        getattr(original, name): getattr(_functions, name) for name in REPLACED if hasattr(original, name)
    }
    for module in _flax_modules():
        for name, value in list(vars(module).items()):
            _replace(module, name, value, natives)
    _undo.append(_graphdef.put())


def _replace(module: Any, name: str, value: Any, natives: dict[Any, Any]) -> None:
    """Replace a function, or the `functools.partial` of one as `nnx.compat` has them."""
    if isinstance(value, functools.partial):
        native = _native_for(value.func, natives)
        replacement = native and functools.partial(native, *value.args, **value.keywords)
    else:
        replacement = _native_for(value, natives)
    if replacement is not None:
        setattr(module, name, replacement)
        _undo.append(functools.partial(setattr, module, name, value))


def _native_for(value: Any, natives: dict[Any, Any]) -> Any:
    return natives.get(value) if type(value) is type(graphlib.split) else None


def _take_back() -> None:
    while _undo:
        _undo.pop()()


def _flax_modules() -> list[Any]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "flax" and module]
