//! Which rule takes the cotangents of the results of which operation to those of its operands.

mod batch_norm;
mod control;
mod convolution;
mod dot;
mod elementwise;
mod fold;
mod gather;
mod linear_algebra;
mod loops;
mod movement;
mod ragged_dot;
mod reduce;
mod scatter;
mod sort;
mod special;
mod window;

use super::tape::{Site, Tape};
use crate::error::{Error, Result, Status};
use crate::program::module::{Body, RegionId};
use crate::program::op::Op;

/// How deep regions may nest: the derivative of each level has a copy of the levels below it.
const MAX_LEVELS: usize = 32;

/// The operations with the derivative 0 or none: their results are integers or truths, do not depend on operands, or
/// depend on them in steps.
macro_rules! piecewise_constant {
    () => {
        Op::AfterAll
            | Op::And
            | Op::BitcastConvert
            | Op::Ceil
            | Op::Compare(_)
            | Op::Constant(_)
            | Op::CountLeadingZeros
            | Op::ExpectAlmostEq(_)
            | Op::ExpectAlmostEqConst(_)
            | Op::ExpectClose(_)
            | Op::ExpectEq
            | Op::ExpectEqConst(_)
            | Op::Floor
            | Op::GetDimensionSize(_)
            | Op::Imag
            | Op::Iota(_)
            | Op::IsFinite
            | Op::IsInf
            | Op::IsNegInf
            | Op::IsPosInf
            | Op::Mulhi
            | Op::NextAfter
            | Op::Not
            | Op::Or
            | Op::PopulationCount
            | Op::RngBitGenerator(_)
            | Op::RoundNearestAfz
            | Op::RoundNearestEven
            | Op::ShiftLeft
            | Op::ShiftRightArithmetic
            | Op::ShiftRightLogical
            | Op::Sign
            | Op::Xor
    };
}

/// Adds to the cotangents of the operands what those of the results make of it.
pub(super) fn pull(tape: &mut Tape, site: &Site) -> Result<()> {
    if levels(tape.builder.body(), &site.regions) > MAX_LEVELS {
        return Err(no_rule(site, format!("its regions nest deeper than {MAX_LEVELS}")));
    }
    match &site.op {
        Op::Abs
        | Op::Cbrt
        | Op::Cosine
        | Op::Exponential
        | Op::ExponentialMinusOne
        | Op::Log
        | Op::LogPlusOne
        | Op::Logistic
        | Op::Negate
        | Op::Real
        | Op::Rsqrt
        | Op::Sine
        | Op::Sqrt
        | Op::Square
        | Op::Tan
        | Op::ChloTan
        | Op::Tanh
        | Op::ReducePrecision(_) => elementwise::unary(tape, site),
        Op::Acos
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
        | Op::Sinh => special::unary(tape, site),
        Op::Add
        | Op::Subtract
        | Op::Multiply
        | Op::Divide
        | Op::Remainder
        | Op::Power
        | Op::Atan2
        | Op::Maximum
        | Op::Minimum => elementwise::binary(tape, site),
        Op::Polygamma => special::polygamma(tape, site),
        Op::Zeta => special::zeta(tape, site),
        Op::Clamp => elementwise::clamp(tape, site),
        Op::Convert => elementwise::convert(tape, site),
        Op::Select => elementwise::select(tape, site),

        Op::BroadcastInDim(attributes) => movement::broadcast_in_dim(tape, site, attributes),
        Op::Concatenate(attributes) => movement::concatenate(tape, site, attributes),
        Op::DynamicSlice(attributes) => movement::dynamic_slice(tape, site, attributes),
        Op::DynamicUpdateSlice => movement::dynamic_update_slice(tape, site),
        Op::Pad(attributes) => movement::pad(tape, site, attributes),
        Op::Reshape => movement::reshape(tape, site),
        Op::Reverse(attributes) => movement::reverse(tape, site, attributes),
        Op::Slice(attributes) => movement::slice(tape, site, attributes),
        Op::Transpose(attributes) => movement::transpose(tape, site, attributes),

        Op::DotGeneral(attributes) => dot::dot_general(tape, site, attributes),
        Op::RaggedDot(attributes) => ragged_dot::ragged_dot(tape, site, attributes),
        Op::Convolution(attributes) => convolution::convolution(tape, site, attributes),
        Op::BatchNormGrad(attributes) => batch_norm::grad(tape, site, attributes),
        Op::BatchNormInference(attributes) => batch_norm::inference(tape, site, attributes),
        Op::BatchNormTraining(attributes) => batch_norm::training(tape, site, attributes),
        Op::Cholesky(attributes) => linear_algebra::cholesky(tape, site, attributes),
        Op::TriangularSolve(attributes) => linear_algebra::triangular_solve(tape, site, attributes),

        Op::Gather(attributes) => gather::gather(tape, site, attributes),
        Op::Scatter(attributes) => scatter::scatter(tape, site, attributes),
        Op::Map(attributes) => control::map(tape, site, attributes),
        Op::Reduce(attributes) => reduce::reduce(tape, site, attributes),
        Op::ReduceWindow(attributes) => window::reduce_window(tape, site, attributes),
        Op::SelectAndScatter(attributes) => window::select_and_scatter(tape, site, attributes),
        Op::Sort(attributes) => sort::sort(tape, site, attributes),
        Op::TopK(attributes) => sort::top_k(tape, site, attributes),

        Op::Case | Op::If => control::branches(tape, site),
        Op::While => loops::while_(tape, site),
        Op::OptimizationBarrier | Op::ShardingConstraint(_) => movement::identity(tape, site),
        Op::GetTupleElement(attributes) => control::get_tuple_element(tape, site, attributes),
        Op::Call(attributes) => {
            let callee = &attributes.callee.0;
            Err(no_rule(site, format!("@{callee} is known to the module only; inline the call first")))
        }
        Op::Composite(attributes) => {
            let callee = &attributes.decomposition.0;
            Err(no_rule(site, format!("@{callee} is known to the module only; inline the composite first")))
        }
        Op::CustomCall(attributes) => {
            Err(no_rule(site, format!("only `{}` knows what it computes", attributes.call_target_name)))
        }
        // A tuple has no cotangent itself: those of its elements go to what it was made of.
        Op::Tuple => Ok(()),

        piecewise_constant!() => Ok(()),
    }
}

/// Whether an operation has the derivative 0 or none: see `piecewise_constant`.
pub(super) fn is_piecewise_constant(op: &Op) -> bool {
    matches!(op, piecewise_constant!())
}

/// How deep these regions nest, themselves counted.
fn levels(body: &Body, regions: &[RegionId]) -> usize {
    let mut deepest = 0;
    let mut waiting: Vec<(RegionId, usize)> = regions.iter().map(|&region| (region, 1)).collect();
    while let Some((region, depth)) = waiting.pop() {
        deepest = deepest.max(depth);
        for &id in body.region(region).operations() {
            waiting.extend(body.operation(id).regions().iter().map(|&inner| (inner, depth + 1)));
        }
    }
    deepest
}

/// The failure of an operation that has a derivative but no rule here.
pub(super) fn no_rule(site: &Site, why: impl std::fmt::Display) -> Error {
    Error::new(Status::Unimplemented, format!("{} has no gradient: {why}", site.op.name()))
}
