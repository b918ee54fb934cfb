//! When two programs are the same: names of values, places in a text and the order of arenas do not count.

use super::module::{Body, Function, Module, RegionId, ValueId};

impl PartialEq for Module {
    fn eq(&self, other: &Module) -> bool {
        self.name == other.name
            && self.attributes == other.attributes
            && self.meshes == other.meshes
            && self.functions == other.functions
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
            && self.visibility == other.visibility
            && self.attributes == other.attributes
            && self.argument_attributes == other.argument_attributes
            && self.result_attributes == other.result_attributes
            && same_bodies(&self.body, &other.body)
    }
}

/// Walks both at once, with a list of regions still to compare: as deep as they nest, the stack stays flat.
fn same_bodies(left: &Body, right: &Body) -> bool {
    let mut partner = vec![None; left.value_count()];
    let mut waiting = vec![Step::Region(left.root(), right.root())];
    while let Some(step) = waiting.pop() {
        match step {
            Step::Region(a, b) => {
                let (a, b) = (left.region(a), right.region(b));
                if a.operations.len() != b.operations.len()
                    || !pair(left, right, &mut partner, &a.arguments, &b.arguments)
                {
                    return false;
                }
                waiting.push(Step::Uses(&a.results, &b.results));
                for (&a, &b) in a.operations.iter().zip(&b.operations).rev() {
                    waiting.push(Step::Operation(a, b));
                }
            }
            Step::Operation(a, b) => {
                let (first, second) = (left.operation(a), right.operation(b));
                if first.op != second.op
                    || first.extra != second.extra
                    || first.regions.len() != second.regions.len()
                    || !same_uses(&partner, left.operands(a), right.operands(b))
                {
                    return false;
                }
                waiting.push(Step::Results(a, b));
                for (&a, &b) in first.regions.iter().zip(&second.regions).rev() {
                    waiting.push(Step::Region(a, b));
                }
            }
            Step::Results(a, b) => {
                let a: Vec<ValueId> = left.operation(a).results().collect();
                let b: Vec<ValueId> = right.operation(b).results().collect();
                if !pair(left, right, &mut partner, &a, &b) {
                    return false;
                }
            }
            Step::Uses(a, b) => {
                if !same_uses(&partner, a, b) {
                    return false;
                }
            }
        }
    }
    true
}

enum Step<'a> {
    Region(RegionId, RegionId),
    Operation(super::module::OperationId, super::module::OperationId),
    Results(super::module::OperationId, super::module::OperationId),
    Uses(&'a [ValueId], &'a [ValueId]),
}

/// Makes these values partners when their types are the same.
fn pair(left: &Body, right: &Body, partner: &mut [Option<ValueId>], a: &[ValueId], b: &[ValueId]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(&a, &b)| {
            partner[a.index()] = Some(b);
            left.value_type(a) == right.value_type(b)
        })
}

fn same_uses(partner: &[Option<ValueId>], a: &[ValueId], b: &[ValueId]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| partner[a.index()] == Some(b))
}
