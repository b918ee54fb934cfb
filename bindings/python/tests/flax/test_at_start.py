"""`LIBNNX_FLAX=1 python program.py`: the wheel puts the natives under an unmodified program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("flax.nnx")
PACKAGE = Path(__file__).parents[2]

PROGRAM = """
import sys
assert "libnnx" not in sys.modules
from flax import nnx
print(nnx.split.__module__, nnx.compat.split.func.__module__)
"""


@pytest.fixture
def python(tmp_path):
    """Python with site-packages that have what the wheel puts there, and the libraries of this one."""

    def run(program, **environment):
        site = f"import site; site.addsitedir({str(PACKAGE)!r})\n"
        (tmp_path / "sitecustomize.py").write_text(site)
        path = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
        return subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": path, **environment},
            capture_output=True,
            text=True,
        )

    return run


def test_with_it_the_natives_are_in_place(python):
    result = python(PROGRAM, LIBNNX_FLAX="1")
    assert result.stdout == "libnnx.flax._functions libnnx.flax._functions\n", result.stderr
    assert result.stderr == ""


def test_without_it_nothing_happens(python):
    for environment in ({}, {"LIBNNX_FLAX": "0"}, {"LIBNNX_FLAX": ""}):
        result = python(PROGRAM, **environment)
        assert (result.stdout, result.stderr) == ("flax.nnx.graphlib flax.nnx.graphlib\n", "")


def test_a_program_without_flax_loads_nothing(python):
    result = python("import sys, json; print('libnnx' in sys.modules, 'flax' in sys.modules)", LIBNNX_FLAX="1")
    assert (result.stdout, result.stderr) == ("False False\n", "")


def test_where_libnnx_does_not_load_the_program_runs_with_plain_flax(python):
    result = python(PROGRAM, LIBNNX_FLAX="1", LIBNNX_LIBRARY="/nowhere/libnnx.so")
    assert result.stdout == "flax.nnx.graphlib flax.nnx.graphlib\n"
    assert "RuntimeWarning: LIBNNX_FLAX=1 has no effect: libnnx.so.0 was not found" in result.stderr
