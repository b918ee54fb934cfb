"""Models that several tests use."""

import gc
import os
from pathlib import Path

import numpy as np
import pytest

import libnnx as nnx
from libnnx import _callback

# The programs that tests start find the package that is tested.
os.environ["PYTHONPATH"] = str(Path(nnx.__file__).parents[1])


class Linear(nnx.Module):
    def __init__(self, din, dout):
        self.in_features = din
        self.kernel = nnx.Param(np.arange(din * dout, dtype=np.float32).reshape(din, dout))
        self.bias = nnx.Param(np.zeros(dout, np.float32))


class Norm(nnx.Module):
    def __init__(self, size):
        self.mean = nnx.BatchStat(np.zeros(size, np.float32))
        self.scale = nnx.Param(np.ones(size, np.float32))
        self.use_running_average = False


class Net(nnx.Module):
    def __init__(self, din=2, dmid=4, dout=3):
        self.linear = Linear(din, dmid)
        self.norm = Norm(dmid)
        self.out = Linear(dmid, dout)


@pytest.fixture
def net():
    return Net()


@pytest.fixture
def held():
    """Fails when the library still holds Python objects that the test handed to it."""
    gc.collect()
    before = _callback.kept_count()
    yield
    gc.collect()
    assert _callback.kept_count() <= before
