"""Control flow whose course is decided when the program runs: branches and loops over values.

Outside of a traced function the same calls run at once, as Python does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

from . import _abi, _callback
from ._library import lib
from ._trace import CALL, give, inputs_of
from ._traced import Value, call, current, current_or_none, is_traced, lift, values_array
from ._tree import Structure, flatten

_ROOM = 8192
"""As many results a branch or a loop may have."""


class Carry:
    """In `in_axes` and `out_axes` of `nnx.scan`: what one round hands to the next."""


def _condition(found: Any) -> Value:
    value = lift(found)
    return value if value.dtype.name == "bool" else call(lib.nnx_value_binary_int, value, _abi.NNX_BINARY_NOT_EQUAL, 0, 0)


def cond(predicate: Any, on_true: Callable[..., Any], on_false: Callable[..., Any], *operands: Any) -> Any:
    """What one of two functions gives for the operands, as a single truth value says."""
    if not is_traced(predicate):
        return on_true(*operands) if predicate else on_false(*operands)
    structures: list[Structure] = []

    def branch(function: Callable[..., Any]) -> Callable[[int | None], None]:
        def traced(trace: int | None) -> None:
            leaves, structure = flatten(function(*operands))
            structures.append(structure)
            if structures[0] != structure:
                raise TypeError(f"cond: on_true gives {structures[0]!r}, and on_false {structure!r}")
            give(trace, leaves)

        return traced

    branches = [branch(on_true), branch(on_false)]
    # One user_data for both: they are called in this order.
    key = _callback.keep(lambda trace: branches.pop(0)(trace))
    out, count = (_abi.nnx_value * _ROOM)(), ctypes.c_size_t()
    lib.nnx_trace_cond(
        current(), _condition(predicate), CALL, CALL, key, _callback.DROP, out, _ROOM, ctypes.byref(count)
    )
    return structures[0].build([Value._of(each) for each in out[: count.value]])


def while_loop(condition: Callable[[Any], Any], body: Callable[[Any], Any], init: Any) -> Any:
    """`body` of what it gave before, from `init` on, as long as `condition` of it holds."""
    leaves, structure = flatten(init)
    if current_or_none() is None:
        while condition(init):
            init = body(init)
        return init

    def check(trace: int | None) -> None:
        give(trace, [_condition(condition(structure.build(inputs_of(trace))))])

    def step(trace: int | None) -> None:
        next_leaves, next_structure = flatten(body(structure.build(inputs_of(trace))))
        _same("while_loop", structure, next_structure)
        give(trace, next_leaves)

    steps = [check, step]
    key = _callback.keep(lambda trace: steps.pop(0)(trace))
    values = [lift(leaf) for leaf in leaves]
    out = (_abi.nnx_value * len(values))()
    lib.nnx_trace_while_loop(current(), CALL, CALL, key, _callback.DROP, values_array(values), len(values), out)
    return structure.build([Value._of(each) for each in out])


def scan(
    f: Callable[..., Any] | None = None,
    *,
    length: int | None = None,
    reverse: bool = False,
    in_axes: Any = (Carry, 0),
    out_axes: Any = (Carry, 0),
) -> Any:
    """A function that runs `f` over slices: `nnx.scan(f)(carry, xs)` gives the last carry and the stacked outputs.

    `in_axes` says for each argument whether it is the `nnx.Carry`, sliced along an axis, or None: the same in each round;
    `out_axes` likewise for what `f` gives. Arguments are values, arrays and trees of them.
    """
    if f is None:
        return lambda function: scan(function, length=length, reverse=reverse, in_axes=in_axes, out_axes=out_axes)

    def scanned(*arguments: Any) -> Any:
        return _Scan(f, length, reverse, in_axes, out_axes).run(arguments)

    return scanned


class _Scan:
    """One call of a scanned function."""

    def __init__(self, f: Callable[..., Any], length: int | None, reverse: bool, in_axes: Any, out_axes: Any) -> None:
        self.function = f
        self.length = length
        self.reverse = reverse
        self.in_axes = in_axes
        self.out_axes = out_axes

    def run(self, arguments: tuple[Any, ...]) -> Any:
        from . import numpy as jnp

        axes = self.in_axes if isinstance(self.in_axes, tuple) else (self.in_axes,) * len(arguments)
        if len(axes) != len(arguments):
            raise ValueError(f"scan: in_axes is for {len(axes)} arguments, and there are {len(arguments)}")
        self.axes, self.arguments = axes, arguments
        carries = [argument for axis, argument in zip(axes, arguments) if axis is Carry]
        if len(carries) > 1:
            raise ValueError("scan: one argument is the Carry")
        init, self.carry = flatten(carries[0] if carries else None)
        parts = [flatten(argument) for axis, argument in zip(axes, arguments) if isinstance(axis, int)]
        lengths_along = [axis for axis in axes if isinstance(axis, int)]
        self.slices = [structure for _, structure in parts]
        xs = [
            jnp.moveaxis(leaf, axis, 0) if axis else leaf if hasattr(leaf, "shape") else jnp.asarray(leaf)
            for axis, (leaves, _) in zip(lengths_along, parts)
            for leaf in leaves
        ]
        count = self.length if self.length is not None else (xs[0].shape[0] if xs else None)
        if count is None:
            raise ValueError("scan: nothing is sliced, so length= must say how many rounds there are")
        if self.reverse:
            xs = [jnp.flip(x, 0) for x in xs]
        found = self._at_once(count, init, xs) if current_or_none() is None else self._traced(count, init, xs)
        return self._outputs(*found)

    def _round(self, carry: Sequence[Any], slices: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """The leaves of the next carry, and of what is stacked."""
        given, place = [], 0
        structures = iter(self.slices)
        for axis, argument in zip(self.axes, self.arguments):
            if axis is Carry:
                given.append(self.carry.build(carry))
            elif axis is None:
                given.append(argument)
            else:
                structure = next(structures)
                given.append(structure.build(slices[place : place + structure.num_leaves]))
                place += structure.num_leaves
        found = self.function(*given)
        outs = self.out_axes if isinstance(self.out_axes, tuple) else (self.out_axes,)
        results = found if isinstance(self.out_axes, tuple) else (found,)
        if len(results) != len(outs):
            raise ValueError(f"scan: out_axes is for {len(outs)} results, and the function gives {len(results)}")
        carries = [result for axis, result in zip(outs, results) if axis is Carry]
        next_leaves, next_structure = flatten(carries[0] if carries else None)
        _same("scan", self.carry, next_structure)
        stacked = [flatten(result) for axis, result in zip(outs, results) if axis is not Carry]
        self.stacked = [structure for _, structure in stacked]
        return next_leaves, [leaf for leaves, _ in stacked for leaf in leaves]

    def _traced(self, count: int, init: list[Any], xs: list[Any]) -> tuple[list[Any], list[Any]]:
        def body(trace: int | None) -> None:
            inputs = inputs_of(trace)
            carry, stacked = self._round(inputs[: len(init)], inputs[len(init) :])
            give(trace, [*carry, *stacked])

        key = _callback.keep(body)
        carry, slices = [lift(leaf) for leaf in init], [lift(x) for x in xs]
        out, number = (_abi.nnx_value * _ROOM)(), ctypes.c_size_t()
        lib.nnx_trace_scan(
            current(),
            count,
            values_array(carry),
            len(carry),
            values_array(slices),
            len(slices),
            CALL,
            key,
            _callback.DROP,
            out,
            _ROOM,
            ctypes.byref(number),
        )
        results = [Value._of(each) for each in out[: number.value]]
        return results[: len(init)], results[len(init) :]

    def _at_once(self, count: int, carry: list[Any], xs: list[Any]) -> tuple[list[Any], list[Any]]:
        from . import numpy as jnp

        rounds = []
        for place in range(count):
            carry, stacked = self._round(carry, [x[place] for x in xs])
            rounds.append(stacked)
        if not rounds:
            raise ValueError("scan: of no rounds outside of a traced function the results have no shapes")
        return carry, [jnp.stack(each) for each in zip(*rounds)]

    def _outputs(self, carry: list[Any], stacked: list[Any]) -> Any:
        from . import numpy as jnp

        if self.reverse:
            stacked = [jnp.flip(each, 0) for each in stacked]
        outs = self.out_axes if isinstance(self.out_axes, tuple) else (self.out_axes,)
        results, place, structures = [], 0, iter(self.stacked)
        for axis in outs:
            if axis is Carry:
                results.append(self.carry.build(carry))
                continue
            structure = next(structures)
            leaves = stacked[place : place + structure.num_leaves]
            place += structure.num_leaves
            results.append(structure.build([jnp.moveaxis(leaf, 0, axis) if axis else leaf for leaf in leaves]))
        return tuple(results) if isinstance(self.out_axes, tuple) else results[0]


def _same(name: str, expected: Structure, found: Structure) -> None:
    if expected != found:
        raise TypeError(f"{name}: the carry is {expected!r}, and the next one {found!r}")
