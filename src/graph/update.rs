//! Update: the leaves of States written into a graph in place.

use std::sync::Arc;

use super::arena::{Arena, NodeId, Removed};
use super::container::Value;
use super::graphdef::GraphDef;
use super::leaf::{AHEAD, Leaf};
use super::leaf_match::LeafMatch;
use super::metadata::Metadata;
use super::node::Node;
use super::path::Path;
use super::split::{LeafPlaces, LeafSlot, SplitCache};
use super::state::{Layout, State};
use crate::error::{Error, Result};
use crate::tensor::Tensor;

/// What an update may change besides values.
#[derive(Clone, Copy, Debug, Default)]
pub struct UpdateOptions {
    /// A leaf may take another shape.
    pub allow_shape_change: bool,
    /// A leaf may take another dtype.
    pub allow_dtype_change: bool,
    /// Whatever a leaf holds, it may hold anything else: an opaque value instead of an array, also within a tuple.
    pub allow_any_change: bool,
}

impl Node {
    /// Writes the leaves of these States into the graph below this node, by path, the last State winning.
    ///
    /// Nodes and Variables keep their identity, so that every alias sees the new value; leaves that no State has stay.
    /// An unknown path is NOT_FOUND; another shape or dtype is INVALID_ARGUMENT unless `options` allow it. After an
    /// error the graph is as it was.
    pub fn update(&self, states: &[State], options: UpdateOptions) -> Result<()> {
        let known = self.match_leaves(states)?;
        let replaced = self.graph.change(self.id, |arena, id| {
            let mut done: Vec<Written> = Vec::with_capacity(states.len());
            for (i, state) in states.iter().enumerate() {
                let known = known.as_ref().map(|known| (&known.graphdef, &known.matches[i]));
                let written = Plan::of(arena, id, state, known).and_then(|plan| plan.write(arena, state, options));
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

    /// Which leaves of this node's GraphDef the States have; nothing when they come from that very GraphDef, or are so
    /// few and stand so high that looking up their paths is quicker.
    fn match_leaves(&self, states: &[State]) -> Result<Option<Known>> {
        let leaves: usize = states.iter().map(State::len).sum();
        let is_needed = self.graph.read(self.id, |arena, id| {
            let is_own = |state: &State| state.graphdef().is_some_and(|graphdef| arena.remembers(id, graphdef));
            if states.iter().all(is_own) {
                return Ok(false);
            }
            let mut keys_left = arena.len();
            Ok(leaves > arena.len() / 8 || states.iter().any(|state| !state.has_few_keys(&mut keys_left)))
        })?;
        if !is_needed {
            return Ok(None);
        }
        let graphdef = self.graphdef()?;
        let matches = states.iter().map(|state| LeafMatch::of(&graphdef, state)).collect();
        Ok(Some(Known { graphdef, matches }))
    }
}

/// What is known of the States before the graph is locked.
struct Known {
    graphdef: GraphDef,
    matches: Vec<LeafMatch>,
}

/// Where the leaves of a State go.
struct Plan {
    places: Arc<LeafPlaces>,
    /// The place of each leaf; `None` when the places are in the State's order.
    order: Option<Arc<[u32]>>,
    metadata: Vec<(NodeId, Metadata)>,
}

/// An update by one State, done, with what it takes to undo it.
struct Written {
    plan: Plan,
    old: Vec<Leaf>,
    removed: Removed,
}

impl Plan {
    fn of(arena: &Arena, root: NodeId, state: &State, known: Option<(&GraphDef, &LeafMatch)>) -> Result<Plan> {
        let own = arena.remembered(root);
        if let Some(own) = own.as_ref().filter(|own| state.graphdef().is_some_and(|other| own.graphdef.ptr_eq(other))) {
            return Ok(Plan::by_id(own, arena, state, true));
        }
        let known = own.as_ref().zip(known).filter(|(own, (graphdef, _))| own.graphdef.ptr_eq(graphdef));
        match known {
            Some((own, (_, matched @ LeafMatch::ById { .. }))) => {
                Ok(Plan::by_id(own, arena, state, matched.is_equal()))
            }
            Some((own, (_, matched))) => Plan::by_path(arena, root, state, matched, Some(&own.places)),
            None => Plan::by_path(arena, root, state, &LeafMatch::unknown(state), None),
        }
    }

    /// For a State whose leaves have the numbers they have in the graph.
    fn by_id(own: &SplitCache, arena: &Arena, state: &State, equal: bool) -> Plan {
        let order = match &state.layout {
            Layout::Part(_, ids) => Some(ids.clone()),
            _ => None,
        };
        let mut plan = Plan { places: own.places.clone(), order, metadata: Vec::new() };
        for leaf in (0..state.len()).filter(|_| !equal) {
            if let Some(id) = plan.places.variable(plan.place(leaf)) {
                plan.metadata.extend(other_metadata(arena, id, state, leaf));
            }
        }
        plan
    }

    /// Leaf by leaf: by its number where that is known, else by its path, which may be any of a shared Variable's.
    fn by_path(
        arena: &Arena,
        root: NodeId,
        state: &State,
        matched: &LeafMatch,
        own: Option<&LeafPlaces>,
    ) -> Result<Plan> {
        let mut places = LeafPlaces::with_capacity(state.len());
        let mut metadata = Vec::new();
        for leaf in 0..state.len() {
            match own.zip(matched.id(state, leaf)) {
                Some((own, id)) => places.push_copy(own, id),
                None => push_path(&mut places, arena, root, &state.path(leaf))?,
            }
            if let Some(id) = places.variable(leaf) {
                metadata.extend(other_metadata(arena, id, state, leaf));
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
fn other_metadata(arena: &Arena, id: NodeId, state: &State, leaf: usize) -> Option<(NodeId, Metadata)> {
    let (metadata, variable) = (state.metadata(leaf), arena.variable(id)?);
    (!metadata.is_same(&variable.metadata) && state.variable_type(leaf).is_some()).then(|| (id, metadata.clone()))
}

/// Looks up where a path leads.
fn push_path(places: &mut LeafPlaces, arena: &Arena, root: NodeId, path: &Path) -> Result<()> {
    let Some((parents, key)) = path.split_last() else {
        let variable = arena.variable(root);
        variable.ok_or_else(|| Error::invalid("the State is a single leaf, the node is not a Variable"))?;
        places.push_variable(root);
        return Ok(());
    };
    let parent = arena.find(root, parents)?;
    match arena.attribute(parent, key).map_err(|error| error.at(path))? {
        Value::Tensor(_) | Value::Opaque(_) => places.push_raw(parent, key),
        Value::Node(child) if arena.variable(*child).is_some() => places.push_variable(*child),
        Value::Node(_) => {
            return Err(Error::invalid("the State has a leaf here, the graph a node with attributes").at(path));
        }
        other => {
            return Err(Error::invalid(format!("the State has a leaf here, the graph {}", other.kind_name())).at(path));
        }
    }
    Ok(())
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
        let gone = || Error::not_found("the leaf is gone");
        if options.allow_any_change {
            return self.replace(new.clone()).ok_or_else(gone);
        }
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
        self.replace(new.clone()).ok_or_else(gone)
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
