//! Sorting.

use super::Region;
use super::element::{Scalar, copied, room_for, scalars, single, truth};
use super::index::{Indices, position};
use crate::error::{Error, Result};
use crate::program::op::attributes::{Sort, TopK};
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// The elements of all inputs together, sorted along one dimension so that the comparator, which says whether the first
/// goes before the second, says so of no element and one before it. Equal elements keep their order.
pub(super) fn sort(inputs: &[Tensor], attributes: &Sort, comparator: Region) -> Result<Vec<Tensor>> {
    let dims = inputs[0].shape();
    let rank = dims.len() as i64;
    let along = (if attributes.dimension < 0 { rank + attributes.dimension } else { attributes.dimension }) as usize;
    let mut sorted = inputs.iter().map(copied).collect::<Result<Vec<Vec<u8>>>>()?;
    let mut firsts = dims.to_vec();
    firsts[along] = firsts[along].min(1);
    let mut indices = Indices::of(&firsts);
    while let Some(first) = indices.next() {
        let mut index = first.to_vec();
        let mut places = room_for(dims[along] as usize)?;
        for at in 0..dims[along] {
            index[along] = at;
            places.extend(position(dims, &index));
        }
        let order = merge_sort(&places, &mut |left: usize, right: usize| {
            let mut arguments = Vec::with_capacity(2 * inputs.len());
            for input in inputs {
                arguments.extend([single(input, left)?, single(input, right)?]);
            }
            truth(&comparator(&arguments)?[0])
        })?;
        for (bytes, input) in sorted.iter_mut().zip(inputs) {
            let size = input.dtype().size();
            for (&to, &from) in places.iter().zip(&order) {
                bytes[to * size..][..size].copy_from_slice(&input.bytes()[from * size..][..size]);
            }
        }
    }
    sorted.iter().zip(inputs).map(|(bytes, input)| Tensor::from_bytes(input.dtype(), dims, bytes)).collect()
}

/// Sorts elements, named by their places, by a comparator that may fail, and that may contradict itself: then the order is any.
fn merge_sort(places: &[usize], less: &mut impl FnMut(usize, usize) -> Result<bool>) -> Result<Vec<usize>> {
    let mut merged = room_for(places.len())?;
    if places.len() < 2 {
        merged.extend_from_slice(places);
        return Ok(merged);
    }
    let (left, right) = places.split_at(places.len() / 2);
    let (left, right) = (merge_sort(left, less)?, merge_sort(right, less)?);
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(&first), Some(&second)) = (left.peek(), right.peek()) {
        merged.extend(if less(second, first)? { right.next() } else { left.next() });
    }
    merged.extend(left.chain(right));
    Ok(merged)
}

/// The `k` largest elements along the last dimension, the largest first, and where they stand; of equal ones the first
/// first. Floating-point numbers are in their total order: a positive NaN is the largest.
pub(super) fn top_k(operand: &Tensor, attributes: &TopK, results: &[TensorType]) -> Result<Vec<Tensor>> {
    let [values_type, indices_type] = results else {
        return Err(Error::invalid("chlo.top_k has two results, the values and the indices"));
    };
    let elements = scalars(operand)?;
    let row = operand.shape().last().map_or(1, |&extent| extent as usize);
    let size = operand.dtype().size();
    let mut values = room_for(values_type.element_count() * size)?;
    let mut indices: Vec<i32> = room_for(indices_type.element_count())?;
    for first in (0..elements.len()).step_by(row.max(1)) {
        let mut order: Vec<usize> = room_for(row)?;
        order.extend(0..row);
        order.sort_by(|&left, &right| match (elements[first + right], elements[first + left]) {
            (Scalar::Float(x), Scalar::Float(y)) => x.total_cmp(&y),
            (x, y) => x.as_integer().cmp(&y.as_integer()),
        });
        for &at in &order[..attributes.k as usize] {
            values.extend_from_slice(&operand.bytes()[(first + at) * size..][..size]);
            indices.push(at as i32);
        }
    }
    Ok(vec![
        Tensor::from_bytes(values_type.dtype, values_type.dims(), &values)?,
        Tensor::from_slice(indices_type.dims(), &indices)?,
    ])
}
