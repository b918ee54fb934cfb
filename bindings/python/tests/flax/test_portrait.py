"""Portraits tell apart what users can tell apart: the comparison with Flax would notice."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import pytest

nnx = pytest.importorskip("flax.nnx")
from object_graphs import Alpha
from portrait import Names, outcome, portrait


def model(**attributes):
    made = Alpha()
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def param(value=1.0, **metadata):
    return nnx.Param(jnp.array(value), **metadata)


def test_the_same_program_has_the_same_portrait():
    assert portrait(model(a=param(), b=nnx.List([param()]))) == portrait(model(a=param(), b=nnx.List([param()])))


def test_differences_are_seen():
    shared = param()
    different = [
        model(a=shared, b=shared),
        model(a=param(), b=param()),
        model(b=param(), a=param()),
        model(a=param(), b=param(2.0)),
        model(a=param(), b=nnx.BatchStat(jnp.array(1.0))),
        model(a=param(), b=param(tag="x")),
        model(a=param(), b=nnx.data(jnp.array(1.0))),
        model(a=param(), b=3),
        model(a=param(), b=nnx.data(3)),
        nnx.split(model(a=shared, b=shared)),
        nnx.split(model(a=param(), b=param())),
        (1, 2),
        [1, 2],
        nnx.State({"a": 1}),
        {"a": 1},
    ]
    portraits = [portrait(each) for each in different]
    for index, each in enumerate(portraits):
        assert each not in portraits[index + 1 :], index


def test_known_objects_are_told_from_new_ones():
    original = model(a=param())
    names = Names()
    portrait(original, names)
    assert portrait(nnx.clone(original, variables=False), names) != portrait(nnx.clone(original), names)


def test_the_trace_is_seen():
    outer, inside = param(), []

    @jax.jit
    def traced(x):
        inside.append(portrait(outer))
        return x

    traced(1.0)
    assert inside[0] != portrait(outer)


def test_exceptions_are_compared_by_type_and_text():
    def raiser(error):
        def raising():
            raise error

        return raising

    errors = [ValueError("a"), ValueError("b"), TypeError("a")]
    seen = [outcome(raiser(error)) for error in errors]
    assert len(set(seen)) == len(errors)
