//! `sort`: the keys of a line of elements become numbers, these are sorted with their places, and every operand is put in
//! the order of the places. By several keys it sorts by the last first, as each sort keeps the order of what is equal.

use super::merge_sort::merge_sort;
use super::order::{Key, keys};
use super::part::{Axis, Part};
use super::radix::{self, Entry};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::op::attributes::Sort as Attributes;

/// About how many nanoseconds it takes to sort an element by a key.
const OF_ELEMENT: f64 = 15.0;

/// The most elements whose keys are computed at once.
const BLOCK: usize = 512;

#[derive(Debug)]
struct Sort {
    keys: Vec<Key>,
    operands: Vec<Operand>,
    /// How many elements a line has.
    length: usize,
    /// How many lines lie side by side, each with its elements as far apart; and how many times over.
    inner: usize,
    outer: usize,
}

#[derive(Debug)]
struct Operand {
    input: usize,
    size: usize,
    /// A line, put together.
    line: Part,
    /// Where in the scratch memory it is.
    scratch: usize,
}

/// What lies where in the scratch memory, beside the lines of operands.
struct Layout {
    order: usize,
    numbers: usize,
    entries: usize,
    spare: usize,
    computation: usize,
    nbytes: usize,
}

pub(super) fn sort(call: &Call, attributes: &Attributes) -> Result<Option<Box<dyn Native>>> {
    let dims = call.operand(0)?.1.dims();
    let rank = dims.len() as i64;
    let along = (if attributes.dimension < 0 { rank + attributes.dimension } else { attributes.dimension }) as usize;
    let length = dims[along] as usize;
    let inner = dims[along + 1..].iter().product::<i64>() as usize;
    let outer = dims[..along].iter().product::<i64>() as usize;
    if u32::try_from(length).is_err() {
        return Ok(None);
    }
    let Some(keys) = keys(call, length.clamp(1, BLOCK)) else { return merge_sort(call, length, inner, outer) };
    let mut operands: Vec<Operand> = Vec::new();
    let mut scratch = 0;
    for index in 0..call.function.body().operands(call.operation).len() {
        let (input, ty) = call.operand(index)?;
        let size = ty.dtype.size();
        let line = Part::of(vec![Axis { extent: length, from: inner * size, to: size }], size);
        operands.push(Operand { input, size, line, scratch });
        scratch += (length * size).next_multiple_of(64);
    }
    Ok(Some(Box::new(Sort { keys, operands, length, inner, outer })))
}

/// Does something with each line of arrays, which may be shared by threads: their elements are so many lines of so many,
/// between which so many others lie. It is told the first element of the line.
pub(super) fn each_line(
    arrays: &Arrays,
    [outer, length, inner]: [usize; 3],
    nanoseconds: f64,
    sort: &(dyn Fn(&Arrays, *mut u8, usize) + Sync),
) {
    arrays.split_arrays(outer * inner, nanoseconds, &|arrays, scratch, lines| {
        for line in lines {
            sort(arrays, scratch, line / inner * length * inner + line % inner);
        }
    });
}

impl Native for Sort {
    fn part_nbytes(&self) -> usize {
        self.layout().nbytes
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let nanoseconds = OF_ELEMENT * (self.length * self.keys.len()) as f64;
        each_line(arrays, [self.outer, self.length, self.inner], nanoseconds, &|arrays, scratch, first| {
            // SAFETY: asked of the caller; threads sort other lines.
            unsafe { self.line(arrays, scratch, first) };
        });
        Ok(())
    }
}

impl Sort {
    fn layout(&self) -> Layout {
        let is_wide = self.keys.iter().any(|key| key.order.is_wide());
        let entry = if is_wide { size_of::<u128>() } else { size_of::<u64>() };
        let mut end =
            self.operands.last().map_or(0, |last| last.scratch + (self.length * last.size).next_multiple_of(64));
        let mut take = |nbytes: usize| {
            let begin = end;
            end += nbytes.next_multiple_of(64);
            begin
        };
        let order = take(2 * self.length * size_of::<u32>());
        let numbers = take(self.length * size_of::<u64>());
        let (entries, spare) = (take(self.length * entry), take(self.length * entry));
        let computation = take(self.keys.iter().map(|key| key.computation.scratch_nbytes()).max().unwrap_or(0));
        Layout { order, numbers, entries, spare, computation, nbytes: end }
    }

    /// Sorts the line that begins with this element.
    ///
    /// # Safety
    /// As for [`Native::run`]; the scratch memory is that of a part.
    unsafe fn line(&self, arrays: &Arrays, scratch: *mut u8, first: usize) {
        let layout = self.layout();
        let length = self.length;
        // SAFETY: the scratch memory is laid out for a line.
        unsafe {
            for operand in &self.operands {
                let from: *const u8 = arrays.input(operand.input);
                operand.line.copy(from.add(first * operand.size), scratch.add(operand.scratch));
            }
            let orders = std::slice::from_raw_parts_mut(scratch.add(layout.order).cast::<u32>(), 2 * length);
            let (mut order, mut next) = orders.split_at_mut(length);
            for (at, place) in order.iter_mut().enumerate() {
                *place = at as u32;
            }
            let numbers = std::slice::from_raw_parts_mut(scratch.add(layout.numbers).cast::<u64>(), length);
            for key in self.keys.iter().rev() {
                self.numbers(arrays, key, numbers, scratch, layout.computation);
                let (entries, spare) = (scratch.add(layout.entries), scratch.add(layout.spare));
                if key.order.is_wide() {
                    sort_by::<u128>(numbers, order, next, entries, spare);
                } else {
                    sort_by::<u64>(numbers, order, next, entries, spare);
                }
                std::mem::swap(&mut order, &mut next);
            }
            for (result, operand) in self.operands.iter().enumerate() {
                let from = scratch.add(operand.scratch);
                let to = arrays.result::<u8>(result).add(first * operand.size);
                match operand.size {
                    1 => permuted::<u8>(order, from, to, self.inner),
                    2 => permuted::<u16>(order, from, to, self.inner),
                    4 => permuted::<u32>(order, from, to, self.inner),
                    _ => permuted::<u64>(order, from, to, self.inner),
                }
            }
        }
    }

    /// The numbers of a key, for the line that was put together.
    ///
    /// # Safety
    /// As for [`Native::run`]; the scratch memory is that of a part, with that of the key's computation in this place.
    unsafe fn numbers(&self, arrays: &Arrays, key: &Key, numbers: &mut [u64], lines: *mut u8, computation: usize) {
        // SAFETY: asked of the caller; lines have so many elements.
        unsafe {
            let mut running = key.computation.begin(arrays, lines.add(computation));
            let mut done = 0;
            for block in numbers.chunks_mut(key.computation.block) {
                for (place, operand) in self.operands.iter().enumerate() {
                    let elements = lines.add(operand.scratch + done * operand.size);
                    running.set(2 * place, elements);
                    running.set(2 * place + 1, elements);
                }
                running.run(block.len());
                key.order.numbers(running.result(0), block);
                done += block.len();
            }
        }
    }
}

/// Sorts what stands in this order by the number of each; `next` is the order then.
///
/// # Safety
/// There is memory for as many entries in both places, which begin at multiples of 16 bytes.
unsafe fn sort_by<E: Entry>(numbers: &[u64], order: &[u32], next: &mut [u32], entries: *mut u8, spare: *mut u8) {
    let (entries, spare): (*mut E, *mut E) = (entries.cast(), spare.cast());
    for (at, &place) in order.iter().enumerate() {
        // SAFETY: asked of the caller.
        unsafe { entries.add(at).write(E::new(numbers[place as usize], at as u32)) };
    }
    // SAFETY: asked of the caller; scratch memory is initialised from the beginning.
    let (entries, spare) = unsafe {
        (std::slice::from_raw_parts_mut(entries, order.len()), std::slice::from_raw_parts_mut(spare, order.len()))
    };
    radix::sort(entries, spare);
    for (next, entry) in next.iter_mut().zip(entries.iter()) {
        *next = order[entry.place() as usize];
    }
}

/// Puts elements in an order, so many apart.
///
/// # Safety
/// There are such elements, and room for them.
unsafe fn permuted<T: Copy>(order: &[u32], from: *const u8, to: *mut u8, apart: usize) {
    for (at, &place) in order.iter().enumerate() {
        // SAFETY: asked of the caller; arrays are aligned.
        unsafe { *to.cast::<T>().add(at * apart) = *from.cast::<T>().add(place as usize) };
    }
}
