//! Reductions in an order that only the shape decides: the items of each run along the innermost axis, runs in order.
//! A run that ends in one element has 32 lanes, whatever the instruction set, from 32 items on; lanes are combined
//! pairwise at its end.

use std::marker::PhantomData;

use half::{bf16, f16};

use super::element::{Element, Integer, Truth};
use super::instruction::{Bases, Detail, Function, Instruction};
use super::level::Body;
use super::strided::Strided;
use crate::isa::Isa;
use crate::program::Op;
use crate::tensor::DType;

const LANES: usize = 32;

/// Where the items of a fold go.
#[derive(Clone, Debug)]
pub(super) struct FoldDetail {
    pub(super) into: Strided,
}

/// An operation of two elements whose order does not matter.
trait Combine {
    type Item: Element;
    fn combine(x: Self::Item, y: Self::Item) -> Self::Item;
}

struct Fold<C>(PhantomData<C>);

impl<C: Combine> Body for Fold<C> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Fold(detail) = &instruction.detail else { return };
        // SAFETY: the items are a block of a register or buffer, and the places lie in another buffer.
        unsafe {
            let to: *mut C::Item = instruction.to.at(bases, 0);
            let mut from: *const C::Item = instruction.from[0].at(bases, start);
            if let Some((row, element)) = detail.into.repeated(start) {
                rows::<C>(std::slice::from_raw_parts_mut(to.offset(element), row), from, count);
                return;
            }
            let mut runs = detail.into.runs(start, count);
            while let Some(run) = runs.next_run() {
                let items = std::slice::from_raw_parts(from, run.count);
                let to = to.offset(run.element);
                match detail.into.stride() {
                    1 => along::<C>(std::slice::from_raw_parts_mut(to, run.count), items),
                    0 => *to = C::combine(*to, all::<C>(items)),
                    stride => {
                        let mut place = 0;
                        while place < run.count {
                            let to = to.offset(place as isize * stride);
                            *to = C::combine(*to, items[place]);
                            place += 1;
                        }
                    }
                }
                from = from.add(run.count);
            }
        }
    }
}

/// Rows of a few elements, one after the other.
#[inline(always)]
unsafe fn rows<C: Combine>(to: &mut [C::Item], from: *const C::Item, count: usize) {
    let mut at = 0;
    while at < count {
        let mut place = 0;
        while place < to.len() && at < count {
            // SAFETY: the caller has so many items there.
            to[place] = C::combine(to[place], unsafe { *from.add(at) });
            (place, at) = (place + 1, at + 1);
        }
    }
}

#[inline(always)]
fn along<C: Combine>(to: &mut [C::Item], items: &[C::Item]) {
    if items.len() != to.len() {
        return;
    }
    let mut place = 0;
    while place < to.len() {
        to[place] = C::combine(to[place], items[place]);
        place += 1;
    }
}

/// All items as one; there is at least one.
#[inline(always)]
fn all<C: Combine>(items: &[C::Item]) -> C::Item {
    let mut at = 1;
    if items.len() < LANES {
        let mut value = items[0];
        while at < items.len() {
            value = C::combine(value, items[at]);
            at += 1;
        }
        return value;
    }
    let from = items.as_ptr();
    // SAFETY: the items from `at` on are as many as each read takes.
    let mut lanes = unsafe { from.cast::<[C::Item; LANES]>().read() };
    at = LANES;
    while at + LANES <= items.len() {
        // SAFETY: as above.
        let chunk = unsafe { from.add(at).cast::<[C::Item; LANES]>().read() };
        let mut lane = 0;
        while lane < LANES {
            lanes[lane] = C::combine(lanes[lane], chunk[lane]);
            lane += 1;
        }
        at += LANES;
    }
    let mut lane = 0;
    while at < items.len() {
        lanes[lane] = C::combine(lanes[lane], items[at]);
        (lane, at) = (lane + 1, at + 1);
    }
    let mut width = LANES / 2;
    while width > 0 {
        let mut lane = 0;
        while lane < width {
            lanes[lane] = C::combine(lanes[lane], lanes[lane + width]);
            lane += 1;
        }
        width /= 2;
    }
    lanes[0]
}

macro_rules! combines {
    ($($name:ident: $bound:ident, $method:ident;)*) => {$(
        struct $name<T>(PhantomData<T>);
        impl<T: $bound> Combine for $name<T> {
            type Item = T;
            #[inline(always)]
            fn combine(x: T, y: T) -> T { x.$method(y) }
        }
    )*};
}

combines! {
    Add: Element, add;
    Multiply: Element, multiply;
    Maximum: Element, maximum;
    Minimum: Element, minimum;
    And: Integer, and;
    Or: Integer, or;
    Xor: Integer, xor;
}

/// Folds items of a dtype, where the operation is one of two elements in any order.
pub(super) fn fold(op: &Op, dtype: DType, isa: Isa) -> Option<Function> {
    macro_rules! of_element {
        ($type:ty) => {
            match op {
                Op::Add => Some(<$type>::function::<Fold<Add<$type>>>(isa)),
                Op::Multiply => Some(<$type>::function::<Fold<Multiply<$type>>>(isa)),
                Op::Maximum => Some(<$type>::function::<Fold<Maximum<$type>>>(isa)),
                Op::Minimum => Some(<$type>::function::<Fold<Minimum<$type>>>(isa)),
                _ => None,
            }
        };
    }
    macro_rules! of_integer {
        ($type:ty) => {
            match op {
                Op::And => Some(<$type>::function::<Fold<And<$type>>>(isa)),
                Op::Or => Some(<$type>::function::<Fold<Or<$type>>>(isa)),
                Op::Xor => Some(<$type>::function::<Fold<Xor<$type>>>(isa)),
                _ => of_element!($type),
            }
        };
    }
    match dtype {
        DType::Bool => of_integer!(Truth),
        DType::I8 => of_integer!(i8),
        DType::I16 => of_integer!(i16),
        DType::I32 => of_integer!(i32),
        DType::I64 => of_integer!(i64),
        DType::U8 => of_integer!(u8),
        DType::U16 => of_integer!(u16),
        DType::U32 => of_integer!(u32),
        DType::U64 => of_integer!(u64),
        DType::F16 => of_element!(f16),
        DType::BF16 => of_element!(bf16),
        DType::F32 => of_element!(f32),
        DType::F64 => of_element!(f64),
    }
}
