//! `sort` by a comparator that is no order by keys: runs are merged two by two, and all merges of a pass take a step at once,
//! so that the comparator runs over blocks.

use super::computation::{Computation, Running};
use super::part::{Axis, Part};
use super::sort::each_line;
use super::{Arrays, Call, Native};
use crate::error::Result;

/// About how many nanoseconds a comparison takes.
const OF_COMPARISON: f64 = 10.0;

/// The most comparisons at once.
const BLOCK: usize = 256;

#[derive(Debug)]
struct MergeSort {
    less: Computation,
    operands: Vec<Operand>,
    /// How many elements a line has.
    length: usize,
    /// How many lines lie side by side, each with its elements as far apart; and how many times over.
    inner: usize,
    outer: usize,
    scratch_nbytes: usize,
}

#[derive(Debug)]
struct Operand {
    input: usize,
    size: usize,
    /// A line, put together.
    line: Part,
    /// Where in the scratch memory it is, and where elements that are compared are.
    scratch: usize,
    compared: usize,
}

/// Two runs of places, and where the next place goes.
#[derive(Clone, Copy)]
struct Merge {
    left: usize,
    left_end: usize,
    right: usize,
    right_end: usize,
    to: usize,
}

/// A sort of lines of so many elements, so many side by side and so many times over.
pub(super) fn merge_sort(call: &Call, length: usize, inner: usize, outer: usize) -> Result<Option<Box<dyn Native>>> {
    let Some(less) = Computation::new(call, 0, BLOCK) else { return Ok(None) };
    let mut end = less.scratch_nbytes().next_multiple_of(64);
    let mut take = |nbytes: usize| {
        let begin = end;
        end += nbytes.next_multiple_of(64);
        begin
    };
    let mut operands = Vec::new();
    for index in 0..call.function.body().operands(call.operation).len() {
        let (input, ty) = call.operand(index)?;
        let size = ty.dtype.size();
        let line = Part::of(vec![Axis { extent: length, from: inner * size, to: size }], size);
        operands.push(Operand { input, size, line, scratch: take(length * size), compared: take(2 * BLOCK * size) });
    }
    let places = 2 * length * size_of::<u32>();
    let scratch_nbytes = take(places) + places;
    Ok(Some(Box::new(MergeSort { less, operands, length, inner, outer, scratch_nbytes })))
}

impl Native for MergeSort {
    fn part_nbytes(&self) -> usize {
        self.scratch_nbytes
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let passes = usize::BITS - self.length.leading_zeros();
        let nanoseconds = OF_COMPARISON * (self.length * passes as usize) as f64;
        each_line(arrays, [self.outer, self.length, self.inner], nanoseconds, &|arrays, scratch, first| {
            // SAFETY: asked of the caller; threads sort other lines.
            unsafe { self.line(arrays, scratch, first) };
        });
        Ok(())
    }
}

impl MergeSort {
    /// Sorts the line that begins with this element.
    ///
    /// # Safety
    /// As for [`Native::run`]; the scratch memory is that of a part.
    unsafe fn line(&self, arrays: &Arrays, scratch: *mut u8, first: usize) {
        let length = self.length;
        // SAFETY: the scratch memory is laid out for a line.
        unsafe {
            for operand in &self.operands {
                let from: *const u8 = arrays.input(operand.input);
                operand.line.copy(from.add(first * operand.size), scratch.add(operand.scratch));
            }
            let mut less = self.less.begin(arrays, scratch);
            for (place, operand) in self.operands.iter().enumerate() {
                let compared = scratch.add(operand.compared);
                less.set(2 * place, compared);
                less.set(2 * place + 1, compared.add(BLOCK * operand.size));
            }
            let orders: *mut u32 = scratch.add(self.scratch_nbytes - 2 * length * size_of::<u32>()).cast();
            let (mut order, mut next) = (
                std::slice::from_raw_parts_mut(orders, length),
                std::slice::from_raw_parts_mut(orders.add(length), length),
            );
            order.iter_mut().enumerate().for_each(|(at, place)| *place = at as u32);
            let mut run = 1;
            while run < length {
                for from in (0..length).step_by(2 * run * BLOCK) {
                    self.merge(&less, scratch, order, next, run, from);
                }
                std::mem::swap(&mut order, &mut next);
                run *= 2;
            }
            for (result, operand) in self.operands.iter().enumerate() {
                let (from, size) = (scratch.add(operand.scratch), operand.size);
                let to = arrays.result::<u8>(result).add(first * size);
                for (at, &place) in order.iter().enumerate() {
                    let from = from.add(place as usize * size);
                    std::ptr::copy_nonoverlapping(from, to.add(at * self.inner * size), size);
                }
            }
        }
    }

    /// Merges runs of so many places two by two, of which the first begins here, as many as are compared at once.
    ///
    /// # Safety
    /// As for [`Native::run`]; elements that are compared are set.
    unsafe fn merge(&self, less: &Running, scratch: *mut u8, order: &[u32], next: &mut [u32], run: usize, from: usize) {
        let mut merges = [Merge { left: 0, left_end: 0, right: 0, right_end: 0, to: 0 }; BLOCK];
        let mut count = 0;
        for left in (from..self.length).step_by(2 * run).take(BLOCK) {
            let (right, end) = ((left + run).min(self.length), (left + 2 * run).min(self.length));
            merges[count] = Merge { left, left_end: right, right, right_end: end, to: left };
            count += 1;
        }
        loop {
            // What is left of one run where the other is empty.
            let mut at = 0;
            while at < count {
                let merge = merges[at];
                if merge.left < merge.left_end && merge.right < merge.right_end {
                    at += 1;
                    continue;
                }
                let rest =
                    if merge.left < merge.left_end { merge.left..merge.left_end } else { merge.right..merge.right_end };
                next[merge.to..][..rest.len()].copy_from_slice(&order[rest]);
                count -= 1;
                merges[at] = merges[count];
            }
            if count == 0 {
                return;
            }
            for operand in &self.operands {
                let (size, line) = (operand.size, scratch.wrapping_add(operand.scratch));
                let compared = scratch.wrapping_add(operand.compared);
                for (at, merge) in merges[..count].iter().enumerate() {
                    let [first, second] = [order[merge.right], order[merge.left]].map(|place| place as usize * size);
                    // SAFETY: places are those of elements of the line, and there is room for a block of each.
                    unsafe {
                        std::ptr::copy_nonoverlapping(line.add(first), compared.add(at * size), size);
                        std::ptr::copy_nonoverlapping(line.add(second), compared.add((BLOCK + at) * size), size);
                    }
                }
            }
            // SAFETY: asked of the caller; the elements are there.
            let is_before = unsafe {
                less.run(count);
                std::slice::from_raw_parts(less.result(0), count)
            };
            for (merge, &is_before) in merges[..count].iter_mut().zip(is_before) {
                let taken = if is_before != 0 { &mut merge.right } else { &mut merge.left };
                next[merge.to] = order[*taken];
                *taken += 1;
                merge.to += 1;
            }
        }
    }
}
