//! Plain memory that comes in: checked for NULL, alignment and length before Rust looks at it.

use std::slice;

use super::handle::{self, Handle, Ref};
use super::strings::nnx_str;
use crate::error::{Error, Result};

/// `count` values of the caller. NULL is the empty array, and only that.
///
/// # Safety
/// `data` is NULL or, when aligned, valid for reading `count` values as long as `'a`.
pub unsafe fn array<'a, T>(data: *const T, count: usize, argument: &str) -> Result<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(Error::invalid(format!("`{argument}` is NULL; it must point to {count} values")));
    }
    if !data.is_aligned() {
        return Err(Error::invalid(format!(
            "`{argument}` is {:#x}, which is not a multiple of {}, as its values need",
            data.addr(),
            align_of::<T>()
        )));
    }
    if count.checked_mul(size_of::<T>()).is_none_or(|bytes| bytes > isize::MAX as usize) {
        return Err(Error::invalid(format!("`{argument}` cannot have {count} values: more than memory can hold")));
    }
    // SAFETY: not NULL, aligned and below the size limit; the caller promises the rest.
    Ok(unsafe { slice::from_raw_parts(data, count) })
}

/// A number of the caller behind a pointer that may be NULL.
///
/// # Safety
/// `value` is NULL or valid for reading; it need not be aligned.
pub unsafe fn optional<T: Copy>(value: *const T) -> Option<T> {
    // SAFETY: not NULL, so the caller promises that it can be read.
    (!value.is_null()).then(|| unsafe { value.read_unaligned() })
}

/// `count` handles of the caller, pinned. The message of a bad one names its index.
///
/// # Safety
/// `handles` is NULL or, when aligned, valid for reading `count` pointers.
pub unsafe fn handles<H: Handle>(handles: *const *const H, count: usize, argument: &str) -> Result<Vec<Ref<H>>> {
    // SAFETY: the same promise.
    let handles = unsafe { array(handles, count, argument) }?;
    let mut pinned = Vec::new();
    reserve(&mut pinned, count, argument)?;
    for (index, &handle) in handles.iter().enumerate() {
        pinned.push(handle::get(handle, format_args!("{argument}[{index}]"))?);
    }
    Ok(pinned)
}

/// `count` texts of the caller, checked. The message of a bad one names its index.
///
/// # Safety
/// `texts` is NULL or, when aligned, valid for reading `count` values as long as `'a`, and so is each text.
pub unsafe fn texts<'a>(texts: *const nnx_str, count: usize, argument: &str) -> Result<Vec<&'a str>> {
    // SAFETY: the same promise.
    let texts = unsafe { array(texts, count, argument) }?;
    let mut checked = Vec::new();
    reserve(&mut checked, count, argument)?;
    for (index, text) in texts.iter().enumerate() {
        // SAFETY: the caller promises that each text can be read.
        checked.push(unsafe { text.as_str(format_args!("{argument}[{index}]")) }?);
    }
    Ok(checked)
}

/// A switch: 0 or 1.
pub fn flag(value: i32, argument: &str) -> Result<bool> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Error::invalid(format!("`{argument}` is {value}; it must be 0 or 1"))),
    }
}

/// A function of the caller that must be there.
pub fn function<F>(function: Option<F>, argument: &str) -> Result<F> {
    function.ok_or_else(|| Error::invalid(format!("`{argument}` is NULL; it must be a function")))
}

/// A copy of bytes of the caller, with room for as many more.
pub fn copy(bytes: &[u8], more: usize, argument: &str) -> Result<Vec<u8>> {
    let mut copy = Vec::new();
    reserve(&mut copy, bytes.len().saturating_add(more), argument)?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

/// A copy of text of the caller.
pub fn copy_text(text: &str, argument: &str) -> Result<String> {
    let mut copy = String::new();
    copy.try_reserve_exact(text.len()).map_err(|_| no_memory(argument, text.len()))?;
    copy.push_str(text);
    Ok(copy)
}

fn reserve<T>(vector: &mut Vec<T>, count: usize, argument: &str) -> Result<()> {
    vector.try_reserve_exact(count).map_err(|_| no_memory(argument, count.saturating_mul(size_of::<T>())))
}

fn no_memory(argument: &str, bytes: usize) -> Error {
    Error::out_of_memory(&format!("`{argument}`"), bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    #[test]
    fn null_is_the_empty_array_only() {
        // SAFETY: NULL is allowed.
        unsafe {
            assert!(array::<i64>(ptr::null(), 0, "shape").unwrap().is_empty());
            let error = array::<i64>(ptr::null(), 2, "shape").unwrap_err();
            assert_eq!(error.message(), "`shape` is NULL; it must point to 2 values");
        }
    }

    #[test]
    fn misaligned_and_huge_arrays_are_refused() {
        let values = [1_i64, 2];
        // SAFETY: a misaligned array is not read.
        let error = unsafe { array(values.as_ptr().wrapping_byte_add(1), 1, "shape") }.unwrap_err();
        assert!(error.message().contains("multiple of 8"), "{error}");
        // SAFETY: an array that is too long is not read.
        let error = unsafe { array(values.as_ptr(), usize::MAX / 4, "shape") }.unwrap_err();
        assert!(error.message().contains("more than memory"), "{error}");
    }

    #[test]
    fn a_flag_is_zero_or_one() {
        assert!(flag(1, "partial").unwrap() && !flag(0, "partial").unwrap());
        assert_eq!(flag(2, "partial").unwrap_err().message(), "`partial` is 2; it must be 0 or 1");
    }
}
