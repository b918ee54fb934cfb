//! The attributes of a layer's node, read as what they are.

use crate::error::{Error, Result};
use crate::graph::{Attribute, Key, Node, Path, Static, StaticValue};
use crate::tensor::DType;
use crate::trace::{Trace, Value, read_variable};

/// The path of the attribute of this name.
pub(super) fn path(name: &str) -> Path {
    Path::from(vec![Key::name(name)])
}

/// The attribute of this name; an error is about the node, not about what it lacks.
fn get(node: &Node, name: &str) -> Result<Attribute> {
    node.get(&path(name)).map_err(|error| Error::from_code(error.code(), error.message()))
}

/// Sets attributes of a node.
pub(super) fn set(node: &Node, attributes: impl IntoIterator<Item = (&'static str, Attribute)>) -> Result<()> {
    attributes.into_iter().try_for_each(|(name, attribute)| node.set(&path(name), attribute))
}

/// A dtype as an attribute, None where there is none.
pub(super) fn of_dtype(dtype: Option<DType>) -> Attribute {
    dtype.map_or(Static::none(), Static::from).into()
}

/// The Variable of this name as a value; nothing where the attribute is None.
pub(super) fn parameter(trace: &Trace, node: &Node, name: &str) -> Result<Option<Value>> {
    match get(node, name)? {
        Attribute::Node(variable) => read_variable(trace, &variable).map(Some),
        Attribute::None => Ok(None),
        other => Err(wrong(name, &format!("is {}", other.kind_name()), "a Variable or None")),
    }
}

macro_rules! read {
    ($name:ident: $type:ty, $kind:literal, $($pattern:pat => $value:expr),+) => {
        #[doc = concat!("The attribute of this name, ", $kind, ".")]
        pub(super) fn $name(node: &Node, name: &str) -> Result<$type> {
            let attribute = get(node, name)?;
            match &attribute {
                Attribute::Static(held) => match held.value() {
                    $($pattern => Ok($value),)+
                    _ => Err(wrong(name, &format!("is the {} {held}", held.kind_name()), $kind)),
                },
                other => Err(wrong(name, &format!("is {}", other.kind_name()), $kind)),
            }
        }
    };
}

read!(int: i64, "an int", StaticValue::Int(value) => value);
read!(float: f64, "a float", StaticValue::Float(value) => value, StaticValue::Int(value) => value as f64);
read!(bool: bool, "a bool", StaticValue::Bool(value) => value);
read!(optional_bool: Option<bool>, "a bool or none", StaticValue::Bool(value) => Some(value), StaticValue::None => None);
read!(optional_dtype: Option<DType>, "a dtype or none", StaticValue::DType(value) => Some(value), StaticValue::None => None);
read!(string: String, "a string", StaticValue::Str(value) => value.to_owned());
/// The attribute of this name, a tuple of ints.
pub(super) fn ints(node: &Node, name: &str) -> Result<Vec<i64>> {
    const KIND: &str = "a tuple of ints";
    let attribute = get(node, name)?;
    let Attribute::Static(held) = &attribute else {
        return Err(wrong(name, &format!("is {}", attribute.kind_name()), KIND));
    };
    let int = |item: &Static| match item.value() {
        StaticValue::Int(value) => Some(value),
        _ => None,
    };
    let ints = match held.value() {
        StaticValue::Tuple(items) => items.iter().map(int).collect(),
        _ => None,
    };
    ints.ok_or_else(|| wrong(name, &format!("is the {} {held}", held.kind_name()), KIND))
}

fn wrong(name: &str, found: &str, expected: &str) -> Error {
    Error::invalid(format!("the attribute {name} {found}; it must be {expected}"))
}
