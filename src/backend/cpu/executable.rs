//! A plan made executable, and the memory that one run at a time uses.

use std::cell::Cell;
use std::ops::Range;

use super::arena::Arena;
use super::denormals::FlushToZero;
use super::encode::{Code, Encoded, Loop, begin, encode};
use super::instruction::Bases;
use super::native::{Arrays, NativeCall};
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
}

/// The memory of a run: what is between arguments and results, and where those lie.
pub struct Workspace {
    #[expect(dead_code, reason = "held for its drop")]
    arena: Arena,
    #[expect(dead_code, reason = "held for its drop")]
    scratch: Arena,
    /// The beginning of arena, scratch memory, arguments and results.
    bases: Vec<*mut u8>,
}

// SAFETY: the memory is only used in the unsafe functions of `Executable`, whose callers have the workspace alone.
unsafe impl Send for Workspace {}
// SAFETY: as above.
unsafe impl Sync for Workspace {}

impl Executable {
    /// Makes a plan executable, for the best instruction set of the machine or the one that `NNX_ISA` names.
    ///
    /// # Errors
    /// `INTERNAL` when the plan has a step that no instruction computes.
    pub fn new(plan: Plan) -> Result<Executable> {
        let encoded = encode(&plan, isa::chosen().isa)?;
        let depth = verify::check_calls(plan.module())?;
        Ok(Executable { plan, encoded, depth })
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

    /// Whether a run can fail.
    pub fn can_fail(&self) -> bool {
        self.encoded.kernels.iter().any(|code| match code {
            Code::Loop(_) => false,
            Code::Native(call) => call.native.can_fail(),
            Code::Evaluated => true,
        })
    }

    /// The bytes of a workspace.
    pub fn nbytes(&self) -> usize {
        self.encoded.nbytes + self.encoded.scratch_nbytes
    }

    /// Memory for a run.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is none.
    pub fn workspace(&self) -> Result<Workspace> {
        let mut arena = Arena::new(self.encoded.nbytes)?;
        let mut scratch = Arena::new(self.encoded.scratch_nbytes)?;
        self.fill(arena.bytes_mut());
        let mut bases = vec![arena.base(), scratch.base()];
        bases.resize(self.base_count(), std::ptr::null_mut());
        Ok(Workspace { arena, scratch, bases })
    }

    /// How many blocks of memory a run uses: [`Bases`] has their order.
    pub(super) fn base_count(&self) -> usize {
        Bases::FIRST_ARGUMENT as usize + self.plan.arguments().len() + self.plan.results().len()
    }

    /// The bytes of the arena of a workspace, and of its scratch memory.
    pub(super) fn memory(&self) -> (usize, usize) {
        (self.encoded.nbytes, self.encoded.scratch_nbytes)
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
        let (_, places) = workspace.bases.split_at_mut(Bases::FIRST_ARGUMENT as usize);
        let (to_arguments, to_results) = places.split_at_mut(takes);
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
            self.run_kernels(workspace, 0..self.plan.kernels().len())?;
            for moved in self.plan.moved() {
                let result = Bases::FIRST_ARGUMENT as usize + self.plan.arguments().len() + moved.result;
                let to = workspace.bases[result];
                let bytes = self.bytes(Bases::new(&workspace.bases), moved.buffer);
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len());
            }
        }
        Ok(())
    }

    /// Runs some of the kernels, by their places.
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
        let iterations = Cell::new(iterations);
        // SAFETY: the bases are as the caller bound and the workspace has; `workspace` is borrowed alone.
        unsafe { self.run_over(Bases::new(&workspace.bases), kernels, &iterations) }
    }

    /// Runs all kernels over these blocks of memory, as a part of another run.
    ///
    /// # Errors
    /// As [`Executable::run`].
    ///
    /// # Safety
    /// There are [`Executable::base_count`] bases: an arena that was filled, scratch memory, and the rest as
    /// [`Executable::run`] asks. Denormal numbers are zeros.
    pub(super) unsafe fn run_within(&self, bases: Bases, iterations: &Cell<u64>) -> Result<()> {
        // SAFETY: asked of the caller.
        unsafe { self.run_over(bases, 0..self.encoded.kernels.len(), iterations) }
    }

    /// # Safety
    /// As [`Executable::run_within`].
    unsafe fn run_over(&self, bases: Bases, kernels: Range<usize>, iterations: &Cell<u64>) -> Result<()> {
        for kernel in kernels {
            match &self.encoded.kernels[kernel] {
                // SAFETY: the instructions were made for this machine's instruction set and for these blocks of memory.
                Code::Loop(encoded) => unsafe { run_loop(encoded, bases) },
                // SAFETY: as above.
                Code::Native(call) => unsafe { run_native(call, bases, iterations) }?,
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
/// As for [`super::instruction::Function`].
unsafe fn run_native(call: &NativeCall, bases: Bases, iterations: &Cell<u64>) -> Result<()> {
    // SAFETY: asked of the caller: the places are those of the arrays that the operation reads and makes.
    unsafe { call.native.run(&Arrays::new(call, bases, iterations)) }
}

/// # Safety
/// As for [`super::instruction::Function`].
unsafe fn run_loop(encoded: &Loop, bases: Bases) {
    // SAFETY: asked of the caller.
    unsafe {
        for (instruction, count) in &encoded.before {
            (instruction.function)(instruction, bases, 0, *count);
        }
        let mut start = 0;
        while start < encoded.count {
            let count = encoded.block.min(encoded.count - start);
            for instruction in &encoded.body {
                (instruction.function)(instruction, bases, start, count);
            }
            start += count;
        }
    }
}
