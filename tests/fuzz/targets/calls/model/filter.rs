//! Filters.

use super::{INVALID_ARGUMENT, Key, Metadata, Path, Result, Static, print_path};

#[derive(Clone, Debug)]
pub enum Filter {
    OfType(String),
    ObjectType(String),
    PathContains(Key, bool),
    PathIn(Vec<Path>),
    WithTag(String),
    Any(Vec<Filter>),
    All(Vec<Filter>),
    Not(Box<Filter>),
    Everything,
    Nothing,
    Rest,
    /// Passes when the lengths of path and type are divisible by this; fails with its own status when told to.
    Callback {
        divisor: usize,
        fails: bool,
    },
}

pub struct Subject<'a> {
    pub path: &'a [Key],
    pub variable_type: Option<&'a str>,
    pub object_type: Option<&'a str>,
    pub metadata: Option<&'a Metadata>,
}

/// The status of a callback that fails.
pub const CALLBACK_STATUS: i32 = 1234;

/// What a callback filter answers: shared with the function that is handed to the library.
pub fn callback_answer(divisor: usize, fails: bool, path: &str, type_name: &str) -> Result<bool> {
    if fails && path.len() % 4 == 3 {
        return Err(CALLBACK_STATUS);
    }
    Ok((path.len() + type_name.len()).is_multiple_of(divisor))
}

impl Filter {
    pub fn matches(&self, subject: &Subject<'_>) -> Result<bool> {
        Ok(match self {
            Filter::OfType(wanted) => subject.variable_type.is_some_and(|found| refines(found, wanted)),
            Filter::ObjectType(name) => subject.object_type == Some(name),
            Filter::PathContains(key, true) => subject.path.contains(key),
            Filter::PathContains(key, false) => subject.path.iter().any(|found| plain(found).contains(&plain(key))),
            Filter::PathIn(paths) => paths.iter().any(|path| path == subject.path),
            Filter::WithTag(tag) => {
                subject.metadata.and_then(|metadata| metadata.get("tag")) == Some(&Static::Str(tag.clone()))
            }
            Filter::Any(filters) => {
                for filter in filters {
                    if filter.matches(subject)? {
                        return Ok(true);
                    }
                }
                false
            }
            Filter::All(filters) => {
                for filter in filters {
                    if !filter.matches(subject)? {
                        return Ok(false);
                    }
                }
                true
            }
            Filter::Not(filter) => !filter.matches(subject)?,
            Filter::Everything | Filter::Rest => true,
            Filter::Nothing => false,
            Filter::Callback { divisor, fails } => {
                let type_name = subject.object_type.or(subject.variable_type).unwrap_or_default();
                callback_answer(*divisor, *fails, &print_path(subject.path), type_name)?
            }
        })
    }

    /// How many tests it is made of.
    pub fn size(&self) -> usize {
        match self {
            Filter::Any(filters) | Filter::All(filters) => 1 + filters.iter().map(Filter::size).sum::<usize>(),
            Filter::Not(filter) => 1 + filter.size(),
            _ => 1,
        }
    }
}

fn plain(key: &Key) -> String {
    match key {
        Key::Int(index) => index.to_string(),
        Key::Str(name) => name.clone(),
    }
}

/// The Variable types that the target uses.
fn refines(found: &str, wanted: &str) -> bool {
    let parents = [
        ("Param", "Variable"),
        ("BatchStat", "Variable"),
        ("LoRAParam", "Param"),
        ("RngState", "Variable"),
        ("RngKey", "RngState"),
        ("FuzzType", "Param"),
    ];
    let mut name = found;
    while name != wanted {
        match parents.iter().find(|(child, _)| *child == name) {
            Some((_, parent)) => name = parent,
            None => return false,
        }
    }
    true
}

/// Whatever takes everything stands last.
pub fn check_order(filters: &[Filter]) -> Result<()> {
    let takes_all = |filter: &Filter| matches!(filter, Filter::Everything | Filter::Rest);
    match filters.iter().position(takes_all) {
        Some(first) if !filters[first..].iter().all(takes_all) => Err(INVALID_ARGUMENT),
        _ => Ok(()),
    }
}
