//! The Python module over Flax's own objects, which only a Python interpreter asks for.

use std::ffi::c_void;

use super::guard;
use super::status::nnx_status;
use crate::error::Error;
use crate::pyobject;

/// Makes the Python module `libnnx._native`, whose functions walk Flax's own objects, and sets `out_module` to a new
/// reference to it (a `PyObject *`). `python` is the handle of the dynamic linker under which the process has its
/// interpreter: `ctypes.pythonapi._handle`. FAILED_PRECONDITION where no CPython of version 3.11 or later with the
/// global interpreter lock runs, and in a subinterpreter; INVALID_ARGUMENT when `python` is no handle. Every call in
/// one process gives the same module. Any thread, with or without the interpreter's lock; once CPython 3.11 had a
/// subinterpreter, a thread without it may get FAILED_PRECONDITION too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_python_module(python: *mut c_void, out_module: *mut *mut c_void) -> nnx_status {
    guard(|| {
        out!(out_module);
        if python.is_null() {
            return Err(Error::invalid("`python` is NULL; it must be the handle of `ctypes.pythonapi`"));
        }
        out_module.set(pyobject::python_module(python)?)
    })
}
