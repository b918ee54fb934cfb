//! The arena: all nodes of a graph, by number, and the changes of their attributes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

use parking_lot::Mutex;

use super::attributes::Iter;
use super::container::{Container, ContainerKind, Value};
use super::key::Key;
use super::leaf::Leaf;
use super::metadata::Metadata;
use super::path;
use super::split::{SplitCache, Visits};
use super::variable_type::VariableType;
use crate::error::{Error, Result, Status};

/// The number of a node in its arena.
pub(crate) type NodeId = u32;

/// All nodes of a graph. A node that no handle reaches is garbage, collected when there is enough of it.
#[derive(Default)]
pub(crate) struct Arena {
    pub(super) slots: Vec<Slot>,
    pub(super) free: Vec<NodeId>,
    /// Counts changes of structure: everything but the values of leaves.
    pub(super) version: u64,
    /// An upper bound of the nodes that became unreachable since the last collection.
    pub(super) garbage: AtomicUsize,
    /// Set while a change runs; still set afterwards when it panicked.
    pub(super) poisoned: bool,
    pub(super) splits: Mutex<Vec<SplitCache>>,
    pub(super) visits: Mutex<Visits>,
    pub(super) identities: Mutex<HashMap<NodeId, u64>>,
}

pub(crate) struct Slot {
    /// How many handles there are to the node from outside; stays at its maximum once there.
    pub(super) handles: AtomicU32,
    /// How many attributes of this graph's nodes hold the node.
    pub(super) parents: u32,
    pub(super) node: Node,
}

impl Slot {
    #[inline(always)]
    pub(super) fn new(node: Node, parents: u32) -> Slot {
        Slot { handles: AtomicU32::new(0), parents, node }
    }
}

pub(crate) enum Node {
    Free,
    Container(Container),
    Variable(Variable),
}

pub(crate) struct Variable {
    pub(super) variable_type: VariableType,
    pub(super) metadata: Metadata,
    pub(super) value: Leaf,
}

/// What a change took out of a graph. It may run foreign code when dropped, so it is dropped where no lock is held.
#[must_use]
#[derive(Default)]
pub(crate) struct Removed {
    pub(super) values: Vec<Value>,
    pub(super) nodes: Vec<Node>,
    pub(super) splits: Vec<SplitCache>,
}

impl Arena {
    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    pub(super) fn add(&mut self, node: Node) -> Result<NodeId> {
        let Some(id) = self.free.pop() else { return self.push(node) };
        self.slots[id as usize] = Slot::new(node, 0);
        Ok(id)
    }

    /// As [`Arena::add`], at the end.
    #[inline]
    pub(super) fn push(&mut self, node: Node) -> Result<NodeId> {
        let id = self.slots.len();
        // The last numbers stay unused, so that one can mean "none".
        if id >= (u32::MAX - 1) as usize {
            return Err(Error::new(Status::ResourceExhausted, "a graph holds less than 2^32 nodes"));
        }
        if id == self.slots.capacity() {
            self.slots
                .try_reserve(1)
                .map_err(|_| Error::out_of_memory("the nodes of a graph", id * size_of::<Slot>()))?;
        }
        self.slots.push(Slot::new(node, 0));
        Ok(id as NodeId)
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.slots[id as usize].node
    }

    pub(super) fn container(&self, id: NodeId) -> Option<&Container> {
        match self.node(id) {
            Node::Container(container) => Some(container),
            _ => None,
        }
    }

    pub(super) fn container_mut(&mut self, id: NodeId) -> Option<&mut Container> {
        match &mut self.slots[id as usize].node {
            Node::Container(container) => Some(container),
            _ => None,
        }
    }

    pub(super) fn variable(&self, id: NodeId) -> Option<&Variable> {
        match self.node(id) {
            Node::Variable(variable) => Some(variable),
            _ => None,
        }
    }

    pub(super) fn variable_mut(&mut self, id: NodeId) -> Option<&mut Variable> {
        match &mut self.slots[id as usize].node {
            Node::Variable(variable) => Some(variable),
            _ => None,
        }
    }

    /// The node at these keys below `root`.
    pub(super) fn find(&self, root: NodeId, keys: &[Key]) -> Result<NodeId> {
        let mut id = root;
        for (depth, key) in keys.iter().enumerate() {
            let here = || path::display(&keys[..=depth]);
            id = match self.attribute(id, key).map_err(|error| error.at(here()))? {
                Value::Node(child) => *child,
                other => return Err(Error::invalid(format!("expected a node, found {}", other.kind_name())).at(here())),
            };
        }
        Ok(id)
    }

    /// An attribute of a node.
    pub(super) fn attribute(&self, id: NodeId, key: &Key) -> Result<&Value> {
        let container =
            self.container(id).ok_or_else(|| Error::not_found("a Variable has no attributes; its value is a leaf"))?;
        container
            .attributes
            .get(key)
            .ok_or_else(|| Error::not_found(format!("{} has no attribute {key}", container.display_name())))
    }

    /// Sets an attribute.
    pub(super) fn set(&mut self, id: NodeId, key: &Key, value: Value) -> Result<Removed> {
        let container = self.container(id).ok_or_else(|| Error::invalid("a Variable has no attributes to set"))?;
        container.check_key(key)?;
        let old = container.attributes.get(key);
        let (is_new, old_node) = (old.is_none(), old.and_then(Value::node));
        if container.kind == ContainerKind::Tuple && (!is_new || self.owner(id).is_some()) {
            return Err(Error::invalid("a tuple does not change once it is built; set a new one in its place"));
        }
        let same_structure = value.is_leaf() && old.is_some_and(Value::is_leaf);
        if let Some(child) = value.node().filter(|child| old_node != Some(*child)) {
            self.check_owner(id, child)?;
        }
        let mut removed = Removed::default();
        if !same_structure {
            self.restructured(&mut removed);
        }
        let child = value.node();
        if let Some(container) = self.container_mut(id) {
            removed.values.extend(container.attributes.set(key.clone(), value));
        }
        if old_node != child {
            self.attached(child, id);
            self.detached(old_node, &mut removed);
        }
        Ok(removed)
    }

    /// A value node has one owner and does not hold itself.
    fn check_owner(&self, parent: NodeId, child: NodeId) -> Result<()> {
        let Some(container) = self.container(child).filter(|container| !container.kind.is_reference()) else {
            return Ok(());
        };
        let kind = container.kind;
        if self.owner(child).is_some() {
            return Err(Error::invalid(format!(
                "this {kind} has an owner already; a {kind} is a value and cannot be shared: use a List or Dict, or build a second one"
            )));
        }
        if self.is_inside(parent, child) {
            return Err(Error::invalid(format!("a {kind} is a value and cannot hold itself: use a List or Dict")));
        }
        Ok(())
    }

    /// Whether `inner` is the value node `outer` or inside it, with value nodes only in between. Looks up from `inner` and
    /// down from `outer` in turns, so that it takes as long as the shorter way and building a deep graph stays linear.
    fn is_inside(&self, inner: NodeId, outer: NodeId) -> bool {
        let value_node = |id: NodeId| self.container(id).filter(|container| !container.kind.is_reference());
        let mut above = Some(inner);
        let mut below: Vec<Iter<'_, Value>> =
            value_node(outer).map(|outer| outer.attributes.iter()).into_iter().collect();
        loop {
            let Some((id, container)) = above.and_then(|id| Some((id, value_node(id)?))) else { return false };
            if id == outer {
                return true;
            }
            above = container.owner();
            let Some(attributes) = below.last_mut() else { return false };
            match attributes.next() {
                None => drop(below.pop()),
                Some((_, Value::Node(id))) if *id == inner => return true,
                Some((_, Value::Node(id))) => below.extend(value_node(*id).map(|found| found.attributes.iter())),
                Some(_) => (),
            }
        }
    }

    /// Takes an attribute away. The elements of a list behind it move up.
    pub(super) fn remove(&mut self, id: NodeId, key: &Key) -> Result<Removed> {
        self.attribute(id, key)?;
        let Some(container) = self.container_mut(id) else { return Ok(Removed::default()) };
        if container.kind == ContainerKind::Tuple {
            return Err(Error::invalid("a tuple does not change once it is built; set a new one in its place"));
        }
        let value = match key {
            Key::Int(index) if container.kind.is_sequence() => container.attributes.remove_element(*index as usize),
            key => container.attributes.remove(key),
        };
        let mut removed = Removed::default();
        self.restructured(&mut removed);
        self.detached(value.as_ref().and_then(Value::node), &mut removed);
        removed.values.extend(value);
        Ok(removed)
    }

    /// Puts an element into a list; those from `index` on move down.
    pub(super) fn insert(&mut self, id: NodeId, index: i64, value: Value) -> Result<Removed> {
        let container = self.container(id).filter(|container| {
            container.kind.is_sequence() && (container.kind != ContainerKind::Tuple || self.owner(id).is_none())
        });
        let container = container
            .ok_or_else(|| Error::invalid("`list`: only a list, or a tuple that is not attached, takes elements"))?;
        container.check_key(&Key::Int(index)).map_err(|error| error.argument("index"))?;
        let child = value.node();
        if let Some(child) = child {
            self.check_owner(id, child).map_err(|error| error.argument("value"))?;
        }
        let mut removed = Removed::default();
        self.restructured(&mut removed);
        if let Some(container) = self.container_mut(id) {
            container.attributes.insert_element(index as usize, value);
        }
        self.attached(child, id);
        Ok(removed)
    }

    /// A number for this node that no other node of the process has had.
    pub(super) fn identity(&self, id: NodeId) -> u64 {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        *self.identities.lock().entry(id).or_insert_with(|| NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Moves all nodes of another arena into this one; returns what to add to their numbers.
    pub(super) fn absorb(&mut self, other: &mut Arena) -> Result<u32> {
        let total = self.slots.len().checked_add(other.slots.len()).filter(|total| *total < (u32::MAX - 1) as usize);
        total.ok_or_else(|| Error::new(Status::ResourceExhausted, "a graph holds less than 2^32 nodes"))?;
        let bytes = other.slots.len() * size_of::<Slot>();
        self.slots.try_reserve(other.slots.len()).map_err(|_| Error::out_of_memory("the nodes of a graph", bytes))?;
        let offset = self.slots.len() as u32;
        for mut slot in std::mem::take(&mut other.slots) {
            if let Node::Container(container) = &mut slot.node {
                container.set_owner(container.owner().map(|owner| owner + offset));
                for value in container.attributes.values_mut() {
                    if let Value::Node(id) = value {
                        *id += offset;
                    }
                }
            }
            self.slots.push(slot);
        }
        // Newer than either, so that no one who looked at one of them takes this for the same.
        self.version = self.version.max(other.version) + 1;
        self.free.extend(std::mem::take(&mut other.free).into_iter().map(|id| id + offset));
        self.garbage.fetch_add(other.garbage.load(Ordering::Relaxed), Ordering::Relaxed);
        let identities = std::mem::take(other.identities.get_mut());
        self.identities.get_mut().extend(identities.into_iter().map(|(id, identity)| (id + offset, identity)));
        other.splits.get_mut().clear();
        Ok(offset)
    }

    /// The structure has changed: what was remembered of it is out of date.
    pub(super) fn restructured(&mut self, removed: &mut Removed) {
        self.version += 1;
        removed.splits.append(self.splits.get_mut());
    }
}
