//! This thread's last error, and the object that it can be moved into.

use std::cell::RefCell;
use std::ffi::c_char;
use std::fmt::{self, Write};
use std::sync::Arc;

use super::guard;
use super::handle::{self, Tag};
use super::status::nnx_status;
use super::strings::nnx_str;
use crate::error::Error;

/// A failure: its status, its text, and the path in the graph that it is about. Immutable; any thread may use it.
pub struct nnx_error {
    _private: [u8; 0],
}

handle!(nnx_error, Tag::Error, Arc<StoredError>);

/// A failure as it is kept for the caller.
#[derive(Debug)]
pub struct StoredError {
    code: nnx_status,
    /// Ends with a NUL; holds no other.
    text: Vec<u8>,
    path: String,
}

/// What `nnx_last_error_message` says when there was no memory to say more.
const NO_MEMORY: &[u8] = b"there was no memory for the text of this error\0";

thread_local! {
    static LAST: RefCell<Option<StoredError>> = const { RefCell::new(None) };
}

/// Makes this the thread's last error and gives its number. A text that cannot be had costs nothing but the text.
pub fn store(error: &Error) -> nnx_status {
    let mut text = FallibleText(Vec::new());
    if write!(text, "{error}").and_then(|()| text.write_nul()).is_err() {
        text.0 = Vec::new();
    }
    let path = error.path().unwrap_or_default().to_owned();
    let stored = StoredError { code: error.code(), text: text.0, path };
    // A thread that is ending has lost its slot; then only the number is left.
    let _ = LAST.try_with(|last| last.replace(Some(stored)));
    error.code()
}

/// A text that reports a failed allocation, and in which a NUL would end the text too early.
struct FallibleText(Vec<u8>);

impl FallibleText {
    fn write_nul(&mut self) -> fmt::Result {
        self.0.try_reserve(1).map_err(|_| fmt::Error)?;
        self.0.push(0);
        Ok(())
    }
}

impl Write for FallibleText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.try_reserve(text.len()).map_err(|_| fmt::Error)?;
        self.0.extend(text.bytes().map(|byte| if byte == 0 { b' ' } else { byte }));
        Ok(())
    }
}

impl StoredError {
    /// The text with its NUL.
    fn text_with_nul(&self) -> &[u8] {
        if self.text.is_empty() { NO_MEMORY } else { &self.text }
    }
}

/// The number and text of this thread's last error, with what a status from a callback is told apart by.
pub(super) fn last() -> Option<(nnx_status, String)> {
    LAST.try_with(|last| {
        last.borrow().as_ref().map(|error| {
            let text = error.text_with_nul();
            (error.code, String::from_utf8_lossy(&text[..text.len() - 1]).into_owned())
        })
    })
    .ok()
    .flatten()
}

#[cfg(test)]
pub(super) fn last_error_text() -> String {
    last().map(|(_, text)| text).unwrap_or_default()
}

/// The text of the last call of this thread that failed: what was wrong, where, and what was expected. Read it only
/// after a call that failed; a success does not clear it. Never NULL, ends with a NUL, and is lent until the next
/// failing call of this thread.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_last_error_message() -> *const c_char {
    guard(|| {
        LAST.try_with(|last| match &*last.borrow() {
            Some(error) => error.text_with_nul().as_ptr().cast(),
            None => c"".as_ptr(),
        })
        .unwrap_or(c"".as_ptr())
    })
}

/// Moves this thread's last error into an object, which other threads may read. When there is none, `out` is NULL and
/// the call is OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_error_take(out: *mut *mut nnx_error) -> nnx_status {
    guard(|| {
        out!(out);
        match LAST.try_with(RefCell::take).ok().flatten() {
            Some(error) => out.set_new(Arc::new(error)),
            None => Ok(()),
        }
    })
}

/// The status that the failed call returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_error_code(error: *const nnx_error, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(error, "error")?.code)
    })
}

/// The text of the error, with the path where there is one. It is followed by a NUL, which `size` does not count, and
/// lent until `error` is released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_error_message(error: *const nnx_error, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        let error = handle::get(error, "error")?;
        let text = error.text_with_nul();
        out.set(nnx_str { data: text.as_ptr().cast(), size: text.len() - 1 })
    })
}

/// The path in the graph that the error is about, such as `layers/0/kernel`; empty when it is about none. Lent until
/// `error` is released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_error_path(error: *const nnx_error, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(nnx_str::lend(&handle::get(error, "error")?.path))
    })
}

/// Makes another handle for the same error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_error_retain(error: *const nnx_error, out: *mut *mut nnx_error) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(error, "error")?.clone())
    })
}

/// Gives a handle back. `error` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_error_release(error: *mut nnx_error) -> nnx_status {
    guard(|| handle::release(error, "error"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;
    use std::ffi::CStr;
    use std::ptr;

    fn last_message() -> String {
        // SAFETY: the message is never NULL and ends with a NUL.
        unsafe { CStr::from_ptr(nnx_last_error_message()) }.to_str().unwrap().to_owned()
    }

    #[test]
    fn the_message_names_the_path_and_survives_a_success() {
        assert_eq!(store(&Error::not_found("no such leaf").at("layers/0/kernel")), Status::NotFound as i32);
        assert_eq!(guard(|| Ok(())), 0);
        assert_eq!(last_message(), "layers/0/kernel: no such leaf");
    }

    #[test]
    fn take_moves_the_error_into_an_object() {
        store(&Error::invalid("a NUL \0 inside").at("a"));
        let mut error = ptr::null_mut();
        let mut text = nnx_str::lend("");
        let mut code = 0;
        // SAFETY: all outputs are valid for writing.
        unsafe {
            assert_eq!(nnx_error_take(&mut error), 0);
            assert_eq!(last_message(), "");
            assert_eq!(nnx_error_code(error, &mut code), 0);
            assert_eq!(code, 3);
            assert_eq!(nnx_error_message(error, &mut text), 0);
            assert_eq!(text.as_str("text").unwrap(), "a: a NUL   inside");
            assert_eq!(nnx_error_path(error, &mut text), 0);
            assert_eq!(text.as_str("text").unwrap(), "a");
        }
        assert_eq!(nnx_error_release(error), 0);
        assert_eq!(nnx_error_release(error), Status::InvalidHandle as i32);
        assert!(last_message().contains("error"), "{}", last_message());
    }

    #[test]
    fn take_without_an_error_is_ok_and_null() {
        std::thread::spawn(|| {
            let mut error = ptr::dangling_mut();
            // SAFETY: the output is valid for writing.
            assert_eq!(unsafe { nnx_error_take(&mut error) }, 0);
            assert!(error.is_null());
        })
        .join()
        .unwrap();
    }

    #[test]
    fn a_text_that_could_not_be_kept_is_replaced() {
        let stored = StoredError { code: 8, text: Vec::new(), path: String::new() };
        assert_eq!(stored.text_with_nul(), NO_MEMORY);
    }
}
