"""Filters: which leaves go into which State.

Wherever a filter is asked for, these will do: a Variable type, `...` (the rest, only last), a tag, a bool, None, a
list or tuple of filters (any of them), a function `(path, leaf) -> bool`, or an object of one of the classes here.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any as AnyValue

from . import _abi, _callback
from ._error import NotFoundError
from ._handle import Handle
from ._library import lib, own, string, strings, text
from ._object import Object, subclass_names
from ._path import Key, as_path, key_text, parse_path, path_text
from ._tensor import Tensor
from ._variable import Variable, VariableState, variable_class

Source = Callable[[str], AnyValue]
"""Looks up the value of a leaf by its path, for functions used as filters."""


class Filter:
    """A test of leaves."""

    def _native(self, source: Source) -> Handle:
        raise NotImplementedError


@dataclass(frozen=True)
class OfType(Filter):
    """Leaves of Variables of this type; where nodes are asked about, Objects of this class.

    Tensor, `numpy.ndarray` and `jax.Array` stand for arrays that are no Variable.
    """

    type: type

    def _native(self, source: Source) -> Handle:
        if isinstance(self.type, type) and issubclass(self.type, Variable):
            return _of_type(self.type._type_name)
        if isinstance(self.type, type) and issubclass(self.type, Object):
            return _combine(
                lib.nnx_filter_any,
                [_make(lib.nnx_filter_object_type, string(name)) for name in subclass_names(self.type)],
            )
        if isinstance(self.type, type) and (self.type is Tensor or _is_array_type(self.type)):
            return _combine(lib.nnx_filter_all, [Not(Variable)._native(source), _Callback(_is_tensor)._native(source)])
        raise TypeError(f"OfType takes a Variable type, an Object class or an array's type, not {self.type!r}")


def _is_array_type(cls: type) -> bool:
    arrays = (("numpy", "ndarray"), ("jax", "Array"))
    return any(name in sys.modules and cls is getattr(sys.modules[name], array, None) for name, array in arrays)


def _is_tensor(path: tuple[Key, ...], leaf: AnyValue) -> bool:
    return isinstance(leaf, Tensor)


@dataclass(frozen=True)
class PathContains(Filter):
    """Leaves with this key in their path; when not `exact`, with a key whose text contains this one's."""

    key: Key
    exact: bool = True

    def _native(self, source: Source) -> Handle:
        return _make(lib.nnx_filter_path_contains, string(key_text(self.key)), int(self.exact))


@dataclass(frozen=True)
class PathIn(Filter):
    """Leaves with one of these paths."""

    paths: frozenset[tuple[Key, ...]]

    def __init__(self, *paths: Iterable[Key]) -> None:
        object.__setattr__(self, "paths", frozenset(map(as_path, paths)))

    def _native(self, source: Source) -> Handle:
        texts = sorted(map(path_text, self.paths))
        return _make(lib.nnx_filter_path_in, strings(texts), len(texts))


@dataclass(frozen=True)
class WithTag(Filter):
    """Leaves whose metadata has this `tag`."""

    tag: str

    def _native(self, source: Source) -> Handle:
        return _make(lib.nnx_filter_with_tag, string(self.tag))


class _Compound(Filter):
    def __init__(self, *filters: AnyValue) -> None:
        self.filters = filters

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.filters == other.filters

    def __hash__(self) -> int:
        return hash((type(self), self.filters))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.filters))})"


class Any(_Compound):
    """What passes one of these."""

    def _native(self, source: Source) -> Handle:
        return _combine(lib.nnx_filter_any, [to_filter(each)._native(source) for each in self.filters])


class All(_Compound):
    """What passes all of these."""

    def _native(self, source: Source) -> Handle:
        return _combine(lib.nnx_filter_all, [to_filter(each)._native(source) for each in self.filters])


class Not(_Compound):
    """What does not pass this."""

    def __init__(self, filter: AnyValue, /) -> None:
        super().__init__(filter)

    def _native(self, source: Source) -> Handle:
        return _make(lib.nnx_filter_not, to_filter(self.filters[0])._native(source))


@dataclass(frozen=True)
class Everything(Filter):
    """Everything."""

    def _native(self, source: Source) -> Handle:
        return _make(lib.nnx_filter_everything)


@dataclass(frozen=True)
class Nothing(Filter):
    """Nothing."""

    def _native(self, source: Source) -> Handle:
        return _make(lib.nnx_filter_nothing)


@dataclass(frozen=True)
class _Rest(Filter):
    def _native(self, source: Source) -> Handle:
        return _make(lib.nnx_filter_rest)


@dataclass(frozen=True)
class _Callback(Filter):
    function: Callable[[tuple[Key, ...], AnyValue], AnyValue]

    def _native(self, source: Source) -> Handle:
        key = _callback.keep((self.function, source))
        return _make(lib.nnx_filter_callback, _CALL, key, _callback.DROP)


def to_filter(value: AnyValue) -> Filter:
    """The filter that a value stands for."""
    if isinstance(value, Filter):
        return value
    if isinstance(value, str):
        return WithTag(value)
    if isinstance(value, type):
        return OfType(value)
    if value is Ellipsis:
        return _Rest()
    if isinstance(value, bool):
        return _Rest() if value else Nothing()
    if value is None:
        return Nothing()
    if callable(value):
        return _Callback(value)
    if isinstance(value, (list, tuple)):
        return Any(*value)
    raise TypeError(
        f"{value!r} is not a filter; these are: a Variable type, `...`, a tag, a bool, None, a list or tuple of "
        "filters, a function (path, leaf) -> bool, and the filter classes"
    )


class Filters:
    """Native filters for one call."""

    def __init__(self, filters: Sequence[AnyValue], source: Source) -> None:
        self._handles = [to_filter(each)._native(source) for each in filters]
        self.count = len(self._handles)
        self.array = (_abi.nnx_filter * self.count)(*(handle.value for handle in self._handles))


def native_only(value: AnyValue, source: Source) -> Handle:
    """One filter, where only one is taken."""
    return to_filter(value)._native(source)


def _make(function: AnyValue, *arguments: AnyValue) -> Handle:
    out = _abi.nnx_filter()
    function(*arguments, ctypes.byref(out))
    return own("filter", out.value)


_types: dict[str, Handle] = {}


def _of_type(name: str) -> Handle:
    found = _types.get(name)
    if found is None:
        found = _types[name] = _make(lib.nnx_filter_of_type, string(name))
    return found


def _combine(function: AnyValue, filters: list[Handle]) -> Handle:
    array = (_abi.nnx_filter * len(filters))(*(each.value for each in filters))
    return _make(function, array, len(filters))


class _Asked(VariableState):
    """What a function used as a filter is given: its value is looked up when it is asked for."""

    __slots__ = ("_path", "_source")

    def __init__(self, type: type[Variable], path: str, source: Source) -> None:
        self._type = type
        self._path = path
        self._source = source
        self._metadata = lambda: source(path).get_metadata()

    def _whole(self) -> AnyValue:
        return self._source(self._path).get_value()


def _subject(path: str, name: str, source: Source) -> AnyValue:
    if name:
        try:
            return _Asked(variable_class(name), path, source)
        except NotFoundError:
            pass  # the type name of an Object: nodes are asked about
    return source(path)


def _call(key: int | None, path: AnyValue, kind: AnyValue, out: AnyValue) -> int:
    try:
        function, source = _callback.kept(key)
        where, name = text(path), text(kind)
        out[0] = int(bool(function(parse_path(where), _subject(where, name, source))))
        return 0
    except BaseException as error:
        _callback.put_aside(error)
        return _callback.RAISED


_CALL = _callback.immortal(_abi.nnx_filter_fn(_call))
