//! Operations that make one element of the result from one element of each operand.

use super::super::tape::{Site, Tape};
use super::no_rule;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::enumerations::ComparisonDirection::{Eq, Ge, Gt, Lt};

/// An operation of one operand.
pub(super) fn unary(tape: &mut Tape, site: &Site) -> Result<()> {
    let (x, y) = (site.operands[0], site.results[0]);
    if let (true, Some(g)) = (tape.wants(x), tape.cotangent(y)) {
        let cotangent = of_unary(tape.builder, site, x, y, g)?;
        tape.give(x, cotangent)?;
    }
    Ok(())
}

/// The cotangent of `x`, for `y` computed from it and the cotangent `g` of `y`.
fn of_unary(b: &mut FunctionBuilder, site: &Site, x: ValueId, y: ValueId, g: ValueId) -> Result<ValueId> {
    match &site.op {
        Op::Abs => {
            let is_upward = b.compare_with(x, 0.0, Ge)?;
            let negated = b.negate(g)?;
            b.select(is_upward, g, negated)
        }
        Op::Cbrt => {
            let slope = b.divide(y, x)?;
            let slope = b.scale(slope, 1.0 / 3.0)?;
            b.multiply(g, slope)
        }
        Op::Cosine => {
            let sine = b.emit(Op::Sine, &[x])?;
            let slope = b.negate(sine)?;
            b.multiply(g, slope)
        }
        Op::Exponential => b.multiply(g, y),
        Op::ExponentialMinusOne => {
            let slope = b.shift(y, 1.0)?;
            b.multiply(g, slope)
        }
        Op::Log => b.divide(g, x),
        Op::LogPlusOne => {
            let shifted = b.shift(x, 1.0)?;
            b.divide(g, shifted)
        }
        Op::Logistic => {
            let rest = b.subtract_from(1.0, y)?;
            let slope = b.multiply(y, rest)?;
            b.multiply(g, slope)
        }
        Op::Negate => b.negate(g),
        Op::Real => Ok(g),
        Op::ReducePrecision(_) => b.emit(site.op.clone(), &[g]),
        Op::Rsqrt => {
            let slope = b.divide(y, x)?;
            let slope = b.scale(slope, -0.5)?;
            b.multiply(g, slope)
        }
        Op::Sine => {
            let slope = b.emit(Op::Cosine, &[x])?;
            b.multiply(g, slope)
        }
        Op::Sqrt => {
            let half = b.full_like(y, 0.5)?;
            let slope = b.divide(half, y)?;
            b.multiply(g, slope)
        }
        Op::Square => {
            let slope = b.scale(x, 2.0)?;
            b.multiply(g, slope)
        }
        Op::Tan | Op::ChloTan => {
            let square = b.square(y)?;
            let slope = b.shift(square, 1.0)?;
            b.multiply(g, slope)
        }
        Op::Tanh => {
            let square = b.square(y)?;
            let slope = b.subtract_from(1.0, square)?;
            b.multiply(g, slope)
        }
        _ => Err(no_rule(site, "it is not of one operand")),
    }
}

/// An operation of two operands of the same type.
pub(super) fn binary(tape: &mut Tape, site: &Site) -> Result<()> {
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    for place in 0..2 {
        if tape.wants(site.operands[place]) {
            let cotangent = of_binary(tape.builder, site, place, g)?;
            tape.give(site.operands[place], cotangent)?;
        }
    }
    Ok(())
}

/// The cotangent of one of the two operands.
fn of_binary(b: &mut FunctionBuilder, site: &Site, place: usize, g: ValueId) -> Result<ValueId> {
    let (x, y, z) = (site.operands[0], site.operands[1], site.results[0]);
    match (&site.op, place) {
        (Op::Add, _) | (Op::Subtract, 0) => Ok(g),
        (Op::Subtract, _) => b.negate(g),
        (Op::Multiply, 0) => b.multiply(g, y),
        (Op::Multiply, _) => b.multiply(g, x),
        (Op::Divide, 0) => b.divide(g, y),
        (Op::Divide, _) => {
            let slope = b.divide(z, y)?;
            let product = b.multiply(g, slope)?;
            b.negate(product)
        }
        (Op::Remainder, 0) => Ok(g),
        (Op::Remainder, _) => {
            // Minus the quotient without its fraction.
            let quotient = b.divide(x, y)?;
            let sign = b.emit(Op::Sign, &[quotient])?;
            let size = b.emit(Op::Abs, &[quotient])?;
            let whole = b.emit(Op::Floor, &[size])?;
            let whole = b.multiply(sign, whole)?;
            let product = b.multiply(g, whole)?;
            b.negate(product)
        }
        (Op::Power, 0) => {
            // Flat where the exponent is 0, also at 0.
            let is_flat = b.compare_with(y, 0.0, Eq)?;
            let one = b.full_like(y, 1.0)?;
            let exponent = b.select(is_flat, one, y)?;
            let exponent = b.shift(exponent, -1.0)?;
            let power = b.emit(Op::Power, &[x, exponent])?;
            let slope = b.multiply(y, power)?;
            let zeros = b.full_like(y, 0.0)?;
            let slope = b.select(is_flat, zeros, slope)?;
            b.multiply(g, slope)
        }
        (Op::Power, _) => {
            // Flat where the base is 0.
            let is_zero = b.compare_with(x, 0.0, Eq)?;
            let one = b.full_like(x, 1.0)?;
            let base = b.select(is_zero, one, x)?;
            let log = b.emit(Op::Log, &[base])?;
            let slope = b.multiply(log, z)?;
            b.multiply(g, slope)
        }
        (Op::Atan2, _) => {
            let (x_square, y_square) = (b.square(x)?, b.square(y)?);
            let sum = b.add(x_square, y_square)?;
            let slope = b.divide(if place == 0 { y } else { x }, sum)?;
            let product = b.multiply(g, slope)?;
            if place == 0 { Ok(product) } else { b.negate(product) }
        }
        (Op::Maximum | Op::Minimum, _) => {
            let (own, other) = if place == 0 { (x, y) } else { (y, x) };
            let slope = share(b, own, other, z)?;
            b.multiply(g, slope)
        }
        _ => Err(no_rule(site, "it is not of two operands")),
    }
}

/// 1 where `chosen` is `own`, 0 where it is not, half where `other` is the same.
fn share(b: &mut FunctionBuilder, own: ValueId, other: ValueId, chosen: ValueId) -> Result<ValueId> {
    let (is_own, is_other) = (b.compare(own, chosen, Eq)?, b.compare(other, chosen, Eq)?);
    let (zeros, halves, ones) = (b.full_like(own, 0.0)?, b.full_like(own, 0.5)?, b.full_like(own, 1.0)?);
    let where_own = b.select(is_other, halves, ones)?;
    b.select(is_own, where_own, zeros)
}

pub(super) fn clamp(tape: &mut Tape, site: &Site) -> Result<()> {
    let [min, x, max] = site.operands[..] else { return Err(no_rule(site, "it has not three operands")) };
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let ty = tape.builder.tensor(x)?;
    let b = &mut *tape.builder;
    let (low, high) = (filled(b, min, ty.dims())?, filled(b, max, ty.dims())?);
    if tape.wants(x) {
        let b = &mut *tape.builder;
        let (above, below) = (b.compare(x, low, Gt)?, b.compare(x, high, Lt)?);
        let inside = b.emit(Op::And, &[above, below])?;
        let cotangent = b.keep_where(inside, g)?;
        tape.give(x, cotangent)?;
    }
    if tape.wants(min) {
        let b = &mut *tape.builder;
        let (under, ordered) = (b.compare(low, x, Gt)?, b.compare(low, high, Lt)?);
        let chosen = b.emit(Op::And, &[under, ordered])?;
        let cotangent = b.keep_where(chosen, g)?;
        let cotangent = summed_to(b, cotangent, min)?;
        tape.give(min, cotangent)?;
    }
    if tape.wants(max) {
        let b = &mut *tape.builder;
        let (over, crossed) = (b.compare(high, x, Lt)?, b.compare(high, low, Lt)?);
        let chosen = b.emit(Op::Or, &[over, crossed])?;
        let cotangent = b.keep_where(chosen, g)?;
        let cotangent = summed_to(b, cotangent, max)?;
        tape.give(max, cotangent)?;
    }
    Ok(())
}

/// A bound for each element, where there may be one for all.
fn filled(b: &mut FunctionBuilder, bound: ValueId, dims: &[i64]) -> Result<ValueId> {
    let ty = b.tensor(bound)?;
    if ty.dims() == dims { Ok(bound) } else { b.spread(bound, &ty.with_dims(dims)?) }
}

/// The sum of all elements where the operand is one element.
fn summed_to(b: &mut FunctionBuilder, cotangent: ValueId, operand: ValueId) -> Result<ValueId> {
    if b.tensor(operand)?.rank() == 0 { b.sum_all(cotangent) } else { Ok(cotangent) }
}

pub(super) fn convert(tape: &mut Tape, site: &Site) -> Result<()> {
    let x = site.operands[0];
    if let (true, Some(g)) = (tape.wants(x), tape.cotangent(site.results[0])) {
        let dtype = tape.dtype(x)?;
        let cotangent = tape.builder.convert(g, dtype)?;
        tape.give(x, cotangent)?;
    }
    Ok(())
}

pub(super) fn select(tape: &mut Tape, site: &Site) -> Result<()> {
    let [pred, on_true, on_false] = site.operands[..] else { return Err(no_rule(site, "it has not three operands")) };
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let zeros = tape.builder.full_like(g, 0.0)?;
    if tape.wants(on_true) {
        let cotangent = tape.builder.select(pred, g, zeros)?;
        tape.give(on_true, cotangent)?;
    }
    if tape.wants(on_false) {
        let cotangent = tape.builder.select(pred, zeros, g)?;
        tape.give(on_false, cotangent)?;
    }
    Ok(())
}
