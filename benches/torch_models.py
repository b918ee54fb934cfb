"""Training steps of PyTorch, for python_models.py: the models of flax_models.LARGE.

    torch_models.py THREADS SECONDS

Reads lines of a model and a way (`eager` or `compiled`), and answers each with seconds per step, measured for SECONDS (on one thread
what the process worked); with an empty line where that is not possible.
"""

from __future__ import annotations

import sys
import time

import torch
from torch import nn

THREADS, BUDGET = int(sys.argv[1]), float(sys.argv[2])


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3, padding=1), nn.Conv2d(32, 64, 3, padding=1)
        self.hidden, self.out = nn.Linear(7 * 7 * 64, 256), nn.Linear(256, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.out(torch.relu(self.hidden(x.flatten(1))))


class Block(nn.Module):
    def __init__(self, width, heads=4):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.into, self.back = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.heads = heads

    def forward(self, x):
        batch, length, width = x.shape
        parts = self.into(self.norm1(x)).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(*parts, is_causal=True)
        x = x + self.back(mixed.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(nn.functional.gelu(self.up(self.norm2(x)), approximate="tanh"))


class Transformer(nn.Module):
    def __init__(self, width=128, layers=2, length=64, tokens=256):
        super().__init__()
        self.tokens, self.places = nn.Embedding(tokens, width), nn.Embedding(length, width)
        self.blocks = nn.Sequential(*[Block(width) for _ in range(layers)])
        self.norm, self.out = nn.LayerNorm(width), nn.Linear(width, tokens)

    def forward(self, tokens):
        x = self.tokens(tokens) + self.places(torch.arange(tokens.shape[1]))
        return self.out(self.norm(self.blocks(x))).flatten(0, 1)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn, self.out = nn.LSTM(16, 64, batch_first=True), nn.Linear(64, 10)

    def forward(self, x):
        return self.out(self.rnn(x)[0][:, -1])


def mlp():
    return nn.Sequential(nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 1024))


def adam(parameters):
    return torch.optim.Adam(parameters, 1e-3, fused=True)


def sgd(parameters):
    return torch.optim.SGD(parameters, 1e-3)


def labels(count, *shape):
    return torch.randint(0, count, shape)


MODELS = {
    "MLP 3 × 1024, batch 32": lambda: (mlp(), sgd, torch.randn(32, 1024), torch.randn(32, 1024)),
    "MLP 3 × 1024, batch 256": lambda: (mlp(), sgd, torch.randn(256, 1024), torch.randn(256, 1024)),
    "MLP 3 × 1024, Adam, batch 32": lambda: (mlp(), adam, torch.randn(32, 1024), torch.randn(32, 1024)),
    "MLP 3 × 1024, Adam, batch 256": lambda: (mlp(), adam, torch.randn(256, 1024), torch.randn(256, 1024)),
    "CNN 28 × 28, batch 32": lambda: (Cnn(), adam, torch.randn(32, 1, 28, 28), labels(10, 32)),
    "transformer 128, 2 layers, 16 × 64": lambda: (Transformer(), adam, labels(256, 16, 64), labels(256, 16 * 64)),
    "LSTM 64, 50 steps, batch 32": lambda: (Recurrent(), adam, torch.randn(32, 50, 16), labels(10, 32)),
}


def stepper(name, way):
    """A training step, which has run often enough to be compiled."""
    model, optimizer, x, y = MODELS[name]()
    optimizer = optimizer(model.parameters())
    criterion = nn.functional.mse_loss if y.dtype == torch.float32 else nn.functional.cross_entropy

    def loss_of(x, y):
        return criterion(model(x), y)

    if way == "compiled":
        loss_of = torch.compile(loss_of)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(x, y)
        loss.backward()
        optimizer.step()

    for _ in range(3):
        step()
    return step


def main():
    torch.set_num_threads(THREADS)
    clock = time.process_time if THREADS == 1 else time.perf_counter
    steppers = {}
    print(f"PyTorch {torch.__version__}, {THREADS} threads", flush=True)
    for line in sys.stdin:
        key = name, way = tuple(line.rstrip("\n").split("\t"))
        if key not in steppers:
            try:
                steppers[key] = stepper(name, way)
            except Exception as error:  # noqa: BLE001  torch.compile needs a C++ compiler, and more
                print(f"PyTorch, {name}, {way}: {error}", file=sys.stderr)
                steppers[key] = None
        step = steppers[key]
        if step is None:
            print(flush=True)
            continue
        start, began, count = clock(), time.perf_counter(), 0
        while not count or time.perf_counter() - began < BUDGET:
            step()
            count += 1
        print((clock() - start) / count, flush=True)


if __name__ == "__main__":
    main()
