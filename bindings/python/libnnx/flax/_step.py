"""A function compiled for one layout of its arguments, and how what it changed is written back.

While the function is traced it works on objects of its own, made of the flat leaves, as in `flax.nnx.jit`. What became
of them is seen then: a leaf whose value is still the tracer that went in is unchanged and does not come back. Where the
structure is as it was, a call ends by setting the values of the Variables that changed. Where it is not, all leaves and
the new structure come back, and Flax's own merge brings the caller's objects up to date.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from . import _functions, _unchanged
from ._arguments import ARRAY, HOST, Layout, is_node
from ._bind import KeyArray
from ._flax import extract, graphlib, jax, variablelib

_set_raw_value = variablelib.Variable._raw_value.__set__


class Outcome:
    """What a trace found out. It travels as the key of a dict around the results: each trace has its own."""

    __slots__ = ("graphdefs", "is_plain", "keys", "targets")

    def __init__(self, targets: tuple[int, ...], keys: tuple[tuple[int, Any], ...], graphdefs: Any = None) -> None:
        self.targets = targets
        """The flat leaves that come back."""
        self.keys = keys
        """Which of them come back as the raw words of PRNG keys, and of which implementation."""
        self.graphdefs = graphdefs
        """Where the structure changed: the GraphDef of each graph node among the arguments, and its number of leaves."""

        self.is_plain = graphdefs is None and not keys
        """Whether to write back is to set Variables, and no more."""

    def __repr__(self) -> str:
        return "results"


class Step:
    """`function` for one layout of its arguments and one set of static ones."""

    __slots__ = ("_donated", "_function", "_statics", "compiled", "layout")

    def __init__(
        self,
        function: Callable[..., Any],
        layout: Layout,
        statics: tuple[tuple[int, Any], ...],
        static_names: dict[str, Any],
        donated: frozenset[int],
        options: dict[str, Any],
    ) -> None:
        self._function = function
        self.layout = layout
        self._statics = statics, static_names
        self._donated = donated

        def step(*leaves: Any) -> Any:
            return self._trace(leaves)

        step.__name__ = step.__qualname__ = getattr(function, "__name__", "step")
        # JAX's messages name the file and line of what a function wraps; its arguments are the leaves all the same.
        step.__signature__ = inspect.signature(step)  # type: ignore[attr-defined]
        step.__wrapped__ = function  # type: ignore[attr-defined]
        self.compiled = jax.jit(step, donate_argnums=tuple(sorted(donated)), **options)

    def __call__(self, leaves: Sequence[Any], variables: list[Any], args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        """Run it; `args` and `kwargs` are the arguments that the leaves are of, without static ones."""
        ((outcome, (values, out)),) = self.compiled(*leaves).items()
        return write_back(outcome, values, out, variables, args, kwargs)

    def _trace(self, leaves: Sequence[Any]) -> dict[Outcome, tuple[list[Any], Any]]:
        inputs = [
            leaf if kind is ARRAY or kind is HOST else jax.random.wrap_key_data(leaf, impl=kind)
            for leaf, kind in zip(leaves, self.layout.kinds)
        ]
        nodes, args, kwargs, index_ref = self._objects(inputs)
        out = self._function(*args, **kwargs)

        after = [value for value in jax.tree.leaves((args, kwargs), is_leaf=is_node) if is_node(value)]
        splitter = _Splitter(index_ref)
        states = [splitter.split(node) for node in after]
        pure_out = jax.tree.map(lambda value: splitter.node_states(value) if is_node(value) else value, out, is_leaf=is_node)
        if len(after) == len(nodes) and all(a is b for a, b in zip(after, nodes)) and not splitter.found_in_output:
            changed = self._changed(inputs, states)
            if changed is not None:
                return _results({index: value for index, value in changed}, None, out)
        leaves_out = [leaf for _, node_leaves in states for leaf in node_leaves]
        graphdefs = tuple((graphdef, len(node_leaves)) for graphdef, node_leaves in states)
        return _results(dict(enumerate(leaves_out)), graphdefs, pure_out)

    def _objects(self, inputs: list[Any]) -> tuple[list[Any], list[Any], dict[str, Any], Any]:
        """The graph nodes among the arguments, the arguments, and the objects by index."""
        index_ref = graphlib.IndexMap()
        values, nodes, start = [], [], 0
        for graphdef, count in zip(self.layout.graphdefs, self.layout.counts):
            own = inputs[start : start + count]
            start += count
            if graphdef is None:
                values.append(own[0])
            else:
                values.append(_functions.unflatten(graphdef, own, index_ref=index_ref))
                nodes.append(values[-1])
        dynamic, kwargs = jax.tree.unflatten(self.layout.treedef, values)
        statics, static_names = self._statics
        args = list(dynamic)
        for position, value in statics:
            args[position] = value
        return nodes, args, {**kwargs, **static_names}, index_ref

    def _changed(self, inputs: list[Any], states: list[tuple[Any, list[Any]]]) -> list[tuple[int, Any]] | None:
        """The leaves that must come back, or None where Flax has to merge."""
        changed, position = [], 0
        after = iter(states)
        for graphdef, count in zip(self.layout.graphdefs, self.layout.counts):
            if graphdef is not None:
                graphdef_out, leaves_out = next(after)
                holders = _unchanged.leaf_holders(graphdef, graphdef_out)
                if holders is None or len(leaves_out) != count:
                    return None
                for index, (leaf_out, is_variable) in enumerate(zip(leaves_out, holders), position):
                    same = leaf_out is inputs[index] and self.layout.kinds[index] is not HOST
                    if not same or index in self._donated:
                        if not is_variable:
                            return None
                        changed.append((index, leaf_out))
            position += count
        return changed


def write_back(
    outcome: Outcome, values: list[Any], out: Any, variables: list[Any], args: Sequence[Any], kwargs: dict[str, Any]
) -> Any:
    """Bring the caller's objects up to date; the answer is the function's result."""
    for position, implementation in outcome.keys:
        values[position] = KeyArray(implementation, values[position])
    if outcome.graphdefs is not None:
        return _merge(args, kwargs, outcome, values, out)
    for index, value in zip(outcome.targets, values):
        _set_raw_value(variables[index], value)
    return out


class _Splitter:
    """Splits the objects of a trace with the indices that they have outside, as Flax's update context does."""

    def __init__(self, index_ref: Any) -> None:
        self._outer = graphlib.RefMap.from_indexmap(index_ref) or None
        self._seen = graphlib.RefMap()
        self.found_in_output = False

    def split(self, node: Any) -> tuple[Any, list[Any]]:
        return _functions.flatten(
            node, ref_index=self._seen, ref_outer_index=self._outer, with_paths=False, graph=True
        )

    def node_states(self, node: Any) -> Any:
        self.found_in_output = True
        return extract.NodeStates.from_split(*self.split(node))


def _results(values: dict[int, Any], graphdefs: Any, out: Any) -> dict[Outcome, tuple[list[Any], Any]]:
    words, keys = [], []
    for position, value in enumerate(values.values()):
        if isinstance(value, jax.Array) and jax.dtypes.issubdtype(value.dtype, jax.dtypes.prng_key):
            keys.append((position, value.dtype._impl))
            value = jax.random.key_data(value)
        words.append(value)
    return {Outcome(tuple(values), tuple(keys), graphdefs): (words, out)}


def _merge(args: Sequence[Any], kwargs: dict[str, Any], outcome: Outcome, values: list[Any], out: Any) -> Any:
    """Bring the caller's objects to a changed structure, and make the graph nodes of the output."""
    ref_index = graphlib.RefMap()
    for node in jax.tree.leaves((args, kwargs), is_leaf=is_node):
        if is_node(node):
            _functions.flatten(node, ref_index=ref_index, with_paths=False, graph=True)
    outer = graphlib.IndexMap.from_refmap(ref_index) or None
    index_ref = graphlib.IndexMap()

    def merge(graphdef: Any, leaves: list[Any]) -> Any:
        known = None if type(graphdef.nodes[0]) is graphlib.NodeRef else outer
        return _functions.unflatten(graphdef, leaves, index_ref=index_ref, outer_index_outer_ref=known)

    start = 0
    for graphdef, count in outcome.graphdefs:
        merge(graphdef, values[start : start + count])
        start += count
    return jax.tree.map(
        lambda value: merge(value.graphdef, value.state) if extract.is_tree_node(value) else value,
        out,
        is_leaf=extract.is_tree_node,
    )
