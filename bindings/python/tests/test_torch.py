"""PyTorch both ways without a copy, where it is installed: `make check-torch` says when it is not."""

import numpy as np
import pytest

import libnnx as nnx

torch = pytest.importorskip("torch")

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "float16", "bfloat16", "float32", "float64"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_both_ways_at_one_address(dtype):
    source = torch.arange(24).reshape(4, 6).to(getattr(torch, dtype))
    tensor = nnx.from_dlpack(source)
    assert tensor.address == source.data_ptr() and tensor.dtype == dtype and tensor.shape == (4, 6)
    back = torch.from_dlpack(tensor)
    assert back.data_ptr() == tensor.address and torch.equal(back, source)


def test_a_tensor_that_can_change_is_copied_unasked():
    source = torch.zeros(3)
    param = nnx.Param(source)
    source[0] = 1
    assert param.value.tolist() == [0, 0, 0]
    assert nnx.Tensor(source, copy=False).address == source.data_ptr()


def test_memory_lives_as_long_as_either_side():
    kept = torch.from_dlpack(nnx.Tensor(np.arange(1000, dtype=np.float32)))
    assert kept.sum().item() == 499500
    tensor = nnx.from_dlpack(torch.arange(1000))
    assert np.asarray(tensor).sum() == 499500


def test_a_state_dict(tmp_path):
    safetensors_torch = pytest.importorskip("safetensors.torch")
    layer = torch.nn.Linear(2, 3)
    file = tmp_path / "layer.safetensors"
    safetensors_torch.save_file(layer.state_dict(), file)
    like = nnx.State({"model": {"weight": np.zeros((3, 2), np.float32), "bias": np.zeros(3, np.float32)}})
    state, _ = like.load_into(file, rename={"weight": "model/weight", "bias": "model/bias"})
    assert np.array_equal(np.asarray(state["model"]["weight"]), layer.weight.detach().numpy())
