//! `scatter`: updates that belong to one element are combined in order, by one item. Updates that differ along a dimension
//! which no index moves never belong to one element, so those dimensions are items.

use super::super::expression::type_name;
use super::super::print::Lines;
use super::call::{Call, close, index, open, place};
use super::gather::slice;
use crate::error::Result;
use crate::program::op::attributes::Scatter;

pub(super) fn scatter(call: &mut Call, attributes: &Scatter) -> Result<()> {
    let operands = call.operands()?;
    let count = (operands.len() - 1) / 2;
    let (arrays, indices, updates) = (&operands[..count], &operands[count], &operands[count + 1..]);
    let types: Vec<_> = call.results()?.into_iter().map(|(ty, _)| ty).collect();
    // A result that nothing reads is needed here: what is combined may depend on it.
    let mut slots = Vec::with_capacity(count);
    for (ty, slot) in call.results()? {
        slots.push(match slot {
            Some(slot) => slot,
            None => call.take(ty.dtype, ty.element_count()),
        });
    }
    // What lies where its result does is there already.
    let (mut lines, mut copied) = (Lines::new(), Vec::new());
    for ((array, ty), &slot) in arrays.iter().zip(&types).zip(&slots) {
        if !call.frame.overlap(array.slot, slot) {
            lines.line(format!("b{slot}[item] = {};", array.converted("item", ty.dtype)));
            copied.push(slot);
        }
    }
    let items = if copied.is_empty() { 0 } else { types[0].element_count() };
    call.push(items, lines, call.reads(), copied);

    let numbers = attributes.scatter_dimension_numbers.gather();
    let (dims, update_dims) = (arrays[0].dims(), updates[0].dims());
    let names: Vec<String> = (0..update_dims.len()).map(|axis| format!("u{axis}")).collect();
    let found = slice(&numbers, dims.len(), indices, &names);
    let is_free = |axis: usize| {
        let dimension = found.within.iter().position(|within| within.as_ref() == Some(&names[axis]));
        dimension.is_some_and(|dimension| found.start[dimension].is_none())
    };
    let (free, bound): (Vec<usize>, Vec<usize>) = (0..update_dims.len()).partition(|&axis| is_free(axis));
    let extents = |axes: &[usize]| axes.iter().map(|&axis| update_dims[axis]).collect::<Vec<i64>>();
    let mut lines = Lines::new();
    for (axis, part) in free.iter().zip(index(&mut lines, "i", "item", &extents(&free))) {
        lines.line(format!("const long long u{axis} = {part};"));
    }
    let loops = open(&mut lines, "k", &extents(&bound));
    for (axis, part) in bound.iter().zip(&loops) {
        lines.line(format!("const long long u{axis} = {part};"));
    }
    let mut to = Vec::new();
    for (dimension, (start, within)) in found.start.iter().zip(&found.within).enumerate() {
        let at = match (start, within) {
            (Some(start), Some(within)) => format!("nnx::moved({start}, {within})"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => "0".to_owned(),
        };
        lines.line(format!("const long long t{dimension} = {at};"));
        to.push(format!("t{dimension}"));
    }
    let test: Vec<String> =
        to.iter().zip(dims).map(|(at, extent)| format!("nnx::is_within({at}, {extent}ll)")).collect();
    let test = if test.is_empty() { "true".to_owned() } else { test.join(" && ") };
    lines.open(format!("if ({test})"));
    lines.line(format!("const long long to = {}, from = {};", place(dims, &to), place(update_dims, &names)));
    let mut arguments = Vec::new();
    for (place, (slot, ty)) in slots.iter().zip(&types).enumerate() {
        lines.line(format!("const {} x{place} = b{slot}[to];", type_name(ty.dtype)));
        arguments.push(format!("x{place}"));
    }
    for (place, (update, ty)) in updates.iter().zip(&types).enumerate() {
        lines.line(format!("const {} y{place} = {};", type_name(ty.dtype), update.converted("from", ty.dtype)));
        arguments.push(format!("y{place}"));
    }
    let found = call.region(0, &arguments, "v", &mut lines)?;
    for (slot, value) in slots.iter().zip(found) {
        lines.line(format!("b{slot}[to] = {value};"));
    }
    lines.close();
    close(&mut lines, &extents(&bound));
    let items: i64 = extents(&free).iter().product();
    let has_updates = update_dims.iter().all(|&extent| extent > 0);
    let mut reads = call.reads();
    reads.extend(&slots);
    call.push(if has_updates { items as usize } else { 0 }, lines, reads, slots);
    Ok(())
}
