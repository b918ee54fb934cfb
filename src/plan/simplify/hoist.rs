//! What a loop does not change, moved out of it.

use std::collections::HashSet;

use super::rewrite::{Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Body, Module, OperationId, RegionId, ValueId};

/// Computes before a loop what is the same in each iteration, and carries no value around that stays as it is.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn hoist(module: &Module) -> Result<Module> {
    rewrite(module, Rules { structures: &[hoisted], ..Rules::default() })
}

pub(super) fn hoisted(rewriter: &mut Rewriter, id: OperationId) -> Result<bool> {
    let body = rewriter.source();
    let operation = body.operation(id);
    if !matches!(operation.op, Op::While) {
        return Ok(false);
    }
    let step = body.region(operation.regions()[1]);
    let mut constant = vec![None; step.arguments().len()];
    let mut changing: HashSet<ValueId> = HashSet::new();
    for (place, (&before, &after)) in step.arguments().iter().zip(step.results()).enumerate() {
        let start = body.operands(id)[place];
        if (after == before || after == start) && rewriter.is_needed(before) {
            constant[place] = rewriter.new_value(start);
        }
        if constant[place].is_none() {
            changing.extend(operation.regions().iter().map(|&region| body.region(region).arguments()[place]));
        }
    }
    let unchanging: Vec<OperationId> =
        operation.regions().iter().flat_map(|&region| unchanging(body, region, &mut changing)).collect();
    if unchanging.is_empty() && constant.iter().all(Option::is_none) {
        return Ok(false);
    }
    for (place, &value) in constant.iter().enumerate() {
        for &region in operation.regions() {
            rewriter.set_new_values([body.region(region).arguments()[place]], value);
        }
    }
    for &id in &unchanging {
        rewriter.operation(id)?;
    }
    rewriter.while_loop(id, &unchanging.into_iter().collect(), &constant)?;
    Ok(true)
}

/// The operations of a region that depend on nothing that changes; what the others make changes too.
fn unchanging(body: &Body, region: RegionId, changing: &mut HashSet<ValueId>) -> Vec<OperationId> {
    let mut found = Vec::new();
    for &id in body.region(region).operations() {
        let operation = body.operation(id);
        if may_run_earlier(body, id) && depends_on_none(body, id, changing) {
            found.push(id);
        } else {
            changing.extend(operation.results());
        }
    }
    found
}

/// Whether an operation may run where it might not have run at all: it computes, and comes to an end.
fn may_run_earlier(body: &Body, id: OperationId) -> bool {
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        let operation = body.operation(id);
        if operation.op.has_effect()
            || matches!(operation.op, Op::While | Op::Call(_) | Op::Composite(_) | Op::CustomCall(_) | Op::AfterAll)
        {
            return false;
        }
        waiting.extend(operation.regions().iter().flat_map(|&region| body.region(region).operations()));
    }
    true
}

/// Whether an operation and its regions use none of these.
fn depends_on_none(body: &Body, id: OperationId, values: &HashSet<ValueId>) -> bool {
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        if body.operands(id).iter().any(|operand| values.contains(operand)) {
            return false;
        }
        for &region in body.operation(id).regions() {
            if body.region(region).results().iter().any(|result| values.contains(result)) {
                return false;
            }
            waiting.extend(body.region(region).operations());
        }
    }
    true
}
