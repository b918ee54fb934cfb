//! Single elements combined with updates, one after the other, where they belong.

use std::marker::PhantomData;

use half::{bf16, f16};

use super::super::element::{Element, Truth};
use super::super::elementwise::by_dtype;
use super::super::instruction::{Bases, Function, Instruction};
use super::super::level::{Body, baseline};
use super::places::NOWHERE;
use crate::isa::Isa;
use crate::program::op::Op;
use crate::tensor::DType;

/// What puts updates, which are elements of the first operand, to the places that the second holds.
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

        impl<T: Element> Body for $name<T> {
            #[inline(always)]
            unsafe fn run(instruction: &Instruction, bases: Bases, _start: usize, count: usize) {
                // SAFETY: there are so many updates and places; each place is one of the array, or nowhere.
                unsafe {
                    let to: *mut T = instruction.to.at(bases, 0);
                    let updates: *const T = instruction.from[0].at(bases, 0);
                    let places: *const i64 = instruction.from[1].at(bases, 0);
                    let mut update = 0;
                    while update < count {
                        let place = *places.add(update);
                        if place != NOWHERE {
                            let to = to.add(place as usize);
                            *to = (*to).$method(*updates.add(update));
                        }
                        update += 1;
                    }
                }
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

impl<T: Copy + 'static> Body for Put<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, _start: usize, count: usize) {
        // SAFETY: as above.
        unsafe {
            let to: *mut T = instruction.to.at(bases, 0);
            let updates: *const T = instruction.from[0].at(bases, 0);
            let places: *const i64 = instruction.from[1].at(bases, 0);
            for update in 0..count {
                let place = *places.add(update);
                if place != NOWHERE {
                    *to.add(place as usize) = *updates.add(update);
                }
            }
        }
    }
}
