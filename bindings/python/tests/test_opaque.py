"""Opaque leaves: any Python object in the place of an array."""

import gc
import weakref

import numpy as np
import pytest

import libnnx as nnx


class Buffer:
    """Stands for the array of another runtime."""

    def __init__(self, name):
        self.name = name


class Holder(nnx.Module):
    def __init__(self, name="a"):
        self.buffer = nnx.Param(nnx.Opaque(Buffer(name), nbytes=64))
        self.raw = nnx.Opaque(Buffer("raw"))
        self.p = nnx.Param(np.zeros(2, np.float32))


def test_it_travels_like_an_array():
    holder = Holder()
    inner = holder.buffer.value.value
    graphdef, state = nnx.split(holder)
    assert state.paths() == [("buffer",), ("p",), ("raw",)]
    assert state["buffer"].value.value is inner and isinstance(state["buffer"], nnx.Param)
    again = nnx.merge(graphdef, state)
    assert again.buffer.value.value is inner and again.raw.value.name == "raw"
    state["raw"] = nnx.Opaque(Buffer("new"))
    state["buffer"] = nnx.Opaque(Buffer("other"))
    nnx.update(holder, state)
    assert holder.raw.value.name == "new" and holder.buffer.value.value.name == "other"
    assert again.buffer.value.value is inner


def test_equality_is_identity():
    holder = Holder()
    assert nnx.state(holder) == nnx.state(holder)
    assert nnx.state(holder) != nnx.state(Holder())
    assert holder.raw == holder.raw and hash(holder.raw) == hash(holder.raw) and holder.raw != nnx.Opaque(1)


def test_it_is_printed_by_type_and_size():
    holder = Holder()
    assert holder.buffer.value.type_name == "Buffer" and holder.buffer.value.nbytes == 64
    assert nnx.Opaque(3, type_name="mine").type_name == "mine"
    assert "Buffer" in nnx.table(holder) and "Opaque(" in repr(holder.raw)


def test_everything_is_dropped_exactly_once(held):
    value = Buffer("x")
    watch = weakref.ref(value)
    holder = nnx.Dict(v=nnx.Param(nnx.Opaque(value)))
    del value
    states = [nnx.state(holder) for _ in range(10)]
    merged = nnx.clone(holder)
    del holder, merged
    gc.collect()
    assert watch() is not None
    del states
    gc.collect()
    assert watch() is None


def test_it_is_no_array(tmp_path):
    holder = Holder()
    with pytest.raises(TypeError, match="not an array"):
        holder.buffer.shape
    with pytest.raises(ValueError):
        nnx.update(holder, nnx.State({"buffer": nnx.Param(0.0)}))
    with pytest.raises(ValueError):
        nnx.update(holder, nnx.State({"p": nnx.Param(nnx.Opaque(1))}))
    with pytest.raises((ValueError, NotImplementedError), match="buffer"):
        nnx.save(tmp_path / "x.safetensors", nnx.state(holder))
    assert list(tmp_path.iterdir()) == []
