//! Traced values.
//!
//! An `nnx_value` is a name and no owned handle:
//!
//! ```text
//! tag (8) | number of its trace (24) | place in the trace (32)
//! ```
//!
//! It holds on to nothing, so there is nothing to release: C code may overwrite a variable with the result of an operation
//! on it. A name can be looked up as long as its trace is open, which it is while a function is traced through this ABI.

pub mod elementwise;
pub mod index;
pub mod product;
pub mod reduce;
pub mod shape;

use std::collections::BTreeMap;
use std::fmt;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::RwLock;

use super::dtype::nnx_dtype;
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::out::OutArray;
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes};
use crate::error::{Error, Result, Status};
use crate::trace::{Trace, Value};

/// A value of a function that is being traced: its dtype and shape are known now, its elements when the program runs.
///
/// It is a name and no owned handle: there is nothing to release, and it may be copied and overwritten freely. It lives as
/// long as its trace; after that it is answered with FAILED_PRECONDITION. Any thread may use it.
pub struct nnx_value {
    _private: [u8; 0],
}

/// The traces whose values have names, by the number in them.
static OPEN: RwLock<BTreeMap<u32, Trace>> = RwLock::new(BTreeMap::new());

/// The highest number of a trace that was ever open.
static HIGHEST: AtomicU32 = AtomicU32::new(0);

/// How many bits of a trace's number are in a name.
const NUMBERS: u32 = (1 << 24) - 1;

/// While it lives, the values of a trace can be looked up.
pub(super) struct Named(u32);

impl Named {
    pub(super) fn new(trace: &Trace) -> Named {
        let number = trace.number() & NUMBERS;
        OPEN.write().insert(number, trace.clone());
        HIGHEST.fetch_max(trace.number(), Ordering::Relaxed);
        Named(number)
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        // The trace is dropped behind the lock: what it holds may be the caller's.
        let closed = OPEN.write().remove(&self.0);
        drop(closed);
    }
}

/// The name of a value.
pub fn put(value: &Value) -> *mut nnx_value {
    let number = u64::from(value.trace().number() & NUMBERS);
    let bits = (Tag::Value as u64) << 56 | number << 32 | value.id().index() as u64;
    ptr::without_provenance_mut(bits as usize)
}

/// The value of a name.
///
/// # Errors
/// `FAILED_PRECONDITION` when its trace is over, `INVALID_HANDLE` for what no call returned as a value.
pub fn get(value: *const nnx_value, argument: impl fmt::Display) -> Result<Value> {
    let bits = value.addr() as u64;
    let (number, place) = handle::parts_of(Tag::Value, bits, &argument)?;
    let never = || {
        let text = format!("`{argument}` looks like an nnx_value, but no call returned it");
        Error::new(Status::InvalidHandle, text)
    };
    let trace = OPEN.read().get(&number).cloned();
    let Some(trace) = trace else {
        if number > HIGHEST.load(Ordering::Relaxed) {
            return Err(never());
        }
        return Err(Error::precondition(format!(
            "`{argument}` is a value of a trace that is over: a value lives while its function is traced; return it from \
             the function to have its array"
        )));
    };
    match trace.value(place) {
        Err(error) if error.status() == Some(Status::InvalidArgument) => Err(never()),
        found => found,
    }
}

/// The values of `count` names. The message of a bad one says its index.
///
/// # Safety
/// As [`input::array`].
pub unsafe fn get_all(values: *const *const nnx_value, count: usize, argument: &str) -> Result<Vec<Value>> {
    // SAFETY: asked of the caller.
    let values = unsafe { input::array(values, count, argument) }?;
    let named = |(index, &value): (usize, &*const nnx_value)| get(value, format_args!("{argument}[{index}]"));
    values.iter().enumerate().map(named).collect()
}

impl OutArray<*mut nnx_value> {
    /// Hands the names of these values to the caller.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are not as many as places.
    pub fn set_values(self, values: &[Value], argument: &str) -> Result<()> {
        self.set_all(values.iter().map(put), argument)
    }

    /// Hands the names of these values to the caller, in the first places.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are more than places.
    pub fn set_some(self, values: &[Value]) -> Result<()> {
        self.first(values.len())?.set_values(values, "capacity")
    }
}

/// The type of its elements. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_dtype(value: *const nnx_value, out: *mut nnx_dtype) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(get(value, "value")?.dtype() as nnx_dtype)
    })
}

/// The number of its axes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_rank(value: *const nnx_value, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(get(value, "value")?.rank())
    })
}

/// Writes its extents to `out`, which has `rank` places. `out` may be NULL when `rank` is 0. INVALID_ARGUMENT when the value
/// has another number of axes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_shape(value: *const nnx_value, out: *mut i64, rank: usize) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out = unsafe { OutArray::new(out, rank, "out") }?;
        out.set_all(get(value, "value")?.shape().iter().copied(), "rank")
    })
}

/// Dtype and shape as text: `float32[64,3]`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_value_text(value: *const nnx_value, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Bytes::from(get(value, "value")?.to_string()))
    })
}

#[cfg(test)]
mod tests;
