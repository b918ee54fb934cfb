"""`libnnx.flax.jit` does what `flax.nnx.jit` does: outputs, states, structure, identity, exceptions."""

import copy
import gc
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

nnx = pytest.importorskip("flax.nnx")
import jax.numpy as jnp
import numpy as np
import optax
from jit_programs import (
    REFUSED,
    SCENARIOS,
    Model,
    a_new_attribute,
    batch,
    batch_statistics_and_random_streams,
    donated,
    keys_change,
    sharing_between_arguments,
    static_by_number,
    train_step,
    training,
)
from portrait_of_state import state_of

import libnnx.flax

JITS = {"flax": nnx.jit, "libnnx": libnnx.flax.jit}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.__name__)
def test_it_does_what_flax_does(scenario):
    assert state_of(scenario(libnnx.flax.jit)) == state_of(scenario(nnx.jit))


@pytest.mark.parametrize("scenario", [training, a_new_attribute, sharing_between_arguments], ids=lambda each: each.__name__)
def test_both_do_so_with_the_natives_installed(scenario):
    expected = state_of(scenario(nnx.jit))
    with libnnx.flax.installed():
        assert state_of(scenario(libnnx.flax.jit)) == expected
        assert state_of(scenario(nnx.jit)) == expected


@pytest.mark.parametrize("scenario", REFUSED, ids=lambda each: each.__name__)
def test_it_raises_what_flax_raises(scenario):
    raised = {}
    for name, jit in JITS.items():
        with pytest.raises(Exception) as info:
            scenario(jit)
        raised[name] = type(info.value), str(info.value)
    assert raised["libnnx"] == raised["flax"]


# What Flax's own does not promise.


def test_what_is_unchanged_does_not_come_back():
    model = Model(nnx.Rngs(0))
    frozen = model.linear.kernel.get_raw_value()
    containers = model.__dict__
    libnnx.flax.jit(lambda model, x: model(x))(model, batch()[0])
    assert model.linear.kernel.get_raw_value() is frozen
    assert model.__dict__ is containers and "norm" in containers


def test_the_common_steps_take_the_fast_path():
    libnnx.flax.reset_stats()
    for scenario in (training, donated, static_by_number, batch_statistics_and_random_streams, keys_change):
        scenario(libnnx.flax.jit)
    stats = libnnx.flax.stats()
    assert stats.native["jit"] == 5 + 3 + 5 + 3 + 3
    assert not [reason for reason in stats.fallbacks if reason.startswith("jit")]


def test_a_known_structure_is_read_natively():
    model, x = Model(nnx.Rngs(0)), batch()[0]
    step = libnnx.flax.jit(lambda model, x, n: model(x) * n, static_argnames="n")
    plain = libnnx.flax.jit(lambda model, batch: model(batch["x"]))
    for _ in range(2):
        libnnx.flax.reset_stats()
        step(model, x, n=2)
        plain(model, {"x": x, "unused": [1, (2.0, None)]})
    stats = libnnx.flax.stats()
    assert stats.native == {"jit": 2} and not stats.fallbacks


def test_calls_keep_no_references():
    from libnnx.flax import _native

    class Compiled:
        """Stands for what `jax.jit` makes: the first leaves come back as they are."""

        is_plain, targets = True, (0, 1, 2)

        def compiled(self, *leaves):
            return {self: (list(leaves[:3]), "done")}

    model, data = Model(nnx.Rngs(0)), {"x": np.ones(2), "y": [1.0, 2]}
    structure, compiled = object(), Compiled()
    args, kwargs = (model, data), {"name": np.ones(1)}
    _native.module.jit_learn(args, kwargs, structure)
    found, leaves, variables = _native.module.jit_read(args, kwargs)
    assert found is structure and len(leaves) == len(variables)
    key = model.dropout.rngs.key.get_raw_value()
    kept = [*leaves, *variables, key, data, model, vars(model), structure, compiled]
    del leaves, variables, found

    def count():
        gc.collect()
        return [sys.getrefcount(each) for each in kept], len(gc.get_objects())

    known = {structure: compiled}
    assert _native.module.jit_call(known, args, kwargs) == ("done",)
    references, objects = count()
    for _ in range(10_000):
        _native.module.jit_call(known, args, kwargs)
        _native.module.jit_read(args, kwargs)
    references_after, objects_after = count()
    assert references_after == references
    assert objects_after < objects + 100


def test_an_exception_of_the_compiled_function_gets_out():
    from libnnx.flax import _native

    class Failing:
        def compiled(self, *leaves):
            raise KeyError("out")

    structure, args = object(), (Model(nnx.Rngs(0)),)
    _native.module.jit_learn(args, {}, structure)
    with pytest.raises(KeyError, match="out"):
        _native.module.jit_call({structure: Failing()}, args, {})
    assert _native.module.jit_call({}, args, {}) is None


def test_it_traces_as_often_as_flax():
    counts = []
    for jit in JITS.values():
        traces = []

        def f(model, x, traces=traces):
            traces.append(x.shape)
            return model(x)

        step, model = jit(f), nnx.Linear(2, 2, rngs=nnx.Rngs(0))
        for n in (1, 1, 2, 1):
            step(model, jnp.ones((n, 2)))
        step(nnx.Linear(2, 2, rngs=nnx.Rngs(1)), jnp.ones((1, 2)))
        step(copy.deepcopy(model), jnp.ones((1, 2)))
        counts.append(len(traces))
    assert counts == [2, 2]


def test_the_object_has_what_flaxs_has():
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    step = libnnx.flax.jit(lambda model, x: model(x))
    assert isinstance(step, type(nnx.jit(lambda x: x)))
    assert step.__wrapped__(model, batch()[0]).shape == (4, 2)
    assert step.eval_shape(model, batch()[0]).shape == (4, 2)
    assert "dot_general" in step.lower(model, batch()[0]).as_text()
    assert step.trace(model, batch()[0]).lower().compile()(model, batch()[0]).shape == (4, 2)
    assert step.jitted_fn is not None


def test_it_keeps_no_objects():
    step = libnnx.flax.jit(lambda model, x: model(x))
    model = Model(nnx.Rngs(0))
    step(model, batch()[0])
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_threads_call_at_once():
    step = libnnx.flax.jit(train_step)

    def losses(seed):
        model = Model(nnx.Rngs(seed))
        optimizer = nnx.Optimizer(model, optax.adam(1e-2), wrt=nnx.Param)
        metrics = nnx.MultiMetric(loss=nnx.metrics.Average("loss"))
        return [float(step(model, optimizer, metrics, *batch())) for _ in range(20)]

    seeds = range(4)
    with ThreadPoolExecutor(len(seeds)) as threads:
        assert list(threads.map(losses, seeds)) == list(map(losses, seeds))
