//! The region of an operation that computes with single elements, made instructions over blocks of elements: many runs of
//! the region at once.

use std::collections::{HashMap, HashSet};

use super::super::elementwise::elementwise;
use super::super::instruction::{Bases, Instruction, Place};
use super::{Arrays, Call};
use crate::isa::Isa;
use crate::plan::is_elementwise;
use crate::program::op::Op;
use crate::program::{Body, OperationId, Region, ValueId};
use crate::tensor::{DType, Tensor};

/// Registers begin at multiples of so many bytes.
const ALIGNMENT: usize = 64;

/// The memory of a run: where its registers are, and then where each argument is.
const REGISTERS: u32 = 0;
const FIRST_ARGUMENT: u32 = 1;

/// A region as instructions.
#[derive(Debug)]
pub(super) struct Computation {
    instructions: Vec<Instruction>,
    fills: Vec<Fill>,
    results: Vec<Place>,
    arguments: usize,
    /// The most runs at once.
    pub(super) block: usize,
    registers_nbytes: usize,
}

/// A register that has the same element in each run.
#[derive(Debug)]
struct Fill {
    offset: usize,
    size: usize,
    element: Element,
}

#[derive(Debug)]
enum Element {
    Constant(Tensor),
    /// An input of the operation, by its place.
    Input(usize),
}

/// What a region computes, in order, and with what.
struct Compiler<'a> {
    call: &'a Call<'a>,
    isa: Isa,
    block: usize,
    values: HashMap<ValueId, Place>,
    instructions: Vec<Instruction>,
    fills: Vec<Fill>,
    end: usize,
}

impl Computation {
    /// A region of the operation, for so many runs at once; `None` where it does more than compute with single elements.
    pub(super) fn new(call: &Call, region: usize, block: usize) -> Option<Computation> {
        let region = call.function.body().region(*call.operation().regions().get(region)?);
        Computation::of(call, region, region.results(), block)
    }

    /// What gives some values of a region, as above.
    pub(super) fn of(call: &Call, region: &Region, results: &[ValueId], block: usize) -> Option<Computation> {
        let body = call.function.body();
        let mut compiler = Compiler {
            call,
            isa: call.isa,
            block,
            values: HashMap::new(),
            instructions: Vec::new(),
            fills: Vec::new(),
            end: 0,
        };
        for (index, &argument) in region.arguments().iter().enumerate() {
            let size = element(body, argument)?.size() as u32;
            compiler.values.insert(argument, Place { base: FIRST_ARGUMENT + index as u32, step: size, offset: 0 });
        }
        for id in needed(body, region, results) {
            compiler.operation(body, id)?;
        }
        let results = results.iter().map(|&result| compiler.value(body, result)).collect::<Option<_>>()?;
        Some(Computation {
            instructions: compiler.instructions,
            fills: compiler.fills,
            results,
            arguments: region.arguments().len(),
            block,
            registers_nbytes: compiler.end,
        })
    }

    /// The argument that a result is, where it is one.
    pub(super) fn argument(&self, result: usize) -> Option<usize> {
        self.results[result].base.checked_sub(FIRST_ARGUMENT).map(|argument| argument as usize)
    }

    /// The bytes of scratch memory that it needs.
    pub(super) fn scratch_nbytes(&self) -> usize {
        self.registers_nbytes + (1 + self.arguments) * size_of::<*mut u8>()
    }

    /// Makes it ready to run in this scratch memory.
    ///
    /// # Safety
    /// The arrays are those of the operation; the memory is as long as it says, begins at a multiple of 64 bytes, and
    /// nobody else uses it as long as the result lives.
    pub(super) unsafe fn begin(&self, arrays: &Arrays, scratch: *mut u8) -> Running<'_> {
        // SAFETY: asked of the caller.
        unsafe {
            for fill in &self.fills {
                let element = match &fill.element {
                    Element::Constant(value) => value.bytes().as_ptr(),
                    Element::Input(place) => arrays.input(*place),
                };
                for item in 0..self.block {
                    std::ptr::copy_nonoverlapping(element, scratch.add(fill.offset + item * fill.size), fill.size);
                }
            }
            let bases: *mut *mut u8 = scratch.add(self.registers_nbytes).cast();
            bases.write(scratch);
            Running { computation: self, bases: std::slice::from_raw_parts_mut(bases, 1 + self.arguments) }
        }
    }
}

/// A computation with the memory in which it runs.
pub(super) struct Running<'a> {
    computation: &'a Computation,
    bases: &'a mut [*mut u8],
}

impl Running<'_> {
    /// Says where the elements of an argument lie.
    #[inline(always)]
    pub(super) fn set(&mut self, argument: usize, elements: *const u8) {
        self.bases[FIRST_ARGUMENT as usize + argument] = elements.cast_mut();
    }

    /// Runs on so many elements of each argument. The arguments stay as they are.
    ///
    /// # Safety
    /// The arguments have been set and have so many elements, which are no more than a block.
    #[inline(always)]
    pub(super) unsafe fn run(&self, count: usize) {
        for instruction in &self.computation.instructions {
            // SAFETY: asked of the caller; the instructions were made for this memory.
            unsafe { (instruction.function)(instruction, Bases::new(self.bases), 0, count) };
        }
    }

    /// Where the elements of a result are: in a register, or an argument.
    #[inline(always)]
    pub(super) fn result(&self, index: usize) -> *const u8 {
        // SAFETY: the place is one of this memory.
        unsafe { self.computation.results[index].at::<u8>(Bases::new(self.bases), 0) }
    }
}

impl Compiler<'_> {
    fn operation(&mut self, body: &Body, id: OperationId) -> Option<()> {
        let operation = body.operation(id);
        let mut results = operation.results();
        let (result, None) = (results.next()?, results.next()) else { return None };
        let operands = body.operands(id);
        let dtype = element(body, result)?;
        let places = operands.iter().map(|&operand| self.value(body, operand)).collect::<Option<Vec<Place>>>()?;
        let place = match &operation.op {
            Op::Constant(attributes) => self.fill(Element::Constant(attributes.value.0.clone()), dtype),
            Op::Reshape | Op::BroadcastInDim(_) | Op::Real | Op::OptimizationBarrier => *places.first()?,
            Op::Square => self.apply(&Op::Multiply, dtype, dtype, &[places[0], places[0]])?,
            Op::Clamp => {
                let raised = self.apply(&Op::Maximum, dtype, dtype, &places[..2])?;
                self.apply(&Op::Minimum, dtype, dtype, &[raised, places[2]])?
            }
            op => self.apply(op, element(body, *operands.last()?)?, dtype, &places)?,
        };
        self.values.insert(result, place);
        Some(())
    }

    /// An elementwise operation whose last operand is of the dtype `from`.
    fn apply(&mut self, op: &Op, from: DType, to: DType, operands: &[Place]) -> Option<Place> {
        let is_known = matches!(op, Op::Select) || (matches!(op, Op::BitcastConvert) && from.size() == to.size());
        if operands.len() > 3 || !(is_known || is_elementwise(op, from)) {
            return None;
        }
        let (function, detail) = elementwise(op, from, to, self.isa)?;
        let mut places = [Place::default(); 3];
        places[..operands.len()].copy_from_slice(operands);
        let to = self.register(to);
        self.instructions.push(Instruction { function, to, from: places, detail });
        Some(to)
    }

    /// Where a value is: it may be one from outside of the region, which the operation reads.
    fn value(&mut self, body: &Body, value: ValueId) -> Option<Place> {
        if let Some(&place) = self.values.get(&value) {
            return Some(place);
        }
        let input = self.call.inputs.iter().position(|(input, _)| *input == value)?;
        let place = self.fill(Element::Input(input), element(body, value)?);
        self.values.insert(value, place);
        Some(place)
    }

    fn fill(&mut self, element: Element, dtype: DType) -> Place {
        let place = self.register(dtype);
        self.fills.push(Fill { offset: place.offset, size: dtype.size(), element });
        place
    }

    fn register(&mut self, dtype: DType) -> Place {
        let offset = self.end;
        self.end += (self.block * dtype.size()).next_multiple_of(ALIGNMENT);
        Place { base: REGISTERS, step: dtype.size() as u32, offset }
    }
}

/// The operations of a region that these values depend on, in order.
fn needed(body: &Body, region: &Region, results: &[ValueId]) -> Vec<OperationId> {
    let mut values: HashSet<ValueId> = results.iter().copied().collect();
    let mut operations = Vec::new();
    for &id in region.operations().iter().rev() {
        if body.operation(id).results().any(|result| values.contains(&result)) {
            values.extend(body.operands(id));
            operations.push(id);
        }
    }
    operations.reverse();
    operations
}

/// The dtype of a value that is one element.
fn element(body: &Body, value: ValueId) -> Option<DType> {
    let ty = body.value_type(value).as_tensor()?;
    (ty.element_count() == 1).then_some(ty.dtype)
}
