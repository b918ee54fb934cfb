//! The gamma function's logarithm, the derivatives of that, and the zeta function they are made of.

use std::f64::consts::PI;
use std::sync::LazyLock;

/// The Bernoulli numbers of even index, from the second on.
const BERNOULLI: [f64; 12] = [
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
    43867.0 / 798.0,
    -174611.0 / 330.0,
    854513.0 / 138.0,
    -236364091.0 / 2730.0,
];

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// From here on the expansions for large arguments are exact to the last digit.
const LARGE: f64 = 16.0;

/// The logarithm of the absolute value of the gamma function.
pub(super) fn lgamma(x: f64) -> f64 {
    if x.is_infinite() || (x <= 0.0 && x == x.floor()) {
        f64::INFINITY
    } else if x <= -0.5 {
        (PI / sin_pi(x).abs()).ln() - lgamma(1.0 - x)
    } else if x < 0.5 {
        lgamma_near_two(x) - x.ln_1p() - x.abs().ln()
    } else if x < 1.5 {
        lgamma_near_two(x - 1.0) - (x - 1.0).ln_1p()
    } else if x < LARGE {
        let (mut product, mut rest) = (1.0, x);
        while rest >= 2.5 {
            rest -= 1.0;
            product *= rest;
        }
        lgamma_near_two(rest - 2.0) + product.ln()
    } else {
        // Stirling's series.
        let mut power = 1.0 / x;
        let mut sum = 0.0;
        for (k, bernoulli) in (1..).zip(BERNOULLI) {
            let twice = 2.0 * f64::from(k);
            sum += bernoulli / (twice * (twice - 1.0)) * power;
            power /= x * x;
        }
        (x - 0.5) * (x.ln() - 1.0) + (0.5 * (2.0 * PI).ln() - 0.5) + sum
    }
}

/// lgamma of 2 + `e`, where `e` is in [-1/2, 1/2], by its Taylor series.
fn lgamma_near_two(e: f64) -> f64 {
    /// zeta(k) - 1, from k = 2 on.
    static ZETA_LESS_ONE: LazyLock<Vec<f64>> = LazyLock::new(|| (2..32).map(|k: i32| zeta(k.into(), 2.0)).collect());
    // Horner's rule, from the smallest term.
    let terms = ZETA_LESS_ONE.iter().enumerate().rev();
    let sum = terms.fold(0.0, |sum, (index, zeta)| zeta / (index as f64 + 2.0) - e * sum);
    e * (1.0 - EULER) + e * e * sum
}

/// The logarithmic derivative of the gamma function.
pub(super) fn digamma(x: f64) -> f64 {
    if x == f64::NEG_INFINITY || (x <= 0.0 && x == x.floor()) {
        return f64::NAN;
    }
    if x < 0.0 {
        return digamma(1.0 - x) - PI / (PI * (x - x.round())).tan();
    }
    let (mut before, mut x) = (0.0, x);
    while x < LARGE {
        before += 1.0 / x;
        x += 1.0;
    }
    let mut power = 1.0 / (x * x);
    let mut sum = 0.0;
    for (k, bernoulli) in (1..).zip(BERNOULLI) {
        sum += bernoulli / (2.0 * f64::from(k)) * power;
        power /= x * x;
    }
    x.ln() - 0.5 / x - sum - before
}

/// The derivative of so high an order of digamma.
pub(super) fn polygamma(order: f64, x: f64) -> f64 {
    if order == 0.0 {
        return digamma(x);
    }
    if order.is_nan() || order < 0.0 || order != order.floor() {
        return f64::NAN;
    }
    let sign = if order % 2.0 == 0.0 { -1.0 } else { 1.0 };
    sign * factorial(order) * zeta(order + 1.0, x)
}

/// The product of the whole numbers up to this one.
fn factorial(number: f64) -> f64 {
    // 171! is larger than any f64.
    if number > 170.0 { f64::INFINITY } else { (1..=number as u32).map(f64::from).product() }
}

/// The Hurwitz zeta function: the sum of `(q + n)^-x` over n = 0, 1, ….
pub(super) fn zeta(x: f64, q: f64) -> f64 {
    if x == 1.0 {
        return f64::INFINITY;
    }
    if x.is_nan() || q.is_nan() || x < 1.0 {
        return f64::NAN;
    }
    if q > 0.0 {
        return zeta_of_positive(x, q);
    }
    if q == q.floor() {
        return f64::INFINITY;
    }
    if x != x.floor() {
        return f64::NAN;
    }
    // The terms below 0 are, but for their sign, those of the sum from 1 - fraction on that stand before 1 - q.
    let fraction = q - q.floor();
    let below = zeta_of_positive(x, 1.0 - fraction) - zeta_of_positive(x, 1.0 - q);
    let sign = if x % 2.0 == 0.0 { 1.0 } else { -1.0 };
    sign * below + zeta_of_positive(x, fraction)
}

/// The first terms, and the rest by the formula of Euler and Maclaurin.
fn zeta_of_positive(x: f64, q: f64) -> f64 {
    let mut sum = 0.0;
    let mut at = q;
    while at < LARGE.max(x) {
        let term = at.powf(-x);
        sum += term;
        if term <= 0.125 * f64::EPSILON * sum && at > 1.0 {
            return sum;
        }
        at += 1.0;
    }
    let first = at.powf(-x);
    let mut rest = at.powf(1.0 - x) / (x - 1.0) + 0.5 * first;
    // x (x + 1) … (x + 2k - 2) / (2k)! at^(-x - 2k + 1)
    let mut factor = x * first / (2.0 * at);
    for (k, bernoulli) in (1..).zip(BERNOULLI) {
        rest += bernoulli * factor;
        let twice = 2.0 * f64::from(k);
        factor *= (x + twice - 1.0) / (twice + 1.0) / at * ((x + twice) / (twice + 2.0) / at);
    }
    sum + rest
}

/// sin(pi x), without what rounding pi x would lose.
fn sin_pi(x: f64) -> f64 {
    let nearest = x.round();
    let sine = (PI * (x - nearest)).sin();
    if nearest % 2.0 == 0.0 { sine } else { -sine }
}
