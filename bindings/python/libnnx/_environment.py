"""What the library finds on this machine."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from . import _abi, _library
from ._library import lib, owned_text


@dataclass(frozen=True)
class Environment:
    """Versions, instruction set and devices."""

    version: str
    library_version: str
    library: str
    isa: str
    python: str
    devices: tuple[str, ...]
    no_device_reason: str

    def __str__(self) -> str:
        lines = [
            f"libnnx           {self.version}",
            f"shared library   {self.library_version} ({self.library})",
            f"Python           {self.python}",
            f"instruction set  {self.isa}",
        ]
        if self.devices:
            lines += [f"CUDA device {index}    {name}" for index, name in enumerate(self.devices)]
        else:
            lines.append(f"CUDA devices     none: {self.no_device_reason}")
        return "\n".join(lines)


def environment() -> Environment:
    """Look again: versions, instruction set, devices, and the reason where there are none."""
    info = _abi.nnx_cuda_info(ctypes.sizeof(_abi.nnx_cuda_info))
    lib.nnx_cuda_probe(ctypes.byref(info))
    devices = []
    for index in range(info.device_count if info.present else 0):
        name = _abi.nnx_bytes()
        lib.nnx_cuda_device_name(index, ctypes.byref(name))
        devices.append(owned_text(name.value))
    return Environment(
        version=_library.VERSION,
        library_version=lib.nnx_version_string().decode(),
        library=str(_library.PATH),
        isa=lib.nnx_isa_name().decode(),
        python=sys.version.split()[0],
        devices=tuple(devices),
        no_device_reason=lib.nnx_cuda_reason().decode(),
    )
