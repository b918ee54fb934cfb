"""Training steps of Flax models of several kinds, as pure functions from a State and a batch: programs to lower with JAX."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


class Page(nnx.Module):
    """The model of the documentation's page, narrower."""

    def __init__(self, rngs: nnx.Rngs) -> None:
        self.linear = nnx.Linear(2, 8, rngs=rngs)
        self.bn = nnx.BatchNorm(8, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)
        self.linear_out = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        return self.linear_out(nnx.relu(self.dropout(self.bn(self.linear(x)))))


class Cnn(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.conv = nnx.Conv(1, 4, (3, 3), rngs=rngs)
        self.bn = nnx.BatchNorm(4, rngs=rngs)
        self.strided = nnx.Conv(4, 8, (3, 3), strides=2, rngs=rngs)
        self.dropout = nnx.Dropout(0.3, rngs=rngs)
        self.linear_out = nnx.Linear(8, 10, rngs=rngs)

    def __call__(self, x):
        x = nnx.max_pool(nnx.relu(self.bn(self.conv(x))), (2, 2), (2, 2))
        x = nnx.avg_pool(nnx.relu(self.strided(x)), (2, 2), (2, 2))
        return self.linear_out(self.dropout(x.mean((1, 2))))


class Block(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.norm = nnx.LayerNorm(16, rngs=rngs)
        self.attention = nnx.MultiHeadAttention(2, 16, rngs=rngs, decode=False, dropout_rate=0.1)
        self.rms_norm = nnx.RMSNorm(16, rngs=rngs)
        self.up = nnx.Linear(16, 32, rngs=rngs)
        self.down = nnx.Linear(32, 16, rngs=rngs)

    def __call__(self, x, mask):
        x = x + self.attention(self.norm(x), mask=mask, deterministic=False)
        return x + self.down(nnx.gelu(self.up(self.rms_norm(x))))


class Transformer(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.tokens = nnx.Embed(11, 16, rngs=rngs)
        self.positions = nnx.Embed(8, 16, rngs=rngs)
        self.blocks = nnx.List([Block(rngs) for _ in range(2)])
        self.linear_out = nnx.Linear(16, 11, rngs=rngs)

    def __call__(self, tokens):
        x = self.tokens(tokens) + self.positions(jnp.arange(tokens.shape[1]))
        mask = nnx.make_causal_mask(tokens)
        for block in self.blocks:
            x = block(x, mask)
        return self.linear_out(x)


class Recurrent(nnx.Module):
    def __init__(self, rngs: nnx.Rngs, cell: Callable) -> None:
        self.rnn = nnx.RNN(cell(3, 8, rngs=rngs))
        self.linear_out = nnx.Linear(8, 2, rngs=rngs)

    def __call__(self, x):
        return self.linear_out(self.rnn(x)[:, -1])


class Vae(nnx.Module):
    def __init__(self, rngs: nnx.Rngs) -> None:
        self.encoder = nnx.Linear(6, 8, rngs=rngs)
        self.mean = nnx.Linear(8, 2, rngs=rngs)
        self.log_variance = nnx.Linear(8, 2, rngs=rngs)
        self.decoder = nnx.Linear(2, 6, rngs=rngs)
        self.rngs = nnx.Rngs(noise=7)

    def __call__(self, x):
        hidden = jnp.tanh(self.encoder(x))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        noise = jax.random.normal(self.rngs.noise(), mean.shape)
        divergence = -0.5 * jnp.mean(1 + log_variance - mean**2 - jnp.exp(log_variance))
        return self.decoder(mean + jnp.exp(0.5 * log_variance) * noise), divergence


def squared_error(model, x, y):
    return jnp.mean((model(x) - y) ** 2)


def cross_entropy(model, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(model(x), y).mean()


def evidence_bound(model, x, y):
    reconstruction, divergence = model(x)
    return jnp.mean((reconstruction - y) ** 2) + divergence


class Case(NamedTuple):
    model: Callable
    optimizer: optax.GradientTransformation
    loss: Callable
    x: np.ndarray
    y: np.ndarray


def cases() -> dict[str, Case]:
    random = np.random.RandomState(0)

    def floats(*shape: int) -> np.ndarray:
        return random.randn(*shape).astype(np.float32)

    schedule = optax.warmup_cosine_decay_schedule(0.0, 1e-3, 10, 100)
    clipped = optax.chain(optax.clip_by_global_norm(0.5), optax.adamw(schedule, weight_decay=1e-2))
    tokens = random.randint(0, 11, (2, 8))
    return {
        "page": Case(Page, optax.adam(1e-3), squared_error, floats(4, 2), floats(4, 3)),
        "cnn": Case(Cnn, optax.sgd(0.1, momentum=0.9), cross_entropy, floats(2, 8, 8, 1), random.randint(0, 10, (2,))),
        "transformer": Case(Transformer, clipped, cross_entropy, tokens, random.randint(0, 11, (2, 8))),
        "lstm": Case(lambda r: Recurrent(r, nnx.LSTMCell), optax.lion(1e-3), squared_error, floats(2, 5, 3), floats(2, 2)),
        "gru": Case(lambda r: Recurrent(r, nnx.GRUCell), clipped, squared_error, floats(2, 5, 3), floats(2, 2)),
        "vae": Case(Vae, optax.adamw(1e-3), evidence_bound, floats(4, 6), floats(4, 6)),
    }


def step_of(case: Case) -> tuple[Callable, tuple]:
    """The step, and arguments for it: a random State (keys and counts as they are) and the batch."""
    model = case.model(nnx.Rngs(params=0, dropout=1))
    optimizer = nnx.Optimizer(model, case.optimizer, wrt=nnx.Param)
    graphdef, state = nnx.split((model, optimizer))
    random = np.random.RandomState(1)

    def step(state, x, y):
        model, optimizer = nnx.merge(graphdef, state)
        loss, gradients = nnx.value_and_grad(lambda model: case.loss(model, x, y))(model)
        optimizer.update(model, gradients)
        return loss, nnx.state((model, optimizer))

    def randomised(leaf):
        if leaf.dtype != jnp.float32:
            return leaf
        return jnp.asarray(np.abs(random.randn(*leaf.shape)).astype(np.float32) * 0.3 + 0.05)

    return step, (jax.tree.map(randomised, state), jnp.asarray(case.x), jnp.asarray(case.y))
