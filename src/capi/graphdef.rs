//! GraphDefs.

use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::node::nnx_node;
use super::report::{Rows, nnx_report};
use super::state::nnx_state;
use super::status::nnx_status;
use crate::graph::{self, AttributeKind, GraphDef, State, VariableType};

/// The structure of an object graph, without the values of its leaves. Immutable; any thread may use it.
pub struct nnx_graphdef {
    _private: [u8; 0],
}

handle!(nnx_graphdef, Tag::GraphDef, GraphDef);

/// Puts a GraphDef and the leaves of `count` states together into a new graph and returns its root: shared references and
/// cycles are as before the split, nodes and Variables are new, arrays are shared and not copied.
///
/// Leaves are matched by path. INVALID_ARGUMENT lists those that are missing, extra or in two states. Where a leaf of a
/// state has another Variable type or other metadata than the GraphDef, the state's are taken. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_merge(
    graphdef: *const nnx_graphdef,
    states: *const *const nnx_state,
    count: usize,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let graphdef = handle::get(graphdef, "graphdef")?;
        // SAFETY: the contract of all exports.
        let states = unsafe { input::handles(states, count, "states") }?;
        let states: Vec<State> = states.iter().map(|state| (**state).clone()).collect();
        out.set_new(graph::merge(&graphdef, &states)?)
    })
}

/// The number of leaves. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_num_leaves(graphdef: *const nnx_graphdef, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(graphdef, "graphdef")?.num_leaves())
    })
}

/// The number of nodes, Variables and references to earlier nodes included. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_num_nodes(graphdef: *const nnx_graphdef, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(graphdef, "graphdef")?.nodes().len())
    })
}

/// The number of attributes of all nodes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_num_attributes(graphdef: *const nnx_graphdef, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(graphdef, "graphdef")?.attributes().len())
    })
}

/// The leaves in their order: a row each with its path, its attribute kind (NODE when a Variable holds it, TENSOR for an
/// array attribute) and the type of its Variable. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_leaves(graphdef: *const nnx_graphdef, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        let graphdef = handle::get(graphdef, "graphdef")?;
        let mut rows = Rows::of_paths((0..graphdef.num_leaves()).map(|leaf| graphdef.leaf_depth(leaf)).sum())?;
        for leaf in 0..graphdef.num_leaves() {
            let variable_type = graphdef.leaf_type(leaf);
            let kind = if variable_type.is_some() { AttributeKind::Node } else { AttributeKind::Tensor };
            rows.push(graphdef.display_leaf(leaf), kind as i32, variable_type.map_or("", VariableType::name))?;
        }
        out.set_new(rows.report())
    })
}

/// A hash of the content, computed once: equal GraphDefs of one process have equal hashes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_hash(graphdef: *const nnx_graphdef, out: *mut u64) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(graphdef, "graphdef")?.content_hash())
    })
}

/// 1 when both describe the same structure, else 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_equal(
    a: *const nnx_graphdef,
    b: *const nnx_graphdef,
    out: *mut i32,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(*a == *b))
    })
}

/// 1 when both are one and the same object, as from two splits of an unchanged structure; else 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_same(
    a: *const nnx_graphdef,
    b: *const nnx_graphdef,
    out: *mut i32,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(a.ptr_eq(&b)))
    })
}

/// Makes another handle for the same GraphDef.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_retain(graphdef: *const nnx_graphdef, out: *mut *mut nnx_graphdef) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(graphdef, "graphdef")?.clone())
    })
}

/// Gives a handle back. `graphdef` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_graphdef_release(graphdef: *mut nnx_graphdef) -> nnx_status {
    guard(|| handle::release(graphdef, "graphdef"))
}
