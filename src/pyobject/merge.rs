//! Merge: a GraphDef and states put together into new objects.

use super::leaves::sorted_leaves;
use super::module::{Answer, Stop};
use super::native;
use super::object::{Borrowed, Object, PyResult};
use super::unflatten::{Options, build, list_items};

/// `flax.nnx.merge(graphdef, *states, copy=copy, recreate_variables=recreate)`.
pub(super) fn merge([graphdef, states, copy, recreate]: [&Borrowed; 4]) -> Answer {
    let mut native = native::enter()?;
    let (mut variables, plans) = native.variables();
    let plan = plans.of(variables.flax, graphdef)?;
    if !states.is_tuple() {
        return Err(Stop::Fallback("states that are no tuple"));
    }
    let states = (0..states.tuple_size()).map(|index| Ok(states.tuple_get(index)?.own()));
    let states: Vec<Object> = states.collect::<PyResult<_>>()?;
    let leaves = match &states[..] {
        [] => return Err(Stop::Fallback("no states")),
        [state] if state.is_list() => list_items(state)?,
        [state, ..] if state.is_list() => return Err(Stop::Fallback("a list among states")),
        states => sorted_leaves(&mut variables, states)?,
    };
    let options = Options { index_ref: None, outer: None, copy: copy.truth()?, recreate: recreate.truth()? };
    build(&mut variables, &plan, &leaves, options)
}
