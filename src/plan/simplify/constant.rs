//! What is known of values that are constants.

use super::rewrite::Rewriter;
use crate::error::Result;
use crate::program::attribute::Literal;
use crate::program::emit::Emit;
use crate::program::op::Op;
use crate::program::op::attributes::Constant;
use crate::program::types::{Class, class};
use crate::program::{TensorType, ValueId};
use crate::tensor::{DType, Tensor};

/// One element of a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::plan) enum Number {
    /// Of an integer or bool dtype.
    Integer(i128),
    /// Of a floating-point dtype.
    Float(f64),
}

impl Number {
    pub(super) fn is(self, number: i32) -> bool {
        match self {
            Number::Integer(value) => value == i128::from(number),
            Number::Float(value) => value == f64::from(number),
        }
    }
}

/// The first element of a tensor that has one.
pub(in crate::plan) fn first_number(tensor: &Tensor) -> Option<Number> {
    let size = tensor.dtype().size();
    let bytes = tensor.bytes().get(..size)?;
    let mut wide = [0; 16];
    // Little-endian or big-endian, the number stands in as many bytes as its dtype has.
    let unsigned = {
        let low = if cfg!(target_endian = "little") { 0..size } else { 16 - size..16 };
        wide[low].copy_from_slice(bytes);
        u128::from_ne_bytes(wide)
    };
    let unused = 128 - 8 * size as u32;
    Some(match tensor.dtype() {
        DType::Bool => Number::Integer(i128::from(unsigned != 0)),
        DType::F16 => Number::Float(half::f16::from_bits(unsigned as u16).to_f64()),
        DType::BF16 => Number::Float(half::bf16::from_bits(unsigned as u16).to_f64()),
        DType::F32 => Number::Float(f32::from_bits(unsigned as u32).into()),
        DType::F64 => Number::Float(f64::from_bits(unsigned as u64)),
        dtype if class(dtype) == Class::Signed => Number::Integer(((unsigned << unused) as i128) >> unused),
        _ => Number::Integer(unsigned as i128),
    })
}

/// The element that all are, in a tensor of more than one dimension or element.
pub(super) fn splat(tensor: &Tensor) -> Result<Option<Tensor>> {
    let size = tensor.dtype().size();
    let Some(first) = tensor.bytes().get(..size) else { return Ok(None) };
    if tensor.bytes().chunks_exact(size).all(|element| element == first) {
        Tensor::from_bytes(tensor.dtype(), &[], first).map(Some)
    } else {
        Ok(None)
    }
}

/// A tensor of this type that holds one element everywhere.
pub(super) fn filled(element: &Tensor, ty: &TensorType) -> Result<Tensor> {
    Tensor::from_bytes(ty.dtype, ty.dims(), &element.bytes().repeat(ty.element_count()))
}

impl Rewriter<'_> {
    /// The tensor that a new value is, where it is one of the program's constants.
    pub(super) fn constant_tensor(&self, value: ValueId) -> Option<&Tensor> {
        match self.made_by(value)? {
            (Op::Constant(attributes), _) => Some(&attributes.value.0),
            _ => None,
        }
    }

    /// The single element of which a new value is a broadcast, or which it is.
    pub(super) fn scalar_of(&self, value: ValueId) -> Option<ValueId> {
        if self.tensor_type(value)?.rank() == 0 {
            return Some(value);
        }
        match self.made_by(value)? {
            (Op::BroadcastInDim(_), &[operand]) if self.tensor_type(operand)?.rank() == 0 => Some(operand),
            _ => None,
        }
    }

    /// The constant that every element of a new value is.
    pub(super) fn number(&self, value: ValueId) -> Option<Number> {
        first_number(self.constant_tensor(self.scalar_of(value)?)?)
    }

    /// Whether every element of a new value is this number.
    pub(super) fn is_all(&self, value: ValueId, number: i32) -> bool {
        self.number(value).is_some_and(|found| found.is(number))
    }

    /// This integer, wrapped, everywhere.
    pub(super) fn all_integers(&mut self, ty: &TensorType, number: i128) -> Result<ValueId> {
        let bytes = match ty.dtype {
            DType::Bool => vec![u8::from(number != 0)],
            dtype if cfg!(target_endian = "little") => number.to_le_bytes()[..dtype.size()].to_vec(),
            dtype => number.to_be_bytes()[16 - dtype.size()..].to_vec(),
        };
        let element = Tensor::from_bytes(ty.dtype, &[], &bytes)?;
        self.all(ty, element)
    }

    /// This element everywhere.
    pub(super) fn all(&mut self, ty: &TensorType, element: Tensor) -> Result<ValueId> {
        let element = self.as_it_is(constant_op(element), &[], TensorType::scalar(ty.dtype))?;
        self.spread(element, ty)
    }
}

pub(super) fn constant_op(value: Tensor) -> Op {
    Op::Constant(Box::new(Constant { value: Literal(value) }))
}
