"""Functions that the library traces: how it calls Python, and what goes in and comes out."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from . import _abi, _callback
from ._library import lib, own
from ._node import Node, address
from ._state import State
from ._traced import Value, constant, lift
from ._tree import flatten


def call_traced(key: int | None, trace: int | None) -> int:
    """Runs what was kept under `key` with the trace that is lent to it; an exception is put aside."""
    try:
        _callback.kept(key)(trace)
        return 0
    except BaseException as error:
        _callback.put_aside(error)
        return _callback.RAISED


CALL = _callback.immortal(_abi.nnx_trace_fn(call_traced))
"""`call_traced` for C: the `nnx_trace_fn` of a Python function that is kept as its `user_data`."""


def inputs_of(trace: int | None) -> list[Value]:
    """The values that a trace was given."""
    count = ctypes.c_size_t()
    lib.nnx_trace_num_inputs(trace, ctypes.byref(count))
    found = []
    for place in range(count.value):
        out = _abi.nnx_value()
        lib.nnx_trace_input(trace, place, ctypes.byref(out))
        found.append(Value._of(out))
    return found


def give(trace: int | None, values: Sequence[Any]) -> None:
    """Say that these come out of a trace."""
    for value in values:
        lib.nnx_trace_output(trace, lift(value))


def program(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """The `nnx_program` of a function over objects, States and arrays."""
    objects = [each for each in arguments if issubclass(type(each), Node)]
    states = [each for each in arguments if isinstance(each, State)]
    inputs = [constant(each) for each in arguments if not issubclass(type(each), Node) and not isinstance(each, State)]

    def traced(trace: int | None) -> None:
        given_objects, given_states, values = iter(objects), iter(states_of(trace)), iter(inputs_of(trace))
        given = []
        for each in arguments:
            if issubclass(type(each), Node):
                given.append(next(given_objects))
            else:
                given.append(next(given_states) if isinstance(each, State) else next(values))
        give_tree(trace, function(*given))

    key = _callback.keep(traced)
    nodes = (_abi.nnx_node * len(objects))(*(address(each).value for each in objects))
    natives = (_abi.nnx_state * len(states))(*(each._native().value for each in states))
    dtypes = (_abi.nnx_dtype * len(inputs))(*(each.dtype.code for each in inputs))
    ranks = (ctypes.c_size_t * len(inputs))(*(each.ndim for each in inputs))
    lengths = [length for each in inputs for length in each.shape]
    dims = (ctypes.c_int64 * len(lengths))(*lengths)
    out = _abi.nnx_program()
    lib.nnx_trace_program(
        CALL,
        key,
        _callback.DROP,
        nodes,
        len(objects),
        natives,
        len(states),
        dtypes,
        ranks,
        dims,
        len(inputs),
        ctypes.byref(out),
    )
    return out


def states_of(trace: int | None) -> list[State]:
    """The States that a trace was given."""
    count = ctypes.c_size_t()
    lib.nnx_trace_num_states(trace, ctypes.byref(count))
    found = []
    for place in range(count.value):
        out = _abi.nnx_state()
        lib.nnx_trace_state(trace, place, ctypes.byref(out))
        found.append(State._own(own("state", out.value)))
    return found


def give_tree(trace: int | None, tree: Any) -> None:
    """Say that the values and States of a tree come out of a trace."""
    if isinstance(tree, State):
        lib.nnx_trace_output_state(trace, tree._native())
    elif isinstance(tree, (tuple, list, dict)):
        for each in tree.values() if isinstance(tree, dict) else tree:
            give_tree(trace, each)
    else:
        give(trace, flatten(tree)[0])
