//! Functions of the client dialect.

use half::{bf16, f16};

use super::bessel::bessel_i1e;
use super::element::{floats, from_bools, from_floats, from_integers, integers};
use super::error_function::{erf, erf_inv, erfc};
use super::gamma::{digamma, lgamma, polygamma, zeta};
use crate::error::{Error, Result, Status};
use crate::program::op::Op;
use crate::program::types::{Class, TensorType, bits, class};
use crate::tensor::{DType, Half, Tensor};

/// A function of one operand.
pub(super) fn unary(op: &Op, operand: &Tensor, result: &TensorType) -> Result<Tensor> {
    match op {
        Op::IsInf => from_bools(result, floats(operand)?.into_iter().map(f64::is_infinite)),
        Op::IsNegInf => from_bools(result, floats(operand)?.into_iter().map(|x| x == f64::NEG_INFINITY)),
        Op::IsPosInf => from_bools(result, floats(operand)?.into_iter().map(|x| x == f64::INFINITY)),
        Op::Square if class(operand.dtype()) != Class::Float => {
            from_integers(result, integers(operand)?.into_iter().map(|x| x.wrapping_mul(x)))
        }
        _ => from_floats(result, floats(operand)?.into_iter().map(of_float(op)?)),
    }
}

/// The function of a floating-point number that is one again.
pub(super) fn of_float(op: &Op) -> Result<fn(f64) -> f64> {
    Ok(match op {
        Op::Square => |x| x * x,
        Op::Acos => f64::acos,
        Op::Acosh => acosh,
        Op::Asin => f64::asin,
        Op::Asinh => asinh,
        Op::Atan => f64::atan,
        Op::Atanh => atanh,
        Op::BesselI1e => bessel_i1e,
        Op::Cosh => f64::cosh,
        Op::Digamma => digamma,
        Op::Erf => erf,
        Op::ErfInv => erf_inv,
        Op::Erfc => erfc,
        Op::Lgamma => lgamma,
        Op::Sinh => f64::sinh,
        Op::ChloTan => f64::tan,
        _ => return Err(no_such(op)),
    })
}

/// The function of two floating-point numbers that is one.
pub(super) fn of_floats(op: &Op) -> Result<fn(f64, f64) -> f64> {
    Ok(match op {
        Op::Polygamma => polygamma,
        Op::Zeta => zeta,
        _ => return Err(no_such(op)),
    })
}

/// A function of two operands of the same type.
pub(super) fn binary(op: &Op, lhs: &Tensor, rhs: &Tensor, result: &TensorType) -> Result<Tensor> {
    let function: fn(f64, f64) -> f64 = match op {
        Op::Mulhi => {
            let pairs = integers(lhs)?.into_iter().zip(integers(rhs)?);
            let width = bits(lhs.dtype());
            return from_integers(result, pairs.map(|(x, y)| high_bits(x, y, width)));
        }
        Op::NextAfter => match lhs.dtype() {
            DType::F16 => |x, y| next_after(x, y, |x| f16::from_bits(above(f16::nearest(x).to_bits())).to_f64()),
            DType::BF16 => |x, y| next_after(x, y, |x| bf16::from_bits(above(bf16::nearest(x).to_bits())).to_f64()),
            DType::F32 => |x, y| next_after(x, y, |x| (x as f32).next_up().into()),
            _ => |x, y| next_after(x, y, f64::next_up),
        },
        _ => of_floats(op)?,
    };
    from_floats(result, floats(lhs)?.into_iter().zip(floats(rhs)?).map(|(x, y)| function(x, y)))
}

/// The upper half of the product of two numbers of so many bits.
fn high_bits(x: i128, y: i128, width: usize) -> i128 {
    match x.checked_mul(y) {
        Some(product) => product >> width,
        // Only unsigned numbers of 64 bits get here: their product has 128.
        None => ((x as u128).wrapping_mul(y as u128) >> width) as i128,
    }
}

/// The representable number next to `x` on the way to `y`; `next_up` says the one above.
fn next_after(x: f64, y: f64, next_up: fn(f64) -> f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        y
    } else if x < y {
        next_up(x)
    } else {
        -next_up(-x)
    }
}

/// The bits of the next larger number, for those of one of 16 bits that is less than infinity.
fn above(bits: u16) -> u16 {
    const SIGN: u16 = 0x8000;
    match bits {
        SIGN => 1,
        SIGN.. => bits - 1,
        _ => bits + 1,
    }
}

/// The inverse of cosh that is not negative.
fn acosh(x: f64) -> f64 {
    if x < 1.0 {
        f64::NAN
    } else if x < 2.0 {
        // Near 1 the difference from 1 is what counts.
        let above = x - 1.0;
        (above + (above * (above + 2.0)).sqrt()).ln_1p()
    } else {
        // x + sqrt(x^2 - 1), where x^2 could overflow.
        x.ln() + (1.0 - 1.0 / x / x).sqrt().ln_1p()
    }
}

/// The inverse of sinh.
fn asinh(x: f64) -> f64 {
    let size = x.abs();
    let inverse = if size < 1.0 {
        let square = size * size;
        (size + square / (1.0 + (1.0 + square).sqrt())).ln_1p()
    } else {
        size.ln() + (1.0 + 1.0 / size / size).sqrt().ln_1p()
    };
    inverse.copysign(x)
}

/// The inverse of tanh.
fn atanh(x: f64) -> f64 {
    let size = x.abs();
    (0.5 * (2.0 * size / (1.0 - size)).ln_1p()).copysign(x)
}

fn no_such(op: &Op) -> Error {
    Error::new(Status::Internal, format!("{} was given a dtype that its rule excludes", op.name()))
}
