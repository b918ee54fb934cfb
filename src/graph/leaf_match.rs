//! Which leaf of a GraphDef each leaf of a State is.

use super::graphdef::GraphDef;
use super::leaf_paths::LeafPaths;
use super::path::Path;
use super::state::State;

/// How the leaves of a State stand in a GraphDef. Finding out may compare foreign values, so it is done without a lock.
pub(super) enum LeafMatch {
    /// A leaf has the number that [`State::leaf_id`] says; `equal` when its type and metadata are the same too.
    ById { equal: bool },
    /// Each has its own number, or none when the GraphDef has no leaf under that path.
    OneByOne(Vec<Option<u32>>),
}

impl LeafMatch {
    pub(super) fn of(graphdef: &GraphDef, state: &State) -> LeafMatch {
        if let Some(other) = state.graphdef() {
            if other == graphdef {
                return LeafMatch::ById { equal: true };
            }
            // The same model with other static attributes, say: in training mode and in evaluation mode.
            if other.num_leaves() == graphdef.num_leaves() && other.paths() == graphdef.paths() {
                return LeafMatch::ById { equal: false };
            }
        }
        let places = state.paths().places_in(graphdef.paths());
        LeafMatch::OneByOne((0..state.len()).map(|leaf| places[state.leaf_id(leaf)]).collect())
    }

    /// Looks nothing up.
    pub(super) fn unknown(state: &State) -> LeafMatch {
        LeafMatch::OneByOne(vec![None; state.len()])
    }

    /// The number in the GraphDef of a leaf of the State.
    pub(super) fn id(&self, state: &State, leaf: usize) -> Option<usize> {
        match self {
            LeafMatch::ById { .. } => Some(state.leaf_id(leaf)),
            LeafMatch::OneByOne(ids) => ids[leaf].map(|id| id as usize),
        }
    }

    /// Whether types and metadata are those of the GraphDef.
    pub(super) fn is_equal(&self) -> bool {
        matches!(self, LeafMatch::ById { equal: true })
    }
}

impl GraphDef {
    /// The number of the leaf at each of these paths, which come in order.
    pub(crate) fn leaves_at(&self, paths: &[Path]) -> Vec<Option<usize>> {
        let places = LeafPaths::of_sorted(paths.iter().map(Path::keys)).places_in(self.paths());
        places.into_iter().map(|place| place.map(|leaf| leaf as usize)).collect()
    }

    /// The number that each leaf of a State has here.
    pub(crate) fn leaves_of(&self, state: &State) -> Vec<Option<usize>> {
        let matched = LeafMatch::of(self, state);
        (0..state.len()).map(|leaf| matched.id(state, leaf)).collect()
    }
}
