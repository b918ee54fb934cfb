"""Exceptions in functions that the library calls back: they arrive whole, and nothing is lost on the way."""

import gc

import numpy as np
import pytest

import libnnx as nnx
from libnnx import _callback


class Boom(Exception):
    pass


def fail(*_):
    raise Boom("inside")


class Unequal:
    def __eq__(self, other):
        raise Boom("eq")

    def __hash__(self):
        return 1


class Hashless:
    asked = 0

    def __hash__(self):
        Hashless.asked += 1
        if Hashless.asked > 1:
            raise Boom("hash")
        return 1


class Holder(nnx.Module):
    def __init__(self, value):
        self.value = value
        self.p = nnx.Param(np.zeros(2, np.float32))


@pytest.mark.parametrize(
    "call",
    [
        lambda net: nnx.split(net, fail, ...),
        lambda net: nnx.state(net, nnx.Not(nnx.Any(nnx.BatchStat, fail))),
        lambda net: nnx.pop(net, fail),
        lambda net: nnx.variables(net, fail),
        lambda net: nnx.state(net).filter(fail),
        lambda net: nnx.state(net).split(fail, ...),
        lambda net: nnx.state(net).map(fail),
        lambda net: nnx.set_metadata(net, only=fail, x=1),
        lambda net: nnx.find_duplicates(nnx.Dict(a=net, b=net), only=fail),
    ],
)
def test_the_exception_arrives(net, call, held):
    before = nnx.split(net)
    with pytest.raises(Boom, match="inside") as caught:
        call(net)
    assert caught.traceback[-1].name == "fail"
    assert nnx.split(net) == before
    assert not _callback._pending
    del before, caught


def test_equality_that_raises(held):
    a, b = nnx.graphdef(Holder(Unequal())), nnx.graphdef(Holder(Unequal()))
    with pytest.raises(Boom, match="eq"):
        a == b
    assert a == a
    del a, b


def test_a_hash_that_raises(held):
    Hashless.asked = 0
    graphdef = nnx.graphdef(Holder(Hashless()))
    with pytest.raises(Boom, match="hash"):
        hash(graphdef)
    del graphdef


def test_interrupts_are_not_swallowed(net):
    def interrupt(path, leaf):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        nnx.state(net, interrupt)


def test_callbacks_may_use_the_library(net):
    def nested(path, leaf):
        assert nnx.state(net).num_leaves == 6
        return nnx.merge(*nnx.split(net)).linear.kernel.shape == leaf.shape

    assert nnx.state(net, nested).paths() == [("linear", "kernel")]


def test_results_of_a_call_whose_callback_raised_are_released(net, held):
    """`map` stops at the exception: the arrays made before it are let go."""
    made = []

    def third(path, leaf):
        if len(made) == 2:
            raise Boom
        made.append(nnx.Tensor([float(len(made))] * 100))
        return made[-1]

    with pytest.raises(Boom):
        nnx.state(net).map(third)
    gc.collect()
    assert all(tensor.is_unique for tensor in made)
