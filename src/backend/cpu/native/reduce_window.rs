//! `reduce_window`: the elements of each window combined, from the initial values on and in order. Padding is the initial
//! values. A line of windows is reduced at once: one element of all, then the next of all.

use std::ops::Range;

use super::super::fold::{FoldDetail, fold};
use super::super::instruction::{Bases, Detail, Instruction, Place};
use super::super::strided::Strided;
use super::computation::{Computation, Running};
use super::elements::{copy_strided, fill, put_strided};
use super::windows::{Lines, Met, Part, Window};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::plan::{View, combiner};
use crate::program::op::attributes::ReduceWindow as Attributes;

/// About how many nanoseconds an element of a window takes.
const OF_ELEMENT: f64 = 0.5;

/// The most windows of a part of a line.
const BLOCK: usize = 512;

#[derive(Debug)]
struct ReduceWindow {
    arrays: Vec<Array>,
    phases: Vec<Lines>,
    combine: Combine,
    /// The bytes of the blocks of one array: initial values, reduced values, elements.
    block_nbytes: usize,
}

/// An array, by its places among the inputs.
#[derive(Debug)]
struct Array {
    input: usize,
    init: usize,
    size: usize,
}

/// How values are combined with elements.
#[derive(Debug)]
enum Combine {
    /// One array, by one operation whose order does not matter.
    Fold(Box<Instruction>),
    Region(Computation),
}

/// A block for each array.
struct Blocks {
    scratch: *mut u8,
    nbytes: usize,
}

impl Blocks {
    fn init(&self, array: usize) -> *mut u8 {
        self.scratch.wrapping_add(3 * array * self.nbytes)
    }

    fn reduced(&self, array: usize) -> *mut u8 {
        self.init(array).wrapping_add(self.nbytes)
    }

    fn elements(&self, array: usize) -> *mut u8 {
        self.init(array).wrapping_add(2 * self.nbytes)
    }
}

pub(super) fn reduce_window(call: &Call, attributes: &Attributes) -> Result<Option<Box<dyn Native>>> {
    let count = call.function.body().operands(call.operation).len() / 2;
    let (first, result) = (call.operand(0)?.1, call.result(0)?);
    let mut arrays = Vec::with_capacity(count);
    for place in 0..count {
        let ((input, ty), (init, start)) = (call.operand(place)?, call.operand(count + place)?);
        let dtype = call.result(place)?.dtype;
        if ty.dtype != dtype || start.dtype != dtype {
            return Ok(None);
        }
        arrays.push(Array { input, init, size: dtype.size() });
    }
    let window = |at: usize| Window {
        places: result.dims()[at] as usize,
        kernel: attributes.window_dimensions[at] as usize,
        stride: attributes.window_strides[at],
        low: attributes.padding[at][0],
        lhs_dilation: attributes.base_dilations[at],
        rhs_dilation: attributes.window_dilations[at],
        is_reversed: false,
    };
    let windows: Vec<Window> = (0..first.rank()).map(window).collect();
    let Some(phases) = Lines::of(first, result, &windows) else { return Ok(None) };
    let folded = match combiner(call.function, call.operation) {
        Some(op) if count == 1 => fold(&op, result.dtype, call.isa),
        _ => None,
    };
    let combine = match folded {
        Some(function) => {
            let place = |base: u32| Place { base, step: 0, offset: 0 };
            let detail = Detail::Fold(FoldDetail { into: Strided::new(&View::identity(&[BLOCK])) });
            Combine::Fold(Box::new(Instruction { function, to: place(0), from: [place(1); 3], detail }))
        }
        None => match Computation::new(call, 0, BLOCK) {
            Some(region) => Combine::Region(region),
            None => return Ok(None),
        },
    };
    let size = arrays.iter().map(|array| array.size).max().unwrap_or(1);
    Ok(Some(Box::new(ReduceWindow { arrays, phases, combine, block_nbytes: BLOCK * size })))
}

impl Native for ReduceWindow {
    fn part_nbytes(&self) -> usize {
        let region = match &self.combine {
            Combine::Fold(_) => 0,
            Combine::Region(region) => region.scratch_nbytes(),
        };
        3 * self.arrays.len() * self.block_nbytes + region
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        for lines in &self.phases {
            let nanoseconds = OF_ELEMENT * (lines.elements() * self.arrays.len()) as f64;
            arrays.split_arrays(lines.count(), nanoseconds, &|arrays, scratch, range| {
                // SAFETY: asked of the caller; threads reduce other lines.
                unsafe { self.lines(arrays, scratch, lines, range) };
            });
        }
        Ok(())
    }
}

impl ReduceWindow {
    /// # Safety
    /// As for [`Native::run`]; the scratch memory is that of a part.
    unsafe fn lines(&self, arrays: &Arrays, scratch: *mut u8, lines: &Lines, range: Range<usize>) {
        let blocks = Blocks { scratch, nbytes: self.block_nbytes };
        let region = blocks.init(self.arrays.len());
        // SAFETY: the scratch memory has room for the blocks, and then for the region; the lines are those of the arrays.
        unsafe {
            for (at, array) in self.arrays.iter().enumerate() {
                fill(array.size, arrays.input(array.init), blocks.init(at), BLOCK);
            }
            let mut running = match &self.combine {
                Combine::Fold(_) => None,
                Combine::Region(computation) => Some(computation.begin(arrays, region)),
            };
            lines.each_part(range, BLOCK, |part| {
                self.part(arrays, &blocks, running.as_mut(), part, lines.result_stride);
            });
        }
    }

    unsafe fn part(
        &self,
        arrays: &Arrays,
        blocks: &Blocks,
        mut running: Option<&mut Running<'_>>,
        part: &Part<'_>,
        result_stride: isize,
    ) {
        let count = part.count;
        // SAFETY: asked of the caller; a part is no longer than a block.
        unsafe {
            for (at, array) in self.arrays.iter().enumerate() {
                std::ptr::copy_nonoverlapping(blocks.init(at), blocks.reduced(at), count * array.size);
            }
            for met in part.taps() {
                match (&self.combine, &mut running) {
                    (Combine::Fold(instruction), _) => {
                        let elements = self.elements(arrays, blocks, 0, &met, count);
                        let bases = [blocks.reduced(0), elements.cast_mut()];
                        (instruction.function)(instruction, Bases::new(&bases), 0, count);
                    }
                    (Combine::Region(_), Some(running)) => self.region(arrays, blocks, running, &met, count),
                    (Combine::Region(_), None) => {}
                }
            }
            for (at, array) in self.arrays.iter().enumerate() {
                let to = arrays.result::<u8>(at).wrapping_offset(part.result * array.size as isize);
                put_strided(array.size, blocks.reduced(at), to, result_stride, count);
            }
        }
    }

    unsafe fn region(&self, arrays: &Arrays, blocks: &Blocks, running: &mut Running<'_>, met: &Met, count: usize) {
        // SAFETY: asked of the caller.
        unsafe {
            for at in 0..self.arrays.len() {
                running.set(at, blocks.reduced(at));
                running.set(self.arrays.len() + at, self.elements(arrays, blocks, at, met, count));
            }
            running.run(count);
            // A result may be what another value was: all are read before any is written.
            for (at, array) in self.arrays.iter().enumerate() {
                std::ptr::copy(running.result(at), blocks.elements(at), count * array.size);
            }
            for (at, array) in self.arrays.iter().enumerate() {
                std::ptr::copy_nonoverlapping(blocks.elements(at), blocks.reduced(at), count * array.size);
            }
        }
    }

    /// The element of each window: where they lie, or in a block with the initial values around them.
    unsafe fn elements(&self, arrays: &Arrays, blocks: &Blocks, at: usize, met: &Met, count: usize) -> *const u8 {
        let array = &self.arrays[at];
        let from = arrays.input::<u8>(array.input).wrapping_offset(met.element.wrapping_mul(array.size as isize));
        if met.first == 0 && met.end == count && met.stride == 1 {
            return from;
        }
        let block = blocks.elements(at);
        // SAFETY: asked of the caller.
        unsafe {
            std::ptr::copy_nonoverlapping(blocks.init(at), block, count * array.size);
            copy_strided(array.size, from, met.stride, block.add(met.first * array.size), met.end - met.first);
        }
        block
    }
}
