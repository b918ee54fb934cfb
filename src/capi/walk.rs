//! What is in a graph, and changes all over it.

use super::filter::{self, nnx_filter};
use super::guard;
use super::handle;
use super::input;
use super::node::nnx_node;
use super::report::{Rows, nnx_report};
use super::statics::nnx_static;
use super::status::nnx_status;
use super::strings::nnx_str;
use crate::error::Result;
use crate::graph::{Attribute, Key, Static};

/// Everything below `node`, children before their parent, each node once, `node` itself last: a row each with its path,
/// its attribute kind, and the name of its type or its value as text. RESOURCE_EXHAUSTED when the rows
/// take more than a GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_iter(node: *const nnx_node, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        let (tree, items) = handle::get(node, "node")?.walked()?;
        let mut rows = Rows::of_paths(items.iter().map(|(trail, _)| tree.depth(*trail)).sum())?;
        for (trail, item) in items {
            rows.push(tree.display(trail), item.kind() as i32, text(&item)?)?;
        }
        out.set_new(rows.report())
    })
}

fn text(item: &Attribute) -> Result<String> {
    Ok(match item {
        Attribute::Node(node) => match node.container_kind()? {
            Some(kind) if kind.name() != "Object" => kind.name().to_owned(),
            _ => node.type_name()?.to_string(),
        },
        Attribute::Tensor(tensor) => crate::graph::Leaf::Tensor(tensor.clone()).to_string(),
        Attribute::Opaque(opaque) => opaque.type_name().to_owned(),
        Attribute::Static(value) => value.to_string(),
        Attribute::None => "None".to_owned(),
    })
}

/// The paths of every reference node and Variable below `node` that has more than one: a row each with the path and the
/// number of its group, groups in the order of their first paths. Only nodes that pass `only` count; `only` may be NULL for
/// all of them. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_find_duplicates(
    node: *const nnx_node,
    only: *const nnx_filter,
    out: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        out!(out);
        let only = handle::get_optional(only, "only")?;
        let everything = crate::graph::Filter::everything();
        let (tree, groups) = handle::get(node, "node")?.duplicates(only.as_deref().unwrap_or(&everything))?;
        let mut rows = Rows::of_paths(groups.iter().flatten().map(|trail| tree.depth(*trail)).sum())?;
        for (trails, group) in groups.iter().zip(0..) {
            trails.iter().try_for_each(|trail| rows.push(tree.display(*trail), group, ""))?;
        }
        out.set_new(rows.report())
    })
}

/// The Variables below `node` that pass one of `count` filters, or all when `count` is 0, each under its first path, in
/// path order: a row each with the path and the type. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_variables(
    node: *const nnx_node,
    filters: *const *const nnx_filter,
    count: usize,
    out: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(node, "node")?;
        // SAFETY: the contract of all exports.
        let filters = unsafe { filter::list(filters, count) }?;
        let (tree, variables) = node.passing_variables(&filters)?;
        let mut rows = Rows::of_paths(variables.iter().map(|(trail, _)| tree.depth(*trail)).sum())?;
        for (trail, variable) in variables {
            rows.push(tree.display(trail), 0, variable.type_name()?)?;
        }
        out.set_new(rows.report())
    })
}

/// Sets static attributes on every reference node below `node` that has them already and passes `filter`, which may be
/// NULL for all of them: `count` names and values. `out_changed` is how many were set. With `require_all` 1 a name that
/// no node has is NOT_FOUND, and nothing is set. What callers do to freeze a part of a model.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_attributes(
    node: *mut nnx_node,
    filter: *const nnx_filter,
    names: *const nnx_str,
    values: *const *const nnx_static,
    count: usize,
    require_all: i32,
    out_changed: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out_changed);
        let node = handle::get(node, "node")?;
        let filter = handle::get_optional(filter, "filter")?;
        // SAFETY: the contract of all exports.
        let (names, values) =
            unsafe { (input::texts(names, count, "names")?, input::handles(values, count, "values")?) };
        let values: Vec<(Key, Static)> =
            names.into_iter().zip(&values).map(|(name, value)| (Key::name(name), (**value).clone())).collect();
        let require_all = input::flag(require_all, "require_all")?;
        out_changed.set(node.set_attributes(filter.as_deref(), &values, require_all)?)
    })
}

/// Puts everything below `node` into training mode: the attributes `deterministic` and `use_running_average`, where there
/// are any, become false.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_train(node: *mut nnx_node) -> nnx_status {
    guard(|| handle::get(node, "node")?.train())
}

/// Puts everything below `node` into evaluation mode: the attributes `deterministic` and `use_running_average`, where
/// there are any, become true.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_eval(node: *mut nnx_node) -> nnx_status {
    guard(|| handle::get(node, "node")?.eval())
}

/// Sets an entry in the metadata of every Variable below `node` that passes `filter`, which may be NULL for all of
/// them. `out_changed` is how many there were.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_set_metadata(
    node: *mut nnx_node,
    filter: *const nnx_filter,
    name: nnx_str,
    value: *const nnx_static,
    out_changed: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out_changed);
        let node = handle::get(node, "node")?;
        let filter = handle::get_optional(filter, "filter")?;
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        let everything = crate::graph::Filter::everything();
        let value = handle::get(value, "value")?;
        out_changed.set(node.set_metadata_where(filter.as_deref().unwrap_or(&everything), name, &value)?)
    })
}
