"""The arguments of a call as a flat list of leaves, and a key for everything else about them.

Leaves stand in the order of `flax.nnx.jit`: arguments from left to right, keyword arguments by name, the leaves of a
graph node in the order of its `GraphDef`. What two calls with the same key have in common is all that a compiled
function may depend on: the structure, what is static, and of which kind each leaf is.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final, NamedTuple

import numpy
from jax._src import core as jax_core

from . import _functions
from ._bind import ArrayImpl, KeyArray
from ._flax import graphlib, jax, tracers, variablelib

ARRAY: Final = "array"
"""A `jax.Array`: unchanged, it need not come back."""
HOST: Final = "host"
"""A NumPy array or a Python number, or a tree: `flax.nnx.jit` makes arrays of them, so they always come back."""

_GRAPH: Final = "graph node"
_VARIABLE: Final = "Variable"
_KEY: Final = "key"
_OTHER: Final = "other"
_HIJAX: Final = "a hijax Variable"
_REF: Final = "a Ref"
_OWN_SETTER: Final = "a Variable with its own way of setting a value"
_NODES: Final = frozenset((_GRAPH, _VARIABLE, _HIJAX, _REF, _OWN_SETTER))

_Variable = variablelib.Variable
_GRAPH_REGISTRY = graphlib.GRAPH_REGISTRY
_tree_flatten = jax.tree_util.tree_flatten


class Unusual(Exception):
    """The call goes to Flax; the text is the reason that `stats` shows."""


class Arguments(NamedTuple):
    """One call's arguments."""

    layout: Layout
    leaves: list[Any]
    """What the compiled function is called with."""
    variables: list[Any]
    """For each leaf the Variable that holds it, or None."""


class Structure:
    """Stands for a layout that the library recognises; each is a key by its identity."""

    __slots__ = ()


class Layout(NamedTuple):
    """Everything about the arguments but the values of the leaves."""

    treedef: Any
    """Of `(args, kwargs)`, with graph nodes and Variables as leaves."""
    graphdefs: tuple[Any, ...]
    """For each leaf of `treedef` a GraphDef, or None for one that is a value itself."""
    counts: tuple[int, ...]
    """How many flat leaves each leaf of `treedef` has."""
    kinds: tuple[Hashable, ...]
    """ARRAY, HOST or, for a typed PRNG key, its implementation: one for each flat leaf."""


_kinds: dict[type, str] = {
    ArrayImpl: ARRAY,
    KeyArray: _KEY,
    **dict.fromkeys((numpy.ndarray, bool, int, float, complex), HOST),
}


def _kind(cls: type) -> str:
    """The kind of a type; types that Flax knows as graph nodes are looked up each time, as they may be registered late."""
    found = _kinds.get(cls)
    if found is None:
        if cls in _GRAPH_REGISTRY:
            return _GRAPH
        found = _kinds[cls] = _new_kind(cls)
    return found


def _new_kind(cls: type) -> str:
    if issubclass(cls, jax_core.Tracer):
        return "a tracer among the arguments"
    if issubclass(cls, variablelib.HijaxVariable):
        return _HIJAX
    if issubclass(cls, variablelib.Ref):
        return _REF
    if issubclass(cls, _Variable):
        own = all(getattr(cls, name) is getattr(_Variable, name) for name in ("__setattr__", "set_raw_value"))
        return _VARIABLE if own else _OWN_SETTER
    return HOST if issubclass(cls, numpy.generic) else _OTHER


def is_node(value: Any) -> bool:
    """Whether Flax's transforms take the value apart: a graph node, a Variable or a Ref."""
    return _kind(type(value)) in _NODES


def read(args: Sequence[Any], kwargs: dict[str, Any]) -> Arguments:
    """Flatten the arguments of a call, or raise `Unusual`."""
    values, treedef = _tree_flatten((args, kwargs), is_leaf=is_node)
    graphdefs: list[Any] = []
    counts: list[int] = []
    kinds: list[Hashable] = []
    leaves: list[Any] = []
    variables: list[Any] = []
    ref_index = graphlib.RefMap()
    for value in values:
        kind = _kind(type(value))
        if kind is _GRAPH or kind is _VARIABLE:
            graphdef, state = _functions.flatten(value, ref_index=ref_index, graph=True)
            for leaf in state.leaves:
                _add(leaf, kinds, leaves, variables)
            graphdefs.append(graphdef)
            counts.append(len(state.leaves))
        elif kind is _OTHER:
            raise Unusual(f"an argument of type {type(value).__name__}")
        else:
            _add(value, kinds, leaves, variables)
            graphdefs.append(None)
            counts.append(1)
    _check_trace_level(variables)
    return Arguments(Layout(treedef, tuple(graphdefs), tuple(counts), tuple(kinds)), leaves, variables)


def _add(leaf: Any, kinds: list[Hashable], leaves: list[Any], variables: list[Any]) -> None:
    kind = _kind(type(leaf))
    if kind is _VARIABLE:
        variables.append(leaf)
        leaf = leaf._raw_value
        kind = _kind(type(leaf))
    else:
        variables.append(None)
    if kind is ARRAY:
        kinds.append(ARRAY)
    elif kind is _KEY:
        kinds.append(leaf._impl)
        leaf = leaf._base_array
    elif kind is HOST or (kind is _OTHER and not jax.tree_util.all_leaves([leaf])):
        kinds.append(HOST)
    elif kind is _OTHER:
        raise Unusual(f"a leaf of type {type(leaf).__name__}")
    else:
        raise Unusual(kind)
    leaves.append(leaf)


def _check_trace_level(variables: list[Any]) -> None:
    current = tracers.current_jax_trace()
    for variable in variables:
        if variable is not None and variable._trace_state._jax_trace != current:
            raise Unusual("a Variable of another trace level")
