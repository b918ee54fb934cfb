"""Modules: attributes live in the graph, and the graph gives back the user's classes."""

import copy
import gc
import subprocess
import sys

import numpy as np
import pytest
from conftest import Linear, Net, Norm

import libnnx as nnx


def test_what_is_set_is_read_back(net):
    function = len
    values = {
        "a_bool": True,
        "an_int": -7,
        "a_float": 0.5,
        "a_text": 'héllo/"',
        "some_bytes": b"\0\1",
        "nothing": None,
        "a_dtype": nnx.bfloat16,
        "a_tuple": (1, (2.0, "x"), ()),
        "a_function": function,
        "a_class": dict,
        "a_big_int": 2**100,
    }
    for name, value in values.items():
        setattr(net, name, value)
    for name, value in values.items():
        assert getattr(net, name) == value and type(getattr(net, name)) is type(value), name
    assert net.a_function is function
    net.an_array = np.arange(3)
    assert isinstance(net.an_array, nnx.Tensor) and net.an_array.tolist() == [0, 1, 2]


class Bare(nnx.Module):
    pass


class Made(nnx.Module):
    def __new__(cls, size):
        made = super().__new__(cls)
        made.size = size
        return made


def test_a_class_without_init_takes_no_arguments():
    for cls in (Bare, nnx.Module, nnx.Object):
        assert type(cls()) is cls
        for arguments, options in (((1,), {}), ((), {"size": 1})):
            with pytest.raises(TypeError, match=rf"^{cls.__name__}\(\) takes no arguments$"):
                cls(*arguments, **options)
    assert Made(3).size == 3 and nnx.clone(Made(size=4)).size == 4


def test_a_node_has_one_python_object(net):
    linear = net.linear
    assert net.linear is linear and net.linear.kernel is linear.kernel
    net.tied = net.linear.kernel
    assert net.tied is linear.kernel


def test_python_objects_come_and_go_and_the_graph_stays(net):
    net.linear.kernel[0, 0] = 7
    del_me = net.linear
    del del_me
    gc.collect()
    assert net.linear.kernel[0, 0] == 7
    assert type(net.linear) is Linear


def test_children_keep_the_graph_alive():
    kernel = Net().linear.kernel
    gc.collect()
    assert kernel.shape == (2, 4)


def test_merge_gives_the_user_s_classes_without_init(net):
    class Counted(nnx.Module):
        made = 0

        def __init__(self):
            type(self).made += 1
            self.inner = Linear(1, 1)

        def double(self):
            return 2 * self.inner.in_features

    again = nnx.merge(*nnx.split(Counted()))
    assert type(again) is Counted and Counted.made == 1
    assert again.double() == 2
    assert type(nnx.clone(net).norm) is Norm


def test_a_type_without_a_class_is_a_generic_object():
    text = str(nnx.graphdef(Linear(1, 1))).replace("Linear", "FromElsewhere")
    node = nnx.merge(nnx.GraphDef.parse(text), nnx.state(Linear(1, 1)))
    assert type(node) is nnx.Object
    assert node.in_features == 1 and node.kernel.shape == (1, 1)
    node.added = 5
    assert node.added == 5 and "FromElsewhere" in repr(node)


def test_two_classes_of_one_name_are_told_apart():
    def first():
        class Block(nnx.Module):
            pass

        return Block

    def second():
        class Block(nnx.Module):
            pass

        return Block

    a, b = first(), second()
    assert a._type_name != b._type_name
    assert type(nnx.clone(a())) is a and type(nnx.clone(b())) is b
    with pytest.raises(TypeError, match="belongs to"):

        class Other(nnx.Module, type_name=a._type_name):
            pass


def test_a_class_defined_again_takes_over():
    def define():
        class Again(nnx.Module):
            pass

        return Again

    old = define()
    kept = old()
    new = define()
    assert type(nnx.clone(kept)) is new and type(kept) is old


def test_an_instance_attribute_comes_before_a_class_attribute():
    class Layer(nnx.Module):
        rate = 0.5
        size: int = 3

        @property
        def twice(self):
            return 2 * self.rate

        @twice.setter
        def twice(self, value):
            self.rate = value / 2

    layer, other = Layer(), Layer()
    assert layer.rate == 0.5
    layer.rate = 0.25
    assert layer.rate == 0.25 and layer.twice == 0.5 and other.rate == 0.5 and Layer.rate == 0.5
    layer.twice = 3
    assert layer.rate == 1.5
    del layer.rate
    assert layer.rate == 0.5
    assert nnx.clone(other).size == 3


def test_unknown_attributes(net):
    with pytest.raises(AttributeError, match="no attribute 'absent'"):
        net.absent
    with pytest.raises(AttributeError):
        del net.absent
    assert not hasattr(net, "absent") and getattr(net, "absent", 5) == 5
    del net.linear
    assert not hasattr(net, "linear")
    assert {"norm", "out", "train"} <= set(dir(net))


def test_what_cannot_be_an_attribute_says_what_to_do(net):
    for value in ({1, 2}, [{1}], (nnx.Param(0.0), {1}), {"a": slice(1)}):
        with pytest.raises(TypeError, match="nnx.Opaque"):
            net.bad = value
    with pytest.raises(TypeError, match="named tuple"):
        import collections

        net.bad = collections.namedtuple("Pair", "a b")([1], nnx.Param(0))
    assert not hasattr(net, "bad")


def test_train_and_eval(net):
    net.deterministic = False
    net.eval()
    assert net.norm.use_running_average is True and net.deterministic is True
    net.train()
    assert net.norm.use_running_average is False and net.deterministic is False
    nnx.eval(net)
    assert net.norm.use_running_average is True


def test_set_attributes(net):
    net.set_attributes(use_running_average=True)
    assert net.norm.use_running_average is True
    net.set_attributes(Linear, in_features=9)
    assert net.linear.in_features == 9 and net.out.in_features == 9
    with pytest.raises(KeyError, match="not_there"):
        net.set_attributes(not_there=1)
    net.set_attributes(not_there=1, raise_if_not_found=False)
    assert not hasattr(net.linear, "not_there")


def test_copies(net):
    twin = copy.deepcopy(net)
    assert type(twin) is Net and twin.linear.kernel is not net.linear.kernel
    assert nnx.state(twin) == nnx.state(net)
    with pytest.raises(TypeError, match="clone"):
        copy.copy(net)


def test_dataclasses_are_modules_too():
    import dataclasses

    @dataclasses.dataclass(eq=False, repr=False)
    class Block(nnx.Module):
        size: int
        rate: float = 0.5

    block = Block(3)
    assert (block.size, block.rate) == (3, 0.5)
    assert nnx.clone(block).size == 3


def test_objects_that_live_until_the_interpreter_ends_leave_it_quietly() -> None:
    program = "import libnnx as nnx, math\nmodel = nnx.Module()\nmodel.f = math.sin\nother = nnx.clone(model)"
    result = subprocess.run([sys.executable, "-X", "dev", "-c", program], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_modules_and_children(net):
    assert [(path, type(module).__name__) for path, module in nnx.iter_modules(net)] == [
        (("linear",), "Linear"),
        (("norm",), "Norm"),
        (("out",), "Linear"),
        ((), "Net"),
    ]
    assert list(nnx.iter_children(net)) == [("linear", net.linear), ("norm", net.norm), ("out", net.out)]


def test_an_attribute_comes_before_a_method_of_its_name(net):
    net.train = 3
    assert net.train == 3 and callable(net.eval) and nnx.clone(net).train == 3
    del net.train
    net.train()
    assert net.norm.use_running_average is False
    net.eval()
    assert net.norm.use_running_average is True
