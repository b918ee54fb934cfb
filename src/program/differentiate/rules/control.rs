//! Operations that choose between regions, map one, or take a tuple apart.

use super::super::outline::{captured as captured_by, outline, outline_with, splice};
use super::super::tape::{Site, Tape};
use super::super::vjp::{Vjp, vjp};
use super::no_rule;
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::module::{Definition, Function, ValueId};
use crate::program::op::Op;
use crate::program::op::attributes::{GetTupleElement, Map};
use crate::program::types::{TensorType, Type};

/// The same choice once more, between the derivatives of the branches. What a branch needs it computes again.
pub(super) fn branches(tape: &mut Tape, site: &Site) -> Result<()> {
    let body = tape.builder.body();
    let mut captured: Vec<ValueId> = Vec::new();
    for &region in &site.regions {
        for value in captured_by(body, region) {
            if !captured.contains(&value) {
                captured.push(value);
            }
        }
    }
    let wrt: Vec<usize> = (0..captured.len()).filter(|&place| tape.wants(captured[place])).collect();
    let of: Vec<usize> =
        (0..site.results.len()).filter(|&place| tape.cotangent(site.results[place]).is_some()).collect();
    let mut derivatives: Vec<Vjp> = Vec::with_capacity(site.regions.len());
    for &region in &site.regions {
        let branch: Function = outline_with(tape.builder.body(), region, &captured, &[])?;
        derivatives.push(vjp(&branch, &wrt, &of)?);
    }
    // What one branch makes a cotangent of, the others have zeros for.
    let known: Vec<usize> =
        (0..wrt.len()).filter(|place| derivatives.iter().any(|branch| branch.known.contains(place))).collect();
    if known.is_empty() {
        return Ok(());
    }
    let cotangents = of.iter().filter_map(|&place| tape.cotangent(site.results[place]));
    let arguments: Vec<ValueId> = captured.iter().copied().chain(cotangents).collect();
    let mut regions = Vec::with_capacity(derivatives.len());
    for branch in &derivatives {
        tape.builder.begin_region(&[])?;
        let found = splice(tape.builder, &branch.function, &arguments)?;
        let mut results = Vec::with_capacity(known.len());
        for &place in &known {
            results.push(match branch.known.iter().position(|&other| other == place) {
                Some(at) => found[at],
                None => tape.builder.full_like(captured[wrt[place]], 0.0)?,
            });
        }
        regions.push(tape.builder.end_region(&results)?);
    }
    let found = tape.builder.operation(site.op.clone(), &site.operands, &regions, &[])?;
    for (place, cotangent) in known.into_iter().zip(found) {
        tape.give(captured[wrt[place]], cotangent)?;
    }
    Ok(())
}

/// For each input a map of the inputs and of the cotangents.
pub(super) fn map(tape: &mut Tape, site: &Site, attributes: &Map) -> Result<()> {
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let (function, captured) = outline(tape.builder.body(), site.regions[0])?;
    if captured.iter().any(|&value| tape.wants(value)) {
        return Err(no_rule(site, "its region uses values from outside that are differentiated by"));
    }
    let inputs = [&site.operands[..], &[g]].concat();
    let mut elements: Vec<Type> = Vec::with_capacity(inputs.len());
    for &input in &inputs {
        elements.push(TensorType::scalar(tape.builder.tensor(input)?.dtype).into());
    }
    for (place, &operand) in site.operands.iter().enumerate() {
        if !tape.wants(operand) {
            continue;
        }
        let derivative = vjp(&function, &[place], &[0])?;
        if derivative.known.is_empty() {
            continue;
        }
        let b = &mut *tape.builder;
        let arguments = b.begin_region(&elements)?;
        let (primals, cotangent) = arguments.split_at(site.operands.len());
        let found = splice(b, &derivative.function, &[primals, &captured, cotangent].concat())?;
        let region = b.end_region(&found)?;
        let found = b.operation(Op::Map(Box::new(attributes.clone())), &inputs, &[region], &[])?;
        tape.give(operand, found[0])?;
    }
    Ok(())
}

/// An element of a tuple that was made here is the value that it was made of.
pub(super) fn get_tuple_element(tape: &mut Tape, site: &Site, attributes: &GetTupleElement) -> Result<()> {
    let (tuple, Some(g)) = (site.operands[0], tape.cotangent(site.results[0])) else { return Ok(()) };
    let body = tape.builder.body();
    let made_of = match body.definition(tuple) {
        Definition::Result { operation, .. } if body.operation(operation).op == Op::Tuple => {
            body.operands(operation)[attributes.index as usize]
        }
        _ if !tape.wants(tuple) => return Ok(()),
        _ => return Err(no_rule(site, "the tuple was not made of values in the same function")),
    };
    tape.give(made_of, g)
}
