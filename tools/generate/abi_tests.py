"""Prints the generated C tests: layouts that must not change, and wrong arguments to every function."""

from __future__ import annotations

from declarations import Declarations, Function, FunctionType, Parameter, Struct, layout
from header import declare, parameters

_LAYOUT = """\
/* Sizes and offsets that callers were compiled with, and the table against the linked functions.
 * Generated from src/capi by `make generate`; do not edit. */
#include <stdio.h>

#include "nnx.h"

{asserts}
static int failures = 0;

static void expect(int holds, const char *what) {{
    if (!holds) {{
        printf("FAILED: %s\\n", what);
        failures++;
    }}
}}

int main(void) {{
    uint32_t major = 9, minor = 9, patch = 9;
    const nnx_api *api = nnx_get_api(NNX_ABI_MAJOR, NNX_ABI_MINOR);
    if (!api) {{
        printf("FAILED: nnx_get_api: %s\\n", nnx_last_error_message());
        return 1;
    }}
    expect(nnx_get_api(NNX_ABI_MAJOR + 1, 0) == NULL, "another major number is refused");
    expect(nnx_get_api(NNX_ABI_MAJOR, NNX_ABI_MINOR + 1) == NULL, "a newer minor number is refused");
    expect(nnx_version(&major, &minor, &patch) == NNX_OK, "nnx_version");
    expect(major == NNX_VERSION_MAJOR && minor == NNX_VERSION_MINOR && patch == NNX_VERSION_PATCH,
           "the header is of the library's version");
    expect(strcmp(nnx_version_string(), "{version}") == 0 && strcmp(api->version_text, "{version}") == 0,
           "the version is that of Cargo.toml");
    expect(api->abi_major == NNX_ABI_MAJOR && api->abi_minor == NNX_ABI_MINOR, "the table says its number");
    expect(api->struct_size == sizeof(nnx_api), "the table says its size");
{slots}    printf("abi layout: {count} functions, %s\\n", failures ? "FAILED" : "ok");
    return failures != 0;
}}
"""


def layout_program(found: Declarations, slots: list[str], version: str) -> str:
    asserts = []
    for struct in found.structs.values():
        size, offsets = layout(found, struct)
        asserts.append(f'_Static_assert(sizeof({struct.name}) == {size}, "size of {struct.name}");\n')
        for name, offset in offsets:
            asserts.append(
                f"_Static_assert(offsetof({struct.name}, {name}) == {offset},\n"
                f'               "offset of {name} in {struct.name}");\n'
            )
    last = slots[-1].removeprefix("nnx_")
    asserts.append(f'_Static_assert(offsetof(nnx_api, {last}) == {24 + 8 * (len(slots) - 1)}, "order of the table");\n')
    checks = "".join(f'    expect(api->{name.removeprefix("nnx_")} == {name}, "{name}");\n' for name in slots)
    return _LAYOUT.format(asserts="".join(asserts), slots=checks, count=len(slots), version=version)


_MISUSE = """\
/* Every exported function with each of its arguments wrong in turn: NULL, a handle that is stale, forged or of another
 * type, text that is none, an unknown enum value. The answer must be the right status with a text that names the
 * argument, outputs must be zeroed, and what was handed over must be let go exactly once.
 * Generated from src/capi by `make generate`; do not edit. */
#include "misuse.h"

{functions}
/* All of them, in a function that is being traced: a trace and its values live only there. */
static void test_all(void) {{
{calls}}}

int main(void) {{
    fixture_make();
    fixture_trace(test_all);
    fixture_release();
    return misuse_report({count});
}}
"""


def misuse_program(found: Declarations) -> str:
    functions = [_Misuse(found, function) for function in found.functions.values() if function.parameters]
    return _MISUSE.format(
        functions="\n".join(function.render() for function in functions),
        calls="".join(f"    test_{function.function.name}();\n" for function in functions),
        count=len(functions),
    )


LENT = ("nnx_trace", "nnx_value")
"""Handles that no caller gives back."""


class _Misuse:
    """The test of one function."""

    def __init__(self, found: Declarations, function: Function) -> None:
        self.found = found
        self.function = function
        self.cases: list[tuple[str, str]] = []
        self.lines: list[str] = []
        self.after: list[str] = []
        self.dummies: list[str] = []
        self.arguments: list[str] = []

    def render(self) -> str:
        function = self.function
        for item in function.parameters:
            self._argument(item)
        cases = ", ".join(f'{{"{name}", {kind}}}' for name, kind in self.cases) or '{"", GOOD}'
        call = f"{function.name}({', '.join(self.arguments)})"
        if function.result == "nnx_status":
            call = f"answer = {call};"
            check = f'        misuse_expect("{function.name}", wrong, answer);\n'
        else:
            call, check = f"(void){call};", "        (void)answer, (void)wrong;\n"
        body = "".join(f"        {line}\n" for line in self.lines)
        # A success may hold on to what it was given until its result is released.
        after = "".join(f"        {line}\n" for line in sorted(self.after, key=lambda line: "misuse_destroyed" in line))
        return (
            "".join(self.dummies)
            + f"static void test_{function.name}(void) {{\n"
            + f"    static const struct wrong wrongs[] = {{{cases}}};\n"
            + "    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {\n"
            + "        const struct wrong *wrong = &wrongs[at];\n"
            + "        nnx_status answer = NNX_OK;\n"
            + body
            + f"        {call}\n"
            + check
            + after
            + "    }\n}\n"
        )

    def _case(self, name: str, *kinds: str) -> None:
        for kind in kinds:
            nullable = kind == "WRONG_NULL" and self.function.may_be_null(name)
            self.cases.append((name, "MAY_BE_NULL" if nullable else kind))

    def _argument(self, item: Parameter | FunctionType) -> None:
        name = item.name
        self.arguments.append(name)
        if isinstance(item, FunctionType):
            return self._callback(item, name)
        if item.type in self.found.function_types:
            return self._callback(self.found.function_types[item.type], name)
        if not item.is_pointer:
            return self._value(item)
        if handle := self.found.is_handle_pointer(item.type):
            self._case(name, "WRONG_NULL", "WRONG_STALE", "WRONG_TYPE", "WRONG_FORGED")
            self.lines.append(f'{item.type}{name} = ({item.type})misuse_handle({handle.upper()}, wrong, "{name}");')
            return None
        if item.type.endswith("*const *"):
            return self._handle_array(item)
        if item.type.startswith("struct DL") and item.type.count("*") == 1:
            self._case(name, "WRONG_NULL")
            maker = item.type.split()[1]
            self.lines.append(f'{item.type}{name} = misuse_is(wrong, "{name}") ? NULL : fixture_{maker}();')
            return None
        if self._is_output(item):
            return self._output(item)
        return self._input_array(item)

    def _is_output(self, item: Parameter) -> bool:
        return item.type.count("*") == 2 or (not item.type.startswith("const ") and item.type != "void *")

    def _value(self, item: Parameter) -> None:
        name = item.name
        if item.type == "nnx_str":
            self._case(name, "WRONG_NULL", "WRONG_UTF8")
            self.lines.append(f'nnx_str {name} = misuse_text(wrong, "{name}");')
        elif item.type in self.found.enums:
            self._case(name, "WRONG_ENUM")
            first = self.found.enums[item.type].variants[0][0]
            self.lines.append(f'{item.type} {name} = misuse_is(wrong, "{name}") ? 9999 : {first};')
        else:
            value = 1 if item.type == "size_t" and self._is_count(name) else 0
            self.lines.append(f"{declare(item.type, name)} = {value};")

    def _is_count(self, name: str) -> bool:
        """A size_t that follows a pointer counts what it points to."""
        items = self.function.parameters
        index = [item.name for item in items].index(name)
        return index > 0 and not isinstance(items[index - 1], FunctionType) and items[index - 1].is_pointer and (
            not self.found.is_handle_pointer(items[index - 1].type)
        )

    def _handle_array(self, item: Parameter) -> None:
        name, handle = item.name, item.type.split()[1]
        self._case(name, "WRONG_NULL", "WRONG_NULL_ELEMENT", "WRONG_STALE", "WRONG_TYPE", "WRONG_FORGED")
        element = f'(const {handle} *)misuse_handle({handle.upper()}, wrong, "{name}")'
        self.lines += [
            f"const {handle} *{name}_items[1] = {{{element}}};",
            f'{item.type}{name} = misuse_is_null(wrong, "{name}") ? NULL : {name}_items;',
        ]

    def _input_array(self, item: Parameter) -> None:
        name = item.name
        element = item.type.removeprefix("const ").removesuffix(" *")
        if element in self.found.structs and self._is_sized(self.found.structs[element]):
            self._case(name, "WRONG_NULL", "WRONG_SIZE")
            self.lines += [
                f"{element} {name}_value = {element.upper()}_INIT;",
                f'{item.type}{name} = misuse_is_null(wrong, "{name}") ? NULL : &{name}_value;',
                f'if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "{name}")) {name}_value.struct_size = 1;',
            ]
        elif element == "nnx_str":
            self._case(name, "WRONG_NULL", "WRONG_NULL_ELEMENT", "WRONG_UTF8")
            self.lines += [
                f'nnx_str {name}_items[1] = {{misuse_text(wrong, "{name}")}};',
                f'{item.type}{name} = misuse_is_null(wrong, "{name}") ? NULL : {name}_items;',
            ]
        else:
            self._case(name, "WRONG_NULL")
            self.lines.append(f'{item.type}{name} = misuse_is(wrong, "{name}") ? NULL : ({item.type})misuse_memory;')

    def _is_sized(self, struct: Struct) -> bool:
        return struct.fields[0].name == "struct_size"

    def _output(self, item: Parameter) -> None:
        name = item.name
        target = item.type.removesuffix("*").strip()
        self._case(name, "WRONG_NULL")
        if target in self.found.structs and self._is_sized(self.found.structs[target]):
            self.lines.append(f"{target} {name}_place = {target.upper()}_INIT;")
        else:
            self.lines += [
                f"{declare(target, f'{name}_place')};",
                f"memset(&{name}_place, 0xA5, sizeof {name}_place);",
            ]
            checked = f'if (answer != NNX_OK && !misuse_is(wrong, "{name}"))'
            self.after.append(
                f'{checked} misuse_zeroed("{self.function.name}", wrong, "{name}", &{name}_place, sizeof {name}_place);'
            )
            if target.startswith("struct DL"):
                release = f"fixture_release_{target.split()[1]}"
                self.after.append(f'if (answer == NNX_OK && !misuse_is(wrong, "{name}")) {release}({name}_place);')
            handle = self.found.is_handle_pointer(target)
            if handle and handle not in LENT and not target.startswith("const"):
                self.after.append(
                    f'if (answer == NNX_OK && !misuse_is(wrong, "{name}")) (void){handle}_release({name}_place);'
                )
        self.lines.append(f'{item.type}{name} = misuse_is(wrong, "{name}") ? NULL : &{name}_place;')

    def _callback(self, item: FunctionType, name: str) -> None:
        dummy = f"{self.function.name}_{name}"
        unused = " ".join(f"(void){entry.name};" for entry in item.parameters)
        if name == "destroy":
            body = f"{unused} misuse_destroyed++;"
            self.lines.append("misuse_destroyed = 0;")
            self.after.append(f'misuse_destroyed_once("{self.function.name}", wrong);')
        else:
            body = unused + ("" if item.result == "void" else " return 0;")
            self._case(name, "WRONG_NULL")
        head = f"static {declare(item.result, dummy)}({parameters(item.parameters)})"
        self.dummies.append(f"{head} {{\n    {body}\n}}\n\n")
        result = f"{declare(item.result, f'(*{name})')}({parameters(item.parameters)})"
        self.lines.append(f'{result} = misuse_is(wrong, "{name}") ? NULL : {dummy};')
