//! Operations that make one element of the result from one element of each operand.

use super::element::{Scalar, copied, floats, from_bools, from_floats, from_integers, integers, rounded, scalars};
use crate::error::{Error, Result, Status};
use crate::program::op::Op;
use crate::program::op::attributes::{Compare, ReducePrecision};
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType};
use crate::program::types::{Class, TensorType, bits, class};
use crate::tensor::{DType, Tensor};

/// An operation of one operand.
pub(super) fn unary(op: &Op, operand: &Tensor, result: &TensorType) -> Result<Tensor> {
    match class(operand.dtype()) {
        Class::Float if matches!(op, Op::IsFinite) => {
            from_bools(result, floats(operand)?.into_iter().map(f64::is_finite))
        }
        Class::Float => {
            let function = of_float(op)?;
            from_floats(result, floats(operand)?.into_iter().map(function))
        }
        Class::Bool => from_bools(result, integers(operand)?.into_iter().map(|value| value == 0)),
        Class::Signed | Class::Unsigned => {
            let width = bits(operand.dtype()) as u32;
            let function = of_integer(op)?;
            from_integers(result, integers(operand)?.into_iter().map(|value| function(value, width)))
        }
    }
}

/// The function of a floating-point number that is one again.
pub(super) fn of_float(op: &Op) -> Result<fn(f64) -> f64> {
    Ok(match op {
        Op::Abs => f64::abs,
        Op::Cbrt => f64::cbrt,
        Op::Ceil => f64::ceil,
        Op::Cosine => f64::cos,
        Op::Exponential => f64::exp,
        Op::ExponentialMinusOne => f64::exp_m1,
        Op::Floor => f64::floor,
        // Of a real number.
        Op::Imag => |_| 0.0,
        Op::Real => |x| x,
        Op::Log => f64::ln,
        Op::LogPlusOne => f64::ln_1p,
        Op::Logistic => |x| 1.0 / (1.0 + (-x).exp()),
        Op::Negate => |x| -x,
        Op::RoundNearestAfz => f64::round,
        Op::RoundNearestEven => f64::round_ties_even,
        Op::Rsqrt => |x| 1.0 / x.sqrt(),
        Op::Sign => |x| if x.is_nan() || x == 0.0 { x } else { x.signum() },
        Op::Sine => f64::sin,
        Op::Sqrt => f64::sqrt,
        Op::Tan => f64::tan,
        Op::Tanh => f64::tanh,
        _ => return Err(no_such(op)),
    })
}

/// The function of a value and the number of bits of its dtype.
fn of_integer(op: &Op) -> Result<fn(i128, u32) -> i128> {
    Ok(match op {
        Op::Abs => |x, _| x.abs(),
        Op::Negate => |x, _| -x,
        Op::Not => |x, _| !x,
        Op::Sign => |x, _| x.signum(),
        Op::PopulationCount => |x, width| low_bits(x, width).count_ones().into(),
        Op::CountLeadingZeros => |x, width| (low_bits(x, width).leading_zeros() - (128 - width)).into(),
        _ => return Err(no_such(op)),
    })
}

/// An operation of two operands of the same type.
pub(super) fn binary(op: &Op, lhs: &Tensor, rhs: &Tensor, result: &TensorType) -> Result<Tensor> {
    match class(lhs.dtype()) {
        Class::Float => {
            let function = of_floats(op)?;
            from_floats(result, floats(lhs)?.into_iter().zip(floats(rhs)?).map(|(x, y)| function(x, y)))
        }
        Class::Bool => {
            let function = of_bools(op)?;
            let pairs = integers(lhs)?.into_iter().zip(integers(rhs)?);
            from_bools(result, pairs.map(|(x, y)| function(x != 0, y != 0)))
        }
        Class::Signed | Class::Unsigned => {
            let width = bits(lhs.dtype()) as u32;
            let function = of_integers(op)?;
            let pairs = integers(lhs)?.into_iter().zip(integers(rhs)?);
            from_integers(result, pairs.map(|(x, y)| function(x, y, width)))
        }
    }
}

/// The function of two floating-point numbers that is one.
pub(super) fn of_floats(op: &Op) -> Result<fn(f64, f64) -> f64> {
    Ok(match op {
        Op::Add => |x, y| x + y,
        Op::Subtract => |x, y| x - y,
        Op::Multiply => |x, y| x * y,
        Op::Divide => |x, y| x / y,
        Op::Remainder => |x, y| x % y,
        Op::Power => f64::powf,
        Op::Atan2 => f64::atan2,
        Op::Maximum => maximum,
        Op::Minimum => minimum,
        _ => return Err(no_such(op)),
    })
}

/// The larger one; a NaN is larger than any, and 0 larger than -0.
fn maximum(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        if x.is_sign_negative() { y } else { x }
    } else {
        x.max(y)
    }
}

/// The smaller one; a NaN is smaller than any, and -0 smaller than 0.
fn minimum(x: f64, y: f64) -> f64 {
    -maximum(-x, -y)
}

fn of_bools(op: &Op) -> Result<fn(bool, bool) -> bool> {
    Ok(match op {
        Op::Add | Op::Or | Op::Maximum => |x, y| x | y,
        Op::Multiply | Op::And | Op::Minimum => |x, y| x & y,
        Op::Xor => |x, y| x ^ y,
        _ => return Err(no_such(op)),
    })
}

/// The function of two values and the number of bits of their dtype.
fn of_integers(op: &Op) -> Result<fn(i128, i128, u32) -> i128> {
    Ok(match op {
        Op::Add => |x, y, _| x + y,
        Op::Subtract => |x, y, _| x - y,
        Op::Multiply => |x, y, _| x.wrapping_mul(y),
        // All ones where there is no quotient, as XLA has it.
        Op::Divide => |x, y, _| if y == 0 { -1 } else { x / y },
        Op::Remainder => |x, y, _| if y == 0 { x } else { x % y },
        Op::Power => power,
        Op::Maximum => |x, y, _| x.max(y),
        Op::Minimum => |x, y, _| x.min(y),
        Op::And => |x, y, _| x & y,
        Op::Or => |x, y, _| x | y,
        Op::Xor => |x, y, _| x ^ y,
        Op::ShiftLeft => |x, y, width| if amount(y, width) < width { x << amount(y, width) } else { 0 },
        Op::ShiftRightArithmetic => {
            |x, y, width| {
                // An unsigned number is shifted as the signed one of its bits.
                let signed = (low_bits(x, width) << (128 - width)) as i128 >> (128 - width);
                signed >> amount(y, width).min(width - 1)
            }
        }
        Op::ShiftRightLogical => {
            |x, y, width| if amount(y, width) < width { (low_bits(x, width) >> amount(y, width)) as i128 } else { 0 }
        }
        _ => return Err(no_such(op)),
    })
}

/// By how much to shift: a negative amount is as one that is too large.
fn amount(y: i128, width: u32) -> u32 {
    u32::try_from(y).unwrap_or(width)
}

/// The bits of a value of so many.
fn low_bits(x: i128, width: u32) -> u128 {
    x as u128 & (u128::MAX >> (128 - width))
}

/// `x` to the power of `y`, wrapped; with a negative `y` the whole part of it.
fn power(x: i128, y: i128, _width: u32) -> i128 {
    let (mut base, mut left) = match (x, y) {
        (_, 0..) => (x, y),
        (1, _) => return 1,
        (-1, _) => return if y % 2 == 0 { 1 } else { -1 },
        _ => return 0,
    };
    let mut product = 1i128;
    while left > 0 {
        if left % 2 == 1 {
            product = product.wrapping_mul(base);
        }
        base = base.wrapping_mul(base);
        left /= 2;
    }
    product
}

/// Elements as their dtype, or another, orders them.
pub(super) fn compare(lhs: &Tensor, rhs: &Tensor, attributes: &Compare, result: &TensorType) -> Result<Tensor> {
    let direction = attributes.comparison_direction;
    let total = attributes.compare_type == Some(ComparisonType::TotalOrder);
    let pairs = scalars(lhs)?.into_iter().zip(scalars(rhs)?);
    from_bools(
        result,
        pairs.map(|(lhs, rhs)| {
            let order = match (lhs, rhs) {
                (Scalar::Float(x), Scalar::Float(y)) if total => Some(x.total_cmp(&y)),
                (Scalar::Float(x), Scalar::Float(y)) => x.partial_cmp(&y),
                (Scalar::Integer(x), Scalar::Integer(y)) => Some(x.cmp(&y)),
                // Both are of one dtype.
                _ => None,
            };
            match direction {
                ComparisonDirection::Eq => order.is_some_and(|order| order.is_eq()),
                ComparisonDirection::Ne => order.is_none_or(|order| order.is_ne()),
                ComparisonDirection::Ge => order.is_some_and(|order| order.is_ge()),
                ComparisonDirection::Gt => order.is_some_and(|order| order.is_gt()),
                ComparisonDirection::Le => order.is_some_and(|order| order.is_le()),
                ComparisonDirection::Lt => order.is_some_and(|order| order.is_lt()),
            }
        }),
    )
}

/// The element of `on_true` where `pred` is true, that of `on_false` elsewhere.
pub(super) fn select(pred: &Tensor, on_true: &Tensor, on_false: &Tensor, result: &TensorType) -> Result<Tensor> {
    let pred = integers(pred)?;
    let size = result.dtype.size();
    let mut bytes = copied(on_false)?;
    for (index, element) in bytes.chunks_exact_mut(size).enumerate() {
        let pred = if pred.len() == 1 { pred[0] } else { pred[index] };
        if pred != 0 {
            element.copy_from_slice(&on_true.bytes()[index * size..][..size]);
        }
    }
    Tensor::from_bytes(result.dtype, result.dims(), &bytes)
}

/// The nearest element between `min` and `max`.
pub(super) fn clamp(min: &Tensor, operand: &Tensor, max: &Tensor, result: &TensorType) -> Result<Tensor> {
    let bound = |elements: &[Scalar], index: usize| if elements.len() == 1 { elements[0] } else { elements[index] };
    let (low, high) = (scalars(min)?, scalars(max)?);
    let operand = scalars(operand)?;
    let clamped =
        operand.into_iter().enumerate().map(|(index, x)| match (bound(&low, index), x, bound(&high, index)) {
            (Scalar::Float(low), Scalar::Float(x), Scalar::Float(high)) => {
                Scalar::Float(minimum(maximum(low, x), high))
            }
            (low, x, high) => Scalar::Integer(low.as_integer().max(x.as_integer()).min(high.as_integer())),
        });
    super::element::from_scalars(result, clamped)
}

/// The same numbers in another dtype: integers wrap, a number with a fraction loses it and saturates, anything but 0 is
/// true.
pub(super) fn convert(operand: &Tensor, result: &TensorType) -> Result<Tensor> {
    match (class(operand.dtype()), class(result.dtype)) {
        (Class::Float, Class::Float) => from_floats(result, floats(operand)?),
        (Class::Float, Class::Bool) => from_bools(result, floats(operand)?.into_iter().map(|x| x != 0.0)),
        (Class::Float, Class::Signed | Class::Unsigned) => {
            let (low, high) = range(result.dtype);
            from_integers(result, floats(operand)?.into_iter().map(|x| (x as i128).clamp(low, high)))
        }
        (_, Class::Float) => {
            // Rounding to f64 first could round twice; only f32 and narrower notice, and for them it is made odd.
            from_floats(
                result,
                integers(operand)?.into_iter().map(|x| if result.dtype == DType::F64 { x as f64 } else { odd(x) }),
            )
        }
        (_, Class::Bool | Class::Signed | Class::Unsigned) => from_integers(result, integers(operand)?),
    }
}

/// The smallest and the largest number of an integer dtype.
fn range(dtype: DType) -> (i128, i128) {
    let width = bits(dtype);
    match class(dtype) {
        Class::Signed => (-(1 << (width - 1)), (1 << (width - 1)) - 1),
        _ => (0, (1 << width) - 1),
    }
}

/// An f64 that rounds to a narrower dtype as `x` itself does: what does not fit is cut off and leaves an odd mantissa.
fn odd(x: i128) -> f64 {
    let magnitude = x.unsigned_abs();
    let excess = (128 - magnitude.leading_zeros()).saturating_sub(53);
    let kept = magnitude >> excess;
    let lost = kept << excess != magnitude;
    let value = ((kept | u128::from(lost)) << excess) as f64;
    if x < 0 { -value } else { value }
}

/// The same bits in another dtype; the first of several narrow elements are the low bits of a wide one.
pub(super) fn bitcast_convert(operand: &Tensor, result: &TensorType) -> Result<Tensor> {
    match (operand.dtype(), result.dtype) {
        (DType::Bool, DType::Bool) => Ok(operand.clone()),
        (DType::Bool, _) => {
            let elements = integers(operand)?;
            let bytes: Vec<u8> = elements
                .chunks_exact(8)
                .map(|bits| bits.iter().enumerate().fold(0, |byte, (place, &bit)| byte | ((bit as u8) << place)))
                .collect();
            Tensor::from_bytes(result.dtype, result.dims(), &bytes)
        }
        (_, DType::Bool) => {
            let bits = operand.bytes().iter().flat_map(|byte| (0..8).map(move |place| byte >> place & 1 == 1));
            from_bools(result, bits)
        }
        _ => Tensor::from_bytes(result.dtype, result.dims(), operand.bytes()),
    }
}

/// The numbers that a dtype with so many bits of exponent and mantissa could hold; what is too small for it becomes 0.
pub(super) fn reduce_precision(operand: &Tensor, attributes: &ReducePrecision, result: &TensorType) -> Result<Tensor> {
    let (exponent_bits, mantissa_bits) = (attributes.exponent_bits, attributes.mantissa_bits);
    // The smallest normal number of the narrow dtype and the largest; those of a dtype as wide as f64 are f64's own.
    let bias = (1i32 << (exponent_bits.min(11) - 1)) - 1;
    let smallest = f64::from(1 - bias).exp2();
    let largest = (2.0 - f64::from(mantissa_bits).exp2().recip()) * f64::from(bias).exp2();
    let own = match operand.dtype() {
        DType::F16 => 5,
        DType::F64 => 11,
        _ => 8,
    };
    from_floats(
        result,
        floats(operand)?.into_iter().map(|x| {
            if x.is_nan() {
                // A NaN has bits of the mantissa set; without any, what is left is an infinity.
                return if mantissa_bits == 0 { f64::INFINITY.copysign(x) } else { x };
            }
            // Rounded as a number of its own dtype, and then out of what the narrow one has.
            let value = rounded(x, own, mantissa_bits);
            if exponent_bits >= own {
                value
            } else if value.abs() < smallest {
                0f64.copysign(x)
            } else if value.abs() > largest {
                f64::INFINITY.copysign(x)
            } else {
                value
            }
        }),
    )
}

fn no_such(op: &Op) -> Error {
    Error::new(Status::Internal, format!("{} was given a dtype that its rule excludes", op.name()))
}
