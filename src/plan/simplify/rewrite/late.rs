//! Constants and single elements put off until something uses them.

use std::collections::HashSet;

use super::{Rewriter, can_be_rewritten};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Body, Definition, OperationId, RegionId, Type, ValueId};

impl Rewriter<'_> {
    /// Adds what was put off, as far as this value is made of it.
    pub(super) fn add_late(&mut self, value: ValueId) -> Result<()> {
        let body = self.frame.body;
        let mut waiting = vec![value];
        while let Some(&value) = waiting.last() {
            let Some(id) = self.put_off(value) else {
                waiting.pop();
                continue;
            };
            // The first operand on top, so that it comes first.
            let operands = body.operands(id).iter().rev();
            let missing: Vec<ValueId> = operands.copied().filter(|&operand| self.put_off(operand).is_some()).collect();
            if missing.is_empty() {
                self.plain(id)?;
                waiting.pop();
            } else {
                waiting.extend(missing);
            }
        }
        Ok(())
    }

    /// The operation that makes this value, where it was put off and is not there yet.
    fn put_off(&self, value: ValueId) -> Option<OperationId> {
        match self.frame.body.definition(value) {
            Definition::Result { operation, .. } if self.new_value(value).is_none() => {
                is_put_off(self.frame.body, operation).then_some(operation)
            }
            _ => None,
        }
    }

    /// Adds before an operation with regions what was put off around it and is used in these: what is added in a region is of no
    /// use after it.
    pub(super) fn add_captured(&mut self, id: OperationId) -> Result<()> {
        let body = self.frame.body;
        let mut waiting: Vec<RegionId> = body.operation(id).regions().to_vec();
        let mut inside = HashSet::new();
        let mut used = Vec::new();
        while let Some(region) = waiting.pop() {
            let region = body.region(region);
            used.extend(region.results());
            for &id in region.operations() {
                inside.extend(body.operation(id).results());
                used.extend(body.operands(id));
                waiting.extend(body.operation(id).regions());
            }
        }
        used.into_iter().filter(|value| !inside.contains(value)).try_for_each(|value| self.add_late(value))
    }
}

/// Whether an operation is added only where it is used: what makes a constant, a single element, or a broadcast of either.
pub(super) fn is_put_off(body: &Body, id: OperationId) -> bool {
    let operation = body.operation(id);
    let is_scalar = |value| matches!(body.value_type(value), Type::Tensor(ty) if ty.rank() == 0);
    let mut results = operation.results();
    let (Some(result), None) = (results.next(), results.next()) else { return false };
    match (&operation.op, body.operands(id)) {
        (Op::Constant(_) | Op::Iota(_), _) => true,
        (Op::BroadcastInDim(_), &[operand]) => {
            let is_iota = |id| matches!(body.operation(id).op, Op::Iota(_));
            is_scalar(operand)
                || matches!(body.definition(operand), Definition::Result { operation, .. } if is_iota(operation))
        }
        (op, _) => operation.regions().is_empty() && can_be_rewritten(op) && is_scalar(result),
    }
}
