//! Products of matrices, with batch dimensions.

use super::element::{Scalar, floats, from_scalars, integers, room_for};
use super::index::{Indices, position};
use crate::error::Result;
use crate::program::op::attributes::DotGeneral;
use crate::program::op::dimensions::DotDimensionNumbers;
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
    let factors = Factors::of(lhs, rhs, result.dtype)?;
    let mut pairs = Pairs::new(lhs, rhs, &attributes.dot_dimension_numbers, &[], result)?;
    let mut indices = Indices::of(result.dims());
    let sum_of_next = || {
        let first = pairs.first(indices.next()?);
        Some(factors.sum(pairs.terms.iter().map(|term| (first.0 + term.0, first.1 + term.1))))
    };
    from_scalars(result, std::iter::from_fn(sum_of_next))
}

/// Which elements of `lhs` and `rhs` are multiplied, by their places.
pub(super) struct Pairs<'a> {
    lhs: &'a [i64],
    rhs: &'a [i64],
    numbers: &'a DotDimensionNumbers,
    lhs_rest: Vec<i64>,
    rhs_rest: Vec<i64>,
    lhs_index: Vec<i64>,
    rhs_index: Vec<i64>,
    /// The places of each pair relative to those of the first, which are the same in every sum.
    pub(super) terms: Vec<(usize, usize)>,
}

impl<'a> Pairs<'a> {
    /// Those of such a result. In the dimensions `without` of `rhs` the index is 0.
    pub(super) fn new(
        lhs: &'a Tensor,
        rhs: &'a Tensor,
        numbers: &'a DotDimensionNumbers,
        without: &[i64],
        result: &TensorType,
    ) -> Result<Pairs<'a>> {
        let lhs_rest = rest(lhs, &numbers.lhs_batching_dimensions, &numbers.lhs_contracting_dimensions);
        let mut rhs_rest = rest(rhs, &numbers.rhs_batching_dimensions, &numbers.rhs_contracting_dimensions);
        rhs_rest.retain(|dimension| !without.contains(dimension));
        let (lhs, rhs) = (lhs.shape(), rhs.shape());
        let mut lhs_index = vec![0; lhs.len()];
        let mut rhs_index = vec![0; rhs.len()];
        let summed: Vec<i64> =
            numbers.lhs_contracting_dimensions.iter().map(|&dimension| lhs[dimension as usize]).collect();
        // Where there is no result, there may be more terms than either operand has elements.
        let count = if result.element_count() > 0 { summed.iter().product::<i64>() } else { 0 };
        let mut terms = room_for(count as usize)?;
        let mut indices = Indices::of(&summed);
        while terms.len() < count as usize
            && let Some(term) = indices.next()
        {
            place(&mut lhs_index, &numbers.lhs_contracting_dimensions, term);
            place(&mut rhs_index, &numbers.rhs_contracting_dimensions, term);
            terms.extend(position(lhs, &lhs_index).zip(position(rhs, &rhs_index)));
        }
        lhs_index.fill(0);
        rhs_index.fill(0);
        Ok(Pairs { lhs, rhs, numbers, lhs_rest, rhs_rest, lhs_index, rhs_index, terms })
    }

    /// The places of the first pair whose product is added to the element of the result at this index. There is none
    /// where nothing is summed: then the places are 0.
    pub(super) fn first(&mut self, index: &[i64]) -> (usize, usize) {
        let (batch, others) = index.split_at(self.numbers.lhs_batching_dimensions.len());
        let (of_lhs, of_rhs) = others.split_at(self.lhs_rest.len());
        place(&mut self.lhs_index, &self.numbers.lhs_batching_dimensions, batch);
        place(&mut self.rhs_index, &self.numbers.rhs_batching_dimensions, batch);
        place(&mut self.lhs_index, &self.lhs_rest, of_lhs);
        place(&mut self.rhs_index, &self.rhs_rest, of_rhs);
        position(self.lhs, &self.lhs_index).zip(position(self.rhs, &self.rhs_index)).unwrap_or((0, 0))
    }
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
