//! Which function computes which elementwise operation of which dtype.

use std::marker::PhantomData;

use half::{bf16, f16};

use super::double;
use super::element::{ConvertTo, Element, Float, Integer, Truth};
use super::instruction::{Bases, Detail, Function, Instruction};
use super::level::{Body, baseline, function};
use crate::isa::Isa;
use crate::program::Op;
use crate::program::evaluate::{float_function, float_function_of_two};
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::types::{Class, class};
use crate::tensor::DType;

/// An operation of one element.
pub(super) trait Unary {
    type From: Copy;
    type To: Copy;
    fn apply(x: Self::From) -> Self::To;
}

/// An operation of two elements.
pub(super) trait Binary {
    type From: Copy;
    type To: Copy;
    fn apply(x: Self::From, y: Self::From) -> Self::To;
}

pub(super) struct Map<O>(PhantomData<O>);

impl<O: Unary> Body for Map<O> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        // SAFETY: each place has a block of items, and the encoder gives the result one of its own.
        unsafe {
            let to = std::slice::from_raw_parts_mut(instruction.to.at::<O::To>(bases, start), count);
            let from = std::slice::from_raw_parts(instruction.from[0].at::<O::From>(bases, start), count);
            map::<O>(to, from);
        }
    }
}

#[inline(always)]
fn map<O: Unary>(to: &mut [O::To], from: &[O::From]) {
    if from.len() != to.len() {
        return;
    }
    let mut item = 0;
    while item < to.len() {
        to[item] = O::apply(from[item]);
        item += 1;
    }
}

pub(super) struct Zip<O>(PhantomData<O>);

impl<O: Binary> Body for Zip<O> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        // SAFETY: as in `Map`; the operands may be one and the same.
        unsafe {
            let to = std::slice::from_raw_parts_mut(instruction.to.at::<O::To>(bases, start), count);
            let x = std::slice::from_raw_parts(instruction.from[0].at::<O::From>(bases, start), count);
            let y = std::slice::from_raw_parts(instruction.from[1].at::<O::From>(bases, start), count);
            zip::<O>(to, x, y);
        }
    }
}

#[inline(always)]
fn zip<O: Binary>(to: &mut [O::To], x: &[O::From], y: &[O::From]) {
    if x.len() != to.len() || y.len() != to.len() {
        return;
    }
    let mut item = 0;
    while item < to.len() {
        to[item] = O::apply(x[item], y[item]);
        item += 1;
    }
}

/// One of two items, by a bool.
struct Choose<T>(PhantomData<T>);

impl<T: Copy + 'static> Body for Choose<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        // SAFETY: as in `Map`.
        unsafe {
            let to = std::slice::from_raw_parts_mut(instruction.to.at::<T>(bases, start), count);
            let pred = std::slice::from_raw_parts(instruction.from[0].at::<u8>(bases, start), count);
            let x = std::slice::from_raw_parts(instruction.from[1].at::<T>(bases, start), count);
            let y = std::slice::from_raw_parts(instruction.from[2].at::<T>(bases, start), count);
            choose(to, pred, x, y);
        }
    }
}

#[inline(always)]
fn choose<T: Copy>(to: &mut [T], pred: &[u8], x: &[T], y: &[T]) {
    if pred.len() != to.len() || x.len() != to.len() || y.len() != to.len() {
        return;
    }
    let mut item = 0;
    while item < to.len() {
        // Both are read, so that no branch is left.
        let (x, y) = (x[item], y[item]);
        to[item] = if pred[item] != 0 { x } else { y };
        item += 1;
    }
}

/// A function of f64 that has no vector form here.
struct Wide<T>(PhantomData<T>);

impl<T: Float> Body for Wide<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        // SAFETY: as in `Map`.
        unsafe {
            let to: *mut T = instruction.to.at(bases, start);
            let (x, y): (*const T, *const T) =
                (instruction.from[0].at(bases, start), instruction.from[1].at(bases, start));
            for item in 0..count {
                *to.add(item) = match instruction.detail {
                    Detail::Unary(apply) => T::from_f64(apply((*x.add(item)).to_f64())),
                    Detail::Binary(apply) => T::from_f64(apply((*x.add(item)).to_f64(), (*y.add(item)).to_f64())),
                    _ => T::default(),
                };
            }
        }
    }
}

struct Counting<T>(PhantomData<T>);

impl<T> Body for Counting<T>
where
    T: Copy + 'static,
    u64: ConvertTo<T>,
{
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Iota(inner, extent) = instruction.detail else { return };
        // SAFETY: the register has room for a block.
        unsafe {
            let to: *mut T = instruction.to.at(bases, start);
            let (mut number, mut within, mut item) = (start / inner % extent, start % inner, 0);
            while item < count {
                if inner == 1 {
                    // As many as count on without a beginning from 0.
                    let run = (extent - number).min(count - item);
                    let mut place = 0;
                    while place < run {
                        *to.add(item + place) = ((number + place) as u64).convert();
                        place += 1;
                    }
                    (item, number) = (item + run, 0);
                } else {
                    let run = (inner - within).min(count - item);
                    let value = (number as u64).convert();
                    let mut place = 0;
                    while place < run {
                        *to.add(item + place) = value;
                        place += 1;
                    }
                    (item, within) = (item + run, 0);
                    number = if number + 1 == extent { 0 } else { number + 1 };
                }
            }
        }
    }
}

macro_rules! unary {
    ($($name:ident: $bound:ident, $method:ident;)*) => {$(
        struct $name<T>(PhantomData<T>);
        impl<T: $bound> Unary for $name<T> {
            type From = T;
            type To = T;
            #[inline(always)]
            fn apply(x: T) -> T { x.$method() }
        }
    )*};
}

macro_rules! binary {
    ($($name:ident: $bound:ident, $method:ident;)*) => {$(
        struct $name<T>(PhantomData<T>);
        impl<T: $bound> Binary for $name<T> {
            type From = T;
            type To = T;
            #[inline(always)]
            fn apply(x: T, y: T) -> T { x.$method(y) }
        }
    )*};
}

macro_rules! comparisons {
    ($($name:ident: $operator:tt;)*) => {$(
        struct $name<T>(PhantomData<T>);
        impl<T: Element> Binary for $name<T> {
            type From = T;
            type To = u8;
            #[inline(always)]
            fn apply(x: T, y: T) -> u8 { (x.compared() $operator y.compared()) as u8 }
        }
    )*};
}

unary! {
    Abs: Element, abs;
    Negate: Element, negate;
    Sign: Element, sign;
    Not: Integer, not;
    PopulationCount: Integer, population_count;
    CountLeadingZeros: Integer, count_leading_zeros;
    Ceil: Float, ceil;
    Exponential: Float, exponential;
    Floor: Float, floor;
    Log: Float, log;
    Logistic: Float, logistic;
    RoundNearestEven: Float, round_ties_even;
    Rsqrt: Float, rsqrt;
    Sqrt: Float, sqrt;
    Tanh: Float, tanh;
}

binary! {
    Add: Element, add;
    Divide: Element, divide;
    Maximum: Element, maximum;
    Minimum: Element, minimum;
    Multiply: Element, multiply;
    Remainder: Element, remainder;
    Subtract: Element, subtract;
    And: Integer, and;
    Or: Integer, or;
    Power: Integer, power;
    ShiftLeft: Integer, shift_left;
    ShiftRightArithmetic: Integer, shift_right_arithmetic;
    ShiftRightLogical: Integer, shift_right_logical;
    Xor: Integer, xor;
}

comparisons! {
    Equal: ==;
    NotEqual: !=;
    Greater: >;
    GreaterEqual: >=;
    Less: <;
    LessEqual: <=;
}

struct IsFinite<T>(PhantomData<T>);

impl<T: Float> Unary for IsFinite<T> {
    type From = T;
    type To = u8;
    #[inline(always)]
    fn apply(x: T) -> u8 {
        x.is_finite() as u8
    }
}

struct Convert<T, U>(PhantomData<(T, U)>);

impl<T: Copy + ConvertTo<U>, U: Copy> Unary for Convert<T, U> {
    type From = T;
    type To = U;
    #[inline(always)]
    fn apply(x: T) -> U {
        x.convert()
    }
}

/// Runs a generic function for the element of a dtype.
macro_rules! by_dtype {
    ($dtype:expr, $function:ident, ($($argument:expr),*)) => {
        match $dtype {
            DType::Bool => $function::<Truth>($($argument),*),
            DType::I8 => $function::<i8>($($argument),*),
            DType::I16 => $function::<i16>($($argument),*),
            DType::I32 => $function::<i32>($($argument),*),
            DType::I64 => $function::<i64>($($argument),*),
            DType::U8 => $function::<u8>($($argument),*),
            DType::U16 => $function::<u16>($($argument),*),
            DType::U32 => $function::<u32>($($argument),*),
            DType::U64 => $function::<u64>($($argument),*),
            DType::F16 => $function::<f16>($($argument),*),
            DType::BF16 => $function::<bf16>($($argument),*),
            DType::F32 => $function::<f32>($($argument),*),
            DType::F64 => $function::<f64>($($argument),*),
        }
    };
}

pub(super) use by_dtype;

/// As `by_dtype!`, for elements of one class.
macro_rules! by_class {
    ($dtype:expr, $float:ident, $integer:ident, ($($argument:expr),*)) => {
        match $dtype {
            DType::Bool => $integer::<Truth>($($argument),*),
            DType::I8 => $integer::<i8>($($argument),*),
            DType::I16 => $integer::<i16>($($argument),*),
            DType::I32 => $integer::<i32>($($argument),*),
            DType::I64 => $integer::<i64>($($argument),*),
            DType::U8 => $integer::<u8>($($argument),*),
            DType::U16 => $integer::<u16>($($argument),*),
            DType::U32 => $integer::<u32>($($argument),*),
            DType::U64 => $integer::<u64>($($argument),*),
            DType::F16 => $float::<f16>($($argument),*),
            DType::BF16 => $float::<bf16>($($argument),*),
            DType::F32 => $float::<f32>($($argument),*),
            DType::F64 => $float::<f64>($($argument),*),
        }
    };
}

/// The function of an operation whose last operand is of the dtype `from` and whose result of `to`; and what it needs to
/// know. `None` where there is none.
pub(super) fn elementwise(op: &Op, from: DType, to: DType, isa: Isa) -> Option<(Function, Detail)> {
    let found = match op {
        Op::Convert => by_dtype!(from, convert_from, (to, isa)),
        Op::BitcastConvert => super::strided::copy(isa, to.size()),
        Op::Select => match to.size() {
            1 => function::<Choose<u8>>(isa),
            2 => function::<Choose<u16>>(isa),
            4 => function::<Choose<u32>>(isa),
            _ => function::<Choose<u64>>(isa),
        },
        Op::Compare(attributes) => by_dtype!(from, compare, (attributes.comparison_direction, isa)),
        _ => match by_class!(from, of_float, of_integer, (op, isa)) {
            Some(function) => function,
            None if class(from) == Class::Float => match double::in_f64(op, isa) {
                Some(function) if from == DType::F32 => function,
                _ => return wide(op, from),
            },
            None => return None,
        },
    };
    Some((found, Detail::None))
}

/// 0, 1, 2, … in a dtype.
pub(super) fn iota(dtype: DType, isa: Isa) -> Function {
    fn of<T: Element>(isa: Isa) -> Function
    where
        u64: ConvertTo<T>,
    {
        T::function::<Counting<T>>(isa)
    }
    by_dtype!(dtype, of, (isa))
}

fn of_element<T: Element>(op: &Op, isa: Isa) -> Option<Function> {
    Some(match op {
        Op::Abs => T::function::<Map<Abs<T>>>(isa),
        Op::Negate => T::function::<Map<Negate<T>>>(isa),
        Op::Sign => T::function::<Map<Sign<T>>>(isa),
        Op::Add => T::function::<Zip<Add<T>>>(isa),
        Op::Divide => T::function::<Zip<Divide<T>>>(isa),
        Op::Maximum => T::function::<Zip<Maximum<T>>>(isa),
        Op::Minimum => T::function::<Zip<Minimum<T>>>(isa),
        Op::Multiply => T::function::<Zip<Multiply<T>>>(isa),
        Op::Remainder => T::function::<Zip<Remainder<T>>>(isa),
        Op::Subtract => T::function::<Zip<Subtract<T>>>(isa),
        _ => return None,
    })
}

fn of_integer<T: Integer>(op: &Op, isa: Isa) -> Option<Function> {
    Some(match op {
        Op::Not => T::function::<Map<Not<T>>>(isa),
        Op::PopulationCount => T::function::<Map<PopulationCount<T>>>(isa),
        Op::CountLeadingZeros => T::function::<Map<CountLeadingZeros<T>>>(isa),
        Op::And => T::function::<Zip<And<T>>>(isa),
        Op::Or => T::function::<Zip<Or<T>>>(isa),
        Op::Power => T::function::<Zip<Power<T>>>(isa),
        Op::ShiftLeft => T::function::<Zip<ShiftLeft<T>>>(isa),
        Op::ShiftRightArithmetic => T::function::<Zip<ShiftRightArithmetic<T>>>(isa),
        Op::ShiftRightLogical => T::function::<Zip<ShiftRightLogical<T>>>(isa),
        Op::Xor => T::function::<Zip<Xor<T>>>(isa),
        _ => return of_element::<T>(op, isa),
    })
}

fn of_float<T: Float>(op: &Op, isa: Isa) -> Option<Function> {
    Some(match op {
        Op::Ceil => T::function::<Map<Ceil<T>>>(isa),
        Op::Exponential => T::function::<Map<Exponential<T>>>(isa),
        Op::Floor => T::function::<Map<Floor<T>>>(isa),
        Op::IsFinite => T::function::<Map<IsFinite<T>>>(isa),
        Op::Log => T::function::<Map<Log<T>>>(isa),
        Op::Logistic => T::function::<Map<Logistic<T>>>(isa),
        Op::RoundNearestEven => T::function::<Map<RoundNearestEven<T>>>(isa),
        Op::Rsqrt => T::function::<Map<Rsqrt<T>>>(isa),
        Op::Sqrt => T::function::<Map<Sqrt<T>>>(isa),
        Op::Tanh => T::function::<Map<Tanh<T>>>(isa),
        _ => return of_element::<T>(op, isa),
    })
}

/// A function that the evaluator has for f64.
fn wide(op: &Op, dtype: DType) -> Option<(Function, Detail)> {
    let detail = float_function(op).map(Detail::Unary).or_else(|| float_function_of_two(op).map(Detail::Binary))?;
    let function: Function = match dtype {
        DType::F16 => baseline::<Wide<f16>>,
        DType::BF16 => baseline::<Wide<bf16>>,
        DType::F32 => baseline::<Wide<f32>>,
        DType::F64 => baseline::<Wide<f64>>,
        _ => return None,
    };
    Some((function, detail))
}

fn compare<T: Element>(direction: ComparisonDirection, isa: Isa) -> Function {
    match direction {
        ComparisonDirection::Eq => T::function::<Zip<Equal<T>>>(isa),
        ComparisonDirection::Ne => T::function::<Zip<NotEqual<T>>>(isa),
        ComparisonDirection::Ge => T::function::<Zip<GreaterEqual<T>>>(isa),
        ComparisonDirection::Gt => T::function::<Zip<Greater<T>>>(isa),
        ComparisonDirection::Le => T::function::<Zip<LessEqual<T>>>(isa),
        ComparisonDirection::Lt => T::function::<Zip<Less<T>>>(isa),
    }
}

/// Everything that an element converts to.
trait ConvertToAll:
    Element
    + ConvertTo<Truth>
    + ConvertTo<i8>
    + ConvertTo<i16>
    + ConvertTo<i32>
    + ConvertTo<i64>
    + ConvertTo<u8>
    + ConvertTo<u16>
    + ConvertTo<u32>
    + ConvertTo<u64>
    + ConvertTo<f16>
    + ConvertTo<bf16>
    + ConvertTo<f32>
    + ConvertTo<f64>
{
}

macro_rules! convert_to_all {
    ($($type:ty),*) => { $(impl ConvertToAll for $type {})* };
}

convert_to_all!(Truth, i8, i16, i32, i64, u8, u16, u32, u64, f16, bf16, f32, f64);

fn convert_from<T: ConvertToAll>(to: DType, isa: Isa) -> Function {
    fn convert<U: Copy + 'static, T: Element + ConvertTo<U>>(isa: Isa) -> Function {
        T::function::<Map<Convert<T, U>>>(isa)
    }
    match to {
        DType::Bool => convert::<Truth, T>(isa),
        DType::I8 => convert::<i8, T>(isa),
        DType::I16 => convert::<i16, T>(isa),
        DType::I32 => convert::<i32, T>(isa),
        DType::I64 => convert::<i64, T>(isa),
        DType::U8 => convert::<u8, T>(isa),
        DType::U16 => convert::<u16, T>(isa),
        DType::U32 => convert::<u32, T>(isa),
        DType::U64 => convert::<u64, T>(isa),
        DType::F16 => convert::<f16, T>(isa),
        DType::BF16 => convert::<bf16, T>(isa),
        DType::F32 => convert::<f32, T>(isa),
        DType::F64 => convert::<f64, T>(isa),
    }
}
