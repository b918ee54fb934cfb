//! Operations that are written as several elementwise ones, which every device has.

use half::{bf16, f16};

use super::graph::Read;
use super::lower::Lowering;
use super::view::View;
use crate::error::Result;
use crate::program::TensorType;
use crate::program::op::Op;
use crate::program::op::attributes::{Compare, ReducePrecision};
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType};
use crate::program::types::{Class, class};
use crate::tensor::{DType, Half, Tensor};

/// The result of an operation on operands of this type, where it is one of these.
pub(super) fn decomposed(lowering: &mut Lowering, op: &Op, operands: &[Read], ty: &TensorType) -> Result<Option<Read>> {
    let Some(layout) = Layout::of(ty.dtype) else { return Ok(None) };
    let mut elements = Elements { lowering, ty, layout };
    match op {
        Op::Compare(attributes) if attributes.compare_type == Some(ComparisonType::TotalOrder) => {
            let (x, y) = (elements.ordinal(&operands[0])?, elements.ordinal(&operands[1])?);
            elements.compare(attributes.comparison_direction, x, y).map(Some)
        }
        Op::ReducePrecision(attributes) => elements.reduced(attributes, &operands[0]),
        Op::Divide => elements.quotient(&operands[0], &operands[1]),
        Op::IsInf => {
            let magnitude = elements.apply(Op::Abs, ty.dtype, vec![operands[0].clone()])?;
            elements.is(magnitude, layout.infinity()).map(Some)
        }
        Op::NextAfter => elements.next_after(&operands[0], &operands[1]).map(Some),
        Op::IsPosInf => elements.is(operands[0].clone(), layout.infinity()).map(Some),
        Op::IsNegInf => elements.is(operands[0].clone(), layout.sign() | layout.infinity()).map(Some),
        _ => Ok(None),
    }
}

/// The bits of a floating-point dtype.
#[derive(Clone, Copy)]
struct Layout {
    signed: DType,
    unsigned: DType,
    exponent: u32,
    mantissa: u32,
}

impl Layout {
    fn of(dtype: DType) -> Option<Layout> {
        let (signed, unsigned, exponent, mantissa) = match dtype {
            DType::F16 => (DType::I16, DType::U16, 5, 10),
            DType::BF16 => (DType::I16, DType::U16, 8, 7),
            DType::F32 => (DType::I32, DType::U32, 8, 23),
            DType::F64 => (DType::I64, DType::U64, 11, 52),
            _ => return None,
        };
        Some(Layout { signed, unsigned, exponent, mantissa })
    }

    fn sign(self) -> u64 {
        1 << (self.exponent + self.mantissa)
    }

    fn infinity(self) -> u64 {
        ((1 << self.exponent) - 1) << self.mantissa
    }
}

/// Arrays of one shape.
struct Elements<'l, 'm> {
    lowering: &'l mut Lowering<'m>,
    ty: &'l TensorType,
    layout: Layout,
}

impl Elements<'_, '_> {
    fn apply(&mut self, op: Op, dtype: DType, operands: Vec<Read>) -> Result<Read> {
        self.lowering.elementwise(op, operands, &self.ty.with_dtype(dtype)?)
    }

    fn compare(&mut self, direction: ComparisonDirection, x: Read, y: Read) -> Result<Read> {
        let attributes = Compare { comparison_direction: direction, compare_type: None };
        self.apply(Op::Compare(Box::new(attributes)), DType::Bool, vec![x, y])
    }

    fn select(&mut self, pred: Read, dtype: DType, on_true: Read, on_false: Read) -> Result<Read> {
        self.apply(Op::Select, dtype, vec![pred, on_true, on_false])
    }

    /// The element with these bits, everywhere.
    fn all(&mut self, dtype: DType, bits: u64) -> Result<Read> {
        let element = Tensor::from_bytes(dtype, &[], &bits.to_le_bytes()[..dtype.size()])?;
        let extents: Vec<usize> = self.ty.dims().iter().map(|&extent| extent as usize).collect();
        let read = self.lowering.constant(&element, &TensorType::scalar(dtype))?;
        Ok(Read { node: read.node, view: View::identity(&[]).broadcast(&[], &extents) })
    }

    /// A quotient by a constant of f32 or f64, as the product with its reciprocal, which is what XLA makes of it. It may be
    /// the next number that the dtype has.
    fn quotient(&mut self, x: &Read, divisor: &Read) -> Result<Option<Read>> {
        let Some(divisor) = self.lowering.element(divisor) else { return Ok(None) };
        let bits = match divisor.dtype() {
            DType::F32 => divisor.as_slice::<f32>().and_then(|all| {
                let factor = 1.0 / all[0];
                (all[0].is_normal() && factor.is_normal()).then_some(u64::from(factor.to_bits()))
            }),
            DType::F64 => divisor.as_slice::<f64>().and_then(|all| {
                let factor = 1.0 / all[0];
                (all[0].is_normal() && factor.is_normal()).then_some(factor.to_bits())
            }),
            _ => None,
        };
        let Some(bits) = bits else { return Ok(None) };
        let factor = self.all(self.ty.dtype, bits)?;
        self.apply(Op::Multiply, self.ty.dtype, vec![x.clone(), factor]).map(Some)
    }

    /// Where an array has the number with these bits.
    fn is(&mut self, x: Read, bits: u64) -> Result<Read> {
        let number = self.all(self.ty.dtype, bits)?;
        self.compare(ComparisonDirection::Eq, x, number)
    }

    /// The bits of an array as integers, those of zeros without a mantissa: denormal numbers may be zeros.
    fn bits(&mut self, x: &Read, dtype: DType) -> Result<Read> {
        let bits = self.apply(Op::BitcastConvert, dtype, vec![x.clone()])?;
        let is_zero = self.is(x.clone(), 0)?;
        let sign = self.all(dtype, self.layout.sign())?;
        let sign = self.apply(Op::And, dtype, vec![bits.clone(), sign])?;
        self.select(is_zero, dtype, sign, bits)
    }

    /// Integers in the total order of an array.
    fn ordinal(&mut self, x: &Read) -> Result<Read> {
        let dtype = self.layout.signed;
        let bits = self.bits(x, dtype)?;
        let last = self.all(dtype, u64::from(self.layout.exponent + self.layout.mantissa))?;
        let others = self.all(dtype, self.layout.sign() - 1)?;
        let negative = self.apply(Op::ShiftRightArithmetic, dtype, vec![bits.clone(), last])?;
        let turned = self.apply(Op::And, dtype, vec![negative, others])?;
        self.apply(Op::Xor, dtype, vec![bits, turned])
    }

    /// The number next to `x` on the way to `y`. All is done with the bits, as denormal numbers may be zeros.
    fn next_after(&mut self, x: &Read, y: &Read) -> Result<Read> {
        let (dtype, layout) = (self.layout.signed, self.layout);
        let zero = self.all(dtype, 0)?;
        let (mut bits, mut places, mut nans) = (Vec::new(), Vec::new(), Vec::new());
        for number in [x, y] {
            let own = self.apply(Op::BitcastConvert, dtype, vec![number.clone()])?;
            // Numbers in their order, both zeros 0.
            let sign = self.all(dtype, layout.sign())?;
            let turned = self.apply(Op::Subtract, dtype, vec![sign, own.clone()])?;
            let is_negative = self.compare(ComparisonDirection::Lt, own.clone(), zero.clone())?;
            places.push(self.select(is_negative, dtype, turned, own.clone())?);
            let others = self.all(dtype, layout.sign() - 1)?;
            let magnitude = self.apply(Op::And, dtype, vec![own.clone(), others])?;
            let infinity = self.all(dtype, layout.infinity())?;
            nans.push(self.compare(ComparisonDirection::Gt, magnitude, infinity)?);
            bits.push(own);
        }
        let [from, to] = [places[0].clone(), places[1].clone()];
        let rises = self.compare(ComparisonDirection::Lt, from.clone(), to.clone())?;
        let is_positive = self.compare(ComparisonDirection::Gt, from.clone(), zero.clone())?;
        let grows = self.compare(ComparisonDirection::Eq, rises.clone(), is_positive)?;
        let (one, less) = (self.all(dtype, 1)?, self.all(dtype, u64::MAX)?);
        let step = self.select(grows, dtype, one.clone(), less)?;
        let beside = self.apply(Op::Add, dtype, vec![bits[0].clone(), step])?;
        let below = self.all(dtype, layout.sign() | 1)?;
        let least = self.select(rises, dtype, one, below)?;
        let is_zero = self.compare(ComparisonDirection::Eq, from.clone(), zero)?;
        let beside = self.select(is_zero, dtype, least, beside)?;
        let is_there = self.compare(ComparisonDirection::Eq, from, to)?;
        let value = self.select(is_there, dtype, bits[1].clone(), beside)?;
        let is_nan = self.apply(Op::Or, DType::Bool, nans)?;
        let nan = self.all(dtype, layout.infinity() | 1 << (layout.mantissa - 1))?;
        let value = self.select(is_nan, dtype, nan, value)?;
        self.apply(Op::BitcastConvert, self.ty.dtype, vec![value])
    }

    /// The numbers that a dtype with so many bits of exponent and mantissa could hold, the nearest ones; what is too small
    /// for it becomes 0. Without a mantissa it is left to others, as a NaN has none then.
    fn reduced(&mut self, attributes: &ReducePrecision, x: &Read) -> Result<Option<Read>> {
        let layout = self.layout;
        let (dtype, unsigned) = (self.ty.dtype, layout.unsigned);
        let (exponent, mantissa) = (attributes.exponent_bits as u32, attributes.mantissa_bits as u32);
        if exponent >= layout.exponent && mantissa >= layout.mantissa {
            return Ok(Some(x.clone()));
        }
        if mantissa == 0 || exponent == 0 {
            return Ok(None);
        }
        let mut bits = self.bits(x, unsigned)?;
        if mantissa < layout.mantissa {
            let dropped = layout.mantissa - mantissa;
            let (by, one) = (self.all(unsigned, dropped.into())?, self.all(unsigned, 1)?);
            let last = self.apply(Op::ShiftRightLogical, unsigned, vec![bits.clone(), by])?;
            let is_odd = self.apply(Op::And, unsigned, vec![last, one])?;
            let half = self.all(unsigned, (1 << (dropped - 1)) - 1)?;
            let raised = self.apply(Op::Add, unsigned, vec![bits, half])?;
            let raised = self.apply(Op::Add, unsigned, vec![raised, is_odd])?;
            let kept = self.all(unsigned, u64::MAX << dropped)?;
            bits = self.apply(Op::And, unsigned, vec![raised, kept])?;
        }
        let mut value = self.apply(Op::BitcastConvert, dtype, vec![bits.clone()])?;
        if exponent < layout.exponent {
            let bias = (1i32 << (exponent - 1)) - 1;
            let largest = (2.0 - f64::from(mantissa.min(layout.mantissa)).exp2().recip()) * f64::from(bias).exp2();
            let (largest, least) = (float_bits(dtype, largest), float_bits(dtype, f64::from(1 - bias).exp2()));
            let (largest, least) = (self.all(dtype, largest)?, self.all(dtype, least)?);
            let sign = self.all(unsigned, layout.sign())?;
            let sign = self.apply(Op::And, unsigned, vec![bits, sign])?;
            let zero = self.apply(Op::BitcastConvert, dtype, vec![sign.clone()])?;
            let infinity = self.all(unsigned, layout.infinity())?;
            let infinity = self.apply(Op::Or, unsigned, vec![sign, infinity])?;
            let infinity = self.apply(Op::BitcastConvert, dtype, vec![infinity])?;
            let magnitude = self.apply(Op::Abs, dtype, vec![value.clone()])?;
            let is_large = self.compare(ComparisonDirection::Gt, magnitude.clone(), largest)?;
            value = self.select(is_large, dtype, infinity, value)?;
            let is_small = self.compare(ComparisonDirection::Lt, magnitude, least)?;
            value = self.select(is_small, dtype, zero, value)?;
        }
        let is_nan = self.compare(ComparisonDirection::Ne, x.clone(), x.clone())?;
        self.select(is_nan, dtype, x.clone(), value).map(Some)
    }
}

/// The bits of a number that the dtype can hold.
fn float_bits(dtype: DType, value: f64) -> u64 {
    debug_assert_eq!(class(dtype), Class::Float);
    match dtype {
        DType::F16 => f16::nearest(value).to_bits().into(),
        DType::BF16 => bf16::nearest(value).to_bits().into(),
        DType::F32 => (value as f32).to_bits().into(),
        _ => value.to_bits(),
    }
}
