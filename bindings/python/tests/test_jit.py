"""nnx.jit: traced once, run as a step, and with Flax's numbers."""

import functools
import gc
import threading
import weakref
from collections import namedtuple

import libnnx as nnx
import libnnx.numpy as jnp
import numpy as np
import pytest
from libnnx import _callback

X = np.array([[1, -2], [0.5, 3], [2, 1]], "float32")
Y = np.array([[0, 1], [2, 3], [4, 5]], "float32")


class Line(nnx.Module):
    def __init__(self):
        self.kernel = nnx.Param(np.array([[1, 2], [3, 4]], "float32"))
        self.bias = nnx.Param(np.array([0.5, -0.5], "float32"))
        self.count = nnx.BatchStat(np.int32(0))

    def __call__(self, x):
        return x @ self.kernel + self.bias


def descend(model, x, y):
    loss, grads = nnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
    model.kernel.value = model.kernel - 0.125 * grads["kernel"].value
    model.bias.value = model.bias - 0.125 * grads["bias"].value
    model.count.value = model.count + 1
    return loss


def same_state(a, b):
    return not nnx.state(a).diff(nnx.state(b))


def test_a_call_trains_in_place_and_is_traced_once():
    traced = []

    @nnx.jit
    def train_step(model, x, y):
        """Trains."""
        traced.append(x)
        return descend(model, x, y)

    model, before = Line(), nnx.state(Line())
    kernel = model.kernel
    old = nnx.state(model)
    losses = [train_step(model, X, Y).item() for _ in range(10)]
    assert losses == sorted(losses, reverse=True) and losses[-1] < losses[0]
    assert len(traced) == 1 and train_step.num_steps == 1
    assert isinstance(traced[0], nnx.Value)
    assert model.kernel is kernel and model.count.value.item() == 10
    assert not old.diff(before)
    train_step(Line(), X, Y)
    assert len(traced) == 1
    train_step(model, X[:1], Y[:1])
    model.training = False
    train_step(model, X, Y)
    assert len(traced) == train_step.num_steps == 3
    assert (train_step.__name__, train_step.__doc__) == ("train_step", "Trains.")


def test_the_numbers_are_those_of_flax():
    pytest.importorskip("flax", reason="the environment has no Flax")
    import jax
    from flax import nnx as fnnx

    class Model(fnnx.Module):
        def __init__(self):
            self.kernel = fnnx.Param(jax.numpy.array([[1, 2], [3, 4]], "float32"))
            self.bias = fnnx.Param(jax.numpy.array([0.5, -0.5], "float32"))
            self.count = fnnx.BatchStat(jax.numpy.int32(0))

        def __call__(self, x):
            return x @ self.kernel[...] + self.bias[...]

    @fnnx.jit
    def flax_step(model, x, y):
        loss, grads = fnnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
        model.kernel[...] = model.kernel[...] - 0.125 * grads["kernel"][...]
        model.bias[...] = model.bias[...] - 0.125 * grads["bias"][...]
        model.count[...] = model.count[...] + 1
        return loss

    ours, theirs, step = Line(), Model(), nnx.jit(descend)
    for _ in range(20):
        found, expected = step(ours, X, Y), flax_step(theirs, X, Y)
        np.testing.assert_allclose(found, expected, rtol=2e-6)
    for path, leaf in nnx.state(ours).flat_items():
        np.testing.assert_allclose(leaf.value, getattr(theirs, path[0])[...], rtol=1e-5)


def test_a_state_goes_in_and_comes_back():
    model = Line()
    graphdef, state = nnx.split(model)
    traced = []

    @nnx.jit
    def step(graphdef, state, x, y):
        traced.append(1)
        model = nnx.merge(graphdef, state)
        loss = descend(model, x, y)
        return nnx.split(model)[1], loss

    other = nnx.jit(descend)
    for _ in range(5):
        state, loss = step(graphdef, state, X, Y)
        assert loss.item() == other(model, X, Y).item()
    assert isinstance(state, nnx.State) and len(traced) == 1
    assert not state.diff(nnx.state(model))
    nnx.update(model, state)


Pair = namedtuple("Pair", "first second")


def test_containers_go_in_and_come_out():
    @nnx.jit
    def f(models, batch, *, scale):
        a, b = models["a"], models["b"][0]
        a.bias.value = a.bias + b.bias
        return {"x": batch[0] * scale, "pair": Pair(batch[1].first + 1, None), "list": [a(batch[0])], "model": a}

    a, b = Line(), Line()
    found = f({"a": a, "b": [b]}, (X, Pair(np.int64(3), None)), scale=2.0)
    assert sorted(found) == ["list", "model", "pair", "x"]
    np.testing.assert_array_equal(found["x"], X * 2)
    assert found["pair"].second is None and found["pair"].first.item() == 4
    assert found["pair"].first.dtype == nnx.int32, "NumPy's 64-bit numbers become 32-bit ones"
    assert found["model"] is a and list(a.bias) == [1, -1]
    np.testing.assert_array_equal(found["list"][0], X @ np.array([[1, 2], [3, 4]], "float32") + [1, -1])
    wide = nnx.Tensor(np.array([1.0]))
    assert nnx.jit(lambda x: x + 1)(wide).dtype == nnx.float64, "a Tensor stays as it is"


def test_static_arguments_are_part_of_what_is_traced():
    seen = []

    def f(x, mode, train=True):
        seen.append((mode, train))
        return x * 2 if train else x

    for jitted in (
        nnx.jit(f, static_argnames=("mode", "train")),
        nnx.jit(f, static_argnums=(1, -1)),
        functools.partial(nnx.jit, static_argnums=(1, 2))(f),
        nnx.jit(static_argnames=["mode", "train"])(f),
    ):
        seen.clear()
        assert jitted(1.5, "a").item() == 3
        assert jitted(1.5, "a", False).item() == 1.5
        assert jitted(1.5, mode="a", train=False).item() == 1.5
        assert jitted(2.5, "a").item() == 5
        assert seen == [("a", True), ("a", False), ("a", False)]
    with pytest.raises(TypeError, match="mode is a str: 'a'.*Name it in static_argnames"):
        nnx.jit(f)(1.0, "a")
    with pytest.raises(TypeError, match="mode is static, and a list is not hashable"):
        nnx.jit(f, static_argnums=1)(1.0, ["a"])
    # Equal, and yet not the same to a function.
    kinds = nnx.jit(lambda x, k: x * (2 if k is True else 3), static_argnums=1)
    assert (kinds(1.0, True).item(), kinds(1.0, 1).item()) == (2, 3)


def test_a_method_is_jitted():
    class Trainer:
        rate = 3.0

        @functools.partial(nnx.jit, static_argnums=0)
        def scaled(self, x):
            return x * self.rate

    trainer = Trainer()
    assert trainer.scaled(2.0).item() == 6
    assert Trainer.scaled(trainer, 2.0).item() == 6


class Mine(Exception):
    pass


def test_an_exception_comes_out_unchanged_and_nothing_has_changed():
    error = Mine("mine")
    fails = [True]

    @nnx.jit
    def step(model, x, y):
        loss = descend(model, x, y)
        model.more = nnx.Param(loss)
        del model.bias
        if fails[0]:
            raise error
        return loss

    model = Line()
    graphdef, state = nnx.split(model)
    with pytest.raises(Mine) as caught:
        step(model, X, Y)
    assert caught.value is error
    assert nnx.graphdef(model) == graphdef and not nnx.state(model).diff(state)
    fails[0] = False
    step(model, X, Y)
    assert not hasattr(model, "bias") and model.more.shape == ()
    with pytest.raises(ValueError, match="matmul: float32.3. and float32.2,2."):
        nnx.jit(lambda model, x: model(x))(Line(), np.ones(3, "float32"))


def test_a_shape_that_does_not_fit_in_an_own_module_is_found_by_its_path():
    class Net(nnx.Module):
        def __init__(self):
            self.lines = nnx.List([Line(), Line()])

        def __call__(self, x):
            return self.lines[1](x)

    net, wide = Net(), np.ones((4, 5), "float32")
    with pytest.raises(nnx.InvalidArgumentError, match=r"^0/lines/1: matmul: float32\[4,5\] and float32") as info:
        nnx.jit(lambda net, x: net(x))(net, wide)
    assert info.value.path == "0/lines/1"
    with pytest.raises(nnx.InvalidArgumentError, match="^1/lines/1: matmul"):
        nnx.jit(lambda other, net, x: nnx.grad(lambda net: net(x).mean())(net))(Line(), net, wide)
    with pytest.raises(nnx.InvalidArgumentError, match="^matmul: ") as info:
        nnx.jit(lambda x: x @ x)(wide)
    assert info.value.path == ""


def test_what_a_function_cannot_give():
    for wrong in ("text", Line(), object()):
        with pytest.raises(TypeError, match="a traced function gives values"):
            nnx.jit(lambda wrong=wrong: wrong)()
    escaped = []
    nnx.jit(lambda x: escaped.append(x))(1.0)
    with pytest.raises((RuntimeError, ValueError), match="a trace that is over"):
        escaped[0] + 1
    with pytest.raises(TypeError, match="nnx.jit takes a function"):
        nnx.jit(3)


def test_modules_outside_of_the_arguments_are_read_only():
    model, other = Line(), Line()
    read = nnx.jit(lambda x: other(x))
    np.testing.assert_array_equal(read(X), nnx.jit(lambda m, x: m(x))(model, X))

    def write(model, x):
        other.bias.value = other.bias + x.sum()

    with pytest.raises(RuntimeError, match="not below its arguments"):
        nnx.jit(write)(model, X)
    assert list(other.bias) == [0.5, -0.5]


def test_inside_of_a_traced_function_it_is_the_function():
    @nnx.jit
    def inner(model, x):
        model.count.value = model.count + 1
        return model(x)

    @nnx.jit
    def outer(model, x):
        return inner(model, x) + inner(model, x)

    model = Line()
    np.testing.assert_array_equal(outer(model, X), 2 * np.asarray(inner(Line(), X)))
    assert model.count.value.item() == 2
    assert (outer.num_steps, inner.num_steps) == (1, 1)


def test_check_finite():
    step = nnx.jit(descend, check_finite=True)
    model = Line()
    before = nnx.state(model)
    with pytest.raises(nnx.NonFiniteError) as caught:
        step(model, X, np.full_like(Y, 3e38))
    assert caught.value.path == "outputs/0"
    assert not nnx.state(model).diff(before)
    step(model, X, Y)
    with pytest.raises(NotImplementedError, match='"cuda" is not supported'):
        nnx.jit(descend, device="cuda")(model, X, Y)


def test_threads_call_one_function():
    step = nnx.jit(descend)
    models = [Line() for _ in range(4)]
    threads = [threading.Thread(target=lambda m=m: [step(m, X, Y) for _ in range(10)]) for m in models]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(model.count.value.item() == 10 and same_state(model, models[0]) for model in models)


def test_nothing_is_kept_alive():
    gc.collect()
    kept = _callback.kept_count()

    def make():
        def f(model, x):
            return model(x) + f.offset

        f.offset = 1.0
        jitted = f.jitted = nnx.jit(f)  # a cycle: f knows what it became
        model = Line()
        jitted(model, X)
        return weakref.ref(f), weakref.ref(model)

    function, model = make()
    gc.collect()
    assert function() is None and model() is None
    assert _callback.kept_count() == kept


def test_a_step_stands_alone():
    model = Line()
    step = nnx.jit(descend).step(model, X, Y)
    assert model.count.value.item() == 0
    assert 'jax.arg_info = "objects/0/bias"' in str(step.program)
    assert step.graphdef == step.out_graphdef
    leaves = nnx.state((model,))
    after, states, (loss,) = step.run(leaves, [], [X, Y])
    assert states == [] and after[(0, "count")].value.item() == 1
    assert loss.item() == nnx.jit(descend)(model, X, Y).item()
    assert not nnx.state((model,)).diff(after)
    same = nnx.Step.from_program(step.program, step.graphdef, [0, 1, 2], [3])
    again, _, _ = same.run(leaves, [], [X, Y])
    assert not again.diff(after) and same.id != step.id


def test_numpy_of_the_package_in_a_step():
    f = nnx.jit(lambda x: jnp.exp(x).sum() + np.sin(x).mean())
    np.testing.assert_allclose(f(X), np.exp(X).sum() + np.sin(X).mean(), rtol=1e-6)
