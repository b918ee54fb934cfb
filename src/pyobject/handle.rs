//! The class of Python objects that own a handle of the C ABI, `libnnx._native.Handle`.
//!
//! It is what `libnnx/_handle.py` describes in Python: released once, by `close()` or with the last reference. Made and
//! dropped natively it costs a fiftieth of that.

use std::cell::OnceCell;
use std::ffi::{CStr, c_void};
use std::ptr;

use super::class::{self, GetSetDef, TypeSlot};
use super::library;
use super::module::{Answer, Stop};
use super::native::Locked;
use super::object::{Borrowed, Object, PyResult, Raised};
use super::python::{self, FastCall, METH_FASTCALL, MethodDef, Pointer};

/// A handle, as Python sees it.
#[repr(C)]
struct Instance {
    _head: Borrowed,
    bits: u64,
    state: State,
}

/// What became of a handle.
#[repr(u8)]
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// It is to be released. The state of memory that was just allocated is `Detached`, which is all zeros.
    Open = 1,
    /// It was released; the number stays, and the library answers whoever uses it that it was.
    Closed = 2,
    /// It was given away.
    Detached = 0,
}

/// `own(number)`: an object that owns the handle.
pub(super) fn own([number]: [&Borrowed; 1]) -> Answer {
    number.to_u64().and_then(of).map_err(Stop::Propagate)
}

/// An object that owns the handle.
pub(super) fn of(bits: u64) -> PyResult<Object> {
    let class = class()?;
    // SAFETY: the class is one of ours, whose instances may be made by it.
    let object = unsafe { Object::from_new(python::PyType_GenericAlloc(class.as_ptr(), 0))? };
    let instance = object.as_ptr().cast::<Instance>();
    // SAFETY: it is a new instance, which nobody else knows.
    unsafe {
        (*instance).bits = bits;
        (*instance).state = State::Open;
    }
    Ok(object)
}

/// The number of a handle; `None` for any other object, and for a handle that was given away. Runs no Python code.
#[inline]
pub(super) fn bits(object: &Borrowed) -> Option<u64> {
    let class = CLASS.get().get()?;
    if !object.is_exactly(class) {
        return None;
    }
    let instance = object.as_ptr().cast::<Instance>();
    // SAFETY: an instance of the class, read under the interpreter's lock, under which it is written.
    let (bits, state) = unsafe { ((*instance).bits, (*instance).state) };
    (state != State::Detached).then_some(bits)
}

static CLASS: Locked<OnceCell<Object>> = Locked::new(OnceCell::new());

struct Table<T>(T);

// SAFETY: a table of names and functions, which nobody writes to.
unsafe impl<T> Sync for Table<T> {}

type Get = unsafe extern "C" fn(Pointer, *mut c_void) -> Pointer;

const fn getter(name: &'static CStr, get: Get) -> GetSetDef {
    GetSetDef { name: name.as_ptr(), get: Some(get), set: ptr::null_mut(), doc: ptr::null(), closure: ptr::null_mut() }
}

static GETTERS: Table<[GetSetDef; 4]> = Table([
    getter(c"_as_parameter_", value),
    getter(c"value", value),
    getter(c"closed", closed),
    GetSetDef { name: ptr::null(), get: None, set: ptr::null_mut(), doc: ptr::null(), closure: ptr::null_mut() },
]);

const fn method(name: &'static CStr, method: FastCall) -> MethodDef {
    MethodDef { name: name.as_ptr(), method, flags: METH_FASTCALL, doc: ptr::null() }
}

static METHODS: Table<[MethodDef; 3]> = Table([
    method(c"close", close),
    method(c"detach", detach),
    MethodDef { name: ptr::null(), method: close, flags: 0, doc: ptr::null() },
]);

fn class() -> PyResult<Object> {
    if let Some(class) = CLASS.get().get() {
        return Ok(class.clone());
    }
    let slots = [
        TypeSlot::new(python::Py_tp_dealloc, deallocate as unsafe extern "C" fn(Pointer) as *mut c_void),
        TypeSlot::new(python::Py_tp_getset, GETTERS.0.as_ptr().cast_mut().cast()),
        TypeSlot::new(python::Py_tp_methods, METHODS.0.as_ptr().cast_mut().cast()),
    ];
    // SAFETY: an `Instance` begins with a `PyObject`, zeros are a detached handle, and the slots hold what they say.
    let class = unsafe { class::make::<Instance>(c"libnnx._native.Handle", slots)? };
    Ok(CLASS.get().get_or_init(|| class).clone())
}

/// `handle.value`: the number, or `None` after `detach`.
unsafe extern "C" fn value(handle: Pointer, _: *mut c_void) -> Pointer {
    // SAFETY: Python calls this with a live handle.
    let number = bits(unsafe { Borrowed::from_ptr(handle) });
    answer(number.map_or_else(|| Ok(Object::none()), Object::unsigned))
}

/// `handle.closed`.
unsafe extern "C" fn closed(handle: Pointer, _: *mut c_void) -> Pointer {
    // SAFETY: Python calls this with a live handle.
    let open = unsafe { (*handle.cast::<Instance>()).state } == State::Open;
    Object::bool(!open).into_ptr()
}

/// `handle.close()`.
unsafe extern "C" fn close(handle: Pointer, _: *const Pointer, _: isize) -> Pointer {
    // SAFETY: Python calls this with a live handle.
    unsafe { release(handle.cast(), State::Closed) };
    Object::none().into_ptr()
}

/// `handle.detach()`: the number, for a caller that releases it.
unsafe extern "C" fn detach(handle: Pointer, _: *const Pointer, _: isize) -> Pointer {
    // SAFETY: Python calls this with a live handle.
    unsafe {
        let number = value(handle, ptr::null_mut());
        (*handle.cast::<Instance>()).state = State::Detached;
        number
    }
}

/// The last reference is gone.
unsafe extern "C" fn deallocate(handle: Pointer) {
    // SAFETY: Python calls this once, with a handle that nobody else refers to.
    unsafe {
        release(handle.cast(), State::Closed);
        class::free(handle);
    }
}

/// Releases a handle that is open.
///
/// # Safety
/// `instance` is a live handle.
unsafe fn release(instance: *mut Instance, next: State) {
    // SAFETY: the caller's promise; the lock is held, and the state is set before anything else can run.
    let bits = unsafe {
        if (*instance).state != State::Open {
            return;
        }
        (*instance).state = next;
        (*instance).bits
    };
    match library::get() {
        Some(library) if (library.is_released_at_once)(bits) => (library.release)(bits),
        Some(library) => python::without_lock(|| (library.release)(bits)),
        None => (),
    }
}

fn answer(result: PyResult<Object>) -> Pointer {
    match result {
        Ok(object) => object.into_ptr(),
        Err(Raised) => ptr::null_mut(),
    }
}
