"""The README's program runs, and its texts are true."""

import re
from pathlib import Path

import numpy as np

README = Path(__file__).parents[1] / "README.md"


def test_the_program_of_the_readme(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    program = re.search(r"```python\n(.*?)```", README.read_text(), re.S)[1]
    names: dict = {}
    exec(program, names)
    assert names["model"].linear.bias[0] == 1 and (np.asarray(names["again"].linear.bias) == 1).all()
    assert "linear_out/kernel" in capsys.readouterr().out and (tmp_path / "model.safetensors").is_file()


def test_the_program_of_the_package(tmp_path, monkeypatch):
    import libnnx

    program = "import numpy\n" + "\n".join(
        line[4:] for line in libnnx.__doc__.splitlines()[1:] if line.startswith("    ") or not line
    )
    names: dict = {}
    exec(program, names)
    assert names["model"].bias[0] == 1


def test_the_programs_of_from_flax():
    page = (Path(__file__).parents[3] / "docs" / "from-flax.md").read_text()
    names: dict = {}
    for program in re.findall(r"```python\n(.*?)```", page, re.S):
        exec(program, names)
    assert names["old"]["bias"][0] == 0 and names["model"].bias[0] == 1
