//! Updates at places that indices choose.

use super::Region;
use super::element::{copied, single};
use super::elementwise::convert;
use super::gather::Slices;
use super::index::{Indices, position};
use crate::error::Result;
use crate::program::op::attributes::Scatter;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// The inputs with each element of the updates combined, in row-major order, with the element where it belongs. An
/// element that belongs outside is left out.
pub(super) fn scatter(
    inputs: &[Tensor],
    scatter_indices: &Tensor,
    updates: &[Tensor],
    attributes: &Scatter,
    results: &[TensorType],
    update: Region,
) -> Result<Vec<Tensor>> {
    let mut bytes = Vec::with_capacity(inputs.len());
    let mut converted = Vec::with_capacity(updates.len());
    for ((input, update), result) in inputs.iter().zip(updates).zip(results) {
        bytes.push(copied(&convert(input, result)?)?);
        converted.push(convert(update, &TensorType::new(result.dtype, update.shape())?)?);
    }
    let dims = inputs[0].shape();
    let numbers = attributes.scatter_dimension_numbers.gather();
    let slices = Slices::new(dims, scatter_indices, updates[0].shape().len(), &numbers)?;
    let mut indices = Indices::of(updates[0].shape());
    let mut element = 0;
    while let Some(index) = indices.next() {
        if let Some(place) = place(dims, &slices.start(index), &slices.within(index)) {
            let mut arguments = Vec::with_capacity(2 * inputs.len());
            for (bytes, result) in bytes.iter().zip(results) {
                let size = result.dtype.size();
                arguments.push(Tensor::from_bytes(result.dtype, &[], &bytes[place * size..][..size])?);
            }
            for update in &converted {
                arguments.push(single(update, element)?);
            }
            for (bytes, value) in bytes.iter_mut().zip(update(&arguments)?) {
                let size = value.dtype().size();
                bytes[place * size..][..size].copy_from_slice(value.bytes());
            }
        }
        element += 1;
    }
    bytes.iter().zip(results).map(|(bytes, result)| Tensor::from_bytes(result.dtype, result.dims(), bytes)).collect()
}

/// The place of an element of a slice, or `None` when it lies outside.
fn place(dims: &[i64], start: &[i128], within: &[i64]) -> Option<usize> {
    let index = start.iter().zip(within).map(|(start, &within)| i64::try_from(start + i128::from(within)).ok());
    position(dims, &index.collect::<Option<Vec<i64>>>()?)
}
