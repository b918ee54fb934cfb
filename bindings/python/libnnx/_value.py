"""Attribute values: what a Python value becomes in a native graph, and what it reads back as.

| Python value | in the graph | reads back as |
|---|---|---|
| Module, Object, List, Dict, Variable | the node itself | the same object |
| Tensor, NumPy or JAX array | an array leaf | Tensor |
| Opaque | an opaque leaf | Opaque |
| Value, while a function is traced | an array leaf of the program | Value |
| bool, int, float, str, bytes, dtype | a static value | the same |
| tuple of static values | a static tuple; inside a list, dict or tuple: a tuple node | tuple |
| list, dict, other tuples | a value node with a copy of the content | PlainList, PlainDict (live), tuple |
| None | none | None |
| any other hashable object | a foreign static value | the same object |
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from . import _abi, _static
from ._dtype import is_dtype
from ._error import InvalidArgumentError
from ._handle import Handle
from ._library import lib, name, own, string
from ._node import Node, address, wrap
from ._opaque import Opaque
from ._path import key_text
from ._tensor import Tensor, tensor_at
from ._traced import Value


Setting = tuple[Callable[..., object], tuple[Any, ...]]
"""How a converted value is set: a function of the library, and what it takes behind the node and the key."""


def assign(node: Handle, path: str, value: Any, inside_plain: bool = False) -> None:
    """Set one attribute."""
    function, arguments = convert(value, path, inside_plain)
    function(node, name(path), *arguments)


def convert(value: Any, where: str, inside_plain: bool = False) -> Setting:
    """A value ready to be set; whatever is wrong with it alone is found here, before anything changes."""
    kind = type(value)
    if issubclass(kind, Node):
        return lib.nnx_node_set_node, (address(value),)
    if kind is bool:
        return lib.nnx_node_set_bool, (value,)
    if kind is int and -(2**63) <= value < 2**63:
        return lib.nnx_node_set_int, (value,)
    if kind is float:
        return lib.nnx_node_set_float, (value,)
    if kind is str:
        return lib.nnx_node_set_string, (string(value),)
    if value is None:
        return lib.nnx_node_set_none, ()
    if isinstance(value, Opaque):
        return lib.nnx_node_set_opaque, (value._handle,)
    if kind is Value:
        return lib.nnx_node_set_value, (value,)
    if isinstance(value, Node):
        raise TypeError(
            f"{where}: a leaf of a State is a value, not a Variable of a graph; give a new Variable, as "
            "leaf.type(leaf.value, **leaf.get_metadata()), or write it by nnx.update"
        )
    if is_array(value):
        return lib.nnx_node_set_tensor, (tensor_at(where, value)._handle,)
    if kind in (list, dict) or (kind is tuple and (inside_plain or not is_static(value))):
        return lib.nnx_node_set_node, (container(value, where),)
    return lib.nnx_node_set_static, (static_for(value, where),)


def as_it_is(node: Handle, path: str) -> Setting:
    """An attribute's value ready to be set again, a node as the very same."""
    kind = ctypes.c_int32()
    lib.nnx_node_get_kind(node, name(path), ctypes.byref(kind))
    if kind.value == _abi.NNX_ATTRIBUTE_KIND_NODE:
        child = _abi.nnx_node()
        lib.nnx_node_get_node(node, name(path), ctypes.byref(child))
        return lib.nnx_node_set_node, (own("node", child.value),)
    return convert(read(node, path), path)


def static_for(value: Any, where: str) -> Handle:
    """The static value for a Python value; a TypeError that says what can be done instead."""
    try:
        return _static.new(value)
    except TypeError as error:
        if isinstance(value, tuple) and type(value) is not tuple:
            hint = "a named tuple that holds nodes or arrays; use a tuple, a dict or nnx.Dict"
        else:
            hint = "use a hashable object, nnx.List, nnx.Dict or nnx.Opaque"
        raise TypeError(
            f"{where}: a {type(value).__name__} cannot be an attribute, as it is neither a node, an array nor a "
            f"static value ({error}): {hint}"
        ) from None


def is_static(value: Any) -> bool:
    """Whether a value has no node, array or opaque leaf in it."""
    if type(value) is tuple:
        return all(map(is_static, value))
    return not (isinstance(value, (Node, Opaque, Value, list, dict)) or is_array(value))


def is_array(value: Any) -> bool:
    """Whether a value is an array; NumPy's scalars are not, as in Flax."""
    if isinstance(value, Tensor):
        return True
    return hasattr(type(value), "__dlpack__") and not isinstance(value, Node) and not is_dtype(value)


def container(value: list[Any] | dict[Any, Any] | tuple[Any, ...], where: str = "") -> Handle:
    """A value node with the content of a Python list, dict or tuple; `where` is its path for texts of errors."""
    try:
        return _container(value, where, ())
    except ctypes.ArgumentError as error:
        # ctypes gives the text of what was raised while it converts an argument, not the exception.
        if RecursionError.__name__ in str(error):
            raise RecursionError(f"a {type(value).__name__} is nested too deep to be part of a graph") from None
        raise


def _container(value: list[Any] | dict[Any, Any] | tuple[Any, ...], where: str, _open: tuple[int, ...]) -> Handle:
    place = f"{where}: " if where else ""
    if id(value) in _open:
        raise ValueError(
            f"{place}a {type(value).__name__} that holds itself cannot be part of a graph; use nnx.List or nnx.Dict"
        )
    _open = (*_open, id(value))
    out = _abi.nnx_node()
    new = {list: lib.nnx_plain_list_new, dict: lib.nnx_plain_dict_new, tuple: lib.nnx_tuple_new}[type(value)]
    new(None, ctypes.byref(out))
    node = own("node", out.value)
    items = sorted_items(value, place) if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        component = key_text(key)
        below = f"{where}/{component}" if where else component
        if type(item) in (list, dict, tuple):
            lib.nnx_node_set_node(node, name(component), _container(item, below, _open))
        else:
            function, arguments = convert(item, below, inside_plain=True)
            function(node, name(component), *arguments)
    return node


def sorted_items(mapping: dict[Any, Any], place: str) -> list[tuple[Any, Any]]:
    """The items of a dict whose keys are all strings or all integers."""
    kinds = {str if isinstance(key, str) else type(key) for key in mapping}
    if len(kinds) > 1:
        names = sorted(kind.__name__ for kind in kinds)
        raise TypeError(
            f"{place}the keys of a dict in a graph are all str or all int, and these are {' and '.join(names)}"
        )
    return list(mapping.items())


def read(node: Handle, path: str) -> Any:
    """Get one attribute."""
    kind = ctypes.c_int32()
    key = name(path)
    lib.nnx_node_get_kind(node, key, ctypes.byref(kind))
    if kind.value == _abi.NNX_ATTRIBUTE_KIND_NODE:
        child = _abi.nnx_node()
        lib.nnx_node_get_node(node, key, ctypes.byref(child))
        return wrap(child.value)
    if kind.value == _abi.NNX_ATTRIBUTE_KIND_STATIC:
        static = _abi.nnx_static()
        lib.nnx_node_get_static(node, key, ctypes.byref(static))
        return _static.take(static.value)
    if kind.value == _abi.NNX_ATTRIBUTE_KIND_TENSOR:
        tensor = _abi.nnx_tensor()
        lib.nnx_node_get_tensor(node, key, ctypes.byref(tensor))
        return Tensor._own(own("tensor", tensor.value))
    if kind.value == _abi.NNX_ATTRIBUTE_KIND_OPAQUE:
        traced = _abi.nnx_value()
        try:
            lib.nnx_node_get_value(node, key, ctypes.byref(traced))
            return Value._of(traced)
        except InvalidArgumentError:
            pass
        opaque = _abi.nnx_opaque()
        lib.nnx_node_get_opaque(node, key, ctypes.byref(opaque))
        return Opaque._own(own("opaque", opaque.value))
    return None
