"""`libnnx.random` against `jax.random`, bit by bit, by running both."""

from __future__ import annotations

import ml_dtypes  # noqa: F401  NumPy's bfloat16
import numpy as np
import pytest

import libnnx as nnx
from libnnx import random

jax = pytest.importorskip("jax")
jnp = jax.numpy

SEEDS = [0, 1, 42, 2**31 - 1, -1, -(2**31), 2**31, 2**32 + 5]
SHAPES = [(), (1,), (7,), (0,), (2, 0, 3), (33, 5), (2, 3, 4), (1000, 37)]
LARGE = (256, 257)


@pytest.fixture(scope="module", autouse=True)
def on_the_cpu():
    with jax.default_device(jax.devices("cpu")[0]):
        yield


@pytest.fixture
def wide():
    with jax.enable_x64(True):
        yield


def same(mine: nnx.Tensor, theirs: object) -> None:
    mine, theirs = np.asarray(mine), np.asarray(theirs)
    assert (mine.shape, mine.dtype) == (theirs.shape, theirs.dtype)
    differing = np.flatnonzero(mine.reshape(-1).view(np.uint8) != theirs.reshape(-1).view(np.uint8))
    assert not differing.size, f"{differing.size} bytes of {theirs.nbytes} differ, ulp {ulps(mine, theirs)}"


def ulps(mine: np.ndarray, theirs: np.ndarray) -> int:
    """The largest distance in representable numbers."""

    def order(array: np.ndarray) -> np.ndarray:
        bits = array.view({2: np.int16, 4: np.int32, 8: np.int64}[array.itemsize]).astype(np.int64)
        lowest = -(1 << (8 * array.itemsize - 1))
        return np.where(bits < 0, lowest - bits, bits)

    if not theirs.size or theirs.dtype.kind in "bui":
        return 0
    return int(np.abs(order(mine) - order(theirs)).max())


def keys(seed: int = 0) -> tuple[nnx.Tensor, object]:
    return random.key(seed), jax.random.key(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_keys(seed: int) -> None:
    try:
        theirs = jax.random.key(seed)
    except OverflowError:
        theirs = jax.random.key(np.int64(seed).astype(np.int32))
    same(random.key(seed), jax.random.key_data(theirs))


@pytest.mark.parametrize("number", [0, 1, 7, 2**31, 2**32 - 1])
def test_fold_in(number: int) -> None:
    mine, theirs = keys(3)
    same(random.fold_in(mine, number), jax.random.key_data(jax.random.fold_in(theirs, np.uint32(number))))


@pytest.mark.parametrize("shape", [1, 2, 3, 5, (2, 5), (3, 1, 4), 0, ()])
def test_split(shape: object) -> None:
    mine, theirs = keys(5)
    same(random.split(mine, shape), jax.random.key_data(jax.random.split(theirs, shape)))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "uint64"])
def test_bits(shape: tuple[int, ...], dtype: str, wide: None) -> None:
    mine, theirs = keys(11)
    same(random.bits(mine, shape, dtype), jax.random.bits(theirs, shape, dtype))


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (-1.0, 1.0), (-2.0, 3.0), (0.1, 0.7), (-0.9544997, 0.9544997)])
@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
def test_uniform(bounds: tuple[float, float], dtype: str, wide: None) -> None:
    for shape in [(), (33, 5), LARGE]:
        mine, theirs = keys(2)
        same(random.uniform(mine, shape, dtype, *bounds), jax.random.uniform(theirs, shape, dtype, *bounds))


@pytest.mark.parametrize("shape", SHAPES)
def test_uniform_of_every_shape(shape: tuple[int, ...]) -> None:
    mine, theirs = keys(6)
    same(random.uniform(mine, shape), jax.random.uniform(theirs, shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_bernoulli(shape: tuple[int, ...]) -> None:
    for p in [0.0, 0.1, 0.3, 0.5, 0.8, 1 - 0.2, 1 - 0.7, 1.0]:
        mine, theirs = keys(7)
        same(random.bernoulli(mine, p, shape), jax.random.bernoulli(theirs, p, shape))


def test_dropout_masks_of_a_thousand_steps() -> None:
    stream, theirs = keys(0)
    draw = jax.jit(lambda key, count: jax.random.bernoulli(jax.random.fold_in(key, count), 1 - 0.2, (32, 64)))
    for step in range(1000):
        mask = random.bernoulli(random.fold_in(stream, step), 1 - 0.2, (32, 64))
        same(mask, draw(theirs, np.uint32(step)))


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
def test_bernoulli_of_an_array(dtype: str, wide: None) -> None:
    mine, theirs = keys(8)
    p = np.linspace(0, 1, 21).reshape(3, 1, 7).astype(dtype)
    same(random.bernoulli(mine, p), jax.random.bernoulli(theirs, jnp.asarray(p)))
    same(random.bernoulli(mine, p, (4, 3, 5, 7)), jax.random.bernoulli(theirs, jnp.asarray(p), (4, 3, 5, 7)))


RANGES = [(0, 10), (-5, 1000), (0, 1), (3, 3), (9, 2), (0, 2**31 - 1), (-(2**31), 2**31 - 1), (0, 100)]


@pytest.mark.parametrize("shape", SHAPES)
def test_randint(shape: tuple[int, ...]) -> None:
    for bounds in RANGES:
        mine, theirs = keys(9)
        same(random.randint(mine, shape, *bounds), jax.random.randint(theirs, shape, *bounds))


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"])
@pytest.mark.parametrize("bounds", [*RANGES, (0, 256), (-128, 128), (0, 2**32), (-(2**63), 2**63 - 1), (-9, 70000)])
def test_randint_of_every_dtype(dtype: str, bounds: tuple[int, int], wide: None) -> None:
    if bounds[1] > 2**31 and np.dtype(dtype).itemsize < 4:
        # JAX wraps such bounds to int32 here, and clips all others.
        assert len(set(np.asarray(random.randint(random.key(0), (501,), *bounds, dtype)))) > 100
        return
    mine, theirs = keys(10)
    same(random.randint(mine, (501,), *bounds, dtype), jax.random.randint(theirs, (501,), *bounds, dtype))


@pytest.mark.parametrize("count", [0, 1, 2, 5, 100, 1625, 1626, 5000, 20011])
def test_permutation(count: int) -> None:
    for seed in range(3):
        mine, theirs = keys(seed)
        same(random.permutation(mine, count), jax.random.permutation(theirs, count))


@pytest.mark.parametrize("shape, axis", [((150, 4), 0), ((3, 40, 2), 1), ((3, 40, 2), -1), ((0, 3), 0), ((9,), 0)])
@pytest.mark.parametrize("independent", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "int8", "bool"])
def test_permutation_of_an_array(shape: tuple[int, ...], axis: int, independent: bool, dtype: str) -> None:
    mine, theirs = keys(12)
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    same(random.permutation(mine, array, axis, independent), jax.random.permutation(theirs, array, axis, independent))


@pytest.mark.parametrize(
    "shape, axis, prefix, dtype",
    [
        ((10,), -1, (), "float32"),
        ((300, 10), -1, (2, 3), "float32"),
        ((10, 300), 0, (4,), "float16"),
        ((3, 7, 5), 1, (), "bfloat16"),
    ],
)
def test_categorical(shape: tuple[int, ...], axis: int, prefix: tuple[int, ...], dtype: str) -> None:
    logits = np.random.default_rng(0).normal(size=shape).astype(dtype)
    rest = list(shape)
    del rest[axis]
    draw = jax.jit(lambda key, logits: jax.random.categorical(key, logits, axis, (*prefix, *rest)))
    for seed in range(20):
        mine, theirs = keys(seed)
        same(random.categorical(mine, logits, axis, (*prefix, *rest)), draw(theirs, jnp.asarray(logits)))


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
@pytest.mark.parametrize("shape", [(), (7,), (0,), (33, 5), LARGE])
def test_normal(dtype: str, shape: tuple[int, ...]) -> None:
    for seed in range(3):
        mine, theirs = keys(seed)
        same(random.normal(mine, shape, dtype), jax.random.normal(theirs, shape, dtype))


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
@pytest.mark.parametrize("shape", [(), (7,), LARGE])
def test_truncated_normal(dtype: str, shape: tuple[int, ...]) -> None:
    for bounds in [(-2.0, 2.0), (-1.0, 3.0), (0.5, 0.6), (-np.inf, 0.0), (2.0, np.inf), (-8.0, 8.0), (4.0, 7.0)]:
        mine, theirs = keys(1)
        drawn = random.truncated_normal(mine, *bounds, shape, dtype)
        same(drawn, jax.random.truncated_normal(theirs, *bounds, shape, dtype))


def test_normal_of_float64_is_close(wide: None) -> None:
    # XLA's logarithm of float64 and its error function at the bounds differ in the last place.
    mine, theirs = keys(4)
    shape = LARGE
    drawn, expected = random.normal(mine, shape, "float64"), jax.random.normal(theirs, shape, "float64")
    assert ulps(np.asarray(drawn), np.asarray(expected)) <= 4
    drawn = random.truncated_normal(mine, -2, 2, shape, "float64")
    expected = jax.random.truncated_normal(theirs, -2.0, 2.0, shape, "float64")
    np.testing.assert_allclose(np.asarray(drawn), np.asarray(expected), rtol=0, atol=1e-14)
