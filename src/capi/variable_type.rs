//! The types of Variables: a name and a parent, known to the whole process.

use super::guard;
use super::status::nnx_status;
use super::strings::nnx_str;
use crate::error::Result;
use crate::graph::VariableType;

/// Adds a type of Variables named `name` that refines `parent`, such as `Param` or `Variable`. The same name with the same
/// parent again is OK; ALREADY_EXISTS with another one; NOT_FOUND for an unknown parent. Types live as long as the
/// process; RESOURCE_EXHAUSTED when 65,536 were added. Any thread.
///
/// Known from the start: Variable; Param, BatchStat, Cache, Intermediate, RngState, OptState and MetricState, which
/// refine it; Perturbation (an Intermediate), RngKey and RngCount (RngState), OptArray and OptVariable (OptState),
/// LoRAParam (Param).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_type_register(name: nnx_str, parent: nnx_str) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let (name, parent) = unsafe { (name.as_str("name")?, from_c(parent, "parent")?) };
        VariableType::register(name, parent).map(drop)
    })
}

/// The type that `name` refines, as static text; empty for Variable. NOT_FOUND for an unknown name. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_type_parent(name: nnx_str, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let variable_type = unsafe { from_c(name, "name") }?;
        out.set(nnx_str::lend(variable_type.parent().map_or("", VariableType::name)))
    })
}

/// 1 when the type `name` is `ancestor` or refines it, else 0. NOT_FOUND for an unknown name. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_variable_type_is(name: nnx_str, ancestor: nnx_str, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let (name, ancestor) = unsafe {
            ancestor.as_str("ancestor")?;
            (from_c(name, "name")?, from_c(ancestor, "ancestor")?)
        };
        out.set(i32::from(name.is(ancestor)))
    })
}

/// The type of this name.
///
/// # Safety
/// As [`nnx_str::as_str`].
pub unsafe fn from_c(name: nnx_str, argument: &str) -> Result<VariableType> {
    // SAFETY: asked of the caller.
    VariableType::named(unsafe { name.as_str(argument) }?)
}
