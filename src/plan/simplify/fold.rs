//! Constant folding: what depends on constants only is evaluated here, where it is not too large.

use super::constant::{constant_op, filled, splat};
use super::rewrite::{Candidate, Rewriter, Rules, rewrite};
use crate::error::Result;
use crate::program::evaluate::{Options, evaluate_with};
use crate::program::op::Op;
use crate::program::{FunctionBuilder, Module, TensorType, Type, ValueId};
use crate::tensor::Tensor;

/// The most elements that a folded operation may read or make.
const MAX_ELEMENTS: usize = 1 << 12;
/// The most work that one may be.
const BUDGET: u64 = 1 << 16;

/// Evaluates operations whose operands are constants. Constants of one number everywhere become broadcasts of it.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn fold(module: &Module) -> Result<Module> {
    rewrite(module, Rules { values: &[folded], ..Rules::default() })
}

pub(super) fn folded(rewriter: &mut Rewriter, candidate: Candidate) -> Result<Option<ValueId>> {
    let ty = candidate.ty;
    match candidate.op {
        Op::Constant(attributes) if ty.rank() > 0 => match splat(&attributes.value.0)? {
            Some(element) => rewriter.all(ty, element).map(Some),
            None => Ok(None),
        },
        // What they make is larger than what says so.
        Op::Constant(_) | Op::Iota(_) | Op::BroadcastInDim(_) => Ok(None),
        op => {
            let Some(operands) = constants(rewriter, candidate)? else { return Ok(None) };
            let Some(value) = evaluated(op, &operands, ty)? else { return Ok(None) };
            match splat(&value)? {
                Some(element) => rewriter.all(ty, element).map(Some),
                None => rewriter.as_it_is(constant_op(value), &[], ty.clone()).map(Some),
            }
        }
    }
}

/// The operands, where all are constants and not too large.
fn constants(rewriter: &Rewriter, candidate: Candidate) -> Result<Option<Vec<Tensor>>> {
    if candidate.operands.is_empty() || candidate.ty.element_count() > MAX_ELEMENTS {
        return Ok(None);
    }
    let mut tensors = Vec::with_capacity(candidate.operands.len());
    for &operand in candidate.operands {
        let Some(ty) = rewriter.tensor_type(operand) else { return Ok(None) };
        if ty.element_count() > MAX_ELEMENTS {
            return Ok(None);
        }
        tensors.push(match (rewriter.constant_tensor(operand), rewriter.scalar_of(operand)) {
            (Some(tensor), _) => tensor.clone(),
            (None, Some(scalar)) => match rewriter.constant_tensor(scalar) {
                Some(element) => filled(element, ty)?,
                None => return Ok(None),
            },
            (None, None) => return Ok(None),
        });
    }
    Ok(Some(tensors))
}

/// What an operation makes of these, where it is not too much work.
fn evaluated(op: &Op, operands: &[Tensor], ty: &TensorType) -> Result<Option<Tensor>> {
    let types: Vec<Type> = operands.iter().map(|operand| TensorType::of(operand).into()).collect();
    let mut builder = FunctionBuilder::new("folded", &types);
    let arguments = builder.arguments().to_vec();
    let results = builder.operation(op.clone(), &arguments, &[], &[ty.clone().into()])?;
    let mut module = Module::new();
    module.add(builder.finish(&results)?)?;
    let options = Options { budget: Some(BUDGET), ..Options::default() };
    // What cannot be evaluated stays as it is.
    Ok(evaluate_with(&module, "folded", operands, &options).ok().and_then(|results| results.into_iter().next()))
}
