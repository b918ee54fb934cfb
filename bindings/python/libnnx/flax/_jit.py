"""`jit`: `flax.nnx.jit` with the arguments passed flat, and only what changed coming back."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from jax._src import core as jax_core

from . import _native, _stats
from ._arguments import Arguments, Structure, Unusual, is_node, read
from ._flax import KNOWN, compilation, graphlib, jax
from ._step import Step, write_back

_MISSING = compilation.MISSING
_flax_jit = compilation.jit
_jit_call, _jit_read, _jit_learn = map(_native.helper, ("jit_call", "jit_read", "jit_learn"))
_config = jax.config
_trace_ctx = jax_core.trace_ctx
_EVALUATION, _NO_AXES = jax_core.eval_trace, jax_core.top_axis_env
_GRAPH_CONTEXT = graphlib.GRAPH_CONTEXT

MOST_STEPS = 4096
"""How many layouts of arguments one function keeps; beyond that it forgets all of them."""


def jit(
    fun: Any = _MISSING,
    *,
    in_shardings: Any = None,
    out_shardings: Any = None,
    static_argnums: int | Sequence[int] | None = None,
    static_argnames: str | Iterable[str] | None = None,
    donate_argnums: int | Sequence[int] | None = None,
    donate_argnames: str | Iterable[str] | None = None,
    keep_unused: bool = False,
    device: Any = None,
    backend: str | None = None,
    inline: bool = False,
    graph: bool | None = None,
    graph_updates: bool | None = None,
) -> Any:
    """`flax.nnx.jit`: the same arguments, results, updates and exceptions, with less Python between two steps.

    A call reads the leaves of its arguments, calls one compiled function with the flat list of them, and sets the
    Variables that the step changed. What it does not know goes to `flax.nnx.jit`, for that call: arguments of an outer
    transformation, Refs, hijax Variables, shardings, tree mode. `libnnx.flax.stats()` says how often and why.
    """
    options = {
        "in_shardings": in_shardings,
        "out_shardings": out_shardings,
        "static_argnums": static_argnums,
        "static_argnames": static_argnames,
        "donate_argnums": donate_argnums,
        "donate_argnames": donate_argnames,
        "keep_unused": keep_unused,
        "device": device,
        "backend": backend,
        "inline": inline,
        "graph": graph,
        "graph_updates": graph_updates,
    }
    if fun is _MISSING:
        return functools.partial(jit, **options)
    flaxs = _flax_jit(fun, **options)
    return Jit(flaxs, options) if type(flaxs) is compilation.JitWrapped else flaxs


class Jit(compilation.JitWrapped):  # type: ignore[misc]
    """What `jit` returns. It has all that the object of `flax.nnx.jit` has: `lower`, `trace`, `eval_shape`."""

    def __init__(self, flaxs: Any, options: dict[str, Any]) -> None:
        functools.update_wrapper(self, flaxs.fun)
        self._flax = flaxs
        self._function: Callable[..., Any] = flaxs.fun
        self._options = {name: options[name] for name in ("keep_unused", "device", "backend", "inline")}
        signature = _signature(self._function)
        self._static_nums, static_names = _resolve(signature, options["static_argnums"], options["static_argnames"])
        self._static_names = frozenset(static_names)
        self._donated_nums, donated_names = _resolve(signature, options["donate_argnums"], options["donate_argnames"])
        self._donated_names = frozenset(donated_names)
        self._steps: dict[Hashable, Step] = {}
        self._known: dict[Hashable, Step] = {}
        self._has_statics = bool(self._static_nums or self._static_names)
        self._unusual = self._why_never(options)

    def _why_never(self, options: dict[str, Any]) -> str | None:
        """Why no call can take the fast path."""
        if options["in_shardings"] is not None or options["out_shardings"] is not None:
            return "shardings"
        if any(number < 0 for number in (*self._static_nums, *self._donated_nums)):
            return "negative argument numbers"
        if set(self._static_nums) & set(self._donated_nums) or self._static_names & self._donated_names:
            return "an argument that is both static and donated"
        return None

    def __getattr__(self, name: str) -> Any:
        flaxs = self.__dict__.get("_flax")
        if flaxs is None:  # an object that `copy` or `pickle` is still filling
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(flaxs, name)

    def eval_shape(self, *args: Any, **kwargs: Any) -> Any:
        """As that of `flax.nnx.jit`."""
        return self._flax.eval_shape(*args, **kwargs)

    def trace(self, *args: Any, **kwargs: Any) -> Any:
        """As that of `flax.nnx.jit`."""
        return self._flax.trace(*args, **kwargs)

    def lower(self, *args: Any, **kwargs: Any) -> Any:
        """As that of `flax.nnx.jit`."""
        return self._flax.lower(*args, **kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        unusual = self._unusual or _context()
        if unusual is not None:
            _stats.fallbacks[f"jit: {unusual}"] += 1
            return self._flax(*args, **kwargs)
        if not self._has_statics:
            done = _jit_call(self._known, args, kwargs)
            if done is not None:
                _stats.native["jit"] += 1
                if len(done) == 1:
                    return done[0]
                outcome, values, out, variables = done
                return write_back(outcome, values, out, variables, args, kwargs)
        try:
            step, leaves, variables, dynamic, named = self._prepare(args, kwargs)
        except Unusual as reason:
            _stats.fallbacks[f"jit: {reason}"] += 1
        else:
            _stats.native["jit"] += 1
            return step(leaves, variables, dynamic, named)
        return self._flax(*args, **kwargs)

    def _prepare(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Step, Sequence[Any], list[Any], tuple[Any, ...], dict[str, Any]]:
        """The compiled function, what to call it with, and the arguments that are not static."""
        statics = [(number, args[number]) for number in self._static_nums if number < len(args)]
        static_names = {name: kwargs[name] for name in self._static_names if name in kwargs}
        dynamic: Sequence[Any] = args
        if statics:
            dynamic = list(args)
            for number, _ in statics:
                dynamic[number] = None
        if static_names:
            kwargs = {name: value for name, value in kwargs.items() if name not in static_names}
        dynamic = tuple(dynamic)
        key = (
            tuple((number, type(value), value) for number, value in statics),
            tuple((name, type(static_names[name]), static_names[name]) for name in sorted(static_names)),
        )
        structure = None
        found = _jit_read(dynamic, kwargs)
        if found is not None:
            structure, leaves, variables = found
            if structure is None:
                structure = Structure()
                _jit_learn(dynamic, kwargs, structure)
            elif (step := self._known_with(structure, key)) is not None:
                return step, leaves, variables, dynamic, kwargs
        arguments = read(dynamic, kwargs)
        step = self._find(arguments, key, dynamic, kwargs, tuple(statics), static_names)
        if structure is not None:
            self._remember(structure, key, step, dynamic, kwargs)
        return step, arguments.leaves, arguments.variables, dynamic, kwargs

    def _known_with(self, structure: Structure, key: Hashable) -> Step | None:
        try:
            return self._known.get((structure, key) if self._has_statics else structure)
        except TypeError as error:
            raise Unusual("a static value that cannot be hashed or compared") from error

    def _remember(
        self, structure: Structure, key: Hashable, step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Find the step by what the library recognises, if the arguments still are what they were when it learnt them."""
        found = _jit_read(args, kwargs)
        if found is None or found[0] is not structure:
            return
        if len(self._known) >= MOST_STEPS:
            self._known.clear()
        self._known[(structure, key) if self._has_statics else structure] = step

    def _find(
        self,
        arguments: Arguments,
        key: Hashable,
        dynamic: tuple[Any, ...],
        kwargs: dict[str, Any],
        statics: tuple[tuple[int, Any], ...],
        static_names: dict[str, Any],
    ) -> Step:
        """The function for this layout, compared by value."""
        layout = arguments.layout
        try:
            step = self._steps.get((layout, key))
        except (TypeError, ValueError) as error:
            raise Unusual("a static value that cannot be hashed or compared") from error
        if step is None:
            if any(is_node(leaf) for leaf in jax.tree.leaves((statics, static_names), is_leaf=is_node)):
                raise Unusual("a graph node in a static argument")
            if len(self._steps) >= MOST_STEPS:
                self._steps.clear()
            donated = self._donated(dynamic, kwargs, layout.counts)
            step = Step(self._function, layout, statics, static_names, donated, self._options)
            self._steps[layout, key] = step
        return step

    def _donated(self, args: tuple[Any, ...], kwargs: dict[str, Any], counts: tuple[int, ...]) -> frozenset[int]:
        """The flat leaves of donated arguments."""
        if not self._donated_nums and not self._donated_names:
            return frozenset()
        marked = [number in self._donated_nums for number in range(len(args))]
        marked += [name in self._donated_names for name in sorted(kwargs)]
        donated: set[int] = set()
        leaf = position = 0
        for mark, value in zip(marked, [*args, *(kwargs[name] for name in sorted(kwargs))]):
            for _ in range(jax.tree.structure(value, is_leaf=is_node).num_leaves):
                if mark:
                    donated.update(range(position, position + counts[leaf]))
                position += counts[leaf]
                leaf += 1
        return frozenset(donated)


def _context() -> str | None:
    """Why no call in this context can take the fast path."""
    if _trace_ctx.trace is not _EVALUATION or _trace_ctx.axis_env is not _NO_AXES:
        return "inside another transformation"
    if _GRAPH_CONTEXT.tmp_static_cache is not None:
        return "cached_partial"
    if _config.jax_debug_key_reuse:
        return "jax_debug_key_reuse"
    return None


def _signature(function: Callable[..., Any]) -> inspect.Signature | None:
    try:
        return inspect.signature(function)
    except (ValueError, TypeError):
        return None


def _resolve(
    signature: inspect.Signature | None, numbers: Any, names: Any
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Numbers and names of arguments; where only one of them is given, the signature says the other, as for `jax.jit`."""
    given_numbers = () if numbers is None else (numbers,) if isinstance(numbers, int) else tuple(numbers)
    given_names = () if names is None else (names,) if isinstance(names, str) else tuple(names)
    if signature is None or (numbers is None) == (names is None):
        return given_numbers, given_names
    either = [
        (number, name)
        for number, (name, parameter) in enumerate(signature.parameters.items())
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    if numbers is None:
        return tuple(number for number, name in either if name in given_names), given_names
    return given_numbers, tuple(name for number, name in either if number in given_numbers)


if not KNOWN:
    globals()["jit"] = _flax_jit  # with the options that this version has
