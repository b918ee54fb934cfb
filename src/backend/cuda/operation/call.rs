//! An operation of a plan, with the types and slots of what it reads and gives, and the phases that it becomes.

use super::super::expression::type_name;
use super::super::frame::{Frame, Memory, Slot};
use super::super::phase::{Body, Phase};
use super::super::print::Lines;
use crate::error::{Error, Result, Status};
use crate::plan::BufferId;
use crate::program::{Body as ProgramBody, Operation, OperationId, TensorType, ValueId};
use crate::tensor::DType;

/// An array that an operation reads or gives.
#[derive(Clone)]
pub(super) struct Array<'p> {
    pub(super) slot: Slot,
    pub(super) ty: &'p TensorType,
}

impl Array<'_> {
    pub(super) fn dims(&self) -> &[i64] {
        self.ty.dims()
    }

    /// The element at a place.
    pub(super) fn at(&self, place: &str) -> String {
        format!("b{}[{place}]", self.slot)
    }

    /// The element at a place, in a dtype.
    pub(super) fn converted(&self, place: &str, to: DType) -> String {
        if self.ty.dtype == to {
            self.at(place)
        } else {
            format!("nnx::convert<{}>({})", type_name(to), self.at(place))
        }
    }
}

/// How many elements apart neighbours along each dimension lie.
pub(super) fn strides(dims: &[i64]) -> Vec<i64> {
    let mut strides = vec![1; dims.len()];
    for dimension in (1..dims.len()).rev() {
        strides[dimension - 1] = strides[dimension] * dims[dimension];
    }
    strides
}

/// The place of the element at an index, whose parts are expressions.
pub(super) fn place(dims: &[i64], index: &[String]) -> String {
    let terms = index.iter().zip(strides(dims)).map(|(at, stride)| match stride {
        1 => at.clone(),
        _ => format!("{at} * {stride}ll"),
    });
    let terms: Vec<String> = terms.collect();
    if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") }
}

/// Lines that take a place apart into an index; gives its parts.
pub(super) fn index(lines: &mut Lines, name: &str, of: &str, dims: &[i64]) -> Vec<String> {
    let strides = strides(dims);
    let mut parts = Vec::with_capacity(dims.len());
    for (dimension, (&extent, stride)) in dims.iter().zip(strides).enumerate() {
        let part = format!("{name}{dimension}");
        let of = if stride == 1 { of.to_owned() } else { format!("{of} / {stride}ll") };
        let of = if dimension == 0 { of } else { format!("{of} % {extent}ll") };
        lines.line(format!("const long long {part} = {of};"));
        parts.push(part);
    }
    parts
}

/// Opens a loop over an index into these extents; gives its parts. [`close`] closes it.
pub(super) fn open(lines: &mut Lines, name: &str, dims: &[i64]) -> Vec<String> {
    let parts: Vec<String> = (0..dims.len()).map(|dimension| format!("{name}{dimension}")).collect();
    for (part, extent) in parts.iter().zip(dims) {
        lines.open(format!("for (long long {part} = 0; {part} < {extent}ll; ++{part})"));
    }
    parts
}

pub(super) fn close(lines: &mut Lines, dims: &[i64]) {
    dims.iter().for_each(|_| lines.close());
}

/// An operation of a plan.
pub(super) struct Call<'a, 'p> {
    pub(super) frame: &'a mut Frame<'p>,
    pub(super) kernel: usize,
    pub(super) body: &'p ProgramBody,
    pub(super) id: OperationId,
    inputs: &'p [(ValueId, BufferId)],
    results: &'p [Option<BufferId>],
    /// What it becomes.
    pub(super) phases: Vec<Phase>,
    memory: &'a mut Memory,
}

impl<'a, 'p> Call<'a, 'p> {
    pub(super) fn new(
        frame: &'a mut Frame<'p>,
        kernel: usize,
        (function, id): (usize, OperationId),
        (inputs, results): (&'p [(ValueId, BufferId)], &'p [Option<BufferId>]),
        memory: &'a mut Memory,
    ) -> Call<'a, 'p> {
        let body = frame.plan.module().functions()[function].body();
        Call { frame, kernel, body, id, inputs, results, phases: Vec::new(), memory }
    }

    pub(super) fn operation(&self) -> &'p Operation {
        self.body.operation(self.id)
    }

    /// The buffer of a value that it reads.
    pub(super) fn input(&self, value: ValueId) -> Option<Slot> {
        self.inputs.iter().find(|(input, _)| *input == value).map(|(_, buffer)| *buffer)
    }

    /// An operand.
    pub(super) fn operand(&self, index: usize) -> Result<Array<'p>> {
        let value = self.body.operands(self.id)[index];
        let ty = self.body.value_type(value).as_tensor();
        let found = self.input(value).zip(ty).map(|(slot, ty)| Array { slot, ty });
        found.ok_or_else(|| self.unsupported("an operand that is no array"))
    }

    pub(super) fn operands(&self) -> Result<Vec<Array<'p>>> {
        (0..self.body.operands(self.id).len()).map(|operand| self.operand(operand)).collect()
    }

    /// The types of the results, and where those go that are needed.
    pub(super) fn results(&self) -> Result<Vec<(&'p TensorType, Option<Slot>)>> {
        let types = self.operation().results().map(|result| self.body.value_type(result).as_tensor());
        let types = types.zip(self.results).map(|(ty, slot)| Some((ty?, *slot)));
        types.collect::<Option<_>>().ok_or_else(|| self.unsupported("a result that is no array"))
    }

    /// The only result, where something reads it.
    pub(super) fn result(&self) -> Result<Option<Array<'p>>> {
        let results = self.results()?;
        Ok(results.first().and_then(|(ty, slot)| slot.map(|slot| Array { slot, ty: *ty })))
    }

    /// Scratch memory of so many elements.
    pub(super) fn take(&mut self, dtype: DType, count: usize) -> Slot {
        self.frame.take(self.memory, dtype, count)
    }

    /// Adds a phase.
    pub(super) fn push(&mut self, items: usize, lines: Lines, reads: Vec<Slot>, writes: Vec<Slot>) {
        if items > 0 {
            let body = Body::Operation(lines.into_text());
            self.phases.push(Phase { items, ..Phase::new(Some(self.kernel), body, reads, writes) });
        }
    }

    /// All buffers that it reads.
    pub(super) fn reads(&self) -> Vec<Slot> {
        self.inputs.iter().map(|(_, buffer)| *buffer).collect()
    }

    pub(super) fn unsupported(&self, what: &str) -> Error {
        let (name, kernel) = (self.operation().op.name(), self.frame.kernel(self.kernel));
        let text = format!("there is no CUDA source for {name} with {what}, which is {kernel} of the plan");
        Error::new(Status::Unimplemented, text)
    }
}
