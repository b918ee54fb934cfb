//! Many paths that share their prefixes, so that those of a million nodes in a chain take linear memory.

use std::fmt;

use super::key::Key;
use super::path::{self, Path};

/// A tree of keys with a pointer to the parent. An entry is a path; the first is the root, the empty path.
///
/// The entries stand in the order of a depth-first walk that takes the keys of a level in their order. So an entry comes
/// before all that is below it, and that before everything else.
#[derive(PartialEq, Clone)]
pub(crate) struct PathTree {
    entries: Vec<Entry>,
}

/// The last key of a path, and where the rest of it is. Parent and key of the root mean nothing.
#[derive(PartialEq, Clone)]
struct Entry {
    parent: u32,
    depth: u32,
    key: Key,
}

/// The entry of the empty path.
pub(crate) const ROOT: u32 = 0;

impl PathTree {
    pub(super) fn new() -> PathTree {
        PathTree { entries: vec![Entry { parent: ROOT, depth: 0, key: Key::Int(0) }] }
    }

    /// The tree of these paths, which come in order, and the entry of each.
    pub(super) fn of_sorted<'a>(paths: impl IntoIterator<Item = &'a [Key]>) -> (PathTree, Vec<u32>) {
        let (mut tree, mut ends) = (PathTree::new(), Vec::new());
        // The path before, and its entries from the root on.
        let (mut before, mut open): (&[Key], Vec<u32>) = (&[], vec![ROOT]);
        for keys in paths {
            let shared = before.iter().zip(keys).take_while(|(a, b)| a == b).count();
            open.truncate(shared + 1);
            for key in &keys[shared..] {
                open.push(tree.push(open[open.len() - 1], key.clone()));
            }
            ends.push(open[open.len() - 1]);
            before = keys;
        }
        (tree, ends)
    }

    /// Adds the path one key below `parent`, at its place in the walk.
    pub(super) fn push(&mut self, parent: u32, key: Key) -> u32 {
        let depth = self.entries[parent as usize].depth + 1;
        self.entries.push(Entry { parent, depth, key });
        self.entries.len() as u32 - 1
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries without the root: each with its parent and its last key.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u32, u32, &Key)> {
        self.entries.iter().enumerate().skip(1).map(|(at, entry)| (at as u32, entry.parent, &entry.key))
    }

    pub(super) fn parent(&self, entry: u32) -> u32 {
        self.entries[entry as usize].parent
    }

    /// The number of keys of a path.
    pub(crate) fn depth(&self, entry: u32) -> usize {
        self.entries[entry as usize].depth as usize
    }

    /// The last key; `None` for the root.
    pub(super) fn key(&self, entry: u32) -> Option<&Key> {
        (entry != ROOT).then(|| &self.entries[entry as usize].key)
    }

    /// The entries from this one up to below the root.
    pub(super) fn upwards(&self, entry: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(entry), |entry| Some(self.parent(*entry))).take_while(|entry| *entry != ROOT)
    }

    /// The keys of a path, the last one first.
    pub(super) fn keys_upwards(&self, entry: u32) -> impl Iterator<Item = &Key> {
        self.upwards(entry).filter_map(|entry| self.key(entry))
    }

    /// The path of an entry.
    pub(crate) fn path(&self, entry: u32) -> Path {
        let mut keys = Vec::with_capacity(self.depth(entry));
        keys.extend(self.keys_upwards(entry).cloned());
        keys.reverse();
        Path::from(keys)
    }

    /// Prints the path of an entry.
    pub(crate) fn display(&self, entry: u32) -> impl fmt::Display + '_ {
        struct Printed<'a>(&'a PathTree, u32);
        impl fmt::Display for Printed<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut keys = Vec::with_capacity(self.0.depth(self.1));
                keys.extend(self.0.keys_upwards(self.1));
                keys.reverse();
                path::display(&keys).fmt(f)
            }
        }
        Printed(self, entry)
    }

    /// For each entry the one behind all that is below it.
    fn ends(&self) -> Vec<u32> {
        let mut ends: Vec<u32> = (1..=self.entries.len() as u32).collect();
        for entry in (1..self.entries.len()).rev() {
            let parent = self.entries[entry].parent as usize;
            ends[parent] = ends[parent].max(ends[entry]);
        }
        ends
    }

    /// For each entry the one of the same path in another tree, in time that is linear in both.
    pub(super) fn places_in(&self, other: &PathTree) -> Vec<Option<u32>> {
        let ends = other.ends();
        // How far the children of each entry of the other tree are known to come before those that are still looked for.
        let mut next: Vec<u32> = (1..=other.entries.len() as u32).collect();
        let mut places = vec![None; self.entries.len()];
        places[ROOT as usize] = Some(ROOT);
        for (entry, parent, key) in self.entries() {
            let Some(above) = places[parent as usize] else { continue };
            let (child, end) = (&mut next[above as usize], ends[above as usize]);
            while *child < end && other.entries[*child as usize].key < *key {
                *child = ends[*child as usize];
            }
            if *child < end && other.entries[*child as usize].key == *key {
                places[entry as usize] = Some(*child);
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree(paths: &[Vec<Key>]) -> (PathTree, Vec<u32>) {
        PathTree::of_sorted(paths.iter().map(Vec::as_slice))
    }

    fn paths() -> impl Strategy<Value = Vec<Vec<Key>>> {
        let key = prop_oneof![(0i64..3).prop_map(Key::Int), "[abc]".prop_map(|name| Key::name(&name))];
        let paths = proptest::collection::btree_set(proptest::collection::vec(key, 0..5), 0..20);
        paths.prop_map(|paths| paths.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_tree_has_the_paths_it_was_made_of(paths in paths()) {
            let (tree, ends) = tree(&paths);
            for (keys, end) in paths.iter().zip(ends) {
                let path = Path::from(keys.clone());
                prop_assert_eq!(tree.display(end).to_string(), path.to_string());
                prop_assert_eq!(tree.path(end), path);
            }
        }

        #[test]
        fn each_path_is_found_where_the_other_tree_has_it(ours in paths(), theirs in paths()) {
            let ((a, _), (b, _)) = (tree(&ours), tree(&theirs));
            let known: Vec<Path> = (0..b.len() as u32).map(|entry| b.path(entry)).collect();
            for (entry, place) in (0..).zip(a.places_in(&b)) {
                let expected = known.iter().position(|path| *path == a.path(entry));
                prop_assert_eq!(place, expected.map(|at| at as u32));
            }
        }
    }
}
