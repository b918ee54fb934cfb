"""The picture of Flax's page on performance, redrawn: the time of a training step over the width of the model.

    python_width.py FILE.svg     draws, also as PNG where there is rsvg-convert, and prints the table

An MLP of 5 layers with Adam, at each width in every way: `nnx.jit`, `nnx.cached_partial`, the page's way around (`jax.jit` with
`split` and `merge`), `jax.jit` on the flat list of leaves, `libnnx.flax.jit` on the same objects, and libnnx's own `jit`
and Session from Python. All run on one core, in turn; the figures are medians of what the process worked.
"""

from __future__ import annotations

import functools
import math
import shutil
import subprocess
import sys
from pathlib import Path

from turns import race, seconds  # before JAX

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
import optax  # noqa: E402
import python_flax  # noqa: E402
from flax import nnx  # noqa: E402
from python_flax import MLP, train_step  # noqa: E402

import libnnx  # noqa: E402
import libnnx.flax  # noqa: E402
from libnnx import optim  # noqa: E402

WIDTHS = (8, 32, 128, 512, 2048)
DEPTH = 5
COLOURS = {
    "nnx.jit": "#c0392b",
    "nnx.cached_partial": "#e08e0b",
    "jax.jit, split and merge": "#7f8c8d",
    "jax.jit, flat leaves": "#2c3e50",
    "libnnx.flax.jit": "#85c1e9",
    "libnnx.jit": "#2e86c1",
    "libnnx, Session": "#1a5276",
}


def sizes(width):
    return [1, *[width] * (DEPTH - 1), 1]


class Wide(MLP):
    def __init__(self, width, rngs):
        pairs = zip(sizes(width), sizes(width)[1:])
        self.layers = nnx.List([nnx.Linear(a, b, rngs=rngs) for a, b in pairs])


class Native(libnnx.Module):
    """The same model of libnnx."""

    def __init__(self, width, rngs):
        pairs = zip(sizes(width), sizes(width)[1:])
        self.layers = libnnx.List([libnnx.Linear(a, b, rngs=rngs) for a, b in pairs])

    def __call__(self, x):
        for layer in self.layers:
            x = libnnx.relu(layer(x))
        return x


def native_step(model, optimizer, x, y):
    loss, grads = libnnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
    optimizer.update(grads)
    return loss


def of_libnnx(width):
    x, y = np.ones((32, 1), "float32"), np.zeros((32, 1), "float32")

    def objects():
        model = Native(width, libnnx.Rngs(0))
        return model, libnnx.Optimizer(model, optim.adam(1e-3))

    step, held = libnnx.jit(native_step), objects()
    session, compiled = libnnx.Session(*held), step.step(*held, x, y)
    session.bind_input(0, x)
    session.bind_input(1, y)
    return {
        "libnnx.jit": lambda: step(*held, x, y),
        "libnnx, Session": lambda: session.run(compiled, None, None),
    }


def of_jax(width):
    data = jnp.ones((32, 1)), jnp.zeros((32, 1))

    def objects():
        model = Wide(width, nnx.Rngs(0))
        return model, nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param), None

    def objectwise(jit):
        step, held = jit(train_step), objects()
        return lambda: step(*held, *data)

    def partial():
        step = nnx.cached_partial(nnx.jit(train_step), *objects())
        return lambda: step(*data)

    def by_hand():
        graphdef, state = nnx.split(objects())

        @jax.jit
        def step(graphdef, state, x, y):
            held = nnx.merge(graphdef, state)
            loss = train_step(*held, x, y)
            return nnx.split(held)[1], loss

        held = [state]

        def call():
            held[0], loss = step(graphdef, held[0], *data)
            return loss

        return call

    calls = {
        "nnx.jit": objectwise(nnx.jit),
        "nnx.cached_partial": partial(),
        "jax.jit, split and merge": by_hand(),
        "jax.jit, flat leaves": python_flax.flat(objects(), data),
        "libnnx.flax.jit": objectwise(libnnx.flax.jit),
    }
    # JAX returns before it has computed.
    return {name: lambda call=call: jax.block_until_ready(call()) for name, call in calls.items()}


def unit(microseconds):
    """`10 µs`, `10 ms`."""
    return f"{microseconds} µs" if microseconds < 1000 else f"{microseconds // 1000} ms"


def svg(figures):
    """Lines over logarithmic axes."""
    left, top, width, height = 70, 30, 520, 360
    low = math.floor(math.log10(min(min(row.values()) for row in figures.values())))
    high = math.ceil(math.log10(max(max(row.values()) for row in figures.values())))

    def x(wide):
        return left + width * math.log2(wide / WIDTHS[0]) / math.log2(WIDTHS[-1] / WIDTHS[0])

    def y(microseconds):
        return top + height * (high - math.log10(microseconds)) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 30} {top + height + 60}" '
        f'width="{left + width + 30}" height="{top + height + 60}" font-family="sans-serif" font-size="13">',
        f'<rect width="{left + width + 30}" height="{top + height + 60}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<path d="M{left} {at:.1f}H{left + width}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{unit(10**power)}</text>')
    for wide in figures:
        parts.append(f'<text x="{x(wide):.1f}" y="{top + height + 20}" text-anchor="middle">{wide}</text>')
    parts.append(
        f'<text x="{left + width / 2}" y="{top + height + 45}" text-anchor="middle">width of the model</text>'
    )
    for line, (name, colour) in enumerate(COLOURS.items()):
        points = " ".join(f"{x(wide):.1f},{y(row[name]):.1f}" for wide, row in figures.items())
        thick = 3 if name in ("libnnx.jit", "libnnx, Session") else 2
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{thick}"/>')
        for wide, row in figures.items():
            parts.append(f'<circle cx="{x(wide):.1f}" cy="{y(row[name]):.1f}" r="3" fill="{colour}"/>')
        # Below the lines, which rise to the right.
        at, begin = top + height - 8 - 20 * (len(COLOURS) - 1 - line), left + width - 185
        parts.append(f'<path d="M{begin} {at - 4}h24" stroke="{colour}" stroke-width="{thick}"/>')
        parts.append(f'<text x="{begin + 30}" y="{at}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def png(file):
    """The picture as PNG beside it."""
    if shutil.which("rsvg-convert"):
        subprocess.run(["rsvg-convert", "-z", "2", "-o", str(file.with_suffix(".png")), str(file)], check=True)
    else:
        print("no PNG: there is no rsvg-convert")


def main():
    figures = {}
    print("width" + "".join(f"{name:>26}" for name in COLOURS))
    for width in WIDTHS:
        calls = of_jax(width) | of_libnnx(width)
        figures[width] = row = race({name: functools.partial(seconds, call) for name, call in calls.items()})
        print(f"{width:>5}" + "".join(f"{row[name]:>23.0f} us" for name in COLOURS), flush=True)
    if len(sys.argv) > 1:
        file = Path(sys.argv[1])
        file.write_text(svg(figures))
        png(file)


if __name__ == "__main__":
    main()
