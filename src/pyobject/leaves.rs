//! The leaves of states, in the order of their paths: what `merge` consumes one after the other.
//!
//! Flax makes a list of (path, leaf) and sorts it. Here each level of one state is sorted by itself, which is the same
//! order; the leaves of several states are sorted by their paths. Where Flax's comparison would raise, or would go on
//! to compare leaves, the call is for Flax.

use std::cell::Cell;
use std::cmp::Ordering;

use super::flax::Flax;
use super::kind::Kind;
use super::module::{Step, Stop};
use super::object::{Borrowed, Object};
use super::variable::Variables;
use super::walk::MAX_DEPTH;

/// The leaves of states and FlatStates (or of one leaf) in the order of their paths.
pub(super) fn sorted_leaves(variables: &mut Variables<'_>, states: &[Object]) -> Step<Vec<Object>> {
    let with_paths = states.len() > 1;
    let mut gathered = Gathered { with_paths, path: Vec::new(), keys: Vec::new(), leaves: Vec::new() };
    for state in states {
        match inner_mapping(variables, state)? {
            Some(mapping) => gathered.mapping(variables, &mapping, 0)?,
            None if state.is_exactly(&variables.flax.flat_state) => gathered.flat_state(variables.flax, state)?,
            None => gathered.leaf(state.clone()),
        }
    }
    gathered.sorted()
}

/// The dict of a `dict` or `State`; `None` for a leaf.
pub(super) fn inner_mapping(variables: &mut Variables<'_>, value: &Object) -> Step<Option<Object>> {
    let flax = variables.flax;
    match variables.kinds.kind(flax, value)? {
        Kind::Dict => Ok(Some(value.clone())),
        Kind::State => {
            let mapping = value.get(&flax.names.mapping)?;
            if mapping.is_dict() { Ok(Some(mapping)) } else { Err(Stop::Fallback("a State over no dict")) }
        }
        Kind::Variable | Kind::Array | Kind::None | Kind::List | Kind::Tuple => Ok(None),
        _ if value.is_exactly(&flax.flat_state) => Ok(None),
        _ if value.is_instance(&flax.mapping)? => Err(Stop::Fallback("a mapping that is neither State nor dict")),
        _ => Ok(None),
    }
}

struct Gathered {
    with_paths: bool,
    /// The path to the level that is being read.
    path: Vec<Object>,
    /// The paths of all leaves, one after the other.
    keys: Vec<Object>,
    /// Each leaf, with where its path begins and ends.
    leaves: Vec<(Object, usize, usize)>,
}

impl Gathered {
    fn leaf(&mut self, leaf: Object) {
        let first = self.keys.len();
        if self.with_paths {
            self.keys.extend(self.path.iter().cloned());
        }
        self.leaves.push((leaf, first, self.keys.len()));
    }

    fn mapping(&mut self, variables: &mut Variables<'_>, mapping: &Borrowed, depth: usize) -> Step<()> {
        if depth > MAX_DEPTH {
            return Err(Stop::Fallback("a very deep state"));
        }
        for (key, value) in sorted_entries(mapping)? {
            if self.with_paths {
                self.path.push(key);
            }
            match inner_mapping(variables, &value)? {
                Some(inner) => self.mapping(variables, &inner, depth + 1)?,
                None => self.leaf(value),
            }
            if self.with_paths {
                self.path.pop();
            }
        }
        Ok(())
    }

    fn flat_state(&mut self, flax: &Flax, state: &Borrowed) -> Step<()> {
        let (paths, leaves) = (state.get(&flax.names.keys)?, state.get(&flax.names.values)?);
        if !paths.is_tuple() || !leaves.is_list() || paths.tuple_size() != leaves.list_size() {
            return Err(Stop::Fallback("a FlatState of an unknown form"));
        }
        // Its paths are given in any order.
        self.with_paths = true;
        for index in 0..paths.tuple_size() {
            let (path, leaf) = (paths.tuple_get(index)?, leaves.list_get(index)?.own());
            if !path.is_tuple() {
                return Err(Stop::Fallback("a FlatState of an unknown form"));
            }
            let first = self.keys.len();
            for place in 0..path.tuple_size() {
                let key = path.tuple_get(place)?;
                if !is_key(key) {
                    return Err(Stop::Fallback(ODD_KEY));
                }
                self.keys.push(key.own());
            }
            self.leaves.push((leaf, first, self.keys.len()));
        }
        Ok(())
    }

    fn sorted(self) -> Step<Vec<Object>> {
        let Gathered { with_paths, keys, mut leaves, .. } = self;
        if with_paths {
            let odd = Cell::new(None);
            let path = |leaf: &(Object, usize, usize)| &keys[leaf.1..leaf.2];
            leaves.sort_by(|left, right| compare_paths(path(left), path(right), &odd));
            if let Some(reason) = odd.get() {
                return Err(Stop::Fallback(reason));
            }
        }
        Ok(leaves.into_iter().map(|(leaf, _, _)| leaf).collect())
    }
}

/// Why an order is not Flax's, if it is not.
type Odd = Cell<Option<&'static str>>;

const ODD_KEY: &str = "a key that is neither text nor a number";

/// References to the entries of a dict, sorted by their keys.
fn sorted_entries(mapping: &Borrowed) -> Step<Vec<(Object, Object)>> {
    let odd = Odd::new(None);
    let mut entries: Vec<(Object, Object)> = Vec::with_capacity(mapping.dict_size());
    let mut ordered = true;
    for (key, value) in mapping.entries() {
        if !is_key(key) {
            return Err(Stop::Fallback(ODD_KEY));
        }
        if let Some((last, _)) = entries.last() {
            ordered &= compare_keys(last, key, &odd) == Ordering::Less;
        }
        entries.push((key.own(), value.own()));
    }
    if !ordered {
        entries.sort_by(|(left, _), (right, _)| compare_keys(left, right, &odd));
    }
    match odd.get() {
        None => Ok(entries),
        Some(reason) => Err(Stop::Fallback(reason)),
    }
}

fn is_key(key: &Borrowed) -> bool {
    key.is_str() || small_int(key).is_some()
}

fn small_int(key: &Borrowed) -> Option<isize> {
    if !key.is_int() {
        return None;
    }
    key.to_isize().map_err(|raised| raised.forget()).ok()
}

/// The order of two keys: numbers, then text. Python does not compare these two, which `odd` tells.
fn compare_keys(left: &Borrowed, right: &Borrowed, odd: &Odd) -> Ordering {
    match (small_int(left), small_int(right)) {
        (None, None) => left.compare_text(right),
        (Some(left), Some(right)) => left.cmp(&right),
        (left, _) => {
            odd.set(Some("keys of different kinds"));
            if left.is_some() { Ordering::Less } else { Ordering::Greater }
        }
    }
}

/// The order of two paths, as tuples compare. Of equal ones Flax goes on to compare the leaves, which `odd` tells.
fn compare_paths(left: &[Object], right: &[Object], odd: &Odd) -> Ordering {
    for (left, right) in left.iter().zip(right) {
        if !left.is(right) {
            match compare_keys(left, right, odd) {
                Ordering::Equal => (),
                different => return different,
            }
        }
    }
    let by_length = left.len().cmp(&right.len());
    if by_length == Ordering::Equal {
        odd.set(Some("a path in two states"));
    }
    by_length
}
