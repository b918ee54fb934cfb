"""The native walk: what it recognises, what it leaves to Flax, and that it neither keeps nor loses references."""

from __future__ import annotations

import gc
import sys
import threading
import weakref

import pytest

nnx = pytest.importorskip("flax.nnx")
import jax
import jax.numpy as jnp
import numpy as np
from flax.nnx import graphlib

import libnnx.flax as fast
from libnnx.flax import _native

assert _native.module is not None, "the natives are not there"


@pytest.fixture(autouse=True)
def counted():
    fast.reset_stats()


def fallbacks():
    return dict(fast.stats().fallbacks)


class Block(nnx.Module):
    def __init__(self, size=2, rate=0.5):
        self.kernel = nnx.Param(jnp.ones((size, size)))
        self.rate = rate
        self.buffer = nnx.data(jnp.zeros(size))


class Net(nnx.Module):
    def __init__(self):
        self.blocks = nnx.List([Block(), Block()])
        self.tied = self.blocks[0].kernel
        self.stats = nnx.data({"count": nnx.BatchStat(jnp.zeros(())), "last": None})


def leaves_of(state):
    flat = nnx.to_flat_state(state)
    return list(zip(flat.paths, map(id, flat.leaves)))


def assert_same_split(found, expected):
    assert found[0] == expected[0] and repr(found[0]) == repr(expected[0]) and hash(found[0]) == hash(expected[0])
    assert [leaves_of(state) for state in found[1:]] == [leaves_of(state) for state in expected[1:]]
    assert [repr(state) for state in found[1:]] == [repr(state) for state in expected[1:]]


def test_an_unchanged_structure_gives_the_same_graphdef():
    net = Net()
    first = fast.graphdef(net)
    assert fast.split(net)[0] is first and fast.graphdef(net) is first
    net.tied[...] = jnp.zeros((2, 2))
    assert fast.graphdef(net) is first
    net.blocks[1].rate = 0.25
    other = fast.graphdef(net)
    assert other != first and other == nnx.graphdef(net)
    net.blocks[1].rate = 0.5
    assert fast.graphdef(net) is first
    net.tied.set_metadata(tag="tied")
    assert fast.graphdef(net) == nnx.graphdef(net) != first
    assert not fallbacks()


def test_a_static_value_is_returned_with_its_type():
    """They are equal for Python, and so are their GraphDefs; but each graph gets its own back."""
    values = [1, True, 1.0, np.int64(1), 0.0, -0.0, (1,), (True,), "1", float("nan"), 10**30, 10**30 + 0]
    for value in values * 2:
        block = Block(rate=value)
        graphdef, state = fast.split(block)
        found = graphlib.merge(graphdef, state).rate
        assert type(found) is type(value) and repr(found) == repr(value)
        assert [type(item) for item in found] == [bool if value[0] is True else int] if isinstance(value, tuple) else True


@pytest.mark.parametrize(
    "filters",
    [
        (),
        (...,),
        (nnx.Param, ...),
        (nnx.Param, nnx.BatchStat, True),
        ("absent", [nnx.Param, nnx.BatchStat], ...),
        (nnx.All(nnx.Variable, nnx.Not(nnx.PathContains(1))), nnx.Everything()),
        (nnx.PathContains("ern", exact=False), nnx.filterlib.PathIn(("stats", "count")), ...),
        (jax.Array, ...),
        (None, False, (), ...),
        (object,),
        (lambda path, leaf: "kernel" in path, ...),
        (nnx.Any(nnx.BatchStat, lambda path, leaf: len(path) % 2), nnx.Not(lambda path, leaf: []), ...),
    ],
)
def test_filters_take_what_they_take_in_flax(filters):
    net = Net()
    assert_same_split(fast.split(net, *filters), nnx.split(net, *filters))
    found, expected = fast.state(net, *filters), nnx.state(net, *filters)
    assert type(found) is type(expected)
    found, expected = (found, expected) if isinstance(found, tuple) else ((found,), (expected,))
    assert list(map(leaves_of, found)) == list(map(leaves_of, expected))
    assert not fallbacks()


def test_a_filter_that_is_a_function_is_called_once_per_leaf():
    net = Net()
    asked, expected = [], []
    fast.split(net, nnx.BatchStat, lambda path, leaf: asked.append((path, leaf)), ...)
    nnx.split(net, nnx.BatchStat, lambda path, leaf: expected.append((path, leaf)), ...)
    assert asked and [path for path, _ in asked] == [path for path, _ in expected]
    assert all(one is other for (_, one), (_, other) in zip(asked, expected))
    assert not fallbacks()

    calls = []

    def fails(path, leaf):
        calls.append(fast.split(net, nnx.Param, ...))
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        fast.split(net, fails, ...)
    assert len(calls) == 1
    assert fallbacks() == {"split: called from within a traversal": 1}


def test_graph_states_and_leaves_that_stay_leaves_merge_natively():
    net = Net()
    params, rest = nnx.graphlib.unpack(net, nnx.Param, ...)
    assert_same_split(nnx.split(fast.merge(params, rest)), nnx.split(nnx.merge(params, rest)))
    graphdef, state = nnx.split(net)
    raw = nnx.as_pure(state)
    kept = fast.merge(graphdef, raw, recreate_variables=False)
    expected = nnx.merge(graphdef, raw, recreate_variables=False)
    values = [[value for _, value in nnx.iter_graph(each)] for each in (kept, expected)]
    assert list(map(type, values[0])) == list(map(type, values[1]))
    assert not any(isinstance(value, nnx.Variable) for value in values[0])
    assert not fallbacks()
    with pytest.raises(ValueError, match="GraphDef must be the same"):
        fast.merge(params, nnx.graphlib.unpack(nnx.Linear(1, 1, rngs=nnx.Rngs(0))))
    assert fallbacks() == {"merge: no GraphDef, or several": 1}


def test_clones_of_trees_and_with_arrays_of_their_own():
    net = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
    for options in ({"graph": False}, {"arrays": True}, {"variables": False, "graph": False}):
        found, expected = fast.clone(net, **options), nnx.clone(net, **options)
        assert nnx.graphdef(found) == nnx.graphdef(expected)
        assert (found.kernel is net.kernel) is (expected.kernel is net.kernel)
        same = [each.kernel.get_raw_value() is net.kernel.get_raw_value() for each in (found, expected)]
        assert same[0] is same[1]
    with pytest.raises(ValueError, match="variables should be also True"):
        fast.clone(net, variables=False, arrays=True)


def test_a_state_of_a_class_that_derives_from_state_updates_natively():
    class Derived(nnx.State):
        pass

    class Doubling(nnx.State):
        def __getitem__(self, key):
            value = super().__getitem__(key)
            return value.replace(value * 2) if isinstance(value, nnx.Variable) else value

    for cls, native in ((Derived, {"update": 1}), (Doubling, {})):
        nets = Net(), Net()
        for net, library in zip(nets, (fast, nnx)):
            state = cls(jax.tree.map(lambda value: value + 1, nnx.state(net)).raw_mapping)
            fast.reset_stats()
            library.update(net, state)
            if library is fast:
                assert dict(fast.stats().native) == native
        found, expected = (jax.tree.leaves(nnx.state(net)) for net in nets)
        assert all((one == other).all() for one, other in zip(found, expected, strict=True))


def test_what_flax_does_is_counted_by_its_reason():
    net = Net()
    with pytest.raises(ValueError, match="Non-exhaustive filters"):
        fast.split(net, nnx.Param)
    with pytest.raises(ValueError, match="can only be used as the last filters"):
        fast.split(net, ..., nnx.Param)
    assert fallbacks() == {
        "split: leaves that no filter takes": 1,
        "split: a filter behind one that takes the rest": 1,
    }


def test_a_jax_ref_goes_to_flax():
    net = nnx.Dict(a=nnx.Param(jnp.ones(2), ref=True))
    assert fast.split(net)[0] == nnx.split(net)[0]
    assert fallbacks() == {"split: a jax.Ref": 1}


def test_flatten_shares_indices_between_calls():
    net = Net()
    parts = [net.blocks, net, net.tied]
    for with_paths in (True, False):
        found_map, expected_map = graphlib.RefMap(), graphlib.RefMap()
        for part in parts:
            found = fast._functions.flatten(part, ref_index=found_map, with_paths=with_paths)
            expected = graphlib.flatten(part, ref_index=expected_map, with_paths=with_paths)
            assert found[0] == expected[0]
            leaves = [found[1], expected[1]]
            if with_paths:
                assert found[1].paths == expected[1].paths
                leaves = [state.leaves for state in leaves]
            assert list(map(id, leaves[0])) == list(map(id, leaves[1]))
        assert list(found_map._mapping.items()) == list(expected_map._mapping.items())
    outer = graphlib.RefMap(expected_map.items())
    found = fast._functions.flatten(net, ref_outer_index=outer)
    assert found[0] == graphlib.flatten(net, ref_outer_index=outer)[0] != graphlib.flatten(net)[0]
    assert not fallbacks()


def test_tree_mode_gives_the_trees_of_flax():
    class Tree(nnx.Module):
        def __init__(self, rate):
            self.blocks = nnx.List([Block(rate=rate), Block()])
            self.odd = nnx.data({"b": [1, jnp.ones(2)], "a": (None, nnx.State({"s": 2.5}))})
            self.note = ("static", 1)

    tree = Tree(0.5)
    for filters in ((), (nnx.Param, ...), (nnx.PathContains("a"), nnx.Param, ...)):
        found, expected = fast.split(tree, *filters, graph=False), nnx.split(tree, *filters, graph=False)
        assert_same_split(found, expected)
        merged = graphlib.merge(*found)
        assert merged.note == tree.note and merged.odd["b"][0] == 1 and merged.blocks[0].kernel is tree.blocks[0].kernel
        assert leaves_of(fast.state(tree, nnx.Param, graph=False)) == leaves_of(nnx.state(tree, nnx.Param, graph=False))
    first = fast.graphdef(tree, graph=False)
    assert fast.graphdef(tree, graph=False) is first != fast.graphdef(tree)
    assert fast.graphdef(Tree(0.25), graph=False) == nnx.graphdef(Tree(0.25), graph=False) != first
    flat = fast._functions.flatten(tree, graph=False, with_paths=False)
    expected = graphlib.flatten(tree, graph=False, with_paths=False)
    assert flat[0] == expected[0] and list(map(id, flat[1])) == list(map(id, expected[1]))
    assert not fallbacks()

    tree.tied = tree.blocks[0].kernel
    with pytest.raises(ValueError, match="Duplicate Param"):
        fast.split(tree, graph=False)
    assert list(fallbacks()) == ["tree_split: a Variable in two places of a tree"]

    class Plain(nnx.Object):
        pass

    with pytest.raises(ValueError, match="pytree=False"):
        fast.split([Plain()], graph=False)


def test_a_leaf_alone_is_split_as_flax_splits_it():
    for leaf in (jnp.ones(2), np.ones(2), 3, "text", nnx.Param(jnp.ones(1))):
        for graph in (True, False):
            for filters in ((), (nnx.Param, ...)):
                found, expected = fast.split(leaf, *filters, graph=graph), nnx.split(leaf, *filters, graph=graph)
                assert found[0] == expected[0] and len(found) == len(expected)
                assert [type(state) for state in found[1:]] == [type(state) for state in expected[1:]]
                assert any(state is leaf for state in found[1:])
    assert not fallbacks()
    with pytest.raises(IndexError):
        fast.state(jnp.ones(2))


def test_a_failed_flatten_leaves_the_map_of_indices_as_it_was():
    net = nnx.Dict(a=nnx.Param(jnp.ones(2)), b=nnx.Param(jnp.ones(2), ref=True))
    indices = graphlib.RefMap()
    assert _native.module.flatten(net, indices, None, True) is _native.FALLBACK
    assert len(indices) == 0


class Registered:
    def __init__(self, value):
        self.value = value


def _flatten_registered(node):
    # Looks at another graph meanwhile, as any function may.
    fast.split(Net())
    gc.collect()
    return [("value", node.value)], type(node)


graphlib.register_graph_node_type(
    Registered,
    _flatten_registered,
    lambda node, key, value: setattr(node, key, value),
    lambda node, key: node.__dict__.pop(key),
    lambda cls: object.__new__(cls),
    lambda node: node.__dict__.clear(),
    lambda node, items: node.__dict__.update(items),
)


def test_a_registered_node_is_taken_apart_by_its_own_function():
    shared = nnx.Param(jnp.ones(2))
    root = [Registered(shared), Registered([shared, 3, jnp.zeros(1)])]
    root.append(root[0])
    found = fast.split(root)
    assert fallbacks() == {"split: called from within a traversal": 4}
    assert_same_split(found, nnx.split(root))
    assert fast.split(root)[0] is found[0]


def test_pytrees_of_jax_are_taken_apart_by_jax():
    import collections

    import optax
    from flax import struct

    @struct.dataclass
    class Point:
        y: object
        x: object

    root = (
        Point(nnx.Param(jnp.ones(1)), {"z": jnp.ones(2), "a": 1}),
        collections.OrderedDict(b=jnp.ones(1), a=nnx.Param(jnp.ones(3))),
        optax.ScaleByAdamState(count=jnp.zeros(()), mu={"k": jnp.ones(1)}, nu=None),
        nnx.State({"s": {"t": jnp.ones(1)}}),
        {3: jnp.ones(1), 1: jnp.ones(2)},
        {("k", "u"): jnp.ones(1), ("a", "b"): nnx.Param(jnp.ones(2))},
    )
    assert_same_split(fast.split(root), nnx.split(root))
    assert not fallbacks()


@pytest.mark.parametrize("depth", [300, 900, 3000])
def test_a_deep_graph_is_walked_as_far_as_flax_walks(depth):
    root = Block()
    for _ in range(depth):
        outer = nnx.Dict()
        object.__setattr__(outer, "inner", root)
        object.__setattr__(outer, "_pytree__nodes", outer._pytree__nodes.update({"inner": True}))
        root = outer

    def outcome(split):
        try:
            return split(root)[0] is not None
        except RecursionError:
            return "too deep"

    assert outcome(fast.split) == outcome(nnx.split)
    assert bool(fallbacks()) == (depth > 400)
    # Taken apart from the outside, as dropping a long chain is recursive too.
    while "inner" in vars(root):
        root = vars(root).pop("inner")


def test_a_list_that_holds_itself_is_a_recursion_error():
    root = [nnx.Param(jnp.ones(1))]
    root.append(root)
    with pytest.raises(RecursionError):
        fast.split(root)


def test_a_method_that_is_replaced_later_is_seen(monkeypatch):
    class Special(nnx.Param):
        pass

    net = nnx.Dict(a=Special(jnp.ones(2)))
    first = fast.split(net)
    monkeypatch.setattr(Special, "get_metadata", lambda self, *args, **kwargs: {"hijax": False, "odd": 1})
    found = fast.split(net)
    assert found[0] == nnx.split(net)[0] != first[0]
    assert set(fallbacks()) <= {"split: a class changed", "split: a Variable class with methods of its own"}
    assert fallbacks()


def test_a_type_that_is_registered_later_is_seen():
    class Late:
        pass

    net = Block()
    object.__setattr__(net, "buffer", Late())
    assert [path[-1] for path in fast._functions.flatten(net)[1].paths] == ["buffer", "kernel"]
    jax.tree_util.register_pytree_node(Late, lambda late: ((), None), lambda aux, children: Late())
    assert [path[-1] for path in fast._functions.flatten(net)[1].paths] == ["kernel"]


def test_iteration_is_lazy_and_meets_what_flax_meets():
    net = Net()
    net.pair = (1, None, (), "text", None)
    root = [net, nnx.State({"s": jnp.ones(1)}), Registered(3), net, nnx.Param(jnp.ones(1))]
    found, expected = list(fast.iter_graph(root)), list(nnx.iter_graph(root))
    assert [(path, id(value)) for path, value in found] == [(path, id(value)) for path, value in expected]

    for iterate in (fast.iter_graph, nnx.iter_graph):
        net = Net()
        seen = []
        for path, value in iterate(net):
            seen.append(path)
            if path == ("blocks",):
                net.tied = net.blocks[1].kernel
                net.stats["new"] = nnx.Param(jnp.ones(1))
        assert ("stats", "new") in seen
        iterator = iterate(net)
        assert iter(iterator) is iterator
        assert len(list(iterator)) == len(seen) + 0 and list(iterator) == []


def test_an_iteration_ends_with_flax_s_exception():
    root = [jnp.ones(1), {1: 2, "a": 3}]
    iterator = fast.iter_graph(root)
    assert next(iterator)[0] == (0,)
    with pytest.raises(TypeError, match="not supported between"):
        next(iterator)
    assert list(iterator) == []


def test_structures_are_remembered_up_to_a_number():
    class Marker:
        pass

    marker = Marker()
    gone = weakref.ref(marker)
    fast.split(Block(rate=marker))
    del marker
    for number in range(300):
        fast.split(Block(rate=f"number {number}"))
    gc.collect()
    assert gone() is None


def test_a_tracer_that_leaks_is_not_remembered():
    kept = []

    @jax.jit
    def function(x):
        block = Block()
        object.__setattr__(block, "rate", x)  # static, as Flax makes it of arrays in some places
        fast.split(block)
        kept.append(weakref.ref(x))
        return x

    function(jnp.ones(1))
    gc.collect()
    assert kept[0]() is None


def test_the_hash_of_a_graphdef_is_flax_s():
    net = Net()
    graphdef, expected = fast.graphdef(net), hash(nnx.graphdef(net))
    with fast.installed():
        assert hash(graphdef) == expected == hash(graphdef) and hash(nnx.split(net)[0]) == expected
        with pytest.raises(TypeError, match="unhashable"):
            hash(fast.graphdef(Block(rate={1, 2})))


CALLS = {
    "split": lambda net: fast.split(net),
    "split with filters": lambda net: fast.split(net, nnx.Param, nnx.PathContains("count"), ...),
    "split, to Flax": lambda net: fast.split(net, lambda path, leaf: True),
    "state": lambda net: fast.state(net, nnx.Param),
    "graphdef": lambda net: hash(fast.graphdef(net)),
    "flatten": lambda net: fast._functions.flatten(net, ref_index=graphlib.RefMap(), with_paths=False),
    "a new structure": lambda net: fast.split(Block(rate=object())),
    "iter_graph": lambda net: sum(1 for _ in fast.iter_graph(net)),
    "half an iteration": lambda net: next(fast.iter_graph(net)),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_calls_leave_no_references(call):
    net = Net()
    watched = [net, net.tied, net.tied.get_raw_value(), vars(net), net.blocks, None, nnx.Param, fast.graphdef(net)]

    def counts():
        gc.collect()
        return [sys.getrefcount(value) for value in watched], len(gc.get_objects())

    def run(times):
        for _ in range(times):
            call(net)

    run(600)  # what is remembered has its full size
    before, objects = counts()
    run(600)
    after, more = counts()
    # None and Param have many holders that come and go.
    assert all(abs(a - b) < 300 for a, b in zip(after, before)) and abs(more - objects) < 300, (before, after, objects, more)
    assert after[:5] == before[:5]


def test_threads_at_once():
    nets = [Net() for _ in range(4)]
    expected = [leaves_of(nnx.split(net)[1]) for net in nets]
    failures = []

    def run(index):
        for _ in range(200):
            graphdef, state = fast.split(nets[index])
            if leaves_of(state) != expected[index]:
                failures.append(index)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_a_finalizer_that_walks_is_sent_to_flax():
    class Loud:
        def __del__(self):
            split.append(fast.split(Block())[0])

    split = []
    net = Net()
    for number in range(50):
        loud = Loud()
        loud.itself = loud  # only the collector finds it
        del loud
        fast.split(Block(rate=f"other {number}"))
        fast.split(net)
    gc.collect()
    assert len(split) == 50 and all(graphdef == nnx.graphdef(Block()) for graphdef in split[:5])
