//! What operations do besides computing their results.

use super::module::{Body, OperationId};
use super::op::Op;

impl Op {
    /// Whether it does more than compute its results: a custom call that says so, and what test programs expect.
    pub fn has_effect(&self) -> bool {
        match self {
            Op::CustomCall(attributes) => attributes.has_side_effect,
            Op::ExpectAlmostEq(_)
            | Op::ExpectAlmostEqConst(_)
            | Op::ExpectClose(_)
            | Op::ExpectEq
            | Op::ExpectEqConst(_) => true,
            _ => false,
        }
    }
}

impl Body {
    /// Whether an operation, or one in its regions, does more than compute its results.
    pub(crate) fn has_effect(&self, id: OperationId) -> bool {
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let operation = self.operation(id);
            if operation.op.has_effect() {
                return true;
            }
            waiting.extend(operation.regions().iter().flat_map(|&region| self.region(region).operations()));
        }
        false
    }
}
