//! The largest or smallest element of each row and where it is: `reduce` of elements and their indices, as JAX writes
//! `argmax` and `argmin`. Of equal elements the one with the least index counts, and the first NaN more than any number.

use std::marker::PhantomData;

use half::{bf16, f16};

use super::super::element::{Element, Truth};
use super::super::elementwise::by_dtype;
use super::super::instruction::{Bases, Detail, Function, Instruction, Place};
use super::super::level::Body as LevelBody;
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::isa::Isa;
use crate::program::op::Op;
use crate::program::op::attributes::Reduce as Attributes;
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType};
use crate::program::types::{Class, class};
use crate::program::{Body, Definition, ValueId};
use crate::tensor::DType;

/// How many elements are looked at side by side.
const LANES: usize = 16;

#[derive(Debug)]
struct ArgMax {
    values: usize,
    indices: usize,
    /// What both start from.
    inits: [usize; 2],
    size: usize,
    rows: usize,
    length: usize,
    row: Instruction,
}

/// The best element of a row, and its index.
#[repr(C)]
struct Best<T> {
    value: T,
    index: i32,
}

pub(super) fn argmax(call: &Call, attributes: &Attributes) -> Result<Option<Box<dyn Native>>> {
    let Some(is_largest) = recognised(call) else { return Ok(None) };
    let ((values, ty), (indices, index_ty)) = (call.operand(0)?, call.operand(1)?);
    let same = call.result(0)?.dtype == ty.dtype && call.result(1)?.dtype == index_ty.dtype;
    // Rows lie together where the last dimensions are reduced.
    let first = ty.rank() - attributes.dimensions.len();
    let in_rows = (first..ty.rank()).all(|dimension| attributes.dimensions.contains(&(dimension as i64)));
    if !same || !in_rows || index_ty.dtype != DType::I32 {
        return Ok(None);
    }
    let place = |base: u32| Place { base, step: 0, offset: 0 };
    Ok(Some(Box::new(ArgMax {
        values,
        indices,
        inits: [call.operand(2)?.0, call.operand(3)?.0],
        size: ty.dtype.size(),
        rows: ty.dims()[..first].iter().product::<i64>() as usize,
        length: ty.dims()[first..].iter().product::<i64>() as usize,
        row: Instruction {
            function: by_dtype!(ty.dtype, of, (call.isa, is_largest)),
            to: place(0),
            from: [place(1), place(2), Place::default()],
            detail: Detail::None,
        },
    })))
}

impl Native for ArgMax {
    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        // Room for an element of any dtype, and an index.
        let mut best = [0u64; 2];
        let best: *mut u8 = best.as_mut_ptr().cast();
        let index = self.size.max(align_of::<i32>());
        for row in 0..self.rows {
            // SAFETY: asked of the caller.
            unsafe {
                let values = arrays.input::<u8>(self.values).add(row * self.length * self.size);
                let indices = arrays.input::<u8>(self.indices).add(row * self.length * size_of::<i32>());
                std::ptr::copy_nonoverlapping(arrays.input::<u8>(self.inits[0]), best, self.size);
                std::ptr::copy_nonoverlapping(arrays.input::<u8>(self.inits[1]), best.add(index), size_of::<i32>());
                let bases = [best, values.cast_mut(), indices.cast_mut()];
                (self.row.function)(&self.row, Bases::new(&bases), 0, self.length);
                std::ptr::copy_nonoverlapping(best, arrays.result::<u8>(0).add(row * self.size), self.size);
                std::ptr::copy_nonoverlapping(best.add(index).cast(), arrays.result::<i32>(1).add(row), 1);
            }
        }
        Ok(())
    }
}

fn of<T: Element>(isa: Isa, is_largest: bool) -> Function {
    if is_largest { T::function::<Row<T, true>>(isa) } else { T::function::<Row<T, false>>(isa) }
}

/// Looks through a row, from the best so far on.
struct Row<T, const LARGEST: bool>(PhantomData<T>);

impl<T: Element, const LARGEST: bool> LevelBody for Row<T, LARGEST> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, _start: usize, count: usize) {
        // SAFETY: the row has so many elements and indices.
        unsafe {
            let values = std::slice::from_raw_parts(instruction.from[0].at::<T>(bases, 0), count);
            let indices = std::slice::from_raw_parts(instruction.from[1].at::<i32>(bases, 0), count);
            let best = &mut *instruction.to.at::<Best<T>>(bases, 0);
            best_of::<T, LARGEST>(best, values, indices);
        }
    }
}

#[inline(always)]
fn best_of<T: Element, const LARGEST: bool>(best: &mut Best<T>, values: &[T], indices: &[i32]) {
    let is_nan = |x: T| x.compared() != x.compared();
    let better = |x: T, y: T| if LARGEST { x.compared() > y.compared() } else { x.compared() < y.compared() };
    if is_nan(best.value) || indices.len() != values.len() {
        return;
    }
    let (mut lanes, mut nans) = ([best.value; LANES], [0u32; LANES]);
    let whole = values.len() / LANES * LANES;
    let mut at = 0;
    while at < whole {
        let mut lane = 0;
        while lane < LANES {
            let value = values[at + lane];
            lanes[lane] = if better(value, lanes[lane]) { value } else { lanes[lane] };
            nans[lane] |= is_nan(value) as u32;
            lane += 1;
        }
        at += LANES;
    }
    while at < values.len() {
        lanes[0] = if better(values[at], lanes[0]) { values[at] } else { lanes[0] };
        nans[0] |= is_nan(values[at]) as u32;
        at += 1;
    }
    let (mut extreme, mut has_nan, mut lane) = (lanes[0], nans[0], 1);
    while lane < LANES {
        extreme = if better(lanes[lane], extreme) { lanes[lane] } else { extreme };
        has_nan |= nans[lane];
        lane += 1;
    }
    if has_nan != 0 {
        let mut at = 0;
        while at < values.len() {
            if is_nan(values[at]) {
                *best = Best { value: values[at], index: indices[at] };
                return;
            }
            at += 1;
        }
    }
    let index_at = |at: usize| if values[at].compared() == extreme.compared() { indices[at] } else { i32::MAX };
    let mut least = [i32::MAX; LANES];
    at = 0;
    while at < whole {
        let mut lane = 0;
        while lane < LANES {
            let index = index_at(at + lane);
            least[lane] = if index < least[lane] { index } else { least[lane] };
            lane += 1;
        }
        at += LANES;
    }
    while at < values.len() {
        least[0] = if index_at(at) < least[0] { index_at(at) } else { least[0] };
        at += 1;
    }
    let mut index = if best.value.compared() == extreme.compared() { best.index } else { i32::MAX };
    lane = 0;
    while lane < LANES {
        index = if least[lane] < index { least[lane] } else { index };
        lane += 1;
    }
    // Zeros of both signs are equal: the last one counts.
    let mut value = extreme;
    if extreme.compared() == T::default().compared() {
        value = best.value;
        at = values.len();
        while at > 0 {
            at -= 1;
            if values[at].compared() == extreme.compared() {
                value = values[at];
                break;
            }
        }
    }
    *best = Best { value, index };
}

/// Whether the largest elements are looked for, or the smallest; `None` where the region is another.
fn recognised(call: &Call) -> Option<bool> {
    let body = call.function.body();
    let region = body.region(*call.operation().regions().first()?);
    let (&[a, i, b, j], &[value, index]) = (region.arguments(), region.results()) else { return None };
    let region = Pattern { body };
    let (Op::Select, &[is_better, x, y]) = region.operation(value)? else { return None };
    let (Op::Select, &[is_chosen, k, l]) = region.operation(index)? else { return None };
    if [x, y, k, l] != [a, b, i, j] {
        return None;
    }
    let is_float = class(body.value_type(a).as_tensor()?.dtype) == Class::Float;
    let is_nan = |value| region.compares(value, ComparisonDirection::Ne, a, a).then_some(());
    let is_largest = |value| {
        let is = |direction| region.compares(value, direction, a, b);
        is(ComparisonDirection::Gt).then_some(true).or_else(|| is(ComparisonDirection::Lt).then_some(false))
    };
    let largest = match region.either(is_better) {
        Some([x, y]) => match (is_nan(x), is_nan(y)) {
            (_, Some(())) => is_largest(x)?,
            (Some(()), None) => is_largest(y)?,
            (None, None) => return None,
        },
        None if is_float => return None,
        None => is_largest(is_better)?,
    };
    let same = match region.either(is_chosen)? {
        [better, same] | [same, better] if better == is_better => same,
        _ => return None,
    };
    let (Op::And, &[x, y]) = region.operation(same)? else { return None };
    let is_first = |equal, less| {
        region.compares(equal, ComparisonDirection::Eq, a, b) && region.compares(less, ComparisonDirection::Lt, i, j)
    };
    (is_first(x, y) || is_first(y, x)).then_some(largest)
}

struct Pattern<'a> {
    body: &'a Body,
}

impl<'a> Pattern<'a> {
    /// The operation that makes a value.
    fn operation(&self, value: ValueId) -> Option<(&'a Op, &'a [ValueId])> {
        match self.body.definition(value) {
            Definition::Result { operation, .. } => {
                Some((&self.body.operation(operation).op, self.body.operands(operation)))
            }
            Definition::Argument { .. } => None,
        }
    }

    fn either(&self, value: ValueId) -> Option<[ValueId; 2]> {
        match self.operation(value)? {
            (Op::Or, &[x, y]) => Some([x, y]),
            _ => None,
        }
    }

    /// Whether a value says that `x` compares so with `y`, or the other way round.
    fn compares(&self, value: ValueId, direction: ComparisonDirection, x: ValueId, y: ValueId) -> bool {
        let Some((Op::Compare(attributes), operands)) = self.operation(value) else { return false };
        let turned = match direction {
            ComparisonDirection::Gt => ComparisonDirection::Lt,
            ComparisonDirection::Lt => ComparisonDirection::Gt,
            other => other,
        };
        let is = |direction, operands: [ValueId; 2], found: &[ValueId]| {
            attributes.comparison_direction == direction && found == operands
        };
        attributes.compare_type != Some(ComparisonType::TotalOrder)
            && (is(direction, [x, y], operands) || is(turned, [y, x], operands))
    }
}
