//! Text across the boundary: lent views in both directions, and owned bytes for what was computed.

use std::ffi::c_char;
use std::fmt;
use std::slice;
use std::sync::Arc;

use super::guard;
use super::handle::{self, Tag};
use super::status::nnx_status;
use crate::error::{Error, Result};

/// Text of `size` bytes at `data`: UTF-8, not ended by a NUL, which it may contain. `data` may be NULL when `size` is
/// 0. `NNX_STR("literal")` and `nnx_str_of(text)` make one.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_str {
    /// The first byte.
    pub data: *const c_char,
    /// The number of bytes.
    pub size: usize,
}

impl nnx_str {
    /// A view of text that the library keeps alive. Never NULL.
    pub fn lend(text: &str) -> nnx_str {
        let data = if text.is_empty() { c"".as_ptr() } else { text.as_ptr().cast() };
        nnx_str { data, size: text.len() }
    }

    /// The caller's text, checked.
    ///
    /// # Safety
    /// `data` is NULL or valid for reading `size` bytes as long as `'a`.
    pub unsafe fn as_str<'a>(self, argument: impl fmt::Display) -> Result<&'a str> {
        if self.size == 0 {
            return Ok("");
        }
        if self.data.is_null() {
            return Err(Error::invalid(format!("`{argument}` is NULL with a size of {}", self.size)));
        }
        if self.size > isize::MAX as usize {
            return Err(Error::invalid(format!("`{argument}` cannot have {} bytes", self.size)));
        }
        // SAFETY: not NULL and below the size limit; the caller promises that the bytes can be read.
        let bytes = unsafe { slice::from_raw_parts(self.data.cast::<u8>(), self.size) };
        std::str::from_utf8(bytes).map_err(|error| {
            Error::invalid(format!("`{argument}` is not UTF-8: byte {} does not fit", error.valid_up_to()))
        })
    }
}

/// Bytes that a call made for the caller, most often text. Immutable; any thread may use them.
pub struct nnx_bytes {
    _private: [u8; 0],
}

handle!(nnx_bytes, Tag::Bytes, Bytes);

/// Bytes that are shared by their handles, with a NUL behind them for callers who print.
#[derive(Clone, Debug)]
pub struct Bytes(Arc<Vec<u8>>);

impl Bytes {
    /// A copy of these bytes of the caller.
    pub fn new(bytes: &[u8]) -> Result<Bytes> {
        let mut copy = super::input::copy(bytes, 1, "data")?;
        copy.push(0);
        Ok(Bytes(Arc::new(copy)))
    }

    /// The bytes without the NUL.
    pub fn as_slice(&self) -> &[u8] {
        &self.0[..self.0.len() - 1]
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Bytes {
        let mut bytes = text.into_bytes();
        bytes.push(0);
        Bytes(Arc::new(bytes))
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Bytes {
        Bytes::from(text.to_owned())
    }
}

/// Makes a copy of `size` bytes at `data`, for callbacks that hand text to the library. `data` may be NULL when `size`
/// is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bytes_new(
    data: *const std::ffi::c_void,
    size: usize,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the caller promises that so many bytes can be read.
        let bytes = unsafe { super::input::array(data.cast::<u8>(), size, "data") }?;
        out.set_new(Bytes::new(bytes)?)
    })
}

/// The bytes. They are followed by a NUL, which `size` does not count, and lent until `bytes` is released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bytes_data(bytes: *const nnx_bytes, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        let bytes = handle::get(bytes, "bytes")?;
        out.set(nnx_str { data: bytes.0.as_ptr().cast(), size: bytes.as_slice().len() })
    })
}

/// Makes another handle for the same bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bytes_retain(bytes: *const nnx_bytes, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(bytes, "bytes")?.clone())
    })
}

/// Gives a handle back. `bytes` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_bytes_release(bytes: *mut nnx_bytes) -> nnx_status {
    guard(|| handle::release(bytes, "bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    #[test]
    fn text_is_checked() {
        let bad = nnx_str { data: b"ab\xffc".as_ptr().cast(), size: 4 };
        let null = nnx_str { data: ptr::null(), size: 4 };
        let huge = nnx_str { data: c"a".as_ptr(), size: usize::MAX };
        let empty = nnx_str { data: ptr::null(), size: 0 };
        // SAFETY: each is NULL, too long to be read, or as long as it says.
        unsafe {
            assert_eq!(bad.as_str("name").unwrap_err().message(), "`name` is not UTF-8: byte 2 does not fit");
            assert_eq!(null.as_str("name").unwrap_err().message(), "`name` is NULL with a size of 4");
            assert!(huge.as_str("name").unwrap_err().message().starts_with("`name` cannot have"));
            assert_eq!(empty.as_str("name").unwrap(), "");
            assert_eq!(nnx_str::lend("käse").as_str("name").unwrap(), "käse");
        }
    }

    #[test]
    fn bytes_outlive_the_first_of_two_handles() {
        let mut first = ptr::null_mut();
        let mut second = ptr::null_mut();
        let mut view = nnx_str::lend("");
        // SAFETY: all pointers are valid.
        unsafe {
            assert_eq!(nnx_bytes_new(b"a\0b".as_ptr().cast(), 3, &mut first), 0);
            assert_eq!(nnx_bytes_retain(first, &mut second), 0);
            assert_ne!(first, second);
            assert_eq!(nnx_bytes_release(first), 0);
            assert_eq!(nnx_bytes_data(second, &mut view), 0);
            assert_eq!(view.as_str("view").unwrap(), "a\0b");
            assert_eq!(*view.data.add(3), 0);
        }
        assert_eq!(nnx_bytes_release(second), 0);
        assert_eq!(nnx_bytes_release(ptr::null_mut()), 0);
    }
}
