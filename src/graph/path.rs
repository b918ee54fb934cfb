//! Paths: where a leaf or a node stands below a root.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use super::key::{self, Key};
use crate::error::{Error, Result};

/// The keys that lead from a root to a leaf or a node, printed as `layers/0/kernel`.
///
/// A string key that is empty, looks like an integer, or holds `/`, `"` or a control character prints as a JSON
/// string, so that `parse(print(path)) == path`. The empty path is the root itself and prints as the empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Key>);

impl Path {
    /// The path of the root.
    pub const fn root() -> Path {
        Path(Vec::new())
    }

    /// Its keys, the outermost first.
    pub fn keys(&self) -> &[Key] {
        &self.0
    }

    /// The path one key further down.
    #[must_use]
    pub fn child(&self, key: Key) -> Path {
        let mut keys = Vec::with_capacity(self.0.len() + 1);
        keys.extend_from_slice(&self.0);
        keys.push(key);
        Path(keys)
    }

    /// The path of the parent and the last key; `None` for the root.
    pub fn split_last(&self) -> Option<(&[Key], &Key)> {
        self.0.split_last().map(|(last, parents)| (parents, last))
    }

    /// Adds a key at its end.
    pub fn push(&mut self, key: Key) {
        self.0.push(key);
    }

    /// Takes the first keys away, so many of them.
    pub(super) fn cut_off(&mut self, count: usize) {
        self.0.drain(..count);
    }

    /// Takes the last key away.
    pub fn pop(&mut self) -> Option<Key> {
        self.0.pop()
    }
}

impl From<Vec<Key>> for Path {
    fn from(keys: Vec<Key>) -> Path {
        Path(keys)
    }
}

/// Prints these keys as a path.
pub(crate) fn display<K: Borrow<Key>>(keys: &[K]) -> impl fmt::Display + '_ {
    struct Keys<'a, K>(&'a [K]);
    impl<K: Borrow<Key>> fmt::Display for Keys<'_, K> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            for (i, key) in self.0.iter().enumerate() {
                if i > 0 {
                    f.write_str("/")?;
                }
                key.borrow().fmt(f)?;
            }
            Ok(())
        }
    }
    Keys(keys)
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display(&self.0).fmt(f)
    }
}

impl FromStr for Path {
    type Err = Error;

    fn from_str(text: &str) -> Result<Path> {
        let mut keys = Vec::new();
        if text.is_empty() {
            return Ok(Path(keys));
        }
        let mut rest = text;
        loop {
            let (key, after) = parse_key(rest, text)?;
            keys.push(key);
            match after.strip_prefix('/') {
                Some(more) => rest = more,
                None if after.is_empty() => return Ok(Path(keys)),
                None => return Err(bad(text, after, "expected `/` after a quoted key")),
            }
        }
    }
}

/// The first key of `rest`, and what follows it. `text` is the whole, for the error.
fn parse_key<'a>(rest: &'a str, text: &str) -> Result<(Key, &'a str)> {
    if rest.starts_with('"') {
        let end = closing_quote(rest).ok_or_else(|| bad(text, rest, "the quoted key has no closing quote"))?;
        let name: String =
            serde_json::from_str(&rest[..=end]).map_err(|_| bad(text, rest, "a quoted key must be a JSON string"))?;
        return Ok((Key::name(&name), &rest[end + 1..]));
    }
    let end = rest.find('/').unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    if name.is_empty() {
        return Err(bad(text, rest, "a key is empty; the empty string is written \"\""));
    }
    if name.chars().any(|c| c == '"' || c.is_control()) {
        return Err(bad(text, rest, "a key with a quote or a control character must be written as a JSON string"));
    }
    if key::looks_like_integer(name) {
        let index = name.parse().map_err(|_| bad(text, rest, "the integer key does not fit 64 bits"))?;
        return Ok((Key::Int(index), after));
    }
    Ok((Key::name(name), after))
}

/// The byte position of the quote that closes the string at the start of `rest`.
fn closing_quote(rest: &str) -> Option<usize> {
    let mut escaped = false;
    rest.bytes().enumerate().skip(1).find_map(|(at, byte)| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes.then_some(at)
    })
}

fn bad(text: &str, rest: &str, why: &str) -> Error {
    let column = text.len() - rest.len() + 1;
    let shown: String = text.chars().take(200).collect();
    Error::invalid(format!("not a path: {} at byte {column}: {why}", key::quote(&shown)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round_trip(path: &Path) {
        assert_eq!(&path.to_string().parse::<Path>().unwrap(), path, "{path}");
    }

    #[test]
    fn prints_as_a_person_would_write_it() {
        let path = Path::from(vec!["layers".into(), 0.into(), "kernel".into()]);
        assert_eq!(path.to_string(), "layers/0/kernel");
        round_trip(&path);
    }

    /// The cases of this kind that the tests of every face read.
    fn cases<T: serde::de::DeserializeOwned>(kind: &str) -> Vec<T> {
        let mut cases: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/data/path_cases.json")).unwrap();
        serde_json::from_value(cases[kind].take()).unwrap()
    }

    #[test]
    fn odd_keys_are_quoted() {
        for (key, printed) in cases::<(String, String)>("components") {
            let path = Path::from(vec![Key::name(&key)]);
            assert_eq!(path.to_string(), printed);
            round_trip(&path);
        }
    }

    #[test]
    fn a_path_is_taken_apart_into_its_keys() {
        for (text, keys) in cases::<(String, Vec<serde_json::Value>)>("paths") {
            let key = |key: &serde_json::Value| match key.as_i64() {
                Some(index) => Key::Int(index),
                None => Key::name(key.as_str().unwrap()),
            };
            let path = Path::from(keys.iter().map(key).collect::<Vec<_>>());
            assert_eq!(text.parse::<Path>().unwrap(), path, "{text}");
            round_trip(&path);
        }
    }

    #[test]
    fn ill_formed_paths_are_refused_with_the_place() {
        for text in cases::<String>("ill_formed") {
            let error = text.parse::<Path>().unwrap_err();
            assert!(error.message().contains("byte"), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn parse_undoes_print(keys in proptest::collection::vec(
            prop_oneof![any::<i64>().prop_map(Key::Int), any::<String>().prop_map(|s| Key::name(&s)),
                        "[0-9/\"\\\\-]{0,4}".prop_map(|s| Key::name(&s))], 0..6)) {
            round_trip(&Path::from(keys));
        }

        #[test]
        fn any_text_parses_or_is_refused(text in any::<String>()) {
            if let Ok(path) = text.parse::<Path>() {
                round_trip(&path);
            }
        }
    }
}
