//! Which operations a chain computes, and as which instructions.

use super::assembler::{Lanes, Opcode};
use super::chain::{Chain, MaskOp, Micro, ValueId};
use crate::program::Op;
use crate::program::op::enumerations::ComparisonDirection;
use crate::tensor::DType;

/// What the elements of a vector are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Float,
    Signed,
    Unsigned,
}

fn class(dtype: DType, lanes: Lanes) -> Option<Class> {
    match (dtype, lanes) {
        (DType::F32, Lanes::Sixteen) | (DType::F64, Lanes::Eight) => Some(Class::Float),
        (DType::I32, Lanes::Sixteen) | (DType::I64, Lanes::Eight) => Some(Class::Signed),
        (DType::U32, Lanes::Sixteen) | (DType::U64, Lanes::Eight) => Some(Class::Unsigned),
        _ => None,
    }
}

/// Whether a chain of such vectors can hold values of a dtype.
pub(in crate::backend::cpu) fn holds(dtype: DType, lanes: Lanes) -> bool {
    dtype == DType::Bool || class(dtype, lanes).is_some()
}

/// Whether a chain computes an operation whose last operand is of the dtype `from` and whose result of `to`.
pub(in crate::backend::cpu) fn computes(op: &Op, from: DType, to: DType, lanes: Lanes) -> bool {
    let (source, result) = (class(from, lanes), class(to, lanes));
    let is_float = result == Some(Class::Float);
    let is_integer = matches!(result, Some(Class::Signed | Class::Unsigned));
    match op {
        Op::Add | Op::Subtract | Op::Multiply | Op::Maximum | Op::Minimum | Op::Negate | Op::Abs => result.is_some(),
        Op::Divide | Op::Sign | Op::Sqrt | Op::Rsqrt => is_float,
        Op::Exponential | Op::Log | Op::Tanh | Op::Logistic => is_float && lanes == Lanes::Sixteen,
        Op::And | Op::Or | Op::Xor | Op::Not => is_integer || to == DType::Bool,
        Op::ShiftLeft | Op::ShiftRightLogical | Op::ShiftRightArithmetic => is_integer,
        Op::Select => result.is_some() || to == DType::Bool,
        Op::Compare(_) => source.is_some(),
        Op::IsFinite => source == Some(Class::Float),
        Op::BitcastConvert => source.is_some() && result.is_some(),
        Op::Convert => match (from, to) {
            (DType::Bool, _) => result.is_some(),
            (_, DType::Bool) => source.is_some(),
            (DType::I32 | DType::U32, DType::F32) => lanes == Lanes::Sixteen,
            (DType::I32 | DType::U32, DType::I32 | DType::U32) => lanes == Lanes::Sixteen,
            (DType::I64 | DType::U64, DType::I64 | DType::U64) => lanes == Lanes::Eight,
            _ => false,
        },
        _ => false,
    }
}

/// Ordered and quiet comparisons of floats, by the numbers that instructions know them by.
fn float_comparison(direction: ComparisonDirection) -> u8 {
    match direction {
        ComparisonDirection::Eq => 0x00,
        ComparisonDirection::Ne => NOT_EQUAL,
        ComparisonDirection::Lt => LESS,
        ComparisonDirection::Le => 0x12,
        ComparisonDirection::Gt => GREATER,
        ComparisonDirection::Ge => 0x1d,
    }
}

pub(super) const EQUAL: u8 = 0x00;
const NOT_EQUAL: u8 = 0x04;
pub(super) const LESS: u8 = 0x11;
const GREATER: u8 = 0x1e;
pub(super) const UNORDERED: u8 = 0x03;

fn integer_comparison(direction: ComparisonDirection) -> u8 {
    match direction {
        ComparisonDirection::Eq => 0,
        ComparisonDirection::Lt => 1,
        ComparisonDirection::Le => 2,
        ComparisonDirection::Ne => 4,
        ComparisonDirection::Ge => 5,
        ComparisonDirection::Gt => 6,
    }
}

/// The instruction that combines vectors as a fold does, where one does.
pub(super) fn combination(op: &Op, dtype: DType, lanes: Lanes) -> Option<Opcode> {
    Some(match (op, class(dtype, lanes)?) {
        (Op::Add, Class::Float) => lanes.add_float(),
        (Op::Multiply, Class::Float) => lanes.multiply_float(),
        (Op::Add, _) => lanes.add_integer(),
        (Op::Multiply, Class::Signed | Class::Unsigned) => lanes.multiply_integer(),
        (Op::Maximum, Class::Signed) => lanes.maximum_signed(),
        (Op::Maximum, Class::Unsigned) => lanes.maximum_unsigned(),
        (Op::Minimum, Class::Signed) => lanes.minimum_signed(),
        (Op::Minimum, Class::Unsigned) => lanes.minimum_unsigned(),
        (Op::And, Class::Signed | Class::Unsigned) => lanes.and(),
        (Op::Or, Class::Signed | Class::Unsigned) => lanes.or(),
        (Op::Xor, Class::Signed | Class::Unsigned) => lanes.xor(),
        _ => return None,
    })
}

impl Chain {
    /// The bits of a float: of all but the sign, of the sign, of 1, of a NaN, of infinity.
    fn float_bits(&self) -> FloatBits {
        match self.lanes {
            Lanes::Sixteen => FloatBits {
                magnitude: u64::from(u32::MAX >> 1),
                sign: 1 << 31,
                one: u64::from(1f32.to_bits()),
                nan: u64::from(f32::NAN.to_bits()),
                infinity: u64::from(f32::INFINITY.to_bits()),
                all: u64::from(u32::MAX),
            },
            Lanes::Eight => FloatBits {
                magnitude: u64::MAX >> 1,
                sign: 1 << 63,
                one: 1f64.to_bits(),
                nan: f64::NAN.to_bits(),
                infinity: f64::INFINITY.to_bits(),
                all: u64::MAX,
            },
        }
    }

    /// An operation on values that are there, as instructions; `None` where there are none.
    pub(super) fn lowered(&mut self, op: &Op, (from, to): (DType, DType), operands: &[ValueId]) -> Option<ValueId> {
        let lanes = self.lanes;
        let bits = self.float_bits();
        let (source, result) = (class(from, lanes), class(to, lanes));
        let is_float = result == Some(Class::Float);
        Some(match (op, operands) {
            (Op::Add, &[x, y]) if is_float => self.two(lanes.add_float(), true, x, y),
            (Op::Subtract, &[x, y]) if is_float => self.two(lanes.subtract_float(), false, x, y),
            (Op::Multiply, &[x, y]) if is_float => self.two(lanes.multiply_float(), true, x, y),
            (Op::Divide, &[x, y]) => self.two(lanes.divide_float(), false, x, y),
            (Op::Add, &[x, y]) => self.two(lanes.add_integer(), true, x, y),
            (Op::Subtract, &[x, y]) => self.two(lanes.subtract_integer(), false, x, y),
            (Op::Multiply, &[x, y]) => self.two(lanes.multiply_integer(), true, x, y),
            (Op::Maximum, &[x, y]) => match result? {
                Class::Float => self.extreme(true, x, y),
                Class::Signed => self.two(lanes.maximum_signed(), true, x, y),
                Class::Unsigned => self.two(lanes.maximum_unsigned(), true, x, y),
            },
            (Op::Minimum, &[x, y]) => match result? {
                Class::Float => self.extreme(false, x, y),
                Class::Signed => self.two(lanes.minimum_signed(), true, x, y),
                Class::Unsigned => self.two(lanes.minimum_unsigned(), true, x, y),
            },
            (Op::Negate, &[x]) if is_float => {
                let sign = self.number(bits.sign);
                self.two(lanes.xor(), true, x, sign)
            }
            (Op::Negate, &[x]) => {
                let zero = self.number(0);
                self.two(lanes.subtract_integer(), false, zero, x)
            }
            (Op::Abs, &[x]) => match result? {
                Class::Float => {
                    let magnitude = self.number(bits.magnitude);
                    self.two(lanes.and(), true, x, magnitude)
                }
                Class::Signed => self.push(Micro::One(lanes.absolute(), x)),
                Class::Unsigned => x,
            },
            (Op::Sign, &[x]) => {
                let (sign, one, zero) = (self.number(bits.sign), self.number(bits.one), self.number(0));
                let own = self.two(lanes.and(), true, x, sign);
                let unit = self.two(lanes.or(), true, own, one);
                let is_zero = self.compare(lanes.compare_float(), EQUAL, x, zero);
                let is_nan = self.compare(lanes.compare_float(), UNORDERED, x, x);
                let chosen = self.choose(is_zero, unit, own);
                self.choose(is_nan, chosen, x)
            }
            (Op::Exponential, &[x]) => self.exponential(x),
            (Op::Log, &[x]) => self.log(x),
            (Op::Tanh, &[x]) => self.tanh(x),
            (Op::Logistic, &[x]) => self.logistic(x),
            (Op::Sqrt, &[x]) => self.push(Micro::One(lanes.square_root(), x)),
            (Op::Rsqrt, &[x]) => {
                let one = self.number(bits.one);
                let root = self.push(Micro::One(lanes.square_root(), x));
                self.two(lanes.divide_float(), false, one, root)
            }
            (Op::And | Op::Or | Op::Xor, &[x, y]) if to == DType::Bool => {
                let op = match op {
                    Op::And => MaskOp::And,
                    Op::Or => MaskOp::Or,
                    _ => MaskOp::Xor,
                };
                self.push(Micro::Masks { op, operands: [x, y] })
            }
            (Op::Not, &[x]) if to == DType::Bool => self.push(Micro::Not(x)),
            (Op::And, &[x, y]) => self.two(lanes.and(), true, x, y),
            (Op::Or, &[x, y]) => match self.rotation(x, y).or_else(|| self.rotation(y, x)) {
                Some((value, by)) => self.push(Micro::Rotate(value, by)),
                None => self.two(lanes.or(), true, x, y),
            },
            (Op::Xor, &[x, y]) => self.two(lanes.xor(), true, x, y),
            (Op::Not, &[x]) => {
                let all = self.number(bits.all);
                self.two(lanes.xor(), true, x, all)
            }
            (Op::ShiftLeft, &[x, y]) => self.two(lanes.shift_left(), false, x, y),
            (Op::ShiftRightLogical, &[x, y]) => self.two(lanes.shift_right_logical(), false, x, y),
            (Op::ShiftRightArithmetic, &[x, y]) => self.two(lanes.shift_right_arithmetic(), false, x, y),
            (Op::Select, &[mask, yes, no]) if to == DType::Bool => {
                let some = self.push(Micro::Masks { op: MaskOp::And, operands: [mask, yes] });
                let others = self.push(Micro::Masks { op: MaskOp::AndNot, operands: [mask, no] });
                self.push(Micro::Masks { op: MaskOp::Or, operands: [some, others] })
            }
            (Op::Select, &[mask, yes, no]) => self.choose(mask, no, yes),
            (Op::Compare(attributes), &[x, y]) => {
                let direction = attributes.comparison_direction;
                match source? {
                    Class::Float => self.compare(lanes.compare_float(), float_comparison(direction), x, y),
                    Class::Signed => self.compare(lanes.compare_signed(), integer_comparison(direction), x, y),
                    Class::Unsigned => self.compare(lanes.compare_unsigned(), integer_comparison(direction), x, y),
                }
            }
            (Op::IsFinite, &[x]) => {
                let (magnitude, infinity) = (self.number(bits.magnitude), self.number(bits.infinity));
                let magnitude = self.two(lanes.and(), true, x, magnitude);
                self.compare(lanes.compare_float(), LESS, magnitude, infinity)
            }
            (Op::BitcastConvert, &[x]) => x,
            (Op::Convert, &[x]) => match (from, to) {
                (DType::Bool, _) => {
                    let (zero, one) = (self.number(0), self.number(if is_float { bits.one } else { 1 }));
                    self.choose(x, zero, one)
                }
                (_, DType::Bool) => {
                    let zero = self.number(0);
                    match source? {
                        Class::Float => self.compare(lanes.compare_float(), NOT_EQUAL, x, zero),
                        _ => self.compare(lanes.compare_signed(), integer_comparison(ComparisonDirection::Ne), x, zero),
                    }
                }
                (DType::I32, DType::F32) => self.push(Micro::One(Lanes::float_of_signed(), x)),
                (DType::U32, DType::F32) => self.push(Micro::One(Lanes::float_of_unsigned(), x)),
                _ => x,
            },
            _ => return None,
        })
    }

    /// The larger or smaller of two floats, where 0 is larger than -0, and a NaN stays one. It is chosen by comparison: the
    /// instructions for it would make zeros of denormal numbers.
    fn extreme(&mut self, is_larger: bool, x: ValueId, y: ValueId) -> ValueId {
        let (lanes, compare) = (self.lanes, self.lanes.compare_float());
        let (x, y) = if self.known(x).is_some() { (y, x) } else { (x, y) };
        let is_x = self.compare(compare, if is_larger { GREATER } else { LESS }, x, y);
        let mut found = self.choose(is_x, y, x);
        let known = self.known(y);
        // Of two that are equal and no zeros both are right, and of 0 and what is equal to it the larger is 0.
        let exponent = self.float_bits().infinity;
        let is_settled = known.is_some_and(|bits| bits & exponent != 0 || (is_larger && bits == 0));
        if !is_settled {
            let both = self.two(if is_larger { lanes.and() } else { lanes.or() }, true, x, y);
            let is_equal = self.compare(compare, EQUAL, x, y);
            found = self.choose(is_equal, found, both);
        }
        let nan = self.number(self.float_bits().nan);
        let is_nan = self.compare(compare, UNORDERED, x, y);
        self.choose(is_nan, found, nan)
    }

    /// The bits of a constant.
    fn known(&self, value: ValueId) -> Option<u64> {
        let Micro::Constant(bytes) = &self.micros[value] else { return None };
        let mut bits = [0; 8];
        bits[..bytes.len()].copy_from_slice(bytes);
        Some(u64::from_le_bytes(bits))
    }

    /// What is turned to the left, and by how many bits, where two values are its parts.
    fn rotation(&self, left: ValueId, right: ValueId) -> Option<(ValueId, u8)> {
        let shifted = |value: ValueId, by: Opcode| match &self.micros[value] {
            Micro::Two { opcode, operands: [value, count], .. } if *opcode == by => {
                Some((*value, u8::try_from(self.known(*count)?).ok()?))
            }
            _ => None,
        };
        let (value, by) = shifted(left, self.lanes.shift_left())?;
        let (same, rest) = shifted(right, self.lanes.shift_right_logical())?;
        let bits = self.lanes.size() as u32 * 8;
        (value == same && by > 0 && rest > 0 && u32::from(by) + u32::from(rest) == bits).then_some((value, by))
    }
}

/// The bits of a float.
struct FloatBits {
    magnitude: u64,
    sign: u64,
    one: u64,
    nan: u64,
    infinity: u64,
    all: u64,
}
