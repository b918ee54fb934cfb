//! A traced value: a dtype and a shape, and the place in a program where the array will be.

use std::fmt;

use super::trace::Trace;
use crate::error::Result;
use crate::program::{TensorType, ValueId};
use crate::tensor::DType;

/// A value of a function that is being traced. Its elements are known when the program runs, its dtype and shape now.
///
/// What is done with it becomes operations of the program. Shapes go together as in NumPy, dtypes as in JAX. Cloning is
/// cheap and means the same value.
#[derive(Clone)]
pub struct Value {
    trace: Trace,
    id: ValueId,
    ty: TensorType,
}

impl Value {
    pub(super) fn new(trace: &Trace, id: ValueId, ty: TensorType) -> Value {
        Value { trace: trace.clone(), id, ty }
    }

    /// The trace that it is a value of.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Its place in the program.
    pub fn id(&self) -> ValueId {
        self.id
    }

    /// Dtype and shape.
    pub fn tensor_type(&self) -> &TensorType {
        &self.ty
    }

    /// The type of its elements.
    pub fn dtype(&self) -> DType {
        self.ty.dtype
    }

    /// Its extents.
    pub fn shape(&self) -> &[i64] {
        self.ty.dims()
    }

    /// The number of its axes.
    pub fn rank(&self) -> usize {
        self.ty.rank()
    }

    /// The number of its elements.
    pub fn size(&self) -> usize {
        self.ty.element_count()
    }

    /// The axis that this one is, where it may count from the end.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there is no such axis.
    pub fn axis(&self, axis: i64) -> Result<usize> {
        super::shape::axis(axis, self.rank())
    }
}

/// `float32[64,3]`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.ty.dtype, self.ty.shape)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Value({self})")
    }
}
