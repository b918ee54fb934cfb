//! A plan made executable, and the memory that one run at a time uses.

use std::ops::Range;

use super::arena::Arena;
use super::denormals::FlushToZero;
use super::encode::{Encoded, Loop, encode};
use crate::error::{Error, Result};
use crate::isa;
use crate::plan::{BufferId, Origin, Plan, Work};
use crate::program::evaluate::evaluate_operation;
use crate::program::{TensorType, verify};
use crate::tensor::{DType, Tensor};

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

/// The memory of a run: arguments and results, and everything between.
pub struct Workspace(Arena);

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

    /// The bytes of a workspace.
    pub fn nbytes(&self) -> usize {
        self.encoded.nbytes
    }

    /// Memory for a run, with zeros for arguments.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is none.
    pub fn workspace(&self) -> Result<Workspace> {
        let mut arena = Arena::new(self.encoded.nbytes)?;
        let bytes = arena.bytes_mut();
        for buffer in self.plan.buffers() {
            if let Origin::Constant(value) = &buffer.origin {
                write(&mut bytes[buffer.offset..][..buffer.nbytes()], value);
            }
        }
        for splat in &self.encoded.splats {
            let size = splat.element.dtype().size();
            for element in bytes[splat.offset..][..splat.count * size].chunks_exact_mut(size) {
                write(element, &splat.element);
            }
        }
        Ok(Workspace(arena))
    }

    /// Sets an argument, which is of the type that the program takes.
    pub fn set(&self, workspace: &mut Workspace, argument: usize, value: &Tensor) {
        let buffer = &self.plan.buffers()[self.plan.arguments()[argument]];
        write(&mut workspace.0.bytes_mut()[buffer.offset..][..buffer.nbytes()], value);
    }

    /// The bytes of a result.
    pub fn result<'w>(&self, workspace: &'w Workspace, result: usize) -> &'w [u8] {
        self.bytes(workspace, self.plan.results()[result])
    }

    /// Runs the plan. Arguments whose place a result takes have its value afterwards.
    ///
    /// # Errors
    /// What an operation that is left to the evaluator answers.
    pub fn run(&self, workspace: &mut Workspace) -> Result<()> {
        self.run_kernels(workspace, 0..self.plan.kernels().len())
    }

    /// Runs some of the kernels, by their places.
    ///
    /// # Errors
    /// As [`Executable::run`].
    pub fn run_kernels(&self, workspace: &mut Workspace, kernels: Range<usize>) -> Result<()> {
        let mode = FlushToZero::begin();
        for kernel in kernels {
            match &self.encoded.loops[kernel] {
                // SAFETY: the instructions were made for an arena of this layout and for this machine's instruction set;
                // `workspace` is borrowed alone.
                Some(encoded) => unsafe { run_loop(encoded, workspace.0.base()) },
                // The evaluator has its own way with denormal numbers.
                None => mode.suspended(|| self.evaluate(workspace, kernel))?,
            }
        }
        drop(mode);
        Ok(())
    }

    fn bytes<'w>(&self, workspace: &'w Workspace, buffer: BufferId) -> &'w [u8] {
        let buffer = &self.plan.buffers()[buffer];
        &workspace.0.bytes()[buffer.offset..][..buffer.nbytes()]
    }

    fn evaluate(&self, workspace: &mut Workspace, kernel: usize) -> Result<()> {
        let Work::Evaluate { function, operation, inputs, results, .. } = &self.plan.kernels()[kernel].work else {
            return Ok(());
        };
        let module = self.plan.module();
        let function = &module.functions()[*function];
        let mut values = Vec::with_capacity(inputs.len());
        for &(value, buffer) in inputs {
            let Some(ty) = function.body().value_type(value).as_tensor() else { continue };
            values.push((value, Tensor::from_bytes(ty.dtype, ty.dims(), self.bytes(workspace, buffer))?));
        }
        let found = evaluate_operation(module, function, *operation, &values, self.depth)?;
        for (value, buffer) in found.iter().zip(results) {
            if let Some(buffer) = buffer {
                let buffer = &self.plan.buffers()[*buffer];
                write(&mut workspace.0.bytes_mut()[buffer.offset..][..buffer.nbytes()], value);
            }
        }
        Ok(())
    }

    /// Moves results that could not be computed in place to the arguments whose place they take.
    pub fn carry(&self, workspace: &mut Workspace) {
        for &(argument, result) in self.plan.copied() {
            let from = &self.plan.buffers()[self.plan.results()[result]];
            let to = &self.plan.buffers()[self.plan.arguments()[argument]];
            workspace.0.bytes_mut().copy_within(from.offset..from.offset + from.nbytes(), to.offset);
        }
    }

    /// Runs the plan on these arguments, which are of the types that the program takes.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for arguments of other types, `RESOURCE_EXHAUSTED` when there is no memory, and as
    /// [`Executable::run`].
    pub fn call(&self, workspace: &mut Workspace, arguments: &[Tensor], results: &[TensorType]) -> Result<Vec<Tensor>> {
        let taken = self.plan.arguments();
        if arguments.len() != taken.len() || results.len() != self.plan.results().len() {
            let (takes, given) = (taken.len(), arguments.len());
            return Err(Error::invalid(format!("the plan takes {takes} arguments, {given} were given")));
        }
        for (place, (value, &buffer)) in arguments.iter().zip(taken).enumerate() {
            let buffer = &self.plan.buffers()[buffer];
            if value.dtype() != buffer.dtype || value.element_count() != buffer.count {
                let (dtype, count) = (buffer.dtype, buffer.count);
                return Err(Error::invalid(format!("argument {place} of the plan is {count} elements of {dtype}")));
            }
            self.set(workspace, place, value);
        }
        self.run(workspace)?;
        let one =
            |(place, ty): (usize, &TensorType)| Tensor::from_bytes(ty.dtype, ty.dims(), self.result(workspace, place));
        results.iter().enumerate().map(one).collect()
    }
}

/// # Safety
/// As for [`super::instruction::Function`].
unsafe fn run_loop(encoded: &Loop, base: *mut u8) {
    // SAFETY: asked of the caller.
    unsafe {
        for (instruction, count) in &encoded.before {
            (instruction.function)(instruction, base, 0, *count);
        }
        let mut start = 0;
        while start < encoded.count {
            let count = encoded.block.min(encoded.count - start);
            for instruction in &encoded.body {
                (instruction.function)(instruction, base, start, count);
            }
            start += count;
        }
    }
}

/// Writes the elements of an array; a bool that is not 0 is 1.
fn write(to: &mut [u8], value: &Tensor) {
    if value.dtype() == DType::Bool {
        for (to, from) in to.iter_mut().zip(value.bytes()) {
            *to = u8::from(*from != 0);
        }
    } else {
        to.copy_from_slice(value.bytes());
    }
}
