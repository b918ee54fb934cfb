//! The reference: what a program computes, one operation at a time, one element at a time.
//!
//! It is written to be believed, not to be fast. Floating-point elements are widened to f64, integers to i128; each
//! operation computes there and rounds once, but for sums of products, which are held in f32 where f64 is not asked for.
//! One file per family of operations; `operation.rs` says which function evaluates which operation.

mod bessel;
mod check;
mod chlo;
mod control;
mod convolution;
mod cost;
mod denormals;
mod dot;
mod element;
mod elementwise;
pub(crate) mod error_function;
mod gamma;
mod gather;
mod index;
mod linear_algebra;
mod movement;
mod operation;
mod ragged_dot;
mod random;
mod reduce;
mod scatter;
mod sort;
mod window;

pub use denormals::Denormals;
pub(crate) use random::random_words;

use std::cell::Cell;
use std::sync::Arc;

use super::module::{Body, Function, Module, OperationId, RegionId, ValueId};
use super::op::Op;
use super::types::{TensorType, Type};
use super::{stack, verify};
use crate::error::{Error, Result, Status};
use crate::tensor::Tensor;

/// How a program is evaluated.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// What becomes of denormal numbers.
    pub denormals: Denormals,
    /// The most work, counted in elements read and written; without it a program may run for ever.
    pub budget: Option<u64>,
}

/// What the function of this name of `module` returns for these inputs.
///
/// # Errors
/// `NOT_FOUND` when there is no such function, `INVALID_ARGUMENT` when the inputs are not what it takes,
/// `FAILED_PRECONDITION` when a `check` operation finds a difference, `UNIMPLEMENTED` for a custom call.
pub fn evaluate(module: &Module, function: &str, inputs: &[Tensor], denormals: Denormals) -> Result<Vec<Tensor>> {
    evaluate_with(module, function, inputs, &Options { denormals, budget: None })
}

/// As [`evaluate()`], with more to say about how.
///
/// # Errors
/// As there, and `RESOURCE_EXHAUSTED` when the budget is spent.
pub fn evaluate_with(module: &Module, function: &str, inputs: &[Tensor], options: &Options) -> Result<Vec<Tensor>> {
    let depth = verify::check_calls(module)?;
    let name = function;
    let function = module.function(name).ok_or_else(|| Error::not_found(format!("there is no function @{name}")))?;
    check_inputs(function, inputs)?;
    let values: Vec<Value> = inputs.iter().cloned().map(Value::Tensor).collect();
    let run = || {
        let evaluator = Evaluator { module, options: *options, left: Cell::new(options.budget.unwrap_or(u64::MAX)) };
        evaluator.call(function, &values)?.iter().map(|value| value.tensor().cloned()).collect()
    };
    stack::with_depth(depth, run)?
}

/// What one operation of a function gives for these values of its operands and of what its regions use. The calls of the
/// module nest so deep, as [`verify::check_calls`] says.
///
/// # Errors
/// As [`evaluate()`].
pub(crate) fn evaluate_operation(
    module: &Module,
    function: &Function,
    id: OperationId,
    inputs: &[(ValueId, Tensor)],
    depth: usize,
) -> Result<Vec<Tensor>> {
    let body = function.body();
    let run = || {
        let options = Options { denormals: Denormals::Flush, budget: None };
        let evaluator = Evaluator { module, options, left: Cell::new(u64::MAX) };
        let mut values = element::room_for(body.value_count())?;
        values.resize(body.value_count(), None);
        let mut frame = Frame { body, values };
        for (id, value) in inputs {
            frame.values[id.index()] = Some(Value::Tensor(value.clone()));
        }
        evaluator.operation(&mut frame, id)?;
        body.operation(id).results().map(|result| frame.get(result)?.tensor().cloned()).collect()
    };
    stack::with_depth(depth, run)?
}

/// What an elementwise operation does with a floating-point number, where it gives one.
pub(crate) fn float_function(op: &Op) -> Option<fn(f64) -> f64> {
    elementwise::of_float(op).or_else(|_| chlo::of_float(op)).ok()
}

/// What an elementwise operation does with two floating-point numbers, where it gives one.
pub(crate) fn float_function_of_two(op: &Op) -> Option<fn(f64, f64) -> f64> {
    elementwise::of_floats(op).or_else(|_| chlo::of_floats(op)).ok()
}

fn check_inputs(function: &Function, inputs: &[Tensor]) -> Result<()> {
    let expected = function.arguments().len();
    if inputs.len() != expected {
        return Err(Error::invalid(format!("@{} takes {expected} inputs, {} were given", function.name, inputs.len())));
    }
    for (index, (input, ty)) in inputs.iter().zip(function.argument_types()).enumerate() {
        let found = TensorType::of(input);
        if ty.as_tensor() != Some(&found) {
            return Err(Error::invalid(format!("@{}: input {index} must be {ty}, it is {found}", function.name)));
        }
    }
    Ok(())
}

/// What a value of a program holds.
#[derive(Clone)]
enum Value {
    Tensor(Tensor),
    Tuple(Arc<[Value]>),
    Token,
}

impl Value {
    fn tensor(&self) -> Result<&Tensor> {
        match self {
            Value::Tensor(tensor) => Ok(tensor),
            Value::Tuple(_) | Value::Token => {
                Err(Error::invalid("only tensors can be inputs and outputs of an evaluation"))
            }
        }
    }
}

/// A region of an operation, run on tensors.
type Region<'a> = &'a mut dyn FnMut(&[Tensor]) -> Result<Vec<Tensor>>;

/// A run of a module.
struct Evaluator<'m> {
    module: &'m Module,
    options: Options,
    left: Cell<u64>,
}

/// The values of one call of a function.
struct Frame<'m> {
    body: &'m Body,
    values: Vec<Option<Value>>,
}

impl<'m> Evaluator<'m> {
    /// Runs a function.
    fn call(&self, function: &'m Function, inputs: &[Value]) -> Result<Vec<Value>> {
        let body = function.body();
        // There is room for what branches that are not taken would make, too.
        self.spend(body.value_count() as u64)?;
        let mut values = element::room_for(body.value_count())?;
        values.resize(body.value_count(), None);
        let mut frame = Frame { body, values };
        self.region(&mut frame, body.root(), inputs)
    }

    /// Runs a region: its arguments get these values, its operations run in order.
    fn region(&self, frame: &mut Frame<'m>, region: RegionId, inputs: &[Value]) -> Result<Vec<Value>> {
        let region = frame.body.region(region);
        for (&argument, value) in region.arguments().iter().zip(inputs) {
            frame.values[argument.index()] = Some(value.clone());
        }
        for &id in region.operations() {
            self.operation(frame, id)?;
        }
        region.results().iter().map(|&result| frame.get(result).cloned()).collect()
    }

    /// Runs an operation of the frame: its results get their values.
    fn operation(&self, frame: &mut Frame<'m>, id: OperationId) -> Result<()> {
        let operation = frame.body.operation(id);
        self.spend(cost::cost(frame.body, id))?;
        let values = operation::evaluate(self, frame, id).map_err(|error| match operation.location.line {
            0 => error,
            _ if error.message().starts_with("line ") => error,
            line => Error::from_code(error.code(), format!("line {line}: {}", error.message())),
        })?;
        debug_assert_eq!(values.len(), operation.results().len(), "{}", operation.op.name());
        for (result, value) in operation.results().zip(values) {
            debug_assert!(fits(&value, frame.body.value_type(result)), "{} made another type", operation.op.name());
            frame.values[result.index()] = Some(value);
        }
        Ok(())
    }

    fn spend(&self, work: u64) -> Result<()> {
        match self.left.get().checked_sub(work) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(Error::new(Status::ResourceExhausted, "the budget of the evaluation is spent")),
        }
    }
}

impl<'m> Frame<'m> {
    fn get(&self, value: ValueId) -> Result<&Value> {
        self.values[value.index()]
            .as_ref()
            .ok_or_else(|| Error::new(Status::Internal, "a value was used before it was made"))
    }
}

fn fits(value: &Value, ty: &Type) -> bool {
    match (value, ty) {
        (Value::Tensor(tensor), Type::Tensor(ty)) => TensorType::of(tensor) == *ty,
        (Value::Tuple(values), Type::Tuple(types)) => {
            values.len() == types.len() && values.iter().zip(types.iter()).all(|(value, ty)| fits(value, ty))
        }
        (Value::Token, Type::Token) => true,
        _ => false,
    }
}
