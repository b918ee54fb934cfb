"""Containers: `List` and `Dict`, which are nodes with identity, and live views of plain lists and dicts in a graph."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, MutableSequence
from typing import Any

from . import _abi, _display
from ._error import NotFoundError
from ._library import lib, own, string
from ._node import Node, address, adopt, attach, make, size
from ._path import Key, key_text, parse_path
from ._report import take
from ._value import Setting, as_it_is, assign, convert, read


class _Sequence(Node, MutableSequence[Any]):
    """Elements 0, 1, … of a native node."""

    __slots__ = ()

    _plain = False

    def __len__(self) -> int:
        return size(self)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [read(address(self), str(i)) for i in range(*index.indices(len(self)))]
        return read(address(self), str(self._position(index)))

    def __setitem__(self, index: Any, value: Any) -> None:
        if not isinstance(index, slice):
            assign(address(self), str(self._position(index)), value, self._plain)
            return
        positions = range(*index.indices(len(self)))
        new = self._converted(value, positions.start)
        if positions.step == 1:
            self._replace(positions.start, len(positions), new)
        elif len(new) == len(positions):
            everything = [self._as_it_is(position) for position in range(len(self))]
            for position, setting in zip(positions, new):
                everything[position] = setting
            self._replace(0, len(self), everything)
        else:
            raise ValueError(f"{len(new)} values do not fit a slice of {len(positions)} elements with a step")

    def __delitem__(self, index: Any) -> None:
        positions = range(*index.indices(len(self))) if isinstance(index, slice) else [self._position(index)]
        for position in sorted(positions, reverse=True):
            lib.nnx_node_delete(address(self), string(str(position)))

    def append(self, value: Any) -> None:
        """Put a value behind the last element."""
        if isinstance(value, Node):
            lib.nnx_list_append(address(self), address(value))
        else:
            assign(address(self), str(len(self)), value, self._plain)

    def extend(self, values: Iterable[Any]) -> None:
        """Put values behind the last element: all, or none when one is refused."""
        length = len(self)
        self._replace(length, 0, self._converted(values, length))

    def insert(self, index: int, value: Any) -> None:
        """Put a value before the element at `index`."""
        length = len(self)
        index = min(max(index + length if index < 0 else index, 0), length)
        self._insert(index, convert(value, str(index), self._plain))

    def _converted(self, values: Iterable[Any], first: int) -> list[Setting]:
        return [convert(value, str(first + number), self._plain) for number, value in enumerate(values)]

    def _as_it_is(self, position: int) -> Setting:
        return as_it_is(address(self), str(position))

    def _replace(self, start: int, count: int, new: list[Setting]) -> None:
        """Put `new` in the place of `count` elements; when one is refused, everything is as it was."""
        old = [self._as_it_is(position) for position in range(start, start + count)]
        self._delete(start, count)
        done = 0
        try:
            for done, setting in enumerate(new):
                self._insert(start + done, setting)
        except BaseException:
            self._delete(start, done)
            for number, setting in enumerate(old):
                self._insert(start + number, setting)
            raise

    def _delete(self, start: int, count: int) -> None:
        for position in range(start + count - 1, start - 1, -1):
            lib.nnx_node_delete(address(self), string(str(position)))

    def _insert(self, position: int, setting: Setting) -> None:
        function, arguments = setting
        node = address(self)
        if function is lib.nnx_node_set_node:
            lib.nnx_list_insert(node, position, *arguments)
            return
        inside = position < len(self)
        if inside:  # only nodes can be inserted: one makes the place
            place = _abi.nnx_node()
            lib.nnx_object_new(None, string("Object"), ctypes.byref(place))
            lib.nnx_list_insert(node, position, own("node", place.value))
        try:
            function(node, string(str(position)), *arguments)
        except BaseException:
            if inside:
                self._delete(position, 1)
            raise

    def _position(self, index: Any) -> int:
        if not hasattr(type(index), "__index__"):
            raise TypeError(f"an element is named by an integer, not by {index!r}")
        position = int(index.__index__())
        length = len(self)
        if not -length <= position < length:
            raise IndexError(f"index {position} of a {type(self).__name__} of {length}")
        return position + length if position < 0 else position

    def __repr__(self) -> str:
        return _display.tree(self)

    def _repr_html_(self) -> str:
        return _display.to_html(self)


class List(_Sequence):
    """Flax's `nnx.List`: a list that is a node of its own, may be shared and may hold itself."""

    __slots__ = ()

    def __init__(self, items: Iterable[Any] = ()) -> None:
        out = _abi.nnx_node()
        lib.nnx_list_new(None, ctypes.byref(out))
        attach(self, out.value)
        self.extend(items)


class PlainList(_Sequence):
    """The live view of a Python list that was put into a graph: changing it changes the graph.

    It has one place in the graph; to have the same list in two places, use `List`.
    """

    __slots__ = ()

    _plain = True

    def __eq__(self, other: object) -> bool:
        return list(self) == (list(other) if isinstance(other, PlainList) else other)

    __hash__ = None  # type: ignore[assignment]


class _Mapping(Node, MutableMapping[Key, Any]):
    """Keys and values of a native node; keys are all str or all int."""

    __slots__ = ()

    _plain = False

    def __len__(self) -> int:
        return size(self)

    def __iter__(self) -> Iterator[Key]:
        out = _abi.nnx_report()
        lib.nnx_node_keys(address(self), ctypes.byref(out))
        return iter([parse_path(row.path)[0] for row in take(out.value)])

    def __contains__(self, key: object) -> bool:
        kind = ctypes.c_int32()
        try:
            lib.nnx_node_get_kind(address(self), string(key_text(key)), ctypes.byref(kind))  # type: ignore[arg-type]
        except (NotFoundError, TypeError):
            return False
        return True

    def __getitem__(self, key: Key) -> Any:
        return read(address(self), key_text(key))

    def __setitem__(self, key: Key, value: Any) -> None:
        assign(address(self), key_text(key), value, self._plain)

    def update(self, *items: Any, **named: Any) -> None:
        """Set several keys; when a value is refused, none is set."""
        node = address(self)
        settings = {
            component: convert(value, component, self._plain)
            for component, value in ((key_text(key), value) for key, value in dict(*items, **named).items())
        }
        done: list[tuple[str, Setting | None]] = []
        try:
            for component, (function, arguments) in settings.items():
                old = self._as_it_was(component)
                function(node, string(component), *arguments)
                done.append((component, old))
        except BaseException:
            for component, old in reversed(done):
                if old is None:
                    lib.nnx_node_delete(node, string(component))
                else:
                    old[0](node, string(component), *old[1])
            raise

    def _as_it_was(self, component: str) -> Setting | None:
        try:
            return as_it_is(address(self), component)
        except NotFoundError:
            return None

    def __delitem__(self, key: Key) -> None:
        lib.nnx_node_delete(address(self), string(key_text(key)))

    def __repr__(self) -> str:
        return _display.tree(self)

    def _repr_html_(self) -> str:
        return _display.to_html(self)


class Dict(_Mapping):
    """Flax's `nnx.Dict`: a dict that is a node of its own, may be shared and hold itself; keys are attributes too."""

    __slots__ = ()

    def __init__(self, *items: Mapping[Any, Any] | Iterable[tuple[Any, Any]], **named: Any) -> None:
        out = _abi.nnx_node()
        lib.nnx_dict_new(None, ctypes.byref(out))
        attach(self, out.value)
        self.update(*items, **named)

    def __getattr__(self, name: str) -> Any:
        if not (name.startswith("__") and name.endswith("__")):
            try:
                return self[name]
            except NotFoundError:
                pass
        raise AttributeError(f"a Dict has no key {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class PlainDict(_Mapping):
    """The live view of a Python dict that was put into a graph: changing it changes the graph.

    It has one place in the graph; to have the same dict in two places, use `Dict`.
    """

    __slots__ = ()

    _plain = True

    def __eq__(self, other: object) -> bool:
        return dict(self) == (dict(other) if isinstance(other, PlainDict) else other)

    __hash__ = None  # type: ignore[assignment]


def _tuple(value: int) -> tuple[Any, ...]:
    """A tuple node reads as a Python tuple; the nodes in it are the nodes of the graph."""
    node, length = own("node", value), ctypes.c_size_t()
    lib.nnx_node_size(node, ctypes.byref(length))
    return tuple(read(node, str(index)) for index in range(length.value))


make(_abi.NNX_NODE_KIND_LIST, lambda value: adopt(List, value))
make(_abi.NNX_NODE_KIND_DICT, lambda value: adopt(Dict, value))
make(_abi.NNX_NODE_KIND_PLAIN_LIST, lambda value: adopt(PlainList, value))
make(_abi.NNX_NODE_KIND_PLAIN_DICT, lambda value: adopt(PlainDict, value))
make(_abi.NNX_NODE_KIND_TUPLE, _tuple)
