//! The types of an array's elements.

use std::ffi::{CStr, c_char};

use super::guard;
use super::status::nnx_status;
use super::strings::nnx_str;
use crate::error::{Error, Result};
use crate::tensor::DType;

/// The type of an array's elements. C sees the enum [`DType`] under this name; here it stays the integer, because a
/// number that is no variant must be harmless.
pub type nnx_dtype = i32;

/// The dtype of a number that came from C.
pub fn from_c(code: nnx_dtype, argument: &str) -> Result<DType> {
    DType::from_code(code).ok_or_else(|| {
        Error::invalid(format!("`{argument}` is {code}; it must be an nnx_dtype, 0 to {}", DType::F64 as i32))
    })
}

/// The name that NumPy and JAX give a dtype, such as `float32`; `unknown` for a number that is no dtype. Static; ends
/// with a NUL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_dtype_name(dtype: nnx_dtype) -> *const c_char {
    guard(|| DType::from_code(dtype).map_or(c"unknown", name).as_ptr())
}

/// The bytes of one element: 1, 2, 4 or 8; 0 for a number that is no dtype. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_dtype_size(dtype: nnx_dtype) -> usize {
    guard(|| DType::from_code(dtype).map_or(0, DType::size))
}

/// The dtype that `nnx_dtype_name` gives this name. INVALID_ARGUMENT when there is none. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_dtype_from_name(name: nnx_str, out: *mut nnx_dtype) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        match DType::from_name(name) {
            Some(dtype) => out.set(dtype as nnx_dtype),
            None => {
                let known = DType::ALL.map(DType::name).join(", ");
                Err(Error::invalid(format!("`name` is \"{}\"; it must be one of {known}", name.escape_debug())))
            }
        }
    })
}

fn name(dtype: DType) -> &'static CStr {
    match dtype {
        DType::Bool => c"bool",
        DType::I8 => c"int8",
        DType::I16 => c"int16",
        DType::I32 => c"int32",
        DType::I64 => c"int64",
        DType::U8 => c"uint8",
        DType::U16 => c"uint16",
        DType::U32 => c"uint32",
        DType::U64 => c"uint64",
        DType::F16 => c"float16",
        DType::BF16 => c"bfloat16",
        DType::F32 => c"float32",
        DType::F64 => c"float64",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sizes_and_numbers_are_those_of_the_dtypes() {
        for dtype in DType::ALL {
            let code = dtype as nnx_dtype;
            assert_eq!(name(dtype).to_str().unwrap(), dtype.name());
            assert_eq!(nnx_dtype_size(code), dtype.size());
            assert_eq!(from_c(code, "dtype").unwrap(), dtype);
            let mut found = -1;
            // SAFETY: text and output are valid.
            assert_eq!(unsafe { nnx_dtype_from_name(nnx_str::lend(dtype.name()), &mut found) }, 0);
            assert_eq!(found, code);
        }
    }

    #[test]
    fn what_is_no_dtype_is_harmless() {
        for code in [-1, 13, i32::MIN, i32::MAX] {
            // SAFETY: static text.
            assert_eq!(unsafe { CStr::from_ptr(nnx_dtype_name(code)) }, c"unknown");
            assert_eq!(nnx_dtype_size(code), 0);
            let error = from_c(code, "dtype").unwrap_err();
            assert_eq!(error.message(), format!("`dtype` is {code}; it must be an nnx_dtype, 0 to 12"));
        }
        let mut found = 9;
        // SAFETY: text and output are valid.
        assert_eq!(unsafe { nnx_dtype_from_name(nnx_str::lend("f32"), &mut found) }, 3);
        assert_eq!(found, 0);
    }
}
