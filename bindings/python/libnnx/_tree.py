"""Nested tuples, lists, dicts and States as a list of leaves, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._leaves import with_leaves, with_values
from ._opaque import Opaque
from ._path import path_text
from ._state import State
from ._tensor import as_tensor
from ._traced import Value
from ._variable import VariableState


class Structure:
    """What remains of a tree without its leaves; equal for trees of the same containers and keys."""

    __slots__ = ("_children", "_keys", "_kind", "_template")

    def __init__(self, kind: Any, keys: Any = None, children: Sequence[Structure] = (), template: Any = None) -> None:
        self._kind = kind
        self._keys = keys
        self._children = list(children)
        self._template = template

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Structure):
            return NotImplemented
        return (self._kind, self._keys, self._children) == (other._kind, other._keys, other._children)

    __hash__ = None  # type: ignore[assignment]

    @property
    def num_leaves(self) -> int:
        """The number of leaves."""
        if self._kind is State:
            return len(self._keys)
        return 1 if self._kind is None else sum(child.num_leaves for child in self._children)

    def build(self, leaves: Sequence[Any]) -> Any:
        """The tree with these leaves."""
        if self._kind is None:
            return leaves[0]
        if self._kind is State:
            return state_with(self._template, leaves)
        parts, place = [], 0
        for child in self._children:
            count = child.num_leaves
            parts.append(child.build(leaves[place : place + count]))
            place += count
        if self._kind is dict:
            return dict(zip(self._keys, parts))
        if self._kind is type(None):
            return None
        return self._kind(*parts) if hasattr(self._kind, "_fields") else self._kind(parts)

    def __repr__(self) -> str:
        return repr(self.build([_Leaf()] * self.num_leaves)) if self._kind is not State else "State"


class _Leaf:
    def __repr__(self) -> str:
        return "*"


def flatten(tree: Any) -> tuple[list[Any], Structure]:
    """The leaves of a tree in order, and its structure."""
    if tree is None:
        return [], Structure(type(None))
    if isinstance(tree, State):
        leaves = [value_of(leaf) for leaf in tree.leaves()]
        return leaves, Structure(State, [path_text(path) for path in tree.paths()], template=tree)
    if isinstance(tree, dict):
        keys = list(tree)
        parts = [flatten(tree[key]) for key in keys]
        kind: Any = dict
    elif isinstance(tree, (tuple, list)):
        parts, keys, kind = [flatten(each) for each in tree], None, type(tree)
    else:
        return [tree], Structure(None)
    return [leaf for leaves, _ in parts for leaf in leaves], Structure(kind, keys, [each for _, each in parts])


def map_leaves(function: Callable[[Any], Any], tree: Any) -> Any:
    """The tree with what a function makes of its leaves."""
    leaves, structure = flatten(tree)
    return structure.build([function(leaf) for leaf in leaves])


def value_of(leaf: Any) -> Any:
    """The array or value that a leaf of a State has."""
    return leaf.get_value() if type(leaf) is VariableState else leaf


def state_with(state: State, leaves: Sequence[Any]) -> State:
    """A State with these in the place of its leaves, in their order."""
    paths = [path_text(path) for path in state.paths()]
    traced = {path: leaf for path, leaf in zip(paths, leaves) if type(leaf) is Value}
    handle = with_values(state._here(), traced)
    arrays = {path: as_tensor(leaf) for path, leaf in zip(paths, leaves) if path not in traced and not isinstance(leaf, Opaque)}
    return State._own(with_leaves(handle, arrays))
