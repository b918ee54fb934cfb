//! Merge: a GraphDef and the values of its leaves put together into a new graph, shared references and cycles as before.

use std::sync::Arc;

use super::arena::{Arena, Node, NodeId, Variable};
use super::attributes::Attributes;
use super::container::{Container, Value};
use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::key::Key;
use super::leaf::{AHEAD, Leaf};
use super::leaf_match::LeafMatch;
use super::metadata::Metadata;
use super::split::{LeafPlaces, SplitCache};
use super::state::{Layout, State, list_paths};
use super::variable_type::VariableType;
use crate::error::{Error, Result};

/// A leaf on its way into a graph; its type and metadata where they differ from the GraphDef's.
pub(super) struct MergeLeaf {
    pub(super) value: Leaf,
    pub(super) kind: Option<(VariableType, Metadata)>,
}

/// A node whose attributes are being read.
struct Open {
    id: NodeId,
    remaining: u32,
    attributes: Vec<(Key, Value)>,
}

/// Builds the graph in an arena of its own and returns its root. `next_leaf` gives the leaves in the GraphDef's order.
fn build(graphdef: &GraphDef, next_leaf: impl FnMut() -> Option<MergeLeaf>) -> Result<(Arena, NodeId)> {
    let count = graphdef.nodes().len();
    let mut builder = Builder {
        arena: Arena::with_capacity(count),
        by_index: Vec::with_capacity(count),
        places: LeafPlaces::with_capacity(graphdef.num_leaves()),
        above: Vec::new(),
        retyped: false,
        next_leaf,
    };
    let mut nodes = graphdef.nodes().iter();
    let mut attributes = graphdef.attributes().iter();
    let (root, mut open) = builder.node(nodes.next().ok_or_else(broken)?, None)?;
    let root = root.node().ok_or_else(|| Error::invalid("the root of a GraphDef cannot be None"))?;
    while let Some(here) = &mut open {
        if here.remaining == 0 {
            builder.close(open.take());
            open = builder.above.pop();
            continue;
        }
        here.remaining -= 1;
        let (key, attribute) = attributes.next().ok_or_else(broken)?;
        let value = match attribute {
            AttributeDef::Static(value) => Value::Static(value.clone()),
            AttributeDef::Leaf => {
                builder.places.push_raw(here.id, key);
                (builder.next_leaf)().ok_or_else(broken)?.value.into()
            }
            AttributeDef::Node => {
                let (value, below) = builder.node(nodes.next().ok_or_else(broken)?, Some(here.id))?;
                if below.is_some() {
                    here.attributes.push((key.clone(), value));
                    builder.above.extend(std::mem::replace(&mut open, below));
                    continue;
                }
                value
            }
        };
        here.attributes.push((key.clone(), value));
    }
    let Builder { arena, places, retyped, .. } = builder;
    if !retyped {
        arena.remember(SplitCache { root, graphdef: graphdef.clone(), places: Arc::new(places) });
    }
    Ok((arena, root))
}

/// Cannot happen with a checked GraphDef and as many leaves as it has.
#[cold]
fn broken() -> Error {
    Error::new(crate::error::Status::Internal, "the lists of a GraphDef do not fit each other")
}

struct Builder<F> {
    arena: Arena,
    by_index: Vec<NodeId>,
    places: LeafPlaces,
    /// The containers above the one whose attributes are being read.
    above: Vec<Open>,
    /// Whether a leaf came with a type or metadata of its own, so that the result differs from the GraphDef.
    retyped: bool,
    next_leaf: F,
}

impl<F: FnMut() -> Option<MergeLeaf>> Builder<F> {
    /// Makes a node. A container comes with its attributes still to be read.
    #[inline]
    fn node(&mut self, def: &NodeDef, parent: Option<NodeId>) -> Result<(Value, Option<Open>)> {
        match def {
            NodeDef::Variable { variable_type, metadata, .. } => {
                let MergeLeaf { value, kind } = (self.next_leaf)().ok_or_else(broken)?;
                let (variable_type, metadata) = match kind {
                    None => (*variable_type, metadata.clone()),
                    Some(kind) => {
                        self.retyped = true;
                        kind
                    }
                };
                let id = self.arena.push(Node::Variable(Variable { variable_type, metadata, value }))?;
                self.arena.slots[id as usize].parents = u32::from(parent.is_some());
                self.by_index.push(id);
                self.places.push_variable(id);
                Ok((Value::Node(id), None))
            }
            NodeDef::Container { kind, type_name, index, attributes } => {
                let mut container = Container::new(*kind, type_name.clone());
                if index.is_none() {
                    container.set_owner(parent);
                }
                let id = self.arena.push(Node::Container(container))?;
                self.arena.slots[id as usize].parents = u32::from(parent.is_some());
                if index.is_some() {
                    self.by_index.push(id);
                }
                let entries = Vec::with_capacity(*attributes as usize);
                Ok((Value::Node(id), Some(Open { id, remaining: *attributes, attributes: entries })))
            }
            NodeDef::Ref(index) => {
                let id = *self.by_index.get(*index as usize).ok_or_else(broken)?;
                self.arena.slots[id as usize].parents += 1;
                Ok((Value::Node(id), None))
            }
            NodeDef::None => Ok((Value::None, None)),
        }
    }

    fn close(&mut self, open: Option<Open>) {
        if let Some(open) = open
            && let Some(container) = self.arena.container_mut(open.id)
        {
            container.attributes = Attributes::from_sorted(open.attributes);
        }
    }
}

/// Puts a GraphDef and the leaves of these States together into a new graph and returns its root.
///
/// Leaves are matched by path; a missing, extra or doubled leaf is an error that lists them all. Nothing is copied: the
/// arrays are shared, the Variables are new.
pub fn merge(graphdef: &GraphDef, states: &[State]) -> Result<super::node::Node> {
    let (arena, root) = match states {
        [state] if matches!(&state.layout, Layout::Whole(other) if other.ptr_eq(graphdef)) => {
            let mut values = state.values();
            build(graphdef, || {
                values.get(AHEAD).inspect(|value| value.prefetch());
                let (value, rest) = values.split_first()?;
                values = rest;
                Some(MergeLeaf { value: value.clone(), kind: None })
            })?
        }
        states => {
            let mut leaves = match_leaves(graphdef, states)?.into_iter();
            build(graphdef, || leaves.next())?
        }
    };
    super::node::Node::handle(&super::cell::Graph::from_arena(arena), root)
}

/// The leaves of the States in the order of the GraphDef.
fn match_leaves(graphdef: &GraphDef, states: &[State]) -> Result<Vec<MergeLeaf>> {
    let mut leaves: Vec<Option<MergeLeaf>> = Vec::new();
    leaves.resize_with(graphdef.num_leaves(), || None);
    let (mut extra, mut doubled) = (Vec::new(), Vec::new());
    for state in states {
        let matched = LeafMatch::of(graphdef, state);
        for (leaf, value) in state.values().iter().enumerate() {
            let Some(id) = matched.id(state, leaf) else {
                extra.push((state, leaf));
                continue;
            };
            if leaves[id].is_some() {
                doubled.push((state, leaf));
            }
            let kind = if matched.is_equal() { None } else { own_kind(graphdef, id, state, leaf)? };
            leaves[id] = Some(MergeLeaf { value: value.clone(), kind });
        }
    }
    let missing: Vec<usize> = (0..leaves.len()).filter(|leaf| leaves[*leaf].is_none()).collect();
    let of_graphdef = |leaf: &usize| graphdef.leaf_path(*leaf);
    let of_state = |(state, leaf): &(&State, usize)| state.path(*leaf);
    let mut wrong = Vec::new();
    if !missing.is_empty() {
        wrong.push(format!("missing: {}", list_paths(&missing, of_graphdef)));
    }
    for (what, found) in [("extra", &extra), ("doubled", &doubled)] {
        if !found.is_empty() {
            wrong.push(format!("{what}: {}", list_paths(found, of_state)));
        }
    }
    let first = missing.first().map(of_graphdef).or_else(|| extra.iter().chain(&doubled).next().map(of_state));
    match first {
        Some(first) => {
            Err(Error::invalid(format!("the States do not fit the GraphDef; {}", wrong.join("; "))).at(first))
        }
        None => Ok(leaves.into_iter().flatten().collect()),
    }
}

/// The type and metadata that a leaf brings along, where they differ from the GraphDef's.
fn own_kind(graphdef: &GraphDef, id: usize, state: &State, leaf: usize) -> Result<Option<(VariableType, Metadata)>> {
    match (graphdef.leaf_type(id), state.variable_type(leaf)) {
        (_, None) => Ok(None),
        (None, Some(found)) => {
            Err(graphdef
                .leaf_error(id, format!("the GraphDef has an array here, the State a Variable of type {found}")))
        }
        (Some(expected), Some(found)) => {
            let metadata = state.metadata(leaf);
            let differs = expected != found || metadata != graphdef.leaf_metadata(id);
            Ok(differs.then(|| (found, metadata.clone())))
        }
    }
}
