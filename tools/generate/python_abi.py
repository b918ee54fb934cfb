"""Prints `bindings/python/libnnx/_abi.py`: the declarations for ctypes."""

from __future__ import annotations

import re

from declarations import Declarations, FunctionType, Parameter, layout

_HEAD = '''\
"""The C ABI for ctypes: constants, types, and the type of every function. Nothing is loaded here.

Generated from src/capi by `make generate`; do not edit.
"""

from __future__ import annotations

from ctypes import (
{imports})
from typing import Any

'''

_SIMPLE = {
    "void": "None",
    "int32_t": "c_int32",
    "int64_t": "c_int64",
    "uint32_t": "c_uint32",
    "uint64_t": "c_uint64",
    "size_t": "c_size_t",
    "float": "c_float",
    "double": "c_double",
}


_IMPORTS = ("CFUNCTYPE", "POINTER", "Structure", *sorted({*_SIMPLE.values(), "c_char_p", "c_void_p"} - {"None"}))


def render(found: Declarations, version: str, abi: tuple[int, int]) -> str:
    body = _body(found, version, abi)
    used = [name for name in _IMPORTS if re.search(rf"\b{name}\b", body)]
    return _HEAD.replace("{imports}", "".join(f"    {name},\n" for name in used)) + body


def _body(found: Declarations, version: str, abi: tuple[int, int]) -> str:
    parts = []
    for name, number in zip(("MAJOR", "MINOR", "PATCH"), version.split(".")):
        parts.append(f"NNX_VERSION_{name} = {number}\n")
    parts.append(f"NNX_ABI_MAJOR = {abi[0]}\nNNX_ABI_MINOR = {abi[1]}\n\n")
    for enum in found.enums.values():
        parts += [f"{name} = {value}\n" for name, value, _ in enum.variants] + ["\n"]
    parts.append("NNX_OK = NNX_STATUS_OK\n\n")
    parts += [f"{name} = c_int32\n" for name in found.enums]
    for opaque in found.opaques.values():
        parts.append(f'\n\nclass {opaque.name}(c_void_p):\n    """{opaque.doc.split(". ")[0].rstrip(".")}."""\n')
    types = _Types(found)
    parts += types.definitions()
    parts.append("\n\nLAYOUT: dict[str, int] = {\n")
    parts += [f'    "{struct.name}": {layout(found, struct)[0]},\n' for struct in found.structs.values()]
    parts.append("}\n\nFUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {\n")
    for function in found.functions.values():
        arguments = [types.of(item) for item in function.parameters]
        comma = "," if len(arguments) == 1 else ""
        result = types.of_type(function.result)
        line = f'    "{function.name}": ({result}, ({", ".join(arguments)}{comma})),\n'
        if len(line) > 121:
            inner = "".join(f"            {argument},\n" for argument in arguments)
            line = f'    "{function.name}": (\n        {result},\n        (\n{inner}        ),\n    ),\n'
        parts.append(line)
    parts.append("}\n")
    return "".join(parts)


class _Types:
    def __init__(self, found: Declarations) -> None:
        self.found = found

    def of(self, item: Parameter | FunctionType) -> str:
        return self.function(item) if isinstance(item, FunctionType) else self.of_type(item.type)

    def of_type(self, type: str) -> str:
        bare = type.removeprefix("const ")
        if not bare.endswith("*"):
            return _SIMPLE.get(bare, bare)
        target, stars = bare.split(" ", 1)[0] if not bare.startswith("struct ") else "void", bare.count("*")
        if target == "char":
            inner = "c_char_p"
        elif target == "void" or target == "nnx_api":
            inner = "c_void_p"
        elif target in self.found.opaques:
            inner = target
        else:
            element = _SIMPLE.get(target, target)
            return f"POINTER({element})" if stars == 1 else f"POINTER(POINTER({element}))"
        return inner if stars == 1 else f"POINTER({inner})"

    def function(self, item: FunctionType) -> str:
        """In a callback a handle is a plain int."""
        arguments = [self.of_type(item.result)]
        for parameter in item.parameters:
            type = self.of(parameter)
            arguments.append("c_void_p" if type in self.found.opaques else type)
        return f"CFUNCTYPE({', '.join(arguments)})"

    def definitions(self) -> list[str]:
        """Structs and function types, each after those that it mentions."""
        waiting = {**self.found.structs, **self.found.function_types}
        printed = []
        while waiting:
            for name, item in list(waiting.items()):
                items = item.parameters if isinstance(item, FunctionType) else item.fields
                inner = [part for entry in items for part in getattr(entry, "parameters", [entry])]
                if not any(entry.type.removeprefix("const ").split(" ")[0] in waiting for entry in inner):
                    printed.append(self._definition(item))
                    del waiting[name]
                    break
        return printed

    def _definition(self, item) -> str:
        if isinstance(item, FunctionType):
            return f"\n\n{item.name} = {self.function(item)}\n"
        fields = "".join(f'        ("{field.name}", {self.of(field)}),\n' for field in item.fields)
        text = item.doc.replace("\n", "\n    ")
        return f'\n\nclass {item.name}(Structure):\n    """{text}"""\n\n    _fields_ = [\n{fields}    ]\n'
