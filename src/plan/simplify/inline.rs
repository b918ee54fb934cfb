//! Calls and composites replaced by what they name.

use std::collections::{HashMap, HashSet};

use super::rewrite::{Rewriter, Rules, StructureRule, rewrite, rewrite_those, with_functions};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Function, Module, OperationId, Visibility};

/// The most operations that a function may grow to by its calls; callees may call twice what calls twice.
const MAX_OPERATIONS: usize = 1 << 18;
/// What calls may grow to each where all of them together would be too much.
const MAX_CALLEE: usize = 64;

/// Replaces calls by what they call, and drops the private functions that nothing calls then.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn inline(module: &Module) -> Result<Module> {
    inline_with(module, &[inlined])
}

/// As [`inline`], with more rules.
pub(super) fn inline_with(module: &Module, structures: &[StructureRule]) -> Result<Module> {
    let rules = Rules { structures, ..Rules::default() };
    let entries = entries(module);
    if Sizes::of(module).all_fit {
        return rewrite_those(module, rules, |function| entries.contains(function.name.as_str()));
    }
    without_uncalled(&rewrite(module, rules)?)
}

pub(super) fn inlined(rewriter: &mut Rewriter, id: OperationId) -> Result<bool> {
    let (body, module) = (rewriter.source(), rewriter.module);
    let operation = body.operation(id);
    let Some(callee) = callee(&operation.op).and_then(|name| module.function(name)) else { return Ok(false) };
    if !rewriter.sizes().may_be_inlined(&callee.name) {
        return Ok(false);
    }
    let arguments = rewriter.new_values(body.operands(id))?;
    let results = rewriter.splice(callee, &arguments)?;
    rewriter.set_new_values(operation.results(), results);
    Ok(true)
}

/// The function that an operation stands for.
fn callee(op: &Op) -> Option<&str> {
    match op {
        Op::Call(attributes) => Some(&attributes.callee.0),
        Op::Composite(attributes) => Some(&attributes.decomposition.0),
        _ => None,
    }
}

/// How many operations each function would have without calls.
pub(super) struct Sizes<'m> {
    inlined: HashMap<&'m str, usize>,
    all_fit: bool,
}

impl<'m> Sizes<'m> {
    pub(super) fn of(module: &'m Module) -> Sizes<'m> {
        let mut inlined: HashMap<&str, usize> = HashMap::with_capacity(module.functions().len());
        // Callees first. No function calls itself, which was checked.
        let mut waiting: Vec<&Function> = module.functions().iter().collect();
        while let Some(function) = waiting.pop() {
            if inlined.contains_key(function.name.as_str()) {
                continue;
            }
            let callees: Vec<&Function> = function
                .body()
                .operations()
                .filter_map(|(_, operation)| module.function(callee(&operation.op)?))
                .collect();
            let sizes: Option<Vec<usize>> =
                callees.iter().map(|callee| inlined.get(callee.name.as_str()).copied()).collect();
            if let Some(sizes) = sizes {
                let own = function.body().operation_count();
                inlined.insert(&function.name, sizes.into_iter().fold(own, usize::saturating_add));
            } else {
                let missing = callees.into_iter().filter(|callee| !inlined.contains_key(callee.name.as_str()));
                let missing: Vec<&Function> = missing.collect();
                waiting.push(function);
                waiting.extend(missing);
            }
        }
        let all_fit = inlined.values().all(|&size| size <= MAX_OPERATIONS);
        Sizes { inlined, all_fit }
    }

    fn may_be_inlined(&self, name: &str) -> bool {
        self.inlined.get(name).is_some_and(|&size| self.all_fit || size <= MAX_CALLEE)
    }
}

/// The functions that may be called from outside: those that are not private, or all where all are; and all where a
/// custom call may call one.
fn entries(module: &Module) -> HashSet<&str> {
    let names_functions =
        |op: &Op| matches!(op, Op::CustomCall(attributes) if attributes.called_computations.is_some());
    let mut operations = module.functions().iter().flat_map(|function| function.body().operations());
    let all = operations.any(|(_, operation)| names_functions(&operation.op));
    let is_entry = |function: &&Function| function.visibility != Visibility::Private || function.name == "main";
    let mut entries: HashSet<&str> = HashSet::new();
    if !all {
        entries.extend(module.functions().iter().filter(is_entry).map(|function| function.name.as_str()));
    }
    if entries.is_empty() {
        entries.extend(module.functions().iter().map(|function| function.name.as_str()));
    }
    entries
}

/// The module without the functions to which no entry leads.
fn without_uncalled(module: &Module) -> Result<Module> {
    let entries = entries(module);
    let mut waiting: Vec<&Function> = entries.iter().filter_map(|name| module.function(name)).collect();
    let mut kept: HashSet<&str> = HashSet::new();
    while let Some(function) = waiting.pop() {
        if kept.insert(&function.name) {
            let operations = function.body().operations();
            waiting.extend(operations.filter_map(|(_, operation)| module.function(callee(&operation.op)?)));
        }
    }
    let functions = module.functions().iter().filter(|function| kept.contains(function.name.as_str()));
    with_functions(module, functions.cloned().collect())
}
