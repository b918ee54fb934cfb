//! Arrays that a loop writes part by part until nothing is left of what they were: what they start from does not matter,
//! and nobody needs to make it. Such are the stacks of a scan.
//!
//! The loop is run on what is known of its scalars: a counter from a constant, and the indices that are computed from it.

use std::collections::HashMap;

use super::simplify::{Number, first_number};
use crate::program::op::Op;
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::types::{Class, bits, class};
use crate::program::{Body, Definition, OperationId, RegionId, ValueId};

/// The most iterations that are looked at.
const MAX_ITERATIONS: usize = 1 << 12;

/// An array that a loop carries and only writes to.
struct Stack {
    place: usize,
    /// Where it is written along the dimension in which parts follow each other, in each iteration.
    index: ValueId,
    /// How many elements are written each time, and which were.
    part: usize,
    is_written: Vec<bool>,
}

/// The values that a `while` carries of which no element is left in the end, by their places.
pub(super) fn rewritten(body: &Body, id: OperationId) -> Vec<usize> {
    let operation = body.operation(id);
    let (Op::While, &[condition, step]) = (&operation.op, operation.regions()) else { return Vec::new() };
    let mut stacks: Vec<Stack> =
        (0..operation.results().len()).filter_map(|place| stack(body, condition, step, place)).collect();
    if stacks.is_empty() {
        return Vec::new();
    }
    let mut scalars: Vec<Option<i128>> =
        body.operands(id).iter().map(|&start| Known::outside(body).number(start)).collect();
    for _ in 0..MAX_ITERATIONS {
        match Known::within(body, condition, &scalars).number(body.region(condition).results()[0]) {
            Some(0) => {
                stacks.retain(|stack| stack.is_written.iter().all(|&is_written| is_written));
                return stacks.iter().map(|stack| stack.place).collect();
            }
            Some(_) => {}
            None => return Vec::new(),
        }
        let mut known = Known::within(body, step, &scalars);
        stacks.retain_mut(|stack| {
            let Some(index) = known.number(stack.index) else { return false };
            let last = stack.is_written.len() - stack.part;
            let first = index.clamp(0, last as i128) as usize;
            stack.is_written[first..first + stack.part].fill(true);
            true
        });
        scalars = body.region(step).results().iter().map(|&next| known.number(next)).collect();
    }
    Vec::new()
}

/// A carried array whose next value is itself with a part updated, which spans all dimensions but one, and which nothing
/// else reads.
fn stack(body: &Body, condition: RegionId, step: RegionId, place: usize) -> Option<Stack> {
    let array = body.region(step).arguments()[place];
    let Definition::Result { operation, .. } = body.definition(body.region(step).results()[place]) else { return None };
    let &[updated, part, ref indices @ ..] = body.operands(operation) else { return None };
    let is_update = matches!(body.operation(operation).op, Op::DynamicUpdateSlice) && updated == array;
    let uses = uses(body, step, array) + uses(body, condition, body.region(condition).arguments()[place]);
    if !is_update || uses > 1 {
        return None;
    }
    let (array, part) = (body.value_type(array).as_tensor()?.dims(), body.value_type(part).as_tensor()?.dims());
    let mut along = (0..array.len()).filter(|&axis| part[axis] < array[axis]);
    let (axis, None) = (along.next()?, along.next()) else { return None };
    let is_written = vec![false; array[axis] as usize];
    Some(Stack { place, index: indices[axis], part: part[axis] as usize, is_written })
}

/// How often a region uses a value.
fn uses(body: &Body, region: RegionId, value: ValueId) -> usize {
    let mut waiting = vec![region];
    let mut uses = 0;
    while let Some(region) = waiting.pop() {
        let region = body.region(region);
        uses += region.results().iter().filter(|&&result| result == value).count();
        for &id in region.operations() {
            uses += body.operands(id).iter().filter(|&&operand| operand == value).count();
            waiting.extend(body.operation(id).regions());
        }
    }
    uses
}

/// The integers and bools that are known in a region, without any that was not needed.
struct Known<'a> {
    body: &'a Body,
    found: HashMap<ValueId, Option<i128>>,
}

impl<'a> Known<'a> {
    fn outside(body: &'a Body) -> Known<'a> {
        Known { body, found: HashMap::new() }
    }

    fn within(body: &'a Body, region: RegionId, arguments: &[Option<i128>]) -> Known<'a> {
        let found = body.region(region).arguments().iter().copied().zip(arguments.iter().copied()).collect();
        Known { body, found }
    }

    /// A scalar, where it follows from constants and what is known.
    fn number(&mut self, value: ValueId) -> Option<i128> {
        let mut waiting = vec![value];
        while let Some(&value) = waiting.last() {
            if self.found.contains_key(&value) {
                waiting.pop();
                continue;
            }
            let missing: Vec<ValueId> = match self.body.definition(value) {
                Definition::Result { operation, .. } if self.is_scalar(value) => {
                    let operands = self.body.operands(operation).iter().copied();
                    operands.filter(|operand| !self.found.contains_key(operand)).collect()
                }
                _ => Vec::new(),
            };
            if missing.is_empty() {
                let number = self.computed(value);
                self.found.insert(value, number);
            } else {
                waiting.extend(missing);
            }
        }
        self.found.get(&value).copied().flatten()
    }

    fn is_scalar(&self, value: ValueId) -> bool {
        let ty = self.body.value_type(value).as_tensor();
        ty.is_some_and(|ty| ty.element_count() == 1 && class(ty.dtype) != Class::Float)
    }

    /// What an operation makes of known operands; nothing where it would wrap around.
    fn computed(&self, value: ValueId) -> Option<i128> {
        let Definition::Result { operation, .. } = self.body.definition(value) else { return None };
        if !self.is_scalar(value) {
            return None;
        }
        let operands = self.body.operands(operation);
        let operand = |place: usize| self.found.get(operands.get(place)?).copied().flatten();
        let number = match &self.body.operation(operation).op {
            Op::Constant(attributes) => match first_number(&attributes.value.0)? {
                Number::Integer(number) => number,
                Number::Float(_) => return None,
            },
            Op::Add => operand(0)?.checked_add(operand(1)?)?,
            Op::Subtract => operand(0)?.checked_sub(operand(1)?)?,
            Op::Multiply => operand(0)?.checked_mul(operand(1)?)?,
            Op::Minimum => operand(0)?.min(operand(1)?),
            Op::Maximum => operand(0)?.max(operand(1)?),
            Op::Negate => -operand(0)?,
            Op::And if self.is_bool(value) => operand(0)? & operand(1)?,
            Op::Or if self.is_bool(value) => operand(0)? | operand(1)?,
            Op::Not if self.is_bool(value) => 1 - operand(0)?,
            Op::Select => operand(if operand(0)? == 0 { 2 } else { 1 })?,
            Op::Convert if !self.is_bool(value) => operand(0)?,
            Op::Reshape | Op::BroadcastInDim(_) => operand(0)?,
            Op::Compare(attributes) => {
                let (lhs, rhs) = (operand(0)?, operand(1)?);
                i128::from(match attributes.comparison_direction {
                    ComparisonDirection::Eq => lhs == rhs,
                    ComparisonDirection::Ne => lhs != rhs,
                    ComparisonDirection::Ge => lhs >= rhs,
                    ComparisonDirection::Gt => lhs > rhs,
                    ComparisonDirection::Le => lhs <= rhs,
                    ComparisonDirection::Lt => lhs < rhs,
                })
            }
            _ => return None,
        };
        self.fits(value, number).then_some(number)
    }

    fn is_bool(&self, value: ValueId) -> bool {
        self.body.value_type(value).as_tensor().is_some_and(|ty| class(ty.dtype) == Class::Bool)
    }

    fn fits(&self, value: ValueId, number: i128) -> bool {
        let Some(ty) = self.body.value_type(value).as_tensor() else { return false };
        let width = bits(ty.dtype);
        match class(ty.dtype) {
            Class::Signed => (-(1i128 << (width - 1))..1i128 << (width - 1)).contains(&number),
            Class::Unsigned => (0..1i128 << width).contains(&number),
            Class::Bool => (0..2).contains(&number),
            Class::Float => false,
        }
    }
}
