//! Random bits.

use crate::error::Result;
use crate::program::op::attributes::RngBitGenerator;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

pub(super) fn rng_bit_generator(
    _initial_state: &Tensor,
    _attributes: &RngBitGenerator,
    _output: &TensorType,
) -> Result<Vec<Tensor>> {
    Err(super::unimplemented("rng_bit_generator"))
}
