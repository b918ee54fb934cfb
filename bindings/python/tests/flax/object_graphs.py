"""Random object graphs of Flax's own objects: the same seed makes the same graph again, with objects of its own."""

from __future__ import annotations

import random
import sys
import warnings
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx, struct

# From CPython 3.13 on, Flax finds two GraphDefs with a NaN unequal; here an unchanged structure is one object.
NAN = float("nan") if sys.version_info < (3, 13) else float("inf")


class Mask(nnx.Param):
    """A Variable type of a user."""


class Doubling(nnx.Param):
    """A Variable that overrides what reading and writing its value mean."""

    def get_value(self, **kwargs):
        return jax.tree.map(lambda x: x * 2, super().get_value(**kwargs))

    def set_value(self, value, **kwargs):
        super().set_value(jax.tree.map(lambda x: x / 2, value), **kwargs)


class Counting(nnx.Variable):
    """A Variable that overrides the method through which `update` and `unflatten` write."""

    def set_raw_value(self, value, **kwargs):
        super().set_raw_value(value, **kwargs)
        self._var_metadata["writes"] = self._var_metadata.get("writes", 0) + 1

    def update_from_state(self, variable_state):
        super().update_from_state(variable_state)
        self._var_metadata["updates"] = self._var_metadata.get("updates", 0) + 1


class Hooked(nnx.Variable):
    """A Variable type with hooks as methods."""

    def on_set_value(self, value):
        return value + 1


class Alpha(nnx.Module):
    rate: Any = nnx.static(default=0.5)


class Beta(nnx.Module):
    """A Module with a property, a descriptor and a class attribute where attributes are looked up."""

    limit = 7

    @property
    def derived(self):
        return 1

    def __setattr__(self, name, value):
        object.__setattr__(self, "_writes", getattr(self, "_writes", 0) + 1)
        super().__setattr__(name, value)


class Gamma(nnx.Object):
    """Not a pytree: its attributes are classified by their types."""


class Delta(nnx.Pytree):
    pass


class Sorted(nnx.Module):
    """A Module that says itself how it is flattened: registered with its own function."""

    def _graph_node_flatten(self):
        nodes, metadata = super()._graph_node_flatten()
        return nodes[::-1], metadata


class Emptied(nnx.Module):
    """A Module that says itself how it is created."""

    @staticmethod
    def _graph_node_create_empty(node_type):
        node = object.__new__(node_type)
        object.__setattr__(node, "made", "by create_empty")
        return node


class Numbers(nnx.List):
    """A List with an attribute that is not an element."""

    note = "a list"


class Pair(NamedTuple):
    first: Any
    second: Any


class Triple(tuple):
    """A tuple type that no registry knows."""


@struct.dataclass
class Record:
    value: Any
    name: Any = struct.field(pytree_node=False, default="record")


class Bag:
    """A node type that a user registered."""

    def __init__(self, **items):
        self.items = items


nnx.graphlib.register_graph_node_type(
    Bag,
    flatten=lambda bag: (sorted(bag.items.items()), None),
    set_key=lambda bag, key, value: bag.items.__setitem__(key, value),
    pop_key=lambda bag, key: bag.items.pop(key),
    create_empty=lambda metadata: Bag(),
    clear=lambda bag: bag.items.clear(),
    init=lambda bag, items: bag.items.update(items),
)


class Box:
    """A pytree type that a user registered with Flax."""

    def __init__(self, inside):
        self.inside = inside


nnx.graphlib.register_pytree_node_type(
    Box,
    flatten=lambda box: ([("inside", box.inside)], "box"),
    unflatten=lambda nodes, metadata: Box(dict(nodes)["inside"]),
)


class Odd:
    """A static value with equality of its own, and no order."""

    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return isinstance(other, Odd) and self.number == other.number

    def __hash__(self):
        return hash(self.number)


NAMES = ["a", "b", "kernel", "bias", "B", "_x", "z9", "ü", "layers", "rate", "é", "𝔘", "limit"]
VARIABLES = [nnx.Param, nnx.Param, nnx.BatchStat, nnx.Cache, nnx.Intermediate, nnx.RngCount, nnx.Variable, Mask]
ODD_VARIABLES = [Doubling, Counting, Hooked]
MODULES = [Alpha, Beta, Gamma, Delta]
ODD_MODULES = [Sorted, Emptied]
STATICS = [
    *(0, 1, -5, 2**70, 0.5, NAN, 1e300, True, False, "relu", "", "with/slash", b"\0\xff", (), (1, (2, "x"))),
    *(len, jnp.float32, np.dtype("int8"), Odd(3), Odd, frozenset({1, 2}), 1j, range(3), jnp.sum, NotImplemented, ...),
    jax.sharding.PartitionSpec("x", None),
]
STATICS += [lambda x: x, object(), np.float32(1.5)]
METADATA = [
    *({}, {}, {}, {"tag": "default"}, {"tag": "dropout", "count": 3}, {"note": None}, {"out_sharding": None}),
    *({"odd": Odd(1)}, {"function": len}, {"list": [1, 2]}),
]


def hook(variable, value):
    """A hook on writing."""
    return value


def array(rng: random.Random, odd: bool):
    shape = tuple(rng.randint(0, 3) for _ in range(rng.randint(0, 2)))
    values = np.array([rng.randint(0, 50) for _ in range(int(np.prod(shape)))]).reshape(shape)
    values = values.astype(rng.choice(["float32", "int32", "uint8", "float16", "bool"]))
    kind = rng.random()
    if kind < 0.15:
        return values
    if odd and kind < 0.2:
        return jax.random.key(rng.randint(0, 9))
    if odd and kind < 0.24:
        return jax.ShapeDtypeStruct(shape, jnp.float32)
    return jnp.asarray(values)


def variable(rng: random.Random, odd: bool):
    kind = rng.choice(ODD_VARIABLES if odd and rng.random() < 0.2 else VARIABLES)
    metadata = dict(rng.choice(METADATA))
    chance = rng.random() if odd else 1.0
    if kind is Hooked:
        return kind(jnp.ones(2), **metadata)
    if chance < 0.06:
        return kind(jnp.arange(3.0), ref=True, **metadata)
    if chance < 0.1:
        metadata["on_set_value"] = hook
    elif chance < 0.13:
        metadata["on_get_value"] = (hook, hook)
    elif chance < 0.2:
        return kind({"x": jnp.ones(2), "y": [jnp.zeros(1), 3]}, **metadata)
    elif chance < 0.24:
        return kind(rng.choice([3, 2.5, "text", None, (1, 2)]), **metadata)
    elif chance < 0.26:
        return kind(jnp.arange(2.0), hijax=True, **metadata)
    return kind(array(rng, odd), **metadata)


class Builder:
    """Draws one graph. `odd` allows what a native walk leaves to Flax."""

    def __init__(self, seed: int, odd: bool):
        self.rng = random.Random(seed)
        self.odd = odd
        self.containers = [{"un": "hashable"}, [1, 2], [], {}, [[]]]  # shared, and changed by updates

    def root(self):
        rng = self.rng
        self.variables = [variable(rng, self.odd) for _ in range(rng.randint(1, 7))]
        kinds = [Alpha]
        for _ in range(rng.randint(0, 6)):
            if self.odd and rng.random() < 0.2:
                kinds.append(rng.choice([*ODD_MODULES, Numbers, Bag]))
            else:
                kinds.append(rng.choice([*MODULES, *MODULES, nnx.List, nnx.Dict, nnx.Sequential]))
        self.nodes = [kind([]) if issubclass(kind, nnx.List) else kind() for kind in kinds]
        for node in self.nodes:
            self.fill(node)
        if rng.random() < 0.9:
            self.set(self.nodes[0], "first", self.variables[0])
        form = rng.random()
        if form < 0.12:
            return tuple(self.nodes[: rng.randint(1, 3)])
        if form < 0.16:
            return [self.nodes[0], 3, self.variables[0]]
        if form < 0.2:
            return {"m": self.nodes[0], "n": rng.choice(self.nodes)}
        if form < 0.24:
            return self.variables[0]
        if self.odd and form < 0.27:
            return rng.choice([None, (), 3, "text", jnp.ones(2), {}, nnx.State({"a": self.variables[0]}), object()])
        return self.nodes[0]

    def fill(self, node):
        rng = self.rng
        names = rng.sample(NAMES, rng.randint(0, 5))
        for name in names:
            value = self.value(2)
            if isinstance(node, nnx.List):
                node.append(self.marked(value))
            elif isinstance(node, Bag):
                node.items[name] = value
            elif isinstance(node, nnx.Dict):
                node[name] = self.marked(value)
            else:
                self.set(node, name, value)
        if isinstance(node, Numbers) and rng.random() < 0.5:
            self.set(node, "extra", self.variables[0])

    def set(self, node, name, value):
        setattr(node, name, self.marked(value))

    def marked(self, value):
        """What holds data has to be marked so; a static may be, and is a leaf then."""
        holds_data = bool(nnx.pytreelib.has_data(value))
        return nnx.data(value) if holds_data or self.rng.random() < 0.1 else value

    def value(self, depth: int):
        rng = self.rng
        chance = rng.random()
        if chance < 0.25:
            return rng.choice(self.nodes)
        if chance < 0.55:
            return rng.choice(self.variables)
        if chance < 0.63:
            return array(rng, self.odd)
        if chance < 0.68:
            return None
        if self.odd and chance < 0.71:
            return jax.new_ref(jnp.arange(2.0))
        if chance < 0.84 or depth == 0:
            return rng.choice([*STATICS, *self.containers])
        inner = [self.value(depth - 1) for _ in range(rng.randint(0, 3))]
        form = rng.choice(["list", "tuple", "dict", "pair", "optax", *(["odd"] if self.odd else [])])
        if form in ("list", "tuple"):
            return {"list": list, "tuple": tuple}[form](inner)
        if form == "dict":
            keys = rng.sample(range(-2, 12), len(inner)) if rng.random() < 0.3 else rng.sample(NAMES, len(inner))
            if self.odd and rng.random() < 0.1:
                keys = rng.choice([[0.5, 1.5, -2.5], [("kernel", "u"), ("kernel", "v"), ()]])[: len(inner)]
            return dict(zip(keys, inner))
        if form == "pair":
            return Pair(inner, self.value(depth - 1))
        if form == "optax":
            return optax.ScaleByAdamState(jnp.zeros((), jnp.int32), {"k": self.value(0)}, inner)
        kind = rng.choice([Record, Triple, Box, nnx.State, list])
        if kind is Record:
            return Record(inner, "r")
        if kind is nnx.State:
            return nnx.State(dict(zip(NAMES, inner)))
        return kind(inner)


def build(seed: int, odd: bool):
    """The graph of a seed; `odd` when it may hold what only Flax's own path knows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Builder(seed, odd).root()
