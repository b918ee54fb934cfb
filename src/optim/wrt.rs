//! Which Variables an Optimizer trains, as a static value: the name of a Variable type, or a tuple of paths.

use crate::error::{Error, Result};
use crate::graph::{Filter, Path, State, Static, StaticValue, VariableType};

/// The static value of a filter. One that is not simply a Variable type is kept as the paths that it takes now.
pub(super) fn to_static(wrt: &Filter, selected: &State) -> Result<Static> {
    match wrt.as_type() {
        Some(variable_type) => Ok(Static::from(variable_type.name())),
        None => Static::tuple((0..selected.len()).map(|leaf| selected.path(leaf).to_string().into()).collect()),
    }
}

/// The filter of a static value.
pub(super) fn to_filter(wrt: &Static) -> Result<Filter> {
    let wrong = || {
        Error::invalid(format!(
            "`wrt` is {wrt}; an Optimizer has the name of a Variable type there, or a tuple of paths"
        ))
    };
    match wrt.value() {
        StaticValue::Str(name) => Ok(Filter::of_type(VariableType::named(name)?)),
        StaticValue::Tuple(paths) => {
            let path = |path: &Static| match path.value() {
                StaticValue::Str(path) => path.parse::<Path>(),
                _ => Err(wrong()),
            };
            Ok(Filter::path_in(paths.iter().map(path).collect::<Result<Vec<Path>>>()?))
        }
        _ => Err(wrong()),
    }
}
