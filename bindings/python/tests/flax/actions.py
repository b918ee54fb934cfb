"""Programs of calls on an object graph, drawn at random: every function, with good arguments and bad ones."""

from __future__ import annotations

import random
import warnings

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx
from object_graphs import NAMES, Counting, Mask
from portrait import Names, outcome, portrait

FILTERS = [
    *(nnx.Param, nnx.BatchStat, nnx.Variable, Mask, nnx.RngState, nnx.Intermediate, "default", "count", True, False),
    *(..., None, 3, jax.Array, int, nnx.Nothing(), nnx.Everything(), nnx.WithTag("dropout"), object),
]


def draw_filter(rng: random.Random, depth: int = 2):
    chance = rng.random()
    if depth and chance < 0.25:
        inner = [draw_filter(rng, depth - 1) for _ in range(rng.randint(0, 3))]
        return rng.choice([list, tuple])(inner) if rng.random() < 0.4 else rng.choice([nnx.Any, nnx.All])(*inner)
    if depth and chance < 0.35:
        return nnx.Not(draw_filter(rng, depth - 1))
    if chance < 0.45:
        return nnx.PathContains(rng.choice([*NAMES, 0, 1, "er"]), exact=rng.random() < 0.7)
    if chance < 0.5:
        return nnx.filterlib.PathIn((rng.choice(NAMES),), ("first",))
    if chance < 0.55:
        return lambda path, leaf: len(path) % 2 == 0
    if chance < 0.56:
        return lambda path, leaf: 1 / 0
    return rng.choice(FILTERS if rng.random() < 0.5 else FILTERS[:8])


def draw_filters(rng: random.Random, least: int = 0):
    filters = [draw_filter(rng) for _ in range(rng.randint(least, 3))]
    if filters and rng.random() < 0.6:
        filters[-1] = rng.choice([..., True, nnx.Everything()])
    return filters


class Program:
    """The calls of one seed, made through `flax`: flax.nnx itself or what stands in its place."""

    def __init__(self, seed: int, root, flax):
        self.rng = random.Random(seed)
        self.root = root
        self.flax = flax
        self.names = Names()
        portrait(root, self.names)

    def run(self, length: int):
        """The portrait of every result, and of the graph after every call."""
        seen = []
        for _ in range(length):
            action = getattr(self, self.rng.choice(ACTIONS))
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                result = outcome(action, self.names)
            told = [(warning.category.__name__, str(warning.message)) for warning in caught]
            seen.append((action.__name__, result, told, portrait(self.root, self.names)))
        return seen

    # Reading.

    def split(self):
        return self.flax.split(self.root, *draw_filters(self.rng))

    def state(self):
        return self.flax.state(self.root, *draw_filters(self.rng))

    def tree_mode(self):
        name = self.rng.choice(["split", "state", "graphdef", "clone"])
        if cyclic(self.root, ()):
            return "a cycle, on which JAX's walk unbalances the interpreter's recursion depth"
        return getattr(self.flax, name)(self.root, graph=False)

    def graphdef(self):
        first, second = self.flax.graphdef(self.root), nnx.graphlib.graphdef(self.root)
        return first, first == second, outcome(lambda: hash(first) == hash(second))

    def iter_graph(self):
        return list(self.flax.iter_graph(self.root))

    def bad_call(self):
        name = self.rng.choice(["split", "state", "merge", "update", "graphdef", "clone", "pop", "iter_graph"])
        arguments, keywords = self.rng.choice(
            [((), {}), ((3,), {}), ((self.root, 3), {}), ((self.root,), {"graf": 1}), ((3, 4, 5), {"copy": 2})]
        )
        result = getattr(self.flax, name)(*arguments, **keywords)
        return list(result) if name == "iter_graph" else result

    # Building.

    def clone(self):
        chance = self.rng.random()
        if chance < 0.7:
            return self.flax.clone(self.root)
        if chance < 0.85:
            return self.flax.clone(self.root, variables=False)
        return self.flax.clone(self.root, arrays=True, variables=self.rng.random() < 0.7)

    def merge(self):
        graphdef, *states = nnx.split(self.root, *self.exhaustive())
        states = [self.changed(state) for state in states]
        self.rng.shuffle(states)
        keywords = {}
        if self.rng.random() < 0.3:
            keywords["copy"] = self.rng.random() < 0.7
        if self.rng.random() < 0.2:
            keywords["recreate_variables"] = self.rng.random() < 0.3
        merged = self.flax.merge(graphdef, *states, **keywords)
        # What was merged flattens as it should, and takes updates.
        again = nnx.split(merged)
        self.flax.update(merged, again[1])
        return merged, again

    def merge_wrong(self):
        graphdef, state = nnx.split(self.root)
        leaves = jax.tree.leaves(state, is_leaf=lambda x: isinstance(x, nnx.Variable))
        return self.rng.choice(
            [
                lambda: self.flax.merge(graphdef),
                lambda: self.flax.merge(graphdef, leaves[:-1]),
                lambda: self.flax.merge(graphdef, [*leaves, jnp.ones(1)]),
                lambda: self.flax.merge(graphdef, leaves, leaves),
                lambda: self.flax.merge(state, graphdef),
                lambda: self.flax.merge(graphdef, state, state),
                lambda: self.flax.merge(graphdef, state, {"a": {}}),
                lambda: self.flax.merge(graphdef, state, {"zz": 1}),
                lambda: self.flax.merge(graphdef, {1: 2, "a": 3}),
                lambda: self.flax.merge(graphdef, nnx.State({})),
                lambda: self.flax.merge(graphdef, tuple(leaves)),
                lambda: self.flax.merge(nnx.unpack(self.root), nnx.unpack(self.root)),
                lambda: self.flax.merge(graphdef, leaves, copy=True),
                lambda: self.flax.merge(graphdef.with_same_outer_index(), state),
            ]
        )()

    def exhaustive(self):
        return self.rng.choice([(), (), (...,), (nnx.Param, ...), (nnx.BatchStat, nnx.Param, ...)])

    def changed(self, state):
        """The state as users hand it over: as it is, new Variables, raw arrays, flat, in another order, half a state."""
        rng, chance = self.rng, self.rng.random()
        if chance < 0.35 or not isinstance(state, nnx.State):
            return state
        if chance < 0.5:
            return jax.tree.map(lambda x: x + 1 if hasattr(x, "dtype") and x.dtype == jnp.float32 else x, state)
        if chance < 0.58:
            return nnx.to_pure_dict(state)
        if chance < 0.66:
            return nnx.to_flat_state(state)
        if chance < 0.72:
            return reversed_mapping(state._mapping)
        if chance < 0.78:
            return nnx.map_state(lambda path, leaf: np.ones(2), state)
        if chance < 0.84:
            return nnx.map_state(lambda path, leaf: Counting(jnp.ones(2), mark=1), state)
        if chance < 0.88:
            return nnx.graphlib.GraphState(nnx.graphdef(self.root), state)
        if chance < 0.92:
            return state._mapping
        if chance < 0.96:
            return nnx.State({key: value for key, value in state.items() if rng.random() < 0.8})
        return nnx.State({rng.choice(NAMES) if rng.random() < 0.3 else key: value for key, value in state.items()})

    def unflatten(self):
        """The low level: two nodes in one index space, with the objects outside given or not."""
        outer = nnx.graphlib.RefMap()
        nnx.graphlib.flatten(self.root, ref_index=outer, with_paths=False)
        inner = nnx.graphlib.RefMap()
        keywords = {"ref_outer_index": outer} if self.rng.random() < 0.6 else {}
        with_paths = self.rng.random() < 0.5
        if self.rng.random() < 0.3:
            setattr(self.some_node(), "added", nnx.Param(jnp.ones(1)))
        graphdef, state = nnx.graphlib.flatten(self.root, ref_index=inner, with_paths=with_paths, **keywords)
        other, other_state = nnx.graphlib.flatten(
            {"root": self.root, "node": self.some_node()}, ref_index=inner, with_paths=with_paths, **keywords
        )
        index_ref = nnx.graphlib.IndexMap()
        known = {}
        if self.rng.random() < 0.6:
            known["outer_index_outer_ref"] = nnx.graphlib.IndexMap.from_refmap(outer)
        if self.rng.random() < 0.3:
            known["copy_variables"] = True
        if self.rng.random() < 0.1:
            known["recreate_variables"] = False
        unflatten = getattr(self.flax, "unflatten", None) or nnx.graphlib.unflatten
        first = unflatten(graphdef, state, index_ref=index_ref, **known)
        second = unflatten(other, other_state, index_ref=index_ref, **known)
        return first, second, index_ref

    def some_node(self):
        nodes = [value for _, value in nnx.iter_graph(self.root) if isinstance(value, nnx.Pytree)]
        return self.rng.choice(nodes) if nodes else self.root

    # Writing.

    def update(self):
        states = nnx.split(self.root, *self.exhaustive())[1:]
        states = [self.changed(state) for state in states]
        return self.flax.update(self.root, *states)

    def update_at(self):
        """Any value under any key."""
        rng = self.rng
        value = rng.choice(
            [
                *(nnx.Param(jnp.ones(1)), jnp.zeros(2), 3, "text", None, {}, {"a": 1}, nnx.State({}), np.ones(1)),
                *(Counting(jnp.ones(1), mark=2), {"a": nnx.Param(jnp.ones(3))}, [1, 2], nnx.State({0: 1}), object),
            ]
        )
        path = self.some_path()
        for key in reversed(path):
            value = {key: value} if rng.random() < 0.7 else nnx.State({key: value})
        return self.flax.update(self.root, value)

    def some_path(self):
        paths = [path for path, _ in nnx.iter_graph(self.root)]
        path = self.rng.choice(paths)
        return (*path, self.rng.choice([*NAMES, 0, 7, 1.5])) if self.rng.random() < 0.3 else path

    def update_traced(self):
        """Inside a trace: Variables from outside may not be written, new ones may."""
        result = []
        transform = self.rng.choice([jax.jit, jax.grad, jax.vmap, jax.eval_shape])
        inside = self.rng.random() < 0.6

        def body(x):
            node = self.flax.clone(self.root) if inside else self.root
            graphdef, state = self.flax.split(node)
            raw = jax.tree.map(lambda y: y * 2 if hasattr(y, "dtype") and y.dtype == jnp.float32 else y, state)
            result.append(outcome(lambda: self.flax.update(node, raw), self.names))
            merged = self.flax.merge(graphdef, raw)
            result.append(portrait((merged, self.flax.state(merged)), self.names))
            result.append(outcome(lambda: self.flax.update(merged, jax.tree.map(lambda y: x, state)), self.names))
            result.append(outcome(lambda: self.flax.pop(merged, nnx.Param), self.names))
            return jnp.sum(x)

        if transform is jax.eval_shape:
            jax.eval_shape(body, jnp.ones(2))
        else:
            transform(body)(jnp.ones(2))
        return result

    def transformed(self):
        """Through Flax's own transform: nnx.jit splits, merges and writes back."""

        @nnx.jit
        def step(node, x):
            for variable in jax.tree.leaves(nnx.state(node, nnx.Param), is_leaf=lambda y: isinstance(y, nnx.Variable)):
                if isinstance(variable.get_raw_value(), jax.Array):
                    variable.set_raw_value(variable.get_raw_value() + x.astype(variable.dtype))
            return nnx.clone(node), x

        return step(self.root, jnp.ones(()))

    def pop(self):
        return self.flax.pop(self.root, *draw_filters(self.rng, self.rng.random() < 0.95))

    def write(self):
        """A user's own writes between the calls."""
        rng, node = self.rng, self.some_node()
        for path, value in nnx.iter_graph(self.root):
            if isinstance(value, nnx.Variable) and rng.random() < 0.3:
                value.set_metadata(step=rng.randint(0, 3))
            elif isinstance(value, nnx.List) and rng.random() < 0.2:
                value.append(nnx.Param(jnp.ones(1)))
        name = rng.choice(NAMES)
        if rng.random() < 0.5:
            setattr(node, name, rng.choice([nnx.Param(jnp.ones(1)), nnx.data([1, jnp.ones(1)]), nnx.data(3)]))
        elif hasattr(node, "__dict__") and name in vars(node):
            delattr(node, name)


def cyclic(value, above: tuple) -> bool:
    """Whether a value holds itself."""
    if any(value is each for each in above):
        return True
    impl = nnx.graphlib.get_node_impl(value)
    return impl is not None and any(cyclic(inner, (*above, value)) for inner in impl.node_dict(value).values())


def reversed_mapping(mapping):
    if not isinstance(mapping, dict):
        return mapping
    return {key: reversed_mapping(value) for key, value in reversed(mapping.items())}


ACTIONS = [
    *("split", "split", "state", "state", "graphdef", "iter_graph", "tree_mode", "bad_call", "clone", "clone"),
    *("merge", "merge", "merge", "merge_wrong", "unflatten", "unflatten", "update", "update", "update", "update_at"),
    *("update_at", "update_traced", "transformed", "pop", "pop", "write", "write"),
]
