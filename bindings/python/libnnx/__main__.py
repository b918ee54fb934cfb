"""`python -m libnnx`: versions, instruction set and devices; `python -m libnnx show run.nnx`: what is in a bundle."""

import argparse
import sys

from ._bundle import load_bundle
from ._environment import environment
from ._error import NnxError


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m libnnx", description="Versions, instruction set and devices.")
    commands = parser.add_subparsers(dest="command")
    show = commands.add_parser("show", help="print what is in a bundle: leaves, programs, versions")
    show.add_argument("file", help="a bundle, *.nnx")
    arguments = parser.parse_args()
    if arguments.command is None:
        print(environment())
        return 0
    try:
        print(load_bundle(arguments.file), end="")
    except NnxError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


sys.exit(main())
