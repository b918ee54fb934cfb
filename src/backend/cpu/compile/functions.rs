//! Elementary functions of f32 in a chain: the operations of `math.rs`, in the same order.

use super::assembler::{Lanes, Opcode};
use super::chain::{Chain, Micro, ValueId};
use super::operations::{EQUAL, LESS, UNORDERED};
use crate::backend::cpu::math;

const LANES: Lanes = Lanes::Sixteen;

impl Chain {
    fn float(&mut self, number: f32) -> ValueId {
        self.number(u64::from(number.to_bits()))
    }

    fn arithmetic(&mut self, opcode: Opcode, x: ValueId, y: ValueId) -> ValueId {
        self.two(opcode, false, x, y)
    }

    fn times(&mut self, x: ValueId, y: ValueId) -> ValueId {
        self.two(LANES.multiply_float(), true, x, y)
    }

    fn plus(&mut self, x: ValueId, y: ValueId) -> ValueId {
        self.two(LANES.add_float(), true, x, y)
    }

    fn minus(&mut self, x: ValueId, y: ValueId) -> ValueId {
        self.arithmetic(LANES.subtract_float(), x, y)
    }

    fn is_nan(&mut self, x: ValueId) -> ValueId {
        self.compare(LANES.compare_float(), UNORDERED, x, x)
    }

    fn is_less(&mut self, x: ValueId, y: ValueId) -> ValueId {
        self.compare(LANES.compare_float(), LESS, x, y)
    }

    fn magnitude(&mut self, x: ValueId) -> ValueId {
        let bits = self.number(u64::from(u32::MAX >> 1));
        self.two(LANES.and(), true, x, bits)
    }

    fn polynomial(&mut self, x: ValueId, coefficients: &[f32]) -> ValueId {
        let mut value = self.float(coefficients[0]);
        for &coefficient in &coefficients[1..] {
            let coefficient = self.float(coefficient);
            let product = self.times(value, x);
            value = self.plus(product, coefficient);
        }
        value
    }

    fn power_of_two(&mut self, exponent: ValueId) -> ValueId {
        let (bias, mantissa) = (self.number(127), self.number(23));
        let biased = self.two(LANES.add_integer(), true, exponent, bias);
        self.arithmetic(LANES.shift_left(), biased, mantissa)
    }

    pub(super) fn exponential(&mut self, x: ValueId) -> ValueId {
        let (most, least) = (self.float(89.0), self.float(-104.0));
        // The second operand where the first is no number.
        let high = self.arithmetic(LANES.minimum_float(), x, most);
        let inside = self.arithmetic(LANES.maximum_float(), high, least);
        let (scale, to_integer) = (self.float(std::f32::consts::LOG2_E), self.float(math::TO_INTEGER));
        let scaled = self.times(inside, scale);
        let shifted = self.plus(scaled, to_integer);
        let n = self.minus(shifted, to_integer);
        let exponent = self.arithmetic(LANES.subtract_integer(), shifted, to_integer);
        let (high, low) = (self.float(math::LN_2_HIGH), self.float(math::LN_2_LOW));
        let (high, low) = (self.times(n, high), self.times(n, low));
        let rest = self.minus(inside, high);
        let r = self.minus(rest, low);
        let tail = self.polynomial(r, &math::EXPONENTIAL);
        let square = self.times(r, r);
        let tail = self.times(tail, square);
        let sum = self.plus(tail, r);
        let one = self.float(1.0);
        let value = self.plus(sum, one);
        let shift = self.number(1);
        let half = self.arithmetic(LANES.shift_right_arithmetic(), exponent, shift);
        let other = self.arithmetic(LANES.subtract_integer(), exponent, half);
        let (half, other) = (self.power_of_two(half), self.power_of_two(other));
        let value = self.times(value, half);
        let value = self.times(value, other);
        let is_nan = self.is_nan(x);
        self.choose(is_nan, value, x)
    }

    pub(super) fn log(&mut self, x: ValueId) -> ValueId {
        let (root, mantissa_bits) = (self.number(0x3f35_04f3), self.number(23));
        let above = self.arithmetic(LANES.subtract_integer(), x, root);
        let exponent = self.arithmetic(LANES.shift_right_arithmetic(), above, mantissa_bits);
        let power = self.arithmetic(LANES.shift_left(), exponent, mantissa_bits);
        let mantissa = self.arithmetic(LANES.subtract_integer(), x, power);
        let e = self.push(Micro::One(Lanes::float_of_signed(), exponent));
        let (one, half) = (self.float(1.0), self.float(0.5));
        let m = self.minus(mantissa, one);
        let square = self.times(m, m);
        let tail = self.polynomial(m, &math::LOG);
        let (high, low) = (self.float(math::LN_2_HIGH), self.float(math::LN_2_LOW));
        let tail = self.times(tail, m);
        let tail = self.times(tail, square);
        let low = self.times(e, low);
        let small = self.plus(tail, low);
        let half = self.times(half, square);
        let small = self.minus(small, half);
        let value = self.plus(m, small);
        let high = self.times(e, high);
        let value = self.plus(value, high);
        let (infinity, zero) = (self.float(f32::INFINITY), self.float(0.0));
        let is_infinite = self.compare(LANES.compare_float(), EQUAL, x, infinity);
        let value = self.choose(is_infinite, value, x);
        let least = self.float(f32::NEG_INFINITY);
        let is_zero = self.compare(LANES.compare_float(), EQUAL, x, zero);
        let value = self.choose(is_zero, value, least);
        let nan = self.float(f32::NAN);
        let is_negative = self.is_less(x, zero);
        let value = self.choose(is_negative, value, nan);
        let is_nan = self.is_nan(x);
        self.choose(is_nan, value, nan)
    }

    pub(super) fn tanh(&mut self, x: ValueId) -> ValueId {
        let magnitude = self.magnitude(x);
        let z = self.times(x, x);
        let tail = self.polynomial(z, &math::TANH);
        let near = self.times(tail, z);
        let near = self.times(near, x);
        let near = self.plus(near, x);
        let (one, two, bound) = (self.float(1.0), self.float(2.0), self.float(0.625));
        let double = self.plus(magnitude, magnitude);
        let power = self.exponential(double);
        let power = self.plus(power, one);
        let quotient = self.arithmetic(LANES.divide_float(), two, power);
        let far = self.minus(one, quotient);
        let far = self.magnitude(far);
        let sign = self.number(1 << 31);
        let sign = self.two(LANES.and(), true, x, sign);
        let far = self.two(LANES.or(), true, far, sign);
        let is_near = self.is_less(magnitude, bound);
        self.choose(is_near, far, near)
    }

    pub(super) fn logistic(&mut self, x: ValueId) -> ValueId {
        let sign = self.number(1 << 31);
        // -|x|
        let negative = self.two(LANES.or(), true, x, sign);
        let small = self.exponential(negative);
        let (one, zero) = (self.float(1.0), self.float(0.0));
        let is_negative = self.is_less(x, zero);
        let above = self.choose(is_negative, one, small);
        let below = self.plus(one, small);
        self.arithmetic(LANES.divide_float(), above, below)
    }
}
