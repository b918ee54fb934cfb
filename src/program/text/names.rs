//! The names that values get in the text: those that MLIR would give them.

use std::collections::HashSet;

use crate::program::module::{Body, OperationId, RegionId, ValueId};
use crate::program::op::Op;
use crate::program::types::{Class, class};

/// The names of the values of a function, without `%`.
pub(super) struct Names {
    names: Vec<String>,
}

/// A region whose values are to be named, with the counters as they stood at the end of the region around it.
struct Task {
    region: RegionId,
    counters: Counters,
    /// How many scopes of names are around it.
    scopes: usize,
}

#[derive(Clone, Copy, Default)]
struct Counters {
    value: usize,
    argument: usize,
    conflict: usize,
}

struct Namer<'a> {
    body: &'a Body,
    names: Vec<String>,
    used: HashSet<String>,
    scopes: Vec<Vec<String>>,
    counters: Counters,
}

impl Names {
    /// Names all values of a body: outer regions before inner ones.
    pub(super) fn of(body: &Body) -> Names {
        let mut namer = Namer {
            body,
            names: vec![String::new(); body.value_count()],
            used: HashSet::new(),
            scopes: Vec::new(),
            counters: Counters::default(),
        };
        let mut tasks = vec![Task { region: body.root(), counters: Counters::default(), scopes: 0 }];
        while let Some(task) = tasks.pop() {
            namer.leave(task.scopes);
            namer.counters = task.counters;
            namer.scopes.push(Vec::new());
            namer.region(task.region);
            let (counters, scopes) = (namer.counters, namer.scopes.len());
            for &id in body.region(task.region).operations() {
                let inner = body.operation(id).regions().iter();
                tasks.extend(inner.map(|&region| Task { region, counters, scopes }));
            }
        }
        Names { names: namer.names }
    }

    /// The name of a value.
    pub(super) fn of_value(&self, value: ValueId) -> &str {
        &self.names[value.index()]
    }
}

impl Namer<'_> {
    /// Forgets the names of scopes that ended.
    fn leave(&mut self, scopes: usize) {
        for scope in self.scopes.drain(scopes..) {
            for name in scope {
                self.used.remove(&name);
            }
        }
    }

    fn region(&mut self, region: RegionId) {
        let region = self.body.region(region);
        let carried = self.owner_is_while(region.arguments());
        for &argument in region.arguments() {
            let name = if carried {
                "iterArg".to_owned()
            } else {
                self.counters.argument += 1;
                format!("arg{}", self.counters.argument - 1)
            };
            self.give(argument, name);
        }
        for &id in region.operations() {
            self.results(id);
        }
    }

    /// Whether these are arguments of a loop.
    fn owner_is_while(&self, arguments: &[ValueId]) -> bool {
        arguments.first().is_some_and(|argument| self.names[argument.index()] == WHILE)
    }

    fn results(&mut self, id: OperationId) {
        let operation = self.body.operation(id);
        if matches!(operation.op, Op::While) {
            for &region in operation.regions() {
                for &argument in self.body.region(region).arguments() {
                    self.names[argument.index()] = WHILE.to_owned();
                }
            }
        }
        let results: Vec<ValueId> = operation.results().collect();
        let names: &[&str] = match &operation.op {
            Op::Constant(attributes) => match class(attributes.value.0.dtype()) {
                Class::Float => &["cst"],
                _ => &["c"],
            },
            Op::TopK(_) => &["values", "indices"],
            Op::RngBitGenerator(_) => &["output_state", "output"],
            Op::BatchNormTraining(_) => &["output", "batch_mean", "batch_var"],
            Op::BatchNormGrad(_) => &["grad_operand", "grad_scale", "grad_offset"],
            _ => &[],
        };
        if names.is_empty() {
            let Some((&first, others)) = results.split_first() else { return };
            let number = self.counters.value;
            self.counters.value += 1;
            self.names[first.index()] = if others.is_empty() { number.to_string() } else { format!("{number}#0") };
            for (index, &other) in others.iter().enumerate() {
                self.names[other.index()] = format!("{number}#{}", index + 1);
            }
            return;
        }
        for (&result, &name) in results.iter().zip(names) {
            self.give(result, name.to_owned());
        }
    }

    /// Gives a name, with a number after it where it is taken.
    fn give(&mut self, value: ValueId, name: String) {
        let mut unique = name.clone();
        while self.used.contains(&unique) {
            unique = format!("{name}_{}", self.counters.conflict);
            self.counters.conflict += 1;
        }
        self.used.insert(unique.clone());
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(unique.clone());
        }
        self.names[value.index()] = unique;
    }
}

/// What marks an argument of a loop before it has a name; no name begins so.
const WHILE: &str = "%while";
