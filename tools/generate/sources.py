"""Where the exports stand in `src/capi`: their order, their modules, and the guards around their bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from declarations import GenerateError

EXPORT = re.compile(r'#\[unsafe\(no_mangle\)\]\npub (?:unsafe )?extern "C" fn (nnx_\w+)')


@dataclass(frozen=True)
class Module:
    """One file of `src/capi`."""

    path: str
    """`capi::error`"""
    title: str
    """The first sentence of its text."""
    exports: list[str]
    types: list[str]


def modules(root: Path) -> list[Module]:
    """The modules that export or define something, in the order in which `mod` lines name them."""
    found = _walk(root / "src" / "capi" / "mod.rs", root / "src" / "capi", "capi")
    return [module for module in found if module.exports or module.types]


def _walk(file: Path, folder: Path, path: str):
    text = file.read_text()
    exports = EXPORT.findall(text)
    marks = len(re.findall(r"no_mangle", text))
    if marks != len(exports):
        raise GenerateError(f'{file}: {marks} no_mangle, but {len(exports)} of the form `pub extern "C" fn nnx_…`')
    title = text.splitlines()[0].removeprefix("//! ").split(": ")[0].rstrip(".")
    types = re.findall(r"^pub (?:struct|enum|type) (nnx_\w+)", text, re.MULTILINE)
    yield Module(path, title, exports, types)
    for name in re.findall(r"^(?:pub(?:\(\w+\))? )?mod (\w+);", text, re.MULTILINE):
        inner = folder / name
        candidate = folder / f"{name}.rs"
        child = candidate if candidate.exists() else inner / "mod.rs"
        if child.exists() and name != "tests":
            yield from _walk(child, inner, f"{path}::{name}")
