//! What concerns a module as a whole: calls name functions that fit, and none calls itself.

use super::builder::infer;
use super::module::{Body, Function, Location, MAX_NESTING, Module, Operation, RegionId};
use super::op::Op;
use super::types::{Type, Types};
use crate::error::{Error, Result};

impl Module {
    /// Checks every operation against its rule, and every call against the function that it names.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, naming the operation and the rule.
    pub fn verify(&self) -> Result<()> {
        for function in self.functions() {
            let body = function.body();
            for (id, operation) in body.operations() {
                let declared: Vec<Type> = operation.results().map(|result| body.value_type(result).clone()).collect();
                infer(body, &operation.op, body.operands(id), operation.regions(), &declared)?;
            }
        }
        check_calls(self).map(|_| ())
    }
}

/// Checks all calls; the depth to which regions and calls nest comes back.
pub(crate) fn check_calls(module: &Module) -> Result<usize> {
    locate_calls(module).map_err(|(error, _)| error)
}

/// As [`check_calls`], with the place of what is wrong.
pub(super) fn locate_calls(module: &Module) -> std::result::Result<usize, (Error, Location)> {
    let functions = module.functions();
    let mut calls: Vec<Vec<(usize, usize, Location)>> = Vec::with_capacity(functions.len());
    let mut own = Vec::with_capacity(functions.len());
    for function in functions {
        let depths = region_depths(function.body());
        own.push(depths.iter().copied().max().unwrap_or(0));
        let mut callees = Vec::new();
        for (index, region) in function.body().regions.iter().enumerate() {
            for &id in region.operations() {
                let operation = function.body().operation(id);
                if let Some(name) = callee(&operation.op) {
                    let index_of_callee = check_call(module, function, operation, function.body().operands(id), name)
                        .map_err(|error| (error, operation.location))?;
                    callees.push((index_of_callee, depths[index], operation.location));
                }
            }
        }
        calls.push(callees);
    }
    nesting(module, &own, &calls)
}

/// How deep regions nest in any function.
pub(super) fn depth(module: &Module) -> usize {
    module.functions().iter().flat_map(|function| region_depths(function.body())).max().unwrap_or(0)
}

/// The function that an operation calls.
fn callee(op: &Op) -> Option<&str> {
    match op {
        Op::Call(attributes) => Some(&attributes.callee.0),
        Op::Composite(attributes) => Some(&attributes.decomposition.0),
        _ => None,
    }
}

fn check_call(
    module: &Module,
    caller: &Function,
    operation: &Operation,
    operands: &[super::ValueId],
    name: &str,
) -> Result<usize> {
    let fail = |what: String| Error::invalid(format!("{}: {what}", operation.op.name()));
    let Some(index) = module.function_index(name) else { return Err(fail(format!("there is no function @{name}"))) };
    let function = &module.functions()[index];
    let body = caller.body();
    let given: Vec<Type> = operands.iter().map(|&operand| body.value_type(operand).clone()).collect();
    let taken: Vec<Type> = function.argument_types().cloned().collect();
    if given != taken {
        return Err(fail(format!("@{name} takes ({}), ({}) is given", Types(&taken), Types(&given))));
    }
    let expected: Vec<Type> = operation.results().map(|result| body.value_type(result).clone()).collect();
    let returned: Vec<Type> = function.result_types().cloned().collect();
    if expected != returned {
        return Err(fail(format!("@{name} returns ({}), ({}) is expected", Types(&returned), Types(&expected))));
    }
    Ok(index)
}

/// How many regions each region of a body lies in, itself included.
fn region_depths(body: &Body) -> Vec<usize> {
    let mut depths = vec![0; body.regions.len()];
    let mut waiting: Vec<(RegionId, usize)> = vec![(body.root(), 1)];
    while let Some((region, depth)) = waiting.pop() {
        depths[region.index()] = depth;
        for &id in body.region(region).operations() {
            waiting.extend(body.operation(id).regions().iter().map(|&inner| (inner, depth + 1)));
        }
    }
    depths
}

/// How deep regions and calls nest at most. Functions are finished callees first; one that is met again before it is
/// finished calls itself.
fn nesting(
    module: &Module,
    own: &[usize],
    calls: &[Vec<(usize, usize, Location)>],
) -> std::result::Result<usize, (Error, Location)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Begun,
        Finished(usize),
    }
    let mut marks = vec![Mark::New; own.len()];
    for start in 0..own.len() {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Begun;
        let mut path = vec![(start, 0)];
        while let Some((function, next)) = path.last_mut() {
            let function = *function;
            if let Some(&(callee, _, location)) = calls[function].get(*next) {
                *next += 1;
                match marks[callee] {
                    Mark::New => {
                        marks[callee] = Mark::Begun;
                        path.push((callee, 0));
                    }
                    Mark::Begun => {
                        let name = &module.functions()[callee].name;
                        return Err((Error::invalid(format!("@{name} calls itself")), location));
                    }
                    Mark::Finished(_) => {}
                }
                continue;
            }
            let mut depth = own[function];
            for &(callee, at, location) in &calls[function] {
                if let Mark::Finished(inner) = marks[callee] {
                    depth = depth.max(at + inner);
                }
                if depth > MAX_NESTING + 1 {
                    return Err((
                        Error::invalid(format!("regions and calls nest deeper than {MAX_NESTING}")),
                        location,
                    ));
                }
            }
            marks[function] = Mark::Finished(depth);
            path.pop();
        }
    }
    Ok(marks.into_iter().map(|mark| if let Mark::Finished(depth) = mark { depth } else { 0 }).max().unwrap_or(0))
}
