"""Element types."""

from __future__ import annotations

import functools
import sys
from typing import Any, Final

from . import _abi


class DType:
    """An element type of a `Tensor`: `nnx.float32`, `nnx.bfloat16`, …

    It equals its name and NumPy's dtype of the same type, and NumPy takes it wherever it takes a dtype.
    """

    __slots__ = ("code", "format", "itemsize", "name")

    def __init__(self, code: int, name: str, itemsize: int, format: str | None) -> None:
        self.code: Final = code
        self.name: Final = name
        self.itemsize: Final = itemsize
        self.format: Final = format
        """The type in the notation of the buffer protocol; None for bfloat16, which has none there."""

    @property
    def dtype(self) -> Any:
        """NumPy's dtype; for bfloat16 that of ml_dtypes."""
        import numpy

        if self.name == "bfloat16":
            import ml_dtypes

            return numpy.dtype(ml_dtypes.bfloat16)
        return numpy.dtype(self.name)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DType):
            return self is other
        return _name_of(other) == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"nnx.{self.name}" if self.name != "bool" else "nnx.bool_"

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return as_dtype, (self.name,)


_ALL: Final = tuple(
    DType(code, name, itemsize, format)
    for code, name, itemsize, format in (
        (_abi.NNX_DTYPE_BOOL, "bool", 1, "?"),
        (_abi.NNX_DTYPE_I8, "int8", 1, "b"),
        (_abi.NNX_DTYPE_I16, "int16", 2, "h"),
        (_abi.NNX_DTYPE_I32, "int32", 4, "i"),
        (_abi.NNX_DTYPE_I64, "int64", 8, "q"),
        (_abi.NNX_DTYPE_U8, "uint8", 1, "B"),
        (_abi.NNX_DTYPE_U16, "uint16", 2, "H"),
        (_abi.NNX_DTYPE_U32, "uint32", 4, "I"),
        (_abi.NNX_DTYPE_U64, "uint64", 8, "Q"),
        (_abi.NNX_DTYPE_F16, "float16", 2, "e"),
        (_abi.NNX_DTYPE_BF16, "bfloat16", 2, None),
        (_abi.NNX_DTYPE_F32, "float32", 4, "f"),
        (_abi.NNX_DTYPE_F64, "float64", 8, "d"),
    )
)
(bool_, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float16, bfloat16, float32, float64) = _ALL

BY_CODE: Final = {dtype.code: dtype for dtype in _ALL}
BY_NAME: Final = {dtype.name: dtype for dtype in _ALL}


def _name_of(value: object) -> str | None:
    """The name of a dtype in any of the forms that Python libraries use."""
    if isinstance(value, str):
        return value
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        if isinstance(value, numpy.dtype):
            return _name_of_numpys(value)
        if isinstance(value, type) and issubclass(value, numpy.generic):
            return str(numpy.dtype(value).name)
        if type(value).__name__ == "_ScalarMeta":  # jax.numpy.float32 and its like
            return str(numpy.dtype(value).name)
    return None


@functools.lru_cache(maxsize=64)
def _name_of_numpys(dtype: Any) -> str | None:
    """The name of NumPy's dtype, which NumPy puts together anew each time."""
    return str(dtype.name) if dtype.isnative else None


def is_dtype(value: object) -> bool:
    """Whether `value` stands for an element type (a plain string does not)."""
    return isinstance(value, DType) or (not isinstance(value, str) and _name_of(value) in BY_NAME)


def as_dtype(value: object) -> DType:
    """The element type that `value` names: a `DType`, its name, or NumPy's or JAX's dtype."""
    if isinstance(value, DType):
        return value
    if value is bool:
        return bool_
    name = _name_of(value)
    if name in BY_NAME:
        return BY_NAME[name]
    raise TypeError(f"{value!r} is not an element type of libnnx; these are {', '.join(BY_NAME)}")
