"""Object graphs as in Flax NNX, held by a native library: split, merge and update without Python in between.

A model is written as in Flax:

    import libnnx as nnx

    class Linear(nnx.Module):
        def __init__(self, din, dout):
            self.kernel = nnx.Param(numpy.zeros((din, dout), "float32"))
            self.bias = nnx.Param(numpy.zeros(dout, "float32"))

    model = Linear(2, 64)
    graphdef, params, rest = nnx.split(model, nnx.Param, ...)
    params["bias"] = numpy.ones(64, "float32")
    nnx.update(model, params)
"""

from typing import TYPE_CHECKING

from . import metrics, nn, optim, random
from ._bundle import Bundle, load_bundle, save_bundle
from ._capture import capture
from ._container import Dict, List, PlainDict, PlainList
from ._control import Carry, cond, scan, while_loop
from ._display import display, table, to_dot, to_html, to_json, tree
from ._dtype import (
    DType,
    bfloat16,
    bool_,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from ._environment import Environment, environment
from ._error import (
    AlreadyExistsError,
    DataLossError,
    DeviceError,
    FailedPreconditionError,
    InternalError,
    InvalidArgumentError,
    InvalidHandleError,
    NnxError,
    NonFiniteError,
    NotFoundError,
    PoisonedError,
    ResourceExhaustedError,
    UnavailableError,
    UnimplementedError,
    VersionMismatchError,
)
from ._filter import All, Any, Everything, Filter, Not, Nothing, OfType, PathContains, PathIn, WithTag
from ._gradient import DiffState, grad, stop_gradient, value_and_grad
from ._graph import (
    Graph,
    clone,
    eval,
    find_duplicates,
    graphdef,
    iter_children,
    iter_graph,
    iter_modules,
    merge,
    pop,
    set_attributes,
    set_metadata,
    split,
    state,
    train,
    update,
    variables,
)
from ._graphdef import GraphDef
from ._library import VERSION as __version__
from ._jit import Jit, jit
from ._kernels import StepReport
from ._object import Module, Object
from ._opaque import Opaque
from ._optimizer import ModelAndOptimizer, Optimizer
from ._path import parse_path, path_text
from ._program import Program
from ._report import Report, Row
from ._rngs import Rngs, RngStream, reseed
from ._session import LeafLayout, Session, SessionReport
from ._state import (
    State,
    filter_state,
    from_flat_state,
    load,
    map_state,
    merge_state,
    replace_by_pure_dict,
    save,
    split_state,
    to_flat_state,
    to_pure_dict,
)
from ._static import Foreign
from ._step import Step
from ._tensor import Tensor, from_dlpack
from ._traced import Value
from ._variable import (
    BatchStat,
    Cache,
    Intermediate,
    LoRAParam,
    MetricState,
    OptArray,
    OptState,
    OptVariable,
    Param,
    Perturbation,
    RngCount,
    RngKey,
    RngState,
    Variable,
    VariableState,
)
from .metrics import Metric, MultiMetric
from .nn import (
    BatchNorm,
    Dropout,
    Linear,
    celu,
    elu,
    gelu,
    glu,
    hard_sigmoid,
    hard_silu,
    hard_swish,
    hard_tanh,
    identity,
    initializers,
    leaky_relu,
    log_sigmoid,
    log_softmax,
    logsumexp,
    one_hot,
    relu,
    relu6,
    selu,
    sigmoid,
    silu,
    soft_sign,
    softmax,
    softplus,
    standardize,
    swish,
    tanh,
)

if TYPE_CHECKING:
    from . import numpy

__all__ = [
    "All",
    "AlreadyExistsError",
    "Any",
    "BatchNorm",
    "BatchStat",
    "Bundle",
    "Cache",
    "Carry",
    "DType",
    "DataLossError",
    "DeviceError",
    "Dict",
    "DiffState",
    "Dropout",
    "Environment",
    "Everything",
    "FailedPreconditionError",
    "Filter",
    "Foreign",
    "Graph",
    "GraphDef",
    "Intermediate",
    "InternalError",
    "InvalidArgumentError",
    "InvalidHandleError",
    "Jit",
    "LeafLayout",
    "Linear",
    "List",
    "LoRAParam",
    "Metric",
    "MetricState",
    "ModelAndOptimizer",
    "Module",
    "MultiMetric",
    "NnxError",
    "NonFiniteError",
    "Not",
    "NotFoundError",
    "Nothing",
    "Object",
    "OfType",
    "Opaque",
    "OptArray",
    "OptState",
    "OptVariable",
    "Optimizer",
    "Param",
    "PathContains",
    "PathIn",
    "Perturbation",
    "PlainDict",
    "PlainList",
    "PoisonedError",
    "Program",
    "Report",
    "ResourceExhaustedError",
    "RngCount",
    "RngKey",
    "RngState",
    "RngStream",
    "Rngs",
    "Row",
    "Session",
    "SessionReport",
    "State",
    "Step",
    "StepReport",
    "Tensor",
    "UnavailableError",
    "UnimplementedError",
    "Value",
    "Variable",
    "VariableState",
    "VersionMismatchError",
    "WithTag",
    "__version__",
    "bfloat16",
    "bool_",
    "capture",
    "celu",
    "clone",
    "cond",
    "display",
    "elu",
    "environment",
    "eval",
    "filter_state",
    "find_duplicates",
    "float16",
    "float32",
    "float64",
    "from_dlpack",
    "from_flat_state",
    "gelu",
    "glu",
    "grad",
    "graphdef",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "identity",
    "initializers",
    "int16",
    "int32",
    "int64",
    "int8",
    "iter_children",
    "iter_graph",
    "iter_modules",
    "jit",
    "leaky_relu",
    "load",
    "load_bundle",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "map_state",
    "merge",
    "merge_state",
    "metrics",
    "nn",
    "numpy",
    "one_hot",
    "optim",
    "parse_path",
    "path_text",
    "pop",
    "random",
    "relu",
    "relu6",
    "replace_by_pure_dict",
    "reseed",
    "save",
    "save_bundle",
    "scan",
    "selu",
    "set_attributes",
    "set_metadata",
    "sigmoid",
    "silu",
    "soft_sign",
    "softmax",
    "softplus",
    "split",
    "split_state",
    "standardize",
    "state",
    "stop_gradient",
    "swish",
    "table",
    "tanh",
    "to_dot",
    "to_flat_state",
    "to_html",
    "to_json",
    "to_pure_dict",
    "train",
    "tree",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "update",
    "value_and_grad",
    "variables",
    "while_loop",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """`libnnx.numpy` needs NumPy, the package itself nothing: it is imported when it is asked for."""
        if name == "numpy":
            import importlib

            return importlib.import_module(f"{__name__}.numpy")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
