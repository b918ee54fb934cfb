//! Denormal numbers, which some machines take for zero.

use super::element::{floats, from_floats};
use crate::error::Result;
use crate::program::Op;
use crate::program::types::TensorType;
use crate::tensor::{DType, Tensor};

/// What becomes of denormal numbers in arithmetic. Moving them never changes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Denormals {
    /// They are numbers as others, as IEEE 754 says.
    #[default]
    Keep,
    /// They become zeros of their sign, read and written, as XLA does on the CPU.
    Flush,
}

/// The tensor with zeros in place of its denormal numbers. Those of f16 stay: machines compute with them in f32, where
/// they are normal.
pub(super) fn flushed(tensor: &Tensor) -> Result<Tensor> {
    let smallest = match tensor.dtype() {
        DType::F32 | DType::BF16 => f64::from(f32::MIN_POSITIVE),
        DType::F64 => f64::MIN_POSITIVE,
        _ => return Ok(tensor.clone()),
    };
    let values = floats(tensor)?;
    if !values.iter().any(|value| *value != 0.0 && value.abs() < smallest) {
        return Ok(tensor.clone());
    }
    let flush = |value: f64| if value.abs() < smallest { 0f64.copysign(value) } else { value };
    from_floats(&TensorType::of(tensor), values.into_iter().map(flush))
}

/// Whether an operation computes with its operands; others move, choose or test bits, or leave it to their regions.
pub(super) fn is_arithmetic(op: &Op) -> bool {
    match op {
        Op::Cbrt
        | Op::Ceil
        | Op::Cosine
        | Op::Exponential
        | Op::ExponentialMinusOne
        | Op::Floor
        | Op::Log
        | Op::LogPlusOne
        | Op::Logistic
        | Op::RoundNearestAfz
        | Op::RoundNearestEven
        | Op::Rsqrt
        | Op::Sign
        | Op::Sine
        | Op::Sqrt
        | Op::Tan
        | Op::Tanh
        | Op::Add
        | Op::Atan2
        | Op::Divide
        | Op::Maximum
        | Op::Minimum
        | Op::Multiply
        | Op::Power
        | Op::Remainder
        | Op::Subtract
        | Op::Clamp
        | Op::Compare(_)
        | Op::Convert
        | Op::ReducePrecision(_)
        | Op::BatchNormGrad(_)
        | Op::BatchNormInference(_)
        | Op::BatchNormTraining(_)
        | Op::Cholesky(_)
        | Op::Convolution(_)
        | Op::DotGeneral(_)
        | Op::TriangularSolve(_)
        | Op::Acos
        | Op::Acosh
        | Op::Asin
        | Op::Asinh
        | Op::Atan
        | Op::Atanh
        | Op::BesselI1e
        | Op::Cosh
        | Op::Digamma
        | Op::Erf
        | Op::ErfInv
        | Op::Erfc
        | Op::Lgamma
        | Op::Sinh
        | Op::Square
        | Op::ChloTan
        | Op::Polygamma
        | Op::RaggedDot(_)
        | Op::Zeta => true,
        Op::Abs
        | Op::CountLeadingZeros
        | Op::Imag
        | Op::IsFinite
        | Op::Negate
        | Op::Not
        | Op::PopulationCount
        | Op::Real
        | Op::And
        | Op::Or
        | Op::ShiftLeft
        | Op::ShiftRightArithmetic
        | Op::ShiftRightLogical
        | Op::Xor
        | Op::BitcastConvert
        | Op::Select
        | Op::BroadcastInDim(_)
        | Op::Concatenate(_)
        | Op::Constant(_)
        | Op::DynamicSlice(_)
        | Op::DynamicUpdateSlice
        | Op::GetDimensionSize(_)
        | Op::Iota(_)
        | Op::Pad(_)
        | Op::Reshape
        | Op::Reverse(_)
        | Op::Slice(_)
        | Op::Transpose(_)
        | Op::Gather(_)
        | Op::Map(_)
        | Op::Reduce(_)
        | Op::ReduceWindow(_)
        | Op::Scatter(_)
        | Op::SelectAndScatter(_)
        | Op::Sort(_)
        | Op::Case
        | Op::If
        | Op::While
        | Op::Call(_)
        | Op::Composite(_)
        | Op::CustomCall(_)
        | Op::OptimizationBarrier
        | Op::ShardingConstraint(_)
        | Op::RngBitGenerator(_)
        | Op::AfterAll
        | Op::GetTupleElement(_)
        | Op::Tuple
        | Op::IsInf
        | Op::IsNegInf
        | Op::IsPosInf
        | Op::Mulhi
        | Op::NextAfter
        | Op::TopK(_)
        | Op::ExpectAlmostEq(_)
        | Op::ExpectAlmostEqConst(_)
        | Op::ExpectClose(_)
        | Op::ExpectEq
        | Op::ExpectEqConst(_) => false,
    }
}
