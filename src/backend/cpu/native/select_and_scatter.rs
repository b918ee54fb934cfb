//! `select_and_scatter`: each element of the source goes to the element of its window that is selected, together with what
//! else goes there. A line of windows selects at once: between what each has and its next element.

use super::computation::{Computation, Running};
use super::elements::{choose, copy_strided, fill, gather, scatter};
use super::windows::{Lines, Part, Window};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::op::attributes::SelectAndScatter as Attributes;

/// The most windows of a part of a line.
const BLOCK: usize = 512;

#[derive(Debug)]
struct SelectAndScatter {
    /// The operand, the source and the initial value, by their places among the inputs.
    operand: usize,
    source: usize,
    init: usize,
    size: usize,
    count: usize,
    /// The windows of the operand; their places are those of the source.
    lines: Vec<Lines>,
    select: Computation,
    scatter: Computation,
}

pub(super) fn select_and_scatter(call: &Call, attributes: &Attributes) -> Result<Option<Box<dyn Native>>> {
    let ((operand, ty), (source, source_ty), (init, init_ty)) = (call.operand(0)?, call.operand(1)?, call.operand(2)?);
    let result = call.result(0)?;
    if [ty, source_ty, init_ty].iter().any(|ty| ty.dtype != result.dtype) {
        return Ok(None);
    }
    let window = |at: usize| Window {
        places: source_ty.dims()[at] as usize,
        kernel: attributes.window_dimensions[at] as usize,
        stride: attributes.window_strides[at],
        low: attributes.padding[at][0],
        lhs_dilation: 1,
        rhs_dilation: 1,
        is_reversed: false,
    };
    let windows: Vec<Window> = (0..ty.rank()).map(window).collect();
    let Some(lines) = Lines::of(ty, source_ty, &windows) else { return Ok(None) };
    let (Some(select), Some(scatter)) = (Computation::new(call, 0, BLOCK), Computation::new(call, 1, BLOCK)) else {
        return Ok(None);
    };
    let (size, count) = (result.dtype.size(), result.element_count());
    Ok(Some(Box::new(SelectAndScatter { operand, source, init, size, count, lines, select, scatter })))
}

/// The memory of a part.
struct Blocks {
    places: *mut isize,
    chosen: *mut u8,
    next: *mut u8,
}

impl Native for SelectAndScatter {
    fn scratch_nbytes(&self) -> usize {
        BLOCK * (size_of::<isize>() + 2 * self.size)
            + self.select.scratch_nbytes().next_multiple_of(64)
            + self.scatter.scratch_nbytes()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let scratch: *mut u8 = arrays.scratch();
        let chosen = scratch.wrapping_add(BLOCK * size_of::<isize>());
        let next = chosen.wrapping_add(BLOCK * self.size);
        let blocks = Blocks { places: scratch.cast(), chosen, next };
        let select = next.wrapping_add(BLOCK * self.size);
        let scatter = select.wrapping_add(self.select.scratch_nbytes().next_multiple_of(64));
        // SAFETY: the scratch memory has room for blocks and regions; the lines are those of the arrays.
        unsafe {
            fill(self.size, arrays.input(self.init), arrays.result(0), self.count);
            let mut select = self.select.begin(arrays, select);
            let mut scatter = self.scatter.begin(arrays, scatter);
            for lines in &self.lines {
                lines.each_part(0..lines.count(), BLOCK, |part| {
                    self.select(arrays, &blocks, &mut select, part);
                    // Windows of a part that share elements go one after the other.
                    let step = if lines.is_disjoint { part.count } else { 1 };
                    for first in (0..part.count).step_by(step) {
                        let source = part.result + first as isize * lines.result_stride;
                        self.scatter(arrays, &blocks, &mut scatter, first..first + step, (source, lines.result_stride));
                    }
                });
            }
        }
        Ok(())
    }
}

impl SelectAndScatter {
    /// The element that each window of a part selects; a place of -1 where there is none.
    unsafe fn select(&self, arrays: &Arrays, blocks: &Blocks, select: &mut Running<'_>, part: &Part<'_>) {
        let operand: *const u8 = arrays.input(self.operand);
        // SAFETY: asked of the caller; a part is no longer than a block.
        unsafe {
            let places = std::slice::from_raw_parts_mut(blocks.places, part.count);
            places.fill(-1);
            for met in part.taps() {
                let count = met.end - met.first;
                if count == 0 {
                    continue;
                }
                let mut next = operand.wrapping_offset(met.element.wrapping_mul(self.size as isize));
                if met.stride != 1 {
                    copy_strided(self.size, next, met.stride, blocks.next, count);
                    next = blocks.next;
                }
                let chosen = blocks.chosen.add(met.first * self.size);
                select.set(0, chosen);
                select.set(1, next);
                select.run(count);
                let places = &mut places[met.first..met.end];
                choose(self.size, select.result(0), chosen, places, next, (met.element, met.stride));
            }
        }
    }

    /// Combines elements of the source with what lies where their windows chose.
    unsafe fn scatter(
        &self,
        arrays: &Arrays,
        blocks: &Blocks,
        scatter_region: &mut Running<'_>,
        part: std::ops::Range<usize>,
        (source, stride): (isize, isize),
    ) {
        let result: *mut u8 = arrays.result(0);
        let count = part.len();
        // SAFETY: asked of the caller.
        unsafe {
            let places = std::slice::from_raw_parts(blocks.places.add(part.start), count);
            gather(self.size, result, places, blocks.chosen);
            let mut from = arrays.input::<u8>(self.source).wrapping_offset(source * self.size as isize);
            if stride != 1 {
                copy_strided(self.size, from, stride, blocks.next, count);
                from = blocks.next;
            }
            scatter_region.set(0, blocks.chosen);
            scatter_region.set(1, from);
            scatter_region.run(count);
            scatter(self.size, scatter_region.result(0), result, places);
        }
    }
}
