"""Functions that are traced when they are called with something new, and otherwise run as the step that they became."""

from __future__ import annotations

import ctypes
import functools
import inspect
import types
import weakref
from collections.abc import Callable, Sequence
from typing import Any

from . import _abi, _callback, _capture, _run
from ._arguments import ARRAY, Key, Parts, Put, put_results, put_together, putter, static, take_apart, take_results
from ._error import InvalidArgumentError
from ._library import lib, own
from ._node import Node, address, wrap
from ._place import name_place
from ._state import State
from ._step import Step, results_of
from ._tensor import Tensor
from ._trace import CALL, inputs_of, states_of
from ._traced import current_or_none, lift


def jit(
    function: Callable[..., Any] | None = None,
    *,
    static_argnums: int | Sequence[int] | None = None,
    static_argnames: str | Sequence[str] | None = None,
    check_finite: bool = False,
    num_threads: int = 0,
    device: str = "cpu",
) -> Any:
    """A function that runs compiled: `nnx.jit(f)`, `@nnx.jit` or `@nnx.jit(static_argnames="train")`.

    Arguments are Modules and Variables, which the function may change in place, States, arrays and numbers, GraphDefs,
    and tuples, lists and dicts of those. Numbers and NumPy's 64-bit arrays become 32-bit ones, as in JAX. Static
    arguments are hashable values that the function gets as they are. It is traced once for each structure of the objects,
    types of their leaves and of the arrays, and static arguments; called inside of another traced function, it is called
    itself. What it returns has Tensors in the place of traced values.

    An exception of the function comes out unchanged, with everything as before. With `check_finite` a float that is not
    finite, among what a call computes, is a `NonFiniteError`, with everything as before. It runs on at most `num_threads`
    threads; 0 is as many as the environment variable NNX_NUM_THREADS says, or else as the process may use at once.
    """
    make = functools.partial(
        Jit,
        static_argnums=static_argnums,
        static_argnames=static_argnames,
        check_finite=check_finite,
        num_threads=num_threads,
        device=device,
    )
    return make if function is None else make(function)


class Jit:
    """What `nnx.jit` gives."""

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        static_argnums: int | Sequence[int] | None = None,
        static_argnames: str | Sequence[str] | None = None,
        check_finite: bool = False,
        num_threads: int = 0,
        device: str = "cpu",
    ) -> None:
        if not callable(function):
            raise TypeError(f"nnx.jit takes a function, not a {type(function).__name__}")
        functools.update_wrapper(self, function)
        self._function = function
        self._options = (check_finite, num_threads, device)
        self._static = _Statics(function, static_argnums, static_argnames)
        self._traced: dict[Key, _Traced] = {}
        self._patterns: list[tuple[tuple[Any, ...], _Traced]] = []
        """Of the last calls: what their arguments were, for the native function, and what they are traced as."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if _capture.num_open and current_or_none() is None:
            _capture.refuse_here()
        return self.run(arguments, named)

    def run(self, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """A call; in a traced function that of the function itself."""
        if not named:
            for pattern, traced in self._patterns:
                found = _run.call(traced.handle, traced.puts, pattern, arguments)
                if found is not None:
                    if type(found) is int or _callback._pending:
                        _run.settle(found)
                    if type(found) is Tensor:
                        return found
                    put, states, arrays = found
                    objects = [each for each in arguments if issubclass(type(each), Node)]
                    return put(objects, iter(states), iter(arrays))
        if current_or_none() is not None:
            return self._function(*arguments, **named)
        traced, parts = self._find(arguments, named)
        results = traced.call(parts)
        if not named:
            self._learn(arguments, traced)
        return results

    def _learn(self, arguments: tuple[Any, ...], traced: _Traced) -> None:
        """Remember what the arguments of a call are."""
        _run.learn_arrays()
        pattern = _run.pattern(arguments, traced.key[0])
        others = [known for known in self._patterns if known[1] is not traced]
        if pattern is not None:
            self._patterns = [(pattern, traced), *others][:_PATTERNS]

    def step(self, *arguments: Any, **named: Any) -> Step:
        """The Step that a call with these arguments would run; nothing is run. A Session runs it."""
        traced, parts = self._find(arguments, named)
        return traced.step(parts)

    @property
    def num_steps(self) -> int:
        """How many Steps the function became so far."""
        return sum(traced.num_steps for traced in self._traced.values())

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else types.MethodType(self, instance)

    def __repr__(self) -> str:
        return f"nnx.jit({self._function!r})"

    def _find(self, arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[_Traced, Parts]:
        parts = Parts()
        key = self._static.key(arguments, named, parts)
        traced = self._traced.get(key)
        if traced is None:
            traced = self._traced.setdefault(key, _Traced(self._function, key, *self._options))
        return traced, parts


_PATTERNS = 4
"""Of how many kinds of calls is known what their arguments are."""


class _Statics:
    """Which arguments of a function are static."""

    def __init__(self, function: Any, numbers: int | Sequence[int] | None, names: str | Sequence[str] | None) -> None:
        try:
            self.parameters = [
                name
                for name, parameter in inspect.signature(function).parameters.items()
                if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
            ]
        except (TypeError, ValueError):
            self.parameters = []
        chosen = (numbers,) if isinstance(numbers, int) else tuple(numbers or ())
        self.names = {names} if isinstance(names, str) else set(names or ())
        count = len(self.parameters)
        self.numbers = {number + count if number < 0 else number for number in chosen}
        self.numbers |= {self.parameters.index(name) for name in self.names if name in self.parameters}
        self.names |= {self.parameters[number] for number in self.numbers if number < count}

    def key(self, arguments: tuple[Any, ...], named: dict[str, Any], parts: Parts) -> Key:
        """The key of a call, whose parts go to `parts`."""
        numbers = self.numbers
        positional = [
            static(value, self.name(place)) if place in numbers else take_apart(value, parts, self.name(place))
            for place, value in enumerate(arguments)
        ]
        by_name = [
            (name, static(value, name) if name in self.names else take_apart(value, parts, name))
            for name, value in sorted(named.items())
        ]
        return (tuple(positional), tuple(by_name))

    def name(self, place: int) -> str:
        """What the argument in this place is called, for the text of an error."""
        return self.parameters[place] if place < len(self.parameters) else f"argument {place}"


class _Traced:
    """A function for one key: the native function, which is traced by calling this, and what its steps give."""

    def __init__(self, function: Callable[..., Any], key: Key, check_finite: bool, num_threads: int, device: str) -> None:
        self._function = function
        self.key = key
        self._trees: dict[int, tuple[Key, tuple[int, int]]] = {}
        """By the number of a step: the key of its results. Written before the library knows the step."""
        self.puts: dict[int, Put | None] = {}
        """By the number of a step: what makes its results, and None where they are one array."""
        self._last: tuple[list[weakref.ref[Node]], Any] = ([], None)
        name = device.encode()
        text = _abi.nnx_str(name, len(name))
        options = _abi.nnx_jit_options(ctypes.sizeof(_abi.nnx_jit_options), text, int(check_finite), num_threads)
        out = _abi.nnx_jit()
        # Held weakly: what the library holds must not keep the function, which may reach this very object.
        kept = _callback.keep(_Weakly(self))
        lib.nnx_jit_new(CALL, kept, _callback.DROP, ctypes.byref(options), ctypes.byref(out))
        self.handle = own("jit", out.value)

    def call(self, parts: Parts) -> Any:
        """The results of a call."""
        out = _abi.nnx_results()
        self._native(lib.nnx_jit_call, parts, out)
        results = own("results", out.value)
        tree, counts = self._tree(results)
        states, arrays = results_of(results, *counts)
        return put_results(tree, parts.objects, iter(states), iter(arrays))

    def step(self, parts: Parts) -> Step:
        """The Step of a call."""
        out = _abi.nnx_step()
        self._native(lib.nnx_jit_step, parts, out)
        handle = own("step", out.value)
        number = ctypes.c_uint64()
        lib.nnx_step_id(handle, ctypes.byref(number))
        return Step._of(handle, *self._trees[number.value])

    @property
    def num_steps(self) -> int:
        """How many steps there are."""
        count = ctypes.c_size_t()
        lib.nnx_jit_num_steps(self.handle, ctypes.byref(count))
        return count.value

    def _native(self, function: Any, parts: Parts, out: Any) -> None:
        states = [state._native() for state in parts.states]
        function(
            self.handle,
            self._objects(parts.objects),
            len(parts.objects),
            (_abi.nnx_state * len(states))(*[state.value for state in states]) if states else None,
            len(states),
            (_abi.nnx_tensor * len(parts.arrays))(*[each._handle.value for each in parts.arrays]) if parts.arrays else None,
            len(parts.arrays),
            ctypes.byref(out),
        )

    def _objects(self, objects: list[Node]) -> Any:
        """The handles of objects for a call; those of the last call where the objects are the same."""
        last, array = self._last
        if len(last) == len(objects) and all(known() is each for known, each in zip(last, objects)):
            return array
        array = (_abi.nnx_node * len(objects))(*[address(each).value for each in objects])
        self._last = ([weakref.ref(each) for each in objects], array)
        return array

    def _tree(self, results: Any) -> Any:
        if len(self._trees) == 1:
            (found,) = self._trees.values()
            return found
        number = ctypes.c_uint64()
        lib.nnx_results_step_id(results, ctypes.byref(number))
        return self._trees[number.value]

    def trace(self, trace: int | None) -> None:
        """Calls the function over what is traced."""
        objects = _objects_of(trace)
        positional, named = self.key
        parts = (iter(objects), iter(states_of(trace)), iter(inputs_of(trace)))
        arguments = [put_together(key, *parts) for key in positional]
        by_name = {name: put_together(key, *parts) for name, key in named}
        try:
            found = self._function(*arguments, **by_name)
        except InvalidArgumentError as error:
            name_place(error, objects)
            raise
        counts = [0, 0]

        def give_array(value: Any) -> None:
            counts[1] += 1
            lib.nnx_trace_output(trace, lift(value))

        def give_state(state: State) -> None:
            counts[0] += 1
            lib.nnx_trace_output_state(trace, state._native())

        tree = take_results(found, objects, give_array, give_state)
        number = ctypes.c_uint64()
        lib.nnx_trace_id(trace, ctypes.byref(number))
        self._trees[number.value] = (tree, (counts[0], counts[1]))
        self.puts[number.value] = None if tree == ARRAY else putter(tree)


class _Weakly:
    """Traces by what may be gone when nobody calls any more."""

    __slots__ = ("_traced",)

    def __init__(self, traced: _Traced) -> None:
        self._traced = weakref.ref(traced)

    def __call__(self, trace: int | None) -> None:
        traced = self._traced()
        if traced is None:
            raise RuntimeError("the function is gone")
        traced.trace(trace)


def _objects_of(trace: int | None) -> list[Node]:
    count = ctypes.c_size_t()
    lib.nnx_trace_num_objects(trace, ctypes.byref(count))
    found = []
    for place in range(count.value):
        out = _abi.nnx_node()
        lib.nnx_trace_object(trace, place, ctypes.byref(out))
        found.append(wrap(out.value))
    return found
