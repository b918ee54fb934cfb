"""The same random graphs in Flax and in libnnx: the same order, indices, paths, and results of every function.

Where Flax refuses, libnnx refuses too. Where libnnx is stricter by the list in docs/from-flax.md, the test says which
rule it was.
"""

from __future__ import annotations

import json
import operator
import random

import numpy as np
import pytest
from random_graphs import build, build_filter, describe, random_filter

import libnnx as nnx

flax_nnx = pytest.importorskip("flax.nnx")
import jax.numpy as jnp

GRAPHS = 300


class FlaxMask(flax_nnx.Param):
    pass


class Mask(nnx.Param):
    pass


FLAX_MODULES = {name: type(name, (flax_nnx.Module,), {}) for name in ("Alpha", "Beta", "Gamma")}
MODULES = {name: type(name, (nnx.Module,), {}) for name in ("Alpha", "Beta", "Gamma")}
NAMES = ["Param", "BatchStat", "Cache", "RngKey", "RngCount", "OptVariable"]
FLAX_VARIABLES = {name: getattr(flax_nnx, name, None) for name in NAMES} | {"Mask": FlaxMask}
FLAX_VARIABLES["OptVariable"] = flax_nnx.optimizer.OptVariable
FLAX_VARIABLES["OptState"] = flax_nnx.optimizer.OptState
VARIABLES = {name: getattr(nnx, name) for name in [*NAMES, "OptState"]} | {"Mask": Mask}
TYPE_NAMES = {"FlaxMask": "Mask"} | {cls._type_name: name for name, cls in MODULES.items()} | {Mask._type_name: "Mask"}


def in_flax(spec):
    return build(spec, flax_nnx, FLAX_MODULES, FLAX_VARIABLES, jnp.asarray, flax_nnx.data)


def in_libnnx(spec):
    return build(spec, nnx, MODULES, VARIABLES, lambda array: nnx.Tensor(array), lambda content: content)


def flax_filter(description):
    return build_filter(description, flax_nnx, flax_nnx.filterlib, FLAX_VARIABLES)


def libnnx_filter(description):
    return build_filter(description, nnx, nnx, VARIABLES)


# Both layouts in one form: (kind, type, index, [(key, value), …]).


def flax_layout(graphdef):
    nodes, attributes = iter(graphdef.nodes), iter(graphdef.attributes)

    def visit():
        node = next(nodes)
        name = type(node).__name__
        if name == "NodeRef":
            return ("Ref", node.index)
        if name == "VariableDef":
            hidden = ("hijax", "ref", "eager_sharding")
            metadata = {key: value for key, value in node.metadata.items() if key not in hidden}
            return ("Variable", TYPE_NAMES.get(node.type.__name__, node.type.__name__), node.index, metadata)
        kind = {list: "list", tuple: "tuple", dict: "dict", flax_nnx.List: "List", flax_nnx.Dict: "Dict"}.get(node.type)
        children = []
        for _ in range(node.num_attributes):
            key, attribute = next(attributes)
            if type(attribute).__name__ == "NodeAttr":
                value = visit()
            elif type(attribute).__name__ == "LeafAttr":
                value = ("array",)
            else:
                value = ("None",) if attribute.value is None else ("static", static_json(attribute.value))
            if not str(key).startswith("_pytree__") and not (kind == "List" and key == "_length"):
                children.append((key, value))
        if node.type is type(None):
            return ("None",)
        return (kind or "Object", None if kind else node.type.__name__, node.index, children)

    return visit()


def libnnx_layout(graphdef):
    content = json.loads(graphdef.to_json())
    nodes, attributes = iter(content["nodes"]), iter(content["attributes"])

    def visit():
        node = next(nodes)
        kind = node["kind"]
        if kind == "Ref":
            return ("Ref", node["index"])
        if kind == "None":
            return ("None",)
        if kind == "Variable":
            return (kind, TYPE_NAMES.get(node["type"], node["type"]), node["index"], node["metadata"])
        children = []
        for _ in range(node["attributes"]):
            key, attribute = next(attributes)
            if attribute == "node":
                value = visit()
            elif attribute == "array":
                value = ("array",)
            else:
                value = ("static", attribute["static"])
            children.append((key, value))
        return (kind, TYPE_NAMES.get(node.get("type"), node.get("type")), node.get("index"), children)

    return visit()


def static_json(value):
    if isinstance(value, tuple):
        return [static_json(item) for item in value]
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if callable(value):
        return {"foreign": repr(value)}
    return value


# Leaves in one form: path to (type, dtype, shape, bytes).


def flax_leaves(state):
    return {tuple(path): leaf_of(leaf, flax_nnx.Variable) for path, leaf in flax_nnx.to_flat_state(state)}


def libnnx_leaves(state):
    return {path: leaf_of(leaf, nnx.Variable) for path, leaf in state.flat_items()}


def leaf_of(leaf, variable):
    name = type(leaf) if variable is flax_nnx.Variable else getattr(leaf, "type", None)
    name = getattr(name, "_type_name", getattr(name, "__name__", "")) if isinstance(leaf, variable) else ""
    array = np.asarray(leaf.get_value() if isinstance(leaf, variable) else leaf)
    return (TYPE_NAMES.get(name, name), str(array.dtype), array.shape, array.tobytes())


def same_states(ours, theirs):
    ours = ours if isinstance(ours, tuple) else (ours,)
    theirs = theirs if isinstance(theirs, tuple) else (theirs,)
    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs):
        assert list(libnnx_leaves(our).items()) == list(flax_leaves(their).items())


def both(ours, theirs):
    """Runs both; when Flax raises, libnnx must too. The results, or None when both raised."""
    try:
        expected = theirs()
    except Exception as error:
        with pytest.raises(Exception) as caught:
            ours()
        assert not isinstance(caught.value, AttributeError), (error, caught.value)
        return None
    return ours(), expected


@pytest.fixture(scope="module", params=range(GRAPHS // 20))
def graphs(request):
    """Twenty descriptions at a time."""
    return [(seed, describe(seed)) for seed in range(request.param * 20, request.param * 20 + 20)]


def test_layout_paths_and_values(graphs):
    for _, spec in graphs:
        (graphdef, state), (flax_graphdef, flax_state) = both(
            lambda: nnx.split(in_libnnx(spec)), lambda: flax_nnx.split(in_flax(spec))
        )
        assert libnnx_layout(graphdef) == flax_layout(flax_graphdef)
        assert graphdef.num_leaves == flax_graphdef.num_leaves
        assert list(libnnx_leaves(state).items()) == list(flax_leaves(flax_state).items())


def test_merge_and_clone_keep_sharing_and_cycles(graphs):
    for _, spec in graphs:
        ours, theirs = in_libnnx(spec), in_flax(spec)
        graphdef, state = nnx.split(ours)
        for again in (nnx.merge(graphdef, state), nnx.clone(ours)):
            assert nnx.graphdef(again) == graphdef and nnx.state(again) == state
        theirs_again = flax_nnx.merge(*flax_nnx.split(theirs))
        ours_again = nnx.merge(graphdef, state)
        assert libnnx_layout(nnx.graphdef(ours_again)) == flax_layout(flax_nnx.graphdef(theirs_again))
        same_states(nnx.state(ours_again), flax_nnx.state(theirs_again))
        assert nnx.find_duplicates(ours_again) == flax_nnx.find_duplicates(theirs_again)


def test_every_graph_has_a_variable():
    for seed in range(GRAPHS):
        assert nnx.variables(in_libnnx(describe(seed)))


@pytest.mark.parametrize("mode", ["train", "eval"])
def test_train_and_eval(graphs, mode):
    for seed, spec in graphs:
        ours, theirs = with_modes(spec, seed)
        getattr(nnx, mode)(ours)
        for _, module in flax_nnx.iter_modules(theirs):  # Flax's modes are methods of Modules
            getattr(module, mode)()
        assert libnnx_layout(nnx.graphdef(ours)) == flax_layout(flax_nnx.graphdef(theirs))


def test_set_attributes(graphs):
    for seed, spec in graphs:
        ours, theirs = with_modes(spec, seed)
        for kind in (None, "Alpha", "Beta"):
            mine, their = ((MODULES[kind],), (FLAX_MODULES[kind],)) if kind else ((), ())
            new = {"deterministic": "new" if kind else 7, "use_running_average": (1, "x")}
            nnx.set_attributes(ours, *mine, raise_if_not_found=False, **new)
            for _, module in flax_nnx.iter_modules(theirs):
                module.set_attributes(*their, raise_if_not_found=False, **new)
            assert libnnx_layout(nnx.graphdef(ours)) == flax_layout(flax_nnx.graphdef(theirs))


def test_set_metadata(graphs):
    for _, spec in graphs:
        ours, theirs = in_libnnx(spec), in_flax(spec)
        for kind in ("Param", "Mask", "BatchStat"):
            nnx.set_metadata(ours, only=VARIABLES[kind], seen=kind, n=1)
            flax_nnx.set_metadata(theirs, only=FLAX_VARIABLES[kind], seen=kind, n=1)
        assert libnnx_layout(nnx.graphdef(ours)) == flax_layout(flax_nnx.graphdef(theirs))


def with_modes(spec, seed):
    """Both graphs, with the attributes that modes are about on some of their Modules."""
    built = in_libnnx(spec), in_flax(spec)
    for library, root in zip((nnx, flax_nnx), built):
        rng = random.Random(seed)
        for _, module in library.iter_modules(root):
            if isinstance(module, (library.List, library.Dict)):  # Modules too in Flax
                continue
            for name in ("deterministic", "use_running_average"):
                if rng.random() < 0.5:
                    setattr(module, name, rng.random() < 0.5)
    return built


def test_filters(graphs):
    for seed, spec in graphs:
        rng = random.Random(seed + 1)
        ours, theirs = in_libnnx(spec), in_flax(spec)
        paths = nnx.state(ours).paths()
        for _ in range(4):
            filters = [random_filter(rng, paths) for _ in range(rng.randint(1, 3))]
            # Stricter: `Everything()` is only accepted where `...` is.
            filters = [each for each in filters if each != ("everything",)]
            rest = rng.random() < 0.6 or not filters
            mine = [*map(libnnx_filter, filters), *([...] if rest else [])]
            their = [*map(flax_filter, filters), *([...] if rest else [])]
            if found := both(lambda: nnx.split(ours, *mine)[1:], lambda: flax_nnx.split(theirs, *their)[1:]):
                same_states(*found)
            if found := both(lambda: nnx.state(ours, *mine), lambda: flax_nnx.state(theirs, *their)):
                same_states(*found)
            whole, flax_whole = nnx.state(ours), flax_nnx.state(theirs)
            if found := both(lambda: whole.filter(*mine), lambda: flax_nnx.filter_state(flax_whole, *their)):
                same_states(*found)


def test_update(graphs):
    for seed, spec in graphs:
        rng = random.Random(seed + 2)
        ours, theirs = in_libnnx(spec), in_flax(spec)
        flat = nnx.state(ours).flat_items()
        chosen = [(path, leaf) for path, leaf in flat if rng.random() < 0.5]
        new = {path: new_value(np.asarray(leaf)) for path, leaf in chosen}
        mine = nnx.State([(path, replaced(leaf, new[path])) for path, leaf in chosen])
        flax_flat = {tuple(path): leaf for path, leaf in flax_nnx.to_flat_state(flax_nnx.state(theirs))}
        their = flax_nnx.from_flat_state([(path, flax_replaced(flax_flat[path], new[path])) for path, _ in chosen])
        if both(lambda: nnx.update(ours, mine) or 1, lambda: flax_nnx.update(theirs, their) or 1):
            same_states(nnx.state(ours), flax_nnx.state(theirs))
            assert libnnx_layout(nnx.graphdef(ours)) == flax_layout(flax_nnx.graphdef(theirs))


def new_value(array):
    return ~array if array.dtype == bool else array + np.ones((), array.dtype)


def replaced(leaf, value):
    return leaf.replace(value) if isinstance(leaf, nnx.Variable) else value


def flax_replaced(leaf, value):
    return leaf.replace(jnp.asarray(value)) if isinstance(leaf, flax_nnx.Variable) else jnp.asarray(value)


def test_pop(graphs):
    for seed, spec in graphs:
        rng = random.Random(seed + 3)
        ours, theirs = in_libnnx(spec), in_flax(spec)
        paths = nnx.state(ours).paths()
        filters = [random_filter(rng, paths) for _ in range(rng.randint(1, 2))]
        filters = [each for each in filters if each != ("everything",)] or [("type", "Param")]
        mine, their = [*map(libnnx_filter, filters)], [*map(flax_filter, filters)]
        before = nnx.state(ours)
        if takes_from_list(ours, mine):  # stricter: Flax leaves a list with a hole, which nothing can read
            with pytest.raises(ValueError):
                nnx.pop(ours, *mine)
            assert nnx.state(ours) == before
        elif found := both(lambda: nnx.pop(ours, *mine), lambda: flax_nnx.pop(theirs, *their)):
            same_states(*found)
            same_states(nnx.state(ours), flax_nnx.state(theirs))
            assert libnnx_layout(nnx.graphdef(ours)) == flax_layout(flax_nnx.graphdef(theirs))


def takes_from_list(root, filters):
    """Whether an element of a List that passes stands at a place where pop would take it."""
    twin = nnx.clone(root)
    for path, value in nnx.iter_graph(twin):
        if isinstance(value, nnx.List):
            for position, element in enumerate(value):
                if isinstance(element, (nnx.Variable, nnx.Tensor)):
                    at = (*path, position)
                    if any(nnx.state(twin, nnx.All(nnx.PathIn(at), each)).num_leaves for each in filters):
                        return True
    return False


def test_iteration_and_duplicates(graphs):
    for _, spec in graphs:
        ours, theirs = in_libnnx(spec), in_flax(spec)
        for mine, their in (
            ((nnx.Variable,), (flax_nnx.Variable,)),
            ((nnx.Object, nnx.List, nnx.Dict), (flax_nnx.Pytree,)),
        ):
            assert [path for path, value in nnx.iter_graph(ours) if isinstance(value, mine)] == [
                path for path, value in flax_nnx.iter_graph(theirs) if isinstance(value, their)
            ]
        assert nnx.find_duplicates(ours) == flax_nnx.find_duplicates(theirs)
        variables = nnx.variables(ours)
        assert [path for path, _ in variables] == [
            path for path, leaf in nnx.state(ours).flat_items() if isinstance(leaf, nnx.Variable)
        ]
        assert len({id(variable) for _, variable in variables}) == len(variables)


def test_at_least_as_many_graphs_share_and_cycle_as_not():
    specs = [describe(seed) for seed in range(GRAPHS)]
    shared = sum(bool(nnx.find_duplicates(in_libnnx(spec))) for spec in specs)
    assert shared > GRAPHS / 3, "the random graphs test too little sharing"


class Pair(nnx.Module):
    def __init__(self):
        self.a = nnx.Param(np.zeros(2, np.float32))
        self.b = nnx.BatchStat(np.ones(2, np.float32))
        self.t = (nnx.Tensor([1.0, 2.0]), nnx.Param(np.zeros(1, np.float32)))


class FlaxPair(flax_nnx.Module):
    def __init__(self):
        self.a = flax_nnx.Param(jnp.zeros(2))
        self.b = flax_nnx.BatchStat(jnp.ones(2))
        self.t = flax_nnx.data((jnp.array([1.0, 2.0]), flax_nnx.Param(jnp.zeros(1))))


REFUSED = {
    "filters that leave something": lambda lib, pair: lib.split(pair, lib.Param),
    "`...` before another filter": lambda lib, pair: lib.split(pair, ..., lib.Param),
    "`True` before another filter": lambda lib, pair: lib.state(pair, True, lib.Param),
    "a number as a filter": lambda lib, pair: lib.split(pair, 3),
    "merge without a State": lambda lib, pair: lib.merge(lib.graphdef(pair)),
    "merge of something else": lambda lib, pair: lib.merge(3, lib.state(pair)),
    "merge with a leaf missing": lambda lib, pair: lib.merge(lib.graphdef(pair), lib.state(pair, lib.Param)),
    "merge with a leaf too many": lambda lib, pair: lib.merge(
        lib.graphdef(pair), lib.state(pair), lib.State({"more": lib.Param(np.zeros(1))})
    ),
    "pop without a filter": lambda lib, pair: lib.pop(pair),
    "pop from a tuple": lambda lib, pair: lib.pop(pair, lib.PathContains("t")),
    "pop from a list": lambda lib, pair: lib.pop([pair.a], lib.Param),
    "pop from a Variable": lambda lib, pair: lib.pop(pair.a, lib.Param),
    "update of a number": lambda lib, pair: lib.update(3, lib.state(pair)),
    "update of a tuple's array": lambda lib, pair: lib.update(pair, lib.State({"t": {0: np.zeros(2, np.float32)}})),
    "update of a tuple's absent element": lambda lib, pair: lib.update(
        pair, lib.State({"t": {5: np.zeros(2, np.float32)}})
    ),
    "a leaf where a node is": lambda lib, pair: lib.update(pair, lib.State({"t": np.zeros(2)})),
    "keys of two kinds": lambda lib, pair: lib.split({1: pair, "a": pair}),
    "a list that holds itself": lambda lib, pair: lib.split(holds_itself()),
    "an in-place operator on a Variable": lambda lib, pair: operator.iadd(pair.a, 1),
    "data in a set": lambda lib, pair: setattr(pair, "s", {pair.a}),
}


def holds_itself():
    items = []
    items.append(items)
    return items


@pytest.mark.parametrize("case", REFUSED)
def test_what_flax_refuses_libnnx_refuses(case):
    with pytest.raises((Exception, RecursionError)):
        REFUSED[case](flax_nnx, FlaxPair())
    pair = Pair()
    before = nnx.split(pair)
    with pytest.raises((ValueError, TypeError, KeyError, NotImplementedError)):
        REFUSED[case](nnx, pair)
    assert nnx.split(pair) == before
