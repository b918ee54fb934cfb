//! Random numbers in `[0, 1)` made of random bits, as generators make them: the bits become the mantissa of a number in
//! `[1, 2)`, from which 1 is subtracted.

use super::constant::Number;
use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::op::attributes::Compare;
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType};
use crate::program::{Module, ValueId};
use crate::tensor::DType;

/// Compares the bits in place of a number that is made of them, and knows that no such number is negative. Both are exact:
/// the numbers are multiples of the same power of two.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn compare_bits(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[on_bits], ..Rules::default() })
}

pub(super) fn on_bits(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    match (candidate.op, candidate.operands) {
        (Op::Maximum, &[number, zero]) if rewriter.is_all(zero, 0) => Ok(unit(rewriter, number).map(|_| number)),
        (Op::Compare(attributes), &[number, bound]) if attributes.compare_type != Some(ComparisonType::TotalOrder) => {
            compared(rewriter, candidate, attributes.comparison_direction, number, bound)
        }
        _ => Ok(None),
    }
}

/// The bits of which a number in `[0, 1)` is made, and how many of them at the low end are dropped.
struct Unit {
    bits: ValueId,
    dropped: u32,
    mantissa: u32,
}

/// `bitcast((bits >> dropped) | one) - 1`, where `one` has the bits of 1.
fn unit(rewriter: &Rewriter, number: ValueId) -> Option<Unit> {
    let (mantissa, one) = match rewriter.tensor_type(number)?.dtype {
        DType::F16 => (10, 0x3c00),
        DType::BF16 => (7, 0x3f80),
        DType::F32 => (23, 0x3f80_0000),
        DType::F64 => (52, 0x3ff0_0000_0000_0000),
        _ => return None,
    };
    let (Op::Subtract, &[from_one, by]) = rewriter.made_by(number)? else { return None };
    let (Op::BitcastConvert, &[pattern]) = rewriter.made_by(from_one)? else { return None };
    let (Op::Or, &[high, exponent]) = rewriter.made_by(pattern)? else { return None };
    let (Op::ShiftRightLogical, &[bits, places]) = rewriter.made_by(high)? else { return None };
    let ty = rewriter.tensor_type(bits)?;
    let width = 8 * ty.dtype.size() as u32;
    let fits = matches!(ty.dtype, DType::U16 | DType::U32 | DType::U64)
        && rewriter.is_all(by, 1)
        && rewriter.number(exponent) == Some(Number::Integer(one))
        && rewriter.number(places) == Some(Number::Integer((width - mantissa).into()));
    fits.then_some(Unit { bits, dropped: width - mantissa, mantissa })
}

fn compared(
    rewriter: &mut Rewriter,
    candidate: Candidate,
    direction: ComparisonDirection,
    number: ValueId,
    bound: ValueId,
) -> Result<Option<ValueId>> {
    use ComparisonDirection::{Ge, Gt, Le, Lt};
    let (Some(Number::Float(bound)), Some(unit)) = (rewriter.number(bound), unit(rewriter, number)) else {
        return Ok(None);
    };
    // How many numbers of all are below the bound; a multiple of a power of two is scaled exactly.
    let scaled = bound * f64::from(unit.mantissa).exp2();
    let (below, direction) = match direction {
        Lt | Ge => (scaled.ceil(), direction),
        Le => (scaled.floor() + 1.0, Lt),
        Gt => (scaled.floor() + 1.0, Ge),
        ComparisonDirection::Eq | ComparisonDirection::Ne => return Ok(None),
    };
    let all = f64::from(unit.mantissa).exp2();
    if bound.is_nan() {
        return Ok(None);
    }
    if below <= 0.0 || below >= all {
        let is_below = below > 0.0;
        return rewriter.all_integers(candidate.ty, (is_below == (direction == Lt)).into()).map(Some);
    }
    let Some(ty) = rewriter.tensor_type(unit.bits).cloned() else { return Ok(None) };
    let limit = rewriter.all_integers(&ty, (below as i128) << unit.dropped)?;
    let op = Op::Compare(Box::new(Compare { comparison_direction: direction, compare_type: None }));
    rewriter.emit_as(op, &[unit.bits, limit], candidate.ty.clone()).map(Some)
}
