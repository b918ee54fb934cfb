//! What a function needs: the values that its results depend on, and the operations that make them or have an effect.

use std::collections::{HashMap, HashSet};

use super::rewrite::{Rules, rewrite};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Body, Definition, Module, Operation, OperationId, RegionId, ValueId};

/// The names of the functions whose calls do more than compute results.
pub(super) fn effectful(module: &Module) -> HashSet<&str> {
    let mut found = HashSet::new();
    // A function is looked at again when one that it calls was found; they are few.
    loop {
        let before = found.len();
        for function in module.functions() {
            if !found.contains(function.name.as_str())
                && function.body().operations().any(|(_, operation)| has_effect(operation, &found))
            {
                found.insert(function.name.as_str());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn has_effect(operation: &Operation, effectful: &HashSet<&str>) -> bool {
    match &operation.op {
        Op::Call(attributes) => effectful.contains(attributes.callee.0.as_str()),
        Op::Composite(attributes) => effectful.contains(attributes.decomposition.0.as_str()),
        op => op.has_effect(),
    }
}

/// What is needed, by place in the arenas of a body.
pub(super) struct Live {
    values: Vec<bool>,
    operations: Vec<bool>,
}

impl Live {
    pub(super) fn value(&self, value: ValueId) -> bool {
        self.values[value.index()]
    }

    pub(super) fn operation(&self, id: OperationId) -> bool {
        self.operations[id.index()]
    }

    /// Finds what the results of a function need. A value that a loop carries is needed when its result is, or when the
    /// condition or a needed value of the next iteration depends on it; a result of a branch when that of the whole is.
    pub(super) fn of(body: &Body, effectful: &HashSet<&str>) -> Live {
        let mut owners = HashMap::new();
        let mut within = HashMap::new();
        for (id, operation) in body.operations() {
            for &region in operation.regions() {
                owners.insert(region, id);
                within.extend(body.region(region).operations().iter().map(|&inner| (inner, id)));
            }
        }
        let live = Live { values: vec![false; body.value_count()], operations: vec![false; body.operation_count()] };
        let mut search = Search { body, owners, within, live, waiting: Vec::new() };
        for (id, operation) in body.operations() {
            if has_effect(operation, effectful) {
                search.need_operation(id);
            }
        }
        search.need_all(body.region(body.root()).results());
        search.run();
        search.live
    }
}

struct Search<'a> {
    body: &'a Body,
    /// The operation that a region belongs to.
    owners: HashMap<RegionId, OperationId>,
    /// The operation in whose region an operation stands, where it is not the function itself.
    within: HashMap<OperationId, OperationId>,
    live: Live,
    waiting: Vec<ValueId>,
}

impl Search<'_> {
    fn need(&mut self, value: ValueId) {
        if !std::mem::replace(&mut self.live.values[value.index()], true) {
            self.waiting.push(value);
        }
    }

    fn need_all(&mut self, values: &[ValueId]) {
        values.iter().for_each(|&value| self.need(value));
    }

    /// What an operation needs whichever of its results is asked for.
    fn need_operation(&mut self, id: OperationId) {
        let mut next = Some(id);
        while let Some(id) = next {
            if std::mem::replace(&mut self.live.operations[id.index()], true) {
                return;
            }
            let (body, operation) = (self.body, self.body.operation(id));
            match operation.op {
                Op::While => self.need_all(body.region(operation.regions()[0]).results()),
                Op::If | Op::Case => self.need_all(body.operands(id)),
                _ => {
                    self.need_all(body.operands(id));
                    operation.regions().iter().for_each(|&region| self.need_all(body.region(region).results()));
                }
            }
            next = self.within.get(&id).copied();
        }
    }

    /// What one result of an operation needs.
    fn need_result(&mut self, id: OperationId, index: usize) {
        let (body, operation) = (self.body, self.body.operation(id));
        match operation.op {
            Op::While => self.need_carried(id, index),
            Op::If | Op::Case => {
                operation.regions().iter().for_each(|&region| self.need(body.region(region).results()[index]));
            }
            _ => {}
        }
    }

    /// A value that a loop carries: what it starts from, what it is in the regions, what it becomes.
    fn need_carried(&mut self, id: OperationId, index: usize) {
        let (body, operation) = (self.body, self.body.operation(id));
        self.need(body.operands(id)[index]);
        self.need(body.region(operation.regions()[1]).results()[index]);
        if let Some(result) = operation.results().nth(index) {
            self.need(result);
        }
        for &region in operation.regions() {
            self.need(body.region(region).arguments()[index]);
        }
    }

    fn run(&mut self) {
        while let Some(value) = self.waiting.pop() {
            match self.body.definition(value) {
                Definition::Result { operation, index } => {
                    self.need_operation(operation);
                    self.need_result(operation, index as usize);
                }
                Definition::Argument { region, index } => {
                    if let Some(&owner) = self.owners.get(&region)
                        && matches!(self.body.operation(owner).op, Op::While)
                    {
                        self.need_carried(owner, index as usize);
                    }
                }
            }
        }
    }
}

/// Leaves out what nothing needs: operations, values that loops carry, results of branches.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn dce(module: &Module) -> Result<Module> {
    rewrite(module, Rules { prune: true, ..Rules::default() })
}
