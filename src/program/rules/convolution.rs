//! The rule of `convolution`.

use super::Check;
use super::dot::{expect_precision, product_dtype};
use super::window::{Window, expect_positive};
use crate::error::Result;
use crate::program::op::attributes::Convolution;
use crate::program::types::Type;

pub(super) fn convolution(check: &Check, attributes: &Convolution) -> Result<Vec<Type>> {
    let (lhs, rhs) = (check.tensor(0)?, check.tensor(1)?);
    let rank = lhs.rank();
    let Some(spatial) = rank.checked_sub(2) else {
        return Err(check.fail_operand(0, "must have a batch and a feature dimension"));
    };
    if rhs.rank() != rank {
        return Err(check.fail_operand(1, format!("must have {rank} dimensions, as `lhs` has")));
    }
    expect_dimension_numbers(check, attributes, rank)?;
    expect_positive(check, "window_strides", &attributes.window_strides, spatial)?;
    expect_positive(check, "lhs_dilation", &attributes.lhs_dilation, spatial)?;
    expect_positive(check, "rhs_dilation", &attributes.rhs_dilation, spatial)?;
    check.expect_length("padding", attributes.padding.len(), spatial)?;
    check.expect_length("window_reversal", attributes.window_reversal.len(), spatial)?;
    expect_precision(check, &attributes.precision_config)?;
    expect_groups(check, attributes)?;

    let numbers = &attributes.dimension_numbers;
    let mut dims = vec![0; rank];
    dims[numbers.output_batch_dimension as usize] =
        lhs.dims()[numbers.input_batch_dimension as usize] / attributes.batch_group_count;
    dims[numbers.output_feature_dimension as usize] = rhs.dims()[numbers.kernel_output_feature_dimension as usize];
    for axis in 0..spatial {
        let window = Window {
            size: rhs.dims()[numbers.kernel_spatial_dimensions[axis] as usize],
            stride: attributes.window_strides[axis],
            padding: attributes.padding[axis],
            base_dilation: attributes.lhs_dilation[axis],
            dilation: attributes.rhs_dilation[axis],
        };
        let dimension = numbers.output_spatial_dimensions[axis] as usize;
        let extent = lhs.dims()[numbers.input_spatial_dimensions[axis] as usize];
        dims[dimension] = window.count(check, dimension, extent)?;
    }
    check.result(product_dtype(check)?, &dims)
}

/// Checks that each dimension plays exactly one part.
fn expect_dimension_numbers(check: &Check, attributes: &Convolution, rank: usize) -> Result<()> {
    let numbers = &attributes.dimension_numbers;
    let parts = [
        ("input", [numbers.input_batch_dimension, numbers.input_feature_dimension], &numbers.input_spatial_dimensions),
        (
            "kernel",
            [numbers.kernel_input_feature_dimension, numbers.kernel_output_feature_dimension],
            &numbers.kernel_spatial_dimensions,
        ),
        (
            "output",
            [numbers.output_batch_dimension, numbers.output_feature_dimension],
            &numbers.output_spatial_dimensions,
        ),
    ];
    for (part, others, spatial) in parts {
        check.expect_length(&format!("{part}_spatial_dimensions"), spatial.len(), rank - 2)?;
        check.expect_dimensions(&format!("{part} dimensions"), &[&others[..], spatial].concat(), rank)?;
    }
    Ok(())
}

/// Checks that features and batches can be split into as many groups as there shall be.
fn expect_groups(check: &Check, attributes: &Convolution) -> Result<()> {
    let (lhs, rhs) = (check.tensor(0)?, check.tensor(1)?);
    let (of_features, of_batch) = (attributes.feature_group_count, attributes.batch_group_count);
    if of_features < 1 || of_batch < 1 || (of_features > 1 && of_batch > 1) {
        let found = format!("they are {of_features} and {of_batch}");
        return Err(check.fail(format!(
            "`feature_group_count` and `batch_group_count` must be at least 1, and only one of them more; {found}"
        )));
    }
    let numbers = &attributes.dimension_numbers;
    let features = lhs.dims()[numbers.input_feature_dimension as usize];
    let kernel_features = rhs.dims()[numbers.kernel_input_feature_dimension as usize];
    if lhs.dims()[numbers.input_batch_dimension as usize] % of_batch != 0 {
        return Err(check.fail_operand(0, format!("must have a batch that `batch_group_count`, {of_batch}, divides")));
    }
    if features % of_features != 0 {
        let rule = format!("must have features that `feature_group_count`, {of_features}, divides");
        return Err(check.fail_operand(0, rule));
    }
    if kernel_features != features / of_features {
        let rule = format!("must have {} input features", features / of_features);
        return Err(check.fail_operand(1, rule));
    }
    let groups = of_features.max(of_batch);
    if rhs.dims()[numbers.kernel_output_feature_dimension as usize] % groups != 0 {
        return Err(check.fail_operand(1, format!("must have output features that the {groups} groups divide")));
    }
    Ok(())
}
