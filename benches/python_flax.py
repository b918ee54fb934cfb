"""Flax's functions and libnnx's on the same objects, alternating: microseconds per call, medians and ratios.

Two times of each: what a clock on the wall says, and what the calling thread worked. The second is what the program pays
for Python and for the walk, and says the same on a machine that has other work.

    python_flax.py [FILE.json] [--quick]

Steps: `nnx.jit` as it is and with libnnx under it, `libnnx.flax.jit`, `nnx.jit_partial`, `nnx.cached_partial`, and what
no step can be faster than: `jax.jit` on the flat list of the same leaves.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import sys
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import optax
from flax import nnx

import libnnx.flax

FLAXS = {name: getattr(nnx, name) for name in ("split", "state", "update", "merge", "graphdef", "clone")}
QUICK = "--quick" in sys.argv
ROUNDS = 3 if QUICK else 15
BUDGET = 0.002 if QUICK else 0.02
"""Seconds per contestant and round."""


class Page(nnx.Module):
    def __init__(self, rngs):
        self.linear = nnx.Linear(2, 64, rngs=rngs)
        self.bn = nnx.BatchNorm(64, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)
        self.linear_out = nnx.Linear(64, 3, rngs=rngs)

    def __call__(self, x):
        return self.linear_out(nnx.relu(self.dropout(self.bn(self.linear(x)))))


class MLP(nnx.Module):
    def __init__(self, depth, rngs):
        self.layers = nnx.List([nnx.Linear(4, 4, rngs=rngs) for _ in range(depth)])

    def __call__(self, x):
        for layer in self.layers:
            x = nnx.relu(layer(x))
        return x


class Block(nnx.Module):
    def __init__(self, rngs):
        self.norm1, self.norm2 = nnx.LayerNorm(8, rngs=rngs), nnx.LayerNorm(8, rngs=rngs)
        self.attention = nnx.MultiHeadAttention(2, 8, decode=False, deterministic=True, rngs=rngs)
        self.up, self.down = nnx.Linear(8, 16, rngs=rngs), nnx.Linear(16, 8, rngs=rngs)

    def __call__(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.down(nnx.gelu(self.up(self.norm2(x))))


class Transformer(nnx.Module):
    def __init__(self, depth, rngs):
        self.blocks = nnx.List([Block(rngs) for _ in range(depth)])

    def __call__(self, x):
        for block in self.blocks:
            x = block(x)
        return x


def page():
    model = Page(nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
    metrics = nnx.MultiMetric(loss=nnx.metrics.Average("loss"))
    return (model, optimizer, metrics), (jnp.ones((32, 2)), jnp.zeros((32, 3)))


def mlp(depth):
    model = MLP(depth, nnx.Rngs(0))
    return (model, nnx.Optimizer(model, optax.sgd(1e-3), wrt=nnx.Param), None), (jnp.ones((2, 4)), jnp.zeros((2, 4)))


def transformer():
    """A model whose parameters, with the two moments of Adam, are about 1,000 leaves."""
    model = Transformer(20, nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)
    return (model, optimizer, None), (jnp.ones((1, 2, 8)), jnp.zeros((1, 2, 8)))


MODELS = {
    "page": page,
    "mlp 5": lambda: mlp(5),
    "mlp 20": lambda: mlp(20),
    "mlp 100": lambda: mlp(100),
    "transformer": transformer,
}


def train_step(model, optimizer, metrics, x, y):
    loss, grads = nnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
    optimizer.update(model, grads)
    if metrics is not None:
        metrics.update(loss=loss)
    return loss


def traversals(make):
    """Each function by Flax and by libnnx, on objects of their own."""
    contestants = {}
    for who, functions in (("Flax", FLAXS), ("libnnx", {name: getattr(libnnx.flax, name) for name in FLAXS})):
        objects, _ = make()
        graphdef, state = nnx.split(objects)
        calls = {
            "split": lambda f, objects=objects: f(objects),
            "state": lambda f, objects=objects: f(objects),
            "graphdef": lambda f, objects=objects: f(objects),
            "update": lambda f, objects=objects, state=state: f(objects, state),
            "merge": lambda f, graphdef=graphdef, state=state: f(graphdef, state),
            "clone": lambda f, objects=objects: f(objects),
        }
        for name, call in calls.items():
            contestants[name, who] = lambda call=call, function=functions[name]: call(function)
    return contestants


def flat(objects, data):
    """The step as a function of the flat list of leaves: no step of these objects by JAX can be faster."""
    graphdef, leaves = nnx.graphlib.flatten(objects, with_paths=False)

    @jax.jit
    def step(leaves, x, y):
        objects = nnx.graphlib.unflatten(graphdef, leaves)
        loss = train_step(*objects, x, y)
        return loss, nnx.graphlib.flatten(objects, with_paths=False)[1]

    held = [leaves]

    def call():
        loss, held[0] = step(held[0], *data)
        return loss

    return call


def steps(make):
    """Each way to run the training step, on objects of its own."""
    contestants = {}

    def plain(jit):
        objects, data = make()
        step = jit(train_step)
        return lambda: step(*objects, *data)

    def partial(partial):
        objects, data = make()
        step = partial(objects)
        return lambda: step(*data)

    contestants["jax.jit, flat leaves"] = flat(*make())
    contestants["nnx.jit"] = plain(nnx.jit)
    contestants["libnnx.flax.jit"] = plain(libnnx.flax.jit)
    contestants["libnnx.flax.jit, donated"] = plain(
        lambda function: libnnx.flax.jit(function, donate_argnums=(0, 1, 2))
    )
    contestants["nnx.jit_partial"] = partial(
        lambda objects: nnx.jit_partial(train_step, *objects, graph=True, graph_updates=False)
    )
    contestants["nnx.cached_partial"] = partial(lambda objects: nnx.cached_partial(nnx.jit(train_step), *objects))
    contestants["nnx.jit, installed"] = Installed(plain(nnx.jit))
    return contestants


class Installed:
    """A contestant that is measured with the natives under Flax's own functions."""

    def __init__(self, call):
        self.call = call


def measured(contestant):
    """Seconds per call, on the wall and of this thread: as many as fit into the budget, each waited for."""
    installed = isinstance(contestant, Installed)
    call = contestant.call if installed else contestant
    with libnnx.flax.installed() if installed else contextlib.nullcontext():
        call()
        start, worked = time.perf_counter(), time.thread_time()
        count = 0
        while not count or time.perf_counter() - start < BUDGET:
            result = call()
            if isinstance(result, jax.Array):
                result.block_until_ready()
            count += 1
        worked = time.thread_time() - worked
        return (time.perf_counter() - start) / count, worked / count


def race(contestants):
    """The medians of each, in microseconds; every round measures all of them in turn."""
    seconds = {name: [] for name in contestants}
    for contestant in contestants.values():
        measured(contestant)
    for _ in range(ROUNDS):
        for name, contestant in contestants.items():
            seconds[name].append(measured(contestant))
    return {
        name: tuple(statistics.median(column) * 1e6 for column in zip(*times)) for name, times in seconds.items()
    }


def main():
    figures = {}
    for name, make in MODELS.items():
        objects, _ = make()
        leaves = len(nnx.graphlib.flatten(objects, with_paths=False)[1])
        print(f"{name}: {leaves} leaves")
        traversed = race(traversals(make))
        figures[name] = {"leaves": leaves, "traversals": {}, "steps": {}}
        for function in FLAXS:
            (_, flaxs), (_, ours) = traversed[function, "Flax"], traversed[function, "libnnx"]
            figures[name]["traversals"][function] = {"Flax": flaxs, "libnnx": ours}
            print(f"  {function:<26}{flaxs:>10.1f} us Flax {ours:>10.1f} us libnnx {flaxs / ours:>8.1f} x")
        stepped = race(steps(make))
        figures[name]["steps"] = stepped
        (_, floor), (_, plain) = stepped["jax.jit, flat leaves"], stepped["nnx.jit"]
        for way, (wall, worked) in sorted(stepped.items(), key=lambda item: item[1][1]):
            ratios = f"{plain / worked:>8.2f} x nnx.jit {worked / floor:>6.2f} of flat"
            print(f"  {way:<26}{wall:>10.1f} us on the wall {worked:>10.1f} us of the thread {ratios}")
    print(libnnx.flax.stats())
    files = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if files:
        Path(files[0]).write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
