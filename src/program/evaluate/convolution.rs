//! Convolutions.

use super::dot::{Factors, place};
use super::element::from_scalars;
use super::index::{Indices, pick, position};
use super::window::Window;
use crate::error::Result;
use crate::program::op::attributes::Convolution;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// The sum of products of the kernel with the window of `lhs` at each place; what lies in the padding or between dilated
/// elements is zero.
pub(super) fn convolution(lhs: &Tensor, rhs: &Tensor, attributes: &Convolution, result: &TensorType) -> Result<Tensor> {
    let numbers = &attributes.dimension_numbers;
    let extent = |tensor: &Tensor, dimension: i64| tensor.shape()[dimension as usize];
    let out_features = extent(rhs, numbers.kernel_output_feature_dimension);
    let kernel_features = extent(rhs, numbers.kernel_input_feature_dimension);
    let batch_of_group = extent(lhs, numbers.input_batch_dimension) / attributes.batch_group_count;
    let windows: Vec<Window> = (0..numbers.kernel_spatial_dimensions.len())
        .map(|axis| Window {
            stride: attributes.window_strides[axis],
            low: attributes.padding[axis][0],
            base_dilation: attributes.lhs_dilation[axis],
            dilation: attributes.rhs_dilation[axis],
            extent: extent(lhs, numbers.input_spatial_dimensions[axis]),
        })
        .collect();
    let kernel = pick(rhs.shape(), &numbers.kernel_spatial_dimensions);
    let steps = (step(lhs, numbers.input_feature_dimension), step(rhs, numbers.kernel_input_feature_dimension));
    let factors = Factors::of(lhs, rhs, result.dtype)?;
    let mut lhs_index = vec![0; lhs.shape().len()];
    let mut rhs_index = vec![0; rhs.shape().len()];
    let mut pairs = Vec::new();
    let mut indices = Indices::of(result.dims());
    let sum_of_next = || {
        let index = indices.next()?;
        let out_feature = index[numbers.output_feature_dimension as usize];
        // Each group makes its part of the output features, from its part of the batch or of the input features.
        let batch_group = out_feature / (out_features / attributes.batch_group_count);
        let feature_group = out_feature / (out_features / attributes.feature_group_count);
        lhs_index[numbers.input_batch_dimension as usize] =
            batch_group * batch_of_group + index[numbers.output_batch_dimension as usize];
        lhs_index[numbers.input_feature_dimension as usize] = feature_group * kernel_features;
        rhs_index[numbers.kernel_output_feature_dimension as usize] = out_feature;
        let at = pick(index, &numbers.output_spatial_dimensions);
        pairs.clear();
        let mut offsets = Indices::of(&kernel);
        // Without a feature there may be more offsets than the kernel has elements.
        while kernel_features > 0
            && let Some(offset) = offsets.next()
        {
            let source: Option<Vec<i64>> = (0..windows.len())
                .map(|axis| {
                    let reversed = attributes.window_reversal[axis];
                    let within = if reversed { kernel[axis] - 1 - offset[axis] } else { offset[axis] };
                    windows[axis].source(at[axis], within)
                })
                .collect();
            let Some(source) = source else { continue };
            place(&mut lhs_index, &numbers.input_spatial_dimensions, &source);
            place(&mut rhs_index, &numbers.kernel_spatial_dimensions, offset);
            let first = position(lhs.shape(), &lhs_index).zip(position(rhs.shape(), &rhs_index));
            let of_each_feature = |(left, right)| {
                (0..kernel_features as usize).map(move |feature| (left + feature * steps.0, right + feature * steps.1))
            };
            pairs.extend(first.into_iter().flat_map(of_each_feature));
        }
        Some(factors.sum(pairs.iter().copied()))
    };
    from_scalars(result, std::iter::from_fn(sum_of_next))
}

/// How far apart neighbours along a dimension lie.
fn step(tensor: &Tensor, dimension: i64) -> usize {
    tensor.shape()[dimension as usize + 1..].iter().product::<i64>() as usize
}
