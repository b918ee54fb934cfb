//! Leaves: the arrays of a graph, and opaque values that stand in their place.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use crate::tensor::Tensor;

/// How many leaves ahead a loop over all leaves asks for their memory: about as many as take the time of one miss.
pub(super) const AHEAD: usize = 12;

/// The value of a Variable, or of an array attribute. Cloning shares it.
#[derive(Clone)]
pub enum Leaf {
    /// An array of libnnx.
    Tensor(Tensor),
    /// A value of another runtime.
    Opaque(Arc<Opaque>),
}

/// A value that libnnx carries, shares and drops, and never looks into: the array of another runtime, say.
pub struct Opaque {
    type_name: String,
    nbytes: usize,
    value: Box<dyn Any + Send + Sync>,
}

impl Opaque {
    /// A value with the name of its type and its size, both only to be printed.
    pub fn new(type_name: impl Into<String>, nbytes: usize, value: Box<dyn Any + Send + Sync>) -> Opaque {
        Opaque { type_name: type_name.into(), nbytes, value }
    }

    /// The name of its type.
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    /// Its size in bytes.
    pub fn nbytes(&self) -> usize {
        self.nbytes
    }

    /// The value.
    pub fn value(&self) -> &(dyn Any + Send + Sync) {
        &*self.value
    }
}

impl Leaf {
    /// Its size in bytes.
    pub fn nbytes(&self) -> usize {
        match self {
            Leaf::Tensor(tensor) => tensor.nbytes(),
            Leaf::Opaque(opaque) => opaque.nbytes(),
        }
    }

    /// The tensor, when it is one.
    pub fn tensor(&self) -> Option<&Tensor> {
        match self {
            Leaf::Tensor(tensor) => Some(tensor),
            Leaf::Opaque(_) => None,
        }
    }

    /// The array, to write to, unless it is opaque.
    pub(crate) fn tensor_mut(&mut self) -> Option<&mut Tensor> {
        match self {
            Leaf::Tensor(tensor) => Some(tensor),
            Leaf::Opaque(_) => None,
        }
    }

    /// See [`Tensor::prefetch`].
    #[inline]
    pub(super) fn prefetch(&self) {
        if let Leaf::Tensor(tensor) = self {
            tensor.prefetch();
        }
    }

    /// Whether both hold the same: tensors bit for bit, opaque values by identity.
    pub fn bit_eq(&self, other: &Leaf) -> bool {
        match (self, other) {
            (Leaf::Tensor(a), Leaf::Tensor(b)) => a.bit_eq(b),
            (Leaf::Opaque(a), Leaf::Opaque(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// `float32[64,3]`, or the name of the opaque type.
impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Leaf::Tensor(tensor) => write!(f, "{}{}", tensor.dtype(), Dims(tensor.shape())),
            Leaf::Opaque(opaque) => f.write_str(opaque.type_name()),
        }
    }
}

/// Prints a shape as `[64,3]`.
pub(crate) struct Dims<'a>(pub(crate) &'a [i64]);

impl fmt::Display for Dims<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (i, dim) in self.0.iter().enumerate() {
            let separator = if i > 0 { "," } else { "" };
            write!(f, "{separator}{dim}")?;
        }
        f.write_str("]")
    }
}

impl From<Tensor> for Leaf {
    fn from(tensor: Tensor) -> Leaf {
        Leaf::Tensor(tensor)
    }
}
