"""The rules by which libnnx is stricter than Flax, one by one as docs/from-flax.md lists them."""

import numpy as np
import pytest
from conftest import Linear

import libnnx as nnx


def unchanged(node, call, error, match):
    before = nnx.split(node)
    with pytest.raises(error, match=match):
        call()
    assert nnx.split(node) == before


def test_merge_matches_by_path():
    model = Linear(2, 3)
    graphdef, state = nnx.split(model)
    for leaves in (
        {"kernel": state["kernel"]},
        {"kernel": state["kernel"], "b": state["bias"]},
        {"kernel": state["kernel"], "bias": state["bias"], "more": np.zeros(1)},
    ):
        with pytest.raises(ValueError, match="bias|more"):
            nnx.merge(graphdef, nnx.State(leaves))
    with pytest.raises(ValueError, match="doubled"):
        nnx.merge(graphdef, state, nnx.state(model, nnx.PathContains("bias")))


def test_merge_errors_list_every_leaf():
    graphdef, _ = nnx.split(Linear(2, 3))
    with pytest.raises(ValueError) as caught:
        nnx.merge(graphdef, nnx.State({"kernl": np.zeros((2, 3))}))
    for name in "kernel", "bias", "kernl":
        assert name in str(caught.value)


def test_update_of_an_unknown_path(net):
    unchanged(net, lambda: nnx.update(net, nnx.State({"linear": {"absent": 1.0}})), KeyError, "linear/absent")


def test_update_with_another_shape_or_dtype(net):
    shape = nnx.State({"linear": {"bias": np.zeros(9, np.float32)}})
    dtype = nnx.State({"linear": {"bias": np.zeros(4, np.float64)}})
    unchanged(net, lambda: nnx.update(net, shape), ValueError, "linear/bias.*allow_shape_change")
    unchanged(net, lambda: nnx.update(net, dtype), ValueError, "linear/bias.*allow_dtype_change")
    nnx.update(net, shape, allow_shape_change=True)
    assert net.linear.bias.shape == (9,)
    nnx.update(net, dtype, allow_shape_change=True, allow_dtype_change=True)
    assert net.linear.bias.dtype == "float64"


def test_update_of_a_static_attribute(net):
    unchanged(net, lambda: nnx.update(net, nnx.State({"linear": {"in_features": 9}})), ValueError, "linear/in_features")


def test_a_failed_update_changes_nothing(net):
    state = nnx.state(net).map(lambda path, leaf: np.asarray(leaf) + 1)
    state["out"]["kernel"] = np.zeros((1, 1), np.float32)
    unchanged(net, lambda: nnx.update(net, state), ValueError, "out/kernel")


def test_a_value_node_has_one_owner(net):
    net.items = [nnx.Param(0.0)]
    unchanged(net, lambda: setattr(net, "again", net.items), ValueError, "owner")
    unchanged(net, lambda: net.items.append(net.items), ValueError, "itself|owner")


def test_pop_from_a_list(net):
    net.items = nnx.List([nnx.Cache(0.0)])
    unchanged(net, lambda: nnx.pop(net, nnx.Cache), ValueError, "items/0")


def test_everything_stands_last(net):
    unchanged(net, lambda: nnx.split(net, nnx.Everything(), nnx.Param), ValueError, "last")


def test_state_of_a_single_variable():
    state = nnx.state(nnx.Param(3.0))
    assert state.paths() == [()] and state.num_leaves == 1 and float(state[()]) == 3.0
    graphdef, state = nnx.split(nnx.Param(3.0))
    assert float(nnx.merge(graphdef, state)) == 3.0
