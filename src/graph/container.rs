//! Containers: the nodes that have attributes, and which keys each kind takes.

use std::fmt;
use std::sync::Arc;

use super::arena::NodeId;
use super::attributes::Attributes;
use super::key::Key;
use super::leaf::{Leaf, Opaque};
use super::statics::Static;
use super::type_name::TypeName;
use crate::error::{Error, Result};
use crate::tensor::Tensor;

/// What kind of container a node is.
///
/// Object, List and Dict are reference nodes: they have identity, may be shared and may form cycles. The others are
/// value nodes: they have none, and belong to one owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContainerKind {
    /// A node with a type name and named attributes: a Module.
    Object,
    /// Flax's `nnx.List`: elements 0, 1, …, and named attributes beside them.
    List,
    /// Flax's `nnx.Dict`.
    Dict,
    /// A plain list.
    PlainList,
    /// A plain dict.
    PlainDict,
    /// A tuple: complete when it gets an owner, unchanged from then on.
    Tuple,
}

impl ContainerKind {
    /// Every kind.
    pub const ALL: [ContainerKind; 6] = [
        ContainerKind::Object,
        ContainerKind::List,
        ContainerKind::Dict,
        ContainerKind::PlainList,
        ContainerKind::PlainDict,
        ContainerKind::Tuple,
    ];

    /// Its name in texts and files.
    pub const fn name(self) -> &'static str {
        match self {
            ContainerKind::Object => "Object",
            ContainerKind::List => "List",
            ContainerKind::Dict => "Dict",
            ContainerKind::PlainList => "list",
            ContainerKind::PlainDict => "dict",
            ContainerKind::Tuple => "tuple",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<ContainerKind> {
        ContainerKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it has identity.
    pub const fn is_reference(self) -> bool {
        matches!(self, ContainerKind::Object | ContainerKind::List | ContainerKind::Dict)
    }

    /// Whether its integer keys are the positions of its elements.
    pub const fn is_sequence(self) -> bool {
        matches!(self, ContainerKind::List | ContainerKind::PlainList | ContainerKind::Tuple)
    }

    /// Whether `key` may be set when there are `elements` integer keys, and `other` is a key already there.
    pub(super) fn check_key(self, key: &Key, elements: usize, other: Option<&Key>) -> Result<()> {
        match (self, key) {
            (ContainerKind::Object, Key::Int(index)) => {
                Err(Error::invalid(format!("an Object has named attributes; {index} is an integer")))
            }
            (ContainerKind::List, Key::Str(_)) | (ContainerKind::Object, Key::Str(_)) => Ok(()),
            (kind, Key::Str(name)) if kind.is_sequence() => {
                Err(Error::invalid(format!("a {} has no named attributes; got {name}", kind.name())))
            }
            (kind, Key::Int(index)) if kind.is_sequence() => match usize::try_from(*index) {
                Ok(index) if index <= elements => Ok(()),
                _ => Err(Error::invalid(format!(
                    "{index} is not an element of a {} of {elements}, nor the next one",
                    kind.name()
                ))),
            },
            (kind, key) => match other {
                Some(other) if other.is_int() != key.is_int() => Err(Error::invalid(format!(
                    "the keys of a {} are all strings or all integers; {key} does not go with {other}",
                    kind.name()
                ))),
                _ => Ok(()),
            },
        }
    }
}

impl fmt::Display for ContainerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A node with attributes.
pub(crate) struct Container {
    pub(super) kind: ContainerKind,
    /// Empty unless it is an Object.
    pub(super) type_name: TypeName,
    pub(super) attributes: Attributes<Value>,
    /// See [`Container::owner`]; in four bytes, because there are many containers.
    owner: NodeId,
}

/// The value of an attribute.
#[derive(Clone)]
pub(crate) enum Value {
    Node(NodeId),
    Tensor(Tensor),
    Opaque(Arc<Opaque>),
    Static(Static),
    None,
}

/// No node has this number.
const NO_OWNER: NodeId = NodeId::MAX;

impl Container {
    pub(super) fn new(kind: ContainerKind, type_name: TypeName) -> Container {
        Container { kind, type_name, attributes: Attributes::new(), owner: NO_OWNER }
    }

    /// The node that holds it, when it is a value node.
    pub(super) fn owner(&self) -> Option<NodeId> {
        (self.owner != NO_OWNER).then_some(self.owner)
    }

    pub(super) fn set_owner(&mut self, owner: Option<NodeId>) {
        self.owner = owner.unwrap_or(NO_OWNER);
    }

    /// Its type as a person would name it.
    pub(super) fn display_name(&self) -> &str {
        match self.kind {
            ContainerKind::Object => &self.type_name,
            kind => kind.name(),
        }
    }

    pub(super) fn check_key(&self, key: &Key) -> Result<()> {
        self.kind.check_key(key, self.attributes.elements(), self.attributes.iter().next().map(|(key, _)| key))
    }
}

impl Value {
    /// The array, when it is one.
    pub(super) fn leaf(&self) -> Option<Leaf> {
        match self {
            Value::Tensor(tensor) => Some(Leaf::Tensor(tensor.clone())),
            Value::Opaque(opaque) => Some(Leaf::Opaque(opaque.clone())),
            _ => None,
        }
    }

    pub(super) fn node(&self) -> Option<NodeId> {
        match self {
            Value::Node(id) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn is_leaf(&self) -> bool {
        matches!(self, Value::Tensor(_) | Value::Opaque(_))
    }

    pub(super) fn kind_name(&self) -> &'static str {
        match self {
            Value::Node(_) => "a node",
            Value::Tensor(_) | Value::Opaque(_) => "an array",
            Value::Static(_) => "a static value",
            Value::None => "None",
        }
    }
}

impl From<Leaf> for Value {
    fn from(leaf: Leaf) -> Value {
        match leaf {
            Leaf::Tensor(tensor) => Value::Tensor(tensor),
            Leaf::Opaque(opaque) => Value::Opaque(opaque),
        }
    }
}
