"""`python -m libnnx`, and where the library is looked for."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import libnnx as nnx
from libnnx import _library


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


def test_it_prints_versions_instruction_set_and_devices():
    printed = run("-m", "libnnx").stdout
    assert re.search(rf"^libnnx +{re.escape(nnx.__version__)}$", printed, re.M)
    assert re.search(r"^shared library +\d+\.\d+\.\d+ ", printed, re.M)
    assert re.search(r"^instruction set +(avx512|avx2|neon|baseline)$", printed, re.M)
    found = nnx.environment()
    assert found.devices or found.no_device_reason


def test_it_prints_and_draws_the_kernels_of_a_program(tmp_path):
    file = tmp_path / "double.mlir"
    file.write_text(
        "func.func @main(%x: tensor<5xf32>) -> tensor<5xf32> {\n"
        "  %y = stablehlo.add %x, %x : tensor<5xf32>\n"
        "  return %y : tensor<5xf32>\n}\n"
    )
    printed = run("-m", "libnnx", "plan", str(file)).stdout
    assert "of add float32[5] (line 2)" in printed and "reads inputs/0" in printed
    assert run("-m", "libnnx", "plan", str(file), "--dot").stdout.startswith("digraph plan {")
    assert "store %1 into b" in run("-m", "libnnx", "plan", str(file), "--text").stdout
    assert "__global__ void" in run("-m", "libnnx", "plan", str(file), "--cuda").stdout
    absent = run("-m", "libnnx", "plan", str(tmp_path / "absent.mlir"))
    assert absent.returncode == 1 and "absent.mlir" in absent.stderr


def test_the_versions_agree():
    root = Path(__file__).parents[3]
    cargo = re.search(r'^version = "(.*)"', (root / "Cargo.toml").read_text(), re.M)[1]
    project = re.search(r'^version = "(.*)"', (root / "bindings/python/pyproject.toml").read_text(), re.M)[1]
    assert cargo == project == nnx.__version__ == nnx.environment().library_version


def test_a_library_that_is_not_there():
    result = run("-c", "import libnnx", LIBNNX_LIBRARY="/nowhere/libnnx.so")
    assert result.returncode == 1 and "ImportError" in result.stderr and "/nowhere/libnnx.so" in result.stderr


def test_another_file_than_the_library():
    result = run("-c", "import libnnx", LIBNNX_LIBRARY=__file__)
    assert result.returncode == 1 and "OSError" in result.stderr


def test_isa_can_be_forced():
    printed = run("-m", "libnnx", NNX_ISA="baseline").stdout
    assert "instruction set  baseline" in printed


def test_structs_are_laid_out_as_in_c():
    import ctypes

    from libnnx import _abi

    for name, size in _abi.LAYOUT.items():
        if hasattr(_abi, name):
            assert ctypes.sizeof(getattr(_abi, name)) == size, name


@pytest.mark.skipif("LIBNNX_LIBRARY" in os.environ, reason="LIBNNX_LIBRARY names the library")
def test_the_library_is_found_without_help():
    assert _library.PATH.is_file()
