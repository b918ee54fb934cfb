//! What moves elements, moved past what computes with each: reshapes, transposes and broadcasts of all operands become
//! one of the result, and what would be computed for every copy of an element is computed once.

use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::{Module, TensorType, ValueId};

/// Moves reshapes, transposes and broadcasts past elementwise operations of which all operands are moved alike. Broadcasts
/// of single elements go along with any.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn sink(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[sunk], ..Rules::default() })
}

/// What an operand of an elementwise operation is.
enum Operand {
    /// One element for all, in an operand of as many dimensions as the others or of none.
    Single(ValueId),
    /// This, moved.
    Moved(ValueId),
}

pub(super) fn sunk(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    let Candidate { op, operands, ty } = candidate;
    if ty.rank() == 0 || operands.is_empty() || !op.is_elementwise() {
        return Ok(None);
    }
    // Not between sizes, which adds or takes a dimension.
    if matches!(op, Op::BitcastConvert)
        && rewriter.tensor_type(operands[0]).is_none_or(|found| found.dims() != ty.dims())
    {
        return Ok(None);
    }
    if ty.element_count() == 1 {
        return of_one(rewriter, candidate).map(Some);
    }
    let mut movement: Option<(Op, TensorType)> = None;
    let mut found = Vec::with_capacity(operands.len());
    for &operand in operands {
        if let Some(scalar) = rewriter.scalar_of(operand) {
            found.push((operand, Operand::Single(scalar)));
            continue;
        }
        let Some((by @ (Op::Reshape | Op::Transpose(_) | Op::BroadcastInDim(_)), &[source])) =
            rewriter.made_by(operand)
        else {
            return Ok(None);
        };
        let (Some(moved), Some(source_type)) = (rewriter.tensor_type(operand), rewriter.tensor_type(source)) else {
            return Ok(None);
        };
        if moved.dims() != ty.dims() {
            return Ok(None);
        }
        match &movement {
            Some((first, first_source)) if first != by || first_source.dims() != source_type.dims() => return Ok(None),
            Some(_) => {}
            None => movement = Some((by.clone(), source_type.clone())),
        }
        found.push((operand, Operand::Moved(source)));
    }
    let Some((movement, source)) = movement else {
        return of_singles(rewriter, candidate, &found);
    };
    let mut sources = Vec::with_capacity(found.len());
    for (operand, what) in found {
        sources.push(match what {
            Operand::Moved(source) => source,
            // Bounds and `pred` may have no dimensions whatever the others have.
            Operand::Single(scalar) if scalar == operand => scalar,
            Operand::Single(scalar) => rewriter.broadcast(scalar, &[], source.dims())?,
        });
    }
    let value = rewriter.emit_as(op.clone(), &sources, ty.with_dims(source.dims())?)?;
    rewriter.emit_as(movement, &[value], ty.clone()).map(Some)
}

/// A tensor of one element is computed as one without dimensions.
fn of_one(rewriter: &mut Rewriter, candidate: Candidate) -> Result<ValueId> {
    let scalars: Result<Vec<ValueId>> =
        candidate.operands.iter().map(|&operand| rewriter.reshape(operand, &[])).collect();
    let ty = TensorType::scalar(candidate.ty.dtype);
    let value = rewriter.emit_as(candidate.op.clone(), &scalars?, ty)?;
    rewriter.reshape(value, candidate.ty.dims())
}

/// Single elements only: one is computed.
fn of_singles(
    rewriter: &mut Rewriter,
    candidate: Candidate,
    operands: &[(ValueId, Operand)],
) -> Result<Option<ValueId>> {
    let ty = candidate.ty;
    let scalars: Vec<ValueId> = operands
        .iter()
        .map(|(_, operand)| match operand {
            Operand::Single(value) | Operand::Moved(value) => *value,
        })
        .collect();
    let same_rank = operands.iter().all(|&(operand, _)| {
        rewriter.tensor_type(operand).is_none_or(|found| found.rank() == 0 || found.dims() == ty.dims())
    });
    if !same_rank {
        return Ok(None);
    }
    let value = rewriter.emit_as(candidate.op.clone(), &scalars, TensorType::scalar(ty.dtype))?;
    rewriter.spread(value, ty).map(Some)
}
