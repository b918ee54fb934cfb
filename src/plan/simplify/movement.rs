//! One form for what moves elements: reshapes, transposes, broadcasts, slices and their like are composed, and those that
//! move nothing are dropped.
//!
//! What is broadcast has no dimension of extent 1, and its dimensions keep their order; a broadcast or a transpose that
//! only adds, drops or moves dimensions of extent 1 is a reshape, and a reshape of a scalar a broadcast; `iota` counts
//! along its only dimension.

use super::constant::Number;
use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::op::attributes::{BroadcastInDim, Iota, Slice, Transpose};
use crate::program::{Module, TensorType, ValueId};

/// Brings what moves elements into its one form.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn canonical_movement(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[moved], ..Rules::default() })
}

pub(super) fn moved(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    let ty = candidate.ty;
    match (candidate.op, candidate.operands) {
        (Op::Reshape, &[operand]) => reshaped(rewriter, operand, ty),
        (Op::Transpose(attributes), &[operand]) => transposed(rewriter, operand, &attributes.permutation, ty),
        (Op::BroadcastInDim(attributes), &[operand]) => {
            broadcast(rewriter, operand, &attributes.broadcast_dimensions, ty)
        }
        (Op::Iota(attributes), []) => counted(rewriter, attributes.iota_dimension, ty),
        (Op::Slice(attributes), &[operand]) => sliced(rewriter, operand, attributes, ty),
        (Op::DynamicSlice(_), &[operand, ref starts @ ..]) => sliced_at(rewriter, operand, starts, ty),
        (Op::DynamicUpdateSlice, &[_, update, ..]) => Ok((rewriter.tensor_type(update) == Some(ty)).then_some(update)),
        (Op::Concatenate(_), operands) => joined(rewriter, candidate, operands),
        (Op::Pad(attributes), &[operand, _]) => {
            let lists = [&attributes.edge_padding_low, &attributes.edge_padding_high, &attributes.interior_padding];
            Ok(lists.iter().all(|list| list.iter().all(|&count| count == 0)).then_some(operand))
        }
        (Op::Reverse(attributes), &[operand]) => {
            let moves_none = attributes.dimensions.iter().all(|&dimension| ty.dims()[dimension as usize] == 1);
            Ok((moves_none || rewriter.scalar_of(operand).is_some()).then_some(operand))
        }
        (Op::GetDimensionSize(attributes), &[operand]) => {
            let Some(extent) = rewriter.tensor_type(operand).map(|ty| ty.dims()[attributes.dimension as usize]) else {
                return Ok(None);
            };
            rewriter.all_integers(ty, extent.into()).map(Some)
        }
        (Op::GetTupleElement(attributes), &[operand]) => Ok(match rewriter.made_by(operand) {
            Some((Op::Tuple, elements)) => elements.get(attributes.index as usize).copied(),
            _ => None,
        }),
        _ => Ok(None),
    }
}

/// The dimensions that have more than one element, or none.
fn not_one(dims: &[i64]) -> impl Iterator<Item = usize> + Clone {
    dims.iter().enumerate().filter(|&(_, &extent)| extent != 1).map(|(dimension, _)| dimension)
}

fn reshaped(rewriter: &mut Rewriter, operand: ValueId, ty: &TensorType) -> Result<Option<ValueId>> {
    let Some(before) = rewriter.tensor_type(operand) else { return Ok(None) };
    if before == ty {
        return Ok(Some(operand));
    }
    if before.rank() == 0 {
        return rewriter.broadcast(operand, &[], ty.dims()).map(Some);
    }
    match rewriter.made_by(operand) {
        Some((Op::Reshape, &[source])) => rewriter.emit_as(Op::Reshape, &[source], ty.clone()).map(Some),
        Some((Op::BroadcastInDim(attributes), &[source])) => {
            if rewriter.tensor_type(source).is_some_and(|source| source.rank() == 0) {
                return rewriter.broadcast(source, &[], ty.dims()).map(Some);
            }
            let extents = |dims: &[i64]| -> Vec<i64> { dims.iter().copied().filter(|&extent| extent != 1).collect() };
            if extents(before.dims()) != extents(ty.dims()) {
                return Ok(None);
            }
            let places: Vec<(usize, usize)> = not_one(before.dims()).zip(not_one(ty.dims())).collect();
            let place = |dimension: &i64| {
                let found = places.iter().find(|&&(old, _)| old == *dimension as usize);
                found.map(|&(_, new)| new as i64)
            };
            match attributes.broadcast_dimensions.iter().map(place).collect::<Option<Vec<i64>>>() {
                Some(dimensions) => rewriter.broadcast(source, &dimensions, ty.dims()).map(Some),
                None => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

fn transposed(
    rewriter: &mut Rewriter,
    operand: ValueId,
    permutation: &[i64],
    ty: &TensorType,
) -> Result<Option<ValueId>> {
    let Some(before) = rewriter.tensor_type(operand) else { return Ok(None) };
    if permutation.is_sorted() {
        return Ok(Some(operand));
    }
    let moved = permutation.iter().filter(|&&dimension| before.dims()[dimension as usize] != 1);
    if moved.is_sorted() {
        return rewriter.emit_as(Op::Reshape, &[operand], ty.clone()).map(Some);
    }
    match rewriter.made_by(operand) {
        Some((Op::Transpose(first), &[source])) => {
            let permutation = permutation.iter().map(|&dimension| first.permutation[dimension as usize]).collect();
            rewriter.emit_as(Op::Transpose(Box::new(Transpose { permutation })), &[source], ty.clone()).map(Some)
        }
        Some((Op::BroadcastInDim(attributes), &[source])) => {
            let place = |dimension: &i64| permutation.iter().position(|from| from == dimension).map(|to| to as i64);
            match attributes.broadcast_dimensions.iter().map(place).collect::<Option<Vec<i64>>>() {
                Some(dimensions) => rewriter.broadcast(source, &dimensions, ty.dims()).map(Some),
                None => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

fn broadcast(
    rewriter: &mut Rewriter,
    operand: ValueId,
    dimensions: &[i64],
    ty: &TensorType,
) -> Result<Option<ValueId>> {
    let Some(before) = rewriter.tensor_type(operand).cloned() else { return Ok(None) };
    if before == *ty && dimensions.is_sorted() {
        return Ok(Some(operand));
    }
    let kept: Vec<usize> = not_one(before.dims()).collect();
    if kept.len() < before.rank() {
        let extents: Vec<i64> = kept.iter().map(|&dimension| before.dims()[dimension]).collect();
        let dimensions: Vec<i64> = kept.iter().map(|&dimension| dimensions[dimension]).collect();
        let operand = rewriter.reshape(operand, &extents)?;
        return rewriter.broadcast(operand, &dimensions, ty.dims()).map(Some);
    }
    if !dimensions.is_sorted() {
        let mut order: Vec<i64> = (0..dimensions.len() as i64).collect();
        order.sort_by_key(|&dimension| dimensions[dimension as usize]);
        let operand = rewriter.transpose(operand, &order)?;
        let dimensions: Vec<i64> = order.iter().map(|&dimension| dimensions[dimension as usize]).collect();
        return rewriter.broadcast(operand, &dimensions, ty.dims()).map(Some);
    }
    if before.rank() > 0 && before.element_count() == ty.element_count() {
        return rewriter.emit_as(Op::Reshape, &[operand], ty.clone()).map(Some);
    }
    match rewriter.made_by(operand) {
        Some((Op::BroadcastInDim(first), &[source])) => {
            let dimensions: Vec<i64> =
                first.broadcast_dimensions.iter().map(|&dimension| dimensions[dimension as usize]).collect();
            rewriter.broadcast(source, &dimensions, ty.dims()).map(Some)
        }
        _ => Ok(None),
    }
}

fn counted(rewriter: &mut Rewriter, dimension: i64, ty: &TensorType) -> Result<Option<ValueId>> {
    let extent = ty.dims()[dimension as usize];
    if extent == 1 {
        return rewriter.full(ty, 0.0).map(Some);
    }
    if ty.rank() == 1 {
        return Ok(None);
    }
    let op = Op::Iota(Box::new(Iota { iota_dimension: 0 }));
    let along = rewriter.emit_as(op, &[], ty.with_dims(&[extent])?)?;
    rewriter.broadcast(along, &[dimension], ty.dims()).map(Some)
}

fn sliced(rewriter: &mut Rewriter, operand: ValueId, slice: &Slice, ty: &TensorType) -> Result<Option<ValueId>> {
    if rewriter.tensor_type(operand) == Some(ty) {
        return Ok(Some(operand));
    }
    match rewriter.made_by(operand) {
        Some((Op::Slice(first), &[source])) => {
            let Some(both) = composed(first, slice, ty.dims()) else { return Ok(None) };
            rewriter.emit_as(Op::Slice(Box::new(both)), &[source], ty.clone()).map(Some)
        }
        Some((Op::BroadcastInDim(attributes), &[source])) => {
            let BroadcastInDim { broadcast_dimensions } = (**attributes).clone();
            let of = |list: &[i64]| -> Vec<i64> {
                broadcast_dimensions.iter().map(|&dimension| list[dimension as usize]).collect()
            };
            // Where the result has one element the source, which has more, is sliced too.
            let (starts, limits) = (of(&slice.start_indices), of(&slice.limit_indices));
            let source = rewriter.slice(source, &starts, &limits, &of(&slice.strides))?;
            rewriter.broadcast(source, &broadcast_dimensions, ty.dims()).map(Some)
        }
        Some((Op::Concatenate(attributes), pieces)) => {
            let along = attributes.dimension as usize;
            let (start, limit) = (slice.start_indices[along], slice.limit_indices[along]);
            let mut before = 0;
            for &piece in pieces {
                let Some(extent) = rewriter.tensor_type(piece).map(|ty| ty.dims()[along]) else { return Ok(None) };
                if before <= start && limit <= before + extent && start < limit {
                    let mut slice = slice.clone();
                    slice.start_indices[along] -= before;
                    slice.limit_indices[along] -= before;
                    return rewriter.emit_as(Op::Slice(Box::new(slice)), &[piece], ty.clone()).map(Some);
                }
                before += extent;
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// The slice that takes of a tensor what the second takes of what the first takes, which has these extents.
fn composed(first: &Slice, second: &Slice, dims: &[i64]) -> Option<Slice> {
    let mut both = Slice { start_indices: vec![], limit_indices: vec![], strides: vec![] };
    for (dimension, &extent) in dims.iter().enumerate() {
        let stride = first.strides[dimension];
        let start = first.start_indices[dimension].checked_add(stride.checked_mul(second.start_indices[dimension])?)?;
        // Of one element the stride does not matter, and might be anything.
        let by = if extent > 1 { stride.checked_mul(second.strides[dimension])? } else { 1 };
        let limit =
            if extent == 0 { start } else { start.checked_add((extent - 1).checked_mul(by)?)?.checked_add(1)? };
        both.start_indices.push(start);
        both.limit_indices.push(limit);
        both.strides.push(by);
    }
    Some(both)
}

/// A slice from where constants say; a start that leaves too little is moved back, as the specification has it.
fn sliced_at(
    rewriter: &mut Rewriter,
    operand: ValueId,
    starts: &[ValueId],
    ty: &TensorType,
) -> Result<Option<ValueId>> {
    let Some(before) = rewriter.tensor_type(operand).cloned() else { return Ok(None) };
    if before == *ty {
        return Ok(Some(operand));
    }
    let mut start = Vec::with_capacity(starts.len());
    for (dimension, &value) in starts.iter().enumerate() {
        let latest = before.dims()[dimension] - ty.dims()[dimension];
        match rewriter.number(value) {
            _ if latest == 0 => start.push(0),
            Some(Number::Integer(value)) => start.push(value.clamp(0, latest.into()) as i64),
            _ => return Ok(None),
        }
    }
    let limit: Vec<i64> = start.iter().zip(ty.dims()).map(|(start, extent)| start + extent).collect();
    rewriter.slice(operand, &start, &limit, &vec![1; ty.rank()]).map(Some)
}

fn joined(rewriter: &mut Rewriter, candidate: Candidate, operands: &[ValueId]) -> Result<Option<ValueId>> {
    let ty = candidate.ty;
    let is_empty = |&&operand: &&ValueId| rewriter.tensor_type(operand).is_some_and(|ty| ty.element_count() == 0);
    let pieces: Vec<ValueId> = operands.iter().filter(|operand| !is_empty(operand)).copied().collect();
    if let [only] = pieces[..] {
        return Ok(Some(only));
    }
    if let Some(&first) = pieces.first()
        && let Some(scalar) = rewriter.scalar_of(first)
        && pieces.iter().all(|&piece| rewriter.scalar_of(piece) == Some(scalar))
    {
        return rewriter.broadcast(scalar, &[], ty.dims()).map(Some);
    }
    if pieces.is_empty() || pieces.len() == operands.len() {
        return Ok(None);
    }
    rewriter.emit_as(candidate.op.clone(), &pieces, ty.clone()).map(Some)
}
