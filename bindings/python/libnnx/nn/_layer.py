"""What the layers share: options as C takes them, and parameters that a Python function makes."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from .. import _abi, _static
from .._dtype import as_dtype
from .._error import UnimplementedError
from .._handle import Handle
from .._node import Node, address
from .._variable import Variable

Metadata = Mapping[str, Any]
InitializerLike = Any
"""An `Initializer`, its tuple or name, or a function of a key, a shape and a dtype."""


def dtype_code(dtype: Any) -> int:
    """A dtype of an option; 0, which is bool, where there is none."""
    return 0 if dtype is None else as_dtype(dtype).code


def static_initializer(initializer: InitializerLike) -> Handle:
    """An initializer for C; zeros for a function of the caller, whose parameter is made afterwards."""
    if isinstance(initializer, tuple):
        return _static.new(tuple(initializer))
    if isinstance(initializer, str):
        return _static.new(initializer)
    if callable(initializer):
        return _static.new("zeros")
    raise TypeError(f"an initializer is a tuple, a name or a function, not a {type(initializer).__name__}")


def next_keys(rngs: Any, initializers: list[InitializerLike]) -> list[Any]:
    """The keys that the parameters of these will be made with, where a function of the caller makes one."""
    from .. import random

    if all(isinstance(each, (tuple, str)) for each in initializers):
        return [None] * len(initializers)
    stream = rngs["params"] if hasattr(type(rngs), "__getitem__") else rngs
    key, count = stream.key.get_value(), int(stream.count.get_value())
    return [random.fold_in(key, count + place) for place in range(len(initializers))]


def finish(variable: Variable | None, initializer: InitializerLike, key: Any, dtype: Any, metadata: Metadata) -> None:
    """Give a parameter the value that a function of the caller makes, and its metadata."""
    if variable is None:
        return
    if not isinstance(initializer, (tuple, str)):
        variable.set_value(initializer(key, variable.shape, dtype))
    if metadata:
        variable.set_metadata(**metadata)


def flag(value: bool | None) -> int:
    """False, True or None as 0, 1 and 2."""
    return 2 if value is None else int(bool(value))


def call_options(evaluates: bool | None, rngs: Node | None = None) -> Any:
    """The options of one call, by reference; None where it has none."""
    if evaluates is None and rngs is None:
        return None
    mode = {None: _abi.NNX_MODE_ATTRIBUTE, False: _abi.NNX_MODE_TRAIN, True: _abi.NNX_MODE_EVAL}[
        None if evaluates is None else bool(evaluates)
    ]
    options = _abi.nnx_call_options(struct_size=ctypes.sizeof(_abi.nnx_call_options), mode=mode)
    if rngs is not None:
        options.rngs = address(rngs).value
    return ctypes.byref(options)


def must_be_none(layer: str, **arguments: Any) -> None:
    """Refuse what a layer does not have yet."""
    for name, value in arguments.items():
        if value is not None:
            raise UnimplementedError(f"{layer}: {name} is {value!r}; only None is supported")


