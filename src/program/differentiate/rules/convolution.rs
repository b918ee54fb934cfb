//! Convolutions: the cotangents are convolutions whose dimension numbers play each other's parts.

use super::super::tape::{Site, Tape};
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::Convolution;
use crate::program::op::dimensions::ConvDimensionNumbers;
use crate::program::types::TensorType;

/// A convolution and what it is of. The kernel is one that is not reversed.
struct Parts<'a> {
    attributes: &'a Convolution,
    lhs: ValueId,
    rhs: ValueId,
    g: ValueId,
    lhs_type: TensorType,
    rhs_type: TensorType,
    /// Along each spatial dimension.
    axes: Vec<Axis>,
}

/// Extents along one spatial dimension, with the gaps of dilation.
struct Axis {
    lhs: i64,
    rhs: i64,
    out: i64,
    low: i64,
}

pub(super) fn convolution(tape: &mut Tape, site: &Site, attributes: &Convolution) -> Result<()> {
    let (lhs, rhs) = (site.operands[0], site.operands[1]);
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let numbers = &attributes.dimension_numbers;
    let reversed: Vec<i64> = (numbers.kernel_spatial_dimensions.iter().zip(&attributes.window_reversal))
        .filter(|(_, reversed)| **reversed)
        .map(|(&dimension, _)| dimension)
        .collect();
    let b = &mut *tape.builder;
    let (lhs_type, rhs_type, out) = (b.tensor(lhs)?, b.tensor(rhs)?, b.tensor(g)?);
    let kernel = b.reverse(rhs, &reversed)?;
    let axes = (0..numbers.kernel_spatial_dimensions.len())
        .map(|axis| Axis {
            lhs: dilated(
                lhs_type.dims()[numbers.input_spatial_dimensions[axis] as usize],
                attributes.lhs_dilation[axis],
            ),
            rhs: dilated(
                rhs_type.dims()[numbers.kernel_spatial_dimensions[axis] as usize],
                attributes.rhs_dilation[axis],
            ),
            out: dilated(out.dims()[numbers.output_spatial_dimensions[axis] as usize], attributes.window_strides[axis]),
            low: attributes.padding[axis][0],
        })
        .collect();
    let wide = out.dtype;
    let (of_lhs, of_rhs) = (lhs_type.dtype, rhs_type.dtype);
    let parts = Parts {
        attributes,
        lhs: tape.builder.convert(lhs, wide)?,
        rhs: tape.builder.convert(kernel, wide)?,
        g,
        lhs_type,
        rhs_type,
        axes,
    };
    if tape.wants(lhs) {
        let cotangent = parts.of_lhs(tape.builder)?;
        let cotangent = tape.builder.convert(cotangent, of_lhs)?;
        tape.give(lhs, cotangent)?;
    }
    if tape.wants(rhs) {
        let cotangent = parts.of_rhs(tape.builder)?;
        let cotangent = tape.builder.reverse(cotangent, &reversed)?;
        let cotangent = tape.builder.convert(cotangent, of_rhs)?;
        tape.give(rhs, cotangent)?;
    }
    Ok(())
}

/// What so many elements span when neighbours have this distance.
fn dilated(extent: i64, dilation: i64) -> i64 {
    if extent == 0 { 0 } else { (extent - 1).saturating_mul(dilation).saturating_add(1) }
}

impl Parts<'_> {
    /// The cotangent of the result, with gaps as wide as the stride, convolved with the turned kernel.
    fn of_lhs(&self, b: &mut FunctionBuilder) -> Result<ValueId> {
        if self.lhs_type.element_count() == 0 || b.tensor(self.g)?.element_count() == 0 {
            return b.full_like(self.lhs, 0.0);
        }
        let numbers = &self.attributes.dimension_numbers;
        let (batch_groups, feature_groups) = (self.attributes.batch_group_count, self.attributes.feature_group_count);
        let groups = batch_groups.max(feature_groups);
        let (output_at, input_at) =
            (numbers.kernel_output_feature_dimension as usize, numbers.kernel_input_feature_dimension as usize);
        let mut kernel = b.reverse(self.rhs, &numbers.kernel_spatial_dimensions)?;
        if groups > 1 {
            // Each group makes its own features of `lhs`.
            kernel = regroup(b, kernel, groups, output_at, input_at)?;
        }
        let padding = self.axes.iter().map(|axis| {
            let low = (axis.rhs - 1).saturating_sub(axis.low);
            [low, axis.lhs.saturating_add(axis.rhs - 1).saturating_sub(axis.out).saturating_sub(low)]
        });
        let transposed = Convolution {
            window_strides: self.attributes.lhs_dilation.clone(),
            padding: padding.collect(),
            lhs_dilation: self.attributes.window_strides.clone(),
            rhs_dilation: self.attributes.rhs_dilation.clone(),
            window_reversal: vec![false; self.axes.len()],
            dimension_numbers: ConvDimensionNumbers {
                input_batch_dimension: numbers.output_batch_dimension,
                input_feature_dimension: numbers.output_feature_dimension,
                input_spatial_dimensions: numbers.output_spatial_dimensions.clone(),
                kernel_input_feature_dimension: numbers.kernel_output_feature_dimension,
                kernel_output_feature_dimension: numbers.kernel_input_feature_dimension,
                kernel_spatial_dimensions: numbers.kernel_spatial_dimensions.clone(),
                output_batch_dimension: numbers.input_batch_dimension,
                output_feature_dimension: numbers.input_feature_dimension,
                output_spatial_dimensions: numbers.input_spatial_dimensions.clone(),
            },
            feature_group_count: groups,
            batch_group_count: 1,
            precision_config: self.attributes.precision_config.clone(),
        };
        let cotangent = b.emit(Op::Convolution(Box::new(transposed)), &[self.g, kernel])?;
        if batch_groups > 1 {
            let (feature, batch) = (numbers.input_feature_dimension, numbers.input_batch_dimension);
            return regroup(b, cotangent, groups, feature as usize, batch as usize);
        }
        Ok(cotangent)
    }

    /// `lhs` convolved with the cotangent of the result: batches are summed over, features are kept.
    fn of_rhs(&self, b: &mut FunctionBuilder) -> Result<ValueId> {
        if self.rhs_type.element_count() == 0 || b.tensor(self.g)?.element_count() == 0 {
            return b.full_like(self.rhs, 0.0);
        }
        let numbers = &self.attributes.dimension_numbers;
        let padding = self
            .axes
            .iter()
            .map(|axis| [axis.low, (axis.out - axis.lhs).saturating_add(axis.rhs - 1).saturating_sub(axis.low)])
            .collect();
        let transposed = Convolution {
            window_strides: self.attributes.rhs_dilation.clone(),
            padding,
            lhs_dilation: self.attributes.lhs_dilation.clone(),
            rhs_dilation: self.attributes.window_strides.clone(),
            window_reversal: vec![false; self.axes.len()],
            dimension_numbers: ConvDimensionNumbers {
                input_batch_dimension: numbers.input_feature_dimension,
                input_feature_dimension: numbers.input_batch_dimension,
                input_spatial_dimensions: numbers.input_spatial_dimensions.clone(),
                kernel_input_feature_dimension: numbers.output_batch_dimension,
                kernel_output_feature_dimension: numbers.output_feature_dimension,
                kernel_spatial_dimensions: numbers.output_spatial_dimensions.clone(),
                output_batch_dimension: numbers.kernel_input_feature_dimension,
                output_feature_dimension: numbers.kernel_output_feature_dimension,
                output_spatial_dimensions: numbers.kernel_spatial_dimensions.clone(),
            },
            feature_group_count: self.attributes.batch_group_count,
            batch_group_count: self.attributes.feature_group_count,
            precision_config: self.attributes.precision_config.clone(),
        };
        b.emit(Op::Convolution(Box::new(transposed)), &[self.lhs, self.g])
    }
}

/// Takes groups, the outer part of dimension `from`, to the outer part of dimension `to`.
fn regroup(b: &mut FunctionBuilder, operand: ValueId, groups: i64, from: usize, to: usize) -> Result<ValueId> {
    let mut split = b.tensor(operand)?.dims().to_vec();
    split[from] /= groups;
    let mut merged = split.clone();
    merged[to] *= groups;
    split.insert(from, groups);
    let operand = b.reshape(operand, &split)?;
    let mut permutation: Vec<i64> = (0..split.len() as i64).filter(|&dimension| dimension != from as i64).collect();
    permutation.insert(to, from as i64);
    let operand = b.transpose(operand, &permutation)?;
    b.reshape(operand, &merged)
}
