//! How much work an operation is, so that a budget can stop a program before it is done.

use crate::program::module::{Body, OperationId};
use crate::program::op::Op;
use crate::program::types::{TensorType, Type};

/// The elements that an operation reads and writes, without what its regions do; never 0.
pub(super) fn cost(body: &Body, id: OperationId) -> u64 {
    let operation = body.operation(id);
    let operands: Vec<&Type> = body.operands(id).iter().map(|&operand| body.value_type(operand)).collect();
    let read: u64 = operands.iter().map(|ty| elements(ty)).fold(1, u64::saturating_add);
    let written: u64 = operation.results().map(|result| elements(body.value_type(result))).fold(0, u64::saturating_add);
    if let Op::SelectAndScatter(attributes) = &operation.op {
        let looked_at = elements(operands[1]).saturating_mul(volume(&attributes.window_dimensions));
        return read.saturating_add(written).saturating_add(looked_at);
    }
    // How often each element of the result is added to.
    let terms = match &operation.op {
        Op::DotGeneral(attributes) => {
            product(operands[0], &attributes.dot_dimension_numbers.lhs_contracting_dimensions)
        }
        Op::RaggedDot(attributes) => {
            product(operands[0], &attributes.ragged_dot_dimension_numbers.lhs_contracting_dimensions)
        }
        Op::Convolution(_) => elements(operands[1]),
        Op::Cholesky(_) | Op::TriangularSolve(_) => {
            operands[0].as_tensor().and_then(|a| a.dims().last()).map_or(1, |&n| n as u64)
        }
        Op::ReduceWindow(attributes) => volume(&attributes.window_dimensions),
        _ => 1,
    };
    read.saturating_add(written.saturating_mul(terms.max(1)))
}

/// How many elements a window has.
fn volume(window_dimensions: &[i64]) -> u64 {
    window_dimensions.iter().fold(1, |all, &extent| all.saturating_mul(extent.max(1) as u64))
}

fn elements(ty: &Type) -> u64 {
    match ty {
        Type::Tensor(tensor) => tensor.element_count() as u64,
        Type::Tuple(items) => items.iter().map(elements).fold(0, u64::saturating_add),
        Type::Token => 0,
    }
}

fn product(ty: &Type, dimensions: &[i64]) -> u64 {
    let dims = ty.as_tensor().map_or(&[][..], TensorType::dims);
    dimensions.iter().fold(1, |all, &dimension| all.saturating_mul(dims[dimension as usize] as u64))
}
