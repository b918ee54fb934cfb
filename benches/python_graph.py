"""What the graph functions cost from Python: nanoseconds per leaf, next to JAX, optree and Flax in the same run.

    python_graph.py [FILE]      prints a table; FILE gets the same as JSON

The graph is that of `c_graph.c`: a tree of Objects, 16 below each, with four scalar Variables (two Param, a BatchStat,
an OptVariable) in each. JAX and optree take apart nested dicts of the same names with an array for each leaf. All are
measured in turn, round by round, so that what else the machine does meets all of them; the figures are medians.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

import libnnx as nnx

CHILDREN = 16
NAMES = {"bias": "Param", "kernel": "Param", "mean": "BatchStat", "moment": "OptVariable"}
SIZES = (32, 1_000, 100_000)
FLAX_UP_TO = 1_000
ROUNDS = 15
SAMPLE_SECONDS = 0.004


class Module(nnx.Module):
    pass


def graph_of(leaves: int, library, module, variables, value):
    """The root of the graph of `c_graph.c`."""
    modules = []
    for i in range(leaves // len(NAMES)):
        node = module()
        for name, kind in NAMES.items():
            setattr(node, name, variables[kind](value))
        if i:
            setattr(modules[(i - 1) // CHILDREN], f"module{(i - 1) % CHILDREN:02}", node)
        modules.append(node)
    return modules[0]


def nested_dict_of(leaves: int, value):
    """The same as nested dicts."""
    modules: list[dict] = []
    for i in range(leaves // len(NAMES)):
        node = dict.fromkeys(NAMES, value)
        if i:
            modules[(i - 1) // CHILDREN][f"module{(i - 1) % CHILDREN:02}"] = node
        modules.append(node)
    return modules[0]


class Case:
    """One function of one library: run it, and put its samples (ns per call) aside."""

    def __init__(
        self, library: str, operation: str, call: Callable[[], object], before: Callable[[], object] | None = None
    ):
        self.library, self.operation, self.call, self.before = library, operation, call, before
        self.samples: list[float] = []
        start = time.perf_counter()
        self.run(1)
        self.batch = 1 if before else max(1, min(2000, int(SAMPLE_SECONDS / (time.perf_counter() - start))))

    def run(self, batch: int) -> float:
        if self.before:
            self.before()
        call = self.call
        start = time.perf_counter_ns()
        for _ in range(batch):
            call()
        return (time.perf_counter_ns() - start) / batch

    def sample(self) -> None:
        self.samples.append(self.run(self.batch))


def libnnx_cases(leaves: int) -> list[Case]:
    variables = {"Param": nnx.Param, "BatchStat": nnx.BatchStat, "OptVariable": nnx.OptVariable}
    root = graph_of(leaves, nnx, Module, variables, np.float32(1))
    changing = graph_of(leaves, nnx, Module, variables, np.float32(1))
    graphdef, state = nnx.split(root)
    other_graphdef, equal_state = nnx.split(graph_of(leaves, nnx, Module, variables, np.float32(1)))
    _, other_state = nnx.split(graph_of(leaves, nnx, Module, variables, np.float32(2)))
    by_three = nnx.split(root, nnx.Param, nnx.BatchStat, ...)[1:]
    turn = iter(range(10**9))
    states = [state, other_state]

    def restructure():
        changing.turn = next(turn)

    cases: list[tuple] = [
        ("split, first", lambda: nnx.split(changing), restructure),
        ("split, unchanged structure", lambda: nnx.split(root), None),
        ("split by three filters", lambda: nnx.split(root, nnx.Param, nnx.BatchStat, ...), None),
        ("merge", lambda: nnx.merge(graphdef, state), None),
        ("merge of three", lambda: nnx.merge(graphdef, *by_three), None),
        ("update", lambda: nnx.update(root, states[next(turn) % 2]), None),
        ("state(Param)", lambda: nnx.state(root, nnx.Param), None),
        ("clone", lambda: nnx.clone(root), None),
        ("GraphDef hash", lambda: hash(nnx.GraphDef._own(graphdef._handle)), None),
        ("GraphDef ==", lambda: graphdef == other_graphdef, None),
        ("State ==", lambda: state == equal_state, None),
    ]

    return [Case("libnnx", *case) for case in cases]


def tree_cases(leaves: int) -> list[Case]:
    tree = nested_dict_of(leaves, np.float32(1))
    found = []
    try:
        import jax

        values, definition = jax.tree.flatten(tree)
        other = jax.tree.structure(nested_dict_of(leaves, np.float32(2)))
        found += [
            Case("jax.tree", "split, unchanged structure", lambda: jax.tree.flatten(tree)),
            Case("jax.tree", "merge", lambda: jax.tree.unflatten(definition, values)),
            Case("jax.tree", "GraphDef hash", lambda: hash(definition)),
            Case("jax.tree", "GraphDef ==", lambda: definition == other),
        ]
    except ImportError:
        print("jax is not installed: left out")
    try:
        import optree

        parts, treespec = optree.tree_flatten(tree)
        found += [
            Case("optree", "split, unchanged structure", lambda: optree.tree_flatten(tree)),
            Case("optree", "merge", lambda: optree.tree_unflatten(treespec, parts)),
            Case("optree", "GraphDef hash", lambda: hash(treespec)),
        ]
    except ImportError:
        print("optree is not installed: left out")
    return found


def flax_cases(leaves: int) -> list[Case]:
    try:
        import jax.numpy as jnp
        from flax import nnx as flax
    except ImportError:
        print("flax is not installed: left out")
        return []

    class FlaxModule(flax.Module):
        pass

    variables = {"Param": flax.Param, "BatchStat": flax.BatchStat, "OptVariable": flax.optimizer.OptVariable}
    root = graph_of(leaves, flax, FlaxModule, variables, jnp.float32(1))
    graphdef, state = flax.split(root)
    other_graphdef, _ = flax.split(flax.clone(root))
    by_three = flax.split(root, flax.Param, flax.BatchStat, ...)[1:]
    return [
        Case("flax", "split, first", lambda: flax.split(root)),
        Case("flax", "split, unchanged structure", lambda: flax.split(root)),
        Case("flax", "split by three filters", lambda: flax.split(root, flax.Param, flax.BatchStat, ...)),
        Case("flax", "merge", lambda: flax.merge(graphdef, state)),
        Case("flax", "merge of three", lambda: flax.merge(graphdef, *by_three)),
        Case("flax", "update", lambda: flax.update(root, state)),
        Case("flax", "state(Param)", lambda: flax.state(root, flax.Param)),
        Case("flax", "clone", lambda: flax.clone(root)),
        Case("flax", "GraphDef hash", lambda: hash(graphdef)),
        Case("flax", "GraphDef ==", lambda: graphdef == other_graphdef),
    ]


def measure(leaves: int) -> list[dict]:
    cases = libnnx_cases(leaves) + tree_cases(leaves) + (flax_cases(leaves) if leaves <= FLAX_UP_TO else [])
    gc.collect()
    gc.disable()
    for _ in range(ROUNDS):
        for case in cases:
            case.sample()
    gc.enable()
    return [
        {
            "library": case.library,
            "operation": case.operation,
            "leaves": leaves,
            "ns_per_leaf": statistics.median(case.samples) / leaves,
            "us_per_call": statistics.median(case.samples) / 1000,
        }
        for case in cases
    ]


def main(file: str | None) -> None:
    rows = [row for leaves in SIZES for row in measure(leaves)]
    print(f"libnnx {nnx.__version__} from Python {sys.version.split()[0]}, ns per leaf (medians)\n")
    libraries = ["libnnx", "jax.tree", "optree", "flax"]
    print(f"{'':28}" + "".join(f"{leaves:>{10 * len(libraries)},} leaves" for leaves in SIZES))
    print(f"{'':28}" + "".join(f"{name:>10}" for _ in SIZES for name in libraries))
    figures = {(row["operation"], row["leaves"], row["library"]): row["ns_per_leaf"] for row in rows}
    for operation in dict.fromkeys(row["operation"] for row in rows):
        line = f"{operation:28}"
        for leaves in SIZES:
            for name in libraries:
                value = figures.get((operation, leaves, name))
                line += f"{'':>10}" if value is None else f"{value:>10,.1f}"
        print(line)
    print("\nsplit is jax.tree.flatten and optree.tree_flatten of nested dicts there, merge is unflatten.")
    if file:
        with open(file, "w") as out:
            json.dump({"version": nnx.__version__, "python": sys.version.split()[0], "rows": rows}, out, indent=1)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
