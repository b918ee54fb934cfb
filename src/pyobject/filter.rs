//! Flax's filters, read once per call, and asked without a Python function per leaf.
//!
//! A filter that is a function of the program's is called, with each leaf that no filter before it takes.

use super::flax::Flax;
use super::module::{Step, Stop};
use super::nested::Leaves;
use super::object::{Borrowed, Object, PyResult};
use super::python;
use super::walk::Found;
use crate::graph::rule::{self, Combined, Rule};

/// What a filter of Flax's says.
pub(super) enum Filter {
    Any(Vec<Filter>),
    All(Vec<Filter>),
    Not(Box<Filter>),
    Everything,
    Nothing,
    /// `...` or `True`, which stand last.
    Rest,
    Test(Test),
}

/// A test of one leaf.
pub(super) enum Test {
    /// `by_ancestry`: instances are those of the class and of classes that derive from it, and no hook says otherwise.
    OfType {
        class: Object,
        by_ancestry: bool,
    },
    WithTag(Object),
    PathContains(Object),
    PathPartContains(Object),
    PathIn(Object),
    /// A function of the program's: `function(path, leaf)`.
    Function(Object),
}

impl Combined for Filter {
    type Test = Test;

    fn rule(&self) -> Rule<'_, Filter, Test> {
        match self {
            Filter::Any(filters) => Rule::Any(filters),
            Filter::All(filters) => Rule::All(filters),
            Filter::Not(filter) => Rule::Not(filter),
            Filter::Everything | Filter::Rest => Rule::Everything,
            Filter::Nothing => Rule::Nothing,
            Filter::Test(test) => Rule::Test(test),
        }
    }

    fn takes_the_rest(&self) -> bool {
        matches!(self, Filter::Rest)
    }
}

/// Filters may be nested that deep; deeper ones go to Flax.
const MAX_DEPTH: u32 = 64;

impl Filter {
    /// The filters of a call, in order.
    pub(super) fn read_all(flax: &Flax, filters: &Borrowed) -> Step<Vec<Filter>> {
        if !filters.is_tuple() {
            return Err(Stop::Fallback("filters that are no tuple"));
        }
        let mut read = Vec::with_capacity(filters.tuple_size());
        for place in 0..filters.tuple_size() {
            read.push(Filter::read(flax, filters.tuple_get(place)?, 0)?);
        }
        if rule::misplaced(&read).is_some() {
            return Err(Stop::Fallback("a filter behind one that takes the rest"));
        }
        Ok(read)
    }

    /// The order of the questions is that of `to_predicate`.
    fn read(flax: &Flax, filter: &Borrowed, depth: u32) -> Step<Filter> {
        let names = &flax.names;
        if depth > MAX_DEPTH {
            return Err(Stop::Fallback("filters nested deep"));
        }
        let inner = |list: &Borrowed| -> Step<Vec<Filter>> {
            let size = if list.is_list() { list.list_size() } else { list.tuple_size() };
            let mut read = Vec::with_capacity(size);
            for place in 0..size {
                let item = if list.is_list() { list.list_get(place)? } else { list.tuple_get(place)? };
                read.push(Filter::read(flax, &item.own(), depth + 1)?);
            }
            Ok(read)
        };
        let predicates = || -> Step<Vec<Filter>> {
            let predicates = filter.get(&names.predicates)?;
            if predicates.is_tuple() { inner(&predicates) } else { Err(Stop::Fallback("an odd filter")) }
        };
        Ok(match () {
            () if filter.is_str() => Filter::Test(Test::WithTag(filter.own())),
            () if filter.is_type() => Filter::Test(Test::of_type(flax, filter)),
            () if filter.is_true() || filter.is_ellipsis() => Filter::Rest,
            () if filter.is_false() || filter.is_none() => Filter::Nothing,
            () if filter.is_exactly(&flax.of_type) => {
                let class = filter.get(&names.type_)?;
                if !class.is_type() {
                    return Err(Stop::Fallback("OfType of something that is no class"));
                }
                Filter::Test(Test::of_type(flax, &class))
            }
            () if filter.is_exactly(&flax.with_tag) => Filter::Test(Test::WithTag(filter.get(&names.tag)?)),
            () if filter.is_exactly(&flax.path_contains) => {
                let key = filter.get(&names.key)?;
                if filter.get(&names.exact)?.truth()? {
                    Filter::Test(Test::PathContains(key))
                } else {
                    // SAFETY: the key is live.
                    let text = unsafe { Object::from_new(python::PyObject_Str(key.as_ptr()))? };
                    Filter::Test(Test::PathPartContains(text))
                }
            }
            () if filter.is_exactly(&flax.path_in) => Filter::Test(Test::PathIn(filter.get(&names.paths)?)),
            () if filter.is_exactly(&flax.any) => Filter::Any(predicates()?),
            () if filter.is_exactly(&flax.all) => Filter::All(predicates()?),
            () if filter.is_exactly(&flax.not) => {
                Filter::Not(Box::new(Filter::read(flax, &*filter.get(&names.predicate)?, depth + 1)?))
            }
            () if filter.is_exactly(&flax.everything) => Filter::Everything,
            () if filter.is_exactly(&flax.nothing) => Filter::Nothing,
            () if filter.is_list() || filter.is_tuple() => Filter::Any(inner(filter)?),
            () if filter.is_callable() => {
                // Flax compares filters with `True` to find those that take the rest.
                // SAFETY: the interpreter has a `True`.
                if filter.equals(unsafe { Borrowed::from_ptr(python::Py_True()) })? {
                    return Err(Stop::Fallback("a function that equals True as a filter"));
                }
                Filter::Test(Test::Function(filter.own()))
            }
            () => return Err(Stop::Fallback("a filter of no known kind")),
        })
    }
}

impl Test {
    fn of_type(flax: &Flax, class: &Borrowed) -> Test {
        // SAFETY: the interpreter has this type.
        let plain = unsafe { Borrowed::from_ptr(python::PyType_Type()) };
        let by_ancestry = class.is_exactly(plain) || class.is_exactly(&flax.variable_meta);
        Test::OfType { class: class.own(), by_ancestry }
    }

    fn passes(&self, flax: &Flax, leaf: &Borrowed, path: &Borrowed) -> Step<bool> {
        Ok(match self {
            Test::OfType { class, by_ancestry: true } => {
                leaf.is_a(class) || leaf.is_a(&flax.tracer) && leaf.is_instance(class)?
            }
            Test::OfType { class, .. } => leaf.is_instance(class)?,
            Test::WithTag(tag) => has_tag(flax, leaf, tag)?,
            Test::PathContains(key) => path.contains(key)?,
            Test::PathPartContains(text) => {
                for place in 0..path.tuple_size() {
                    let part = path.tuple_get(place)?;
                    // SAFETY: both are live.
                    let part = unsafe { Object::from_new(python::PyObject_Str(part.as_ptr()))? };
                    // SAFETY: both are live `str`.
                    let contains = unsafe { python::PyUnicode_Contains(part.as_ptr(), text.as_ptr()) };
                    if super::object::truth(contains)? {
                        return Ok(true);
                    }
                }
                false
            }
            Test::PathIn(paths) => paths.contains(path)?,
            // It has been called: its exception is the one that counts.
            Test::Function(function) => {
                function.call(&[path, leaf]).and_then(|answer| answer.truth()).map_err(Stop::Propagate)?
            }
        })
    }
}

/// `hasattr(leaf, "tag") and leaf.tag == tag`. A Variable looks at its class, at its metadata and at its value.
fn has_tag(flax: &Flax, leaf: &Borrowed, tag: &Borrowed) -> PyResult<bool> {
    let names = &flax.names;
    if leaf.is_a(&flax.variable) && leaf.class().get_optional(&names.tag)?.is_none() {
        let metadata = flax.metadata.get(leaf)?;
        if let Some(found) = metadata.dict_get(&names.tag)? {
            return found.own().equals(tag);
        }
        if flax.raw_value.get(leaf)?.is_exactly(&flax.array_impl) {
            return Ok(false);
        }
    }
    match leaf.get_optional(&names.tag)? {
        Some(found) => found.equals(tag),
        None => Ok(false),
    }
}

impl Filter {
    /// The first of the filters that takes a leaf.
    pub(super) fn first(flax: &Flax, filters: &[Filter], leaf: &Borrowed, path: &Borrowed) -> Step<Option<usize>> {
        rule::first(filters, &mut |test: &Test| test.passes(flax, leaf, path))
    }

    /// Whether a function of the program's is asked.
    pub(super) fn asks_a_function(&self) -> bool {
        match self {
            Filter::Any(filters) | Filter::All(filters) => filters.iter().any(Filter::asks_a_function),
            Filter::Not(filter) => filter.asks_a_function(),
            Filter::Test(test) => matches!(test, Test::Function(_)),
            Filter::Everything | Filter::Nothing | Filter::Rest => false,
        }
    }
}

/// For each filter the leaves that it takes, the first that matches; and how many no filter takes.
pub(super) fn distribute(
    flax: &Flax,
    filters: &[Filter],
    found: &Found,
    leaves: &Leaves,
) -> Step<(Vec<Vec<usize>>, usize)> {
    let (mut taken, mut left) = (vec![Vec::new(); filters.len()], 0);
    for leaf in 0..leaves.len() {
        let (value, path) = (found.leaf(leaf), leaves.path(leaf));
        match Filter::first(flax, filters, value, path)? {
            Some(filter) => taken[filter].push(leaf),
            None => left += 1,
        }
    }
    Ok((taken, left))
}
