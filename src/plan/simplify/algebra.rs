//! What arithmetic, logic and choices come to when something is known of their operands.
//!
//! Integers and bools come out the same. Of floating-point numbers only these things may change: the sign of a zero where
//! 0 is added, the sign and bits of a NaN, and denormal numbers stay where a machine would flush them.

use super::constant::Number;
use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType};
use crate::program::types::{Class, bits, class};
use crate::program::{Module, TensorType, ValueId};
use crate::tensor::DType;

/// Applies what is known of elementwise operations: neutral elements, operations that undo each other, divisions by
/// powers of two, choices of constants, conversions that lose nothing. A constant operand comes last where order does not
/// matter.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn algebra(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[reduced], ..Rules::default() })
}

pub(super) fn reduced(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    let ty = candidate.ty;
    match (candidate.op, candidate.operands) {
        (Op::Square, &[x]) => rewriter.emit_as(Op::Multiply, &[x, x], ty.clone()).map(Some),
        (Op::Negate | Op::Not, &[x]) => Ok(operand_of(rewriter, x, candidate.op)),
        (Op::Abs, &[x]) => Ok(operand_of(rewriter, x, &Op::Abs).map(|_| x)),
        (Op::Convert, &[x]) => converted(rewriter, x, ty),
        (Op::Select, &[pred, on_true, on_false]) => selected(rewriter, candidate, pred, on_true, on_false),
        (Op::Compare(attributes), &[lhs, rhs]) => {
            compared(rewriter, ty, attributes.comparison_direction, attributes.compare_type, lhs, rhs)
        }
        (op, &[lhs, rhs]) => {
            if op.is_commutative() && rewriter.number(lhs).is_some() && rewriter.number(rhs).is_none() {
                return rewriter.emit_as(op.clone(), &[rhs, lhs], ty.clone()).map(Some);
            }
            match class(ty.dtype) {
                Class::Float => of_floats(rewriter, op, lhs, rhs, ty),
                Class::Bool => of_bools(rewriter, op, lhs, rhs, ty),
                Class::Signed | Class::Unsigned => of_integers(rewriter, op, lhs, rhs, ty),
            }
        }
        _ => Ok(None),
    }
}

/// The operand of the operation of one operand that makes a value, where it is this one.
fn operand_of(rewriter: &Rewriter, value: ValueId, op: &Op) -> Option<ValueId> {
    match rewriter.made_by(value)? {
        (found, &[operand]) if found == op => Some(operand),
        _ => None,
    }
}

fn of_floats(rewriter: &mut Rewriter, op: &Op, lhs: ValueId, rhs: ValueId, ty: &TensorType) -> Result<Option<ValueId>> {
    let rhs_is = |number| rewriter.is_all(rhs, number);
    let negated_rhs = operand_of(rewriter, rhs, &Op::Negate);
    match op {
        Op::Add | Op::Subtract if rhs_is(0) => Ok(Some(lhs)),
        Op::Multiply | Op::Divide | Op::Power if rhs_is(1) => Ok(Some(lhs)),
        Op::Multiply | Op::Divide if rhs_is(-1) => rewriter.emit_as(Op::Negate, &[lhs], ty.clone()).map(Some),
        Op::Power if rhs_is(2) => rewriter.emit_as(Op::Multiply, &[lhs, lhs], ty.clone()).map(Some),
        Op::Divide => match rewriter.number(rhs).and_then(|divisor| reciprocal(divisor, ty.dtype)) {
            Some(factor) => {
                let factor = rewriter.full(ty, factor)?;
                rewriter.emit_as(Op::Multiply, &[lhs, factor], ty.clone()).map(Some)
            }
            None => Ok(None),
        },
        Op::Add => match (negated_rhs, operand_of(rewriter, lhs, &Op::Negate)) {
            (Some(rhs), _) => rewriter.emit_as(Op::Subtract, &[lhs, rhs], ty.clone()).map(Some),
            (None, Some(lhs)) => rewriter.emit_as(Op::Subtract, &[rhs, lhs], ty.clone()).map(Some),
            (None, None) => Ok(None),
        },
        Op::Subtract => match negated_rhs {
            Some(rhs) => rewriter.emit_as(Op::Add, &[lhs, rhs], ty.clone()).map(Some),
            None => Ok(None),
        },
        Op::Maximum | Op::Minimum if lhs == rhs => Ok(Some(lhs)),
        _ => Ok(None),
    }
}

/// What to multiply by instead of dividing by a power of two: both are exact but for what is rounded at the very end.
fn reciprocal(divisor: Number, dtype: DType) -> Option<f64> {
    let Number::Float(divisor) = divisor else { return None };
    let smallest = match dtype {
        DType::F16 => (-14f64).exp2(),
        DType::F64 => f64::MIN_POSITIVE,
        _ => f64::from(f32::MIN_POSITIVE),
    };
    let is_power_of_two = divisor.to_bits() << 12 == 0 && divisor.is_normal();
    let factor = 1.0 / divisor;
    (is_power_of_two && divisor.abs() >= smallest && factor.abs() >= smallest && factor.abs() <= 1.0 / smallest)
        .then_some(factor)
}

fn of_bools(rewriter: &mut Rewriter, op: &Op, lhs: ValueId, rhs: ValueId, ty: &TensorType) -> Result<Option<ValueId>> {
    let (none, all) = (rewriter.is_all(rhs, 0), rewriter.is_all(rhs, 1));
    match op {
        Op::And | Op::Multiply | Op::Minimum if all || lhs == rhs => Ok(Some(lhs)),
        Op::And | Op::Multiply | Op::Minimum if none => Ok(Some(rhs)),
        Op::Or | Op::Add | Op::Maximum if none || lhs == rhs => Ok(Some(lhs)),
        Op::Or | Op::Add | Op::Maximum if all => Ok(Some(rhs)),
        Op::Xor if none => Ok(Some(lhs)),
        Op::Xor if all => rewriter.emit_as(Op::Not, &[lhs], ty.clone()).map(Some),
        Op::Xor if lhs == rhs => rewriter.all_integers(ty, 0).map(Some),
        _ => Ok(None),
    }
}

fn of_integers(
    rewriter: &mut Rewriter,
    op: &Op,
    lhs: ValueId,
    rhs: ValueId,
    ty: &TensorType,
) -> Result<Option<ValueId>> {
    let width = bits(ty.dtype) as i128;
    let known = match rewriter.number(rhs) {
        Some(Number::Integer(value)) => Some(value),
        _ => None,
    };
    // All ones, read with a sign or without.
    let all_ones = known.is_some_and(|value| value == -1 || value == (1 << width) - 1);
    match op {
        Op::Add
        | Op::Subtract
        | Op::Or
        | Op::Xor
        | Op::ShiftLeft
        | Op::ShiftRightLogical
        | Op::ShiftRightArithmetic
            if known == Some(0) =>
        {
            Ok(Some(lhs))
        }
        Op::Multiply | Op::Divide | Op::Power if known == Some(1) => Ok(Some(lhs)),
        Op::Multiply | Op::And if known == Some(0) => Ok(Some(rhs)),
        Op::And if all_ones => Ok(Some(lhs)),
        Op::And | Op::Or | Op::Maximum | Op::Minimum if lhs == rhs => Ok(Some(lhs)),
        Op::Subtract | Op::Xor if lhs == rhs => rewriter.all_integers(ty, 0).map(Some),
        Op::Remainder if known == Some(1) => rewriter.all_integers(ty, 0).map(Some),
        Op::ShiftLeft | Op::ShiftRightLogical if known.is_some_and(|by| by < 0 || by >= width) => {
            rewriter.all_integers(ty, 0).map(Some)
        }
        Op::Add | Op::Multiply | Op::And | Op::Or | Op::Xor => regrouped(rewriter, op, lhs, rhs, ty),
        _ => Ok(None),
    }
}

/// `(x + a) + b`, where `a` and `b` are single elements, is `x + (a + b)`; of integers, which wrap, exactly so.
fn regrouped(rewriter: &mut Rewriter, op: &Op, lhs: ValueId, rhs: ValueId, ty: &TensorType) -> Result<Option<ValueId>> {
    let Some(outer) = rewriter.scalar_of(rhs) else { return Ok(None) };
    let Some((found, &[x, with])) = rewriter.made_by(lhs) else { return Ok(None) };
    if found != op {
        return Ok(None);
    }
    // Of scalars only constants are brought together; others would only change places.
    let is_constant = |value| rewriter.constant_tensor(value).is_some();
    let inner = match (rewriter.scalar_of(with), rewriter.scalar_of(x)) {
        (Some(inner), x_scalar) if ty.rank() > 0 && x_scalar.is_none() || is_constant(inner) && is_constant(outer) => {
            inner
        }
        _ => return Ok(None),
    };
    let both = rewriter.emit_as(op.clone(), &[inner, outer], TensorType::scalar(ty.dtype))?;
    let both = rewriter.spread(both, ty)?;
    rewriter.emit_as(op.clone(), &[x, both], ty.clone()).map(Some)
}

fn compared(
    rewriter: &mut Rewriter,
    ty: &TensorType,
    direction: ComparisonDirection,
    by: Option<ComparisonType>,
    lhs: ValueId,
    rhs: ValueId,
) -> Result<Option<ValueId>> {
    use ComparisonDirection::{Eq, Ge, Gt, Le, Lt, Ne};
    let Some(dtype) = rewriter.tensor_type(lhs).map(|ty| ty.dtype) else { return Ok(None) };
    if lhs == rhs && (class(dtype) != Class::Float || by == Some(ComparisonType::TotalOrder)) {
        return rewriter.all_integers(ty, matches!(direction, Eq | Ge | Le).into()).map(Some);
    }
    if dtype == DType::Bool {
        return match (direction, rewriter.is_all(rhs, 0), rewriter.is_all(rhs, 1)) {
            (Ne, true, _) | (Eq, _, true) => Ok(Some(lhs)),
            (Eq, true, _) | (Ne, _, true) => rewriter.emit_as(Op::Not, &[lhs], ty.clone()).map(Some),
            _ => Ok(None),
        };
    }
    // A constant comes last.
    if rewriter.number(lhs).is_some() && rewriter.number(rhs).is_none() {
        let turned = match direction {
            Eq => Eq,
            Ne => Ne,
            Ge => Le,
            Gt => Lt,
            Le => Ge,
            Lt => Gt,
        };
        let op = Op::Compare(Box::new(crate::program::op::attributes::Compare {
            comparison_direction: turned,
            compare_type: by,
        }));
        return rewriter.emit_as(op, &[rhs, lhs], ty.clone()).map(Some);
    }
    Ok(None)
}

fn selected(
    rewriter: &mut Rewriter,
    candidate: Candidate,
    pred: ValueId,
    on_true: ValueId,
    on_false: ValueId,
) -> Result<Option<ValueId>> {
    if on_true == on_false {
        return Ok(Some(on_true));
    }
    if let Some(pred) = rewriter.number(pred) {
        return Ok(Some(if pred.is(0) { on_false } else { on_true }));
    }
    if let Some(pred) = operand_of(rewriter, pred, &Op::Not) {
        return rewriter.emit_as(Op::Select, &[pred, on_false, on_true], candidate.ty.clone()).map(Some);
    }
    let same_shape = rewriter.tensor_type(pred).is_some_and(|pred| pred == candidate.ty);
    match (rewriter.is_all(on_true, 1), rewriter.is_all(on_false, 0)) {
        (true, true) if same_shape => Ok(Some(pred)),
        _ => Ok(None),
    }
}

/// A conversion of a conversion that lost nothing.
fn converted(rewriter: &mut Rewriter, x: ValueId, ty: &TensorType) -> Result<Option<ValueId>> {
    if rewriter.tensor_type(x) == Some(ty) {
        return Ok(Some(x));
    }
    let Some(before) = operand_of(rewriter, x, &Op::Convert) else { return Ok(None) };
    match (rewriter.tensor_type(before), rewriter.tensor_type(x)) {
        (Some(first), Some(second)) if loses_nothing(first.dtype, second.dtype, ty.dtype) => {
            rewriter.emit_as(Op::Convert, &[before], ty.clone()).map(Some)
        }
        _ => Ok(None),
    }
}

/// Whether numbers come to the same by way of dtype `between` as without it.
fn loses_nothing(first: DType, between: DType, last: DType) -> bool {
    let is_integer = |dtype| matches!(class(dtype), Class::Signed | Class::Unsigned);
    // An integer wraps where it does not fit; a floating-point number stops at the largest.
    let wraps_alike = !is_integer(first) || is_integer(between) || !is_integer(last) || holds_all(last, first);
    holds_all(between, first) && wraps_alike
}

/// Whether every number of dtype `narrow` is one of dtype `wide`.
fn holds_all(wide: DType, narrow: DType) -> bool {
    /// The bits of the largest integers of which all smaller ones are held, too.
    fn precision(dtype: DType) -> usize {
        match dtype {
            DType::F16 => 11,
            DType::BF16 => 8,
            DType::F32 => 24,
            DType::F64 => 53,
            other => bits(other),
        }
    }
    let exponent = |dtype| match dtype {
        DType::F16 => 5,
        DType::F64 => 11,
        _ => 8,
    };
    match (class(narrow), class(wide)) {
        (Class::Float, Class::Float) => precision(wide) >= precision(narrow) && exponent(wide) >= exponent(narrow),
        (Class::Float, _) => false,
        (Class::Bool, _) => true,
        (_, Class::Bool) => false,
        (Class::Signed, Class::Unsigned) => false,
        (Class::Unsigned, Class::Signed) => bits(wide) > bits(narrow),
        (Class::Signed, Class::Signed) | (Class::Unsigned, Class::Unsigned) => bits(wide) >= bits(narrow),
        // No integer is beyond the largest number of a dtype that holds so many bits exactly.
        (_, Class::Float) => precision(wide) >= precision(narrow),
    }
}
