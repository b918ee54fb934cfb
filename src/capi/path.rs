//! Paths: their text, written and taken apart.

use super::guard;
use super::report::{Rows, nnx_report};
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use crate::error::Result;
use crate::graph::{Key, Path};

/// A string key as a component of a path: itself, or a JSON string when it is empty, looks like an integer, or holds
/// `/`, `"` or a control character. An integer key is written as its digits. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_path_component(key: nnx_str, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let key = Key::name(unsafe { key.as_str("key") }?);
        out.set_new(Bytes::from(key.to_string()))
    })
}

/// The keys of a path: a row for each, outermost first, with the key itself as path (no quotes, nothing escaped), the
/// code 1 for an integer key and 0 for a string key, and the component as it is printed as text. No rows for the empty
/// path. INVALID_ARGUMENT when it is no path. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_path_components(path: nnx_str, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let path = unsafe { from_c(path, "path") }?;
        let mut rows = Rows::new();
        for key in path.keys() {
            match key {
                Key::Int(index) => rows.push(index, 1, key)?,
                Key::Str(name) => rows.push(name, 0, key)?,
            }
        }
        out.set_new(rows.report())
    })
}

/// The path of this text.
///
/// # Safety
/// As [`nnx_str::as_str`].
pub(super) unsafe fn from_c(text: nnx_str, argument: &str) -> Result<Path> {
    // SAFETY: asked of the caller.
    unsafe { text.as_str(argument) }?.parse()
}
