//! Many elements to one.

use super::super::tape::{Site, Tape};
use super::super::vjp::pull_by;
use super::fold::{TOO_MANY, elementwise_region, fold, is_foldable};
use super::no_rule;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::{Body, RegionId, ValueId};
use crate::program::op::Op;
use crate::program::op::attributes::Reduce;
use crate::program::op::enumerations::ComparisonDirection::Eq;

/// The operation with which a region combines its two arguments, when that is all that it does.
pub(super) fn combination(body: &Body, region: RegionId) -> Option<Op> {
    let region = body.region(region);
    let ([first, second], [id], [result]) = (region.arguments(), region.operations(), region.results()) else {
        return None;
    };
    let operation = body.operation(*id);
    let is_of_both = matches!(body.operands(*id), [x, y] if [x, y] == [first, second] || [x, y] == [second, first]);
    (is_of_both && operation.results().eq([*result])).then(|| operation.op.clone())
}

pub(super) fn reduce(tape: &mut Tape, site: &Site, attributes: &Reduce) -> Result<()> {
    let combine = combination(tape.builder.body(), site.regions[0]);
    let Some(combine) = combine.filter(|op| matches!(op, Op::Add | Op::Multiply | Op::Maximum | Op::Minimum)) else {
        return by_steps(tape, site, attributes);
    };
    let (x, start, y) = (site.operands[0], site.operands[1], site.results[0]);
    let Some(g) = tape.cotangent(y) else { return Ok(()) };
    let dimensions = &attributes.dimensions;
    let b = &mut *tape.builder;
    let dtype = b.tensor(y)?.dtype;
    let (narrow, narrow_start) = (b.tensor(x)?, b.tensor(start)?.dtype);
    let wide = b.convert(x, dtype)?;
    let (of_x, of_start) = match combine {
        Op::Add => (spread(b, g, wide, dimensions)?, b.sum_all(g)?),
        Op::Multiply => {
            let (of_each, product) = products(b, wide, dimensions)?;
            let first = b.convert(start, dtype)?;
            let ty = b.tensor(g)?;
            let first = b.spread(first, &ty)?;
            let scaled = b.multiply(g, first)?;
            let scaled = spread(b, scaled, wide, dimensions)?;
            let of_start = b.multiply(g, product)?;
            (b.multiply(scaled, of_each)?, b.sum_all(of_start)?)
        }
        _ => {
            let everywhere = spread(b, y, wide, dimensions)?;
            let chosen = b.compare(wide, everywhere, Eq)?;
            let chosen = b.convert(chosen, dtype)?;
            let count = b.sum(chosen, dimensions)?;
            let first = b.convert(start, dtype)?;
            let ty = b.tensor(y)?;
            let first = b.spread(first, &ty)?;
            let is_start = b.compare(first, y, Eq)?;
            let is_start = b.convert(is_start, dtype)?;
            // Equal elements share; the initial value is one of them where it is differentiated by.
            let count = if tape.wants(start) { tape.builder.add(count, is_start)? } else { count };
            let b = &mut *tape.builder;
            let share = b.divide(g, count)?;
            let of_start = b.multiply(share, is_start)?;
            let share = spread(b, share, wide, dimensions)?;
            (b.multiply(chosen, share)?, b.sum_all(of_start)?)
        }
    };
    let of_x = tape.builder.convert(of_x, narrow.dtype)?;
    let of_start = tape.builder.convert(of_start, narrow_start)?;
    tape.give(x, of_x)?;
    tape.give(start, of_start)
}

/// Any reduction, also of several inputs together.
fn by_steps(tape: &mut Tape, site: &Site, attributes: &Reduce) -> Result<()> {
    let region = elementwise_region(tape, site)?;
    let dims = tape.builder.tensor(site.operands[0])?.dims().to_vec();
    let (permutation, kept_dims, count) = to_lists(&dims, &attributes.dimensions);
    if !is_foldable(&region, count) {
        return Err(no_rule(site, TOO_MANY));
    }
    let mut dtypes = Vec::with_capacity(site.results.len());
    for &result in &site.results {
        dtypes.push(tape.dtype(result)?);
    }
    pull_by(tape, site, |b, operands| {
        let (inputs, starts) = operands.split_at(operands.len() / 2);
        let mut state = Vec::with_capacity(starts.len());
        let mut steps = vec![Vec::with_capacity(inputs.len()); count as usize];
        for ((&input, &start), &dtype) in inputs.iter().zip(starts).zip(&dtypes) {
            let start = b.convert(start, dtype)?;
            let ty = b.tensor(start)?.with_dims(&kept_dims)?;
            state.push(b.spread(start, &ty)?);
            let wide = b.convert(input, dtype)?;
            let list = b.transpose(wide, &permutation)?;
            let list = b.reshape(list, &[&kept_dims[..], &[count]].concat())?;
            for (at, step) in (0..).zip(&mut steps) {
                let element = b.slice_along(list, kept_dims.len(), at, at + 1)?;
                step.push(b.reshape(element, &kept_dims)?);
            }
        }
        fold(b, &region, state, steps, &kept_dims)
    })
}

/// How a tensor of these extents becomes one whose last dimension runs over what is reduced: the permutation that takes
/// the reduced dimensions to the end, the extents before them, and how many elements are reduced to one.
fn to_lists(dims: &[i64], dimensions: &[i64]) -> (Vec<i64>, Vec<i64>, i64) {
    let kept: Vec<i64> = (0..dims.len() as i64).filter(|dimension| !dimensions.contains(dimension)).collect();
    let kept_dims = kept.iter().map(|&dimension| dims[dimension as usize]).collect();
    let count = dimensions.iter().map(|&dimension| dims[dimension as usize]).product();
    ([&kept[..], dimensions].concat(), kept_dims, count)
}

/// A reduced tensor, repeated along the dimensions that were reduced, in the shape of `like`.
fn spread(b: &mut FunctionBuilder, reduced: ValueId, like: ValueId, dimensions: &[i64]) -> Result<ValueId> {
    let dims = b.tensor(like)?.dims().to_vec();
    let kept: Vec<i64> = (0..dims.len() as i64).filter(|dimension| !dimensions.contains(dimension)).collect();
    b.broadcast(reduced, &kept, &dims)
}

/// For each element the product of all others along these dimensions; and the product of all.
///
/// Halves are multiplied with each other until one is left, and on the way back each gets the product of what is not in
/// it: nothing is divided, so zeros do no harm.
fn products(b: &mut FunctionBuilder, x: ValueId, dimensions: &[i64]) -> Result<(ValueId, ValueId)> {
    let dims = b.tensor(x)?.dims().to_vec();
    let (permutation, kept_dims, count) = to_lists(&dims, dimensions);
    let permuted_dims: Vec<i64> = permutation.iter().map(|&dimension| dims[dimension as usize]).collect();
    let along = kept_dims.len();
    let with_last = |last: i64| [&kept_dims[..], &[last]].concat();
    let ones = b.full_like(x, 1.0)?;
    if count == 0 {
        let dtype = b.tensor(x)?.dtype;
        let ty = crate::program::types::TensorType::new(dtype, &kept_dims)?;
        return Ok((ones, b.full(&ty, 1.0)?));
    }
    let list = b.transpose(x, &permutation)?;
    let mut list = b.reshape(list, &with_last(count))?;
    let mut halves = Vec::new();
    let mut length = count;
    while length > 1 {
        let half = length.div_euclid(2) + length % 2;
        let (low, mut high) = (b.slice_along(list, along, 0, half)?, b.slice_along(list, along, half, length)?);
        if length % 2 == 1 {
            let one = b.slice_along(low, along, 0, 1)?;
            let one = b.full_like(one, 1.0)?;
            high = b.concatenate(&[high, one], along)?;
        }
        halves.push((low, high, length));
        list = b.multiply(low, high)?;
        length = half;
    }
    let all = b.reshape(list, &kept_dims)?;
    let mut others = b.full_like(list, 1.0)?;
    for (low, high, length) in halves.into_iter().rev() {
        let (of_low, of_high) = (b.multiply(others, high)?, b.multiply(others, low)?);
        let both = b.concatenate(&[of_low, of_high], along)?;
        others = b.slice_along(both, along, 0, length)?;
    }
    let others = b.reshape(others, &permuted_dims)?;
    let mut inverse = vec![0; permutation.len()];
    for (to, &from) in permutation.iter().enumerate() {
        inverse[from as usize] = to as i64;
    }
    Ok((b.transpose(others, &inverse)?, all))
}
