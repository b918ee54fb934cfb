"""Contestants that are measured in turn, all on the same cores. Imported before JAX, which looks at the cores when it starts.

On one core a figure is the time that the process worked, all its threads together: what other programs do on the machine
takes nothing away from it. On several it is the time of a clock on the wall.
"""

from __future__ import annotations

import os
import statistics
import sys
import time


def option(name, default=None):
    """What stands behind a name on the command line."""
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else default


QUICK = "--quick" in sys.argv
ROUNDS = 3 if QUICK else 7
BUDGET = 0.02 if QUICK else 0.1
"""Seconds per contestant and round."""
SLOW = 0.5
"""Seconds of a step that is measured once."""
CORES = [int(core) for core in option("--cores", str(max(os.sched_getaffinity(0)))).split(",")]
CLOCK = time.process_time if len(CORES) == 1 else time.perf_counter

os.sched_setaffinity(0, CORES)
if len(CORES) == 1:
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} --xla_cpu_multi_thread_eigen=false".strip()


def seconds(call, calls=1):
    """Seconds of one of the steps that a call makes."""
    start, count = CLOCK(), 0
    began = time.perf_counter()
    while not count or time.perf_counter() - began < BUDGET:
        call()
        count += 1
    return (CLOCK() - start) / (count * calls)


def race(contestants):
    """Microseconds per step: medians of rounds in turn. A contestant is a function that gives seconds per step.

    Who takes longer than `SLOW` for a step runs in the first round only, after the one that warms up.
    """
    for measure in contestants.values():
        measure()
    rounds = [{name: measure() for name, measure in contestants.items()}]
    quick = [name for name, found in rounds[0].items() if found < SLOW]
    rounds += [{name: contestants[name]() for name in quick} for _ in range(ROUNDS - 1)]
    return {name: 1e6 * statistics.median(row[name] for row in rounds if name in row) for name in contestants}
