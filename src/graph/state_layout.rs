//! The leaves of a State without their values: what is known of it before they are.

use std::sync::{Arc, OnceLock};

use super::graphdef::GraphDef;
use super::leaf::{Leaf, Opaque};
use super::state::{Layout, State};
use crate::error::{Error, Result};

impl State {
    /// The State of all leaves of a structure, with these values.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are not as many.
    pub fn whole(graphdef: &GraphDef, values: Vec<Leaf>) -> Result<State> {
        if values.len() != graphdef.num_leaves() {
            return Err(Error::invalid(format!(
                "the GraphDef has {} leaves, not {}",
                graphdef.num_leaves(),
                values.len()
            )));
        }
        Ok(State::new(Layout::Whole(graphdef.clone()), values))
    }

    /// The State of all leaves of a structure, none of which has a value.
    pub(crate) fn without_values(graphdef: &GraphDef) -> State {
        State::new(Layout::Whole(graphdef.clone()), vec![no_value(); graphdef.num_leaves()])
    }

    /// The State with the same leaves, none of which has a value: it keeps no array alive.
    pub(crate) fn emptied(&self) -> State {
        State::new(self.layout.clone(), vec![no_value(); self.len()])
    }

    /// Whether both have the same leaves, as far as can be told without looking at paths.
    pub(crate) fn has_layout_of(&self, other: &State) -> bool {
        match (&self.layout, &other.layout) {
            (Layout::Whole(a), Layout::Whole(b)) => a.ptr_eq(b),
            (Layout::Part(a, leaves), Layout::Part(b, others)) => a.ptr_eq(b) && leaves == others,
            (Layout::Free(a), Layout::Free(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// Whether both have the same paths, Variable types and metadata.
    pub(crate) fn has_leaves_of(&self, other: &State) -> bool {
        self.has_layout_of(other) || (self.len() == other.len() && self.same_leaves(other))
    }
}

/// What stands for a value that is not known.
fn no_value() -> Leaf {
    static NO_VALUE: OnceLock<Arc<Opaque>> = OnceLock::new();
    let value = NO_VALUE.get_or_init(|| Arc::new(Opaque::new("no value", 0, Box::new(()))));
    Leaf::Opaque(Arc::clone(value))
}
