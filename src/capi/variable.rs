//! Variables: their values and metadata.

use std::ffi::c_void;

use super::graph::nnx_graph;
use super::guard;
use super::handle;
use super::input;
use super::node::nnx_node;
use super::opaque::nnx_opaque;
use super::report::{Rows, nnx_report};
use super::statics::nnx_static;
use super::status::nnx_status;
use super::strings::nnx_str;
use super::tensor::nnx_tensor;
use super::trace::{self, nnx_trace};
use super::value::{self, nnx_value};
use super::variable_type;
use crate::error::Error;
use crate::graph::{Leaf, Node};
use crate::trace::{Value, read_variable, write_variable};

/// Makes a Variable of this type with this array, which is shared and not copied; the handle stays the caller's. `graph`
/// may be NULL: the node then starts a graph of its own. NOT_FOUND for an unknown type. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_new(
    graph: *mut nnx_graph,
    variable_type: nnx_str,
    value: *const nnx_tensor,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let graph = handle::get_optional(graph, "graph")?;
        let value = handle::get(value, "value")?.clone();
        // SAFETY: the contract of all exports.
        let variable_type = unsafe { variable_type::from_c(variable_type, "variable_type") }?;
        out.set_new(Node::variable(graph.as_deref(), variable_type, value.into())?)
    })
}

/// Makes a Variable of this type with an opaque value. `graph` may be NULL. Otherwise as `nnx_variable_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_new_opaque(
    graph: *mut nnx_graph,
    variable_type: nnx_str,
    value: *const nnx_opaque,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let graph = handle::get_optional(graph, "graph")?;
        let value = Leaf::Opaque(handle::get(value, "value")?.clone());
        // SAFETY: the contract of all exports.
        let variable_type = unsafe { variable_type::from_c(variable_type, "variable_type") }?;
        out.set_new(Node::variable(graph.as_deref(), variable_type, value)?)
    })
}

/// Makes a Variable of this type with a traced value. It is to become part of the objects that are traced. `graph` may be
/// NULL. Otherwise as `nnx_variable_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_new_traced(
    graph: *mut nnx_graph,
    variable_type: nnx_str,
    value: *const nnx_value,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let graph = handle::get_optional(graph, "graph")?;
        let value = value::get(value, "value")?.to_leaf();
        // SAFETY: the contract of all exports.
        let variable_type = unsafe { variable_type::from_c(variable_type, "variable_type") }?;
        out.set_new(Node::variable(graph.as_deref(), variable_type, value)?)
    })
}

/// The array of a Variable. It does not change when the Variable does. INVALID_ARGUMENT for an opaque value, and for a
/// node that is no Variable. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_get(variable: *const nnx_node, out: *mut *mut nnx_tensor) -> nnx_status {
    guard(|| {
        out!(out);
        match handle::get(variable, "variable")?.value().map_err(about)? {
            Leaf::Tensor(value) => out.set_new(value),
            other => Err(about(Error::invalid(format!("expected an array, found the opaque value {other}")))),
        }
    })
}

/// The opaque value of a Variable. INVALID_ARGUMENT for an array, and for a node that is no Variable. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_get_opaque(variable: *const nnx_node, out: *mut *mut nnx_opaque) -> nnx_status {
    guard(|| {
        out!(out);
        match handle::get(variable, "variable")?.value().map_err(about)? {
            Leaf::Opaque(value) => out.set_new(value),
            other => Err(about(Error::invalid(format!("expected an opaque value, found {other}")))),
        }
    })
}

/// Sets the array of a Variable, of any dtype and shape. It is shared and not copied; the handle stays the caller's. All
/// places that hold the Variable see it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_set(variable: *mut nnx_node, value: *const nnx_tensor) -> nnx_status {
    guard(|| {
        let variable = handle::get(variable, "variable")?;
        variable.set_value(handle::get(value, "value")?.clone().into()).map_err(about)
    })
}

/// Sets the opaque value of a Variable. Otherwise as `nnx_variable_set`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_set_opaque(variable: *mut nnx_node, value: *const nnx_opaque) -> nnx_status {
    guard(|| {
        let variable = handle::get(variable, "variable")?;
        variable.set_value(Leaf::Opaque(handle::get(value, "value")?.clone())).map_err(about)
    })
}

/// The traced value of a Variable, while a function over it is traced. INVALID_ARGUMENT when it holds none, and for a node
/// that is no Variable. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_get_value(variable: *const nnx_node, out: *mut *mut nnx_value) -> nnx_status {
    guard(|| {
        out!(out);
        let leaf = handle::get(variable, "variable")?.value().map_err(about)?;
        let found = Value::of_leaf(&leaf);
        let found = found.ok_or_else(|| about(Error::invalid(format!("expected a traced value, found {leaf}"))))?;
        out.set(value::put(found))
    })
}

/// The value of a Variable in a trace: its traced value, or the array that it holds as a constant of the program.
/// INVALID_ARGUMENT for an opaque value and for a node that is no Variable, FAILED_PRECONDITION when it holds a value of
/// another trace.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_read(
    trace: *mut nnx_trace,
    variable: *const nnx_node,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace::trace_of(trace)?;
        out.set(value::put(&read_variable(&trace, &*handle::get(variable, "variable")?)?))
    })
}

/// Sets the value of a Variable to a traced one. What it held before comes back when the trace is over; the traced function
/// gives the new value. FAILED_PRECONDITION when the value's trace is over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_set_traced(variable: *mut nnx_node, value: *const nnx_value) -> nnx_status {
    guard(|| {
        let variable = handle::get(variable, "variable")?;
        write_variable(&variable, &value::get(value, "value")?).map_err(about)
    })
}

/// Writes `nbytes` bytes at `data` over the array of a Variable, which keeps its dtype and shape: in place when nothing
/// else holds the array, into a copy of its own otherwise. INVALID_ARGUMENT when the array has another size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_write(variable: *mut nnx_node, data: *const c_void, nbytes: usize) -> nnx_status {
    guard(|| {
        let variable = handle::get(variable, "variable")?;
        // SAFETY: the contract of all exports.
        variable.write(unsafe { input::array(data.cast::<u8>(), nbytes, "data") }?).map_err(about)
    })
}

/// An entry of a Variable's metadata. NOT_FOUND when there is none. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_metadata(
    variable: *const nnx_node,
    name: nnx_str,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        let metadata = handle::get(variable, "variable")?.metadata().map_err(about)?;
        let value = metadata.get(name).ok_or_else(|| no_metadata(name))?;
        out.set_new(value.clone())
    })
}

/// Sets an entry of a Variable's metadata; the handle stays the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_set_metadata(
    variable: *mut nnx_node,
    name: nnx_str,
    value: *const nnx_static,
) -> nnx_status {
    guard(|| {
        let variable = handle::get(variable, "variable")?;
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        variable.set_metadata(name, handle::get(value, "value")?.clone()).map_err(about)
    })
}

/// Takes an entry of a Variable's metadata away. NOT_FOUND when there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_delete_metadata(variable: *mut nnx_node, name: nnx_str) -> nnx_status {
    guard(|| {
        let variable = handle::get(variable, "variable")?;
        // SAFETY: the contract of all exports.
        variable.delete_metadata(unsafe { name.as_str("name") }?).map_err(about)
    })
}

/// The metadata of a Variable: a row for each entry, in the order of their names, with the name as path and the value as
/// text. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_metadata_names(
    variable: *const nnx_node,
    out: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        out!(out);
        let metadata = handle::get(variable, "variable")?.metadata().map_err(about)?;
        let mut rows = Rows::new();
        metadata.entries().iter().try_for_each(|(name, value)| rows.push(name, 0, value))?;
        out.set_new(rows.report())
    })
}

fn about(error: Error) -> Error {
    error.argument("variable")
}

/// What to say of metadata that is not there.
pub fn no_metadata(name: &str) -> Error {
    Error::not_found(format!("the Variable has no metadata {name}"))
}
