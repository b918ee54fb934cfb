//! Batch normalisation.

use super::super::tape::{Site, Tape};
use super::super::vjp::pull_by;
use super::no_rule;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::BatchNorm;

/// Where the features of an operand lie.
struct Features {
    feature: i64,
    dims: Vec<i64>,
    others: Vec<i64>,
    /// How many elements each feature has.
    elements: f64,
}

impl Features {
    fn of(b: &mut FunctionBuilder, operand: ValueId, attributes: &BatchNorm) -> Result<Features> {
        let dims = b.tensor(operand)?.dims().to_vec();
        let feature = attributes.feature_index;
        let others: Vec<i64> = (0..dims.len() as i64).filter(|&dimension| dimension != feature).collect();
        let elements = others.iter().map(|&dimension| dims[dimension as usize] as f64).product();
        Ok(Features { feature, dims, others, elements })
    }

    /// The value of each feature for all its elements.
    fn spread(&self, b: &mut FunctionBuilder, value: ValueId) -> Result<ValueId> {
        b.broadcast(value, &[self.feature], &self.dims)
    }

    /// The sum over the elements of each feature.
    fn sum(&self, b: &mut FunctionBuilder, value: ValueId) -> Result<ValueId> {
        b.sum(value, &self.others)
    }
}

pub(super) fn training(tape: &mut Tape, site: &Site, attributes: &BatchNorm) -> Result<()> {
    let ([x, scale, offset], [y, mean, variance]) = (&site.operands[..], &site.results[..]) else {
        return Err(no_rule(site, "it has not three operands and results"));
    };
    let features = Features::of(tape.builder, *x, attributes)?;
    if let Some(g) = tape.cotangent(*y) {
        let gradient = Op::BatchNormGrad(Box::new(attributes.clone()));
        let found = tape.builder.operation(gradient, &[*x, *scale, *mean, *variance, g], &[], &[])?;
        for (&operand, cotangent) in [x, scale, offset].into_iter().zip(found) {
            tape.give(operand, cotangent)?;
        }
    }
    if let (true, Some(g)) = (tape.wants(*x), tape.cotangent(*mean)) {
        let share = tape.builder.scale(g, 1.0 / features.elements)?;
        let cotangent = features.spread(tape.builder, share)?;
        tape.give(*x, cotangent)?;
    }
    if let (true, Some(g)) = (tape.wants(*x), tape.cotangent(*variance)) {
        let b = &mut *tape.builder;
        let mean = features.spread(b, *mean)?;
        let centered = b.subtract(*x, mean)?;
        let share = b.scale(g, 2.0 / features.elements)?;
        let share = features.spread(b, share)?;
        let cotangent = b.multiply(centered, share)?;
        tape.give(*x, cotangent)?;
    }
    Ok(())
}

pub(super) fn inference(tape: &mut Tape, site: &Site, attributes: &BatchNorm) -> Result<()> {
    pull_by(tape, site, |b, operands| {
        let [x, scale, offset, mean, variance] = operands[..] else {
            return Err(no_rule(site, "it has not five operands"));
        };
        let features = Features::of(b, x, attributes)?;
        let widened = b.shift(variance, attributes.epsilon.into())?;
        let inverse = b.emit(Op::Rsqrt, &[widened])?;
        let factor = b.multiply(scale, inverse)?;
        let mean = features.spread(b, mean)?;
        let centered = b.subtract(x, mean)?;
        let factor = features.spread(b, factor)?;
        let product = b.multiply(centered, factor)?;
        let offset = features.spread(b, offset)?;
        Ok(vec![b.add(product, offset)?])
    })
}

pub(super) fn grad(tape: &mut Tape, site: &Site, attributes: &BatchNorm) -> Result<()> {
    pull_by(tape, site, |b, operands| {
        let [x, scale, mean, variance, grad_output] = operands[..] else {
            return Err(no_rule(site, "it has not five operands"));
        };
        let features = Features::of(b, x, attributes)?;
        let widened = b.shift(variance, attributes.epsilon.into())?;
        let inverse = b.emit(Op::Rsqrt, &[widened])?;
        let mean = features.spread(b, mean)?;
        let centered = b.subtract(x, mean)?;
        let products = b.multiply(grad_output, centered)?;
        let products = features.sum(b, products)?;
        let grad_offset = features.sum(b, grad_output)?;
        let grad_scale = b.multiply(products, inverse)?;
        // scale * inverse * (grad_output - (grad_offset + products * centered / widened) / elements)
        let spread = b.divide(products, widened)?;
        let spread = features.spread(b, spread)?;
        let spread = b.multiply(spread, centered)?;
        let mean_output = features.spread(b, grad_offset)?;
        let shared = b.add(mean_output, spread)?;
        let shared = b.scale(shared, 1.0 / features.elements)?;
        let difference = b.subtract(grad_output, shared)?;
        let factor = b.multiply(scale, inverse)?;
        let factor = features.spread(b, factor)?;
        let grad_operand = b.multiply(factor, difference)?;
        Ok(vec![grad_operand, grad_scale, grad_offset])
    })
}
