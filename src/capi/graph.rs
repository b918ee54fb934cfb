//! Graphs: the arenas that nodes live in.

use super::guard;
use super::handle::{self, Tag};
use super::status::nnx_status;
use crate::graph::Graph;

/// A graph: what its nodes live in. Nodes that are made without naming a graph start one of their own, and attaching a
/// node of one graph to a node of another joins the two, so most programs never name one. A node lives while a handle to
/// a node reaches it; a graph handle alone keeps no node alive.
///
/// Readers of a graph run at the same time on several threads; a change waits for them and runs alone.
pub struct nnx_graph {
    _private: [u8; 0],
}

handle!(nnx_graph, Tag::Graph, Graph);

/// Makes a graph without nodes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graph_new(out: *mut *mut nnx_graph) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Graph::new())
    })
}

/// The number of nodes in the graph, those included that nothing reaches and that are not collected yet. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graph_node_count(graph: *const nnx_graph, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(graph, "graph")?.node_count()?)
    })
}

/// Frees the nodes that no node handle reaches. This happens by itself when there are many.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graph_collect(graph: *mut nnx_graph) -> nnx_status {
    guard(|| handle::get(graph, "graph")?.collect())
}

/// 1 when both are the same graph, by now; else 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graph_same(a: *const nnx_graph, b: *const nnx_graph, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(a.same(&b)))
    })
}

/// Makes another handle for the same graph.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graph_retain(graph: *const nnx_graph, out: *mut *mut nnx_graph) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(graph, "graph")?.clone())
    })
}

/// Gives a handle back. `graph` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_graph_release(graph: *mut nnx_graph) -> nnx_status {
    guard(|| handle::release(graph, "graph"))
}
