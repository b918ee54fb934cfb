"""Builds the wheel with nothing but the standard library and cargo (PEP 517 and 660).

`pip install --config-settings library=/path/to/libnnx.so .` carries a library that was built before.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CRATE = next((folder for folder in (HERE.parents[1], HERE / "crate") if (folder / "Cargo.toml").is_file()), HERE)
LIBRARY = "libnnx.so.0"
# What stands beside the package in site-packages: `LIBNNX_FLAX=1`.
AT_START = ("libnnx.pth", "_libnnx_flax.py")

# The libraries that every Linux of the manylinux policies has (PEP 600), as far as libnnx may need them.
ALLOWED = {"libc.so.6", "libm.so.6", "libdl.so.2", "librt.so.1", "libpthread.so.0", "libgcc_s.so.1"}
ALLOWED |= {"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}


def get_requires_for_build_wheel(config_settings=None):
    return [] if sys.version_info >= (3, 11) else ["tomli"]


get_requires_for_build_editable = get_requires_for_build_sdist = get_requires_for_build_wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    named = (config_settings or {}).get("library")
    files = {f"libnnx/{LIBRARY}": Path(named).read_bytes() if named else stripped(built_library())}
    for file in sorted((HERE / "libnnx").rglob("*")):
        if file.suffix == ".py" or file.name == "py.typed":
            files[file.relative_to(HERE).as_posix()] = file.read_bytes()
    files |= {name: (HERE / name).read_bytes() for name in AT_START}
    return write_wheel(Path(wheel_directory), platform_tag(files[f"libnnx/{LIBRARY}"]), files)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """The package where it stands; it finds the library that cargo builds in the repository."""
    built_library()
    lines = f"{HERE}\n".encode() + (HERE / AT_START[0]).read_bytes()
    return write_wheel(Path(wheel_directory), "any", {"__editable__.libnnx.pth": lines})


def build_sdist(sdist_directory, config_settings=None):
    project = read_project()
    top = f"libnnx-{project['version']}"
    files = {f"{top}/PKG-INFO": metadata(project).encode()}
    for file in sorted(HERE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts and file.suffix in (".py", ".pth", ".toml", ".md", ".typed"):
            files[f"{top}/{file.relative_to(HERE).as_posix()}"] = file.read_bytes()
    for name in ("Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "build.rs", "src", "include", "benches", "tests"):
        for file in sorted([CRATE / name, *(CRATE / name).rglob("*")]):
            if file.is_file():
                files[f"{top}/crate/{file.relative_to(CRATE).as_posix()}"] = file.read_bytes()
    target = Path(sdist_directory) / f"{top}.tar.gz"
    with tarfile.open(target, "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), 0o644
            archive.addfile(entry, io.BytesIO(data))
    return target.name


def built_library() -> Path:
    """The shared library that cargo makes of the crate."""
    command = ["cargo", "build", "--release", "--locked", "--lib", "--message-format=json-render-diagnostics"]
    try:
        run = subprocess.run(command, cwd=CRATE, stdout=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise SystemExit("libnnx is built by cargo, which was not found; install Rust from https://rustup.rs") from None
    if run.returncode:
        raise SystemExit(f"cargo could not build libnnx in {CRATE}")
    for line in run.stdout.splitlines():
        message = json.loads(line)
        for file in message.get("filenames", []):
            if os.path.basename(file) == "libnnx.so":
                return Path(file)
    raise SystemExit("cargo built no libnnx.so; libnnx supports Linux")


def stripped(library: Path) -> bytes:
    """The library without debug information, where there is a `strip`."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / LIBRARY
        try:
            subprocess.run(["strip", "--strip-debug", "-o", str(target), str(library)], check=True)
        except (FileNotFoundError, subprocess.CalledProcessError):
            return library.read_bytes()
        return target.read_bytes()


def platform_tag(library: bytes) -> str:
    """`manylinux_2_N_<machine>` for the newest glibc that the library asks for, when it needs no other library."""
    machine = os.uname().machine
    newest = max((int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", library)), default=17)
    if set(needed_libraries(library)) <= ALLOWED:
        return f"manylinux_2_{max(newest, 17)}_{machine}"
    return f"linux_{machine}"


def needed_libraries(elf: bytes) -> list[str]:
    """The DT_NEEDED entries of a 64-bit little-endian ELF file."""
    (section_offset,) = struct.unpack_from("<Q", elf, 0x28)
    entry_size, count = struct.unpack_from("<HH", elf, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", elf, section_offset + i * entry_size) for i in range(count)]
    for _, kind, _, _, offset, size, link, *_ in sections:
        if kind == 6:  # SHT_DYNAMIC
            names = sections[link][4]
            entries = struct.iter_unpack("<QQ", elf[offset : offset + size])
            starts = [names + value for tag, value in entries if tag == 1]  # DT_NEEDED
            return [elf[start : elf.index(b"\0", start)].decode() for start in starts]
    return []


def read_project() -> dict:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads((HERE / "pyproject.toml").read_text())["project"]


def metadata(project: dict) -> str:
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        f"Keywords: {','.join(project['keywords'])}",
        *(f"Classifier: {each}" for each in project["classifiers"]),
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {each}" for each in project["dependencies"]),
    ]
    for extra, requirements in project["optional-dependencies"].items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {each}; extra == "{extra}"' for each in requirements]
    lines += ["Description-Content-Type: text/markdown", "", (HERE / project["readme"]).read_text()]
    return "\n".join(lines)


def write_wheel(folder: Path, platform: str, files: dict[str, bytes]) -> str:
    project = read_project()
    info = f"libnnx-{project['version']}.dist-info"
    pure = "true" if platform == "any" else "false"
    tag = f"py3-none-{platform}"
    license = next((path for path in (CRATE / "LICENSE", HERE / "LICENSE") if path.is_file()), None)
    files = {
        **files,
        **({f"{info}/licenses/LICENSE": license.read_bytes()} if license else {}),
        f"{info}/METADATA": metadata(project).encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: libnnx\nRoot-Is-Purelib: {pure}\nTag: {tag}\n".encode(),
    }
    record = []
    target = folder / f"libnnx-{project['version']}-{tag}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.endswith(LIBRARY) else 0o644) << 16
            archive.writestr(entry, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(data)}\n")
        archive.writestr(f"{info}/RECORD", "".join(record) + f"{info}/RECORD,,\n")
    return target.name
