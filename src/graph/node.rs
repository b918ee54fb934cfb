//! Nodes as they are held from outside: made, read and changed by path.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use smol_str::SmolStr;

use super::arena::{self, Arena, NodeId, Removed};
use super::cell::Graph;
use super::container::{Container, ContainerKind, Value};
use super::key::Key;
use super::leaf::{Leaf, Opaque};
use super::metadata::Metadata;
use super::path::Path;
use super::statics::Static;
use super::type_name::TypeName;
use super::variable_type::VariableType;
use crate::error::{Error, Result};
use crate::tensor::Tensor;

/// A handle to a node: a container or a Variable. The node lives while a handle reaches it.
///
/// Cloning gives another handle to the same node; [`Node::duplicate`] copies a graph.
pub struct Node {
    pub(super) graph: Graph,
    pub(super) id: NodeId,
}

/// The value of an attribute.
#[derive(Clone)]
pub enum Attribute {
    /// A node.
    Node(Node),
    /// An array that no Variable holds.
    Tensor(Tensor),
    /// An opaque value that no Variable holds.
    Opaque(Arc<Opaque>),
    /// A static value.
    Static(Static),
    /// The value node `None`.
    None,
}

/// What kind of value an attribute has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum AttributeKind {
    /// A node.
    Node = 1,
    /// An array.
    Tensor = 2,
    /// An opaque value.
    Opaque = 3,
    /// A static value.
    Static = 4,
    /// None.
    None = 5,
}

impl Node {
    /// An Object without attributes. Without a graph it starts one of its own.
    pub fn object(graph: Option<&Graph>, type_name: &str) -> Result<Node> {
        if type_name.is_empty() {
            return Err(Error::invalid("`type_name` is empty; an Object needs the name of its type"));
        }
        Node::container(graph, Container::new(ContainerKind::Object, TypeName::from(type_name)))
    }

    /// An empty container of a kind that has no type name.
    pub fn empty(graph: Option<&Graph>, kind: ContainerKind) -> Result<Node> {
        if kind == ContainerKind::Object {
            return Err(Error::invalid("an Object needs the name of its type"));
        }
        Node::container(graph, Container::new(kind, TypeName::default()))
    }

    /// A Variable.
    pub fn variable(graph: Option<&Graph>, variable_type: VariableType, value: Leaf) -> Result<Node> {
        let variable = arena::Variable { variable_type, metadata: Metadata::empty(), value };
        Node::add(graph, arena::Node::Variable(variable))
    }

    fn container(graph: Option<&Graph>, container: Container) -> Result<Node> {
        Node::add(graph, arena::Node::Container(container))
    }

    fn add(graph: Option<&Graph>, node: arena::Node) -> Result<Node> {
        match graph {
            None => {
                let mut arena = Arena::default();
                let id = arena.add(node)?;
                arena.slots[id as usize].handles.store(1, Ordering::Relaxed);
                Ok(Node { graph: Graph::from_arena(arena), id })
            }
            Some(graph) => {
                let id = graph.change(0, |arena, offset| {
                    let id = arena.add(node)?;
                    arena.slots[id as usize].handles.store(1, Ordering::Relaxed);
                    // Numbers are counted from where this graph's nodes began, also after it joined another.
                    Ok(id.wrapping_sub(offset))
                })?;
                Ok(Node { graph: graph.clone(), id })
            }
        }
    }

    /// A handle to a node that is known to be in the graph.
    pub(super) fn handle(graph: &Graph, id: NodeId) -> Result<Node> {
        graph.read(id, |arena, id| {
            hold(arena, id);
            Ok(())
        })?;
        Ok(Node { graph: graph.clone(), id })
    }

    /// The graph it belongs to.
    pub fn graph(&self) -> Graph {
        self.graph.clone()
    }

    /// Whether both are handles to one node.
    pub fn same(&self, other: &Node) -> bool {
        if self.id == other.id && self.graph.is_handle_of(&other.graph) {
            return true;
        }
        match (self.identity(), other.identity()) {
            (Ok(a), Ok(b)) => a == b,
            _ => false,
        }
    }

    /// Whether nothing but this handle holds the node.
    pub(crate) fn is_only_handle(&self) -> Result<bool> {
        self.graph.read(self.id, |arena, id| {
            let slot = &arena.slots[id as usize];
            Ok(slot.parents == 0 && slot.handles.load(Ordering::Relaxed) == 1)
        })
    }

    /// How many handles there are to the node.
    pub(crate) fn num_handles(&self) -> Result<u32> {
        self.graph.read(self.id, |arena, id| Ok(arena.slots[id as usize].handles.load(Ordering::Relaxed)))
    }

    /// A number that no other node of this process has or had.
    pub fn identity(&self) -> Result<u64> {
        self.graph.read(self.id, |arena, id| Ok(arena.identity(id)))
    }

    /// What kind of container it is; `None` for a Variable.
    pub fn container_kind(&self) -> Result<Option<ContainerKind>> {
        self.graph.read(self.id, |arena, id| Ok(arena.container(id).map(|container| container.kind)))
    }

    /// What `f` makes of the name of its type: an Object's, or a Variable's; empty for the other containers. The name
    /// stays where it is as long as a handle to the node lives.
    pub fn with_type_name<R>(&self, f: impl FnOnce(&str) -> R) -> Result<R> {
        self.graph.read(self.id, |arena, id| {
            Ok(f(match arena.node(id) {
                arena::Node::Container(container) => &container.type_name,
                arena::Node::Variable(variable) => variable.variable_type.name(),
                arena::Node::Free => "",
            }))
        })
    }

    /// The name of its type, see [`Node::with_type_name`].
    pub fn type_name(&self) -> Result<SmolStr> {
        self.with_type_name(|name| SmolStr::new(name))
    }

    /// The number of its attributes; 0 for a Variable.
    pub fn len(&self) -> Result<usize> {
        self.graph.read(self.id, |arena, id| Ok(arena.container(id).map_or(0, |container| container.attributes.len())))
    }

    /// Whether it has no attributes.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// The keys of its attributes in order, and what kind of value each has.
    pub fn keys(&self) -> Result<Vec<(Key, AttributeKind)>> {
        self.graph.read(self.id, |arena, id| {
            let Some(container) = arena.container(id) else { return Ok(Vec::new()) };
            Ok(container.attributes.iter().map(|(key, value)| (key.clone(), value.kind())).collect())
        })
    }

    /// The attribute at a path below it; the node itself at the empty path.
    pub fn get(&self, path: &Path) -> Result<Attribute> {
        let Some((parents, key)) = path.split_last() else { return Ok(Attribute::Node(self.clone())) };
        self.graph.read(self.id, |arena, id| {
            let parent = arena.find(id, parents)?;
            Ok(match arena.attribute(parent, key).map_err(|error| error.at(path))? {
                Value::Tensor(tensor) => Attribute::Tensor(tensor.clone()),
                Value::Opaque(opaque) => Attribute::Opaque(opaque.clone()),
                Value::Static(value) => Attribute::Static(value.clone()),
                Value::None => Attribute::None,
                Value::Node(child) => {
                    hold(arena, *child);
                    // The handle is counted from where this graph's nodes began, as `self` is.
                    let id = child.wrapping_sub(id.wrapping_sub(self.id));
                    Attribute::Node(Node { graph: self.graph.clone(), id })
                }
            })
        })
    }

    /// The node at a path below it.
    pub fn node(&self, path: &Path) -> Result<Node> {
        match self.get(path)? {
            Attribute::Node(node) => Ok(node),
            other => Err(Error::invalid(format!("expected a node, found {}", other.kind_name())).at(path)),
        }
    }

    /// Sets the attribute at a path below it. In a list, the key equal to its length appends.
    ///
    /// Reference nodes and Variables may be set in several places and may form cycles; a value node may not.
    pub fn set(&self, path: &Path, attribute: Attribute) -> Result<()> {
        let Some((parents, key)) = path.split_last() else {
            return Err(Error::invalid("`path` is empty: that is the node itself, which cannot be replaced"));
        };
        let set = |arena: &mut Arena, id: NodeId, value: Value| {
            let parent = arena.find(id, parents)?;
            arena.set(parent, key, value).map_err(|error| error.at(path))
        };
        // The graph gets a clone, so that a value that is refused is not dropped under the lock.
        let value = match &attribute {
            Attribute::Node(child) => {
                return Graph::join(self, child, |arena, id, child| set(arena, id, Value::Node(child))).map(drop);
            }
            Attribute::Tensor(tensor) => Value::Tensor(tensor.clone()),
            Attribute::Opaque(opaque) => Value::Opaque(opaque.clone()),
            Attribute::Static(value) => Value::Static(value.clone()),
            Attribute::None => Value::None,
        };
        self.graph.change(self.id, |arena, id| set(arena, id, value)).map(drop)
    }

    /// Takes the attribute at a path below it away. The elements of a list behind it move up.
    pub fn delete(&self, path: &Path) -> Result<()> {
        let Some((parents, key)) = path.split_last() else {
            return Err(Error::invalid(
                "`path` is empty: that is the node itself, which cannot be deleted from itself",
            ));
        };
        let removed = self.graph.change(self.id, |arena, id| {
            let parent = arena.find(id, parents)?;
            arena.remove(parent, key).map_err(|error| error.at(path))
        });
        removed.map(drop)
    }

    /// Puts a node into a list before the element `index`; the elements from there on move down.
    pub fn insert(&self, index: i64, child: &Node) -> Result<()> {
        Graph::join(self, child, |arena, id, child| arena.insert(id, index, Value::Node(child))).map(drop)
    }

    /// Adds a node at the end of a list.
    pub fn append(&self, child: &Node) -> Result<()> {
        let append = |arena: &mut Arena, id, child| {
            let elements = arena.container(id).map_or(0, |container| container.attributes.elements());
            arena.insert(id, elements as i64, Value::Node(child))
        };
        Graph::join(self, child, append).map(drop)
    }

    /// The value of a Variable.
    pub fn value(&self) -> Result<Leaf> {
        self.graph.read(self.id, |arena, id| Ok(variable(arena, id)?.value.clone()))
    }

    /// Sets the value of a Variable, to any shape and dtype.
    pub fn set_value(&self, mut value: Leaf) -> Result<()> {
        // Whichever of the two is no longer needed is dropped here, where no lock is held.
        self.graph.change(self.id, |arena, id| {
            let variable = arena.variable_mut(id).ok_or_else(not_a_variable)?;
            std::mem::swap(&mut variable.value, &mut value);
            Ok(())
        })
    }

    /// Writes the bytes of a Variable's array: in place when nothing else holds the buffer, into a copy otherwise.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        let old = self.graph.change(self.id, |arena, id| {
            let variable = arena.variable_mut(id).ok_or_else(not_a_variable)?;
            let Leaf::Tensor(tensor) = &mut variable.value else {
                return Err(Error::invalid("the Variable holds an opaque value, whose bytes libnnx does not know"));
            };
            if tensor.nbytes() != bytes.len() {
                let (expected, found) = (tensor.nbytes(), bytes.len());
                let value = variable.value.to_string();
                return Err(Error::invalid(format!("`nbytes` is {found}, but {value} has {expected} bytes")));
            }
            // What held the old bytes is dropped after the lock: that may run foreign code.
            tensor.overwrite(bytes)
        });
        old.map(drop)
    }

    /// The metadata of a Variable.
    pub fn metadata(&self) -> Result<Metadata> {
        self.graph.read(self.id, |arena, id| Ok(variable(arena, id)?.metadata.clone()))
    }

    /// Sets an entry of a Variable's metadata.
    pub fn set_metadata(&self, name: &str, value: Static) -> Result<()> {
        // As in `set`: what is refused is not dropped under the lock.
        self.change_metadata(|metadata| Ok(metadata.set(name, value.clone()))).map(drop)
    }

    /// Takes an entry of a Variable's metadata away.
    pub fn delete_metadata(&self, name: &str) -> Result<()> {
        let missing = || Error::not_found(format!("the Variable has no metadata {name}"));
        self.change_metadata(|metadata| metadata.remove(name).ok_or_else(missing)).map(drop)
    }

    /// Gives a Variable this metadata in the place of what it has.
    pub(crate) fn replace_metadata(&self, metadata: &Metadata) -> Result<()> {
        if self.metadata()?.is_same(metadata) {
            return Ok(());
        }
        self.change_metadata(|old| Ok(std::mem::replace(old, metadata.clone()))).map(drop)
    }

    fn change_metadata<R>(&self, f: impl FnOnce(&mut Metadata) -> Result<R>) -> Result<(R, Removed)> {
        self.graph.change(self.id, |arena, id| {
            let old = f(&mut arena.variable_mut(id).ok_or_else(not_a_variable)?.metadata)?;
            let mut removed = Removed::default();
            arena.restructured(&mut removed);
            Ok((old, removed))
        })
    }
}

impl Clone for Node {
    fn clone(&self) -> Node {
        // A poisoned graph is never collected from, so its handles need no counting.
        let _ = self.graph.read(self.id, |arena, id| {
            hold(arena, id);
            Ok(())
        });
        Node { graph: self.graph.clone(), id: self.id }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.graph.forget(self.id);
    }
}

/// Counts a handle to the node.
pub(super) fn hold(arena: &Arena, id: NodeId) {
    let handles = &arena.slots[id as usize].handles;
    let _ = handles.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |handles| handles.checked_add(1));
}

fn variable(arena: &Arena, id: NodeId) -> Result<&arena::Variable> {
    arena.variable(id).ok_or_else(not_a_variable)
}

fn not_a_variable() -> Error {
    Error::invalid("expected a Variable, got a container")
}

impl Value {
    pub(super) fn kind(&self) -> AttributeKind {
        match self {
            Value::Node(_) => AttributeKind::Node,
            Value::Tensor(_) => AttributeKind::Tensor,
            Value::Opaque(_) => AttributeKind::Opaque,
            Value::Static(_) => AttributeKind::Static,
            Value::None => AttributeKind::None,
        }
    }
}

impl Attribute {
    /// What kind of value it is.
    pub fn kind(&self) -> AttributeKind {
        match self {
            Attribute::Node(_) => AttributeKind::Node,
            Attribute::Tensor(_) => AttributeKind::Tensor,
            Attribute::Opaque(_) => AttributeKind::Opaque,
            Attribute::Static(_) => AttributeKind::Static,
            Attribute::None => AttributeKind::None,
        }
    }

    /// The name of its kind, for error texts.
    pub fn kind_name(&self) -> &'static str {
        match self {
            Attribute::Node(_) => "a node",
            Attribute::Tensor(_) | Attribute::Opaque(_) => "an array",
            Attribute::Static(_) => "a static value",
            Attribute::None => "None",
        }
    }
}

impl From<Leaf> for Attribute {
    fn from(leaf: Leaf) -> Attribute {
        match leaf {
            Leaf::Tensor(tensor) => Attribute::Tensor(tensor),
            Leaf::Opaque(opaque) => Attribute::Opaque(opaque),
        }
    }
}

impl<T: Into<Static>> From<T> for Attribute {
    fn from(value: T) -> Attribute {
        Attribute::Static(value.into())
    }
}

impl From<Node> for Attribute {
    fn from(node: Node) -> Attribute {
        Attribute::Node(node)
    }
}
