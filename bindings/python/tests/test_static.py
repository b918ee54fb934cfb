"""Static values in a GraphDef: equality, hashing, and Python objects as foreign values."""

import enum
import functools

import numpy as np
import pytest

import libnnx as nnx


class Holder(nnx.Module):
    def __init__(self, value):
        self.value = value
        self.p = nnx.Param(0.0)


def definition(value):
    return nnx.graphdef(Holder(value))


class Color(enum.IntEnum):
    RED = 1


@pytest.mark.parametrize(
    "value",
    [True, 0, -(2**63), 2**63 - 1, 2**70, 0.1, float("inf"), "", "é\0/", b"", b"\xff\0", (), ((1,), "a", (2.5, b"")),
     nnx.float32,
     len, int, Color.RED, frozenset({1, 2}), functools.partial(len), np.float32(1.5), None, (None, "model"), range(3)],
)  # fmt: skip
def test_a_static_value_comes_back(value):
    holder = Holder(value)
    assert holder.value == value and type(holder.value) is type(value)
    again = nnx.merge(*nnx.split(holder))
    assert again.value == value and type(again.value) is type(value)
    assert definition(value) == definition(value) and hash(definition(value)) == hash(definition(value))


def test_what_differs_is_different():
    values = [
        True,
        1,
        1.0,
        "1",
        b"1",
        (1,),
        0,
        -0.0,
        0.0,
        len,
        sum,
        None,
        nnx.float32,
        nnx.float16,
        Color.RED,
        np.float32(1),
    ]
    definitions = [definition(value) for value in values]
    for i, a in enumerate(definitions):
        for j, b in enumerate(definitions):
            assert (a == b) == (i == j), (values[i], values[j])


def test_a_nan_equals_itself():
    assert definition(float("nan")) == definition(float("nan"))


def test_dtypes_of_numpy_and_jax_become_dtypes():
    for value in np.float32, np.dtype("float32"), nnx.float32:
        assert Holder(value).value is nnx.float32
    jnp = pytest.importorskip("jax.numpy")
    assert Holder(jnp.bfloat16).value is nnx.bfloat16


class Weighed:
    def __init__(self, weight):
        self.weight = weight

    def __eq__(self, other):
        return isinstance(other, Weighed) and self.weight == other.weight

    def __hash__(self):
        return hash(self.weight)

    def __repr__(self):
        return f"Weighed({self.weight})"


def test_foreign_values_are_compared_and_hashed_by_python():
    assert definition(Weighed(3)) == definition(Weighed(3)) != definition(Weighed(4))
    assert hash(definition(Weighed(3))) == hash(definition(Weighed(3))) != hash(definition(Weighed(4)))
    assert definition((1, Weighed(3))) == definition((1, Weighed(3)))
    assert "Weighed(3)" in str(definition(Weighed(3)))


def test_foreign_values_live_as_long_as_the_graph_needs_them(held):
    import gc
    import weakref

    value = Weighed(5)
    watch = weakref.ref(value)
    holder = Holder(value)
    del value
    gc.collect()
    assert watch() is holder.value
    graphdef = nnx.graphdef(holder)
    del holder
    gc.collect()
    assert watch() is not None
    del graphdef
    gc.collect()
    assert watch() is None


def test_unhashable_values_are_refused():
    for value in ({1}, slice(1), type("U", (), {"__eq__": lambda *_: True, "__hash__": None})()):
        with pytest.raises(TypeError, match="hash"):
            Holder(value)
