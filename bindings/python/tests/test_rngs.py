"""`Rngs` against Flax's, by running both: keys, counts, forks, splits, and the leaves they are in a State."""

from __future__ import annotations

import numpy as np
import pytest

import libnnx as nnx
from libnnx import random

flax = pytest.importorskip("flax.nnx")
import jax  # noqa: E402


def words(key: object) -> list[int]:
    if not isinstance(key, nnx.Tensor) and jax.dtypes.issubdtype(key.dtype, jax.dtypes.prng_key):
        key = jax.random.key_data(key)
    return np.asarray(key).ravel().tolist()


def leaves(node: object, package: object) -> dict[str, tuple[str, list[int], str]]:
    _, state = package.split(node)
    flat = package.to_flat_state(state)
    found = {}
    for path, variable in zip(flat.paths, flat.leaves) if hasattr(flat, "paths") else flat:
        kind = getattr(variable, "type", type(variable)).__name__
        found["/".join(map(str, path))] = (kind, words(variable.get_value()), variable.tag)
    return found


MAKERS = [
    lambda package: package.Rngs(0),
    lambda package: package.Rngs(params=0, dropout=1),
    lambda package: package.Rngs(3, dropout=-1),
    lambda package: package.Rngs({"a": 1, "b": 2}, c=3),
    lambda package: package.Rngs(package.RngStream(5, tag="x")),
    lambda package: package.Rngs(params=package.Rngs(7).params),
]


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_leaves_and_keys(make: object) -> None:
    mine, theirs = make(nnx), make(flax)
    assert leaves(mine, nnx) == leaves(theirs, flax)
    for name in list(theirs):
        for _ in range(3):
            assert words(mine[name]()) == words(getattr(theirs, name)())
    assert list(mine) == sorted(theirs) and len(mine) == len(theirs)
    assert leaves(mine, nnx) == leaves(theirs, flax)
    assert leaves(mine.fork(), nnx) == leaves(theirs.fork(), flax)
    assert leaves(mine.split((2, 3)), nnx) == leaves(theirs.split((2, 3)), flax)
    assert leaves(mine, nnx) == leaves(theirs, flax)


def test_default_stands_in() -> None:
    mine, theirs = nnx.Rngs(0), flax.Rngs(0)
    for name in ["params", "dropout", "params"]:
        assert words(getattr(mine, name)()) == words(getattr(theirs, name)())
    assert words(mine()) == words(theirs())
    assert "default" in mine and "params" not in mine
    named = nnx.Rngs(params=0)
    for rngs in (named, flax.Rngs(params=0)):
        with pytest.raises(AttributeError, match="No RngStream named 'dropout' found in Rngs"):
            rngs.dropout()
        with pytest.raises(KeyError, match="No RngStream named 'dropout' found in Rngs"):
            rngs["dropout"]
    with pytest.raises(nnx.NnxError, match=r"uint32\[2\]"):
        nnx.Rngs(np.zeros(2, np.float32))


def test_splits_by_filter() -> None:
    rules = {"params": None, "dropout": 5, ...: (2, 4)}
    mine, theirs = nnx.Rngs(params=0, dropout=1, noise=2), flax.Rngs(params=0, dropout=1, noise=2)
    assert leaves(mine.split(rules), nnx) == leaves(theirs.split(rules), flax)
    with pytest.warns(DeprecationWarning):
        expected = theirs.fork(split={"dropout": 3})
    assert leaves(mine.fork(split={"dropout": 3}), nnx) == leaves(expected, flax)
    assert leaves(mine, nnx) == leaves(theirs, flax)


def test_draws_take_the_next_key() -> None:
    mine, theirs = nnx.Rngs(0), flax.Rngs(0)
    for name, arguments in [
        ("normal", ((2, 3),)),
        ("uniform", ((5,),)),
        ("bernoulli", (0.3, (4,))),
        ("randint", ((6,), 0, 10)),
        ("permutation", (9,)),
        ("bits", ((2,),)),
        ("truncated_normal", (-1.0, 1.0, (3,))),
        ("categorical", (np.zeros((3, 4), np.float32),)),
    ]:
        np.testing.assert_array_equal(getattr(mine, name)(*arguments), getattr(theirs, name)(*arguments))
    np.testing.assert_array_equal(mine.params.normal((2,)), theirs.params.normal((2,)))


def test_reseed() -> None:
    class Block(nnx.Module):
        def __init__(self, rngs: object) -> None:
            self.a, self.b, self.c = rngs.dropout.fork(), rngs.dropout.fork(), rngs.noise.fork()

    class FlaxBlock(flax.Module):
        def __init__(self, rngs: object) -> None:
            self.a, self.b, self.c = rngs.dropout.fork(), rngs.dropout.fork(), rngs.noise.fork()

    mine, theirs = Block(nnx.Rngs(dropout=1, noise=2)), FlaxBlock(flax.Rngs(dropout=1, noise=2))
    mine.a(), theirs.a()
    assert leaves(mine, nnx) == leaves(theirs, flax)
    nnx.reseed(mine, dropout=9)
    flax.reseed(theirs, dropout=9)
    assert leaves(mine, nnx) == leaves(theirs, flax)


def test_streams_are_nodes_of_the_graph() -> None:
    rngs = nnx.Rngs(params=0, dropout=1)
    graphdef, state = nnx.split(rngs)
    rngs.dropout()
    merged = nnx.merge(graphdef, state)
    assert isinstance(merged, nnx.Rngs) and isinstance(merged.dropout, nnx.RngStream)
    assert words(merged.dropout()) == words(random.fold_in(random.key(1), 0))
    counts = nnx.state(rngs, nnx.RngCount)
    assert int(np.asarray(counts["dropout"]["count"].get_value())) == 1
    assert nnx.state(rngs, "dropout").num_leaves == 2


def keyed(name: str, *arguments: object) -> object:
    return lambda key: getattr(random, name)(key, *arguments)


DRAWS = [
    keyed("split"),
    keyed("split", (2, 3)),
    keyed("fold_in", 7),
    keyed("bits", (3, 5), "uint8"),
    keyed("uniform", (4,)),
    keyed("bernoulli", 0.3, (7, 3)),
    keyed("bernoulli", np.linspace(0, 1, 5, dtype=np.float32)),
    keyed("randint", (9,), -3, 8),
    keyed("randint", (9,), 0, 100, "int8"),
    keyed("permutation", 40),
    keyed("permutation", np.arange(12).reshape(3, 4).astype(np.int32), 1),
    keyed("permutation", np.arange(12).reshape(3, 4).astype(np.int32), 1, True),
    keyed("categorical", np.log(np.arange(1, 7, dtype=np.float32)).reshape(2, 3), -1, (5, 2)),
]


@pytest.mark.parametrize("draw", DRAWS)
def test_a_traced_key_draws_the_same(draw: object) -> None:
    key = random.key(3)
    (drawn,) = nnx.Program.trace(draw, key)(key)
    np.testing.assert_array_equal(drawn, draw(key))


@pytest.mark.parametrize("draw", [keyed("normal", (500,)), keyed("truncated_normal", -2.0, 2.0, (500,))])
def test_a_traced_key_draws_the_same_up_to_rounding(draw: object) -> None:
    key = random.key(3)
    (drawn,) = nnx.Program.trace(draw, key)(key)
    np.testing.assert_allclose(drawn, draw(key), rtol=0, atol=1e-6)


def test_traced_arguments_beside_a_key_that_is_not() -> None:
    key, number, p = random.key(3), np.int32(7), np.linspace(0, 1, 5, dtype=np.float32)
    (folded,) = nnx.Program.trace(lambda number: random.fold_in(key, number), number)(number)
    np.testing.assert_array_equal(folded, random.fold_in(key, 7))
    (mask,) = nnx.Program.trace(lambda p: random.bernoulli(key, p, (4, 5)), p)(p)
    np.testing.assert_array_equal(mask, random.bernoulli(key, p, (4, 5)))


def test_masks_in_steps_are_those_of_flax() -> None:
    """A dropout stream of a traced graph: a thousand masks, counts and keys, as `nnx.jit` has them."""
    mine, theirs = nnx.Rngs(dropout=1), flax.Rngs(dropout=1)
    program = nnx.Program.trace(lambda rngs: rngs.dropout.bernoulli(0.8, (4, 3)), mine)
    step = flax.jit(lambda rngs: rngs.dropout.bernoulli(0.8, (4, 3)))
    graphdef, state = nnx.split(mine)
    count, key = (state["dropout"][name].get_value() for name in ("count", "key"))
    for _ in range(1000):
        mask, count = program(count, key)[:2]
        np.testing.assert_array_equal(mask, step(theirs))
    assert int(np.asarray(count)) == 1000
    assert words(mine.dropout()) == words(random.fold_in(random.key(1), 0))  # the graph that was traced is as before
