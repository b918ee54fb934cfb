"""The two programs of Flax's page on performance: a step over objects, and the same over their State.

Only the imports differ from the page's. page_train.c and page_train.cpp are the same programs and print the same.
"""

import libnnx as nnx
import libnnx.numpy as jnp
from libnnx import optim


class Model(nnx.Module):
    def __init__(self, din, dmid, dout, rngs: nnx.Rngs):
        self.linear = nnx.Linear(din, dmid, rngs=rngs)
        self.bn = nnx.BatchNorm(dmid, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)
        self.linear_out = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        x = nnx.relu(self.dropout(self.bn(self.linear(x))))
        return self.linear_out(x)


model = Model(2, 64, 3, rngs=nnx.Rngs(0))  # eager initialization
optimizer = nnx.Optimizer(model, optim.adam(1e-3))  # reference sharing
metrics = nnx.MultiMetric(
    loss=nnx.metrics.Average("loss"),
)


@nnx.jit
def train_step(model, optimizer, metrics, x, y):
    def loss_fn(model):
        y_pred = model(x)  # call methods directly
        return ((y_pred - y) ** 2).mean()

    loss, grads = nnx.value_and_grad(loss_fn)(model)
    optimizer.update(grads)  # in-place updates
    metrics.update(loss=loss)

    return loss


for _ in range(10):
    x, y = jnp.ones((32, 2)), jnp.zeros((32, 3))
    loss = train_step(model, optimizer, metrics, x, y)
    print(f"adam {float(loss):.9g}")

model = Model(2, 64, 3, rngs=nnx.Rngs(0))  # eager initialization
optimizer = nnx.Optimizer(model, optim.adamw(1e-3))  # reference sharing
metrics = nnx.MultiMetric(
    loss=nnx.metrics.Average("loss"),
)
# split before training loop
graphdef, state = nnx.split((model, optimizer, metrics))


@nnx.jit
def pure_train_step(graphdef, state, x, y):
    # merge at the beginning of the function
    model, optimizer, metrics = nnx.merge(graphdef, state)

    def loss_fn(model):
        y_pred = model(x)  # call methods directly
        return ((y_pred - y) ** 2).mean()

    loss, grads = nnx.value_and_grad(loss_fn)(model)
    optimizer.update(grads)
    metrics.update(loss=loss)

    # split at the end of the function
    _, state = nnx.split((model, optimizer, metrics))

    # return new state
    return state, loss


for _ in range(10):
    x, y = jnp.ones((32, 2)), jnp.zeros((32, 3))
    state, loss = pure_train_step(graphdef, state, x, y)
    print(f"adamw {float(loss):.9g}")

# update objects after training
nnx.update((model, optimizer, metrics), state)
