"""The C ABI for ctypes: constants, types, and the type of every function. Nothing is loaded here.

Generated from src/capi by `make generate`; do not edit.
"""

from __future__ import annotations

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_double,
    c_float,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

NNX_VERSION_MAJOR = 0
NNX_VERSION_MINOR = 1
NNX_VERSION_PATCH = 0
NNX_ABI_MAJOR = 0
NNX_ABI_MINOR = 1

NNX_STATUS_OK = 0
NNX_STATUS_INVALID_ARGUMENT = 3
NNX_STATUS_NOT_FOUND = 5
NNX_STATUS_ALREADY_EXISTS = 6
NNX_STATUS_RESOURCE_EXHAUSTED = 8
NNX_STATUS_FAILED_PRECONDITION = 9
NNX_STATUS_UNIMPLEMENTED = 12
NNX_STATUS_INTERNAL = 13
NNX_STATUS_UNAVAILABLE = 14
NNX_STATUS_DATA_LOSS = 15
NNX_STATUS_INVALID_HANDLE = 100
NNX_STATUS_POISONED = 101
NNX_STATUS_VERSION_MISMATCH = 102
NNX_STATUS_NON_FINITE = 103
NNX_STATUS_DEVICE = 104

NNX_DTYPE_BOOL = 0
NNX_DTYPE_I8 = 1
NNX_DTYPE_I16 = 2
NNX_DTYPE_I32 = 3
NNX_DTYPE_I64 = 4
NNX_DTYPE_U8 = 5
NNX_DTYPE_U16 = 6
NNX_DTYPE_U32 = 7
NNX_DTYPE_U64 = 8
NNX_DTYPE_F16 = 9
NNX_DTYPE_BF16 = 10
NNX_DTYPE_F32 = 11
NNX_DTYPE_F64 = 12

NNX_OK = NNX_STATUS_OK

nnx_status = c_int32
nnx_dtype = c_int32


class nnx_bytes(c_void_p):
    """Bytes that a call made for the caller, most often text."""


class nnx_error(c_void_p):
    """A failure: its status, its text, and the path in the graph that it is about."""


class nnx_report(c_void_p):
    """What a call found out: rows of a path, a code and a text, in an order that the call says."""


class nnx_tensor(c_void_p):
    """A dense array in row-major order, without gaps: a value."""


class nnx_str(Structure):
    """Text of `size` bytes at `data`: UTF-8, not ended by a NUL, which it may contain. `data` may be NULL when `size` is
    0. `NNX_STR("literal")` and `nnx_str_of(text)` make one."""

    _fields_ = [
        ("data", c_char_p),
        ("size", c_size_t),
    ]


class nnx_cuda_info(Structure):
    """What is known of CUDA on this machine."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("present", c_int32),
        ("driver_version", c_int32),
        ("device_count", c_int32),
        ("reserved", c_int32),
    ]


class nnx_dlpack_options(Structure):
    """What `nnx_tensor_to_dlpack` may be told. Start from NNX_DLPACK_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("copy", c_int32),
        ("reserved", c_int32),
    ]


nnx_destroy_fn = CFUNCTYPE(None, c_void_p)


LAYOUT: dict[str, int] = {
    "nnx_str": 16,
    "nnx_cuda_info": 24,
    "nnx_dlpack_options": 16,
}

FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "nnx_status_name": (c_char_p, (nnx_status,)),
    "nnx_last_error_message": (c_char_p, ()),
    "nnx_error_take": (nnx_status, (POINTER(nnx_error),)),
    "nnx_error_code": (nnx_status, (nnx_error, POINTER(c_int32))),
    "nnx_error_message": (nnx_status, (nnx_error, POINTER(nnx_str))),
    "nnx_error_path": (nnx_status, (nnx_error, POINTER(nnx_str))),
    "nnx_error_retain": (nnx_status, (nnx_error, POINTER(nnx_error))),
    "nnx_error_release": (nnx_status, (nnx_error,)),
    "nnx_version_string": (c_char_p, ()),
    "nnx_version": (nnx_status, (POINTER(c_uint32), POINTER(c_uint32), POINTER(c_uint32))),
    "nnx_isa_name": (c_char_p, ()),
    "nnx_cuda_probe": (nnx_status, (POINTER(nnx_cuda_info),)),
    "nnx_cuda_reason": (c_char_p, ()),
    "nnx_cuda_device_name": (nnx_status, (c_int32, POINTER(nnx_bytes))),
    "nnx_bytes_new": (nnx_status, (c_void_p, c_size_t, POINTER(nnx_bytes))),
    "nnx_bytes_data": (nnx_status, (nnx_bytes, POINTER(nnx_str))),
    "nnx_bytes_retain": (nnx_status, (nnx_bytes, POINTER(nnx_bytes))),
    "nnx_bytes_release": (nnx_status, (nnx_bytes,)),
    "nnx_report_size": (nnx_status, (nnx_report, POINTER(c_size_t))),
    "nnx_report_row": (nnx_status, (nnx_report, c_size_t, POINTER(nnx_str), POINTER(c_int32), POINTER(nnx_str))),
    "nnx_report_text": (nnx_status, (nnx_report, POINTER(nnx_str))),
    "nnx_report_json": (nnx_status, (nnx_report, POINTER(nnx_bytes))),
    "nnx_report_retain": (nnx_status, (nnx_report, POINTER(nnx_report))),
    "nnx_report_release": (nnx_status, (nnx_report,)),
    "nnx_dtype_name": (c_char_p, (nnx_dtype,)),
    "nnx_dtype_size": (c_size_t, (nnx_dtype,)),
    "nnx_dtype_from_name": (nnx_status, (nnx_str, POINTER(nnx_dtype))),
    "nnx_tensor_new": (nnx_status, (nnx_dtype, POINTER(c_int64), c_size_t, c_void_p, c_size_t, POINTER(nnx_tensor))),
    "nnx_tensor_from_memory": (
        nnx_status,
        (
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_void_p,
            c_size_t,
            c_int32,
            c_void_p,
            nnx_destroy_fn,
            POINTER(nnx_tensor),
        ),
    ),
    "nnx_tensor_from_dlpack": (nnx_status, (c_void_p, POINTER(nnx_tensor))),
    "nnx_tensor_from_dlpack_legacy": (nnx_status, (c_void_p, POINTER(nnx_tensor))),
    "nnx_tensor_to_dlpack": (nnx_status, (nnx_tensor, POINTER(nnx_dlpack_options), POINTER(c_void_p))),
    "nnx_tensor_to_dlpack_legacy": (nnx_status, (nnx_tensor, POINTER(nnx_dlpack_options), POINTER(c_void_p))),
    "nnx_tensor_dtype": (nnx_status, (nnx_tensor, POINTER(nnx_dtype))),
    "nnx_tensor_shape": (nnx_status, (nnx_tensor, POINTER(POINTER(c_int64)), POINTER(c_size_t))),
    "nnx_tensor_element_count": (nnx_status, (nnx_tensor, POINTER(c_size_t))),
    "nnx_tensor_nbytes": (nnx_status, (nnx_tensor, POINTER(c_size_t))),
    "nnx_tensor_data": (nnx_status, (nnx_tensor, POINTER(c_void_p), POINTER(c_size_t))),
    "nnx_tensor_data_mut": (nnx_status, (nnx_tensor, POINTER(c_void_p), POINTER(c_size_t))),
    "nnx_tensor_is_unique": (nnx_status, (nnx_tensor, POINTER(c_int32))),
    "nnx_tensor_equal": (nnx_status, (nnx_tensor, nnx_tensor, POINTER(c_int32))),
    "nnx_tensor_text": (nnx_status, (nnx_tensor, POINTER(nnx_bytes))),
    "nnx_tensor_retain": (nnx_status, (nnx_tensor, POINTER(nnx_tensor))),
    "nnx_tensor_release": (nnx_status, (nnx_tensor,)),
    "nnx_get_api": (c_void_p, (c_uint32, c_uint32)),
}
