"""Several threads at once."""

import gc
import sys
import threading

import numpy as np

import libnnx as nnx


def in_threads(count, work):
    errors = []

    def run(number):
        try:
            work(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_reading_one_graph(net):
    expected = nnx.split(net)

    def read(_):
        for _ in range(100):
            assert nnx.split(net) == expected
            assert net.linear.kernel is net.linear.kernel
            assert nnx.clone(net).norm.scale[0] == 1

    in_threads(8, read)


def test_threads_that_meet_a_node_first_get_one_object(net):
    barrier = threading.Barrier(4)
    seen = []
    holder = nnx.List([nnx.Dict(i=i) for i in range(300)])
    gc.collect()

    def look(_):
        barrier.wait()
        seen.append([holder[i] for i in range(300)])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        in_threads(4, look)
    finally:
        sys.setswitchinterval(interval)
    for nodes in zip(*seen):
        assert all(node is nodes[0] for node in nodes)


def test_writing_different_variables_of_one_graph(net):
    names = ["linear", "out"]

    def write(number):
        variable = getattr(net, names[number]).bias
        for i in range(500):
            variable[...] = np.full(variable.shape, i, np.float32)

    in_threads(2, write)
    assert set(net.linear.bias.value.tolist()) == set(net.out.bias.value.tolist()) == {499}


def test_building_and_dropping_graphs():
    def build(number):
        for i in range(100):
            items = nnx.List([nnx.Param(np.float32(j)) for j in range(5)])
            graphdef, state = nnx.split(items)
            assert [float(v) for v in nnx.merge(graphdef, state)] == [0, 1, 2, 3, 4]

    in_threads(8, build)


def test_errors_belong_to_their_thread(net):
    def provoke(number):
        for i in range(200):
            name = f"absent_{number}_{i}"
            try:
                nnx.update(net, nnx.State({name: 1.0}))
                raise AssertionError("must fail")
            except nnx.NotFoundError as error:
                assert name in str(error)

    in_threads(4, provoke)


def test_callbacks_on_several_threads(net):
    def ask(number):
        for _ in range(50):
            assert nnx.state(net, lambda path, leaf: path[-1] == "bias").num_leaves == 2
            try:
                nnx.state(net, lambda path, leaf: 1 / 0)
                raise AssertionError("must fail")
            except ZeroDivisionError:
                pass

    in_threads(4, ask)
