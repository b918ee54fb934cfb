"""Runs every test suite, goes on after a failing one, and ends with one tally.

A suite is a command whose output has lines such as `12 passed, 0 failed, 1 skipped`, pytest's summary, or cargo's
`test result:`. A suite that fails without saying what counts as one failure.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

SUITES = {
    "generated files": ["make", "--no-print-directory", "generate-check"],
    "rust": ["cargo", "test", "--locked"],
    "steps by the evaluator": [
        *["env", "NNX_BACKEND=evaluator", "cargo", "test", "--locked"],
        *["--test", "step", "--test", "nn", "--test", "optim", "--test", "bundle"],
    ],
    "cuda source of models": [os.environ.get("VENV", ".venv") + "/bin/python", "tests/cuda/zoo"],
    "headers": ["tests/headers/run", "gcc", "g++"],
    "abi": ["tests/abi/run"],
    "c": ["bindings/c/tests/run"],
    "c under valgrind": ["bindings/c/tests/run", "--valgrind"],
    "cpp": ["bindings/cpp/tests/run"],
    "python": [os.environ.get("VENV", ".venv") + "/bin/python", "-m", "pytest", "bindings/python/tests"],
    "flax's own tests": [os.environ.get("VENV", ".venv") + "/bin/python", "tests/flax/run", "--quick"],
    "docs": [os.environ.get("VENV", ".venv") + "/bin/python", "tests/docs/run"],
    "install": ["tests/install/run"],
}

_COUNT = re.compile(r"(\d+) (passed|failed|skipped|ignored|errors?|xfailed|xpassed)\b")
_SUMMARY = re.compile(
    r"^test result:"  # cargo
    r"|^.*\d+ (?:passed|failed|skipped|error).* in [\d.]+"  # pytest
    r"|^.*\d+ passed, \d+ failed, \d+ skipped$"  # the scripts of this repository
)
_KIND = {"passed": 0, "xfailed": 0, "failed": 1, "error": 1, "errors": 1, "xpassed": 1, "skipped": 2, "ignored": 2}


def tally(output: str) -> list[int]:
    """Passed, failed and skipped, as the summary lines of a suite say."""
    counts = [0, 0, 0]
    for line in output.splitlines():
        if _SUMMARY.match(line):
            for number, kind in _COUNT.findall(line):
                counts[_KIND[kind]] += int(number)
    return counts


def run(name: str, command: list[str]) -> list[int]:
    print(f"\n== {name}", flush=True)
    start = time.monotonic()
    output = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            output.append(line)
            print(line, end="", flush=True)
    counts = tally("".join(output))
    if process.returncode and not counts[1]:
        counts[1] = 1
    elif not process.returncode and not any(counts):
        counts[0] = 1
    seconds = time.monotonic() - start
    print(f"== {name}: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped ({seconds:.0f} s)", flush=True)
    return counts


def main(names: list[str]) -> int:
    totals = [0, 0, 0]
    failed = []
    for name, command in SUITES.items():
        if names and name not in names:
            continue
        counts = run(name, command)
        totals = [total + count for total, count in zip(totals, counts)]
        failed += [name] if counts[1] else []
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    print(f"\n{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
