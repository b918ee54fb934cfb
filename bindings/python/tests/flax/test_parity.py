"""Every function of libnnx.flax does what Flax's does, on random object graphs: results, identities, errors, warnings."""

from __future__ import annotations

import pytest

nnx = pytest.importorskip("flax.nnx")
from actions import Program
from object_graphs import build

import libnnx.flax

SEEDS = 500
LENGTH = 6


def difference(found, expected, place=()):
    """The first place where two portraits differ, and what stands there."""
    if isinstance(found, (list, tuple)) and isinstance(expected, (list, tuple)) and len(found) == len(expected):
        for index, (left, right) in enumerate(zip(found, expected)):
            if left != right:
                return difference(left, right, (*place, index))
    return f"at {place}: {str(found)[:500]} instead of {str(expected)[:500]}"


@pytest.mark.parametrize("start", range(0, SEEDS, 25))
def test_random_programs(start):
    """Odd seeds make graphs with what only Flax's own path knows."""
    for seed in range(start, start + 25):
        odd = seed % 2 == 1
        expected = Program(seed, build(seed, odd), nnx).run(LENGTH)
        found = Program(seed, build(seed, odd), libnnx.flax).run(LENGTH)
        assert found == expected, f"seed {seed}, {difference(found, expected)}"
        with libnnx.flax.installed():
            found = Program(seed, build(seed, odd), nnx).run(LENGTH)
        assert found == expected, f"seed {seed} under install(), {difference(found, expected)}"
