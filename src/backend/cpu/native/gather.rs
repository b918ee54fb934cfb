//! `gather`: each slice is copied whole. One that would reach beyond the array is moved until it does not.

use std::ops::Range;

use super::index::index_at;
use super::part::{Axis, Part, strides};
use super::places::{self, BLOCK, Component, Outside, Places};
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
    /// Where the slices are, when each is one run and they follow each other in the result.
    runs: Option<Places>,
    /// About how long it takes to copy what one index of the outermost dimension chooses.
    nanoseconds: f64,
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
    let starts: Vec<Start> =
        slices.components.iter().map(|component| start(component.dimension, component.at)).collect();
    let slice = Part::of(within, size);
    let outer = batch.first().map_or(1, |axis| axis.extent.max(1));
    Ok(Box::new(Gather {
        operand,
        indices: slices.indices,
        indices_dtype: slices.indices_dtype,
        runs: runs(call, &slices, &batch, &starts, &slice),
        nanoseconds: 0.1 * call.result_nbytes(0) as f64 / outer as f64,
        batch,
        starts,
        slice,
    }))
}

/// Slices that are one run of bytes each and follow each other in the result.
fn runs(call: &Call, slices: &Slices, batch: &[Batch], starts: &[Start], slice: &Part) -> Option<Places> {
    let mut nbytes = slice.single()?;
    for axis in batch.iter().rev() {
        if axis.to != nbytes {
            return None;
        }
        nbytes *= axis.extent;
    }
    let axis = |axis: &Batch| places::Axis { extent: axis.extent, index: axis.index, place: axis.from };
    let component =
        |start: &Start| Component { at: start.at, extent: start.last + 1, stride: start.stride as i64, axis: None };
    let axes: Vec<places::Axis> = batch.iter().map(axis).collect();
    let components = starts.iter().map(component).collect();
    Places::new(&axes, components, slices.indices_dtype, Outside::Moved, call.isa)
}

/// Where the arrays of a run lie.
struct Memory {
    indices: *const u8,
    from: *const u8,
    to: *mut u8,
}

// SAFETY: threads read what no thread writes, and write different slices.
unsafe impl Sync for Memory {}

impl Native for Gather {
    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let all =
            Memory { indices: arrays.input(self.indices), from: arrays.input(self.operand), to: arrays.result(0) };
        let all = &all;
        // SAFETY: asked of the caller; ranges of slices go to different places.
        unsafe {
            match (&self.runs, self.batch.split_first()) {
                (Some(places), _) => {
                    let run = self.slice.single().unwrap_or_default();
                    let nanoseconds = BLOCK as f64 * (1.0 + 0.1 * run as f64);
                    arrays.split(places.blocks(), 1, nanoseconds, &|_, blocks| {
                        copy_runs(places, blocks, run, all);
                    });
                }
                (None, Some((axis, inner))) => {
                    arrays.split(axis.extent, 1, self.nanoseconds, &|_, range| {
                        for place in range {
                            let (from, to) = (all.from.add(place * axis.from), all.to.add(place * axis.to));
                            self.slices(inner, all.indices, place * axis.index, from, to);
                        }
                    });
                }
                (None, None) => self.slice(all.indices, 0, all.from, all.to),
            }
        }
        Ok(())
    }
}

/// Copies runs of so many bytes from where they lie.
///
/// # Safety
/// There are such places, and room for what lies there.
unsafe fn copy_runs(places: &Places, blocks: Range<usize>, run: usize, all: &Memory) {
    // SAFETY: asked of the caller.
    unsafe {
        places.each_block(all.indices, blocks, |first, places| {
            let (from, to) = (all.from, all.to.add(first * run));
            match run {
                1 => copy_elements::<u8>(places, from, to),
                2 => copy_elements::<u16>(places, from, to),
                4 => copy_elements::<u32>(places, from, to),
                8 => copy_elements::<u64>(places, from, to),
                _ => {
                    for (at, &place) in places.iter().enumerate() {
                        std::ptr::copy_nonoverlapping(from.add(place as usize), to.add(at * run), run);
                    }
                }
            }
        });
    }
}

/// # Safety
/// As [`copy_runs`].
unsafe fn copy_elements<T: Copy>(places: &[i64], from: *const u8, to: *mut u8) {
    for (at, &place) in places.iter().enumerate() {
        // SAFETY: asked of the caller.
        unsafe { to.cast::<T>().add(at).write_unaligned(from.add(place as usize).cast::<T>().read_unaligned()) };
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
        for place in 0..axis.extent {
            // SAFETY: each place is below the extent.
            unsafe {
                let (from, to) = (from.add(place * axis.from), to.add(place * axis.to));
                self.slices(inner, indices, at + place * axis.index, from, to);
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
