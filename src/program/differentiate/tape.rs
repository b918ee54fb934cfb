//! The walk back over the operations that were built.

use std::collections::HashMap;

use super::{activity, rules};
use crate::error::{Error, Result};
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::{OperationId, RegionId, ValueId};
use crate::program::op::Op;
use crate::tensor::DType;

/// The cotangents that are known so far.
pub(super) struct Tape<'b> {
    /// The function that is built.
    pub(super) builder: &'b mut FunctionBuilder,
    /// Whether each value depends on what is differentiated by.
    active: Vec<bool>,
    cotangents: HashMap<ValueId, ValueId>,
}

/// An operation to walk back over.
pub(super) struct Site {
    pub(super) op: Op,
    pub(super) operands: Vec<ValueId>,
    pub(super) results: Vec<ValueId>,
    pub(super) regions: Vec<RegionId>,
}

/// The cotangents of `wrt`; `None` where nothing depends on it.
pub(super) fn walk_back(
    builder: &mut FunctionBuilder,
    outputs: &[ValueId],
    cotangents: &[ValueId],
    wrt: &[ValueId],
) -> Result<Vec<Option<ValueId>>> {
    let operations = builder.open_operations();
    let active = activity::active(builder.body(), &operations, wrt);
    let mut tape = Tape { builder, active, cotangents: HashMap::new() };
    for (&output, &cotangent) in outputs.iter().zip(cotangents) {
        tape.give(output, cotangent)?;
    }
    for id in operations.into_iter().rev() {
        let operation = tape.builder.body().operation(id);
        if operation.extra.get(super::STOP_GRADIENT).is_some() {
            continue;
        }
        let site = tape.site(id);
        if site.results.iter().any(|&result| tape.cotangent(result).is_some()) {
            let location = tape.builder.body().operation(id).location;
            rules::pull(&mut tape, &site).map_err(|error| match location.line {
                0 => error,
                _ if error.message().starts_with("line ") => error,
                line => Error::from_code(error.code(), format!("line {line}: {}", error.message())),
            })?;
        }
    }
    Ok(wrt.iter().map(|&value| tape.cotangent(value)).collect())
}

impl Tape<'_> {
    fn site(&self, id: OperationId) -> Site {
        let body = self.builder.body();
        let operation = body.operation(id);
        Site {
            op: operation.op.clone(),
            operands: body.operands(id).to_vec(),
            results: operation.results().collect(),
            regions: operation.regions().to_vec(),
        }
    }

    /// Whether the cotangent of a value is of use.
    pub(super) fn wants(&self, value: ValueId) -> bool {
        self.active.get(value.index()).copied().unwrap_or(false)
    }

    /// What is known of the cotangent of a value.
    pub(super) fn cotangent(&self, value: ValueId) -> Option<ValueId> {
        self.cotangents.get(&value).copied()
    }

    /// The cotangent of a value, zeros where nothing is known.
    pub(super) fn cotangent_or_zeros(&mut self, value: ValueId) -> Result<ValueId> {
        match self.cotangent(value) {
            Some(cotangent) => Ok(cotangent),
            None => self.builder.full_like(value, 0.0),
        }
    }

    /// Adds to the cotangent of a value.
    pub(super) fn give(&mut self, value: ValueId, cotangent: ValueId) -> Result<()> {
        if self.wants(value) {
            let sum = match self.cotangent(value) {
                Some(known) => self.builder.add(known, cotangent)?,
                None => cotangent,
            };
            self.cotangents.insert(value, sum);
        }
        Ok(())
    }

    /// Replaces the cotangent of a value by one that has it in it already.
    pub(super) fn replace(&mut self, value: ValueId, cotangent: ValueId) {
        self.cotangents.insert(value, cotangent);
    }

    /// The dtype of a value.
    pub(super) fn dtype(&mut self, value: ValueId) -> Result<DType> {
        Ok(self.builder.tensor(value)?.dtype)
    }
}
