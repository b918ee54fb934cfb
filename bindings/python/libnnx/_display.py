"""Graphs, States, GraphDefs and Steps to look at: tree, table, Graphviz DOT, JSON, HTML."""

from __future__ import annotations

import ctypes
from typing import Any

from . import _abi
from ._library import lib, owned_text


def tree(value: Any) -> str:
    """One line per attribute, indented by depth; a node seen before is named by its path."""
    return _text(value, _abi.NNX_FORMAT_TREE).rstrip("\n")


def table(value: Any) -> str:
    """One line per leaf (path, type, shape, dtype, bytes), and totals by Variable type; of a Step, its kernels."""
    return _text(value, _abi.NNX_FORMAT_TABLE).rstrip("\n")


def to_dot(value: Any) -> str:
    """For Graphviz; shared nodes and cycles are edges. Of a Step, its plan: kernels, and the arrays between them."""
    return _text(value, _abi.NNX_FORMAT_DOT)


def to_json(value: Any) -> str:
    """For programs."""
    return _text(value, _abi.NNX_FORMAT_JSON)


def to_html(value: Any) -> str:
    """For notebooks."""
    return _text(value, _abi.NNX_FORMAT_HTML)


def display(*values: Any) -> None:
    """Show values: as HTML in a notebook, as text elsewhere."""
    try:
        from IPython import get_ipython
        from IPython.display import display as show
    except ImportError:
        get_ipython = None
    if get_ipython is not None and get_ipython() is not None:
        show(*values)
    else:
        print(*(tree(value) if type(value) in (tuple, list, dict) else str(value) for value in values), sep="\n")


def _text(value: Any, format: int) -> str:
    from ._graph import Root
    from ._graphdef import GraphDef
    from ._state import State
    from ._step import Step

    out = _abi.nnx_bytes()
    if isinstance(value, State):
        lib.nnx_state_text(value._native(), format, ctypes.byref(out))
    elif isinstance(value, GraphDef):
        lib.nnx_graphdef_text(value._handle, format, ctypes.byref(out))
    elif isinstance(value, Step):
        draw = lib.nnx_step_plan if format == _abi.NNX_FORMAT_DOT else lib.nnx_step_report
        draw(value._handle, format, ctypes.byref(out))
    else:
        with Root(value) as root:
            lib.nnx_node_text(root, format, ctypes.byref(out))
    return owned_text(out.value)
