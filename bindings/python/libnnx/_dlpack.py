"""DLPack capsules, made and taken apart with the interpreter's own C API."""

from __future__ import annotations

import ctypes
from typing import Any

from . import _abi
from ._handle import Handle
from ._library import lib, own

CPU = (1, 0)

_NAME, _USED = b"dltensor", b"used_dltensor"
_NAME_VERSIONED, _USED_VERSIONED = b"dltensor_versioned", b"used_dltensor_versioned"
# A capsule keeps the address of its name, so these must never be freed.
_C_NAMES = {name: ctypes.create_string_buffer(name) for name in (_NAME, _USED, _NAME_VERSIONED, _USED_VERSIONED)}

_api = ctypes.pythonapi
_new = _api["PyCapsule_New"]
_new.restype, _new.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
_is_valid = _api["PyCapsule_IsValid"]
_is_valid.restype, _is_valid.argtypes = ctypes.c_int, (ctypes.py_object, ctypes.c_char_p)
_get_pointer = _api["PyCapsule_GetPointer"]
_get_pointer.restype, _get_pointer.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)
_set_name = _api["PyCapsule_SetName"]
_set_name.restype, _set_name.argtypes = ctypes.c_int, (ctypes.py_object, ctypes.c_void_p)

# Not a Python function: a capsule may go while an exception is on its way, and then none may run.
_DESTROY = ctypes.cast(lib.nnx_pycapsule_destroy, ctypes.c_void_p)


def export(tensor: Handle, versioned: bool, copy: bool) -> Any:
    """A capsule for this tensor; memory and shape live until the consumer is done with them."""
    options = _abi.nnx_dlpack_options(ctypes.sizeof(_abi.nnx_dlpack_options), int(copy), 0)
    managed = ctypes.c_void_p()
    call = lib.nnx_tensor_to_dlpack if versioned else lib.nnx_tensor_to_dlpack_legacy
    call(tensor, ctypes.byref(options), ctypes.byref(managed))
    name = _NAME_VERSIONED if versioned else _NAME
    return _new(managed, ctypes.addressof(_C_NAMES[name]), _DESTROY)


def take(capsule: Any) -> Handle:
    """The tensor in a capsule; the capsule is used up, also when the tensor is refused."""
    out = _abi.nnx_tensor()
    if _is_valid(capsule, _NAME_VERSIONED):
        managed = _get_pointer(capsule, _NAME_VERSIONED)
        _set_name(capsule, ctypes.addressof(_C_NAMES[_USED_VERSIONED]))
        lib.nnx_tensor_from_dlpack(managed, ctypes.byref(out))
    elif _is_valid(capsule, _NAME):
        managed = _get_pointer(capsule, _NAME)
        _set_name(capsule, ctypes.addressof(_C_NAMES[_USED]))
        lib.nnx_tensor_from_dlpack_legacy(managed, ctypes.byref(out))
    else:
        raise TypeError("the capsule is not a DLPack tensor, or it was used already")
    return own("tensor", out.value)
