"""`split`, `merge`, `update`, `state`, `graphdef`, `clone`, `pop`, `iter_graph`: Flax's functions, native where they can be.

Signatures, results and exceptions are Flax's. Errors are never made here: a call that Flax would refuse is handed to
Flax, which raises its own exception.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from . import _native, _stats
from ._flax import KNOWN, REPLACED, graphlib, jax, original, statelib, variablelib
from ._native import FALLBACK

_split = _native.function("split")
_merge = _native.function("merge")
_update = _native.function("update")
_state = _native.function("state")
_graphdef = _native.function("graphdef")
_clone = _native.function("clone")
_pop = _native.function("pop")
_iter_graph = _native.function("iter_graph")
_flatten = _native.function("flatten")
_tree_split = _native.function("tree_split")
_tree_state = _native.function("tree_state")
_tree_graphdef = _native.function("tree_graphdef")
_tree_flatten = _native.function("tree_flatten")
_unflatten = _native.function("unflatten")

_graph_mode = graphlib.set_graph_mode.current_value
_GraphDef, _GraphState = graphlib.GraphDef, getattr(graphlib, "GraphState", None)
_State, _FlatState = statelib.State, statelib.FlatState
_Variable = variablelib.Variable


def split(node: Any, *filters: Any, graph: bool | None = None) -> tuple[Any, ...]:
    """Split a node into its `GraphDef` and one `State` per filter, as `flax.nnx.split` does."""
    if graph is None:
        graph = _graph_mode()
    found: Any = (_split if graph else _tree_split)(node, filters)
    if found is not FALLBACK:
        return found  # type: ignore[no-any-return]
    return original.split(node, *filters, graph=graph)  # type: ignore[no-any-return]


def merge(
    graphdef_or_graphstate: Any, /, *states: Any, copy: bool = False, recreate_variables: bool = True
) -> Any:
    """Make a node of a `GraphDef` and its states, as `flax.nnx.merge` does."""
    graphdef, all_states = graphdef_or_graphstate, states
    if type(graphdef) is _GraphState and all(type(state) is _GraphState for state in states):
        graphdef = graphdef_or_graphstate._graphdef
        if all(state._graphdef is graphdef for state in states):
            all_states = tuple(state._state for state in (graphdef_or_graphstate, *states))
        else:
            graphdef = None  # Flax compares them
    if type(graphdef) is _GraphDef:
        found = _merge(graphdef, all_states, copy, recreate_variables)
        if found is not FALLBACK:
            return found
    else:
        _stats.fallbacks["merge: no GraphDef, or several"] += 1
    return original.merge(graphdef_or_graphstate, *states, copy=copy, recreate_variables=recreate_variables)


def update(node: Any, state: Any, /, *states: Any) -> None:
    """Give the leaves of a node the values of the states, in place, as `flax.nnx.update` does."""
    if _update(node, (_plain(node, state), *states)) is FALLBACK:
        original.update(node, state, *states)


def _plain(node: Any, state: Any) -> Any:
    """The dict of a State whose class derives from State and has its entries, as `nnx.bridge` makes them."""
    cls = type(state)
    if cls is _State or not isinstance(state, _State) or isinstance(node, _Variable):
        return state
    own = all(getattr(cls, name) is getattr(_State, name) for name in ("items", "__iter__", "__getitem__"))
    return state.raw_mapping if own else state


def state(node: Any, *filters: Any, graph: bool | None = None) -> Any:
    """The `State` of a node, or one per filter, as `flax.nnx.state` does."""
    if graph is None:
        graph = _graph_mode()
    found = (_state if graph else _tree_state)(node, filters)
    if found is not FALLBACK:
        return found
    return original.state(node, *filters, graph=graph)


def graphdef(node: Any, /, *, graph: bool | None = None) -> Any:
    """The `GraphDef` of a node, as `flax.nnx.graphdef` does."""
    if graph is None:
        graph = _graph_mode()
    found = (_graphdef if graph else _tree_graphdef)(node)
    if found is not FALLBACK:
        return found
    return original.graphdef(node, graph=graph)


def clone(node: Any, variables: bool = True, *, arrays: bool = False, graph: bool | None = None) -> Any:
    """A deep copy of a node, as `flax.nnx.clone` does."""
    if graph is None:
        graph = _graph_mode()
    if graph and not arrays:
        found = _clone(node, variables)
        if found is not FALLBACK:
            return found
    elif variables or not arrays:
        graphdef, leaves = split(node, graph=graph)
        if arrays:
            leaves, variables = jax.tree.map(jax.numpy.copy, leaves), False
        return merge(graphdef, leaves, copy=variables)
    else:
        _stats.fallbacks["clone: arrays=True, variables=False"] += 1
    return original.clone(node, variables, arrays=arrays, graph=graph)


def pop(node: Any, *filters: Any) -> Any:
    """Take the Variables that the filters match out of a node, as `flax.nnx.pop` does."""
    found = _pop(node, filters)
    return original.pop(node, *filters) if found is FALLBACK else found


def iter_graph(node: Any, /, *, graph: bool | None = None) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Iterate over all nodes and leaves of a node with their paths, as `flax.nnx.iter_graph` does."""
    if graph is None:
        graph = _graph_mode()
    if graph:
        found = _iter_graph(node)
        if found is not FALLBACK:
            return found  # type: ignore[no-any-return]
    else:
        _stats.fallbacks["iter_graph: tree mode"] += 1
    return original.iter_graph(node, graph=graph)  # type: ignore[no-any-return]


def flatten(
    node: Any,
    /,
    *,
    with_paths: bool = True,
    ref_index: Any = None,
    ref_outer_index: Any = None,
    graph: bool | None = None,
) -> tuple[Any, Any]:
    """What `flax.nnx.graphlib.flatten` does; Flax's transforms are made of it."""
    if graph is None:
        graph = _graph_mode()
    found: Any
    if graph:
        found = _flatten(node, ref_index, ref_outer_index, with_paths)
    else:
        found = _tree_flatten(node, with_paths)
    if found is not FALLBACK:
        return found  # type: ignore[no-any-return]
    return original.flatten(  # type: ignore[no-any-return]
        node, with_paths=with_paths, ref_index=ref_index, ref_outer_index=ref_outer_index, graph=graph
    )


def unflatten(
    graphdef: Any,
    state: Any,
    /,
    *,
    index_ref: Any = None,
    outer_index_outer_ref: Any = None,
    copy_variables: bool = False,
    recreate_variables: bool = True,
) -> Any:
    """What `flax.nnx.graphlib.unflatten` does; Flax's transforms are made of it."""
    leaves: Any
    if type(state) is list:
        leaves = state
    elif type(state) is _FlatState:
        leaves = state.leaves
    else:
        leaves = graphlib._get_sorted_leaves(state) if isinstance(state, (_State, dict)) else None
    if leaves is not None:
        found = _unflatten(
            graphdef, leaves, index_ref, outer_index_outer_ref, copy_variables, recreate_variables
        )
        if found is not FALLBACK:
            return found
    else:
        _stats.fallbacks["unflatten: no list, State or FlatState"] += 1
    return original.unflatten(
        graphdef,
        state,
        index_ref=index_ref,
        outer_index_outer_ref=outer_index_outer_ref,
        copy_variables=copy_variables,
        recreate_variables=recreate_variables,
    )


def _graph_update_dynamic(node: Any, state: Any) -> None:
    if _update(node, (_plain(node, state),)) is FALLBACK:
        original._graph_update_dynamic(node, state)


def _through(name: str) -> Callable[..., Any]:
    """Flax's own function, counted."""
    function, reason = getattr(original, name), f"{name}: unknown Flax"

    @functools.wraps(function)
    def counted(*arguments: Any, **options: Any) -> Any:
        _stats.fallbacks[reason] += 1
        return function(*arguments, **options)

    return counted


if not KNOWN:
    globals().update({name: _through(name) for name in REPLACED if hasattr(original, name)})
