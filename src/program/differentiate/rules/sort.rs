//! Orders: the cotangents go back to where the elements came from.

use super::super::outline::{outline, splice};
use super::super::tape::{Site, Tape};
use super::gather::scatter_add;
use crate::error::Result;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::{Sort, TopK};
use crate::program::op::dimensions::GatherDimensionNumbers;
use crate::program::op::enumerations::ComparisonDirection::Lt;
use crate::program::types::{TensorType, Type};
use crate::tensor::DType;

/// Sorts once more, together with the places of the elements; the cotangents sorted by these places are in order.
pub(super) fn sort(tape: &mut Tape, site: &Site, attributes: &Sort) -> Result<()> {
    let pairs: Vec<(ValueId, ValueId)> = (site.operands.iter().zip(&site.results))
        .filter(|(operand, _)| tape.wants(**operand))
        .filter_map(|(&operand, &result)| Some((operand, tape.cotangent(result)?)))
        .collect();
    let Some(&(first, _)) = pairs.first() else { return Ok(()) };
    let (compares, captured) = outline(tape.builder.body(), site.regions[0])?;
    let b = &mut *tape.builder;
    let dims = b.tensor(first)?.dims().to_vec();
    let along = attributes.dimension.rem_euclid(dims.len() as i64) as usize;
    let places = b.iota(DType::I64, &dims, along)?;
    let mut elements: Vec<Type> = Vec::with_capacity(2 * site.operands.len() + 2);
    for &operand in site.operands.iter().chain([&places]) {
        let element = TensorType::scalar(b.tensor(operand)?.dtype);
        elements.extend([element.clone().into(), element.into()]);
    }
    let arguments = b.begin_region(&elements)?;
    let compared = splice(b, &compares, &[&arguments[..arguments.len() - 2], &captured].concat())?;
    let region = b.end_region(&compared)?;
    let operands = [&site.operands[..], &[places]].concat();
    let sorted = b.operation(site.op.clone(), &operands, &[region], &[])?;

    let mut operands = vec![sorted[sorted.len() - 1]];
    let mut elements: Vec<Type> = vec![TensorType::scalar(DType::I64).into(); 2];
    for &(_, cotangent) in &pairs {
        let element = TensorType::scalar(b.tensor(cotangent)?.dtype);
        elements.extend([element.clone().into(), element.into()]);
        operands.push(cotangent);
    }
    let arguments = b.begin_region(&elements)?;
    let before = b.compare(arguments[0], arguments[1], Lt)?;
    let region = b.end_region(&[before])?;
    let back = Op::Sort(Box::new(Sort { dimension: attributes.dimension, is_stable: false }));
    let found = b.operation(back, &operands, &[region], &[])?;
    for ((operand, _), cotangent) in pairs.into_iter().zip(found.into_iter().skip(1)) {
        tape.give(operand, cotangent)?;
    }
    Ok(())
}

pub(super) fn top_k(tape: &mut Tape, site: &Site, _attributes: &TopK) -> Result<()> {
    let (x, places) = (site.operands[0], site.results[1]);
    let (true, Some(g)) = (tape.wants(x), tape.cotangent(site.results[0])) else { return Ok(()) };
    let base = tape.cotangent_or_zeros(x)?;
    let b = &mut *tape.builder;
    let rank = b.tensor(x)?.rank() as i64;
    let outer: Vec<i64> = (0..rank - 1).collect();
    let numbers = GatherDimensionNumbers {
        offset_dims: Vec::new(),
        collapsed_slice_dims: vec![rank - 1],
        operand_batching_dims: outer.clone(),
        start_indices_batching_dims: outer,
        start_index_map: vec![rank - 1],
        index_vector_dim: rank,
    };
    let cotangent = scatter_add(b, base, places, g, &numbers, false)?;
    tape.replace(x, cotangent);
    Ok(())
}
