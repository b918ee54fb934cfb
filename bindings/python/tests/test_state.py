"""States: nested views, changes, merging, filtering, differences."""

import copy
import pickle

import numpy as np
import pytest

import libnnx as nnx
from libnnx import _leaves


def test_nested_views(net):
    state = nnx.state(net)
    assert list(state) == ["linear", "norm", "out"] and len(state) == 3
    assert list(state["linear"]) == ["bias", "kernel"]
    assert state["linear"]["kernel"].shape == (2, 4) == state.linear.kernel.shape == state["linear", "kernel"].shape
    assert state.num_leaves == 6 and state["linear"].num_leaves == 2
    assert state["linear"].paths() == [("bias",), ("kernel",)]
    assert [path for path, _ in state.flat_items()] == state.paths()
    assert "linear" in state and "absent" not in state
    with pytest.raises(KeyError, match="linear/absent"):
        state["linear"]["absent"]
    with pytest.raises(AttributeError):
        state.absent


def test_leaves_look_like_their_variables(net):
    leaf = nnx.state(net)["norm"]["mean"]
    assert isinstance(leaf, nnx.BatchStat) and not isinstance(leaf, nnx.Param) and leaf.type is nnx.BatchStat
    assert isinstance(leaf, nnx.VariableState)
    assert leaf.value.tolist() == [0, 0, 0, 0] and leaf[...].shape == (4,) and (leaf + 1).tolist() == [1, 1, 1, 1]
    with pytest.raises(TypeError):
        leaf[0] = 1


def test_a_change_is_seen_by_views_of_this_state_only(net):
    state = nnx.state(net)
    other = nnx.State(state)
    view = state["linear"]
    view["bias"] = np.ones(4, np.float32)
    assert state["linear"]["bias"][0] == 1 and view.bias[0] == 1
    assert isinstance(state["linear"]["bias"], nnx.Param)
    assert other["linear"]["bias"][0] == 0 and net.linear.bias[0] == 0
    other.linear.kernel = np.zeros((2, 4), np.float32)
    assert other["linear"]["kernel"][1, 3] == 0 and state["linear"]["kernel"][1, 3] == 7


def test_adding_replacing_and_deleting(net):
    state = nnx.state(net)
    state["extra"] = {"a": nnx.Param(1.0, tag="t"), "b": np.arange(3)}
    assert state["extra"]["a"].tag == "t" and isinstance(state["extra"]["b"], nnx.Tensor)
    state["linear"]["kernel"] = nnx.BatchStat(2.0)
    assert isinstance(state["linear"]["kernel"], nnx.BatchStat)
    state["linear"] = {"only": np.float32(3)}
    assert list(state["linear"]) == ["only"]
    del state["extra"]["a"]
    assert list(state["extra"]) == ["b"]
    del state["norm"]
    assert list(state) == ["extra", "linear", "out"]
    with pytest.raises(KeyError):
        del state["norm"]
    state["linear"] = nnx.Param(1.0)
    assert float(state["linear"]) == 1.0


def test_building_from_mappings_and_items():
    state = nnx.State({"a": {"k": np.zeros(2)}, "b": nnx.Param(1.0), 'odd/"key': nnx.Cache(2.0, tag="t")})
    assert state.paths() == [("a", "k"), ("b",), ('odd/"key',)]
    again = nnx.State(state.flat_items())
    assert again == state
    assert nnx.State({}).num_leaves == 0 and nnx.State().paths() == []
    assert nnx.State([(("x", 0, "y"), 1.0)]).paths() == [("x", 0, "y")]


def test_filter_split_and_merge(net):
    state = nnx.state(net)
    params, stats = state.filter(nnx.Param, nnx.BatchStat)
    assert params.num_leaves == 5 and stats.num_leaves == 1
    assert params.merge(stats) == state == (params | stats)
    assert state.filter(nnx.PathContains("norm")).num_leaves == 2
    with pytest.raises(ValueError):
        state.split(nnx.Param)
    one, rest = state.split(nnx.BatchStat, ...)
    assert one.num_leaves == 1 and rest.num_leaves == 5
    later = params | nnx.State({"linear": {"bias": nnx.Param(np.ones(4, np.float32))}})
    assert later["linear"]["bias"][0] == 1 and later.num_leaves == 5


def test_map_keeps_type_and_metadata(net):
    net.linear.bias.set_metadata(tag="b")
    doubled = nnx.state(net).map(lambda path, leaf: np.asarray(leaf) * 2)
    assert isinstance(doubled["norm"]["mean"], nnx.BatchStat) and doubled["linear"]["bias"].tag == "b"
    assert doubled["linear"]["kernel"][0, 1] == 2
    with pytest.raises(ZeroDivisionError):
        doubled.map(lambda path, leaf: 1 / 0)


def test_equality_is_about_everything(net):
    a, b = nnx.state(net), nnx.state(net)
    assert a == b and not a != b
    b["linear"]["bias"] = np.ones(4, np.float32)
    assert a != b and a != "something"
    with pytest.raises(TypeError):
        hash(a)


def test_the_difference_names_every_leaf(net):
    old = nnx.state(net)
    new = nnx.State(old)
    assert not old.diff(new) and str(old.diff(new)) == ""
    new["linear"]["bias"] = np.full(4, 0.5, np.float32)
    new["linear"]["kernel"] = nnx.Param(np.zeros((2, 4), np.float64))
    new["norm"]["mean"] = nnx.Param(np.zeros(4, np.float32))
    new["norm"]["scale"] = nnx.Param(np.ones(5, np.float32))
    new["more"] = np.float32(1)
    del new["out"]["bias"]
    found = {row.path: row.code for row in old.diff(new)}
    from libnnx import _abi

    assert found == {
        "linear/bias": _abi.NNX_DIFFERENCE_VALUE,
        "linear/kernel": _abi.NNX_DIFFERENCE_DTYPE,
        "norm/mean": _abi.NNX_DIFFERENCE_TYPE,
        "norm/scale": _abi.NNX_DIFFERENCE_SHAPE,
        "more": _abi.NNX_DIFFERENCE_ONLY_RIGHT,
        "out/bias": _abi.NNX_DIFFERENCE_ONLY_LEFT,
    }
    assert "linear/bias" in str(old.diff(new)) and "0.5" in str(old.diff(new))


def test_pure_dicts(net):
    pure = nnx.to_pure_dict(nnx.state(net))
    assert type(pure["linear"]) is dict and isinstance(pure["linear"]["kernel"], nnx.Tensor)


def test_it_can_be_pickled_and_copied(net):
    net.linear.bias.set_metadata(tag="b")
    state = nnx.state(net)
    assert pickle.loads(pickle.dumps(state)) == state == copy.deepcopy(state) == copy.copy(state)


def test_an_array_that_is_no_variable():
    class Holder(nnx.Module):
        def __init__(self):
            self.raw = np.arange(3)
            self.p = nnx.Param(0.0)

    holder = Holder()
    graphdef, params, rest = nnx.split(holder, nnx.Param, ...)
    assert isinstance(rest["raw"], nnx.Tensor)
    rest["raw"] = np.array([7, 8, 9])
    nnx.update(holder, rest)
    assert holder.raw.tolist() == [7, 8, 9]


def test_writing_values_asks_the_library_nothing_new(monkeypatch):
    state = nnx.State([((str(number),), nnx.Param(0.0)) for number in range(20)])
    list(state)

    def asked(*arguments):
        raise AssertionError("the paths were read again")

    monkeypatch.setattr(_leaves.lib, "nnx_state_paths", asked)
    for number in range(20):
        state[str(number)] = np.float32(number)
    state["3"] = nnx.Param(33.0, tag="t")
    state.replace_by_pure_dict({"4": 44.0})
    assert float(state["19"]) == 19 and float(state["3"]) == 33 and state["3"].tag == "t" and float(state["4"]) == 44


def test_a_leaf_of_another_kind_is_seen():
    state = nnx.State({"a": nnx.Param(1.0), "b": np.arange(2)})
    list(state)
    marker = object()
    state["a"] = nnx.Opaque(marker)
    assert state["a"].value.value is marker
    state["a"] = nnx.Param(2.0)
    state["b"] = nnx.Cache(3.0)
    assert float(state["a"]) == 2 and isinstance(state["b"], nnx.Cache) and state["b"].type is nnx.Cache


def test_flat_and_pure_states(net):
    state = nnx.state(net)
    assert nnx.from_flat_state(nnx.to_flat_state(state)) == state == nnx.from_flat_state(dict(state.flat_state()))
    pure = state.to_pure_dict()
    pure["linear"]["bias"] = np.full(4, 3, np.float32)
    state["linear"].replace_by_pure_dict(pure["linear"])
    assert isinstance(state["linear"]["bias"], nnx.Param) and state["linear"]["bias"][0] == 3
    listed = nnx.state([net.linear])
    nnx.replace_by_pure_dict(listed, {"0": {"bias": np.ones(4, np.float32)}})
    assert listed[0]["bias"][0] == 1
    before = nnx.State(state)
    with pytest.raises(ValueError, match="linear/absent"):
        state["linear"].replace_by_pure_dict({"bias": np.zeros(4), "absent": 1.0})
    assert state == before


def test_a_difference_of_paths(net):
    state = nnx.state(net)
    assert state - state.filter(nnx.Param) == state.filter(nnx.BatchStat)
    assert state - nnx.State() == state
    with pytest.raises(TypeError):
        state - 3


def test_errors_say_what_was_expected(net):
    graphdef, state = nnx.split(net)
    for call in (lambda: state.diff(3), lambda: state.merge(3)):
        with pytest.raises(TypeError, match="takes a State, not a int"):
            call()
    with pytest.raises(TypeError, match="number 2: expected a State or a mapping, not a int"):
        nnx.merge(graphdef, state, 5)
    with pytest.raises(TypeError, match="^z: a leaf of a State is a value"):
        net.z = state["linear"]["bias"]
    state.close()
    for use in (lambda: state["linear"], lambda: list(state), lambda: state.num_leaves, lambda: nnx.update(net, state)):
        with pytest.raises(nnx.InvalidHandleError, match="the State was closed"):
            use()


def test_the_functions_of_flax(net):
    state = nnx.state(net)
    params, rest = nnx.split_state(state, nnx.PathContains("linear"), ...)
    assert nnx.filter_state(state, nnx.PathContains("linear")) == params
    assert nnx.merge_state(params, rest) == state
    doubled = nnx.map_state(lambda path, leaf: 2 * np.asarray(leaf), state)
    assert doubled == state.map(lambda path, leaf: 2 * np.asarray(leaf)) != state
    for call in (nnx.filter_state, nnx.split_state, nnx.merge_state):
        with pytest.raises(TypeError, match="takes a State, not a dict"):
            call({}, nnx.Param)
