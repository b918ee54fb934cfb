//! Indices that a program computes: integers of any dtype, which may lie anywhere.

use crate::tensor::DType;

/// An element of an array of indices; one that is larger than any i64 is the largest.
///
/// # Safety
/// There is an array of this dtype with such an element.
#[inline(always)]
pub(super) unsafe fn index_at(dtype: DType, indices: *const u8, at: usize) -> i64 {
    // SAFETY: asked of the caller; arrays are aligned.
    unsafe {
        match dtype {
            DType::I32 => indices.cast::<i32>().add(at).read().into(),
            DType::I64 => indices.cast::<i64>().add(at).read(),
            DType::U32 => indices.cast::<u32>().add(at).read().into(),
            DType::U64 => i64::try_from(indices.cast::<u64>().add(at).read()).unwrap_or(i64::MAX),
            DType::I8 => indices.cast::<i8>().add(at).read().into(),
            DType::I16 => indices.cast::<i16>().add(at).read().into(),
            DType::U16 => indices.cast::<u16>().add(at).read().into(),
            // No operation takes indices that are floating-point numbers.
            DType::U8 | DType::Bool | DType::F16 | DType::BF16 | DType::F32 | DType::F64 => {
                indices.add(at).read().into()
            }
        }
    }
}
