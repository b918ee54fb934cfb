//! Which version this is.

use std::ffi::{CStr, c_char};

use super::guard;
use super::status::nnx_status;

/// The version of the library with its NUL.
pub(super) const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => panic!("a version holds no NUL"),
};

const fn number(text: &str) -> u32 {
    let digits = text.as_bytes();
    let mut value = 0;
    let mut index = 0;
    while index < digits.len() {
        value = value * 10 + (digits[index] - b'0') as u32;
        index += 1;
    }
    value
}

/// The version of the library, such as `0.1.0`. Static.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_version_string() -> *const c_char {
    guard(|| VERSION.as_ptr())
}

/// The version of the library in numbers, to be compared with NNX_VERSION_MAJOR, _MINOR and _PATCH of the header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_version(major: *mut u32, minor: *mut u32, patch: *mut u32) -> nnx_status {
    guard(|| {
        out!(major, minor, patch);
        major.set(const { number(env!("CARGO_PKG_VERSION_MAJOR")) })?;
        minor.set(const { number(env!("CARGO_PKG_VERSION_MINOR")) })?;
        patch.set(const { number(env!("CARGO_PKG_VERSION_PATCH")) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_text_agree() {
        let (mut major, mut minor, mut patch) = (9, 9, 9);
        // SAFETY: all outputs are valid for writing.
        assert_eq!(unsafe { nnx_version(&mut major, &mut minor, &mut patch) }, 0);
        // SAFETY: the text is static and ends with a NUL.
        let text = unsafe { CStr::from_ptr(nnx_version_string()) };
        assert_eq!(text.to_str().unwrap(), format!("{major}.{minor}.{patch}"));
    }

    #[test]
    fn the_other_outputs_are_zeroed_when_one_is_null() {
        let (mut major, mut patch) = (9, 9);
        // SAFETY: the outputs are NULL or valid for writing.
        assert_eq!(unsafe { nnx_version(&mut major, std::ptr::null_mut(), &mut patch) }, 3);
        assert_eq!((major, patch), (0, 0));
    }
}
