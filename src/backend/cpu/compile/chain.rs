//! A chain: elementwise steps of a loop that are computed one vector at a time, in registers from the first to the last.

use std::collections::HashMap;

use super::assembler::{Lanes, Opcode};
use super::emit::FoldInto;
use crate::plan::StepId;
use crate::program::Op;
use crate::program::op::enumerations::ComparisonDirection;
use crate::tensor::DType;

/// A micro-operation's result, by its place in the chain.
pub(super) type ValueId = usize;

/// Which element of an array a vector begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::backend::cpu) enum Index {
    /// That of its first item.
    Item,
    /// That of its first item, counted from the first of the block.
    Block,
    /// That of its column, in a row that is the same for all.
    Column,
    /// One element for each row; rows are so many bytes apart.
    Row(i32),
    /// That of its column, in rows that are so many bytes apart.
    RowColumn(i32),
    /// One element for all items.
    Same,
}

/// How a loop reads or writes an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::backend::cpu) struct Access {
    /// The number of the block of memory.
    pub(in crate::backend::cpu) base: u32,
    /// Where the array begins there.
    pub(in crate::backend::cpu) offset: usize,
    /// The bytes of an element.
    pub(in crate::backend::cpu) size: usize,
    pub(in crate::backend::cpu) index: Index,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backend::cpu) enum Counter {
    Item,
    Column,
    Row,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum MaskOp {
    And,
    /// What is in the second and not in the first.
    AndNot,
    Or,
    Xor,
}

/// One instruction, or none where memory is read by another.
#[derive(Clone, Debug)]
pub(super) enum Micro {
    Load(Access),
    LoadBytes(Access),
    Constant(Vec<u8>),
    /// So many more than the counter says, in the first lane.
    Count(Counter, usize),
    One(Opcode, ValueId),
    Rotate(ValueId, u8),
    Two {
        opcode: Opcode,
        commutes: bool,
        operands: [ValueId; 2],
    },
    Compare {
        opcode: Opcode,
        number: u8,
        operands: [ValueId; 2],
    },
    Choose {
        mask: ValueId,
        no: ValueId,
        yes: ValueId,
    },
    Masks {
        op: MaskOp,
        operands: [ValueId; 2],
    },
    Not(ValueId),
    Terms(Terms),
}

/// A row of the left matrix times the columns of the right one, term by term.
#[derive(Clone, Copy, Debug)]
pub(in crate::backend::cpu) struct Terms {
    pub(in crate::backend::cpu) depth: usize,
    /// The first element of the left matrix; how many bytes rows and terms are apart.
    pub(in crate::backend::cpu) lhs: Access,
    pub(in crate::backend::cpu) row: i32,
    pub(in crate::backend::cpu) lhs_term: i32,
    /// The first element of the right matrix, whose columns are neighbours; how many bytes terms are apart.
    pub(in crate::backend::cpu) rhs: Access,
    pub(in crate::backend::cpu) rhs_term: i32,
}

impl Micro {
    pub(super) fn operands(&self) -> Vec<ValueId> {
        match self {
            Micro::Load(_) | Micro::LoadBytes(_) | Micro::Constant(_) | Micro::Count(..) | Micro::Terms(_) => {
                Vec::new()
            }
            Micro::One(_, from) | Micro::Rotate(from, _) | Micro::Not(from) => vec![*from],
            Micro::Two { operands, .. } | Micro::Compare { operands, .. } | Micro::Masks { operands, .. } => {
                operands.to_vec()
            }
            Micro::Choose { mask, no, yes } => vec![*mask, *no, *yes],
        }
    }
}

/// What one vector of items goes through.
#[derive(Debug)]
pub(in crate::backend::cpu) struct Chain {
    pub(super) lanes: Lanes,
    /// The length of a row, where something is read or added up by columns or rows.
    pub(super) columns: Option<usize>,
    /// Whether items in order may end within a vector.
    pub(super) has_tail: bool,
    /// How many items there are in all.
    count: usize,
    pub(super) micros: Vec<Micro>,
    pub(super) folds: Vec<FoldInto>,
    pub(super) stores: Vec<Store>,
    /// What a step made, or what is read in its place.
    values: HashMap<StepId, ValueId>,
    constants: HashMap<u64, ValueId>,
}

/// A value that goes to memory.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) value: ValueId,
    pub(super) to: Access,
    /// What is read from that memory before.
    reads: Vec<ValueId>,
}

/// What happens after a micro-operation, by the place in the list of stores or folds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Store(usize),
    Fold(usize),
}

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
    pub(in crate::backend::cpu) fn new(lanes: Lanes, columns: Option<usize>, has_tail: bool, count: usize) -> Chain {
        Chain {
            lanes,
            columns,
            has_tail,
            count,
            micros: Vec::new(),
            folds: Vec::new(),
            stores: Vec::new(),
            values: HashMap::new(),
            constants: HashMap::new(),
        }
    }

    pub(super) fn is_mask(&self, value: ValueId) -> bool {
        matches!(self.micros[value], Micro::LoadBytes(_) | Micro::Compare { .. } | Micro::Masks { .. } | Micro::Not(_))
    }

    pub(super) fn push(&mut self, micro: Micro) -> ValueId {
        self.micros.push(micro);
        self.micros.len() - 1
    }

    /// Whether what this step made is there already.
    pub(in crate::backend::cpu) fn has(&self, step: StepId) -> bool {
        self.values.contains_key(&step)
    }

    /// What a step made is read there.
    pub(in crate::backend::cpu) fn read(&mut self, step: StepId, dtype: DType, from: Access) {
        let value = self.push(if dtype == DType::Bool { Micro::LoadBytes(from) } else { Micro::Load(from) });
        self.values.insert(step, value);
    }

    /// A step is a constant.
    pub(in crate::backend::cpu) fn constant(&mut self, step: StepId, bytes: &[u8]) {
        let mut bits = [0; 8];
        bits[..bytes.len()].copy_from_slice(bytes);
        let value = self.number(u64::from_le_bytes(bits));
        self.values.insert(step, value);
    }

    pub(super) fn number(&mut self, bits: u64) -> ValueId {
        if let Some(&value) = self.constants.get(&bits) {
            return value;
        }
        let bytes = bits.to_le_bytes()[..self.lanes.size()].to_vec();
        let value = self.push(Micro::Constant(bytes));
        self.constants.insert(bits, value);
        value
    }

    /// A step counts.
    pub(in crate::backend::cpu) fn counts(&mut self, step: StepId, dtype: DType, counter: Counter) {
        let mut value = self.push(Micro::Count(counter, 0));
        if dtype == DType::F32 {
            value = self.push(Micro::One(Lanes::float_of_signed(), value));
        }
        self.values.insert(step, value);
    }

    /// A step is a sum of products.
    pub(in crate::backend::cpu) fn terms(&mut self, step: StepId, terms: Terms) {
        let value = self.push(Micro::Terms(terms));
        self.values.insert(step, value);
    }

    /// What a step made is written there, where these steps are read, too.
    pub(in crate::backend::cpu) fn store(&mut self, step: StepId, to: Access, reads: &[StepId]) {
        let Some(&made) = self.values.get(&step) else { return };
        // What is stored as it was read is taken from memory before another store changes that.
        let value = match self.micros[made] {
            Micro::Load(_) => self.two(self.lanes.or(), true, made, made),
            _ => made,
        };
        let reads = reads.iter().filter_map(|read| self.values.get(read).copied()).collect();
        self.stores.push(Store { value, to, reads });
    }

    /// What happens after each micro-operation: a value is stored when it is there and nothing is read from its place any
    /// more, and added up when it is there.
    pub(super) fn events(&self) -> Vec<Vec<Event>> {
        let mut last: Vec<usize> = (0..self.micros.len()).collect();
        for (place, micro) in self.micros.iter().enumerate() {
            micro.operands().into_iter().for_each(|operand| last[operand] = place);
        }
        let mut events = vec![Vec::new(); self.micros.len()];
        for (index, fold) in self.folds.iter().enumerate() {
            events[fold.value].push(Event::Fold(index));
        }
        for (index, store) in self.stores.iter().enumerate() {
            let read = store.reads.iter().map(|&read| last[read]).max().unwrap_or(0);
            events[store.value.max(read)].push(Event::Store(index));
        }
        events
    }

    /// Combines what a step made with a row of memory, column by column; whether there is an instruction for that.
    pub(in crate::backend::cpu) fn fold(&mut self, step: StepId, op: &Op, dtype: DType, into: Access) -> bool {
        let (Some(opcode), Some(&value)) = (combination(op, dtype, self.lanes), self.values.get(&step)) else {
            return false;
        };
        self.folds.push(FoldInto { opcode, value, into });
        true
    }

    pub(super) fn two(&mut self, opcode: Opcode, commutes: bool, one: ValueId, other: ValueId) -> ValueId {
        self.push(Micro::Two { opcode, commutes, operands: [one, other] })
    }

    pub(super) fn compare(&mut self, opcode: Opcode, number: u8, one: ValueId, other: ValueId) -> ValueId {
        self.push(Micro::Compare { opcode, number, operands: [one, other] })
    }

    pub(super) fn choose(&mut self, mask: ValueId, no: ValueId, yes: ValueId) -> ValueId {
        self.push(Micro::Choose { mask, no, yes })
    }

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

    /// An elementwise step; its operands are there. Whether there are instructions for it.
    pub(in crate::backend::cpu) fn apply(
        &mut self,
        step: StepId,
        op: &Op,
        dtypes: (DType, DType),
        operands: &[StepId],
    ) -> bool {
        let found: Option<Vec<ValueId>> = operands.iter().map(|operand| self.values.get(operand).copied()).collect();
        let Some(value) = found.and_then(|operands| self.lowered(op, dtypes, &operands)) else { return false };
        self.values.insert(step, value);
        true
    }

    fn lowered(&mut self, op: &Op, (from, to): (DType, DType), operands: &[ValueId]) -> Option<ValueId> {
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

    /// The chain of two vectors, where there are so many items, and registers for both besides `hoisted` ones.
    pub(super) fn pairs(&self, hoisted: usize) -> Option<Chain> {
        let lanes = self.lanes.count();
        if self.count < 2 * lanes || !self.has_room_for_two(hoisted) {
            return None;
        }
        let mut pairs = Chain::new(self.lanes, self.columns, self.has_tail, self.count);
        let mut new: [Vec<ValueId>; 2] = [Vec::new(), Vec::new()];
        for micro in &self.micros {
            let is_shared = match micro {
                Micro::Constant(_) | Micro::Count(Counter::Row, _) => true,
                Micro::Load(access) => matches!(access.index, Index::Same | Index::Row(_)),
                _ => false,
            };
            for (place, new) in new.iter_mut().enumerate() {
                let value = match is_shared && place > 0 {
                    true => pairs.micros.len() - 1,
                    false => pairs.push(micro.later(place * lanes, new)),
                };
                new.push(value);
            }
        }
        for (place, new) in new.iter().enumerate() {
            let items = place * lanes;
            pairs.folds.extend(self.folds.iter().map(|fold| FoldInto {
                value: new[fold.value],
                into: fold.into.later(items),
                ..*fold
            }));
            pairs.stores.extend(self.stores.iter().map(|store| Store {
                value: new[store.value],
                to: store.to.later(items),
                reads: store.reads.iter().map(|&read| new[read]).collect(),
            }));
        }
        Some(pairs)
    }

    /// Whether twice as many values as are needed at once fit into registers.
    fn has_room_for_two(&self, hoisted: usize) -> bool {
        let end = self.micros.len();
        let mut last = vec![0; end];
        let mut uses = vec![0; end];
        for (place, micro) in self.micros.iter().enumerate() {
            for operand in micro.operands() {
                last[operand] = place;
                uses[operand] += 1;
            }
        }
        for (place, events) in self.events().iter().enumerate() {
            for event in events {
                let value = match event {
                    Event::Store(index) => self.stores[*index].value,
                    Event::Fold(index) => self.folds[*index].value,
                };
                last[value] = last[value].max(place);
            }
        }
        let is_same = |micro: &Micro| match micro {
            Micro::Constant(_) => true,
            Micro::Load(access) => access.index == Index::Same,
            _ => false,
        };
        let same = self.micros.iter().filter(|micro| is_same(micro)).count().min(hoisted);
        let (mut vectors, mut masks) = (Vec::new(), Vec::new());
        for (place, micro) in self.micros.iter().enumerate() {
            vectors.retain(|&value: &ValueId| last[value] >= place);
            masks.retain(|&value: &ValueId| last[value] >= place);
            match micro {
                _ if self.is_mask(place) => masks.push(place),
                // Read where it lies.
                Micro::Load(_) if uses[place] < 2 => {}
                micro if is_same(micro) => {}
                _ => vectors.push(place),
            }
            // One more for what is on its way.
            if 2 * (vectors.len() + 1) + same > 32 || 2 * (masks.len() + 1) > 7 {
                return false;
            }
        }
        true
    }

    /// Leaves out what nothing reads.
    pub(super) fn trim(&mut self) {
        let mut is_read = vec![false; self.micros.len()];
        self.stores.iter().for_each(|store| is_read[store.value] = true);
        self.folds.iter().for_each(|fold| is_read[fold.value] = true);
        for place in (0..self.micros.len()).rev() {
            if is_read[place] {
                self.micros[place].operands().into_iter().for_each(|operand| is_read[operand] = true);
            }
        }
        let mut new = vec![0; self.micros.len()];
        let mut next = 0;
        for (place, is_read) in is_read.iter().enumerate() {
            new[place] = next;
            next += usize::from(*is_read);
        }
        let mut place = 0;
        self.micros.retain(|_| {
            place += 1;
            is_read[place - 1]
        });
        for micro in &mut self.micros {
            micro.renumber(&new);
        }
        for store in &mut self.stores {
            store.value = new[store.value];
            store.reads.retain(|&read| is_read[read]);
            store.reads.iter_mut().for_each(|read| *read = new[*read]);
        }
        self.folds.iter_mut().for_each(|fold| fold.value = new[fold.value]);
    }
}

impl Micro {
    fn renumber(&mut self, new: &[ValueId]) {
        match self {
            Micro::Load(_) | Micro::LoadBytes(_) | Micro::Constant(_) | Micro::Count(..) | Micro::Terms(_) => {}
            Micro::One(_, from) | Micro::Rotate(from, _) | Micro::Not(from) => *from = new[*from],
            Micro::Two { operands, .. } | Micro::Compare { operands, .. } | Micro::Masks { operands, .. } => {
                operands.iter_mut().for_each(|operand| *operand = new[*operand]);
            }
            Micro::Choose { mask, no, yes } => [mask, no, yes].into_iter().for_each(|operand| *operand = new[*operand]),
        }
    }
}

impl Micro {
    /// The same so many items later, on other operands.
    fn later(&self, items: usize, new: &[ValueId]) -> Micro {
        let mut micro = self.clone();
        micro.renumber(new);
        match &mut micro {
            Micro::Load(access) | Micro::LoadBytes(access) => *access = access.later(items),
            Micro::Count(Counter::Item | Counter::Column, first) => *first += items,
            Micro::Terms(terms) => terms.rhs = terms.rhs.later(items),
            _ => {}
        }
        micro
    }
}

impl Access {
    /// What is read so many items later in a row.
    fn later(self, items: usize) -> Access {
        match self.index {
            Index::Same | Index::Row(_) => self,
            _ => Access { offset: self.offset + items * self.size, ..self },
        }
    }
}

struct FloatBits {
    magnitude: u64,
    sign: u64,
    one: u64,
    nan: u64,
    infinity: u64,
    all: u64,
}
