//! The interpreter of this process: its functions, found by name in the library that the host loaded.
//!
//! libnnx links no libpython, so that it loads where no Python is. `nnx_python_module` is given the handle under which
//! the host has the interpreter (`ctypes.pythonapi._handle`) and looks up every function of the table below, once.
//! Only functions and objects of the limited API of CPython 3.11 stand in it: one library serves every later CPython.
//!
//! Every function here has CPython's name and CPython's contract; each also requires that an interpreter was
//! [`found`](find) and that the calling thread holds its lock, as it does in every function that Python calls.

#![allow(non_snake_case, non_upper_case_globals, reason = "CPython's names")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::OnceLock;

use super::object::Borrowed;
use crate::error::{Error, Result};

/// CPython's `PyObject *`.
pub(super) type Pointer = *mut Borrowed;

/// CPython's `descrgetfunc`.
pub(super) type Getter = unsafe extern "C" fn(Pointer, Pointer, Pointer) -> Pointer;
/// CPython's `descrsetfunc`.
pub(super) type Setter = unsafe extern "C" fn(Pointer, Pointer, Pointer) -> c_int;
/// CPython's `newfunc`.
pub(super) type New = unsafe extern "C" fn(Pointer, Pointer, Pointer) -> Pointer;
/// A function that Python calls with its positional arguments in an array (`METH_FASTCALL`).
pub(super) type FastCall = unsafe extern "C" fn(Pointer, *const Pointer, isize) -> Pointer;

/// CPython's `PyMethodDef`.
#[repr(C)]
pub(super) struct MethodDef {
    pub(super) name: *const c_char,
    pub(super) method: FastCall,
    pub(super) flags: c_int,
    pub(super) doc: *const c_char,
}

/// CPython's `Py_buffer`.
#[repr(C)]
pub(super) struct Buffer {
    pub(super) data: *mut c_void,
    pub(super) owner: Pointer,
    pub(super) nbytes: isize,
    pub(super) itemsize: isize,
    pub(super) read_only: c_int,
    pub(super) rank: c_int,
    pub(super) format: *const c_char,
    pub(super) shape: *const isize,
    pub(super) strides: *const isize,
    pub(super) suboffsets: *const isize,
    pub(super) internal: *mut c_void,
}

/// `METH_FASTCALL`.
pub(super) const METH_FASTCALL: c_int = 0x80;
/// `Py_EQ`.
pub(super) const Py_EQ: c_int = 2;
/// The numbers of type slots (`typeslots.h`).
pub(super) const Py_tp_descr_get: c_int = 54;
/// The same.
pub(super) const Py_tp_descr_set: c_int = 55;
/// The same.
pub(super) const Py_tp_new: c_int = 65;
/// The same.
pub(super) const Py_tp_methods: c_int = 64;
/// The same.
pub(super) const Py_tp_getset: c_int = 73;
/// The same.
pub(super) const Py_tp_dealloc: c_int = 52;
/// The same.
pub(super) const Py_tp_iter: c_int = 62;
/// The same.
pub(super) const Py_tp_iternext: c_int = 63;

macro_rules! interpreter {
    (
        functions { $(fn $function:ident($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)?;)* }
        objects { $($object:ident = $symbol:ident;)* }
        exceptions { $($exception:ident;)* }
    ) => {
        struct Interpreter {
            $($function: unsafe extern "C" fn($($type),*) $(-> $result)?,)*
            $($object: Pointer,)*
            $($exception: *const Pointer,)*
        }

        impl Interpreter {
            /// # Safety
            /// `handle` is a handle of the dynamic linker.
            unsafe fn find(handle: *mut c_void) -> Result<Interpreter> {
                let symbol = |name: &str| {
                    let name = format!("{name}\0");
                    // SAFETY: the handle is good, and the name ends with NUL.
                    let address = unsafe { libc::dlsym(handle, name.as_ptr().cast()) };
                    if address.is_null() {
                        let name = name.trim_end_matches('\0');
                        return Err(Error::precondition(format!(
                            "no CPython of version 3.11 or later is in this process: it lacks {name}"
                        )));
                    }
                    Ok(address)
                };
                Ok(Interpreter {
                    $($function: {
                        let address = symbol(stringify!($function))?;
                        // SAFETY: CPython's stable ABI gives the function of this name this type.
                        unsafe {
                            std::mem::transmute::<
                                *mut c_void,
                                unsafe extern "C" fn($($type),*) $(-> $result)?,
                            >(address)
                        }
                    },)*
                    $($object: symbol(stringify!($symbol))?.cast(),)*
                    $($exception: symbol(stringify!($exception))?.cast_const().cast(),)*
                })
            }
        }

        // CPython documents them.
        $(
            #[inline(always)]
            pub(super) unsafe fn $function($($argument: $type),*) $(-> $result)? {
                // SAFETY: the caller keeps to CPython's contract for this function.
                unsafe { (interpreter().$function)($($argument),*) }
            }
        )*
        $(
            #[inline(always)]
            pub(super) unsafe fn $object() -> Pointer {
                interpreter().$object
            }
        )*
        $(
            #[inline(always)]
            pub(super) unsafe fn $exception() -> Pointer {
                // SAFETY: the interpreter has the exception here, as long as it lives.
                unsafe { *interpreter().$exception }
            }
        )*
    };
}

interpreter! {
    functions {
        fn Py_IncRef(object: Pointer);
        fn Py_DecRef(object: Pointer);
        fn Py_IsInitialized() -> c_int;
        fn Py_GetVersion() -> *const c_char;

        fn PyGILState_Ensure() -> c_int;
        fn PyGILState_Release(state: c_int);
        fn PyInterpreterState_Get() -> *mut c_void;
        fn PyInterpreterState_GetID(interpreter: *mut c_void) -> i64;

        fn PyEval_SaveThread() -> *mut c_void;
        fn PyEval_RestoreThread(state: *mut c_void);

        fn PyErr_Occurred() -> Pointer;
        fn PyErr_Clear();
        fn PyErr_SetObject(exception: Pointer, value: Pointer);
        fn PyErr_ExceptionMatches(exception: Pointer) -> c_int;

        fn PyObject_GetAttr(object: Pointer, name: Pointer) -> Pointer;
        fn PyObject_SetAttr(object: Pointer, name: Pointer, value: Pointer) -> c_int;
        fn PyObject_GenericSetAttr(object: Pointer, name: Pointer, value: Pointer) -> c_int;
        fn PyObject_GenericGetDict(object: Pointer, context: *mut c_void) -> Pointer;
        fn PyObject_Call(callable: Pointer, arguments: Pointer, keywords: Pointer) -> Pointer;
        fn PyObject_RichCompareBool(left: Pointer, right: Pointer, operation: c_int) -> c_int;
        fn PyObject_IsTrue(object: Pointer) -> c_int;
        fn PyObject_IsInstance(object: Pointer, class: Pointer) -> c_int;
        fn PyObject_Str(object: Pointer) -> Pointer;

        fn PyType_FromSpec(specification: *mut c_void) -> Pointer;
        fn PyType_GenericAlloc(class: Pointer, items: isize) -> Pointer;
        fn PyObject_Free(memory: *mut c_void);
        fn PyType_GetSlot(class: Pointer, slot: c_int) -> *mut c_void;
        fn PyType_IsSubtype(class: Pointer, base: Pointer) -> c_int;

        fn PyLong_FromSsize_t(value: isize) -> Pointer;
        fn PyLong_FromUnsignedLongLong(value: u64) -> Pointer;
        fn PyLong_AsUnsignedLongLong(object: Pointer) -> u64;
        fn PyLong_FromVoidPtr(address: *mut c_void) -> Pointer;
        fn PyLong_AsSsize_t(object: Pointer) -> isize;
        fn PyNumber_Long(object: Pointer) -> Pointer;
        fn PyFloat_AsDouble(object: Pointer) -> f64;

        fn PyUnicode_FromStringAndSize(text: *const c_char, size: isize) -> Pointer;
        fn PyUnicode_InternInPlace(text: *mut Pointer);
        fn PyUnicode_Compare(left: Pointer, right: Pointer) -> c_int;
        fn PyCallable_Check(object: Pointer) -> c_int;
        fn PyUnicode_Contains(text: Pointer, part: Pointer) -> c_int;
        fn PyUnicode_AsUTF8AndSize(text: Pointer, size: *mut isize) -> *const c_char;

        fn PyObject_GetBuffer(object: Pointer, view: *mut Buffer, flags: c_int) -> c_int;
        fn PyBuffer_Release(view: *mut Buffer);

        fn PySequence_Contains(sequence: Pointer, item: Pointer) -> c_int;

        fn PyTuple_New(size: isize) -> Pointer;
        fn PyTuple_Size(tuple: Pointer) -> isize;
        fn PyTuple_GetItem(tuple: Pointer, index: isize) -> Pointer;
        fn PyTuple_SetItem(tuple: Pointer, index: isize, stolen: Pointer) -> c_int;

        fn PyList_New(size: isize) -> Pointer;
        fn PyList_Size(list: Pointer) -> isize;
        fn PyList_GetItem(list: Pointer, index: isize) -> Pointer;
        fn PyList_SetItem(list: Pointer, index: isize, stolen: Pointer) -> c_int;

        fn PyDict_New() -> Pointer;
        fn PyDict_Copy(dict: Pointer) -> Pointer;
        fn PyDict_Clear(dict: Pointer);
        fn PyDict_Size(dict: Pointer) -> isize;
        fn PyDict_GetItemWithError(dict: Pointer, key: Pointer) -> Pointer;
        fn PyDict_SetItem(dict: Pointer, key: Pointer, value: Pointer) -> c_int;
        fn PyDict_Next(dict: Pointer, position: *mut isize, key: *mut Pointer, value: *mut Pointer) -> c_int;

        fn PyModule_NewObject(name: Pointer) -> Pointer;
        fn PyCFunction_NewEx(definition: *mut MethodDef, receiver: Pointer, module: Pointer) -> Pointer;

    }
    objects {
        Py_None = _Py_NoneStruct;
        Py_True = _Py_TrueStruct;
        Py_False = _Py_FalseStruct;
        Py_Ellipsis = _Py_EllipsisObject;
        PyBaseObject_Type = PyBaseObject_Type;
        PyType_Type = PyType_Type;
        PyLong_Type = PyLong_Type;
        PyFloat_Type = PyFloat_Type;
        PyUnicode_Type = PyUnicode_Type;
        PyBytes_Type = PyBytes_Type;
        PyTuple_Type = PyTuple_Type;
        PyList_Type = PyList_Type;
        PyDict_Type = PyDict_Type;
    }
    exceptions {
        PyExc_Exception;
        PyExc_AttributeError;
        PyExc_KeyError;
        PyExc_SystemError;
        PyExc_TypeError;
        PyExc_ValueError;
    }
}

static FOUND: OnceLock<Interpreter> = OnceLock::new();

/// What [`check_thread`] asks CPython 3.11, outside of the limited API; later ones have no need of it.
struct ThreadStates {
    /// `_PyThreadState_UncheckedGet`: the state under which some thread holds the lock, NULL when none does.
    of_holder: unsafe extern "C" fn() -> *mut c_void,
    /// `PyGILState_GetThisThreadState`: the state that `PyGILState_Ensure` takes for this thread's, NULL for none.
    of_this_thread: unsafe extern "C" fn() -> *mut c_void,
    /// `PyGILState_Check`: 0 when this thread does not hold the lock; always 1 once there was a subinterpreter.
    check: unsafe extern "C" fn() -> c_int,
}

impl ThreadStates {
    /// # Safety
    /// `handle` is a handle of the dynamic linker.
    unsafe fn find(handle: *mut c_void) -> Option<ThreadStates> {
        let symbol = |name: &CStr| {
            // SAFETY: the handle is good, and the name ends with NUL.
            Some(unsafe { libc::dlsym(handle, name.as_ptr()) }).filter(|address| !address.is_null())
        };
        let of_holder = symbol(c"_PyThreadState_UncheckedGet")?;
        let of_this_thread = symbol(c"PyGILState_GetThisThreadState")?;
        let check = symbol(c"PyGILState_Check")?;
        // SAFETY: CPython 3.11 gives the functions of these names these types.
        unsafe {
            Some(ThreadStates {
                of_holder: std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> *mut c_void>(of_holder),
                of_this_thread: std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> *mut c_void>(
                    of_this_thread,
                ),
                check: std::mem::transmute::<*mut c_void, unsafe extern "C" fn() -> c_int>(check),
            })
        }
    }
}

static THREAD_STATES: OnceLock<ThreadStates> = OnceLock::new();

// SAFETY: the pointers are to functions and objects that live as long as the interpreter; what uses them holds its lock.
unsafe impl Send for Interpreter {}
// SAFETY: the same.
unsafe impl Sync for Interpreter {}

#[inline(always)]
fn interpreter() -> &'static Interpreter {
    debug_assert!(FOUND.get().is_some(), "a Python function is called before the interpreter was found");
    // SAFETY: whatever calls an interpreter's function runs in it, after `find`.
    unsafe { FOUND.get().unwrap_unchecked() }
}

/// Finds the interpreter behind a handle of the dynamic linker, and refuses one that cannot be used: too old, without
/// the global lock, not running, or not the main one of the process.
pub(super) fn find(handle: *mut c_void) -> Result<()> {
    if FOUND.get().is_none() {
        if !is_handle(handle) {
            return Err(Error::invalid(
                "`python` is no handle of the dynamic linker; pass the one of `ctypes.pythonapi._handle`",
            ));
        }
        // SAFETY: it is a handle of the dynamic linker.
        let found = unsafe { Interpreter::find(handle)? };
        // SAFETY: the same.
        if let Some(found) = unsafe { ThreadStates::find(handle) } {
            let _ = THREAD_STATES.set(found);
        }
        let _ = FOUND.set(found);
    }
    // SAFETY: an interpreter was found; it may be asked for its version at any time, and answers with a static text.
    let version = unsafe { CStr::from_ptr(Py_GetVersion()) }.to_string_lossy();
    let version = check_version(&version)?;
    // SAFETY: this may be asked at any time.
    if unsafe { Py_IsInitialized() } == 0 {
        return Err(Error::precondition("the Python interpreter of this process is not running"));
    }
    if version == (3, 11) { check_thread() } else { Ok(()) }
}

/// The version that the text of `sys.version` tells of. Refuses CPython before 3.11 and builds without the global lock.
fn check_version(version: &str) -> Result<(u32, u32)> {
    if version.contains("free-threading") {
        return Err(Error::precondition(format!(
            "libnnx needs the global interpreter lock of CPython; this is a free-threaded build: {version}"
        )));
    }
    let mut numbers = version.split(|character: char| !character.is_ascii_digit());
    let mut number = || numbers.next().and_then(|number| number.parse::<u32>().ok()).unwrap_or(0);
    let numbers = (number(), number());
    if numbers < (3, 11) {
        return Err(Error::precondition(format!("libnnx needs CPython 3.11 or later; this is {version}")));
    }
    Ok(numbers)
}

/// Refuses a thread for which `PyGILState_Ensure` of CPython 3.11 might wait for ever: one in a subinterpreter holds the
/// lock under a state that is not the one this function knows of the thread, which then waits for itself.
fn check_thread() -> Result<()> {
    let Some(states) = THREAD_STATES.get() else { return Ok(()) };
    // SAFETY: these may be asked at any time, by any thread.
    let waits_for_itself = unsafe {
        let holder = (states.of_holder)();
        !holder.is_null() && holder != (states.of_this_thread)() && (states.check)() != 0
    };
    if waits_for_itself {
        return Err(Error::precondition(
            "libnnx works in the main interpreter of a process, not in a subinterpreter; once CPython 3.11 had one, the \
             calling thread must hold the interpreter's lock",
        ));
    }
    Ok(())
}

/// Runs `body` with the interpreter's lock, which the thread may hold already, in the main interpreter.
pub(super) fn with_lock<R>(body: impl FnOnce() -> Result<R>) -> Result<R> {
    struct Held(c_int);
    impl Drop for Held {
        fn drop(&mut self) {
            // SAFETY: gives back what `PyGILState_Ensure` returned, on the same thread.
            unsafe { PyGILState_Release(self.0) };
        }
    }
    // SAFETY: an interpreter was found and runs.
    let _held = Held(unsafe { PyGILState_Ensure() });
    // SAFETY: this thread holds the lock, so it has an interpreter.
    if unsafe { PyInterpreterState_GetID(PyInterpreterState_Get()) } != 0 {
        return Err(Error::precondition("libnnx works in the main interpreter of a process, not in a subinterpreter"));
    }
    body()
}

/// Runs `body` without the interpreter's lock, which this thread holds, so that other threads of Python go on.
pub(super) fn without_lock<R>(body: impl FnOnce() -> R) -> R {
    struct Saved(*mut c_void);
    impl Drop for Saved {
        fn drop(&mut self) {
            // SAFETY: the state of this thread, which gave the lock up.
            unsafe { PyEval_RestoreThread(self.0) };
        }
    }
    // SAFETY: this thread holds the lock.
    let _saved = Saved(unsafe { PyEval_SaveThread() });
    body()
}

/// Whether the dynamic linker knows this handle: looking a name up in another address would be undefined.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn is_handle(handle: *mut c_void) -> bool {
    /// The public part of glibc's `struct link_map`; a handle is the address of one.
    #[repr(C)]
    struct LinkMap {
        address: usize,
        name: *const c_char,
        dynamic: *const c_void,
        next: *const LinkMap,
        previous: *const LinkMap,
    }
    // SAFETY: asks for the main program, which is always there.
    let program = unsafe { libc::dlopen(std::ptr::null(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
    let mut map = program.cast_const().cast::<LinkMap>();
    while !map.is_null() {
        if map == handle.cast_const().cast() {
            return true;
        }
        // SAFETY: the entries of the linker's list are valid; the program's stands first.
        map = unsafe { (*map).next };
    }
    false
}

/// Elsewhere the caller's word is taken.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn is_handle(handle: *mut c_void) -> bool {
    !handle.is_null()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(miri))] // Miri has no dynamic linker.
    fn an_address_that_is_no_handle_is_refused() {
        let mut no_handle = 0u64;
        let error = find((&raw mut no_handle).cast()).expect_err("no handle");
        assert_eq!(error.status(), Some(crate::Status::InvalidArgument));
    }

    #[test]
    #[cfg(not(miri))] // Miri has no dynamic linker.
    fn a_process_without_python_is_told_so() {
        // SAFETY: asks for the main program.
        let program = unsafe { libc::dlopen(std::ptr::null(), libc::RTLD_LAZY) };
        let error = find(program).expect_err("there is no interpreter here");
        assert_eq!(error.status(), Some(crate::Status::FailedPrecondition));
        assert!(error.to_string().contains("3.11"), "{error}");
    }

    #[test]
    fn old_and_free_threaded_interpreters_are_refused() {
        assert!(check_version("3.11.7 (main, Jan 1 2026) [GCC]").is_ok());
        assert!(check_version("3.13.0 (main) [Clang]").is_ok());
        assert!(check_version("4.0.0 (main)").is_ok());
        assert!(check_version("3.10.12 (main)").is_err());
        assert!(check_version("3.13.0 experimental free-threading build (main)").is_err());
        assert!(check_version("3.14.0 free-threading build (main)").is_err());
    }
}
