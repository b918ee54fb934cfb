//! Updates times a number: a fixed one, a learning rate, a schedule.

use super::moments::Params;
use super::schedules::{Amount, Rate};
use super::transformation::{Numbers, Transformation, tuple};
use super::update::Update;
use crate::error::Result;
use crate::graph::{Node, Static};
use crate::trace::{Binary, Operand, Value};

pub(super) const SCALE: &str = "scale";
pub(super) const SCALE_BY_LEARNING_RATE: &str = "scale_by_learning_rate";
pub(super) const SCALE_BY_SCHEDULE: &str = "scale_by_schedule";

struct Scale {
    rate: Rate,
    /// Taken away rather than added.
    is_flipped: bool,
}

/// The updates times a number.
///
/// # Errors
/// None; so that all of these functions are called alike.
pub fn scale(step_size: f64) -> Result<Static> {
    tuple(SCALE, vec![step_size.into()])
}

/// The updates times the negative of a learning rate, which is a number or a schedule: down the slope.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is neither.
pub fn scale_by_learning_rate(learning_rate: impl Into<Static>) -> Result<Static> {
    let tx = tuple(SCALE_BY_LEARNING_RATE, vec![learning_rate.into()])?;
    super::check(&tx)?;
    Ok(tx)
}

/// The updates times what a schedule says for the step.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is no schedule.
pub fn scale_by_schedule(schedule: Static) -> Result<Static> {
    let tx = tuple(SCALE_BY_SCHEDULE, vec![schedule])?;
    super::check(&tx)?;
    Ok(tx)
}

pub(super) fn parse(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    Ok(Box::new(Scale { rate: Rate::Number(numbers.float("step_size")?), is_flipped: false }))
}

pub(super) fn parse_by_learning_rate(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    Ok(Box::new(Scale { rate: Rate::parse(numbers, "learning_rate")?, is_flipped: true }))
}

pub(super) fn parse_by_schedule(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    match Rate::parse(numbers, "schedule")? {
        Rate::Number(_) => Err(numbers.error("`schedule` is a number; `constant_schedule` makes a schedule of it")),
        rate => Ok(Box::new(Scale { rate, is_flipped: false })),
    }
}

impl Transformation for Scale {
    fn init(&self, _: &Params) -> Result<Node> {
        self.rate.init()
    }

    fn update(&self, updates: Vec<Value>, state: &Node, step: &mut Update) -> Result<Vec<Value>> {
        match self.rate.at(state, step)? {
            Amount::Number(number) => {
                let number = if self.is_flipped { -number } else { number };
                step.each(|leaf| step.trace.binary(Binary::Mul, Operand::Float(number), Operand::Value(&updates[leaf])))
            }
            Amount::Value(value) => {
                let value = if self.is_flipped { value.neg()? } else { value };
                step.each(|leaf| value.astype(updates[leaf].dtype())?.mul(&updates[leaf]))
            }
        }
    }
}
