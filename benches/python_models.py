"""The table of docs/performance.md: training steps by libnnx beside XLA, Flax and PyTorch, on one core, alternating.

    python_models.py [--c PROGRAM] [--cpp PROGRAM] [--peak PROGRAM] [--hand FILE.c] [--torch PYTHON]
                     [--cores LIST] [--only SECTION,...] [--markdown FILE] [FILE.json] [--quick]

All sides are pinned to the cores of LIST (one, unless it is said), programs in C and PyTorch too. Figures are medians of
rounds in which all are measured in turn; on one core of the time that the process worked (turns.py). A step that libnnx has no layers for is lowered by JAX and parsed.

`--hand` is the page's step in plain C, 100,000 times, which is built with and without `-ffast-math`; `--torch` an interpreter that has
PyTorch, where this one does not. What is not there is left out of the table, and said.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from turns import BUDGET, CLOCK, CORES, QUICK, option, race, seconds  # before JAX

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
import python_flax  # noqa: E402
import python_step  # noqa: E402
from flax import nnx as flax_nnx  # noqa: E402
from flax_models import LARGE, SMALL, VARIANTS, masked, page  # noqa: E402

import libnnx as nnx  # noqa: E402

HAND_STEPS = 100_000
"""The steps that the program of `--hand` makes."""
STEPS = 1000
"""The most steps of one call of `lax.scan` and `run_many`."""


def raw(array):
    """The array; of random keys their words."""
    return np.asarray(jax.random.key_data(array) if jnp.issubdtype(array.dtype, jax.dtypes.prng_key) else array)


def waited(call, calls=1):
    """As `seconds`, each call waited for: JAX returns before it has computed."""
    return seconds(lambda: jax.block_until_ready(call()), calls)


class Flat:
    """A training step of Flax objects as a function of the list of their leaves, run by XLA and by libnnx."""

    def __init__(self, objects, train, x, y):
        graphdef, state = flax_nnx.split(objects)
        leaves, tree = jax.tree.flatten(state)

        def step(leaves, x, y):
            objects = flax_nnx.merge(graphdef, tree.unflatten(leaves))
            loss = train(*objects, x, y)
            return loss, jax.tree.leaves(flax_nnx.state(objects))

        self.step, self.leaves, self.x, self.y = step, leaves, x, y
        lowered = jax.jit(step, donate_argnums=0, keep_unused=True).lower(leaves, x, y)
        began = CLOCK()
        self.compiled = lowered.compile()
        self.xla_compile = CLOCK() - began
        text = lowered.as_text()
        began = CLOCK()
        program = nnx.Program.parse(text)
        self.parse = CLOCK() - began
        changed = [None if out.unchanged is not None else place + 1 for place, out in enumerate(program.outputs[1:])]
        held = nnx.List([nnx.Variable(raw(leaf)) for leaf in leaves])
        structure = nnx.graphdef((held,))
        began = CLOCK()
        self.parsed = nnx.Step.from_program(program, structure, changed, [0])
        self.compile = CLOCK() - began
        self.session = nnx.Session(held)
        self.session.bind_input(0, x)
        self.session.bind_input(1, y)
        self.check = self._difference()

    def _copies(self):
        return [jax.tree.map(jnp.copy, leaf) for leaf in self.leaves]

    def _difference(self):
        """By how much the loss of the second step differs from XLA's, of its size, and XLA's from its own when the
        parameters begin one place of rounding apart."""

        def second(leaves):
            return float(self.compiled(self.compiled(leaves, self.x, self.y)[1], self.x, self.y)[0])

        expected = second(self._copies())
        apart = second([leaf * (1 + 2**-23) if leaf.dtype == jnp.float32 else jnp.copy(leaf) for leaf in self.leaves])
        for _ in range(2):
            found = self.session.run(self.parsed, None, None)[0].item()
        size = max(abs(expected), 1e-30)
        return abs(found - expected) / size, abs(apart - expected) / size

    def contestants(self):
        """libnnx called from Python with inputs bound once, flat `jax.jit`, and both without Python in between."""
        jitted, held = jax.jit(self.step, donate_argnums=0), [self._copies()]
        x, y = jnp.asarray(self.x), jnp.asarray(self.y)

        def flat():
            loss, held[0] = jitted(held[0], x, y)
            return loss

        flat()
        steps = max(1, min(STEPS, int(0.05 / waited(flat))))
        xs, ys = (np.ascontiguousarray(np.broadcast_to(each, (steps, *each.shape))) for each in (self.x, self.y))
        batches = jnp.asarray(xs), jnp.asarray(ys)

        def body(leaves, batch):
            loss, leaves = self.step(leaves, *batch)
            return leaves, loss

        scan, alone = jax.jit(lambda leaves: jax.lax.scan(body, leaves, batches), donate_argnums=0), [self._copies()]

        def scanned():
            alone[0], losses = scan(alone[0])
            return losses

        given = nnx.Tensor(xs), nnx.Tensor(ys)
        return {
            "libnnx": lambda: seconds(lambda: self.session.run(self.parsed, None, None)),
            "libnnx, many": lambda: seconds(lambda: self.session.run_many(self.parsed, steps, *given), steps),
            "jax.jit": lambda: waited(flat),
            "XLA alone": lambda: waited(scanned, steps),
        }


def flat(case):
    """The step of a case."""
    model = case.model(flax_nnx.Rngs(params=0, dropout=1))
    optimizer = flax_nnx.Optimizer(model, case.optimizer, wrt=flax_nnx.Param)

    def train(model, optimizer, x, y):
        loss, gradients = flax_nnx.value_and_grad(lambda model: case.loss(model, x, y))(model)
        optimizer.update(model, gradients)
        return loss

    return Flat((model, optimizer), train, case.x, case.y)


def program(command):
    """A contestant that is a program, which prints microseconds per step."""
    return lambda: 1e-6 * float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[0])


def instructions(table, command, what):
    """How many instructions a program retires for a step, where the machine lets its counters be read."""
    counted = None
    try:
        run = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", *command], capture_output=True, text=True)
        number = run.stderr.split(",")[0].strip()
        counted = int(number) / int(run.stdout.split()[1]) if run.returncode == 0 and number.isdigit() else None
    except FileNotFoundError:
        pass
    if counted is None:
        table.note("instructions retired: the counters of this machine cannot be read")
    else:
        table.row(f"{what}: instructions retired", f"{counted:,.0f}")


class Torch:
    """PyTorch in a process of its own, which measures a step when it is told its name."""

    def __init__(self, python):
        script = str(Path(__file__).with_name("torch_models.py"))
        command = [python, script, str(len(CORES)), str(BUDGET)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version = self._answer()

    def _answer(self):
        return self.process.stdout.readline().strip()

    def measure(self, name, way):
        """Seconds per step, or None where it has no such step."""
        self.process.stdin.write(f"{name}\t{way}\n")
        self.process.stdin.flush()
        answer = self._answer()
        return float(answer) if answer else None


class Table:
    """Rows of what was found and what was to be found."""

    def __init__(self):
        self.rows, self.notes, self.figures = [], [], {}

    def row(self, what, found, goal="", met=None):
        verdict = "" if met is None else "met" if met else "missed"
        self.rows.append((what, found, goal, verdict))
        print(f"  {what:<52}{found:<58}{goal:<26}{verdict}", flush=True)

    def note(self, text):
        self.notes.append(text)
        print(f"  ({text})", flush=True)

    def heading(self, text):
        self.rows.append(text)
        print(text, flush=True)

    def markdown(self):
        lines = []
        for row in self.rows:
            if isinstance(row, str):
                lines += ["", f"**{row}**", "", "| | | goal | |", "|---|---|---|---|"]
            else:
                lines.append("| " + " | ".join(row) + " |")
        return "\n".join([*lines, "", *(f"- {note}" for note in self.notes), ""])


def us(microseconds):
    digits = 2 if microseconds < 10 else 1 if microseconds < 100 else 0
    return f"{microseconds:,.{digits}f} µs" if microseconds < 1e4 else f"{microseconds / 1e3:,.1f} ms"


def of_hand(folder):
    """The page's step in plain C, built twice."""
    source, found = option("--hand"), {}
    if source is not None:
        for name, flags in (("", []), (" -ffast-math", ["-ffast-math"])):
            out = f"{folder}/hand{len(flags)}"
            build = ["cc", "-O3", "-march=native", "-mprefer-vector-width=512", *flags, source, "-o", out, "-lm"]
            subprocess.run(build, check=True)
            found[f"C by hand{name}"] = functools.partial(worked, [out], HAND_STEPS)
    return found


def worked(command, steps):
    """Seconds per step that a program worked."""

    def children():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = children()
    subprocess.run(command, check=True, capture_output=True)
    return (children() - before) / steps


def page_step(table, folder):
    """The page's step, in every way there is to run it."""
    table.heading("The page's step: Linear 2→64, BatchNorm, Dropout, Linear 64→3, Adam, batch 32")
    jaxs, scanned = python_step.of_jax()
    ours = python_step.of_libnnx()
    measures = {name: lambda call=call: seconds(call) for name, call in ours.items()}
    for name in ("nnx.jit", "nnx.cached_partial", "nnx.jit_partial", "jax.jit, split/merge", "libnnx.flax.jit"):
        measures[name] = lambda call=jaxs[name]: waited(call)
    measures["XLA alone"] = lambda: waited(scanned, python_step.SCANNED)
    measures |= of_hand(folder)
    for way in ("session", "many", "jit"):
        if option("--c"):
            measures[f"C: {way}"] = program([option("--c"), str(BUDGET), way])
    if option("--cpp"):
        measures["C++: jit"] = program([option("--cpp"), str(BUDGET)])

    objects = python_step.objects()
    began = CLOCK()
    step = nnx.jit(python_step.train_step).step(*objects, python_step.X, python_step.Y)
    compiled = CLOCK() - began
    session, fresh = nnx.Session(*objects), nnx.Session(*objects)
    session.bind_input(0, python_step.X)
    session.bind_input(1, python_step.Y)
    measures["Python: session"] = lambda: seconds(lambda: session.run(step, None, None))
    x, y = python_step.X, python_step.Y
    measures["Python: session, fresh arrays"] = lambda: seconds(lambda: fresh.run(step, x.copy(), y.copy()))
    measures["traced, many"] = lambda: seconds(lambda: session.run_many(step, STEPS, x, y), STEPS)
    flax_objects, data = python_flax.page()
    lowered = Flat(flax_objects, python_flax.train_step, *map(np.asarray, data))
    own = lowered.contestants()
    measures["parsed, many"] = own["libnnx, many"]
    measures["jax.jit, flat, donated"] = own["jax.jit"]
    measures["parsed, many, masks made before"] = flat(masked()).contestants()["libnnx, many"]

    found = race(measures)
    table.figures["page"] = found
    for name, figure in sorted(found.items(), key=lambda item: item[1]):
        table.row(name, us(figure))
    if option("--c"):
        ours = found["C: session"]
        if hand := [figure for name, figure in found.items() if name.startswith("C by hand")]:
            table.row("from C, of the faster C by hand", f"{ours / min(hand):.2f}", "≤ 0.5", ours <= 0.5 * min(hand))
        for rival, goal in (("XLA alone", 8), ("jax.jit, split/merge", 30), ("nnx.jit", 150)):
            ratio = found[rival] / ours
            table.row(f"from C, faster than {rival}", f"{ratio:.1f} ×", f"≥ {goal} ×", ratio >= goal)
        for name, goal in (("Python: session", 1.5), ("Python: session, fresh arrays", 6)):
            more = found[name] - ours
            table.row(f"{name}, more than from C", us(more), f"≤ {goal} µs", more <= goal)
        instructions(table, [option("--c"), str(BUDGET), "session"], "C: session")
    ratio = found["parsed, many"] / found["traced, many"]
    table.row("lowered by JAX and parsed, of traced here", f"{ratio:.2f}", "≤ 1.2", ratio <= 1.2)
    table.row("traced and compiled", f"{1e3 * compiled:.1f} ms (XLA {1e3 * lowered.xla_compile:.0f} ms)", "≤ 10 ms", compiled <= 0.01)
    arena(table, "the page's step", step)
    if option("--c"):
        thousands = 20 if QUICK else 1000
        grown = int(subprocess.run([option("--c"), str(thousands), "memory"], check=True, capture_output=True, text=True).stdout)
        table.row(f"memory after {1000 * thousands:,} steps from C", f"{grown:+} KiB", "unchanged", abs(grown) < 64)
    return lowered


def arena(table, what, step):
    report = step.report()
    evaluated = sum(kernel.is_evaluated for kernel in report)
    if evaluated:
        table.note(f"{what}: {evaluated} of {len(report)} kernels by the evaluator")
    ratio = report.arena_nbytes / report.live_nbytes
    text = f"{report.arena_nbytes:,} bytes, {ratio:.2f} of what is needed at once; {report.nbytes:,} with loops' own"
    table.row(f"{what}: arena", text, "≤ 1.1", ratio <= 1.1)


def counted(step, session):
    """Operations on elements, and bytes of the state."""
    return sum(kernel.num_operations or 0 for kernel in step.report()), session.report().nbytes


def generality(table):
    """What a change to the page's step costs, beside what it computes more or less."""
    table.heading("Generality: the page's step with one change, µs, and per operation and byte relative to the page's")
    cases = {"the page's": page} | VARIANTS
    flats = {}
    for name, make in cases.items():
        case = make()
        with jax.enable_x64(case.x64):
            flats[name] = flat(case)
    measures = {}
    for name, each in flats.items():
        given = [nnx.Tensor(np.ascontiguousarray(np.broadcast_to(a, (STEPS, *a.shape)))) for a in (each.x, each.y)]
        run = functools.partial(each.session.run_many, each.parsed, STEPS, *given)
        measures[name] = functools.partial(seconds, run, STEPS)
    found = race(measures)
    table.figures["generality"] = found
    base, (operations, nbytes) = found["the page's"], counted(flats["the page's"].parsed, flats["the page's"].session)
    for name, figure in found.items():
        more = counted(flats[name].parsed, flats[name].session)
        ratios = figure / base / (more[0] / operations), figure / base / (more[1] / nbytes)
        text = f"{us(figure)}; {ratios[0]:.2f} per operation, {ratios[1]:.2f} per byte of state"
        if name == "the page's":
            table.row(name, us(figure))
        else:
            table.row(name, text, "≤ 1.5, ≤ 1.5", max(ratios) <= 1.5)


def small(table):
    """Models of which XLA alone is the rival."""
    table.heading("Small models with BatchNorm, batch 32")
    for name, make in SMALL.items():
        each = flat(make())
        found = race(each.contestants())
        table.figures[name] = found
        ratio = found["XLA alone"] / found["libnnx, many"]
        text = f"{us(found['libnnx, many'])}, XLA alone {us(found['XLA alone'])}: {ratio:.2f} ×"
        table.row(name, text, "≥ 4 ×", ratio >= 4)
        ratio = found["jax.jit"] / found["libnnx"]
        table.row(f"{name}, from Python", f"{us(found['libnnx'])}, jax.jit {us(found['jax.jit'])}: {ratio:.2f} ×")
        compiles(table, name, each, 0.15 if "100" in name else None)


def compiles(table, name, each, goal):
    text = f"{1e3 * each.compile:.0f} ms, after {1e3 * each.parse:.0f} ms of parsing; XLA {1e3 * each.xla_compile:,.0f} ms"
    goal, met = ("", None) if goal is None else (f"≤ {1e3 * goal:.0f} ms", each.compile <= goal)
    table.row(f"{name}: compiled", text, goal, met)
    found, own = each.check
    if found > max(1e-5, 10 * own):
        table.note(
            f"{name}: the loss of the second step differs from XLA's by {found:.0e} of it, and XLA's by {own:.0e} when "
            "the parameters begin one place of rounding apart"
        )
    arena(table, name, each.parsed)


def large(table):
    """Models of which flat `jax.jit` with donation and PyTorch are the rivals."""
    table.heading("Larger models")
    torch = torch_of(table)
    peak = None
    if option("--peak"):
        peak = max(float(subprocess.run([option("--peak")], check=True, capture_output=True, text=True).stdout) for _ in range(3))
        table.row("peak of one core, measured", f"{peak:.0f} GFLOP/s")
    for name, make in LARGE.items():
        each = flat(make())
        contestants = each.contestants()
        del contestants["XLA alone"], contestants["libnnx, many"]
        for way in ("eager", "compiled"):
            if torch is not None and torch.measure(name, way) is not None:
                contestants[f"PyTorch {way}"] = lambda way=way: torch.measure(name, way)
        found = race(contestants)
        table.figures[name] = found
        ours = found.pop("libnnx")
        rates = 1e-3 * each.compiled.cost_analysis()["flops"]
        rate = f"{rates / ours:.1f} GFLOP/s" + (f", {100 * rates / ours / peak:.0f} % of the peak" if peak else "")
        rival = min(found, key=found.get)
        others = ", ".join(f"{who} {us(figure)}" for who, figure in found.items())
        ratio = found[rival] / ours
        table.row(name, f"{us(ours)}, {others}: {ratio:.2f} × ({rate})", "≥ 1.0 ×", ratio >= 1)
        compiles(table, name, each, 0.3 if "transformer" in name else None)


def torch_of(table):
    python = option("--torch", sys.executable)
    if subprocess.run([python, "-c", "import torch"], capture_output=True, check=False).returncode:
        table.note("PyTorch is not installed; --torch names an interpreter that has it")
        return None
    torch = Torch(python)
    table.note(torch.version)
    return torch


def main():
    sections = option("--only", "page,generality,small,large").split(",")
    table = Table()
    flags = os.environ.get("XLA_FLAGS") or "none"
    table.note(f"cores {CORES}; JAX {jax.__version__}, XLA_FLAGS {flags}; instruction set {nnx.environment().isa}")
    with tempfile.TemporaryDirectory() as folder:
        if "page" in sections:
            page_step(table, folder)
        if "generality" in sections:
            generality(table)
        if "small" in sections:
            small(table)
        if "large" in sections:
            large(table)
    if option("--markdown"):
        Path(option("--markdown")).write_text(table.markdown())
    if files := [argument for argument in sys.argv[1:] if argument.endswith(".json")]:
        Path(files[0]).write_text(json.dumps(table.figures, indent=1))


if __name__ == "__main__":
    main()
