//! Graphs and States to look at.
//!
//! | what | file |
//! |---|---|
//! | a text tree | `tree.rs` |
//! | a table of all leaves with totals | `table.rs` |
//! | a picture, through Graphviz | `dot.rs` |
//! | JSON for other programs | `json.rs` |
//! | a page for notebooks | `html.rs` |
//!
//! All of them print an [`Outline`](outline::Outline): what `outline.rs` copies out of a graph while it is locked, so
//! that nothing of the caller's runs under the lock. A text that would take more than a GiB is RESOURCE_EXHAUSTED. How a GraphDef is printed and read back is in `../graphdef_text/`.

mod dot;
mod html;
mod json;
mod outline;
mod table;
mod tree;

use outline::Outline;

use super::node::Node;
use super::state::State;
use crate::error::Result;

/// How deep a tree is drawn; what is below is counted.
const MAX_DEPTH: u32 = 64;

impl Node {
    /// The graph below this node as a text tree.
    ///
    /// A node or Variable that stands in several places is drawn once; the other places point to its first path.
    pub fn tree(&self) -> Result<String> {
        tree::print(&Outline::of_node(self)?)
    }

    /// A table of the leaves below this node: path, type, shape, dtype and bytes, and totals by Variable type.
    pub fn table(&self) -> Result<String> {
        table::print(&Outline::of_node(self)?)
    }

    /// The graph below this node in Graphviz's DOT language. Places that share a node are dashed edges to it.
    pub fn dot(&self) -> Result<String> {
        dot::print(&Outline::of_node(self)?)
    }

    /// The graph below this node as JSON: structure, dtypes and shapes, without the values of leaves.
    pub fn json(&self) -> Result<String> {
        json::print_graph(&Outline::of_node(self)?)
    }

    /// The graph below this node as a piece of HTML with foldable levels, for notebooks.
    pub fn html(&self) -> Result<String> {
        html::print(&Outline::of_node(self)?)
    }
}

impl State {
    /// The leaves as a text tree.
    pub fn tree(&self) -> Result<String> {
        tree::print(&Outline::of_state(self))
    }

    /// A table of the leaves: path, type, shape, dtype and bytes, and totals by Variable type.
    pub fn table(&self) -> Result<String> {
        table::print(&Outline::of_state(self))
    }

    /// The leaves as JSON by path, without their values.
    pub fn json(&self) -> Result<String> {
        json::print_state(&Outline::of_state(self))
    }

    /// The leaves as a piece of HTML with foldable levels, for notebooks.
    pub fn html(&self) -> Result<String> {
        html::print(&Outline::of_state(self))
    }
}
