//! The derivative of a function as a function of its own.

use super::outline::{pruned, splice};
use super::tape::{Site, Tape, walk_back};
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::module::{Function, ValueId};
use crate::program::types::Type;

/// A function that takes cotangents.
pub(super) struct Vjp {
    /// Takes what the differentiated function takes and then the cotangents of some of its results; returns the
    /// cotangents of some of its arguments.
    pub(super) function: Function,
    /// Of which of the arguments that were asked for, as places among these.
    pub(super) known: Vec<usize>,
}

/// How the cotangents of the results `of` become those of the arguments `wrt`; without what is not needed for that.
pub(super) fn vjp(function: &Function, wrt: &[usize], of: &[usize]) -> Result<Vjp> {
    let results: Vec<&Type> = function.result_types().collect();
    let mut types: Vec<Type> = function.argument_types().cloned().collect();
    types.extend(of.iter().map(|&place| results[place].clone()));
    let mut builder = FunctionBuilder::new(&function.name, &types);
    let taken = builder.arguments().to_vec();
    let (primals, cotangents) = taken.split_at(function.arguments().len());
    let results = splice(&mut builder, function, primals)?;
    let outputs: Vec<ValueId> = of.iter().map(|&place| results[place]).collect();
    let wrt: Vec<ValueId> = wrt.iter().map(|&place| primals[place]).collect();
    let found = walk_back(&mut builder, &outputs, cotangents, &wrt)?;
    let known: Vec<usize> = (0..wrt.len()).filter(|&place| found[place].is_some()).collect();
    let found: Vec<ValueId> = found.into_iter().flatten().collect();
    let function = builder.finish(&found)?;
    Ok(Vjp { function: pruned(&function, &(0..found.len()).collect::<Vec<usize>>())?, known })
}

/// Gives the operands of an operation with one result or more what the derivative of another way to compute it says:
/// `build` adds operations that compute the same from the same operands.
pub(super) fn pull_by(
    tape: &mut Tape,
    site: &Site,
    build: impl FnOnce(&mut FunctionBuilder, &[ValueId]) -> Result<Vec<ValueId>>,
) -> Result<()> {
    let types: Vec<Type> = site.operands.iter().map(|&operand| tape.builder.value_type(operand).clone()).collect();
    let mut builder = FunctionBuilder::new(site.op.name(), &types);
    let arguments = builder.arguments().to_vec();
    let results = build(&mut builder, &arguments)?;
    let function = builder.finish(&results)?;
    let wrt: Vec<usize> = (0..site.operands.len()).filter(|&place| tape.wants(site.operands[place])).collect();
    let of: Vec<usize> =
        (0..site.results.len()).filter(|&place| tape.cotangent(site.results[place]).is_some()).collect();
    let derivative = vjp(&function, &wrt, &of)?;
    let cotangents = of.iter().filter_map(|&place| tape.cotangent(site.results[place]));
    let arguments: Vec<ValueId> = site.operands.iter().copied().chain(cotangents).collect();
    let found = splice(tape.builder, &derivative.function, &arguments)?;
    for (place, cotangent) in derivative.known.into_iter().zip(found) {
        tape.give(site.operands[wrt[place]], cotangent)?;
    }
    Ok(())
}
