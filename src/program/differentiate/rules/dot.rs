//! Products of matrices.

use super::super::tape::{Site, Tape};
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::DotGeneral;
use crate::program::op::dimensions::DotDimensionNumbers;

/// Which dimensions of an operand go where.
struct Side {
    batching: Vec<i64>,
    contracting: Vec<i64>,
    free: Vec<i64>,
}

impl Side {
    fn new(rank: usize, batching: &[i64], contracting: &[i64]) -> Side {
        let is_free = |dimension: &i64| !batching.contains(dimension) && !contracting.contains(dimension);
        let free = (0..rank as i64).filter(is_free).collect();
        Side { batching: batching.to_vec(), contracting: contracting.to_vec(), free }
    }
}

pub(super) fn dot_general(tape: &mut Tape, site: &Site, attributes: &DotGeneral) -> Result<()> {
    let (lhs, rhs) = (site.operands[0], site.operands[1]);
    let Some(g) = tape.cotangent(site.results[0]) else { return Ok(()) };
    let numbers = &attributes.dot_dimension_numbers;
    let of_lhs = Side::new(
        tape.builder.tensor(lhs)?.rank(),
        &numbers.lhs_batching_dimensions,
        &numbers.lhs_contracting_dimensions,
    );
    let of_rhs = Side::new(
        tape.builder.tensor(rhs)?.rank(),
        &numbers.rhs_batching_dimensions,
        &numbers.rhs_contracting_dimensions,
    );
    let batch = of_lhs.batching.len() as i64;
    let middle = batch + of_lhs.free.len() as i64;
    let end = middle + of_rhs.free.len() as i64;
    if tape.wants(lhs) {
        let cotangent = product(tape.builder, attributes, (g, middle..end), (rhs, &of_rhs), (lhs, &of_lhs))?;
        tape.give(lhs, cotangent)?;
    }
    if tape.wants(rhs) {
        let cotangent = product(tape.builder, attributes, (g, batch..middle), (lhs, &of_lhs), (rhs, &of_rhs))?;
        tape.give(rhs, cotangent)?;
    }
    Ok(())
}

/// The cotangent of `own`: that of the product, summed over the free dimensions of `other`, which are `summed` of it.
fn product(
    b: &mut FunctionBuilder,
    attributes: &DotGeneral,
    (g, summed): (ValueId, std::ops::Range<i64>),
    (other, of_other): (ValueId, &Side),
    (own, of_own): (ValueId, &Side),
) -> Result<ValueId> {
    let batch = of_own.batching.len() as i64;
    let numbers = DotDimensionNumbers {
        lhs_batching_dimensions: (0..batch).collect(),
        rhs_batching_dimensions: of_other.batching.clone(),
        lhs_contracting_dimensions: summed.collect(),
        rhs_contracting_dimensions: of_other.free.clone(),
    };
    let dtype = b.tensor(own)?.dtype;
    let wide = b.tensor(g)?.dtype;
    let algorithm = if wide == dtype { attributes.algorithm.clone() } else { None };
    let dot =
        DotGeneral { dot_dimension_numbers: numbers, precision_config: attributes.precision_config.clone(), algorithm };
    let other = b.convert(other, wide)?;
    let product = b.emit(Op::DotGeneral(Box::new(dot)), &[g, other])?;
    // The dimensions of the product, as those of `own`: what was contracted follows in the order of `other`.
    let mut contracted: Vec<usize> = (0..of_own.contracting.len()).collect();
    contracted.sort_by_key(|&place| of_other.contracting[place]);
    let contracted = contracted.into_iter().map(|place| of_own.contracting[place]);
    let order: Vec<i64> = of_own.batching.iter().chain(&of_own.free).copied().chain(contracted).collect();
    let mut permutation = vec![0; order.len()];
    for (from, &to) in order.iter().enumerate() {
        permutation[to as usize] = from as i64;
    }
    let cotangent = b.transpose(product, &permutation)?;
    b.convert(cotangent, dtype)
}
