//! The rule of each operation: what its operands may be, and what its results are.

mod control;
mod convolution;
mod dot;
mod elementwise;
mod gather;
mod linear_algebra;
mod movement;
mod reduce;
mod sort;
mod window;

use elementwise::{ANY, FLOAT, INTEGER, INTEGER_OR_BOOL, NUMBER, SIGNED};

use super::op::{Op, Regions};
use super::types::{TensorType, Type, Types};
use crate::error::{Error, Result};
use crate::tensor::DType;

/// An operation that is to be checked.
pub(super) struct Check<'a> {
    /// What it does.
    pub(super) op: &'a Op,
    /// The types of its operands.
    pub(super) operands: &'a [&'a Type],
    /// The types of its regions.
    pub(super) regions: &'a [RegionTypes<'a>],
    /// Its result types, where they were said; else empty.
    pub(super) declared: &'a [Type],
}

/// What a region takes and returns.
pub(super) struct RegionTypes<'a> {
    /// What it takes.
    pub(super) arguments: Vec<&'a Type>,
    /// What it returns.
    pub(super) results: Vec<&'a Type>,
}

/// The result types of this operation.
///
/// # Errors
/// `INVALID_ARGUMENT`, naming the operation, the operand and the rule.
pub(super) fn infer(check: &Check) -> Result<Vec<Type>> {
    check.count_operands()?;
    check.count_regions()?;
    let inferred = by_rule(check)?;
    if !check.declared.is_empty() && check.declared != inferred {
        let (declared, inferred) = (Types(check.declared), Types(&inferred));
        return Err(check.fail(format!("the result is ({inferred}), it is declared to be ({declared})")));
    }
    Ok(inferred)
}

fn by_rule(check: &Check) -> Result<Vec<Type>> {
    match check.op {
        Op::Abs | Op::Sign => elementwise::unary(check, SIGNED),
        Op::Negate | Op::Square => elementwise::unary(check, NUMBER),
        Op::Not => elementwise::unary(check, INTEGER_OR_BOOL),
        Op::PopulationCount | Op::CountLeadingZeros => elementwise::unary(check, INTEGER),
        Op::Cbrt
        | Op::Ceil
        | Op::Cosine
        | Op::Exponential
        | Op::ExponentialMinusOne
        | Op::Floor
        | Op::Imag
        | Op::Log
        | Op::LogPlusOne
        | Op::Logistic
        | Op::Real
        | Op::RoundNearestAfz
        | Op::RoundNearestEven
        | Op::Rsqrt
        | Op::Sine
        | Op::Sqrt
        | Op::Tan
        | Op::Tanh
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
        | Op::ChloTan => elementwise::unary(check, FLOAT),
        Op::ReducePrecision(attributes) => elementwise::reduce_precision(check, attributes),
        Op::IsFinite | Op::IsInf | Op::IsNegInf | Op::IsPosInf => elementwise::predicate(check),
        Op::Add | Op::Multiply | Op::Maximum | Op::Minimum => elementwise::binary(check, ANY),
        Op::Subtract | Op::Divide | Op::Remainder | Op::Power => elementwise::binary(check, NUMBER),
        Op::And | Op::Or | Op::Xor => elementwise::binary(check, INTEGER_OR_BOOL),
        Op::ShiftLeft | Op::ShiftRightArithmetic | Op::ShiftRightLogical | Op::Mulhi => {
            elementwise::binary(check, INTEGER)
        }
        Op::Atan2 | Op::NextAfter | Op::Polygamma | Op::Zeta => elementwise::binary(check, FLOAT),
        Op::Compare(attributes) => elementwise::compare(check, attributes),
        Op::Select => elementwise::select(check),
        Op::Clamp => elementwise::clamp(check),
        Op::Convert => elementwise::convert(check),
        Op::BitcastConvert => elementwise::bitcast_convert(check),

        Op::BroadcastInDim(attributes) => movement::broadcast_in_dim(check, attributes),
        Op::Concatenate(attributes) => movement::concatenate(check, attributes),
        Op::Constant(attributes) => movement::constant(attributes),
        Op::DynamicSlice(attributes) => movement::dynamic_slice(check, attributes),
        Op::DynamicUpdateSlice => movement::dynamic_update_slice(check),
        Op::GetDimensionSize(attributes) => movement::get_dimension_size(check, attributes),
        Op::Iota(attributes) => movement::iota(check, attributes),
        Op::Pad(attributes) => movement::pad(check, attributes),
        Op::Reshape => movement::reshape(check),
        Op::Reverse(attributes) => movement::reverse(check, attributes),
        Op::Slice(attributes) => movement::slice(check, attributes),
        Op::Transpose(attributes) => movement::transpose(check, attributes),

        Op::DotGeneral(attributes) => dot::dot_general(check, attributes),
        Op::RaggedDot(attributes) => dot::ragged_dot(check, attributes),
        Op::Convolution(attributes) => convolution::convolution(check, attributes),
        Op::BatchNormGrad(attributes) => linear_algebra::batch_norm_grad(check, attributes),
        Op::BatchNormInference(attributes) => linear_algebra::batch_norm_inference(check, attributes),
        Op::BatchNormTraining(attributes) => linear_algebra::batch_norm_training(check, attributes),
        Op::Cholesky(_) => linear_algebra::cholesky(check),
        Op::TriangularSolve(attributes) => linear_algebra::triangular_solve(check, attributes),

        Op::Gather(attributes) => gather::gather(check, attributes),
        Op::Scatter(attributes) => gather::scatter(check, attributes),
        Op::Map(attributes) => reduce::map(check, attributes),
        Op::Reduce(attributes) => reduce::reduce(check, attributes),
        Op::ReduceWindow(attributes) => reduce::reduce_window(check, attributes),
        Op::SelectAndScatter(attributes) => reduce::select_and_scatter(check, attributes),
        Op::Sort(attributes) => sort::sort(check, attributes),
        Op::TopK(attributes) => sort::top_k(check, attributes),

        Op::Case => control::case(check),
        Op::If => control::if_(check),
        Op::While => control::while_(check),
        Op::Call(_) | Op::Composite(_) | Op::CustomCall(_) => Ok(check.declared.to_vec()),
        Op::OptimizationBarrier | Op::ShardingConstraint(_) => Ok(check.operands.iter().copied().cloned().collect()),
        Op::RngBitGenerator(attributes) => control::rng_bit_generator(check, attributes),
        Op::AfterAll => control::after_all(check),
        Op::GetTupleElement(attributes) => control::get_tuple_element(check, attributes),
        Op::Tuple => Ok(vec![Type::tuple(check.operands.iter().copied().cloned().collect())?]),

        Op::ExpectEq | Op::ExpectAlmostEq(_) | Op::ExpectClose(_) => control::expect_same(check),
        Op::ExpectEqConst(attributes) => control::expect_type(check, &attributes.value),
        Op::ExpectAlmostEqConst(attributes) => control::expect_type(check, &attributes.value),
    }
}

impl<'a> Check<'a> {
    /// The failure of a rule.
    pub(super) fn fail(&self, rule: impl std::fmt::Display) -> Error {
        Error::invalid(format!("{}: {rule}", self.op.name()))
    }

    /// The failure of a rule about one operand.
    pub(super) fn fail_operand(&self, index: usize, rule: impl std::fmt::Display) -> Error {
        match self.operands.get(index) {
            Some(ty) => self.fail(format!("operand `{}` {rule}; it is {ty}", self.operand_name(index))),
            None => self.fail(format!("operand `{}` {rule}", self.operand_name(index))),
        }
    }

    /// The name of an operand, with its place where it stands in a list.
    pub(super) fn operand_name(&self, index: usize) -> String {
        self.op.info().operand_name(index, self.operands.len())
    }

    /// The tensor type of an operand.
    pub(super) fn tensor(&self, index: usize) -> Result<&'a TensorType> {
        self.operands
            .get(index)
            .and_then(|ty| ty.as_tensor())
            .ok_or_else(|| self.fail_operand(index, "must be a tensor"))
    }

    /// The tensor types of these operands.
    pub(super) fn tensors(&self, range: std::ops::Range<usize>) -> Result<Vec<&'a TensorType>> {
        range.map(|index| self.tensor(index)).collect()
    }

    /// The only result type, which has to be declared: the operands do not say it.
    pub(super) fn declared_tensor(&self) -> Result<&'a TensorType> {
        match self.declared {
            [Type::Tensor(tensor)] => Ok(tensor),
            [] => Err(self.fail("the type of the result must be declared")),
            other => Err(self.fail(format!("there is one result, a tensor; it is declared to be ({})", Types(other)))),
        }
    }

    /// Checks that an operand holds one integer.
    pub(super) fn expect_index(&self, index: usize) -> Result<()> {
        let tensor = self.tensor(index)?;
        if tensor.rank() == 0 && INTEGER.contains(tensor.dtype) {
            Ok(())
        } else {
            Err(self.fail_operand(index, "must be a single integer"))
        }
    }

    /// Checks that a region takes exactly these.
    pub(super) fn expect_region_arguments(&self, region: usize, expected: &[Type]) -> Result<()> {
        let found = &self.regions[region].arguments;
        if found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| *found == expected) {
            return Ok(());
        }
        let found: Vec<Type> = found.iter().copied().cloned().collect();
        Err(self.fail(format!("region {region} must take ({}), it takes ({})", Types(expected), Types(&found))))
    }

    /// Checks that a region returns exactly these.
    pub(super) fn expect_region_results(&self, region: usize, expected: &[Type]) -> Result<()> {
        let found = &self.regions[region].results;
        if found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| *found == expected) {
            return Ok(());
        }
        let found: Vec<Type> = found.iter().copied().cloned().collect();
        Err(self.fail(format!("region {region} must return ({}), it returns ({})", Types(expected), Types(&found))))
    }

    /// Checks that each of these is a dimension of a tensor of this rank, none twice.
    pub(super) fn expect_dimensions(&self, what: &str, dimensions: &[i64], rank: usize) -> Result<()> {
        let mut seen = vec![false; rank];
        for &dimension in dimensions {
            match usize::try_from(dimension).ok().and_then(|dimension| seen.get_mut(dimension)) {
                None => return Err(self.fail(format!("`{what}` has {dimension}, which must be in [0, {rank})"))),
                Some(true) => return Err(self.fail(format!("`{what}` has {dimension} twice"))),
                Some(seen) => *seen = true,
            }
        }
        Ok(())
    }

    /// Checks that a list has one entry for each of so many dimensions.
    pub(super) fn expect_length(&self, what: &str, length: usize, expected: usize) -> Result<()> {
        if length == expected {
            return Ok(());
        }
        Err(self.fail(format!("`{what}` has {length} entries, it must have {expected}")))
    }

    /// The type with this dtype and these extents, which the operation computed.
    pub(super) fn result(&self, dtype: DType, dims: &[i64]) -> Result<Vec<Type>> {
        match TensorType::new(dtype, dims) {
            Ok(tensor) => Ok(vec![tensor.into()]),
            Err(error) => Err(self.fail(error)),
        }
    }

    fn count_operands(&self) -> Result<()> {
        let info = self.op.info();
        let lists = info.operands.iter().filter(|name| name.ends_with("...")).count();
        let single = info.operands.len() - lists;
        let found = self.operands.len();
        let fits = if lists == 0 { found == single } else { found >= single && (found - single).is_multiple_of(lists) };
        if fits {
            return Ok(());
        }
        Err(self.fail(format!("the operands are ({}); {found} were given", info.operands.join(", "))))
    }

    fn count_regions(&self) -> Result<()> {
        let found = self.regions.len();
        let (fits, expected) = match self.op.info().regions {
            Regions::None => (found == 0, "no region".to_owned()),
            Regions::Exactly(count) => (found == count, format!("{count} regions")),
            Regions::AtLeast(count) => (found >= count, format!("{count} regions or more")),
        };
        if fits { Ok(()) } else { Err(self.fail(format!("there must be {expected}, there are {found}"))) }
    }
}
