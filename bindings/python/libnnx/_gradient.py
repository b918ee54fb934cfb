"""Gradients of functions over objects, States and values."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from . import _abi, _callback
from ._filter import native_only
from ._graph import Root, lookup, state as state_of, update
from ._handle import Handle
from ._library import lib, own
from ._node import Node
from ._state import State
from ._traced import Value, call, current, current_or_none, is_traced, lift, operand, values_array
from ._tree import flatten, map_leaves, state_with, value_of
from ._variable import Param


@dataclass(frozen=True)
class DiffState:
    """In `argnums`: the argument of this number, by the Variables that pass the filter."""

    argnum: int
    filter: Any


def value_and_grad(
    f: Callable[..., Any] | None = None,
    *,
    argnums: int | DiffState | Sequence[int | DiffState] = 0,
    has_aux: bool = False,
    wrt: Any = None,
) -> Any:
    """A function that gives what `f` gives, a single float, and its gradients by the arguments `argnums`.

    The gradients by an object are a State of those Variables that `wrt`, or the filter of a `DiffState`, takes (`Param`
    without one); those by a State, a value or a tree of values are of the same kind. With `has_aux`, `f` gives (loss,
    aux), and this ((loss, aux), gradients). What `f` changes in the objects stays changed. Outside of a traced function
    it is traced and run at once.
    """
    if f is None:
        return lambda function: value_and_grad(function, argnums=argnums, has_aux=has_aux, wrt=wrt)
    chosen = argnums if isinstance(argnums, (tuple, list)) else (argnums,)
    places = [each if isinstance(each, DiffState) else DiffState(each, wrt) for each in chosen]
    several = isinstance(argnums, (tuple, list))

    @functools.wraps(f)
    def differentiated(*arguments: Any, **options: Any) -> Any:
        if current_or_none() is None:
            return _at_once(differentiated, arguments, options)
        positions = [_position(place.argnum, arguments) for place in places]

        def loss_of(given: Sequence[Any]) -> tuple[Value, Any]:
            found = f(*given, **options)
            if not has_aux:
                if isinstance(found, (tuple, list, dict)):
                    raise TypeError(
                        f"the function gave a {type(found).__name__}, and a loss is a single float; with has_aux=True "
                        "it may give (loss, aux)"
                    )
                return lift(found), None
            if not (isinstance(found, tuple) and len(found) == 2):
                raise TypeError(f"with has_aux the function gives (loss, aux), not {found!r}")
            return lift(found[0]), found[1]

        if len(places) == 1 and _is_graph(arguments[positions[0]]):
            loss, aux, gradients = _by_object(loss_of, arguments, positions[0], places[0].filter)
            grads: Any = (gradients,)
        else:
            loss, aux, grads = _by_several(loss_of, arguments, positions, [place.filter for place in places])
        result = (loss, aux) if has_aux else loss
        return result, (tuple(grads) if several else grads[0])

    return differentiated


def grad(
    f: Callable[..., Any] | None = None,
    *,
    argnums: int | DiffState | Sequence[int | DiffState] = 0,
    has_aux: bool = False,
    wrt: Any = None,
) -> Any:
    """As `value_and_grad`, without the value: the gradients, and with `has_aux` (gradients, aux)."""
    if f is None:
        return lambda function: grad(function, argnums=argnums, has_aux=has_aux, wrt=wrt)
    both = value_and_grad(f, argnums=argnums, has_aux=has_aux, wrt=wrt)

    @functools.wraps(f)
    def differentiated(*arguments: Any, **options: Any) -> Any:
        found, gradients = both(*arguments, **options)
        return (gradients, found[1]) if has_aux else gradients

    return differentiated


def stop_gradient(tree: Any) -> Any:
    """The same values, which gradients do not pass; arrays, which none pass, as they are."""

    def stopped(leaf: Any) -> Any:
        return call(lib.nnx_value_stop_gradient, lift(leaf)) if is_traced(leaf) else leaf

    return map_leaves(stopped, tree)


def _position(argnum: int, arguments: Sequence[Any]) -> int:
    if not -len(arguments) <= argnum < len(arguments):
        raise ValueError(f"argnums has {argnum}, and the function is called with {len(arguments)} positional arguments")
    return argnum % len(arguments)


def _is_graph(value: Any) -> bool:
    """Whether it is a node, or a container of nodes."""
    if issubclass(type(value), Node):
        return True
    children = value.values() if type(value) is dict else value if type(value) in (tuple, list) else ()
    return any(map(_is_graph, children))


def _loss(key: int | None, trace: int | None, out: Any) -> int:
    try:
        out[0] = _callback.kept(key)()._as_parameter_
        return 0
    except BaseException as error:
        _callback.put_aside(error)
        return _callback.RAISED


_LOSS = _callback.immortal(_abi.nnx_loss_fn(_loss))


def _by_object(loss_of: Any, arguments: Sequence[Any], position: int, wrt: Any) -> tuple[Value, Any, State]:
    """By the Variables of one object."""
    aux = []

    def loss() -> Value:
        found: Value
        found, more = loss_of(arguments)
        aux.append(more)
        return found

    value, grads = _abi.nnx_value(), _abi.nnx_state()
    with Root(arguments[position]) as root:
        chosen: Handle | None = None if wrt is None else native_only(wrt, lookup(root))
        key = _callback.keep(loss)
        lib.nnx_value_and_grad(
            current(), root, chosen, _LOSS, key, _callback.DROP, ctypes.byref(value), ctypes.byref(grads)
        )
    return Value._of(value), aux[0], State._own(own("state", grads.value))


def _by_several(
    loss_of: Any, arguments: Sequence[Any], positions: Sequence[int], filters: Sequence[Any]
) -> tuple[Value, Any, list[Any]]:
    """By several arguments, of any kind."""
    given = list(arguments)
    watched: list[Value] = []
    rebuilds: list[tuple[Callable[[Sequence[Any]], Any], int]] = []
    build: Callable[[Sequence[Any]], Any]
    for position, wrt in zip(positions, filters):
        argument = arguments[position]
        if _is_graph(argument):
            selected = state_of(argument, Param if wrt is None else wrt)
            leaves = [_watch(value_of(leaf)) for leaf in selected.leaves()]
            update(argument, state_with(selected, leaves), allow_shape_change=True, allow_dtype_change=True)
            build = functools.partial(state_with, selected)
        elif isinstance(argument, State) and wrt is not None:
            selected = argument.filter(wrt)
            leaves = [_watch(value_of(leaf)) for leaf in selected.leaves()]
            given[position] = argument.merge(state_with(selected, leaves))
            build = functools.partial(state_with, selected)
        else:
            found, structure = flatten(argument)
            leaves = [_watch(leaf) for leaf in found]
            given[position] = structure.build(leaves)
            build = structure.build
        watched += leaves
        rebuilds.append((build, len(leaves)))
    loss, aux = loss_of(given)
    out = (_abi.nnx_value * len(watched))()
    lib.nnx_value_gradients(loss, values_array(watched), len(watched), out)
    gradients, place, results = [Value._of(each) for each in out], 0, []
    for build, count in rebuilds:
        results.append(build(gradients[place : place + count]))
        place += count
    return loss, aux, results


def _watch(leaf: Any) -> Value:
    if operand(leaf) is NotImplemented:
        raise TypeError(f"there is no gradient by a {type(leaf).__name__}: {leaf!r}")
    return call(lib.nnx_value_watch, lift(leaf))


def _at_once(function: Any, arguments: Sequence[Any], options: dict[str, Any]) -> Any:
    """Traced and run now."""
    from ._jit import jit  # type: ignore[import-not-found, unused-ignore]

    return jit(function)(*arguments, **options)
