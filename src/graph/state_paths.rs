//! The paths of a State: as a tree, printed, copied for a caller, and matched with those of another State.

use std::borrow::Cow;
use std::fmt;

use super::leaf_paths::LeafPaths;
use super::listing::{Fits, Listing};
use super::path::Path;
use super::state::{Layout, State, StateLeaf};

impl State {
    /// The tree of the paths. The leaves have the numbers there that [`State::leaf_id`] says.
    pub(super) fn paths(&self) -> Cow<'_, LeafPaths> {
        match &self.layout {
            Layout::Whole(graphdef) | Layout::Part(graphdef, _) => Cow::Borrowed(graphdef.paths()),
            Layout::Free(leaves) => Cow::Owned(LeafPaths::of_sorted(leaves.iter().map(|leaf| leaf.path.keys()))),
        }
    }

    /// The number of keys of a leaf's path.
    pub(crate) fn depth(&self, leaf: usize) -> usize {
        match &self.layout {
            Layout::Free(leaves) => leaves[leaf].path.keys().len(),
            Layout::Whole(graphdef) | Layout::Part(graphdef, _) => graphdef.leaf_depth(self.leaf_id(leaf)),
        }
    }

    /// The path of a leaf to be printed.
    pub(crate) fn display_path(&self, leaf: usize) -> impl fmt::Display + '_ {
        struct Printed<'a>(&'a State, usize);
        impl fmt::Display for Printed<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Printed(state, leaf) = *self;
                match &state.layout {
                    Layout::Free(leaves) => leaves[leaf].path.fmt(f),
                    Layout::Whole(graphdef) | Layout::Part(graphdef, _) => {
                        let paths = graphdef.paths();
                        paths.tree().display(paths.entry(state.leaf_id(leaf))).fmt(f)
                    }
                }
            }
        }
        Printed(self, leaf)
    }

    /// The path of a leaf, as one of the paths of a call.
    pub(crate) fn listed_path(&self, leaf: usize, listing: &mut Listing) -> Fits<Path> {
        match &self.layout {
            Layout::Free(leaves) => listing.keys(leaves[leaf].path.keys()),
            Layout::Whole(graphdef) | Layout::Part(graphdef, _) => {
                let paths = graphdef.paths();
                listing.path(paths.tree(), paths.entry(self.leaf_id(leaf)))
            }
        }
    }

    /// A leaf with all that belongs to it, as one of the leaves of a call.
    pub(super) fn listed_leaf(&self, leaf: usize, listing: &mut Listing) -> Fits<StateLeaf> {
        Ok(StateLeaf {
            path: self.listed_path(leaf, listing)?,
            variable_type: self.variable_type(leaf),
            metadata: self.metadata(leaf).clone(),
            value: self.values[leaf].clone(),
        })
    }

    /// Whether the paths have no more keys than are left, which they are taken from.
    pub(super) fn has_few_keys(&self, left: &mut usize) -> bool {
        (0..self.len()).all(|leaf| {
            let keys = self.depth(leaf);
            let fits = keys <= *left;
            *left = left.saturating_sub(keys);
            fits
        })
    }

    /// For each leaf the one with the same path in another State.
    pub(super) fn places_in(&self, other: &State) -> Vec<Option<usize>> {
        if self.is_aligned(other) {
            return (0..self.len()).map(Some).collect();
        }
        let places = self.paths().places_in(&other.paths());
        let mut next = 0;
        let place = |leaf| {
            let wanted = places[self.leaf_id(leaf)]? as usize;
            while next < other.len() && other.leaf_id(next) < wanted {
                next += 1;
            }
            (next < other.len() && other.leaf_id(next) == wanted).then_some(next)
        };
        (0..self.len()).map(place).collect()
    }

    /// Whether both have the same paths, as far as their GraphDefs tell.
    fn is_aligned(&self, other: &State) -> bool {
        let (Some(a), Some(b)) = (self.graphdef(), other.graphdef()) else { return false };
        self.len() == other.len()
            && (0..self.len()).all(|leaf| self.leaf_id(leaf) == other.leaf_id(leaf))
            && (a == b || a.num_leaves() == b.num_leaves() && a.paths() == b.paths())
    }
}
