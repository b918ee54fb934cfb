//! NumPy's broadcasting: the shape that two shapes have in common, and a value stretched to it.

use super::value::Value;
use crate::error::{Error, Result};
use crate::program::emit::Emit;

/// The shape that both stretch to, or nothing. Shapes are aligned at their last axes; an extent of 1 stretches.
pub(super) fn common_shape(a: &[i64], b: &[i64]) -> Option<Vec<i64>> {
    let rank = a.len().max(b.len());
    let extent = |shape: &[i64], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |axis| shape[axis]);
    (0..rank)
        .map(|axis| match (extent(a, axis), extent(b, axis)) {
            (a, b) if a == b => Some(a),
            (1, b) => Some(b),
            (a, 1) => Some(a),
            _ => None,
        })
        .collect()
}

impl Value {
    /// The elements repeated along new axes in front and along axes of extent 1, as `numpy.broadcast_to`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the shape does not stretch to this one.
    pub fn broadcast_to(&self, shape: &[i64]) -> Result<Value> {
        if self.shape() == shape {
            return Ok(self.clone());
        }
        if common_shape(self.shape(), shape).as_deref() != Some(shape) {
            return Err(Error::invalid(format!("broadcast_to: {self} does not stretch to {shape:?}")));
        }
        // Axes of extent 1 that stretch are taken away first: StableHLO's expansion of them would do, but JAX prints this.
        let front = shape.len() - self.rank();
        let stretched = |axis: usize| self.shape()[axis] != shape[front + axis];
        let kept: Vec<usize> = (0..self.rank()).filter(|&axis| !stretched(axis)).collect();
        let dims: Vec<i64> = kept.iter().map(|&axis| self.shape()[axis]).collect();
        let places: Vec<i64> = kept.iter().map(|&axis| (front + axis) as i64).collect();
        let id = self.id();
        self.trace().emit(|builder| {
            let squeezed = builder.reshape(id, &dims)?;
            builder.broadcast(squeezed, &places, shape)
        })
    }
}
