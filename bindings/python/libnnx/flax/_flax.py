"""Flax, found once: its modules, its version and its own functions as they are before anything is put in their place."""

from __future__ import annotations

import importlib
import sys
import sysconfig
import warnings
from importlib import metadata
from types import SimpleNamespace
from typing import Any

KNOWN_VERSIONS = ("0.12.8",)
"""The versions of Flax whose walk is known; the tests of Flax itself run with each."""


class UnknownFlaxWarning(UserWarning):
    """This version of Flax is not one whose walk libnnx knows: everything goes to Flax's own functions."""


def _refuse_free_threading() -> None:
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise ImportError(
            "libnnx.flax needs the global interpreter lock: this is a free-threaded build of CPython "
            f"({sys.version.split()[0]}t). Use the build with the lock; libnnx without libnnx.flax works on both."
        )


def _import() -> tuple[Any, ...]:
    try:
        import jax
        from flax import typing
        from flax.nnx import extract, filterlib, graphlib, pytreelib, statelib, tracers, variablelib
        from flax.nnx.transforms import compilation

        nnx = importlib.import_module("flax.nnx")  # `flax` itself may still be on its way
    except ImportError as error:
        missing = error.name or "flax"
        raise ImportError(
            f"libnnx.flax works on the objects of Flax NNX, and {missing} could not be imported: {error}. "
            f"Install it with `pip install flax=={KNOWN_VERSIONS[-1]}`.",
            name=missing,
        ) from error
    modules = (extract, filterlib, graphlib, pytreelib, statelib, tracers, variablelib)
    return nnx, jax, typing, compilation, modules


_refuse_free_threading()
nnx, jax, typing, compilation, _modules = _import()
extract, filterlib, graphlib, pytreelib, statelib, tracers, variablelib = _modules

VERSION = metadata.version("flax")
KNOWN = VERSION in KNOWN_VERSIONS

if not KNOWN:
    warnings.warn(
        f"libnnx.flax knows Flax {' and '.join(KNOWN_VERSIONS)}, not {VERSION}: all calls go to Flax's own functions",
        UnknownFlaxWarning,
        stacklevel=2,
    )

REPLACED = (
    "split",
    "merge",
    "update",
    "state",
    "graphdef",
    "clone",
    "pop",
    "iter_graph",
    "flatten",
    "unflatten",
    "_graph_update_dynamic",
)
"""The functions of `flax.nnx.graphlib` that have a native counterpart."""

original = SimpleNamespace(**{name: getattr(graphlib, name) for name in REPLACED if hasattr(graphlib, name)})
"""Flax's own functions."""
