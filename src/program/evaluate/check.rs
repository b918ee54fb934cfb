//! What test programs expect of a value. A difference is an error that names the first one.

use super::element::{Scalar, scalars};
use crate::error::{Error, Result};
use crate::program::types::TensorType;
use crate::tensor::{DType, Half, Tensor};

/// Every element is equal, 0 and -0 too; a NaN matches any NaN.
pub(super) fn expect_eq(actual: &Tensor, expected: &Tensor) -> Result<Vec<Tensor>> {
    compare("expect_eq", actual, expected, |actual, expected| {
        actual == expected || both(actual, expected).is_some_and(|(a, b)| a.is_nan() && b.is_nan())
    })
}

/// NaNs match NaNs and infinities themselves; other numbers differ by no more than `tolerance`.
pub(super) fn expect_almost_eq(actual: &Tensor, expected: &Tensor, tolerance: f64) -> Result<Vec<Tensor>> {
    compare("expect_almost_eq", actual, expected, |actual, expected| match both(actual, expected) {
        Some((a, b)) => {
            a == b || (a.is_nan() && b.is_nan()) || (a.is_finite() && b.is_finite() && (a - b).abs() <= tolerance)
        }
        None => actual == expected,
    })
}

/// NaNs match NaNs and infinities themselves; between other numbers lie `least` to `most` steps from one representable
/// number to the next.
pub(super) fn expect_close(actual: &Tensor, expected: &Tensor, least: i64, most: i64) -> Result<Vec<Tensor>> {
    let dtype = actual.dtype();
    compare("expect_close", actual, expected, |actual, expected| match both(actual, expected) {
        Some((a, b)) if a.is_finite() && b.is_finite() => {
            let steps = (ordinal(a, dtype) - ordinal(b, dtype)).abs();
            (i128::from(least)..=i128::from(most)).contains(&steps)
        }
        Some((a, b)) => a == b || (a.is_nan() && b.is_nan()),
        None => actual == expected,
    })
}

/// The place of a number among all that its dtype can represent; both zeros are at 0.
fn ordinal(value: f64, dtype: DType) -> i128 {
    let magnitude = match dtype {
        DType::F16 => i128::from(half::f16::nearest(value.abs()).to_bits()),
        DType::BF16 => i128::from(half::bf16::nearest(value.abs()).to_bits()),
        DType::F32 => i128::from((value.abs() as f32).to_bits()),
        _ => i128::from(value.abs().to_bits()),
    };
    if value < 0.0 { -magnitude } else { magnitude }
}

fn both(actual: Scalar, expected: Scalar) -> Option<(f64, f64)> {
    match (actual, expected) {
        (Scalar::Float(actual), Scalar::Float(expected)) => Some((actual, expected)),
        _ => None,
    }
}

fn compare(
    name: &str,
    actual: &Tensor,
    expected: &Tensor,
    equal: impl Fn(Scalar, Scalar) -> bool,
) -> Result<Vec<Tensor>> {
    let (found, wanted) = (TensorType::of(actual), TensorType::of(expected));
    if found != wanted {
        return Err(Error::precondition(format!("{name}: the type is {found}, {wanted} was expected")));
    }
    let pairs: Vec<(Scalar, Scalar)> = scalars(actual)?.into_iter().zip(scalars(expected)?).collect();
    let differences: Vec<usize> = (0..pairs.len()).filter(|&index| !equal(pairs[index].0, pairs[index].1)).collect();
    let Some(&first) = differences.first() else { return Ok(Vec::new()) };
    let print = |scalar| match scalar {
        Scalar::Integer(value) => value.to_string(),
        Scalar::Float(value) => format!("{value:e}"),
    };
    Err(Error::precondition(format!(
        "{name}: {} of {} elements of {found} differ; element {first} is {}, {} was expected",
        differences.len(),
        pairs.len(),
        print(pairs[first].0),
        print(pairs[first].1)
    )))
}
