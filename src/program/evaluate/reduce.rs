//! Many elements to one, and a region on each.

use super::Region;
use super::dot::place;
use super::element::{room_for, single};
use super::elementwise::convert;
use super::index::{Indices, pick, position};
use crate::error::Result;
use crate::program::op::attributes::Reduce;
use crate::program::types::TensorType;
use crate::tensor::{DType, Tensor};

/// The elements of a tensor that is made one by one, in order.
pub(super) struct Elements<'a> {
    ty: &'a TensorType,
    bytes: Vec<u8>,
}

impl<'a> Elements<'a> {
    /// None yet of this type.
    pub(super) fn new(ty: &'a TensorType) -> Result<Elements<'a>> {
        Ok(Elements { ty, bytes: room_for(ty.shape.byte_count(ty.dtype)?)? })
    }

    /// The next one.
    pub(super) fn push(&mut self, single: &Tensor) {
        self.bytes.extend_from_slice(single.bytes());
    }

    /// The one at this place, which was pushed.
    pub(super) fn get(&self, at: usize) -> Result<Tensor> {
        let size = self.ty.dtype.size();
        Tensor::from_bytes(self.ty.dtype, &[], &self.bytes[at * size..][..size])
    }

    /// Puts another in place of one that was pushed.
    pub(super) fn set(&mut self, at: usize, single: &Tensor) {
        let size = self.ty.dtype.size();
        self.bytes[at * size..][..size].copy_from_slice(single.bytes());
    }

    /// All of them.
    pub(super) fn finish(self) -> Result<Tensor> {
        Tensor::from_bytes(self.ty.dtype, self.ty.dims(), &self.bytes)
    }
}

/// The tensor in the dtype in which a region computes.
pub(super) fn promoted(tensor: &Tensor, dtype: DType) -> Result<Tensor> {
    if tensor.dtype() == dtype {
        Ok(tensor.clone())
    } else {
        convert(tensor, &TensorType::of(tensor).with_dtype(dtype)?)
    }
}

/// The tensors in the dtypes of the results, in which a region computes.
pub(super) fn all_promoted(tensors: &[Tensor], results: &[TensorType]) -> Result<Vec<Tensor>> {
    tensors.iter().zip(results).map(|(tensor, result)| promoted(tensor, result.dtype)).collect()
}

/// Reduces along dimensions, from the initial values on and in the order of the elements.
pub(super) fn reduce(
    inputs: &[Tensor],
    init_values: &[Tensor],
    attributes: &Reduce,
    results: &[TensorType],
    body: Region,
) -> Result<Vec<Tensor>> {
    let inputs = all_promoted(inputs, results)?;
    let init_values = all_promoted(init_values, results)?;
    let dims = inputs[0].shape();
    let kept: Vec<i64> =
        (0..dims.len() as i64).filter(|dimension| !attributes.dimensions.contains(dimension)).collect();
    // In ascending order, whatever the order in which they are named.
    let gone: Vec<i64> = (0..dims.len() as i64).filter(|dimension| attributes.dimensions.contains(dimension)).collect();
    let extents = pick(dims, &gone);
    let mut source = vec![0; dims.len()];
    let mut reduced = results.iter().map(Elements::new).collect::<Result<Vec<Elements>>>()?;
    let mut indices = Indices::of(results[0].dims());
    while let Some(index) = indices.next() {
        place(&mut source, &kept, index);
        let mut values = init_values.clone();
        let mut terms = Indices::of(&extents);
        while let Some(term) = terms.next() {
            place(&mut source, &gone, term);
            if let Some(at) = position(dims, &source) {
                for input in &inputs {
                    values.push(single(input, at)?);
                }
                values = body(&values)?;
            }
        }
        for (elements, value) in reduced.iter_mut().zip(&values) {
            elements.push(value);
        }
    }
    reduced.into_iter().map(Elements::finish).collect()
}

/// Runs a region on the elements of the inputs at each index.
pub(super) fn map(inputs: &[Tensor], result: &TensorType, computation: Region) -> Result<Tensor> {
    let mut mapped = Elements::new(result)?;
    for at in 0..result.element_count() {
        let elements = inputs.iter().map(|input| single(input, at)).collect::<Result<Vec<Tensor>>>()?;
        for value in computation(&elements)? {
            mapped.push(&value);
        }
    }
    mapped.finish()
}
