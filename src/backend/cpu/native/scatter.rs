//! `scatter`: the updates are combined, in their order, with the elements where they belong. Those that belong outside of
//! the array are left out, each by itself.

use super::super::instruction::{Bases, Detail, Instruction, Place};
use super::accumulate::{accumulate, put};
use super::computation::{Computation, Running};
use super::index::index_at;
use super::part::strides;
use super::places::{Axis, Component, Outside, Places};
use super::slices::{self, SliceAxis, Slices};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::plan::combiner;
use crate::program::op::attributes::Scatter as Attributes;
use crate::tensor::DType;

/// The most elements that are combined at once.
const BLOCK: usize = 256;

#[derive(Debug)]
struct Scatter {
    arrays: Vec<Array>,
    indices: usize,
    indices_dtype: DType,
    /// The dimensions of the updates but those of a run.
    outer: Vec<SliceAxis>,
    /// The dimensions of the arrays but those of a run.
    dimensions: Vec<Dimension>,
    run: Run,
    /// How many runs there are.
    runs: usize,
    update: Computation,
    /// How whole runs are combined, where each lies inside or outside as a whole and the region is one operation.
    whole: Option<Whole>,
}

/// Updates that belong inside or outside as a whole.
#[derive(Debug)]
struct Whole {
    places: Places,
    instruction: Instruction,
    /// The bytes of one.
    nbytes: usize,
}

/// An array with its updates.
#[derive(Debug)]
struct Array {
    input: usize,
    updates: usize,
    size: usize,
    nbytes: usize,
}

/// A dimension of the arrays.
#[derive(Debug)]
struct Dimension {
    extent: i64,
    /// How many elements apart neighbours lie.
    stride: usize,
    /// Where the index along it stands in the first index of a slice.
    component: Option<usize>,
    /// The dimension of the updates that counts along it.
    axis: Option<usize>,
}

/// Updates that follow each other in the arrays as they do in the updates.
#[derive(Debug)]
struct Run {
    /// Where the index of the first stands in the first index of a slice.
    component: Option<usize>,
    /// How many parts a run has.
    extent: i64,
    /// How many parts the arrays have room for.
    room: i64,
    /// How many elements a part has, which belong outside all or none.
    part: usize,
    /// How many dimensions of the updates it has.
    axes: usize,
}

pub(super) fn scatter(call: &Call, attributes: &Attributes) -> Result<Option<Box<dyn Native>>> {
    let inputs = (call.function.body().operands(call.operation).len() - 1) / 2;
    let Some(update) = Computation::new(call, 0, BLOCK) else { return Ok(None) };
    let mut arrays = Vec::with_capacity(inputs);
    for place in 0..inputs {
        let ((input, ty), (updates, new)) = (call.operand(place)?, call.operand(inputs + 1 + place)?);
        let dtype = call.result(place)?.dtype;
        // What one array had may be what another gets, which is written first.
        let is_moved = update.argument(place).is_some_and(|argument| argument < inputs && argument != place);
        if ty.dtype != dtype || new.dtype != dtype || is_moved {
            return Ok(None);
        }
        arrays.push(Array { input, updates, size: dtype.size(), nbytes: call.result_nbytes(place) });
    }
    let (dims, updates) = (call.operand(0)?.1.dims(), call.operand(inputs + 1)?.1.dims());
    let numbers = attributes.scatter_dimension_numbers.gather();
    let slices = Slices::new(call, dims.len(), inputs, updates, &numbers)?;
    let run = Run::new(&slices, dims);
    let (outer, strides) = (&slices.axes[..slices.axes.len() - run.axes], strides(dims, 1));
    let dimension = |dimension: usize| Dimension {
        extent: dims[dimension],
        stride: strides[dimension],
        component: slices.component(dimension),
        axis: outer.iter().position(|axis| axis.dimension == Some(dimension)),
    };
    let is_whole = run.component.is_none() || (run.extent == 1 && run.part == 1);
    let whole = if arrays.len() == 1 && is_whole { whole(call, &slices, &run, &update, dims)? } else { None };
    Ok(Some(Box::new(Scatter {
        arrays,
        indices: slices.indices,
        indices_dtype: slices.indices_dtype,
        dimensions: (0..dims.len() - run.axes).map(dimension).collect(),
        runs: outer.iter().map(|axis| axis.extent).product(),
        outer: outer.to_vec(),
        run,
        update,
        whole,
    })))
}

/// Updates that a region combines that is one operation, or puts in place.
fn whole(call: &Call, slices: &Slices, run: &Run, update: &Computation, dims: &[i64]) -> Result<Option<Whole>> {
    let dtype = call.result(0)?.dtype;
    let function = match combiner(call.function, call.operation) {
        Some(op) => accumulate(&op, dtype, call.isa),
        None => (update.argument(0) == Some(1)).then(|| put(dtype)),
    };
    let strides = strides(dims, 1);
    let axis = |axis: &SliceAxis| Axis {
        extent: axis.extent,
        index: axis.index_stride,
        place: axis.dimension.map_or(0, |dimension| strides[dimension]),
    };
    let component = |component: &slices::Component| Component {
        at: component.at,
        extent: dims[component.dimension],
        stride: strides[component.dimension] as i64,
        axis: slices.axes[..slices.axes.len() - run.axes]
            .iter()
            .position(|axis| axis.dimension == Some(component.dimension) && axis.extent != 1),
    };
    let axes: Vec<Axis> = slices.axes[..slices.axes.len() - run.axes].iter().map(axis).collect();
    let components = slices.components.iter().map(component).collect();
    let places = Places::new(&axes, components, slices.indices_dtype, Outside::LeftOut, call.isa);
    let place = |base: u32| Place { base, step: 0, offset: 0 };
    let from = [place(1), place(2), Place::default()];
    let count = run.extent as usize * run.part;
    let instruction = |function| Instruction { function, to: place(0), from, detail: Detail::Count(count) };
    let nbytes = count * dtype.size();
    Ok(function.zip(places).map(|(function, places)| Whole { places, instruction: instruction(function), nbytes }))
}

impl Run {
    /// The longest run: the last dimensions of the updates, as far as all but the first are whole.
    fn new(slices: &Slices, dims: &[i64]) -> Run {
        let mut run = Run { component: None, extent: 1, room: 1, part: 1, axes: 0 };
        for (axis, dimension) in slices.axes.iter().rev().zip((0..dims.len()).rev()) {
            let is_whole = run.axes == 0 || (run.component.is_none() && run.extent == run.room);
            if !axis.is_within || axis.dimension != Some(dimension) || !is_whole {
                break;
            }
            run = Run {
                component: slices.component(dimension),
                extent: axis.extent as i64,
                room: dims[dimension],
                part: run.part * run.extent as usize,
                axes: run.axes + 1,
            };
        }
        run
    }
}

impl Native for Scatter {
    fn scratch_nbytes(&self) -> usize {
        self.update.scratch_nbytes() + self.outer.len() * size_of::<usize>()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        // SAFETY: asked of the caller; the scratch memory has room for the computation and for an index.
        unsafe {
            for (place, array) in self.arrays.iter().enumerate() {
                let (input, result): (*const u8, *mut u8) = (arrays.input(array.input), arrays.result(place));
                if input != result.cast_const() {
                    std::ptr::copy_nonoverlapping(input, result, array.nbytes);
                }
            }
            if let Some(whole) = &self.whole {
                self.combine_whole(arrays, whole);
                return Ok(());
            }
            let scratch: *mut u8 = arrays.scratch();
            let index: *mut usize = scratch.add(self.update.scratch_nbytes()).cast();
            index.write_bytes(0, self.outer.len());
            let index = std::slice::from_raw_parts_mut(index, self.outer.len());
            let mut update = self.update.begin(arrays, scratch);
            for run in 0..self.runs {
                self.combine_run(arrays, &mut update, run, index);
                self.advance(index);
            }
        }
        Ok(())
    }
}

impl Scatter {
    /// The next index into the outer dimensions.
    fn advance(&self, index: &mut [usize]) {
        for (at, axis) in index.iter_mut().zip(&self.outer).rev() {
            *at += 1;
            if *at < axis.extent {
                return;
            }
            *at = 0;
        }
    }

    /// Combines updates that belong inside or outside as a whole.
    ///
    /// # Safety
    /// As for [`Native::run`].
    unsafe fn combine_whole(&self, arrays: &Arrays, whole: &Whole) {
        let updates: *const u8 = arrays.input(self.arrays[0].updates);
        // SAFETY: asked of the caller; the places are those of elements.
        unsafe {
            whole.places.each_block(arrays.input(self.indices), 0..whole.places.blocks(), |first, places| {
                let updates = updates.add(first * whole.nbytes).cast_mut();
                let bases = [arrays.result::<u8>(0), updates, places.as_ptr().cast_mut().cast()];
                (whole.instruction.function)(&whole.instruction, Bases::new(&bases), 0, places.len());
            });
        }
    }

    /// Where the run with this index begins: the element as far as it lies inside, but for the dimension of the run, and the
    /// index along that one.
    ///
    /// # Safety
    /// As for [`Native::run`].
    #[inline(always)]
    unsafe fn start(&self, arrays: &Arrays, index: &[usize]) -> Option<(usize, i64)> {
        let indices: *const u8 = arrays.input(self.indices);
        let mut first = 0;
        for (at, axis) in index.iter().zip(&self.outer) {
            first += at * axis.index_stride;
        }
        let start = |component: Option<usize>| match component {
            // SAFETY: the first index has such an element.
            Some(component) => unsafe { index_at(self.indices_dtype, indices, first + component) },
            None => 0,
        };
        let mut place = 0;
        for dimension in &self.dimensions {
            let within = dimension.axis.map_or(0, |axis| index[axis] as i64);
            let at = start(dimension.component).saturating_add(within);
            if !(0..dimension.extent).contains(&at) {
                return None;
            }
            place += at as usize * dimension.stride;
        }
        Some((place, start(self.run.component)))
    }

    /// Combines the updates of a run, which have this index, as far as they belong inside.
    ///
    /// # Safety
    /// As for [`Native::run`].
    unsafe fn combine_run(&self, arrays: &Arrays, update: &mut Running, run: usize, index: &[usize]) {
        // SAFETY: asked of the caller.
        let Some((place, start)) = (unsafe { self.start(arrays, index) }) else { return };
        let Run { extent, room, part, .. } = self.run;
        let begin = start.saturating_neg().clamp(0, extent);
        let end = room.saturating_sub(start).clamp(begin, extent);
        let place = place as i64 + (start.saturating_add(begin)).saturating_mul(part as i64);
        let from = (run * extent as usize + begin as usize) * part;
        let count = (end - begin) as usize * part;
        if count > 0 {
            // SAFETY: these updates exist, and their places lie inside.
            unsafe { self.combine(arrays, update, place as usize, from, count) };
        }
    }

    /// Combines so many elements from `place` on with the updates from `from` on.
    ///
    /// # Safety
    /// As for [`Native::run`]; there are such elements and updates.
    unsafe fn combine(&self, arrays: &Arrays, update: &mut Running, place: usize, from: usize, count: usize) {
        let mut done = 0;
        while done < count {
            let block = self.update.block.min(count - done);
            // SAFETY: asked of the caller.
            unsafe {
                for (number, array) in self.arrays.iter().enumerate() {
                    let old = arrays.result::<u8>(number).add((place + done) * array.size);
                    let new = arrays.input::<u8>(array.updates).add((from + done) * array.size);
                    update.set(number, old);
                    update.set(self.arrays.len() + number, new);
                }
                update.run(block);
                for (number, array) in self.arrays.iter().enumerate() {
                    let to = arrays.result::<u8>(number).add((place + done) * array.size);
                    std::ptr::copy(update.result(number), to, block * array.size);
                }
            }
            done += block;
        }
    }
}
