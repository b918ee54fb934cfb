//! Split, update and their kin on a graph.

use super::filter::{self, nnx_filter};
use super::graphdef::nnx_graphdef;
use super::guard;
use super::handle;
use super::input;
use super::node::nnx_node;
use super::options::{self, Options};
use super::out::OutArray;
use super::state::nnx_state;
use super::status::nnx_status;
use crate::error::Result;
use crate::graph::{Filter, State, UpdateOptions};

/// Takes the graph below `node` apart: its structure, and one State for each of `count` filters, or one State with all
/// leaves when `count` is 0. `out_states` points to as many places as there are States.
///
/// A leaf goes to the first filter it passes; INVALID_ARGUMENT when it passes none, or when a filter stands behind one
/// that takes everything. Arrays are shared and not copied. Splitting again while the structure is the same gives the
/// same GraphDef without walking attributes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_split(
    node: *const nnx_node,
    filters: *const *const nnx_filter,
    count: usize,
    out_graphdef: *mut *mut nnx_graphdef,
    out_states: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_states = unsafe { OutArray::new(out_states, count.max(1), "out_states") };
        out!(out_graphdef);
        let out_states = out_states?;
        let node = handle::get(node, "node")?;
        if count == 0 {
            let (graphdef, state) = node.split_whole()?;
            let state = handle::new::<nnx_state>(state)?;
            return finish(out_graphdef.set_new(graphdef), state, |state| out_states.set_one(state));
        }
        // SAFETY: the contract of all exports.
        let filters = unsafe { filter::list(filters, count) }?;
        let (graphdef, states) = node.split(&filters)?;
        let graphdef = handle::new::<nnx_graphdef>(graphdef)?;
        finish(out_states.set_new(states), graphdef, |graphdef| out_graphdef.set(graphdef))
    })
}

/// Sets the last output, or gives its handle back when an earlier one failed.
fn finish<H: handle::Handle>(earlier: Result<()>, last: *mut H, set: impl FnOnce(*mut H) -> Result<()>) -> Result<()> {
    match earlier {
        Ok(()) => set(last),
        Err(error) => {
            handle::release(last, "handle")?;
            Err(error)
        }
    }
}

/// The leaves below `node`: one State for each of `count` filters, or one with all leaves when `count` is 0.
/// `out_states` points to as many places as there are States. Leaves that pass no filter are left out. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_state(
    node: *const nnx_node,
    filters: *const *const nnx_filter,
    count: usize,
    out_states: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_states = unsafe { OutArray::new(out_states, count.max(1), "out_states") }?;
        let node = handle::get(node, "node")?;
        // SAFETY: the contract of all exports.
        let filters = unsafe { filter::list(filters, count) }?;
        out_states.set_new(node.state(&filters)?)
    })
}

/// The structure of the graph below `node`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_graphdef(node: *const nnx_node, out: *mut *mut nnx_graphdef) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(node, "node")?.graphdef()?)
    })
}

/// What an update may change besides values. Start from NNX_UPDATE_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_update_options {
    /// `sizeof(nnx_update_options)` as the caller compiled it.
    pub struct_size: usize,
    /// 1 lets leaves take another shape; 0 (the default) makes that an error.
    pub allow_shape_change: i32,
    /// 1 lets leaves take another dtype; 0 (the default) makes that an error.
    pub allow_dtype_change: i32,
}

// SAFETY: plain integers without padding, behind the size.
unsafe impl Options for nnx_update_options {
    const NAME: &'static str = "nnx_update_options";
    const FIRST_SIZE: usize = 16;
    const DEFAULT: nnx_update_options = nnx_update_options {
        struct_size: size_of::<nnx_update_options>(),
        allow_shape_change: 0,
        allow_dtype_change: 0,
    };
}

/// Writes the leaves of `count` states into the graph below `node`, by path, the last state winning. Nodes and Variables
/// keep their identity, so every alias sees the new values; leaves that no state has stay. Arrays are shared and not
/// copied. `options` may be NULL.
///
/// NOT_FOUND for a path that the graph does not have; INVALID_ARGUMENT for a leaf of another shape or dtype, unless
/// `options` allow it. After an error the graph is as it was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_update(
    node: *mut nnx_node,
    states: *const *const nnx_state,
    count: usize,
    options: *const nnx_update_options,
) -> nnx_status {
    guard(|| {
        let node = handle::get(node, "node")?;
        // SAFETY: the contract of all exports.
        let (states, options) =
            unsafe { (input::handles(states, count, "states")?, options::read(options, "options")?) };
        let options = UpdateOptions {
            allow_shape_change: input::flag(options.allow_shape_change, "options.allow_shape_change")?,
            allow_dtype_change: input::flag(options.allow_dtype_change, "options.allow_dtype_change")?,
            allow_any_change: false,
        };
        let states: Vec<State> = states.iter().map(|state| (**state).clone()).collect();
        node.update(&states, options)
    })
}

/// Takes the leaves that pass one of `count` filters, at least one, out of the graph below `node`: one State for each
/// filter, the first that a leaf passes taking it. Of a shared Variable only the first path that passes is taken.
/// INVALID_ARGUMENT, and nothing taken, when such a leaf stands in a list or tuple.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_pop(
    node: *mut nnx_node,
    filters: *const *const nnx_filter,
    count: usize,
    out_states: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_states = unsafe { OutArray::new(out_states, count, "out_states") }?;
        let node = handle::get(node, "node")?;
        // SAFETY: the contract of all exports.
        let filters: Vec<Filter> = unsafe { filter::list(filters, count) }?;
        out_states.set_new(node.pop(&filters)?)
    })
}

/// Makes a new graph like the one below `node`, with new nodes and Variables and the same arrays, and returns its root.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_clone(node: *const nnx_node, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(node, "node")?.duplicate()?)
    })
}
