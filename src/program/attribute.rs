//! Attributes: the constants that an operation, an argument or a module carries, in the generic form of the text.

use std::fmt;

use super::types::{Type, dtype_name};
use crate::tensor::{DType, Tensor};

/// A named list of attributes, in the order of their names; no name stands twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Vec<(String, Attribute)>);

impl Attributes {
    /// No attributes.
    pub const fn new() -> Attributes {
        Attributes(Vec::new())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The attribute of this name.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.position(name).ok().map(|index| &self.0[index].1)
    }

    /// Sets the attribute of this name; what was there comes back.
    pub fn insert(&mut self, name: impl Into<String>, attribute: Attribute) -> Option<Attribute> {
        let name = name.into();
        match self.position(&name) {
            Ok(index) => Some(std::mem::replace(&mut self.0[index].1, attribute)),
            Err(index) => {
                self.0.insert(index, (name, attribute));
                None
            }
        }
    }

    /// Takes the attribute of this name out.
    pub fn remove(&mut self, name: &str) -> Option<Attribute> {
        self.position(name).ok().map(|index| self.0.remove(index).1)
    }

    /// Names and attributes, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Attribute)> {
        self.0.iter().map(|(name, attribute)| (name.as_str(), attribute))
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}

impl IntoIterator for Attributes {
    type Item = (String, Attribute);
    type IntoIter = std::vec::IntoIter<(String, Attribute)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<(String, Attribute)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (String, Attribute)>>(items: I) -> Attributes {
        let mut attributes = Attributes::new();
        for (name, attribute) in items {
            attributes.insert(name, attribute);
        }
        attributes
    }
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// Its being there is all that it says.
    Unit,
    /// `true` or `false`.
    Bool(bool),
    /// `3 : i64`; without a dtype it is of type `index`.
    Integer(i128, Option<DType>),
    /// `1.0 : f32`.
    Float(Real, DType),
    /// `"text"`.
    String(String),
    /// `@name`.
    Symbol(String),
    /// A type.
    Type(Type),
    /// `[a, b]`.
    Array(Vec<Attribute>),
    /// `{a = 1, b}`.
    Dictionary(Attributes),
    /// `array<i64: 1, 2>`, also of bools.
    IntegerArray(DType, Vec<i64>),
    /// `dense<…> : tensor<…>`.
    Dense(Literal),
    /// `dense<…> : tensor<…xindex>`, as int64.
    DenseIndex(Literal),
    /// `#dialect.name<body>` or `#dialect<body>`, as it was written.
    Dialect {
        /// What stands between `#` and `<`.
        name: String,
        /// What stands between `<` and `>`.
        body: String,
    },
}

/// A number that is equal to another when all bits are.
#[derive(Clone, Copy, Debug)]
pub struct Real(pub f64);

impl PartialEq for Real {
    fn eq(&self, other: &Real) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

/// A tensor that is equal to another when dtype, shape and all bits are.
#[derive(Clone, Debug)]
pub struct Literal(pub Tensor);

impl PartialEq for Literal {
    fn eq(&self, other: &Literal) -> bool {
        self.0.bit_eq(&other.0)
    }
}

impl Attribute {
    /// `value : i64`.
    pub fn i64(value: i64) -> Attribute {
        Attribute::Integer(value.into(), Some(DType::I64))
    }

    /// `array<i64: …>`.
    pub fn integers(values: &[i64]) -> Attribute {
        Attribute::IntegerArray(DType::I64, values.to_vec())
    }

    /// `#stablehlo<kind NAME>`, a value of one of the dialect's enumerations.
    pub(crate) fn enumerator(kind: &str, name: &str) -> Attribute {
        Attribute::Dialect { name: "stablehlo".into(), body: format!("{kind} {name}") }
    }

    /// How deep lists and dictionaries nest in it.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Attribute::Array(items) => 1 + items.iter().map(Attribute::depth).max().unwrap_or(0),
            Attribute::Dictionary(entries) => 1 + entries.iter().map(|(_, value)| value.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// What it is, for an error text.
    pub(crate) fn describe(&self) -> String {
        match self {
            Attribute::Dense(literal) => {
                format!("a dense {} with {} elements", literal.0.dtype(), literal.0.element_count())
            }
            other => format!("`{other}`"),
        }
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Attribute::Unit => f.write_str("unit"),
            Attribute::Bool(value) => write!(f, "{value}"),
            Attribute::Integer(value, None) => write!(f, "{value} : index"),
            Attribute::Integer(value, Some(dtype)) => write!(f, "{value} : {}", dtype_name(*dtype)),
            Attribute::Float(value, dtype) => {
                super::text::write_float(f, value.0, *dtype)?;
                write!(f, " : {}", dtype_name(*dtype))
            }
            Attribute::String(text) => write!(f, "\"{}\"", Escaped(text)),
            Attribute::Symbol(name) => write!(f, "{}", SymbolName(name)),
            Attribute::Type(ty) => ty.fmt(f),
            Attribute::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Attribute::Dictionary(attributes) => write!(f, "{{{attributes}}}"),
            Attribute::IntegerArray(dtype, values) => {
                write!(f, "array<{}", dtype_name(*dtype))?;
                for (index, value) in values.iter().enumerate() {
                    f.write_str(if index == 0 { ": " } else { ", " })?;
                    if *dtype == DType::Bool { write!(f, "{}", *value != 0)? } else { write!(f, "{value}")? }
                }
                f.write_str(">")
            }
            Attribute::Dense(literal) => super::text::write_dense(f, &literal.0),
            Attribute::DenseIndex(literal) => {
                let mut text = String::new();
                super::text::write_dense(&mut text, &literal.0)?;
                write!(f, "{}index>", text.trim_end_matches("i64>"))
            }
            Attribute::Dialect { name, body } => write!(f, "#{name}<{body}>"),
        }
    }
}

impl fmt::Display for Attributes {
    /// The entries, without the braces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, attribute)) in self.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            if is_bare(name) {
                f.write_str(name)?
            } else {
                write!(f, "\"{}\"", Escaped(name))?
            }
            if *attribute != Attribute::Unit {
                write!(f, " = {attribute}")?;
            }
        }
        Ok(())
    }
}

/// Whether this can stand without quotes.
fn is_bare(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|other| other.is_ascii_alphanumeric() || matches!(other, '_' | '$' | '.'))
}

/// Prints a string with MLIR's escapes.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            match byte {
                b'\\' => f.write_str("\\\\")?,
                b' '..=b'~' if byte != b'"' => write!(f, "{}", byte as char)?,
                _ => write!(f, "\\{byte:02X}")?,
            }
        }
        Ok(())
    }
}

/// Prints the name of a function, with `@`.
pub(super) struct SymbolName<'a>(pub(super) &'a str);

impl fmt::Display for SymbolName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_bare(self.0) { write!(f, "@{}", self.0) } else { write!(f, "@\"{}\"", Escaped(self.0)) }
    }
}
