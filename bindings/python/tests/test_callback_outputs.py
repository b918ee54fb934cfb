"""What a call made is let go when an exception in a callback keeps it from being delivered."""

import numpy as np
import pytest
from test_leak import grown

import libnnx as nnx


class Sour:
    def __eq__(self, other):
        raise RuntimeError("sour")

    def __hash__(self):
        return 1


def test_a_report_that_cannot_be_delivered(held):
    def state(value):
        leaves = {f"p{i}": nnx.Param(np.float32(value)) for i in range(2000)}
        return nnx.State({**leaves, "sour": nnx.Param(1.0, mark=Sour())})

    old, new = state(0), state(1)

    def work():
        with pytest.raises(RuntimeError, match="sour"):
            old.diff(new)

    assert grown(work, 60) < 4096, "the report of each call is about 200 KiB"
    del old, new
