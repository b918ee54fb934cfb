"""Gradients of functions that JAX lowered, compared with those that JAX computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flax_steps
import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx as flax_nnx
from jax import lax

import libnnx as nnx

RANDOM = np.random.default_rng(0)


def normal(*shape: int) -> np.ndarray:
    return RANDOM.standard_normal(shape).astype(np.float32)


def positive(*shape: int) -> np.ndarray:
    return RANDOM.uniform(0.5, 2.0, shape).astype(np.float32)


def inside(*shape: int) -> np.ndarray:
    return RANDOM.uniform(-0.8, 0.8, shape).astype(np.float32)


def check(cases: dict[str, Any], platform: str = "cpu") -> None:
    """Compares, in one program, the gradients by all floating-point inputs of the weighted sums of what functions return."""
    functions = {name: case[0] for name, case in cases.items()}
    inputs = {name: tuple(np.asarray(value) for value in case[1:]) for name, case in cases.items()}
    weights = {}
    for name, function in functions.items():
        shapes = jax.tree.leaves(jax.eval_shape(function, *inputs[name]))
        weights[name] = [RANDOM.uniform(0.5, 1.5, shape.shape).astype(shape.dtype) for shape in shapes]

    names = [(name, place) for name in cases for place in range(len(inputs[name]))]
    values = [inputs[name][place] for name, place in names]
    wrt = tuple(at for at, value in enumerate(values) if np.issubdtype(value.dtype, np.floating))

    def loss(*values: Any) -> Any:
        given = {name: [value for value, (of, _) in zip(values, names) if of == name] for name in cases}
        found = {name: jax.tree.leaves(function(*given[name])) for name, function in functions.items()}
        return sum(jnp.sum(result * weight) for name in cases for result, weight in zip(found[name], weights[name]))

    value, expected = jax.jit(jax.value_and_grad(loss, argnums=wrt))(*values)
    lowered = jax.jit(loss, keep_unused=True).trace(*values).lower(lowering_platforms=(platform,))
    program = nnx.Program.parse(lowered.as_text()).value_and_grad(wrt)
    assert nnx.Program.parse(str(program)) == program
    found = program(*values)
    assert len(found) == 1 + len(wrt)
    np.testing.assert_allclose(found[0], value, rtol=1e-5)
    differing = []
    for at, ours, theirs in zip(wrt, found[1:], map(np.asarray, expected)):
        assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
        tolerance = 1e-10 if ours.dtype == np.float64 else 2e-5
        scale = max(1.0, np.abs(theirs[np.isfinite(theirs)]).max(initial=0.0))
        if not np.allclose(ours / scale, theirs / scale, rtol=0, atol=tolerance):
            differing.append(f"{names[at]}: {ours} where JAX has {theirs}")
    assert not differing, "\n".join(differing)


KINKS = np.array([-2.0, -1.0, -0.5, 0.0, 0.0, 0.5, 1.0, 2.0], np.float32)
OTHERS = np.array([-2.0, 1.0, 0.5, 0.0, -1.0, 0.5, 0.0, 3.0], np.float32)

ELEMENTWISE = {
    "abs": (jnp.abs, KINKS),
    "acos": (jnp.arccos, inside(9)),
    "acosh": (jnp.arccosh, 1 + positive(9)),
    "add": (jnp.add, KINKS, OTHERS),
    "asin": (jnp.arcsin, inside(9)),
    "asinh": (jnp.arcsinh, KINKS),
    "atan": (jnp.arctan, KINKS),
    "atan2": (jnp.arctan2, normal(9), positive(9)),
    "atanh": (jnp.arctanh, inside(9)),
    "bessel_i1e": (lax.bessel_i1e, np.concatenate([KINKS, [9.0, -30.0]]).astype(np.float32)),
    "cbrt": (jnp.cbrt, positive(9)),
    "ceil": (jnp.ceil, KINKS),
    "clamp": (lambda low, x, high: lax.clamp(low, x, high), -np.ones(8, np.float32), KINKS, np.ones(8, np.float32)),
    "clip": (lambda x: jnp.clip(x, -1, 1), KINKS),
    "convert": (lambda x: x.astype(jnp.bfloat16).astype(jnp.float32) * x.astype(jnp.int32), KINKS),
    "cos": (jnp.cos, KINKS),
    "cosh": (jnp.cosh, KINKS),
    "digamma": (lax.digamma, positive(9)),
    "divide": (jnp.divide, KINKS, positive(8)),
    "erf": (lax.erf, KINKS),
    "erf_inv": (lax.erf_inv, inside(9)),
    "erfc": (lax.erfc, KINKS),
    "exp": (jnp.exp, KINKS),
    "exp2": (jnp.exp2, KINKS),
    "expm1": (jnp.expm1, KINKS),
    "floor": (jnp.floor, KINKS),
    "integer_pow": (lambda x: x**3 + x**-2, positive(9)),
    "lgamma": (lax.lgamma, positive(9)),
    "log": (jnp.log, positive(9)),
    "log1p": (jnp.log1p, positive(9)),
    "logaddexp": (jnp.logaddexp, normal(9), normal(9)),
    "logistic": (jax.nn.sigmoid, KINKS),
    "maximum": (jnp.maximum, KINKS, OTHERS),
    "maximum_zero": (lambda x: jnp.maximum(x, 0), KINKS),
    "minimum": (jnp.minimum, KINKS, OTHERS),
    "multiply": (jnp.multiply, KINKS, OTHERS),
    "polygamma": (lambda x: lax.polygamma(jnp.full_like(x, 2), x), positive(9)),
    "power": (jnp.power, positive(9), normal(9)),
    "power_of_zero": (lambda x, y: lax.pow(x, y), np.array([0, 0, 2, 3], np.float32), np.array([1, 2, 0, 2], np.float32)),
    "reduce_precision": (lambda x: lax.reduce_precision(x, 8, 5), normal(9)),
    "remainder": (lax.rem, 3 * normal(9), positive(9)),
    "round": (jnp.round, KINKS),
    "rsqrt": (lax.rsqrt, positive(9)),
    "select": (lambda x, y: jnp.where(x > 0, x * y, y), KINKS, OTHERS),
    "sign": (jnp.sign, KINKS),
    "sin": (jnp.sin, KINKS),
    "sinh": (jnp.sinh, KINKS),
    "sqrt": (jnp.sqrt, np.array([0, 1, 4], np.float32)),
    "square": (jnp.square, KINKS),
    "subtract": (jnp.subtract, KINKS, OTHERS),
    "tan": (jnp.tan, inside(9)),
    "tanh": (jnp.tanh, KINKS),
    "elu": (jax.nn.elu, normal(9)),
    "gelu": (jax.nn.gelu, normal(9)),
    "leaky_relu": (jax.nn.leaky_relu, KINKS),
    "relu": (jax.nn.relu, normal(9)),
    "silu": (jax.nn.silu, normal(9)),
    "softplus": (jax.nn.softplus, normal(9)),
}


def conv(dimensions: str = "NHWC", **options: Any) -> Callable[..., Any]:
    return lambda x, k: lax.conv_general_dilated(
        x, k, **{"window_strides": (1, 1), "padding": "SAME", "dimension_numbers": (dimensions, "HWIO", dimensions), **options}
    )


def pool(x: Any, combine: Any, start: float, window: tuple[int, ...], strides: tuple[int, ...], padding: str) -> Any:
    return lax.reduce_window(x, start, combine, window, strides, padding)


def triangular(**options: Any) -> Callable[..., Any]:
    return lambda a, b: lax.linalg.triangular_solve(a + 2 * jnp.eye(3), b, **options)


def scanned(x: Any, w: Any) -> Any:
    def cell(h: Any, x: Any) -> tuple[Any, Any]:
        h = jnp.tanh(x @ w + h)
        return h, h * x

    return lax.scan(cell, jnp.zeros(x.shape[1]), x)


def scanned_twice(x: Any, w: Any) -> Any:
    def outer(h: Any, x: Any) -> tuple[Any, Any]:
        h, y = lax.scan(lambda h, s: (jnp.sin(h * s + x), h.sum()), h, w, reverse=True)
        return h, y

    return lax.scan(outer, jnp.ones(x.shape[1]), x)


INDICES = np.array([[1, 2], [0, 3], [1, 2]], np.int32)
TIES = np.array([[1, 3, 3, 0], [2, 2, 2, 2], [-1, 0, 0, -2]], np.float32)

MOVEMENT = {
    "broadcast": (lambda x: jnp.broadcast_to(x[:, None], (3, 4, 2)), normal(3, 2)),
    "concatenate": (lambda x, y: jnp.concatenate([x, y, x], 1), normal(2, 3), normal(2, 1)),
    "dynamic_slice": (lambda x, i: lax.dynamic_slice(x, (i, i + 9), (2, 2)) ** 2, normal(4, 3), np.int32(1)),
    "dynamic_update_slice": (lambda x, y, i: lax.dynamic_update_slice(x, y, (i, i)) ** 2, normal(4, 3), normal(2, 2), np.int32(1)),
    "pad": (lambda x, y: lax.pad(x, y, ((1, 2, 1), (-1, 1, 2))), normal(3, 4), np.float32(0.5)),
    "reverse": (lambda x: jnp.flip(x, 0) * x, normal(4, 2)),
    "roll": (lambda x: jnp.roll(x, 2, 1) * x, normal(2, 5)),
    "slice": (lambda x: x[1:6:2, ::-1] * x[:3], normal(7, 3)),
    "transpose": (lambda x: x.transpose(2, 0, 1).reshape(4, 6) ** 2, normal(2, 3, 4)),
    "stop_gradient_is_lost": (lambda x: lax.optimization_barrier(x * x), normal(3)),
    "gather": (lambda x, i: x[i[:, 0], i[:, 1]] ** 2, normal(3, 4), INDICES),
    "gather_rows": (lambda x, i: jnp.take(x, i, 0) ** 2, normal(4, 3), INDICES),
    "gather_clip": (lambda x, i: jnp.take(x, i, 0, mode="clip"), normal(3, 3), INDICES + np.int32([-3, 5])),
    "take_along_axis": (lambda x, i: jnp.take_along_axis(x, i, 1) ** 2, normal(3, 4), INDICES),
    "scatter_set": (lambda x, y, i: x.at[i[:, 0]].set(y) ** 2, normal(3, 4), normal(3, 4), INDICES),
    "scatter_drop": (lambda x, y, i: x.at[i[:, 1]].set(y) ** 2, normal(3, 4), normal(3, 4), INDICES),
    "scatter_add": (lambda x, y, i: x.at[i[:, 0], i[:, 1]].add(y) ** 2, normal(3, 4), normal(3), INDICES),
    "scatter_mul": (lambda x, y, i: x.at[i].multiply(y, unique_indices=True), normal(3, 4), normal(2, 4), np.int32([2, 0])),
    "scatter_max": (lambda x, y, i: x.at[i[:, 0]].max(y), normal(3, 4), normal(3, 4), INDICES),
    "scatter_min": (lambda x, y, i: x.at[i[:, 0]].min(y), normal(3, 4), normal(3, 4), INDICES),
    "scatter_max_ties": (lambda x, y, i: x.at[i[:, 0]].max(y), np.ones((3, 4), np.float32), np.ones((3, 4), np.float32), INDICES),
    "sort": (lambda x: jnp.sort(x, 0) ** 2, normal(5, 3)),
    "sort_ties": (lambda x: jnp.sort(x, 1), TIES),
    "sort_pairs": (lambda x, y: lax.sort((x, y), dimension=1, num_keys=1)[1] ** 2, normal(2, 5), normal(2, 5)),
    "top_k": (lambda x: lax.top_k(x, 3)[0] ** 2, normal(2, 6)),
    "argmax": (lambda x: x[jnp.argmax(x)] ** 2, normal(6)),
}

PRODUCTS = {
    "dot": (jnp.dot, normal(2, 3), normal(3, 4)),
    "einsum": (lambda x, y: jnp.einsum("abcd,dceb->aeb", x, y), normal(2, 3, 4, 5), normal(5, 4, 2, 3)),
    "dot_to_f32": (
        lambda x, y: lax.dot(x.astype(jnp.bfloat16), y.astype(jnp.bfloat16), preferred_element_type=jnp.float32),
        np.round(normal(2, 3) * 4) / 4,
        np.round(normal(3, 2) * 4) / 4,
    ),
    "conv": (conv(), normal(2, 5, 4, 3), normal(3, 3, 3, 2)),
    "conv_valid": (conv(padding="VALID", window_strides=(2, 1)), normal(1, 6, 5, 2), normal(2, 3, 2, 3)),
    "conv_channels_first": (conv("NCHW", window_strides=(2, 2)), normal(1, 2, 5, 5), normal(3, 3, 2, 3)),
    "conv_dilated": (conv(rhs_dilation=(2, 1), lhs_dilation=(1, 2), padding=((1, 0), (2, -1))), normal(1, 5, 4, 2), normal(2, 3, 2, 2)),
    "conv_groups": (conv(feature_group_count=2, window_strides=(2, 2)), normal(2, 4, 4, 4), normal(3, 3, 2, 6)),
    "conv_depthwise": (conv(feature_group_count=3), normal(2, 4, 4, 3), normal(3, 3, 1, 6)),
    "conv_batch_groups": (conv(batch_group_count=2), normal(4, 4, 4, 3), normal(3, 3, 3, 4)),
    "conv_transpose": (lambda x, k: lax.conv_transpose(x, k, (2, 2), "SAME"), normal(1, 3, 3, 2), normal(3, 3, 2, 2)),
}

SOLVERS = {
    "cholesky": (lambda a: lax.linalg.cholesky(a @ a.T + jnp.eye(3)), normal(3, 3)),
    "cholesky_of_triangle": (lambda a: lax.linalg.cholesky(a @ a.T + jnp.eye(3), symmetrize_input=False), normal(3, 3)),
    **{
        f"triangular_solve_{left}_{lower}_{transpose}_{unit}": (
            triangular(left_side=left, lower=lower, transpose_a=transpose, unit_diagonal=unit),
            inside(3, 3),
            normal(3, 2) if left else normal(2, 3),
        )
        for left in (True, False)
        for lower in (True, False)
        for transpose in (True, False)
        for unit in (True, False)
    },
}

REDUCTIONS = {
    "sum": (lambda x: jnp.sum(x, (0, 2)) ** 2, normal(2, 3, 4)),
    "max": (lambda x: jnp.max(x, 1), TIES),
    "min": (lambda x: jnp.min(x, 1), TIES),
    "prod": (lambda x: jnp.prod(x, 1), TIES),
    "prod_of_many": (lambda x: jnp.prod(x, (0, 2)), positive(3, 2, 3)),
    "logsumexp": (lambda x: jax.nn.logsumexp(x, 1), normal(3, 4)),
    "softmax": (lambda x: jax.nn.softmax(x) ** 2, normal(3, 4)),
    "var": (lambda x: jnp.var(x, 0) + jnp.std(x, 0), normal(5, 3)),
    "norm": (lambda x: jnp.linalg.norm(x, axis=1), normal(3, 4)),
    "median": (jnp.median, normal(7)),
    "mean_pool": (lambda x: pool(x, lax.add, 0.0, (1, 2, 3, 1), (1, 2, 1, 1), "SAME"), normal(1, 5, 5, 2)),
    "max_pool": (lambda x: pool(x, lax.max, -np.inf, (1, 3, 2, 1), (1, 2, 2, 1), "SAME"), normal(1, 5, 5, 2)),
    "max_pool_ties": (lambda x: pool(x, lax.max, -np.inf, (1, 2), (1, 1), "VALID"), TIES),
    "min_pool": (lambda x: pool(x, lax.min, np.inf, (2, 2), (2, 2), "VALID"), normal(5, 5)),
    "max_pool_gradient": (
        lambda x, g: jax.vjp(lambda x: pool(x, lax.max, -np.inf, (2, 2), (2, 2), "VALID"), x)[1](g)[0] ** 2,
        normal(4, 4),
        normal(2, 2),
    ),
    "cumsum": (lambda x: jnp.cumsum(x, 1) ** 2, normal(2, 7)),
    "cumprod": (lambda x: jnp.cumprod(x, 1), positive(2, 5)),
    "cummax": (lambda x: lax.cummax(x, 1), normal(2, 7)),
    "cumlogsumexp": (lambda x: lax.cumlogsumexp(x, 1), normal(2, 5)),
}

CONTROL = {
    "scan": (scanned, normal(5, 3), normal(3, 3)),
    "scan_twice": (scanned_twice, normal(3, 2), normal(4, 2)),
    "fori_loop": (lambda x: lax.fori_loop(2, 7, lambda i, y: jnp.sin(y) * x + i, x), normal(3)),
    "scan_over_batch": (jax.vmap(scanned, (0, None)), normal(2, 3, 3), normal(3, 3)),
    "map": (lambda x: lax.map(lambda row: jnp.prod(row) * row, x), positive(4, 3)),
    "scan_of_nothing": (lambda x: lax.scan(lambda h, _: (h * x, h), x, None, length=0), normal(3)),
    "cond": (lambda x, y: lax.cond(x.sum() > 0, lambda: x * y, lambda: jnp.sin(x)), normal(3), normal(3)),
    "switch": (lambda i, x, y: lax.switch(i, [lambda: x, lambda: x * y, lambda: y], ), np.int32(1), normal(3), normal(3)),
    "checkpoint": (jax.checkpoint(lambda x: jnp.sin(jnp.sin(x) * x)), normal(3)),
    "call": (lambda x: jax.jit(jnp.sin)(jax.jit(jnp.sin)(x)), normal(3)),
    "associative_scan": (lambda x: lax.associative_scan(jnp.multiply, x), positive(7)),
}

GROUPS = {
    "elementwise": (ELEMENTWISE, "cpu"),
    "movement": (MOVEMENT, "cpu"),
    "products": (PRODUCTS, "cpu"),
    # For the CPU they are calls of LAPACK.
    "solvers": (SOLVERS, "tpu"),
    "reductions": (REDUCTIONS, "cpu"),
    "control": (CONTROL, "cpu"),
}


@pytest.mark.parametrize("group", GROUPS)
def test_gradients_are_those_of_jax(group: str) -> None:
    cases, platform = GROUPS[group]
    check(cases, platform)


def test_in_double_precision() -> None:
    with jax.enable_x64(True):
        check({"scan": (scanned, normal(5, 3).astype(np.float64), normal(3, 3).astype(np.float64))})


@pytest.mark.parametrize("name", ["page", "cnn", "transformer", "lstm", "vae"])
def test_gradients_of_models_are_those_of_jax(name: str) -> None:
    case = flax_steps.cases()[name]
    graphdef, params, rest = flax_nnx.split(case.model(flax_nnx.Rngs(params=0, dropout=1)), flax_nnx.Param, ...)
    leaves, structure = jax.tree.flatten(params)
    leaves = [np.asarray(leaf) for leaf in leaves]

    def loss(*leaves: Any) -> Any:
        model = flax_nnx.merge(graphdef, jax.tree.unflatten(structure, leaves), rest, copy=True)
        return case.loss(model, case.x, case.y)

    check({name: (loss, *leaves)})


def test_values_that_are_not_differentiated() -> None:
    def loss(x: Any, step: Any) -> Any:
        return jnp.sum(x**2) * step, {"largest": jnp.max(x), "next": step + 1}

    x, step = normal(4), np.int32(3)
    (value, aux), gradient = jax.value_and_grad(loss, has_aux=True)(x, step)
    program = nnx.Program.parse(jax.jit(loss).lower(x, step).as_text())
    with pytest.raises(nnx.InvalidArgumentError, match="@main returns 3 values: `has_aux`"):
        program.value_and_grad()
    with pytest.raises(nnx.InvalidArgumentError, match="argument 1 of @main is tensor<i32>"):
        program.value_and_grad([0, 1], has_aux=True)
    with pytest.raises(ValueError, match="wrt names inputs by their places"):
        program.value_and_grad(-1)
    differentiated = program.value_and_grad(has_aux=True)
    assert [output.shape for output in differentiated.outputs] == [(), (), (), (4,)]
    found = differentiated(x, step)
    for ours, theirs in zip(found, [value, aux["largest"], aux["next"], gradient]):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_a_loop_of_unknown_length_is_named() -> None:
    def loss(x: Any) -> Any:
        return lax.while_loop(lambda x: x < 100, lambda x: x * x, x)

    program = nnx.Program.parse(jax.jit(loss).lower(np.float32(2)).as_text())
    with pytest.raises(nnx.UnimplementedError, match="stablehlo.while has no gradient: the number of its iterations"):
        program.value_and_grad()
