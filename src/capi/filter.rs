//! Filters: which leaves go into which State.

use std::ffi::c_void;

use super::callback::{self, UserData, nnx_destroy_fn};
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::path;
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use super::variable_type;
use crate::error::{Error, Result};
use crate::graph::{Filter, Subject, VariableType};

/// A test of leaves, as in Flax. Where several filters are given, the first that a leaf passes takes it. Immutable; any
/// thread may use it.
pub struct nnx_filter {
    _private: [u8; 0],
}

handle!(nnx_filter, Tag::Filter, Filter);

/// A caller's test of a leaf: sets `out` to 1 when the leaf at `path`, whose Variable has the type `type` (empty for an
/// array without one), passes, else to 0. Both texts are lent during the call. A status other than NNX_STATUS_OK ends the
/// call that asked; numbers from 1000 come back unchanged.
pub type nnx_filter_fn = Option<
    unsafe extern "C" fn(user_data: *mut c_void, path: nnx_str, type_name: nnx_str, out: *mut i32) -> nnx_status,
>;

/// Leaves of Variables of this type or one that refines it. NOT_FOUND for an unknown type. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_of_type(variable_type: nnx_str, out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set_new(Filter::of_type(unsafe { variable_type::from_c(variable_type, "variable_type") }?))
    })
}

/// Objects with this type name, where nodes are asked about, as in `nnx_node_set_attributes`. No leaf passes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_object_type(type_name: nnx_str, out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set_new(Filter::object_type(unsafe { type_name.as_str("type_name") }?))
    })
}

/// Leaves with `key` somewhere in their path. `key` is a path of one component; with `exact` 0 it is enough that the text
/// of a key contains the text of this one. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_path_contains(key: nnx_str, exact: i32, out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let path = unsafe { path::from_c(key, "key") }?;
        let exact = input::flag(exact, "exact")?;
        match path.keys() {
            [key] => out.set_new(Filter::path_contains(key.clone(), exact)),
            keys => Err(Error::invalid(format!("`key` must be a path of one component, it has {}", keys.len()))),
        }
    })
}

/// Leaves with one of these `count` paths. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_path_in(
    paths: *const nnx_str,
    count: usize,
    out: *mut *mut nnx_filter,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let paths = unsafe { input::texts(paths, count, "paths") }?;
        let paths = paths.into_iter().map(str::parse).collect::<Result<Vec<_>>>()?;
        out.set_new(Filter::path_in(paths))
    })
}

/// Leaves of Variables whose metadata `tag` is this string. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_with_tag(tag: nnx_str, out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set_new(Filter::with_tag(unsafe { tag.as_str("tag") }?))
    })
}

/// What passes one of these `count` filters, which stay the caller's. INVALID_ARGUMENT when nested more than 64 deep or
/// made of more than 65,536 filters. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_any(
    filters: *const *const nnx_filter,
    count: usize,
    out: *mut *mut nnx_filter,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set_new(Filter::any(unsafe { list(filters, count) }?)?)
    })
}

/// What passes all of these `count` filters, which stay the caller's. INVALID_ARGUMENT when nested more than 64 deep or
/// made of more than 65,536 filters. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_all(
    filters: *const *const nnx_filter,
    count: usize,
    out: *mut *mut nnx_filter,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        out.set_new(Filter::all(unsafe { list(filters, count) }?)?)
    })
}

/// What does not pass this filter, which stays the caller's. INVALID_ARGUMENT when nested more than 64 deep or made of
/// more than 65,536 filters. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_not(filter: *const nnx_filter, out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Filter::negate(handle::get(filter, "filter")?.clone())?)
    })
}

/// Everything. It can only stand behind all other filters. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_everything(out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Filter::everything())
    })
}

/// Nothing. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_nothing(out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Filter::nothing())
    })
}

/// Flax's `...`: whatever the filters before it left. It can only stand behind all other filters. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_rest(out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Filter::rest())
    })
}

/// What `test` says yes to. It may be called from any thread; no lock of libnnx is held while it runs. `destroy` runs
/// exactly once, when the last holder lets go of the filter; it also runs when this call fails. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_callback(
    test: nnx_filter_fn,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    out: *mut *mut nnx_filter,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of callbacks.
        let user_data = unsafe { UserData::new(user_data, destroy) };
        out!(out);
        let test = input::function(test, "test")?;
        out.set_new(Filter::callback(Box::new(move |subject: &Subject<'_>| {
            let (path, mut passes) = ((subject.path)().to_string(), 0);
            let variable_type = subject.variable_type.map_or("", VariableType::name);
            let type_name = nnx_str::lend(subject.object_type.unwrap_or(variable_type));
            // SAFETY: the texts and the output live during the call, and the caller says what `test` is.
            callback::call("test", || unsafe {
                test(user_data.as_ptr(), nnx_str::lend(&path), type_name, &mut passes)
            })?;
            Ok(passes != 0)
        })))
    })
}

/// The filter as it would be written in Python, such as `Any(OfType(Param), WithTag("frozen"))`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_text(filter: *const nnx_filter, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Bytes::from(handle::get(filter, "filter")?.to_string()))
    })
}

/// Makes another handle for the same filter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_filter_retain(filter: *const nnx_filter, out: *mut *mut nnx_filter) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(filter, "filter")?.clone())
    })
}

/// Gives a handle back. `filter` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_filter_release(filter: *mut nnx_filter) -> nnx_status {
    guard(|| handle::release(filter, "filter"))
}

/// The caller's filters.
///
/// # Safety
/// As [`input::handles`].
pub unsafe fn list(filters: *const *const nnx_filter, count: usize) -> Result<Vec<Filter>> {
    // SAFETY: asked of the caller.
    let filters = unsafe { input::handles(filters, count, "filters") }?;
    Ok(filters.iter().map(|filter| (**filter).clone()).collect())
}
