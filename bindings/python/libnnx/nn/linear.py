"""Linear: a product with a matrix over the last axis, and a sum with a bias."""

from __future__ import annotations

import ctypes
from operator import index as integer
from typing import Any

from .. import _abi
from .._at_once import runs_at_once
from .._library import lib
from .._node import address
from .._object import Module
from .._traced import call, lift
from .._variable import Param
from . import _layer, initializers


class Linear(Module):
    """`x @ kernel + bias` over the last axis of x."""

    __slots__ = ()

    kernel: Param
    bias: Param | None
    in_features: int
    out_features: int
    use_bias: bool

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        use_bias: bool = True,
        dtype: Any = None,
        param_dtype: Any = "float32",
        precision: None = None,
        kernel_init: _layer.InitializerLike = initializers.lecun_normal(),  # noqa: B008, which never changes
        bias_init: _layer.InitializerLike = initializers.zeros,
        preferred_element_type: None = None,
        rngs: Any,
        kernel_metadata: _layer.Metadata = {},  # noqa: B006, which is only read
        bias_metadata: _layer.Metadata = {},  # noqa: B006
    ) -> None:
        _layer.must_be_none("Linear", precision=precision, preferred_element_type=preferred_element_type)
        kernel, bias = _layer.static_initializer(kernel_init), _layer.static_initializer(bias_init)
        keys = _layer.next_keys(rngs, [kernel_init, bias_init])
        options = _abi.nnx_linear_options(
            struct_size=ctypes.sizeof(_abi.nnx_linear_options),
            kernel_init=kernel.value,
            bias_init=bias.value,
            no_bias=not use_bias,
            dtype=_layer.dtype_code(dtype),
            param_dtype=_layer.dtype_code(param_dtype),
        )
        lib.nnx_linear_init(
            address(self), address(rngs), integer(in_features), integer(out_features), ctypes.byref(options)
        )
        _layer.finish(self.kernel, kernel_init, keys[0], param_dtype, kernel_metadata)
        _layer.finish(self.bias, bias_init, keys[1], param_dtype, bias_metadata)

    @runs_at_once()
    def __call__(self, inputs: Any) -> Any:
        return call(lib.nnx_linear_call, address(self), lift(inputs))
