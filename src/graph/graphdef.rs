//! The GraphDef: the structure of a graph without the values of its leaves.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;

use super::container::ContainerKind;
use super::key::Key;
use super::leaf::Leaf;
use super::leaf_paths::LeafPaths;
use super::metadata::Metadata;
use super::path::Path;
use super::statics::Static;
use super::type_name::TypeName;
use super::variable_type::VariableType;
use crate::error::{Error, Result};

/// The structure of an object graph: immutable, shared by cloning, compared by content.
///
/// It is flat: the nodes in the order in which a depth-first traversal meets them, and all their attributes in that
/// same order. One counter gives indices to reference nodes and Variables; a second visit is a [`NodeDef::Ref`].
/// Values, shapes and dtypes of leaves are not part of it.
#[derive(Clone)]
pub struct GraphDef(Arc<Inner>);

pub(crate) struct Inner {
    nodes: Vec<NodeDef>,
    attributes: Vec<(Key, AttributeDef)>,
    /// For each leaf its place in `nodes` when a Variable holds it, [`RAW`] when it is an array attribute.
    leaves: Vec<u32>,
    hash: OnceLock<u64>,
    paths: OnceLock<LeafPaths>,
    /// The emptied leaf buffer of a State that is gone, for the next one. Only tried, never waited for: in a forked child
    /// its holder may be a thread that is gone.
    pub(super) spare: Mutex<Option<Arc<Vec<Leaf>>>>,
}

const RAW: u32 = u32::MAX;

/// A node of a [`GraphDef`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NodeDef {
    /// A node with attributes; its first `attributes` follow in the attribute list, those of its children in between.
    Container {
        /// What kind of node.
        kind: ContainerKind,
        /// The name of its type; empty unless it is an Object.
        type_name: TypeName,
        /// Its index; `None` for a value node.
        index: Option<u32>,
        /// The number of its attributes.
        attributes: u32,
    },
    /// A Variable.
    Variable {
        /// Its type.
        variable_type: VariableType,
        /// Its index.
        index: u32,
        /// Its metadata.
        metadata: Metadata,
    },
    /// The reference node or Variable that has this index already.
    Ref(u32),
    /// The value node `None`.
    None,
}

/// An attribute of a [`GraphDef`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AttributeDef {
    /// The next node.
    Node,
    /// The next leaf: an array without a Variable.
    Leaf,
    /// A static value.
    Static(Static),
}

impl GraphDef {
    /// Puts a GraphDef together and checks that it is one: counts fit, references point back, keys are sorted and of
    /// one kind.
    pub fn new(nodes: Vec<NodeDef>, attributes: Vec<(Key, AttributeDef)>) -> Result<GraphDef> {
        let leaves = super::graphdef_check::leaves(&nodes, &attributes)?;
        Ok(GraphDef::from_traversal(nodes, attributes, leaves))
    }

    /// The result of a traversal, which is right by construction. `leaves` as [`GraphDef::raw_leaf`] and the place of
    /// the Variable give it.
    pub(super) fn from_traversal(
        nodes: Vec<NodeDef>,
        attributes: Vec<(Key, AttributeDef)>,
        leaves: Vec<u32>,
    ) -> GraphDef {
        let (hash, paths, spare) = (OnceLock::new(), OnceLock::new(), Mutex::new(None));
        GraphDef(Arc::new(Inner { nodes, attributes, leaves, hash, paths, spare }))
    }

    /// What stands in the leaf list for an array that no Variable holds.
    pub(super) const fn raw_leaf() -> u32 {
        RAW
    }

    /// The nodes in traversal order.
    pub fn nodes(&self) -> &[NodeDef] {
        &self.0.nodes
    }

    /// The attributes of all nodes in traversal order.
    pub fn attributes(&self) -> &[(Key, AttributeDef)] {
        &self.0.attributes
    }

    /// The number of leaves.
    pub fn num_leaves(&self) -> usize {
        self.0.leaves.len()
    }

    /// The type of the Variable that holds this leaf; `None` for an array attribute.
    pub fn leaf_type(&self, leaf: usize) -> Option<VariableType> {
        match self.variable(leaf)? {
            NodeDef::Variable { variable_type, .. } => Some(*variable_type),
            _ => None,
        }
    }

    /// The metadata of the Variable that holds this leaf.
    pub fn leaf_metadata(&self, leaf: usize) -> &Metadata {
        static EMPTY: Metadata = Metadata::empty();
        match self.variable(leaf) {
            Some(NodeDef::Variable { metadata, .. }) => metadata,
            _ => &EMPTY,
        }
    }

    fn variable(&self, leaf: usize) -> Option<&NodeDef> {
        self.0.nodes.get(*self.0.leaves.get(leaf)? as usize)
    }

    /// The path of a leaf.
    pub fn leaf_path(&self, leaf: usize) -> Path {
        self.paths().path(leaf)
    }

    /// The number of keys of a leaf's path.
    pub(crate) fn leaf_depth(&self, leaf: usize) -> usize {
        self.paths().tree().depth(self.paths().entry(leaf))
    }

    /// The path of a leaf to be printed.
    pub(crate) fn display_leaf(&self, leaf: usize) -> impl std::fmt::Display + '_ {
        self.paths().tree().display(self.paths().entry(leaf))
    }

    pub(super) fn paths(&self) -> &LeafPaths {
        once(&self.0.paths, || LeafPaths::of(self))
    }

    pub(super) fn spare(&self) -> &Mutex<Option<Arc<Vec<Leaf>>>> {
        &self.0.spare
    }

    /// Whether both are one and the same object, which is quick to tell.
    pub fn ptr_eq(&self, other: &GraphDef) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// A hash of its content, computed once. Equal GraphDefs of one process have equal hashes.
    pub fn content_hash(&self) -> u64 {
        *once(&self.0.hash, || {
            let mut hasher = DefaultHasher::new();
            self.0.nodes.hash(&mut hasher);
            self.0.attributes.hash(&mut hasher);
            hasher.finish()
        })
    }

    /// The first static value of another language in it, by path: what no file can hold.
    pub fn foreign_static(&self) -> Option<Path> {
        let mut found = None;
        super::graphdef_walk::walk(self, |place| {
            if let super::graphdef_walk::Place::Static(keys, value) = place
                && found.is_none()
                && value.has_foreign()
            {
                found = Some(Path::from(keys.to_vec()));
            }
        });
        found.or_else(|| {
            (0..self.num_leaves())
                .find(|leaf| self.leaf_metadata(*leaf).entries().iter().any(|(_, value)| value.has_foreign()))
                .map(|leaf| self.leaf_path(leaf))
        })
    }

    /// An error that names a leaf of this GraphDef.
    pub(super) fn leaf_error(&self, leaf: usize, message: impl Into<String>) -> Error {
        Error::invalid(message).at(self.leaf_path(leaf))
    }
}

/// What `cell` holds, computed when it holds nothing. Not by `get_or_init`: graphs that have nothing else to do with each
/// other share GraphDefs, and a child forked while another thread computes would wait for that thread for ever.
fn once<T>(cell: &OnceLock<T>, compute: impl FnOnce() -> T) -> &T {
    match cell.get() {
        Some(value) => value,
        None => {
            let value = compute();
            cell.get_or_init(|| value)
        }
    }
}

impl PartialEq for GraphDef {
    fn eq(&self, other: &GraphDef) -> bool {
        if self.ptr_eq(other) {
            return true;
        }
        if let (Some(a), Some(b)) = (self.0.hash.get(), other.0.hash.get())
            && a != b
        {
            return false;
        }
        self.0.nodes == other.0.nodes && self.0.attributes == other.0.attributes
    }
}

impl Eq for GraphDef {}

impl Hash for GraphDef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.content_hash().hash(state);
    }
}

impl std::fmt::Debug for GraphDef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text().map_err(|_| std::fmt::Error)?)
    }
}
