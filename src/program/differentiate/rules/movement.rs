//! Operations that move and drop elements: their cotangents go the way back.

use super::super::tape::{Site, Tape};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::op::attributes::{BroadcastInDim, Concatenate, DynamicSlice, Pad, Reverse, Slice, Transpose};

/// Operations whose results are their operands.
pub(super) fn identity(tape: &mut Tape, site: &Site) -> Result<()> {
    for (&operand, &result) in site.operands.iter().zip(&site.results) {
        if let Some(g) = tape.cotangent(result) {
            tape.give(operand, g)?;
        }
    }
    Ok(())
}

pub(super) fn broadcast_in_dim(tape: &mut Tape, site: &Site, attributes: &BroadcastInDim) -> Result<()> {
    let x = site.operands[0];
    let (true, Some(g)) = (tape.wants(x), tape.cotangent(site.results[0])) else { return Ok(()) };
    let b = &mut *tape.builder;
    let (from, to) = (b.tensor(x)?, b.tensor(g)?);
    let dimensions = &attributes.broadcast_dimensions;
    let is_repeated = |dimension: i64| match dimensions.iter().position(|&of_operand| of_operand == dimension) {
        Some(place) => from.dims()[place] != to.dims()[dimension as usize],
        None => true,
    };
    let summed: Vec<i64> = (0..to.rank() as i64).filter(|&dimension| is_repeated(dimension)).collect();
    let sum = b.sum(g, &summed)?;
    // What is left are dimensions of the operand, in the order of the result.
    let mut left: Vec<usize> = (0..from.rank()).filter(|&place| !summed.contains(&dimensions[place])).collect();
    let by_operand = left.clone();
    left.sort_by_key(|&place| dimensions[place]);
    let place_of = |dimension: &usize| left.iter().position(|other| other == dimension).unwrap_or(0) as i64;
    let permutation: Vec<i64> = by_operand.iter().map(place_of).collect();
    let sum = b.transpose(sum, &permutation)?;
    let cotangent = b.reshape(sum, from.dims())?;
    tape.give(x, cotangent)
}

pub(super) fn concatenate(tape: &mut Tape, site: &Site, attributes: &Concatenate) -> Result<()> {
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let along = attributes.dimension as usize;
    let mut start = 0;
    for &operand in &site.operands {
        let limit = start + tape.builder.tensor(operand)?.dims()[along];
        if tape.wants(operand) {
            let cotangent = tape.builder.slice_along(g, along, start, limit)?;
            tape.give(operand, cotangent)?;
        }
        start = limit;
    }
    Ok(())
}

/// What is known of the operand's cotangent is added to where the slice lies, so that a loop over slices of one operand
/// does not add up tensors of zeros.
pub(super) fn dynamic_slice(tape: &mut Tape, site: &Site, attributes: &DynamicSlice) -> Result<()> {
    let x = site.operands[0];
    let (true, Some(mut g)) = (tape.wants(x), tape.cotangent(site.results[0])) else { return Ok(()) };
    let starts = &site.operands[1..];
    let known = tape.cotangent(x);
    let base = tape.cotangent_or_zeros(x)?;
    if known.is_some() {
        let slice = Op::DynamicSlice(Box::new(attributes.clone()));
        let there = tape.builder.emit(slice, &[&[base], starts].concat())?;
        g = tape.builder.add(there, g)?;
    }
    let cotangent = tape.builder.emit(Op::DynamicUpdateSlice, &[&[base, g], starts].concat())?;
    tape.replace(x, cotangent);
    Ok(())
}

pub(super) fn dynamic_update_slice(tape: &mut Tape, site: &Site) -> Result<()> {
    let (x, update, starts) = (site.operands[0], site.operands[1], &site.operands[2..]);
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    if tape.wants(x) {
        let zeros = tape.builder.full_like(update, 0.0)?;
        let cotangent = tape.builder.emit(Op::DynamicUpdateSlice, &[&[g, zeros], starts].concat())?;
        tape.give(x, cotangent)?;
    }
    if tape.wants(update) {
        let slice_sizes = tape.builder.tensor(update)?.dims().to_vec();
        let slice = Op::DynamicSlice(Box::new(DynamicSlice { slice_sizes }));
        let cotangent = tape.builder.emit(slice, &[&[g], starts].concat())?;
        tape.give(update, cotangent)?;
    }
    Ok(())
}

pub(super) fn pad(tape: &mut Tape, site: &Site, attributes: &Pad) -> Result<()> {
    let (x, value) = (site.operands[0], site.operands[1]);
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let b = &mut *tape.builder;
    let dims = b.tensor(x)?.dims().to_vec();
    let minus = |counts: &[i64]| counts.iter().map(|count| count.saturating_neg()).collect::<Vec<i64>>();
    // Without the edges, of which negative ones come back as zeros, every so many elements are the operand's.
    let (low, high) = (minus(&attributes.edge_padding_low), minus(&attributes.edge_padding_high));
    let rank = dims.len();
    let bare = b.pad(g, &low, &high, &vec![0; rank])?;
    let bare_dims = b.tensor(bare)?.dims().to_vec();
    let strides: Vec<i64> = attributes.interior_padding.iter().map(|between| between + 1).collect();
    let cotangent = b.slice(bare, &vec![0; rank], &bare_dims, &strides)?;
    if tape.wants(value) {
        // All that is not the operand's is padding.
        let b = &mut *tape.builder;
        let (all, own) = (b.sum_all(g)?, b.sum_all(cotangent)?);
        let padding = b.subtract(all, own)?;
        tape.give(value, padding)?;
    }
    tape.give(x, cotangent)
}

pub(super) fn reshape(tape: &mut Tape, site: &Site) -> Result<()> {
    let x = site.operands[0];
    let (true, Some(g)) = (tape.wants(x), tape.cotangent(site.results[0])) else { return Ok(()) };
    let dims = tape.builder.tensor(x)?.dims().to_vec();
    let cotangent = tape.builder.reshape(g, &dims)?;
    tape.give(x, cotangent)
}

pub(super) fn reverse(tape: &mut Tape, site: &Site, attributes: &Reverse) -> Result<()> {
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let cotangent = tape.builder.reverse(g, &attributes.dimensions)?;
    tape.give(site.operands[0], cotangent)
}

pub(super) fn slice(tape: &mut Tape, site: &Site, attributes: &Slice) -> Result<()> {
    let x = site.operands[0];
    let (true, Some(g)) = (tape.wants(x), tape.cotangent(site.results[0])) else { return Ok(()) };
    let b = &mut *tape.builder;
    let (from, to) = (b.tensor(x)?, b.tensor(g)?);
    let interior: Vec<i64> = attributes
        .strides
        .iter()
        .zip(to.dims())
        // A stride beyond the operand makes no gap.
        .map(|(stride, &extent)| if extent > 1 { stride - 1 } else { 0 })
        .collect();
    let high: Vec<i64> = (0..from.rank())
        .map(|dimension| {
            let extent = to.dims()[dimension];
            let span = if extent == 0 { 0 } else { (extent - 1) * (interior[dimension] + 1) + 1 };
            from.dims()[dimension] - attributes.start_indices[dimension] - span
        })
        .collect();
    let cotangent = b.pad(g, &attributes.start_indices, &high, &interior)?;
    tape.give(x, cotangent)
}

pub(super) fn transpose(tape: &mut Tape, site: &Site, attributes: &Transpose) -> Result<()> {
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let mut inverse = vec![0; attributes.permutation.len()];
    for (to, &from) in attributes.permutation.iter().enumerate() {
        inverse[from as usize] = to as i64;
    }
    let cotangent = tape.builder.transpose(g, &inverse)?;
    tape.give(site.operands[0], cotangent)
}
