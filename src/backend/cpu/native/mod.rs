//! Operations on whole arrays that have a function of their own, one file for each family. The evaluator computes the
//! others.

mod accumulate;
mod argmax;
mod bits;
mod computation;
mod control;
mod convolution;
mod depthwise;
mod dynamic_slice;
mod elements;
mod gather;
mod index;
mod map;
mod merge_sort;
mod order;
mod part;
mod places;
pub(super) mod product;
mod radix;
mod reduce;
mod reduce_window;
mod scatter;
mod select_and_scatter;
mod slices;
mod sort;
mod top_k;
mod triangular;
mod windows;

use std::ops::Range;
use std::time::Duration;

use super::executable::Executable;
use super::instruction::{Bases, Place};
use super::threads;
use super::workspace::Context;
use crate::error::{Error, Result, Status};
use crate::isa::Isa;
use crate::plan::{BufferId, RegionPlan};
use crate::program::op::Op;
use crate::program::{Function, Operation, OperationId, TensorType, ValueId};

/// An operation, made ready to run any number of times.
pub(super) trait Native: std::fmt::Debug + Send + Sync {
    /// The bytes of scratch memory that a run needs.
    fn scratch_nbytes(&self) -> usize {
        0
    }

    /// The bytes of scratch memory that each thread needs that does a part of it.
    fn part_nbytes(&self) -> usize {
        0
    }

    /// The bytes of memory that stay as they are from run to run.
    fn kept_nbytes(&self) -> usize {
        0
    }

    /// Fills that memory before the first run; it is all zeros.
    fn fill(&self, _kept: &mut [u8]) {}

    /// The plans of its regions that run in runs of this.
    fn regions(&self) -> Vec<&Executable> {
        Vec::new()
    }

    /// The operations in its regions that are left to the evaluator.
    fn evaluated(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// Whether a run can fail.
    fn can_fail(&self) -> bool {
        false
    }

    /// Computes the results. Denormal numbers are zeros meanwhile.
    ///
    /// # Safety
    /// The arrays are those of the call that this was made for, and nobody else uses them meanwhile. No result overlaps
    /// another array, but that it may lie in the place of the input that `overwrites` of the operation pairs it with.
    unsafe fn run(&self, arrays: &Arrays) -> Result<()>;
}

/// An operation of a plan, and where its arrays lie.
#[derive(Debug)]
pub(super) struct NativeCall {
    pub(super) native: Box<dyn Native>,
    pub(super) inputs: Vec<Place>,
    pub(super) results: Vec<Place>,
    pub(super) scratch: Place,
    pub(super) part: Place,
    pub(super) kept: Place,
}

/// The arrays of a run.
pub(super) struct Arrays<'a> {
    call: &'a NativeCall,
    bases: Bases,
    pub(super) context: &'a Context<'a>,
}

impl<'a> Arrays<'a> {
    pub(super) fn new(call: &'a NativeCall, bases: Bases, context: &'a Context<'a>) -> Arrays<'a> {
        Arrays { call, bases, context }
    }

    /// Does the work of so many items, of which each takes so many nanoseconds: in several ranges at once where that pays,
    /// which begin at multiples of `grain`. The work is given scratch memory of its thread, of [`Native::part_nbytes`]. No
    /// item may depend on another, nor may what is computed depend on where the ranges begin.
    pub(super) fn split(
        &self,
        items: usize,
        grain: usize,
        nanoseconds: f64,
        work: &(dyn Fn(*mut u8, Range<usize>) + Sync),
    ) {
        let (part, bases, helpers) = (self.call.part, self.bases, self.context.helpers);
        let worth = threads::worth(items as f64 * nanoseconds, self.context.least);
        threads::split(self.context.num_threads, items, grain, worth, &|member, range| {
            // SAFETY: the scratch memory is that of the running thread.
            let scratch = match member.checked_sub(1) {
                None => unsafe { part.at(bases, 0) },
                Some(helper) => helpers.get(helper).map_or(std::ptr::null_mut(), |helper| helper.scratch(part)),
            };
            work(scratch, range);
        });
    }

    /// As [`Arrays::split`], with work that is told the arrays too, wherever it is done. It leaves their context alone, which
    /// is that of the thread that calls.
    pub(super) fn split_arrays(
        &self,
        items: usize,
        nanoseconds: f64,
        work: &(dyn Fn(&Arrays, *mut u8, Range<usize>) + Sync),
    ) {
        struct Everywhere<'a, 'b>(&'b Arrays<'a>);
        // SAFETY: the work reads addresses, which stay as they are, and not the context.
        unsafe impl Sync for Everywhere<'_, '_> {}
        impl<'a, 'b> Everywhere<'a, 'b> {
            fn get(&self) -> &'b Arrays<'a> {
                self.0
            }
        }
        let arrays = &Everywhere(self);
        self.split(items, 1, nanoseconds, &|scratch, range| work(arrays.get(), scratch, range));
    }

    /// An input, by its place in [`Call::inputs`].
    pub(super) fn input<T>(&self, index: usize) -> *const T {
        // SAFETY: the places of a call are those of arrays of the run.
        unsafe { self.call.inputs[index].at(self.bases, 0) }
    }

    /// A result.
    pub(super) fn result<T>(&self, index: usize) -> *mut T {
        // SAFETY: as above.
        unsafe { self.call.results[index].at(self.bases, 0) }
    }

    /// The scratch memory, which begins at a multiple of 64 bytes.
    pub(super) fn scratch<T>(&self) -> *mut T {
        // SAFETY: as above.
        unsafe { self.call.scratch.at(self.bases, 0) }
    }

    /// The memory that stays as it is from run to run, which begins at a multiple of 64 bytes.
    pub(super) fn kept<T>(&self) -> *mut T {
        // SAFETY: as above.
        unsafe { self.call.kept.at(self.bases, 0) }
    }
}

/// An operation of a program and what it reads.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) function: &'a Function,
    pub(super) operation: OperationId,
    /// The values that it reads, each once: operands, and what its regions take from outside.
    pub(super) inputs: &'a [(ValueId, BufferId)],
    /// The plans of its regions, where it is a loop or a choice.
    pub(super) regions: &'a [RegionPlan],
    pub(super) isa: Isa,
    /// What a part of a kernel should take at least.
    pub(super) least: Duration,
}

impl<'a> Call<'a> {
    /// The operation.
    pub(super) fn operation(&self) -> &'a Operation {
        self.function.body().operation(self.operation)
    }

    /// The place of an operand among the inputs, and its type.
    pub(super) fn operand(&self, index: usize) -> Result<(usize, &'a TensorType)> {
        let body = self.function.body();
        let value = body.operands(self.operation)[index];
        let ty = body.value_type(value).as_tensor().ok_or_else(|| internal("an operand is no array"))?;
        Ok((self.input(value)?, ty))
    }

    /// The place of a value among the inputs.
    pub(super) fn input(&self, value: ValueId) -> Result<usize> {
        let place = self.inputs.iter().position(|(input, _)| *input == value);
        place.ok_or_else(|| internal("an operation reads what is not among its inputs"))
    }

    /// The type of a result.
    pub(super) fn result(&self, index: usize) -> Result<&'a TensorType> {
        let value = self.operation().results().nth(index);
        let ty = value.and_then(|value| self.function.body().value_type(value).as_tensor());
        ty.ok_or_else(|| internal("a result is no array"))
    }

    /// The bytes of a result.
    pub(super) fn result_nbytes(&self, index: usize) -> usize {
        self.result(index).map_or(0, |ty| ty.element_count() * ty.dtype.size())
    }
}

/// The function of an operation, where it has one.
pub(super) fn native(call: &Call) -> Result<Option<Box<dyn Native>>> {
    match &call.operation().op {
        Op::Convolution(attributes) => convolution::convolution(call, attributes),
        Op::DynamicSlice(_) => dynamic_slice::dynamic_slice(call).map(Some),
        Op::DynamicUpdateSlice => dynamic_slice::dynamic_update_slice(call).map(Some),
        Op::Cholesky(attributes) => triangular::cholesky(call, attributes).map(Some),
        Op::TriangularSolve(attributes) => triangular::triangular_solve(call, attributes).map(Some),
        Op::Gather(attributes) => gather::gather(call, attributes).map(Some),
        Op::ReduceWindow(attributes) => reduce_window::reduce_window(call, attributes),
        Op::SelectAndScatter(attributes) => select_and_scatter::select_and_scatter(call, attributes),
        Op::Scatter(attributes) => scatter::scatter(call, attributes),
        Op::While | Op::If | Op::Case => control::native(call),
        Op::Sort(attributes) => sort::sort(call, attributes),
        Op::TopK(attributes) => top_k::top_k(call, attributes),
        Op::BitcastConvert => bits::bitcast_convert(call),
        Op::RngBitGenerator(attributes) => bits::rng_bit_generator(call, attributes),
        Op::Map(_) => map::map(call),
        Op::Reduce(attributes) => reduce::reduce(call, attributes),
        _ => Ok(None),
    }
}

fn internal(message: &str) -> Error {
    Error::new(Status::Internal, message)
}
