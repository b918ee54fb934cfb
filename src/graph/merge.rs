//! Merge: a GraphDef and the values of its leaves put together into a new graph, shared references and cycles as before.

use std::sync::Arc;

use super::arena::{Arena, Node, NodeId, Slot, Variable};
use super::attributes::Attributes;
use super::container::{Container, Value};
use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::key::Key;
use super::leaf::Leaf;
use super::leaf_match::LeafMatch;
use super::metadata::Metadata;
use super::room::Room;
use super::split::{LeafPlaces, SplitCache};
use super::state::{Layout, State, list_paths};
use super::variable_type::VariableType;
use crate::error::{Error, Result};

/// A leaf on its way into a graph; its type and metadata where they differ from the GraphDef's.
pub(super) struct MergeLeaf {
    pub(super) value: Leaf,
    pub(super) kind: Option<(VariableType, Metadata)>,
}

/// A container whose attributes are being read.
struct Open {
    id: NodeId,
    remaining: u32,
    attributes: Vec<(Key, Value)>,
}

/// Builds the graph in an arena of its own and returns its root. The leaves come in the GraphDef's order.
fn build(graphdef: &GraphDef, leaves: impl Iterator<Item = MergeLeaf>) -> Result<(Arena, NodeId)> {
    let count = graphdef.nodes().len();
    let mut builder = Builder {
        slots: Vec::new(),
        by_index: Vec::with_capacity(count),
        places: LeafPlaces::with_capacity(graphdef.num_leaves()),
        retyped: false,
        leaves,
    };
    builder
        .slots
        .try_reserve_exact(count)
        .map_err(|_| Error::out_of_memory("the nodes of a graph", count * size_of::<Slot>()))?;
    let mut nodes = graphdef.nodes().iter();
    let mut attributes = graphdef.attributes().iter();
    let (root, mut open) = match builder.node(nodes.next().ok_or_else(broken)?, None)? {
        Made::Container(open) => (open.id, Some(open)),
        Made::Node(id) => (id, None),
        Made::None => return Err(broken()),
    };
    let mut above: Vec<Open> = Vec::new();
    while let Some(mut here) = open {
        open = loop {
            if here.remaining == 0 {
                builder.close(here);
                break above.pop();
            }
            here.remaining -= 1;
            let (key, attribute) = attributes.next().ok_or_else(broken)?;
            let entry = Room::in_vec(&mut here.attributes).ok_or_else(broken)?;
            match attribute {
                AttributeDef::Static(value) => entry.put((key.clone(), Value::Static(value.clone()))),
                AttributeDef::Leaf => {
                    builder.places.push_raw(here.id, key);
                    entry.put((key.clone(), builder.leaves.next().ok_or_else(broken)?.value.into()));
                }
                AttributeDef::Node => match builder.node(nodes.next().ok_or_else(broken)?, Some(here.id))? {
                    Made::None => entry.put((key.clone(), Value::None)),
                    Made::Node(id) => entry.put((key.clone(), Value::Node(id))),
                    Made::Container(below) => {
                        entry.put((key.clone(), Value::Node(below.id)));
                        above.push(here);
                        break Some(below);
                    }
                },
            }
        };
    }
    let Builder { slots, places, retyped, .. } = builder;
    let arena = Arena { slots, ..Arena::default() };
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

/// What an entry in a GraphDef's list of nodes became.
enum Made {
    None,
    /// A Variable, or a node that was there before.
    Node(NodeId),
    Container(Open),
}

struct Builder<I> {
    slots: Vec<Slot>,
    by_index: Vec<NodeId>,
    places: LeafPlaces,
    /// Whether a leaf came with a type or metadata of its own, so that the result differs from the GraphDef.
    retyped: bool,
    leaves: I,
}

impl<I: Iterator<Item = MergeLeaf>> Builder<I> {
    // Inlined into the loop over all attributes, where what it returns stays in registers.
    #[inline(always)]
    fn node(&mut self, def: &NodeDef, parent: Option<NodeId>) -> Result<Made> {
        let (id, parents) = (self.slots.len() as NodeId, u32::from(parent.is_some()));
        Ok(match def {
            NodeDef::Variable { variable_type, metadata, .. } => {
                let slot = Room::in_vec(&mut self.slots).ok_or_else(broken)?;
                let MergeLeaf { value, kind } = self.leaves.next().ok_or_else(broken)?;
                let (variable_type, metadata) = match kind {
                    None => (*variable_type, metadata.clone()),
                    Some(kind) => {
                        self.retyped = true;
                        kind
                    }
                };
                slot.put(Slot::new(Node::Variable(Variable { variable_type, metadata, value }), parents));
                self.by_index.push(id);
                self.places.push_variable(id);
                Made::Node(id)
            }
            NodeDef::Container { kind, type_name, index, attributes } => {
                let slot = Room::in_vec(&mut self.slots).ok_or_else(broken)?;
                let mut container = Container::new(*kind, type_name.clone());
                match index {
                    Some(_) => self.by_index.push(id),
                    None => container.set_owner(parent),
                }
                slot.put(Slot::new(Node::Container(container), parents));
                let entries = Vec::with_capacity(*attributes as usize);
                Made::Container(Open { id, remaining: *attributes, attributes: entries })
            }
            NodeDef::Ref(index) => {
                let id = *self.by_index.get(*index as usize).ok_or_else(broken)?;
                self.slots[id as usize].parents += 1;
                Made::Node(id)
            }
            NodeDef::None => Made::None,
        })
    }

    fn close(&mut self, open: Open) {
        if let Node::Container(container) = &mut self.slots[open.id as usize].node {
            container.attributes = Attributes::from_sorted(open.attributes);
        }
    }
}

/// Clones of these leaves. Cloning one is an atomic addition, which waits for all writes before it; so several are made at
/// a time, apart from the writing of nodes.
struct Clones<'a> {
    chunks: std::slice::Chunks<'a, Leaf>,
    /// The clones of a chunk, from its end.
    ready: Vec<Leaf>,
}

/// How many leaves are cloned at a time.
const CHUNK: usize = 32;

impl<'a> Clones<'a> {
    fn of(leaves: &'a [Leaf]) -> Clones<'a> {
        Clones { chunks: leaves.chunks(CHUNK), ready: Vec::with_capacity(CHUNK) }
    }

    #[inline(never)]
    fn refill(&mut self) {
        if let Some(chunk) = self.chunks.next() {
            self.ready.extend(chunk.iter().rev().cloned());
        }
        // The next ones are on their way while these are put into the graph.
        self.chunks.clone().next().into_iter().flatten().for_each(Leaf::prefetch);
    }
}

impl Iterator for Clones<'_> {
    type Item = MergeLeaf;

    #[inline(always)]
    fn next(&mut self) -> Option<MergeLeaf> {
        if self.ready.is_empty() {
            self.refill();
        }
        Some(MergeLeaf { value: self.ready.pop()?, kind: None })
    }
}

/// Puts a GraphDef and the leaves of these States together into a new graph and returns its root.
///
/// Leaves are matched by path; a missing, extra or doubled leaf is an error that lists them all. Nothing is copied: the
/// arrays are shared, the Variables are new.
pub fn merge(graphdef: &GraphDef, states: &[State]) -> Result<super::node::Node> {
    let (arena, root) = match states {
        [state] if matches!(&state.layout, Layout::Whole(other) if other.ptr_eq(graphdef)) => {
            build(graphdef, Clones::of(state.values()))?
        }
        states => build(graphdef, match_leaves(graphdef, states)?.into_iter())?,
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
