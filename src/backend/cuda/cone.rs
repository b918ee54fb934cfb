//! What of a loop some of its values need.

use std::collections::{HashMap, HashSet};

use super::frame::Slot;
use crate::plan::{Step, StepId};
use crate::tensor::DType;

/// The steps of a loop, and which of their values lie in memory in the order of items.
#[derive(Default)]
pub(super) struct Values<'p> {
    pub(super) steps: &'p [(Step, DType)],
    pub(super) in_memory: HashMap<StepId, Slot>,
}

impl<'p> Values<'p> {
    /// The steps of a loop before it has begun.
    pub(super) fn new(steps: &'p [(Step, DType)]) -> Values<'p> {
        Values { steps, in_memory: HashMap::new() }
    }

    /// The steps that make these values, in order; what lies in memory is read there.
    pub(super) fn cone(&self, targets: &[StepId]) -> Vec<StepId> {
        let mut needed: Vec<StepId> = Vec::new();
        let mut seen = HashSet::new();
        let mut left = targets.to_vec();
        while let Some(id) = left.pop() {
            if !seen.insert(id) {
                continue;
            }
            needed.push(id);
            if let (Step::Apply { operands, .. }, false) = (&self.steps[id].0, self.in_memory.contains_key(&id)) {
                left.extend(operands);
            }
        }
        needed.sort_unstable();
        needed
    }
}
