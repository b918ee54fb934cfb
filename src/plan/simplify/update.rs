//! What was written at a place that is known, read again: loops that were written out leave chains of updates.

use super::constant::Number;
use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::op::attributes::Slice;
use crate::program::{Module, TensorType, ValueId};

/// How many updates in a row are looked at.
const MAX_CHAIN: usize = 64;

/// Reads through updates at constant places, and makes updates that replace a whole tensor a concatenation.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn forward_updates(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[forwarded], ..Rules::default() })
}

pub(super) fn forwarded(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    match (candidate.op, candidate.operands) {
        (Op::Slice(slice), &[operand]) => read(rewriter, slice, operand, candidate.ty),
        (Op::DynamicUpdateSlice, &[operand, update, ref starts @ ..]) => {
            let start = starts.iter().map(|&start| rewriter.number(start)).collect::<Option<Vec<Number>>>();
            match start {
                Some(start) => whole(rewriter, operand, update, &start, candidate.ty),
                None => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

/// An update at a constant place.
struct Update {
    operand: ValueId,
    update: ValueId,
    start: Vec<i64>,
    /// The extents of the update.
    dims: Vec<i64>,
}

impl Update {
    fn of(rewriter: &Rewriter, operand: ValueId, update: ValueId, start: &[Number]) -> Option<Update> {
        let dims = rewriter.tensor_type(update)?.dims().to_vec();
        let extents = rewriter.tensor_type(operand)?.dims();
        let start = start.iter().zip(extents.iter().zip(&dims)).map(|(start, (extent, dim))| match start {
            // One that leaves too little is moved back, as the specification has it.
            Number::Integer(start) => Some((*start).clamp(0, (extent - dim).into()) as i64),
            Number::Float(_) => None,
        });
        Some(Update { operand, update, start: start.collect::<Option<Vec<i64>>>()?, dims })
    }

    /// The update that makes this value.
    fn that_makes(rewriter: &Rewriter, value: ValueId) -> Option<Update> {
        let (Op::DynamicUpdateSlice, &[operand, update, ref starts @ ..]) = rewriter.made_by(value)? else {
            return None;
        };
        let start = starts.iter().map(|&start| rewriter.number(start)).collect::<Option<Vec<Number>>>()?;
        Update::of(rewriter, operand, update, &start)
    }
}

/// A slice of what was updated is one of the update, or of what was there before.
fn read(rewriter: &mut Rewriter, slice: &Slice, operand: ValueId, ty: &TensorType) -> Result<Option<ValueId>> {
    let mut source = operand;
    for _ in 0..MAX_CHAIN {
        let Some(found) = Update::that_makes(rewriter, source) else { break };
        let bounds = || {
            let read = slice.start_indices.iter().zip(&slice.limit_indices);
            read.zip(found.start.iter().zip(&found.dims))
                .map(|((&first, &limit), (&start, &extent))| (first, limit, start, start + extent))
        };
        if bounds().all(|(first, limit, start, end)| start <= first && limit <= end) {
            let mut slice = slice.clone();
            for (dimension, start) in found.start.iter().enumerate() {
                slice.start_indices[dimension] -= start;
                slice.limit_indices[dimension] -= start;
            }
            return rewriter.emit_as(Op::Slice(Box::new(slice)), &[found.update], ty.clone()).map(Some);
        }
        if !bounds().any(|(first, limit, start, end)| limit <= start || end <= first) {
            break;
        }
        source = found.operand;
    }
    if source == operand {
        return Ok(None);
    }
    rewriter.emit_as(Op::Slice(Box::new(slice.clone())), &[source], ty.clone()).map(Some)
}

/// Updates one after the other along one dimension that leave nothing of what was there are a concatenation.
fn whole(
    rewriter: &mut Rewriter,
    operand: ValueId,
    update: ValueId,
    start: &[Number],
    ty: &TensorType,
) -> Result<Option<ValueId>> {
    let Some(last) = Update::of(rewriter, operand, update, start) else { return Ok(None) };
    let differing = |update: &Update| -> Vec<usize> {
        (0..ty.rank()).filter(|&dimension| update.dims[dimension] != ty.dims()[dimension]).collect()
    };
    let [along] = differing(&last)[..] else { return Ok(None) };
    let extent = ty.dims()[along];
    let mut pieces = vec![(last.start[along], last.dims[along], last.update)];
    let mut covered = last.dims[along];
    let mut source = last.operand;
    while covered < extent && pieces.len() < MAX_CHAIN {
        let Some(found) = Update::that_makes(rewriter, source) else { return Ok(None) };
        let (start, count) = (found.start[along], found.dims[along]);
        let overlaps = |&(other, extent, _): &(i64, i64, ValueId)| start < other + extent && other < start + count;
        if differing(&found) != [along] || count == 0 || pieces.iter().any(overlaps) {
            return Ok(None);
        }
        pieces.push((start, count, found.update));
        covered += count;
        source = found.operand;
    }
    if covered < extent {
        return Ok(None);
    }
    pieces.sort_by_key(|&(start, ..)| start);
    let pieces: Vec<ValueId> = pieces.into_iter().map(|(.., update)| update).collect();
    rewriter.concatenate(&pieces, along).map(Some)
}
