"""Nothing leaks and nothing is dropped too early: many calls, other threads, forks, finalizers, a debugging allocator."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import textwrap
import threading
import weakref
from pathlib import Path

import jax
import jax.numpy as jnp
import pytest

nnx = pytest.importorskip("flax.nnx")
import optax
from object_graphs import Pair

import libnnx.flax
from libnnx.flax import _bind, _functions, _native

CALLS = int(os.environ.get("LIBNNX_CALLS", "15000"))  # of each kind; with 55000 they are more than a million


class Model(nnx.Module):
    def __init__(self):
        self.kernel = nnx.Param(jnp.ones(2), tag="x")
        self.shared = self.kernel
        self.layers = nnx.List([nnx.BatchStat(jnp.zeros(1)), nnx.data({"a": nnx.Param(jnp.ones(1))})])
        self.pair = nnx.data(Pair(nnx.Param(jnp.ones(1)), [jnp.ones(2), None]))
        self.state = nnx.data(nnx.State({"x": nnx.Param(jnp.ones(1))}))
        self.me = self
        self.name = "model"


def of_optax():
    return nnx.Optimizer(Model(), optax.adam(1e-3), wrt=nnx.BatchStat)


def calls():
    """Each function, with what takes each of its ways, errors and fallbacks among them."""
    model, graph = Model(), nnx.graphlib
    graphdef, state = nnx.split(model)
    params, rest = nnx.split(model, nnx.Param, ...)[1:]
    raw, new = nnx.to_pure_dict(state), jax.tree.map(lambda x: x, state)
    other = nnx.map_state(lambda path, leaf: nnx.Variable(jnp.ones(1), note=[1]), state)
    outer = graph.RefMap()
    graph.flatten(model, ref_index=outer)
    again, leaves = graph.flatten(model, ref_index=graph.RefMap(), ref_outer_index=outer, with_paths=False)
    known = graph.IndexMap.from_refmap(outer)
    plain = graph.flatten(model, with_paths=False)[1]
    natives = _functions

    def outside():
        natives.unflatten(again, leaves, index_ref=graph.IndexMap(), outer_index_outer_ref=known)

    def popped():
        model.intermediate = nnx.Intermediate(jnp.ones(1))
        natives.pop(model, nnx.Intermediate)

    return [
        lambda: natives.merge(graphdef, state),
        lambda: natives.merge(graphdef, rest, params),
        lambda: natives.merge(graphdef, raw),
        lambda: natives.merge(graphdef, state, copy=True),
        lambda: natives.merge(graphdef, nnx.to_flat_state(state)),
        lambda: natives.update(model, state),
        lambda: natives.update(model, params, rest),
        lambda: natives.update(model, new),
        lambda: natives.update(model, other),
        lambda: natives.unflatten(graphdef, plain),
        outside,
        popped,
        lambda: natives.clone(model),
        lambda: natives.clone(model, variables=False),
        lambda: natives.split(model, nnx.Param, ...),
        lambda: natives.state(model, nnx.Param),
        lambda: natives.graphdef(model),
        lambda: natives.flatten(model, ref_index=graph.RefMap(), ref_outer_index=outer, with_paths=False),
        lambda: list(natives.iter_graph(model)),
        lambda: pytest.raises(ValueError, natives.merge, graphdef, plain[:-1]),
        lambda: pytest.raises(TypeError, natives.merge, graphdef),
    ]


@pytest.mark.parametrize("place", range(len(calls())))
def test_no_growth(place):
    call = calls()[place]
    slow = place == 11 or place >= len(calls()) - 3  # Flax sets an attribute, or does it all
    gc.collect()
    gc.freeze()  # what was there before need not be looked at again and again

    def many(count):
        for index in range(count):
            call()
            if index % 1000 == 0:
                gc.collect()
        gc.collect()
        return len(gc.get_objects()), sys.getallocatedblocks()

    rounds = CALLS // 20 if slow else CALLS
    many(2000)
    objects, blocks = many(10)
    later_objects, later_blocks = many(rounds)
    gc.unfreeze()
    assert later_objects - objects < 50
    assert later_blocks - blocks < 200


def test_references_to_leaves_and_statics_are_given_back():
    """The counts of every object of a graph are as before, after calls and when their results are gone."""
    model = Model()
    graphdef, state = nnx.split(model)
    raw = nnx.to_pure_dict(state)
    optimizer = of_optax()

    def counts():
        gc.collect()
        values = [value for _, value in nnx.iter_graph((model, optimizer))] + jax.tree.leaves(state)
        values += [value.get_metadata() for value in values if isinstance(value, nnx.Variable)]
        return [sys.getrefcount(value) for value in values]

    def work():
        for _ in range(100):
            merged = libnnx.flax.merge(graphdef, state)
            libnnx.flax.update(merged, state)
            libnnx.flax.merge(graphdef, raw)
            copy = libnnx.flax.clone((model, optimizer))
            libnnx.flax.update(copy, nnx.state((model, optimizer)))
            del merged, copy

    work()  # what is remembered from call to call is remembered now
    before = counts()
    work()
    assert [abs(after - was) <= 1 for after, was in zip(counts(), before)] == [True] * len(before)


def test_a_merged_graph_dies_with_its_last_reference():
    model = Model()
    model.me = None
    merged = libnnx.flax.merge(*nnx.split(model))
    gone = weakref.ref(merged)
    del merged
    gc.collect()
    assert gone() is None


def test_finalizers_that_use_the_library():
    """What an update drops may run Python code, which may call the library again."""
    seen = []

    class Dying:
        def __init__(self, model):
            self.model = model

        def __del__(self):
            seen.append(nnx.to_flat_state(libnnx.flax.state(self.model)).paths)
            libnnx.flax.update(self.model, libnnx.flax.state(self.model))

    model, helper = Model(), Model()
    for _ in range(10):
        model.kernel.set_raw_value(Dying(helper))
        libnnx.flax.update(model, {"kernel": nnx.Param(jnp.zeros(2))})
    assert len(seen) == 10 and len(set(seen)) == 1
    assert float(model.kernel[0]) == 0.0


def test_equality_that_changes_the_graph():
    """Metadata are compared by the user's own `__eq__`, which may do anything."""

    class Odd:
        def __init__(self, model):
            self.model = model

        def __eq__(self, other):
            gc.collect()
            if "kernel" in vars(self.model):
                del self.model.kernel
            return False

        __hash__ = None

    model = Model()
    model.kernel.set_metadata(odd=Odd(model))
    state = nnx.State({"kernel": nnx.Param(jnp.zeros(2), tag="x", odd=Odd(model))})
    libnnx.flax.update(model, state)
    assert "kernel" not in vars(model)
    assert float(model.shared[0]) == 0.0


class Thief:
    """A node whose function takes something out of the graph."""

    def __init__(self):
        self.steal = None


def _flatten_thief(thief):
    if thief.steal is not None:
        thief.steal()
    return [("x", 1)], "thief"


nnx.graphlib.register_graph_node_type(
    Thief, _flatten_thief, setattr, delattr, lambda metadata: Thief(), lambda node: None, lambda node, items: None
)


def test_metadata_that_go_during_a_walk_are_held_until_it_is_over():
    class Tag:
        pass

    module = nnx.Module()
    module.a = nnx.Param(jnp.ones(1), tag=Tag())
    module.b = nnx.data(Thief())
    libnnx.flax.split(module)  # known by now: what comes is compared with it
    alive = []

    def steal():
        module.b.steal = None
        tag = weakref.ref(module.a.get_metadata("tag"))
        module.a.set_metadata("tag", None)
        alive.append(tag() is not None)

    module.a.set_metadata("tag", Tag())
    module.b.steal = steal
    libnnx.flax.reset_stats()
    libnnx.flax.graphdef(module)
    assert libnnx.flax.stats().native == {"graphdef": 1}
    assert alive[0]


def test_what_is_bound_and_given_is_checked():
    """The natives are for libnnx's own calls, but no arguments end the process."""
    native = _native.module
    names = _bind.names()
    for name in ("GraphDef", "NodeDef", "Tracer", "ndarray"):
        with pytest.raises(TypeError, match="bind.. needs a class, and got a `int`"):
            native.bind(names | {name: 3})
    with pytest.raises(KeyError, match="Variable"):
        native.bind({})
    model = Model()
    for filters in (3, None, [nnx.Param], object()):
        assert native.split(model, filters) is _native.FALLBACK
    graphdef, state = libnnx.flax.split(model)
    assert graphdef == nnx.graphdef(model) and len(nnx.to_flat_state(state)) > 0


def test_threads():
    models = [Model() for _ in range(4)]
    shared = Model()
    graphdef, state = nnx.split(shared)
    errors = []

    def work(model):
        try:
            for _ in range(300):
                taken = libnnx.flax.split(model)
                merged = libnnx.flax.merge(*taken)
                libnnx.flax.update(model, libnnx.flax.state(merged))
                libnnx.flax.merge(graphdef, state, copy=True)
                libnnx.flax.update(shared, state)
        except BaseException as error:
            errors.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work, args=(model,)) for model in models]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert errors == []
    for model in models:
        assert model.shared is model.kernel and model.me is model


def test_fork():
    model = Model()
    graphdef, state = nnx.split(model)
    libnnx.flax.merge(graphdef, state)
    program = """
        import os, sys
        sys.path.insert(0, {tests!r})
        import test_references as tests
        import libnnx.flax
        from flax import nnx
        model = tests.Model()
        graphdef, state = nnx.split(model)
        libnnx.flax.merge(graphdef, state)
        child = os.fork()
        libnnx.flax.reset_stats()
        for _ in range(1000):
            libnnx.flax.update(libnnx.flax.merge(graphdef, state), state)
        native = libnnx.flax.stats().native
        assert native == {{"merge": 1000, "update": 1000}}, native
        if child == 0:
            os._exit(7)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    """
    run(program)


def test_a_debugging_allocator():
    """Memory that is used after it was freed has other contents there, and a wrong count ends the process."""
    program = """
        import sys
        sys.path.insert(0, {tests!r})
        import test_references as tests
        for call in tests.calls():
            for _ in range(20):
                call()
        tests.test_finalizers_that_use_the_library()
        tests.test_equality_that_changes_the_graph()
    """
    run(program, "-X", "dev", PYTHONMALLOC="debug")


def run(program, *options, **environment):
    text = textwrap.dedent(program.format(tests=str(Path(__file__).parent)))
    command = [sys.executable, *options, "-W", "ignore", "-c", text]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-4000:]
