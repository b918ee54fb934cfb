"""The page's training step of libnnx in Python, and every way to run it with JAX: what python_models.py measures.

`XLA alone` is the step in a `lax.scan` over a thousand batches: no dispatch, no Python. `split/merge` is the page's way
around.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import python_flax
from flax import nnx as flax_nnx

import libnnx as nnx
from libnnx import optim

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

    return {"libnnx.jit, objects": lambda: step(*held, X, Y), "libnnx.jit, functional": functionally}


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
