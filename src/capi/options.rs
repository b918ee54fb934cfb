//! Option structs, which grow at their end: `struct_size` says how much of one the caller knows.

use std::ptr;

use crate::error::{Error, Result};

/// An option struct of the C ABI.
///
/// # Safety
/// The type is `repr(C)`, begins with `struct_size: usize`, has no padding, and any bytes that a C program can write are
/// a value of it.
pub unsafe trait Options: Copy {
    /// Its name in C.
    const NAME: &'static str;

    /// Its size when it was first published. Never changes.
    const FIRST_SIZE: usize;

    /// What holds where the caller says nothing.
    const DEFAULT: Self;
}

/// No caller's struct is larger: a larger `struct_size` was never set.
const LARGEST: usize = 4096;

/// The caller's options. NULL is the defaults; fields that the caller does not know have their defaults; fields that
/// the library does not know must be zero.
///
/// # Safety
/// `options` is NULL or valid for reading a `size_t` and as many bytes as it says; it need not be aligned.
pub unsafe fn read<T: Options>(options: *const T, argument: &str) -> Result<T> {
    let mut read = T::DEFAULT;
    if options.is_null() {
        return Ok(read);
    }
    // SAFETY: the struct begins with its size, which the caller promises can be read.
    let size = unsafe { options.cast::<usize>().read_unaligned() };
    check_size::<T>(size, argument)?;
    let known = size.min(size_of::<T>());
    for offset in known..size {
        // SAFETY: the caller promises that `size` bytes can be read.
        if unsafe { options.cast::<u8>().add(offset).read() } != 0 {
            return Err(Error::new(
                crate::Status::Unimplemented,
                format!("`{argument}` sets a field of {} at byte {offset} that this version does not know", T::NAME),
            ));
        }
    }
    // SAFETY: `known` bytes can be read and written, and are a value of `T` by the trait's promise.
    unsafe { ptr::copy_nonoverlapping(options.cast::<u8>(), (&raw mut read).cast::<u8>(), known) };
    Ok(read)
}

/// Fills the caller's struct as far as the caller knows it; the rest of a larger one becomes zero. `struct_size` stays.
///
/// # Safety
/// `out` is NULL or valid for reading a `size_t` and for writing as many bytes as it says; it need not be aligned.
pub unsafe fn write<T: Options>(out: *mut T, argument: &str, value: impl FnOnce() -> T) -> Result<()> {
    if out.is_null() {
        return Err(Error::invalid(format!("`{argument}` is NULL; it must point to where the result goes")));
    }
    // SAFETY: the struct begins with its size, which the caller promises can be read.
    let size = unsafe { out.cast::<usize>().read_unaligned() };
    check_size::<T>(size, argument)?;
    // SAFETY: the caller promises that `size` bytes can be written; the first of them keep the size.
    unsafe { ptr::write_bytes(out.cast::<u8>().add(size_of::<usize>()), 0, size - size_of::<usize>()) };
    let value = value();
    let known = size.min(size_of::<T>()) - size_of::<usize>();
    // SAFETY: as above, and no more than a `T` is read.
    unsafe {
        let from = (&raw const value).cast::<u8>().add(size_of::<usize>());
        ptr::copy_nonoverlapping(from, out.cast::<u8>().add(size_of::<usize>()), known);
    }
    Ok(())
}

fn check_size<T: Options>(size: usize, argument: &str) -> Result<()> {
    if (T::FIRST_SIZE..=LARGEST).contains(&size) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "`{argument}` has a struct_size of {size}; an {} has at least {} bytes: start from its _INIT macro",
        T::NAME,
        T::FIRST_SIZE
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    #[repr(C)]
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Load {
        struct_size: usize,
        partial: i32,
        reserved: i32,
        limit: u64,
    }

    // SAFETY: plain integers without padding, behind the size.
    unsafe impl Options for Load {
        const NAME: &'static str = "nnx_load";
        const FIRST_SIZE: usize = 16;
        const DEFAULT: Load = Load { struct_size: size_of::<Load>(), partial: 0, reserved: 0, limit: 77 };
    }

    /// What `read` makes of a struct that consists of these words.
    fn read_words(words: &[u64]) -> Result<Load> {
        // SAFETY: no test says a size beyond its words, except sizes that are refused.
        unsafe { read(words.as_ptr().cast::<Load>(), "options") }
    }

    #[test]
    fn null_is_the_defaults() {
        // SAFETY: NULL is allowed.
        assert_eq!(unsafe { read::<Load>(ptr::null(), "options") }.unwrap(), Load::DEFAULT);
    }

    #[test]
    fn an_older_caller_gets_defaults_for_what_it_does_not_know() {
        let options = read_words(&[16, 1]).unwrap();
        assert_eq!((options.partial, options.limit), (1, 77));
    }

    #[test]
    fn a_newer_caller_may_leave_its_fields_zero() {
        assert_eq!(read_words(&[40, 1, 5, 0, 0]).unwrap().limit, 5);
        let error = read_words(&[40, 1, 5, 0, 9]).unwrap_err();
        assert_eq!(error.status(), Some(Status::Unimplemented));
        assert!(error.message().contains("at byte 32"), "{error}");
    }

    #[test]
    fn a_size_that_was_not_set_is_refused() {
        for size in [0, 8, 15, 4097, u64::MAX] {
            let error = read_words(&[size, 0, 0]).unwrap_err();
            assert!(error.message().contains(&format!("struct_size of {size};")), "{error}");
        }
    }

    #[test]
    fn a_misaligned_struct_is_read() {
        let words = [16_u64.to_le_bytes(), 1_u64.to_le_bytes()].concat();
        let shifted: Vec<u8> = [0].into_iter().chain(words).collect();
        // SAFETY: 16 bytes can be read behind the first.
        let options: Load = unsafe { read(shifted.as_ptr().add(1).cast(), "options") }.unwrap();
        assert_eq!(options.partial, 1);
    }

    #[test]
    fn writing_fills_what_the_caller_knows() {
        let mut words = [40_u64, 9, 9, 9, 9];
        // SAFETY: 40 bytes can be written.
        unsafe { write(words.as_mut_ptr().cast(), "out", || Load { partial: 3, limit: 4, ..Load::DEFAULT }) }.unwrap();
        assert_eq!(words, [40, 3, 4, 0, 0]);
        let mut old = [16_u64, 9, 9];
        // SAFETY: 16 bytes can be written.
        unsafe { write(old.as_mut_ptr().cast(), "out", || Load::DEFAULT) }.unwrap();
        assert_eq!(old, [16, 0, 9], "nothing behind the caller's struct is touched");
    }
}
