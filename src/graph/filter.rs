//! Filters: which leaves go into which State.

use std::fmt;
use std::sync::Arc;

use super::key::{Key, quote};
use super::metadata::Metadata;
use super::path::Path;
use super::path_tests::{PathTest, PathTests};
use super::path_tree::PathTree;
use super::rule::{self, Combined, Rule};
use super::statics::StaticValue;
use super::variable_type::VariableType;
use crate::error::{Error, Result};

/// How deep filters may be nested.
const MAX_DEPTH: u8 = 64;

/// Of how many filters one may be made, so that a small one that shares its parts does not take for ever.
const MAX_SIZE: usize = 1 << 16;

/// A test of a leaf, or of a node where nodes are asked about. Cloning shares it.
#[derive(Clone)]
pub struct Filter(Arc<Inner>);

struct Inner {
    parts: Parts,
    depth: u8,
    /// How many filters a leaf may have to pass: one that stands in two places counts twice.
    size: usize,
}

enum Parts {
    Any(Vec<Filter>),
    All(Vec<Filter>),
    Not(Filter),
    Everything,
    Nothing,
    Rest,
    Test(Test),
}

/// A test of one leaf.
pub(crate) enum Test {
    OfType(VariableType),
    ObjectType(String),
    Path(Arc<PathTest>),
    WithTag(String),
    Callback(Box<Predicate>),
}

/// A test in the user's own code.
pub type Predicate = dyn Fn(&Subject<'_>) -> Result<bool> + Send + Sync;

/// What a filter is asked about.
pub struct Subject<'a> {
    /// Where it is.
    pub path: &'a dyn Fn() -> Path,
    /// The type of the Variable that holds the leaf; `None` for an array attribute or a container.
    pub variable_type: Option<VariableType>,
    /// The type name of an Object.
    pub object_type: Option<&'a str>,
    /// The metadata of the Variable.
    pub metadata: &'a Metadata,
}

/// Answers a test of paths.
type OnPath<'a> = dyn FnMut(&Arc<PathTest>) -> bool + 'a;

impl Filter {
    fn new(parts: Parts, inner: &[Filter]) -> Result<Filter> {
        let depth = 1 + inner.iter().map(|filter| filter.0.depth).max().unwrap_or(0);
        if depth > MAX_DEPTH {
            return Err(Error::invalid(format!("filters may be nested {MAX_DEPTH} deep, not more")));
        }
        let size = inner.iter().fold(1, |size: usize, filter| size.saturating_add(filter.0.size));
        if size > MAX_SIZE {
            return Err(Error::invalid(format!("a filter may be made of {MAX_SIZE} filters, not more")));
        }
        Ok(Filter(Arc::new(Inner { parts, depth, size })))
    }

    fn simple(parts: Parts) -> Filter {
        Filter(Arc::new(Inner { parts, depth: 1, size: 1 }))
    }

    /// Leaves of Variables of this type or one that refines it.
    pub fn of_type(variable_type: VariableType) -> Filter {
        Filter::simple(Parts::Test(Test::OfType(variable_type)))
    }

    /// Objects with this type name. No leaf passes it.
    pub fn object_type(name: &str) -> Filter {
        Filter::simple(Parts::Test(Test::ObjectType(name.to_owned())))
    }

    /// Leaves with this key somewhere in their path; when not `exact`, with a key whose text contains the key's text.
    pub fn path_contains(key: Key, exact: bool) -> Filter {
        Filter::simple(Parts::Test(Test::Path(Arc::new(PathTest::contains(key, exact)))))
    }

    /// Leaves with one of these paths.
    pub fn path_in(paths: impl IntoIterator<Item = Path>) -> Filter {
        Filter::simple(Parts::Test(Test::Path(Arc::new(PathTest::within(paths)))))
    }

    /// Leaves whose metadata has this `tag`.
    pub fn with_tag(tag: &str) -> Filter {
        Filter::simple(Parts::Test(Test::WithTag(tag.to_owned())))
    }

    /// What passes one of these.
    pub fn any(filters: Vec<Filter>) -> Result<Filter> {
        let inner = filters.clone();
        Filter::new(Parts::Any(filters), &inner)
    }

    /// What passes all of these.
    pub fn all(filters: Vec<Filter>) -> Result<Filter> {
        let inner = filters.clone();
        Filter::new(Parts::All(filters), &inner)
    }

    /// What does not pass this.
    pub fn negate(filter: Filter) -> Result<Filter> {
        Filter::new(Parts::Not(filter.clone()), &[filter])
    }

    /// Everything. As `...` it may stand only behind all other filters.
    pub fn everything() -> Filter {
        Filter::simple(Parts::Everything)
    }

    /// Nothing.
    pub fn nothing() -> Filter {
        Filter::simple(Parts::Nothing)
    }

    /// Flax's `...`: whatever the filters before it left. It may stand only behind all other filters.
    pub fn rest() -> Filter {
        Filter::simple(Parts::Rest)
    }

    /// What a function of the user's says yes to.
    pub fn callback(predicate: Box<Predicate>) -> Filter {
        Filter::simple(Parts::Test(Test::Callback(predicate)))
    }

    /// The Variable type, where the filter asks for nothing but it.
    pub fn as_type(&self) -> Option<VariableType> {
        match &self.0.parts {
            Parts::Test(Test::OfType(variable_type)) => Some(*variable_type),
            _ => None,
        }
    }

    /// Whether `subject` passes.
    pub fn matches(&self, subject: &Subject<'_>) -> Result<bool> {
        self.answer(subject, &mut |test| {
            let path = (subject.path)();
            let (tree, ends) = PathTree::of_sorted([path.keys()]);
            PathTests::default().passes(test, &tree, ends[0])
        })
    }

    /// Whether `subject` passes, where `on_path` knows which of the tests of paths it passes.
    pub(super) fn answer(&self, subject: &Subject<'_>, on_path: &mut OnPath<'_>) -> Result<bool> {
        rule::passes(self, &mut |test: &Test| test.answer(subject, on_path))
    }

    /// The first of these filters that `subject` passes, where `on_path` is as for [`Filter::answer`].
    pub(super) fn first(filters: &[Filter], subject: &Subject<'_>, on_path: &mut OnPath<'_>) -> Result<Option<usize>> {
        rule::first(filters, &mut |test: &Test| test.answer(subject, on_path))
    }

    /// `...` and Everything may be followed only by each other: a filter behind them could never take a leaf.
    pub(super) fn check_order(filters: &[Filter]) -> Result<()> {
        match rule::misplaced(filters) {
            None => Ok(()),
            Some(place) => Err(Error::invalid(format!(
                "the filter that takes everything (filters[{place}]) must be the last of {}",
                filters.len()
            ))),
        }
    }
}

impl Combined for Filter {
    type Test = Test;

    fn rule(&self) -> Rule<'_, Filter, Test> {
        match &self.0.parts {
            Parts::Any(filters) => Rule::Any(filters),
            Parts::All(filters) => Rule::All(filters),
            Parts::Not(filter) => Rule::Not(filter),
            Parts::Everything | Parts::Rest => Rule::Everything,
            Parts::Nothing => Rule::Nothing,
            Parts::Test(test) => Rule::Test(test),
        }
    }

    fn takes_the_rest(&self) -> bool {
        matches!(self.0.parts, Parts::Everything | Parts::Rest)
    }
}

impl Test {
    fn answer(&self, subject: &Subject<'_>, on_path: &mut OnPath<'_>) -> Result<bool> {
        Ok(match self {
            Test::OfType(wanted) => subject.variable_type.is_some_and(|found| found.is(*wanted)),
            Test::ObjectType(name) => subject.object_type == Some(name),
            Test::Path(test) => on_path(test),
            Test::WithTag(tag) => matches!(
                subject.metadata.get("tag").map(|tag| tag.value()),
                Some(StaticValue::Str(found)) if found == tag
            ),
            Test::Callback(predicate) => predicate(subject)?,
        })
    }
}

/// As it would be written in Python: `Any(OfType(Param), WithTag("frozen"))`.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, name: &str, items: &[Filter]| {
            write!(f, "{name}(")?;
            for (i, item) in items.iter().enumerate() {
                let separator = if i > 0 { ", " } else { "" };
                write!(f, "{separator}{item}")?;
            }
            f.write_str(")")
        };
        match &self.0.parts {
            Parts::Test(Test::OfType(variable_type)) => write!(f, "OfType({variable_type})"),
            Parts::Test(Test::ObjectType(name)) => write!(f, "ObjectType({name})"),
            Parts::Test(Test::Path(test)) => test.fmt(f),
            Parts::Test(Test::WithTag(tag)) => write!(f, "WithTag({})", quote(tag)),
            Parts::Any(filters) => list(f, "Any", filters),
            Parts::All(filters) => list(f, "All", filters),
            Parts::Not(filter) => write!(f, "Not({filter})"),
            Parts::Everything => f.write_str("Everything()"),
            Parts::Nothing => f.write_str("Nothing()"),
            Parts::Rest => f.write_str("..."),
            Parts::Test(Test::Callback(_)) => f.write_str("<callback>"),
        }
    }
}
