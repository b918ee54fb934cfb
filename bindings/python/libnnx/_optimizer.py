"""Optimizers: a gradient transformation, its state and a step count, as an Object beside a model or with it."""

from __future__ import annotations

import ctypes
from typing import Any

from . import _abi
from ._filter import native_only
from ._graph import lookup
from ._library import lib, own
from ._node import Node, address
from ._object import Object
from ._state import State
from ._variable import Param
from .optim import _transformation


class Optimizer(Object):
    """Trains the Variables of a model with a gradient transformation of `libnnx.optim`.

    `Optimizer(model, tx)` trains the Params and keeps the model: `update(grads)`. With `wrt=`, a filter that says which
    Variables are trained, it does not keep it, as in Flax: `update(model, grads)`. Its attributes are Flax's: `step`,
    `tx`, `opt_state`, `wrt`, and `model` where it is kept.
    """

    __slots__ = ()

    def __init__(self, model: Node, tx: Any, *, wrt: Any = None) -> None:
        chosen = None if wrt is None else native_only(wrt, lookup(address(model)))
        lib.nnx_optimizer_init(address(self), address(model), _transformation(tx), chosen)

    def update(self, *arguments: Any) -> State:
        """Change the parameters by their gradients, and return what was added to each.

        `update(grads)`, or `update(model, grads)` when the model is not kept.
        """
        if not 1 <= len(arguments) <= 2 or not isinstance(arguments[-1], State):
            kinds = ", ".join(type(each).__name__ for each in arguments)
            raise TypeError(
                "update takes (grads), or (model, grads) when the model is not kept, and grads is a State as "
                f"value_and_grad gives it; got ({kinds})"
            )
        model = address(arguments[0]) if len(arguments) == 2 else None
        out = _abi.nnx_state()
        lib.nnx_optimizer_update_model(address(self), model, arguments[-1]._native(), ctypes.byref(out))
        return State._own(own("state", out.value))


class ModelAndOptimizer(Optimizer):
    """An Optimizer that keeps its model, whatever `wrt` says, as Flax's does: `update(grads)`."""

    __slots__ = ()

    def __init__(self, model: Node, tx: Any, *, wrt: Any = Param) -> None:
        super().__init__(model, tx, wrt=wrt)
        self.model = model
