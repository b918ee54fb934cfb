//! Functions over objects that run at once: traced, computed, and written to the objects.

use super::function::{Arguments, Outputs, Scope, Source, together, trace_function};
use crate::error::{Error, Result};
use crate::graph::{Leaf, Node, State, UpdateOptions};
use crate::program::{Denormals, evaluate};
use crate::tensor::Tensor;

/// What a function that ran at once has given.
pub struct Eager {
    /// Its values.
    pub values: Vec<Leaf>,
    /// Its States, whose leaves are arrays.
    pub states: Vec<State>,
}

/// Runs a function over objects and States that hold arrays, now. The objects have what it wrote to their Variables; as
/// XLA does on a CPU, it computes with 0 for the numbers next to it.
///
/// # Errors
/// As [`trace_function`]; `UNIMPLEMENTED` when the function changes the structure. After an error the objects are as
/// before.
pub fn run_now(
    objects: &[Node],
    states: &[State],
    function: &mut dyn FnMut(&Scope) -> Result<Outputs>,
) -> Result<Eager> {
    let traced = trace_function(Arguments { objects, states, inputs: &[] }, function)?;
    if traced.structure.is_some() {
        return Err(Error::new(
            crate::Status::Unimplemented,
            "a function that runs at once may not change the structure of its objects",
        ));
    }
    let root = together(objects)?;
    let (_, state) = root.split_whole()?;
    let leaves: Vec<&Leaf> = std::iter::once(&state).chain(states).flat_map(State::values).collect();
    let arrays: Vec<Tensor> = leaves.iter().filter_map(|leaf| leaf.tensor().cloned()).collect();
    let results = evaluate(&traced.module, "main", &arrays, Denormals::Flush)?;
    let leaf = |source: &Source| match source {
        Source::Result(result) => Ok(results[*result].clone().into()),
        Source::Leaf(leaf) => Ok(leaves[*leaf].clone()),
        Source::Known(leaf) => Ok(leaf.clone()),
        Source::Input(_) => Err(Error::invalid("there are no inputs")),
    };
    let values = traced.outputs.iter().map(leaf).collect::<Result<Vec<Leaf>>>()?;
    let states = traced
        .states
        .iter()
        .map(|given| given.template.with_values(given.leaves.iter().map(leaf).collect::<Result<Vec<Leaf>>>()?));
    let states = states.collect::<Result<Vec<State>>>()?;
    let after = state.with_values(traced.object_leaves.iter().map(leaf).collect::<Result<Vec<Leaf>>>()?)?;
    root.update(&[after], UpdateOptions { allow_any_change: true, ..UpdateOptions::default() })?;
    Ok(Eager { values, states })
}

impl super::Trace {
    /// The trace that the first traced leaf among these is a value of.
    pub fn of_leaves<'a>(leaves: impl IntoIterator<Item = &'a Leaf>) -> Option<super::Trace> {
        leaves.into_iter().find_map(super::Value::of_leaf).map(|value| value.trace().clone())
    }
}
