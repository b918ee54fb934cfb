//! Choices that are made already, and reductions of nothing.

use std::collections::HashSet;

use super::constant::Number;
use super::rewrite::{Rewriter, Rules, combiner, rewrite};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::{Module, OperationId};

/// Replaces an `if` or `case` of a constant by the region that it takes, and a `reduce` over single elements by its
/// operation.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn decide(module: &Module) -> Result<Module> {
    rewrite(module, Rules { structures: &[taken, reduced], ..Rules::default() })
}

pub(super) fn taken(rewriter: &mut Rewriter, id: OperationId) -> Result<bool> {
    let body = rewriter.source();
    let operation = body.operation(id);
    if !matches!(operation.op, Op::If | Op::Case) {
        return Ok(false);
    }
    let Some(choice) = rewriter.new_value(body.operands(id)[0]) else { return Ok(false) };
    let Some(Number::Integer(choice)) = rewriter.number(choice) else { return Ok(false) };
    let last = operation.regions().len() - 1;
    let taken = match operation.op {
        Op::If => usize::from(choice == 0),
        _ => usize::try_from(choice).map_or(last, |choice| choice.min(last)),
    };
    let region = operation.regions()[taken];
    rewriter.operations(region, &HashSet::new())?;
    for (result, &returned) in operation.results().zip(body.region(region).results()) {
        if rewriter.is_needed(result) {
            let returned = rewriter.new_values(&[returned])?;
            rewriter.set_new_values([result], returned);
        }
    }
    Ok(true)
}

pub(super) fn reduced(rewriter: &mut Rewriter, id: OperationId) -> Result<bool> {
    let body = rewriter.source();
    let operation = body.operation(id);
    let (Op::Reduce(attributes), &[operand, start]) = (&operation.op, body.operands(id)) else { return Ok(false) };
    let Some(ty) = body.value_type(operand).as_tensor() else { return Ok(false) };
    let Some(combine) = combiner(body, operation.regions()[0]) else { return Ok(false) };
    if !combine.is_elementwise() || !attributes.dimensions.iter().all(|&dimension| ty.dims()[dimension as usize] == 1) {
        return Ok(false);
    }
    let operands = rewriter.new_values(&[operand, start])?;
    let (Some(result), Some(dtype)) =
        (operation.results().next(), rewriter.tensor_type(operands[1]).map(|ty| ty.dtype))
    else {
        return Ok(false);
    };
    let Some(reduced) = body.value_type(result).as_tensor() else { return Ok(false) };
    if dtype != ty.dtype || dtype != reduced.dtype {
        return Ok(false);
    }
    let operand = rewriter.reshape(operands[0], reduced.dims())?;
    let start = rewriter.spread(operands[1], reduced)?;
    let value = rewriter.emit_as(combine.clone(), &[start, operand], reduced.clone())?;
    rewriter.set_new_values([result], [value]);
    Ok(true)
}
