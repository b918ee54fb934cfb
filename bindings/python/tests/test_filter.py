"""Filters of every form."""

import gc

import numpy as np
import pytest

import libnnx as nnx


def paths(node, *filters):
    state = nnx.state(node, *filters)
    return [nnx.path_text(path) for path in state.paths()]


def test_each_form(net):
    net.linear.bias.set_metadata(tag="special")
    everything = ["linear/bias", "linear/kernel", "norm/mean", "norm/scale", "out/bias", "out/kernel"]
    assert paths(net, nnx.BatchStat) == ["norm/mean"]
    assert paths(net, nnx.OfType(nnx.BatchStat)) == ["norm/mean"]
    assert paths(net, ...) == paths(net, True) == paths(net, nnx.Everything()) == paths(net, nnx.Variable) == everything
    assert paths(net, None) == paths(net, False) == paths(net, nnx.Nothing()) == []
    assert paths(net, "special") == paths(net, nnx.WithTag("special")) == ["linear/bias"]
    assert paths(net, nnx.PathContains("bias")) == ["linear/bias", "out/bias"]
    assert paths(net, nnx.PathContains("ne", exact=False)) == ["linear/bias", "linear/kernel", "out/kernel"]
    assert paths(net, nnx.PathIn(("norm", "mean"), ("absent",))) == ["norm/mean"]
    assert paths(net, nnx.Any(nnx.BatchStat, "special")) == paths(net, [nnx.BatchStat, "special"]) == [
        "linear/bias", "norm/mean"
    ]  # fmt: skip
    assert paths(net, nnx.All(nnx.Param, nnx.PathContains("norm"))) == ["norm/scale"]
    assert paths(net, nnx.Not(nnx.Param)) == ["norm/mean"]
    assert paths(net, lambda path, leaf: path[0] == "out" and leaf.ndim == 2) == ["out/kernel"]
    assert paths(net, nnx.Not(lambda path, leaf: isinstance(leaf, nnx.Param))) == ["norm/mean"]


def test_the_first_that_matches_takes_the_leaf(net):
    _, a, b, rest = nnx.split(net, nnx.PathContains("kernel"), nnx.Param, ...)
    assert (a.num_leaves, b.num_leaves, rest.num_leaves) == (2, 3, 1)


def test_leaves_that_none_takes_are_an_error_that_names_them(net):
    with pytest.raises(ValueError, match="norm/mean"):
        nnx.split(net, nnx.Param)


@pytest.mark.parametrize("rest", [..., True])
def test_the_rest_comes_last(net, rest):
    with pytest.raises(ValueError):
        nnx.split(net, rest, nnx.Param)
    nnx.split(net, nnx.Param, ..., rest)


@pytest.mark.parametrize("wrong", [3, 2.5, b"x", object()])
def test_what_is_no_filter(net, wrong):
    with pytest.raises(TypeError, match="not a filter"):
        nnx.split(net, wrong)


def test_functions_see_value_type_and_metadata(net):
    net.linear.bias.set_metadata(tag="special")
    seen = {}

    def look(path, leaf):
        seen[nnx.path_text(path)] = (leaf.type, float(np.asarray(leaf).sum()), leaf.get_metadata())
        return False

    nnx.state(net, look)
    assert seen["linear/bias"] == (nnx.Param, 0.0, {"tag": "special"})
    assert seen["norm/mean"][0] is nnx.BatchStat and seen["out/kernel"][1] == 66.0
    seen.clear()
    nnx.state(net).filter(look)
    assert len(seen) == 6 and seen["linear/bias"][2] == {"tag": "special"}


def test_they_compare_and_hash():
    assert nnx.Any(nnx.Param, "x") == nnx.Any(nnx.Param, "x") != nnx.All(nnx.Param, "x")
    assert hash(nnx.PathIn(("a",))) == hash(nnx.PathIn(("a",))) and nnx.Everything() == nnx.Everything()
    assert repr(nnx.Not("tag")) == "Not('tag')"


def test_a_collection_while_filters_run_is_no_change(net):
    """Python's collector may release nodes of the same graph inside a filter."""

    def spare():
        other = nnx.Dict(shared=net.linear)
        cycle = [other]
        cycle.append(cycle)

    def filter(path, leaf):
        gc.collect()
        return isinstance(leaf, nnx.BatchStat)

    gc.disable()
    try:
        spare()
        assert nnx.pop(net, filter).paths() == [("norm", "mean")]
        spare()
        assert nnx.set_attributes(net, lambda path, module: gc.collect() >= 0, in_features=9) == 2
    finally:
        gc.enable()
