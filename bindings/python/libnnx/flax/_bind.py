"""What Flax, JAX and NumPy are, by name, for the library: it imports nothing by itself."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import jax
import numpy
from jax._src import array as jax_array
from jax._src import core as jax_core
from jax._src.tree_util import _registry as jax_pytree_registry

from ._flax import filterlib, graphlib, nnx, pytreelib, statelib, tracers, typing, variablelib

_GRAPHLIB = (
    # classes that results are made of
    "GraphDef NodeDef NodeRef VariableDef TreeNodeDef Static GenericPytree IndexesPytreeDef RefMap IndexMap "
    "DataElem StaticElem "
    # constants
    "NODE_ATTR LEAF_ATTR REPEATED "
    # registries and the class of their entries
    "GRAPH_REGISTRY PYTREE_REGISTRY GraphNodeImpl "
    # functions that are called
    "flatten is_node get_node_impl _flatten_pytree"
).split()

_FILTERLIB = "OfType WithTag PathContains PathIn Everything Nothing Any All Not".split()


def _key_array() -> Any:
    """The class of typed PRNG keys; it moved between versions of JAX."""
    for name in ("jax._src.random.prng", "jax._src.prng"):
        try:
            return importlib.import_module(name).PRNGKeyArray
        except (ImportError, AttributeError):
            continue
    raise ImportError(f"libnnx.flax does not find the class of PRNG keys in JAX {jax.__version__}")


ArrayImpl = jax_array.ArrayImpl
KeyArray = _key_array()


def names() -> dict[str, Any]:
    """The classes, constants, registries and functions that the walk compares with, makes or calls."""
    bound: dict[str, Any] = {name: getattr(graphlib, name) for name in _GRAPHLIB}
    bound |= {f"filterlib.{name}": getattr(filterlib, name) for name in _FILTERLIB}
    bound |= {
        "HashableMapping": typing.HashableMapping,
        "Mapping": Mapping,
        "State": statelib.State,
        "FlatState": statelib.FlatState,
        "Variable": variablelib.Variable,
        "VariableMeta": type(variablelib.Variable),
        "HijaxVariable": variablelib.HijaxVariable,
        "is_array_ref": variablelib.is_array_ref,
        "Pytree": pytreelib.Pytree,
        "Optimizer": nnx.Optimizer,
        "PytreeState": pytreelib.PytreeState,
        "TraceState": tracers.TraceState,
        "current_jax_trace": tracers.current_jax_trace,
        "trace_ctx": jax_core.trace_ctx,
        "OpaqueTraceState": jax_core.OpaqueTraceState,
        "JAX_PYTREE_REGISTRY": jax_pytree_registry,
        "jax.Array": jax.Array,
        "ArrayImpl": ArrayImpl,
        "PRNGKeyArray": KeyArray,
        "Tracer": jax_core.Tracer,
        "Ref": variablelib.Ref,
        "ndarray": numpy.ndarray,
    }
    return bound
