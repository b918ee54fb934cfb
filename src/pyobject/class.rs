//! Classes that the library makes in the interpreter.

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};

use super::object::{Object, PyResult};
use super::python::{self, Pointer};

/// CPython's `PyType_Slot`.
#[repr(C)]
pub(super) struct TypeSlot {
    slot: c_int,
    function: *mut c_void,
}

impl TypeSlot {
    /// What stands in the slot of this number, one of those in `python.rs`.
    pub(super) fn new(slot: c_int, what: *mut c_void) -> TypeSlot {
        TypeSlot { slot, function: what }
    }
}

/// CPython's `PyType_Spec`.
#[repr(C)]
struct TypeSpec {
    name: *const c_char,
    basicsize: c_int,
    itemsize: c_int,
    flags: c_uint,
    slots: *mut TypeSlot,
}

/// CPython's `PyGetSetDef`.
#[repr(C)]
pub(super) struct GetSetDef {
    pub(super) name: *const c_char,
    pub(super) get: Option<unsafe extern "C" fn(Pointer, *mut c_void) -> Pointer>,
    pub(super) set: *mut c_void,
    pub(super) doc: *const c_char,
    pub(super) closure: *mut c_void,
}

const DISALLOW_INSTANTIATION: c_uint = 1 << 7;
const IMMUTABLE_TYPE: c_uint = 1 << 8;

/// A class whose instances look like `T`, and that only the library makes instances of.
///
/// # Safety
/// `T` begins with the fields of a `PyObject` and may be all zeros, and each slot holds what its number says.
pub(super) unsafe fn make<T>(name: &'static CStr, slots: impl IntoIterator<Item = TypeSlot>) -> PyResult<Object> {
    let end = TypeSlot::new(0, std::ptr::null_mut());
    let mut slots: Vec<TypeSlot> = slots.into_iter().chain([end]).collect();
    let mut spec = TypeSpec {
        name: name.as_ptr(),
        basicsize: size_of::<T>() as c_int,
        itemsize: 0,
        flags: DISALLOW_INSTANTIATION | IMMUTABLE_TYPE,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete, and copied.
    unsafe { Object::from_new(python::PyType_FromSpec((&raw mut spec).cast())) }
}

/// Gives the memory of an instance back, and its reference to its class.
///
/// # Safety
/// `instance` is of a class of [`make`], its last reference is gone, and what it held is dropped.
pub(super) unsafe fn free(instance: Pointer) {
    // SAFETY: the caller's promise; an instance of such a class holds a reference to it.
    unsafe {
        let class = (*instance).class().as_ptr();
        python::PyObject_Free(instance.cast());
        python::Py_DecRef(class);
    }
}
