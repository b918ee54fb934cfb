//! The rule of `dot_general`, and what it shares with `convolution`.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::DotGeneral;
use crate::program::op::enumerations::Precision;
use crate::program::types::{Class, Type, class};
use crate::tensor::DType;

pub(super) fn dot_general(check: &Check, attributes: &DotGeneral) -> Result<Vec<Type>> {
    let (lhs, rhs) = (check.tensor(0)?, check.tensor(1)?);
    let numbers = &attributes.dot_dimension_numbers;
    let (lhs_batching, rhs_batching) = (&numbers.lhs_batching_dimensions, &numbers.rhs_batching_dimensions);
    let (lhs_contracting, rhs_contracting) = (&numbers.lhs_contracting_dimensions, &numbers.rhs_contracting_dimensions);
    check.expect_length("rhs_batching_dimensions", rhs_batching.len(), lhs_batching.len())?;
    check.expect_length("rhs_contracting_dimensions", rhs_contracting.len(), lhs_contracting.len())?;
    let lhs_taken = [&lhs_batching[..], &lhs_contracting[..]].concat();
    let rhs_taken = [&rhs_batching[..], &rhs_contracting[..]].concat();
    check.expect_dimensions("lhs_batching_dimensions and lhs_contracting_dimensions", &lhs_taken, lhs.rank())?;
    check.expect_dimensions("rhs_batching_dimensions and rhs_contracting_dimensions", &rhs_taken, rhs.rank())?;
    for (&of_lhs, &of_rhs) in lhs_taken.iter().zip(&rhs_taken) {
        let extent = lhs.dims()[of_lhs as usize];
        if rhs.dims()[of_rhs as usize] != extent {
            let rule = format!("must have extent {extent} in dimension {of_rhs}, as `lhs` has in dimension {of_lhs}");
            return Err(check.fail_operand(1, rule));
        }
    }
    expect_precision(check, &attributes.precision_config)?;
    let asks = attributes.precision_config.iter().any(|&precision| precision != Precision::Default);
    if attributes.algorithm.is_some() && asks {
        return Err(check.fail("`precision_config` must be DEFAULT where there is an `algorithm`"));
    }
    let rest = |dims: &[i64], taken: &[i64]| -> Vec<i64> {
        let others = (0..).zip(dims).filter(|(dimension, _)| !taken.contains(dimension));
        others.map(|(_, &extent)| extent).collect()
    };
    let mut dims: Vec<i64> = lhs_batching.iter().map(|&dimension| lhs.dims()[dimension as usize]).collect();
    dims.extend(rest(lhs.dims(), &lhs_taken));
    dims.extend(rest(rhs.dims(), &rhs_taken));
    check.result(product_dtype(check)?, &dims)
}

/// The dtype of a sum of products: that of the operands, unless another one is declared that such sums can have.
pub(super) fn product_dtype(check: &Check) -> Result<DType> {
    let (lhs, rhs) = (check.tensor(0)?, check.tensor(1)?);
    if lhs.dtype != rhs.dtype {
        return Err(check.fail_operand(1, format!("must have the dtype of `lhs`, {lhs}")));
    }
    if check.declared.is_empty() {
        return Ok(lhs.dtype);
    }
    let declared = check.declared_tensor()?;
    if class(lhs.dtype) == Class::Float && class(declared.dtype) != Class::Float {
        return Err(check.fail_operand(0, format!("has no products of the dtype of the result, {declared}")));
    }
    Ok(declared.dtype)
}

/// Checks that there is no precision or one for each operand.
pub(super) fn expect_precision(check: &Check, precision_config: &[Precision]) -> Result<()> {
    match precision_config.len() {
        0 => Ok(()),
        length => check.expect_length("precision_config", length, 2),
    }
}
