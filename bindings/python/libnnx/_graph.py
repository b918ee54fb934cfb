"""The graph functions: split, merge, update and their kin.

Where a node is asked for, a tuple, list or dict of nodes will do as well: `split((model, optimizer, metrics))`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from . import _abi, _static
from ._filter import Filters, OfType, native_only
from ._graphdef import GraphDef
from ._handle import Handle
from ._library import lib, own, string, strings
from ._node import Node, address, wrap
from ._object import Module, attribute_names
from ._path import Key, Path, key_text
from ._report import take
from ._state import State, native_array, states_of
from ._value import container, read
from ._variable import Variable

if TYPE_CHECKING:
    from typing_extensions import Unpack

T = TypeVar("T")


class Root:
    """The native node for what a user gave as the root of a graph."""

    __slots__ = ("_handle", "_node")

    def __init__(self, value: Any) -> None:
        self._handle: Handle | None = None
        self._node = value
        if type(value) in (tuple, list, dict):
            self._handle = container(value)
        elif not issubclass(type(value), Node):
            raise TypeError(
                f"a graph begins at a Module, Object, List, Dict, Variable, or a tuple, list or dict of those; a "
                f"{type(value).__name__} is none of them"
            )

    def __enter__(self) -> Handle:
        return self._handle if self._handle is not None else address(self._node)

    def __exit__(self, *exception: object) -> None:
        if self._handle is not None:
            self._handle.close()


def lookup(root: Handle) -> Any:
    """Finds the leaves of a graph for functions used as filters."""
    return lambda path: read(root, path)


@overload
def split(node: Any, filter: Any = ..., /) -> tuple[GraphDef, State]: ...
@overload
def split(node: Any, first: Any, second: Any, /) -> tuple[GraphDef, State, State]: ...
@overload
def split(
    node: Any, first: Any, second: Any, /, *filters: Any
) -> tuple[GraphDef, State, Unpack[tuple[State, ...]]]: ...
def split(node: Any, *filters: Any) -> Any:
    """The GraphDef of a graph and its State; with filters, one State for each, and every leaf must pass one."""
    with Root(node) as root:
        native = Filters(filters, lookup(root))
        graphdef = _abi.nnx_graphdef()
        out = (_abi.nnx_state * max(native.count, 1))()
        lib.nnx_node_split(root, native.array, native.count, ctypes.byref(graphdef), out)
    return GraphDef._own(own("graphdef", graphdef.value)), *(State._own(own("state", each.value)) for each in out)


def merge(graphdef: GraphDef, /, *states: Any) -> Any:
    """A new graph with this structure and these leaves, matched by path; sharing and cycles are as they were."""
    if not isinstance(graphdef, GraphDef):
        raise TypeError(f"merge takes a GraphDef first, not a {type(graphdef).__name__}")
    if not states:
        raise TypeError("merge takes at least one State")
    array, held = native_array(states)
    out = _abi.nnx_node()
    lib.nnx_graphdef_merge(graphdef._handle, array, len(held), ctypes.byref(out))
    return wrap(out.value)


def update(
    node: Any, state: Any, /, *states: Any, allow_shape_change: bool = False, allow_dtype_change: bool = False
) -> None:
    """Write the leaves of the States into the graph, in place and by path; leaves that no State has stay."""
    array, held = native_array((state, *states))
    options = _abi.nnx_update_options(
        ctypes.sizeof(_abi.nnx_update_options), int(allow_shape_change), int(allow_dtype_change)
    )
    with Root(node) as root:
        lib.nnx_node_update(root, array, len(held), ctypes.byref(options))


@overload
def state(node: Any, filter: Any = ..., /) -> State: ...
@overload
def state(node: Any, first: Any, second: Any, /, *filters: Any) -> tuple[State, ...]: ...
def state(node: Any, *filters: Any) -> Any:
    """The State of a graph, or of the leaves that pass; with several filters a tuple of States."""
    with Root(node) as root:
        return states_of(lib.nnx_node_state, root, Filters(filters, lookup(root)))


def graphdef(node: Any, /) -> GraphDef:
    """The GraphDef of a graph."""
    out = _abi.nnx_graphdef()
    with Root(node) as root:
        lib.nnx_node_graphdef(root, ctypes.byref(out))
    return GraphDef._own(own("graphdef", out.value))


@overload
def pop(node: Any, filter: Any, /) -> State: ...
@overload
def pop(node: Any, first: Any, second: Any, /, *filters: Any) -> tuple[State, ...]: ...
def pop(node: Any, *filters: Any) -> Any:
    """Take the leaves that pass out of the graph; with several filters a tuple of States."""
    if not filters:
        raise ValueError("pop takes at least one filter")
    with Root(node) as root:
        return states_of(lib.nnx_node_pop, root, Filters(filters, lookup(root)))


def clone(node: T) -> T:
    """A graph of its own with the same structure and values; the arrays are shared, as they never change."""
    out = _abi.nnx_node()
    with Root(node) as root:
        lib.nnx_node_clone(root, ctypes.byref(out))
    return cast(T, wrap(out.value))


def iter_graph(node: Any, /) -> Iterator[tuple[Path, Any]]:
    """Every value of a graph with its path, children before their node, each node and Variable once."""
    with Root(node) as root:
        out = _abi.nnx_report()
        lib.nnx_node_iter(root, ctypes.byref(out))
        for row in take(out.value):
            if row.path:
                yield row.keys, read(root, row.path)
            else:
                yield (), node


def iter_modules(node: Any, /) -> Iterator[tuple[Path, Module]]:
    """Every Module of a graph with its path, inner ones before outer ones, each once; the root is the last."""
    return ((path, value) for path, value in iter_graph(node) if isinstance(value, Module))


def iter_children(module: Module, /) -> Iterator[tuple[Key, Module]]:
    """The Modules that are attributes of this one, with their names."""
    for name in attribute_names(module):
        value = read(address(module), key_text(name))
        if isinstance(value, Module):
            yield name, value


def find_duplicates(node: Any, /, *, only: Any = ...) -> list[list[Path]]:
    """For each node with identity and each Variable that is found more than once: its paths, those that pass `only`."""
    out = _abi.nnx_report()
    with Root(node) as root:
        chosen = None if only is ... else native_only(only, lookup(root))
        lib.nnx_node_find_duplicates(root, chosen, ctypes.byref(out))
    groups: dict[int, list[Path]] = {}
    for row in take(out.value):
        groups.setdefault(row.code, []).append(row.keys)
    return list(groups.values())


def variables(node: Any, *filters: Any) -> list[tuple[Path, Variable]]:
    """The Variables of a graph themselves, that pass one of the filters, each once with its first path."""
    with Root(node) as root:
        native = Filters(filters, lookup(root))
        out = _abi.nnx_report()
        lib.nnx_node_variables(root, native.array, native.count, ctypes.byref(out))
        return [(row.keys, _variable(node, root, row.path)) for row in take(out.value)]


def _variable(node: Any, root: Handle, path: str) -> Any:
    return read(root, path) if path else node


def set_attributes(node: Any, *filters: Any, raise_if_not_found: bool = True, **attributes: Any) -> int:
    """Set static attributes on every Object that has them and passes one of the filters; how many were set."""
    with Root(node) as root:
        chosen = native_only(list(filters), lookup(root)) if filters else None
        values = list(_static.named(attributes, "attribute").values())
        array = (_abi.nnx_static * len(values))(*(value.value for value in values))
        changed = ctypes.c_size_t()
        lib.nnx_node_set_attributes(
            root,
            chosen,
            strings(list(attributes)),
            array,
            len(values),
            int(raise_if_not_found),
            ctypes.byref(changed),
        )
    return changed.value


def train(node: Any) -> None:
    """Set `deterministic` and `use_running_average` to False wherever they are."""
    with Root(node) as root:
        lib.nnx_node_train(root)


def eval(node: Any) -> None:
    """Set `deterministic` and `use_running_average` to True wherever they are."""
    with Root(node) as root:
        lib.nnx_node_eval(root)


def set_metadata(node: Any, /, *, only: Any = Variable, **metadata: Any) -> None:
    """Set metadata on every Variable that passes `only`."""
    new = _static.named(metadata, "metadata")
    with Root(node) as root:
        chosen = native_only(OfType(only) if isinstance(only, type) else only, lookup(root))
        for name, static in new.items():
            changed = ctypes.c_size_t()
            lib.nnx_node_set_metadata(root, chosen, string(name), static, ctypes.byref(changed))


class Graph:
    """The arena in which a node and everything attached to it lives; equal for nodes that live in one."""

    __slots__ = ("_handle",)

    def __init__(self, node: Node) -> None:
        out = _abi.nnx_graph()
        lib.nnx_node_graph(address(node), ctypes.byref(out))
        self._handle = own("graph", out.value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Graph):
            return NotImplemented
        out = ctypes.c_int32()
        lib.nnx_graph_same(self._handle, other._handle, ctypes.byref(out))
        return bool(out.value)

    __hash__ = None  # type: ignore[assignment]

    @property
    def node_count(self) -> int:
        """How many nodes live in it, reachable or not."""
        out = ctypes.c_size_t()
        lib.nnx_graph_node_count(self._handle, ctypes.byref(out))
        return out.value

    def collect(self) -> None:
        """Drop the nodes that no Python object and no other handle leads to."""
        lib.nnx_graph_collect(self._handle)
