//! Elementary functions in f32 and in one sequence of additions, multiplications and choices, so that they are
//! vectorised and give the same bits on every instruction set, in every lane and in the tail. None of them fuses a
//! multiplication and an addition. Polynomials are those of the Cephes library. CUDA source has the same formulas
//! (`backend/cuda/prelude/math.cuh`); a test compares them.

use std::ops::{Add, Mul};

/// Added to and taken from a small number, it leaves the nearest integer, whose bits are the low ones of the sum.
pub(super) const TO_INTEGER: f32 = 12_582_912.0;
/// The bits of ln 2 that a product with a small integer keeps exactly, and the rest.
pub(super) const LN_2_HIGH: f32 = 0.693_359_375;
pub(super) const LN_2_LOW: f32 = -2.121_944_4e-4;

/// The polynomials, the coefficient of the highest power first.
pub(super) const EXPONENTIAL: [f32; 6] =
    [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5];
pub(super) const LOG: [f32; 9] = [
    7.037_683_6e-2,
    -0.115_146_1,
    0.116_769_984,
    -0.124_201_41,
    0.142_493_23,
    -0.166_680_57,
    0.200_007_15,
    -0.249_999_94,
    0.333_333_3,
];
pub(super) const TANH: [f32; 5] = [-5.704_988_7e-3, 2.063_909e-2, -5.373_971_6e-2, 0.133_314_42, -0.333_332_8];

/// A power of two; `exponent` is between -126 and 127.
#[inline(always)]
fn power_of_two(exponent: i32) -> f32 {
    f32::from_bits(((exponent + 127) as u32) << 23)
}

/// A polynomial, the coefficient of the highest power first.
#[inline(always)]
pub(super) fn polynomial<T: Copy + Add<Output = T> + Mul<Output = T>, const N: usize>(x: T, coefficients: [T; N]) -> T {
    let mut value = coefficients[0];
    let mut place = 1;
    while place < N {
        value = value * x + coefficients[place];
        place += 1;
    }
    value
}

/// e to the power of `x`.
#[inline(always)]
pub(super) fn exponential(x: f32) -> f32 {
    let high = if x < 89.0 { x } else { 89.0 };
    let inside = if high > -104.0 { high } else { -104.0 };
    let shifted = inside * std::f32::consts::LOG2_E + TO_INTEGER;
    let n = shifted - TO_INTEGER;
    let exponent = (shifted.to_bits() as i32).wrapping_sub(TO_INTEGER.to_bits() as i32);
    let r = inside - n * LN_2_HIGH - n * LN_2_LOW;
    let tail = polynomial(r, EXPONENTIAL);
    let value = tail * (r * r) + r + 1.0;
    // In two steps, as the power itself may be beyond what a number holds.
    let half = exponent >> 1;
    let scaled = value * power_of_two(half) * power_of_two(exponent - half);
    if x.is_nan() { x } else { scaled }
}

/// The natural logarithm.
#[inline(always)]
pub(super) fn log(x: f32) -> f32 {
    let bits = x.to_bits();
    // The mantissa between the square roots of 1/2 and 2, and its exponent.
    let exponent = (bits.wrapping_sub(0x3f35_04f3) as i32) >> 23;
    let mantissa = f32::from_bits(bits.wrapping_sub((exponent as u32) << 23));
    let (e, m) = (exponent as f32, mantissa - 1.0);
    let square = m * m;
    let tail = polynomial(m, LOG);
    let small = tail * m * square + e * LN_2_LOW - 0.5 * square;
    let value = m + small + e * LN_2_HIGH;
    let value = if x == f32::INFINITY { x } else { value };
    let value = if x == 0.0 { f32::NEG_INFINITY } else { value };
    if x < 0.0 || x.is_nan() { f32::NAN } else { value }
}

/// The hyperbolic tangent.
#[inline(always)]
pub(super) fn tanh(x: f32) -> f32 {
    let magnitude = x.abs();
    let z = x * x;
    let tail = polynomial(z, TANH);
    let near = tail * z * x + x;
    let far = 1.0 - 2.0 / (exponential(magnitude + magnitude) + 1.0);
    if magnitude < 0.625 { near } else { far.copysign(x) }
}

/// 1 / (1 + exp(-x)).
#[inline(always)]
pub(super) fn logistic(x: f32) -> f32 {
    let small = exponential(-x.abs());
    (if x < 0.0 { small } else { 1.0 }) / (1.0 + small)
}

/// The same of f64.
#[inline(always)]
pub(super) fn logistic_f64(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The distance in representable numbers; numbers below the smallest normal one count as 0.
#[cfg(test)]
pub(super) fn ulps(found: f32, expected: f64) -> u64 {
    let expected = expected as f32;
    if found.is_nan() || expected.is_nan() {
        return if found.is_nan() && expected.is_nan() { 0 } else { u64::MAX };
    }
    let place = |x: f32| {
        let x = if x.abs() < f32::MIN_POSITIVE { 0.0 } else { x };
        let magnitude = i64::from(x.to_bits() & 0x7fff_ffff) - i64::from(f32::MIN_POSITIVE.to_bits() - 1);
        if x == 0.0 {
            0
        } else if x < 0.0 {
            -magnitude
        } else {
            magnitude
        }
    };
    place(found).abs_diff(place(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worst(function: fn(f32) -> f32, exact: fn(f64) -> f64) -> (u64, f32) {
        let numbers = (0..=u32::MAX).step_by(4_099).map(f32::from_bits);
        let numbers = numbers.filter(|x| !x.is_subnormal()).chain([0.0, -0.0, f32::INFINITY, f32::NEG_INFINITY]);
        let dense = (-400_000..400_000).map(|step| step as f32 * 2.5e-4);
        numbers
            .chain(dense)
            .map(|x| (ulps(function(x), exact(f64::from(x))), x))
            .max_by_key(|worst| worst.0)
            .expect("many")
    }

    #[test]
    fn functions_are_within_two_ulp() {
        let (distance, at) = worst(exponential, f64::exp);
        assert!(distance <= 2, "exp({at}) is {distance} off");
        let (distance, at) = worst(log, f64::ln);
        assert!(distance <= 2, "log({at}) is {distance} off");
        let (distance, at) = worst(tanh, f64::tanh);
        assert!(distance <= 2, "tanh({at}) is {distance} off");
        let (distance, at) = worst(logistic, logistic_f64);
        assert!(distance <= 2, "logistic({at}) is {distance} off");
    }
}
