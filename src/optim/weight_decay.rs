//! Weight decay.

use super::moments::Params;
use super::schedules::{Amount, Rate};
use super::transformation::{Numbers, Transformation, tuple};
use super::update::Update;
use crate::error::Result;
use crate::graph::{Node, Static};
use crate::trace::Value;

pub(super) const NAME: &str = "add_decayed_weights";

struct AddDecayedWeights(Rate);

/// The updates plus a part of the parameters: a number or a schedule.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is neither.
pub fn add_decayed_weights(weight_decay: impl Into<Static>) -> Result<Static> {
    let tx = tuple(NAME, vec![weight_decay.into()])?;
    super::check(&tx)?;
    Ok(tx)
}

pub(super) fn parse(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    Ok(Box::new(AddDecayedWeights(Rate::parse(numbers, "weight_decay")?)))
}

impl Transformation for AddDecayedWeights {
    fn init(&self, _: &Params) -> Result<Node> {
        self.0.init()
    }

    fn update(&self, updates: Vec<Value>, state: &Node, step: &mut Update) -> Result<Vec<Value>> {
        match self.0.at(state, step)? {
            Amount::Number(0.0) => Ok(updates),
            Amount::Number(part) => step.each(|leaf| updates[leaf].add(&step.params[leaf].mul(part)?)),
            Amount::Value(part) => step.each(|leaf| {
                let update = &updates[leaf];
                update.add(&step.params[leaf].mul(&part.astype(update.dtype())?)?)
            }),
        }
    }
}
