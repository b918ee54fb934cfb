//! Values that were computed already: the same operation on the same operands is the same value.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::rewrite::{Rules, combiner, rewrite};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Body, Definition, Module, ValueId};

/// What was computed, by a hash of how. It forgets at the end of a region what was computed there.
#[derive(Default)]
pub(super) struct Shared {
    first_results: HashMap<u64, ValueId>,
    /// What each entry of the open regions replaced.
    log: Vec<(u64, Option<ValueId>)>,
    marks: Vec<Mark>,
}

enum Mark {
    /// A region that may use what is around it began when the log was so long.
    Open(usize),
    /// One that may not; this is what is around it.
    Closed(HashMap<u64, ValueId>, Vec<(u64, Option<ValueId>)>),
}

impl Shared {
    /// A region begins. One that is `closed` uses only what is computed in it, but for what it used before.
    pub(super) fn begin(&mut self, closed: bool) {
        self.marks.push(if closed {
            Mark::Closed(std::mem::take(&mut self.first_results), std::mem::take(&mut self.log))
        } else {
            Mark::Open(self.log.len())
        });
    }

    pub(super) fn end(&mut self) {
        match self.marks.pop() {
            Some(Mark::Closed(first_results, log)) => (self.first_results, self.log) = (first_results, log),
            Some(Mark::Open(length)) => {
                for (hash, replaced) in self.log.drain(length..).rev() {
                    match replaced {
                        Some(value) => self.first_results.insert(hash, value),
                        None => self.first_results.remove(&hash),
                    };
                }
            }
            None => {}
        }
    }

    /// The first result of the same operation, where there is one.
    pub(super) fn find(&self, body: &Body, computation: &Computation) -> Option<ValueId> {
        let &value = self.first_results.get(&computation.hash())?;
        computation.is(body, value).then_some(value)
    }

    pub(super) fn insert(&mut self, computation: &Computation, value: ValueId) {
        let hash = computation.hash();
        let replaced = self.first_results.insert(hash, value);
        self.log.push((hash, replaced));
    }
}

/// What makes a value what it is.
pub(super) struct Computation<'a> {
    pub(super) op: &'a Op,
    pub(super) operands: &'a [ValueId],
    pub(super) ty: &'a crate::program::Type,
    /// The operation of two elements that a reduction combines by.
    pub(super) combine: Option<&'a Op>,
}

impl Computation<'_> {
    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        std::mem::discriminant(self.op).hash(&mut hasher);
        if let Some(combine) = self.combine {
            std::mem::discriminant(combine).hash(&mut hasher);
        }
        self.ty.hash(&mut hasher);
        match *self.operands {
            [lhs, rhs] if self.op.is_commutative() => (lhs.min(rhs), lhs.max(rhs)).hash(&mut hasher),
            ref operands => operands.hash(&mut hasher),
        }
        hash_attributes(self.op, &mut hasher);
        hasher.finish()
    }

    /// Whether this value is computed so.
    fn is(&self, body: &Body, value: ValueId) -> bool {
        let Definition::Result { operation: id, index: 0 } = body.definition(value) else { return false };
        let operation = body.operation(id);
        let operands = body.operands(id);
        let same_operands = operands == self.operands
            || (self.op.is_commutative() && operands.len() == 2 && [operands[1], operands[0]] == self.operands);
        let same_combiner = match *operation.regions() {
            [] => self.combine.is_none(),
            [region] => self.combine.is_some() && combiner(body, region) == self.combine,
            _ => false,
        };
        same_operands && same_combiner && operation.op == *self.op && body.value_type(value) == self.ty
    }
}

/// The attributes of those operations that differ in them often. For others it only costs that one is found less.
fn hash_attributes(op: &Op, hasher: &mut DefaultHasher) {
    /// How much of a constant is looked at.
    const ENOUGH: usize = 64;
    match op {
        Op::Constant(attributes) => {
            let bytes = attributes.value.0.bytes();
            bytes[..bytes.len().min(ENOUGH)].hash(hasher);
            bytes[bytes.len().saturating_sub(ENOUGH)..].hash(hasher);
        }
        Op::Slice(attributes) => (&attributes.start_indices, &attributes.limit_indices).hash(hasher),
        Op::BroadcastInDim(attributes) => attributes.broadcast_dimensions.hash(hasher),
        Op::Transpose(attributes) => attributes.permutation.hash(hasher),
        Op::Iota(attributes) => attributes.iota_dimension.hash(hasher),
        Op::Concatenate(attributes) => attributes.dimension.hash(hasher),
        Op::Reduce(attributes) => attributes.dimensions.hash(hasher),
        Op::Compare(attributes) => attributes.comparison_direction.hash(hasher),
        Op::DotGeneral(attributes) => attributes.dot_dimension_numbers.hash(hasher),
        Op::GetTupleElement(attributes) => attributes.index.hash(hasher),
        _ => {}
    }
}

/// Computes once what is computed twice.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn cse(module: &Module) -> Result<Module> {
    rewrite(module, Rules { share: true, ..Rules::default() })
}
