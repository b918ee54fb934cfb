"""BatchNorm: features with mean 0 and variance 1 over the batch, then scaled and moved."""

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
from .._variable import BatchStat, Param
from . import _layer, initializers


class BatchNorm(Module):
    """Normalizes with the mean and variance of the batch, and keeps running averages of them for evaluation."""

    __slots__ = ()

    mean: BatchStat
    var: BatchStat
    scale: Param | None
    bias: Param | None
    num_features: int
    use_running_average: bool | None
    momentum: float
    epsilon: float

    def __init__(
        self,
        num_features: int,
        *,
        use_running_average: bool | None = False,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-5,
        dtype: Any = None,
        param_dtype: Any = "float32",
        use_bias: bool = True,
        use_scale: bool = True,
        bias_init: _layer.InitializerLike = initializers.zeros,
        scale_init: _layer.InitializerLike = initializers.ones,
        axis_name: None = None,
        axis_index_groups: None = None,
        use_fast_variance: bool = True,
        rngs: Any,
        bias_metadata: _layer.Metadata = {},  # noqa: B006, which is only read
        scale_metadata: _layer.Metadata = {},  # noqa: B006
    ) -> None:
        _layer.must_be_none("BatchNorm", axis_name=axis_name, axis_index_groups=axis_index_groups)
        scale, bias = _layer.static_initializer(scale_init), _layer.static_initializer(bias_init)
        keys = _layer.next_keys(rngs, [scale_init, bias_init] if use_scale else [bias_init])
        options = _abi.nnx_batch_norm_options(
            struct_size=ctypes.sizeof(_abi.nnx_batch_norm_options),
            axis=ctypes.pointer(ctypes.c_int64(integer(axis))),
            momentum=float(momentum),
            epsilon=float(epsilon),
            scale_init=scale.value,
            bias_init=bias.value,
            no_scale=not use_scale,
            no_bias=not use_bias,
            slow_variance=not use_fast_variance,
            use_running_average=_layer.flag(use_running_average),
            dtype=_layer.dtype_code(dtype),
            param_dtype=_layer.dtype_code(param_dtype),
        )
        lib.nnx_batch_norm_init(address(self), address(rngs), integer(num_features), ctypes.byref(options))
        # In the options 0 is the default.
        for name, number in (("momentum", momentum), ("epsilon", epsilon)):
            if number == 0:
                setattr(self, name, 0.0)
        _layer.finish(self.scale, scale_init, keys[0], param_dtype, scale_metadata)
        _layer.finish(self.bias, bias_init, keys[-1], param_dtype, bias_metadata)

    @runs_at_once("use_running_average", "mask")
    def __call__(self, x: Any, use_running_average: bool | None = None, *, mask: None = None) -> Any:
        _layer.must_be_none("BatchNorm", mask=mask)
        return call(lib.nnx_batch_norm_call, address(self), lift(x), _layer.call_options(use_running_average))
