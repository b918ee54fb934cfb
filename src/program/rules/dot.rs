//! The rules of `dot_general` and `ragged_dot`, and what they share with `convolution`.

use super::{Check, INTEGER};
use crate::error::Result;
use crate::program::op::attributes::{DotGeneral, RaggedDot};
use crate::program::op::dimensions::{DotDimensionNumbers, RaggedMode};
use crate::program::op::enumerations::Precision;
use crate::program::types::{Class, Type, class};
use crate::tensor::DType;

pub(super) fn dot_general(check: &Check, attributes: &DotGeneral) -> Result<Vec<Type>> {
    let dims = product_dims(check, &attributes.dot_dimension_numbers, &[])?;
    expect_precision(check, &attributes.precision_config)?;
    let asks = attributes.precision_config.iter().any(|&precision| precision != Precision::Default);
    if attributes.algorithm.is_some() && asks {
        return Err(check.fail("`precision_config` must be DEFAULT where there is an `algorithm`"));
    }
    check.result(product_dtype(check)?, &dims)
}

pub(super) fn ragged_dot(check: &Check, attributes: &RaggedDot) -> Result<Vec<Type>> {
    let (lhs, rhs, group_sizes) = (check.tensor(0)?, check.tensor(1)?, check.tensor(2)?);
    let numbers = &attributes.ragged_dot_dimension_numbers;
    check.expect_length("lhs_ragged_dimensions", numbers.lhs_ragged_dimensions.len(), 1)?;
    check.expect_dimensions("lhs_ragged_dimensions", &numbers.lhs_ragged_dimensions, lhs.rank())?;
    check.expect_dimensions("rhs_group_dimensions", &numbers.rhs_group_dimensions, rhs.rank())?;
    let ragged = numbers.lhs_ragged_dimensions[0];
    let mode = numbers.mode(ragged);
    let group_dimensions = if mode == RaggedMode::NonContracting { 1 } else { 0 };
    check.expect_length("rhs_group_dimensions", numbers.rhs_group_dimensions.len(), group_dimensions)?;
    let mut dims = product_dims(check, &numbers.dot(), &numbers.rhs_group_dimensions)?;
    expect_precision(check, &attributes.precision_config.0)?;

    let Some((&groups, outside)) = group_sizes.dims().split_last().filter(|_| INTEGER.contains(group_sizes.dtype))
    else {
        return Err(check.fail_operand(2, "must be a list of integers, or such a list for each index outside"));
    };
    let expected: Vec<i64> = numbers.outside(ragged).iter().map(|&dimension| lhs.dims()[dimension as usize]).collect();
    if !outside.is_empty() && outside != expected {
        let rule =
            format!("must have no extents before its last, or those of `lhs` outside of the groups, {expected:?}");
        return Err(check.fail_operand(2, rule));
    }
    if let Some(&dimension) = numbers.rhs_group_dimensions.first()
        && rhs.dims()[dimension as usize] != groups
    {
        let rule = format!("must have extent {groups} in dimension {dimension}, as many as `group_sizes` has groups");
        return Err(check.fail_operand(1, rule));
    }
    if mode == RaggedMode::Contracting {
        dims.insert(0, groups);
    }
    check.result(product_dtype(check)?, &dims)
}

/// The extents of a product: those of the batch, then what else `lhs` has, then what else `rhs` has besides these
/// dimensions over groups.
fn product_dims(check: &Check, numbers: &DotDimensionNumbers, rhs_group_dimensions: &[i64]) -> Result<Vec<i64>> {
    let (lhs, rhs) = (check.tensor(0)?, check.tensor(1)?);
    let (lhs_batching, rhs_batching) = (&numbers.lhs_batching_dimensions, &numbers.rhs_batching_dimensions);
    let (lhs_contracting, rhs_contracting) = (&numbers.lhs_contracting_dimensions, &numbers.rhs_contracting_dimensions);
    check.expect_length("rhs_batching_dimensions", rhs_batching.len(), lhs_batching.len())?;
    check.expect_length("rhs_contracting_dimensions", rhs_contracting.len(), lhs_contracting.len())?;
    let lhs_taken = [&lhs_batching[..], &lhs_contracting[..]].concat();
    let mut rhs_taken = [&rhs_batching[..], &rhs_contracting[..]].concat();
    check.expect_dimensions("lhs_batching_dimensions and lhs_contracting_dimensions", &lhs_taken, lhs.rank())?;
    check.expect_dimensions("rhs_batching_dimensions and rhs_contracting_dimensions", &rhs_taken, rhs.rank())?;
    for (&of_lhs, &of_rhs) in lhs_taken.iter().zip(&rhs_taken) {
        let extent = lhs.dims()[of_lhs as usize];
        if rhs.dims()[of_rhs as usize] != extent {
            let rule = format!("must have extent {extent} in dimension {of_rhs}, as `lhs` has in dimension {of_lhs}");
            return Err(check.fail_operand(1, rule));
        }
    }
    if let Some(dimension) = rhs_group_dimensions.iter().find(|dimension| rhs_taken.contains(dimension)) {
        let rule = format!("`rhs_group_dimensions` has {dimension}, which is a batching or a contracting dimension");
        return Err(check.fail(rule));
    }
    rhs_taken.extend(rhs_group_dimensions);
    let rest = |dims: &[i64], taken: &[i64]| -> Vec<i64> {
        let others = (0..).zip(dims).filter(|(dimension, _)| !taken.contains(dimension));
        others.map(|(_, &extent)| extent).collect()
    };
    let mut dims: Vec<i64> = lhs_batching.iter().map(|&dimension| lhs.dims()[dimension as usize]).collect();
    dims.extend(rest(lhs.dims(), &lhs_taken));
    dims.extend(rest(rhs.dims(), &rhs_taken));
    Ok(dims)
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
