//! `reduce` by any region, and `map`.

use super::super::expression::type_name;
use super::super::print::Lines;
use super::call::{Call, close, index, open, place};
use crate::error::Result;
use crate::program::op::attributes::Reduce;

pub(super) fn reduce(call: &mut Call, attributes: &Reduce) -> Result<()> {
    let operands = call.operands()?;
    let (inputs, inits) = operands.split_at(operands.len() / 2);
    let results = call.results()?;
    let dims = inputs[0].dims();
    let is_gone = |dimension: &usize| attributes.dimensions.contains(&(*dimension as i64));
    let (gone, kept): (Vec<usize>, Vec<usize>) = (0..dims.len()).partition(is_gone);
    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", results[0].0.dims());
    for (place, ((ty, _), init)) in results.iter().zip(inits).enumerate() {
        lines.line(format!("{} x{place} = {};", type_name(ty.dtype), init.converted("0", ty.dtype)));
    }
    let extents: Vec<i64> = gone.iter().map(|&dimension| dims[dimension]).collect();
    let loops = open(&mut lines, "k", &extents);
    let mut from = vec![String::new(); dims.len()];
    for (&dimension, part) in kept.iter().zip(&at).chain(gone.iter().zip(&loops)) {
        from[dimension].clone_from(part);
    }
    lines.line(format!("const long long from = {};", place(dims, &from)));
    let mut arguments: Vec<String> = (0..results.len()).map(|place| format!("x{place}")).collect();
    for (place, ((ty, _), input)) in results.iter().zip(inputs).enumerate() {
        lines.line(format!("const {} y{place} = {};", type_name(ty.dtype), input.converted("from", ty.dtype)));
        arguments.push(format!("y{place}"));
    }
    let values = call.region(0, &arguments, "v", &mut lines)?;
    // What one is may be what another was.
    for (place, (value, (ty, _))) in values.iter().zip(&results).enumerate() {
        lines.line(format!("const {} z{place} = {value};", type_name(ty.dtype)));
    }
    (0..values.len()).for_each(|place| lines.line(format!("x{place} = z{place};")));
    close(&mut lines, &extents);
    let mut writes = Vec::new();
    for (place, slot) in results.iter().enumerate().filter_map(|(place, (_, slot))| Some((place, (*slot)?))) {
        lines.line(format!("b{slot}[item] = x{place};"));
        writes.push(slot);
    }
    call.push(results[0].0.element_count(), lines, call.reads(), writes);
    Ok(())
}

pub(super) fn map(call: &mut Call) -> Result<()> {
    let (operands, Some(result)) = (call.operands()?, call.result()?) else { return Ok(()) };
    let mut lines = Lines::new();
    let arguments: Vec<String> = operands.iter().map(|operand| operand.at("item")).collect();
    let values = call.region(0, &arguments, "v", &mut lines)?;
    lines.line(format!("{} = {};", result.at("item"), values[0]));
    call.push(result.ty.element_count(), lines, call.reads(), vec![result.slot]);
    Ok(())
}
