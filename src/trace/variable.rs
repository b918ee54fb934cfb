//! Variables whose value is traced.

use std::sync::Arc;

use super::trace::Trace;
use super::value::Value;
use crate::error::{Error, Result};
use crate::graph::{Leaf, Node, Opaque};

impl Value {
    /// The leaf that a Variable holds while this is its value.
    pub fn to_leaf(&self) -> Leaf {
        Leaf::Opaque(Arc::new(Opaque::new(format!("traced {self}"), 0, Box::new(self.clone()))))
    }

    /// The traced value that a leaf is, where it is one.
    pub fn of_leaf(leaf: &Leaf) -> Option<&Value> {
        match leaf {
            Leaf::Opaque(opaque) => opaque.value().downcast_ref(),
            Leaf::Tensor(_) => None,
        }
    }
}

impl Trace {
    /// What a leaf is in this trace: its value, or its array as a constant.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` for a value of another trace, `INVALID_ARGUMENT` for an opaque leaf.
    pub fn leaf_value(&self, leaf: &Leaf) -> Result<Value> {
        match (Value::of_leaf(leaf), leaf) {
            (Some(value), _) => {
                self.id(value)?;
                Ok(value.clone())
            }
            (None, Leaf::Tensor(tensor)) => self.constant(tensor),
            (None, Leaf::Opaque(opaque)) => Err(Error::invalid(format!(
                "a leaf holds a {}, which is opaque: there is nothing to compute with",
                opaque.type_name()
            ))),
        }
    }
}

/// The value of a Variable. One that is not among the traced objects is a constant: the program has the array that it
/// holds now.
///
/// # Errors
/// As [`Trace::leaf_value`], and `INVALID_ARGUMENT` when the node is no Variable.
pub fn read_variable(trace: &Trace, variable: &Node) -> Result<Value> {
    trace.located(variable, variable.value().and_then(|leaf| trace.leaf_value(&leaf)))
}

/// Sets the value of a Variable to a traced one.
///
/// # Errors
/// `FAILED_PRECONDITION` for a value of another trace, `INVALID_ARGUMENT` when the node is no Variable.
pub fn write_variable(variable: &Node, value: &Value) -> Result<()> {
    let before = variable.value()?;
    if Value::of_leaf(&before).is_none() {
        value.trace().note_written(variable, before);
    }
    variable.set_value(value.to_leaf())
}
