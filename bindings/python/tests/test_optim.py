"""Optimizers compared with Optax and Flax: the leaves that they keep, and every number of several steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import libnnx as nnx
from libnnx import optim

optax = pytest.importorskip("optax")
import jax
import jax.numpy as jnp
from flax import nnx as flax_nnx

STEPS = 12
SHAPES = {("blocks", 0, "kernel"): (3, 4), ("blocks", 0, "bias"): (4,), ("scale",): (), ("out", "kernel"): (4, 2)}

TRANSFORMATIONS = {
    "sgd": lambda o: o.sgd(0.1),
    "sgd with momentum": lambda o: o.sgd(0.1, momentum=0.9),
    "sgd with Nesterov's momentum": lambda o: o.sgd(0.1, momentum=0.9, nesterov=True),
    "sgd with a narrow accumulator": lambda o: o.sgd(0.1, momentum=0.9, accumulator_dtype="bfloat16"),
    "sgd with momentum 0": lambda o: o.sgd(0.1, momentum=0.0),
    "adam": lambda o: o.adam(1e-2),
    "adam with other numbers": lambda o: o.adam(1e-2, b1=0.8, b2=0.9, eps=1e-3, eps_root=1e-4),
    "adam without moving averages": lambda o: o.adam(1e-2, b1=0.0, b2=0.0, eps=0.5),
    "nadam": lambda o: o.adam(1e-2, nesterov=True),
    "adam with a narrow mu": lambda o: o.adam(1e-2, mu_dtype="bfloat16"),
    "adamw": lambda o: o.adamw(1e-2),
    "adamw with a strong decay": lambda o: o.adamw(1e-2, weight_decay=0.3),
    "adamw with a scheduled decay": lambda o: o.adamw(1e-2, weight_decay=o.linear_schedule(0.3, 0.0, 5)),
    "adamw without decay": lambda o: o.adamw(1e-2, weight_decay=0.0),
    "clip": lambda o: o.chain(o.clip(0.3), o.sgd(0.1)),
    "clip by global norm": lambda o: o.chain(o.clip_by_global_norm(1.0), o.adam(1e-2)),
    "clip by a norm that is never reached": lambda o: o.chain(o.clip_by_global_norm(1e6), o.sgd(0.1)),
    "scale": lambda o: o.scale(-0.5),
    "scale by learning rate, not flipped": lambda o: o.scale_by_learning_rate(-0.1, flip_sign=False),
    "identity": lambda o: o.identity(),
    "trace": lambda o: o.trace(0.5),
    "chains in chains": lambda o: o.chain(o.chain(o.identity(), o.trace(0.5)), o.chain(o.scale(-0.1))),
    "decayed weights": lambda o: o.chain(o.add_decayed_weights(0.1), o.scale(-0.1)),
    "scale by schedule": lambda o: o.scale_by_schedule(o.exponential_decay(-0.1, 4, 0.5)),
    "a flipped schedule": lambda o: o.scale_by_learning_rate(o.linear_schedule(-0.1, 0.0, 5), flip_sign=False),
    "adam with a cosine": lambda o: o.adam(o.cosine_decay_schedule(1e-2, 8)),
    "adam with a constant schedule": lambda o: o.adam(o.constant_schedule(1e-2)),
    "adam with a warmup": lambda o: o.adam(o.warmup_cosine_decay_schedule(0.0, 1e-2, 3, 9)),
}

SCHEDULES = {
    "constant": lambda o: o.constant_schedule(0.3),
    "linear": lambda o: o.linear_schedule(1.0, 0.1, 20),
    "linear, later": lambda o: o.linear_schedule(0.1, 1.0, 20, 7),
    "linear, without steps": lambda o: o.linear_schedule(0.1, 1.0, 0),
    "linear, before the beginning": lambda o: o.linear_schedule(0.1, 1.0, 10, -5),
    "square": lambda o: o.polynomial_schedule(1.0, 0.1, 2, 20),
    "root": lambda o: o.polynomial_schedule(1.0, 0.1, 0.5, 20, 3),
    "exponential": lambda o: o.exponential_decay(1.0, 10, 0.5),
    "exponential, in stairs, bounded": lambda o: o.exponential_decay(1.0, 10, 0.5, 3, True, 0.2),
    "exponential, rising": lambda o: o.exponential_decay(1.0, 10, 1.5, end_value=2.0),
    "exponential, without a rate": lambda o: o.exponential_decay(1.0, 10, 0.0),
    "cosine": lambda o: o.cosine_decay_schedule(1.0, 30),
    "cosine, to a part, squared": lambda o: o.cosine_decay_schedule(2.0, 30, 0.1, 2.0),
    "warmup, constant": lambda o: o.warmup_constant_schedule(0.0, 1.0, 10),
    "warmup, cosine": lambda o: o.warmup_cosine_decay_schedule(0.1, 1.0, 10, 40, 0.05),
    "warmup, cosine of nothing": lambda o: o.warmup_cosine_decay_schedule(0.1, 0.0, 10, 40, 0.05),
    "joined": lambda o: o.join_schedules(
        [o.constant_schedule(0.5), o.linear_schedule(1.0, 0.0, 10), o.cosine_decay_schedule(1.0, 10)], [5, 20]
    ),
}


def arrays(seed: int, scale: float = 1.0) -> dict[Any, np.ndarray]:
    """An array for each parameter. The scales differ, so that clipping takes hold of some steps only."""
    random = np.random.default_rng(seed)
    return {path: (random.standard_normal(shape) * scale).astype("float32") for path, shape in SHAPES.items()}


def model(library: Any) -> Any:
    """The same parameters, and a statistic that is not trained, in either library."""
    values = arrays(0)

    class Block(library.Module):
        def __init__(self, names: Any) -> None:
            for path in names:
                setattr(self, path[-1], library.Param(values[path]))

    class Model(library.Module):
        def __init__(self) -> None:
            self.blocks = library.List([Block(path for path in SHAPES if path[0] == "blocks")])
            self.scale = library.Param(values["scale",])
            self.out = Block([("out", "kernel")])
            self.seen = library.BatchStat(np.zeros(3, "float32"))

    return Model()


def gradients(seed: int) -> tuple[dict[Any, np.ndarray], nnx.State]:
    new = arrays(seed, 0.1 + seed % 3)
    return new, nnx.State({path: nnx.VariableState(nnx.Param, value) for path, value in new.items()}.items())


def leaves(node: Any, library: Any) -> dict[str, Any]:
    """Type name and array of each leaf, by path."""
    state = library.state(node)
    flat = library.to_flat_state(state)
    return {"/".join(map(str, path)): leaf for path, leaf in flat}


def type_name(leaf: Any) -> str:
    return leaf.type.__name__ if isinstance(leaf, nnx.VariableState) else type(leaf).__name__


def array(leaf: Any) -> np.ndarray:
    return np.asarray(leaf.value.numpy() if isinstance(leaf, nnx.VariableState) else leaf.get_value())


def assert_same(ours: Any, theirs: Any) -> None:
    """Every leaf of the one is there in the other, with nearly the same numbers."""
    mine, flax = leaves(ours, nnx), leaves(theirs, flax_nnx)
    assert list(mine) == list(flax)
    for path, leaf in mine.items():
        found, expected = array(leaf), array(flax[path])
        assert type_name(leaf) == type_name(flax[path]), path
        assert (found.dtype.name, found.shape) == (expected.dtype.name, expected.shape), path
        # A number of a narrow type lies on one side or the other of where it is rounded.
        tolerance = 1e-2 if expected.dtype.name == "bfloat16" else 2e-6
        found, expected = found.astype("float64"), expected.astype("float64")
        np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance * 0.1, err_msg=path)


@pytest.mark.parametrize("name", TRANSFORMATIONS)
def test_every_step_is_that_of_optax(name: str) -> None:
    build = TRANSFORMATIONS[name]
    mine, theirs = model(nnx), model(flax_nnx)
    ours = nnx.Optimizer(mine, build(optim), wrt=nnx.Param)
    flax = flax_nnx.Optimizer(theirs, build(optax), wrt=flax_nnx.Param)
    assert_same(ours, flax)

    def step(model: Any, optimizer: Any, grads: Any) -> None:
        optimizer.update(model, grads)

    # Within a compiled function XLA leaves out that numbers are rounded to a narrow type.
    if "narrow" not in name:
        step = flax_nnx.jit(step)
    for seed in range(1, STEPS + 1):
        new, state = gradients(seed)
        ours.update(mine, state)
        step(theirs, flax, flax_nnx.State.from_flat_path({path: flax_nnx.Param(value) for path, value in new.items()}))
        assert_same(mine, theirs)
        assert_same(ours, flax)


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_is_that_of_optax(name: str) -> None:
    ours, theirs = SCHEDULES[name](optim), SCHEDULES[name](optax)
    for count in [*range(45), 1000, 2**31 - 1]:
        expected = float(theirs(jnp.int32(count)))
        assert ours(count) == pytest.approx(expected, rel=2e-6, abs=1e-7), count


def test_both_forms_and_model_and_optimizer() -> None:
    grads = gradients(1)[1]
    results = []
    for make, call in (
        (lambda model: nnx.Optimizer(model, optim.adam(0.1)), lambda o, model: o.update(grads)),
        (lambda model: nnx.Optimizer(model, optim.adam(0.1), wrt=nnx.Param), lambda o, model: o.update(model, grads)),
        (lambda model: nnx.ModelAndOptimizer(model, optim.adam(0.1)), lambda o, model: o.update(grads)),
    ):
        whole = model(nnx)
        optimizer = make(whole)
        updates = call(optimizer, whole)
        assert updates.paths() == grads.paths()
        assert int(optimizer.step.value) == 1
        results.append(nnx.state(whole))
    assert results[0] == results[1] == results[2]
    keeping = nnx.ModelAndOptimizer(whole, optim.sgd(0.1), wrt=nnx.Param)
    assert keeping.model is whole


def test_an_optimizer_comes_back_from_merge_as_what_it_was() -> None:
    whole = model(nnx)
    optimizer = nnx.Optimizer(whole, optim.adamw(optim.cosine_decay_schedule(0.1, 5)))
    copied_model, copied = nnx.merge(*nnx.split((whole, optimizer)))
    assert type(copied) is nnx.Optimizer and copied.model is copied_model and copied.tx == optimizer.tx
    grads = gradients(1)[1]
    copied.update(grads)
    optimizer.update(grads)
    assert nnx.state(copied) == nnx.state(optimizer)


def test_a_class_of_ones_own_is_an_optimizer() -> None:
    class Counting(nnx.Optimizer):
        def update(self, *arguments: Any) -> Any:
            self.calls = getattr(self, "calls", 0) + 1
            return super().update(*arguments)

    whole = model(nnx)
    optimizer = Counting(whole, optim.sgd(0.1))
    optimizer.update(gradients(1)[1])
    assert optimizer.calls == 1 and int(optimizer.step.value) == 1


def test_only_what_wrt_takes_is_trained() -> None:
    whole = model(nnx)
    before = whole.out.kernel.value
    optimizer = nnx.Optimizer(whole, optim.adam(0.1), wrt=nnx.PathContains("blocks"))
    updates = optimizer.update(whole, gradients(1)[1])
    assert [path[0] for path in updates.paths()] == ["blocks", "blocks"]
    assert whole.out.kernel.value.equal(before)
    assert [path[-1] for path in nnx.state(optimizer.opt_state[0]["mu"]).paths()] == ["bias", "kernel"]


def test_metadata_of_parameters_go_with_their_moments() -> None:
    class Sharded(nnx.Module):
        def __init__(self) -> None:
            self.w = nnx.Param(np.zeros(2, "float32"), out_sharding=("a",), optimizer_sharding=("b",), tag="t")

    optimizer = nnx.Optimizer(Sharded(), optim.trace(0.9))
    assert optimizer.opt_state["trace"]["w"].get_metadata() == {"out_sharding": ("b",), "tag": "t"}


def test_what_is_wrong_is_said() -> None:
    whole = model(nnx)
    grads = gradients(1)[1]
    optimizer = nnx.Optimizer(whole, optim.sgd(0.1), wrt=nnx.Param)
    before = nnx.state(whole)
    with pytest.raises(nnx.InvalidArgumentError, match=r"update\(model, grads\)"):
        optimizer.update(grads)
    with pytest.raises(TypeError, match=r"got \(Model\)"):
        optimizer.update(whole)
    with pytest.raises(nnx.NotFoundError, match="out/kernel: the gradient is missing"):
        optimizer.update(whole, grads.filter(nnx.Not(nnx.PathContains("out"))))
    wrong = nnx.State([(("scale",), nnx.VariableState(nnx.Param, np.zeros(3, "float32")))])
    with pytest.raises(nnx.InvalidArgumentError, match=r"scale: the gradient is float32\[3\], and the parameter"):
        optimizer.update(whole, grads | wrong)
    assert nnx.state(whole) == before
    with pytest.raises(TypeError, match="gradient transformation of libnnx.optim"):
        nnx.Optimizer(whole, optax.sgd(0.1).update)
    with pytest.raises(TypeError, match="learning_rate is a function"):
        optim.adam(lambda step: 0.1)
    with pytest.raises(nnx.InvalidArgumentError, match="neither a number nor a schedule"):
        optim.adam(("sawtooth", 1.0))
    with pytest.raises(nnx.InvalidArgumentError, match="must be positive"):
        optim.cosine_decay_schedule(1.0, 0)
    with pytest.raises(nnx.UnimplementedError, match="mask"):
        optim.adamw(0.1, mask={"out": True})
    with pytest.raises(nnx.InvalidArgumentError, match="a boundary between each two"):
        optim.join_schedules([optim.constant_schedule(1.0)], [3])


def test_a_traced_step_trains_as_optax_does() -> None:
    x = arrays(3)["out", "kernel"]
    transformations = {
        o: o.chain(o.clip_by_global_norm(0.5), o.adamw(o.cosine_decay_schedule(0.1, 4))) for o in (optim, optax)
    }

    class Weights(nnx.Module):
        def __init__(self) -> None:
            self.w = nnx.Param(np.ones(2, "float32"))

    def train(x: Any) -> Any:
        model = Weights()
        optimizer = nnx.Optimizer(model, transformations[optim])
        for _ in range(5):
            loss, grads = nnx.value_and_grad(lambda model: ((x @ model.w - 1) ** 2).mean())(model)
            optimizer.update(grads)
        return loss, model.w[...], optimizer.step[...]

    w = {"w": jnp.ones(2)}
    state = transformations[optax].init(w)
    for _ in range(5):
        loss, grads = jax.value_and_grad(lambda w: ((x @ w["w"] - 1) ** 2).mean())(w)
        updates, state = transformations[optax].update(grads, state, w)
        w = optax.apply_updates(w, updates)
    found = nnx.Program.trace(train, x)(x)
    np.testing.assert_allclose(found[0], loss, rtol=1e-5)
    np.testing.assert_allclose(found[1], w["w"], rtol=1e-5)
    assert found[2] == 5
