//! Products of matrices in groups. Each cotangent is such a product again, of the other operand and the cotangent.

use super::super::tape::{Site, Tape};
use super::dot;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::{DotGeneral, RaggedDot};
use crate::program::op::dimensions::{RaggedDotDimensionNumbers, RaggedMode};

pub(super) fn ragged_dot(tape: &mut Tape, site: &Site, attributes: &RaggedDot) -> Result<()> {
    let numbers = &attributes.ragged_dot_dimension_numbers;
    let ragged = numbers.lhs_ragged_dimensions[0];
    let mode = numbers.mode(ragged);
    if mode == RaggedMode::Batch {
        let precision_config = attributes.precision_config.0.clone();
        let dot = DotGeneral { dot_dimension_numbers: numbers.dot(), precision_config, algorithm: None };
        return dot::dot_general(tape, site, &dot);
    }
    let (lhs, rhs) = (site.operands[0], site.operands[1]);
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let (lhs_order, rhs_order) =
        orders(numbers, tape.builder.tensor(lhs)?.rank() as i64, tape.builder.tensor(rhs)?.rank() as i64);
    let batch = numbers.lhs_batching_dimensions.len() as i64;
    let contracted = numbers.lhs_contracting_dimensions.len() as i64;
    let products = Products {
        attributes,
        group_sizes: site.operands[2],
        mode,
        batch,
        free: lhs_order.len() as i64 - batch - contracted,
        contracted,
        ragged: lhs_order.iter().take_while(|&&dimension| dimension != ragged).count() as i64,
    };
    if tape.wants(lhs) {
        let cotangent =
            cotangent(tape.builder, g, (rhs, &rhs_order), (lhs, &lhs_order), |b, g, rhs| products.of_lhs(b, g, rhs))?;
        tape.give(lhs, cotangent)?;
    }
    if tape.wants(rhs) {
        let cotangent =
            cotangent(tape.builder, g, (lhs, &lhs_order), (rhs, &rhs_order), |b, g, lhs| products.of_rhs(b, g, lhs))?;
        tape.give(rhs, cotangent)?;
    }
    Ok(())
}

/// The order in which the operands are transposed, so that the dimensions of each part follow each other: `lhs` has those
/// of the batch, its free ones, then the contracted ones; `rhs` that over groups, where there is one, those of the batch,
/// the contracted ones, then its free ones.
fn orders(numbers: &RaggedDotDimensionNumbers, lhs_rank: i64, rhs_rank: i64) -> (Vec<i64>, Vec<i64>) {
    let free = |rank: i64, taken: &[i64]| -> Vec<i64> { (0..rank).filter(|at| !taken.contains(at)).collect() };
    let (batching, contracting) = (&numbers.lhs_batching_dimensions[..], &numbers.lhs_contracting_dimensions[..]);
    let lhs = [batching, &free(lhs_rank, &[batching, contracting].concat()), contracting].concat();
    let taken =
        [&numbers.rhs_group_dimensions[..], &numbers.rhs_batching_dimensions, &numbers.rhs_contracting_dimensions]
            .concat();
    let rhs = [&taken[..], &free(rhs_rank, &taken)].concat();
    (lhs, rhs)
}

/// The cotangent of `own`: what `product` makes of that of the result and of `other`, both in the order of [`orders`].
fn cotangent(
    b: &mut FunctionBuilder,
    g: ValueId,
    (other, other_order): (ValueId, &[i64]),
    (own, own_order): (ValueId, &[i64]),
    product: impl Fn(&mut FunctionBuilder, ValueId, ValueId) -> Result<ValueId>,
) -> Result<ValueId> {
    let (dtype, wide) = (b.tensor(own)?.dtype, b.tensor(g)?.dtype);
    let other = b.convert(other, wide)?;
    let other = b.transpose(other, other_order)?;
    let product = product(b, g, other)?;
    let mut back = vec![0; own_order.len()];
    for (from, &to) in own_order.iter().enumerate() {
        back[to as usize] = from as i64;
    }
    let cotangent = b.transpose(product, &back)?;
    b.convert(cotangent, dtype)
}

/// What the products that are cotangents have in common, of operands in the order of [`orders`].
struct Products<'a> {
    attributes: &'a RaggedDot,
    group_sizes: ValueId,
    mode: RaggedMode,
    /// How many dimensions the batch has.
    batch: i64,
    /// How many of `lhs` are free.
    free: i64,
    /// How many are contracted.
    contracted: i64,
    /// Which one of `lhs` is ragged.
    ragged: i64,
}

impl Products<'_> {
    fn of_lhs(&self, b: &mut FunctionBuilder, g: ValueId, rhs: ValueId) -> Result<ValueId> {
        let (batch, free, contracted) = (self.batch, self.free, self.contracted);
        let (g_rank, rhs_rank) = (b.tensor(g)?.rank() as i64, b.tensor(rhs)?.rank() as i64);
        if self.mode == RaggedMode::NonContracting {
            // Each group of rows goes back through its own matrix.
            let (g_summed, rhs_summed) = (batch + free..g_rank, 1 + batch + contracted..rhs_rank);
            return self.emit(b, (g, 0, g_summed), (rhs, 1, rhs_summed), self.ragged);
        }
        // The rows of `rhs` are in the groups.
        let (rhs_summed, g_summed) = (batch + contracted..rhs_rank, 1 + batch + free..g_rank);
        let product = self.emit(b, (rhs, 0, rhs_summed), (g, 1, g_summed), self.ragged - free)?;
        let order: Vec<i64> =
            (0..batch).chain(batch + contracted..batch + contracted + free).chain(batch..batch + contracted).collect();
        b.transpose(product, &order)
    }

    fn of_rhs(&self, b: &mut FunctionBuilder, g: ValueId, lhs: ValueId) -> Result<ValueId> {
        let summed = self.batch..self.batch + self.free;
        let first = if self.mode == RaggedMode::Contracting { 1 } else { 0 };
        self.emit(b, (lhs, 0, summed.clone()), (g, first, summed.start + first..summed.end + first), self.ragged)
    }

    /// The product of two values, each with its first dimension of the batch and those that are summed over. Where the
    /// batch of the second is not its first dimension, that is over the groups.
    fn emit(
        &self,
        b: &mut FunctionBuilder,
        (lhs, lhs_batch, lhs_summed): (ValueId, i64, std::ops::Range<i64>),
        (rhs, rhs_batch, rhs_summed): (ValueId, i64, std::ops::Range<i64>),
        ragged: i64,
    ) -> Result<ValueId> {
        let numbers = RaggedDotDimensionNumbers {
            lhs_batching_dimensions: (lhs_batch..lhs_batch + self.batch).collect(),
            rhs_batching_dimensions: (rhs_batch..rhs_batch + self.batch).collect(),
            lhs_contracting_dimensions: lhs_summed.collect(),
            rhs_contracting_dimensions: rhs_summed.collect(),
            lhs_ragged_dimensions: vec![ragged],
            rhs_group_dimensions: (0..rhs_batch).collect(),
        };
        let precision_config = self.attributes.precision_config.clone();
        let op = RaggedDot { ragged_dot_dimension_numbers: numbers, precision_config };
        b.emit(Op::RaggedDot(Box::new(op)), &[lhs, rhs, self.group_sizes])
    }
}
