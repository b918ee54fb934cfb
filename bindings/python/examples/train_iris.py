"""Trains the model of Flax's page on performance to tell iris flowers apart; train_iris.c and train_iris.cpp are the same.

    train_iris.py IRIS.csv [BUNDLE.nnx]

Prints a line for each epoch, the same in all three languages, and on the error stream the time of the first step,
in which the function is traced and compiled, and that of each later one.
"""

import sys
import time

import iris
import numpy as np

import libnnx as nnx
from libnnx import optim

EPOCHS, BATCH = 100, 30


class Model(nnx.Module):
    def __init__(self, din, dmid, dout, rngs: nnx.Rngs):
        self.linear = nnx.Linear(din, dmid, rngs=rngs)
        self.bn = nnx.BatchNorm(dmid, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)
        self.linear_out = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        x = nnx.relu(self.dropout(self.bn(self.linear(x))))
        return self.linear_out(x)


@nnx.jit
def train_step(model, optimizer, metrics, x, y):
    def loss_fn(model):
        logits = model(x)
        return optim.softmax_cross_entropy_with_integer_labels(logits, y).mean(), logits

    (loss, logits), grads = nnx.value_and_grad(loss_fn, has_aux=True)(model)
    optimizer.update(grads)
    metrics.update(loss=loss, logits=logits, labels=y)
    return loss


@nnx.jit
def evaluate(model, metrics, x, y):
    metrics.update(logits=model(x), labels=y)


features, species = iris.read(sys.argv[1])
model = Model(4, 64, 3, rngs=nnx.Rngs(0))
optimizer = nnx.Optimizer(model, optim.adam(3e-3))
metrics = nnx.MultiMetric(loss=nnx.metrics.Average("loss"), accuracy=nnx.metrics.Accuracy())
shuffle = nnx.random.key(1)

began = time.perf_counter()
first = None
for epoch in range(EPOCHS):
    order = np.asarray(nnx.random.permutation(nnx.random.fold_in(shuffle, epoch), len(species)))
    for batch in order.reshape(-1, BATCH):
        train_step(model, optimizer, metrics, features[batch], species[batch])
        first = first or time.perf_counter()
    means = metrics.compute()
    print(f"epoch {epoch + 1:3}  loss {float(means['loss']):.9g}  accuracy {float(means['accuracy']):.9g}")
    metrics.reset()
steps = EPOCHS * len(species) // BATCH
later = 1e6 * (time.perf_counter() - first) / (steps - 1)
print(f"Python: {1e3 * (first - began):.1f} ms for the first step, {later:.0f} µs for each later one", file=sys.stderr)

model.eval()
accuracy = nnx.metrics.Accuracy()
evaluate(model, accuracy, features, species)
print(f"accuracy on all {len(species)} flowers: {float(accuracy.compute()):.9g}")
if len(sys.argv) > 2:
    nnx.save_bundle(sys.argv[2], (model, optimizer, metrics))
