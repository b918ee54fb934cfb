//! Batch normalization in elementwise operations and sums, which are fused like any others. Elements narrower than f32 are
//! computed with in f32, and rounded at the end.

use super::graph::{Fold, NodeKind, Read};
use super::lower::Lowering;
use super::view::View;
use crate::error::Result;
use crate::program::TensorType;
use crate::program::op::Op;
use crate::program::op::attributes::BatchNorm;
use crate::tensor::{DType, Tensor};

/// The results of an operation on operands of these types, where it is one of these.
pub(super) fn batch_norm(
    lowering: &mut Lowering,
    op: &Op,
    operands: &[Read],
    types: &[&TensorType],
) -> Result<Option<Vec<Read>>> {
    let (Op::BatchNormTraining(attributes) | Op::BatchNormInference(attributes) | Op::BatchNormGrad(attributes)) = op
    else {
        return Ok(None);
    };
    let dtype = if types[0].dtype == DType::F64 { DType::F64 } else { DType::F32 };
    let mut wide = Vec::with_capacity(operands.len());
    for (operand, ty) in operands.iter().zip(types) {
        wide.push(lowering.converted(operand.clone(), ty.dtype, dtype)?);
    }
    let mut features = Features::of(lowering, types[0], attributes, dtype)?;
    let results = match (op, wide.as_slice()) {
        (Op::BatchNormTraining(_), [x, scale, offset]) => features.training(x, scale, offset)?,
        (Op::BatchNormInference(_), [x, scale, offset, mean, variance]) => {
            let centered = features.centered(x, mean)?;
            vec![features.normalized(centered, variance, scale, offset)?]
        }
        (_, [x, scale, mean, variance, gradient]) => features.gradients(x, scale, mean, variance, gradient)?,
        _ => return Ok(None),
    };
    let narrow = results.into_iter().map(|result| lowering.converted(result, dtype, types[0].dtype));
    narrow.collect::<Result<Vec<Read>>>().map(Some)
}

/// The features of an array, along one of its dimensions.
struct Features<'l, 'm> {
    lowering: &'l mut Lowering<'m>,
    /// The array, and an element for each feature.
    all: TensorType,
    each: TensorType,
    along: usize,
    /// How many elements each feature has.
    count: f64,
    epsilon: f64,
}

impl<'l, 'm> Features<'l, 'm> {
    fn of(
        lowering: &'l mut Lowering<'m>,
        ty: &TensorType,
        attributes: &BatchNorm,
        dtype: DType,
    ) -> Result<Features<'l, 'm>> {
        let along = attributes.feature_index as usize;
        let features = ty.dims()[along];
        let others = ty.dims().iter().enumerate().filter(|(dimension, _)| *dimension != along);
        Ok(Features {
            lowering,
            all: ty.with_dtype(dtype)?,
            each: TensorType::new(dtype, &[features])?,
            along,
            count: others.map(|(_, &extent)| extent as f64).product(),
            epsilon: attributes.epsilon.into(),
        })
    }

    fn training(&mut self, x: &Read, scale: &Read, offset: &Read) -> Result<Vec<Read>> {
        let count = self.number(self.count)?;
        let sum = self.sum(x.clone())?;
        let mean = self.of_each(Op::Divide, [sum, count.clone()])?;
        let centered = self.centered(x, &mean)?;
        let squares = self.of_all(Op::Multiply, [centered.clone(), centered.clone()])?;
        let sum = self.sum(squares)?;
        let variance = self.of_each(Op::Divide, [sum, count])?;
        let normalized = self.normalized(centered, &variance, scale, offset)?;
        Ok(vec![normalized, mean, variance])
    }

    /// `scale * centered / sqrt(variance + epsilon) + offset`
    fn normalized(&mut self, centered: Read, variance: &Read, scale: &Read, offset: &Read) -> Result<Read> {
        let (_, deviation) = self.widened(variance)?;
        let (deviation, scale, offset) = (self.spread(&deviation), self.spread(scale), self.spread(offset));
        let unit = self.of_all(Op::Divide, [centered, deviation])?;
        let scaled = self.of_all(Op::Multiply, [scale, unit])?;
        self.of_all(Op::Add, [scaled, offset])
    }

    /// With respect to the operand, the scale and the offset of a normalization with its own mean and variance.
    fn gradients(
        &mut self,
        x: &Read,
        scale: &Read,
        mean: &Read,
        variance: &Read,
        gradient: &Read,
    ) -> Result<Vec<Read>> {
        let (widened, deviation) = self.widened(variance)?;
        let centered = self.centered(x, mean)?;
        let of_offset = self.sum(gradient.clone())?;
        let products = self.of_all(Op::Multiply, [gradient.clone(), centered.clone()])?;
        let products = self.sum(products)?;
        let of_scale = self.of_each(Op::Divide, [products.clone(), deviation.clone()])?;
        let count = self.number(self.count)?;
        let factor = self.of_each(Op::Divide, [scale.clone(), deviation])?;
        let factor = self.of_each(Op::Divide, [factor, count.clone()])?;
        let count = self.spread(&count);
        let whole = self.of_all(Op::Multiply, [gradient.clone(), count])?;
        let shift = self.spread(&of_offset);
        let whole = self.of_all(Op::Subtract, [whole, shift])?;
        let products = self.spread(&products);
        let spread = self.of_all(Op::Multiply, [products, centered])?;
        let widened = self.spread(&widened);
        let spread = self.of_all(Op::Divide, [spread, widened])?;
        let difference = self.of_all(Op::Subtract, [whole, spread])?;
        let factor = self.spread(&factor);
        let of_operand = self.of_all(Op::Multiply, [factor, difference])?;
        Ok(vec![of_operand, of_scale, of_offset])
    }

    fn centered(&mut self, x: &Read, mean: &Read) -> Result<Read> {
        let mean = self.spread(mean);
        self.of_all(Op::Subtract, [x.clone(), mean])
    }

    /// The variance plus epsilon, and the root of that.
    fn widened(&mut self, variance: &Read) -> Result<(Read, Read)> {
        let epsilon = self.number(self.epsilon)?;
        let widened = self.of_each(Op::Add, [variance.clone(), epsilon])?;
        let deviation = self.lowering.elementwise(Op::Sqrt, vec![widened.clone()], &self.each)?;
        Ok((widened, deviation))
    }

    fn of_all(&mut self, op: Op, operands: [Read; 2]) -> Result<Read> {
        self.lowering.elementwise(op, operands.into(), &self.all)
    }

    fn of_each(&mut self, op: Op, operands: [Read; 2]) -> Result<Read> {
        self.lowering.elementwise(op, operands.into(), &self.each)
    }

    /// For each element of the array what there is for its feature.
    fn spread(&self, each: &Read) -> Read {
        let extents: Vec<usize> = self.all.dims().iter().map(|&extent| extent as usize).collect();
        Read { node: each.node, view: each.view.broadcast(&[self.along], &extents) }
    }

    /// A number for each feature.
    fn number(&mut self, number: f64) -> Result<Read> {
        let dtype = self.each.dtype;
        let element = if dtype == DType::F64 { Tensor::scalar(number) } else { Tensor::scalar(number as f32) };
        let read = self.lowering.constant(&element, &TensorType::scalar(dtype))?;
        let features = self.each.dims()[0] as usize;
        Ok(Read { node: read.node, view: View::identity(&[]).broadcast(&[], &[features]) })
    }

    /// The sum of the elements of each feature.
    fn sum(&mut self, operand: Read) -> Result<Read> {
        let zero = if self.each.dtype == DType::F64 { Tensor::scalar(0f64) } else { Tensor::scalar(0f32) };
        let init = self.lowering.constant(&zero, &TensorType::scalar(self.each.dtype))?;
        let reduced = (0..self.all.rank()).map(|dimension| dimension != self.along).collect();
        self.lowering.array(NodeKind::Fold(Fold { combine: Op::Add, operand, init, reduced }), &self.each)
    }
}
