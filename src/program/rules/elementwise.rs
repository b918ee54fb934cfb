//! Rules of operations that make one element of the result from one element of each operand.

use super::Check;
use crate::error::Result;
use crate::program::op::attributes::{Compare, ReducePrecision};
use crate::program::op::enumerations::ComparisonType;
use crate::program::types::{Class, TensorType, Type, bits, class};
use crate::tensor::DType;

/// A set of dtypes.
#[derive(Clone, Copy)]
pub(super) struct DTypes(&'static str, &'static [Class]);

pub(super) const ANY: DTypes = DTypes("any dtype", &[Class::Bool, Class::Signed, Class::Unsigned, Class::Float]);
pub(super) const NUMBER: DTypes = DTypes("numbers", &[Class::Signed, Class::Unsigned, Class::Float]);
pub(super) const SIGNED: DTypes = DTypes("signed numbers", &[Class::Signed, Class::Float]);
pub(super) const FLOAT: DTypes = DTypes("floating-point numbers", &[Class::Float]);
pub(super) const INTEGER: DTypes = DTypes("integers", &[Class::Signed, Class::Unsigned]);
pub(super) const INTEGER_OR_BOOL: DTypes = DTypes("integers or bools", &[Class::Bool, Class::Signed, Class::Unsigned]);

impl DTypes {
    pub(super) fn contains(self, dtype: DType) -> bool {
        self.1.contains(&class(dtype))
    }
}

/// An operand whose dtype is one of these.
fn operand<'a>(check: &Check<'a>, index: usize, dtypes: DTypes) -> Result<&'a TensorType> {
    let tensor = check.tensor(index)?;
    if dtypes.contains(tensor.dtype) {
        return Ok(tensor);
    }
    Err(check.fail_operand(index, format!("must be of {}", dtypes.0)))
}

/// Checks that the type of an operand is that of another.
fn same(check: &Check, index: usize, as_other: usize) -> Result<()> {
    if check.operands[index] == check.operands[as_other] {
        return Ok(());
    }
    let (name, other) = (check.operand_name(as_other), check.operands[as_other]);
    Err(check.fail_operand(index, format!("must have the type of `{name}`, {other}")))
}

pub(super) fn unary(check: &Check, dtypes: DTypes) -> Result<Vec<Type>> {
    Ok(vec![operand(check, 0, dtypes)?.clone().into()])
}

pub(super) fn predicate(check: &Check) -> Result<Vec<Type>> {
    Ok(vec![operand(check, 0, FLOAT)?.with_dtype(DType::Bool)?.into()])
}

pub(super) fn binary(check: &Check, dtypes: DTypes) -> Result<Vec<Type>> {
    let result = operand(check, 0, dtypes)?.clone();
    same(check, 1, 0)?;
    Ok(vec![result.into()])
}

pub(super) fn compare(check: &Check, attributes: &Compare) -> Result<Vec<Type>> {
    let lhs = check.tensor(0)?;
    same(check, 1, 0)?;
    let fits = match (attributes.compare_type, class(lhs.dtype)) {
        (None | Some(ComparisonType::NoType), _) => true,
        (Some(ComparisonType::Float | ComparisonType::TotalOrder), Class::Float) => true,
        (Some(ComparisonType::Signed), Class::Signed) => true,
        (Some(ComparisonType::Unsigned), Class::Unsigned | Class::Bool) => true,
        (Some(_), _) => false,
    };
    if !fits {
        let name = attributes.compare_type.map_or("", ComparisonType::name);
        return Err(check.fail_operand(0, format!("cannot be compared as {name}")));
    }
    Ok(vec![lhs.with_dtype(DType::Bool)?.into()])
}

pub(super) fn select(check: &Check) -> Result<Vec<Type>> {
    let pred = check.tensor(0)?;
    let on_true = check.tensor(1)?;
    same(check, 2, 1)?;
    if pred.dtype != DType::Bool || (pred.rank() != 0 && pred.shape != on_true.shape) {
        return Err(check.fail_operand(0, format!("must be one bool, or one for each element of {on_true}")));
    }
    Ok(vec![on_true.clone().into()])
}

pub(super) fn clamp(check: &Check) -> Result<Vec<Type>> {
    let operand = check.tensor(1)?;
    for index in [0, 2] {
        let bound = check.tensor(index)?;
        if bound.dtype != operand.dtype || (bound.rank() != 0 && bound.shape != operand.shape) {
            return Err(check.fail_operand(index, format!("must be one element or as many as {operand}, of its dtype")));
        }
    }
    Ok(vec![operand.clone().into()])
}

pub(super) fn convert(check: &Check) -> Result<Vec<Type>> {
    let (operand, result) = (check.tensor(0)?, check.declared_tensor()?);
    if operand.shape != result.shape {
        return Err(check.fail_operand(0, format!("must have the shape of the result, {result}")));
    }
    Ok(vec![result.clone().into()])
}

/// The wider dtype has one dimension less: its last is as long as it takes of the narrower for one of the wider.
pub(super) fn bitcast_convert(check: &Check) -> Result<Vec<Type>> {
    let (operand, result) = (check.tensor(0)?, check.declared_tensor()?);
    let (from, to) = (bits(operand.dtype), bits(result.dtype));
    let (narrow, wide) = if from < to { (operand, result) } else { (result, operand) };
    let ratio = (bits(wide.dtype) / bits(narrow.dtype)) as i64;
    let fits = if from == to {
        operand.shape == result.shape
    } else {
        narrow.dims().split_last().is_some_and(|(&last, others)| last == ratio && others == wide.dims())
    };
    if !fits {
        let rule = format!("of {from} bits each cannot be read as {result}, of {to} bits each");
        return Err(check.fail_operand(0, rule));
    }
    Ok(vec![result.clone().into()])
}

pub(super) fn reduce_precision(check: &Check, attributes: &ReducePrecision) -> Result<Vec<Type>> {
    let operand = operand(check, 0, FLOAT)?;
    if attributes.exponent_bits < 1 || attributes.mantissa_bits < 0 {
        return Err(check.fail("`exponent_bits` must be at least 1 and `mantissa_bits` at least 0"));
    }
    Ok(vec![operand.clone().into()])
}
