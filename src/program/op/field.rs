//! How the typed attributes of an operation are read from the generic ones and become them again.

use crate::error::{Error, Result};
use crate::program::attribute::{Attribute, Attributes, Literal};
use crate::program::types::{TensorType, Type};
use crate::tensor::{DType, Tensor};

/// The typed attributes of one operation.
pub(crate) trait OpAttributes: Sized {
    /// Their names.
    const NAMES: &'static [&'static str];

    /// Takes them out of the generic ones.
    fn read(reader: &mut Reader) -> Result<Self>;

    /// The generic ones they are.
    fn write(&self) -> Attributes;
}

/// The generic attributes of an operation while its typed ones are taken out of them.
pub(crate) struct Reader<'a> {
    name: &'a str,
    attributes: Attributes,
    operands: &'a [Type],
}

impl<'a> Reader<'a> {
    /// The attributes of an operation of this name over operands of these types.
    pub(crate) fn new(name: &'a str, attributes: Attributes, operands: &'a [Type]) -> Reader<'a> {
        Reader { name, attributes, operands }
    }

    /// The number of dimensions that windows have.
    pub(crate) fn window_rank(&self) -> usize {
        let rank = self.operands.first().and_then(Type::as_tensor).map_or(0, TensorType::rank);
        if self.name == "stablehlo.convolution" { rank.saturating_sub(2) } else { rank }
    }

    /// Takes the attribute of this name; where there is none, what `default` says or what the type of the field does.
    pub(crate) fn field<T: Field>(&mut self, name: &str, default: Option<fn(&Reader) -> T>) -> Result<T> {
        match (self.attributes.remove(name), default) {
            (Some(attribute), _) => T::from_attribute(&attribute).ok_or_else(|| {
                let found = attribute.describe();
                Error::invalid(format!("{}: attribute `{name}` must be {}, found {found}", self.name, T::EXPECTED))
            }),
            (None, Some(default)) => Ok(default(self)),
            (None, None) => T::absent().ok_or_else(|| {
                Error::invalid(format!("{}: attribute `{name}`, {}, is missing", self.name, T::EXPECTED))
            }),
        }
    }

    /// What is left: attributes of other dialects, such as `mhlo.sharding`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for one that no dialect is named for: it would change what the operation means.
    pub(crate) fn rest(self) -> Result<Attributes> {
        for (name, _) in self.attributes.iter() {
            if !name.contains('.') && name != "result_accuracy" {
                return Err(Error::invalid(format!("{}: there is no attribute `{name}`", self.name)));
            }
        }
        Ok(self.attributes)
    }
}

/// A type that an attribute can have.
pub(crate) trait Field: Sized {
    /// What it must be, for an error text.
    const EXPECTED: &'static str;

    /// The value that this attribute says.
    fn from_attribute(attribute: &Attribute) -> Option<Self>;

    /// The attribute that says this value; `None` where leaving it out does.
    fn to_attribute(&self) -> Option<Attribute>;

    /// The value when the attribute is left out, where that is allowed.
    fn absent() -> Option<Self> {
        None
    }
}

impl Field for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_attribute(attribute: &Attribute) -> Option<bool> {
        match attribute {
            Attribute::Bool(value) => Some(*value),
            Attribute::Unit => Some(true),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Bool(*self))
    }

    fn absent() -> Option<bool> {
        Some(false)
    }
}

impl Field for i64 {
    const EXPECTED: &'static str = "an integer of type i64";

    fn from_attribute(attribute: &Attribute) -> Option<i64> {
        match attribute {
            Attribute::Integer(value, _) => i64::try_from(*value).ok(),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::i64(*self))
    }
}

impl Field for i32 {
    const EXPECTED: &'static str = "an integer of type i32";

    fn from_attribute(attribute: &Attribute) -> Option<i32> {
        match attribute {
            Attribute::Integer(value, _) => i32::try_from(*value).ok(),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Integer((*self).into(), Some(DType::I32)))
    }
}

impl Field for f32 {
    const EXPECTED: &'static str = "a number of type f32";

    fn from_attribute(attribute: &Attribute) -> Option<f32> {
        match attribute {
            Attribute::Float(value, _) => Some(value.0 as f32),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Float(crate::program::attribute::Real((*self).into()), DType::F32))
    }
}

impl Field for f64 {
    const EXPECTED: &'static str = "a number of type f64";

    fn from_attribute(attribute: &Attribute) -> Option<f64> {
        match attribute {
            Attribute::Float(value, _) => Some(value.0),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Float(crate::program::attribute::Real(*self), DType::F64))
    }
}

impl Field for String {
    const EXPECTED: &'static str = "a string";

    fn from_attribute(attribute: &Attribute) -> Option<String> {
        match attribute {
            Attribute::String(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::String(self.clone()))
    }
}

/// The name of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol(pub String);

impl Field for Symbol {
    const EXPECTED: &'static str = "the name of a function, such as `@main`";

    fn from_attribute(attribute: &Attribute) -> Option<Symbol> {
        match attribute {
            Attribute::Symbol(name) => Some(Symbol(name.clone())),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Symbol(self.0.clone()))
    }
}

impl Field for Vec<i64> {
    const EXPECTED: &'static str = "a list of integers, such as `array<i64: 1, 2>`";

    fn from_attribute(attribute: &Attribute) -> Option<Vec<i64>> {
        match attribute {
            Attribute::IntegerArray(dtype, values) if *dtype != DType::Bool => Some(values.clone()),
            Attribute::Dense(literal) if literal.0.rank() == 1 => literal.0.as_slice::<i64>().map(<[i64]>::to_vec),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::integers(self))
    }
}

impl Field for Vec<bool> {
    const EXPECTED: &'static str = "a list of truths, such as `array<i1: false, true>`";

    fn from_attribute(attribute: &Attribute) -> Option<Vec<bool>> {
        match attribute {
            Attribute::IntegerArray(DType::Bool, values) => Some(values.iter().map(|&value| value != 0).collect()),
            Attribute::Dense(literal) if literal.0.rank() == 1 && literal.0.dtype() == DType::Bool => {
                Some(literal.0.bytes().iter().map(|&byte| byte != 0).collect())
            }
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::IntegerArray(DType::Bool, self.iter().map(|&value| value.into()).collect()))
    }
}

/// What is added before and after each dimension of a window; negative takes away.
pub type Padding = Vec<[i64; 2]>;

impl Field for Padding {
    const EXPECTED: &'static str = "pairs of integers, such as `dense<[[1, 1], [0, 2]]> : tensor<2x2xi64>`";

    fn from_attribute(attribute: &Attribute) -> Option<Padding> {
        match attribute {
            Attribute::Dense(literal) if literal.0.rank() == 2 && literal.0.shape()[1] == 2 => {
                Some(literal.0.as_slice::<i64>()?.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect())
            }
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        let values: Vec<i64> = self.iter().flatten().copied().collect();
        Tensor::from_slice(&[self.len() as i64, 2], &values).ok().map(|tensor| Attribute::Dense(Literal(tensor)))
    }
}

impl Field for Literal {
    const EXPECTED: &'static str = "a tensor, such as `dense<1.0> : tensor<2xf32>`";

    fn from_attribute(attribute: &Attribute) -> Option<Literal> {
        match attribute {
            Attribute::Dense(literal) => Some(literal.clone()),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Dense(self.clone()))
    }
}

impl Field for Attributes {
    const EXPECTED: &'static str = "a dictionary, such as `{a = 1}`";

    fn from_attribute(attribute: &Attribute) -> Option<Attributes> {
        match attribute {
            Attribute::Dictionary(attributes) => Some(attributes.clone()),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        (!self.is_empty()).then(|| Attribute::Dictionary(self.clone()))
    }

    fn absent() -> Option<Attributes> {
        Some(Attributes::new())
    }
}

impl<T: Field> Field for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_attribute(attribute: &Attribute) -> Option<Option<T>> {
        T::from_attribute(attribute).map(Some)
    }

    fn to_attribute(&self) -> Option<Attribute> {
        self.as_ref().and_then(T::to_attribute)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}
