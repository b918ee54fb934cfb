//! Loops and choices. Their regions are plans of their own, over memory of the plan that they are part of.
//!
//! What a loop carries lies where its result does. A value that cannot be computed in place is computed there and in
//! another place by turns, so no iteration copies anything; after the last one it is brought where it belongs.

use super::frame::{Frame, Pointer, Slot};
use super::order::{Order, Parts, Phases};
use super::phase::{Body, Phase};
use super::print::Lines;
use crate::error::{Error, Result, Status};
use crate::plan::{BufferId, RegionPlan, Work};
use crate::program::op::Op;
use crate::program::{Operation, ValueId};
use crate::tensor::DType;

/// A kernel that repeats, or chooses between, plans of regions.
struct Control<'p> {
    kernel: usize,
    operation: &'p Operation,
    operands: &'p [ValueId],
    inputs: &'p [(ValueId, BufferId)],
    regions: &'p [RegionPlan],
    /// Where its results go, also those that nothing reads.
    results: Vec<Slot>,
}

impl Control<'_> {
    fn input(&self, value: ValueId) -> Option<BufferId> {
        self.inputs.iter().find(|(input, _)| *input == value).map(|(_, buffer)| *buffer)
    }
}

/// Adds what such a kernel does.
pub(super) fn add<'p>(phases: &mut Phases<'p>, parts: &mut Parts, kernel: usize, work: &'p Work) -> Result<()> {
    let Work::Operation { function, operation, inputs, results, regions, .. } = work else { return Ok(()) };
    let (frame, memory) = (&mut phases.frames[parts.frame], &mut phases.memory);
    let body = frame.plan.module().functions()[*function].body();
    let id = *operation;
    let operation = body.operation(id);
    let types = operation.results().map(|result| body.value_type(result).as_tensor());
    let mut slots = Vec::with_capacity(results.len());
    for (ty, slot) in types.zip(results) {
        let ty = ty.ok_or_else(|| internal("a result of a loop is no array"))?;
        slots.push(slot.unwrap_or_else(|| frame.take(memory, ty.dtype, ty.element_count())));
    }
    let control = Control { kernel, operation, operands: body.operands(id), inputs, regions, results: slots };
    match (&operation.op, regions.as_slice()) {
        (Op::While, [condition, step]) => repeat(phases, parts, &control, condition, step),
        _ => choose(phases, parts, &control),
    }
}

/// Adds the phases of a region, which takes what lies here, and then what it reads from outside.
fn region<'p>(
    phases: &mut Phases<'p>,
    parts: &Parts,
    control: &Control<'p>,
    (region, name): (&'p RegionPlan, String),
    loops: u32,
    (mut taken, given): (Vec<Pointer>, Vec<Pointer>),
) -> Result<Vec<Order>> {
    let frame = &phases.frames[parts.frame];
    let title = format!("{name} of {}", frame.kernel(control.kernel));
    for &value in &region.captured {
        let buffer = control.input(value).ok_or_else(|| internal("a region reads what its operation does not"))?;
        taken.push(frame.slots[buffer].pointer.clone());
    }
    let frame = Frame::region(&region.plan, title, loops, (&taken, &given), &mut phases.memory);
    phases.add(frame)
}

fn repeat<'p>(
    phases: &mut Phases<'p>,
    parts: &mut Parts,
    control: &Control<'p>,
    condition: &'p RegionPlan,
    step: &'p RegionPlan,
) -> Result<()> {
    let kernel = Some(control.kernel);
    let (frame, memory) = (&mut phases.frames[parts.frame], &mut phases.memory);
    let bit = frame.loops;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut last = Parts { frame: parts.frame, waiting: Vec::new(), order: Vec::new() };
    for (place, &result) in control.results.iter().enumerate() {
        let (dtype, count) = (frame.slots[result].dtype, frame.slots[result].count);
        let start = control.input(control.operands[place]);
        if let Some(start) = start.filter(|&start| !frame.overlap(start, result)) {
            parts.copy(kernel, count, start, result);
        }
        let here = frame.slots[result].pointer.clone();
        if step.plan.in_place(place).is_some() {
            before.push(here.clone());
            after.push(here);
        } else {
            let other = memory.take(dtype, count);
            before.push(Pointer::by_turns(bit, &here, &other));
            after.push(Pointer::by_turns(bit, &other, &here));
            let found = frame.add(dtype, count, before[place].clone());
            last.copy(kernel, count, found, result);
        }
    }
    let goes_on = memory.end();
    let flag = memory.take(DType::Bool, 1);
    phases.stage(parts);
    let of_condition = (condition, "the condition".to_owned());
    let condition = region(phases, parts, control, of_condition, bit + 1, (before.clone(), vec![flag]))?;
    let body = region(phases, parts, control, (step, "the body".to_owned()), bit + 1, (before, after))?;
    phases.stage(&mut last);
    let end = last.order.iter().find_map(|part| match part {
        Order::Stage(stage) => Some(*stage),
        _ => None,
    });
    parts.order.push(Order::Loop { bit, condition, goes_on, body, end });
    Ok(())
}

/// Of two regions the first is taken where a condition holds; of several the one in the place that an index says, and the
/// last where there is none.
fn choose<'p>(phases: &mut Phases<'p>, parts: &mut Parts, control: &Control<'p>) -> Result<()> {
    let (frame, memory) = (&mut phases.frames[parts.frame], &mut phases.memory);
    let by = control.input(control.operands[0]).ok_or_else(|| internal("a choice has nothing to choose by"))?;
    let place = memory.end();
    let chosen = frame.take(memory, DType::I32, 1);
    let last = control.regions.len() - 1;
    let mut lines = Lines::new();
    match control.operation.op {
        Op::If => lines.line(format!("b{chosen}[0] = b{by}[0] ? 0 : 1;")),
        _ => lines.line(format!("b{chosen}[0] = b{by}[0] < 0 || b{by}[0] > {last} ? {last} : b{by}[0];")),
    }
    let body = Body::Operation(lines.into_text());
    parts.waiting.push(Phase { items: 1, ..Phase::new(Some(control.kernel), body, vec![by], vec![chosen]) });
    let given: Vec<Pointer> = control.results.iter().map(|&slot| frame.slots[slot].pointer.clone()).collect();
    let loops = frame.loops;
    phases.stage(parts);
    let mut branches = Vec::new();
    for (place, branch) in control.regions.iter().enumerate() {
        let pointers = (Vec::new(), given.clone());
        branches.push(region(phases, parts, control, (branch, format!("region {place}")), loops, pointers)?);
    }
    parts.order.push(Order::Choice { chosen: place, branches });
    Ok(())
}

fn internal(message: &str) -> Error {
    Error::new(Status::Internal, message)
}
