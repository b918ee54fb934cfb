//! How a step goes with the state of a Session.

use super::step::Step;
use crate::error::{Error, Result};
use crate::graph::State;

/// What the leaves of a Session are to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Those of its objects.
    Objects,
    /// The one State that it takes. With `back`, the first State that it gives is that State afterwards.
    State {
        /// Whether the step gives the State back.
        back: bool,
    },
}

impl Fit {
    /// How a step goes with these leaves; their values do not count.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when it takes other leaves, `FAILED_PRECONDITION` when it changes which leaves there are.
    pub(super) fn of(step: &Step, state: &State) -> Result<Fit> {
        let map = step.map();
        if map.num_object_leaves == 0 && map.state_arguments.len() == 1 {
            let taken = &map.state_arguments[0];
            check(taken, state)?;
            let back = map.states.first().is_some_and(|given| given.template.has_leaves_of(taken));
            return Ok(Fit::State { back });
        }
        if !map.state_arguments.is_empty() {
            return Err(Error::invalid(format!(
                "a Session runs steps over objects, or over one State; this one takes {} leaves of objects and {} States",
                map.num_object_leaves,
                map.state_arguments.len()
            )));
        }
        check(&State::without_values(step.graphdef()), state)?;
        if step.structure().is_some() {
            return Err(Error::precondition(
                "the step changes the structure of its objects, and the leaves of a Session are fixed: call it by its jit \
                 until the structure stays as it is, and make the Session then",
            ));
        }
        Ok(Fit::Objects)
    }
}

/// That a step takes these leaves: the same paths and Variable types. Metadata may differ as other static values do.
fn check(taken: &State, held: &State) -> Result<()> {
    if taken.has_leaves_of(held) {
        return Ok(());
    }
    for leaf in 0..taken.len() {
        let path = taken.path(leaf);
        let Some(found) = held.find(&path) else {
            return Err(Error::invalid("the step takes a leaf here, and the Session has none").at(path));
        };
        if held.variable_type(found) != taken.variable_type(leaf) {
            let name = |ty: Option<crate::graph::VariableType>| ty.map_or("an array", |ty| ty.name());
            let (expected, found) = (name(taken.variable_type(leaf)), name(held.variable_type(found)));
            return Err(Error::invalid(format!("the step takes {expected} here, the Session has {found}")).at(path));
        }
    }
    match (0..held.len()).map(|leaf| held.path(leaf)).find(|path| taken.find(path).is_none()) {
        Some(path) => Err(Error::invalid("the Session has a leaf here, and the step takes none").at(path)),
        None => Ok(()),
    }
}
