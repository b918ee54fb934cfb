"""State files: safetensors with the GraphDef in it, partial loading, damage."""

import os

import numpy as np
import pytest
from conftest import Net

import libnnx as nnx

safetensors_numpy = pytest.importorskip("safetensors.numpy")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "model.safetensors"


def test_a_graph_comes_back_whole(net, file):
    net.tied = net.linear.kernel
    net.owner = net
    net.linear.bias.set_metadata(tag="t", sharding=("data", None))
    graphdef, state = nnx.split(net)
    nnx.save(file, state, graphdef)
    again_graphdef, again_state = nnx.load(file)
    assert again_graphdef == graphdef and again_state == state
    merged = nnx.merge(again_graphdef, again_state)
    assert type(merged) is Net and merged.tied is merged.linear.kernel and merged.owner is merged
    assert merged.linear.bias.sharding == ("data", None)


def test_without_a_graphdef(net, file):
    state = nnx.state(net)
    state.save(file)
    graphdef, again = nnx.load(file)
    assert graphdef is None and again == state == nnx.State.load(file)


def test_others_can_read_it_and_it_reads_others(net, file):
    nnx.save(file, nnx.state(net))
    read = safetensors_numpy.load_file(file)
    assert set(read) == {nnx.path_text(path) for path in nnx.state(net).paths()}
    assert (read["linear/kernel"] == np.asarray(net.linear.kernel)).all()
    safetensors_numpy.save_file({"a.weight": np.ones((2, 3), np.float16)}, file)
    _, foreign = nnx.load(file)
    assert foreign["a.weight"].shape == (2, 3) and isinstance(foreign["a.weight"], nnx.Tensor)


@pytest.mark.parametrize(
    "dtype", "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64".split()
)
def test_every_dtype_and_odd_shapes(dtype, file):
    state = nnx.State(
        {
            "a": nnx.Tensor.zeros((3, 0), dtype),
            "b": nnx.Tensor.zeros((), dtype),
            "c": nnx.Param(nnx.Tensor.zeros((5, 7), dtype)),
        }
    )
    state.save(file)
    assert nnx.State.load(file) == state


def test_a_pytorch_like_file_by_renaming(net, file):
    before = nnx.state(net)
    safetensors_numpy.save_file(
        {"encoder.kernel": np.full((2, 4), 7, np.float32), "encoder.bias": np.ones(4, np.float32), "extra": np.ones(1)},
        file,
    )
    state, report = before.load_into(file, rename={"encoder.": "linear/"}, partial=True)
    assert state["linear"]["kernel"][0, 0] == 7 and isinstance(state["linear"]["kernel"], nnx.Param)
    assert state["out"]["kernel"].value.equal(before["out"]["kernel"].value)
    from libnnx import _abi

    codes = {row.path: row.code for row in report}
    assert codes["linear/kernel"] == _abi.NNX_LOAD_LOADED and codes["extra"] == _abi.NNX_LOAD_UNEXPECTED
    assert codes["out/bias"] == _abi.NNX_LOAD_MISSING
    with pytest.raises(RuntimeError, match="out/bias"):
        before.load_into(file, rename={"encoder.": "linear/"})


def test_shapes_and_dtypes_must_fit(net, file):
    nnx.State({"linear": {"kernel": np.zeros((9, 9), np.float32), "bias": np.zeros(4)}}).save(file)
    _, report = nnx.state(net).load_into(file, partial=True)
    from libnnx import _abi

    codes = {row.path: row.code for row in report}
    assert codes["linear/kernel"] == _abi.NNX_LOAD_SHAPE and codes["linear/bias"] == _abi.NNX_LOAD_DTYPE
    state, _ = nnx.state(net).load_into(file, partial=True, allow_dtype_change=True)
    assert state["linear"]["bias"].dtype == "float64"


def test_damage_is_found(net, file):
    nnx.save(file, nnx.state(net), nnx.graphdef(net))
    whole = file.read_bytes()
    for cut in 0, 1, 7, 8, 20, len(whole) // 2, len(whole) - 1:
        file.write_bytes(whole[:cut])
        with pytest.raises(nnx.DataLossError):
            nnx.load(file)
    for place in range(0, len(whole), 37):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises((nnx.DataLossError, nnx.VersionMismatchError)):
            nnx.load(file)
    file.write_bytes(b"\xff" * 100)
    with pytest.raises(nnx.DataLossError):
        nnx.load(file)


def test_a_failed_save_leaves_the_old_file(net, file):
    nnx.save(file, nnx.state(net))
    old = file.read_bytes()
    net.function = len
    with pytest.raises(ValueError, match="function"):
        nnx.save(file, *reversed(nnx.split(net)))
    assert file.read_bytes() == old and os.listdir(file.parent) == [file.name]


def test_files_that_are_not_there(net, tmp_path):
    with pytest.raises(KeyError):
        nnx.load(tmp_path / "absent")
    with pytest.raises(KeyError):
        nnx.save(tmp_path / "no" / "folder", nnx.state(net))
    with pytest.raises(nnx.NnxError):
        nnx.load(tmp_path)


def test_a_state_outlives_its_file(net, file):
    big = nnx.State({"big": np.arange(10_000, dtype=np.float64)})
    big.save(file)
    loaded = nnx.State.load(file)
    file.unlink()
    assert loaded == big
    nnx.State({"big": np.zeros(10_000)}).save(file)
    assert loaded == big


def test_options_of_reading_and_writing(tmp_path, net):
    file = tmp_path / "net.safetensors"
    state = nnx.State({"large": np.arange(10_000, dtype=np.float32)})
    state.save(file, no_sync=True)
    nnx.save(file, state, no_sync=True)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    for read in (nnx.load, nnx.State.load, state.load_into):
        with pytest.raises(nnx.DataLossError, match="altered"):
            read(file)
    _, altered = nnx.load(file, no_checksum=True)
    assert nnx.State.load(file, no_checksum=True) == altered != state
    assert state.load_into(file, no_checksum=True)[0] == altered
    assert nnx.State.load(file, no_checksum=True, copy=True) == altered
    assert nnx.load(file, no_checksum=True, rename={"large": "a/b"})[1].paths() == [("a", "b")]


def test_copied_arrays_outlive_a_change_of_the_file(tmp_path):
    file = tmp_path / "large.safetensors"
    state = nnx.State({"large": np.ones(10_000, np.float32)})
    state.save(file)
    copied, into = nnx.State.load(file, copy=True), state.load_into(file, copy=True)[0]
    with open(file, "r+b") as stream:
        stream.seek(-40_000, 2)
        stream.write(bytes(40_000))
    assert copied == state == into


def test_a_file_is_named_as_python_names_files(tmp_path):
    file = tmp_path / "a.safetensors"
    state = nnx.State({"a": 1.0})
    for name in (file, str(file), os.fsencode(file)):
        state.save(name)
        assert nnx.State.load(name) == state
        file.unlink()
    with pytest.raises(TypeError, match="takes a GraphDef, not a State"):
        nnx.save(file, state, state)
