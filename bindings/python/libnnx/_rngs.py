"""Streams of random keys: Flax's `Rngs` and `RngStream`."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import _abi, _import, random
from ._error import NotFoundError
from ._library import lib, own, string, strings
from ._node import Node, address, wrap
from ._object import Object, attribute_names
from ._tensor import Tensor, as_tensor
from ._traced import call, current, is_traced
from ._variable import RngKey

Shape = int | tuple[int, ...]


def _drawing(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def draw(self: Any, *arguments: Any, **options: Any) -> Any:
        return function(self(), *arguments, **options)

    draw.__doc__ = f"`random.{function.__name__}` with the next key."
    return draw


class _Draws:
    """The functions of `libnnx.random`, each with the next key."""

    __slots__ = ()

    bits = _drawing(random.bits)
    uniform = _drawing(random.uniform)
    randint = _drawing(random.randint)
    permutation = _drawing(random.permutation)
    normal = _drawing(random.normal)
    truncated_normal = _drawing(random.truncated_normal)
    bernoulli = _drawing(random.bernoulli)
    categorical = _drawing(random.categorical)


class RngStream(_Draws, Object):
    """A stream of keys: calling it gives `random.fold_in(key, count)` and counts on."""

    __slots__ = ()

    def __init__(self, key: Any, *, tag: str) -> None:
        lib.nnx_rng_stream_init(address(self), _key(key)._handle, string(tag))

    def __call__(self) -> Any:
        return _next(self, "")

    def fork(self, *, split: Shape | None = None) -> RngStream:
        """A new stream that begins with the next key, or with what that is split into."""
        if split is not None:
            return self.split(split)
        out = _abi.nnx_node()
        lib.nnx_rng_stream_fork(address(self), ctypes.byref(out))
        return wrap(out.value)  # type: ignore[no-any-return]

    def split(self, k: Shape) -> RngStream:
        """A new stream of the keys that the next key is split into."""
        out = _abi.nnx_node()
        lib.nnx_rng_stream_split(address(self), *_extents(k), ctypes.byref(out))
        return wrap(out.value)  # type: ignore[no-any-return]


class Rngs(_Draws, Object):
    """Streams by name: `Rngs(0)`, `Rngs(params=0, dropout=1)`; one that is missing is `default`.

    A seed is an int, a key, or a stream, whose key a new one begins with.
    """

    __slots__ = ()

    def __init__(self, default: Any = None, **rngs: Any) -> None:
        if isinstance(default, Mapping):
            rngs = {**default, **rngs}
        elif default is not None:
            rngs["default"] = default
        lib.nnx_rngs_init(address(self), *_named_keys(rngs))

    def __call__(self) -> Any:
        return _next(self, "default")

    def __getitem__(self, name: str) -> RngStream:
        return self._stream(name, KeyError)

    def __getattr__(self, name: str) -> Any:
        try:
            return Object.__getattr__(self, name)
        except AttributeError:
            if name.startswith("__") and name.endswith("__"):
                raise
        return self._stream(name, AttributeError)

    def _stream(self, name: str, error: type[Exception]) -> RngStream:
        out = _abi.nnx_node()
        try:
            lib.nnx_rngs_stream(address(self), string(name), ctypes.byref(out))
        except NotFoundError:
            raise error(f"No RngStream named '{name}' found in Rngs.") from None
        return wrap(out.value)  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[str]:
        return iter(name for name, _ in self.items())

    def __len__(self) -> int:
        return len(self.items())

    def __contains__(self, name: object) -> bool:
        return any(name == known for known, _ in self.items())

    def items(self) -> list[tuple[str, RngStream]]:
        """The names and the streams."""
        pairs = [(name, Object.__getattr__(self, name)) for name in attribute_names(self)]
        return [(name, stream) for name, stream in pairs if isinstance(stream, RngStream)]

    def fork(self, *, split: Shape | Mapping[Any, Shape | None] | None = None) -> Rngs:
        """New streams, each of which begins with the next key of one; `split` as in `split`, the others are forked."""
        if split is None:
            out = _abi.nnx_node()
            lib.nnx_rngs_fork(address(self), ctypes.byref(out))
            return wrap(out.value)  # type: ignore[no-any-return]
        return self._each(split, lambda stream, k: stream.fork(split=k), RngStream.fork)

    def split(self, k: Shape | Mapping[Any, Shape | None]) -> Rngs:
        """New streams of several keys: of shape `k`, or as the first filter of a mapping says that takes the stream.

        A filter for None, and none, lets a stream begin anew with its own key.
        """
        if not isinstance(k, Mapping):
            out = _abi.nnx_node()
            lib.nnx_rngs_split(address(self), *_extents(k), ctypes.byref(out))
            return wrap(out.value)  # type: ignore[no-any-return]
        return self._each(k, lambda stream, k: stream if k is None else stream.split(k), lambda stream: stream)

    def _each(self, rules: Any, chosen: Callable[..., Any], others: Callable[..., Any]) -> Rngs:
        if not isinstance(rules, Mapping):
            rules = {...: rules}
        made = {}
        for name, stream in self.items():
            found = [k for rule, k in rules.items() if _takes(rule, stream)]
            made[name] = chosen(stream, found[0]) if found else others(stream)
        return Rngs(**made)


def reseed(node: Node, **stream_keys: Any) -> None:
    """Begin the streams of these tags anew, wherever they are below `node`."""
    lib.nnx_node_reseed(address(node), *_named_keys(stream_keys))


def _next(rngs: Rngs | RngStream, name: str) -> Any:
    """The next key: a Tensor, or a Value where the stream is traced."""
    stream = rngs if isinstance(rngs, RngStream) else rngs[name]
    if is_traced(stream.key) or is_traced(stream.count):
        return call(lib.nnx_rngs_next_key_value, current(), address(stream), string(name))
    out = _abi.nnx_tensor()
    lib.nnx_rngs_next_key(address(stream), string(name), ctypes.byref(out))
    return Tensor._own(own("tensor", out.value))


def _key(key: Any) -> Tensor:
    if isinstance(key, RngStream):
        key = key.key
    if isinstance(key, int):
        return random.key(key)
    return as_tensor(key.value if isinstance(key, RngKey) else key)


def _named_keys(keys: Mapping[str, Any]) -> tuple[Any, Any, int]:
    handles = [_key(key)._retain() for key in keys.values()]
    array: Any = (_abi.nnx_tensor * len(handles))(*(handle.value for handle in handles))
    array._handles = handles  # they live as long as the array
    return strings(list(keys)), array, len(keys)


def _takes(rule: Any, stream: RngStream) -> bool:
    """Whether a filter takes a stream: `...`, its tag, its class, or a function of the path `()` and the stream."""
    if rule is ... or isinstance(rule, bool):
        return bool(rule)
    if isinstance(rule, str):
        return bool(stream.tag == rule)
    if isinstance(rule, type):
        return isinstance(stream, rule)
    if isinstance(rule, tuple | list):
        return any(_takes(inner, stream) for inner in rule)
    if callable(rule):
        return bool(rule((), stream))
    raise TypeError(f"{rule!r} is no filter for streams: use ..., a tag, a class, or a function of path and stream")


def _extents(shape: Shape) -> tuple[Any, int]:
    extents = (shape,) if isinstance(shape, int) else tuple(shape)
    return _import.extents(extents), len(extents)
