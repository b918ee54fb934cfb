//! States.

use std::ffi::c_void;

use super::callback::{self, UserData, nnx_destroy_fn};
use super::filter::{self, nnx_filter};
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::node::nnx_attribute_kind;
use super::opaque::nnx_opaque;
use super::out::OutArray;
use super::path;
use super::report::{Rows, nnx_report};
use super::statics::nnx_static;
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use super::tensor::nnx_tensor;
use super::value::{self, nnx_value};
use super::variable::no_metadata;
use crate::error::{Error, Result};
use crate::graph::{AttributeKind, Leaf, Metadata, Path, State, StateLeaf, VariableType};
use crate::trace::Value;

/// The leaves of a graph by path: Variables' types, metadata and values, and arrays without Variables. Immutable: it does
/// not change when the graph does. Any thread may use it. Leaves are numbered in the order of their paths.
pub struct nnx_state {
    _private: [u8; 0],
}

handle!(nnx_state, Tag::State, State);

/// Makes the new value of a leaf: sets `out` to a handle, which the library takes, or to `value` itself, which leaves
/// the leaf as it is. `path` and `value` are lent during the call. A status other than NNX_STATUS_OK ends the call that
/// asked; numbers from 1000 come back unchanged.
pub type nnx_state_map_fn = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        path: nnx_str,
        value: *const nnx_tensor,
        out: *mut *mut nnx_tensor,
    ) -> nnx_status,
>;

/// Makes a State of `count` leaves: their paths, in any order; the types of their Variables, empty for an array without
/// one; their arrays, which are shared and not copied. INVALID_ARGUMENT when a path stands twice or leads through another
/// leaf. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_from_leaves(
    paths: *const nnx_str,
    types: *const nnx_str,
    tensors: *const *const nnx_tensor,
    count: usize,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let (paths, types, tensors) = unsafe {
            let paths = input::texts(paths, count, "paths")?;
            (paths, input::texts(types, count, "types")?, input::handles(tensors, count, "tensors")?)
        };
        let leaves = paths.into_iter().zip(types).zip(&tensors).map(|((path, variable_type), tensor)| {
            let variable_type = Some(variable_type).filter(|name| !name.is_empty()).map(VariableType::named);
            let (path, variable_type, metadata) = (path.parse()?, variable_type.transpose()?, Metadata::empty());
            Ok(StateLeaf { path, variable_type, metadata, value: (**tensor).clone().into() })
        });
        out.set_new(State::from_leaves(leaves.collect::<Result<_>>()?)?)
    })
}

/// The number of leaves. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_size(state: *const nnx_state, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(state, "state")?.len())
    })
}

/// The path of a leaf. INVALID_ARGUMENT when there is no such leaf. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_path(state: *const nnx_state, index: usize, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        check_index(&state, index)?;
        out.set_new(Bytes::from(state.path(index).to_string()))
    })
}

/// The leaves in their order: a row each with its path, its attribute kind (TENSOR or OPAQUE) and the type of its
/// Variable, empty for an array without one. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_paths(state: *const nnx_state, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        let mut rows = Rows::of_paths((0..state.len()).map(|leaf| state.depth(leaf)).sum())?;
        for (leaf, value) in state.values().iter().enumerate() {
            let text = state.variable_type(leaf).map_or("", VariableType::name);
            rows.push(state.display_path(leaf), kind(value), text)?;
        }
        out.set_new(rows.report())
    })
}

/// The number of the leaf at a path. NOT_FOUND when there is none. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_find(state: *const nnx_state, path: nnx_str, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        let path = unsafe { path::from_c(path, "path") }?;
        state.get(&path)?;
        out.set(state.find(&path).unwrap_or_default())
    })
}

/// Whether a leaf is an array or an opaque value: NNX_ATTRIBUTE_KIND_TENSOR or NNX_ATTRIBUTE_KIND_OPAQUE.
/// INVALID_ARGUMENT when there is no such leaf. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_leaf_kind(
    state: *const nnx_state,
    index: usize,
    out: *mut nnx_attribute_kind,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        check_index(&state, index)?;
        out.set(kind(&state.values()[index]))
    })
}

/// The type of the Variable that a leaf belongs to, as static text; empty for an array without one. INVALID_ARGUMENT when
/// there is no such leaf. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_type(state: *const nnx_state, index: usize, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        check_index(&state, index)?;
        out.set(nnx_str::lend(state.variable_type(index).map_or("", VariableType::name)))
    })
}

/// The traced value of the leaf at a path, while a function over the State is traced. NOT_FOUND when there is none,
/// INVALID_ARGUMENT when it is not traced. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_get_value(
    state: *const nnx_state,
    path: nnx_str,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        let path = unsafe { path::from_c(path, "path") }?;
        let leaf = state.get(&path)?;
        let found = Value::of_leaf(leaf);
        let found = found.ok_or_else(|| Error::invalid(format!("expected a traced value, found {leaf}")).at(path))?;
        out.set(value::put(found))
    })
}

/// The array of a leaf. INVALID_ARGUMENT when there is no such leaf or it is opaque. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_tensor(
    state: *const nnx_state,
    index: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        check_index(&state, index)?;
        match &state.values()[index] {
            Leaf::Tensor(value) => out.set_new(value.clone()),
            other => {
                Err(Error::invalid(format!("expected an array, found the opaque value {other}")).at(state.path(index)))
            }
        }
    })
}

/// The opaque value of a leaf. INVALID_ARGUMENT when there is no such leaf or it is an array. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_opaque(
    state: *const nnx_state,
    index: usize,
    out: *mut *mut nnx_opaque,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        check_index(&state, index)?;
        match &state.values()[index] {
            Leaf::Opaque(value) => out.set_new(value.clone()),
            other => Err(Error::invalid(format!("expected an opaque value, found {other}")).at(state.path(index))),
        }
    })
}

/// An entry of the metadata of the Variable that a leaf belongs to. NOT_FOUND when there is none; INVALID_ARGUMENT when
/// there is no such leaf. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_metadata(
    state: *const nnx_state,
    index: usize,
    name: nnx_str,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        check_index(&state, index)?;
        let value = state.metadata(index).get(name);
        out.set_new(value.ok_or_else(|| no_metadata(name).at(state.path(index)))?.clone())
    })
}

/// The metadata of the Variable of leaf `index`: a row for each entry, in the order of their names, with the name as path
/// and the value as text. INVALID_ARGUMENT when there is no such leaf. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_metadata_names(
    state: *const nnx_state,
    index: usize,
    out: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        check_index(&state, index)?;
        let mut rows = Rows::new();
        state.metadata(index).entries().iter().try_for_each(|(name, value)| rows.push(name, 0, value))?;
        out.set_new(rows.report())
    })
}

/// The array at a path. NOT_FOUND when there is none, INVALID_ARGUMENT when it is opaque. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_get(
    state: *const nnx_state,
    path: nnx_str,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        out.set_new(state.tensor(&unsafe { path::from_c(path, "path") }?)?.clone())
    })
}

/// Makes a State in which `count` leaves have other arrays, of any dtype and shape, which take the place of arrays and of
/// opaque leaves alike; Variable types and metadata are those of `state`, which stays as it is.
/// NOT_FOUND for a path that it does not have. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_with(
    state: *const nnx_state,
    paths: *const nnx_str,
    tensors: *const *const nnx_tensor,
    count: usize,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        let (paths, tensors) =
            unsafe { (input::texts(paths, count, "paths")?, input::handles(tensors, count, "tensors")?) };
        let paths = paths.into_iter().map(str::parse).collect::<Result<Vec<Path>>>()?;
        let leaves = tensors.iter().map(|tensor| Leaf::Tensor((**tensor).clone()));
        out.set_new(state.with(paths.into_iter().zip(leaves))?)
    })
}

/// As `nnx_state_with`, with traced values. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_with_values(
    state: *const nnx_state,
    paths: *const nnx_str,
    values: *const *const nnx_value,
    count: usize,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        let paths = unsafe { input::texts(paths, count, "paths") }?;
        // SAFETY: the contract of all exports.
        let values = unsafe { value::get_all(values, count, "values") }?;
        let paths = paths.into_iter().map(str::parse).collect::<Result<Vec<Path>>>()?;
        out.set_new(state.with(paths.into_iter().zip(values.iter().map(Value::to_leaf)))?)
    })
}

/// As `nnx_state_with`, with opaque values, which take the place of opaque leaves and of arrays alike. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_with_opaque(
    state: *const nnx_state,
    paths: *const nnx_str,
    opaques: *const *const nnx_opaque,
    count: usize,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        let (paths, opaques) =
            unsafe { (input::texts(paths, count, "paths")?, input::handles(opaques, count, "opaques")?) };
        let paths = paths.into_iter().map(str::parse).collect::<Result<Vec<Path>>>()?;
        let leaves = opaques.iter().map(|opaque| Leaf::Opaque((**opaque).clone()));
        out.set_new(state.with(paths.into_iter().zip(leaves))?)
    })
}

/// One State for each of `count` filters: the first that a leaf passes takes it. Leaves that pass none are left out.
/// `out_states` points to `count` places. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_filter(
    state: *const nnx_state,
    filters: *const *const nnx_filter,
    count: usize,
    out_states: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_states = unsafe { OutArray::new(out_states, count, "out_states") }?;
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        out_states.set_new(state.filter(&unsafe { filter::list(filters, count) }?)?)
    })
}

/// As `nnx_state_filter`, but a leaf that passes no filter is INVALID_ARGUMENT. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_split(
    state: *const nnx_state,
    filters: *const *const nnx_filter,
    count: usize,
    out_states: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_states = unsafe { OutArray::new(out_states, count, "out_states") }?;
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        out_states.set_new(state.split(&unsafe { filter::list(filters, count) }?)?)
    })
}

/// Makes a State with the leaves of `count` States; where a path stands in more than one, the last wins. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_merge(
    states: *const *const nnx_state,
    count: usize,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let states = unsafe { input::handles(states, count, "states") }?;
        let states: Vec<State> = states.iter().map(|state| (**state).clone()).collect();
        out.set_new(State::merge(&states)?)
    })
}

/// Makes a State of the leaves below `prefix`, with paths relative to it: empty when there are none. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_at(
    state: *const nnx_state,
    prefix: nnx_str,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(state, "state")?;
        // SAFETY: the contract of all exports.
        out.set_new(state.at(&unsafe { path::from_c(prefix, "prefix") }?)?)
    })
}

/// Makes a State whose arrays are what `function` makes of these, called in the order of the paths on this thread.
/// Opaque leaves stay as they are. `destroy` runs exactly once before this call returns. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_map(
    state: *const nnx_state,
    function: nnx_state_map_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    out: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of callbacks.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        out!(out);
        let function = input::function(function, "function")?;
        let state: State = handle::get(state, "state")?.clone();
        let mapped = state.map(|path, leaf| {
            let Leaf::Tensor(value) = leaf else { return Ok(leaf.clone()) };
            let (text, mut made) = (path.to_string(), std::ptr::null_mut());
            let lent = handle::new::<nnx_tensor>(value.clone())?;
            // SAFETY: the text, the handle and the output live during the call, and the caller says what `function` is.
            let status = callback::call("function", || unsafe {
                function(user_data.as_ptr(), nnx_str::lend(&text), lent, &mut made)
            });
            handle::release(lent, "value")?;
            status.map_err(|error| error.at(path))?;
            if made == lent {
                return Ok(leaf.clone());
            }
            let value = handle::get::<nnx_tensor>(made, "out").map_err(|error| error.at(path))?.clone();
            handle::release(made, "out")?;
            Ok(Leaf::Tensor(value))
        });
        out.set_new(mapped?)
    })
}

/// 1 when both have the same paths, Variable types, metadata and values, bit for bit; else 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_equal(a: *const nnx_state, b: *const nnx_state, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(a.bit_eq(&b)))
    })
}

/// Makes another handle for the same State.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_retain(state: *const nnx_state, out: *mut *mut nnx_state) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(state, "state")?.clone())
    })
}

/// Gives a handle back. `state` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_state_release(state: *mut nnx_state) -> nnx_status {
    guard(|| handle::release(state, "state"))
}

fn kind(leaf: &Leaf) -> nnx_attribute_kind {
    match leaf {
        Leaf::Tensor(_) => AttributeKind::Tensor as nnx_attribute_kind,
        Leaf::Opaque(_) => AttributeKind::Opaque as nnx_attribute_kind,
    }
}

fn check_index(state: &State, index: usize) -> Result<()> {
    if index < state.len() {
        return Ok(());
    }
    Err(Error::invalid(format!("`index` is {index}; the number of leaves is {}", state.len())))
}
