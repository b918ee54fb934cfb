"""Nothing is left behind: handles, nodes, Python objects, memory."""

import gc
import resource
import sys

import numpy as np

import libnnx as nnx
from libnnx import _callback, _node


def grown(work, rounds):
    """Kilobytes that the process has grown by between the middle of the rounds and their end."""
    for _ in range(rounds // 2):
        work()
    gc.collect()
    before = current()
    for _ in range(rounds // 2):
        work()
    gc.collect()
    return current() - before


def current():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


def test_splits_merges_and_updates(net):
    def work():
        graphdef, state = nnx.split(net)
        nnx.update(net, state)
        nnx.merge(graphdef, state)

    work()
    live = len(_node._live)
    assert grown(work, 100_000) < 2048
    assert len(_node._live) <= live


def test_variables_and_tensors():
    def work():
        variable = nnx.Param(np.zeros(300, np.float32), tag="t")
        variable[0] = 1
        variable.value.numpy()

    assert grown(work, 20_000) < 2048


def test_roots_made_of_tuples(net):
    nnx.split((net, net.linear))
    nodes = nnx.Graph(net).node_count

    def work():
        nnx.split((net, net.linear))
        nnx.state([net], lambda path, leaf: False)

    assert grown(work, 10_000) < 2048
    nnx.Graph(net).collect()
    assert nnx.Graph(net).node_count <= nodes


def test_reading_attributes(net):
    net.items = [nnx.Param(0.0), (1, 2), {"a": None}]

    def work():
        net.linear.in_features
        net.items[0], net.items[1], net.items[2]
        net.linear.kernel.value

    nodes = nnx.Graph(net).node_count
    assert grown(work, 10_000) < 2048
    assert nnx.Graph(net).node_count == nodes


def test_errors(net):
    def work():
        for wrong in ("absent", "linear"):
            try:
                nnx.update(net, nnx.State({wrong: 1.0}))
            except nnx.NnxError:
                pass
        try:
            nnx.state(net, lambda path, leaf: 1 / 0)
        except ZeroDivisionError:
            pass

    assert grown(work, 5_000) < 2048


def test_foreign_values_opaque_leaves_and_exports(held):
    marker = object()
    count = sys.getrefcount(marker)

    def work():
        holder = nnx.Dict(v=nnx.Param(nnx.Opaque(marker)), s=marker)
        graphdef, state = nnx.split(holder)
        nnx.merge(graphdef, state)
        np.from_dlpack(nnx.from_dlpack(np.zeros(100)))

    assert grown(work, 5_000) < 2048
    gc.collect()
    assert sys.getrefcount(marker) == count


def test_cycles_are_collected(net):
    class Owner(nnx.Module):
        pass

    def work():
        owner = Owner()
        owner.child = Owner()
        owner.child.owner = owner
        owner.child.big = nnx.Param(np.zeros(2500, np.float32))

    assert grown(work, 5_000) < 8192
    assert _callback.kept_count() >= 0
