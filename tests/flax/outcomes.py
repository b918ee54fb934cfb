"""A pytest plugin for Flax's own tests: puts the natives in place and writes down what came of each test.

`LIBNNX_OUTCOMES` names the file. With `LIBNNX_NATIVES=0` Flax stays as it is; with `jit` the tests also get
`libnnx.flax.jit` where they say `nnx.jit`.
"""

import functools
import json
import os
from pathlib import Path

outcomes = {}
_WORST = ("passed", "skipped", "failed")


def pytest_configure(config):
    if os.environ["LIBNNX_NATIVES"] == "0":
        return
    import libnnx.flax

    libnnx.flax.install()
    if os.environ["LIBNNX_NATIVES"] == "jit":
        from flax import nnx

        nnx.jit = libnnx.flax.jit
        nnx.compat.jit = functools.partial(libnnx.flax.jit, graph=True, graph_updates=True)


def pytest_runtest_logreport(report):
    before = outcomes.get(report.nodeid, "passed")
    outcomes[report.nodeid] = max(before, report.outcome, key=_WORST.index)


def pytest_collectreport(report):
    if report.failed:
        outcomes[report.nodeid] = "failed"


def pytest_sessionfinish(session):
    written = {"outcomes": outcomes, "native": {}, "fallbacks": {}}
    if os.environ["LIBNNX_NATIVES"] != "0":
        import libnnx.flax

        stats = libnnx.flax.stats()
        written |= {"native": dict(stats.native), "fallbacks": dict(stats.fallbacks)}
    Path(os.environ["LIBNNX_OUTCOMES"]).write_text(json.dumps(written))
