//! Windows that move over a tensor.

use super::super::outline::{outline, splice};
use super::super::tape::{Site, Tape};
use super::super::vjp::pull_by;
use super::fold::{TOO_MANY, elementwise_region, fold, is_foldable};
use super::no_rule;
use super::reduce::combination;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::{Emit, combiner, first};
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::{Pad, ReduceWindow, SelectAndScatter};
use crate::program::op::enumerations::ComparisonDirection::{Ge, Le};
use crate::program::types::TensorType;
use crate::tensor::DType;

pub(super) fn reduce_window(tape: &mut Tape, site: &Site, attributes: &ReduceWindow) -> Result<()> {
    let (x, y) = (site.operands[0], site.results[0]);
    let (from, to) = (tape.builder.tensor(x)?, tape.builder.tensor(y)?);
    if from.element_count() == 0 || to.element_count() == 0 {
        return Ok(());
    }
    let is_dense = attributes.base_dilations.iter().chain(&attributes.window_dilations).all(|&by| by == 1);
    let starts = &site.operands[site.results.len()..];
    let combine = match combination(tape.builder.body(), site.regions[0]) {
        Some(combine) if !starts.iter().any(|&start| tape.wants(start)) => combine,
        _ => return by_steps(tape, site, attributes, &to),
    };
    let Some(g) = tape.cotangent(y) else { return Ok(()) };
    match combine {
        Op::Add => {
            let cotangent = spread_sum(tape.builder, g, &from, &to, attributes)?;
            let cotangent = tape.builder.convert(cotangent, from.dtype)?;
            tape.give(x, cotangent)
        }
        Op::Maximum | Op::Minimum if is_dense => {
            let b = &mut *tape.builder;
            let wide = b.convert(x, to.dtype)?;
            let direction = if combine == Op::Maximum { Ge } else { Le };
            let element = TensorType::scalar(to.dtype);
            let arguments = b.begin_region(&[element.clone().into(), element.into()])?;
            let stays = b.compare(arguments[0], arguments[1], direction)?;
            let select = b.end_region(&[stays])?;
            let scatter = combiner(b, Op::Add, to.dtype)?;
            let zero = b.scalar(to.dtype, 0.0)?;
            let op = Op::SelectAndScatter(Box::new(SelectAndScatter {
                window_dimensions: attributes.window_dimensions.clone(),
                window_strides: attributes.window_strides.clone(),
                padding: attributes.padding.clone(),
            }));
            let cotangent = first(b.operation(op, &[wide, g, zero], &[select, scatter], &[])?)?;
            let cotangent = b.convert(cotangent, from.dtype)?;
            tape.give(x, cotangent)
        }
        _ => by_steps(tape, site, attributes, &to),
    }
}

/// Any reduction of windows, also of several inputs together: a slice of the inputs for each place in the window.
fn by_steps(tape: &mut Tape, site: &Site, attributes: &ReduceWindow, to: &TensorType) -> Result<()> {
    let region = elementwise_region(tape, site)?;
    let count = attributes.window_dimensions.iter().try_fold(1i64, |count, &extent| count.checked_mul(extent));
    let Some(count) = count.filter(|&count| is_foldable(&region, count)) else {
        return Err(no_rule(site, TOO_MANY));
    };
    let mut dtypes = Vec::with_capacity(site.results.len());
    for &result in &site.results {
        dtypes.push(tape.dtype(result)?);
    }
    pull_by(tape, site, |b, operands| {
        let (inputs, starts) = operands.split_at(operands.len() / 2);
        let mut state = Vec::with_capacity(starts.len());
        let mut steps = vec![Vec::with_capacity(inputs.len()); count as usize];
        for ((&input, &start), &dtype) in inputs.iter().zip(starts).zip(&dtypes) {
            let (wide, start) = (b.convert(input, dtype)?, b.convert(start, dtype)?);
            let ty = b.tensor(start)?.with_dims(to.dims())?;
            state.push(b.spread(start, &ty)?);
            for (step, slice) in steps.iter_mut().zip(slices(b, wide, start, to.dims(), attributes)?) {
                step.push(slice);
            }
        }
        fold(b, &region, state, steps, to.dims())
    })
}

/// What so many elements span when neighbours have this distance.
fn dilated(extent: i64, dilation: i64) -> i64 {
    (extent - 1).saturating_mul(dilation).saturating_add(1)
}

/// The sum, for each element, of the cotangents of the windows that it is in: windows over windows, where strides and
/// dilations of the tensor have changed parts.
fn spread_sum(
    b: &mut FunctionBuilder,
    g: ValueId,
    from: &TensorType,
    to: &TensorType,
    attributes: &ReduceWindow,
) -> Result<ValueId> {
    let padding = (0..from.rank()).map(|dimension| {
        let window = dilated(attributes.window_dimensions[dimension], attributes.window_dilations[dimension]);
        let windows = dilated(to.dims()[dimension], attributes.window_strides[dimension]);
        let elements = dilated(from.dims()[dimension], attributes.base_dilations[dimension]);
        let low = (window - 1).saturating_sub(attributes.padding[dimension][0]);
        [low, elements.saturating_add(window - 1).saturating_sub(windows).saturating_sub(low)]
    });
    let op = Op::ReduceWindow(Box::new(ReduceWindow {
        window_dimensions: attributes.window_dimensions.clone(),
        window_strides: attributes.base_dilations.clone(),
        base_dilations: attributes.window_strides.clone(),
        window_dilations: attributes.window_dilations.clone(),
        padding: padding.collect(),
    }));
    let zero = b.scalar(to.dtype, 0.0)?;
    let region = combiner(b, Op::Add, to.dtype)?;
    first(b.operation(op, &[g, zero], &[region], &[])?)
}

/// For each place in a window the elements that all windows have there.
fn slices(
    b: &mut FunctionBuilder,
    x: ValueId,
    start: ValueId,
    windows: &[i64],
    attributes: &ReduceWindow,
) -> Result<Vec<ValueId>> {
    let rank = windows.len();
    let pad = Pad {
        edge_padding_low: attributes.padding.iter().map(|[low, _]| *low).collect(),
        edge_padding_high: attributes.padding.iter().map(|[_, high]| *high).collect(),
        interior_padding: attributes.base_dilations.iter().map(|by| by - 1).collect(),
    };
    let padded = b.emit(Op::Pad(Box::new(pad)), &[x, start])?;
    let mut slices = Vec::new();
    let mut place = vec![0; rank];
    loop {
        let starts: Vec<i64> = place.iter().zip(&attributes.window_dilations).map(|(at, by)| at * by).collect();
        let limits: Vec<i64> = (0..rank)
            .map(|dimension| starts[dimension] + dilated(windows[dimension], attributes.window_strides[dimension]))
            .collect();
        slices.push(b.slice(padded, &starts, &limits, &attributes.window_strides)?);
        let next = (0..rank).rev().find(|&dimension| place[dimension] + 1 < attributes.window_dimensions[dimension]);
        let Some(next) = next else { return Ok(slices) };
        place[next] += 1;
        place[next + 1..].fill(0);
    }
}

/// Each element of the source has the cotangent of where it was scattered to.
pub(super) fn select_and_scatter(tape: &mut Tape, site: &Site, attributes: &SelectAndScatter) -> Result<()> {
    let [operand, source, start] = site.operands[..] else { return Err(no_rule(site, "it has not three operands")) };
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    if combination(tape.builder.body(), site.regions[1]) != Some(Op::Add) {
        return Err(no_rule(site, "what it scatters is not added"));
    }
    if tape.wants(start) {
        let of_start = tape.builder.sum_all(g)?;
        let dtype = tape.dtype(start)?;
        let of_start = tape.builder.convert(of_start, dtype)?;
        tape.give(start, of_start)?;
    }
    if !tape.wants(source) {
        return Ok(());
    }
    let (selects, captured) = outline(tape.builder.body(), site.regions[0])?;
    let b = &mut *tape.builder;
    let (of_operand, of_g) = (b.tensor(operand)?, b.tensor(g)?);
    // The selected element of each window, what its cotangent is, and whether there is one: padding is none.
    let truth = TensorType::new(DType::Bool, of_operand.dims())?;
    let there = b.full(&truth, 1.0)?;
    let (no_element, no_cotangent) = (b.scalar(of_operand.dtype, 0.0)?, b.scalar(of_g.dtype, 0.0)?);
    let nowhere = b.scalar(DType::Bool, 0.0)?;
    let elements = [of_operand.dtype, of_g.dtype, DType::Bool].map(|dtype| TensorType::scalar(dtype).into());
    let arguments = b.begin_region(&[&elements[..], &elements[..]].concat())?;
    let [x, of_x, is_x, next, of_next, is_next] = arguments[..] else {
        return Err(no_rule(site, "a region has other arguments"));
    };
    let preferred = first(splice(b, &selects, &[&[x, next], &captured[..]].concat())?)?;
    let alone = b.emit(Op::Not, &[is_next])?;
    let stays = b.emit(Op::Or, &[preferred, alone])?;
    let stays = b.emit(Op::And, &[is_x, stays])?;
    let (x, of_x) = (b.select(stays, x, next)?, b.select(stays, of_x, of_next)?);
    let is_x = b.emit(Op::Or, &[is_x, is_next])?;
    let region = b.end_region(&[x, of_x, is_x])?;
    let rank = of_operand.rank();
    let op = Op::ReduceWindow(Box::new(ReduceWindow {
        window_dimensions: attributes.window_dimensions.clone(),
        window_strides: attributes.window_strides.clone(),
        base_dilations: vec![1; rank],
        window_dilations: vec![1; rank],
        padding: attributes.padding.clone(),
    }));
    let found = b.operation(op, &[operand, g, there, no_element, no_cotangent, nowhere], &[region], &[])?;
    let dtype = b.tensor(source)?.dtype;
    let cotangent = b.convert(found[1], dtype)?;
    tape.give(source, cotangent)
}
