//! By what elements are sorted: the keys that a comparator compares, one after the other, and their bits as numbers of the
//! same order.

use std::collections::HashSet;

use super::Call;
use super::computation::Computation;
use crate::program::op::Op;
use crate::program::op::attributes::Compare;
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType};
use crate::program::types::{Class, class};
use crate::program::{Body, Definition, OperationId, Region, RegionId, ValueId};
use crate::tensor::DType;

/// The most operations of a comparator that is looked into.
const MOST_OPERATIONS: usize = 500;

/// What elements are compared by.
#[derive(Debug)]
pub(super) struct Key {
    /// Computes the key of an element, which is given as both elements of a comparison.
    pub(super) computation: Computation,
    pub(super) order: Order,
}

/// How keys are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub(super) dtype: DType,
    pub(super) is_descending: bool,
    /// Whether every bit counts, of zeros and NaNs too; otherwise zeros are equal, and NaNs come last.
    pub(super) is_total: bool,
    /// Whether denormal numbers are zeros.
    pub(super) flushes: bool,
}

/// The keys of a comparator, where it says of two elements whether the first key of one is before that of the other, or is
/// equal to it and the same holds for the next key. They are computed for so many elements at once.
pub(super) fn keys(call: &Call, block: usize) -> Option<Vec<Key>> {
    let body = call.function.body();
    let &[id] = call.operation().regions() else { return None };
    let region = body.region(id);
    if region.operations().len() > MOST_OPERATIONS {
        return None;
    }
    let mut comparator = Comparator { body, region: id, same: HashSet::new() };
    let mut keys = Vec::new();
    let mut rest = *region.results().first()?;
    loop {
        let (before, next) = match comparator.operation(rest)? {
            (Op::Or, &[x, y]) => comparator.equal_then(x, y).or_else(|| comparator.equal_then(y, x))?,
            _ => (rest, None),
        };
        keys.push(comparator.key(call, region, before, block)?);
        match next {
            None => return Some(keys),
            Some(next) => rest = next,
        }
    }
}

struct Comparator<'a> {
    body: &'a Body,
    region: RegionId,
    /// Values that are known to be the same function of the one and of the other element.
    same: HashSet<(ValueId, ValueId)>,
}

impl<'a> Comparator<'a> {
    /// The operation that makes a value.
    fn operation(&self, value: ValueId) -> Option<(&'a Op, &'a [ValueId])> {
        let id = self.maker(value)?;
        Some((&self.body.operation(id).op, self.body.operands(id)))
    }

    fn maker(&self, value: ValueId) -> Option<OperationId> {
        match self.body.definition(value) {
            Definition::Result { operation, .. } => Some(operation),
            Definition::Argument { .. } => None,
        }
    }

    fn comparison(&self, value: ValueId) -> Option<(&'a Compare, ValueId, ValueId)> {
        match self.operation(value)? {
            (Op::Compare(attributes), &[lhs, rhs]) => Some((attributes, lhs, rhs)),
            _ => None,
        }
    }

    /// `before` and what is left, where that counts for elements that are equal in what `before` compares.
    fn equal_then(&self, before: ValueId, rest: ValueId) -> Option<(ValueId, Option<ValueId>)> {
        let (Op::And, &[x, y]) = self.operation(rest)? else { return None };
        let (_, lhs, rhs) = self.comparison(before)?;
        let is_equal = |value: ValueId| {
            let (attributes, left, right) = self.comparison(value)?;
            let same = (left, right) == (lhs, rhs) || (left, right) == (rhs, lhs);
            (attributes.comparison_direction == ComparisonDirection::Eq && same).then_some(())
        };
        match (is_equal(x), is_equal(y)) {
            (Some(()), _) => Some((before, Some(y))),
            (None, Some(())) => Some((before, Some(x))),
            (None, None) => None,
        }
    }

    fn key(&mut self, call: &Call, region: &Region, before: ValueId, block: usize) -> Option<Key> {
        let (attributes, lhs, rhs) = self.comparison(before)?;
        let is_less = match attributes.comparison_direction {
            ComparisonDirection::Lt => true,
            ComparisonDirection::Gt => false,
            _ => return None,
        };
        let in_order = self.is_same(lhs, rhs);
        if !in_order && !self.is_same(rhs, lhs) {
            return None;
        }
        let dtype = self.body.value_type(lhs).as_tensor()?.dtype;
        Some(Key {
            computation: Computation::of(call, region, &[lhs], block)?,
            order: Order {
                dtype,
                is_descending: is_less != in_order,
                is_total: class(dtype) != Class::Float || attributes.compare_type == Some(ComparisonType::TotalOrder),
                flushes: dtype != DType::F16,
            },
        })
    }

    /// Whether `left` is computed of the first element of a comparison as `right` is of the second.
    fn is_same(&mut self, left: ValueId, right: ValueId) -> bool {
        if self.same.contains(&(left, right)) {
            return true;
        }
        let is_same = match (self.body.definition(left), self.body.definition(right)) {
            (Definition::Argument { region, index }, Definition::Argument { region: other, index: second })
                if region == self.region && other == self.region =>
            {
                index % 2 == 0 && second == index + 1
            }
            // From outside.
            _ if left == right && !self.is_inside(left) => true,
            (Definition::Result { operation, .. }, Definition::Result { operation: other, .. }) => {
                let (operands, others) = (self.body.operands(operation), self.body.operands(other));
                self.body.operation(operation).op == self.body.operation(other).op
                    && self.body.operation(operation).regions().is_empty()
                    && operands.len() == others.len()
                    && operands.iter().zip(others).all(|(&left, &right)| self.is_same(left, right))
            }
            _ => false,
        };
        if is_same {
            self.same.insert((left, right));
        }
        is_same
    }

    /// Whether a value is made in the region of the comparator.
    fn is_inside(&self, value: ValueId) -> bool {
        match self.body.definition(value) {
            Definition::Argument { region, .. } => region == self.region,
            Definition::Result { operation, .. } => self.body.region(self.region).operations().contains(&operation),
        }
    }
}

impl Order {
    /// Numbers that are ordered as these elements are, the first being the least.
    ///
    /// # Safety
    /// There are so many elements of the dtype.
    pub(super) unsafe fn numbers(self, elements: *const u8, numbers: &mut [u64]) {
        macro_rules! each {
            ($type:ty, $sign:expr) => {
                for (at, number) in numbers.iter_mut().enumerate() {
                    // SAFETY: asked of the caller.
                    let bits = unsafe { *elements.cast::<$type>().add(at) } ^ $sign;
                    *number = u64::from(if self.is_descending { !bits } else { bits });
                }
            };
        }
        macro_rules! float {
            ($type:ty, $mantissa:expr) => {{
                const SIGN: $type = 1 << (<$type>::BITS - 1);
                const INFINITY: $type = (SIGN - 1) >> $mantissa << $mantissa;
                for (at, number) in numbers.iter_mut().enumerate() {
                    // SAFETY: asked of the caller.
                    let mut bits = unsafe { *elements.cast::<$type>().add(at) };
                    let is_zero = if self.flushes { bits & INFINITY == 0 } else { bits & !SIGN == 0 };
                    if is_zero {
                        bits &= if self.is_total { SIGN } else { 0 };
                    }
                    let is_nan = bits & !SIGN > INFINITY;
                    let ordered = if bits & SIGN == 0 { bits | SIGN } else { !bits };
                    let ordered = if self.is_descending { !ordered } else { ordered };
                    *number = u64::from(if is_nan && !self.is_total { <$type>::MAX } else { ordered });
                }
            }};
        }
        match self.dtype {
            DType::Bool | DType::U8 => each!(u8, 0),
            DType::U16 => each!(u16, 0),
            DType::U32 => each!(u32, 0),
            DType::U64 => each!(u64, 0),
            DType::I8 => each!(u8, 1 << 7),
            DType::I16 => each!(u16, 1 << 15),
            DType::I32 => each!(u32, 1 << 31),
            DType::I64 => each!(u64, 1 << 63),
            DType::F16 => float!(u16, 10),
            DType::BF16 => float!(u16, 7),
            DType::F32 => float!(u32, 23),
            DType::F64 => float!(u64, 52),
        }
    }

    /// Whether the numbers have more than 32 bits.
    pub(super) fn is_wide(self) -> bool {
        self.dtype.size() == 8
    }
}
