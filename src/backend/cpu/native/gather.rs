//! `gather`: each slice is copied whole. One that would reach beyond the array is moved until it does not.

use super::index::index_at;
use super::part::{Axis, Part, strides};
use super::slices::Slices;
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::op::attributes::Gather as Attributes;
use crate::tensor::DType;

#[derive(Debug)]
struct Gather {
    operand: usize,
    indices: usize,
    indices_dtype: DType,
    /// What chooses a slice, from the outermost dimension on.
    batch: Vec<Batch>,
    starts: Vec<Start>,
    /// A slice of the operand, and where it goes in the result.
    slice: Part,
}

#[derive(Clone, Copy, Debug)]
struct Batch {
    extent: usize,
    /// How far apart neighbours lie: elements of the indices, bytes of the operand and of the result.
    index: usize,
    from: usize,
    to: usize,
}

/// An element of the first index of a slice.
#[derive(Debug)]
struct Start {
    at: usize,
    last: i64,
    stride: usize,
}

pub(super) fn gather(call: &Call, attributes: &Attributes) -> Result<Box<dyn Native>> {
    let ((operand, ty), result) = (call.operand(0)?, call.result(0)?);
    let size = ty.dtype.size();
    let slices = Slices::new(call, ty.rank(), 1, result.dims(), &attributes.dimension_numbers)?;
    let (from, to) = (strides(ty.dims(), size), strides(result.dims(), size));
    let (mut batch, mut within) = (Vec::new(), Vec::new());
    for (axis, &to) in slices.axes.iter().zip(&to) {
        let from = axis.dimension.map_or(0, |dimension| from[dimension]);
        if axis.is_within {
            within.push(Axis { extent: axis.extent, from, to });
        } else if axis.extent != 1 {
            batch.push(Batch { extent: axis.extent, index: axis.index_stride, from, to });
        }
    }
    let start = |dimension: usize, at: usize| Start {
        at,
        last: ty.dims()[dimension] - attributes.slice_sizes[dimension],
        stride: from[dimension],
    };
    Ok(Box::new(Gather {
        operand,
        indices: slices.indices,
        indices_dtype: slices.indices_dtype,
        batch,
        starts: slices.components.iter().map(|component| start(component.dimension, component.at)).collect(),
        slice: Part::of(within, size),
    }))
}

impl Native for Gather {
    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        // SAFETY: asked of the caller.
        unsafe {
            let indices = arrays.input(self.indices);
            self.slices(&self.batch, indices, 0, arrays.input(self.operand), arrays.result(0));
        }
        Ok(())
    }
}

impl Gather {
    /// The slices that these dimensions choose, the first of which has its first index at `at`.
    ///
    /// # Safety
    /// As for [`Native::run`].
    unsafe fn slices(&self, batch: &[Batch], indices: *const u8, at: usize, from: *const u8, to: *mut u8) {
        let Some((axis, inner)) = batch.split_first() else {
            // SAFETY: the slice lies in the operand, wherever it begins up to the last index.
            return unsafe { self.slice(indices, at, from, to) };
        };
        // SAFETY: each place is below the extent.
        unsafe {
            match (inner, self.starts.as_slice(), self.slice.single()) {
                ([], [start], Some(1)) => self.elements::<u8>(axis, start, indices, at, from, to),
                ([], [start], Some(2)) => self.elements::<u16>(axis, start, indices, at, from, to),
                ([], [start], Some(4)) => self.elements::<u32>(axis, start, indices, at, from, to),
                ([], [start], Some(8)) => self.elements::<u64>(axis, start, indices, at, from, to),
                _ => {
                    for place in 0..axis.extent {
                        let (from, to) = (from.add(place * axis.from), to.add(place * axis.to));
                        self.slices(inner, indices, at + place * axis.index, from, to);
                    }
                }
            }
        }
    }

    /// Slices as short as an element, which one index chooses.
    ///
    /// # Safety
    /// As for [`Native::run`].
    unsafe fn elements<T: Copy>(
        &self,
        axis: &Batch,
        start: &Start,
        indices: *const u8,
        at: usize,
        from: *const u8,
        to: *mut u8,
    ) {
        for place in 0..axis.extent {
            // SAFETY: as for `slice`.
            unsafe {
                let index = index_at(self.indices_dtype, indices, at + start.at + place * axis.index);
                let offset = index.clamp(0, start.last) as usize * start.stride;
                let slice = from.add(offset + place * axis.from).cast::<T>().read_unaligned();
                to.add(place * axis.to).cast::<T>().write_unaligned(slice);
            }
        }
    }

    #[inline(always)]
    unsafe fn slice(&self, indices: *const u8, at: usize, from: *const u8, to: *mut u8) {
        let mut offset = 0;
        for start in &self.starts {
            // SAFETY: the index has such an element.
            let index = unsafe { index_at(self.indices_dtype, indices, at + start.at) };
            offset += index.clamp(0, start.last) as usize * start.stride;
        }
        // SAFETY: asked of the caller.
        unsafe { self.slice.copy(from.add(offset), to) }
    }
}
