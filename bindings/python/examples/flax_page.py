"""The first program of Flax's page on performance, three ways: as it stands, with libnnx under it, and with its `jit`.

    python flax_page.py

The losses and the final states are equal bit for bit. Needs Flax and Optax: `pip install libnnx[flax]`.
"""

import time

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx

import libnnx.flax


class Model(nnx.Module):
    def __init__(self, din, dmid, dout, rngs: nnx.Rngs):
        self.linear = nnx.Linear(din, dmid, rngs=rngs)
        self.bn = nnx.BatchNorm(dmid, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)
        self.linear_out = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        x = nnx.relu(self.dropout(self.bn(self.linear(x))))
        return self.linear_out(x)


def train(jit, steps=10):
    """The page's program; the decorator is all that differs."""
    model = Model(2, 64, 3, rngs=nnx.Rngs(0))  # eager initialization
    optimizer = nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param)  # reference sharing
    metrics = nnx.MultiMetric(loss=nnx.metrics.Average("loss"))

    @jit
    def train_step(model, optimizer, metrics, x, y):
        def loss_fn(model):
            y_pred = model(x)  # call methods directly
            return ((y_pred - y) ** 2).mean()

        loss, grads = nnx.value_and_grad(loss_fn)(model)
        optimizer.update(model, grads)  # in-place updates
        metrics.update(loss=loss)

        return loss

    losses = []
    for _ in range(steps):
        x, y = jnp.ones((32, 2)), jnp.zeros((32, 3))
        losses.append(float(train_step(model, optimizer, metrics, x, y)))

    objects = (model, optimizer, metrics)
    start = time.perf_counter()
    for _ in range(100):
        loss = train_step(*objects, x, y)
    loss.block_until_ready()
    return losses, objects, (time.perf_counter() - start) / 100


def state(objects):
    """Every leaf by its path, as NumPy arrays; typed PRNG keys as their words."""
    leaves = {}
    for path, variable in nnx.to_flat_state(nnx.state(objects)):
        value = variable.get_value()
        is_key = jax.dtypes.issubdtype(value.dtype, jax.dtypes.prng_key)
        leaves[path] = np.asarray(jax.random.key_data(value) if is_key else value)
    return leaves


def main():
    runs = {"plain Flax": train(nnx.jit)}
    with libnnx.flax.installed():
        runs["libnnx.flax.install()"] = train(nnx.jit)
    runs["@libnnx.flax.jit"] = train(libnnx.flax.jit)

    expected_losses, objects, _ = runs["plain Flax"]
    expected = state(objects)
    for name, (losses, objects, seconds) in runs.items():
        found = state(objects)
        assert losses == expected_losses, f"{name}: the losses differ"
        assert found.keys() == expected.keys(), f"{name}: the paths differ"
        assert all(np.array_equal(found[path], expected[path]) for path in expected), f"{name}: the states differ"
        print(f"{name:<22} loss {losses[0]:.3e} to {losses[-1]:.3e}, {len(found)} equal leaves, {seconds * 1e6:6.0f} us a step")
    print(libnnx.flax.stats())


if __name__ == "__main__":
    main()
