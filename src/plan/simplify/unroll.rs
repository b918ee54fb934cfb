//! Loops that count from one constant to another, written out.

use std::collections::HashSet;

use super::constant::{Number, first_number};
use super::rewrite::{Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::types::{Class, bits, class};
use crate::program::{Body, Definition, Module, OperationId, RegionId, ValueId};

/// The most operations that a loop may become.
const MAX_OPERATIONS: usize = 512;

/// The most operations that all loops of a function may become in one walk.
pub(super) const MAX_UNROLLED: usize = 1 << 14;

/// Writes out the loops whose condition compares a counter with a constant, where a few hundred operations do; those that
/// run once or never, always.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn unroll(module: &Module) -> Result<Module> {
    rewrite(module, Rules { structures: &[unrolled], ..Rules::default() })
}

pub(super) fn unrolled(rewriter: &mut Rewriter, id: OperationId) -> Result<bool> {
    let body = rewriter.source();
    let operation = body.operation(id);
    if !matches!(operation.op, Op::While)
        || body.region(operation.regions()[0]).operations().iter().any(|&id| body.has_effect(id))
    {
        return Ok(false);
    }
    let Some(count) = trip_count(rewriter, id, MAX_OPERATIONS) else { return Ok(false) };
    let operations = written_out(rewriter, id, Some(count));
    if count > 1 && (operations > MAX_OPERATIONS || operations > rewriter.may_unroll) {
        return Ok(false);
    }
    rewriter.may_unroll = rewriter.may_unroll.saturating_sub(operations);
    let results: Vec<ValueId> = operation.results().collect();
    let places: Vec<usize> = (0..results.len()).filter(|&place| rewriter.is_needed(results[place])).collect();
    let of = |values: &[ValueId]| -> Vec<ValueId> { places.iter().map(|&place| values[place]).collect() };
    let mut values = rewriter.new_values(&of(body.operands(id)))?;
    let region = operation.regions()[1];
    for _ in 0..count {
        rewriter.set_new_values(of(body.region(region).arguments()), values);
        rewriter.operations(region, &HashSet::new())?;
        values = rewriter.new_values(&of(body.region(region).results()))?;
    }
    rewriter.set_new_values(of(&results), values);
    Ok(true)
}

/// How many operations a loop that runs so often becomes, constants not counted; in it, loops that count are written out too.
fn written_out(rewriter: &Rewriter, id: OperationId, count: Option<usize>) -> usize {
    let body = rewriter.source();
    let operations = body.region(body.operation(id).regions()[1]).operations().iter();
    let once = operations.map(|&id| weight(rewriter, id)).fold(0, usize::saturating_add);
    once.saturating_mul(count.unwrap_or(1))
}

fn weight(rewriter: &Rewriter, id: OperationId) -> usize {
    let body = rewriter.source();
    let operation = body.operation(id);
    match operation.op {
        Op::Constant(_) => 0,
        Op::While => written_out(rewriter, id, trip_count(rewriter, id, MAX_OPERATIONS)).saturating_add(1),
        _ => {
            let inner = operation.regions().iter().flat_map(|&region| body.region(region).operations());
            inner.map(|&id| weight(rewriter, id)).fold(1, usize::saturating_add)
        }
    }
}

/// How often a loop runs, where it counts and that is no more than `most`.
fn trip_count(rewriter: &Rewriter, id: OperationId, most: usize) -> Option<usize> {
    let body = rewriter.source();
    let [condition, step] = *body.operation(id).regions() else { return None };
    let (Op::Compare(compare), &[lhs, rhs]) = made_by(body, body.region(condition).results()[0])? else { return None };
    let (place, bound, counter_first) = match (argument(body, condition, lhs), argument(body, condition, rhs)) {
        (Some(place), None) => (place, integer(rewriter, rhs)?, true),
        (None, Some(place)) => (place, integer(rewriter, lhs)?, false),
        _ => return None,
    };
    let by = match made_by(body, body.region(step).results()[place])? {
        (Op::Add, &[counter, by]) if argument(body, step, counter) == Some(place) => integer(rewriter, by)?,
        (Op::Add, &[by, counter]) if argument(body, step, counter) == Some(place) => integer(rewriter, by)?,
        (Op::Subtract, &[counter, by]) if argument(body, step, counter) == Some(place) => -integer(rewriter, by)?,
        _ => return None,
    };
    let dtype = body.value_type(body.operands(id)[place]).as_tensor()?.dtype;
    let (low, high) = match (class(dtype), bits(dtype)) {
        (Class::Signed, width) => (-(1i128 << (width - 1)), (1i128 << (width - 1)) - 1),
        (Class::Unsigned, width) => (0, (1i128 << width) - 1),
        _ => return None,
    };
    let mut counter = integer(rewriter, body.operands(id)[place])?;
    for count in 0..=most {
        let (lhs, rhs) = if counter_first { (counter, bound) } else { (bound, counter) };
        let goes_on = match compare.comparison_direction {
            ComparisonDirection::Eq => lhs == rhs,
            ComparisonDirection::Ne => lhs != rhs,
            ComparisonDirection::Ge => lhs >= rhs,
            ComparisonDirection::Gt => lhs > rhs,
            ComparisonDirection::Le => lhs <= rhs,
            ComparisonDirection::Lt => lhs < rhs,
        };
        if !goes_on {
            return Some(count);
        }
        counter += by;
        // One that wraps around is left alone.
        if !(low..=high).contains(&counter) {
            return None;
        }
    }
    None
}

/// Which argument of a region a value is.
fn argument(body: &Body, region: RegionId, value: ValueId) -> Option<usize> {
    match body.definition(value) {
        Definition::Argument { region: of, index } if of == region => Some(index as usize),
        _ => None,
    }
}

fn made_by(body: &Body, value: ValueId) -> Option<(&Op, &[ValueId])> {
    match body.definition(value) {
        Definition::Result { operation, .. } => Some((&body.operation(operation).op, body.operands(operation))),
        Definition::Argument { .. } => None,
    }
}

/// The integer that a value of the body that is copied is.
fn integer(rewriter: &Rewriter, value: ValueId) -> Option<i128> {
    let body = rewriter.source();
    let found = match made_by(body, value) {
        Some((Op::Constant(attributes), _)) if attributes.value.0.rank() == 0 => first_number(&attributes.value.0),
        _ => rewriter.number(rewriter.new_value(value)?),
    };
    match found? {
        Number::Integer(value) => Some(value),
        Number::Float(_) => None,
    }
}
