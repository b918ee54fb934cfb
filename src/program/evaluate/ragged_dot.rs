//! Products of matrices in groups: the rows of one operand go group by group with a part of the other of their own.

use super::dot::{Factors, Pairs};
use super::element::{from_scalars, integers, room_for};
use super::index::{Indices, pick, position};
use crate::error::Result;
use crate::program::op::attributes::RaggedDot;
use crate::program::op::dimensions::RaggedMode;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// Sums as `dot_general` does, but only pairs of one group; what lies in no group is not looked at. The groups follow
/// each other along the ragged dimension; a size below 0 is as 0, and what lies beyond the extent counts for nothing.
pub(super) fn ragged_dot(operands: &[Tensor], attributes: &RaggedDot, result: &TensorType) -> Result<Tensor> {
    let (lhs, rhs) = (&operands[0], &operands[1]);
    let numbers = &attributes.ragged_dot_dimension_numbers;
    let ragged = numbers.lhs_ragged_dimensions[0];
    let dot = numbers.dot();
    let mut pairs = Pairs::new(lhs, rhs, &dot, &numbers.rhs_group_dimensions, result)?;
    let factors = Factors::of(lhs, rhs, result.dtype)?;
    let groups = groups(lhs, &operands[2], ragged, &numbers.outside(ragged))?;
    let mut indices = Indices::of(result.dims());
    let sum_of_next = || {
        let index = indices.next()?;
        Some(match numbers.mode(ragged) {
            RaggedMode::Batch => {
                let first = pairs.first(index);
                factors.sum(pairs.terms.iter().map(|term| (first.0 + term.0, first.1 + term.1)))
            }
            RaggedMode::NonContracting => {
                let first = pairs.first(index);
                // All pairs of a sum are of one group; there may be no pair.
                let part = groups.get(first.0).copied().flatten();
                let inner: i64 = rhs.shape()[numbers.rhs_group_dimensions[0] as usize + 1..].iter().product();
                let rhs_first = first.1 + part.unwrap_or(0) * inner as usize;
                let terms = if part.is_some() { &pairs.terms[..] } else { &[] };
                factors.sum(terms.iter().map(|term| (first.0 + term.0, rhs_first + term.1)))
            }
            RaggedMode::Contracting => {
                let first = pairs.first(&index[1..]);
                let group = Some(index[0] as usize);
                let all = pairs.terms.iter().map(|term| (first.0 + term.0, first.1 + term.1));
                factors.sum(all.filter(|pair| groups[pair.0] == group))
            }
        })
    };
    from_scalars(result, std::iter::from_fn(sum_of_next))
}

/// The group of each element of `lhs`, where it is in one. The groups may be others at each index of the dimensions
/// `outside`.
fn groups(lhs: &Tensor, group_sizes: &Tensor, ragged: i64, outside: &[i64]) -> Result<Vec<Option<usize>>> {
    let (lists, count) = group_sizes.shape().split_at(group_sizes.shape().len() - 1);
    let count = count[0] as usize;
    let mut ends = integers(group_sizes)?;
    for list in ends.chunks_mut(count.max(1)) {
        let mut end = 0;
        for size in list {
            end += (*size).max(0);
            *size = end;
        }
    }
    let mut groups = room_for(lhs.element_count())?;
    let mut indices = Indices::of(lhs.shape());
    while let Some(index) = indices.next() {
        let list = if lists.is_empty() { 0 } else { position(lists, &pick(index, outside)).unwrap_or(0) };
        let ends = &ends[list * count..][..count];
        let group = ends.partition_point(|&end| end <= i128::from(index[ragged as usize]));
        groups.push((group < count).then_some(group));
    }
    Ok(groups)
}
