"""The package is typed: mypy in its strict mode finds nothing, and users' programs check against it."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")
PACKAGE = Path(__file__).parents[1]

PROGRAM = """
import numpy as np
import libnnx as nnx

class Linear(nnx.Module):
    def __init__(self, din: int, dout: int) -> None:
        self.kernel = nnx.Param(np.zeros((din, dout)))

model = Linear(2, 3)
graphdef, params, rest = nnx.split(model, nnx.Param, ...)
merged: Linear = nnx.merge(graphdef, params, rest)
shape: tuple[int, ...] = merged.kernel.shape
count: int = nnx.state(model).num_leaves
text: str = nnx.table(model)
tensor = nnx.Tensor([1.0])
lengths: tuple[int, ...] = nnx.Program.parse("func.func @main() { return }").inputs[0].shape
names: list[nnx.Row] = nnx.state(model).diff(params).rows
"""


def mypy(*arguments):
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", *arguments]
    return subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True)


def test_the_package_is_strictly_typed(tmp_path):
    result = mypy("--cache-dir", str(tmp_path))
    assert result.returncode == 0, result.stdout


def test_a_user_s_program_checks(tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    result = mypy("--cache-dir", str(tmp_path / "cache"), str(tmp_path / "program.py"))
    assert result.returncode == 0, result.stdout
    for right, wrong in ("count: int", "count: str"), ("merged: Linear", "copy: int"), ("text: str", "text: bytes"):
        (tmp_path / "wrong.py").write_text(PROGRAM.replace(right, wrong).replace("= nnx.merge", "= nnx.clone(model) #"))
        result = mypy("--cache-dir", str(tmp_path / "cache"), str(tmp_path / "wrong.py"))
        assert result.returncode == 1, (wrong, result.stdout)
