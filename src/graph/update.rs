//! Update: the leaves of States written into a graph in place.

use std::sync::Arc;

use super::arena::{Arena, NodeId, Removed, Variable};
use super::container::Value;
use super::graphdef::GraphDef;
use super::leaf::{AHEAD, Leaf};
use super::metadata::Metadata;
use super::node::Node;
use super::split::{LeafPlaces, LeafSlot};
use super::state::State;
use crate::error::{Error, Result};
use crate::tensor::Tensor;

/// What an update may change besides values.
#[derive(Clone, Copy, Debug, Default)]
pub struct UpdateOptions {
    /// A leaf may take another shape.
    pub allow_shape_change: bool,
    /// A leaf may take another dtype.
    pub allow_dtype_change: bool,
}

impl Node {
    /// Writes the leaves of these States into the graph below this node, by path, the last State winning.
    ///
    /// Nodes and Variables keep their identity, so that every alias sees the new value; leaves that no State has stay.
    /// An unknown path is NOT_FOUND; another shape or dtype is INVALID_ARGUMENT unless `options` allow it. After an
    /// error the graph is as it was.
    pub fn update(&self, states: &[State], options: UpdateOptions) -> Result<()> {
        let equal = self.equal_graphdef(states)?;
        let replaced = self.graph.change(self.id, |arena, id| {
            let mut done: Vec<Written> = Vec::with_capacity(states.len());
            for (i, state) in states.iter().enumerate() {
                let equal = equal.as_ref().filter(|(_, equal)| equal[i]).map(|(graphdef, _)| graphdef);
                let written = Plan::of(arena, id, state, equal).and_then(|plan| plan.write(arena, state, options));
                match written {
                    Ok(written) => done.push(written),
                    Err(error) => {
                        done.into_iter().rev().for_each(|written| written.undo(arena));
                        return Err(error);
                    }
                }
            }
            Ok(done)
        });
        // The old values are dropped here, where no lock is held.
        replaced.map(drop)
    }

    /// For States that come from a GraphDef, but not from this node's own: this node's, and which of theirs are equal to
    /// it. Found out before the graph is locked, because foreign values are compared by foreign code.
    fn equal_graphdef(&self, states: &[State]) -> Result<Option<(GraphDef, Vec<bool>)>> {
        let known = |graphdef: &GraphDef| self.graph.read(self.id, |arena, id| Ok(arena.remembers(id, graphdef)));
        let mut own = None;
        for graphdef in states.iter().filter_map(State::graphdef) {
            if !known(graphdef)? {
                own = Some(self.graphdef()?);
                break;
            }
        }
        Ok(own.map(|own| {
            let equal = states.iter().map(|state| state.graphdef().is_some_and(|other| *other == own)).collect();
            (own, equal)
        }))
    }
}

/// Where the leaves of a State go.
struct Plan {
    places: Arc<LeafPlaces>,
    /// The place of each leaf; `None` when the places are in the State's order.
    order: Option<Vec<u32>>,
    metadata: Vec<(NodeId, Metadata)>,
}

/// An update by one State, done, with what it takes to undo it.
struct Written {
    plan: Plan,
    old: Vec<Leaf>,
    removed: Removed,
}

impl Plan {
    /// `equal` is a GraphDef that is equal to the State's.
    fn of(arena: &Arena, root: NodeId, state: &State, equal: Option<&GraphDef>) -> Result<Plan> {
        let fits = |own: &GraphDef, other: &GraphDef| own.ptr_eq(other) || equal.is_some_and(|equal| own.ptr_eq(equal));
        if let Some(graphdef) = state.graphdef()
            && let Some(cache) = arena.remembered(root).filter(|cache| fits(&cache.graphdef, graphdef))
        {
            let whole = state.len() == graphdef.num_leaves();
            let order = (!whole).then(|| (0..state.len()).map(|leaf| state.leaf_id(leaf) as u32).collect());
            return Ok(Plan { places: cache.places, order, metadata: Vec::new() });
        }
        let mut places = LeafPlaces::with_capacity(state.len());
        let mut metadata = Vec::new();
        for leaf in 0..state.len() {
            let path = state.path(leaf);
            let Some((parents, key)) = path.split_last() else {
                let variable = arena.variable(root);
                let variable =
                    variable.ok_or_else(|| Error::invalid("the State is a single leaf, the node is not a Variable"))?;
                places.push_variable(root);
                metadata.extend(other_metadata(state, leaf, variable).map(|metadata| (root, metadata)));
                continue;
            };
            let parent = arena.find(root, parents)?;
            match arena.attribute(parent, key).map_err(|error| error.at(&path))? {
                Value::Tensor(_) | Value::Opaque(_) => places.push_raw(parent, key),
                Value::Node(child) => {
                    let variable = arena.variable(*child).ok_or_else(|| {
                        Error::invalid("the State has a leaf here, the graph a node with attributes").at(&path)
                    })?;
                    places.push_variable(*child);
                    metadata.extend(other_metadata(state, leaf, variable).map(|metadata| (*child, metadata)));
                }
                other => {
                    let message = format!("the State has a leaf here, the graph {}", other.kind_name());
                    return Err(Error::invalid(message).at(&path));
                }
            }
        }
        Ok(Plan { places: Arc::new(places), order: None, metadata })
    }

    fn place(&self, leaf: usize) -> usize {
        self.order.as_ref().map_or(leaf, |order| order[leaf] as usize)
    }

    fn write(mut self, arena: &mut Arena, state: &State, options: UpdateOptions) -> Result<Written> {
        let mut old = Vec::with_capacity(state.len());
        let mut failed = None;
        for (leaf, value) in state.values().iter().enumerate() {
            if leaf + AHEAD < state.len() {
                state.values()[leaf + AHEAD].prefetch();
                self.places.prefetch(arena, self.place(leaf + AHEAD));
            }
            let replaced = self.places.with_leaf(arena, self.place(leaf), |slot| slot.replace_fitting(value, options));
            match replaced {
                Some(Ok(replaced)) => old.push(replaced),
                Some(Err(error)) => failed = Some(error.at(state.path(leaf))),
                None => failed = Some(Error::not_found("the leaf is gone").at(state.path(leaf))),
            }
            if failed.is_some() {
                break;
            }
        }
        let mut removed = Removed::default();
        if failed.is_none() && !self.metadata.is_empty() {
            self.swap_metadata(arena);
            arena.restructured(&mut removed);
        } else {
            self.metadata.clear();
        }
        let written = Written { plan: self, old, removed };
        match failed {
            None => Ok(written),
            Some(error) => {
                written.undo(arena);
                Err(error)
            }
        }
    }

    /// Exchanges the metadata of the Variables with those in `metadata`.
    fn swap_metadata(&mut self, arena: &mut Arena) {
        for (id, other) in &mut self.metadata {
            if let Some(variable) = arena.variable_mut(*id) {
                std::mem::swap(&mut variable.metadata, other);
            }
        }
    }
}

impl Written {
    fn undo(mut self, arena: &mut Arena) {
        if !self.plan.metadata.is_empty() {
            // In reverse, as a Variable may have been changed twice.
            self.plan.metadata.reverse();
            self.plan.swap_metadata(arena);
            arena.restructured(&mut self.removed);
        }
        for (leaf, old) in self.old.into_iter().enumerate().rev() {
            // What is dropped here is the State's value, which the State holds too.
            let _ = self.plan.places.with_leaf(arena, self.plan.place(leaf), |slot| slot.replace(old));
        }
    }
}

/// The metadata that a leaf brings along, where it differs from the Variable's. Foreign values count as different unless
/// they are one: their own comparison is foreign code, and the graph is locked.
fn other_metadata(state: &State, leaf: usize, variable: &Variable) -> Option<Metadata> {
    let metadata = state.metadata(leaf);
    (state.variable_type(leaf).is_some() && !metadata.is_same(&variable.metadata)).then(|| metadata.clone())
}

impl LeafSlot<'_> {
    /// Puts a value in and returns the old one.
    pub(super) fn replace(self, new: Leaf) -> Option<Leaf> {
        match self {
            LeafSlot::Variable(value) => Some(std::mem::replace(value, new)),
            LeafSlot::Attribute(value) | LeafSlot::Element(value) => match std::mem::replace(value, new.into()) {
                Value::Tensor(tensor) => Some(Leaf::Tensor(tensor)),
                Value::Opaque(opaque) => Some(Leaf::Opaque(opaque)),
                _ => None,
            },
        }
    }

    fn replace_fitting(self, new: &Leaf, options: UpdateOptions) -> Result<Leaf> {
        let old = match &self {
            LeafSlot::Element(_) => {
                return Err(Error::invalid("a tuple does not change, so that an array in it cannot be updated"));
            }
            LeafSlot::Variable(Leaf::Tensor(tensor)) | LeafSlot::Attribute(Value::Tensor(tensor)) => Some(tensor),
            _ => None,
        };
        match (old, new) {
            (Some(old), Leaf::Tensor(new)) => check_fit(old, new, options)?,
            (None, Leaf::Opaque(_)) => (),
            (Some(_), Leaf::Opaque(new)) => {
                return Err(Error::invalid(format!("expected an array, got the opaque value {}", new.type_name())));
            }
            (None, Leaf::Tensor(_)) => return Err(Error::invalid("expected an opaque value, got an array")),
        }
        self.replace(new.clone()).ok_or_else(|| Error::not_found("the leaf is gone"))
    }
}

#[inline]
fn check_fit(old: &Tensor, new: &Tensor, options: UpdateOptions) -> Result<()> {
    let dtype_fits = old.dtype() == new.dtype() || options.allow_dtype_change;
    let shape_fits = old.shape() == new.shape() || options.allow_shape_change;
    if dtype_fits && shape_fits {
        return Ok(());
    }
    let (old, new) = (Leaf::Tensor(old.clone()), Leaf::Tensor(new.clone()));
    let option = if dtype_fits { "allow_shape_change" } else { "allow_dtype_change" };
    Err(Error::invalid(format!("expected {old}, got {new}; set {option} to take it")))
}
