//! Graphs, GraphDefs and states as text: to look at, to store, and back.

use super::graphdef::nnx_graphdef;
use super::guard;
use super::handle;
use super::node::nnx_node;
use super::state::nnx_state;
use super::status::nnx_status;
use super::step::nnx_step;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use crate::error::{Error, Result};
use crate::graph::GraphDef;

/// The forms in which graphs, GraphDefs and states are printed. Not every object has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Format {
    /// A text tree, for people. Nodes and states.
    Tree = 1,
    /// A table, for people: of leaves with totals by Variable type, or of kernels. Nodes, states and reports of steps.
    Table = 2,
    /// Graphviz's DOT language. Nodes and plans of steps.
    Dot = 3,
    /// JSON. Nodes, states, GraphDefs and reports of steps.
    Json = 4,
    /// A piece of HTML with foldable levels, for notebooks. Nodes and states.
    Html = 5,
    /// Plain text; that of a GraphDef can be read back. GraphDefs and plans of steps.
    Text = 6,
}

/// A [`Format`], as an integer.
pub type nnx_format = i32;

impl Format {
    const ALL: [Format; 6] = [Format::Tree, Format::Table, Format::Dot, Format::Json, Format::Html, Format::Text];

    /// The format of a number that came from C.
    fn from_c(code: nnx_format) -> Result<Format> {
        let known = Format::ALL.into_iter().find(|format| *format as nnx_format == code);
        known.ok_or_else(|| Error::invalid(format!("`format` is {code}; it must be an nnx_format, 1 to 6")))
    }

    fn unsupported<T>(self, object: &str, supported: &str) -> Result<T> {
        let name = format!("NNX_FORMAT_{self:?}").to_uppercase();
        Err(Error::invalid(format!("`format` is {name}, which {object} does not have; it has {supported}")))
    }
}

/// The graph below `node`, printed: NNX_FORMAT_TREE, TABLE, DOT, JSON or HTML. A node that is reached several times is
/// printed once; the other places point to it. Values of leaves are not printed. In JSON a node is the number of its place
/// in the list `nodes`, so two places that share a node have the same number. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_text(
    node: *const nnx_node,
    format: nnx_format,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(node, "node")?;
        let text = match Format::from_c(format)? {
            Format::Tree => node.tree(),
            Format::Table => node.table(),
            Format::Dot => node.dot(),
            Format::Json => node.json(),
            Format::Html => node.html(),
            format @ Format::Text => format.unsupported("a node", "TREE, TABLE, DOT, JSON and HTML"),
        };
        out.set_new(Bytes::from(text?))
    })
}

/// The GraphDef as text: NNX_FORMAT_TEXT, for people, or NNX_FORMAT_JSON, for files and programs. `nnx_graphdef_parse`
/// reads both back to an equal GraphDef, unless a foreign static value is in it. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_text(
    graphdef: *const nnx_graphdef,
    format: nnx_format,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        let graphdef = handle::get(graphdef, "graphdef")?;
        let text = match Format::from_c(format)? {
            Format::Text => graphdef.to_text()?,
            Format::Json => graphdef.to_json()?,
            format => format.unsupported("a GraphDef", "TEXT and JSON")?,
        };
        out.set_new(Bytes::from(text))
    })
}

/// Reads a GraphDef from either form that `nnx_graphdef_text` prints. Variable types that are new to the process are
/// registered. INVALID_ARGUMENT when it is ill-formed, with the line and column and what was expected there; also when a
/// foreign static value is in it, with its path. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_graphdef_parse(text: nnx_str, out: *mut *mut nnx_graphdef) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let text = unsafe { text.as_str("text") }?;
        out.set_new(GraphDef::parse(text)?)
    })
}

/// The leaves of a state, printed: NNX_FORMAT_TREE, TABLE, JSON or HTML. Values of leaves are not printed. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_text(
    state: *const nnx_state,
    format: nnx_format,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        let text = match Format::from_c(format)? {
            Format::Tree => state.tree()?,
            Format::Table => state.table()?,
            Format::Json => state.json()?,
            Format::Html => state.html()?,
            format => format.unsupported("a state", "TREE, TABLE, JSON and HTML")?,
        };
        out.set_new(Bytes::from(text))
    })
}

/// The plan of a step: the kernels that its program became, and where each array lies. NNX_FORMAT_TEXT has every buffer,
/// kernel and operation on a line; NNX_FORMAT_DOT draws kernels as boxes and the buffers between them as edges.
/// FAILED_PRECONDITION when the evaluator runs the step. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_plan(
    step: *const nnx_step,
    format: nnx_format,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        let step = handle::get(step, "step")?.clone();
        let text = match Format::from_c(format)? {
            Format::Text => step.plan()?.to_string(),
            Format::Dot => step.plan_dot()?,
            format => format.unsupported("a plan", "TEXT and DOT")?,
        };
        out.set_new(Bytes::from(text))
    })
}

/// The kernels of a step: what each reads, writes and computes in bytes and operations, the operations of the program and
/// their lines that it comes from, the leaves that it reads and writes, and its share of the time. Each kernel is
/// timed now, over and over by itself in memory of its own with zeros for leaves and inputs, which takes about a
/// millisecond for each. NNX_FORMAT_TABLE or NNX_FORMAT_JSON.
/// FAILED_PRECONDITION when the evaluator runs the step; what an operation that no kernel computes answers. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_report(
    step: *const nnx_step,
    format: nnx_format,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        let step = handle::get(step, "step")?.clone();
        let text = match Format::from_c(format)? {
            Format::Table => step.report()?.to_string(),
            Format::Json => step.report()?.to_json(),
            format => format.unsupported("the report of a step", "TABLE and JSON")?,
        };
        out.set_new(Bytes::from(text))
    })
}

/// The source of a step for a device, in phases whose items are independent: "cuda" is CUDA C++, compiled by NVRTC, by nvcc
/// or, for the host, by a C++17 compiler. `name` begins the names of its functions; the empty text is "step". Nothing is
/// compiled here, and no device is opened.
///
/// UNIMPLEMENTED for another device, and for an operation without source; INVALID_ARGUMENT when `name` is no identifier;
/// FAILED_PRECONDITION when the evaluator runs the step. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_step_source(
    step: *const nnx_step,
    device: nnx_str,
    name: nnx_str,
    out: *mut *mut nnx_bytes,
) -> nnx_status {
    guard(|| {
        out!(out);
        let step = handle::get(step, "step")?.clone();
        // SAFETY: the contract of all exports.
        let (device, name) = unsafe { (device.as_str("device")?, name.as_str("name")?) };
        out.set_new(Bytes::from(step.source(device, name)?))
    })
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;
    use crate::graph::Node;

    #[test]
    fn each_object_has_its_formats() {
        let root = Node::object(None, "Model").unwrap();
        let (graphdef, state) = root.split_whole().unwrap();
        let root: *mut nnx_node = handle::new(root).unwrap();
        let graphdef: *mut nnx_graphdef = handle::new(graphdef).unwrap();
        let state: *mut nnx_state = handle::new(state).unwrap();
        let supported = |print: &dyn Fn(nnx_format, *mut *mut nnx_bytes) -> nnx_status| -> Vec<nnx_format> {
            let prints = |format: &nnx_format| {
                let mut text = ptr::null_mut();
                let printed = print(*format, &mut text) == 0;
                assert_eq!(printed, !text.is_null());
                handle::release(text, "text").unwrap();
                printed
            };
            (0..=7).filter(prints).collect()
        };
        // SAFETY: the handles are valid.
        unsafe {
            assert_eq!(supported(&|format, out| nnx_node_text(root, format, out)), [1, 2, 3, 4, 5]);
            assert_eq!(supported(&|format, out| nnx_graphdef_text(graphdef, format, out)), [4, 6]);
            assert_eq!(supported(&|format, out| nnx_state_text(state, format, out)), [1, 2, 4, 5]);
        }
        handle::release(root, "root").unwrap();
        handle::release(graphdef, "graphdef").unwrap();
        handle::release(state, "state").unwrap();
    }

    #[test]
    fn a_printed_graphdef_is_read_back() {
        let graphdef = Node::object(None, "Model").unwrap().graphdef().unwrap();
        for text in [graphdef.to_text().unwrap(), graphdef.to_json().unwrap()] {
            let mut parsed = ptr::null_mut();
            // SAFETY: the pointers are valid.
            assert_eq!(unsafe { nnx_graphdef_parse(nnx_str::lend(&text), &mut parsed) }, 0);
            assert_eq!(*handle::get(parsed, "parsed").unwrap(), graphdef);
            handle::release(parsed, "parsed").unwrap();
        }
    }
}
