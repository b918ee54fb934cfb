//! Functions of the client dialect.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

use super::super::tape::{Site, Tape};
use super::no_rule;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::enumerations::ComparisonDirection::{Gt, Le};
use crate::tensor::DType;

/// A function of one operand.
pub(super) fn unary(tape: &mut Tape, site: &Site) -> Result<()> {
    let (x, y) = (site.operands[0], site.results[0]);
    if let (true, Some(g)) = (tape.wants(x), tape.cotangent(y)) {
        let slope = slope(tape.builder, site, x, y)?;
        let cotangent = tape.builder.multiply(g, slope)?;
        tape.give(x, cotangent)?;
    }
    Ok(())
}

/// The derivative of `y` by `x`.
fn slope(b: &mut FunctionBuilder, site: &Site, x: ValueId, y: ValueId) -> Result<ValueId> {
    match &site.op {
        Op::Acos => {
            let slope = inverse_root_below_one(b, x)?;
            b.negate(slope)
        }
        Op::Acosh => {
            let (below, above) = (b.shift(x, -1.0)?, b.shift(x, 1.0)?);
            let (below, above) = (b.emit(Op::Rsqrt, &[below])?, b.emit(Op::Rsqrt, &[above])?);
            b.multiply(below, above)
        }
        Op::Asin => inverse_root_below_one(b, x),
        Op::Asinh => {
            let square = b.square(x)?;
            let sum = b.shift(square, 1.0)?;
            b.emit(Op::Rsqrt, &[sum])
        }
        Op::Atan => {
            let square = b.square(x)?;
            let sum = b.shift(square, 1.0)?;
            reciprocal(b, sum)
        }
        Op::Atanh => {
            let (above, below) = (b.shift(x, 1.0)?, b.subtract_from(1.0, x)?);
            let product = b.multiply(above, below)?;
            reciprocal(b, product)
        }
        Op::BesselI1e => {
            // Half at 0, where the quotient is not a number.
            let size = b.emit(Op::Abs, &[x])?;
            let epsilon = match b.tensor(x)?.dtype {
                DType::F64 => f64::EPSILON,
                DType::F16 => 2f64.powi(-10),
                DType::BF16 => 2f64.powi(-7),
                _ => f32::EPSILON.into(),
            };
            let is_sizeable = b.compare_with(size, epsilon, Gt)?;
            let one = b.full_like(x, 1.0)?;
            let safe = b.select(is_sizeable, x, one)?;
            let order_0 = bessel_i0e(b, safe)?;
            let sign = b.emit(Op::Sign, &[safe])?;
            let inverse = reciprocal(b, safe)?;
            let sum = b.add(sign, inverse)?;
            let product = b.multiply(y, sum)?;
            let slope = b.subtract(order_0, product)?;
            let half = b.full_like(x, 0.5)?;
            b.select(is_sizeable, slope, half)
        }
        Op::Cosh => b.emit(Op::Sinh, &[x]),
        Op::Digamma => {
            let order = b.full_like(x, 1.0)?;
            b.emit(Op::Polygamma, &[order, x])
        }
        Op::Erf => bell(b, x, FRAC_2_SQRT_PI),
        Op::Erfc => bell(b, x, -FRAC_2_SQRT_PI),
        Op::ErfInv => {
            let square = b.square(y)?;
            let power = b.emit(Op::Exponential, &[square])?;
            b.scale(power, PI.sqrt() / 2.0)
        }
        Op::Lgamma => b.emit(Op::Digamma, &[x]),
        Op::Sinh => b.emit(Op::Cosh, &[x]),
        _ => Err(no_rule(site, "it is not of one operand")),
    }
}

fn reciprocal(b: &mut FunctionBuilder, x: ValueId) -> Result<ValueId> {
    let one = b.full_like(x, 1.0)?;
    b.divide(one, x)
}

/// `1 / sqrt(1 - x^2)`
fn inverse_root_below_one(b: &mut FunctionBuilder, x: ValueId) -> Result<ValueId> {
    let square = b.square(x)?;
    let rest = b.subtract_from(1.0, square)?;
    b.emit(Op::Rsqrt, &[rest])
}

/// `factor * exp(-x^2)`
fn bell(b: &mut FunctionBuilder, x: ValueId, factor: f64) -> Result<ValueId> {
    let square = b.square(x)?;
    let exponent = b.negate(square)?;
    let bell = b.emit(Op::Exponential, &[exponent])?;
    b.scale(bell, factor)
}

/// Chebyshev coefficients of the modified Bessel function of order 0 times exp(-x), for x from 0 to 8.
const NEAR: [f64; 30] = [
    0.33839763720473803,
    -0.30468267234319835,
    0.17162090152220866,
    -0.09490109704804753,
    0.0493052842396706,
    -0.02373741480589939,
    0.01054646039459488,
    -0.004324309995050483,
    0.0016394756169411959,
    -0.0005763755745384457,
    0.0001885028850956094,
    -5.754195010058786e-05,
    1.6448448070363608e-05,
    -4.416738358117844e-06,
    1.1173875386132533e-06,
    -2.6707938501413394e-07,
    6.046994975791863e-08,
    -1.3000249723486383e-08,
    2.6598232315729515e-09,
    -5.18979092108592e-10,
    9.675731049707537e-11,
    -1.7267520746599985e-11,
    2.9538464267157377e-12,
    -4.845337094513032e-13,
    7.498631345489078e-14,
    -1.0070648019204024e-14,
    -8.692121096961121e-16,
    1.8577731945394287e-15,
    -3.0353034900324853e-15,
    2.419939248987646e-15,
];

/// The same, times the square root of x, for 8 / x from 0 to 1.
const FAR: [f64; 25] = [
    0.40224520550705445,
    0.0033691164782557056,
    6.889758346918505e-05,
    2.891370520830445e-06,
    2.0489185896368452e-07,
    2.266668989649282e-08,
    3.396232076856945e-09,
    4.940602294146926e-10,
    1.1889184896903128e-11,
    -3.149915266096472e-11,
    -1.3215701920820725e-11,
    -1.7941896028529427e-12,
    7.181137345593904e-13,
    3.852453760761088e-13,
    1.5563918156473142e-14,
    -4.1492486220508044e-14,
    -9.285061239961565e-15,
    3.8032901214790735e-15,
    2.0630143322135386e-15,
    -3.415705941143447e-16,
    -3.5143007950686817e-16,
    3.1676565453025555e-17,
    -5.506559450247237e-16,
    -1.5412414696256566e-17,
    -6.819526738696436e-16,
];

/// The modified Bessel function of the first kind and order 0, times exp(-|x|).
fn bessel_i0e(b: &mut FunctionBuilder, x: ValueId) -> Result<ValueId> {
    let size = b.emit(Op::Abs, &[x])?;
    let eight = b.full_like(size, 8.0)?;
    let is_near = b.compare(size, eight, Le)?;
    let near = b.scale(size, 0.25)?;
    let near = b.shift(near, -1.0)?;
    let near = chebyshev(b, near, &NEAR)?;
    let large = b.emit(Op::Maximum, &[size, eight])?;
    let sixteen = b.full_like(size, 16.0)?;
    let far = b.divide(sixteen, large)?;
    let far = b.shift(far, -1.0)?;
    let far = chebyshev(b, far, &FAR)?;
    let root = b.emit(Op::Rsqrt, &[large])?;
    let far = b.multiply(far, root)?;
    b.select(is_near, near, far)
}

/// A Chebyshev series by Clenshaw's recurrence.
fn chebyshev(b: &mut FunctionBuilder, x: ValueId, coefficients: &[f64]) -> Result<ValueId> {
    let twice = b.scale(x, 2.0)?;
    let (mut last, mut before) = (b.full_like(x, 0.0)?, b.full_like(x, 0.0)?);
    for &coefficient in coefficients[1..].iter().rev() {
        let product = b.multiply(twice, last)?;
        let rest = b.subtract(product, before)?;
        before = last;
        last = b.shift(rest, coefficient)?;
    }
    let product = b.multiply(x, last)?;
    let rest = b.subtract(product, before)?;
    b.shift(rest, coefficients[0])
}

/// By `x` it is of the next order.
pub(super) fn polygamma(tape: &mut Tape, site: &Site) -> Result<()> {
    let (order, x) = (site.operands[0], site.operands[1]);
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    if tape.wants(order) {
        return Err(no_rule(site, "its order `n` is differentiated by"));
    }
    let next = tape.builder.shift(order, 1.0)?;
    let slope = tape.builder.emit(Op::Polygamma, &[next, x])?;
    let cotangent = tape.builder.multiply(g, slope)?;
    tape.give(x, cotangent)
}

/// By `q` it is `-x zeta(x + 1, q)`.
pub(super) fn zeta(tape: &mut Tape, site: &Site) -> Result<()> {
    let (x, q) = (site.operands[0], site.operands[1]);
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    if tape.wants(x) {
        return Err(no_rule(site, "its exponent `x` is differentiated by"));
    }
    let next = tape.builder.shift(x, 1.0)?;
    let next = tape.builder.emit(Op::Zeta, &[next, q])?;
    let slope = tape.builder.multiply(x, next)?;
    let slope = tape.builder.negate(slope)?;
    let cotangent = tape.builder.multiply(g, slope)?;
    tape.give(q, cotangent)
}
