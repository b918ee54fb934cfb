//! `dynamic_slice` and `dynamic_update_slice`: a part that would reach beyond the array is moved until it does not.

use super::super::print::Lines;
use super::call::{Array, Call, index, place};
use crate::error::Result;

/// Lines for the first index of a part of an array; `starts` are single elements.
fn starts(lines: &mut Lines, starts: &[Array], array: &[i64], part: &[i64]) -> Vec<String> {
    let mut parts = Vec::new();
    for (dimension, start) in starts.iter().enumerate() {
        let last = array[dimension] - part[dimension];
        let at = format!("nnx::clamped(nnx::index_of({}), {last}ll)", start.at("0"));
        lines.line(format!("const long long s{dimension} = {at};"));
        parts.push(format!("s{dimension}"));
    }
    parts
}

pub(super) fn dynamic_slice(call: &mut Call) -> Result<()> {
    let (operands, Some(result)) = (call.operands()?, call.result()?) else { return Ok(()) };
    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", result.dims());
    let starts = starts(&mut lines, &operands[1..], operands[0].dims(), result.dims());
    let from: Vec<String> = at.iter().zip(&starts).map(|(at, start)| format!("({at} + {start})")).collect();
    lines.line(format!("{} = {};", result.at("item"), operands[0].at(&place(operands[0].dims(), &from))));
    call.push(result.ty.element_count(), lines, call.reads(), vec![result.slot]);
    Ok(())
}

pub(super) fn dynamic_update_slice(call: &mut Call) -> Result<()> {
    let (operands, Some(result)) = (call.operands()?, call.result()?) else { return Ok(()) };
    let (array, update) = (&operands[0], &operands[1]);
    let is_in_place = call.frame.overlap(array.slot, result.slot);
    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", if is_in_place { update.dims() } else { result.dims() });
    let starts = starts(&mut lines, &operands[2..], array.dims(), update.dims());
    if is_in_place {
        let to: Vec<String> = at.iter().zip(&starts).map(|(at, start)| format!("({at} + {start})")).collect();
        lines.line(format!("{} = {};", result.at(&place(result.dims(), &to)), update.at("item")));
        call.push(update.ty.element_count(), lines, call.reads(), vec![result.slot]);
        return Ok(());
    }
    let within: Vec<String> = at.iter().zip(&starts).map(|(at, start)| format!("({at} - {start})")).collect();
    let test: Vec<String> =
        within.iter().zip(update.dims()).map(|(at, extent)| format!("nnx::is_within({at}, {extent}ll)")).collect();
    let test = if test.is_empty() { "true".to_owned() } else { test.join(" && ") };
    lines.line(format!("if ({test})"));
    lines.line(format!("    {} = {};", result.at("item"), update.at(&place(update.dims(), &within))));
    lines.line("else");
    lines.line(format!("    {} = {};", result.at("item"), array.at("item")));
    call.push(result.ty.element_count(), lines, call.reads(), vec![result.slot]);
    Ok(())
}
