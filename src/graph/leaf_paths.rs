//! The paths of all leaves of a GraphDef, made when first asked for.

use std::cmp::Ordering;

use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::key::Key;
use super::path::Path;
use super::path_tree::{PathTree, ROOT};

/// Leaves by number, and where they stand in a tree of paths.
#[derive(PartialEq, Clone)]
pub(super) struct LeafPaths {
    tree: PathTree,
    leaves: Vec<u32>,
}

impl LeafPaths {
    pub(super) fn of(graphdef: &GraphDef) -> LeafPaths {
        let (mut tree, mut leaves) = (PathTree::new(), Vec::with_capacity(graphdef.num_leaves()));
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
            let below = match attribute {
                AttributeDef::Static(_) => continue,
                AttributeDef::Leaf => None,
                AttributeDef::Node => match nodes.next() {
                    Some(NodeDef::Variable { .. }) => None,
                    Some(NodeDef::Container { attributes, .. }) => Some(*attributes),
                    _ => continue,
                },
            };
            let entry = tree.push(parent, key.clone());
            match below {
                Some(attributes) => open.push((entry, attributes)),
                None => leaves.push(entry),
            }
        }
        LeafPaths { tree, leaves }
    }

    /// Leaves with these paths, which come in order.
    pub(super) fn of_sorted<'a>(paths: impl IntoIterator<Item = &'a [Key]>) -> LeafPaths {
        let (tree, leaves) = PathTree::of_sorted(paths);
        LeafPaths { tree, leaves }
    }

    pub(super) fn tree(&self) -> &PathTree {
        &self.tree
    }

    /// Where a leaf stands in the tree.
    pub(super) fn entry(&self, leaf: usize) -> u32 {
        self.leaves[leaf]
    }

    /// The path of a leaf.
    pub(super) fn path(&self, leaf: usize) -> Path {
        self.tree.path(self.leaves[leaf])
    }

    /// For each leaf the one with the same path among others, in time that is linear in both trees.
    pub(super) fn places_in(&self, other: &LeafPaths) -> Vec<Option<u32>> {
        let mut leaves = vec![None; other.tree.len()];
        for (leaf, entry) in other.leaves.iter().enumerate() {
            leaves[*entry as usize] = Some(leaf as u32);
        }
        let entries = self.tree.places_in(&other.tree);
        self.leaves.iter().map(|entry| leaves[entries[*entry as usize]? as usize]).collect()
    }

    /// All levels that lead to these leaves, and the leaves, outermost first: the number that the level above has in
    /// this list, its key, and for a leaf its place in `leaves`. `leaves` must be in order.
    pub(super) fn levels_above(&self, leaves: &[u32]) -> Vec<(Option<u32>, &Key, Option<usize>)> {
        let mut needed = vec![None; self.tree.len()];
        for (place, leaf) in leaves.iter().enumerate() {
            let mut found = Some(place);
            for at in self.tree.upwards(self.leaves[*leaf as usize]) {
                if needed[at as usize].is_some() {
                    break;
                }
                needed[at as usize] = Some(found.take());
            }
        }
        let mut numbers = vec![None; self.tree.len()];
        let mut levels = Vec::new();
        for (at, parent, key) in self.tree.entries() {
            let Some(leaf) = needed[at as usize] else { continue };
            numbers[at as usize] = Some(levels.len() as u32);
            levels.push((numbers[parent as usize], key, leaf));
        }
        levels
    }

    /// How the path of a leaf compares with these keys. Leaves are sorted by this.
    pub(super) fn compare(&self, leaf: usize, keys: &[Key], scratch: &mut Vec<u32>) -> Ordering {
        scratch.clear();
        scratch.extend(self.tree.upwards(self.leaves[leaf]));
        scratch.iter().rev().filter_map(|entry| self.tree.key(*entry)).cmp(keys)
    }
}
