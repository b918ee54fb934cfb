//! Which values depend on which, as far as a derivative could tell.

use std::collections::HashSet;

use super::rules::is_piecewise_constant;
use crate::program::module::{Body, OperationId, RegionId, ValueId};
use crate::program::op::Op;
use crate::program::types::{Class, Type, class};

/// Whether each value of a body depends on one of `wrt` through these operations.
pub(super) fn active(body: &Body, operations: &[OperationId], wrt: &[ValueId]) -> Vec<bool> {
    let mut active = vec![false; body.value_count()];
    for &value in wrt {
        active[value.index()] = is_differentiable(body.value_type(value));
    }
    for &id in operations {
        let operation = body.operation(id);
        if is_piecewise_constant(&operation.op) || operation.extra.get(super::STOP_GRADIENT).is_some() {
            continue;
        }
        let operands = body.operands(id);
        let by_place = matches!(operation.op, Op::OptimizationBarrier | Op::Sort(_));
        let any = operands.iter().any(|operand| active[operand.index()])
            || operation.regions().iter().any(|&region| captures(body, region).iter().any(|it| active[it.index()]));
        for (place, result) in operation.results().enumerate() {
            let depends = if by_place { active[operands[place].index()] } else { any };
            active[result.index()] |= depends && is_differentiable(body.value_type(result));
        }
    }
    active
}

/// Whether a value of this type has a cotangent.
pub(super) fn is_differentiable(ty: &Type) -> bool {
    match ty {
        Type::Tensor(tensor) => class(tensor.dtype) == Class::Float,
        Type::Tuple(elements) => elements.iter().any(is_differentiable),
        Type::Token => false,
    }
}

/// The values that a region uses and that were made outside of it, in the order in which it uses them.
pub(crate) fn captures(body: &Body, region: RegionId) -> Vec<ValueId> {
    let mut own = HashSet::new();
    let mut used = Vec::new();
    let mut waiting = vec![region];
    while let Some(region) = waiting.pop() {
        let region = body.region(region);
        own.extend(region.arguments().iter().copied());
        for &id in region.operations() {
            own.extend(body.operation(id).results());
            used.extend_from_slice(body.operands(id));
            waiting.extend(body.operation(id).regions().iter().rev());
        }
        used.extend_from_slice(region.results());
    }
    let mut seen = HashSet::new();
    used.retain(|value| !own.contains(value) && seen.insert(*value));
    used
}
