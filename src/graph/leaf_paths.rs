//! The paths of all leaves of a GraphDef, made when first asked for.

use std::cmp::Ordering;

use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::key::Key;
use super::path::Path;

/// A tree of keys with a pointer to the parent, so that a million leaves in a chain take linear memory.
#[derive(PartialEq)]
pub(crate) struct LeafPaths {
    entries: Vec<(u32, Key)>,
    leaves: Vec<u32>,
}

const ROOT: u32 = u32::MAX;

impl LeafPaths {
    pub(super) fn of(graphdef: &GraphDef) -> LeafPaths {
        let (mut entries, mut leaves) = (Vec::new(), Vec::with_capacity(graphdef.num_leaves()));
        // Open nodes: the entry of the node, and how many of its attributes are to come.
        let mut open: Vec<(u32, u32)> = Vec::new();
        let mut nodes = graphdef.nodes().iter();
        match nodes.next() {
            Some(NodeDef::Container { attributes, .. }) => open.push((ROOT, *attributes)),
            Some(NodeDef::Variable { .. }) => leaves.push(ROOT),
            _ => (),
        }
        let mut attributes = graphdef.attributes().iter();
        while let Some((parent, remaining)) = open.last_mut() {
            if *remaining == 0 {
                open.pop();
                continue;
            }
            *remaining -= 1;
            let parent = *parent;
            let Some((key, attribute)) = attributes.next() else { break };
            let is_leaf = match attribute {
                AttributeDef::Static(_) => continue,
                AttributeDef::Leaf => true,
                AttributeDef::Node => match nodes.next() {
                    Some(NodeDef::Variable { .. }) => true,
                    Some(NodeDef::Container { attributes, .. }) => {
                        open.push((entries.len() as u32, *attributes));
                        false
                    }
                    _ => continue,
                },
            };
            if is_leaf {
                leaves.push(entries.len() as u32);
            }
            entries.push((parent, key.clone()));
        }
        LeafPaths { entries, leaves }
    }

    /// The path of a leaf.
    pub(super) fn path(&self, leaf: usize) -> Path {
        let mut keys: Vec<Key> = self.keys_upwards(leaf).cloned().collect();
        keys.reverse();
        Path::from(keys)
    }

    /// The keys of a leaf's path, the last one first.
    pub(super) fn keys_upwards(&self, leaf: usize) -> impl Iterator<Item = &Key> {
        let mut at = self.leaves[leaf];
        std::iter::from_fn(move || {
            if at == ROOT {
                return None;
            }
            let (parent, key) = &self.entries[at as usize];
            at = *parent;
            Some(key)
        })
    }

    /// All levels that lead to these leaves, and the leaves, outermost first: the number that the level above has in
    /// this list, its key, and for a leaf its place in `leaves`. `leaves` must be in order.
    pub(super) fn levels_above(&self, leaves: &[u32]) -> Vec<(Option<u32>, &Key, Option<usize>)> {
        let mut needed = vec![None; self.entries.len()];
        for (place, leaf) in leaves.iter().enumerate() {
            let mut at = self.leaves[*leaf as usize];
            let mut found = Some(place);
            while at != ROOT && needed[at as usize].is_none() {
                needed[at as usize] = Some(found.take());
                at = self.entries[at as usize].0;
            }
        }
        let mut numbers = vec![ROOT; self.entries.len()];
        let mut levels = Vec::new();
        for (at, (parent, key)) in self.entries.iter().enumerate() {
            let Some(leaf) = needed[at] else { continue };
            numbers[at] = levels.len() as u32;
            levels.push((numbers.get(*parent as usize).copied(), key, leaf));
        }
        levels
    }

    /// How the path of a leaf compares with these keys. Leaves are sorted by this.
    pub(super) fn compare(&self, leaf: usize, keys: &[Key], scratch: &mut Vec<u32>) -> Ordering {
        scratch.clear();
        let mut at = self.leaves[leaf];
        while at != ROOT {
            scratch.push(at);
            at = self.entries[at as usize].0;
        }
        scratch.iter().rev().map(|entry| &self.entries[*entry as usize].1).cmp(keys)
    }
}
