//! Reverse mode: the operations that compute gradients, added to a program.
//!
//! [`pullback`] walks back over what a [`FunctionBuilder`] has built and adds, for each operation on the way, what takes
//! the cotangents of its results to those of its operands; `rules.rs` says which file has the rule of which operation.
//! Where a value is used twice its cotangents are added. [`value_and_grad`] does it for a whole function.
//!
//! At ties and kinks the gradients are JAX's: `maximum` and `minimum` give equal operands half each, the slope of `abs` at
//! 0 is 1, that of `sign` 0 everywhere, `clamp` gives nothing at its bounds. A `while` has a gradient when the number of its iterations can be read
//! off the program.

mod activity;
mod outline;
mod rules;
mod tape;
mod trip_count;
mod value_and_grad;
mod vjp;

use super::attribute::{Attribute, Attributes};
use super::builder::FunctionBuilder;
use super::emit::Emit;
use super::module::{Body, Module, Operation, ValueId};
use super::op::Op;
use super::stack;
use crate::error::{Error, Result};

pub(crate) use activity::captures;
pub use outline::inline;
pub(crate) use outline::outline_after;
pub use value_and_grad::value_and_grad;

/// The attribute of an operation that gradients do not pass.
const STOP_GRADIENT: &str = "nnx.stop_gradient";

/// The attribute of an operation that gives a value a name of its own, for gradients by it.
const WATCH: &str = "nnx.watch";

/// Adds the operations that compute the cotangents of `wrt`, given those of `outputs`.
///
/// It walks over the operations of the regions that are open. A value of `wrt` that no output depends on has zeros.
/// Calls have no gradient here, since a builder does not know other functions: [`inline`] them.
///
/// # Errors
/// `INVALID_ARGUMENT` when a cotangent has not the type of its output, when a value has no cotangents because it is not
/// of floating-point numbers, or when one cannot be used here; `UNIMPLEMENTED`, naming it, for an operation on the way
/// that has a derivative but no rule, such as a `while` whose number of iterations depends on the inputs.
pub fn pullback(
    builder: &mut FunctionBuilder,
    outputs: &[ValueId],
    cotangents: &[ValueId],
    wrt: &[ValueId],
) -> Result<Vec<ValueId>> {
    if outputs.len() != cotangents.len() {
        let (outputs, cotangents) = (outputs.len(), cotangents.len());
        return Err(Error::invalid(format!("there are {outputs} outputs, but {cotangents} cotangents")));
    }
    for (what, values) in [("outputs", outputs), ("cotangents", cotangents), ("wrt", wrt)] {
        builder.check_alive(what, values)?;
        for (index, &value) in values.iter().enumerate() {
            let ty = builder.value_type(value);
            if ty.as_tensor().is_none() || !activity::is_differentiable(ty) {
                return Err(Error::invalid(format!(
                    "{what}: value {index} is {ty}; only tensors of floating-point numbers have cotangents"
                )));
            }
        }
    }
    for (index, (&output, &cotangent)) in outputs.iter().zip(cotangents).enumerate() {
        let (expected, found) = (builder.value_type(output), builder.value_type(cotangent));
        if expected != found {
            return Err(Error::invalid(format!("cotangent {index} is {found}, but its output is {expected}")));
        }
    }
    // At each level of regions a function is made of the region and differentiated, which takes several calls.
    let depth = 4 * nesting(builder.body());
    let known = stack::with_depth(depth, || tape::walk_back(builder, outputs, cotangents, wrt))??;
    wrt.iter().zip(known).map(|(&value, known)| known.map_or_else(|| builder.full_like(value, 0.0), Ok)).collect()
}

/// The same value, which gradients do not pass.
///
/// # Errors
/// `INVALID_ARGUMENT` for a value that cannot be used here.
pub fn stop_gradient(builder: &mut FunctionBuilder, value: ValueId) -> Result<ValueId> {
    marked(builder, value, STOP_GRADIENT)
}

/// The same value under another name: what is computed from it can be differentiated by it, what was computed from the
/// value before cannot.
pub(crate) fn watch(builder: &mut FunctionBuilder, value: ValueId) -> Result<ValueId> {
    marked(builder, value, WATCH)
}

fn marked(builder: &mut FunctionBuilder, value: ValueId, mark: &str) -> Result<ValueId> {
    let extra: Attributes = [(mark.to_owned(), Attribute::Unit)].into_iter().collect();
    super::emit::first(builder.operation_with(Op::OptimizationBarrier, extra, &[value], &[], &[])?)
}

/// Whether an operation does nothing but mark a value.
fn is_mark(operation: &Operation) -> bool {
    matches!(operation.op, Op::OptimizationBarrier)
        && [STOP_GRADIENT, WATCH].iter().any(|mark| operation.extra.get(mark).is_some())
}

/// How deep regions nest that were built.
fn nesting(body: &Body) -> usize {
    let mut depths = vec![1; body.regions.len()];
    // A region is made before those within it.
    for (index, region) in body.regions.iter().enumerate().rev() {
        let inner = region.operations().iter().flat_map(|&id| body.operation(id).regions());
        depths[index] = 1 + inner.map(|region| depths[region.index()]).max().unwrap_or(0);
    }
    depths.into_iter().max().unwrap_or(1)
}

/// How deep regions and calls nest in a module.
fn module_depth(module: &Module) -> Result<usize> {
    super::verify::check_calls(module)
}
