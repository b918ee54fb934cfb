//! Constants put off until something uses them.

use std::collections::HashSet;

use super::Rewriter;
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Body, Definition, OperationId, RegionId, ValueId};

impl Rewriter<'_> {
    /// Adds what was put off, as far as this value is made of it.
    pub(super) fn add_constant(&mut self, value: ValueId) -> Result<()> {
        let body = self.frame.body;
        match body.definition(value) {
            Definition::Result { operation, .. }
                if self.new_value(value).is_none() && is_made_of_constants(body, operation) =>
            {
                self.plain(operation)
            }
            _ => Ok(()),
        }
    }

    /// Adds before an operation with regions the constants around it that these use: what is added in a region is of no
    /// use after it.
    pub(super) fn add_captured_constants(&mut self, id: OperationId) -> Result<()> {
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
        used.into_iter().filter(|value| !inside.contains(value)).try_for_each(|value| self.add_constant(value))
    }
}

/// Whether an operation makes a constant, or a broadcast of one.
pub(super) fn is_made_of_constants(body: &Body, id: OperationId) -> bool {
    let makes_constant = |id| matches!(body.operation(id).op, Op::Constant(_) | Op::Iota(_));
    match (&body.operation(id).op, body.operands(id)) {
        (Op::BroadcastInDim(_), &[operand]) => {
            matches!(body.definition(operand), Definition::Result { operation, .. } if makes_constant(operation))
        }
        _ => makes_constant(id),
    }
}
