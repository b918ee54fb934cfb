//! Leaves in nested dicts, as a `State` has them, and in a row, as a `FlatState` has them.

use super::flax::Flax;
use super::object::{Borrowed, Object, PyResult};

/// The paths of the leaves of a structure, in the order of the walk, which is that of the paths.
pub(super) struct Leaves {
    paths: Vec<Path>,
    /// The paths as Flax has them: a tuple of tuples.
    pub(super) tuple: Object,
    /// Whether sorting the paths is an error in Python (names and integers stand side by side under one node, or a key is
    /// neither) or gives another order than the walk's (a node's own function took it apart).
    pub(super) has_odd_keys: bool,
}

struct Path {
    keys: Box<[Object]>,
    tuple: Object,
    /// So many keys it has in common with the path before it.
    shared: u32,
}

impl Leaves {
    pub(super) fn new(paths: Vec<Box<[Object]>>) -> PyResult<Leaves> {
        let (mut made, mut has_odd_keys) = (Vec::<Path>::with_capacity(paths.len()), false);
        for keys in paths {
            let shared =
                made.last().map_or(0, |before| before.keys.iter().zip(&keys).take_while(|(a, b)| a.is(b)).count());
            has_odd_keys |= keys.iter().any(|key| !key.is_str() && !key.is_int());
            if let Some(before) = made.last() {
                has_odd_keys |= !are_in_order(before.keys.get(shared), keys.get(shared));
            }
            let tuple = Object::tuple(keys.iter().cloned())?;
            made.push(Path { keys, tuple, shared: shared as u32 });
        }
        let tuple = Object::tuple(made.iter().map(|path| path.tuple.clone()))?;
        Ok(Leaves { paths: made, tuple, has_odd_keys })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    /// The path of a leaf, as a tuple.
    pub(super) fn path(&self, leaf: usize) -> &Borrowed {
        &self.paths[leaf].tuple
    }

    /// Whether the only leaf is the root itself.
    pub(super) fn is_root(&self) -> bool {
        self.paths.len() == 1 && self.paths[0].keys.is_empty()
    }

    /// A `State` of these leaves, given in order.
    pub(super) fn nest<'a>(
        &self,
        flax: &Flax,
        leaves: impl Iterator<Item = (usize, &'a Borrowed)>,
    ) -> PyResult<Object> {
        let root = Object::new_dict()?;
        let mut open: Vec<Object> = Vec::with_capacity(8);
        let (mut next, mut shared) = (0, 0);
        for (leaf, value) in leaves {
            // What this path has in common with that of the leaf before it in this State.
            shared = if next == 0 { 0 } else { shared };
            for path in &self.paths[next..=leaf] {
                shared = shared.min(path.shared as usize);
            }
            let (last, parents) = match self.paths[leaf].keys.split_last() {
                Some(split) => split,
                None => continue,
            };
            open.truncate(shared.min(parents.len()));
            for key in &parents[open.len()..] {
                let inner = Object::new_dict()?;
                open.last().unwrap_or(&root).dict_set(key, &inner)?;
                open.push(inner);
            }
            open.last().unwrap_or(&root).dict_set(last, value)?;
            (next, shared) = (leaf + 1, usize::MAX);
        }
        flax.new_state(&root)
    }

    /// A `FlatState` of all leaves.
    pub(super) fn flat<'a>(
        &self,
        flax: &Flax,
        leaves: impl ExactSizeIterator<Item = &'a Borrowed>,
    ) -> PyResult<Object> {
        let state = flax.new_instance(&flax.flat_state)?;
        state.set_plainly(&flax.names.keys, &self.tuple)?;
        state.set_plainly(&flax.names.values, &*Object::list(leaves.map(Borrowed::own))?)?;
        Ok(state)
    }
}

/// Whether Python sorts a path before another, by the first keys in which they differ.
fn are_in_order(before: Option<&Object>, after: Option<&Object>) -> bool {
    let number = |key: &Object| key.to_isize().map_err(|raised| raised.forget()).ok();
    match (before, after) {
        (None, Some(_)) => true,
        (Some(before), Some(after)) if before.is_str() && after.is_str() => before.compare_text(after).is_lt(),
        (Some(before), Some(after)) if before.is_int() && after.is_int() => {
            matches!((number(before), number(after)), (Some(before), Some(after)) if before < after)
        }
        _ => false,
    }
}
