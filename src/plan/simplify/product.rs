//! Products take their operands, and give their results, in the order in which they are there.

use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::op::attributes::DotGeneral;
use crate::program::op::dimensions::DotDimensionNumbers;
use crate::program::{Module, ValueId};

/// Removes transposes before and after products: the dimension numbers of a product say which dimension is which.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn absorb_transposes(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[absorbed], ..Rules::default() })
}

pub(super) fn absorbed(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    match (candidate.op, candidate.operands) {
        (Op::Transpose(attributes), &[operand]) => exchanged(rewriter, candidate, operand, &attributes.permutation),
        (Op::DotGeneral(attributes), operands) => of_transposed(rewriter, candidate, attributes, operands),
        _ => Ok(None),
    }
}

/// A product whose result has the dimensions of `rhs` before those of `lhs` is the product of them exchanged.
fn exchanged(
    rewriter: &mut Rewriter,
    candidate: Candidate,
    product: ValueId,
    permutation: &[i64],
) -> Result<Option<ValueId>> {
    let Some((Op::DotGeneral(attributes), &[lhs, rhs])) = rewriter.made_by(product) else { return Ok(None) };
    let numbers = &attributes.dot_dimension_numbers;
    let batch = numbers.lhs_batching_dimensions.len();
    let Some(lhs_rank) = rewriter.tensor_type(lhs).map(|ty| ty.rank()) else { return Ok(None) };
    let free = lhs_rank - batch - numbers.lhs_contracting_dimensions.len();
    let rank = permutation.len();
    let order = (0..batch).chain(batch + free..rank).chain(batch..batch + free);
    if attributes.algorithm.is_some() || !order.eq(permutation.iter().map(|&dimension| dimension as usize)) {
        return Ok(None);
    }
    let exchanged = DotGeneral {
        dot_dimension_numbers: DotDimensionNumbers {
            lhs_batching_dimensions: numbers.rhs_batching_dimensions.clone(),
            rhs_batching_dimensions: numbers.lhs_batching_dimensions.clone(),
            lhs_contracting_dimensions: numbers.rhs_contracting_dimensions.clone(),
            rhs_contracting_dimensions: numbers.lhs_contracting_dimensions.clone(),
        },
        precision_config: attributes.precision_config.iter().rev().copied().collect(),
        algorithm: None,
    };
    rewriter.emit_as(Op::DotGeneral(Box::new(exchanged)), &[rhs, lhs], candidate.ty.clone()).map(Some)
}

/// A product of what was transposed takes it as it was before, where the dimensions of the result keep their order.
fn of_transposed(
    rewriter: &mut Rewriter,
    candidate: Candidate,
    attributes: &DotGeneral,
    operands: &[ValueId],
) -> Result<Option<ValueId>> {
    let mut attributes = attributes.clone();
    let mut operands = operands.to_vec();
    let numbers = &mut attributes.dot_dimension_numbers;
    let [batch, contracting] = [
        [&mut numbers.lhs_batching_dimensions, &mut numbers.rhs_batching_dimensions],
        [&mut numbers.lhs_contracting_dimensions, &mut numbers.rhs_contracting_dimensions],
    ];
    let mut changed = false;
    for ((operand, batch), contracting) in operands.iter_mut().zip(batch).zip(contracting) {
        let Some((Op::Transpose(transpose), &[before])) = rewriter.made_by(*operand) else { continue };
        let permutation = &transpose.permutation;
        let is_free = |dimension: &i64| !batch.contains(dimension) && !contracting.contains(dimension);
        let free: Vec<i64> = (0..permutation.len() as i64).filter(is_free).collect();
        if !free.iter().map(|&dimension| permutation[dimension as usize]).is_sorted() {
            continue;
        }
        for dimension in batch.iter_mut().chain(contracting) {
            *dimension = permutation[*dimension as usize];
        }
        *operand = before;
        changed = true;
    }
    if !changed {
        return Ok(None);
    }
    rewriter.emit_as(Op::DotGeneral(Box::new(attributes)), &operands, candidate.ty.clone()).map(Some)
}
