"""Steps, run by the library inside of the interpreter: arguments are read and results made without Python in between.

`run` and `call` answer None when an argument is unusual, and nothing was called then; a number is the status of a call
that failed. Where there is no native module they always answer None.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from . import _callback
from ._arguments import ARRAY, OBJECT, STATE, Key, Static
from ._leaves import Content
from ._library import _settle, native
from ._node import Node
from ._state import State, _Cell
from ._tensor import Tensor


def _absent(*arguments: Any) -> Any:
    return None


run: Callable[..., Any] = getattr(native, "run", _absent)
"""`run(session, step, evaluates, inputs)`: the States and the arrays that a run gave, or the only array."""

call: Callable[..., Any] = getattr(native, "call", _absent)
"""`call(jit, known, pattern, arguments)`: what `known` has for the number of the step, and the States and arrays that it
gave; or the only array, where `known` has None.

The pattern has for each argument `Tensor` for an array, `Node` for an object, `State` for a State, or a tuple of the very
object that stands there.
"""

if native is not None:
    native.bind_classes(Tensor, Node, State, _Cell, Content)


_KINDS = {ARRAY: Tensor, OBJECT: Node, STATE: State}


def pattern(arguments: tuple[Any, ...], keys: Sequence[Key]) -> tuple[Any, ...] | None:
    """The pattern of arguments with these keys; None where one is taken apart."""
    found: list[Any] = []
    for argument, key in zip(arguments, keys):
        if key is None or isinstance(key, Static):
            found.append((argument,))
        elif key in _KINDS:
            found.append(_KINDS[key])
        else:
            return None
    return tuple(found)


def learn_arrays() -> None:
    """Say what NumPy's arrays are, when somebody may have one: NumPy itself is not imported for that."""
    array = getattr(sys.modules.get("numpy"), "ndarray", None)
    if native is not None and array is not None:
        native.bind_array(array)


def settle(found: Any) -> None:
    """Raise the exception of a call that failed, or of a function that it called."""
    _settle(found if type(found) is int else 0, (None,))
