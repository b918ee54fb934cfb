//! Products of matrices, with batch dimensions.

use super::element::{Scalar, floats, from_scalars, integers, room_for};
use super::index::{Indices, position};
use crate::error::Result;
use crate::program::op::attributes::DotGeneral;
use crate::program::types::{Class, TensorType, class};
use crate::tensor::{DType, Tensor};

/// The factors of sums of products: elements of `lhs` and of `rhs`, by their places.
pub(super) enum Factors {
    /// Floating-point numbers that are summed in f32, as bf16 and f16 are on machines too.
    Single(Vec<f64>, Vec<f64>),
    /// Floating-point numbers that are summed in f64.
    Double(Vec<f64>, Vec<f64>),
    /// Integers, or bools as 0 and 1.
    Integers(Vec<i128>, Vec<i128>),
}

impl Factors {
    /// The elements of both, which have one dtype, for sums of another.
    pub(super) fn of(lhs: &Tensor, rhs: &Tensor, sum: DType) -> Result<Factors> {
        Ok(match class(lhs.dtype()) {
            Class::Float if [lhs.dtype(), sum].contains(&DType::F64) => Factors::Double(floats(lhs)?, floats(rhs)?),
            Class::Float => Factors::Single(floats(lhs)?, floats(rhs)?),
            Class::Bool | Class::Signed | Class::Unsigned => Factors::Integers(integers(lhs)?, integers(rhs)?),
        })
    }

    /// The sum of the products of these pairs, in their order. Each is added with one rounding. Integers wrap at 128 bits,
    /// which keeps the low bits of each dtype; a bool is whether any pair is of two that are true.
    pub(super) fn sum(&self, pairs: impl Iterator<Item = (usize, usize)>) -> Scalar {
        match self {
            Factors::Single(lhs, rhs) => {
                let add = |sum: f32, (left, right): (usize, usize)| (lhs[left] as f32).mul_add(rhs[right] as f32, sum);
                Scalar::Float(pairs.fold(0.0, add).into())
            }
            Factors::Double(lhs, rhs) => {
                Scalar::Float(pairs.fold(0.0, |sum, (left, right)| lhs[left].mul_add(rhs[right], sum)))
            }
            Factors::Integers(lhs, rhs) => Scalar::Integer(
                pairs.fold(0, |sum: i128, (left, right)| sum.wrapping_add(lhs[left].wrapping_mul(rhs[right]))),
            ),
        }
    }
}

/// Sums over the contracting dimensions. The result has the batching dimensions, then what else `lhs` has, then what else
/// `rhs` has.
pub(super) fn dot_general(lhs: &Tensor, rhs: &Tensor, attributes: &DotGeneral, result: &TensorType) -> Result<Tensor> {
    let numbers = &attributes.dot_dimension_numbers;
    let batching = numbers.lhs_batching_dimensions.len();
    let lhs_rest = rest(lhs, &numbers.lhs_batching_dimensions, &numbers.lhs_contracting_dimensions);
    let rhs_rest = rest(rhs, &numbers.rhs_batching_dimensions, &numbers.rhs_contracting_dimensions);
    let summed: Vec<i64> =
        numbers.lhs_contracting_dimensions.iter().map(|&dimension| lhs.shape()[dimension as usize]).collect();
    let factors = Factors::of(lhs, rhs, result.dtype)?;
    let mut lhs_index = vec![0; lhs.shape().len()];
    let mut rhs_index = vec![0; rhs.shape().len()];
    // The place of each term relative to that of the first, which is the same in every sum.
    // Where there is no result, there may be more terms than either operand has elements.
    let count = if result.element_count() > 0 { summed.iter().product::<i64>() } else { 0 };
    let mut terms = room_for(count as usize)?;
    let mut indices = Indices::of(&summed);
    while terms.len() < count as usize
        && let Some(term) = indices.next()
    {
        place(&mut lhs_index, &numbers.lhs_contracting_dimensions, term);
        place(&mut rhs_index, &numbers.rhs_contracting_dimensions, term);
        terms.extend(position(lhs.shape(), &lhs_index).zip(position(rhs.shape(), &rhs_index)));
    }
    lhs_index.fill(0);
    rhs_index.fill(0);
    let mut indices = Indices::of(result.dims());
    let sum_of_next = || {
        let (batch, others) = indices.next()?.split_at(batching);
        let (of_lhs, of_rhs) = others.split_at(lhs_rest.len());
        place(&mut lhs_index, &numbers.lhs_batching_dimensions, batch);
        place(&mut rhs_index, &numbers.rhs_batching_dimensions, batch);
        place(&mut lhs_index, &lhs_rest, of_lhs);
        place(&mut rhs_index, &rhs_rest, of_rhs);
        // There is no first term where nothing is summed.
        let first = position(lhs.shape(), &lhs_index).zip(position(rhs.shape(), &rhs_index)).unwrap_or((0, 0));
        Some(factors.sum(terms.iter().map(|term| (first.0 + term.0, first.1 + term.1))))
    };
    from_scalars(result, std::iter::from_fn(sum_of_next))
}

/// The dimensions of a tensor that are in neither list.
fn rest(tensor: &Tensor, batching: &[i64], contracting: &[i64]) -> Vec<i64> {
    let taken = |dimension: &i64| batching.contains(dimension) || contracting.contains(dimension);
    (0..tensor.shape().len() as i64).filter(|dimension| !taken(dimension)).collect()
}

/// Puts numbers at these dimensions of an index.
pub(super) fn place(index: &mut [i64], dimensions: &[i64], numbers: &[i64]) {
    for (&dimension, &number) in dimensions.iter().zip(numbers) {
        index[dimension as usize] = number;
    }
}
