//! Nodes: made, looked at, their attributes read and set by path.

use super::graph::nnx_graph;
use super::guard;
use super::handle::{self, Ref, Tag};
use super::input;
use super::opaque::nnx_opaque;
use super::path;
use super::report::{Rows, nnx_report};
use super::statics::{self, nnx_static};
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use super::tensor::nnx_tensor;
use super::value::{self, nnx_value};
use crate::error::{Error, Result};
use crate::graph::{Attribute, ContainerKind, Graph, Leaf, Node, Path, Static};
use crate::trace::Value;

/// A node of an object graph: a container with attributes, or a Variable. A handle keeps the node and everything below
/// it alive.
///
/// Object, List, Dict and Variable are reference nodes: they have identity, may be set in several places and may form
/// cycles. Plain list, plain dict and tuple are value nodes: they have none and belong to one owner.
///
/// Attributes are named by paths relative to the node, such as `layers/0/kernel`; a plain name is a path of one
/// component. A component that looks like an integer is an integer key; a string key that is empty, looks like an
/// integer, or holds `/`, `"` or a control character is written as a JSON string.
///
/// Functions that take `const nnx_node *` may run on several threads at once; those that take `nnx_node *` change the
/// graph, and run one at a time.
pub struct nnx_node {
    _private: [u8; 0],
}

handle!(nnx_node, Tag::Node, Node);

/// The kinds of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum NodeKind {
    /// A node with a type name and named attributes: a module.
    Object = 1,
    /// Elements 0, 1, …, and named attributes beside them; a reference node.
    List = 2,
    /// String keys or integer keys; a reference node.
    Dict = 3,
    /// A Variable: a type, metadata and a value.
    Variable = 4,
    /// A plain list: a value node.
    PlainList = 5,
    /// A plain dict: a value node.
    PlainDict = 6,
    /// A tuple: a value node, complete when it is attached.
    Tuple = 7,
}

/// A [`NodeKind`], as an integer.
pub type nnx_node_kind = i32;

/// A [`crate::graph::AttributeKind`], as an integer.
pub type nnx_attribute_kind = i32;

/// Makes an Object without attributes. `type_name` must not be empty. `graph` may be NULL: the node then starts a graph of
/// its own. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_object_new(
    graph: *mut nnx_graph,
    type_name: nnx_str,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let graph = handle::get_optional(graph, "graph")?;
        // SAFETY: the contract of all exports.
        let type_name = unsafe { type_name.as_str("type_name") }?;
        out.set_new(Node::object(graph.as_deref(), type_name)?)
    })
}

/// Makes an empty List. `graph` may be NULL: the node then starts a graph of its own. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_list_new(graph: *mut nnx_graph, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(empty(graph, ContainerKind::List)?)
    })
}

/// Makes an empty Dict. `graph` may be NULL: the node then starts a graph of its own. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_dict_new(graph: *mut nnx_graph, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(empty(graph, ContainerKind::Dict)?)
    })
}

/// Makes an empty plain list: a value node, which one owner may hold. `graph` may be NULL: the node then starts a graph
/// of its own. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_plain_list_new(graph: *mut nnx_graph, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(empty(graph, ContainerKind::PlainList)?)
    })
}

/// Makes an empty plain dict: a value node, which one owner may hold. `graph` may be NULL: the node then starts a graph
/// of its own. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_plain_dict_new(graph: *mut nnx_graph, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(empty(graph, ContainerKind::PlainDict)?)
    })
}

/// Makes an empty tuple: a value node. Set its elements 0, 1, … before it is attached; then it does not change. `graph`
/// may be NULL: the node then starts a graph of its own. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tuple_new(graph: *mut nnx_graph, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(empty(graph, ContainerKind::Tuple)?)
    })
}

fn empty(graph: *mut nnx_graph, kind: ContainerKind) -> Result<Node> {
    let graph: Option<Ref<nnx_graph>> = handle::get_optional(graph, "graph")?;
    Node::empty(graph.as_deref(), kind)
}

/// The graph that the node belongs to. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_graph(node: *const nnx_node, out: *mut *mut nnx_graph) -> nnx_status {
    guard(|| {
        out!(out);
        let graph: Graph = handle::get(node, "node")?.graph();
        out.set_new(graph)
    })
}

/// What kind of node it is: an `nnx_node_kind`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_kind_of(node: *const nnx_node, out: *mut nnx_node_kind) -> nnx_status {
    guard(|| {
        out!(out);
        let kind = match handle::get(node, "node")?.container_kind()? {
            None => NodeKind::Variable,
            Some(ContainerKind::Object) => NodeKind::Object,
            Some(ContainerKind::List) => NodeKind::List,
            Some(ContainerKind::Dict) => NodeKind::Dict,
            Some(ContainerKind::PlainList) => NodeKind::PlainList,
            Some(ContainerKind::PlainDict) => NodeKind::PlainDict,
            Some(ContainerKind::Tuple) => NodeKind::Tuple,
        };
        out.set(kind as nnx_node_kind)
    })
}

/// The type name of an Object, or the type of a Variable, lent until `node` is released; empty for the other kinds. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_type_name(node: *const nnx_node, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(node, "node")?.with_type_name(nnx_str::lend)?)
    })
}

/// The number of attributes; 0 for a Variable. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_size(node: *const nnx_node, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(node, "node")?.len()?)
    })
}

/// The attributes in the order of their keys: a row each, with the key as a path of one component and its attribute kind.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_keys(node: *const nnx_node, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        let keys = handle::get(node, "node")?.keys()?;
        let mut rows = Rows::new();
        keys.iter().try_for_each(|(key, kind)| rows.push(key, *kind as i32, ""))?;
        out.set_new(rows.report())
    })
}

/// 1 when both are handles to one node, else 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_same(a: *const nnx_node, b: *const nnx_node, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(a.same(&b)))
    })
}

/// A number that no other node of this process has or had: the key of an identity map. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_id(node: *const nnx_node, out: *mut u64) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(node, "node")?.identity()?)
    })
}

/// What kind of value the attribute at `path` has: an `nnx_attribute_kind`. NOT_FOUND when there is none. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_kind(
    node: *const nnx_node,
    path: nnx_str,
    out: *mut nnx_attribute_kind,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set(unsafe { get(node, path) }?.0.kind() as nnx_attribute_kind)
    })
}

/// The truth value at `path`, 0 or 1. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another
/// kind of value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_bool(node: *const nnx_node, path: nnx_str, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set(unsafe { get_static(node, path, |value| statics::as_bool(value).map(i32::from)) }?)
    })
}

/// The integer at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another
/// kind of value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_int(node: *const nnx_node, path: nnx_str, out: *mut i64) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set(unsafe { get_static(node, path, statics::as_int) }?)
    })
}

/// The float at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another
/// kind of value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_float(node: *const nnx_node, path: nnx_str, out: *mut f64) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set(unsafe { get_static(node, path, statics::as_float) }?)
    })
}

/// The string at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another kind of value. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_string(
    node: *const nnx_node,
    path: nnx_str,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set_new(unsafe { get_static(node, path, |value| statics::as_string(value).map(Bytes::from)) }?)
    })
}

/// The static value at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another kind of value.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_static(
    node: *const nnx_node,
    path: nnx_str,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set_new(unsafe { get_static(node, path, |value| Ok(value.clone())) }?)
    })
}

/// The array at `path`: an attribute, or the value of the Variable there. NOT_FOUND when there is no attribute,
/// INVALID_ARGUMENT when it is another kind of value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_tensor(
    node: *const nnx_node,
    path: nnx_str,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        match unsafe { get_leaf(node, path) }? {
            (Leaf::Tensor(value), _) => out.set_new(value),
            (other, path) => Err(wrong_kind("an array", other, &path)),
        }
    })
}

/// The opaque value at `path`: an attribute, or the value of the Variable there. NOT_FOUND when there is no attribute,
/// INVALID_ARGUMENT when it is another kind of value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_opaque(
    node: *const nnx_node,
    path: nnx_str,
    out: *mut *mut nnx_opaque,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        match unsafe { get_leaf(node, path) }? {
            (Leaf::Opaque(value), _) => out.set_new(value),
            (other, path) => Err(wrong_kind("an opaque value", other, &path)),
        }
    })
}

/// The traced value at `path`: an attribute, or the value of the Variable there. NOT_FOUND when there is no attribute,
/// INVALID_ARGUMENT when it is another kind of value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_value(
    node: *const nnx_node,
    path: nnx_str,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let (leaf, path) = unsafe { get_leaf(node, path) }?;
        match Value::of_leaf(&leaf) {
            Some(found) => out.set(value::put(found)),
            None => Err(wrong_kind("a traced value", leaf, &path)),
        }
    })
}

/// The node at `path`; the node itself at the empty path. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it
/// is another kind of value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_get_node(
    node: *const nnx_node,
    path: nnx_str,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(node, "node")?;
        // SAFETY: the contract of all exports.
        out.set_new(node.node(&unsafe { path::from_c(path, "path") }?)?)
    })
}

/// Sets the attribute at `path` to a truth value, 0 or 1. In a list the key equal to its length appends. NOT_FOUND when
/// the way to the attribute does not exist; INVALID_ARGUMENT when the node does not take such a key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_bool(node: *mut nnx_node, path: nnx_str, value: i32) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(input::flag(value, "value")?.into())) })
}

/// Sets the attribute at `path` to an integer. In a list the key equal to its length appends. NOT_FOUND when the way to the
/// attribute does not exist; INVALID_ARGUMENT when the node does not take such a key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_int(node: *mut nnx_node, path: nnx_str, value: i64) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(value.into())) })
}

/// Sets the attribute at `path` to a float. In a list the key equal to its length appends. NOT_FOUND when the way to the
/// attribute does not exist; INVALID_ARGUMENT when the node does not take such a key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_float(node: *mut nnx_node, path: nnx_str, value: f64) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(value.into())) })
}

/// Sets the attribute at `path` to a copy of this string. Otherwise as `nnx_node_set_int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_string(node: *mut nnx_node, path: nnx_str, value: nnx_str) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(Static::from(input::copy_text(value.as_str("value")?, "value")?).into())) })
}

/// Sets the attribute at `path` to this static value, which stays the caller's. Otherwise as `nnx_node_set_int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_static(
    node: *mut nnx_node,
    path: nnx_str,
    value: *const nnx_static,
) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(Attribute::Static(handle::get(value, "value")?.clone()))) })
}

/// Sets the attribute at `path` to this array, without a Variable; the handle stays the caller's, and the array is shared.
/// Otherwise as `nnx_node_set_int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_tensor(
    node: *mut nnx_node,
    path: nnx_str,
    value: *const nnx_tensor,
) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(Attribute::Tensor(handle::get(value, "value")?.clone()))) })
}

/// Sets the attribute at `path` to this opaque value, without a Variable; the handle stays the caller's. Otherwise as
/// `nnx_node_set_int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_opaque(
    node: *mut nnx_node,
    path: nnx_str,
    value: *const nnx_opaque,
) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(Attribute::Opaque(handle::get(value, "value")?.clone()))) })
}

/// Sets the attribute at `path` to this traced value, without a Variable: an array of the program. Otherwise as
/// `nnx_node_set_int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_value(node: *mut nnx_node, path: nnx_str, value: *const nnx_value) -> nnx_status {
    guard(|| {
        let attribute = || match value::get(value, "value")?.to_leaf() {
            Leaf::Opaque(traced) => Ok(Attribute::Opaque(traced)),
            Leaf::Tensor(array) => Ok(Attribute::Tensor(array)),
        };
        // SAFETY: the contract of all exports.
        unsafe { set(node, path, attribute) }
    })
}

/// Sets the attribute at `path` to this node; the handle stays the caller's. When the nodes are in two graphs, these
/// become one. INVALID_ARGUMENT too for a plain list, plain dict or tuple that has an owner already or would hold itself.
/// Otherwise as `nnx_node_set_int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_node(node: *mut nnx_node, path: nnx_str, value: *const nnx_node) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(Attribute::Node(handle::get(value, "value")?.clone()))) })
}

/// Sets the attribute at `path` to None. Otherwise as `nnx_node_set_int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_none(node: *mut nnx_node, path: nnx_str) -> nnx_status {
    // SAFETY: the contract of all exports.
    guard(|| unsafe { set(node, path, || Ok(Attribute::None)) })
}

/// Takes the attribute at `path` away. The elements of a list behind it move up. NOT_FOUND when there is none;
/// INVALID_ARGUMENT in a tuple.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_delete(node: *mut nnx_node, path: nnx_str) -> nnx_status {
    guard(|| {
        let node = handle::get(node, "node")?;
        // SAFETY: the contract of all exports.
        node.delete(&unsafe { path::from_c(path, "path") }?)
    })
}

/// Adds a node at the end of a List, a plain list or a tuple that is not attached. The handle stays the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_list_append(list: *mut nnx_node, value: *const nnx_node) -> nnx_status {
    guard(|| {
        let list = handle::get(list, "list")?;
        let value = handle::get(value, "value")?;
        check_list(&list)?;
        list.append(&value)
    })
}

/// Puts a node into a List or plain list before the element `index`, which and whose followers move down; at the end when
/// `index` is its length. The handle stays the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_list_insert(list: *mut nnx_node, index: i64, value: *const nnx_node) -> nnx_status {
    guard(|| {
        let list = handle::get(list, "list")?;
        let value = handle::get(value, "value")?;
        check_list(&list)?;
        list.insert(index, &value)
    })
}

/// Makes another handle for the same node.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_retain(node: *const nnx_node, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(node, "node")?.clone())
    })
}

/// Gives a handle back. `node` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_node_release(node: *mut nnx_node) -> nnx_status {
    guard(|| handle::release(node, "node"))
}

fn check_list(list: &Node) -> Result<()> {
    let kind = list.container_kind()?;
    if kind.is_some_and(ContainerKind::is_sequence) {
        return Ok(());
    }
    let found = kind.map_or("Variable", ContainerKind::name);
    Err(Error::invalid(format!("`list`: expected a List, a plain list or a tuple, found the {found}")))
}

/// The attribute at a path, and the path for error texts.
///
/// # Safety
/// As [`nnx_str::as_str`].
unsafe fn get(node: *const nnx_node, path: nnx_str) -> Result<(Attribute, Path)> {
    let node = handle::get(node, "node")?;
    // SAFETY: asked of the caller.
    let path = unsafe { path::from_c(path, "path") }?;
    Ok((node.get(&path)?, path))
}

/// What `read` makes of the static value at a path.
///
/// # Safety
/// As [`nnx_str::as_str`].
unsafe fn get_static<R>(node: *const nnx_node, path: nnx_str, read: impl FnOnce(&Static) -> Result<R>) -> Result<R> {
    // SAFETY: asked of the caller.
    match unsafe { get(node, path) }? {
        (Attribute::Static(value), path) => read(&value).map_err(|error| at(error, &path)),
        (other, path) => Err(wrong_kind("a static value", other.kind_name(), &path)),
    }
}

/// # Safety
/// As [`nnx_str::as_str`].
unsafe fn get_leaf(node: *const nnx_node, path: nnx_str) -> Result<(Leaf, Path)> {
    // SAFETY: asked of the caller.
    match unsafe { get(node, path) }? {
        (Attribute::Tensor(value), path) => Ok((Leaf::Tensor(value), path)),
        (Attribute::Opaque(value), path) => Ok((Leaf::Opaque(value), path)),
        (Attribute::Node(node), path) => Ok((node.value().map_err(|error| at(error, &path))?, path)),
        (other, path) => Err(wrong_kind("an array", other.kind_name(), &path)),
    }
}

fn wrong_kind(expected: &str, found: impl std::fmt::Display, path: &Path) -> Error {
    at(Error::invalid(format!("expected {expected}, found {found}")), path)
}

/// The failure at this path. The empty one prints as nothing, so the argument is named instead.
fn at(error: Error, path: &Path) -> Error {
    if path.keys().is_empty() { error.argument("path").at(path) } else { error.at(path) }
}

/// # Safety
/// As [`nnx_str::as_str`].
unsafe fn set(node: *mut nnx_node, path: nnx_str, value: impl FnOnce() -> Result<Attribute>) -> Result<()> {
    let node = handle::get(node, "node")?;
    // SAFETY: asked of the caller.
    let path = unsafe { path::from_c(path, "path") }?;
    node.set(&path, value()?)
}
