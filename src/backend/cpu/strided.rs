//! Moves between registers and views: what a view reads as a block of items, and a block put where a view says.

use super::instruction::{Bases, Detail, Function, Instruction};
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
        // Where there is no item, nothing is asked for, but a block begins.
        let inner = Axis { extent: inner.extent.max(1), ..inner };
        Strided { offset: view.offset, outer, inner }
    }

    pub(super) fn stride(&self) -> isize {
        self.inner.stride
    }

    /// The length of a short row of neighbours that all items go over again and again from `start` on, and its first element.
    #[inline(always)]
    pub(super) fn repeated(&self, start: usize) -> Option<(usize, isize)> {
        let is_repeated = match self.outer.as_slice() {
            [axis] => axis.stride == 0,
            _ => false,
        };
        let row = self.inner.extent;
        (is_repeated && self.inner.stride == 1 && row < 8 && start.is_multiple_of(row)).then_some((row, self.offset))
    }

    /// The runs of so many items from `start` on.
    #[inline(always)]
    pub(super) fn runs(&self, start: usize, count: usize) -> Runs<'_> {
        Runs { view: self, row: start / self.inner.extent, within: start % self.inner.extent, left: count }
    }
}

/// The runs of a block, in order.
pub(super) struct Runs<'a> {
    view: &'a Strided,
    /// The index of all axes but the innermost.
    row: usize,
    within: usize,
    left: usize,
}

impl Runs<'_> {
    /// The next run, until no item is left.
    #[inline(always)]
    pub(super) fn next_run(&mut self) -> Option<Run> {
        if self.left == 0 {
            return None;
        }
        let mut element = self.view.offset + self.within as isize * self.view.inner.stride;
        match self.view.outer.as_slice() {
            [] => {}
            [axis] => element += self.row as isize * axis.stride,
            axes => {
                let (mut rest, mut axis) = (self.row, axes.len());
                while axis > 0 {
                    axis -= 1;
                    element += (rest % axes[axis].extent) as isize * axes[axis].stride;
                    rest /= axes[axis].extent;
                }
            }
        }
        let within = self.view.inner.extent - self.within;
        let count = if within < self.left { within } else { self.left };
        (self.row, self.within, self.left) = (self.row + 1, 0, self.left - count);
        Some(Run { element, count })
    }
}

struct Gather<T>(std::marker::PhantomData<T>);

impl<T: Copy + 'static> Body for Gather<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Strided(view) = &instruction.detail else { return };
        // SAFETY: the view lies in its buffer, and the register has room for a block; they do not overlap.
        unsafe {
            let mut to: *mut T = instruction.to.at(bases, start);
            let from: *const T = instruction.from[0].at(bases, 0);
            let mut runs = view.runs(start, count);
            if let ([Axis { stride: 0, .. }], 1) = (view.outer.as_slice(), view.inner.stride)
                && start.is_multiple_of(view.inner.extent)
            {
                // A row again and again: what is there already is copied, twice as much each time.
                let mut done = if view.inner.extent < count { view.inner.extent } else { count };
                std::ptr::copy_nonoverlapping(from.offset(view.offset), to, done);
                while done < count {
                    let next = if done < count - done { done } else { count - done };
                    std::ptr::copy_nonoverlapping(to, to.add(done), next);
                    done += next;
                }
                return;
            }
            while let Some(run) = runs.next_run() {
                let from = from.offset(run.element);
                match view.inner.stride {
                    1 => std::ptr::copy_nonoverlapping(from, to, run.count),
                    0 => {
                        let mut place = 0;
                        while place < run.count {
                            *to.add(place) = *from;
                            place += 1;
                        }
                    }
                    stride => {
                        let mut place = 0;
                        while place < run.count {
                            *to.add(place) = *from.offset(place as isize * stride);
                            place += 1;
                        }
                    }
                }
                to = to.add(run.count);
            }
        }
    }
}

struct Scatter<T>(std::marker::PhantomData<T>);

impl<T: Copy + 'static> Body for Scatter<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Strided(view) = &instruction.detail else { return };
        // SAFETY: the view lies in its buffer, and the register holds a block; they do not overlap.
        unsafe {
            let to: *mut T = instruction.to.at(bases, 0);
            let mut from: *const T = instruction.from[0].at(bases, start);
            let mut runs = view.runs(start, count);
            while let Some(run) = runs.next_run() {
                let to = to.offset(run.element);
                let mut place = 0;
                while place < run.count {
                    *to.offset(place as isize * view.inner.stride) = *from.add(place);
                    place += 1;
                }
                from = from.add(run.count);
            }
        }
    }
}

struct InOrder<T>(std::marker::PhantomData<T>);

impl<T: Copy + 'static> Body for InOrder<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        // SAFETY: both have room for a block; one may be the other.
        unsafe {
            let from: *const T = instruction.from[0].at(bases, start);
            std::ptr::copy(from, instruction.to.at(bases, start), count);
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
