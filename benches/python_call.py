"""What a call costs from Python around a step of one addition, beside the same from C.

    python_call.py [--c PROGRAM]

Microseconds, the least of many rounds of a hundred calls: that of a machine with nothing else to do. `c_call` does the
same from C.
"""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np

import libnnx as nnx

ROUNDS, CALLS = 400, 100
X, Y = np.zeros((32, 2), "float32"), np.zeros((32, 3), "float32")


class Model(nnx.Module):
    def __init__(self):
        self.w = nnx.Param(np.zeros(4, "float32"))


def ways():
    """By name: a call, and which figure of C's it is to be compared with."""
    model, jitted = Model(), nnx.jit(lambda model, x, y: x + 1)
    step = jitted.step(model, X, Y)
    bound, fresh = nnx.Session(model), nnx.Session(model)
    bound.bind_input(0, X)
    bound.bind_input(1, Y)
    tensors = nnx.Tensor(X), nnx.Tensor(Y)

    def pure(graphdef, state, x, y):
        return nnx.split(nnx.merge(graphdef, state))[1], x + 1

    functional = nnx.jit(pure, static_argnums=0)
    graphdef, state = nnx.split(model)
    kept = [state]

    def functionally():
        kept[0], found = functional(graphdef, kept[0], X, Y)
        return found

    return {
        "Session, inputs bound": (lambda: bound.run(step), 0),
        "Session, Tensors": (lambda: fresh.run(step, *tensors), 0),
        "Session, NumPy arrays": (lambda: fresh.run(step, X, Y), 0),
        "jit, Tensors": (lambda: jitted(model, *tensors), 1),
        "jit, NumPy arrays": (lambda: jitted(model, X, Y), 1),
        "jit, functional, NumPy arrays": (functionally, 1),
    }


def round_of(call):
    start = time.perf_counter()
    for _ in range(CALLS):
        call()
    return 1e6 * (time.perf_counter() - start) / CALLS


def main():
    calls = ways()
    for call, _ in calls.values():
        round_of(call)
    rounds = [{name: round_of(call) for name, (call, _) in calls.items()} for _ in range(ROUNDS)]
    c = None
    if "--c" in sys.argv:
        command = [sys.argv[sys.argv.index("--c") + 1]]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        c = [float(number) for number in printed.split()]
    print("a step of one addition, µs per call, the least of many rounds" + (", and what C takes" if c else ""))
    for name, (_, way) in calls.items():
        least = min(row[name] for row in rounds)
        print(f"  {name:<32}{least:>8.2f} µs" + (f"{c[way]:>8.2f} µs, {least - c[way]:.2f} more" if c else ""))


if __name__ == "__main__":
    main()
