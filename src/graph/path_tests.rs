//! What filters ask of paths, answered in time that is linear in the tree of all paths, however deep it is.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use super::key::Key;
use super::path::Path;
use super::path_tree::{PathTree, ROOT};

/// A test of a path.
#[derive(Debug)]
pub(crate) enum PathTest {
    /// A key of it is this one; when not `exact`, the text of one contains the key's.
    Contains { key: Key, exact: bool },
    /// It is one of these.
    In(BTreeSet<Path>),
}

impl PathTest {
    pub(super) fn contains(key: Key, exact: bool) -> PathTest {
        PathTest::Contains { key, exact }
    }

    pub(super) fn within(paths: impl IntoIterator<Item = Path>) -> PathTest {
        PathTest::In(paths.into_iter().collect())
    }
}

/// The tests of paths of one call, and what is known of each so far. Memory does not grow with the paths that are asked
/// about, so that many tests of many paths stay as small as the filters.
#[derive(Default)]
pub(super) struct PathTests {
    known: HashMap<*const PathTest, Known>,
}

enum Known {
    Contains(Contains),
    In(HashSet<u32>),
}

/// The path that was asked about last, and the uppermost of its entries whose key passes.
struct Contains {
    wanted: String,
    last: u32,
    passing: Option<u32>,
}

impl PathTests {
    /// Whether the path of an entry passes. All calls are about one tree; entries that come in order are asked about
    /// quickest.
    pub(super) fn passes(&mut self, test: &Arc<PathTest>, tree: &PathTree, entry: u32) -> bool {
        let known = self.known.entry(Arc::as_ptr(test)).or_insert_with(|| match &**test {
            PathTest::Contains { key, .. } => {
                Known::Contains(Contains { wanted: plain_text(key).into_owned(), last: ROOT, passing: None })
            }
            PathTest::In(paths) => {
                let (wanted, ends) = PathTree::of_sorted(paths.iter().map(Path::keys));
                let places = wanted.places_in(tree);
                Known::In(ends.into_iter().filter_map(|end| places[end as usize]).collect())
            }
        });
        match (&**test, known) {
            (PathTest::Contains { key, exact: true }, Known::Contains(contains)) => {
                contains.advance(tree, entry, |found, _| found == key)
            }
            (PathTest::Contains { .. }, Known::Contains(contains)) => {
                contains.advance(tree, entry, |found, wanted| plain_text(found).contains(wanted))
            }
            (PathTest::In(_), Known::In(entries)) => entries.contains(&entry),
            _ => false,
        }
    }
}

impl Contains {
    /// Looks only at the keys that the path before does not have.
    fn advance(&mut self, tree: &PathTree, entry: u32, takes: impl Fn(&Key, &str) -> bool) -> bool {
        if entry < self.last {
            (self.last, self.passing) = (ROOT, None);
        }
        let (mut at, mut passing) = (entry, None);
        // In a tree in the order of a walk, an entry above this one that does not come after the last is above that, too.
        while at > self.last {
            if tree.key(at).is_some_and(|key| takes(key, &self.wanted)) {
                passing = Some(at);
            }
            at = tree.parent(at);
        }
        self.passing = self.passing.filter(|passing| *passing <= at).or(passing);
        self.last = entry;
        self.passing.is_some()
    }
}

/// The text of a key without quotes: what Python's `str(key)` gives.
fn plain_text(key: &Key) -> Cow<'_, str> {
    match key {
        Key::Int(index) => index.to_string().into(),
        Key::Str(name) => name.as_str().into(),
    }
}

/// As it would be written in Python.
impl fmt::Display for PathTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathTest::Contains { key, exact: true } => write!(f, "PathContains({key})"),
            PathTest::Contains { key, exact: false } => write!(f, "PathContains({key}, exact=False)"),
            PathTest::In(paths) => {
                f.write_str("PathIn(")?;
                for (i, path) in paths.iter().enumerate() {
                    let separator = if i > 0 { ", " } else { "" };
                    write!(f, "{separator}{path}")?;
                }
                f.write_str(")")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn passes_alone(test: &PathTest, path: &[Key]) -> bool {
        match test {
            PathTest::Contains { key, exact: true } => path.contains(key),
            PathTest::Contains { key, exact: false } => {
                path.iter().any(|found| plain_text(found).contains(&*plain_text(key)))
            }
            PathTest::In(paths) => paths.contains(&Path::from(path.to_vec())),
        }
    }

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![(0i64..12).prop_map(Key::Int), "[ab]{1,2}".prop_map(|name| Key::name(&name))]
    }

    fn path() -> impl Strategy<Value = Vec<Key>> {
        proptest::collection::vec(key(), 0..6)
    }

    fn test() -> impl Strategy<Value = PathTest> {
        let within = proptest::collection::vec(path(), 0..4)
            .prop_map(|paths| PathTest::within(paths.into_iter().map(Path::from)));
        prop_oneof![(key(), any::<bool>()).prop_map(|(key, exact)| PathTest::contains(key, exact)), within]
    }

    proptest! {
        #[test]
        fn answers_are_those_of_each_path_alone(
            paths in proptest::collection::btree_set(path(), 1..20),
            test in test(),
            asked in proptest::collection::vec(any::<proptest::sample::Index>(), 0..40),
            in_order in any::<bool>(),
        ) {
            let (tree, ends) = PathTree::of_sorted(paths.iter().map(Vec::as_slice));
            let paths: Vec<&Vec<Key>> = paths.iter().collect();
            let mut asked: Vec<usize> = asked.into_iter().map(|index| index.index(paths.len())).collect();
            if in_order {
                asked.sort_unstable();
            }
            let (test, mut tests) = (Arc::new(test), PathTests::default());
            for at in asked {
                prop_assert_eq!(tests.passes(&test, &tree, ends[at]), passes_alone(&test, paths[at]), "{} {}", test, at);
            }
        }
    }

    #[test]
    fn each_key_of_a_chain_is_looked_at_once() {
        let mut tree = PathTree::new();
        let mut last = ROOT;
        // A leaf at each level, before the next one.
        let leaves: Vec<u32> = (0..1000)
            .map(|_| {
                let leaf = tree.push(last, Key::name("a"));
                last = tree.push(last, Key::name("n"));
                leaf
            })
            .collect();
        let looked = std::cell::Cell::new(0);
        let mut contains = Contains { wanted: String::new(), last: ROOT, passing: None };
        for leaf in leaves {
            contains.advance(&tree, leaf, |_, _| {
                looked.set(looked.get() + 1);
                false
            });
        }
        assert!(looked.get() < tree.len(), "{}", looked.get());
    }
}
