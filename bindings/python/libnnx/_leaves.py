"""Native States: what is in one, and how one is made of leaves."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any, Union

from . import _abi, _static
from ._error import InvalidArgumentError
from ._filter import Filters, Not, PathIn
from ._handle import Handle
from ._library import lib, own, string, strings
from ._opaque import Opaque
from ._path import Key, Path, path_text
from ._report import Report, take
from ._tensor import Tensor, tensor_at
from ._traced import Value, values_array
from ._value import container, is_array
from ._variable import Variable, VariableState, variable_class

Leaf = Union[VariableState, Tensor, Opaque, Value]


class Content:
    """An immutable native State, and what was read of it."""

    __slots__ = ("_below", "_levels", "_rows", "handle")

    def __init__(self, handle: Handle, like: Content | None = None) -> None:
        """`like` is a State with the same paths, kinds and types: what was read of it holds here too."""
        self.handle = handle
        self._rows: Report | None = None if like is None else like._rows
        self._levels: dict[Key, Any] | None = None if like is None else like._levels
        self._below: dict[Path, Content] | None = None

    @property
    def rows(self) -> Report:
        """Path, kind and Variable type of each leaf."""
        if self._rows is None:
            out = _abi.nnx_report()
            lib.nnx_state_paths(self.handle, ctypes.byref(out))
            self._rows = take(out.value)
        return self._rows

    @property
    def levels(self) -> dict[Key, Any]:
        """The leaves' positions in nested dicts by key."""
        if self._levels is None:
            self._levels = {}
            for position, row in enumerate(self.rows):
                *parents, last = row.keys or (None,)
                level: Any = self._levels
                for key in parents:
                    level = level.setdefault(key, {})
                level[last] = position
        return self._levels

    def below(self, prefix: Path) -> Content:
        """What is below a prefix."""
        if not prefix:
            return self
        if self._below is None:
            self._below = {}
        found = self._below.get(prefix)
        if found is None:
            out = _abi.nnx_state()
            lib.nnx_state_at(self.handle, string(path_text(prefix)), ctypes.byref(out))
            found = self._below[prefix] = Content(own("state", out.value))
        return found

    def leaf(self, position: int) -> Leaf:
        """One leaf."""
        row = self.rows[position]
        value: Any
        if row.code == _abi.NNX_ATTRIBUTE_KIND_OPAQUE:
            value = self._traced_or_opaque(position)
        else:
            value = _abi.nnx_tensor()
            lib.nnx_state_tensor(self.handle, position, ctypes.byref(value))
            value = Tensor._own(own("tensor", value.value))
        if not row.text:
            return value  # type: ignore[no-any-return]
        leaf = VariableState(variable_class(row.text), value)
        leaf._metadata = lambda: self.metadata(position)
        return leaf

    def _traced_or_opaque(self, position: int) -> Any:
        traced = _abi.nnx_value()
        try:
            lib.nnx_state_get_value(self.handle, string(self.rows[position].path), ctypes.byref(traced))
            return Value._of(traced)
        except InvalidArgumentError:
            opaque = _abi.nnx_opaque()
            lib.nnx_state_opaque(self.handle, position, ctypes.byref(opaque))
            return Opaque._own(own("opaque", opaque.value))

    def metadata(self, position: int) -> dict[str, Any]:
        """The metadata of one leaf."""
        names = _abi.nnx_report()
        lib.nnx_state_metadata_names(self.handle, position, ctypes.byref(names))
        metadata = {}
        for row in take(names.value):
            out = _abi.nnx_static()
            lib.nnx_state_metadata(self.handle, position, string(row.path), ctypes.byref(out))
            metadata[row.path] = _static.take(out.value)
        return metadata


def with_leaves(handle: Handle, new: Mapping[str, Tensor]) -> Handle:
    out = _abi.nnx_state()
    tensors = (_abi.nnx_tensor * len(new))(*(tensor._handle.value for tensor in new.values()))
    lib.nnx_state_with(handle, strings(list(new)), tensors, len(new), ctypes.byref(out))
    return own("state", out.value)


def with_values(handle: Handle, new: Mapping[str, Value]) -> Handle:
    if not new:
        return handle
    out = _abi.nnx_state()
    values = values_array(list(new.values()))
    lib.nnx_state_with_values(handle, strings(list(new)), values, len(new), ctypes.byref(out))
    return own("state", out.value)


def merged(handles: Sequence[Handle]) -> Handle:
    out = _abi.nnx_state()
    array = (_abi.nnx_state * len(handles))(*(each.value for each in handles))
    lib.nnx_state_merge(array, len(handles), ctypes.byref(out))
    return own("state", out.value)


def without(content: Content, path: Path) -> Handle:
    """The State without what is at or below a path."""
    gone = [row.keys for row in content.rows if row.keys[: len(path)] == path]
    if not gone:
        return content.handle
    filters = Filters([Not(PathIn(*gone))], lambda _: None)
    out = (_abi.nnx_state * 1)()
    lib.nnx_state_filter(content.handle, filters.array, 1, out)
    return own("state", out[0].value)


def flatten(mapping: Mapping[Any, Any], prefix: Path = ()) -> list[tuple[Path, Any]]:
    flat: list[tuple[Path, Any]] = []
    for key, value in mapping.items():
        if isinstance(value, Mapping):
            flat += flatten(value, (*prefix, key))
        else:
            flat.append(((*prefix, key), value))
    return flat


def from_leaves(flat: Sequence[tuple[Path, Any]]) -> Handle:
    """A native State with these leaves: in one call when types and arrays are all there is to them."""
    out = _abi.nnx_state()
    if all(_is_simple(leaf) for _, leaf in flat):
        paths = strings([path_text(path) for path, _ in flat])
        types = strings([leaf.type._type_name if isinstance(leaf, Variable) else "" for _, leaf in flat])
        held = [tensor_at(path, leaf) for path, leaf in flat]
        tensors = (_abi.nnx_tensor * len(held))(*(each._handle.value for each in held))
        lib.nnx_state_from_leaves(paths, types, tensors, len(held), ctypes.byref(out))
        return own("state", out.value)
    nested: dict[Any, Any] = {}
    for path, leaf in flat:
        level = nested
        for key in path[:-1]:
            level = level.setdefault(key, {})
        level[path[-1]] = _for_graph(path, leaf)
    root = container(nested)
    states = (_abi.nnx_state * 1)()
    lib.nnx_node_state(root, None, 0, states)
    return own("state", states[0].value)


def _is_simple(leaf: Any) -> bool:
    if isinstance(leaf, (Variable, VariableState)):
        return not leaf.get_metadata() and not isinstance(leaf.get_value(), (Opaque, Value))
    return not isinstance(leaf, (Opaque, Value))


def _for_graph(path: Path, leaf: Any) -> Any:
    if type(leaf) is VariableState:
        return leaf.type(leaf.get_value(), **leaf.get_metadata())
    if isinstance(leaf, (Variable, Opaque, Value)) or is_array(leaf):
        return leaf
    return tensor_at(path, leaf)
