//! The gradient of a whole function.

use super::activity::is_differentiable;
use super::outline::without_unused;
use super::{inline, pullback};
use crate::error::{Error, Result};
use crate::program::attribute::Attributes;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::{Function, Module, Visibility};
use crate::program::types::Type;

/// A module whose only function has the name of `function` and takes the same, and returns what it returns and then the
/// gradient of its first result with respect to each of the arguments `wrt`, in their order.
///
/// The first result is one floating-point number. With `has_aux` there may be more results, which are not
/// differentiated; without it there is one.
///
/// # Errors
/// `NOT_FOUND` when there is no such function; `INVALID_ARGUMENT` when its results are not of that kind, or when an
/// argument of `wrt` is not there, is named twice, or is not of floating-point numbers; `UNIMPLEMENTED`, naming it, for
/// an operation that has a derivative but no rule.
pub fn value_and_grad(module: &Module, function: &str, wrt: &[usize], has_aux: bool) -> Result<Module> {
    let name = function;
    let function = module.function(name).ok_or_else(|| Error::not_found(format!("there is no function @{name}")))?;
    check_results(function, has_aux)?;
    check_wrt(function, wrt)?;
    let types: Vec<Type> = function.argument_types().cloned().collect();
    let mut builder = FunctionBuilder::new(name, &types);
    let arguments = builder.arguments().to_vec();
    let mut results = inline(&mut builder, module, name, &arguments)?;
    let one = builder.full_like(results[0], 1.0)?;
    let wrt: Vec<_> = wrt.iter().map(|&index| arguments[index]).collect();
    results.extend(pullback(&mut builder, &results[..1], &[one], &wrt)?);
    let mut gradient = without_unused(&builder.finish(&results)?)?;
    gradient.visibility = match function.visibility {
        Visibility::Private => Visibility::Unsaid,
        other => other,
    };
    gradient.argument_attributes.clone_from(&function.argument_attributes);
    for attributes in &mut gradient.argument_attributes {
        // Which result may take the memory of an argument was said of other results.
        attributes.remove("tf.aliasing_output");
        attributes.remove("jax.buffer_donor");
    }
    gradient.result_attributes[..function.results().len()].clone_from_slice(&function.result_attributes);
    gradient.attributes = Attributes::new();
    let mut differentiated = Module::new();
    differentiated.name.clone_from(&module.name);
    differentiated.meshes.clone_from(&module.meshes);
    differentiated.take_origins_of(module);
    differentiated.attributes.clone_from(&module.attributes);
    differentiated.add(gradient)?;
    Ok(differentiated)
}

fn check_results(function: &Function, has_aux: bool) -> Result<()> {
    let name = &function.name;
    let types: Vec<&Type> = function.result_types().collect();
    let Some(&first) = types.first() else { return Err(Error::invalid(format!("@{name} returns nothing"))) };
    if first.as_tensor().is_none_or(|tensor| tensor.rank() != 0) || !is_differentiable(first) {
        let rule = format!("result 0 of @{name} must be one floating-point number, it is {first}");
        return Err(Error::invalid(rule));
    }
    if types.len() > 1 && !has_aux {
        return Err(Error::invalid(format!(
            "@{name} returns {} values: `has_aux` says that only the first is differentiated",
            types.len()
        )));
    }
    Ok(())
}

fn check_wrt(function: &Function, wrt: &[usize]) -> Result<()> {
    let name = &function.name;
    let types: Vec<&Type> = function.argument_types().collect();
    for (place, &index) in wrt.iter().enumerate() {
        let Some(&ty) = types.get(index) else {
            return Err(Error::invalid(format!("`wrt` has {index}, but @{name} takes {} arguments", types.len())));
        };
        if ty.as_tensor().is_none() || !is_differentiable(ty) {
            let rule = format!("`wrt` has {index}, but argument {index} of @{name} is {ty}");
            return Err(Error::invalid(format!("{rule}; only floating-point numbers have gradients")));
        }
        if wrt[..place].contains(&index) {
            return Err(Error::invalid(format!("`wrt` has {index} twice")));
        }
    }
    Ok(())
}
