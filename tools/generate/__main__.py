"""`python3 tools/generate` writes everything that follows from the exports in src/capi; `--check` only compares.

cbindgen (pinned in tools/header) reads the Rust sources; the modules beside this one print the results.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from pathlib import Path

import abi_tests
import faces
import header
import loader
import path_cases
import python_abi
import table
from declarations import Declarations, GenerateError, parse
from sources import Module, modules

ROOT = Path(__file__).resolve().parents[2]
SLOTS = "include/abi/0.slots"


def cbindgen() -> str:
    """What cbindgen makes of the sources."""
    environment = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target" / "tools")}
    manifest = str(ROOT / "tools" / "header" / "Cargo.toml")
    command = ["cargo", "run", "--quiet", "--locked", "--manifest-path", manifest, "--", str(ROOT)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise GenerateError(f"cbindgen failed:\n{result.stderr}")
    return result.stdout


def check_exports(found: Declarations, order: list[Module]) -> None:
    exported = [name for module in order for name in module.exports]
    if missing := set(exported) ^ set(found.functions):
        raise GenerateError(f"exported in src/capi or seen by cbindgen, but not both: {', '.join(sorted(missing))}")
    for enum in found.enums.values():
        if not enum.doc:
            raise GenerateError(f"{enum.name} has no doc comment")


def generate() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Path to text of every generated file, and for each face the functions that it does not reach."""
    found, order = parse(cbindgen()), modules(ROOT)
    check_exports(found, order)
    version = package_version()
    functions = [name for module in order for name in module.exports if name != "nnx_get_api"]
    slots, minor = table.read_slots(ROOT / SLOTS)
    slots_text = table.append_slots((ROOT / SLOTS).read_text(), slots, functions)
    slots += [name for name in functions if name not in slots]
    abi = (0, minor)
    symbols = sorted([*functions, "nnx_get_api"])
    found.functions = {name: found.functions[name] for name in [*functions, "nnx_get_api"]}
    faces_text, missing = faces.render(ROOT, found)
    files = {
        SLOTS: slots_text,
        "include/nnx.h": header.render(found, order, slots, version, abi),
        "include/nnx_dl.h": loader.render(slots),
        "src/capi/table.rs": table.render(found, order, slots, abi),
        "bindings/python/libnnx/_abi.py": python_abi.render(found, version, abi),
        "tests/abi/symbols.txt": "".join(f"{name}\n" for name in symbols),
        "tests/abi/layout.c": abi_tests.layout_program(found, slots, version),
        "tests/abi/misuse.c": abi_tests.misuse_program(found),
        "bindings/cpp/tests/path_cases.hpp": path_cases.render(ROOT),
        "docs/faces.md": faces_text,
    }
    return files, missing


def package_version() -> str:
    for line in (ROOT / "Cargo.toml").read_text().splitlines():
        if line.startswith("version = "):
            return line.split('"')[1]
    raise GenerateError("Cargo.toml has no version")


def main(arguments: list[str]) -> int:
    try:
        files, missing = generate()
    except GenerateError as error:
        print(f"generate: {error}", file=sys.stderr)
        return 1
    stale = {path: text for path, text in files.items() if _read(ROOT / path) != text}
    if arguments == ["--check"]:
        for path, text in stale.items():
            old, new = _read(ROOT / path).splitlines(), text.splitlines()
            diff = difflib.unified_diff(old, new, path, "generated", lineterm="", n=1)
            print("\n".join(list(diff)[:20]), file=sys.stderr)
        if stale:
            print(f"generate: stale: {', '.join(stale)}: run `make generate`", file=sys.stderr)
        for face, names in missing.items():
            print(f"generate: {face} does not reach {', '.join(names)}", file=sys.stderr)
        if stale or missing:
            return 1
        print(f"generate: all {len(files)} files are up to date")
        return 0
    for path, text in stale.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)
        print(f"generate: wrote {path}")
    for face, names in missing.items():
        print(f"generate: {face} does not reach {len(names)} of the functions yet")
    return 0


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
