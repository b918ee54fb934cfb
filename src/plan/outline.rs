//! Regions that run any number of times, or not at all, as plans of their own: those of loops and branches.
//!
//! A region becomes a function that takes what the region takes, and then what it uses from outside. Small constants and
//! what is made of nothing else (a zero broadcast to a shape) are made again inside, where they cost no memory; all else
//! is read where it lies.

use std::collections::HashSet;
use std::sync::Arc;

use super::Plan;
use crate::error::Result;
use crate::program::differentiate::{captures, outline_after};
use crate::program::op::Op;
use crate::program::{Body, Definition, Function, Module, OperationId, RegionId, ValueId};

/// How deep plans lie within plans; what nests deeper is left to whatever runs a plan as it is.
const MAX_DEPTH: usize = 16;

/// Constants of more elements are read where they lie.
const MAX_COPIED: usize = 64;

/// The plan of a region.
#[derive(Clone, Debug)]
pub struct RegionPlan {
    /// What it does. Its arguments are those of the region, followed by what is captured.
    pub plan: Plan,
    /// The values from outside of the region that it reads.
    pub captured: Vec<ValueId>,
}

/// The plans of the regions of an operation that repeats or chooses between them; none for other operations. `depth` is
/// how many plans the function that has it lies in.
pub(super) fn region_plans(
    module: &Module,
    function: &Function,
    id: OperationId,
    depth: usize,
) -> Result<Vec<RegionPlan>> {
    let operation = function.body().operation(id);
    if !matches!(operation.op, Op::While | Op::If | Op::Case) || depth >= MAX_DEPTH {
        return Ok(Vec::new());
    }
    let is_loop = matches!(operation.op, Op::While);
    let plan = |(place, &region): (usize, &RegionId)| {
        let steps = if is_loop && place == 1 { operation.results().len() } else { 0 };
        region_plan(module, function.body(), region, steps, depth)
    };
    operation.regions().iter().enumerate().map(plan).collect()
}

/// The plan of a region. The first `carried` of its results take the places of its arguments when it runs again.
fn region_plan(module: &Module, body: &Body, region: RegionId, carried: usize, depth: usize) -> Result<RegionPlan> {
    let used = captures(body, region);
    let copied = copied(body, &used);
    let made: HashSet<ValueId> = copied.iter().flat_map(|&id| body.operation(id).results()).collect();
    let captured: Vec<ValueId> = used.into_iter().filter(|value| !made.contains(value)).collect();
    let mut name = "region".to_owned();
    while module.function(&name).is_some() {
        name.push('_');
    }
    let function = outline_after(body, region, &name, &copied, &captured, &[])?;
    let mut outlined = Module::new();
    for callee in callees(module, &function) {
        outlined.add(callee.clone())?;
    }
    outlined.add(function)?;
    let carried: Vec<(usize, usize)> = (0..carried).map(|place| (place, place)).collect();
    Ok(RegionPlan { plan: Plan::nested(&Arc::new(outlined), &name, &carried, depth + 1)?, captured })
}

/// The operations that make these values of nothing but small constants, operands before what uses them.
fn copied(body: &Body, values: &[ValueId]) -> Vec<OperationId> {
    let mut found: Vec<OperationId> = Vec::new();
    for &value in values {
        let mut made = Vec::new();
        let mut waiting = vec![value];
        let is_cheap = loop {
            let Some(value) = waiting.pop() else { break true };
            let Definition::Result { operation, .. } = body.definition(value) else { break false };
            match &body.operation(operation).op {
                Op::Constant(attributes) if attributes.value.0.element_count() > MAX_COPIED => break false,
                Op::Constant(_) | Op::Iota(_) | Op::BroadcastInDim(_) | Op::Reshape | Op::Convert => {}
                _ => break false,
            }
            made.push(operation);
            waiting.extend(body.operands(operation));
        };
        if is_cheap {
            found.extend(made);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The functions that this one calls, and those that they call.
fn callees<'m>(module: &'m Module, function: &'m Function) -> Vec<&'m Function> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut waiting = vec![function];
    while let Some(function) = waiting.pop() {
        for (_, operation) in function.body().operations() {
            let name = match &operation.op {
                Op::Call(attributes) => &attributes.callee.0,
                Op::Composite(attributes) => &attributes.decomposition.0,
                _ => continue,
            };
            if let Some(callee) = module.function(name)
                && seen.insert(name)
            {
                found.push(callee);
                waiting.push(callee);
            }
        }
    }
    found
}
