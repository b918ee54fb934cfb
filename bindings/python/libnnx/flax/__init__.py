"""Flax NNX without the Python overhead: Flax's own functions on Flax's own objects, walked by native code.

    from libnnx import flax as fast

    graphdef, params, rest = fast.split(model, nnx.Param, ...)   # as nnx.split

    fast.install()        # or: natives under Flax's own functions, for the whole process

    @fast.jit             # in place of @nnx.jit: a flat list of leaves, and only what changed comes back
    def train_step(model, optimizer, metrics, x, y): ...

What libnnx does not know goes to Flax's own code, for that call: never wrong, only slower. `stats()` says how often and
why.
"""

from ._flax import KNOWN_VERSIONS, UnknownFlaxWarning
from ._functions import clone, graphdef, iter_graph, merge, pop, split, state, update
from ._install import install, installed, uninstall
from ._jit import jit
from ._native import reset_stats, stats
from ._stats import Stats

__all__ = [
    "KNOWN_VERSIONS",
    "Stats",
    "UnknownFlaxWarning",
    "clone",
    "graphdef",
    "install",
    "installed",
    "iter_graph",
    "jit",
    "merge",
    "pop",
    "reset_stats",
    "split",
    "state",
    "stats",
    "uninstall",
    "update",
]
