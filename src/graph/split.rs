//! Split: a graph taken apart into a GraphDef and the values of its leaves.
//!
//! Depth first, attributes in key order, one counter for the indices of reference nodes and Variables; whatever has an
//! index already becomes a reference to it, so that a shared Variable is one leaf, under its first path:
//!
//! ```text
//!   model ─┬─ a ── kernel ─┐            nodes: model #0, a #1, kernel #2, b #3, → #2
//!          └─ b ── kernel ─┴─ Param     leaf:  a/kernel
//! ```

use std::sync::Arc;

use super::arena::{Arena, Node, NodeId};
use super::attributes::Iter;
use super::container::{Container, ContainerKind, Value};
use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::key::Key;
use super::leaf::{AHEAD, Leaf};
use super::rule::{Counter, Marks};
use crate::error::{Error, Result, Status};

/// What a traversal found: enough to take the same graph apart again without walking it.
#[derive(Clone)]
pub(crate) struct SplitCache {
    pub(super) root: NodeId,
    pub(super) graphdef: GraphDef,
    pub(super) places: Arc<LeafPlaces>,
}

/// Where in the arena the leaves of a GraphDef are.
pub(crate) struct LeafPlaces {
    places: Vec<LeafPlace>,
    raw_keys: Vec<Key>,
}

#[derive(Clone, Copy)]
struct LeafPlace {
    node: NodeId,
    /// For an array attribute of `node` its place in `raw_keys`; [`VARIABLE`] when `node` is a Variable.
    raw_key: u32,
}

const VARIABLE: u32 = u32::MAX;

/// The most GraphDefs one graph remembers.
const REMEMBERED: usize = 8;

impl LeafPlaces {
    pub(super) fn with_capacity(leaves: usize) -> LeafPlaces {
        LeafPlaces { places: Vec::with_capacity(leaves), raw_keys: Vec::new() }
    }

    pub(super) fn push_variable(&mut self, node: NodeId) {
        self.places.push(LeafPlace { node, raw_key: VARIABLE });
    }

    pub(super) fn push_raw(&mut self, node: NodeId, key: &Key) {
        self.places.push(LeafPlace { node, raw_key: self.raw_keys.len() as u32 });
        self.raw_keys.push(key.clone());
    }

    /// Adds the place of a leaf of another list.
    pub(super) fn push_copy(&mut self, other: &LeafPlaces, leaf: usize) {
        let place = other.places[leaf];
        match other.raw_keys.get(place.raw_key as usize) {
            None => self.push_variable(place.node),
            Some(key) => self.push_raw(place.node, key),
        }
    }

    /// The Variable that holds a leaf; `None` for an array attribute.
    pub(super) fn variable(&self, leaf: usize) -> Option<NodeId> {
        let place = self.places[leaf];
        (place.raw_key == VARIABLE).then_some(place.node)
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Asks for the memory of a leaf that is to be read soon, if there is such a leaf.
    #[inline]
    pub(super) fn prefetch(&self, arena: &Arena, leaf: usize) {
        if let Some(place) = self.places.get(leaf)
            && let Node::Variable(variable) = arena.node(place.node)
        {
            variable.value.prefetch();
        }
    }

    /// The value of a leaf.
    #[inline]
    pub(super) fn leaf(&self, arena: &Arena, leaf: usize) -> Option<Leaf> {
        let place = self.places[leaf];
        match arena.node(place.node) {
            Node::Variable(variable) => Some(variable.value.clone()),
            Node::Container(container) => container.attributes.get(&self.raw_keys[place.raw_key as usize])?.leaf(),
            Node::Free => None,
        }
    }

    /// Changes the value of a leaf in place.
    pub(super) fn with_leaf<R>(&self, arena: &mut Arena, leaf: usize, f: impl FnOnce(LeafSlot<'_>) -> R) -> Option<R> {
        let place = self.places[leaf];
        match &mut arena.slots[place.node as usize].node {
            Node::Variable(variable) => Some(f(LeafSlot::Variable(&mut variable.value))),
            Node::Container(container) => {
                let in_tuple = container.kind == ContainerKind::Tuple;
                let value = container.attributes.get_mut(&self.raw_keys[place.raw_key as usize])?;
                Some(f(if in_tuple { LeafSlot::Element(value) } else { LeafSlot::Attribute(value) }))
            }
            Node::Free => None,
        }
    }
}

/// Where the value of a leaf is kept.
pub(super) enum LeafSlot<'a> {
    Variable(&'a mut Leaf),
    Attribute(&'a mut Value),
    /// An element of a tuple, which does not change.
    Element(&'a mut Value),
}

/// The indices given in a traversal, in a buffer that outlives it: a mark counts only with the current stamp.
#[derive(Default)]
pub(crate) struct Visits {
    stamp: u32,
    marks: Vec<(u32, u32)>,
}

impl Visits {
    pub(super) fn begin(&mut self, nodes: usize) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.marks.clear();
            self.stamp = 1;
        }
        if self.marks.len() < nodes {
            self.marks.resize(nodes, (0, 0));
        }
    }

    pub(super) fn index(&self, id: NodeId) -> Option<u32> {
        let (stamp, index) = self.marks[id as usize];
        (stamp == self.stamp).then_some(index)
    }

    pub(super) fn set(&mut self, id: NodeId, index: u32) {
        self.marks[id as usize] = (self.stamp, index);
    }
}

impl Marks for Visits {
    type Node = NodeId;

    #[inline(always)]
    fn mark(&mut self, id: NodeId, next: u32) -> Option<u32> {
        let (stamp, index) = &mut self.marks[id as usize];
        if *stamp == self.stamp {
            return Some(*index);
        }
        (*stamp, *index) = (self.stamp, next);
        None
    }
}

impl Arena {
    /// The GraphDef below `root` and the values of its leaves, in its order.
    pub(super) fn split(&self, root: NodeId) -> Result<(GraphDef, Arc<Vec<Leaf>>)> {
        let cache = self.structure(root)?;
        let spare = cache.graphdef.spare().try_lock().and_then(|mut spare| spare.take());
        let mut values = spare.unwrap_or_default();
        let buffer = Arc::make_mut(&mut values);
        buffer
            .try_reserve_exact(cache.places.len())
            .map_err(|_| Error::out_of_memory("the leaves of a State", cache.places.len() * size_of::<Leaf>()))?;
        buffer.extend((0..cache.places.len()).filter_map(|leaf| {
            cache.places.prefetch(self, leaf + AHEAD);
            cache.places.leaf(self, leaf)
        }));
        Ok((cache.graphdef, values))
    }

    /// The GraphDef below `root` and the places of its leaves: remembered while the structure does not change.
    pub(super) fn structure(&self, root: NodeId) -> Result<SplitCache> {
        if let Some(cache) = self.remembered(root) {
            return Ok(cache);
        }
        let mut visits = self.visits.try_lock().map(|mut visits| std::mem::take(&mut *visits)).unwrap_or_default();
        visits.begin(self.slots.len());
        let traversal = Traversal::new(self, &mut visits).run(root);
        if let Some(mut kept) = self.visits.try_lock() {
            *kept = visits;
        }
        let (graphdef, places) = traversal?;
        let cache = SplitCache { root, graphdef, places: Arc::new(places) };
        self.remember(cache.clone());
        Ok(cache)
    }

    /// Whether this is the GraphDef below `root`, as far as is known without a walk.
    pub(super) fn remembers(&self, root: NodeId, graphdef: &GraphDef) -> bool {
        self.splits.lock().iter().any(|cache| cache.root == root && cache.graphdef.ptr_eq(graphdef))
    }

    pub(super) fn remembered(&self, root: NodeId) -> Option<SplitCache> {
        self.splits.lock().iter().find(|cache| cache.root == root).cloned()
    }

    /// Keeps a traversal for the next time. Every change of structure takes all of them out, see `restructured`, and the
    /// end of a root those of that root, see `forget_freed`.
    pub(super) fn remember(&self, cache: SplitCache) {
        let mut splits = self.splits.lock();
        if splits.len() == REMEMBERED {
            splits.remove(0);
        }
        splits.push(cache);
    }
}

struct Traversal<'a> {
    arena: &'a Arena,
    visits: &'a mut Visits,
    counter: Counter,
    nodes: Vec<NodeDef>,
    attributes: Vec<(Key, AttributeDef)>,
    leaves: Vec<u32>,
    places: LeafPlaces,
    open: Vec<(NodeId, Iter<'a, Value>)>,
}

impl<'a> Traversal<'a> {
    fn new(arena: &'a Arena, visits: &'a mut Visits) -> Traversal<'a> {
        let nodes = arena.len();
        Traversal {
            arena,
            visits,
            counter: Counter::default(),
            nodes: Vec::with_capacity(nodes),
            attributes: Vec::with_capacity(nodes),
            leaves: Vec::with_capacity(nodes),
            places: LeafPlaces::with_capacity(nodes),
            open: Vec::new(),
        }
    }

    fn run(mut self, root: NodeId) -> Result<(GraphDef, LeafPlaces)> {
        self.visit(root);
        while let Some((id, attributes)) = self.open.last_mut() {
            let id = *id;
            let Some((key, value)) = attributes.next() else {
                self.open.pop();
                continue;
            };
            let attribute = match value {
                Value::Static(value) => AttributeDef::Static(value.clone()),
                Value::Tensor(_) | Value::Opaque(_) => AttributeDef::Leaf,
                Value::Node(_) | Value::None => AttributeDef::Node,
            };
            self.attributes.push((key.clone(), attribute));
            match value {
                Value::Node(child) => self.visit(*child),
                Value::None => self.nodes.push(NodeDef::None),
                Value::Tensor(_) | Value::Opaque(_) => {
                    self.leaves.push(GraphDef::raw_leaf());
                    self.places.push_raw(id, key);
                }
                Value::Static(_) => (),
            }
        }
        if self.nodes.len().max(self.attributes.len()) >= u32::MAX as usize {
            return Err(Error::new(Status::ResourceExhausted, "a GraphDef holds less than 2^32 nodes and attributes"));
        }
        Ok((GraphDef::from_traversal(self.nodes, self.attributes, self.leaves), self.places))
    }

    fn visit(&mut self, id: NodeId) {
        match self.arena.node(id) {
            Node::Variable(variable) => match self.index(id) {
                Err(index) => self.nodes.push(NodeDef::Ref(index)),
                Ok(index) => {
                    self.leaves.push(self.nodes.len() as u32);
                    self.places.push_variable(id);
                    self.nodes.push(NodeDef::Variable {
                        variable_type: variable.variable_type,
                        index,
                        metadata: variable.metadata.clone(),
                    });
                }
            },
            Node::Container(container) if !container.kind.is_reference() => self.enter(id, container, None),
            Node::Container(container) => match self.index(id) {
                Err(index) => self.nodes.push(NodeDef::Ref(index)),
                Ok(index) => self.enter(id, container, Some(index)),
            },
            Node::Free => self.nodes.push(NodeDef::None),
        }
    }

    /// A new index for this node, or the one it has.
    fn index(&mut self, id: NodeId) -> std::result::Result<u32, u32> {
        self.counter.index(self.visits, id)
    }

    fn enter(&mut self, id: NodeId, container: &'a Container, index: Option<u32>) {
        self.nodes.push(NodeDef::Container {
            kind: container.kind,
            type_name: container.type_name.clone(),
            index,
            attributes: container.attributes.len() as u32,
        });
        self.open.push((id, container.attributes.iter()));
    }
}
