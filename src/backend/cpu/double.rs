//! Functions of f32 that are computed in f64, each in one sequence of additions, multiplications, divisions and choices: they
//! are vectorised and give the same bits on every instruction set, in every lane and in the tail. The wider format holds
//! what rounding takes on the way, so that results are those of exact mathematics, rounded, but for one in thousands.
//! Polynomials are Chebyshev approximations, or the beginnings of Taylor's series where those are as short.

use std::f64::consts::{FRAC_2_PI, LN_2, LOG2_E};
use std::marker::PhantomData;

use super::elementwise::{Binary, Map, Unary, Zip};
use super::instruction::{Bases, Function, Instruction};
use super::level::{Body, function};
use super::math::polynomial;
use crate::isa::Isa;
use crate::program::op::Op;

/// Added to and taken from a number below 2^51, it leaves the nearest integer, whose bits are the low ones of the sum.
const TO_INTEGER: f64 = 6_755_399_441_055_744.0;
/// The bits of ln 2 that a product with a small integer keeps exactly, and the rest.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// The same of π / 2.
const HALF_PI_HIGH: f64 = 1.570_796_326_734_125_6;
const HALF_PI_LOW: f64 = 6.077_100_506_506_192e-11;
/// Beyond it, a number of quarter turns and [`HALF_PI_HIGH`] have no exact product.
const MOST_OF_AN_ANGLE: f32 = 1e6;

/// erf(x) / x for x² up to 1.
const ERF: [f64; 9] = [
    1.058_938_064_107_502e-06,
    -1.390_934_002_187_459_9e-05,
    0.000_119_565_625_682_073_3,
    -0.000_854_263_799_708_722_9,
    0.005_223_783_477_189_248,
    -0.026_866_133_235_095_593,
    0.112_837_913_086_045_82,
    -0.376_126_388_896_353_1,
    1.128_379_167_094_676_8,
];

/// exp(x²) erfc(x) of (x - 3) / (x + 3), for x up to 10.5.
const ERFCX: [f64; 14] = [
    -1.249_688_312_731_222_2e-06,
    -9.893_532_901_461_367e-06,
    -1.090_108_705_485_855_7e-05,
    6.641_274_699_462_905e-05,
    4.515_218_342_259_752e-05,
    -0.000_597_940_526_482_447_4,
    0.000_707_605_127_617_490_5,
    0.004_269_283_340_831_449,
    -0.024_392_466_548_115_91,
    0.071_665_825_857_340_81,
    -0.150_115_938_869_289_9,
    0.245_603_802_051_516_2,
    -0.326_233_559_999_422_4,
    0.179_001_151_179_583_82,
];

/// (eʳ - 1 - r) / r² for r up to ln 2 / 2, either way.
const EXPONENTIAL: [f64; 8] = [
    2.761_757_684_835_413e-06,
    2.486_788_345_352_180_2e-05,
    0.000_198_412_245_815_441_05,
    0.001_388_883_909_064_138,
    0.008_333_333_344_209_506,
    0.041_666_666_786_337_556,
    0.166_666_666_666_625_83,
    0.499_999_999_999_550_7,
];

/// erf⁻¹(x) / x of -ln(1 - x²) - 3.125, up to 6.25.
const ERF_INV_NEAR: [f64; 13] = [
    -1.257_081_441_452_368_7e-11,
    5.688_216_479_117_087e-12,
    1.036_388_234_145_117_4e-09,
    -4.752_745_619_151_995e-09,
    -2.895_896_037_948_332e-08,
    4.269_851_389_505_338_4e-07,
    -1.365_821_750_758_921_2e-06,
    -1.389_214_124_592_301e-05,
    0.000_186_734_660_516_916_29,
    -0.000_740_691_032_543_019_5,
    -0.006_033_671_032_285_515,
    0.240_158_178_447_351_66,
    1.653_654_562_683_102_7,
];

/// The same of the root of -ln(1 - x²), less 3.25, from there up to 16.64.
const ERF_INV_FAR: [f64; 10] = [
    6.629_642_463_381_322e-05,
    -4.001_313_714_401_794e-05,
    -0.000_342_519_272_832_169_46,
    0.000_985_492_116_184_733_4,
    -0.001_694_560_526_621_038_1,
    0.002_484_666_142_040_347_8,
    -0.003_750_190_191_619_098,
    0.005_371_422_353_067_335,
    1.005_258_925_522_856,
    3.083_885_604_309_059_7,
];

/// The function of an operation of f32.
pub(super) fn in_f64(op: &Op, isa: Isa) -> Option<Function> {
    Some(match op {
        Op::Cbrt => function::<Map<Cbrt>>(isa),
        Op::Cosh => function::<Map<Cosh>>(isa),
        Op::Cosine => function::<OfAngle<Cosine>>(isa),
        Op::Erf => function::<Map<Erf>>(isa),
        Op::Erfc => function::<Map<Erfc>>(isa),
        Op::ErfInv => function::<Map<ErfInv>>(isa),
        Op::ExponentialMinusOne => function::<Map<ExponentialMinusOne>>(isa),
        Op::LogPlusOne => function::<Map<LogPlusOne>>(isa),
        Op::Power => function::<Zip<Power>>(isa),
        Op::Sine => function::<OfAngle<Sine>>(isa),
        Op::Sinh => function::<Map<Sinh>>(isa),
        Op::Tan | Op::ChloTan => function::<OfAngle<Tan>>(isa),
        _ => return None,
    })
}

macro_rules! functions {
    ($($name:ident: $function:path;)*) => {$(
        struct $name;

        impl Unary for $name {
            type From = f32;
            type To = f32;
            #[inline(always)]
            fn apply(x: f32) -> f32 { $function(x.into()) as f32 }
        }
    )*};
}

functions! {
    Cbrt: cbrt;
    Cosh: cosh;
    Cosine: cosine;
    Erf: erf;
    Erfc: erfc;
    ErfInv: erf_inv;
    ExponentialMinusOne: exponential_minus_one;
    LogPlusOne: log_plus_one;
    Sine: sine;
    Sinh: sinh;
    Tan: tan;
}

struct Power;

impl Binary for Power {
    type From = f32;
    type To = f32;
    #[inline(always)]
    fn apply(x: f32, y: f32) -> f32 {
        power(x.into(), y.into()) as f32
    }
}

/// A function of an angle, by the C library where the angle is large.
trait Turned: Unary<From = f32, To = f32> {
    const OF_LARGE: fn(f64) -> f64;
}

impl Turned for Cosine {
    const OF_LARGE: fn(f64) -> f64 = f64::cos;
}

impl Turned for Sine {
    const OF_LARGE: fn(f64) -> f64 = f64::sin;
}

impl Turned for Tan {
    const OF_LARGE: fn(f64) -> f64 = f64::tan;
}

struct OfAngle<F>(PhantomData<F>);

impl<F: Turned> Body for OfAngle<F> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        // SAFETY: asked of the caller; the result has a place of its own.
        unsafe {
            Map::<F>::run(instruction, bases, start, count);
            let to = std::slice::from_raw_parts_mut(instruction.to.at::<f32>(bases, start), count);
            let from = std::slice::from_raw_parts(instruction.from[0].at::<f32>(bases, start), count);
            let mut largest = 0.0f32;
            let mut item = 0;
            while item < count {
                let size = from[item].abs();
                largest = if size > largest { size } else { largest };
                item += 1;
            }
            if largest >= MOST_OF_AN_ANGLE {
                large_angles::<F>(to, from);
            }
        }
    }
}

#[cold]
fn large_angles<F: Turned>(to: &mut [f32], from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        if from.abs() >= MOST_OF_AN_ANGLE {
            *to = F::OF_LARGE(f64::from(*from)) as f32;
        }
    }
}

/// e to the power of `x`, as far as an f32 can tell.
#[inline(always)]
fn exponential(x: f64) -> f64 {
    let (tail, r, power) = reduced(x);
    (tail * (r * r) + r + 1.0) * power
}

/// `tail`, `r` and a power of 2, of which (1 + r + r² `tail`) `power` is e^x.
#[inline(always)]
fn reduced(x: f64) -> (f64, f64, f64) {
    // More than what an f32 holds either way.
    let high = if x < 200.0 { x } else { 200.0 };
    let inside = if high > -200.0 { high } else { -200.0 };
    let shifted = inside * LOG2_E + TO_INTEGER;
    let n = shifted - TO_INTEGER;
    let r = inside - n * LN_2_HIGH - n * LN_2_LOW;
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    (polynomial(r, EXPONENTIAL), r, power)
}

#[inline(always)]
fn exponential_minus_one(x: f64) -> f64 {
    let (tail, r, power) = reduced(x);
    let value = (tail * (r * r) + r) * power + (power - 1.0);
    // With its sign.
    if x.is_nan() { x } else { of_zero(x, value) }
}

/// The natural logarithm of a number that is not denormal.
#[inline(always)]
fn log(x: f64) -> f64 {
    const ODD: [f64; 7] = [2.0 / 13.0, 2.0 / 11.0, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0, 2.0];
    /// The bits of the root of 1/2, and 2^52 with the bias of exponents.
    const ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
    const BIASED: f64 = 4_503_599_627_371_519.0;
    let bits = x.to_bits();
    let biased = bits.wrapping_sub(ROOT).wrapping_add(1023 << 52) >> 52;
    let exponent = f64::from_bits(biased | 0x4330_0000_0000_0000) - BIASED;
    // Between the roots of 1/2 and 2.
    let mantissa = f64::from_bits(bits.wrapping_sub(biased.wrapping_sub(1023) << 52));
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let value = exponent * LN_2 + s * polynomial(s * s, ODD);
    let value = if x == f64::INFINITY { x } else { value };
    let value = if x == 0.0 { f64::NEG_INFINITY } else { value };
    if x < 0.0 || x.is_nan() { f64::NAN } else { value }
}

/// A zero of the same sign where `x` is zero. Not `x` itself: a compiler may then leave out that it was widened, which is
/// what makes a zero of a denormal number.
#[inline(always)]
fn of_zero(x: f64, value: f64) -> f64 {
    if x == 0.0 { 0f64.copysign(x) } else { value }
}

#[inline(always)]
fn log_plus_one(x: f64) -> f64 {
    let sum = 1.0 + x;
    let value = log(sum) + (x - (sum - 1.0)) / sum;
    // With its sign; of -1 and infinity nothing is lost.
    let value = if x == -1.0 || x == f64::INFINITY { log(sum) } else { value };
    of_zero(x, value)
}

#[inline(always)]
fn power(x: f64, y: f64) -> f64 {
    /// From here on every f32 is even.
    const EVEN: f64 = 16_777_216.0;
    let (base, size) = (x.abs(), y.abs());
    let value = exponential(y * log(base));
    let shifted = y + TO_INTEGER;
    let is_integer = size >= EVEN || shifted - TO_INTEGER == y;
    let is_odd = size < EVEN && is_integer && shifted.to_bits() & 1 == 1;
    let value = if is_odd { value.copysign(x) } else { value };
    let value = if x < 0.0 && base != f64::INFINITY && !is_integer { f64::NAN } else { value };
    let value = if x.is_nan() || y.is_nan() { f64::NAN } else { value };
    if y == 0.0 || x == 1.0 || (base == 1.0 && size == f64::INFINITY) { 1.0 } else { value }
}

#[inline(always)]
fn cbrt(x: f64) -> f64 {
    let value = exponential(log(x.abs()) / 3.0).copysign(x);
    if x.is_nan() { x } else { of_zero(x, value) }
}

#[inline(always)]
fn cosh(x: f64) -> f64 {
    let grown = exponential(x.abs());
    let value = 0.5 * (grown + 1.0 / grown);
    if x.is_nan() { x } else { value }
}

#[inline(always)]
fn sinh(x: f64) -> f64 {
    let grown = exponential_minus_one(x.abs());
    (0.5 * (grown + grown / (grown + 1.0))).copysign(x)
}

/// The sine and the cosine of what is left of an angle without whole quarters of a turn, and how many those are, in the
/// low bits.
#[inline(always)]
fn turned(x: f64) -> (f64, f64, u64) {
    const SINE: [f64; 6] = [-1.0 / 39_916_800.0, 1.0 / 362_880.0, -1.0 / 5_040.0, 1.0 / 120.0, -1.0 / 6.0, 1.0];
    const COSINE: [f64; 7] =
        [1.0 / 479_001_600.0, -1.0 / 3_628_800.0, 1.0 / 40_320.0, -1.0 / 720.0, 1.0 / 24.0, -0.5, 1.0];
    let shifted = x * FRAC_2_PI + TO_INTEGER;
    let quarters = shifted - TO_INTEGER;
    let r = x - quarters * HALF_PI_HIGH - quarters * HALF_PI_LOW;
    let square = r * r;
    (r * polynomial(square, SINE), polynomial(square, COSINE), shifted.to_bits())
}

#[inline(always)]
fn sine(x: f64) -> f64 {
    let (sine, cosine, quarters) = turned(x);
    let value = if quarters & 1 == 0 { sine } else { cosine };
    f64::from_bits(value.to_bits() ^ (quarters & 2) << 62)
}

#[inline(always)]
fn cosine(x: f64) -> f64 {
    let (sine, cosine, quarters) = turned(x);
    let value = if quarters & 1 == 0 { cosine } else { sine };
    f64::from_bits(value.to_bits() ^ (quarters.wrapping_add(1) & 2) << 62)
}

#[inline(always)]
fn tan(x: f64) -> f64 {
    let (sine, cosine, quarters) = turned(x);
    let is_even = quarters & 1 == 0;
    let (over, under) = (if is_even { sine } else { -cosine }, if is_even { cosine } else { sine });
    over / under
}

/// erfc of a number that is not negative.
#[inline(always)]
fn complement(x: f64) -> f64 {
    let inside = if x < 10.5 { x } else { 10.5 };
    exponential(-inside * inside) * polynomial((inside - 3.0) / (inside + 3.0), ERFCX)
}

#[inline(always)]
fn erf(x: f64) -> f64 {
    let size = x.abs();
    let near = x * polynomial(x * x, ERF);
    let far = (1.0 - complement(size)).copysign(x);
    if size < 1.0 || x.is_nan() { near } else { far }
}

#[inline(always)]
fn erfc(x: f64) -> f64 {
    let positive = complement(x.abs());
    let value = if x < 0.0 { 2.0 - positive } else { positive };
    if x.is_nan() { x } else { value }
}

#[inline(always)]
fn erf_inv(x: f64) -> f64 {
    let size = x.abs();
    let w = -log((1.0 - size) * (1.0 + size));
    let near = polynomial(w - 3.125, ERF_INV_NEAR);
    let far = polynomial(w.sqrt() - 3.25, ERF_INV_FAR);
    let value = x * if w < 6.25 { near } else { far };
    if size == 1.0 { f64::INFINITY.copysign(x) } else { value }
}

#[cfg(test)]
mod tests {
    use super::super::instruction::{Detail, Place};
    use super::super::math::ulps;
    use super::*;
    use crate::program::evaluate::{float_function, float_function_of_two};

    const OF_ONE: [Op; 11] = [
        Op::Cbrt,
        Op::Cosh,
        Op::Cosine,
        Op::Erf,
        Op::Erfc,
        Op::ErfInv,
        Op::ExponentialMinusOne,
        Op::LogPlusOne,
        Op::Sine,
        Op::Sinh,
        Op::Tan,
    ];

    /// Numbers of all sizes, and many of those that programs compute with.
    fn numbers(apart: usize) -> Vec<f32> {
        let all = (0..=u32::MAX).step_by(apart).map(f32::from_bits).filter(|x| !x.is_subnormal());
        let special = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, 0.5, f32::INFINITY, f32::NEG_INFINITY, f32::NAN];
        let turns = (-2_000..2_000).map(|quarters| (f64::from(quarters) * std::f64::consts::FRAC_PI_2) as f32);
        let near_one = (0..200).flat_map(|step| {
            let below = f32::from_bits(1f32.to_bits() - step);
            [below, -below, f32::from_bits(1f32.to_bits() + step)]
        });
        let dense = (-40_000..40_000).map(|step| step as f32 * 2.7e-4);
        all.chain(special).chain(turns).chain(near_one).chain(dense).collect()
    }

    /// What the function for an instruction set makes of arrays.
    fn applied(op: &Op, isa: Isa, operands: [&[f32]; 2]) -> Vec<f32> {
        let mut to = vec![0f32; operands[0].len()];
        let bases =
            [to.as_mut_ptr().cast(), operands[0].as_ptr().cast_mut().cast(), operands[1].as_ptr().cast_mut().cast()];
        let place = |base| Place { base, step: 4, offset: 0 };
        let function = in_f64(op, isa).expect("a function");
        let from = [place(1), place(2), Place::default()];
        let instruction = Instruction { function, to: place(0), from, detail: Detail::None };
        // SAFETY: the arrays are as long as the result, and the machine has the instruction set.
        unsafe { function(&instruction, Bases::new(&bases), 0, to.len()) };
        to
    }

    fn check(op: &Op, operands: [&[f32]; 2], expected: impl Fn(f64, f64) -> f64) {
        let [x, y] = operands;
        let mut worst = (0, 0);
        let mut found: Vec<f32> = Vec::new();
        for isa in Isa::available() {
            let next = applied(op, isa, operands);
            if found.is_empty() {
                for (place, &value) in next.iter().enumerate() {
                    let distance = ulps(value, expected(x[place].into(), y[place].into()));
                    worst = worst.max((distance, place));
                }
            } else {
                let same = found.iter().zip(&next).all(|(one, other)| one.to_bits() == other.to_bits());
                assert!(same, "{} has other bits with {isa:?}", op.name());
            }
            found = next;
        }
        let (distance, at) = worst;
        let (name, x, y, value) = (op.name(), x[at], y[at], found[at]);
        assert!(distance <= 1, "{name} of {x:?} and {y:?} is {distance} off: {value:?}");
        // Alone, and at the end of a block, an element is what it is in the middle.
        let (first, second) = (&operands[0][..35], &operands[1][..35]);
        for begin in 0..35 {
            let part = applied(op, Isa::Baseline, [&first[begin..], &second[begin..]]);
            assert!(part.iter().zip(&found[begin..]).all(|(one, other)| one.to_bits() == other.to_bits()), "{name}");
        }
    }

    #[test]
    fn functions_of_one_number_are_within_an_ulp() {
        for op in &OF_ONE {
            // The evaluator takes long for erfc.
            let apart = if matches!(op, Op::Erf | Op::Erfc | Op::ErfInv) { 100_003 } else { 9_973 };
            let x = numbers(apart);
            let exact = float_function(op).expect("the evaluator has it");
            check(op, [&x, &x], |x, _| exact(x));
        }
    }

    #[test]
    fn powers_are_within_an_ulp() {
        let bases = numbers(20_000_003);
        let mut exponents =
            vec![0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.5, -0.5, 1.0 / 3.0, 10.0, 33.0, 1e-3, 127.0];
        exponents.extend([1e7, 16_777_215.0, 16_777_216.0, 1e30, f32::INFINITY, f32::NEG_INFINITY, f32::NAN]);
        let exact = float_function_of_two(&Op::Power).expect("the evaluator has it");
        for exponent in exponents {
            let y = vec![exponent; bases.len()];
            check(&Op::Power, [&bases, &y], exact);
            check(&Op::Power, [&y, &bases], exact);
        }
    }
}
