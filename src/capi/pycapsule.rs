//! Python capsules around DLPack tensors: their destructor, which Python code cannot be.
//!
//! A capsule may go while an exception is on its way, and then no Python code may run. The interpreter's own functions
//! are found in the process; libnnx links no libpython.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::OnceLock;

use super::guard;
use super::status::nnx_status;
use crate::error::{Error, Result};
use crate::tensor::dlpack::{DLManagedTensor, DLManagedTensorVersioned};

const LEGACY: &CStr = c"dltensor";
const VERSIONED: &CStr = c"dltensor_versioned";

/// The two functions of the interpreter that a destructor needs.
struct Interpreter {
    is_valid: unsafe extern "C" fn(*mut c_void, *const c_char) -> c_int,
    get_pointer: unsafe extern "C" fn(*mut c_void, *const c_char) -> *mut c_void,
}

impl Interpreter {
    fn of_this_process() -> Result<&'static Interpreter> {
        static FOUND: OnceLock<Option<Interpreter>> = OnceLock::new();
        FOUND
            .get_or_init(|| {
                // SAFETY: both names are NUL-terminated, and RTLD_DEFAULT is a valid scope.
                let [is_valid, get_pointer] = [c"PyCapsule_IsValid", c"PyCapsule_GetPointer"]
                    .map(|name| unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) });
                (!is_valid.is_null() && !get_pointer.is_null()).then(|| Interpreter {
                    // SAFETY: the stable ABI of CPython gives the functions of these names these types.
                    is_valid: unsafe {
                        std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut c_void, *const c_char) -> c_int>(
                            is_valid,
                        )
                    },
                    // SAFETY: the same.
                    get_pointer: unsafe {
                        std::mem::transmute::<
                            *mut c_void,
                            unsafe extern "C" fn(*mut c_void, *const c_char) -> *mut c_void,
                        >(get_pointer)
                    },
                })
            })
            .as_ref()
            .ok_or_else(|| Error::precondition("there is no Python interpreter in this process"))
    }

    /// What the capsule holds under this name; `None` when it has another, as a used one has.
    ///
    /// # Safety
    /// `capsule` is a live Python object, and the calling thread holds the GIL.
    unsafe fn content(&self, capsule: *mut c_void, name: &CStr) -> Option<*mut c_void> {
        // SAFETY: the caller's promise.
        let valid = unsafe { (self.is_valid)(capsule, name.as_ptr()) } != 0;
        // SAFETY: the same; the name is right, so that no exception is set.
        valid.then(|| unsafe { (self.get_pointer)(capsule, name.as_ptr()) })
    }
}

/// The destructor (`PyCapsule_Destructor`) of a Python capsule named `dltensor` or `dltensor_versioned`: frees a tensor
/// that no consumer took. Only an interpreter calls this, with a capsule of its own. FAILED_PRECONDITION where there is
/// no interpreter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_pycapsule_destroy(capsule: *mut c_void) -> nnx_status {
    guard(|| {
        if capsule.is_null() {
            return Err(Error::invalid("`capsule` is NULL; it must be a Python capsule"));
        }
        let interpreter = Interpreter::of_this_process()?;
        // SAFETY: an interpreter calls this with its capsule, holding the GIL.
        if let Some(managed) = unsafe { interpreter.content(capsule, LEGACY) } {
            let managed = managed.cast::<DLManagedTensor>();
            // SAFETY: a capsule of this name that nobody used owns a tensor of this kind.
            if let Some(deleter) = unsafe { (*managed).deleter } {
                // SAFETY: called once, as the capsule goes.
                guard::outside(|| unsafe { deleter(managed) });
            }
        }
        // SAFETY: as above.
        if let Some(managed) = unsafe { interpreter.content(capsule, VERSIONED) } {
            let managed = managed.cast::<DLManagedTensorVersioned>();
            // SAFETY: as above; `deleter` stands at the same place in every version.
            if let Some(deleter) = unsafe { (*managed).deleter } {
                // SAFETY: as above.
                guard::outside(|| unsafe { deleter(managed) });
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_interpreter_it_answers_with_a_status() {
        let mut not_a_capsule = 0u64;
        // SAFETY: there is no interpreter here, so the pointer is not looked at.
        let status = unsafe { nnx_pycapsule_destroy((&raw mut not_a_capsule).cast()) };
        assert_eq!(status, crate::Status::FailedPrecondition as nnx_status);
        // SAFETY: NULL is checked.
        assert_eq!(
            unsafe { nnx_pycapsule_destroy(std::ptr::null_mut()) },
            crate::Status::InvalidArgument as nnx_status
        );
    }
}
