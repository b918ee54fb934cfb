//! Static values: what a GraphDef holds besides structure.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::key::{one_line, quote};
use crate::error::{Error, Result};
use crate::tensor::DType;

/// How deep tuples may be nested.
const MAX_DEPTH: u8 = 64;

/// How many values a tuple may have in it, so that a small one that shares its parts does not take for ever.
const MAX_SIZE: usize = 1 << 20;

/// An immutable value that is part of the structure: a bool, int, float, string, bytes, dtype, none, a tuple of those, or
/// a foreign value.
///
/// Two static values are equal when they are of one kind and hold the same; floats are compared by their bits, so that
/// a NaN equals itself and `0.0` differs from `-0.0`. (In Python `1 == True == 1.0`; here these differ.)
#[derive(Clone)]
pub struct Static(Repr);

#[derive(Clone)]
enum Repr {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    DType(DType),
    Heap(Arc<Heap>),
}

enum Heap {
    Str(String),
    Bytes(Vec<u8>),
    Tuple { items: Vec<Static>, depth: u8, size: usize },
    Foreign(Box<dyn Foreign>),
}

/// A value of another language that libnnx compares, hashes and drops but never looks into.
pub trait Foreign: Send + Sync {
    /// Whether both are the same value. Must agree with [`Foreign::hash`].
    fn equal(&self, other: &dyn Foreign) -> bool;
    /// Equal values have equal hashes.
    fn hash(&self) -> u64;
    /// A text for a person.
    fn describe(&self) -> String;
    /// For [`Foreign::equal`] and for the owner to get at its value.
    fn as_any(&self) -> &dyn Any;
}

/// What a [`Static`] holds.
#[derive(Clone, Copy)]
pub enum StaticValue<'a> {
    /// None, as in the sharding `(None, "model")`.
    None,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    Str(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A dtype.
    DType(DType),
    /// A tuple.
    Tuple(&'a [Static]),
    /// A foreign value.
    Foreign(&'a dyn Foreign),
}

impl Static {
    /// None, as in the sharding `(None, "model")`.
    pub const fn none() -> Static {
        Static(Repr::None)
    }

    /// How deep tuples may be nested.
    pub(super) const MAX_DEPTH: usize = MAX_DEPTH as usize;

    /// A string.
    pub fn string(text: &str) -> Static {
        Static::from(text.to_owned())
    }

    /// Bytes.
    pub fn bytes(bytes: &[u8]) -> Static {
        Static::from(bytes.to_owned())
    }

    /// A tuple, nested at most 64 deep.
    pub fn tuple(items: Vec<Static>) -> Result<Static> {
        let depth = 1 + items.iter().map(Static::depth).max().unwrap_or(0);
        if depth > MAX_DEPTH {
            return Err(Error::invalid(format!("a static tuple may be nested {MAX_DEPTH} deep, not more")));
        }
        let size = items.iter().fold(1, |size: usize, item| size.saturating_add(item.size()));
        if size > MAX_SIZE {
            return Err(Error::invalid(format!("a static tuple may have {MAX_SIZE} values in it, not more")));
        }
        Ok(Static(Repr::Heap(Arc::new(Heap::Tuple { items, depth, size }))))
    }

    /// A foreign value.
    pub fn foreign(value: Box<dyn Foreign>) -> Static {
        Static(Repr::Heap(Arc::new(Heap::Foreign(value))))
    }

    /// What it holds.
    pub fn value(&self) -> StaticValue<'_> {
        match &self.0 {
            Repr::None => StaticValue::None,
            Repr::Bool(value) => StaticValue::Bool(*value),
            Repr::Int(value) => StaticValue::Int(*value),
            Repr::Float(value) => StaticValue::Float(*value),
            Repr::DType(value) => StaticValue::DType(*value),
            Repr::Heap(heap) => match &**heap {
                Heap::Str(text) => StaticValue::Str(text),
                Heap::Bytes(bytes) => StaticValue::Bytes(bytes),
                Heap::Tuple { items, .. } => StaticValue::Tuple(items),
                Heap::Foreign(value) => StaticValue::Foreign(&**value),
            },
        }
    }

    /// The name of its kind, for error texts.
    pub fn kind_name(&self) -> &'static str {
        match self.value() {
            StaticValue::None => "none",
            StaticValue::Bool(_) => "bool",
            StaticValue::Int(_) => "int",
            StaticValue::Float(_) => "float",
            StaticValue::Str(_) => "string",
            StaticValue::Bytes(_) => "bytes",
            StaticValue::DType(_) => "dtype",
            StaticValue::Tuple(_) => "tuple",
            StaticValue::Foreign(_) => "foreign value",
        }
    }

    /// Whether a foreign value is in it.
    pub fn has_foreign(&self) -> bool {
        match self.value() {
            StaticValue::Foreign(_) => true,
            StaticValue::Tuple(items) => items.iter().any(Static::has_foreign),
            _ => false,
        }
    }

    /// How many values it is made of: one that stands in two places counts twice.
    fn size(&self) -> usize {
        match &self.0 {
            Repr::Heap(heap) => match &**heap {
                Heap::Tuple { size, .. } => *size,
                _ => 1,
            },
            _ => 1,
        }
    }

    fn depth(&self) -> u8 {
        match &self.0 {
            Repr::Heap(heap) => match &**heap {
                Heap::Tuple { depth, .. } => *depth,
                _ => 0,
            },
            _ => 0,
        }
    }
}

impl From<bool> for Static {
    fn from(value: bool) -> Static {
        Static(Repr::Bool(value))
    }
}

impl From<i64> for Static {
    fn from(value: i64) -> Static {
        Static(Repr::Int(value))
    }
}

impl From<f64> for Static {
    fn from(value: f64) -> Static {
        Static(Repr::Float(value))
    }
}

impl From<DType> for Static {
    fn from(value: DType) -> Static {
        Static(Repr::DType(value))
    }
}

impl From<String> for Static {
    fn from(value: String) -> Static {
        Static(Repr::Heap(Arc::new(Heap::Str(value))))
    }
}

impl From<Vec<u8>> for Static {
    fn from(value: Vec<u8>) -> Static {
        Static(Repr::Heap(Arc::new(Heap::Bytes(value))))
    }
}

impl From<&str> for Static {
    fn from(value: &str) -> Static {
        Static::string(value)
    }
}

impl PartialEq for Static {
    fn eq(&self, other: &Static) -> bool {
        use StaticValue::*;
        match (self.value(), other.value()) {
            (None, None) => true,
            (Bool(a), Bool(b)) => a == b,
            (Int(a), Int(b)) => a == b,
            (Float(a), Float(b)) => a.to_bits() == b.to_bits(),
            (DType(a), DType(b)) => a == b,
            (Str(a), Str(b)) => a == b,
            (Bytes(a), Bytes(b)) => a == b,
            (Tuple(a), Tuple(b)) => a == b,
            (Foreign(a), Foreign(b)) => self.same_allocation(other) || a.equal(b),
            _ => false,
        }
    }
}

impl Eq for Static {}

impl Static {
    /// Whether both are equal, told without calling foreign code: foreign values must be one.
    pub(super) fn is_same(&self, other: &Static) -> bool {
        match (self.value(), other.value()) {
            (StaticValue::Foreign(_), StaticValue::Foreign(_)) => self.same_allocation(other),
            (StaticValue::Tuple(a), StaticValue::Tuple(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same(b))
            }
            _ => self == other,
        }
    }

    fn same_allocation(&self, other: &Static) -> bool {
        match (&self.0, &other.0) {
            (Repr::Heap(a), Repr::Heap(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Hash for Static {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.value() {
            StaticValue::Bool(value) => (0u8, value).hash(state),
            StaticValue::Int(value) => (1u8, value).hash(state),
            StaticValue::Float(value) => (2u8, value.to_bits()).hash(state),
            StaticValue::Str(value) => (3u8, value).hash(state),
            StaticValue::Bytes(value) => (4u8, value).hash(state),
            StaticValue::DType(value) => (5u8, value as u8).hash(state),
            StaticValue::Tuple(items) => (6u8, items).hash(state),
            StaticValue::Foreign(value) => (7u8, value.hash()).hash(state),
            StaticValue::None => 8u8.hash(state),
        }
    }
}

/// As it stands in trees and in the text of a GraphDef: `0.2`, `"relu"`, `float32`, `(1, 2)`. Two values that differ have
/// different texts, unless foreign values are in them.
impl fmt::Display for Static {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value() {
            StaticValue::None => f.write_str("None"),
            StaticValue::Bool(value) => write!(f, "{value}"),
            StaticValue::Int(value) => write!(f, "{value}"),
            StaticValue::Float(value) if value.is_nan() && value.to_bits() != f64::NAN.to_bits() => {
                write!(f, "NaN({:#x})", value.to_bits())
            }
            StaticValue::Float(value) => write!(f, "{value:?}"),
            StaticValue::Str(value) => f.write_str(&quote(value)),
            StaticValue::DType(value) => write!(f, "{value}"),
            StaticValue::Bytes(value) => {
                f.write_str("b\"")?;
                for byte in value.iter() {
                    write!(f, "{}", byte.escape_ascii())?;
                }
                f.write_str("\"")
            }
            StaticValue::Tuple(items) => {
                f.write_str("(")?;
                for (i, item) in items.iter().enumerate() {
                    let separator = if i > 0 { ", " } else { "" };
                    write!(f, "{separator}{item}")?;
                }
                f.write_str(if items.len() == 1 { ",)" } else { ")" })
            }
            StaticValue::Foreign(value) => {
                let described = value.describe();
                let described = one_line(&described);
                // Python's own way to say it, as in `<function relu>`.
                let is_marked = described.starts_with('<') && described.ends_with('>');
                if is_marked { f.write_str(&described) } else { write!(f, "<{described}>") }
            }
        }
    }
}

impl fmt::Debug for Static {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_different_kinds_differ() {
        let values = [
            Static::none(),
            Static::from(true),
            Static::from(1i64),
            Static::from(1.0),
            Static::from("1"),
            Static::bytes(b"1"),
        ];
        for (i, a) in values.iter().enumerate() {
            for (j, b) in values.iter().enumerate() {
                assert_eq!(a == b, i == j, "{a} {b}");
            }
        }
    }

    #[test]
    fn floats_compare_by_bits() {
        assert_eq!(Static::from(f64::NAN), Static::from(f64::NAN));
        assert_ne!(Static::from(0.0), Static::from(-0.0));
    }

    #[test]
    fn tuples_that_share_their_parts_are_bounded() {
        let mut value = Static::from(1i64);
        let refused = (0..MAX_DEPTH).find_map(|_| match Static::tuple(vec![value.clone(), value.clone()]) {
            Ok(pair) => {
                value = pair;
                None
            }
            Err(error) => Some(error),
        });
        assert!(refused.unwrap().message().contains("values in it"));
    }

    #[test]
    fn tuples_are_bounded() {
        let mut value = Static::from(1i64);
        for _ in 0..MAX_DEPTH {
            value = Static::tuple(vec![value]).unwrap();
        }
        assert!(Static::tuple(vec![value]).is_err());
    }

    #[test]
    fn prints_as_written() {
        let pair = Static::tuple(vec![1i64.into(), 2.5.into()]).unwrap();
        assert_eq!(pair.to_string(), "(1, 2.5)");
        assert_eq!(Static::tuple(vec![pair]).unwrap().to_string(), "((1, 2.5),)");
        assert_eq!(Static::bytes(b"a\0").to_string(), "b\"a\\x00\"");
        assert_eq!(Static::from(1.0).to_string(), "1.0");
    }
}
