"""The page's model: what the example prints, and that its leaves are Flax's."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

import libnnx as nnx

EXAMPLE = Path(__file__).parents[1] / "examples" / "page_model.py"
DATA = Path(__file__).parents[3] / "tests" / "data"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("page_model", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_prints_what_the_other_languages_print(tmp_path):
    printed = subprocess.run(
        [sys.executable, str(EXAMPLE), str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout
    parts = re.split(r"(?m)^== (.*) ==\n", printed)
    sections = dict(zip(parts[1::2], parts[2::2]))
    assert list(sections)[1] == "2. tree" and len(sections) == 11
    assert sections["2. tree"].strip() == (DATA / "page_model.tree.txt").read_text().strip()
    assert sections["3. table"].strip() == (DATA / "page_model.table.txt").read_text().strip()
    assert "leaves: 26" in sections["4. split"]
    answers = [line.rsplit(": ")[-1] for line in printed.splitlines() if line.endswith((": yes", ": no"))]
    assert answers == ["yes"] * 8
    assert "read through encoder: 4\n" in printed
    assert (tmp_path / "page_model.safetensors").is_file()


def test_a_failure_is_one_line_and_status_1():
    result = subprocess.run([sys.executable, str(EXAMPLE), "/nowhere/at/all"], capture_output=True, text=True)
    assert result.returncode == 1 and len(result.stderr.splitlines()) == 1 and "/nowhere/at/all" in result.stderr


def test_the_leaves_are_flax_s(example):
    flax_nnx = pytest.importorskip("flax.nnx")
    optax = pytest.importorskip("optax")

    class Model(flax_nnx.Module):
        def __init__(self, din, dmid, dout, rngs):
            self.linear = flax_nnx.Linear(din, dmid, rngs=rngs)
            self.bn = flax_nnx.BatchNorm(dmid, rngs=rngs)
            self.dropout = flax_nnx.Dropout(0.2, rngs=rngs)
            self.linear_out = flax_nnx.Linear(dmid, dout, rngs=rngs)

    model = Model(2, 64, 3, flax_nnx.Rngs(0))
    optimizer = flax_nnx.ModelAndOptimizer(model, optax.adam(1e-3))
    metrics = flax_nnx.MultiMetric(loss=flax_nnx.metrics.Average("loss"))
    theirs = [
        (tuple(path), type(leaf).__name__, () if "key<" in str(leaf.dtype) else leaf.shape)
        for path, leaf in flax_nnx.to_flat_state(flax_nnx.state((model, optimizer, metrics)))
    ]
    ours = [
        (path, leaf.type._type_name, () if path[-1] == "key" else leaf.shape)
        for path, leaf in nnx.state(example.page_model()).flat_items()
    ]
    assert len(ours) == 26 and ours == theirs


def test_python_attributes_are_the_graph(example):
    model, optimizer, _ = example.page_model()
    assert model.linear.in_features == 2 and model.dropout.broadcast_dims == ()
    assert optimizer.opt_state[0]["mu"]["bn"]["scale"].shape == (64,)
    model.eval()
    assert model.bn.use_running_average is True and model.dropout.deterministic is True
