//! The attributes of one node, in the order of their keys.

use std::collections::{BTreeMap, btree_map};
use std::slice;

use super::key::Key;

/// Keys and values in key order. A sorted vector, which is what a traversal wants; a large one that is not built in
/// order becomes a tree, so that building stays linear up to a logarithm.
pub(crate) struct Attributes<V>(Repr<V>);

enum Repr<V> {
    Sorted(Vec<(Key, V)>),
    Tree(Box<BTreeMap<Key, V>>),
}

/// The length up to which an insertion in the middle moves the rest.
const LONGEST_MOVE: usize = 512;

/// Makes room for another entry. A quarter more, where a vector left alone would double: nodes are many, and small.
fn make_room<T>(entries: &mut Vec<T>) {
    if entries.len() == entries.capacity() {
        entries.reserve_exact((entries.len() / 4).max(4));
    }
}

impl<V> Attributes<V> {
    pub(crate) const fn new() -> Attributes<V> {
        Attributes(Repr::Sorted(Vec::new()))
    }

    /// Takes entries that are sorted already.
    pub(crate) fn from_sorted(entries: Vec<(Key, V)>) -> Attributes<V> {
        debug_assert!(entries.is_sorted_by(|a, b| a.0 < b.0));
        Attributes(Repr::Sorted(entries))
    }

    pub(crate) fn len(&self) -> usize {
        match &self.0 {
            Repr::Sorted(entries) => entries.len(),
            Repr::Tree(entries) => entries.len(),
        }
    }

    /// The number of integer keys, which come first.
    pub(crate) fn elements(&self) -> usize {
        match &self.0 {
            Repr::Sorted(entries) => match entries.last() {
                Some((Key::Int(_), _)) => entries.len(),
                _ => entries.partition_point(|(key, _)| key.is_int()),
            },
            Repr::Tree(entries) => match entries.last_key_value() {
                Some((Key::Int(_), _)) => entries.len(),
                _ => entries.keys().take_while(|key| key.is_int()).count(),
            },
        }
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&V> {
        match &self.0 {
            Repr::Sorted(entries) => find(entries, key).ok().map(|at| &entries[at].1),
            Repr::Tree(entries) => entries.get(key),
        }
    }

    pub(crate) fn get_mut(&mut self, key: &Key) -> Option<&mut V> {
        match &mut self.0 {
            Repr::Sorted(entries) => find(entries, key).ok().map(|at| &mut entries[at].1),
            Repr::Tree(entries) => entries.get_mut(key),
        }
    }

    /// Sets a value and returns the one it replaces.
    pub(crate) fn set(&mut self, key: Key, value: V) -> Option<V> {
        let entries = match &mut self.0 {
            Repr::Tree(entries) => return entries.insert(key, value),
            Repr::Sorted(entries) => entries,
        };
        match find(entries, &key) {
            Ok(at) => return Some(std::mem::replace(&mut entries[at].1, value)),
            Err(at) if entries.len() - at <= LONGEST_MOVE => {
                make_room(entries);
                entries.insert(at, (key, value));
            }
            Err(_) => {
                let mut tree: BTreeMap<Key, V> = std::mem::take(entries).into_iter().collect();
                tree.insert(key, value);
                self.0 = Repr::Tree(Box::new(tree));
            }
        }
        None
    }

    pub(crate) fn remove(&mut self, key: &Key) -> Option<V> {
        match &mut self.0 {
            Repr::Sorted(entries) if entries.len() <= 2 * LONGEST_MOVE => {
                find(entries, key).ok().map(|at| entries.remove(at).1)
            }
            Repr::Sorted(entries) => {
                if entries.last().is_some_and(|(last, _)| last == key) {
                    return entries.pop().map(|(_, value)| value);
                }
                find(entries, key).ok()?;
                let mut tree: BTreeMap<Key, V> = std::mem::take(entries).into_iter().collect();
                let removed = tree.remove(key);
                self.0 = Repr::Tree(Box::new(tree));
                removed
            }
            Repr::Tree(entries) => entries.remove(key),
        }
    }

    /// Puts an element into a list before the element `at`; those from there on move down.
    pub(crate) fn insert_element(&mut self, at: usize, value: V) {
        let entries = self.sorted();
        make_room(entries);
        entries.insert(at, (Key::Int(at as i64), value));
        renumber(entries, at + 1);
    }

    /// Takes the element `at` out of a list; those behind it move up.
    pub(crate) fn remove_element(&mut self, at: usize) -> Option<V> {
        let entries = self.sorted();
        if !entries.get(at)?.0.is_int() {
            return None;
        }
        let (_, value) = entries.remove(at);
        renumber(entries, at);
        Some(value)
    }

    /// The entries as a vector, which is what a list is.
    fn sorted(&mut self) -> &mut Vec<(Key, V)> {
        if let Repr::Tree(entries) = &mut self.0 {
            self.0 = Repr::Sorted(std::mem::take(&mut **entries).into_iter().collect());
        }
        match &mut self.0 {
            Repr::Sorted(entries) => entries,
            Repr::Tree(_) => unreachable!("it was made a vector"),
        }
    }

    pub(crate) fn iter(&self) -> Iter<'_, V> {
        match &self.0 {
            Repr::Sorted(entries) => Iter::Sorted(entries.iter()),
            Repr::Tree(entries) => Iter::Tree(entries.iter()),
        }
    }

    pub(crate) fn values_mut(&mut self) -> Box<dyn Iterator<Item = &mut V> + '_> {
        match &mut self.0 {
            Repr::Sorted(entries) => Box::new(entries.iter_mut().map(|(_, value)| value)),
            Repr::Tree(entries) => Box::new(entries.values_mut()),
        }
    }
}

/// Gives the elements of a list from `at` on their positions as keys.
fn renumber<V>(entries: &mut [(Key, V)], at: usize) {
    for (index, (key, _)) in entries.iter_mut().enumerate().skip(at).take_while(|(_, (key, _))| key.is_int()) {
        *key = Key::Int(index as i64);
    }
}

fn find<V>(entries: &[(Key, V)], key: &Key) -> Result<usize, usize> {
    match entries.last() {
        Some((last, _)) if last < key => Err(entries.len()),
        _ => entries.binary_search_by(|(other, _)| other.cmp(key)),
    }
}

/// The entries in key order.
pub(crate) enum Iter<'a, V> {
    Sorted(slice::Iter<'a, (Key, V)>),
    Tree(btree_map::Iter<'a, Key, V>),
}

impl<'a, V> Iterator for Iter<'a, V> {
    type Item = (&'a Key, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Iter::Sorted(entries) => entries.next().map(|(key, value)| (key, value)),
            Iter::Tree(entries) => entries.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn behaves_as_a_sorted_map(steps in proptest::collection::vec((0i64..3000, any::<bool>()), 0..if cfg!(miri) { 60 } else { 6000 })) {
            let (mut attributes, mut model) = (Attributes::new(), BTreeMap::new());
            for (step, (key, remove)) in steps.into_iter().enumerate() {
                if remove {
                    prop_assert_eq!(attributes.remove(&Key::Int(key)), model.remove(&Key::Int(key)));
                } else {
                    prop_assert_eq!(attributes.set(Key::Int(key), step), model.insert(Key::Int(key), step));
                }
            }
            prop_assert!(attributes.iter().eq(model.iter()));
            prop_assert_eq!(attributes.len(), model.len());
        }

        #[test]
        fn elements_behave_as_a_vector(steps in proptest::collection::vec((0usize..40, any::<bool>()), 0..200)) {
            let (mut attributes, mut model) = (Attributes::new(), Vec::new());
            attributes.set(Key::name("name"), usize::MAX);
            for (step, (at, remove)) in steps.into_iter().enumerate() {
                if remove {
                    let expected = (at < model.len()).then(|| model.remove(at));
                    prop_assert_eq!(attributes.remove_element(at), expected);
                } else if at <= model.len() {
                    attributes.insert_element(at, step);
                    model.insert(at, step);
                }
            }
            let elements = model.iter().zip(0..).map(|(value, at)| (Key::Int(at), *value));
            let all: Vec<(Key, usize)> = elements.chain([(Key::name("name"), usize::MAX)]).collect();
            prop_assert!(attributes.iter().map(|(key, value)| (key.clone(), *value)).eq(all));
            prop_assert_eq!(attributes.elements(), model.len());
        }
    }
}
