"""nnx.grad and nnx.value_and_grad against JAX's."""

import numpy as np
import pytest

import libnnx as nnx
import libnnx.numpy as jnp
from libnnx import Program

jax = pytest.importorskip("jax")
import jax.numpy as jaxnp  # noqa: E402


def run(function, *arguments):
    return Program.trace(function, *arguments)(*[each for each in arguments if isinstance(each, np.ndarray)])


def floats(*shape):
    return np.random.default_rng(sum(shape)).uniform(0.5, 2, shape).astype("float32")


LOSSES = {
    "mse": lambda n, x: ((x - 1) ** 2).mean(),
    "matmul": lambda n, x: (x @ x.T).sum(),
    "exp and log": lambda n, x: (n.exp(x) * n.log(x)).sum(),
    "softmax": lambda n, x: (n.exp(x) / n.exp(x).sum(-1, keepdims=True))[..., 0].sum(),
    "where": lambda n, x: n.where(x > 1, x * x, n.sin(x)).sum(),
    "index": lambda n, x: (x[0] * x[1, 2] + x[:, ::-1][2]).sum(),
    "gather": lambda n, x: (x[np.array([0, 0, 2])] ** 3).sum(),
    "max": lambda n, x: x.max(0).sum(),
    "std": lambda n, x: x.std(0).sum(),
    "concatenate": lambda n, x: (n.concatenate([x, 2 * x], 1) ** 2).sum(),
    "division": lambda n, x: (1 / x + x / 3).sum(),
    "tanh": lambda n, x: n.tanh(x).prod(),
    "power": lambda n, x: (x**-2 + x**0.5 + 2**x).sum(),
}


@pytest.mark.parametrize("name", LOSSES)
def test_gradients_are_jaxs(name):
    x = floats(3, 4)
    expected = jax.value_and_grad(lambda v: LOSSES[name](jaxnp, v))(jaxnp.asarray(x))
    found = run(nnx.value_and_grad(lambda v: LOSSES[name](jnp, v)), x)
    for one, other in zip(found, expected):
        np.testing.assert_allclose(one, other, 2e-5, 2e-6)


def test_a_scan_has_a_gradient():
    def loss(scan, n, x):
        carry, ys = scan(lambda c, r: (n.tanh(c + r), c * r), n.zeros(4), x)
        return (carry * ys).sum()

    x = floats(3, 4)
    expected = jax.grad(lambda v: loss(jax.lax.scan, jaxnp, v))(jaxnp.asarray(x))
    found = run(nnx.grad(lambda v: loss(lambda f, c, xs: nnx.scan(f)(c, xs), jnp, v)), x)
    np.testing.assert_allclose(found[0], expected, 2e-5, 2e-6)


def test_argnums_trees_and_aux():
    x, y = floats(2), floats(3)

    def loss(a, tree):
        return (a**2).sum() * (tree["y"][0] ** 3).sum(), {"a": a + 1}

    def both(a, b):
        return nnx.value_and_grad(loss, argnums=(0, 1), has_aux=True)(a, {"y": (b,)})

    (value, aux), (by_a, by_tree) = jax.value_and_grad(loss, argnums=(0, 1), has_aux=True)(x, {"y": (y,)})
    found = run(both, x, y)
    for one, other in zip(found, (value, aux["a"], by_a, by_tree["y"][0])):
        np.testing.assert_allclose(one, other, 2e-6)
    found = run(lambda a, b: nnx.grad(loss, argnums=-2, has_aux=True)(a, {"y": [b]}), x, y)
    np.testing.assert_allclose(found[0], by_a, 2e-6)
    np.testing.assert_allclose(found[1], aux["a"])


def test_stop_gradient():
    x = floats(4)
    found = run(nnx.grad(lambda v: (v * nnx.stop_gradient({"v": v * v})["v"]).sum()), x)
    np.testing.assert_allclose(found[0], x * x, 1e-6)
    assert nnx.stop_gradient(3.0) == 3.0


class Model(nnx.Module):
    def __init__(self):
        self.kernel = nnx.Param(floats(2, 3))
        self.bias = nnx.Param(floats(3))
        self.seen = nnx.BatchStat(np.zeros(3, "float32"))

    def __call__(self, x):
        y = x @ self.kernel + self.bias
        self.seen.value = y.mean(0)
        return y


def leaves(*models):
    return [leaf.value.numpy() for model in models for leaf in nnx.state(model).leaves()]


def expected_gradients(model, x):
    def loss(params):
        return ((x @ params["kernel"] + params["bias"]) ** 2).mean()

    return jax.value_and_grad(loss)({"kernel": model.kernel.value.numpy(), "bias": model.bias.value.numpy()})


def test_gradients_by_an_object_are_a_state(held):
    model, x = Model(), floats(5, 2)

    def step(model, x):
        loss, grads = nnx.value_and_grad(lambda m: (m(x) ** 2).mean())(model)
        assert isinstance(grads, nnx.State) and grads.paths() == [("bias",), ("kernel",)]
        assert isinstance(grads["kernel"], nnx.Param) and type(grads["kernel"].value) is nnx.Value
        return loss, grads

    program = Program.trace(step, model, x)
    found = dict(zip([each.name for each in program.outputs], program(*leaves(model), x)))
    value, grads = expected_gradients(model, x)
    np.testing.assert_allclose(found["outputs/0"], value, 1e-6)
    np.testing.assert_allclose(found["states/0/kernel"], grads["kernel"], 1e-5)
    np.testing.assert_allclose(found["states/0/bias"], grads["bias"], 1e-5)
    assert found["objects/0/seen"].any(), "what the loss changed stays changed"


def test_filters_states_and_several_objects():
    model, x = Model(), floats(5, 2)
    value, grads = expected_gradients(model, x)

    def loss(m):
        return (m(x) ** 2).mean()

    def of(function):
        program = Program.trace(function, model)
        return dict(zip([each.name for each in program.outputs], program(*leaves(model))))

    found = of(lambda m: nnx.grad(loss, wrt=nnx.PathContains("bias"))(m))
    assert [name for name in found if name.startswith("states")] == ["states/0/bias"]
    found = of(lambda m: nnx.grad(loss, argnums=nnx.DiffState(0, nnx.PathContains("kernel")))(m))
    np.testing.assert_allclose(found["states/0/kernel"], grads["kernel"], 1e-5)
    found = of(lambda m: nnx.grad(lambda pair: loss(pair[0]))((m,)))
    np.testing.assert_allclose(found["states/0/0/kernel"], grads["kernel"], 1e-5)
    found = of(lambda m: nnx.grad(lambda m, s: loss(m) * s.sum(), argnums=(0, 1))(m, jnp.ones(2))[0])
    np.testing.assert_allclose(found["states/0/bias"], 2 * grads["bias"], 1e-5)

    graphdef, params, rest = nnx.split(model, nnx.Param, ...)

    def functional(params):
        return nnx.value_and_grad(lambda p: loss(nnx.merge(graphdef, p, rest)))(params)

    program = Program.trace(functional, params)
    found = dict(zip([each.name for each in program.outputs], program(*(leaf.value.numpy() for leaf in params.leaves()))))
    np.testing.assert_allclose(found["outputs/0"], value, 1e-6)
    np.testing.assert_allclose(found["states/0/kernel"], grads["kernel"], 1e-5)


def test_what_is_no_loss_says_so():
    model, x = Model(), floats(5, 2)
    with pytest.raises(nnx.InvalidArgumentError, match="take its mean"):
        Program.trace(nnx.grad(lambda m: m(x)), model)
    with pytest.raises(TypeError, match=r"\(loss, aux\)"):
        Program.trace(nnx.grad(lambda m: m(x).mean(), has_aux=True), model)
    with pytest.raises(TypeError, match="gave a tuple, and a loss is a single float; with has_aux=True"):
        Program.trace(nnx.grad(lambda m: (m(x).mean(), m(x))), model)
    with pytest.raises(nnx.InvalidArgumentError, match="not floats"):
        run(nnx.grad(lambda v: (v * 1.0).sum()), np.arange(3, dtype="int32"))
    with pytest.raises(ValueError, match="argnums has 2"):
        run(nnx.grad(lambda v: v.sum(), argnums=2), floats(3))
    with pytest.raises(nnx.UnimplementedError):
        run(nnx.grad(lambda v: nnx.while_loop(lambda c: c < 3, lambda c: c * 2, v)), np.array(1, "float32"))


def test_outside_of_a_trace_it_is_traced_and_run_at_once():
    model, x = Model(), floats(5, 2)
    expected, by = expected_gradients(model, x)
    (loss, y), grads = nnx.value_and_grad(lambda m, x: ((m(x) ** 2).mean(), m(x)), has_aux=True)(model, x)
    np.testing.assert_allclose(np.asarray(loss), expected, 1e-6)
    np.testing.assert_allclose(np.asarray(grads["kernel"].value), by["kernel"], 1e-5)
    assert np.asarray(y).shape == (5, 3) and np.asarray(model.seen.value).any()
    inside = nnx.jit(lambda m, x: nnx.grad(lambda m: (m(x) ** 2).mean())(m))(model, x)
    np.testing.assert_array_equal(np.asarray(inside["kernel"].value), np.asarray(grads["kernel"].value))
    error = KeyError("mine")

    def fails(model):
        raise error

    with pytest.raises(KeyError) as caught:
        nnx.grad(fails)(model)
    assert caught.value is error
