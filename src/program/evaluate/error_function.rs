//! The error function, its complement and its inverse.

use std::f64::consts::{FRAC_2_SQRT_PI, PI};

/// The error function.
pub(crate) fn erf(x: f64) -> f64 {
    if x.abs() < 2.0 { series(x) } else { (1.0 - fraction(x.abs())).copysign(x) }
}

/// 1 - erf, without its loss of digits.
pub(super) fn erfc(x: f64) -> f64 {
    if x.abs() < 0.75 {
        1.0 - series(x)
    } else if x < 0.0 {
        2.0 - fraction(-x)
    } else {
        fraction(x)
    }
}

/// erf by the series whose terms all have one sign: exp(-x^2) times the sum of `2^k x^(2k + 1) / (1 * 3 * … * (2k + 1))`.
fn series(x: f64) -> f64 {
    let mut term = x;
    let mut sum = x;
    let mut odd = 3.0;
    while term.abs() > 0.125 * f64::EPSILON * sum.abs() {
        term *= 2.0 * x * x / odd;
        sum += term;
        odd += 2.0;
    }
    FRAC_2_SQRT_PI * exponential_of_square(x) * sum
}

/// erfc of a positive number by its continued fraction, from its end.
fn fraction(x: f64) -> f64 {
    // There it is smaller than any f64.
    if x > 28.0 {
        return 0.0;
    }
    // What is left out at this depth does not reach the last digit.
    let depth = 20 + (240.0 / (x * x)) as i32;
    let denominator = (1..=depth).rev().fold(x, |tail, k| x + 0.5 * f64::from(k) / tail);
    0.5 * FRAC_2_SQRT_PI * exponential_of_square(x) / denominator
}

/// exp(-x^2), with what rounding takes from the square.
fn exponential_of_square(x: f64) -> f64 {
    let square = x * x;
    let lost = x.mul_add(x, -square);
    (-square).exp() * (-lost).exp()
}

/// The number whose error function is `x`.
pub(super) fn erf_inv(x: f64) -> f64 {
    let size = x.abs();
    if x == 0.0 || x.is_nan() {
        return x;
    }
    if size >= 1.0 {
        return if size == 1.0 { f64::INFINITY.copysign(x) } else { f64::NAN };
    }
    let mut inverse = first_guess(size);
    // Halley's method triples the digits in each step.
    for _ in 0..3 {
        let error = if size < 0.5 { erf(inverse) - size } else { (1.0 - size) - erfc(inverse) };
        let step = error / (FRAC_2_SQRT_PI * exponential_of_square(inverse));
        inverse -= step / (1.0 + inverse * step);
    }
    inverse.copysign(x)
}

/// The inverse to about three digits, for a number in (0, 1).
fn first_guess(x: f64) -> f64 {
    if x < 0.1 {
        return x / FRAC_2_SQRT_PI;
    }
    // S. Winitzki, "A handy approximation for the error function and its inverse".
    const A: f64 = 0.147;
    let log = (1.0 - x).ln() + x.ln_1p();
    let half = 2.0 / (PI * A) + 0.5 * log;
    ((half * half - log / A).sqrt() - half).sqrt()
}
