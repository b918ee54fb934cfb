"""Bundles: a run goes on in another process, bit for bit, and what does not fit is said by path."""

import json
import os
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import libnnx as nnx
import numpy as np
import pytest

MODEL = """
import libnnx as nnx
import numpy as np


class Line(nnx.Module):
    def __init__(self, seed=0):
        random = np.random.default_rng(seed)
        self.kernel = nnx.Param(random.normal(size=(2, 3)).astype("float32"))
        self.bias = nnx.Param(np.zeros(3, "float32"))

    def __call__(self, x):
        return nnx.numpy.tanh(x @ self.kernel) + self.bias


class Momentum(nnx.Module):
    def __init__(self, model):
        self.model = model
        self.velocity = nnx.Dict({name: nnx.OptVariable(value * 0) for name, value in self.values().items()})
        self.step = nnx.OptState(np.int32(0))

    def values(self):
        return {name: np.asarray(self.model.__getattr__(name).value) for name in ("bias", "kernel")}

    def update(self, grads):
        for name in ("bias", "kernel"):
            velocity, parameter = self.velocity[name], getattr(self.model, name)
            velocity.value = 0.9 * velocity + grads[name].value
            parameter.value = parameter - 0.05 * velocity
        self.step.value = self.step + 1


@nnx.jit
def train_step(model, optimizer, x, y):
    loss, grads = nnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
    optimizer.update(grads)
    return loss


def batch(step):
    x = np.random.default_rng(step).normal(size=(8, 2)).astype("float32")
    return x, np.stack([x[:, 0] * 0.5, -x[:, 1], x.sum(1)], 1).astype("float32")
"""

exec(MODEL)


def run():
    model = Line()
    return model, Momentum(model)


@pytest.fixture
def trained(tmp_path):
    """A bundle of a run after 100 steps, and the run."""
    model, optimizer = run()
    for step in range(100):
        train_step(model, optimizer, *batch(step))
    file = tmp_path / "run.nnx"
    nnx.save_bundle(file, (model, optimizer), steps={"train": train_step}, metadata={"note": "100 steps"})
    return file, model, optimizer


def in_another_process(program, *arguments):
    words = [sys.executable, "-c", program, *map(str, arguments)]
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_steps_101_to_200_in_another_process_are_those_of_an_uninterrupted_run(trained, tmp_path):
    file, model, optimizer = trained
    program = MODEL + textwrap.dedent("""
        import sys
        bundle = nnx.load_bundle(sys.argv[1])
        if sys.argv[3] == "functions":
            model, optimizer = Line(7), None
            optimizer = Momentum(model)
            bundle.update((model, optimizer))
            step = train_step
        else:
            model, optimizer = bundle.merge()
            step = bundle.jit("train")
        losses = [step(model, optimizer, *batch(number)).item().hex() for number in range(100, 200)]
        nnx.save_bundle(sys.argv[2], (model, optimizer), metadata={"losses": " ".join(losses)})
    """)
    losses = [train_step(model, optimizer, *batch(number)).item().hex() for number in range(100, 200)]
    for way in ("functions", "bundle"):
        in_another_process(program, file, tmp_path / "200.nnx", way)
        resumed = nnx.load_bundle(tmp_path / "200.nnx")
        assert not resumed.state.diff(nnx.state((model, optimizer)))
        assert resumed.metadata["losses"].split() == losses


PAGE = """
import libnnx as nnx
import numpy as np


class Model(nnx.Module):
    def __init__(self, din, dmid, dout, rngs):
        self.linear = nnx.Linear(din, dmid, rngs=rngs)
        self.bn = nnx.BatchNorm(dmid, rngs=rngs)
        self.dropout = nnx.Dropout(0.2, rngs=rngs)
        self.linear_out = nnx.Linear(dmid, dout, rngs=rngs)

    def __call__(self, x):
        return self.linear_out(nnx.relu(self.dropout(self.bn(self.linear(x)))))


def page_run(seed=0):
    model = Model(2, 16, 3, rngs=nnx.Rngs(seed))
    return model, nnx.ModelAndOptimizer(model, nnx.optim.adam(1e-3)), nnx.MultiMetric(loss=nnx.metrics.Average("loss"))


@nnx.jit
def page_step(model, optimizer, metrics, x, y):
    loss, grads = nnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
    optimizer.update(grads)
    metrics.update(loss=loss)
    return loss


def page_batch(step):
    random = np.random.default_rng(step)
    return random.normal(size=(8, 2)).astype("float32"), random.normal(size=(8, 3)).astype("float32")
"""


def test_the_page_goes_on_with_dropout_optimizer_and_metrics_as_if_it_had_never_stopped(tmp_path):
    scope = {}
    exec(PAGE, scope)
    objects, step, batch = scope["page_run"](), scope["page_step"], scope["page_batch"]
    for number in range(100):
        step(*objects, *batch(number))
    nnx.save_bundle(tmp_path / "100.nnx", objects, steps={"train": step})
    assert nnx.load_bundle(tmp_path / "100.nnx").state.num_leaves == 26
    program = PAGE + textwrap.dedent("""
        import sys
        bundle = nnx.load_bundle(sys.argv[1])
        if sys.argv[3] == "functions":
            objects, step = page_run(7), page_step
            bundle.update(objects)
        else:
            objects, step = bundle.merge(), bundle.jit("train")
        losses = [step(*objects, *page_batch(number)).item().hex() for number in range(100, 200)]
        nnx.save_bundle(sys.argv[2], objects, metadata={"losses": " ".join(losses)})
    """)
    losses = [step(*objects, *batch(number)).item().hex() for number in range(100, 200)]
    for way in ("functions", "bundle"):
        in_another_process(program, tmp_path / "100.nnx", tmp_path / "200.nnx", way)
        resumed = nnx.load_bundle(tmp_path / "200.nnx")
        assert not resumed.state.diff(nnx.state(objects))
        assert resumed.metadata["losses"].split() == losses


def test_what_was_saved_comes_back(trained):
    file, model, optimizer = trained
    bundle = nnx.load_bundle(file)
    assert bundle.graphdef == nnx.graphdef((model, optimizer))
    assert bundle.state == nnx.state((model, optimizer))
    assert bundle.metadata == {"note": "100 steps"}
    assert bundle.programs == ["train"]
    merged, other = bundle.merge()
    assert type(merged) is Line and other.model is merged and other.step.value.item() == 100
    assert "stablehlo.tanh" in str(bundle.program("train"))
    assert repr(bundle) == "<nnx.Bundle of 5 leaves and the programs ['train']>"
    copied = nnx.load_bundle(file, copy=True, no_checksum=True)
    assert copied.state == bundle.state


def test_a_session_goes_on_with_a_step(trained):
    file, model, optimizer = trained
    bundle = nnx.load_bundle(file)
    session = nnx.Session(bundle.graphdef, bundle.state)
    step = bundle.step("train")
    for number in range(100, 105):
        assert session.run(step, *batch(number)).item() == train_step(model, optimizer, *batch(number)).item()
    assert session.state() == nnx.state((model, optimizer))


def test_the_functional_form_goes_on(tmp_path):
    graphdef, state = nnx.split(run())

    @nnx.jit
    def step(graphdef, state, x, y):
        model, optimizer = nnx.merge(graphdef, state)
        loss, grads = nnx.value_and_grad(lambda model: ((model(x) - y) ** 2).mean())(model)
        optimizer.update(grads)
        return nnx.split((model, optimizer))[1], loss

    for number in range(3):
        state, _ = step(graphdef, state, *batch(number))
    nnx.save_bundle(tmp_path / "run.nnx", (graphdef, state), steps={"train": step})
    bundle = nnx.load_bundle(tmp_path / "run.nnx")
    loaded = bundle.jit("train")
    expected = step(graphdef, state, *batch(3))
    found = loaded(graphdef, bundle.state, *batch(3))
    assert found[0] == expected[0] and found[1].item() == expected[1].item()


def test_every_shape_that_was_called_is_saved(tmp_path):
    model, optimizer = run()
    x, y = batch(0)
    for rows in (8, 3):
        train_step(model, optimizer, x[:rows], y[:rows])
    step = train_step.step(model, optimizer, x[:2], y[:2])
    nnx.save_bundle(tmp_path / "run.nnx", (model, optimizer), steps={"train": train_step, "small": step})
    bundle = nnx.load_bundle(tmp_path / "run.nnx")
    assert {"train", "train.2", "train.3", "small"} <= set(bundle.programs)
    loaded = bundle.jit("train")
    for rows in (3, 8, 2):
        model, optimizer = bundle.merge()
        again = bundle.merge()
        assert loaded(*again, x[:rows], y[:rows]).item() == train_step(model, optimizer, x[:rows], y[:rows]).item()
    with pytest.raises(nnx.FailedPreconditionError, match="none of the steps that were loaded fits this call"):
        loaded(*again, x[:5], y[:5])


def test_objects_that_differ_are_said_by_path_and_stay(trained):
    file, model, _ = trained
    bundle = nnx.load_bundle(file)
    other = Line(3)
    other.scale = nnx.Param(np.ones(2, "float32"))
    optimizer = Momentum(other)
    before = nnx.state((other, optimizer))
    with pytest.raises(nnx.FailedPreconditionError, match="0/scale: the file has no tensor for this leaf"):
        bundle.update((other, optimizer))
    assert nnx.state((other, optimizer)) == before
    report = bundle.update((other, optimizer), partial=True)
    assert [row.path for row in report if "no tensor" in row.text] == ["0/scale"]
    assert other.kernel.value.tolist() == model.kernel.value.tolist()
    alone = Line(4)
    bundle.update(alone, rename={"0/": ""}, partial=True)
    assert alone.kernel.value.tolist() == model.kernel.value.tolist()


def test_a_bundle_of_this_format_stays_readable_and_goes_on():
    """tests/bundle/format.rs says what is in the file, which C and Rust go on with too."""
    bundle = nnx.load_bundle(Path(__file__).parents[3] / "tests/data/bundles/counter_100.nnx")
    nodes = bundle.merge()
    add_squares = bundle.jit("add_squares")
    for number in range(101, 201):
        assert add_squares(*nodes, np.array([1, 2], "float32")).item() == 5 * number
    assert nodes[0].total.value.tolist() == [200, 800] and nodes[0].count.value.item() == 200


def test_every_zip_tool_can_take_it_apart(trained):
    file, model, _ = trained
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[:2] == ["manifest.json", "graphdef.json"] and names[-1] == "state.safetensors"
        assert "programs/train.mlir" in names
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        manifest = json.loads(archive.read("manifest.json"))
        state = archive.read("state.safetensors")
    assert (manifest["format"], manifest["version"]) == ("nnx bundle", 1)
    inputs = manifest["programs"][0]["arguments"]["inputs"]
    assert inputs[:2] == [{"dtype": "float32", "shape": [8, 2]}, {"dtype": "float32", "shape": [8, 3]}]
    safetensors = pytest.importorskip("safetensors.numpy")
    assert np.array_equal(safetensors.load(state)["0/kernel"], np.asarray(model.kernel.value))


@pytest.mark.parametrize("zip64", [False, True])
def test_an_archive_of_another_tool_is_read_unless_it_is_compressed(trained, tmp_path, zip64):
    file = trained[0]
    with zipfile.ZipFile(file) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        again = tmp_path / f"{method}.nnx"
        with zipfile.ZipFile(again, "w", method) as archive:
            for name, content in contents.items():
                with archive.open(zipfile.ZipInfo(name) if method == 0 else name, "w", force_zip64=zip64) as entry:
                    entry.write(content)
        if method == zipfile.ZIP_STORED:
            assert nnx.load_bundle(again).state == nnx.load_bundle(file).state
        else:
            with pytest.raises(nnx.DataLossError, match=r'"manifest.json" is compressed, by method 8'):
                nnx.load_bundle(again)


def test_damage_is_data_loss(trained):
    file = trained[0]
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(nnx.DataLossError, match="was altered|run.nnx: "):
        nnx.load_bundle(file)
    file.write_bytes(content[:-100])
    with pytest.raises(nnx.DataLossError, match="cut short"):
        nnx.load_bundle(file)
    with pytest.raises(nnx.NotFoundError):
        nnx.load_bundle(file.with_name("none.nnx"))


def test_what_cannot_be_saved_names_the_path_or_the_step(tmp_path):
    model = Line()
    model.activation = nnx.numpy.tanh
    with pytest.raises(nnx.InvalidArgumentError, match="activation"):
        nnx.save_bundle(tmp_path / "run.nnx", model)
    assert not os.listdir(tmp_path)
    model = Line()
    with pytest.raises(ValueError, match="evaluate was never called"):
        nnx.save_bundle(tmp_path / "run.nnx", model, steps={"evaluate": nnx.jit(lambda model, x: model(x))})
    with pytest.raises(TypeError, match="must come from nnx.jit"):
        nnx.save_bundle(tmp_path / "run.nnx", model, steps={"evaluate": lambda model, x: model(x)})
    with pytest.raises(TypeError, match="comes from nnx.load_bundle"):
        nnx.Bundle()


def command(*arguments):
    words = [sys.executable, "-m", "libnnx", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_plan_prints_the_kernels_of_a_program(trained):
    file = trained[0]
    name = nnx.load_bundle(file).programs[0]
    shown = command("plan", file, name)
    assert shown.returncode == 0 and "writes objects/0/kernel" in shown.stdout
    assert command("plan", file, "absent").returncode == 1


def test_show_prints_leaves_programs_and_versions(trained):
    file = trained[0]
    shown = command("show", file)
    assert shown.returncode == 0 and shown.stdout == str(nnx.load_bundle(file))
    lines = shown.stdout.splitlines()
    assert lines[0] == f"a bundle of libnnx {nnx.__version__}, written for {nnx.environment().isa}"
    assert lines[1] == "note: 100 steps"
    assert any(line.split() == ["0/kernel", "Param", "[2,3]", "float32", "24"] for line in lines)
    assert any(line.split() == ["inputs/0", "float32[8,2]"] for line in lines)
    none = command("show", "/none.nnx")
    assert none.returncode == 1 and none.stderr.startswith("/none.nnx: ") and none.stdout == ""
