"""`sow`, `perturb` and `capture` keep what Flax's keep, and give the gradients that Flax's give."""

from __future__ import annotations

import threading
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx as flax_nnx

import libnnx as nnx

X = np.random.default_rng(0).normal(size=(3, 2)).astype("float32")


def model_of(lib: Any) -> Any:
    class Block(lib.Module):
        def __init__(self, rngs: Any) -> None:
            self.linear = lib.Linear(2, 2, rngs=rngs)

        def __call__(self, x: Any) -> Any:
            x = self.linear(x)
            self.sow(lib.Intermediate, "hidden", x)
            self.sow(lib.Intermediate, "total", 2 * x[0, 0], init_fn=lambda: 0.0, reduce_fn=lambda a, b: a + b)
            self.sow(lib.Intermediate, "pair", {"twice": 2 * x, "nothing": None}, reduce_fn=lambda _, new: new)
            return self.perturb("at", x)

    class Model(lib.Module):
        def __init__(self, rngs: Any) -> None:
            self.first = Block(rngs)
            self.blocks = lib.List([Block(rngs)])

        def __call__(self, x: Any) -> Any:
            return self.blocks[0](self.first(self.first(x)))

    return Model(lib.Rngs(0))


def leaves(state: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], tuple[str, Any]]:
    """Each array with its path and Variable type; what Flax has as a tuple in a Variable, by index."""
    if isinstance(state, (dict, flax_nnx.State, nnx.State)):
        found: dict[Any, Any] = {}
        for key, below in state.items():
            found |= leaves(below, (*path, key))
        return found

    def parts(value: Any, at: tuple[Any, ...]) -> dict[Any, Any]:
        if isinstance(value, (tuple, list, dict)):
            each = value.items() if isinstance(value, dict) else enumerate(value)
            return {place: leaf for key, part in each for place, leaf in parts(part, (*at, key)).items()}
        return {} if value is None else {at: (kind, np.asarray(value))}

    kind = state.type.__name__ if isinstance(state, nnx.Variable) else type(state).__name__
    return parts(state.get_value(), path)


def check(found: Any, wanted: Any) -> None:
    ours, flaxs = leaves(found), leaves(wanted)
    assert sorted(ours, key=str) == sorted(flaxs, key=str) and ours
    for path, (kind, value) in flaxs.items():
        assert ours[path][0] == kind
        np.testing.assert_allclose(ours[path][1], value, rtol=1e-5, atol=1e-5, err_msg=str(path))


def test_values_are_captured_under_the_paths_of_their_modules():
    model, flaxs = model_of(nnx), model_of(flax_nnx)
    before = nnx.graphdef(model)
    result, found = nnx.capture(model, nnx.Intermediate)(X)
    expected, wanted = flax_nnx.capture(flaxs, flax_nnx.Intermediate)(X)
    check(found, wanted)
    np.testing.assert_allclose(result, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(found["first"]["hidden"][1], found["first"]["hidden"][1].value)
    assert nnx.graphdef(model) == before
    # In a step, where values are traced; as a decorator over a function; with several types.
    _, found = nnx.jit(lambda model, x: nnx.capture(model, nnx.Intermediate)(x))(model, X)
    check(found, wanted)
    run = nnx.capture(nnx.Perturbation, nnx.Intermediate)(lambda model, x: model(x))
    _, perturbations, found = run(model, X)
    check(found, wanted)
    zeros = {("first", "at"), ("blocks", 0, "at")}
    assert set(leaves(perturbations)) == zeros and not any(value.any() for _, value in leaves(perturbations).values())
    # A method of a Module below; without types there is the result alone.
    check(nnx.capture(model.first.__call__, nnx.Intermediate)(X)[1], flax_nnx.capture(flaxs.first.__call__, flax_nnx.Intermediate)(X)[1])  # fmt: skip
    np.testing.assert_allclose(nnx.capture(model)(X), expected, rtol=1e-5, atol=1e-6)


def gradients_of(lib: Any) -> Any:
    def gradients(model: Any, perturbations: Any, x: Any) -> Any:
        def loss(model: Any, perturbations: Any, x: Any) -> Any:
            y, sown = lib.capture(model, lib.Intermediate, init=perturbations)(x)
            return (y**2).sum(), sown

        return lib.grad(loss, argnums=(0, 1), has_aux=True)(model, perturbations, x)

    return gradients


def test_gradients_by_what_lies_between_are_those_of_flax():
    model, flaxs = model_of(nnx), model_of(flax_nnx)
    _, at = nnx.capture(model, nnx.Perturbation)(X)
    _, flax_at = flax_nnx.capture(flaxs, flax_nnx.Perturbation)(X)
    (wanted, wanted_at), wanted_sown = gradients_of(flax_nnx)(flaxs, flax_at, jnp.asarray(X))
    for run in gradients_of(nnx), nnx.jit(gradients_of(nnx)):
        (found, found_at), sown = run(model, at, X)
        check(found, wanted)
        check(found_at, wanted_at)
        check(sown, wanted_sown)
        check(found_at.merge(sown), flax_nnx.merge_state(wanted_at, wanted_sown))


def test_captured_values_are_what_sowing_goes_on_from():
    model, flaxs = model_of(nnx), model_of(flax_nnx)
    _, found = nnx.capture(model, nnx.Intermediate)(X)
    _, wanted = flax_nnx.capture(flaxs, flax_nnx.Intermediate)(X)
    del found["first"]["pair"], wanted["first"]["pair"], found["blocks"][0]["pair"], wanted["blocks"][0]["pair"]
    _, found = nnx.capture(model, nnx.Intermediate, init=found)(X)
    _, wanted = flax_nnx.capture(flaxs, flax_nnx.Intermediate, init=wanted)(X)
    check(found, wanted)


def test_what_methods_give_is_captured():
    model, flaxs = model_of(nnx), model_of(flax_nnx)
    methods = dict(vars(type(model))), dict(vars(nnx.Linear))
    _, found = nnx.capture(model, nnx.Intermediate, method_outputs=nnx.Intermediate)(X)
    _, wanted = flax_nnx.capture(flaxs, flax_nnx.Intermediate, method_outputs=flax_nnx.Intermediate)(X)
    check(found, wanted)
    assert methods == (dict(vars(type(model))), dict(vars(nnx.Linear)))


def test_without_a_capture_nothing_is_kept():
    model = model_of(nnx)
    before = nnx.split(model)
    assert model.sow(nnx.Intermediate, "hidden", 1.0) is False and model.perturb("at", X) is X
    model(X)
    assert nnx.split(model) == before
    _, found = nnx.capture(model, nnx.Cache)(X)  # a type that nobody sows
    assert found.num_leaves == 0
    # A capture is its thread's own.
    elsewhere = []

    def forward(model: Any, x: Any) -> Any:
        thread = threading.Thread(target=lambda: elsewhere.append(model.sow(nnx.Intermediate, "hidden", x)))
        thread.start()
        thread.join()
        return x

    assert nnx.capture(forward, nnx.Intermediate)(model, X)[1].num_leaves == 0 and elsewhere == [False]


def test_what_cannot_be_captured_is_said():
    model = model_of(nnx)
    with pytest.raises(TypeError, match="the first argument of a captured function is the Module that sows, not a int"):
        nnx.capture(lambda x: x, nnx.Intermediate)(3)
    step = nnx.jit(lambda model, x: model(x))
    step(model, X)
    with pytest.raises(RuntimeError, match="nnx.capture goes inside of the traced function"):
        nnx.capture(step, nnx.Intermediate)(model, X)
    step(model, X)
    with pytest.raises(TypeError, match="^first/name: "):
        nnx.capture(lambda model: model.first.sow(nnx.Intermediate, "name", "text", lambda _, new: new), nnx.Intermediate)(model)  # fmt: skip
    with pytest.raises(ValueError, match="^elsewhere/at: init has a leaf here"):
        nnx.capture(model.first, init=nnx.State({"elsewhere": {"at": nnx.Perturbation(1.0)}}))(X)
    with pytest.raises(KeyError, match="mine"):
        nnx.capture(lambda model: {}["mine"], nnx.Intermediate)(model)
    assert model.sow(nnx.Intermediate, "hidden", 1.0) is False
