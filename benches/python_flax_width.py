"""The picture of Flax's page on performance, redrawn: the time of a training step over the width of the model.

    python_flax_width.py FILE.svg     draws, and prints the table

The page's program at each width: `nnx.jit` as it is, with libnnx under it, `libnnx.flax.jit`, and the page's way around,
`jax.jit` with `split` and `merge`. All are measured in turn; the figures are medians.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import optax
from flax import nnx
from python_flax import MLP, Installed, race, train_step

import libnnx.flax

WIDTHS = (8, 32, 128, 512, 2048)
DEPTH = 5
COLOURS = {
    "nnx.jit": "#c0392b",
    "nnx.jit, installed": "#e08e0b",
    "jax.jit, split and merge": "#7f8c8d",
    "libnnx.flax.jit": "#2471a3",
}


class Wide(MLP):
    def __init__(self, width, rngs):
        sizes = [1, *[width] * (DEPTH - 1), 1]
        self.layers = nnx.List([nnx.Linear(a, b, rngs=rngs) for a, b in zip(sizes, sizes[1:])])


def contestants(width):
    data = jnp.ones((32, 1)), jnp.zeros((32, 1))

    def objects():
        model = Wide(width, nnx.Rngs(0))
        return model, nnx.Optimizer(model, optax.adam(1e-3), wrt=nnx.Param), None

    def objectwise(jit):
        step, held = jit(train_step), objects()
        return lambda: step(*held, *data)

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

    return {
        "nnx.jit": objectwise(nnx.jit),
        "nnx.jit, installed": Installed(objectwise(nnx.jit)),
        "jax.jit, split and merge": by_hand(),
        "libnnx.flax.jit": objectwise(libnnx.flax.jit),
    }


def svg(figures):
    """Lines over logarithmic axes."""
    left, top, width, height = 70, 30, 520, 320
    low = math.floor(math.log10(min(min(row.values()) for row in figures.values())))
    high = math.ceil(math.log10(max(max(row.values()) for row in figures.values())))

    def x(wide):
        return left + width * math.log2(wide / WIDTHS[0]) / math.log2(WIDTHS[-1] / WIDTHS[0])

    def y(microseconds):
        return top + height * (high - math.log10(microseconds)) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 30} {top + height + 60}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{left + width + 30}" height="{top + height + 60}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<path d="M{left} {at:.1f}H{left + width}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:,} us</text>')
    for wide in figures:
        parts.append(f'<text x="{x(wide):.1f}" y="{top + height + 20}" text-anchor="middle">{wide}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 45}" text-anchor="middle">width of the model</text>')
    for line, (name, colour) in enumerate(COLOURS.items()):
        points = " ".join(f"{x(wide):.1f},{y(row[name]):.1f}" for wide, row in figures.items())
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        at = top + 18 + 20 * line
        parts.append(f'<path d="M{left + 16} {at - 4}h24" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{left + 46}" y="{at}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main():
    figures = {width: {name: wall for name, (wall, _) in race(contestants(width)).items()} for width in WIDTHS}
    print("width" + "".join(f"{name:>28}" for name in COLOURS))
    for width, row in figures.items():
        print(f"{width:>5}" + "".join(f"{row[name]:>25.0f} us" for name in COLOURS))
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(svg(figures))


if __name__ == "__main__":
    main()
