//! Gradients of what a trace has computed.

use super::trace::Trace;
use super::value::Value;
use crate::error::{Error, Result};
use crate::graph::{Filter, Leaf, Node, State, UpdateOptions};
use crate::program::emit::Emit;
use crate::program::types::{Class, class};
use crate::program::{self, differentiate};

/// A value equal to this one, by which gradients can be taken: what is computed from it depends on it, what was computed
/// before does not.
///
/// # Errors
/// `INVALID_ARGUMENT` when its elements are no floats.
pub fn watch(value: &Value) -> Result<Value> {
    if class(value.dtype()) != Class::Float {
        return Err(Error::invalid(format!("there is no gradient by {value}: its elements are not floats")));
    }
    let id = value.id();
    value.trace().emit(|builder| differentiate::watch(builder, id))
}

/// The gradients of a single number by values that were [`watch`]ed before it was computed.
///
/// # Errors
/// `INVALID_ARGUMENT` when `output` is not a single float, `UNIMPLEMENTED` for an operation without a rule.
pub fn gradients(output: &Value, wrt: &[Value]) -> Result<Vec<Value>> {
    if output.rank() != 0 || class(output.dtype()) != Class::Float {
        return Err(Error::invalid(format!(
            "gradients are of a single float, and the function gave {output}; take its mean or its sum"
        )));
    }
    let trace = output.trace();
    let ids = trace.ids(wrt)?;
    let (id, dtype) = (output.id(), output.dtype());
    let found = trace.build(|builder| {
        let one = builder.scalar(dtype, 1.0)?;
        program::pullback(builder, &[id], &[one], &ids)
    })?;
    trace.values(&found)
}

/// What `loss` computes from the objects below `node`, and its gradients by those Variables that `wrt` takes: a State with
/// their paths. What `loss` changes in the objects stays changed.
///
/// # Errors
/// `INVALID_ARGUMENT` when the loss is not a single float, or a Variable holds no floats; what `loss` answers.
pub fn value_and_grad(
    trace: &Trace,
    node: &Node,
    wrt: &Filter,
    loss: &mut dyn FnMut() -> Result<Value>,
) -> Result<(Value, State)> {
    let selected = node.state(std::slice::from_ref(wrt))?;
    let selected = selected.into_iter().next().unwrap_or_else(State::empty);
    let mut watched = Vec::with_capacity(selected.len());
    for (leaf, value) in selected.values().iter().enumerate() {
        let found = trace.leaf_value(value).and_then(|value| watch(&value));
        watched.push(found.map_err(|error| error.at(selected.path(leaf)))?);
    }
    let leaves: Vec<Leaf> = watched.iter().map(Value::to_leaf).collect();
    let options = UpdateOptions { allow_any_change: true, ..UpdateOptions::default() };
    node.update(&[selected.with_values(leaves)?], options)?;
    let loss = loss()?;
    trace.id(&loss)?;
    let gradients = gradients(&loss, &watched)?;
    let gradients = selected.with_values(gradients.iter().map(Value::to_leaf).collect())?;
    Ok((loss, gradients))
}

impl Value {
    /// The same value, which gradients do not pass.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when the trace is over.
    pub fn stop_gradient(&self) -> Result<Value> {
        let id = self.id();
        self.trace().emit(|builder| program::stop_gradient(builder, id))
    }
}
