"""Prints `include/nnx.h`."""

from __future__ import annotations

import re
import textwrap

from declarations import Declarations, Enum, Function, FunctionType, Parameter, Struct
from sources import Module

WIDTH = 120

_INTRODUCTION = """\
libnnx: object graphs that are split, merged and updated.

Generated from src/capi by `make generate`; do not edit.

Status.    A call answers NNX_OK or why it failed; nnx_last_error_message() is this thread's text. Outputs stand last;
           they are zeroed on entry and set only when the call is OK.
Handles.   Every handle a function returns is owned: give it back once, with its nnx_..._release. nnx_..._retain makes
           another handle for the same object. A handle is no address: a stale, doubled, forged or wrongly typed one is
           answered with NNX_STATUS_INVALID_HANDLE.
Values.    An nnx_value is a name, no handle: it owns nothing, is never released, and lives as long as its trace. An
           nnx_trace is lent to the function that is traced.
Lent.      Text and data pointers are lent: valid until the handle they came from is released or changed.
Text.      Text in is an nnx_str: UTF-8, with its length; NNX_STR("literal") or nnx_str_of(pointer).
Pointers.  NULL is NNX_STATUS_INVALID_ARGUMENT, unless the function says that it may be NULL; options, user_data and
           destroy always may. An array of no elements may be NULL.
Options.   Start from the struct's ..._INIT macro. NULL is the defaults.
Callbacks. (function, user_data, destroy): destroy runs exactly once, also when the call fails. The function answers
           NNX_OK, or a number from 1000 on, which comes back unchanged.
Threads.   `const nnx_x *` may be used by several threads at once; `nnx_x *` wants one at a time, and waits otherwise.
Paths.     layers/0/kernel, relative to the node or State they are given with; "" is that itself."""

_PREAMBLE = """\
#ifndef NNX_H
#define NNX_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NNX_VERSION_MAJOR {major}
#define NNX_VERSION_MINOR {minor}
#define NNX_VERSION_PATCH {patch}

/* The table of nnx_get_api: a major number is one layout, a minor number says how many functions it has. */
#define NNX_ABI_MAJOR {abi_major}
#define NNX_ABI_MINOR {abi_minor}

#if defined(__GNUC__)
#define NNX_API __attribute__((visibility("default")))
#else
#define NNX_API
#endif

#if defined(__cplusplus) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L)
#define NNX_NODISCARD [[nodiscard]]
#elif defined(__GNUC__)
#define NNX_NODISCARD __attribute__((warn_unused_result))
#else
#define NNX_NODISCARD
#endif

/* An enum is an int32_t in every language, and may hold numbers that this header does not know. */
#if defined(__cplusplus)
#define NNX_ENUM(name) enum name : int32_t
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
#define NNX_ENUM(name) enum name : int32_t; typedef enum name name; enum name : int32_t
#else
#define NNX_ENUM(name) typedef int32_t name; enum name
#endif
"""

_AFTER_TYPES = """\
/** Short for the status that is asked for most. */
#define NNX_OK NNX_STATUS_OK

/** An nnx_str of a string literal. */
#ifdef __cplusplus
#define NNX_STR(literal) (nnx_str{"" literal, sizeof("" literal) - 1})
#else
#define NNX_STR(literal) ((nnx_str){"" literal, sizeof("" literal) - 1})
#endif
"""

_STR_OF = """\
/** An nnx_str of text that ends with a NUL. NULL is the empty text. */
static inline nnx_str nnx_str_of(const char *text) {
    nnx_str view;
    view.data = text;
    view.size = text ? strlen(text) : 0;
    return view;
}
"""

_HAS = """\
/** Whether a table, perhaps of an older library, has a function: NNX_API_HAS(api, state_size). */
#define NNX_API_HAS(api, slot) ((api)->struct_size >= offsetof(nnx_api, slot) + sizeof((api)->slot))
"""


def render(found: Declarations, modules: list[Module], slots: list[str], version: str, abi: tuple[int, int]) -> str:
    major, minor, patch = version.split(".")
    parts = [
        _comment(_INTRODUCTION, keep_lines=True),
        _PREAMBLE.format(major=major, minor=minor, patch=patch, abi_major=abi[0], abi_minor=abi[1]),
        '#ifdef __cplusplus\nextern "C" {\n#endif\n',
        _title("Types"),
        "/* DLPack's structs; include dlpack.h to look into them. */\n"
        "struct DLManagedTensor;\nstruct DLManagedTensorVersioned;\n",
        *(_enum(enum) for enum in found.enums.values()),
        *(f"{_comment(item.doc)}typedef struct {item.name} {item.name};\n" for item in found.opaques.values()),
        *_ordered_types(found),
        _AFTER_TYPES,
        *_inits(found),
    ]
    for module in modules:
        exports = [name for name in module.exports if name != "nnx_get_api"]
        parts += [_title(module.title)] if exports else []
        parts += [_function(found.functions[name]) for name in exports]
    parts += [_title("The functions as a table"), _table(found, slots), _HAS]
    parts.append(_function(found.functions["nnx_get_api"]))
    parts += [_STR_OF, "#ifdef __cplusplus\n}\n#endif\n\n#endif\n"]
    return "\n".join(parts)


def declare(type: str, name: str) -> str:
    return f"{type}{name}" if type.endswith("*") else f"{type} {name}"


def parameter(item: Parameter | FunctionType) -> str:
    if isinstance(item, FunctionType):
        return f"{declare(item.result, f'(*{item.name})')}({parameters(item.parameters)})"
    return declare(item.type, item.name)


def parameters(items) -> str:
    return ", ".join(map(parameter, items)) or "void"


def _title(text: str) -> str:
    return f"/* {text} {'-' * (WIDTH - len(text) - 7)} */\n"


def _comment(text: str, indent: str = "", keep_lines: bool = False) -> str:
    """A doc comment; its text was wrapped for Rust and is wrapped again where it became too long."""
    width = WIDTH - len(indent) - 3
    lines = text.splitlines() if keep_lines else _rewrap(text, width)
    if len(lines) == 1 and len(indent) + len(lines[0]) + 8 <= WIDTH:
        return f"{indent}/** {lines[0]} */\n"
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"


def _rewrap(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in re.split(r"\n\n", text):
        if lines:
            lines.append("")
        if re.search(r"^(?:- |```|\|)", paragraph, re.MULTILINE):
            lines += [line for line in paragraph.splitlines() if not line.startswith("```")]
        else:
            lines += textwrap.wrap(" ".join(paragraph.split()), width, break_long_words=False, break_on_hyphens=False)
    return lines


def _enum(enum: Enum) -> str:
    variants = "".join(f"{_comment(doc, '    ')}    {name} = {value},\n" for name, value, doc in enum.variants)
    variants = variants.removesuffix(",\n") + "\n"
    return f"{_comment(enum.doc)}NNX_ENUM({enum.name}) {{\n{variants}}};\n"


def _ordered_types(found: Declarations) -> list[str]:
    """Structs and function types, each after those that it mentions."""
    waiting = {**found.structs, **found.function_types}
    printed = []
    while waiting:
        for name, item in list(waiting.items()):
            text = _struct(item) if isinstance(item, Struct) else f"{_comment(item.doc)}typedef {parameter(item)};\n"
            body = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
            if not any(re.search(rf"\b{other}\b", body) for other in waiting if other != name):
                printed.append(text)
                del waiting[name]
                break
        else:
            raise RuntimeError(f"types that need each other: {', '.join(waiting)}")
    return printed


def _struct(struct: Struct) -> str:
    fields = "".join(f"{_comment(item.doc, '    ')}    {parameter(item)};\n" for item in struct.fields)
    return f"{_comment(struct.doc)}typedef struct {struct.name} {{\n{fields}}} {struct.name};\n"


def _inits(found: Declarations) -> list[str]:
    lines = []
    for struct in found.structs.values():
        if struct.fields[0].name == "struct_size":
            zeros = "".join(f", {_zero(found, item)}" for item in struct.fields[1:])
            lines.append(f"#define {struct.name.upper()}_INIT {{sizeof({struct.name}){zeros}}}\n")
    return ["".join(["/** What an option struct starts from. */\n", *lines])] if lines else []


def _zero(found: Declarations, item: Parameter | FunctionType) -> str:
    inner = found.structs.get(item.type) if isinstance(item, Parameter) else None
    return "{" + ", ".join(_zero(found, field) for field in inner.fields) + "}" if inner else "0"


def _function(function: Function) -> str:
    must_use = function.result == "nnx_status" and not function.name.endswith("_release")
    prefix = "NNX_NODISCARD NNX_API " if must_use else "NNX_API "
    return f"{_comment(function.doc)}{_prototype(prefix, function.result, function.name, function.parameters)};\n"


def _prototype(prefix: str, result: str, name: str, items) -> str:
    head = f"{prefix}{declare(result, name)}("
    line = f"{head}{parameters(items)})"
    if len(line) + 1 <= WIDTH:
        return line
    lines, current = [], "    "
    for index, item in enumerate(items):
        text = parameter(item) + (")" if index == len(items) - 1 else ",")
        if len(current) + len(text) + 1 > WIDTH and current.strip():
            lines.append(current.rstrip())
            current = "    "
        current += text + " "
    return "\n".join([head, *lines, current.rstrip()])


def _table(found: Declarations, slots: list[str]) -> str:
    fields = []
    for name in slots:
        function = found.functions[name]
        fields.append(_prototype("    ", function.result, f"(*{function.slot})", function.parameters) + ";\n")
    return (
        "/** Every function; a later minor version has more at the end. */\n"
        "typedef struct nnx_api {\n"
        "    /** NNX_ABI_MAJOR and NNX_ABI_MINOR of the library. */\n"
        "    uint32_t abi_major;\n    uint32_t abi_minor;\n"
        "    /** The size of the library's table. */\n    size_t struct_size;\n"
        "    /** As nnx_version_string. */\n    const char *version_text;\n"
        f"{''.join(fields)}}} nnx_api;\n"
    )
