//! What a gradient transformation is, and which there are.

use super::moments::Params;
use super::update::Update;
use super::{adam, chain, clip, momentum, scale, weight_decay};
use crate::error::{Error, Result, Status};
use crate::graph::{Node, Static, StaticValue};
use crate::tensor::DType;
use crate::trace::Value;

/// A gradient transformation. What it keeps between steps is a node, with the names of Optax's state.
pub(super) trait Transformation {
    /// Its state before the first step.
    ///
    /// # Errors
    /// When there is no memory for it.
    fn init(&self, params: &Params) -> Result<Node>;

    /// The updates that it makes of these, one for each parameter.
    ///
    /// # Errors
    /// What the operations on the values answer.
    fn update(&self, updates: Vec<Value>, state: &Node, step: &mut Update) -> Result<Vec<Value>>;
}

type Parse = fn(&mut Numbers) -> Result<Box<dyn Transformation>>;

/// Every transformation, by the name that its tuple begins with.
const ALL: &[(&str, Parse)] = &[
    (adam::NAME, adam::parse),
    (chain::CHAIN, chain::parse),
    (chain::IDENTITY, chain::parse_identity),
    (clip::CLIP, clip::parse),
    (clip::CLIP_BY_GLOBAL_NORM, clip::parse_by_global_norm),
    (momentum::NAME, momentum::parse),
    (scale::SCALE, scale::parse),
    (scale::SCALE_BY_LEARNING_RATE, scale::parse_by_learning_rate),
    (scale::SCALE_BY_SCHEDULE, scale::parse_by_schedule),
    (weight_decay::NAME, weight_decay::parse),
];

/// The transformation that a static value says.
///
/// # Errors
/// `INVALID_ARGUMENT` when it says none.
pub(super) fn parse(tx: &Static) -> Result<Box<dyn Transformation>> {
    let mut numbers = Numbers::of(tx, "a gradient transformation")?;
    let parse = ALL.iter().find(|(name, _)| *name == numbers.name).map(|(_, parse)| parse).ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
        Error::invalid(format!(
            "there is no gradient transformation {:?}; there are {}",
            numbers.name,
            names.join(", ")
        ))
    })?;
    let transformation = parse(&mut numbers)?;
    numbers.end()?;
    Ok(transformation)
}

/// Whether a static value says a gradient transformation.
///
/// # Errors
/// `INVALID_ARGUMENT` when it does not, with what is wrong.
pub fn check(tx: &Static) -> Result<()> {
    parse(tx).map(drop)
}

/// The tuple of a name and what follows it.
pub(super) fn tuple(name: &str, values: Vec<Static>) -> Result<Static> {
    Static::tuple(std::iter::once(Static::from(name)).chain(values).collect())
}

/// What stands behind the name in a tuple, taken one after another.
pub(super) struct Numbers<'a> {
    pub(super) name: &'a str,
    whole: &'a Static,
    left: std::slice::Iter<'a, Static>,
}

impl<'a> Numbers<'a> {
    /// The tuple that this static value is; `what` says in an error what it should have been.
    pub(super) fn of(whole: &'a Static, what: &str) -> Result<Numbers<'a>> {
        if let StaticValue::Tuple([name, left @ ..]) = whole.value()
            && let StaticValue::Str(name) = name.value()
        {
            return Ok(Numbers { name, whole, left: left.iter() });
        }
        Err(Error::invalid(format!("{whole} is not {what}: expected a tuple of its name and its numbers")))
    }

    /// What is wrong with it.
    pub(super) fn error(&self, what: &str) -> Error {
        Error::invalid(format!("{}: {what}", self.whole))
    }

    /// The value that comes next.
    pub(super) fn any(&mut self, name: &str) -> Result<&'a Static> {
        self.left.next().ok_or_else(|| self.error(&format!("`{name}` is missing")))
    }

    /// The next value, if one is left.
    pub(super) fn optional(&mut self) -> Option<&'a Static> {
        self.left.next()
    }

    /// A number.
    pub(super) fn float(&mut self, name: &str) -> Result<f64> {
        let value = self.any(name)?;
        float(value).ok_or_else(|| self.error(&format!("`{name}` is {value}; it must be a number")))
    }

    /// An integer.
    pub(super) fn int(&mut self, name: &str) -> Result<i64> {
        let value = self.any(name)?;
        match value.value() {
            StaticValue::Int(number) => Ok(number),
            _ => Err(self.error(&format!("`{name}` is {value}; it must be an integer"))),
        }
    }

    /// A truth value.
    pub(super) fn bool(&mut self, name: &str) -> Result<bool> {
        let value = self.any(name)?;
        match value.value() {
            StaticValue::Bool(truth) => Ok(truth),
            _ => Err(self.error(&format!("`{name}` is {value}; it must be true or false"))),
        }
    }

    /// A dtype that holds fractions; nothing when no value is left.
    pub(super) fn optional_float_dtype(&mut self, name: &str) -> Result<Option<DType>> {
        let Some(value) = self.optional() else { return Ok(None) };
        match value.value() {
            StaticValue::DType(dtype @ (DType::F16 | DType::BF16 | DType::F32 | DType::F64)) => Ok(Some(dtype)),
            StaticValue::None => Ok(None),
            _ => Err(self.error(&format!("`{name}` is {value}; it must be a dtype of floats"))),
        }
    }

    /// That nothing is left.
    pub(super) fn end(&mut self) -> Result<()> {
        match self.left.next() {
            None => Ok(()),
            Some(more) => Err(Error::new(
                Status::Unimplemented,
                format!("{}: {more} stands behind what this version knows of {:?}", self.whole, self.name),
            )),
        }
    }
}

/// The number that a static value is.
pub(super) fn float(value: &Static) -> Option<f64> {
    match value.value() {
        StaticValue::Float(number) => Some(number),
        StaticValue::Int(number) => Some(number as f64),
        _ => None,
    }
}
