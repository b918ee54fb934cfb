//! Operations that give back what they take: barriers, the marks of gradients, constraints on how one device shares.

use super::rewrite::{Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Module, OperationId};

/// Removes optimization barriers, with them the marks that gradients needed, and sharding constraints: the meshes of a
/// program that was read have one device.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn remove_marks(module: &Module) -> Result<Module> {
    rewrite(module, Rules { structures: &[unmarked], ..Rules::default() })
}

pub(super) fn unmarked(rewriter: &mut Rewriter, id: OperationId) -> Result<bool> {
    let body = rewriter.source();
    let operation = body.operation(id);
    if !matches!(operation.op, Op::OptimizationBarrier | Op::ShardingConstraint(_)) {
        return Ok(false);
    }
    let operands = rewriter.new_values(body.operands(id))?;
    rewriter.set_new_values(operation.results(), operands);
    Ok(true)
}
