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
        let mut cursor = PathCursor::new(graphdef);
        LeafMatch::OneByOne((0..state.len()).map(|leaf| cursor.find(&state.path(leaf))).collect())
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

/// Finds paths that come in order in a GraphDef's leaves, which are in order too.
struct PathCursor<'a> {
    paths: &'a LeafPaths,
    next: usize,
    count: usize,
    scratch: Vec<u32>,
}

impl<'a> PathCursor<'a> {
    fn new(graphdef: &'a GraphDef) -> PathCursor<'a> {
        PathCursor { paths: graphdef.paths(), next: 0, count: graphdef.num_leaves(), scratch: Vec::new() }
    }

    fn find(&mut self, path: &Path) -> Option<u32> {
        while self.next < self.count {
            match self.paths.compare(self.next, path.keys(), &mut self.scratch) {
                std::cmp::Ordering::Less => self.next += 1,
                std::cmp::Ordering::Equal => return Some(self.next as u32),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }
}
