"""A training step that was built in C prints StableHLO, which XLA compiles and runs with the same results."""

from __future__ import annotations

import subprocess
from pathlib import Path

import jax
import numpy as np
import pytest
from jaxlib import xla_client

import libnnx as nnx
from libnnx import _library

SOURCE = Path(__file__).with_name("page_step.c")
INCLUDE = Path(__file__).parents[3] / "include"
LEARNING_RATE = 1e-3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page_step")
    program = str(folder / "page_step")
    strict = ["-std=c11", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["cc", *strict, f"-I{INCLUDE}", str(SOURCE), "-o", program, "-ldl"], check=True)
    done = subprocess.run([program, str(_library.PATH), str(folder)], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
    return folder


def arrays(file: Path) -> dict[str, np.ndarray]:
    """The leaves by path, in order."""
    _, state = nnx.load(file)
    return {nnx.path_text(path): np.asarray(leaf.get_value()) for path, leaf in state.flat_items()}


def run_by_xla(text: str, arguments: list[np.ndarray]) -> list[np.ndarray]:
    device = jax.devices("cpu")[0]
    devices = xla_client.DeviceList((device,))
    executable = device.client.compile_and_load(text, devices, xla_client.CompileOptions())
    results = executable.execute_sharded([jax.device_put(argument, device) for argument in arguments])
    return [np.asarray(shards[0]) for shards in results.disassemble_into_single_device_arrays()]


def test_xla_runs_the_step_of_a_c_program(folder: Path) -> None:
    before, after = arrays(folder / "before.safetensors"), arrays(folder / "after.safetensors")
    given = arrays(folder / "results.safetensors")
    assert list(before) == list(after) and len(before) == 26
    changed = [path for path in before if not np.array_equal(before[path], after[path])]
    assert [path for path in before if path not in changed] == ["0/dropout/rngs/key"]

    found = run_by_xla((folder / "step.mlir").read_text(), [*before.values(), given["x"], given["y"]])
    assert len(found) == len(changed) + 1
    for path, ours, theirs in zip([*changed, "loss"], [*(after[path] for path in changed), given["loss"]], found):
        assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape), path
        if path == "0/linear/bias":
            # A bias before BatchNorm: its gradient is rounding only, which Adam makes a step of up to the learning rate.
            assert np.abs(ours - theirs).max() <= 2 * LEARNING_RATE
        elif ours.dtype == np.float32:
            assert np.abs(ours - theirs).max() <= 1e-5 * max(1.0, np.abs(theirs).max()), path
        else:
            np.testing.assert_array_equal(ours, theirs, err_msg=path)
