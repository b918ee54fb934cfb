"""What a user changes in a class or in a registry after the library has met it is seen at the next call."""

from __future__ import annotations

import dataclasses

import jax.numpy as jnp
import pytest

nnx = pytest.importorskip("flax.nnx")
import libnnx.flax

graphlib = nnx.graphlib


@pytest.fixture
def model():
    """A model of classes of its own, which the library has met in every function."""

    class Weight(nnx.Param):
        pass

    class Model(nnx.Module):
        def __init__(self):
            self.weight = Weight(jnp.ones(2))
            self.list = nnx.data([Weight(jnp.ones(1))])

    made = Model()
    merged = libnnx.flax.merge(*libnnx.flax.split(made))
    libnnx.flax.update(merged, nnx.to_pure_dict(nnx.state(made)))
    libnnx.flax.update(merged, nnx.state(made))
    libnnx.flax.clone(made)
    libnnx.flax.merge(nnx.graphdef(made), nnx.to_pure_dict(nnx.state(made)))
    libnnx.flax.pop(libnnx.flax.clone(made), nnx.BatchStat)
    return made


def natives(call):
    """How many calls ran natively."""
    libnnx.flax.reset_stats()
    call()
    return sum(libnnx.flax.stats().native.values())


def calls(model):
    graphdef, state = nnx.split(model)
    raw = nnx.to_pure_dict(state)
    return {
        "set_raw_value": lambda: libnnx.flax.update(model, raw),
        "update_from_state": lambda: libnnx.flax.update(model, state),
        "_check_can_update": lambda: libnnx.flax.update(model, state),
        "__setattr__": lambda: libnnx.flax.update(model, state),
        "copy": lambda: libnnx.flax.clone(model),
        "from_metadata": lambda: libnnx.flax.merge(graphdef, raw),
        "_new": lambda: libnnx.flax.merge(graphdef, raw),
        "get_raw_value": lambda: libnnx.flax.clone(model),
        "get_metadata": lambda: libnnx.flax.clone(model),
    }


@pytest.mark.parametrize("base", [False, True])
@pytest.mark.parametrize("name", list(calls(nnx.Module())))
def test_a_method_of_a_variable(model, monkeypatch, name, base):
    """Patched in the class itself or in Flax's own: it is called, as often as by Flax."""
    called = []
    kind = nnx.Variable if base else type(model.weight)
    call = calls(model)[name]
    assert natives(call) == 1
    inherited = getattr(nnx.Variable, name)

    def method(*arguments, **options):
        called.append(name)
        return getattr(inherited, "__func__", inherited)(*arguments, **options)

    monkeypatch.setattr(kind, name, classmethod(method) if name in ("from_metadata", "_new") else method)
    assert natives(call) == 0
    assert called
    monkeypatch.undo()
    assert natives(call) == 1


@pytest.mark.parametrize("name", ["create_empty", "init"])
def test_an_entry_of_the_registry_of_nodes(model, monkeypatch, name):
    graphdef, state = nnx.split(model)
    entry, called = graphlib.GRAPH_REGISTRY[type(model)], []

    def function(*arguments):
        called.append(name)
        return getattr(entry, name)(*arguments)

    monkeypatch.setitem(graphlib.GRAPH_REGISTRY, type(model), dataclasses.replace(entry, **{name: function}))
    libnnx.flax.merge(graphdef, state)
    assert called == [name]
    monkeypatch.undo()
    assert natives(lambda: libnnx.flax.merge(graphdef, state)) == 1


def test_an_entry_of_the_registry_of_pytrees(model, monkeypatch):
    graphdef, state = nnx.split(model)
    entry = graphlib.PYTREE_REGISTRY[list]
    replaced = dataclasses.replace(entry, unflatten=lambda nodes, metadata: ["replaced"])
    monkeypatch.setitem(graphlib.PYTREE_REGISTRY, list, replaced)
    assert libnnx.flax.merge(graphdef, state).list == ["replaced"]


def test_a_function_that_takes_leaves_out(model, monkeypatch):
    entry, called = graphlib.GRAPH_REGISTRY[type(model)], []

    def pop_key(node, key):
        called.append(key)
        return entry.pop_key(node, key)

    monkeypatch.setitem(graphlib.GRAPH_REGISTRY, type(model), dataclasses.replace(entry, pop_key=pop_key))
    popped = libnnx.flax.pop(model, nnx.PathContains("weight"))
    assert called == ["weight"] and list(popped) == ["weight"]


def test_a_property_under_the_name_of_an_attribute(model):
    """Flax sets attributes past `__setattr__`, but not past a descriptor."""
    graphdef, state = nnx.split(model)
    written = []
    type(model).weight = property(lambda self: 7, lambda self, value: written.append(value))
    merged = libnnx.flax.merge(graphdef, state)
    assert merged.weight == 7 and "weight" not in vars(merged)
    assert [value is state["weight"] for value in written] == [True]


def test_a_graphdef_of_an_abstract_class(model):
    """What cannot be made is Flax's exception, the same at every call."""
    graphdef, state = nnx.split(model)
    type(model).__abstractmethods__ = frozenset({"method"})
    texts = set()
    for _ in range(3):
        with pytest.raises(TypeError, match="abstract") as raised:
            libnnx.flax.merge(graphdef, state)
        texts.add(str(raised.value))
    with pytest.raises(TypeError) as raised:
        nnx.merge(graphdef, state)
    assert texts == {str(raised.value)}
