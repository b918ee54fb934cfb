//! Runs of elements combined with updates, one after the other, where they belong.

use std::marker::PhantomData;

use half::{bf16, f16};

use super::super::element::{Element, Truth};
use super::super::elementwise::by_dtype;
use super::super::instruction::{Bases, Detail, Function, Instruction};
use super::super::level::{Body, baseline};
use super::places::NOWHERE;
use crate::isa::Isa;
use crate::program::op::Op;
use crate::tensor::DType;

/// What puts updates, which are runs of the first operand, each of so many elements as the detail says, to the places that the
/// second holds.
pub(super) fn accumulate(op: &Op, dtype: DType, isa: Isa) -> Option<Function> {
    fn of<T: Element>(op: &Op, isa: Isa) -> Option<Function> {
        Some(match op {
            Op::Add => T::function::<Add<T>>(isa),
            Op::Multiply => T::function::<Multiply<T>>(isa),
            Op::Maximum => T::function::<Maximum<T>>(isa),
            Op::Minimum => T::function::<Minimum<T>>(isa),
            _ => return None,
        })
    }
    by_dtype!(dtype, of, (op, isa))
}

macro_rules! accumulations {
    ($($name:ident: $method:ident;)*) => {$(
        struct $name<T>(PhantomData<T>);

        impl<T: Element> Combine for $name<T> {
            type Element = T;
            #[inline(always)]
            fn combine(old: T, new: T) -> T { old.$method(new) }
        }

        impl<T: Element> Body for $name<T> {
            #[inline(always)]
            unsafe fn run(instruction: &Instruction, bases: Bases, _start: usize, count: usize) {
                // SAFETY: asked of the caller.
                unsafe { update::<Self>(instruction, bases, count) }
            }
        }
    )*};
}

accumulations! {
    Add: add;
    Multiply: multiply;
    Maximum: maximum;
    Minimum: minimum;
}

/// What becomes of an element and its update.
trait Combine {
    type Element: Copy;
    fn combine(old: Self::Element, new: Self::Element) -> Self::Element;
}

/// # Safety
/// There are so many updates and places; each place is one of the array, or nowhere.
#[inline(always)]
unsafe fn update<C: Combine>(instruction: &Instruction, bases: Bases, count: usize) {
    let Detail::Count(run) = instruction.detail else { return };
    // SAFETY: asked of the caller.
    unsafe {
        let to: *mut C::Element = instruction.to.at(bases, 0);
        let updates: *const C::Element = instruction.from[0].at(bases, 0);
        let places: *const i64 = instruction.from[1].at(bases, 0);
        let mut update = 0;
        while update < count {
            let place = *places.add(update);
            if place != NOWHERE {
                let (to, new) = (to.add(place as usize), updates.add(update * run));
                if run == 1 {
                    *to = C::combine(*to, *new);
                } else {
                    let (to, new) = (std::slice::from_raw_parts_mut(to, run), std::slice::from_raw_parts(new, run));
                    update_run::<C>(to, new);
                }
            }
            update += 1;
        }
    }
}

#[inline(always)]
fn update_run<C: Combine>(to: &mut [C::Element], new: &[C::Element]) {
    if to.len() != new.len() {
        return;
    }
    let mut at = 0;
    while at < to.len() {
        to[at] = C::combine(to[at], new[at]);
        at += 1;
    }
}

/// What puts updates to the places that the second operand holds, over what was there.
pub(super) fn put(dtype: DType) -> Function {
    match dtype.size() {
        1 => baseline::<Put<u8>>,
        2 => baseline::<Put<u16>>,
        4 => baseline::<Put<u32>>,
        _ => baseline::<Put<u64>>,
    }
}

struct Put<T>(PhantomData<T>);

impl<T: Copy> Combine for Put<T> {
    type Element = T;
    #[inline(always)]
    fn combine(_old: T, new: T) -> T {
        new
    }
}

impl<T: Copy + 'static> Body for Put<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, _start: usize, count: usize) {
        // SAFETY: asked of the caller.
        unsafe { update::<Self>(instruction, bases, count) }
    }
}
