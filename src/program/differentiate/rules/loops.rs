//! Loops whose number of iterations is known: a loop forwards that keeps what the derivative of the body needs, and one
//! backwards that takes the cotangents through it.

use super::super::activity::active;
use super::super::outline::{outline, outline_with, pruned, splice, used_arguments};
use super::super::tape::{Site, Tape};
use super::super::trip_count::trip_count;
use super::super::vjp::vjp;
use super::no_rule;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::{Function, RegionId, ValueId};
use crate::program::op::Op;
use crate::program::op::attributes::DynamicSlice;
use crate::program::op::enumerations::ComparisonDirection::{Ge, Lt};
use crate::program::types::{TensorType, Type};
use crate::tensor::Tensor;

/// The body of a loop. What it captures is carried along unchanged, after what the loop carries.
struct Loop {
    body: Function,
    /// The values that the loop starts from, and what it captures.
    starts: Vec<ValueId>,
    /// Whether each stays what it was.
    is_invariant: Vec<bool>,
    count: i64,
}

pub(super) fn while_(tape: &mut Tape, site: &Site) -> Result<()> {
    let (body, captured) = outline(tape.builder.body(), site.regions[1])?;
    let Some(count) = trip_count(tape, site, &body, &captured)? else {
        return Err(no_rule(site, "the number of its iterations is not known from the program alone"));
    };
    let carried = site.operands.len();
    if count == 0 {
        for (&start, &result) in site.operands.iter().zip(&site.results) {
            if let Some(g) = tape.cotangent(result) {
                tape.give(start, g)?;
            }
        }
        return Ok(());
    }
    let starts = [&site.operands[..], &captured[..]].concat();
    let places: Vec<usize> = (carried..starts.len()).collect();
    let body = outline_with(tape.builder.body(), site.regions[1], &captured, &places)?;
    let is_invariant = body.arguments().iter().zip(body.results()).map(|(taken, given)| taken == given).collect();
    let the_loop = Loop { body, starts, is_invariant, count };

    let of = the_loop.reached(tape, site, &the_loop.active(tape))?;
    let derivative = vjp(&the_loop.body, &of, &of)?;
    let used = used_arguments(&derivative.function);
    let kept: Vec<usize> =
        (0..the_loop.starts.len()).filter(|&place| used[place] && !the_loop.is_invariant[place]).collect();
    let stacks = the_loop.stacks(tape.builder, &kept)?;

    let b = &mut *tape.builder;
    let last = b.constant(Tensor::scalar(the_loop.count - 1))?;
    let mut operands = vec![last];
    for &place in &of {
        let known = site.results.get(place).and_then(|&result| tape.cotangent(result));
        operands.push(match known {
            Some(g) => g,
            None => tape.builder.full_like(the_loop.starts[place], 0.0)?,
        });
    }
    let b = &mut *tape.builder;
    let types: Vec<Type> = operands.iter().map(|&value| b.value_type(value).clone()).collect();
    let condition = compared(b, &types, 0, Ge)?;
    let taken = b.begin_region(&types)?;
    let mut arguments = the_loop.starts.clone();
    for (&place, &stack) in kept.iter().zip(&stacks) {
        arguments[place] = read(b, stack, taken[0])?;
    }
    arguments.extend_from_slice(&taken[1..]);
    let found = splice(b, &derivative.function, &arguments)?;
    let one = b.constant(Tensor::scalar(1i64))?;
    let mut next = vec![b.subtract(taken[0], one)?];
    for &place in &of {
        let at = derivative.known.iter().position(|&known| of[known] == place);
        next.push(match at {
            Some(at) => found[at],
            None => b.full_like(the_loop.starts[place], 0.0)?,
        });
    }
    let body = b.end_region(&next)?;
    let found = b.operation(Op::While, &operands, &[condition, body], &[])?;
    for (&place, &cotangent) in of.iter().zip(&found[1..]) {
        tape.give(the_loop.starts[place], cotangent)?;
    }
    Ok(())
}

/// A region that says how the first of its arguments compares with this number.
fn compared(
    b: &mut FunctionBuilder,
    types: &[Type],
    number: i64,
    direction: crate::program::op::enumerations::ComparisonDirection,
) -> Result<RegionId> {
    let arguments = b.begin_region(types)?;
    let number = b.constant(Tensor::scalar(number))?;
    let result = b.compare(arguments[0], number, direction)?;
    b.end_region(&[result])
}

/// The indices of one element of a stack.
fn indices(b: &mut FunctionBuilder, at: ValueId, rank: usize) -> Result<Vec<ValueId>> {
    let zero = b.constant(Tensor::scalar(0i64))?;
    let mut indices = vec![zero; rank];
    indices[0] = at;
    Ok(indices)
}

/// One element of a stack.
fn read(b: &mut FunctionBuilder, stack: ValueId, at: ValueId) -> Result<ValueId> {
    let dims = b.tensor(stack)?.dims().to_vec();
    let mut slice_sizes = dims.clone();
    slice_sizes[0] = 1;
    let indices = indices(b, at, dims.len())?;
    let slice = Op::DynamicSlice(Box::new(DynamicSlice { slice_sizes }));
    let element = b.emit(slice, &[&[stack], &indices[..]].concat())?;
    b.reshape(element, &dims[1..])
}

/// A stack with one element written.
fn write(b: &mut FunctionBuilder, stack: ValueId, element: ValueId, at: ValueId) -> Result<ValueId> {
    let dims = [&[1], b.tensor(element)?.dims()].concat();
    let element = b.reshape(element, &dims)?;
    let indices = indices(b, at, dims.len())?;
    b.emit(Op::DynamicUpdateSlice, &[&[stack, element], &indices[..]].concat())
}

impl Loop {
    /// The carried values that depend on what is differentiated by, after any number of iterations.
    fn active(&self, tape: &Tape) -> Vec<usize> {
        let body = self.body.body();
        let (taken, given) = (self.body.arguments(), self.body.results());
        let mut depends: Vec<bool> = self.starts.iter().map(|&start| tape.wants(start)).collect();
        loop {
            let wrt: Vec<ValueId> = (0..taken.len()).filter(|&at| depends[at]).map(|at| taken[at]).collect();
            let values = active(body, body.region(body.root()).operations(), &wrt);
            let more: Vec<usize> =
                (0..given.len()).filter(|&place| values[given[place].index()] && !depends[place]).collect();
            if more.is_empty() {
                return (0..taken.len()).filter(|&place| depends[place]).collect();
            }
            more.into_iter().for_each(|place| depends[place] = true);
        }
    }

    /// Of the carried values `wrt` those that get a cotangent in some iteration.
    fn reached(&self, tape: &Tape, site: &Site, wrt: &[usize]) -> Result<Vec<usize>> {
        let has_cotangent = |place: usize| site.results.get(place).is_some_and(|&it| tape.cotangent(it).is_some());
        let mut reached: Vec<usize> = wrt.iter().copied().filter(|&place| has_cotangent(place)).collect();
        loop {
            let used = used_arguments(&pruned(&self.body, &reached)?);
            let more: Vec<usize> =
                wrt.iter().copied().filter(|&place| used[place] && !reached.contains(&place)).collect();
            if more.is_empty() {
                return Ok(reached);
            }
            reached.extend(more);
        }
    }

    /// What these carried values are at the beginning of each iteration.
    fn stacks(&self, b: &mut FunctionBuilder, kept: &[usize]) -> Result<Vec<ValueId>> {
        if kept.is_empty() {
            return Ok(Vec::new());
        }
        let mut needed = kept.to_vec();
        let step = loop {
            let step = pruned(&self.body, &needed)?;
            let used = used_arguments(&step);
            let is_new = |place: &usize| used[*place] && !self.is_invariant[*place] && !needed.contains(place);
            let more: Vec<usize> = (0..self.starts.len()).filter(is_new).collect();
            if more.is_empty() {
                break step;
            }
            needed.extend(more);
        };
        let mut operands = vec![b.constant(Tensor::scalar(0i64))?];
        operands.extend(needed.iter().map(|&place| self.starts[place]));
        for &place in kept {
            let element = b.tensor(self.starts[place])?;
            let stack: TensorType = element.with_dims(&[&[self.count], element.dims()].concat())?;
            operands.push(b.full(&stack, 0.0)?);
        }
        let types: Vec<Type> = operands.iter().map(|&value| b.value_type(value).clone()).collect();
        let condition = compared(b, &types, self.count, Lt)?;
        let taken = b.begin_region(&types)?;
        let mut arguments = self.starts.clone();
        for (&place, &value) in needed.iter().zip(&taken[1..]) {
            arguments[place] = value;
        }
        let one = b.constant(Tensor::scalar(1i64))?;
        let mut next = vec![b.add(taken[0], one)?];
        next.extend(splice(b, &step, &arguments)?);
        for (&place, &stack) in kept.iter().zip(&taken[1 + needed.len()..]) {
            next.push(write(b, stack, arguments[place], taken[0])?);
        }
        let body = b.end_region(&next)?;
        let found = b.operation(Op::While, &operands, &[condition, body], &[])?;
        Ok(found[1 + needed.len()..].to_vec())
    }
}
