"""What can be seen of a value: types, order, contents, and which objects are the same, as plain comparable data.

Two runs of the same program on equal graphs have equal portraits, whatever the addresses of their objects.
"""

from __future__ import annotations

import dataclasses
import re
import types

import jax
import numpy as np
from flax import nnx
from flax.nnx.pytreelib import PytreeState
from flax.typing import HashableMapping

PLAIN = (int, float, complex, str, bytes, bool, type(None), type(...), range, type, np.dtype, np.generic, frozenset)
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
# Immutable parts of a GraphDef: which of them are one object is nobody's concern.
VALUES = tuple(
    getattr(nnx.graphlib, name)
    for name in ("GraphDef", "NodeDef", "VariableDef", "NodeRef", "ArrayRefDef", "TreeNodeDef")
    + ("NodeAttr", "LeafAttr", "Static", "NoUpdate", "Repeated")
)
ADDRESS = re.compile(r"0x[0-9a-f]+")


class Names:
    """Numbers for objects by identity, in the order in which they are met; holds them, so that none is reused."""

    def __init__(self):
        self.numbers: dict[int, tuple[int, object]] = {}

    def number(self, value) -> tuple[int, bool]:
        """The number of an object, and whether it is new."""
        known = self.numbers.get(id(value))
        if known is not None:
            return known[0], False
        self.numbers[id(value)] = (len(self.numbers), value)
        return len(self.numbers) - 1, True


def portrait(value, names: Names | None = None):
    """The portrait of a value; with the same `names`, objects met before are told from new ones."""
    return _Painter(Names() if names is None else names).paint(value)


def outcome(function, names: Names | None = None):
    """The portrait of what a call returns or raises."""
    try:
        result = function()
    except Exception as error:
        return "raised", type(error).__name__, ADDRESS.sub("0x", str(error))
    return "returned", portrait(result, names)


class _Painter:
    def __init__(self, names: Names):
        self.names = names
        self.open: dict[int, object] = {}  # painted in this portrait

    def paint(self, value):
        kind = type(value)
        if isinstance(value, PLAIN) and not isinstance(value, tuple):
            return kind.__name__, repr(value)
        if isinstance(value, nnx.GraphDef):
            items = [(self.paint(key), self.paint(attribute)) for key, attribute in value.attributes]
            return "GraphDef", [self.paint(node) for node in value.nodes], items, value.num_leaves
        if isinstance(value, (tuple, *VALUES)):
            return kind.__qualname__, self.contents(value, kind)
        number, _ = self.names.number(value)
        if number in self.open:
            return "seen", number
        self.open[number] = value
        return kind.__qualname__, number, self.contents(value, kind)

    def pairs(self, items):
        return [(self.paint(key), self.paint(value)) for key, value in items]

    def contents(self, value, kind):
        if isinstance(value, jax.core.Tracer):
            return str(value.aval), (self.paint(value._leaves) if hasattr(value, "_leaves") else None)
        if kind.__name__ == "HijaxVariable":
            return value._var_type.__name__, self.paint(value._leaves), str(value._treedef), value._ref
        if isinstance(value, nnx.Variable):
            return self.paint(value._raw_value), self.pairs(value._var_metadata.items()), value._trace_state.is_valid()
        if isinstance(value, PytreeState):
            return value._initializing, value._is_setup, value._trace_state.is_valid()
        if isinstance(value, jax.Ref):
            return _array(value[...])
        if isinstance(value, (jax.Array, np.ndarray)):
            return _array(value)
        if isinstance(value, nnx.Pytree) or kind.__name__ in ("Bag", "Box"):
            return self.pairs(vars(value).items())
        if isinstance(value, HashableMapping):
            return self.pairs(value._mapping.items())
        if isinstance(value, nnx.State):
            return self.paint(value._mapping)
        if isinstance(value, dict):
            return self.pairs(value.items())
        if isinstance(value, nnx.graphlib.IndexesPytreeDef):
            return self.pairs(value.key_index.items()), str(value.treedef)
        if isinstance(value, (list, tuple)):
            return [self.paint(item) for item in value]
        if isinstance(value, nnx.statelib.FlatState):
            return self.paint(value._keys), self.paint(value._values)
        if isinstance(value, nnx.graphlib.RefMap):
            return self.pairs(value.items())
        if isinstance(value, jax.tree_util.PyTreeDef):
            return ADDRESS.sub("0x", str(value))
        if isinstance(value, FUNCTIONS):
            return value.__name__
        if isinstance(value, nnx.graphlib.VariableDef):
            inside = value.index, value.outer_index, value.array_refdef
            return self.paint(value.type), self.paint(inside), self.pairs(value.metadata.items())
        if dataclasses.is_dataclass(value):
            return [(field.name, self.paint(getattr(value, field.name))) for field in dataclasses.fields(value)]
        return ADDRESS.sub("0x", repr(value))


def _array(value):
    if jax.dtypes.issubdtype(value.dtype, jax.dtypes.prng_key):
        return str(value.dtype), np.asarray(jax.random.key_data(value)).tolist()
    return str(value.dtype), value.shape, np.asarray(value).tobytes()
