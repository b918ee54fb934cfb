//! The rename map: where the tensors of a file go when their names are not the paths of a State.

use std::cell::Cell;
use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::graph::{Key, Path};

/// Rules from names in a file to paths in a State. The rule for the exact name comes first, then the longest; of two of
/// one length the first.
///
/// - A rule whose `from` ends with neither `.` nor `/` renames the one tensor of that name to the path `to`.
/// - A rule whose `from` ends with `.` or `/` moves every tensor whose name begins with it; `to` is empty or a path that
///   ends with `/`. The rest of the name is taken apart at that same character: with the rule `("encoder.", "model/")`
///   the tensor `encoder.0.weight` goes to `model/0/weight`. A `from` of only `.` or `/` takes every name.
/// - In a rule with one `*` in `from` and one in `to` the `*` stands for one or more whole components. They are taken
///   apart at the `.` or `/` beside the `*` of `from`: with the rule `("*.weight", "*/kernel")` the tensor
///   `encoder.0.weight` goes to `encoder/0/kernel`. More than one `*` in a text is an error.
#[derive(Debug, Default)]
pub(super) struct Renames {
    exact: HashMap<String, (Path, Rule)>,
    /// The longest first.
    patterns: Vec<Pattern>,
}

/// Names that begin with `before` and end with `after`: what is between goes between the paths `to` and `to_after`.
#[derive(Debug)]
struct Pattern {
    before: String,
    after: String,
    separator: char,
    to: Path,
    to_after: Path,
    rule: Rule,
}

/// A rule as it was given, and whether it took a name.
#[derive(Debug)]
struct Rule {
    number: usize,
    text: String,
    used: Cell<bool>,
}

impl Renames {
    /// Checks the rules.
    pub(super) fn new(rules: &[(String, String)]) -> Result<Renames> {
        let mut renames = Renames::default();
        for (number, (from, to)) in rules.iter().enumerate() {
            let rule = Rule { number, text: format!("{from:?} to {to:?}"), used: Cell::new(false) };
            let bad = |why: &str| Error::invalid(format!("cannot rename {from:?} to {to:?}: {why}"));
            let path = |text: &str| text.parse::<Path>().map_err(|error| bad(error.message()));
            if [from, to].iter().any(|text| text.matches('*').count() > 1) {
                return Err(bad("there is more than one `*`; a rule has one in each text, or none"));
            }
            if let (Some((before, after)), Some((to, to_after))) = (around_star(from), around_star(to)) {
                renames.add(Pattern {
                    separator: separator(before, after).map_err(bad)?,
                    before: before.to_owned(),
                    after: after.to_owned(),
                    to: path(to.strip_suffix('/').or(to.is_empty().then_some("")).ok_or_else(|| bad(NOT_WHOLE))?)?,
                    to_after: path(
                        to_after
                            .strip_prefix('/')
                            .or(to_after.is_empty().then_some(""))
                            .ok_or_else(|| bad(NOT_WHOLE))?,
                    )?,
                    rule,
                })?;
                continue;
            }
            let Some(separator) = from.chars().next_back().filter(|last| matches!(last, '.' | '/')) else {
                if renames.exact.insert(from.clone(), (path(to)?, rule)).is_some() {
                    return Err(bad("there are two rules for this name"));
                }
                continue;
            };
            let to = match to.strip_suffix('/') {
                Some(to) => path(to)?,
                None if to.is_empty() => Path::root(),
                None => return Err(bad("a prefix goes to a path that ends with `/`, or to the empty text")),
            };
            let before = if from.len() == 1 { String::new() } else { from.clone() };
            renames.add(Pattern { before, after: String::new(), separator, to, to_after: Path::root(), rule })?;
        }
        renames.patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.before.len() + pattern.after.len()));
        Ok(renames)
    }

    fn add(&mut self, pattern: Pattern) -> Result<()> {
        let same = |other: &&Pattern| other.before == pattern.before && other.after == pattern.after;
        if let Some(other) = self.patterns.iter().find(same) {
            let (first, second) = (&other.rule.text, &pattern.rule.text);
            return Err(Error::invalid(format!("there are two rules for the same names: {first}, and {second}")));
        }
        self.patterns.push(pattern);
        Ok(())
    }

    /// Where the tensor of this name goes; `None` when no rule takes it.
    pub(super) fn tensor(&self, name: &str) -> Option<Path> {
        if let Some((path, rule)) = self.exact.get(name) {
            rule.used.set(true);
            return Some(path.clone());
        }
        self.patterns.iter().find_map(|pattern| pattern.path(name))
    }

    /// Where the node with this path text goes: as [`Renames::tensor`], and a prefix also takes the node it names.
    pub(super) fn node(&self, name: &str) -> Option<Path> {
        let names = |pattern: &&Pattern| {
            pattern.after.is_empty() && pattern.before.strip_suffix(pattern.separator) == Some(name)
        };
        self.tensor(name).or_else(|| {
            let pattern = self.patterns.iter().find(names)?;
            pattern.rule.used.set(true);
            let mut path = pattern.to.clone();
            pattern.to_after.keys().iter().for_each(|key| path.push(key.clone()));
            Some(path)
        })
    }

    /// The rules that took no name so far, in the order in which they were given: `"from" to "to"`.
    pub(super) fn unused(&self) -> Vec<&str> {
        let rules = self.exact.values().map(|(_, rule)| rule).chain(self.patterns.iter().map(|pattern| &pattern.rule));
        let mut unused: Vec<&Rule> = rules.filter(|rule| !rule.used.get()).collect();
        unused.sort_by_key(|rule| rule.number);
        unused.into_iter().map(|rule| rule.text.as_str()).collect()
    }
}

impl Pattern {
    /// Where the tensor of this name goes; `None` when it does not fit.
    fn path(&self, name: &str) -> Option<Path> {
        let rest = name.strip_prefix(&*self.before)?.strip_suffix(&*self.after)?;
        if rest.is_empty() && !self.after.is_empty() {
            return None;
        }
        self.rule.used.set(true);
        let mut path = self.to.clone();
        match (self.separator, rest.parse::<Path>()) {
            ('/', Ok(rest)) => rest.keys().iter().for_each(|key| path.push(key.clone())),
            ('/', Err(_)) => path.push(Key::name(rest)),
            (separator, _) => rest.split(separator).for_each(|name| path.push(key(name))),
        }
        self.to_after.keys().iter().for_each(|key| path.push(key.clone()));
        Some(path)
    }
}

const NOT_WHOLE: &str = "`*` stands for whole components: only `.` or `/` may be beside it in a name, `/` in a path";

/// What is before and after the one `*` of this text.
fn around_star(text: &str) -> Option<(&str, &str)> {
    text.split_once('*').filter(|(_, after)| !after.contains('*'))
}

/// The character at which what a `*` stands for is taken apart.
fn separator(before: &str, after: &str) -> std::result::Result<char, &'static str> {
    let is_separator = |c: &char| matches!(c, '.' | '/');
    match (before.chars().next_back(), after.chars().next()) {
        (None, None) => Err("`*` alone does not say at which character names are taken apart: use `.` or `/`"),
        (Some(left), Some(right)) if is_separator(&left) && left == right => Ok(left),
        (Some(only), None) | (None, Some(only)) if is_separator(&only) => Ok(only),
        (Some(left), Some(right)) if is_separator(&left) && is_separator(&right) => {
            Err("the characters beside the `*` are not the same")
        }
        _ => Err(NOT_WHOLE),
    }
}

/// The key that a part of a name is: an integer where it looks like one.
fn key(name: &str) -> Key {
    match name.parse::<Path>() {
        Ok(path) if path.keys().len() == 1 && !name.starts_with('"') => path.keys()[0].clone(),
        _ => Key::name(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renames(rules: &[(&str, &str)]) -> Result<Renames> {
        let rules: Vec<(String, String)> = rules.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Renames::new(&rules)
    }

    fn goes(renames: &Renames, name: &str) -> Option<String> {
        renames.tensor(name).map(|path| path.to_string())
    }

    #[test]
    fn the_exact_name_comes_before_the_longest_prefix() {
        let map = renames(&[
            ("layer1.", "layers/1/"),
            ("layer1.weight", "layers/1/kernel"),
            ("layer1.norm.", "norms/"),
            ("head/", ""),
        ])
        .unwrap();
        assert_eq!(goes(&map, "layer1.weight").unwrap(), "layers/1/kernel");
        assert_eq!(goes(&map, "layer1.bias").unwrap(), "layers/1/bias");
        assert_eq!(goes(&map, "layer1.0.bias").unwrap(), "layers/1/0/bias");
        assert_eq!(goes(&map, "layer1.norm.scale").unwrap(), "norms/scale");
        assert_eq!(goes(&map, "head/a/0").unwrap(), "a/0");
        assert_eq!(goes(&map, "layer10.bias"), None);
    }

    #[test]
    fn a_separator_alone_takes_every_name() {
        let map = renames(&[(".", "model/")]).unwrap();
        assert_eq!(goes(&map, "0.weight").unwrap(), "model/0/weight");
        assert_eq!(goes(&map, "a/b..\"c").unwrap(), "model/\"a/b\"/\"\"/\"\\\"c\"");
        assert_eq!(goes(&map, "").unwrap(), "model/\"\"");
        let map = renames(&[("/", "model/")]).unwrap();
        assert_eq!(goes(&map, "a/0").unwrap(), "model/a/0");
        assert_eq!(goes(&map, "a//b").unwrap(), "model/\"a//b\"");
        assert!(renames(&[("/", "a/"), (".", "b/")]).is_err());
    }

    #[test]
    fn a_star_stands_for_whole_components() {
        let map = renames(&[
            ("*.weight", "*/kernel"),
            ("norm.*.weight", "norms/*/scale"),
            ("head.", "top/"),
            ("a.0.weight", "first"),
            ("deep/*/w", "*"),
        ])
        .unwrap();
        assert_eq!(goes(&map, "fc.weight").unwrap(), "fc/kernel");
        assert_eq!(goes(&map, "layers.0.fc.weight").unwrap(), "layers/0/fc/kernel");
        assert_eq!(goes(&map, "norm.1.weight").unwrap(), "norms/1/scale");
        assert_eq!(goes(&map, "a.0.weight").unwrap(), "first");
        assert_eq!(goes(&map, "deep/a/0/w").unwrap(), "a/0");
        // `*.weight` is longer than `head.`.
        assert_eq!(goes(&map, "head.weight").unwrap(), "head/kernel");
        assert_eq!(goes(&map, "head.bias").unwrap(), "top/bias");
        for name in ["weight", ".weight", "fc.weights", "fcweight"] {
            assert_eq!(goes(&map, name), None, "{name}");
        }
        // With a `*` on one side only it is a name like any other.
        let map = renames(&[("a*b", "c")]).unwrap();
        assert_eq!((goes(&map, "a*b").unwrap().as_str(), goes(&map, "axb")), ("c", None));
    }

    #[test]
    fn a_rule_that_took_no_name_is_told() {
        let map = renames(&[("x", "y"), ("a.", "b/"), ("*.weight", "*/kernel"), ("c.", "d/")]).unwrap();
        goes(&map, "a.bias");
        assert_eq!(map.unused(), ["\"x\" to \"y\"", "\"*.weight\" to \"*/kernel\"", "\"c.\" to \"d/\""]);
        map.node("c");
        goes(&map, "x");
        goes(&map, "q.weight");
        assert!(map.unused().is_empty());
    }

    #[test]
    fn rules_that_make_no_sense_are_refused() {
        for (rules, expected) in [
            (&[("a", "b"), ("a", "c")][..], "two rules"),
            (&[("a.", "b/"), ("a.", "c/")], "two rules"),
            (&[("a.", "b")], "ends with `/`"),
            (&[("a", "b/")], "a key is empty"),
            (&[("a.", "b//")], "a key is empty"),
            (&[("a*", "b/*")], "whole components"),
            (&[("*.a", "*b")], "whole components"),
            (&[("*", "*")], "alone"),
            (&[("a.*.b.*", "a/*/b/*")], "cannot rename \"a.*.b.*\" to \"a/*/b/*\": there is more than one `*`"),
            (&[("*.*.weight", "*/kernel")], "more than one `*`"),
            (&[("*.weight", "*/*")], "more than one `*`"),
            (&[("a**b", "c")], "more than one `*`"),
            (&[("a**.", "c/")], "more than one `*`"),
            (&[("a.*/b", "*")], "not the same"),
            (&[("*.a", "*"), ("*.a", "b/*")], "two rules"),
        ] {
            let error = renames(rules).unwrap_err();
            assert!(error.message().contains(expected), "{error}");
        }
    }

    #[test]
    fn a_prefix_takes_the_node_it_names() {
        let map = renames(&[("encoder/", "enc/")]).unwrap();
        assert_eq!(map.node("encoder").unwrap().to_string(), "enc");
        assert_eq!(map.node("encoder/0").unwrap().to_string(), "enc/0");
        assert!(map.tensor("encoder").is_none());
    }
}
