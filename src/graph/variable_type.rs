//! Variable types: `Param`, `BatchStat` and the others, and those a user adds.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use parking_lot::RwLock;

use super::key::quote;
use crate::error::{Error, Result, Status};

/// The type of a Variable: a name and a parent type. A process-wide value, compared by identity.
#[derive(Clone, Copy)]
pub struct VariableType(&'static Declared);

struct Declared {
    name: String,
    parent: Option<VariableType>,
}

/// The types that Flax has, each after its parent.
const BUILT_IN: [(&str, &str); 14] = [
    ("Variable", ""),
    ("Param", "Variable"),
    ("BatchStat", "Variable"),
    ("Cache", "Variable"),
    ("Intermediate", "Variable"),
    ("Perturbation", "Intermediate"),
    ("RngState", "Variable"),
    ("RngKey", "RngState"),
    ("RngCount", "RngState"),
    ("OptState", "Variable"),
    ("OptArray", "OptState"),
    ("OptVariable", "OptState"),
    ("MetricState", "Variable"),
    ("LoRAParam", "Param"),
];

static REGISTRY: LazyLock<RwLock<HashMap<&'static str, VariableType>>> = LazyLock::new(|| {
    let mut types = HashMap::new();
    for (name, parent) in BUILT_IN {
        let declared = declare(name, types.get(parent).copied());
        types.insert(declared.name(), declared);
    }
    RwLock::new(types)
});

/// A type lives as long as the process, as a class does; there are as many as there are distinct names.
fn declare(name: &str, parent: Option<VariableType>) -> VariableType {
    VariableType(Box::leak(Box::new(Declared { name: name.to_owned(), parent })))
}

/// The type of this name below this parent, where it exists; an error where it cannot be added.
fn check(types: &HashMap<&str, VariableType>, name: &str, parent: &str) -> Result<Option<VariableType>> {
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::invalid(format!("{} cannot name a Variable type", quote(name))));
    }
    let Some(known) = types.get(name) else { return Ok(None) };
    match known.parent().map_or("nothing", |parent| parent.name()) {
        below if below == parent => Ok(Some(*known)),
        below => Err(Error::new(
            Status::AlreadyExists,
            format!("the Variable type {name} exists below {below}, not below {parent}"),
        )),
    }
}

impl VariableType {
    /// The type of this name.
    pub fn named(name: &str) -> Result<VariableType> {
        REGISTRY.read().get(name).copied().ok_or_else(|| {
            Error::not_found(format!("no Variable type is named {}; register it with its parent first", quote(name)))
        })
    }

    /// Adds a type below `parent`. The same name with the same parent again is the same type.
    pub fn register(name: &str, parent: VariableType) -> Result<VariableType> {
        let mut types = REGISTRY.write();
        if let Some(known) = check(&types, name, parent.name())? {
            return Ok(known);
        }
        let declared = declare(name, Some(parent));
        types.insert(declared.name(), declared);
        Ok(declared)
    }

    /// Whether [`VariableType::register`] would take this name, once there is a type named `parent`.
    pub(super) fn check(name: &str, parent: &str) -> Result<()> {
        check(&REGISTRY.read(), name, parent).map(drop)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// The type it refines; `None` for `Variable`.
    pub fn parent(self) -> Option<VariableType> {
        self.0.parent
    }

    /// Whether it is `ancestor` or refines it.
    pub fn is(self, ancestor: VariableType) -> bool {
        let mut current = Some(self);
        while let Some(candidate) = current {
            if candidate == ancestor {
                return true;
            }
            current = candidate.parent();
        }
        false
    }
}

impl PartialEq for VariableType {
    fn eq(&self, other: &VariableType) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for VariableType {}

impl Hash for VariableType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for VariableType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for VariableType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hierarchy_is_flax_s() {
        let named = |name| VariableType::named(name).unwrap();
        assert!(named("RngKey").is(named("RngState")));
        assert!(named("RngKey").is(named("Variable")));
        assert!(!named("RngKey").is(named("Param")));
        assert!(!named("Variable").is(named("Param")));
    }

    #[test]
    fn a_name_is_registered_once() {
        let param = VariableType::named("Param").unwrap();
        let mine = VariableType::register("OnceOnly", param).unwrap();
        assert_eq!(VariableType::register("OnceOnly", param).unwrap(), mine);
        let other = VariableType::register("OnceOnly", VariableType::named("Cache").unwrap()).unwrap_err();
        assert_eq!(other.status(), Some(Status::AlreadyExists));
        assert!(VariableType::register("", param).is_err());
    }
}
