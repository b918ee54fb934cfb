"""Hash and equality of `GraphDef` in constant time for objects that the library made.

A `GraphDef` enters the key of every cache of compiled functions, so each call of a transform hashes and compares it.
Flax does both by walking its lists. The library returns the same object for an unchanged structure and keeps the hash
beside it. The class stays Flax's: a subclass would be a leaf to JAX.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import _native
from ._flax import graphlib

_GraphDef = graphlib.GraphDef
_hash, _equal = _GraphDef.__hash__, _GraphDef.__eq__


def put() -> Callable[[], None]:
    """Set both methods; the answer puts Flax's own back."""
    known_hash = getattr(_native.module, "graphdef_hash", None)

    def __eq__(self: Any, other: Any) -> Any:
        return self is other or _equal(self, other)

    def __hash__(self: Any) -> int:
        found = known_hash(self)  # type: ignore[misc]
        return _hash(self) if found is None else found  # type: ignore[no-any-return]

    _GraphDef.__eq__ = __eq__
    if known_hash is not None:
        _GraphDef.__hash__ = __hash__
    return take_back


def take_back() -> None:
    _GraphDef.__hash__, _GraphDef.__eq__ = _hash, _equal
