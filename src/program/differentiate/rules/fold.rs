//! Reductions by any region, as the operations of the region over whole tensors, one step for each element.

use super::super::outline::outline;
use super::super::tape::{Site, Tape};
use super::no_rule;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::{Function, ValueId};
use crate::program::op::Op;
use crate::program::types::Type;

/// The most steps.
const MAX_STEPS: i64 = 1024;
/// The most operations that all steps may have together.
const MAX_OPERATIONS: i64 = 1 << 18;

/// Why one that takes more has no gradient.
pub(super) const TOO_MANY: &str =
    "its region has no rule of its own, and there are too many elements to combine one by one";

/// Whether a region is applied so many times.
pub(super) fn is_foldable(region: &Function, count: i64) -> bool {
    count <= MAX_STEPS && count * region.body().operation_count() as i64 <= MAX_OPERATIONS
}

/// The region of an operation as a function, when each of its operations works on elements alone.
pub(super) fn elementwise_region(tape: &Tape, site: &Site) -> Result<Function> {
    let (region, captured) = outline(tape.builder.body(), site.regions[0])?;
    let body = region.body();
    let is_elementwise = |ty: &Type| ty.as_tensor().is_some_and(|tensor| tensor.rank() == 0);
    let fits = body.operations().all(|(id, operation)| {
        operation.regions().is_empty()
            && !matches!(operation.op, Op::CustomCall(_) | Op::Call(_) | Op::Composite(_))
            && operation
                .results()
                .chain(body.operands(id).iter().copied())
                .all(|it| is_elementwise(body.value_type(it)))
    });
    if !captured.is_empty() || !fits {
        return Err(no_rule(site, "its region does more than combine elements"));
    }
    Ok(region)
}

/// Combines `state` with each of `steps`, all of them tensors of these extents, as the region combines elements.
pub(super) fn fold(
    b: &mut FunctionBuilder,
    region: &Function,
    mut state: Vec<ValueId>,
    steps: Vec<Vec<ValueId>>,
    dims: &[i64],
) -> Result<Vec<ValueId>> {
    let body = region.body();
    for step in steps {
        let mut values = vec![None; body.value_count()];
        for (&argument, value) in region.arguments().iter().zip(state.into_iter().chain(step)) {
            values[argument.index()] = Some(value);
        }
        for &id in body.region(body.root()).operations() {
            let operation = body.operation(id);
            let found = if let Op::Constant(_) = operation.op {
                let constant = b.emit(operation.op.clone(), &[])?;
                let ty = b.tensor(constant)?.with_dims(dims)?;
                vec![b.spread(constant, &ty)?]
            } else {
                let operands: Vec<ValueId> =
                    body.operands(id).iter().filter_map(|operand| values[operand.index()]).collect();
                let mut types = Vec::new();
                for result in operation.results() {
                    if let Some(tensor) = body.value_type(result).as_tensor() {
                        types.push(tensor.with_dims(dims)?.into());
                    }
                }
                b.operation(operation.op.clone(), &operands, &[], &types)?
            };
            for (result, value) in operation.results().zip(found) {
                values[result.index()] = Some(value);
            }
        }
        state = region.results().iter().filter_map(|result| values[result.index()]).collect();
    }
    Ok(state)
}
