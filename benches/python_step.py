"""The page's training step: libnnx in Python, C and C++ beside every way to run it with JAX, alternating.

    python_step.py [--c PROGRAM] [--cpp PROGRAM] [FILE.json]

Microseconds per step, medians of rounds in which all are measured in turn. The programs in C and C++ (`step_page`) run
the same step and are asked for a round each time. `XLA alone` is the step in a `lax.scan` over a thousand batches: no
dispatch, no Python. `split/merge` is the page's way around.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import python_flax
from flax import nnx as flax_nnx

import libnnx as nnx
from libnnx import optim

ROUNDS = 3 if python_flax.QUICK else 11
BUDGET = 0.02 if python_flax.QUICK else 0.2
SCANNED = 1000


class Model(nnx.Module):
    def __init__(self, din, dmid, dout, rngs):
        self.linear = nnx.Linear(din, dmid, rngs=rngs)
        self.bn = nnx.BatchNorm(dmid, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)
        self.linear_out = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        return self.linear_out(nnx.relu(self.dropout(self.bn(self.linear(x)))))


def train_step(model, optimizer, metrics, x, y):
    loss, grads = nnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
    optimizer.update(grads)
    metrics.update(loss=loss)
    return loss


def objects():
    model = Model(2, 64, 3, nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optim.adam(1e-3))
    return model, optimizer, nnx.MultiMetric(loss=nnx.metrics.Average("loss"))


X, Y = np.ones((32, 2), "float32"), np.zeros((32, 3), "float32")


def of_libnnx():
    held, step = objects(), nnx.jit(train_step)

    functional = nnx.jit(functional_step, static_argnums=0)
    graphdef, state = nnx.split(objects())
    kept = [state]

    def functionally():
        kept[0], loss = functional(graphdef, kept[0], X, Y)
        return loss

    return {"libnnx, objects": lambda: step(*held, X, Y), "libnnx, functional": functionally}


def functional_step(graphdef, state, x, y):
    held = nnx.merge(graphdef, state)
    loss = train_step(*held, x, y)
    return nnx.split(held)[1], loss


def of_jax():
    contestants = python_flax.steps(python_flax.page)
    held, data = python_flax.page()
    graphdef, state = flax_nnx.split(held)

    def pure(graphdef, state, x, y):
        held = flax_nnx.merge(graphdef, state)
        loss = python_flax.train_step(*held, x, y)
        return flax_nnx.split(held)[1], loss

    by_hand, kept = jax.jit(pure, static_argnums=0), [state]

    def split_merge():
        kept[0], loss = by_hand(graphdef, kept[0], *data)
        return loss

    xs, ys = jnp.ones((SCANNED, 32, 2)), jnp.zeros((SCANNED, 32, 3))

    @jax.jit
    def scan(state):
        return jax.lax.scan(lambda state, batch: pure(graphdef, state, *batch), state, (xs, ys))

    alone = [state]

    def scanned():
        alone[0], losses = scan(alone[0])
        return losses

    contestants["jax.jit, split/merge"] = split_merge
    return contestants, scanned


def per_call(call, calls=1):
    """Microseconds of one of the steps that a call makes, each call waited for."""
    start, count = time.perf_counter(), 0
    while not count or time.perf_counter() - start < BUDGET:
        jax.block_until_ready(call())
        count += 1
    return 1e6 * (time.perf_counter() - start) / (count * calls)


def option(name):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else None


def main():
    jaxs, scanned = of_jax()
    flaxs = {name: call for name, call in jaxs.items() if "libnnx" not in name and "installed" not in name}
    contestants = {**of_libnnx(), **flaxs}
    measure = {name: lambda call=call: per_call(call) for name, call in contestants.items()}
    measure["XLA alone (lax.scan)"] = lambda: per_call(scanned, SCANNED)
    for language in ("c", "cpp"):
        if program := option(f"--{language}"):
            measure[f"libnnx, {language}"] = lambda program=program: float(
                subprocess.run([program, str(BUDGET)], check=True, capture_output=True, text=True).stdout
            )
    for once in measure.values():
        once()
    rounds = [{name: once() for name, once in measure.items()} for _ in range(ROUNDS)]
    figures = {name: statistics.median(row[name] for row in rounds) for name in measure}
    base = figures["libnnx, objects"]
    print("the page's step (Linear 2-64, BatchNorm, Dropout, Linear 64-3, Adam, batch 32), µs per step, medians")
    for name, figure in sorted(figures.items(), key=lambda item: item[1]):
        print(f"  {name:<28}{figure:>10.1f} µs {figure / base:>8.3f} of libnnx in Python")
    files = [argument for argument in sys.argv[1:] if argument.endswith(".json")]
    if files:
        Path(files[0]).write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
