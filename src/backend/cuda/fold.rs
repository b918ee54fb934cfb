//! Folds as text. The order is that of the plan: an element takes its items in order, where neighbouring items belong to
//! it run by run, and a run of 32 items or more in 32 lanes.

use super::cone::Values;
use super::expression::{combiner, type_name};
use super::phase::{Folds, LANES};
use super::print::{Lines, Printer};
use crate::error::Result;
use crate::plan::{Axis, Region, Step, StepId};

/// A fold, taken apart.
struct Fold<'p> {
    id: StepId,
    combine: &'static str,
    name: &'static str,
    value: StepId,
    init: &'p Region,
    into: &'p Region,
}

fn each<'p>(values: &Values<'p>, folds: &Folds) -> Result<Vec<Fold<'p>>> {
    let steps = values.steps;
    let fold = |&id: &StepId| match &steps[id] {
        (Step::Fold { combine, value, init, into }, dtype) => Some(combiner(combine).map(|combine| Fold {
            id,
            combine,
            name: type_name(*dtype),
            value: *value,
            init,
            into,
        })),
        _ => None,
    };
    folds.steps.iter().filter_map(fold).collect()
}

/// An axis that is reduced, and how many items apart its neighbours are.
struct Reduced {
    extent: usize,
    items: usize,
}

/// The axes that are reduced, outermost first; and the item of element `j` where all of them are at 0.
fn axes(printer: &Printer, folds: &Folds) -> (Vec<Reduced>, String) {
    let (mut reduced, mut terms, mut items) = (Vec::new(), Vec::new(), 1);
    let mut kept: Vec<(Axis, usize)> = Vec::new();
    for axis in folds.into.axes.iter().rev() {
        if axis.stride == 0 {
            reduced.push(Reduced { extent: axis.extent, items });
        } else {
            kept.push((*axis, items));
        }
        items *= axis.extent;
    }
    reduced.reverse();
    for (place, (axis, items)) in kept.iter().enumerate() {
        let modulo = (place + 1 < kept.len()).then_some(axis.extent);
        terms.push((printer.index.coordinate("j", axis.stride.unsigned_abs(), modulo), *items as isize));
    }
    (reduced, printer.index.sum(0, &terms))
}

/// Opens loops over reduced axes; gives what they add to the first item of an element.
fn open(printer: &Printer, reduced: &[Reduced], lines: &mut Lines) -> String {
    let index = printer.index;
    let mut terms = vec![("first".to_owned(), 1)];
    for (place, axis) in reduced.iter().enumerate() {
        let extent = index.number(axis.extent);
        lines.open(format!("for ({} r{place} = 0; r{place} < {extent}; ++r{place})", index.name));
        terms.push((format!("r{place}"), axis.items as isize));
    }
    index.sum(0, &terms)
}

/// Element `j` of each fold, from its items.
pub(super) fn elements(printer: &Printer, values: &Values, folds: &Folds, lines: &mut Lines) -> Result<()> {
    let index = printer.index;
    let list = each(values, folds)?;
    let (reduced, first) = axes(printer, folds);
    begin(printer, &list, &first, lines);
    if folds.count == 0 {
        end(&list, lines);
        return Ok(());
    }
    let (run, outer) = match folds.run() {
        Some(_) => (reduced.last(), &reduced[..reduced.len() - 1]),
        None => (None, &reduced[..]),
    };
    let start = open(printer, outer, lines);
    let targets: Vec<StepId> = list.iter().map(|fold| fold.value).collect();
    match run {
        None => {
            lines.line(format!("const {} i = {start};", index.name));
            printer.values(values, &targets, lines)?;
            for Fold { id, combine, value, .. } in &list {
                lines.line(format!("f{id} = {combine}::of(f{id}, {});", printer.operand(values, *value)));
            }
        }
        Some(run) => {
            for Fold { id, name, .. } in &list {
                lines.line(format!("{name} p{id}{{}};"));
            }
            lines.open(format!("for ({} k = 0; k < {}; ++k)", index.name, index.number(run.extent)));
            lines.line(format!("const {} i = {start} + k;", index.name));
            printer.values(values, &targets, lines)?;
            let (mut begins, mut ends) = ("k == 0".to_owned(), format!("k == {}", index.number(run.extent - 1)));
            if !folds.is_whole() {
                let block = index.number(folds.block);
                begins += &format!(" || i % {block} == 0");
                ends += &format!(" || (i + 1) % {block} == 0");
            }
            for Fold { id, combine, value, .. } in &list {
                let value = printer.operand(values, *value);
                lines.line(format!("p{id} = {begins} ? {value} : {combine}::of(p{id}, {value});"));
                lines.line(format!("if ({ends}) f{id} = {combine}::of(f{id}, p{id});"));
            }
            lines.close();
        }
    }
    outer.iter().for_each(|_| lines.close());
    end(&list, lines);
    Ok(())
}

fn begin(printer: &Printer, list: &[Fold], first: &str, lines: &mut Lines) {
    let index = printer.index.name;
    lines.line(format!("const {index} j = ({index})item;"));
    lines.line(format!("const {index} first = {first};"));
    for Fold { id, name, init, .. } in list {
        lines.line(format!("{name} f{id} = {};", printer.first(init)));
    }
}

fn end(list: &[Fold], lines: &mut Lines) {
    for Fold { id, into, .. } in list {
        lines.line(format!("b{}[j] = f{id};", into.buffer));
    }
}

/// Lines that say where a piece of a run begins and ends: piece `q` of run `r`.
fn piece(printer: &Printer, folds: &Folds, run: usize, lines: &mut Lines) {
    let (index, length) = (printer.index, printer.index.number(run));
    if folds.is_whole() {
        lines.line(format!("const {} begin = r * {length}, end = begin + {length};", index.name));
        return;
    }
    let block = index.number(folds.block);
    lines.line(format!("const {} block = r * {length} / {block} + q;", index.name));
    lines.line(format!("const {} begin = q == 0 ? r * {length} : block * {block};", index.name));
    let end = format!("(block + 1) * {block} < (r + 1) * {length} ? (block + 1) * {block} : (r + 1) * {length}");
    lines.line(format!("const {} end = {end};", index.name));
}

/// One lane of a piece of a run of each fold.
pub(super) fn lanes(printer: &Printer, values: &Values, folds: &Folds, lines: &mut Lines) -> Result<()> {
    let index = printer.index;
    let (name, lanes) = (index.name, index.number(LANES));
    let list = each(values, folds)?;
    let run = folds.run().unwrap_or(1);
    let pieces = folds.pieces();
    lines.line(format!("const {name} j = ({name})item, lane = j % {lanes};"));
    lines.line(format!("const {name} r = {};", index.coordinate("j", LANES * pieces, None)));
    if !folds.is_whole() {
        lines.line(format!("const {name} q = {};", index.coordinate("j", LANES, Some(pieces))));
    }
    piece(printer, folds, run, lines);
    let step = if folds.is_whole() {
        lanes.clone()
    } else {
        // A piece of fewer items than lanes is taken by the first one, in order; pieces that are not there by none.
        lines.line(format!("if (begin >= end || (end - begin < {lanes} && lane > 0)) return;"));
        format!("(end - begin < {lanes} ? {} : {lanes})", index.number(1))
    };
    for Fold { id, name, .. } in &list {
        lines.line(format!("{name} f{id}{{}};"));
    }
    lines.open(format!("for ({name} i = begin + lane; i < end; i += {step})"));
    let targets: Vec<StepId> = list.iter().map(|fold| fold.value).collect();
    printer.values(values, &targets, lines)?;
    for Fold { id, combine, value, .. } in &list {
        let value = printer.operand(values, *value);
        lines.line(format!("f{id} = i == begin + lane ? {value} : {combine}::of(f{id}, {value});"));
    }
    lines.close();
    for (Fold { id, .. }, slot) in list.iter().zip(&folds.lanes) {
        lines.line(format!("b{slot}[j] = f{id};"));
    }
    Ok(())
}

/// Element `j` of each fold, from what the lanes of its runs made.
pub(super) fn combined(printer: &Printer, values: &Values, folds: &Folds, lines: &mut Lines) -> Result<()> {
    let index = printer.index;
    let list = each(values, folds)?;
    let (reduced, first) = axes(printer, folds);
    begin(printer, &list, &first, lines);
    let (run, pieces) = (folds.run().unwrap_or(1), folds.pieces());
    let outer = &reduced[..reduced.len() - 1];
    let start = open(printer, outer, lines);
    lines.line(format!("const {} i = {start}, r = i / {};", index.name, index.number(run)));
    let mut place = format!("r * {}", index.number(LANES * pieces));
    if !folds.is_whole() {
        lines.open(format!("for ({} q = 0; q < {}; ++q)", index.name, index.number(pieces)));
        piece(printer, folds, run, lines);
        lines.line("if (begin >= end) continue;");
        place = format!("(r * {} + q) * {}", index.number(pieces), index.number(LANES));
    }
    lines.line(format!("const {} lane = {place};", index.name));
    for (Fold { id, name, combine, .. }, slot) in list.iter().zip(&folds.lanes) {
        let pairwise = format!("nnx::pairwise<{combine}>(b{slot} + lane)");
        let value = match folds.is_whole() {
            true => pairwise,
            false => format!("end - begin < {} ? b{slot}[lane] : {pairwise}", index.number(LANES)),
        };
        lines.line(format!("const {name} p{id} = {value};"));
        lines.line(format!("f{id} = {combine}::of(f{id}, p{id});"));
    }
    if !folds.is_whole() {
        lines.close();
    }
    outer.iter().for_each(|_| lines.close());
    end(&list, lines);
    Ok(())
}
