"""States: the leaves of a split graph by path."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, overload

from . import _abi, _callback, _display
from ._error import InvalidHandleError
from ._filter import Filters, Not, PathIn
from ._graphdef import GraphDef
from ._handle import Handle
from ._leaves import Content, Leaf, flatten, from_leaves, merged, with_leaves, with_values, without
from ._library import lib, own, string, strings
from ._opaque import Opaque
from ._path import Key, Path, as_path, path_text
from ._report import Report, take
from ._tensor import Tensor, as_tensor, tensor_at
from ._traced import Value, current_or_none
from ._variable import Variable, VariableState, variable_class


class _Cell:
    """What the views of one State share, so that a change through one is seen through all."""

    __slots__ = ("content",)

    def __init__(self, content: Content) -> None:
        self.content = content

    def open(self) -> Content:
        """The content, for use."""
        if self.content.handle.closed:
            raise InvalidHandleError("the State was closed", 100)
        return self.content


class State(MutableMapping[Key, Any]):
    """The leaves of a graph as values, ordered by path, and nested by key: `state["linear"]["kernel"]`.

    A leaf is a VariableState, or a Tensor where the graph has an array that is no Variable. Changing a leaf here,
    `state["linear"]["bias"] = x`, keeps its type and metadata, is seen by nested views of the same State, and changes
    neither the graph nor any other State: those share arrays with it, and arrays never change. `state[("linear",
    "bias")]` is the same leaf by its whole path, `state.linear` the same as `state["linear"]`.
    """

    __slots__ = ("_cell", "_prefix", "__weakref__")

    _cell: _Cell
    _prefix: Path

    def __init__(self, content: Mapping[Any, Any] | Iterable[tuple[Sequence[Key], Any]] = (), /) -> None:
        object.__setattr__(self, "_prefix", ())
        if isinstance(content, State):
            object.__setattr__(self, "_cell", _Cell(Content(content._here())))
        else:
            flat = flatten(content) if isinstance(content, Mapping) else [(as_path(p), leaf) for p, leaf in content]
            object.__setattr__(self, "_cell", _Cell(Content(from_leaves(flat))))

    @classmethod
    def _own(cls, handle: Handle) -> State:
        return cls._view(_Cell(Content(handle)), ())

    @classmethod
    def _view(cls, cell: _Cell, prefix: Path) -> State:
        state = object.__new__(cls)
        object.__setattr__(state, "_cell", cell)
        object.__setattr__(state, "_prefix", prefix)
        return state

    def _content(self) -> Content:
        return self._cell.open().below(self._prefix)

    def _here(self) -> Handle:
        return self._content().handle

    def _native(self) -> Handle:
        return self._here()

    def _level(self) -> dict[Key, Any]:
        level: Any = self._cell.open().levels
        for key in self._prefix:
            level = level.get(key) if isinstance(level, dict) else None
        return level if isinstance(level, dict) else {}

    # As a mapping of one level.

    def __getitem__(self, key: Key | Path) -> Any:
        found: Any = self._level()
        path = key if isinstance(key, tuple) else (key,)
        for each in path or (None,):
            found = found.get(each) if isinstance(found, dict) else None
        if found is None:
            raise KeyError(f"no leaf at {path_text((*self._prefix, *path))}")
        if isinstance(found, int):
            return self._cell.content.leaf(found)
        return State._view(self._cell, (*self._prefix, *path))

    def __setitem__(self, key: Key | Path, value: Any) -> None:
        path = (*self._prefix, *(key if isinstance(key, tuple) else (key,)))
        if isinstance(value, Mapping):
            new = State([((*path, *below), leaf) for below, leaf in State(value).flat_items()])
            self._replace(merged([without(self._cell.open(), path), new._here()]))
            return
        content = self._cell.open()
        current: Any = content.levels
        for each in path:
            current = current.get(each) if isinstance(current, dict) else None
        if isinstance(current, int):
            self._set_leaf(content, current, path, value)
        else:
            new = State([(path, value)])
            self._replace(merged([without(content, path), new._here()]))

    def _set_leaf(self, content: Content, position: int, path: Path, value: Any) -> None:
        row = content.rows[position]
        kind, name = _abi.NNX_ATTRIBUTE_KIND_TENSOR, row.text
        if isinstance(value, (Variable, VariableState)):
            handle = merged([content.handle, State([(path, value)])._here()])
            name = value.type._type_name
            if isinstance(value.get_value(), (Opaque, Value)):
                kind = _abi.NNX_ATTRIBUTE_KIND_OPAQUE
        elif isinstance(value, Opaque):
            out, opaques = _abi.nnx_state(), (_abi.nnx_opaque * 1)(value._handle.value)
            lib.nnx_state_with_opaque(content.handle, strings([path_text(path)]), opaques, 1, ctypes.byref(out))
            handle, kind = own("state", out.value), _abi.NNX_ATTRIBUTE_KIND_OPAQUE
        elif isinstance(value, Value):
            handle, kind = with_values(content.handle, {path_text(path): value}), _abi.NNX_ATTRIBUTE_KIND_OPAQUE
        else:
            handle = with_leaves(content.handle, {path_text(path): tensor_at(path, value)})
        same = (row.code, row.text) == (kind, name)
        self._cell.content = Content(handle, like=content if same else None)

    def __delitem__(self, key: Key | Path) -> None:
        path = key if isinstance(key, tuple) else (key,)
        self[path]
        self._replace(without(self._cell.open(), (*self._prefix, *path)))

    def _replace(self, handle: Handle) -> None:
        self._cell.content = Content(handle)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._level())

    def __len__(self) -> int:
        return len(self._level())

    def __getattr__(self, name: str) -> Any:
        if not (name.startswith("__") and name.endswith("__")):
            try:
                return self[name]
            except KeyError:
                pass
        raise AttributeError(f"a State has no key {name!r} here")

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        del self[name]

    # As leaves.

    def flat_items(self) -> list[tuple[Path, Leaf]]:
        """Every leaf with its path, in order."""
        content = self._content()
        return [(row.keys, content.leaf(position)) for position, row in enumerate(content.rows)]

    flat_state = flat_items

    def to_pure_dict(self) -> dict[Key, Any]:
        """Nested dicts of the leaves' values, without types and metadata."""
        return to_pure_dict(self)

    def replace_by_pure_dict(self, pure: Mapping[Any, Any]) -> None:
        """Give each leaf that is in nested dicts its value there; types and metadata stay."""
        known = {row.keys: row for row in self._content().rows}
        new = {}
        for path, value in flatten(pure):
            path = path if path in known else tuple(map(_as_integer, path))
            if path not in known:
                raise ValueError(f"{path_text((*self._prefix, *path))}: the State has no leaf here to replace")
            new[path] = tensor_at((*self._prefix, *path), value)
        whole = {path_text((*self._prefix, *path)): tensor for path, tensor in new.items()}
        content = self._cell.open()
        same = all(known[path].code == _abi.NNX_ATTRIBUTE_KIND_TENSOR for path in new)
        self._cell.content = Content(with_leaves(content.handle, whole), like=content if same else None)

    def leaves(self) -> list[Leaf]:
        """Every leaf, in the order of the paths."""
        content = self._content()
        return [content.leaf(position) for position in range(len(content.rows))]

    def paths(self) -> list[Path]:
        """The path of every leaf, in order."""
        return [row.keys for row in self._content().rows]

    @property
    def num_leaves(self) -> int:
        """The number of leaves."""
        out = ctypes.c_size_t()
        lib.nnx_state_size(self._native(), ctypes.byref(out))
        return out.value

    def _source(self, path: str) -> Any:
        position = ctypes.c_size_t()
        lib.nnx_state_find(self._native(), string(path), ctypes.byref(position))
        return self._content().leaf(position.value)

    # Operations; the answer is a State of its own.

    @overload
    def filter(self, filter: Any, /) -> State: ...
    @overload
    def filter(self, first: Any, second: Any, /, *filters: Any) -> tuple[State, ...]: ...
    def filter(self, *filters: Any) -> Any:
        """The leaves that pass; with several filters a tuple, each leaf in the first State whose filter it passes."""
        return states_of(lib.nnx_state_filter, self._native(), Filters(filters, self._source))

    @overload
    def split(self, filter: Any, /) -> State: ...
    @overload
    def split(self, first: Any, second: Any, /, *filters: Any) -> tuple[State, ...]: ...
    def split(self, *filters: Any) -> Any:
        """As `filter`, and a leaf that passes none is an error."""
        return states_of(lib.nnx_state_split, self._native(), Filters(filters, self._source))

    def merge(self, *others: State) -> State:
        """The leaves of all; where two have a path, the later one's."""
        return State._own(merged([self._here(), *(_state(other, "merge")._here() for other in others)]))

    def __or__(self, other: Mapping[Any, Any]) -> State:
        if not isinstance(other, Mapping):
            return NotImplemented
        return self.merge(other if isinstance(other, State) else State(other))

    def __sub__(self, other: State) -> State:
        """The leaves at whose paths the other has none."""
        if not isinstance(other, State):
            return NotImplemented
        return self.filter(Not(PathIn(*other.paths())))

    def map(self, function: Callable[[Path, Any], Any]) -> State:
        """A State with `function(path, leaf)` in the place of each array; type and metadata stay, and opaque leaves."""
        content = self._content()
        if current_or_none() is not None:
            return self._map_traced(function)
        arrays = (i for i, row in enumerate(content.rows) if row.code == _abi.NNX_ATTRIBUTE_KIND_TENSOR)
        key = _callback.keep((function, content, arrays))
        out = _abi.nnx_state()
        lib.nnx_state_map(content.handle, _MAP, key, _callback.DROP, ctypes.byref(out))
        return State._own(own("state", out.value))

    def _map_traced(self, function: Callable[[Path, Any], Any]) -> State:
        new = {}
        for path, leaf in self.flat_items():
            value = leaf.get_value() if type(leaf) is VariableState else leaf
            new[path_text(path)] = value if isinstance(value, Opaque) else function(path, leaf)
        handle = self._here()
        traced = {path: value for path, value in new.items() if isinstance(value, Value)}
        arrays = {p: tensor_at(p, v) for p, v in new.items() if p not in traced and not isinstance(v, Opaque)}
        return State._own(with_leaves(with_values(handle, traced), arrays))

    def diff(self, other: State) -> Report:
        """What is different in `other`, by path; empty (false) when nothing is."""
        out = _abi.nnx_report()
        lib.nnx_state_diff(self._native(), _state(other, "diff")._native(), ctypes.byref(out))
        return take(out.value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        out = ctypes.c_int32()
        lib.nnx_state_equal(self._native(), other._native(), ctypes.byref(out))
        return bool(out.value)

    __hash__ = None  # type: ignore[assignment]

    # Files.

    def save(
        self, file: str | os.PathLike[str], graphdef: GraphDef | None = None, *, no_sync: bool = False
    ) -> None:
        """Write a safetensors file, completely or not at all; with a GraphDef it holds the whole graph.

        With `no_sync` it does not wait until the file is on the disk and outlives a loss of power.
        """
        if graphdef is not None and not isinstance(graphdef, GraphDef):
            raise TypeError(f"State.save takes a GraphDef, not a {type(graphdef).__name__}")
        definition = None if graphdef is None else graphdef._handle
        options = _abi.nnx_save_options(ctypes.sizeof(_abi.nnx_save_options), int(no_sync))
        lib.nnx_state_save(self._native(), definition, string(os.fsdecode(file)), ctypes.byref(options))

    @staticmethod
    def load(
        file: str | os.PathLike[str],
        *,
        rename: Mapping[str, str] | None = None,
        copy: bool = False,
        no_checksum: bool = False,
    ) -> State:
        """The State in a safetensors file; the options are those of `nnx.load`."""
        return load(file, rename=rename, copy=copy, no_checksum=no_checksum)[1]

    def load_into(
        self,
        file: str | os.PathLike[str],
        *,
        rename: Mapping[str, str] | None = None,
        partial: bool = False,
        allow_dtype_change: bool = False,
        copy: bool = False,
        no_checksum: bool = False,
    ) -> tuple[State, Report]:
        """This State with the values of a file, and a report by path.

        `rename` maps names in the file, or parts of them, to paths here. Without `partial`, a leaf that the file lacks
        or an array too many is an error. `copy` and `no_checksum` as for `nnx.load`.
        """
        options = _load_options(rename, copy, no_checksum, partial, allow_dtype_change)
        out, report = _abi.nnx_state(), _abi.nnx_report()
        lib.nnx_state_load_into(
            self._native(), string(os.fsdecode(file)), ctypes.byref(options), ctypes.byref(out), ctypes.byref(report)
        )
        return State._own(own("state", out.value)), take(report.value)

    def close(self) -> None:
        """Let go of the leaves now."""
        self._cell.content.handle.close()

    def __copy__(self) -> State:
        return State(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> State:
        return State(self)

    def __reduce__(self) -> tuple[Any, ...]:
        flat = []
        for path, leaf in self.flat_items():
            if type(leaf) is VariableState:
                flat.append((path, leaf.type._type_name, as_tensor(leaf), leaf.get_metadata()))
            else:
                flat.append((path, "", as_tensor(leaf), {}))
        return _unpickle, (flat,)

    def __repr__(self) -> str:
        return _display.tree(self)

    def _repr_html_(self) -> str:
        return _display.to_html(self)


def _map(key: int | None, _path: Any, _value: int | None, out: Any) -> int:
    try:
        function, content, arrays = _callback.kept(key)
        position = next(arrays)
        path = content.rows[position].keys
        made = tensor_at(path, function(path, content.leaf(position)))
        out[0] = made._retain().detach()
        return 0
    except BaseException as error:
        _callback.put_aside(error)
        return _callback.RAISED


_MAP = _callback.immortal(_abi.nnx_state_map_fn(_map))


def _load_options(
    rename: Mapping[str, str] | None,
    copy: bool,
    no_checksum: bool,
    partial: bool = False,
    allow_dtype_change: bool = False,
) -> Any:
    renames = dict(rename or {})
    return _abi.nnx_load_options(
        struct_size=ctypes.sizeof(_abi.nnx_load_options),
        rename_from=strings(list(renames)),
        rename_to=strings(list(renames.values())),
        num_renames=len(renames),
        partial=int(partial),
        allow_dtype_change=int(allow_dtype_change),
        copy=int(copy),
        no_checksum=int(no_checksum),
    )


def save(
    file: str | os.PathLike[str], state: State, graphdef: GraphDef | None = None, *, no_sync: bool = False
) -> None:
    """Write a State, and its GraphDef if given, to a safetensors file; `no_sync` does not wait for the disk."""
    _state(state, "save").save(file, graphdef, no_sync=no_sync)


def load(
    file: str | os.PathLike[str],
    *,
    rename: Mapping[str, str] | None = None,
    copy: bool = False,
    no_checksum: bool = False,
) -> tuple[GraphDef | None, State]:
    """The GraphDef (None when the file has none) and the State of a safetensors file.

    Large arrays are mapped from the file, not read; `copy` reads them. The checksum of a file that libnnx wrote is
    compared, which reads all of it; `no_checksum` leaves that out. `rename` as for `State.load_into`.
    """
    state, graphdef = _abi.nnx_state(), _abi.nnx_graphdef()
    options = _load_options(rename, copy, no_checksum)
    name = string(os.fsdecode(file))
    lib.nnx_state_load(name, ctypes.byref(options), ctypes.byref(state), ctypes.byref(graphdef))
    definition = GraphDef._own(own("graphdef", graphdef.value)) if graphdef.value else None
    return definition, State._own(own("state", state.value))


def to_pure_dict(state: State) -> dict[Key, Any]:
    """Nested dicts of the leaves' values, without types and metadata."""
    pure: dict[Key, Any] = {}
    for path, leaf in state.flat_items():
        level = pure
        for key in path[:-1]:
            level = level.setdefault(key, {})
        level[path[-1]] = leaf.get_value() if type(leaf) is VariableState else leaf
    return pure


def filter_state(state: State, first: Any, /, *filters: Any) -> Any:
    """`state.filter(first, *filters)`."""
    return _state(state, "filter").filter(first, *filters)


def split_state(state: State, first: Any, /, *filters: Any) -> Any:
    """`state.split(first, *filters)`."""
    return _state(state, "split").split(first, *filters)


def merge_state(state: State, /, *states: State) -> State:
    """`state.merge(*states)`."""
    return _state(state, "merge").merge(*states)


def map_state(function: Callable[[Path, Any], Any], state: State, /) -> State:
    """`state.map(function)`."""
    return _state(state, "map").map(function)


def replace_by_pure_dict(state: State, pure: Mapping[Any, Any]) -> None:
    """`state.replace_by_pure_dict(pure)`."""
    state.replace_by_pure_dict(pure)


def to_flat_state(state: State) -> list[tuple[Path, Leaf]]:
    """Every leaf with its path, in order."""
    return state.flat_items()


def from_flat_state(flat: Mapping[Path, Any] | Iterable[tuple[Path, Any]]) -> State:
    """A State of leaves with their paths."""
    return State(list(flat.items() if isinstance(flat, Mapping) else flat))


def _as_integer(key: Key) -> Key:
    """JSON and the like have only strings for keys: "0" is then the list element 0."""
    try:
        return int(key)
    except ValueError:
        return key


def _state(value: Any, function: str) -> State:
    if not isinstance(value, State):
        raise TypeError(f"State.{function} takes a State, not a {type(value).__name__}")
    return value


def states_of(function: Any, value: Handle, filters: Filters, *leading: Any) -> Any:
    """Call a function that answers with one State per filter: one State, or a tuple of several."""
    out = (_abi.nnx_state * max(filters.count, 1))()
    function(value, filters.array, filters.count, *leading, out)
    states = tuple(State._own(own("state", each.value)) for each in out)
    return states[0] if len(states) == 1 else states


def native_array(states: Sequence[Any]) -> tuple[Any, list[State]]:
    """The native States for a call, and what must live until it is over."""
    for number, each in enumerate(states, 1):
        if not isinstance(each, Mapping):
            raise TypeError(f"State number {number}: expected a State or a mapping, not a {type(each).__name__}")
    held = [each if isinstance(each, State) else State(each) for each in states]
    return (_abi.nnx_state * len(held))(*(each._native().value for each in held)), held


def _unpickle(flat: list[tuple[Path, str, Tensor, dict[str, Any]]]) -> State:
    return State(
        [
            (path, VariableState(variable_class(name), tensor, **metadata) if name else tensor)
            for path, name, tensor, metadata in flat
        ]
    )
