"""`python -m libnnx`: versions, instruction set and devices; `show run.nnx`: what is in a bundle; `plan step.mlir`: the
kernels that a program becomes, and what each costs."""

import argparse
import sys
from pathlib import Path

from ._bundle import load_bundle
from ._display import to_dot
from ._environment import environment
from ._error import NnxError
from ._graph import graphdef
from ._program import Program
from ._step import Step


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m libnnx", description="Versions, instruction set and devices.")
    commands = parser.add_subparsers(dest="command")
    show = commands.add_parser("show", help="print what is in a bundle: leaves, programs, versions")
    show.add_argument("file", help="a bundle, *.nnx")
    plan = commands.add_parser("plan", help="print the kernels of a program, what each costs and where it comes from")
    plan.add_argument("file", help="StableHLO text, or a bundle, *.nnx")
    plan.add_argument("program", nargs="?", help="which program of the bundle")
    form = plan.add_mutually_exclusive_group()
    form.add_argument("--dot", action="store_true", help="the plan for Graphviz instead")
    form.add_argument("--text", action="store_true", help="every buffer, kernel and operation instead")
    form.add_argument("--cuda", action="store_true", help="the kernels as CUDA C++ instead")
    arguments = parser.parse_args()
    try:
        if arguments.command is None:
            print(environment())
        elif arguments.command == "show":
            print(load_bundle(arguments.file), end="")
        else:
            step = _step(arguments.file, arguments.program)
            forms = {to_dot: arguments.dot, Step.plan: arguments.text, Step.source: arguments.cuda}
            print(next((form for form, chosen in forms.items() if chosen), Step.report)(step), end="")
    except (NnxError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _step(file: str, name: str | None) -> Step:
    """A program of a file, as a step."""
    if file.endswith(".nnx"):
        bundle = load_bundle(file)
        return bundle.step(bundle.programs[0] if name is None and len(bundle.programs) == 1 else name or "")
    program = Program.parse(Path(file).read_text())
    return Step.from_program(program, graphdef(()), [], list(range(len(program.outputs))))


sys.exit(main())
