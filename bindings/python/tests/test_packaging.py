"""The wheel: what is in it, and that it works alone in a clean environment without NumPy."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import libnnx as nnx

PACKAGE = Path(__file__).parents[1]
LIBRARY = nnx.environment().library

PROGRAM = """
import libnnx as nnx

class Linear(nnx.Module):
    def __init__(self):
        self.kernel = nnx.Param([[1.0, 2.0], [3.0, 4.0]])
        self.bias = nnx.Param(nnx.Tensor.zeros(2, "bfloat16"), tag="b")

model = Linear()
graphdef, params, rest = nnx.split(model, nnx.PathContains("kernel"), ...)
params["kernel"] = [[5.0, 6.0], [7.0, 8.0]]
nnx.update(model, params)
assert model.kernel.value.tolist() == [[5.0, 6.0], [7.0, 8.0]]
assert model.kernel.value.buffer()[1, 0] == 7.0
assert nnx.merge(graphdef, params, rest).bias.tag == "b"
import sys
assert "numpy" not in sys.modules
print("works alone")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    program = "import build_backend, sys; print(build_backend.build_wheel(sys.argv[1], {'library': sys.argv[2]}))"
    name = subprocess.run(
        [sys.executable, "-c", program, str(folder), LIBRARY], cwd=PACKAGE, capture_output=True, text=True, check=True
    ).stdout.strip()
    return folder / name


def test_its_name_says_what_it_runs_on(wheel):
    machine = os.uname().machine
    assert wheel.name.startswith(f"libnnx-{nnx.__version__}-py3-none-manylinux_2_") and wheel.name.endswith(
        f"_{machine}.whl"
    )


def test_it_carries_library_types_and_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        info = f"libnnx-{nnx.__version__}.dist-info"
        assert {"libnnx/libnnx.so.0", "libnnx/py.typed", f"{info}/METADATA", f"{info}/licenses/LICENSE"} <= names
        assert not any("tests" in name or "__pycache__" in name for name in names)
        assert archive.read("libnnx/libnnx.so.0") == Path(LIBRARY).read_bytes()
        record = archive.read(f"{info}/RECORD").decode()
        assert {line.split(",")[0] for line in record.splitlines()} == names


def test_the_library_needs_only_what_every_linux_has(wheel):
    sys.path.insert(0, str(PACKAGE))
    try:
        import build_backend
    finally:
        sys.path.remove(str(PACKAGE))
    with zipfile.ZipFile(wheel) as archive:
        needed = build_backend.needed_libraries(archive.read("libnnx/libnnx.so.0"))
    assert "libc.so.6" in needed and set(needed) <= build_backend.ALLOWED
    elf = Path(sys.executable).resolve().read_bytes()
    assert set(build_backend.needed_libraries(elf)) - {"libpython3.so"}, "the ELF reader sees nothing"


def test_it_installs_by_pip_and_works_alone(wheel, tmp_path):
    """What `pip install ./bindings/python` does, with a library that is built already."""
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "LIBNNX_LIBRARY")}
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check"]
    copy = tmp_path / "repository"
    shutil.copytree(PACKAGE, copy / "bindings" / "python", ignore=shutil.ignore_patterns("tests", ".*", "__pycache__"))
    for name in "Cargo.toml", "LICENSE":
        shutil.copy(PACKAGE.parents[1] / name, copy)
    subprocess.run(
        [*pip, "--config-settings", f"library={LIBRARY}", str(copy / "bindings" / "python")],
        check=True,
        env=environment,
    )
    shutil.rmtree(copy)
    result = subprocess.run(
        [str(python), "-c", PROGRAM], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (result.stdout, result.stderr) == ("works alone\n", "")
    printed = subprocess.run(
        [str(python), "-m", "libnnx"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert str(tmp_path / "venv") in printed
