//! A plan made executable.

use std::ops::Range;
use std::time::Duration;

use super::arena::Arena;
use super::denormals::FlushToZero;
use super::encode::{Before, Code, Encoded, Loop, begin, encode};
use super::instruction::Bases;
use super::native::Arrays;
use super::threads::{self, MAX_THREADS};
use super::workspace::{Context, Workspace};
use crate::error::{Error, Result};
use crate::isa;
use crate::plan::{BufferId, Origin, Plan, Work};
use crate::program::evaluate::evaluate_operation;
use crate::program::{TensorType, verify};
use crate::tensor::Tensor;

/// A plan as instructions of this machine. Any number of threads may run it at once, each with a workspace of its own.
///
/// Denormal numbers are zeros in all of its arithmetic. Its results are the same in every run; on the instruction sets
/// that multiply and add at once, products round differently from the baseline of x86-64, and nothing else does.
pub struct Executable {
    plan: Plan,
    encoded: Encoded,
    /// How deep the calls of the program nest.
    depth: usize,
    /// How many threads a run has that is not told.
    num_threads: usize,
    /// What a part of a kernel should take at least.
    least: Duration,
}

impl Executable {
    /// Makes a plan executable, for the best instruction set of the machine or the one that `NNX_ISA` names.
    ///
    /// # Errors
    /// `INTERNAL` when the plan has a step that no instruction computes, `INVALID_ARGUMENT` when `NNX_NUM_THREADS` is no
    /// number of threads.
    pub fn new(plan: Plan) -> Result<Executable> {
        Executable::in_parts(plan, threads::LEAST)
    }

    /// As [`Executable::new`]; its kernels are cut for several threads where each part takes so long, about, or longer.
    ///
    /// # Errors
    /// As [`Executable::new`].
    pub fn in_parts(plan: Plan, least: Duration) -> Result<Executable> {
        Executable::repeated(plan, least, &[])
    }

    /// As [`Executable::in_parts`], for a plan that runs many times while these of its arguments stay as they are:
    /// [`Executable::begin`] makes what follows from them alone.
    ///
    /// # Errors
    /// As there.
    pub(super) fn repeated(plan: Plan, least: Duration, stays: &[bool]) -> Result<Executable> {
        let encoded = encode(&plan, isa::chosen().isa, least, stays)?;
        let depth = verify::check_calls(plan.module())?;
        Ok(Executable { plan, encoded, depth, num_threads: threads::default()?, least })
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The operations that are left to the evaluator.
    pub fn evaluated(&self) -> impl Iterator<Item = &'static str> {
        let kernels = self.plan.kernels().iter().zip(&self.encoded.kernels);
        kernels.flat_map(|(kernel, code)| match (&kernel.work, code) {
            (Work::Operation { name, .. }, Code::Evaluated) => vec![*name],
            (_, Code::Native(call)) => call.native.evaluated(),
            (_, Code::Evaluated | Code::Loop(_)) => Vec::new(),
        })
    }

    /// Whether a kernel, by its place, is left to the evaluator, or an operation in it.
    pub fn is_evaluated(&self, kernel: usize) -> bool {
        match &self.encoded.kernels[kernel] {
            Code::Loop(_) => false,
            Code::Native(call) => !call.native.evaluated().is_empty(),
            Code::Evaluated => true,
        }
    }

    /// The plans of the regions of a kernel, by its place, where it is a loop or a choice: condition and body, or branches.
    pub fn regions(&self, kernel: usize) -> Vec<&Executable> {
        match &self.encoded.kernels[kernel] {
            Code::Native(call) => call.native.regions(),
            Code::Loop(_) | Code::Evaluated => Vec::new(),
        }
    }

    /// Whether loops of it are machine code of their own.
    pub fn is_compiled(&self) -> bool {
        self.encoded.pages.is_some()
    }

    /// Whether a run can fail.
    pub fn can_fail(&self) -> bool {
        self.encoded.kernels[self.plan.prelude()..].iter().any(|code| match code {
            Code::Loop(_) => false,
            Code::Native(call) => call.native.can_fail(),
            Code::Evaluated => true,
        })
    }

    /// The bytes of a workspace for one thread.
    pub fn nbytes(&self) -> usize {
        self.memory().into_iter().sum()
    }

    /// Memory for a run on as many threads as `NNX_NUM_THREADS` says, or as the process may use, with what does not depend on
    /// arguments already in it.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is none, and what an operation that is left to the evaluator answers.
    pub fn workspace(&self) -> Result<Workspace> {
        let mut arena = Arena::new(self.encoded.nbytes)?;
        self.fill(arena.bytes_mut());
        let [_, shared, scratch] = self.memory();
        let mut workspace = Workspace::new(arena, shared, scratch, self.base_count())?;
        self.set_num_threads(&mut workspace, 0)?;
        // SAFETY: these kernels read no argument and give no result.
        unsafe { self.run_kernels(&mut workspace, 0..self.plan.prelude()) }?;
        Ok(workspace)
    }

    /// Says on how many threads the next runs are done at most, up to [`MAX_THREADS`]; 0 is as many as without saying so.
    /// Results are the same.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is no memory for them.
    pub fn set_num_threads(&self, workspace: &mut Workspace, num_threads: usize) -> Result<()> {
        let num_threads = if num_threads == 0 { self.num_threads } else { num_threads.min(MAX_THREADS) };
        if workspace.num_threads != num_threads {
            let all = self.with_regions();
            let most =
                |of: &dyn Fn(&Executable) -> usize| all.iter().map(|executable| of(executable)).max().unwrap_or(0);
            let helpers = most(&|executable| executable.most_parts(num_threads)).min(num_threads) - 1;
            let scratch_nbytes = most(&|executable| executable.encoded.scratch_nbytes);
            workspace.reserve(helpers, scratch_nbytes, most(&Executable::base_count))?;
            workspace.num_threads = num_threads;
        }
        Ok(())
    }

    /// The most parts of a kernel on so many threads, of those that need memory for it.
    fn most_parts(&self, num_threads: usize) -> usize {
        let parts = |code: &Code| match code {
            Code::Loop(encoded) => threads::parts(num_threads, encoded.count, encoded.grain, encoded.worth),
            Code::Native(call) if call.native.part_nbytes() > 0 => num_threads,
            Code::Native(_) | Code::Evaluated => 1,
        };
        self.encoded.kernels.iter().map(parts).max().unwrap_or(1)
    }

    /// This, and the plans of regions of its operations.
    fn with_regions(&self) -> Vec<&Executable> {
        let mut all = vec![self];
        for kernel in 0..self.encoded.kernels.len() {
            all.extend(self.regions(kernel).into_iter().flat_map(Executable::with_regions));
        }
        all
    }

    /// How many blocks of memory a run uses: [`Bases`] has their order.
    pub(super) fn base_count(&self) -> usize {
        Bases::FIRST_ARGUMENT as usize + self.plan.arguments().len() + self.plan.results().len()
    }

    /// The bytes of the arena of a workspace, of what kernels make before their first block, and of scratch memory.
    pub(super) fn memory(&self) -> [usize; 3] {
        [self.encoded.nbytes, self.encoded.shared_nbytes, self.encoded.scratch_nbytes]
    }

    /// Fills an arena, which is all zeros, with what is in it before the first run.
    pub(super) fn fill(&self, bytes: &mut [u8]) {
        for (index, buffer) in self.plan.buffers().iter().enumerate() {
            if let Origin::Constant(value) = &buffer.origin {
                bytes[begin(&self.plan, index).offset..][..buffer.nbytes()].copy_from_slice(value.bytes());
            }
        }
        for splat in &self.encoded.splats {
            let size = splat.element.dtype().size();
            for element in bytes[splat.offset..][..splat.count * size].chunks_exact_mut(size) {
                element.copy_from_slice(splat.element.bytes());
            }
        }
        for code in &self.encoded.kernels {
            if let Code::Native(call) = code {
                call.native.fill(&mut bytes[call.kept.offset..][..call.native.kept_nbytes()]);
            }
        }
    }

    /// Says where the arguments and results of the next runs lie.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for another number of them than the plan has.
    pub fn bind(&self, workspace: &mut Workspace, arguments: &[*const u8], results: &[*mut u8]) -> Result<()> {
        let (takes, gives) = (self.plan.arguments().len(), self.plan.results().len());
        if arguments.len() != takes || results.len() != gives {
            let (taken, given) = (arguments.len(), results.len());
            return Err(Error::invalid(format!(
                "the plan has {takes} arguments and {gives} results, memory was given for {taken} and {given}"
            )));
        }
        let (to_arguments, to_results) = workspace.bound_mut().split_at_mut(takes);
        to_arguments.iter_mut().zip(arguments).for_each(|(to, from)| *to = from.cast_mut());
        to_results.copy_from_slice(results);
        Ok(())
    }

    /// Runs the plan over the memory that was bound.
    ///
    /// # Errors
    /// What an operation that is left to the evaluator answers; the results have any bytes then.
    ///
    /// # Safety
    /// The memory that was bound is aligned for the dtypes of the plan; that of arguments is initialised and may be read,
    /// that of results may be read and written, and nobody else writes to the first or uses the second meanwhile. A bool
    /// is 0 or 1. A result may lie in the place of the argument that [`Plan::in_place`] names, one that is moved
    /// ([`Plan::moved`]) in the place of any, and they overlap nothing else.
    pub unsafe fn run(&self, workspace: &mut Workspace) -> Result<()> {
        // SAFETY: asked of the caller.
        unsafe {
            self.run_kernels(workspace, self.plan.prelude()..self.plan.kernels().len())?;
            for moved in self.plan.moved() {
                let to = workspace.bound_mut()[self.plan.arguments().len() + moved.result];
                let bytes = self.bytes(workspace.bases(), moved.buffer);
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len());
            }
        }
        Ok(())
    }

    /// Runs some of the kernels, by their places. Those of [`Plan::prelude`] ran when the workspace was made.
    ///
    /// # Errors
    /// As [`Executable::run`].
    ///
    /// # Safety
    /// As [`Executable::run`].
    pub unsafe fn run_kernels(&self, workspace: &mut Workspace, kernels: Range<usize>) -> Result<()> {
        // SAFETY: asked of the caller.
        unsafe { self.run_bounded(workspace, kernels, u64::MAX) }
    }

    /// As [`Executable::run_kernels`], but loops of the program end when they ran so often, all together.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Safety
    /// As there.
    pub(super) unsafe fn run_bounded(
        &self,
        workspace: &mut Workspace,
        kernels: Range<usize>,
        iterations: u64,
    ) -> Result<()> {
        let _mode = FlushToZero::begin();
        let context = workspace.context(self.least, iterations);
        // SAFETY: the bases are as the caller bound and the workspace has; `workspace` is borrowed alone.
        unsafe { self.run_over(workspace.bases(), kernels, &context) }
    }

    /// Makes what follows from arguments that stay as they are, before the first run.
    ///
    /// # Safety
    /// As [`Executable::run_within`].
    pub(super) unsafe fn begin(&self, bases: Bases) {
        for Before { instruction, count, .. } in &self.encoded.once {
            // SAFETY: asked of the caller.
            unsafe { (instruction.function)(instruction, bases, 0, *count) };
        }
    }

    /// Runs all kernels over these blocks of memory, as a part of another run.
    ///
    /// # Errors
    /// As [`Executable::run`].
    ///
    /// # Safety
    /// There are [`Executable::base_count`] bases: an arena that was filled, the two other blocks of
    /// [`Executable::memory`], and the rest as [`Executable::run`] asks. The plan is of a region of the one whose run it is
    /// part of. Denormal numbers are zeros.
    pub(super) unsafe fn run_within(&self, bases: Bases, context: &Context) -> Result<()> {
        // SAFETY: asked of the caller.
        unsafe { self.run_over(bases, 0..self.encoded.kernels.len(), context) }
    }

    /// # Safety
    /// As [`Executable::run_within`].
    unsafe fn run_over(&self, bases: Bases, kernels: Range<usize>, context: &Context) -> Result<()> {
        for kernel in kernels {
            match &self.encoded.kernels[kernel] {
                // SAFETY: the instructions were made for this machine's instruction set and for these blocks of memory.
                Code::Loop(encoded) => unsafe { run_loop(encoded, bases, self.base_count(), context) },
                // SAFETY: as above; the places are those of the arrays that the operation reads and makes.
                Code::Native(call) => unsafe { call.native.run(&Arrays::new(call, bases, context)) }?,
                // The evaluator has its own way with denormal numbers.
                // SAFETY: asked of the caller.
                Code::Evaluated => FlushToZero::suspended(|| unsafe { self.evaluate(bases, kernel) })?,
            }
        }
        Ok(())
    }

    /// The bytes of a buffer.
    ///
    /// # Safety
    /// As [`Executable::run`].
    unsafe fn bytes<'w>(&self, bases: Bases, buffer: BufferId) -> &'w [u8] {
        let nbytes = self.plan.buffers()[buffer].nbytes();
        // SAFETY: the buffer lies there.
        unsafe { std::slice::from_raw_parts(begin(&self.plan, buffer).at(bases, 0), nbytes) }
    }

    /// # Safety
    /// As [`Executable::run`].
    unsafe fn evaluate(&self, bases: Bases, kernel: usize) -> Result<()> {
        let Work::Operation { function, operation, inputs, results, .. } = &self.plan.kernels()[kernel].work else {
            return Ok(());
        };
        let module = self.plan.module();
        let function = &module.functions()[*function];
        let mut values = Vec::with_capacity(inputs.len());
        for &(value, buffer) in inputs {
            let Some(ty) = function.body().value_type(value).as_tensor() else { continue };
            // SAFETY: asked of the caller.
            let bytes = unsafe { self.bytes(bases, buffer) };
            values.push((value, Tensor::from_bytes(ty.dtype, ty.dims(), bytes)?));
        }
        let found = evaluate_operation(module, function, *operation, &values, self.depth)?;
        for (value, buffer) in found.iter().zip(results) {
            if let Some(buffer) = *buffer {
                // SAFETY: the buffer lies there, and is as long as the value.
                unsafe {
                    let to: *mut u8 = begin(&self.plan, buffer).at(bases, 0);
                    std::ptr::copy_nonoverlapping(value.bytes().as_ptr(), to, value.nbytes());
                }
            }
        }
        Ok(())
    }

    /// Runs the plan on these arguments, which are of the types that the program takes.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for arguments of other types, `RESOURCE_EXHAUSTED` when there is no memory, and as
    /// [`Executable::run`].
    pub fn call(&self, workspace: &mut Workspace, arguments: &[Tensor], types: &[TensorType]) -> Result<Vec<Tensor>> {
        let (takes, gives) = (self.plan.arguments(), self.plan.results());
        if arguments.len() != takes.len() || types.len() != gives.len() {
            let (takes, given) = (takes.len(), arguments.len());
            return Err(Error::invalid(format!("the plan takes {takes} arguments, {given} were given")));
        }
        for (place, (value, &buffer)) in arguments.iter().zip(takes).enumerate() {
            let buffer = &self.plan.buffers()[buffer];
            if value.dtype() != buffer.dtype || value.element_count() != buffer.count {
                let (dtype, count) = (buffer.dtype, buffer.count);
                return Err(Error::invalid(format!("argument {place} of the plan is {count} elements of {dtype}")));
            }
        }
        for (place, (ty, &buffer)) in types.iter().zip(gives).enumerate() {
            let buffer = &self.plan.buffers()[buffer];
            if ty.dtype != buffer.dtype || ty.element_count() != buffer.count {
                let (dtype, count) = (buffer.dtype, buffer.count);
                return Err(Error::invalid(format!("result {place} of the plan is {count} elements of {dtype}")));
            }
        }
        let arguments = arguments.iter().map(Tensor::with_plain_bools).collect::<Result<Vec<Tensor>>>()?;
        let mut results = types.iter().map(|ty| Tensor::zeros(ty.dtype, ty.dims())).collect::<Result<Vec<Tensor>>>()?;
        let from: Vec<*const u8> = arguments.iter().map(|value| value.bytes().as_ptr()).collect();
        let to = results.iter_mut().map(|value| Ok(value.bytes_mut()?.as_mut_ptr())).collect::<Result<Vec<_>>>()?;
        self.bind(workspace, &from, &to)?;
        // SAFETY: arrays are aligned and of the types of the plan; the results are new.
        unsafe { self.run(workspace) }?;
        Ok(results)
    }
}

/// # Safety
/// As for [`super::instruction::Function`]; there are so many bases.
unsafe fn run_loop(encoded: &Loop, bases: Bases, base_count: usize, context: &Context) {
    let (num_threads, helpers) = (context.num_threads, context.helpers);
    for Before { instruction, count, worth } in &encoded.before {
        threads::split(num_threads, *count, 1, *worth, &|_, items| {
            // SAFETY: asked of the caller; the parts of what is worth several write to different places.
            unsafe { (instruction.function)(instruction, bases, items.start, items.len()) }
        });
    }
    threads::split(num_threads, encoded.count, encoded.grain, encoded.worth, &|member, items| {
        // SAFETY: each helper is told to one thread at a time; it was made for this plan, or one that this is a region of.
        let bases = if member == 0 { bases } else { unsafe { helpers[member - 1].bases(bases, base_count) } };
        let mut start = items.start;
        while start < items.end {
            let count = encoded.block.min(items.end - start);
            for instruction in &encoded.body {
                // SAFETY: asked of the caller; items of different parts are written to different places, and what a part
                // needs besides lies in scratch memory of its thread.
                unsafe { (instruction.function)(instruction, bases, start, count) };
            }
            start += count;
        }
    });
}
