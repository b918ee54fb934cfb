//! `CHECK_FINITE`: whether the numbers of a step are finite.

use crate::error::{Error, Result, Status};
use crate::graph::Leaf;
use crate::tensor::{DType, Tensor};

/// An error when a float of this array is infinite or not a number.
pub(super) fn check(tensor: &Tensor) -> Result<()> {
    let Some(element) = first_not_finite(tensor) else { return Ok(()) };
    let (what, count) = (Leaf::Tensor(tensor.clone()), tensor.element_count());
    Err(Error::new(
        Status::NonFinite,
        format!("element {element} of the {count} of {what} is not finite; the state is as before the step"),
    ))
}

/// The number of the first float that is infinite or not a number.
fn first_not_finite(tensor: &Tensor) -> Option<usize> {
    match tensor.dtype() {
        DType::F32 => tensor.as_slice::<f32>()?.iter().position(|value| !value.is_finite()),
        DType::F64 => tensor.as_slice::<f64>()?.iter().position(|value| !value.is_finite()),
        DType::F16 => tensor.as_slice::<half::f16>()?.iter().position(|value| !value.is_finite()),
        DType::BF16 => tensor.as_slice::<half::bf16>()?.iter().position(|value| !value.is_finite()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_that_is_not_finite_is_found() -> Result<()> {
        assert_eq!(first_not_finite(&Tensor::from_slice(&[3], &[1f32, f32::MAX, -0.0])?), None);
        assert_eq!(first_not_finite(&Tensor::from_slice(&[3], &[1f32, f32::NEG_INFINITY, f32::NAN])?), Some(1));
        assert_eq!(first_not_finite(&Tensor::from_slice(&[2], &[1f64, f64::NAN])?), Some(1));
        let halves = [half::f16::ONE, half::f16::INFINITY];
        assert_eq!(first_not_finite(&Tensor::from_slice(&[2], &halves)?), Some(1));
        let halves = [half::bf16::NAN];
        assert_eq!(first_not_finite(&Tensor::from_slice(&[1], &halves)?), Some(0));
        assert_eq!(first_not_finite(&Tensor::from_slice(&[1], &[i32::MIN])?), None);
        Ok(())
    }
}
