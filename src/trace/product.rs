//! Products of matrices.

use super::broadcast::common_shape;
use super::promote::promote;
use super::value::Value;
use crate::error::{Error, Result};
use crate::program::Op;
use crate::program::emit::Emit;
use crate::program::op::attributes::DotGeneral;
use crate::program::op::dimensions::DotDimensionNumbers;

impl Value {
    /// Sums of products over the contracting axes; batching axes go together and come first in the result, then the other
    /// axes of the left, then those of the right.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the extents of axes that go together differ.
    pub fn dot_general(&self, other: &Value, numbers: DotDimensionNumbers) -> Result<Value> {
        let dtype = promote(self.dtype(), other.dtype());
        let (lhs, rhs) = (self.astype(dtype)?, other.astype(dtype)?);
        let ids = [self.trace().id(&lhs)?, self.trace().id(&rhs)?];
        let dot = DotGeneral { dot_dimension_numbers: numbers, precision_config: Vec::new(), algorithm: None };
        self.trace().emit(|builder| builder.emit(Op::DotGeneral(Box::new(dot)), &ids))
    }

    /// The product of matrices as `numpy.matmul`: the last two axes are the matrices, the others broadcast; a vector is a
    /// row on the left and a column on the right.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the inner extents differ, a batch does not broadcast, or an operand is a single number.
    pub fn matmul(&self, other: &Value) -> Result<Value> {
        let (a, b) = (self.rank(), other.rank());
        let inner = |shape: &[i64], from_end: usize| shape[shape.len() - from_end];
        let fits = a > 0 && b > 0 && inner(self.shape(), 1) == inner(other.shape(), 2.min(b));
        if !fits {
            return Err(Error::invalid(format!(
                "matmul: {self} and {other}: the last axis of the left must be as long as the last but one of the right"
            )));
        }
        if b <= 2 {
            // Without a batch on the right, all axes of the left but the last stay as they are.
            return self.dot_general(
                other,
                DotDimensionNumbers {
                    lhs_contracting_dimensions: vec![a as i64 - 1],
                    rhs_contracting_dimensions: vec![b as i64 - if b == 1 { 1 } else { 2 }],
                    ..DotDimensionNumbers::default()
                },
            );
        }
        let lhs = if a == 1 { self.expand_dims(0)? } else { self.clone() };
        let batch = common_shape(&lhs.shape()[..lhs.rank() - 2], &other.shape()[..b - 2]);
        let batch = batch
            .ok_or_else(|| Error::invalid(format!("matmul: the batches of {self} and {other} do not go together")))?;
        let stretched = |value: &Value| {
            let matrix = &value.shape()[value.rank() - 2..];
            value.broadcast_to(&[batch.as_slice(), matrix].concat())
        };
        let batching: Vec<i64> = (0..batch.len() as i64).collect();
        let rank = batching.len() as i64 + 2;
        let product = stretched(&lhs)?.dot_general(
            &stretched(other)?,
            DotDimensionNumbers {
                lhs_batching_dimensions: batching.clone(),
                rhs_batching_dimensions: batching,
                lhs_contracting_dimensions: vec![rank - 1],
                rhs_contracting_dimensions: vec![rank - 2],
            },
        )?;
        if a == 1 { product.squeeze(super::reduce::Axes::These(&[-2])) } else { Ok(product) }
    }
}
