//! What may stand beside a value: another value, an array, a number.

use super::promote::{promote, to_inexact};
use super::trace::Trace;
use super::value::Value;
use crate::error::Result;
use crate::program::types::{Class, class};
use crate::tensor::{DType, Tensor};

/// An operand of an operation on values. Numbers take the dtype of what they stand beside, as in JAX: `x + 1` and
/// `x + 1.5` have the dtype of `x`, unless `x` cannot hold numbers of that kind.
#[derive(Clone, Copy)]
pub enum Operand<'a> {
    /// A value.
    Value(&'a Value),
    /// An array.
    Tensor(&'a Tensor),
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number.
    Float(f64),
}

impl Operand<'_> {
    /// The dtype of an operation on this and elements of `other`.
    pub(super) fn promoted(&self, other: DType) -> DType {
        match self {
            Operand::Value(value) => promote(value.dtype(), other),
            Operand::Tensor(tensor) => promote(tensor.dtype(), other),
            Operand::Bool(_) => other,
            Operand::Int(_) if class(other) == Class::Bool => DType::I32,
            Operand::Int(_) => other,
            Operand::Float(_) => to_inexact(other),
        }
    }

    /// Its extents; none for a number.
    pub(super) fn shape(&self) -> &[i64] {
        match self {
            Operand::Value(value) => value.shape(),
            Operand::Tensor(tensor) => tensor.shape(),
            Operand::Bool(_) | Operand::Int(_) | Operand::Float(_) => &[],
        }
    }

    /// It as a value with elements of this dtype.
    pub(super) fn to_value(self, trace: &Trace, dtype: DType) -> Result<Value> {
        match self {
            Operand::Value(value) => value.astype(dtype),
            Operand::Tensor(tensor) => trace.constant(tensor)?.astype(dtype),
            Operand::Bool(truth) => trace.scalar(dtype, f64::from(u8::from(truth))),
            // Integers beyond 2^53 are not all floats.
            Operand::Int(number) if class(dtype) != Class::Float => {
                trace.constant(&Tensor::scalar(number))?.astype(dtype)
            }
            Operand::Int(number) => trace.scalar(dtype, number as f64),
            Operand::Float(number) => trace.scalar(dtype, number),
        }
    }
}

impl Trace {
    /// An operand as a value of this trace; a number alone is `bool`, `int32` or `float32`, as in JAX.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` for a value of another trace, and when the trace is over.
    pub fn operand(&self, operand: Operand) -> Result<Value> {
        let dtype = match operand {
            Operand::Value(value) => {
                self.id(value)?;
                return Ok(value.clone());
            }
            Operand::Tensor(tensor) => tensor.dtype(),
            Operand::Bool(_) => DType::Bool,
            Operand::Int(_) => DType::I32,
            Operand::Float(_) => DType::F32,
        };
        operand.to_value(self, dtype)
    }
}

impl<'a> From<&'a Value> for Operand<'a> {
    fn from(value: &'a Value) -> Operand<'a> {
        Operand::Value(value)
    }
}

impl<'a> From<&'a Tensor> for Operand<'a> {
    fn from(tensor: &'a Tensor) -> Operand<'a> {
        Operand::Tensor(tensor)
    }
}

impl From<f64> for Operand<'_> {
    fn from(number: f64) -> Self {
        Operand::Float(number)
    }
}

impl From<i64> for Operand<'_> {
    fn from(number: i64) -> Self {
        Operand::Int(number)
    }
}

impl From<bool> for Operand<'_> {
    fn from(truth: bool) -> Self {
        Operand::Bool(truth)
    }
}
