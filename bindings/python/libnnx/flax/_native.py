"""The library's functions over CPython objects, or functions that send everything to Flax.

A native function answers `FALLBACK` when it met something unusual. It has changed nothing then, and has counted the
reason; the caller hands the same arguments to Flax's own function.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from .. import _library
from . import _flax, _stats
from ._stats import Stats


def _load() -> ModuleType | None:
    """`libnnx._native`, made by the library in this interpreter and told what Flax is."""
    if not _flax.KNOWN:
        return None
    module = _library.python_module()
    if module is not None:
        from . import _bind  # what it reads of JAX and Flax need not be there in a version that is not known

        module.bind(_bind.names())
    return module


module: Final = _load()
FALLBACK: Final[object] = getattr(module, "FALLBACK", object())


def function(name: str) -> Callable[..., Any]:
    """The native function, or one that always answers `FALLBACK`."""
    found: Callable[..., Any] | None = getattr(module, name, None)
    if found is not None:
        return found
    reason = f"{name}: not built"

    def absent(*arguments: Any) -> object:
        _stats.fallbacks[reason] += 1
        return FALLBACK

    return absent


def helper(name: str) -> Callable[..., Any]:
    """A native function that stands for none of Flax's, or one that always answers `None`: it has no answer."""
    found: Callable[..., Any] | None = getattr(module, name, None)
    return found if found is not None else lambda *arguments: None


def stats() -> Stats:
    """What ran natively, and what went to Flax and why, since the start or since `reset_stats`."""
    native, fallbacks = _stats.native.copy(), _stats.fallbacks.copy()
    if module is not None:
        counted = module.stats()
        native.update(counted["native"])
        fallbacks.update(counted["fallback"])
    return Stats(dict(native), dict(fallbacks))


def reset_stats() -> None:
    """Begin to count anew."""
    _stats.native.clear()
    _stats.fallbacks.clear()
    if module is not None:
        module.reset_stats()
