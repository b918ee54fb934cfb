"""List, Dict, and Python's own containers in a graph."""

import sys

import numpy as np
import pytest

import libnnx as nnx


class Holder(nnx.Module):
    @classmethod
    def of(cls, items):
        holder = cls()
        holder.items = items
        return holder.items


def param(value=0.0):
    return nnx.Param(np.float32(value))


def test_a_list_is_a_mutable_sequence():
    items = nnx.List([param(i) for i in range(3)])
    items.append(5)
    items.insert(0, "first")
    items.insert(1, param(9))
    assert len(items) == 6 and items[0] == "first" and items[-1] == 5 and float(items[1]) == 9
    del items[0]
    assert float(items.pop(0)) == 9 and [float(each) for each in items[:3]] == [0, 1, 2]
    items[1:3] = [7]
    assert items[1] == 7 and len(items) == 3
    items.reverse()
    assert items[0] == 5 and items[1] == 7
    with pytest.raises(IndexError):
        items[9]
    with pytest.raises(TypeError):
        items["a"]


def test_a_dict_is_a_mutable_mapping():
    table = nnx.Dict({"b": param(2)}, a=param(1))
    table["c"] = 3
    assert list(table) == ["a", "b", "c"] and float(table.a) == 1 and table.c == 3
    assert "b" in table and "z" not in table and 5 not in table
    del table["b"]
    assert set(table.keys()) == {"a", "c"}
    table.d = 4
    assert table["d"] == 4
    with pytest.raises(KeyError):
        table["z"]
    with pytest.raises(AttributeError):
        table.z


def test_lists_and_dicts_are_shared_by_reference():
    a, b = Holder(), Holder()
    a.items = b.items = shared = nnx.List([param()])
    root = nnx.Dict(a=a, b=b)
    graphdef, state = nnx.split(root)
    assert state.num_leaves == 1
    again = nnx.merge(graphdef, state)
    assert again.a.items is again.b.items and shared is a.items


def test_a_list_may_hold_itself():
    items = nnx.List([])
    items.append(items)
    again = nnx.clone(items)
    assert again[0] is again and again is not items


def test_plain_containers_are_live_views():
    holder = Holder()
    source = [param(1), {"x": param(2), "n": 3}, (param(3), (), "t"), None]
    holder.items = source
    assert isinstance(holder.items, nnx.PlainList) and len(holder.items) == 4
    assert holder.items[0] is source[0] and holder.items[1]["x"] is source[1]["x"]
    assert holder.items[2] == (source[2][0], (), "t") and holder.items[3] is None
    holder.items.append(param(4))
    holder.items[1]["y"] = param(5)
    assert len(source) == 4, "the list that was given is copied"
    _, state = nnx.split(holder)
    assert [nnx.path_text(path) for path in state.paths()] == [
        "items/0", "items/1/x", "items/1/y", "items/2/0", "items/4"
    ]  # fmt: skip
    holder.items += [7]
    assert holder.items[-1] == 7
    assert holder.items[1].keys() == {"n", "x", "y"}
    holder.numbers = [1, 2]
    assert holder.numbers == [1, 2]


def test_integer_keys():
    holder = Holder()
    holder.table = {10: param(1), 9: param(0), -1: param(2)}
    assert list(holder.table) == [-1, 9, 10]
    _, state = nnx.split(holder)
    assert state.paths() == [("table", -1), ("table", 9), ("table", 10)]
    with pytest.raises(TypeError, match="int and str"):
        holder.table = {1: 1, "a": 2}
    with pytest.raises(ValueError):
        holder.table["a"] = 2


def test_odd_keys():
    holder = Holder()
    keys = ["", "0", "a/b", 'q"', "new\nline", "ü", "\\"]
    holder.table = {key: param(i) for i, key in enumerate(keys)}
    assert set(holder.table) == set(keys)
    for i, key in enumerate(keys):
        assert float(holder.table[key]) == i
    _, state = nnx.split(holder)
    assert {path[1] for path in state.paths()} == set(keys)
    assert float(state["table"]["a/b"]) == 2


def test_a_plain_container_has_one_place():
    holder = Holder()
    holder.a = [param()]
    with pytest.raises(ValueError):
        holder.b = holder.a
    assert not hasattr(holder, "b") or holder.b is None


def test_a_container_that_holds_itself_is_refused():
    items = [1]
    items.append({"again": items})
    with pytest.raises(ValueError, match="holds itself"):
        Holder().items = items
    with pytest.raises(ValueError, match="holds itself"):
        nnx.split(items)


@pytest.mark.parametrize("wrap", [lambda x: [x], lambda x: {"a": x}, lambda x: ([x],)], ids=["list", "dict", "tuple"])
def test_what_is_nested_too_deep_is_a_plain_recursion_error(wrap):
    # Which call is the one too many depends on the depth at which it begins.
    def begin(depth):
        return begin(depth - 1) if depth else nnx.Dict(a=deep)

    deep = []
    for _ in range(2 * sys.getrecursionlimit()):
        deep = wrap(deep)
    for depth in range(20):
        with pytest.raises(RecursionError):
            begin(depth)
    shallow = []
    for _ in range(50):
        shallow = wrap(shallow)
    nnx.Dict(a=shallow)


def test_roots_may_be_plain_containers():
    a, b = Holder(), Holder()
    a.p, b.p = param(1), param(2)
    for root in (a, b), [a, b], {"a": a, "b": b}:
        graphdef, state = nnx.split(root)
        assert state.num_leaves == 2
        merged = nnx.merge(graphdef, state)
        values = list(merged.values()) if isinstance(root, dict) else list(merged)
        assert [float(each.p) for each in values] == [1, 2]
    graphdef, state = nnx.split((a, b))
    state[1].p = np.float32(9)
    nnx.update((a, b), state)
    assert float(b.p) == 9


@pytest.mark.parametrize(
    "change",
    [
        lambda items: items.insert(0, {1}),
        lambda items: items.extend([7, {1}]),
        lambda items: items.__setitem__(slice(0, 1), [{1}]),
        lambda items: items.__setitem__(slice(0, 2), [8, {1}]),
        lambda items: items.__setitem__(slice(None, None, 2), [8, {1}]),
        lambda items: items.__setitem__(slice(None, None, 2), [8]),
        lambda items: items.__iadd__([9, {"a": {1}}]),
    ],
)
@pytest.mark.parametrize("make", [nnx.List, lambda content: Holder.of(content)])
def test_a_refused_change_leaves_a_list_as_it_was(make, change):
    node = param(2)
    items = make([1, node, (3, 4), "x"])
    with pytest.raises((TypeError, ValueError)):
        change(items)
    assert len(items) == 4 and items[0] == 1 and items[1] is node and items[2] == (3, 4) and items[3] == "x"


def test_a_change_that_the_graph_refuses_is_undone():
    owner = Holder()
    owner.items = [1]
    taken = owner.items
    items = nnx.List([0, param(1), [2]])
    inner = items[2]
    with pytest.raises(ValueError):
        items[0:3] = [5, 6, taken]
    assert len(items) == 3 and items[0] == 0 and float(items[1]) == 1 and items[2] is inner
    with pytest.raises(ValueError):
        items.extend([5, taken])
    assert len(items) == 3


def test_slices_as_of_a_list():
    for index, new in (
        (slice(1, 3), [7]),
        (slice(1, 1), [7, 8]),
        (slice(None, None, 2), [7, 8, 9]),
        (slice(None, None, -1), [7, 8, 9, 10, 11]),
        (slice(4, 1), [7]),
        (slice(None), []),
    ):
        items, plain = nnx.List(range(5)), list(range(5))
        items[index] = new
        plain[index] = new
        assert list(items) == plain
    items = nnx.List([1, [2], [3]])
    items[1:3] = items[2:0:-1]
    assert items[1] == [3] and items[2] == [2]


def test_a_refused_update_leaves_a_dict_as_it_was():
    table = nnx.Dict(a=1)
    with pytest.raises(TypeError, match="^c: a set"):
        table.update(b=2, c={3})
    assert list(table) == ["a"]


def test_texts_name_the_place_in_nested_containers():
    holder = Holder()
    cyclic = [1]
    cyclic.append(cyclic)
    for value, match in (
        ({"x": [{1: 1, "a": 2}]}, "^items/x/0: the keys of a dict"),
        ([0, cyclic], "^items/1/1: a list that holds itself"),
        ({"a/b": [{1}]}, '^items/"a/b"/0: a set'),
    ):
        with pytest.raises((TypeError, ValueError), match=match):
            holder.items = value
