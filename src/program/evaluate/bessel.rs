//! Bessel functions.

use std::f64::consts::PI;

/// The modified Bessel function of the first kind and order 1, times exp(-|x|).
pub(super) fn bessel_i1e(x: f64) -> f64 {
    let size = x.abs();
    let value = if size <= 30.0 { series(size) * (-size).exp() } else { asymptotic(size) };
    value.copysign(x)
}

/// I1 by its power series, whose terms are all positive.
fn series(x: f64) -> f64 {
    let quarter = 0.25 * x * x;
    let mut term = 0.5 * x;
    let mut sum = term;
    let mut k = 1.0;
    while term > f64::EPSILON * 0.125 * sum {
        term *= quarter / (k * (k + 1.0));
        sum += term;
        k += 1.0;
    }
    sum
}

/// I1 times exp(-x) by its expansion for large x, of which the largest terms are the first.
fn asymptotic(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..=30 {
        let k = f64::from(k);
        term *= ((2.0 * k - 1.0) * (2.0 * k - 1.0) - 4.0) / (8.0 * k * x);
        sum += term;
    }
    sum / (2.0 * PI * x).sqrt()
}
