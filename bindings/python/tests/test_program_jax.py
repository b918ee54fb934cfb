"""What JAX lowers, function by function and dtype by dtype: read, printed so that JAX reads it back as the same module,
evaluated, and compared with what XLA computes."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import jax.scipy.special as special
import numpy as np
import pytest
from jax import lax, nn
from jax._src.interpreters import mlir
from jaxlib.mlir import ir

import libnnx as nnx

FLOATS = ["float16", "bfloat16", "float32", "float64"]
INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
DTYPES = [*FLOATS, *INTEGERS, "bool"]
# A few units of the last place: XLA approximates some functions in the dtype itself.
TOLERANCE = {"float16": 2e-3, "bfloat16": 1.6e-2, "float32": 2e-5, "float64": 1e-10}

FUNCTIONS = """sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh exp exp2 expm1 log log2 log10 log1p
sqrt cbrt square reciprocal abs sign negative floor ceil rint trunc isfinite isinf isnan isposinf isneginf signbit
nan_to_num sort argsort argmax argmin min max any all nanmax frexp modf logical_not""".split()
ACTIVATIONS = """relu relu6 sigmoid softplus silu soft_sign log_sigmoid leaky_relu hard_sigmoid hard_silu hard_tanh elu celu
selu squareplus mish gelu softmax log_softmax standardize""".split()
LAX = "erf erfc erf_inv lgamma digamma bessel_i0e bessel_i1e rsqrt logistic round".split()
SPECIAL = "entr expit gammaln i0 i0e i1 i1e logit".split()
SPECIAL_PAIRS = "xlogy betaln gammainc gammaincc".split()
PAIRS = """add subtract multiply divide floor_divide remainder fmod power maximum minimum fmax fmin arctan2 hypot logaddexp
copysign nextafter heaviside equal not_equal less less_equal greater greater_equal""".split()
OF_INTEGERS = "abs sign negative square invert cumsum cumprod sort argsort argmax sum prod max min mean bitwise_count".split()
PAIRS_OF_INTEGERS = """add subtract multiply floor_divide remainder fmod maximum minimum equal less greater_equal bitwise_and
bitwise_or bitwise_xor left_shift right_shift""".split()


def edges(dtype: str) -> np.ndarray:
    """Numbers at which functions go wrong."""
    if dtype == "bool":
        return np.array([True, False])
    if dtype in FLOATS:
        info = jnp.finfo(dtype)
        limits = [info.max, info.min, info.tiny, -info.tiny, info.eps]
        values = [0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 0.3, -0.3, 0.5, 1.5, 2.5, -2.5, 3.0, -7.0, 100.0, -100.0]
        return np.array([*map(float, limits), *values]).astype(jnp.dtype(dtype))
    info = jnp.iinfo(dtype)
    values = [0, 1, 2, 3, 5, 7, 8, 31, 33, 64, info.max, info.min, info.max // 2, info.max - 1, info.min + 1]
    return np.array([int(value) for value in values], dtype)


def between(dtype: str, low: float, high: float, shape: tuple[int, ...] = (3, 4)) -> np.ndarray:
    values = np.random.RandomState(0).uniform(low, high, shape)
    return values > 0.5 if dtype == "bool" else values.astype(jnp.dtype(dtype))


def pairs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.repeat(values, len(values)), np.tile(values, len(values))


def all_of(module, names, *arguments):
    return {name: getattr(module, name)(*arguments) for name in names}


def of_floats(dtype):
    edge, inner = edges(dtype), between(dtype, 0.05, 0.95)
    found = {
        "functions": (lambda x: all_of(jnp, FUNCTIONS, x), edge),
        "sums": (lambda x: all_of(jnp, ["sum", "prod", "mean", "var", "cumsum", "cumprod", "sinc"], x), inner),
        "activations": (lambda x: all_of(nn, ACTIVATIONS, x), between(dtype, -3, 3)),
        "lax": (lambda x: all_of(lax, LAX, x), edge),
        "pairs": (lambda x, y: all_of(jnp, PAIRS, x, y), *pairs(edge)),
        "others": (
            lambda x: {
                "powers": [x**exponent for exponent in (-3, -1, 0, 2, 3, 5)],
                "clamp": lax.clamp(jnp.asarray(-1, dtype), x, jnp.asarray(2, dtype)),
                "reduce_precision": lax.reduce_precision(x, 5, 3),
                "top_k": lax.top_k(x, 3),
            },
            edge,
        ),
    }
    # Long to compile, and of one dtype as of another.
    if dtype == "float32":
        found["special"] = (lambda x: all_of(special, SPECIAL, x), inner)
        found["special pairs"] = (
            lambda x, y: {**all_of(special, SPECIAL_PAIRS, x, y), "zeta": special.zeta(x + 2, y)},
            inner,
            between(dtype, 0.5, 3),
        )
    return found


def of_integers(dtype):
    return {
        "functions": (lambda x: all_of(jnp, OF_INTEGERS, x), edges(dtype)),
        "lax": (lambda x: all_of(lax, ["clz", "population_count"], x), edges(dtype)),
        "pairs": (lambda x, y: all_of(jnp, PAIRS_OF_INTEGERS, x, y), *pairs(edges(dtype))),
    }


def of_any(dtype):
    x = between(dtype, 0, 9)
    positions = np.array([0, 2, -1, 5])
    constant = between(dtype, 0, 9, (150,))
    as_wide = [other for other in [*FLOATS, *INTEGERS] if jnp.dtype(other).itemsize == jnp.dtype(dtype).itemsize]
    found = {
        "converted": (lambda x: [x.astype(other) for other in DTYPES], edges(dtype)),
        "moved": (
            lambda x, c: {
                "where": jnp.where(c, x, x[::-1]),
                "index": (x[1], x[:, 1:3], x[..., None], x[positions[:3]], x[jnp.array([0, 2]), jnp.array([1, 9])]),
                "set": (x.at[1].set(x[0]), x.at[0, 1].max(x[2, 2]), x.at[:, 1].min(x[:, 2])),
                "joined": (jnp.stack([x, x]), jnp.concatenate([x, x], 1), jnp.pad(x, ((1, 2), (0, 1))), jnp.tile(x, (2, 2))),
                "turned": (x.T, x.reshape(2, 6), jnp.rot90(x), jnp.tril(x), jnp.repeat(x, 2, 0), jnp.roll(x, 1)),
                "sorted": (jnp.sort(x, 0), jnp.argsort(x, 1), lax.sort((x, x), num_keys=2), jnp.unique(x, size=5)),
                "product": (x @ x.T, jnp.einsum("ij,ik->jk", x, x)),
                "constants": (jnp.asarray(constant), jnp.asarray(constant[:3]), jnp.eye(3, dtype=dtype), jnp.asarray(edges(dtype))),
            },
            x,
            between("bool", 0, 1),
        ),
        "dynamic": (
            lambda x, i, j: [
                (lax.dynamic_slice(x, (at, at), (2, 2)), lax.dynamic_update_slice(x, x[:2, :2], (at, at)), jnp.take(x, at, 0))
                for at in (i, j)
            ],
            x,
            np.int32(7),
            np.int8(-2),
        ),
    }
    if dtype != "bool":
        found["bits"] = (lambda x: [lax.bitcast_convert_type(x, other) for other in [*as_wide, "uint8"]], edges(dtype))
        found["windows"] = (
            lambda x: (
                lax.reduce_window(x, np.zeros((), x.dtype), lax.add, (2, 2), (1, 1), "VALID"),
                lax.cummin(x, 1),
                lax.cumprod(x, 1, reverse=True),
                x.at[positions].add(x[:1]),
                jax.ops.segment_sum(x, jnp.array([0, 1, 1]), 3),
            ),
            between(dtype, 0, 3),
        )
    return found


def random(kind):
    draws = {
        "bits": lambda key: [jax.random.bits(key, (5,), f"uint{bits}") for bits in (8, 16, 32, 64)],
        "uniform": lambda key: [jax.random.uniform(key, (5,), dtype) for dtype in FLOATS],
        "normal": lambda key: jax.random.normal(key, (5,), "float32"),
        "randint": lambda key: jax.random.randint(key, (5,), -5, 10, "int8"),
        "keys": lambda key: (jax.random.split(key, 3), jax.random.fold_in(key, 7)),
        "permutation": lambda key: jax.random.permutation(key, 7),
        "choices": lambda key: (jax.random.bernoulli(key, 0.3, (5,)), jax.random.categorical(key, jnp.arange(4.0))),
    }
    key = jax.random.key(42, impl=kind)
    return {"draws": (lambda key: {name: draw(key) for name, draw in draws.items()}, key)}


def models(dtype):
    image, kernel = between(dtype, -1, 1, (1, 5, 5, 4)), between(dtype, -1, 1, (3, 3, 2, 6))
    x = between(dtype, -1, 1)

    def convolve(image, kernel):
        dimensions = ("NHWC", "HWIO", "NHWC")
        return lax.conv_general_dilated(
            image, kernel, (2, 1), [(1, 2), (0, 1)], (1, 2), (2, 1), dimensions, feature_group_count=2
        )

    def pool(image):
        return lax.reduce_window(image, np.array(-np.inf, dtype), lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "SAME")

    def ragged(contract, batch, rows, groups=()):
        numbers = lax.RaggedDotDimensionNumbers((contract, batch), [rows], groups)
        return lambda x, y, sizes: lax.ragged_dot_general(x, y, sizes, numbers)

    def ragged_products(x, y, z, sizes):
        """`x` has 5 rows, `y` one matrix for each of 3 groups, `z` the batch of `x`."""
        rows, columns = ragged(([2], [2]), ([0], [1]), 1, [0]), ragged(([1], [1]), ([0], [0]), 1)
        return {
            "rows": (rows(x, y, sizes[0]), rows(x, y, sizes), lax.ragged_dot(x[0], y[:, 0], sizes[1])),
            "contracted": (columns(x, z, sizes[0]), columns(x, z, sizes)),
            "batch": ragged(([2], [2]), ([0], [0]), 0)(x, z, sizes[0]),
            "gradients": jax.grad(total(lambda x, y: lax.ragged_dot(x, y, sizes[0])), (0, 1))(x[0], y[:, 0]),
        }

    def total(function):
        return lambda *arguments: function(*arguments).astype("float32").sum()

    return {
        "convolution": (lambda x, k: (convolve(x, k), jax.grad(total(convolve), (0, 1))(x, k)), image, kernel),
        "pooling": (lambda x: (pool(x), jax.grad(total(pool))(x)), image),
        "attention": (lambda q: nn.dot_product_attention(q, q, q, is_causal=True), between(dtype, -1, 1, (1, 4, 2, 8))),
        "control": (
            lambda x, i: (
                lax.scan(lambda carry, row: (carry + row, carry * row), x[0], x),
                lax.while_loop(lambda x: x.sum() < 50, lambda x: x + 1, x),
                lax.cond(x.sum() > 0, lambda x: x, lambda x: -x, x),
                lax.switch(i, [lambda x: x, lambda x: -x, lambda x: x + x], x),
                lax.associative_scan(jnp.add, x),
                jax.checkpoint(jnp.sin)(x),
                lax.optimization_barrier(x),
            ),
            x,
            np.int32(7),
        ),
        "ragged products": (
            ragged_products,
            between(dtype, -1, 1, (2, 5, 4)),
            between(dtype, -1, 1, (3, 2, 4, 6)),
            between(dtype, -1, 1, (2, 5, 4)),
            np.array([[2, 0, 2], [1, 3, 9]], np.int32),
        ),
        "resized": (lambda x: [jax.image.resize(x, (7, 9), how) for how in ("nearest", "linear", "cubic")], x),
        "gradients": (
            jax.grad(total(lambda x: nn.softmax(x) * nn.gelu(x) + jnp.tanh(x) * nn.silu(x) + lax.erf(x) + jnp.log1p(x * x))),
            x,
        ),
    }


GROUPS = [
    *((of_floats, dtype) for dtype in FLOATS),
    *((of_integers, dtype) for dtype in ("int8", "int32", "int64", "uint8", "uint64")),
    *((of_any, dtype) for dtype in ("bfloat16", "float32", "float64", "int8", "int64", "uint32", "bool")),
    *((random, kind) for kind in ("threefry2x32", "rbg")),
    *((models, dtype) for dtype in ("bfloat16", "float32")),
]


def raw(leaf) -> np.ndarray:
    """The array; of random keys their words."""
    is_key = isinstance(leaf, jax.Array) and jnp.issubdtype(leaf.dtype, jax.dtypes.prng_key)
    return np.asarray(jax.random.key_data(leaf) if is_key else leaf)


def same(ours: np.ndarray, theirs: np.ndarray) -> bool:
    if (ours.dtype, ours.shape) != (theirs.dtype, theirs.shape):
        return False
    tolerance = TOLERANCE.get(theirs.dtype.name)
    if tolerance is None:
        return np.array_equal(ours, theirs)
    ours, theirs = ours.astype(np.float64), theirs.astype(np.float64)
    # Of sums near zero what counts is the size of what was summed, here about 1.
    return np.allclose(ours, theirs, rtol=tolerance, atol=tolerance, equal_nan=True)


@pytest.mark.parametrize(("group", "of"), GROUPS, ids=[f"{group.__name__}-{of}" for group, of in GROUPS])
def test_functions_compute_what_xla_computes(group, of: str) -> None:
    wrong = []
    with jax.enable_x64(True):
        for name, (function, *arguments) in group(of).items():
            traced = jax.jit(function, keep_unused=True).trace(*arguments)
            expected, _ = jax.tree.flatten_with_path(jax.jit(function)(*arguments))
            inputs = [raw(leaf) for leaf in jax.tree.leaves(arguments)]
            texts = {traced.lower(lowering_platforms=(platform,)).as_text() for platform in ("cpu", "cuda")}
            for text in texts:
                program = nnx.Program.parse(text)
                printed = str(program)
                assert nnx.Program.parse(printed) == program
                with mlir.make_ir_context():
                    read = ir.Module.parse(printed)
                    assert read.operation.verify()
                    assert str(read) == str(ir.Module.parse(text)), f"{name}: what is printed is not what JAX printed"
                found = program.evaluate(*inputs, denormals="flush", budget=20_000_000)
                assert len(found) == len(expected)
                wrong += [
                    f"{name}{jax.tree_util.keystr(path)}: {ours} is not {theirs}"
                    for ours, (path, leaf) in zip(found, expected)
                    if not same(ours, theirs := raw(leaf))
                ]
    assert not wrong, "\n".join(wrong)
