"""Variables: values, metadata, types."""

import numpy as np
import pytest

import libnnx as nnx


def test_reading_and_writing():
    v = nnx.Param(np.zeros((2, 3), np.float32))
    v[...] = np.ones((2, 3))
    assert v.value.dtype == "float32" and v[0, 0] == 1
    v[0] = 5
    v[...] = 2
    assert v.value.tolist() == [[2, 2, 2], [2, 2, 2]]
    v.value = np.arange(4)
    assert v.shape == (4,) and v.dtype == "int64"
    v[...] += 1
    assert v.value.tolist() == [1, 2, 3, 4]
    with pytest.raises(ValueError):
        v[...] = np.zeros(7)
    assert (v + 1).tolist() == [2, 3, 4, 5] and len(v) == 4 and v.ndim == 1 and v.size == 4
    assert np.asarray(v).tolist() == [1, 2, 3, 4] and np.from_dlpack(v).tolist() == [1, 2, 3, 4]


def test_metadata():
    v = nnx.Param(0.0, tag="x", sharding=("data", None), init=len)
    assert v.tag == "x" and v.sharding == ("data", None) and v.init is len
    assert v.get_metadata() == {"tag": "x", "sharding": ("data", None), "init": len}
    v.set_metadata("tag", "y")
    v.set_metadata(more=1)
    assert v.tag == "y" and v.more == 1 and v.has_metadata("more")
    v.del_metadata("more")
    assert not v.has_metadata("more") and v.get_metadata("more", 7) == 7
    with pytest.raises(KeyError):
        v.get_metadata("more")
    with pytest.raises(AttributeError, match="more"):
        v.more
    with pytest.raises(AttributeError, match="set_metadata"):
        v.other = 3
    v.set_metadata({"only": True})
    assert v.get_metadata() == {"only": True}
    with pytest.raises(TypeError):
        v.set_metadata(bad=[])


def test_metadata_travels_with_state_and_merge():
    class Holder(nnx.Module):
        def __init__(self):
            self.p = nnx.Param(1.0, tag="a", names=("x", "y"))

    graphdef, state = nnx.split(Holder())
    assert state["p"].get_metadata() == {"tag": "a", "names": ("x", "y")} and state["p"].tag == "a"
    assert nnx.merge(graphdef, state).p.get_metadata() == {"tag": "a", "names": ("x", "y")}


def test_the_types_are_flax_s():
    above = {
        "Param": "Variable", "BatchStat": "Variable", "Cache": "Variable", "Intermediate": "Variable",
        "Perturbation": "Intermediate", "RngState": "Variable", "RngKey": "RngState", "RngCount": "RngState",
        "OptState": "Variable", "OptArray": "OptState", "OptVariable": "OptState", "MetricState": "Variable",
        "LoRAParam": "Param",
    }  # fmt: skip
    for name, parent in above.items():
        assert getattr(nnx, name).__base__ is getattr(nnx, parent)


def test_a_subclass_is_a_type_of_its_own():
    class Mask(nnx.Param):
        def kept(self):
            return int(self._array().sum())

    class Holder(nnx.Module):
        def __init__(self):
            self.mask = Mask(np.array([1, 0, 1]))
            self.p = nnx.Param(0.0)
            self.s = nnx.BatchStat(0.0)

    holder = Holder()
    graphdef, masks, params, rest = nnx.split(holder, Mask, nnx.Param, ...)
    assert (masks.paths(), params.paths(), rest.paths()) == ([("mask",)], [("p",)], [("s",)])
    assert nnx.state(holder, nnx.Param).paths() == [("mask",), ("p",)]
    again = nnx.merge(graphdef, masks, params, rest)
    assert type(again.mask) is Mask and again.mask.kept() == 2
    assert isinstance(masks["mask"], Mask) and not isinstance(params["p"], Mask)


def test_one_name_with_two_parents():
    def of(parent):
        class Clash(parent):
            pass

        return Clash

    a = of(nnx.Cache)
    b = of(nnx.BatchStat)
    assert a._type_name != b._type_name
    assert type(nnx.clone(nnx.Dict(v=b(0.0))).v) is b
    with pytest.raises(TypeError, match="type_name"):

        class Third(nnx.Cache, type_name="Param"):
            pass


def test_variables_cannot_be_what_is_no_array():
    for value in "text", object(), None, {"a": 1}:
        with pytest.raises(TypeError):
            nnx.Param(value)


def test_copy_is_a_variable_of_its_own():
    v = nnx.Param(np.zeros(2), tag="t")
    w = v.copy()
    w[0] = 1
    assert v[0] == 0 and w.tag == "t" and type(w) is nnx.Param
    assert v.replace(np.ones(3)).shape == (3,)


def test_set_metadata_over_a_graph(net):
    nnx.set_metadata(net, only=nnx.Param, sharding="data")
    assert net.linear.kernel.sharding == "data" and not net.norm.mean.has_metadata("sharding")
    nnx.set_metadata(net, seen=True)
    assert net.norm.mean.seen is True


def test_refused_metadata_changes_nothing_and_is_named(net):
    variable = nnx.Param(1.0, kept=1)
    for change in (
        lambda: variable.set_metadata({"a": 1, "b": [1]}),
        lambda: variable.set_metadata(a=1, b=[1]),
        lambda: nnx.set_metadata(variable, a=1, b=[1]),
    ):
        with pytest.raises(TypeError, match="metadata 'b': a list is no static value"):
            change()
        assert variable.get_metadata() == {"kept": 1}
    with pytest.raises(TypeError, match="metadata 'foo': a list"):
        nnx.Param(1.0, foo=[1])
    with pytest.raises(TypeError, match="attribute 'in_features': a list"):
        nnx.set_attributes(net, in_features=[1])


def test_in_place_operators_are_refused_on_a_variable(net):
    bias = net.linear.bias
    with pytest.raises(NotImplementedError, match=r"use variable\[\.\.\.\] \+= x"):
        net.linear.bias += 1
    with pytest.raises(NotImplementedError):
        net.linear.bias **= 2
    assert net.linear.bias is bias
    bias[...] += 1
    assert bias[0] == 1


def test_copy_from_and_indexed_values(net):
    ours, theirs = nnx.Param(1.0, old=1), nnx.Param(np.arange(3.0), new=2)
    ours.copy_from(theirs)
    assert ours.value.tolist() == [0, 1, 2] and ours.get_metadata() == {"new": 2}
    ours.copy_from(nnx.state(net)["linear"]["bias"])
    assert ours.shape == (4,) and ours.get_metadata() == {}
    with pytest.raises(ValueError, match="takes a Param, not a BatchStat"):
        ours.copy_from(net.norm.mean)
    assert theirs.get_value(index=1) == 1 and theirs.get_value(index=...).shape == (3,)
