//! Integers that are a linear function of their place, such as the counters of a random generator.

use super::constant::{Number, first_number};
use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::op::Op;
use crate::program::op::attributes::Iota;
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::types::{Class, bits, class};
use crate::program::{Module, TensorType, ValueId};

/// Uses that some integers are a linear function of their place: comparisons, shifts, remainders and conversions of them
/// are known without being computed, and what numbers the elements from first to last is an `iota`, reshaped.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn count_places(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[known], ..Rules::default() })
}

/// The element at indices `i` is `base` and the sum of `strides[d] * i[d]`, which is in the range of the dtype.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Affine {
    base: i128,
    /// One for each dimension; 0 for those of extent 1.
    strides: Vec<i128>,
}

/// Numbers beyond this are left alone, so that no sum overflows.
const MAX_MAGNITUDE: i128 = 1 << 100;

impl Affine {
    /// What is known of the result of an operation that was just added.
    pub(super) fn of(rewriter: &Rewriter, op: &Op, operands: &[ValueId], result: ValueId) -> Option<Affine> {
        let ty = rewriter.tensor_type(result)?;
        // For floating-point numbers, most of a program, it is decided here.
        range(ty)?;
        Affine::would_be(rewriter, op, operands, ty)
    }

    /// What would be known of an operation with a result of this type.
    fn would_be(rewriter: &Rewriter, op: &Op, operands: &[ValueId], ty: &TensorType) -> Option<Affine> {
        let (low, high) = range(ty)?;
        let operand = |index: usize| rewriter.affine(operands[index]);
        let found = match op {
            Op::Constant(attributes) if ty.rank() == 0 => match first_number(&attributes.value.0)? {
                Number::Integer(base) => Affine { base, strides: Vec::new() },
                Number::Float(_) => return None,
            },
            Op::Iota(attributes) => {
                let mut strides = vec![0; ty.rank()];
                let dimension = attributes.iota_dimension as usize;
                strides[dimension] = i128::from(ty.dims()[dimension] != 1);
                Affine { base: 0, strides }
            }
            Op::BroadcastInDim(attributes) => {
                let operand = operand(0)?;
                let mut strides = vec![0; ty.rank()];
                for (&stride, &dimension) in operand.strides.iter().zip(&attributes.broadcast_dimensions) {
                    strides[dimension as usize] = stride;
                }
                Affine { base: operand.base, strides }
            }
            Op::Reshape => operand(0)?.reshaped(rewriter.tensor_type(operands[0])?.dims(), ty.dims())?,
            Op::Add => operand(0)?.plus(operand(1)?, 1),
            Op::Subtract => operand(0)?.plus(operand(1)?, -1),
            Op::Multiply => match (operand(0)?, operand(1)?) {
                (x, by) if by.is_constant() => x.times(by.base)?,
                (by, x) if by.is_constant() => x.times(by.base)?,
                _ => return None,
            },
            Op::Convert => operand(0)?.clone(),
            _ => return None,
        };
        let (smallest, largest) = found.range(ty.dims())?;
        (low <= smallest && largest <= high).then_some(found)
    }

    fn is_constant(&self) -> bool {
        self.strides.iter().all(|&stride| stride == 0)
    }

    fn plus(&self, other: &Affine, times: i128) -> Affine {
        let strides = self.strides.iter().zip(&other.strides);
        Affine {
            base: self.base + times * other.base,
            strides: strides.map(|(first, second)| first + times * second).collect(),
        }
    }

    fn times(&self, factor: i128) -> Option<Affine> {
        let strides: Option<Vec<i128>> = self.strides.iter().map(|stride| stride.checked_mul(factor)).collect();
        Some(Affine { base: self.base.checked_mul(factor)?, strides: strides? })
    }

    /// The smallest and the largest element, where there are any and none is absurdly large.
    fn range(&self, dims: &[i64]) -> Option<(i128, i128)> {
        let (mut low, mut high) = (self.base, self.base);
        for (&stride, &extent) in self.strides.iter().zip(dims) {
            let last = stride.checked_mul(i128::from(extent) - 1)?;
            if extent == 0 || last.abs() > MAX_MAGNITUDE {
                return None;
            }
            (low, high) = (low + last.min(0), high + last.max(0));
        }
        (low.abs() <= MAX_MAGNITUDE && high.abs() <= MAX_MAGNITUDE).then_some((low, high))
    }

    /// By how much each element is larger than the one before it in row-major order, where all are so by the same.
    fn step(&self, dims: &[i64]) -> Option<i128> {
        let mut step = None;
        let mut inner = 1;
        for (&stride, &extent) in self.strides.iter().zip(dims).rev().filter(|&(_, &extent)| extent != 1) {
            let step = *step.get_or_insert(stride);
            if stride != step * inner {
                return None;
            }
            inner *= i128::from(extent);
        }
        Some(step.unwrap_or(0))
    }

    fn reshaped(&self, before: &[i64], after: &[i64]) -> Option<Affine> {
        let step = self.step(before)?;
        let mut strides = vec![0; after.len()];
        let mut inner = 1;
        for (stride, &extent) in strides.iter_mut().zip(after).rev().filter(|(_, extent)| **extent != 1) {
            *stride = step * inner;
            inner *= i128::from(extent);
        }
        Some(Affine { base: self.base, strides })
    }
}

/// The smallest and the largest number of a type of integers.
fn range(ty: &TensorType) -> Option<(i128, i128)> {
    let width = bits(ty.dtype);
    match class(ty.dtype) {
        Class::Signed => Some((-(1 << (width - 1)), (1 << (width - 1)) - 1)),
        Class::Unsigned => Some((0, (1 << width) - 1)),
        Class::Bool | Class::Float => None,
    }
}

pub(super) fn known(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    let Candidate { op, operands, ty } = candidate;
    match (op, operands) {
        (Op::Add | Op::Subtract | Op::Multiply | Op::Convert | Op::Reshape, _) => {
            match Affine::would_be(rewriter, op, operands, ty) {
                Some(affine) => written(rewriter, &affine, ty),
                None => Ok(None),
            }
        }
        (&Op::ShiftRightLogical | &Op::And | &Op::Divide | &Op::Remainder, &[lhs, rhs]) => {
            of_small(rewriter, op, lhs, rhs, ty)
        }
        (Op::Compare(attributes), &[lhs, rhs]) => {
            let Some((low, high)) = difference(rewriter, lhs, rhs) else { return Ok(None) };
            let (always, never) = match attributes.comparison_direction {
                ComparisonDirection::Eq => (low == 0 && high == 0, low > 0 || high < 0),
                ComparisonDirection::Ne => (low > 0 || high < 0, low == 0 && high == 0),
                ComparisonDirection::Ge => (low >= 0, high < 0),
                ComparisonDirection::Gt => (low > 0, high <= 0),
                ComparisonDirection::Le => (high <= 0, low > 0),
                ComparisonDirection::Lt => (high < 0, low >= 0),
            };
            if always || never { rewriter.all_integers(ty, always.into()).map(Some) } else { Ok(None) }
        }
        (&Op::Maximum | &Op::Minimum, &[lhs, rhs]) => Ok(match difference(rewriter, lhs, rhs) {
            Some((low, _)) if low >= 0 => Some(if *op == Op::Maximum { lhs } else { rhs }),
            Some((_, high)) if high <= 0 => Some(if *op == Op::Maximum { rhs } else { lhs }),
            _ => None,
        }),
        _ => Ok(None),
    }
}

/// The range of the difference of two values.
fn difference(rewriter: &Rewriter, lhs: ValueId, rhs: ValueId) -> Option<(i128, i128)> {
    rewriter.affine(lhs)?.plus(rewriter.affine(rhs)?, -1).range(rewriter.tensor_type(lhs)?.dims())
}

/// Operations that take numbers apart, of numbers that have one part only.
fn of_small(rewriter: &mut Rewriter, op: &Op, lhs: ValueId, rhs: ValueId, ty: &TensorType) -> Result<Option<ValueId>> {
    let Some(Number::Integer(by)) = rewriter.number(rhs) else { return Ok(None) };
    let Some((low, high)) = rewriter.affine(lhs).and_then(|lhs| lhs.range(ty.dims())) else { return Ok(None) };
    if low < 0 {
        return Ok(None);
    }
    match op {
        Op::ShiftRightLogical if (0..100).contains(&by) && high >> by == 0 => rewriter.all_integers(ty, 0).map(Some),
        Op::And if by >= high && (by + 1) & by == 0 => Ok(Some(lhs)),
        Op::Remainder if high < by => Ok(Some(lhs)),
        Op::Divide if high < by => rewriter.all_integers(ty, 0).map(Some),
        _ => Ok(None),
    }
}

/// What numbers the elements from first to last, as an `iota` of one dimension; `None` where it does not.
fn written(rewriter: &mut Rewriter, affine: &Affine, ty: &TensorType) -> Result<Option<ValueId>> {
    if affine.is_constant() {
        return rewriter.all_integers(ty, affine.base).map(Some);
    }
    let Some(step) = affine.step(ty.dims()) else { return Ok(None) };
    let flat = ty.with_dims(&[ty.element_count() as i64])?;
    let mut value = rewriter.as_it_is(Op::Iota(Box::new(Iota { iota_dimension: 0 })), &[], flat.clone())?;
    for (op, with, neutral) in [(Op::Multiply, step, 1), (Op::Add, affine.base, 0)] {
        if with != neutral {
            let with = rewriter.all_integers(&flat, with)?;
            value = rewriter.as_it_is(op, &[value, with], flat.clone())?;
        }
    }
    if flat == *ty { Ok(Some(value)) } else { rewriter.as_it_is(Op::Reshape, &[value], ty.clone()).map(Some) }
}
