//! Operations that choose, repeat, order and name other operations: their operands may be any values.

use super::element::{index, truth};
use super::{Evaluator, Frame, Value};
use crate::error::{Error, Result};
use crate::program::module::Operation;
use crate::program::op::Op;

/// The results of `operation`, or `None` when it is not one of these.
pub(super) fn evaluate<'m>(
    evaluator: &Evaluator<'m>,
    frame: &mut Frame<'m>,
    operation: &Operation,
    operands: &[Value],
) -> Result<Option<Vec<Value>>> {
    let regions = operation.regions();
    Ok(Some(match &operation.op {
        Op::If => {
            let branch = if truth(operands[0].tensor()?)? { 0 } else { 1 };
            evaluator.region(frame, regions[branch], &[])?
        }
        Op::Case => {
            let index = index(operands[0].tensor()?)?;
            let last = regions.len() - 1;
            let branch = usize::try_from(index).map_or(last, |index| index.min(last));
            evaluator.region(frame, regions[branch], &[])?
        }
        Op::While => {
            let mut values = operands.to_vec();
            loop {
                let condition = evaluator.region(frame, regions[0], &values)?;
                if !truth(condition[0].tensor()?)? {
                    break values;
                }
                evaluator.spend(1)?;
                values = evaluator.region(frame, regions[1], &values)?;
            }
        }
        Op::Call(attributes) => call(evaluator, &attributes.callee.0, operands)?,
        Op::Composite(attributes) => call(evaluator, &attributes.decomposition.0, operands)?,
        // On one device.
        Op::ShardingConstraint(_) => operands.to_vec(),
        Op::OptimizationBarrier => operands.to_vec(),
        Op::AfterAll => vec![Value::Token],
        Op::Tuple => vec![Value::Tuple(operands.into())],
        Op::GetTupleElement(attributes) => match &operands[0] {
            Value::Tuple(elements) => vec![elements[attributes.index as usize].clone()],
            Value::Tensor(_) | Value::Token => return Err(Error::invalid("there is no tuple to take an element of")),
        },
        _ => return Ok(None),
    }))
}

fn call(evaluator: &Evaluator, name: &str, operands: &[Value]) -> Result<Vec<Value>> {
    match evaluator.module.function(name) {
        Some(function) => evaluator.call(function, operands),
        None => Err(Error::not_found(format!("there is no function @{name} to call"))),
    }
}
