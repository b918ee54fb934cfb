//! Keys: the names of attributes, a string or an integer.

use std::borrow::Cow;
use std::fmt;

use smol_str::SmolStr;

/// The name of an attribute within its node.
///
/// Integers sort numerically and before strings; strings sort by code point. At one level all keys are of one kind,
/// except in a List, which may carry named attributes beside its elements.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// An element of a list or tuple, or an integer key of a dict.
    Int(i64),
    /// An attribute name or a string key.
    Str(SmolStr),
}

impl Key {
    /// The key with this text, as a string whatever it looks like.
    pub fn name(text: &str) -> Key {
        Key::Str(SmolStr::new(text))
    }

    /// Whether it is an integer.
    pub fn is_int(&self) -> bool {
        matches!(self, Key::Int(_))
    }
}

impl From<i64> for Key {
    fn from(index: i64) -> Key {
        Key::Int(index)
    }
}

impl From<&str> for Key {
    fn from(name: &str) -> Key {
        Key::name(name)
    }
}

/// As a component of a path: see [`crate::graph::Path`].
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Int(index) => write!(f, "{index}"),
            Key::Str(name) if needs_quotes(name) => f.write_str(&quote(name)),
            Key::Str(name) => f.write_str(name),
        }
    }
}

fn needs_quotes(name: &str) -> bool {
    name.is_empty() || looks_like_integer(name) || name.chars().any(|c| c == '/' || c == '"' || c.is_control())
}

/// An optional minus and digits, nothing else.
pub(super) fn looks_like_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text with its control characters escaped as in a JSON string, so that it prints on one line.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| if c.is_control() { push_control(&mut line, c) } else { line.push(c) });
    Cow::Owned(line)
}

fn push_control(text: &mut String, c: char) {
    match c {
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        c => text.push_str(&format!("\\u{:04x}", c as u32)),
    }
}

/// The text as a JSON string. Control characters are escaped, those above U+007F too, so that it prints on one line.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => push_control(&mut quoted, c),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_small() {
        assert_eq!(size_of::<Key>(), 24);
    }

    #[test]
    fn integers_come_first_and_sort_numerically_strings_by_code_point() {
        let mut keys: Vec<Key> = ["a", "Z", "_", "ä"].map(Key::name).into_iter().collect();
        keys.extend([10, 9, -1].map(Key::Int));
        keys.sort();
        let printed: Vec<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(printed, ["-1", "9", "10", "Z", "_", "a", "ä"]);
    }
}
