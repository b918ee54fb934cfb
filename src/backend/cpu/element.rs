//! Elements and their arithmetic: what each operation does with one element of each dtype, as the evaluator does it.

use half::{bf16, f16};

use super::instruction::Function;
use super::level::{self, Body};
use super::math;
use crate::isa::Isa;
use crate::tensor::Half;

/// An element of a dtype.
pub(super) trait Element: Copy + Default + PartialEq + PartialOrd + 'static {
    /// The function of a body for this element. What programs compute with most is compiled for each instruction set,
    /// the others for the baseline only.
    fn function<B: Body>(isa: Isa) -> Function;
    /// What is compared in its place: of a half-wide float the f32, of which a denormal number is a zero.
    type Compared: PartialOrd;
    fn compared(self) -> Self::Compared;
    fn add(self, other: Self) -> Self;
    fn subtract(self, other: Self) -> Self;
    fn multiply(self, other: Self) -> Self;
    fn divide(self, other: Self) -> Self;
    fn remainder(self, other: Self) -> Self;
    fn maximum(self, other: Self) -> Self;
    fn minimum(self, other: Self) -> Self;
    fn negate(self) -> Self;
    fn abs(self) -> Self;
    fn sign(self) -> Self;
    fn multiply_add(self, other: Self, sum: Self) -> Self;
}

/// An integer, or a bool.
pub(super) trait Integer: Element {
    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    fn xor(self, other: Self) -> Self;
    fn not(self) -> Self;
    fn shift_left(self, other: Self) -> Self;
    fn shift_right_logical(self, other: Self) -> Self;
    fn shift_right_arithmetic(self, other: Self) -> Self;
    fn power(self, other: Self) -> Self;
    fn population_count(self) -> Self;
    fn count_leading_zeros(self) -> Self;
}

/// Zero in place of a denormal number, for operations whose code may look at bits.
trait Flush {
    fn flushed(self) -> Self;
}

/// A floating-point number, computed with as f32 or f64 and rounded once.
pub(super) trait Float: Element {
    fn exponential(self) -> Self;
    fn log(self) -> Self;
    fn tanh(self) -> Self;
    fn logistic(self) -> Self;
    fn sqrt(self) -> Self;
    fn rsqrt(self) -> Self;
    fn floor(self) -> Self;
    fn ceil(self) -> Self;
    fn round_ties_even(self) -> Self;
    fn is_finite(self) -> bool;
    fn to_f64(self) -> f64;
    fn from_f64(value: f64) -> Self;
}

macro_rules! inline {
    ($(fn $name:ident($($arguments:tt)*) -> $result:ty $body:block)*) => {
        $(#[inline(always)] fn $name($($arguments)*) -> $result $body)*
    };
}

macro_rules! level {
    (each) => {
        fn function<B: Body>(isa: Isa) -> Function {
            level::function::<B>(isa)
        }
    };
    (baseline) => {
        fn function<B: Body>(_isa: Isa) -> Function {
            level::baseline::<B>
        }
    };
}

macro_rules! integers {
    ($($type:ty, $unsigned:ty, $signed:ty, $is_negative:expr, $level:ident;)*) => {$(
        impl Element for $type {
            level!($level);
            type Compared = Self;
            inline! {
                fn compared(self) -> Self { self }
                fn add(self, other: Self) -> Self { self.wrapping_add(other) }
                fn subtract(self, other: Self) -> Self { self.wrapping_sub(other) }
                fn multiply(self, other: Self) -> Self { self.wrapping_mul(other) }
                // All ones where there is no quotient, as XLA has it.
                fn divide(self, other: Self) -> Self { if other == 0 { !0 } else { self.wrapping_div(other) } }
                fn remainder(self, other: Self) -> Self { if other == 0 { self } else { self.wrapping_rem(other) } }
                fn maximum(self, other: Self) -> Self { if self > other { self } else { other } }
                fn minimum(self, other: Self) -> Self { if self < other { self } else { other } }
                fn negate(self) -> Self { (0 as $type).wrapping_sub(self) }
                fn abs(self) -> Self { if $is_negative(self) { (0 as $type).wrapping_sub(self) } else { self } }
                fn sign(self) -> Self { if $is_negative(self) { !0 } else { (self != 0) as $type } }
                fn multiply_add(self, other: Self, sum: Self) -> Self { self.wrapping_mul(other).wrapping_add(sum) }
            }
        }

        impl Integer for $type {
            inline! {
                fn and(self, other: Self) -> Self { self & other }
                fn or(self, other: Self) -> Self { self | other }
                fn xor(self, other: Self) -> Self { self ^ other }
                fn not(self) -> Self { !self }
                fn shift_left(self, other: Self) -> Self {
                    let by = other as $unsigned;
                    let shifted = self << (by & (<$type>::BITS as $unsigned - 1));
                    if by < <$type>::BITS as $unsigned { shifted } else { 0 }
                }
                fn shift_right_logical(self, other: Self) -> Self {
                    let by = other as $unsigned;
                    let shifted = (self as $unsigned) >> (by & (<$type>::BITS as $unsigned - 1));
                    (if by < <$type>::BITS as $unsigned { shifted } else { 0 }) as $type
                }
                fn shift_right_arithmetic(self, other: Self) -> Self {
                    let most = <$type>::BITS as $unsigned - 1;
                    let by = other as $unsigned;
                    ((self as $signed) >> (if by < most { by } else { most })) as $type
                }
                fn power(self, other: Self) -> Self {
                    if $is_negative(other) {
                        let is_even = other & 1 == 0;
                        return if self == 1 || (self == !0 && is_even) { 1 } else if self == !0 { !0 } else { 0 };
                    }
                    let (mut base, mut left, mut product) = (self, other, 1 as $type);
                    while left > 0 {
                        if left & 1 == 1 {
                            product = product.wrapping_mul(base);
                        }
                        base = base.wrapping_mul(base);
                        left /= 2;
                    }
                    product
                }
                fn population_count(self) -> Self { self.count_ones() as $type }
                fn count_leading_zeros(self) -> Self { self.leading_zeros() as $type }
            }
        }
    )*};
}

integers! {
    i8, u8, i8, |x: i8| x < 0, baseline;
    i16, u16, i16, |x: i16| x < 0, baseline;
    i32, u32, i32, |x: i32| x < 0, each;
    i64, u64, i64, |x: i64| x < 0, baseline;
    u8, u8, i8, |_: u8| false, baseline;
    u16, u16, i16, |_: u16| false, baseline;
    u32, u32, i32, |_: u32| false, each;
    u64, u64, i64, |_: u64| false, baseline;
}

/// A bool: 0 or 1.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
#[repr(transparent)]
pub(super) struct Truth(pub(super) u8);

impl Element for Truth {
    level!(each);
    type Compared = Self;
    inline! {
        fn compared(self) -> Self { self }
        fn add(self, other: Self) -> Self { Truth(self.0 | other.0) }
        fn subtract(self, other: Self) -> Self { Truth(self.0 ^ other.0) }
        fn multiply(self, other: Self) -> Self { Truth(self.0 & other.0) }
        fn divide(self, _other: Self) -> Self { self }
        fn remainder(self, _other: Self) -> Self { self }
        fn maximum(self, other: Self) -> Self { Truth(self.0 | other.0) }
        fn minimum(self, other: Self) -> Self { Truth(self.0 & other.0) }
        fn negate(self) -> Self { self }
        fn abs(self) -> Self { self }
        fn sign(self) -> Self { self }
        fn multiply_add(self, other: Self, sum: Self) -> Self { Truth(self.0 & other.0 | sum.0) }
    }
}

impl Integer for Truth {
    inline! {
        fn and(self, other: Self) -> Self { Truth(self.0 & other.0) }
        fn or(self, other: Self) -> Self { Truth(self.0 | other.0) }
        fn xor(self, other: Self) -> Self { Truth(self.0 ^ other.0) }
        fn not(self) -> Self { Truth(self.0 ^ 1) }
        fn shift_left(self, _other: Self) -> Self { self }
        fn shift_right_logical(self, _other: Self) -> Self { self }
        fn shift_right_arithmetic(self, _other: Self) -> Self { self }
        fn power(self, _other: Self) -> Self { self }
        fn population_count(self) -> Self { self }
        fn count_leading_zeros(self) -> Self { Truth(self.0 ^ 1) }
    }
}

macro_rules! floats {
    ($($type:ty, $bits:ty, $exponential:path, $log:path, $tanh:path, $logistic:path;)*) => {$(
        impl Flush for $type {
            inline! {
                fn flushed(self) -> Self { if self.abs() < <$type>::MIN_POSITIVE { (0.0 as $type).copysign(self) } else { self } }
            }
        }

        impl Element for $type {
            level!(each);
            type Compared = Self;
            inline! {
                fn compared(self) -> Self { self }
                fn add(self, other: Self) -> Self { self + other }
                fn subtract(self, other: Self) -> Self { self - other }
                fn multiply(self, other: Self) -> Self { self * other }
                fn divide(self, other: Self) -> Self { self / other }
                fn remainder(self, other: Self) -> Self { self % other }
                // A NaN is larger than any, and 0 larger than -0.
                fn maximum(self, other: Self) -> Self {
                    let equal = <$type>::from_bits(self.to_bits() & other.to_bits());
                    let larger = if self > other { self } else { other };
                    let larger = if self == other { equal } else { larger };
                    if self.is_nan() | other.is_nan() { <$type>::NAN } else { larger }
                }
                fn minimum(self, other: Self) -> Self {
                    let equal = <$type>::from_bits(self.to_bits() | other.to_bits());
                    let smaller = if self < other { self } else { other };
                    let smaller = if self == other { equal } else { smaller };
                    if self.is_nan() | other.is_nan() { <$type>::NAN } else { smaller }
                }
                fn negate(self) -> Self { -self }
                fn abs(self) -> Self { <$type>::from_bits(self.to_bits() & (<$bits>::MAX >> 1)) }
                fn sign(self) -> Self {
                    let one = (1.0 as $type).copysign(self);
                    if self.is_nan() | (self == 0.0) { self.flushed() } else { one }
                }
                fn multiply_add(self, other: Self, sum: Self) -> Self { self.mul_add(other, sum) }
            }
        }

        impl Float for $type {
            inline! {
                fn exponential(self) -> Self { $exponential(self) }
                fn log(self) -> Self { $log(self) }
                fn tanh(self) -> Self { $tanh(self) }
                fn logistic(self) -> Self { $logistic(self) }
                fn sqrt(self) -> Self { <$type>::sqrt(self) }
                fn rsqrt(self) -> Self { 1.0 / <$type>::sqrt(self) }
                fn floor(self) -> Self { <$type>::floor(self.flushed()) }
                fn ceil(self) -> Self { <$type>::ceil(self.flushed()) }
                fn round_ties_even(self) -> Self { <$type>::round_ties_even(self) }
                fn is_finite(self) -> bool { <$type>::is_finite(self) }
                fn to_f64(self) -> f64 { self.into() }
                fn from_f64(value: f64) -> Self { value as $type }
            }
        }
    )*};
}

floats! {
    f32, u32, math::exponential, math::log, math::tanh, math::logistic;
    f64, u64, f64::exp, f64::ln, f64::tanh, math::logistic_f64;
}

// A half-wide float: each operation is that of f32, rounded.
macro_rules! halves {
    (@element $type:ty, [$($binary:ident),*], [$($unary:ident),*]) => {
        impl Element for $type {
            level!(baseline);
            type Compared = f32;
            inline! {
                fn compared(self) -> f32 { self.to_f32() }
                $(fn $binary(self, other: Self) -> Self {
                    <$type>::from_f32(Element::$binary(self.to_f32(), other.to_f32()))
                })*
                $(fn $unary(self) -> Self { <$type>::from_f32(Element::$unary(self.to_f32())) })*
                fn multiply_add(self, other: Self, sum: Self) -> Self {
                    <$type>::from_f32(self.to_f32().mul_add(other.to_f32(), sum.to_f32()))
                }
            }
        }
    };
    (@float $type:ty, [$($unary:ident),*]) => {
        impl Float for $type {
            inline! {
                $(fn $unary(self) -> Self { <$type>::from_f32(Float::$unary(self.to_f32())) })*
                fn is_finite(self) -> bool { self.to_f32().is_finite() }
                fn to_f64(self) -> f64 { self.to_f64() }
                fn from_f64(value: f64) -> Self { <$type>::nearest(value) }
            }
        }
    };
    ($($type:ty),*) => {$(
        halves!(@element $type, [add, subtract, multiply, divide, remainder, maximum, minimum], [negate, abs, sign]);
        halves!(@float $type, [exponential, log, tanh, logistic, sqrt, rsqrt, floor, ceil, round_ties_even]);
    )*};
}

halves!(bf16, f16);

/// The same number as another element: integers wrap, a number with a fraction loses it and saturates, anything but 0 is
/// true.
pub(super) trait ConvertTo<T> {
    fn convert(self) -> T;
}

macro_rules! conversion {
    ($from:ty => $to:ty, |$x:ident| $value:expr) => {
        impl ConvertTo<$to> for $from {
            #[inline(always)]
            fn convert(self) -> $to {
                let $x = self;
                $value
            }
        }
    };
}

macro_rules! conversions {
    (@all $from:ty => $($to:ty),*) => { $(conversion!($from => $to, |x| x as $to);)* };
    ($($type:ty),*) => {$(
        conversions!(@all $type => i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
        conversion!($type => Truth, |x| Truth((x != (0 as $type)) as u8));
        conversion!(Truth => $type, |x| x.0 as $type);
    )*};
}

macro_rules! half_conversions {
    (@exact $half:ty: $($other:ty),*) => {$(
        conversion!($other => $half, |x| <$half>::nearest(ConvertTo::<f64>::convert(x)));
        conversion!($half => $other, |x| ConvertTo::<$other>::convert(x.to_f32()));
    )*};
    ($($half:ty),*) => {$(
        half_conversions!(@exact $half: i8, i16, i32, u8, u16, u32, f32, f64, Truth);
        conversion!(i64 => $half, |x| <$half>::nearest(odd(x < 0, x.unsigned_abs())));
        conversion!(u64 => $half, |x| <$half>::nearest(odd(false, x)));
        conversion!($half => i64, |x| x.to_f32() as i64);
        conversion!($half => u64, |x| x.to_f32() as u64);
        conversion!($half => $half, |x| x);
    )*};
}

conversions!(i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
half_conversions!(bf16, f16);
conversion!(Truth => Truth, |x| x);
conversion!(f16 => bf16, |x| bf16::from_f32(x.to_f32()));
conversion!(bf16 => f16, |x| f16::from_f32(x.to_f32()));

/// An f64 that rounds to a narrower dtype as the integer itself does: what does not fit leaves an odd mantissa.
fn odd(is_negative: bool, magnitude: u64) -> f64 {
    let excess = (64 - magnitude.leading_zeros()).saturating_sub(53);
    let kept = magnitude >> excess;
    let lost = kept << excess != magnitude;
    let value = ((kept | u64::from(lost)) << excess) as f64;
    if is_negative { -value } else { value }
}
