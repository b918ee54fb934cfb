"""Bad input of every kind: the exception says what was wrong and where, and nothing is changed or lost."""

import numpy as np
import pytest

import libnnx as nnx
from libnnx import _abi
from libnnx._library import lib


@pytest.mark.parametrize(
    "call",
    [
        lambda: nnx.split(3),
        lambda: nnx.split("text"),
        lambda: nnx.split(np.zeros(3)),
        lambda: nnx.split({1: nnx.Param(0.0), "a": nnx.Param(0.0)}),
        lambda: nnx.merge("text", nnx.State()),
        lambda: nnx.merge(nnx.graphdef(nnx.Dict()), 3),
        lambda: nnx.merge(nnx.graphdef(nnx.Dict())),
        lambda: nnx.update(nnx.Dict(), 3),
        lambda: nnx.update(3, nnx.State()),
        lambda: nnx.pop(nnx.Dict()),
        lambda: nnx.clone(3),
        lambda: nnx.GraphDef(),
        lambda: nnx.State(3),
        lambda: nnx.State({1.5: 1.0}),
        lambda: nnx.State({"a": "text"}),
        lambda: nnx.State([(("a", "b"), 1.0), (("a",), 1.0)]),
        lambda: nnx.State([(("a",), 1.0), (("a",), 2.0)]),
        lambda: nnx.state(nnx.Dict(), 3),
        lambda: nnx.OfType(int)._native(None),
        lambda: nnx.OfType(3)._native(None),
        lambda: nnx.set_attributes(nnx.Dict(), rate={1}),
        lambda: nnx.from_dlpack(3),
        lambda: nnx.parse_path('"'),
    ],
)
def test_wrong_arguments(call):
    with pytest.raises((TypeError, ValueError)):
        call()


def test_closed_objects():
    tensor, state, graphdef = nnx.Tensor([1.0]), nnx.state(nnx.Dict(a=nnx.Param(0.0))), nnx.graphdef(nnx.Dict())
    for each in tensor, state, graphdef:
        each.close()
        each.close()
    for use in (lambda: tensor.shape, lambda: nnx.Param(tensor), lambda: state.num_leaves, lambda: str(graphdef),
                lambda: nnx.merge(graphdef, state)):  # fmt: skip
        with pytest.raises(nnx.InvalidHandleError):
            use()


@pytest.mark.parametrize("handle", [None, 0, 1, -1, 2**63, 0xDEADBEEF])
def test_handles_that_are_none(handle):
    import ctypes

    out = ctypes.c_size_t()
    with pytest.raises(ValueError):
        lib.nnx_state_size(handle, ctypes.byref(out))
    node = nnx.Dict()
    with pytest.raises(nnx.InvalidHandleError):
        lib.nnx_state_size(node._libnnx_node, ctypes.byref(out))


def test_every_status_is_an_exception():
    from libnnx._error import for_status

    statuses = {name: value for name, value in vars(_abi).items() if name.startswith("NNX_STATUS_") and value}
    built_in = {"INVALID_ARGUMENT": ValueError, "NOT_FOUND": KeyError, "RESOURCE_EXHAUSTED": MemoryError,
                "UNIMPLEMENTED": NotImplementedError, "FAILED_PRECONDITION": RuntimeError}  # fmt: skip
    for name, value in statuses.items():
        error = for_status(value, "what happened", "a/b")
        assert type(error) is not nnx.NnxError and isinstance(error, nnx.NnxError), name
        assert error.status == value and error.path == "a/b" and str(error) == "a/b: what happened"
        assert isinstance(error, built_in.get(name.removeprefix("NNX_STATUS_"), Exception))
    assert type(for_status(1234, "own")) is nnx.NnxError and for_status(1234, "own").status == 1234


def test_errors_can_be_pickled(net):
    import pickle

    with pytest.raises(nnx.NotFoundError) as caught:
        nnx.update(net, nnx.State({"absent": 1.0}))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.status, again.path, str(again)) == (
        nnx.NotFoundError, caught.value.status, "absent", str(caught.value))  # fmt: skip


def test_text_that_is_not_unicode(net):
    with pytest.raises((ValueError, UnicodeError)):
        setattr(net, "\ud800", 1)
    with pytest.raises((ValueError, UnicodeError)):
        net.text = "\ud800"
    with pytest.raises((ValueError, UnicodeError)):
        nnx.GraphDef.parse("graphdef \udcff")


@pytest.mark.parametrize(
    "text",
    ["", "graphdef", "graphdef 2\n", "{", '{"format":"nnx.graphdef"}', "graphdef 1\n\nRef #0", "[" * 100_000, "\0"],
)
def test_texts_that_are_no_graphdef(text):
    with pytest.raises((ValueError, nnx.VersionMismatchError)):
        nnx.GraphDef.parse(text)


def test_deep_graphs_overflow_no_stack():
    top = node = nnx.Dict()
    for _ in range(20_000):
        node.next = below = nnx.Dict()
        node = below
    node.p = nnx.Param(1.0)
    graphdef, state = nnx.split(top)
    assert len(state.paths()[0]) == 20_001
    again = nnx.merge(graphdef, state)
    assert nnx.split(again) == (graphdef, state)
    assert "Param" in nnx.table(again) and len(nnx.tree(again)) > 0
    assert nnx.GraphDef.parse(graphdef.to_json()) == graphdef
    del top, node, below, again


def test_assigning_to_a_path_through_nothing(net):
    with pytest.raises(AttributeError):
        net.absent.kernel
    with pytest.raises(KeyError, match="missing"):
        nnx.Dict()["missing"]


def test_too_much_memory():
    with pytest.raises((MemoryError, ValueError)):
        nnx.Tensor.zeros((2**45,), "float64")


@pytest.mark.parametrize("call", [nnx.State, lambda leaves: nnx.update(nnx.Dict(), leaves)])
@pytest.mark.parametrize("value", ["text", None, object(), [[1], [2, 3]], np.zeros(2, np.complex64), [2**40]])
def test_a_leaf_that_is_no_array_is_named_by_its_path(call, value):
    with pytest.raises((TypeError, ValueError), match="^layers/0/kernel: "):
        call({"layers": {0: {"bias": 1.0, "kernel": value}}})


def test_other_places_name_the_path_too(net):
    state = nnx.state(net)
    with pytest.raises(TypeError, match="^linear/bias: "):
        state["linear"]["bias"] = "text"
    with pytest.raises(TypeError, match="^linear/bias: "):
        state["linear"].replace_by_pure_dict({"bias": object()})
    with pytest.raises(TypeError, match="^linear/bias: "):
        state.map(lambda path, leaf: leaf if path[-1] == "kernel" else None)
    with pytest.raises(TypeError, match="^scale: "):
        net.scale = np.zeros(2, np.complex64)


@pytest.mark.parametrize(
    "call",
    [
        lambda: nnx.State([("linear/bias", 1.0)]),
        lambda: nnx.from_flat_state({"linear": 1.0}),
        lambda: nnx.from_flat_state([(3, 1.0)]),
        lambda: nnx.PathIn("linear"),
        lambda: nnx.path_text("linear/bias"),
    ],
)
def test_a_path_is_a_tuple(call):
    with pytest.raises(TypeError, match="a path is a tuple of keys"):
        call()


@pytest.mark.parametrize("length", [2**63, 2**64, 2**70, -(2**63) - 1])
def test_lengths_are_not_taken_modulo(length):
    for shape in ((length,), (1, length), length):
        with pytest.raises(ValueError, match="does not fit an int64"):
            nnx.Tensor.zeros(shape)


@pytest.mark.parametrize("nbytes", [-1, 2**64, 2**70])
def test_sizes_of_opaque_values_are_not_taken_modulo(nbytes):
    with pytest.raises(ValueError, match=f"not {nbytes}"):
        nnx.Opaque(object(), nbytes=nbytes)


@pytest.mark.parametrize("kind", [nnx.Dict, dict])
@pytest.mark.parametrize("wrong", ["key", "value"])
def test_a_dict_that_is_updated_in_part_is_as_before(kind, wrong):
    root = nnx.Dict(d=kind(a=nnx.Param(1.0), b=[nnx.Param(2.0)], c=3), e=[1])
    before = nnx.split(root)
    new = {"a": 7, "b": 8, "n": nnx.Param(4.0)} | ({3: 5} if wrong == "key" else {"m": root.e})
    with pytest.raises(ValueError):
        root.d.update(new)
    assert nnx.split(root) == before
