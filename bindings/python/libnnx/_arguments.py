"""The arguments and results of a traced function: which of them are objects, States and arrays, and what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ._graphdef import GraphDef
from ._node import Node
from ._opaque import Opaque
from ._state import State
from ._tensor import Tensor
from ._traced import Value, constant, is_operand, operand

# What stands in a key for a place that is filled for each call.
ARRAY, OBJECT, STATE = "array", "object", "state"

# The key of results whose function is not here: one State or array as it is, several as a tuple, States first.
PLAIN = "plain"

Key = Any
"""What is left of arguments without objects, States and arrays. Hashable; equal where a function is traced alike."""


class Static(NamedTuple):
    """A value that is part of a key."""

    kind: type
    value: Any


class Argument(NamedTuple):
    """In the place of a result: the object that was given in this place among the objects of the call."""

    place: int


class Parts:
    """The objects, States and arrays of a call, in order."""

    __slots__ = ("arrays", "objects", "states")

    def __init__(self) -> None:
        self.objects: list[Node] = []
        self.states: list[State] = []
        self.arrays: list[Tensor] = []


def static(value: Any, where: str) -> Static:
    """A static argument as a part of a key."""
    try:
        hash(value)
    except TypeError:
        raise TypeError(f"{where} is static, and a {type(value).__name__} is not hashable: {value!r}") from None
    return Static(type(value), value)


def take_apart(value: Any, parts: Parts, where: str) -> Key:
    """Put what an argument is made of into `parts`; its key."""
    kind = type(value)
    if kind is Tensor:
        parts.arrays.append(value)
        return ARRAY
    if issubclass(kind, Node):
        parts.objects.append(value)
        return OBJECT
    if kind is State:
        parts.states.append(value)
        return STATE
    if value is None:
        return None
    if kind is tuple or kind is list or hasattr(kind, "_fields"):
        return (kind, *[take_apart(each, parts, where) for each in value])
    if kind is dict:
        return (dict, tuple(value), *[take_apart(each, parts, where) for each in value.values()])
    if kind is GraphDef:
        return Static(kind, value)
    found = operand(value)
    if found is NotImplemented or isinstance(found, Value):
        raise TypeError(
            f"{where} is a {kind.__name__}: {value!r}; a traced function takes Modules, Variables, States, GraphDefs, "
            "arrays and numbers, and tuples, lists and dicts of those. Name it in static_argnames to have it as it is"
        )
    parts.arrays.append(constant(found))
    return ARRAY


def put_together(key: Key, objects: Iterator[Any], states: Iterator[Any], arrays: Iterator[Any]) -> Any:
    """The argument or result of this key, of these parts."""
    if key == ARRAY:
        return next(arrays)
    if key == OBJECT:
        return next(objects)
    if key == STATE:
        return next(states)
    if key is None:
        return None
    if isinstance(key, Static):
        return key.value
    kind, *rest = key
    if kind is dict:
        names, *rest = rest
        return dict(zip(names, [put_together(each, objects, states, arrays) for each in rest]))
    children = [put_together(each, objects, states, arrays) for each in rest]
    return kind(*children) if hasattr(kind, "_fields") else kind(children)


def take_results(value: Any, objects: Sequence[Node], array: Callable[[Any], None], state: Callable[[State], None]) -> Key:
    """Hand out what a result is made of; its key."""
    kind = type(value)
    if kind is State:
        state(value)
        return STATE
    if value is None:
        return None
    if kind is tuple or kind is list or hasattr(kind, "_fields"):
        return (kind, *[take_results(each, objects, array, state) for each in value])
    if kind is dict:
        return (dict, tuple(value), *[take_results(each, objects, array, state) for each in value.values()])
    if kind is GraphDef:
        return Static(kind, value)
    if issubclass(kind, Node):
        for index, given in enumerate(objects):
            if given is value:
                return Argument(index)
    if issubclass(kind, (Node, Opaque)) or not is_operand(value):
        raise TypeError(
            f"a traced function gives values, States, and tuples, lists and dicts of those, not a {kind.__name__}: "
            f"{value!r}" + ("; return nnx.split of it" if issubclass(kind, Node) else "")
        )
    array(value)
    return ARRAY


Put = Callable[[Sequence[Any], Iterator[Any], Iterator[Any]], Any]
"""Makes a result of the objects of the call, and of the States and arrays that came out."""


def putter(key: Key) -> Put:
    """What makes the results of this key."""
    if isinstance(key, Argument):
        place = key.place
        return lambda objects, states, arrays: objects[place] if objects else None
    if key == PLAIN:
        return _plain
    if isinstance(key, tuple) and not isinstance(key, Static):
        kind, *rest = key
        names = rest.pop(0) if kind is dict else ()
        parts = [putter(each) for each in rest]
        if kind is dict:
            return lambda *found: dict(zip(names, [put(*found) for put in parts]))
        if hasattr(kind, "_fields"):
            return lambda *found: kind(*[put(*found) for put in parts])
        return lambda *found: kind([put(*found) for put in parts])
    return lambda objects, states, arrays: put_together(key, iter(()), states, arrays)


def _plain(objects: Sequence[Any], states: Iterator[Any], arrays: Iterator[Any]) -> Any:
    found = [*states, *arrays]
    return found[0] if len(found) == 1 else tuple(found) if found else None


def put_results(key: Key, objects: Sequence[Any], states: Iterator[Any], arrays: Iterator[Any]) -> Any:
    """The result of this key."""
    return putter(key)(objects, states, arrays)
