"""A forked child may use what its parent made."""

import subprocess
import sys

PROGRAM = """
import os
import numpy as np
import libnnx as nnx

model = nnx.Dict(a=nnx.Param(np.zeros(4, np.float32)), b=nnx.List([nnx.BatchStat(1.0)]))
graphdef, state = nnx.split(model)
child = os.fork()
if child == 0:
    merged = nnx.merge(graphdef, state)
    merged.a[...] = np.ones(4, np.float32)
    nnx.update(model, nnx.state(merged))
    assert model.a[0] == 1 and state["a"][0] == 0
    assert nnx.state(model, lambda path, leaf: True).num_leaves == 2
    assert "BatchStat" in nnx.table(model)
    try:
        nnx.split(model, nnx.Param)
    except ValueError:
        os._exit(7)
    os._exit(1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert model.a[0] == 0
print("parent and child agree")
"""


def test_a_child_uses_graphs_and_states():
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60)
    assert (result.stdout, result.stderr, result.returncode) == ("parent and child agree\n", "", 0)
