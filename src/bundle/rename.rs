//! The rename map: where the tensors of a file go when their names are not the paths of a State.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::graph::{Key, Path};

/// Rules from names in a file to paths in a State. The rule for the exact name comes first, then the longest prefix.
///
/// - A rule whose `from` ends with neither `.` nor `/` renames the one tensor of that name to the path `to`.
/// - A rule whose `from` ends with `.` or `/` moves every tensor whose name begins with it; `to` is empty or a path that
///   ends with `/`. The rest of the name is taken apart at that same character: with the rule `("encoder.", "model/")`
///   the tensor `encoder.0.weight` goes to `model/0/weight`. A `from` of only `.` or `/` takes every name.
#[derive(Debug, Default)]
pub(super) struct Renames {
    exact: HashMap<String, Path>,
    /// The longest first.
    prefixes: Vec<Prefix>,
}

#[derive(Debug)]
struct Prefix {
    from: String,
    separator: char,
    to: Path,
}

impl Renames {
    /// Checks the rules.
    pub(super) fn new(rules: &[(String, String)]) -> Result<Renames> {
        let mut renames = Renames::default();
        for (from, to) in rules {
            let bad = |why: &str| Error::invalid(format!("cannot rename {from:?} to {to:?}: {why}"));
            let Some(separator) = from.chars().next_back().filter(|last| matches!(last, '.' | '/')) else {
                let path = to.parse::<Path>().map_err(|error| bad(error.message()))?;
                if renames.exact.insert(from.clone(), path).is_some() {
                    return Err(bad("there are two rules for this name"));
                }
                continue;
            };
            let to = match to.strip_suffix('/') {
                Some(to) => to.parse::<Path>().map_err(|error| bad(error.message()))?,
                None if to.is_empty() => Path::root(),
                None => return Err(bad("a prefix goes to a path that ends with `/`, or to the empty text")),
            };
            let from = if from.len() == 1 { String::new() } else { from.clone() };
            if renames.prefixes.iter().any(|other| other.from == from) {
                return Err(Error::invalid(format!("there are two rules for names that begin with {from:?}")));
            }
            renames.prefixes.push(Prefix { from, separator, to });
        }
        renames.prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.from.len()));
        Ok(renames)
    }

    /// Where the tensor of this name goes; `None` when no rule takes it.
    pub(super) fn tensor(&self, name: &str) -> Option<Path> {
        if let Some(path) = self.exact.get(name) {
            return Some(path.clone());
        }
        self.prefixes.iter().find_map(|prefix| Some(prefix.append(name.strip_prefix(&*prefix.from)?)))
    }

    /// Where the node with this path text goes: as [`Renames::tensor`], and a prefix also takes the node it names.
    pub(super) fn node(&self, name: &str) -> Option<Path> {
        let names = |prefix: &&Prefix| prefix.from.strip_suffix(prefix.separator) == Some(name);
        self.tensor(name).or_else(|| self.prefixes.iter().find(names).map(|prefix| prefix.to.clone()))
    }
}

impl Prefix {
    fn append(&self, rest: &str) -> Path {
        let mut path = self.to.clone();
        match (self.separator, rest.parse::<Path>()) {
            ('/', Ok(rest)) => rest.keys().iter().for_each(|key| path.push(key.clone())),
            ('/', Err(_)) => path.push(Key::name(rest)),
            (separator, _) => rest.split(separator).for_each(|name| path.push(key(name))),
        }
        path
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
    fn rules_that_make_no_sense_are_refused() {
        for (rules, expected) in [
            (&[("a", "b"), ("a", "c")][..], "two rules"),
            (&[("a.", "b/"), ("a.", "c/")], "two rules"),
            (&[("a.", "b")], "ends with `/`"),
            (&[("a", "b/")], "a key is empty"),
            (&[("a.", "b//")], "a key is empty"),
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
