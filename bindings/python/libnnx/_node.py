"""Nodes: Python objects that stand for the nodes of a native object graph."""

from __future__ import annotations

import ctypes
import os
import threading
import weakref
from collections.abc import Callable
from typing import Any

from . import _abi
from ._handle import Handle
from ._library import RELEASE, lib, own, text


class Node:
    """What a Python object needs to stand for a native node; while it lives, the node has no other Python object."""

    __slots__ = ("_libnnx_node", "__weakref__")

    _libnnx_node: Handle

    def __copy__(self) -> Any:
        raise TypeError(f"a shallow copy of a {type(self).__name__} would share its node; use nnx.clone")

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        out = _abi.nnx_node()
        lib.nnx_node_clone(address(self), ctypes.byref(out))
        return wrap(out.value)

    def __reduce__(self) -> Any:
        raise TypeError(f"a {type(self).__name__} is pickled as nnx.split gives it: a GraphDef and a State")


_live: weakref.WeakValueDictionary[int, Node] = weakref.WeakValueDictionary()

_lock = threading.RLock()
"""Between looking for a node's Python object and making one. A collection of garbage in between may come back here."""


def _unlock() -> None:
    """In a forked child nobody else holds the lock."""
    global _lock
    _lock = threading.RLock()


os.register_at_fork(after_in_child=_unlock)

_makers: dict[int, Callable[[int], Any]] = {}
"""By node kind: how a node that has no Python object yet gets one. Each module adds its kinds."""


def address(node: Node) -> Handle:
    """The node's handle, for a call."""
    return node._libnnx_node


def attach(python: Node, value: int | None) -> None:
    """Let a Python object stand for the node of this handle, which it owns from now on."""
    object.__setattr__(python, "_libnnx_node", own("node", value))
    _live[_identity(value)] = python


def wrap(value: int | None) -> Any:
    """The Python object of the node of this handle, which is taken over."""
    with _lock:
        found = _live.get(_identity(value))
        if found is None:
            kind = ctypes.c_int32()
            lib.nnx_node_kind_of(value, ctypes.byref(kind))
            assert value is not None
            return _makers[kind.value](value)
    RELEASE["node"](value)
    return found


def make(kind: int, maker: Callable[[int], Any]) -> None:
    """Say how nodes of a kind become Python objects."""
    _makers[kind] = maker


def adopt(cls: type[Node], value: int) -> Any:
    """An object of this class, without its `__init__`, for a node."""
    python = object.__new__(cls)
    attach(python, value)
    return python


def _identity(value: int | None) -> int:
    out = ctypes.c_uint64()
    lib.nnx_node_id(value, ctypes.byref(out))
    return out.value


def type_name(value: int | None) -> str:
    """The type name of the Object or Variable behind a handle; the kind of any other node."""
    out = _abi.nnx_str()
    lib.nnx_node_type_name(value, ctypes.byref(out))
    return text(out)


def size(node: Node) -> int:
    """The number of attributes or elements."""
    out = ctypes.c_size_t()
    lib.nnx_node_size(address(node), ctypes.byref(out))
    return out.value
