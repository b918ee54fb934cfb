"""Dropout: elements left out at random."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from operator import index as integer
from typing import Any

from .. import _abi
from .._at_once import runs_at_once
from .._library import lib, string
from .._node import address
from .._object import Module
from .._rngs import Rngs, RngStream
from .._traced import call, lift
from . import _layer


class Dropout(Module):
    """Leaves out elements with the probability `rate`, and divides the others by the probability that they stay."""

    __slots__ = ()

    rate: float
    broadcast_dims: tuple[int, ...]
    deterministic: bool | None
    rng_collection: str
    rngs: RngStream | None

    def __init__(
        self,
        rate: float,
        *,
        broadcast_dims: Sequence[int] = (),
        deterministic: bool | None = False,
        rng_collection: str = "dropout",
        rngs: Rngs | RngStream | None = None,
    ) -> None:
        _check(rngs)
        dims = [integer(dim) for dim in broadcast_dims]
        options = _abi.nnx_dropout_options(
            struct_size=ctypes.sizeof(_abi.nnx_dropout_options),
            broadcast_dims=(ctypes.c_int64 * len(dims))(*dims),
            num_broadcast_dims=len(dims),
            rng_collection=ctypes.pointer(string(rng_collection)),
            deterministic=_layer.flag(deterministic),
        )
        source = None if rngs is None else address(rngs)
        lib.nnx_dropout_init(address(self), source, float(rate), ctypes.byref(options))

    @runs_at_once("deterministic")
    def __call__(
        self, inputs: Any, *, deterministic: bool | None = None, rngs: Rngs | RngStream | None = None
    ) -> Any:
        _check(rngs)
        return call(lib.nnx_dropout_call, address(self), lift(inputs), _layer.call_options(deterministic, rngs))


def _check(rngs: Any) -> None:
    if rngs is not None and not isinstance(rngs, (Rngs, RngStream)):
        raise TypeError(f"rngs must be an Rngs, an RngStream or None, not a {type(rngs).__name__}")
