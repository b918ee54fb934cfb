//! Static values.

use std::any::Any;
use std::ffi::c_void;
use std::ptr;

use super::callback;
use super::dtype::{self, nnx_dtype};
use super::guard;
use super::guard::outside;
use super::handle::{self, Tag};
use super::input;
use super::options::{self, Options};
use super::out::Zeroed;
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use crate::error::{Error, Result};
use crate::graph::{Foreign, Static, StaticValue};

/// A static value: what a GraphDef holds besides structure. A bool, int, float, string, bytes, dtype, none, a tuple of
/// those, or a foreign value. Immutable; any thread may use it.
pub struct nnx_static {
    _private: [u8; 0],
}

handle!(nnx_static, Tag::Static, Static);

/// The kinds of static values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum StaticKind {
    /// A truth value.
    Bool = 1,
    /// A 64-bit integer.
    Int = 2,
    /// A 64-bit float.
    Float = 3,
    /// UTF-8 text.
    String = 4,
    /// Bytes.
    Bytes = 5,
    /// A dtype.
    Dtype = 6,
    /// A tuple of static values.
    Tuple = 7,
    /// A value of another language.
    Foreign = 8,
    /// None.
    None = 9,
}

/// A [`StaticKind`], as an integer.
pub type nnx_static_kind = i32;

/// How libnnx deals with a foreign value: what `nnx_static_new_foreign` takes. Start from NNX_FOREIGN_CALLBACKS_INIT.
/// The functions may be called from any thread, and no lock of libnnx is held while they run.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_foreign_callbacks {
    /// `sizeof(nnx_foreign_callbacks)` as the caller compiled it.
    pub struct_size: usize,
    /// 1 when both values are equal, else 0. Called only with values that have the same `equal` and `user_data`.
    pub equal: Option<unsafe extern "C" fn(a: *mut c_void, b: *mut c_void, user_data: *mut c_void) -> i32>,
    /// A hash: equal values have equal ones.
    pub hash: Option<unsafe extern "C" fn(value: *mut c_void, user_data: *mut c_void) -> u64>,
    /// A text for a person. May be NULL.
    pub describe: Option<
        unsafe extern "C" fn(value: *mut c_void, user_data: *mut c_void, out: *mut *mut nnx_bytes) -> nnx_status,
    >,
    /// Frees the value. Runs exactly once, when the last holder lets go. May be NULL.
    pub destroy: Option<unsafe extern "C" fn(value: *mut c_void, user_data: *mut c_void)>,
    /// What the functions get as their last input.
    pub user_data: *mut c_void,
}

// SAFETY: pointers and nullable functions without padding, behind the size.
unsafe impl Options for nnx_foreign_callbacks {
    const NAME: &'static str = "nnx_foreign_callbacks";
    const FIRST_SIZE: usize = 48;
    const DEFAULT: nnx_foreign_callbacks = nnx_foreign_callbacks {
        struct_size: size_of::<nnx_foreign_callbacks>(),
        equal: None,
        hash: None,
        describe: None,
        destroy: None,
        user_data: ptr::null_mut(),
    };
}

/// A value of the caller's with its functions.
struct CallerValue {
    value: *mut c_void,
    callbacks: nnx_foreign_callbacks,
}

// SAFETY: the C contract says that the functions may be called from any thread.
unsafe impl Send for CallerValue {}
// SAFETY: the same contract.
unsafe impl Sync for CallerValue {}

impl Foreign for CallerValue {
    fn equal(&self, other: &dyn Foreign) -> bool {
        let (Some(other), Some(equal)) = (other.as_any().downcast_ref::<CallerValue>(), self.callbacks.equal) else {
            return false;
        };
        let same_kind = other.callbacks.equal.is_some_and(|theirs| ptr::fn_addr_eq(theirs, equal))
            && other.callbacks.user_data == self.callbacks.user_data;
        // SAFETY: both values live, and the caller says that `equal` compares them.
        same_kind && outside(|| unsafe { equal(self.value, other.value, self.callbacks.user_data) }) != 0
    }

    fn hash(&self) -> u64 {
        // SAFETY: the value lives, and the caller says that `hash` hashes it.
        self.callbacks.hash.map_or(0, |hash| outside(|| unsafe { hash(self.value, self.callbacks.user_data) }))
    }

    fn describe(&self) -> String {
        let describe = self.callbacks.describe.and_then(|describe| {
            let mut text = ptr::null_mut();
            // SAFETY: the value lives, and the output is valid.
            let status =
                callback::call("describe", || unsafe { describe(self.value, self.callbacks.user_data, &mut text) });
            status.ok()?;
            let bytes = handle::get::<nnx_bytes>(text, "out").ok()?;
            let described = String::from_utf8_lossy(bytes.as_slice()).into_owned();
            drop(bytes);
            handle::release(text, "out").ok()?;
            Some(described)
        });
        describe.unwrap_or_else(|| "foreign value".to_owned())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Drop for CallerValue {
    fn drop(&mut self) {
        if let Some(destroy) = self.callbacks.destroy {
            // SAFETY: the caller allows one call, and a value is dropped once.
            outside(|| unsafe { destroy(self.value, self.callbacks.user_data) });
        }
    }
}

/// Makes a truth value: `value` is 0 or 1. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_bool(value: i32, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(input::flag(value, "value")?.into())
    })
}

/// Makes an integer. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_int(value: i64, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(value.into())
    })
}

/// Makes a float. Two floats are equal when their bits are. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_float(value: f64, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(value.into())
    })
}

/// Makes a string, a copy of `value`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_string(value: nnx_str, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let value = unsafe { value.as_str("value") }?;
        out.set_new(input::copy_text(value, "value")?.into())
    })
}

/// Makes a copy of `size` bytes at `data`, which may be NULL when `size` is 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_bytes(
    data: *const c_void,
    size: usize,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let bytes = unsafe { input::array(data.cast::<u8>(), size, "data") }?;
        out.set_new(input::copy(bytes, 0, "data")?.into())
    })
}

/// Makes a dtype. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_dtype(value: nnx_dtype, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(dtype::from_c(value, "value")?.into())
    })
}

/// Makes none, for tuples and metadata such as the sharding `(None, "model")`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_none(out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Static::none())
    })
}

/// Makes a tuple of `count` values, which stay the caller's. INVALID_ARGUMENT when it is nested more than 64 deep or
/// has more than 1,048,576 values in it. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_tuple(
    items: *const *const nnx_static,
    count: usize,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let items = unsafe { input::handles(items, count, "items") }?;
        out.set_new(Static::tuple(items.iter().map(|item| (**item).clone()).collect())?)
    })
}

/// Makes a foreign value: libnnx compares, hashes and frees `value` with `callbacks` and never looks into it. `equal`
/// and `hash` must be there; `value` may be NULL. The value is taken in any case: `destroy` runs once, also when this
/// call fails (unless `callbacks` itself cannot be read). Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_new_foreign(
    value: *mut c_void,
    callbacks: *const nnx_foreign_callbacks,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        if callbacks.is_null() {
            // SAFETY: the contract of all exports.
            unsafe { Zeroed::new(out, "out") };
            return Err(Error::invalid("`callbacks` is NULL; a foreign value needs `equal` and `hash`"));
        }
        // SAFETY: the contract of all exports.
        let read = unsafe { options::read(callbacks, "callbacks") };
        let foreign = read.map(|callbacks| CallerValue { value, callbacks });
        out!(out);
        let foreign = foreign?;
        input::function(foreign.callbacks.equal, "callbacks.equal")?;
        input::function(foreign.callbacks.hash, "callbacks.hash")?;
        out.set_new(Static::foreign(Box::new(foreign)))
    })
}

/// What kind of value it is: an `nnx_static_kind`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_kind_of(value: *const nnx_static, out: *mut nnx_static_kind) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(kind(&*handle::get(value, "value")?) as nnx_static_kind)
    })
}

/// The truth value, 0 or 1. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_as_bool(value: *const nnx_static, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(i32::from(as_bool(&*handle::get(value, "value")?).map_err(about)?))
    })
}

/// The integer. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_as_int(value: *const nnx_static, out: *mut i64) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(as_int(&*handle::get(value, "value")?).map_err(about)?)
    })
}

/// The float. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_as_float(value: *const nnx_static, out: *mut f64) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(as_float(&*handle::get(value, "value")?).map_err(about)?)
    })
}

/// The string, lent until `value` is released. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_as_string(value: *const nnx_static, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(nnx_str::lend(as_string(&*handle::get(value, "value")?).map_err(about)?))
    })
}

/// The bytes, lent until `value` is released. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_as_bytes(
    value: *const nnx_static,
    out: *mut *const c_void,
    out_size: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out, out_size);
        let value = handle::get(value, "value")?;
        let StaticValue::Bytes(bytes) = value.value() else { return Err(wrong_kind(&value, "bytes")) };
        out.set(bytes.as_ptr().cast())?;
        out_size.set(bytes.len())
    })
}

/// The dtype. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_as_dtype(value: *const nnx_static, out: *mut nnx_dtype) -> nnx_status {
    guard(|| {
        out!(out);
        let value = handle::get(value, "value")?;
        match value.value() {
            StaticValue::DType(dtype) => out.set(dtype as nnx_dtype),
            _ => Err(wrong_kind(&value, "a dtype")),
        }
    })
}

/// The caller's own value, lent until `value` is released. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_as_foreign(value: *const nnx_static, out: *mut *mut c_void) -> nnx_status {
    guard(|| {
        out!(out);
        let value = handle::get(value, "value")?;
        let StaticValue::Foreign(foreign) = value.value() else {
            return Err(about(wrong_kind(&value, "a foreign value")));
        };
        match foreign.as_any().downcast_ref::<CallerValue>() {
            Some(foreign) => out.set(foreign.value),
            None => Err(Error::invalid("`value`: the foreign value was not made through the C ABI")),
        }
    })
}

/// The number of items of a tuple. INVALID_ARGUMENT when it is of another kind. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_size(value: *const nnx_static, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(items(&*handle::get(value, "value")?).map_err(about)?.len())
    })
}

/// An item of a tuple. INVALID_ARGUMENT when `value` is no tuple or has no such item. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_at(
    value: *const nnx_static,
    index: usize,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let value = handle::get(value, "value")?;
        let items = items(&value).map_err(about)?;
        let item = items
            .get(index)
            .ok_or_else(|| Error::invalid(format!("`index` is {index}; the tuple has {} items", items.len())))?;
        out.set_new(item.clone())
    })
}

/// 1 when both are of one kind and hold the same, else 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_equal(a: *const nnx_static, b: *const nnx_static, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(*a == *b))
    })
}

/// The value as text for a person, such as `0.2`, `"relu"` or `(1, 2)`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_text(value: *const nnx_static, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Bytes::from(handle::get(value, "value")?.to_string()))
    })
}

/// Makes another handle for the same value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_static_retain(value: *const nnx_static, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(value, "value")?.clone())
    })
}

/// Gives a handle back. `value` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_static_release(value: *mut nnx_static) -> nnx_status {
    guard(|| handle::release(value, "value"))
}

fn kind(value: &Static) -> StaticKind {
    match value.value() {
        StaticValue::Bool(_) => StaticKind::Bool,
        StaticValue::Int(_) => StaticKind::Int,
        StaticValue::Float(_) => StaticKind::Float,
        StaticValue::Str(_) => StaticKind::String,
        StaticValue::Bytes(_) => StaticKind::Bytes,
        StaticValue::DType(_) => StaticKind::Dtype,
        StaticValue::Tuple(_) => StaticKind::Tuple,
        StaticValue::Foreign(_) => StaticKind::Foreign,
        StaticValue::None => StaticKind::None,
    }
}

/// The truth value of a static value that is one.
pub fn as_bool(value: &Static) -> Result<bool> {
    match value.value() {
        StaticValue::Bool(value) => Ok(value),
        _ => Err(wrong_kind(value, "a bool")),
    }
}

/// The integer of a static value that is one.
pub fn as_int(value: &Static) -> Result<i64> {
    match value.value() {
        StaticValue::Int(value) => Ok(value),
        _ => Err(wrong_kind(value, "an int")),
    }
}

/// The float of a static value that is one.
pub fn as_float(value: &Static) -> Result<f64> {
    match value.value() {
        StaticValue::Float(value) => Ok(value),
        _ => Err(wrong_kind(value, "a float")),
    }
}

/// The text of a static value that is a string.
pub fn as_string(value: &Static) -> Result<&str> {
    match value.value() {
        StaticValue::Str(value) => Ok(value),
        _ => Err(wrong_kind(value, "a string")),
    }
}

fn items(value: &Static) -> Result<&[Static]> {
    match value.value() {
        StaticValue::Tuple(items) => Ok(items),
        _ => Err(wrong_kind(value, "a tuple")),
    }
}

fn about(error: Error) -> Error {
    error.argument("value")
}

fn wrong_kind(value: &Static, expected: &str) -> Error {
    Error::invalid(format!("expected {expected}, found the {} {value}", value.kind_name()))
}
