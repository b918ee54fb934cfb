"""The Flax models whose training steps are measured: objects, a loss and a batch for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


class Case(NamedTuple):
    """A training step."""

    model: Callable[[nnx.Rngs], nnx.Module]
    optimizer: optax.GradientTransformation
    loss: Callable[[Any, Any, Any], Any]
    x: np.ndarray
    y: np.ndarray
    x64: bool = False


class Page(nnx.Module):
    """The model of Flax's page, and what can be changed in it."""

    def __init__(self, rngs, width=64, norm=nnx.BatchNorm, dropouts=1, activation=nnx.relu, dtype=jnp.float32):
        options = {"dtype": dtype, "param_dtype": dtype, "rngs": rngs}
        self.linear = nnx.Linear(2, width, **options)
        self.norm = norm(width, **options)
        self.dropouts = nnx.List([nnx.Dropout(0.2, rngs=rngs) for _ in range(dropouts)])
        self.linear_out = nnx.Linear(width, 3, **options)
        self.activation = activation

    def __call__(self, x):
        x = self.norm(self.linear(x))
        for dropout in self.dropouts:
            x = dropout(x)
        return self.linear_out(self.activation(x))


class Masked(Page):
    """The model of Flax's page, which is given the mask of its Dropout behind its inputs."""

    def __call__(self, x):
        x, mask = x[:, :2], x[:, 2:]
        x = self.norm(self.linear(x))
        return self.linear_out(self.activation(jnp.where(mask > 0, x / 0.8, 0)))


class Mlp(nnx.Module):
    def __init__(self, rngs, sizes, norm=True):
        self.layers = nnx.List([nnx.Linear(a, b, rngs=rngs) for a, b in zip(sizes, sizes[1:])])
        self.norms = nnx.List([nnx.BatchNorm(size, rngs=rngs) for size in sizes[1:-1]] if norm else [])

    def __call__(self, x):
        for place, layer in enumerate(self.layers):
            x = layer(x)
            if place + 1 < len(self.layers):
                x = nnx.relu(self.norms[place](x) if self.norms else x)
        return x


class Cnn(nnx.Module):
    def __init__(self, rngs):
        self.conv1, self.conv2 = nnx.Conv(1, 32, (3, 3), rngs=rngs), nnx.Conv(32, 64, (3, 3), rngs=rngs)
        self.hidden, self.out = nnx.Linear(7 * 7 * 64, 256, rngs=rngs), nnx.Linear(256, 10, rngs=rngs)

    def __call__(self, x):
        x = nnx.max_pool(nnx.relu(self.conv1(x)), (2, 2), (2, 2))
        x = nnx.max_pool(nnx.relu(self.conv2(x)), (2, 2), (2, 2))
        return self.out(nnx.relu(self.hidden(x.reshape(x.shape[0], -1))))


class Block(nnx.Module):
    def __init__(self, rngs, width):
        self.norm1, self.norm2 = nnx.LayerNorm(width, rngs=rngs), nnx.LayerNorm(width, rngs=rngs)
        self.attention = nnx.MultiHeadAttention(4, width, decode=False, deterministic=True, rngs=rngs)
        self.up, self.down = nnx.Linear(width, 4 * width, rngs=rngs), nnx.Linear(4 * width, width, rngs=rngs)

    def __call__(self, x, mask):
        x = x + self.attention(self.norm1(x), mask=mask)
        return x + self.down(nnx.gelu(self.up(self.norm2(x))))


class Transformer(nnx.Module):
    def __init__(self, rngs, width=128, layers=2, length=64, tokens=256):
        self.tokens, self.places = nnx.Embed(tokens, width, rngs=rngs), nnx.Embed(length, width, rngs=rngs)
        self.blocks = nnx.List([Block(rngs, width) for _ in range(layers)])
        self.norm, self.out = nnx.LayerNorm(width, rngs=rngs), nnx.Linear(width, tokens, rngs=rngs)

    def __call__(self, tokens):
        x = self.tokens(tokens) + self.places(jnp.arange(tokens.shape[1]))
        mask = nnx.make_causal_mask(tokens)
        for block in self.blocks:
            x = block(x, mask)
        return self.out(self.norm(x))


class Recurrent(nnx.Module):
    def __init__(self, rngs, inputs=16, hidden=64):
        self.rnn = nnx.RNN(nnx.LSTMCell(inputs, hidden, rngs=rngs))
        self.out = nnx.Linear(hidden, 10, rngs=rngs)

    def __call__(self, x):
        return self.out(self.rnn(x)[:, -1])


def squared_error(model, x, y):
    return jnp.mean((model(x) - y) ** 2)


def cross_entropy(model, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(model(x), y).mean()


_RANDOM = np.random.RandomState(0)


def _floats(*shape: int, dtype: Any = np.float32) -> np.ndarray:
    return _RANDOM.randn(*shape).astype(dtype)


def page(batch: int = 32, optimizer: Any = None, x64: bool = False, **changes: Any) -> Case:
    """The step of Flax's page, with changes."""
    dtype = np.float64 if x64 else np.float32
    x, y = _floats(batch, 2, dtype=dtype), _floats(batch, 3, dtype=dtype)
    optimizer = optax.adam(1e-3) if optimizer is None else optimizer
    return Case(lambda rngs: Page(rngs, dtype=dtype, **changes), optimizer, squared_error, x, y, x64)


def masked(batch: int = 32, width: int = 64) -> Case:
    """The step of Flax's page with masks that were made before."""
    given = page(batch)
    mask = (_RANDOM.rand(batch, width) < 0.8).astype(np.float32)
    return given._replace(model=lambda rngs: Masked(rngs, width), x=np.concatenate([given.x, mask], axis=1))


def mlp(sizes: list[int], optimizer: Any, batch: int, norm: bool = True) -> Case:
    """A perceptron, with BatchNorm between layers or without."""
    data = _floats(batch, sizes[0]), _floats(batch, sizes[-1])
    return Case(lambda rngs: Mlp(rngs, sizes, norm), optimizer, squared_error, *data)


def _class(batch: int, count: int = 10) -> np.ndarray:
    return _RANDOM.randint(0, count, (batch,)).astype(np.int32)


def _text(batch: int, length: int) -> np.ndarray:
    return _RANDOM.randint(0, 256, (batch, length)).astype(np.int32)


# What one change to the page's step costs.
VARIANTS = {
    "batch 31": lambda: page(batch=31),
    "width 65": lambda: page(width=65),
    "GELU": lambda: page(activation=nnx.gelu),
    "LayerNorm": lambda: page(norm=nnx.LayerNorm),
    "Lion": lambda: page(optimizer=optax.lion(1e-3)),
    "two dropouts": lambda: page(dropouts=2),
    "f64": lambda: page(x64=True),
}

# Held against XLA alone.
SMALL = {
    "MLP 5 × 32, SGD": lambda: mlp([32] * 6, optax.sgd(1e-3), 32),
    "MLP 5 × 32, Adam": lambda: mlp([32] * 6, optax.adam(1e-3), 32),
    "MLP 100 × 32, SGD": lambda: mlp([32] * 101, optax.sgd(1e-3), 32),
    "MLP 100 × 32, Adam": lambda: mlp([32] * 101, optax.adam(1e-3), 32),
}

# Held against the better of flat jax.jit with donation and PyTorch.
LARGE = {
    "MLP 3 × 1024, batch 32": lambda: mlp([1024] * 4, optax.sgd(1e-3), 32, norm=False),
    "MLP 3 × 1024, batch 256": lambda: mlp([1024] * 4, optax.sgd(1e-3), 256, norm=False),
    "MLP 3 × 1024, Adam, batch 32": lambda: mlp([1024] * 4, optax.adam(1e-3), 32, norm=False),
    "MLP 3 × 1024, Adam, batch 256": lambda: mlp([1024] * 4, optax.adam(1e-3), 256, norm=False),
    "CNN 28 × 28, batch 32": lambda: Case(Cnn, optax.adam(1e-3), cross_entropy, _floats(32, 28, 28, 1), _class(32)),
    "transformer 128, 2 layers, 16 × 64": lambda: Case(
        Transformer, optax.adam(1e-3), cross_entropy, _text(16, 64), _text(16, 64)
    ),
    "LSTM 64, 50 steps, batch 32": lambda: Case(
        Recurrent, optax.adam(1e-3), cross_entropy, _floats(32, 50, 16), _class(32)
    ),
}
