//! Families of operations.

use super::table::Op;

impl Op {
    /// Whether each element of its result comes from the elements in the same place of its operands, all of which have
    /// the shape of the result; only the bounds of `clamp` and the `pred` of `select` may be single elements instead, and
    /// `bitcast_convert` is one only between dtypes of the same size.
    pub fn is_elementwise(&self) -> bool {
        match self {
            Op::Abs
            | Op::Cbrt
            | Op::Ceil
            | Op::Cosine
            | Op::CountLeadingZeros
            | Op::Exponential
            | Op::ExponentialMinusOne
            | Op::Floor
            | Op::IsFinite
            | Op::Log
            | Op::LogPlusOne
            | Op::Logistic
            | Op::Negate
            | Op::Not
            | Op::PopulationCount
            | Op::RoundNearestAfz
            | Op::RoundNearestEven
            | Op::Rsqrt
            | Op::Sign
            | Op::Sine
            | Op::Sqrt
            | Op::Tan
            | Op::Tanh
            | Op::Add
            | Op::And
            | Op::Atan2
            | Op::Divide
            | Op::Maximum
            | Op::Minimum
            | Op::Multiply
            | Op::Or
            | Op::Power
            | Op::Remainder
            | Op::ShiftLeft
            | Op::ShiftRightArithmetic
            | Op::ShiftRightLogical
            | Op::Subtract
            | Op::Xor
            | Op::BitcastConvert
            | Op::Clamp
            | Op::Compare(_)
            | Op::Convert
            | Op::Imag
            | Op::Real
            | Op::ReducePrecision(_)
            | Op::Select
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
            | Op::IsInf
            | Op::IsNegInf
            | Op::IsPosInf
            | Op::Lgamma
            | Op::Sinh
            | Op::Square
            | Op::ChloTan
            | Op::Mulhi
            | Op::NextAfter
            | Op::Polygamma
            | Op::Zeta => true,
            Op::BroadcastInDim(_)
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
            | Op::BatchNormGrad(_)
            | Op::BatchNormInference(_)
            | Op::BatchNormTraining(_)
            | Op::Cholesky(_)
            | Op::Convolution(_)
            | Op::DotGeneral(_)
            | Op::TriangularSolve(_)
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
            | Op::RngBitGenerator(_)
            | Op::ShardingConstraint(_)
            | Op::AfterAll
            | Op::GetTupleElement(_)
            | Op::Tuple
            | Op::RaggedDot(_)
            | Op::TopK(_)
            | Op::ExpectAlmostEq(_)
            | Op::ExpectAlmostEqConst(_)
            | Op::ExpectClose(_)
            | Op::ExpectEq
            | Op::ExpectEqConst(_) => false,
        }
    }

    /// Whether it gives the same for its two operands in either order.
    pub fn is_commutative(&self) -> bool {
        matches!(self, Op::Add | Op::And | Op::Maximum | Op::Minimum | Op::Multiply | Op::Or | Op::Xor | Op::Mulhi)
    }
}
