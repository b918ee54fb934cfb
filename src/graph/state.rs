//! The State: the leaves of a graph by path.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::filter::{Filter, Subject};
use super::graphdef::GraphDef;
use super::key::Key;
use super::leaf::{AHEAD, Leaf};
use super::listing::{Fits, Listing};
use super::metadata::Metadata;
use super::path::Path;
use super::path_tests::PathTests;
use super::variable_type::VariableType;
use crate::error::{Error, Result};
use crate::tensor::Tensor;

/// An ordered map from path to leaf: a Variable's type, metadata and value, or an array without a Variable.
///
/// Immutable and cheap to clone. The values are shared with the graph they came from, never the Variables: a State does
/// not change when the graph does.
#[derive(Clone)]
pub struct State {
    pub(super) layout: Layout,
    pub(super) values: Arc<Vec<Leaf>>,
}

/// Which leaf stands at which path.
#[derive(Clone)]
pub(super) enum Layout {
    /// All leaves of a GraphDef.
    Whole(GraphDef),
    /// Some leaves of a GraphDef, by their number, in order.
    Part(GraphDef, Arc<[u32]>),
    /// Leaves that came one by one.
    Free(Arc<Vec<FreeLeaf>>),
}

/// A leaf without its value.
#[derive(Clone)]
pub(super) struct FreeLeaf {
    pub(super) path: Path,
    pub(super) variable_type: Option<VariableType>,
    pub(super) metadata: Metadata,
}

/// A leaf of a State that is put together by hand.
pub struct StateLeaf {
    /// Where it is.
    pub path: Path,
    /// The type of its Variable; `None` for an array without one.
    pub variable_type: Option<VariableType>,
    /// The metadata of its Variable.
    pub metadata: Metadata,
    /// Its value.
    pub value: Leaf,
}

impl State {
    pub(super) fn new(layout: Layout, values: Vec<Leaf>) -> State {
        State { layout, values: Arc::new(values) }
    }

    /// A State without leaves.
    pub fn empty() -> State {
        State::new(Layout::Free(Arc::default()), Vec::new())
    }

    /// A State of these leaves, in any order. No path may stand twice or lead through another leaf.
    pub fn from_leaves(mut leaves: Vec<StateLeaf>) -> Result<State> {
        leaves.sort_by(|a, b| a.path.cmp(&b.path));
        for pair in leaves.windows(2) {
            let (first, second) = (&pair[0].path, &pair[1].path);
            if second.keys().starts_with(first.keys()) {
                let why = if first == second { "stands twice" } else { "is a leaf and has leaves below it" };
                return Err(Error::invalid(format!("this path {why}")).at(first));
            }
        }
        let (layout, values) = leaves
            .into_iter()
            .map(|leaf| {
                let StateLeaf { path, variable_type, metadata, value } = leaf;
                (FreeLeaf { path, variable_type, metadata }, value)
            })
            .unzip();
        Ok(State::new(Layout::Free(Arc::new(layout)), values))
    }

    /// The State with the same leaves and these values, in their order.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are not as many.
    pub fn with_values(&self, values: Vec<Leaf>) -> Result<State> {
        if values.len() != self.len() {
            return Err(Error::invalid(format!("the State has {} leaves, not {}", self.len(), values.len())));
        }
        Ok(State::new(self.layout.clone(), values))
    }

    /// The number of leaves.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether it has no leaves.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values in the order of their paths.
    pub fn values(&self) -> &[Leaf] {
        &self.values
    }

    /// The path of a leaf.
    pub fn path(&self, leaf: usize) -> Path {
        match &self.layout {
            Layout::Whole(graphdef) => graphdef.leaf_path(leaf),
            Layout::Part(graphdef, ids) => graphdef.leaf_path(ids[leaf] as usize),
            Layout::Free(leaves) => leaves[leaf].path.clone(),
        }
    }

    /// The type of the Variable that holds a leaf; `None` for an array without one.
    pub fn variable_type(&self, leaf: usize) -> Option<VariableType> {
        match &self.layout {
            Layout::Whole(graphdef) => graphdef.leaf_type(leaf),
            Layout::Part(graphdef, ids) => graphdef.leaf_type(ids[leaf] as usize),
            Layout::Free(leaves) => leaves[leaf].variable_type,
        }
    }

    /// The metadata of the Variable that holds a leaf.
    pub fn metadata(&self, leaf: usize) -> &Metadata {
        match &self.layout {
            Layout::Whole(graphdef) => graphdef.leaf_metadata(leaf),
            Layout::Part(graphdef, ids) => graphdef.leaf_metadata(ids[leaf] as usize),
            Layout::Free(leaves) => &leaves[leaf].metadata,
        }
    }

    /// A leaf with all that belongs to it.
    pub fn leaf(&self, leaf: usize) -> StateLeaf {
        StateLeaf {
            path: self.path(leaf),
            variable_type: self.variable_type(leaf),
            metadata: self.metadata(leaf).clone(),
            value: self.values[leaf].clone(),
        }
    }

    /// The GraphDef whose leaves these are, where they came from a split.
    pub(super) fn graphdef(&self) -> Option<&GraphDef> {
        match &self.layout {
            Layout::Whole(graphdef) | Layout::Part(graphdef, _) => Some(graphdef),
            Layout::Free(_) => None,
        }
    }

    /// The number of a leaf in [`State::graphdef`].
    pub(super) fn leaf_id(&self, leaf: usize) -> usize {
        match &self.layout {
            Layout::Part(_, ids) => ids[leaf] as usize,
            _ => leaf,
        }
    }

    /// The number of the leaf at a path.
    pub fn find(&self, path: &Path) -> Option<usize> {
        let mut scratch = Vec::new();
        let found = self.partition_point(|state, leaf| state.compare(leaf, path.keys(), &mut scratch).is_lt());
        (found < self.len() && self.compare(found, path.keys(), &mut scratch).is_eq()).then_some(found)
    }

    fn compare(&self, leaf: usize, keys: &[Key], scratch: &mut Vec<u32>) -> Ordering {
        match &self.layout {
            Layout::Free(leaves) => leaves[leaf].path.keys().cmp(keys),
            Layout::Whole(graphdef) | Layout::Part(graphdef, _) => {
                graphdef.paths().compare(self.leaf_id(leaf), keys, scratch)
            }
        }
    }

    fn partition_point(&self, mut before: impl FnMut(&State, usize) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self, middle) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The value at a path.
    pub fn get(&self, path: &Path) -> Result<&Leaf> {
        let leaf = self.find(path).ok_or_else(|| self.no_leaf(path))?;
        Ok(&self.values[leaf])
    }

    fn no_leaf(&self, path: &Path) -> Error {
        Error::not_found(format!("the State has no leaf here; its number of leaves is {}", self.len())).at(path)
    }

    /// A State in which these leaves have other values. This one stays as it is.
    pub fn with(&self, changes: impl IntoIterator<Item = (Path, Leaf)>) -> Result<State> {
        let mut values = (*self.values).clone();
        for (path, value) in changes {
            values[self.find(&path).ok_or_else(|| self.no_leaf(&path))?] = value;
        }
        Ok(State::new(self.layout.clone(), values))
    }

    /// A State in which the leaves with these numbers have other values.
    pub(crate) fn with_leaves(&self, changes: impl IntoIterator<Item = (usize, Leaf)>) -> State {
        let mut values = (*self.values).clone();
        changes.into_iter().for_each(|(leaf, value)| values[leaf] = value);
        State::new(self.layout.clone(), values)
    }

    /// A State whose values are what `f` makes of these.
    ///
    /// The path is made for each leaf, which costs as much as it is deep.
    pub fn map(&self, mut f: impl FnMut(&Path, &Leaf) -> Result<Leaf>) -> Result<State> {
        let values = (0..self.len()).map(|leaf| f(&self.path(leaf), &self.values[leaf])).collect::<Result<Vec<_>>>()?;
        Ok(State::new(self.layout.clone(), values))
    }

    /// One State for each filter: the first that matches takes the leaf. A leaf that none takes is an error.
    pub fn split(&self, filters: &[Filter]) -> Result<Vec<State>> {
        self.clone().into_split(filters)
    }

    /// As [`State::split`], without cloning the values where nobody else holds them.
    pub(super) fn into_split(self, filters: &[Filter]) -> Result<Vec<State>> {
        let takers = self.takers(filters)?;
        let rest: Vec<usize> = (0..self.len()).filter(|leaf| takers[*leaf] as usize == filters.len()).collect();
        if !rest.is_empty() {
            let path = |leaf: &usize| self.path(*leaf);
            let message = format!(
                "no filter takes {}; a last filter `rest` (in Python `...`) takes all that is left",
                list_paths(&rest, path)
            );
            return Err(Error::invalid(message).at(path(&rest[0])));
        }
        Ok(self.into_parts(&takers, filters.len()))
    }

    /// One State for each filter: the first that matches takes the leaf. The others are left out.
    pub fn filter(&self, filters: &[Filter]) -> Result<Vec<State>> {
        self.clone().into_filter(filters)
    }

    /// As [`State::filter`], without cloning the values where nobody else holds them.
    pub(super) fn into_filter(self, filters: &[Filter]) -> Result<Vec<State>> {
        let takers = self.takers(filters)?;
        Ok(self.into_parts(&takers, filters.len()))
    }

    /// For each leaf the number of the filter that takes it; as many as there are filters when none does.
    fn takers(&self, filters: &[Filter]) -> Result<Vec<u32>> {
        Filter::check_order(filters)?;
        let mut takers = Vec::with_capacity(self.len());
        // Made when a filter asks about a path.
        let (paths, mut tests) = (OnceCell::new(), PathTests::default());
        for leaf in 0..self.len() {
            let path = || self.path(leaf);
            let subject = Subject {
                path: &path,
                variable_type: self.variable_type(leaf),
                object_type: None,
                metadata: self.metadata(leaf),
            };
            let by = Filter::first(filters, &subject, &mut |test| {
                let paths = paths.get_or_init(|| self.paths());
                tests.passes(test, paths.tree(), paths.entry(self.leaf_id(leaf)))
            });
            takers.push(by?.unwrap_or(filters.len()) as u32);
        }
        Ok(takers)
    }

    /// The leaves of each of so many takers, see [`State::takers`].
    fn into_parts(mut self, takers: &[u32], count: usize) -> Vec<State> {
        let mut sizes = vec![0; count + 1];
        takers.iter().for_each(|taker| sizes[*taker as usize] += 1);
        let part = |size: &usize| (Vec::with_capacity(*size), Vec::with_capacity(*size));
        let mut parts: Vec<(Vec<u32>, Vec<Leaf>)> = sizes.iter().map(part).collect();
        let mut put = |leaf: usize, value| {
            let (leaves, values) = &mut parts[takers[leaf] as usize];
            leaves.push(leaf as u32);
            values.push(value);
        };
        match Arc::get_mut(&mut self.values) {
            Some(values) => values.drain(..).enumerate().for_each(|(leaf, value)| put(leaf, value)),
            None => self.values.iter().enumerate().for_each(|(leaf, value)| {
                self.values.get(leaf + AHEAD).inspect(|ahead| ahead.prefetch());
                put(leaf, value.clone());
            }),
        }
        parts.truncate(count);
        let state = |(leaves, values): (Vec<u32>, _)| {
            let layout = match &self.layout {
                Layout::Whole(graphdef) if leaves.len() == takers.len() => Layout::Whole(graphdef.clone()),
                Layout::Whole(graphdef) => Layout::Part(graphdef.clone(), leaves.into()),
                Layout::Part(graphdef, ids) => {
                    Layout::Part(graphdef.clone(), leaves.iter().map(|leaf| ids[*leaf as usize]).collect())
                }
                Layout::Free(free) => {
                    Layout::Free(Arc::new(leaves.iter().map(|leaf| free[*leaf as usize].clone()).collect()))
                }
            };
            State::new(layout, values)
        };
        parts.into_iter().map(state).collect()
    }

    /// All leaves of several States; where a path stands in more than one, the last wins.
    pub fn merge(states: &[State]) -> Result<State> {
        if let [state] = states {
            return Ok(state.clone());
        }
        if let Some(state) = merge_parts(states) {
            return Ok(state);
        }
        let mut listing = Listing::default();
        let leaves: Fits<Vec<StateLeaf>> = states
            .iter()
            .flat_map(|state| (0..state.len()).map(move |leaf| (state, leaf)))
            .map(|(state, leaf)| state.listed_leaf(leaf, &mut listing))
            .collect();
        let mut leaves = leaves?;
        // Stable, so that of equal paths the last one is the last State's.
        leaves.sort_by(|a, b| a.path.cmp(&b.path));
        leaves.reverse();
        leaves.dedup_by(|a, b| a.path == b.path);
        State::from_leaves(leaves)
    }

    /// The leaves below a prefix, with paths relative to it. A prefix that no leaf has gives an empty State.
    pub fn at(&self, prefix: &Path) -> Result<State> {
        let depth = prefix.keys().len();
        if depth == 0 {
            return Ok(self.clone());
        }
        let mut scratch = Vec::new();
        let start = self.partition_point(|state, leaf| state.compare(leaf, prefix.keys(), &mut scratch).is_lt());
        let mut listing = Listing::default();
        let mut below = Vec::new();
        for leaf in start..self.len() {
            let mut leaf = self.listed_leaf(leaf, &mut listing)?;
            if !leaf.path.keys().starts_with(prefix.keys()) {
                break;
            }
            leaf.path.cut_off(depth);
            below.push(leaf);
        }
        State::from_leaves(below)
    }

    /// Whether both have the same paths, types, metadata and values, bit for bit.
    pub fn bit_eq(&self, other: &State) -> bool {
        self.len() == other.len()
            && (self.values.iter().zip(other.values.iter())).all(|(a, b)| a.bit_eq(b))
            && self.same_leaves(other)
    }

    /// Whether both have the same paths, types and metadata; there are as many of them.
    pub(super) fn same_leaves(&self, other: &State) -> bool {
        if let (Some(a), Some(b)) = (self.graphdef(), other.graphdef())
            && (0..self.len()).all(|leaf| self.leaf_id(leaf) == other.leaf_id(leaf))
            && a == b
        {
            return true;
        }
        let places = self.places_in(other);
        (0..self.len()).all(|leaf| {
            places[leaf] == Some(leaf)
                && self.variable_type(leaf) == other.variable_type(leaf)
                && self.metadata(leaf) == other.metadata(leaf)
        })
    }

    /// The array at a path; an opaque leaf is an error.
    pub fn tensor(&self, path: &Path) -> Result<&Tensor> {
        let leaf = self.get(path)?;
        leaf.tensor().ok_or_else(|| Error::invalid(format!("the leaf is opaque: {leaf}")).at(path))
    }
}

/// States that are parts of one GraphDef, put together without looking at paths.
fn merge_parts(states: &[State]) -> Option<State> {
    let graphdef = states.first()?.graphdef()?;
    if !states.iter().all(|state| state.graphdef().is_some_and(|other| other.ptr_eq(graphdef))) {
        return None;
    }
    let mut values: Vec<Option<&Leaf>> = vec![None; graphdef.num_leaves()];
    for state in states {
        for (leaf, value) in state.values.iter().enumerate() {
            values[state.leaf_id(leaf)] = Some(value);
        }
    }
    let present: Vec<u32> = (0..values.len() as u32).filter(|leaf| values[*leaf as usize].is_some()).collect();
    let layout = match present.len() == values.len() {
        true => Layout::Whole(graphdef.clone()),
        false => Layout::Part(graphdef.clone(), present.into()),
    };
    Some(State::new(layout, values.into_iter().flatten().cloned().collect()))
}

/// `a, b, c and 7 more`.
pub(super) fn list_paths<T>(leaves: &[T], path: impl Fn(&T) -> Path) -> String {
    const SHOWN: usize = 8;
    let mut text: Vec<String> = leaves.iter().take(SHOWN).map(|leaf| path(leaf).to_string()).collect();
    if leaves.len() > SHOWN {
        let last = format!("{} and {} more", text.pop().unwrap_or_default(), leaves.len() - SHOWN);
        text.push(last);
    }
    text.join(", ")
}

impl Drop for State {
    /// Leaves the emptied buffer to the next split of the same structure.
    fn drop(&mut self) {
        if let Layout::Whole(graphdef) = &self.layout
            && let Some(values) = Arc::get_mut(&mut self.values)
        {
            values.clear();
            let values = std::mem::take(&mut self.values);
            let previous = graphdef.spare().try_lock().map(|mut spare| spare.replace(values));
            drop(previous);
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries((0..self.len()).map(|leaf| (self.path(leaf), self.values[leaf].to_string()))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(path: &str, value: f32) -> StateLeaf {
        let variable_type = Some(VariableType::named("Param").unwrap());
        let (path, metadata) = (path.parse().unwrap(), Metadata::empty());
        StateLeaf { path, variable_type, metadata, value: Tensor::scalar(value).into() }
    }

    #[test]
    fn leaves_come_in_any_order_and_are_found() {
        let state = State::from_leaves(vec![leaf("b/10", 3.0), leaf("a", 1.0), leaf("b/9", 2.0)]).unwrap();
        let paths: Vec<String> = (0..3).map(|leaf| state.path(leaf).to_string()).collect();
        assert_eq!(paths, ["a", "b/9", "b/10"]);
        assert_eq!(state.find(&"b/10".parse().unwrap()), Some(2));
        assert_eq!(state.find(&"b".parse().unwrap()), None);
        let below = state.at(&"b".parse().unwrap()).unwrap();
        assert_eq!(below.path(0).to_string(), "9");
    }

    #[test]
    fn paths_that_contradict_each_other_are_refused() {
        for paths in [["a", "a"], ["a", "a/b"]] {
            assert!(State::from_leaves(paths.map(|path| leaf(path, 0.0)).into_iter().collect()).is_err(), "{paths:?}");
        }
    }

    #[test]
    fn the_last_state_wins() {
        let first = State::from_leaves(vec![leaf("a", 1.0), leaf("b", 1.0)]).unwrap();
        let second = State::from_leaves(vec![leaf("b", 2.0), leaf("c", 2.0)]).unwrap();
        let merged = State::merge(&[first, second]).unwrap();
        let values: Vec<f32> =
            merged.values().iter().map(|leaf| leaf.tensor().unwrap().as_slice::<f32>().unwrap()[0]).collect();
        assert_eq!(values, [1.0, 2.0, 2.0]);
    }
}
