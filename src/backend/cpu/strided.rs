//! Moves between registers and views: what a view reads as a block of items, and a block put where a view says.

use super::instruction::{Detail, Function, Instruction};
use super::level::{Body, function};
use crate::isa::Isa;
use crate::plan::{Axis, View};

/// A view in the order of items.
#[derive(Clone, Debug)]
pub(super) struct Strided {
    offset: isize,
    outer: Vec<Axis>,
    inner: Axis,
}

/// Consecutive items that lie at a constant distance.
pub(super) struct Run {
    /// The element of the first.
    pub(super) element: isize,
    /// How many.
    pub(super) count: usize,
}

impl Strided {
    /// The view, which is simplified.
    pub(super) fn new(view: &View) -> Strided {
        let mut outer = view.axes.clone();
        let inner = outer.pop().unwrap_or(Axis { extent: 1, stride: 1 });
        Strided { offset: view.offset, outer, inner }
    }

    pub(super) fn stride(&self) -> isize {
        self.inner.stride
    }

    /// The run that begins with this item, with at most so many.
    #[inline(always)]
    pub(super) fn run(&self, item: usize, most: usize) -> Run {
        let (mut rest, within) = (item / self.inner.extent, item % self.inner.extent);
        let mut element = self.offset + within as isize * self.inner.stride;
        for axis in self.outer.iter().rev() {
            element += (rest % axis.extent) as isize * axis.stride;
            rest /= axis.extent;
        }
        Run { element, count: (self.inner.extent - within).min(most) }
    }
}

struct Gather<T>(std::marker::PhantomData<T>);

impl<T: Copy + 'static> Body for Gather<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, base: *mut u8, start: usize, count: usize) {
        let Detail::Strided(view) = &instruction.detail else { return };
        // SAFETY: the view lies in its buffer, and the register has room for a block; they do not overlap.
        unsafe {
            let mut to: *mut T = instruction.to.at(base, start);
            let from: *const T = instruction.from[0].at(base, 0);
            let mut item = start;
            while item < start + count {
                let run = view.run(item, start + count - item);
                let from = from.offset(run.element);
                match view.inner.stride {
                    1 => std::ptr::copy_nonoverlapping(from, to, run.count),
                    0 => std::slice::from_raw_parts_mut(to, run.count).fill(*from),
                    stride => {
                        for place in 0..run.count {
                            *to.add(place) = *from.offset(place as isize * stride);
                        }
                    }
                }
                to = to.add(run.count);
                item += run.count;
            }
        }
    }
}

struct Scatter<T>(std::marker::PhantomData<T>);

impl<T: Copy + 'static> Body for Scatter<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, base: *mut u8, start: usize, count: usize) {
        let Detail::Strided(view) = &instruction.detail else { return };
        // SAFETY: the view lies in its buffer, and the register holds a block; they do not overlap.
        unsafe {
            let to: *mut T = instruction.to.at(base, 0);
            let mut from: *const T = instruction.from[0].at(base, start);
            let mut item = start;
            while item < start + count {
                let run = view.run(item, start + count - item);
                let to = to.offset(run.element);
                for place in 0..run.count {
                    *to.offset(place as isize * view.inner.stride) = *from.add(place);
                }
                from = from.add(run.count);
                item += run.count;
            }
        }
    }
}

struct InOrder<T>(std::marker::PhantomData<T>);

impl<T: Copy + 'static> Body for InOrder<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, base: *mut u8, start: usize, count: usize) {
        // SAFETY: both have room for a block; one may be the other.
        unsafe {
            let from: *const T = instruction.from[0].at(base, start);
            std::ptr::copy(from, instruction.to.at(base, start), count);
        }
    }
}

macro_rules! by_size {
    ($body:ident, $isa:expr, $size:expr) => {
        match $size {
            1 => function::<$body<u8>>($isa),
            2 => function::<$body<u16>>($isa),
            4 => function::<$body<u32>>($isa),
            _ => function::<$body<u64>>($isa),
        }
    };
}

/// Reads a view of elements of so many bytes into a register.
pub(super) fn gather(isa: Isa, size: usize) -> Function {
    by_size!(Gather, isa, size)
}

/// Puts a register where a view says.
pub(super) fn scatter(isa: Isa, size: usize) -> Function {
    by_size!(Scatter, isa, size)
}

/// Copies items in order.
pub(super) fn copy(isa: Isa, size: usize) -> Function {
    by_size!(InOrder, isa, size)
}
