//! `dynamic_slice` and `dynamic_update_slice`: a part of an array whose first index is computed. One that would reach
//! beyond the array is moved until it does not.

use super::index::index_at;
use super::part::{Part, strides};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::tensor::DType;

/// The index of the first element along one dimension.
#[derive(Debug)]
struct Start {
    input: usize,
    dtype: DType,
    last: i64,
    stride: usize,
}

/// The starts, which are the operands from this one on, of a part of an array with these extents.
fn starts(call: &Call, first: usize, array: &[i64], part: &[i64], size: usize) -> Result<Vec<Start>> {
    let strides = strides(array, size);
    let start = |dimension: usize| {
        let (input, ty) = call.operand(first + dimension)?;
        let last = array[dimension] - part[dimension];
        Ok(Start { input, dtype: ty.dtype, last, stride: strides[dimension] })
    };
    (0..array.len()).map(start).collect()
}

/// How many bytes after the beginning of the array the part begins.
///
/// # Safety
/// As for [`Native::run`].
unsafe fn offset(starts: &[Start], arrays: &Arrays) -> usize {
    let offset = |start: &Start| {
        // SAFETY: each start is one element.
        let index = unsafe { index_at(start.dtype, arrays.input(start.input), 0) };
        index.clamp(0, start.last) as usize * start.stride
    };
    starts.iter().map(offset).sum()
}

#[derive(Debug)]
struct DynamicSlice {
    operand: usize,
    starts: Vec<Start>,
    part: Part,
}

pub(super) fn dynamic_slice(call: &Call) -> Result<Box<dyn Native>> {
    let ((operand, ty), part) = (call.operand(0)?, call.result(0)?.dims());
    let size = ty.dtype.size();
    let starts = starts(call, 1, ty.dims(), part, size)?;
    Ok(Box::new(DynamicSlice { operand, starts, part: Part::new(part, ty.dims(), part, size) }))
}

impl Native for DynamicSlice {
    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        // SAFETY: asked of the caller; the part lies in the operand.
        unsafe {
            let operand: *const u8 = arrays.input(self.operand);
            self.part.copy(operand.add(offset(&self.starts, arrays)), arrays.result(0));
        }
        Ok(())
    }
}

#[derive(Debug)]
struct DynamicUpdateSlice {
    operand: usize,
    update: usize,
    nbytes: usize,
    starts: Vec<Start>,
    part: Part,
}

pub(super) fn dynamic_update_slice(call: &Call) -> Result<Box<dyn Native>> {
    let ((operand, ty), (update, part)) = (call.operand(0)?, call.operand(1)?);
    let size = ty.dtype.size();
    let starts = starts(call, 2, ty.dims(), part.dims(), size)?;
    let part = Part::new(part.dims(), part.dims(), ty.dims(), size);
    Ok(Box::new(DynamicUpdateSlice { operand, update, nbytes: call.result_nbytes(0), starts, part }))
}

impl Native for DynamicUpdateSlice {
    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        // SAFETY: asked of the caller; the operand is as long as the result, and the part lies in it.
        unsafe {
            let result: *mut u8 = arrays.result(0);
            let operand: *const u8 = arrays.input(self.operand);
            if operand != result.cast_const() {
                std::ptr::copy_nonoverlapping(operand, result, self.nbytes);
            }
            self.part.copy(arrays.input(self.update), result.add(offset(&self.starts, arrays)));
        }
        Ok(())
    }
}
