"""The page's program gives equal losses and states three ways, all of it native."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("flax.nnx")
EXAMPLE = Path(__file__).parents[2] / "examples" / "flax_page.py"


def test_the_pages_program_three_ways():
    result = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    names = "plain Flax", "libnnx.flax.install()", "@libnnx.flax.jit"
    assert [line[:22].rstrip() for line in lines[:3]] == list(names)
    assert all("26 equal leaves" in line for line in lines[:3])
    assert len({line.partition("loss")[2].partition(",")[0] for line in lines[:3]}) == 1
