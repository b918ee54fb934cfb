//! Opaque leaves: values of another runtime.

use std::any::Any;
use std::ffi::c_void;
use std::sync::Arc;

use super::guard;
use super::guard::outside;
use super::handle::{self, Tag};
use super::status::nnx_status;
use super::strings::nnx_str;
use crate::error::{Error, Result};
use crate::graph::Opaque;

/// A value that stands in the place of an array: libnnx carries, shares and frees it, and never looks into it. Immutable
/// as far as libnnx is concerned; any thread may use the handle.
pub struct nnx_opaque {
    _private: [u8; 0],
}

handle!(nnx_opaque, Tag::Opaque, Arc<Opaque>);

/// Frees an opaque value. Runs exactly once, when the last holder lets go, on whatever thread that is; it must not throw
/// or jump out.
pub type nnx_opaque_destroy_fn = Option<unsafe extern "C" fn(data: *mut c_void, user_data: *mut c_void)>;

struct CallerData {
    data: *mut c_void,
    user_data: *mut c_void,
    destroy: nnx_opaque_destroy_fn,
}

// SAFETY: the C contract says that the value may be freed on any thread; libnnx does nothing else with it.
unsafe impl Send for CallerData {}
// SAFETY: the same.
unsafe impl Sync for CallerData {}

impl Drop for CallerData {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // SAFETY: the caller allows one call, and a value is dropped once.
            outside(|| unsafe { destroy(self.data, self.user_data) });
        }
    }
}

/// Makes an opaque value of `data`, which may be NULL. `type_name` and `nbytes` are what trees and tables print.
/// `destroy(data, user_data)` runs exactly once, when the last handle, graph and state let go of it; it also runs when
/// this call fails. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_opaque_new(
    type_name: nnx_str,
    data: *mut c_void,
    nbytes: usize,
    user_data: *mut c_void,
    destroy: nnx_opaque_destroy_fn,
    out: *mut *mut nnx_opaque,
) -> nnx_status {
    guard(|| {
        let value = CallerData { data, user_data, destroy };
        out!(out);
        // SAFETY: the contract of all exports.
        let type_name = unsafe { type_name.as_str("type_name") }?;
        if type_name.is_empty() {
            return Err(Error::invalid("`type_name` is empty; an opaque value needs the name of its type"));
        }
        out.set_new(Arc::new(Opaque::new(type_name, nbytes, Box::new(value))))
    })
}

/// The caller's value, lent until `opaque` is released. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_opaque_data(opaque: *const nnx_opaque, out: *mut *mut c_void) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(data(handle::get(opaque, "opaque")?.value())?)
    })
}

/// The name of its type, lent until `opaque` is released. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_opaque_type_name(opaque: *const nnx_opaque, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(nnx_str::lend(handle::get(opaque, "opaque")?.type_name()))
    })
}

/// Its size in bytes, as it was given. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_opaque_nbytes(opaque: *const nnx_opaque, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(opaque, "opaque")?.nbytes())
    })
}

/// Makes another handle for the same value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_opaque_retain(opaque: *const nnx_opaque, out: *mut *mut nnx_opaque) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(opaque, "opaque")?.clone())
    })
}

/// Gives a handle back. `opaque` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_opaque_release(opaque: *mut nnx_opaque) -> nnx_status {
    guard(|| handle::release(opaque, "opaque"))
}

fn data(value: &(dyn Any + Send + Sync)) -> Result<*mut c_void> {
    let value = value.downcast_ref::<CallerData>();
    Ok(value.ok_or_else(|| Error::invalid("`opaque`: the value was not made through the C ABI"))?.data)
}
