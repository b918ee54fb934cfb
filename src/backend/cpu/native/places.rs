//! Where the elements are that indices name: many places at a time, by one pass over the indices for each dimension.

use std::marker::PhantomData;
use std::ops::Range;

use super::super::level::{Kernel, kernel};
use crate::isa::Isa;
use crate::tensor::DType;

/// A place that lies outside of the array.
pub(super) const NOWHERE: i64 = i64::MAX;

/// The most places that are found at once.
pub(super) const BLOCK: usize = 256;

/// What becomes of an index that lies outside of the array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// It names the nearest place inside.
    Moved,
    /// It names nothing.
    LeftOut,
}

/// A dimension of what the indices name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) extent: usize,
    /// How far apart the indices of neighbours lie, in elements.
    pub(super) index: usize,
    /// How far apart the places of neighbours lie that have one index.
    pub(super) place: usize,
}

/// A part of an index, which says where along a dimension of the array a place is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    /// How many elements after the beginning of the index it stands.
    pub(super) at: usize,
    /// The first that is too large.
    pub(super) extent: i64,
    /// How far apart neighbours along the dimension lie.
    pub(super) stride: i64,
    /// The axis that counts along the dimension, too.
    pub(super) axis: Option<usize>,
}

/// The places that indices name, in the order of their axes.
#[derive(Debug)]
pub(super) struct Places {
    /// From the outermost on; neighbours that could be one are, and the last is there.
    axes: Vec<Axis>,
    components: Vec<Component>,
    find: for<'a, 'b> unsafe fn(&'a Task<'b>),
    size: usize,
}

/// Places that follow each other along the innermost axis.
struct Row {
    /// The index of the first, in elements, and the place of the first but for what its index says.
    index: usize,
    place: usize,
}

impl Places {
    pub(super) fn new(
        axes: &[Axis],
        components: Vec<Component>,
        indices: DType,
        outside: Outside,
        isa: Isa,
    ) -> Option<Places> {
        let counts = |axis: usize| components.iter().any(|component| component.axis == Some(axis));
        let mut merged: Vec<(Axis, bool)> = Vec::new();
        let mut new_axis = vec![0; axes.len()];
        for (place, &axis) in axes.iter().enumerate() {
            if axis.extent == 1 && !counts(place) {
                continue;
            }
            match merged.last_mut() {
                Some((outer, false))
                    if !counts(place)
                        && outer.index == axis.index * axis.extent
                        && outer.place == axis.place * axis.extent =>
                {
                    *outer = Axis { extent: outer.extent * axis.extent, ..axis };
                }
                _ => merged.push((axis, counts(place))),
            }
            new_axis[place] = merged.len() - 1;
        }
        if merged.is_empty() {
            merged.push((Axis { extent: 1, index: 0, place: 0 }, false));
        }
        let moved = |component: Component| Component { axis: component.axis.map(|axis| new_axis[axis]), ..component };
        Some(Places {
            axes: merged.into_iter().map(|(axis, _)| axis).collect(),
            components: components.into_iter().map(moved).collect(),
            find: finder(indices, outside, isa)?,
            size: indices.size(),
        })
    }

    /// How many blocks of places there are.
    pub(super) fn blocks(&self) -> usize {
        let (outer, inner) = self.axes.split_at(self.axes.len() - 1);
        outer.iter().map(|axis| axis.extent).product::<usize>() * inner[0].extent.div_ceil(BLOCK)
    }

    /// Gives some of the blocks, which follow each other, to `found`: the number of the first place, and all.
    ///
    /// # Safety
    /// There is an array of these indices.
    #[inline(always)]
    pub(super) unsafe fn each_block(
        &self,
        indices: *const u8,
        blocks: Range<usize>,
        mut found: impl FnMut(usize, &[i64]),
    ) {
        let extent = self.axes[self.axes.len() - 1].extent;
        let in_row = extent.div_ceil(BLOCK);
        let mut block = [0; BLOCK];
        for number in blocks {
            let (row, first) = (number / in_row, number % in_row * BLOCK);
            let places = &mut block[..BLOCK.min(extent - first)];
            // SAFETY: asked of the caller; each row is one of the indices.
            unsafe { self.find(indices, row, first, places) };
            found(row * extent + first, places);
        }
    }

    /// # Safety
    /// As [`Places::each_block`]; the row has so many places from the first on.
    unsafe fn find(&self, indices: *const u8, row: usize, first: usize, places: &mut [i64]) {
        let last = self.axes.len() - 1;
        let inner = self.axes[last];
        let Row { index, place } = self.row(row);
        for (at, to) in places.iter_mut().enumerate() {
            *to = (place + (first + at) * inner.place) as i64;
        }
        for component in &self.components {
            let (counted, step) = match component.axis {
                None => (0, 0),
                Some(axis) if axis == last => (first as i64, 1),
                Some(axis) => (self.along(row, axis) as i64, 0),
            };
            let begin = index + component.at + first * inner.index;
            // SAFETY: asked of the caller.
            unsafe {
                let indices = indices.add(begin * self.size);
                (self.find)(&Task {
                    indices,
                    apart: inner.index,
                    component,
                    counted,
                    step,
                    places: places.as_mut_ptr(),
                    count: places.len(),
                });
            }
        }
    }

    /// Where a row begins.
    fn row(&self, row: usize) -> Row {
        let (mut left, mut found) = (row, Row { index: 0, place: 0 });
        for axis in self.axes[..self.axes.len() - 1].iter().rev() {
            let at = left % axis.extent;
            left /= axis.extent;
            found = Row { index: found.index + at * axis.index, place: found.place + at * axis.place };
        }
        found
    }

    /// How far along an axis a row is.
    fn along(&self, row: usize, axis: usize) -> usize {
        let inside: usize = self.axes[axis + 1..self.axes.len() - 1].iter().map(|axis| axis.extent).product();
        row / inside % self.axes[axis].extent
    }
}

/// Adds to places what one component of their indices says.
struct Task<'a> {
    indices: *const u8,
    /// How many elements apart indices lie.
    apart: usize,
    component: &'a Component,
    /// How far along the dimension the first place is without its index, and how much further each next one.
    counted: i64,
    step: i64,
    places: *mut i64,
    count: usize,
}

/// An integer that stands for a place.
trait Index: Copy + 'static {
    /// One that is larger than any i64 is the largest.
    fn number(self) -> i64;
}

macro_rules! indices {
    ($($type:ty)*) => {$(
        impl Index for $type {
            #[inline(always)]
            fn number(self) -> i64 { i64::from(self) }
        }
    )*};
}

indices! { i8 i16 i32 i64 u8 u16 u32 }

impl Index for u64 {
    #[inline(always)]
    fn number(self) -> i64 {
        if self > i64::MAX as u64 { i64::MAX } else { self as i64 }
    }
}

struct Move<T>(PhantomData<T>);

impl<T: Index> Kernel for Move<T> {
    type Task<'a> = Task<'a>;

    #[inline(always)]
    unsafe fn run(task: &Task) {
        let &Component { extent, stride, .. } = task.component;
        let indices: *const T = task.indices.cast();
        let mut at = 0;
        while at < task.count {
            // SAFETY: there are so many places, and an index for each.
            unsafe {
                let number = (*indices.add(at * task.apart)).number();
                let number = if number < extent { number } else { extent - 1 };
                let number = if number > 0 { number } else { 0 };
                *task.places.add(at) += number * stride;
            }
            at += 1;
        }
    }
}

struct LeaveOut<T>(PhantomData<T>);

impl<T: Index> Kernel for LeaveOut<T> {
    type Task<'a> = Task<'a>;

    #[inline(always)]
    unsafe fn run(task: &Task) {
        let &Component { extent, stride, .. } = task.component;
        let indices: *const T = task.indices.cast();
        let (mut least, mut at) = (-task.counted, 0);
        while at < task.count {
            // SAFETY: as in `Move`.
            unsafe {
                let number = (*indices.add(at * task.apart)).number();
                let place = *task.places.add(at);
                let is_inside = (number >= least) & (number < least + extent) & (place != NOWHERE);
                *task.places.add(at) =
                    if is_inside { place.wrapping_add(number.wrapping_mul(stride)) } else { NOWHERE };
            }
            least -= task.step;
            at += 1;
        }
    }
}

fn finder(indices: DType, outside: Outside, isa: Isa) -> Option<for<'a, 'b> unsafe fn(&'a Task<'b>)> {
    fn of<T: Index>(outside: Outside, isa: Isa) -> for<'a, 'b> unsafe fn(&'a Task<'b>) {
        match outside {
            Outside::Moved => kernel::<Move<T>>(isa),
            Outside::LeftOut => kernel::<LeaveOut<T>>(isa),
        }
    }
    Some(match indices {
        DType::I8 => of::<i8>(outside, isa),
        DType::I16 => of::<i16>(outside, isa),
        DType::I32 => of::<i32>(outside, isa),
        DType::I64 => of::<i64>(outside, isa),
        DType::U8 | DType::Bool => of::<u8>(outside, isa),
        DType::U16 => of::<u16>(outside, isa),
        DType::U32 => of::<u32>(outside, isa),
        DType::U64 => of::<u64>(outside, isa),
        // No operation takes indices that are floating-point numbers.
        DType::F16 | DType::BF16 | DType::F32 | DType::F64 => return None,
    })
}
