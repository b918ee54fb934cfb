//! How often a loop runs, read off the program.

use super::outline::{outline, pruned, splice, used_arguments};
use super::tape::{Site, Tape};
use crate::error::{Error, Result, Status};
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::evaluate::{Options, evaluate_with};
use crate::program::module::{Body, Definition, Function, Module, ValueId};
use crate::program::op::Op;
use crate::program::types::Type;
use crate::tensor::Tensor;

/// The most work, in elements, that counting may take.
const BUDGET: u64 = 1 << 22;

/// The number of iterations of a `while`, when what its condition depends on starts from constants and changes by
/// constants; `body` is its second region, as a function of the carried values and then of `captured`.
pub(super) fn trip_count(tape: &Tape, site: &Site, body: &Function, captured: &[ValueId]) -> Result<Option<i64>> {
    let function = tape.builder.body();
    let (condition, of_condition) = outline(function, site.regions[0])?;
    let condition = pruned(&condition, &[0])?;
    let carried = site.operands.len();
    // The carried values that the condition depends on, by way of the body too.
    let mut counters: Vec<bool> = used_arguments(&condition)[..carried].to_vec();
    loop {
        let results: Vec<usize> = (0..carried).filter(|&place| counters[place]).collect();
        let used = used_arguments(&pruned(body, &results)?);
        let more: Vec<usize> = (0..carried).filter(|&place| used[place] && !counters[place]).collect();
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|place| counters[place] = true);
    }
    let counters: Vec<usize> = (0..carried).filter(|&place| counters[place]).collect();
    let step = pruned(body, &counters)?;
    let used = used_arguments(&step);
    // What stands for the arguments of the condition and of the body: counters, or constants from outside.
    let mut counting = Counting { body: function, builder: FunctionBuilder::new("count", &[]) };
    let mut known = |value: ValueId| counting.constant(value);
    let starts = counters.iter().map(|&place| known(site.operands[place])).collect::<Result<Option<Vec<_>>>>()?;
    // What is not used needs no value.
    let mut others = |captured: &[ValueId], used: &[bool]| -> Result<Option<Vec<Option<ValueId>>>> {
        let mut values = Vec::with_capacity(captured.len());
        for (&value, &used) in captured.iter().zip(used) {
            match used.then(|| known(value)).transpose()? {
                Some(None) => return Ok(None),
                constant => values.push(constant.flatten()),
            }
        }
        Ok(Some(values))
    };
    let of_condition = others(&of_condition, &used_arguments(&condition)[carried..])?;
    let of_step = others(captured, &used[carried..])?;
    let (Some(starts), Some(of_condition), Some(of_step)) = (starts, of_condition, of_step) else { return Ok(None) };
    let mut b = counting.builder;
    let zero = b.constant(Tensor::scalar(0i64))?;
    let operands = [&starts[..], &[zero]].concat();
    let types: Vec<Type> = operands.iter().map(|&value| b.value_type(value).clone()).collect();
    // A value that is not used stands where it is none of the counters.
    let spread = |taken: &[ValueId], others: &[Option<ValueId>]| -> Vec<ValueId> {
        let mut all = vec![zero; carried];
        for (&place, &value) in counters.iter().zip(taken) {
            all[place] = value;
        }
        all.extend(others.iter().map(|value| value.unwrap_or(zero)));
        all
    };
    let taken = b.begin_region(&types)?;
    let again = splice(&mut b, &condition, &spread(&taken, &of_condition))?;
    let first = b.end_region(&again)?;
    let taken = b.begin_region(&types)?;
    let mut next = splice(&mut b, &step, &spread(&taken, &of_step))?;
    let one = b.constant(Tensor::scalar(1i64))?;
    next.push(b.add(taken[taken.len() - 1], one)?);
    let second = b.end_region(&next)?;
    let results = b.operation(Op::While, &operands, &[first, second], &[])?;
    let mut module = Module::new();
    module.add(b.finish(&results[results.len() - 1..])?)?;
    let options = Options { budget: Some(BUDGET), ..Options::default() };
    match evaluate_with(&module, "count", &[], &options) {
        Ok(found) => Ok(found[0].as_slice::<i64>().and_then(|count| count.first().copied())),
        Err(error) if error.status() == Some(Status::ResourceExhausted) => Err(Error::new(
            Status::ResourceExhausted,
            format!("{}: counting its iterations took too long", site.op.name()),
        )),
        Err(error) => Err(error),
    }
}

/// A function that is built of constants of another.
struct Counting<'a> {
    body: &'a Body,
    builder: FunctionBuilder,
}

impl Counting<'_> {
    /// The same value here, when it is a constant or made of one by operations of one operand.
    fn constant(&mut self, value: ValueId) -> Result<Option<ValueId>> {
        let mut above = Vec::new();
        let mut value = value;
        loop {
            let Definition::Result { operation: id, index: 0 } = self.body.definition(value) else { return Ok(None) };
            let operation = self.body.operation(id);
            above.push(id);
            match self.body.operands(id) {
                [] if matches!(operation.op, Op::Constant(_) | Op::Iota(_)) => break,
                [operand]
                    if operation.regions().is_empty() && !matches!(operation.op, Op::CustomCall(_) | Op::Call(_)) =>
                {
                    value = *operand;
                }
                _ => return Ok(None),
            }
        }
        let mut made: Option<ValueId> = None;
        for id in above.into_iter().rev() {
            let operation = self.body.operation(id);
            let operands: Vec<ValueId> = made.into_iter().collect();
            let types: Vec<Type> = operation.results().map(|result| self.body.value_type(result).clone()).collect();
            made = self.builder.operation(operation.op.clone(), &operands, &[], &types)?.first().copied();
        }
        Ok(made)
    }
}
