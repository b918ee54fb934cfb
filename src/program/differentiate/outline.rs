//! Operations copied from one function to another: calls replaced by what they call, regions made functions of their own.

use std::cell::Cell;
use std::collections::HashMap;

use super::activity::captures;
use crate::error::{Error, Result, Status};
use crate::program::builder::FunctionBuilder;
use crate::program::module::{Body, Definition, Function, Module, OperationId, RegionId, ValueId};
use crate::program::op::Op;
use crate::program::types::Type;

/// The most operations, calls among them, that calls may grow to: callees may call twice what calls twice.
const MAX_INLINED: usize = 1 << 19;

/// Where calls are looked up.
struct Callees<'a> {
    module: &'a Module,
    /// How many operations there may still be.
    left: Cell<usize>,
}

/// Adds the operations of a function of `module`, and of all that it calls; gives what it returns for these arguments.
///
/// # Errors
/// `NOT_FOUND` when there is no such function, `INVALID_ARGUMENT` when the arguments are not what it takes,
/// `RESOURCE_EXHAUSTED` when the calls grow to too many operations.
pub fn inline(
    builder: &mut FunctionBuilder,
    module: &Module,
    function: &str,
    arguments: &[ValueId],
) -> Result<Vec<ValueId>> {
    let depth = super::module_depth(module)?;
    crate::program::stack::with_depth(depth, || {
        let callees = Callees { module, left: Cell::new(MAX_INLINED) };
        call(builder, &callees, function, arguments)
    })?
}

fn call(builder: &mut FunctionBuilder, callees: &Callees, name: &str, arguments: &[ValueId]) -> Result<Vec<ValueId>> {
    let function =
        callees.module.function(name).ok_or_else(|| Error::not_found(format!("there is no function @{name}")))?;
    let found = arguments.iter().map(|&argument| builder.value_type(argument));
    if !found.eq(function.argument_types()) {
        return Err(Error::invalid(format!("the arguments are not what @{name} takes")));
    }
    splice_with(builder, function, arguments, Some(callees))
}

/// Adds the operations of a function; gives what it returns for these arguments.
pub(super) fn splice(
    builder: &mut FunctionBuilder,
    function: &Function,
    arguments: &[ValueId],
) -> Result<Vec<ValueId>> {
    splice_with(builder, function, arguments, None)
}

fn splice_with(
    builder: &mut FunctionBuilder,
    function: &Function,
    arguments: &[ValueId],
    callees: Option<&Callees>,
) -> Result<Vec<ValueId>> {
    let body = function.body();
    let values = function.arguments().iter().copied().zip(arguments.iter().copied()).collect();
    let mut copy = Copy { body, builder, callees, values, needed: None, without_marks: false };
    copy.operations(body.region(body.root()).operations())?;
    copy.all(function.results())
}

/// The region as a function of its own: it takes what the region takes and then what it captures, which comes back too.
pub(super) fn outline(body: &Body, region: RegionId) -> Result<(Function, Vec<ValueId>)> {
    let captured = captured(body, region);
    Ok((outline_with(body, region, &captured, &[])?, captured))
}

/// What a region captures, but for constants, which its function has copies of.
pub(super) fn captured(body: &Body, region: RegionId) -> Vec<ValueId> {
    captures(body, region).into_iter().filter(|&value| constant(body, value).is_none()).collect()
}

/// The operation of a constant.
fn constant(body: &Body, value: ValueId) -> Option<OperationId> {
    match body.definition(value) {
        Definition::Result { operation, .. } => {
            matches!(body.operation(operation).op, Op::Constant(_)).then_some(operation)
        }
        Definition::Argument { .. } => None,
    }
}

/// As [`outline`], where the captures are known; the function also returns what it takes in these places.
pub(super) fn outline_with(
    body: &Body,
    region: RegionId,
    captured: &[ValueId],
    returned: &[usize],
) -> Result<Function> {
    let constants: Vec<OperationId> =
        captures(body, region).into_iter().filter_map(|value| constant(body, value)).collect();
    outline_after(body, region, "region", &constants, captured, returned)
}

/// The region as a function of this name, which begins with copies of operations outside of it.
pub(crate) fn outline_after(
    body: &Body,
    region: RegionId,
    name: &str,
    copied: &[OperationId],
    captured: &[ValueId],
    returned: &[usize],
) -> Result<Function> {
    let region = body.region(region);
    let taken: Vec<ValueId> = region.arguments().iter().chain(captured).copied().collect();
    let types: Vec<Type> = taken.iter().map(|&value| body.value_type(value).clone()).collect();
    let mut builder = FunctionBuilder::new(name, &types);
    let values = taken.iter().copied().zip(builder.arguments().to_vec()).collect();
    let mut copy = Copy { body, builder: &mut builder, callees: None, values, needed: None, without_marks: false };
    copy.operations(copied)?;
    copy.operations(region.operations())?;
    let mut results = copy.all(region.results())?;
    results.extend(returned.iter().map(|&place| builder.arguments()[place]));
    builder.finish(&results)
}

/// The function without the operations that the results in these places, which it returns then, do not need.
pub(super) fn pruned(function: &Function, results: &[usize]) -> Result<Function> {
    let results: Vec<ValueId> = results.iter().map(|&place| function.results()[place]).collect();
    kept(function, &results, needed(function.body(), &results, false))
}

impl Function {
    /// The function without the marks that gradients needed, and without operations that its results do not need.
    pub(crate) fn simplified(&self) -> Result<Function> {
        copied(self, self.results(), needed(self.body(), self.results(), true), true)
    }

    /// The function that returns only the results in these places.
    pub(crate) fn with_results(&self, places: &[usize]) -> Result<Function> {
        pruned(self, places)
    }

    /// The function that returns these of its values.
    pub(crate) fn with_values(&self, results: &[ValueId]) -> Result<Function> {
        kept(self, results, needed(self.body(), results, false))
    }
}

/// The function without operations that nothing depends on and that do nothing but compute.
pub(super) fn without_unused(function: &Function) -> Result<Function> {
    kept(function, function.results(), needed(function.body(), function.results(), true))
}

/// The function with these results and the operations that they need.
fn kept(function: &Function, results: &[ValueId], needed: Needed) -> Result<Function> {
    copied(function, results, needed, false)
}

fn copied(function: &Function, results: &[ValueId], needed: Needed, without_marks: bool) -> Result<Function> {
    let body = function.body();
    let types: Vec<Type> = function.argument_types().cloned().collect();
    let mut builder = FunctionBuilder::new(&function.name, &types);
    let values = function.arguments().iter().copied().zip(builder.arguments().to_vec()).collect();
    let mut copy = Copy { body, builder: &mut builder, callees: None, values, needed: Some(needed), without_marks };
    copy.operations(body.region(body.root()).operations())?;
    let results = copy.all(results)?;
    builder.finish(&results)
}

/// Which arguments the results of a function depend on.
pub(super) fn used_arguments(function: &Function) -> Vec<bool> {
    let needed = needed(function.body(), function.results(), false);
    function.arguments().iter().map(|argument| needed.values[argument.index()]).collect()
}

/// Whether each operation of a function is needed for these values, by its place; and whether each value is. Operations
/// `with_effects` are needed for what they do.
pub(super) struct Needed {
    values: Vec<bool>,
    operations: Vec<bool>,
}

pub(super) fn needed(body: &Body, results: &[ValueId], with_effects: bool) -> Needed {
    let mut needed =
        Needed { values: vec![false; body.value_count()], operations: vec![false; body.operation_count()] };
    for result in results {
        needed.values[result.index()] = true;
    }
    for &id in body.region(body.root()).operations().iter().rev() {
        let operation = body.operation(id);
        let has_effect = with_effects && body.has_effect(id);
        if has_effect || operation.results().any(|result| needed.values[result.index()]) {
            needed.operations[id.index()] = true;
            let captured = operation.regions().iter().flat_map(|&region| captures(body, region));
            for value in body.operands(id).iter().copied().chain(captured) {
                needed.values[value.index()] = true;
            }
        }
    }
    needed
}

/// Operations of one body on their way into another.
struct Copy<'a, 'b> {
    body: &'a Body,
    builder: &'b mut FunctionBuilder,
    /// Where callees are looked up; calls stay calls where it is absent.
    callees: Option<&'a Callees<'a>>,
    values: HashMap<ValueId, ValueId>,
    /// Which operations are copied; all where it is absent.
    needed: Option<Needed>,
    /// Whether the marks of [`super::watch`] and [`super::stop_gradient`] are left out.
    without_marks: bool,
}

impl Copy<'_, '_> {
    fn operations(&mut self, operations: &[OperationId]) -> Result<()> {
        for &id in operations {
            self.operation(id)?;
        }
        Ok(())
    }

    fn operation(&mut self, id: OperationId) -> Result<()> {
        let operation = self.body.operation(id);
        if let Some(needed) = &self.needed
            && !needed.operations[id.index()]
        {
            return Ok(());
        }
        if let Some(callees) = self.callees {
            let left = callees.left.get().checked_sub(1).ok_or_else(|| {
                let limit = format!("calls grow to more than {MAX_INLINED} operations");
                Error::new(Status::ResourceExhausted, limit)
            })?;
            callees.left.set(left);
        }
        let operands = self.all(self.body.operands(id))?;
        if self.without_marks && super::is_mark(operation) {
            self.values.extend(operation.results().zip(operands));
            return Ok(());
        }
        let results = match (&operation.op, self.callees) {
            (Op::Call(attributes), Some(callees)) => call(self.builder, callees, &attributes.callee.0, &operands)?,
            (Op::Composite(attributes), Some(callees)) => {
                call(self.builder, callees, &attributes.decomposition.0, &operands)?
            }
            _ => {
                let regions = operation.regions().iter().map(|&region| self.region(region));
                let regions = regions.collect::<Result<Vec<RegionId>>>()?;
                let types: Vec<Type> = operation.results().map(|result| self.body.value_type(result).clone()).collect();
                self.builder.set_location(operation.location);
                let (op, extra) = (operation.op.clone(), operation.extra.clone());
                self.builder.operation_with(op, extra, &operands, &regions, &types)?
            }
        };
        self.values.extend(operation.results().zip(results));
        Ok(())
    }

    fn region(&mut self, region: RegionId) -> Result<RegionId> {
        let region = self.body.region(region);
        let types: Vec<Type> =
            region.arguments().iter().map(|&argument| self.body.value_type(argument).clone()).collect();
        let arguments = self.builder.begin_region(&types)?;
        self.values.extend(region.arguments().iter().copied().zip(arguments));
        // What a region holds is needed as a whole.
        let needed = self.needed.take();
        self.operations(region.operations())?;
        self.needed = needed;
        let results = self.all(region.results())?;
        self.builder.end_region(&results)
    }

    fn all(&self, values: &[ValueId]) -> Result<Vec<ValueId>> {
        let copied = |value| self.values.get(value).copied();
        let copies: Option<Vec<ValueId>> = values.iter().map(copied).collect();
        copies.ok_or_else(|| Error::new(Status::Internal, "a value was used before it was copied"))
    }
}
