"""The C declarations of the library as data, read from what cbindgen prints."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


class GenerateError(Exception):
    """Something in the library's sources that cannot be turned into a good header."""


@dataclass(frozen=True)
class Parameter:
    """A parameter or a field."""

    type: str
    name: str
    doc: str = ""

    @property
    def is_pointer(self) -> bool:
        return self.type.endswith("*")


@dataclass(frozen=True)
class Enum:
    name: str
    doc: str
    variants: list[tuple[str, int, str]]


@dataclass(frozen=True)
class Opaque:
    name: str
    doc: str


@dataclass(frozen=True)
class FunctionType:
    name: str
    doc: str
    result: str
    parameters: list[Parameter]


@dataclass(frozen=True)
class Struct:
    name: str
    doc: str
    fields: list[Parameter | FunctionType]


@dataclass(frozen=True)
class Function:
    name: str
    doc: str
    result: str
    parameters: list[Parameter | FunctionType]

    @property
    def slot(self) -> str:
        """Its name in the table."""
        return self.name.removeprefix("nnx_")

    def may_be_null(self, parameter: str) -> bool:
        """Whether the text says so; some names need no saying."""
        if parameter in ("user_data", "destroy", "options"):
            return True
        return bool(re.search(rf"`{parameter}`(?:, which)? may be NULL", " ".join(self.doc.split())))


@dataclass
class Declarations:
    enums: dict[str, Enum] = field(default_factory=dict)
    opaques: dict[str, Opaque] = field(default_factory=dict)
    structs: dict[str, Struct] = field(default_factory=dict)
    function_types: dict[str, FunctionType] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)

    def is_handle_pointer(self, type: str) -> str | None:
        """The handle type that `type` points to once."""
        match = re.fullmatch(r"(?:const )?(\w+) \*", type)
        return match[1] if match and match[1] in self.opaques else None


_ITEM = re.compile(
    r"""
    /\*\*\n(?P<doc>(?:\ \*.*\n)+?)\ \*/\n
    (?:
        enum\ (?P<enum>\w+)\n\#if.*?\#endif.*?\n\ \{\n(?P<variants>.*?)\n\};\n
      | typedef\ struct\ (?P<opaque>\w+)\ \w+;\n
      | typedef\ struct\ \{\n(?P<fields>.*?)\n\}\ (?P<struct>\w+);\n
      | typedef\ (?P<typedef>[^;{]*);\n
      | (?P<function>[^;{\#]*\(.*\));\n
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_MEMBER = re.compile(r"(?: */\*\*\n(?P<doc>(?: *\*[^\n]*\n)+?) *\*/\n)? *(?P<text>[^\n]+?)[,;](?:\n|$)")


def parse(printed: str) -> Declarations:
    """Reads cbindgen's output; fails on an item without a text."""
    found = Declarations()
    for chunk in _items(printed):
        # cbindgen also prints Rust types that no export mentions.
        if re.search(r"\*/\n(?:enum|typedef struct) (?!nnx_|\{)|\n\} (?!nnx_)\w+;\n", chunk):
            continue
        match = _ITEM.fullmatch(chunk)
        if not match:
            raise GenerateError(f"cannot read, or has no doc comment:\n{chunk}")
        doc = _plain(match["doc"])
        if name := match["enum"]:
            found.enums[name] = Enum(name, doc, _variants(name, match["variants"]))
        elif name := match["opaque"]:
            found.opaques[name] = Opaque(name, doc)
        elif name := match["struct"]:
            found.structs[name] = Struct(name, doc, _fields(name, match["fields"]))
        elif match["typedef"]:
            function_type = _function_type(match["typedef"], doc)
            if not function_type:
                raise GenerateError(f"only function types may be typedefs: {match['typedef']}")
            found.function_types[function_type.name] = function_type
        else:
            result, name, parameters = re.fullmatch(r"(.*?)(\w+)\((.*)\)", match["function"]).groups()
            found.functions[name] = Function(name, doc, result.strip(), _parameters(parameters))
    _check_names(found)
    return found


def _items(printed: str) -> list[str]:
    """The items one by one, without preprocessor lines around them."""
    chunks, current, in_enum = [], [], False
    for line in printed.splitlines(keepends=True):
        if line.startswith("/**"):
            if current:
                chunks.append("".join(current))
            current = [line]
        elif current and line.strip():
            current.append(line)
    if current:
        chunks.append("".join(current))
    # What follows an item up to the next comment are guards: those of an enum's typedef, and of extern "C".
    cut = re.compile(r"(?<=;\n)#.*", re.DOTALL)
    return [cut.sub("", chunk) for chunk in chunks]


def _plain(comment: str) -> str:
    """The text of a comment, with Rust's links made plain and Rust's sections left out."""
    text = "\n".join(line.strip().removeprefix("*").removeprefix(" ").rstrip() for line in comment.splitlines())
    text = re.split(r"\n# (?:Safety|Panics)\b", text)[0]
    return re.sub(r"\[(`[^`]+`)\](?:\([^)]*\))?", r"\1", text).strip()


def _variants(enum: str, text: str) -> list[tuple[str, int, str]]:
    variants, next_value = [], 0
    for match in _MEMBER.finditer(text):
        name, _, value = match["text"].partition(" = ")
        if not match["doc"]:
            raise GenerateError(f"{name} of {enum} has no doc comment")
        next_value = int(value) if value else next_value
        variants.append((name, next_value, _plain(match["doc"])))
        next_value += 1
    return variants


def _fields(struct: str, text: str) -> list[Parameter | FunctionType]:
    fields = []
    for match in _MEMBER.finditer(text):
        if not match["doc"]:
            raise GenerateError(f"{match['text']} of {struct} has no doc comment")
        fields.append(_declarator(match["text"], _plain(match["doc"])))
    return fields


def _parameters(text: str) -> list[Parameter | FunctionType]:
    if text == "void":
        return []
    return [_declarator(part) for part in _split(text)]


def _split(text: str) -> list[str]:
    """Splits at the commas that are in no brackets."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    return [*parts, text[start:].strip()]


def _declarator(text: str, doc: str = "") -> Parameter | FunctionType:
    if function_type := _function_type(text, doc):
        return function_type
    match = re.fullmatch(r"(.*?[\s*])(\w+)", text)
    if not match:
        raise GenerateError(f"a parameter without a name: {text}")
    return Parameter(_type(match[1]), match[2], doc)


def _function_type(text: str, doc: str) -> FunctionType | None:
    match = re.fullmatch(r"(.*?)\(\*(\w+)\)\((.*)\)", text)
    return match and FunctionType(match[2], doc, _type(match[1]), _parameters(match[3]))


def _type(text: str) -> str:
    """One spelling: `const nnx_state *const *`."""
    text = re.sub(r"\b(DLManagedTensor(?:Versioned)?)\b", r"struct \1", text.strip())
    text = re.sub(r"\s*\*\s*", " *", text)
    return re.sub(r"\* (?=\*)", "*", text).replace("* const", "*const").strip()


def _check_names(found: Declarations) -> None:
    types = {*found.enums, *found.opaques, *found.structs, *found.function_types}
    for name in [*types, *found.functions]:
        if not re.fullmatch(r"nnx_[a-z0-9_]+", name):
            raise GenerateError(f"{name} is not named nnx_…: rename it in cbindgen.toml, or exclude it")
    for function in found.functions.values():
        if function.slot in types:
            raise GenerateError(f"the table would have a field {function.slot}, which is a type")


SIZES = {"int32_t": 4, "uint32_t": 4, "int64_t": 8, "uint64_t": 8, "size_t": 8, "double": 8, "float": 4}


def layout(found: Declarations, struct: Struct) -> tuple[int, list[tuple[str, int]]]:
    """Size and offsets on a 64-bit target; fails on padding, so that the end of the last field is the size."""
    offset, offsets = 0, []
    for item in struct.fields:
        size = _size(found, item)
        if offset % min(size, 8):
            raise GenerateError(f"{struct.name} has padding before {item.name}")
        offsets.append((item.name, offset))
        offset += size
    if offset % 8:
        raise GenerateError(f"{struct.name} has padding at its end: add a reserved field")
    return offset, offsets


def _size(found: Declarations, item: Parameter | FunctionType) -> int:
    if isinstance(item, FunctionType) or item.is_pointer or item.type in found.function_types:
        return 8
    if item.type in found.enums:
        return 4
    if item.type in found.structs:
        return layout(found, found.structs[item.type])[0]
    if item.type not in SIZES:
        raise GenerateError(f"a field of type {item.type}: use int32_t, int64_t, double, size_t or a pointer")
    return SIZES[item.type]
