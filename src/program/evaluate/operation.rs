//! Which function evaluates which operation.

use super::denormals::{Denormals, flushed, is_arithmetic};
use super::{
    Evaluator, Frame, Value, check, chlo, control, convolution, dot, elementwise, gather, linear_algebra, movement,
    ragged_dot, random, reduce, scatter, sort, window,
};
use crate::error::{Error, Result, Status};
use crate::program::module::OperationId;
use crate::program::op::Op;
use crate::program::types::{TensorType, Type};
use crate::tensor::Tensor;

/// The values of the results of this operation.
pub(super) fn evaluate<'m>(evaluator: &Evaluator<'m>, frame: &mut Frame<'m>, id: OperationId) -> Result<Vec<Value>> {
    let operation = frame.body.operation(id);
    let values =
        frame.body.operands(id).iter().map(|&operand| frame.get(operand).cloned()).collect::<Result<Vec<Value>>>()?;
    if let Some(results) = control::evaluate(evaluator, frame, operation, &values)? {
        return Ok(results);
    }
    let types: Vec<&Type> = operation.results().map(|result| frame.body.value_type(result)).collect();
    let types = types.into_iter().filter_map(Type::as_tensor).cloned().collect::<Vec<TensorType>>();
    let flush = evaluator.options.denormals == Denormals::Flush && is_arithmetic(&operation.op);
    let operands = values
        .iter()
        .map(|value| if flush { flushed(value.tensor()?) } else { value.tensor().cloned() })
        .collect::<Result<Vec<Tensor>>>()?;
    let regions = operation.regions();
    let mut run = |region: usize, arguments: &[Tensor]| -> Result<Vec<Tensor>> {
        let arguments: Vec<Value> = arguments.iter().cloned().map(Value::Tensor).collect();
        let results = evaluator.region(frame, regions[region], &arguments)?;
        results.iter().map(|value| value.tensor().cloned()).collect()
    };
    let results = on_tensors(&operation.op, &operands, &types, &mut run)?;
    results.into_iter().map(|result| Ok(Value::Tensor(if flush { flushed(&result)? } else { result }))).collect()
}

/// Evaluates an operation that takes and returns tensors only. `run` runs one of its regions.
fn on_tensors(
    op: &Op,
    operands: &[Tensor],
    results: &[TensorType],
    run: &mut dyn FnMut(usize, &[Tensor]) -> Result<Vec<Tensor>>,
) -> Result<Vec<Tensor>> {
    let one = |tensor: Result<Tensor>| tensor.map(|tensor| vec![tensor]);
    match op {
        Op::Abs
        | Op::Cbrt
        | Op::Ceil
        | Op::Cosine
        | Op::CountLeadingZeros
        | Op::Exponential
        | Op::ExponentialMinusOne
        | Op::Floor
        | Op::Imag
        | Op::IsFinite
        | Op::Log
        | Op::LogPlusOne
        | Op::Logistic
        | Op::Negate
        | Op::Not
        | Op::PopulationCount
        | Op::Real
        | Op::RoundNearestAfz
        | Op::RoundNearestEven
        | Op::Rsqrt
        | Op::Sign
        | Op::Sine
        | Op::Sqrt
        | Op::Tan
        | Op::Tanh => one(elementwise::unary(op, &operands[0], &results[0])),
        Op::Add
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
        | Op::Xor => one(elementwise::binary(op, &operands[0], &operands[1], &results[0])),
        Op::BitcastConvert => one(elementwise::bitcast_convert(&operands[0], &results[0])),
        Op::Clamp => one(elementwise::clamp(&operands[0], &operands[1], &operands[2], &results[0])),
        Op::Compare(attributes) => one(elementwise::compare(&operands[0], &operands[1], attributes, &results[0])),
        Op::Convert => one(elementwise::convert(&operands[0], &results[0])),
        Op::ReducePrecision(attributes) => one(elementwise::reduce_precision(&operands[0], attributes, &results[0])),
        Op::Select => one(elementwise::select(&operands[0], &operands[1], &operands[2], &results[0])),

        Op::BroadcastInDim(attributes) => one(movement::broadcast_in_dim(&operands[0], attributes, &results[0])),
        Op::Concatenate(attributes) => one(movement::concatenate(operands, attributes, &results[0])),
        Op::Constant(attributes) => Ok(vec![attributes.value.0.clone()]),
        Op::DynamicSlice(_) => one(movement::dynamic_slice(&operands[0], &operands[1..], &results[0])),
        Op::DynamicUpdateSlice => one(movement::dynamic_update_slice(&operands[0], &operands[1], &operands[2..])),
        Op::GetDimensionSize(attributes) => one(movement::get_dimension_size(&operands[0], attributes)),
        Op::Iota(attributes) => one(movement::iota(attributes, &results[0])),
        Op::Pad(attributes) => one(movement::pad(&operands[0], &operands[1], attributes, &results[0])),
        Op::Reshape => one(movement::reshape(&operands[0], &results[0])),
        Op::Reverse(attributes) => one(movement::reverse(&operands[0], attributes, &results[0])),
        Op::Slice(attributes) => one(movement::slice(&operands[0], attributes, &results[0])),
        Op::Transpose(attributes) => one(movement::transpose(&operands[0], attributes, &results[0])),

        Op::DotGeneral(attributes) => one(dot::dot_general(&operands[0], &operands[1], attributes, &results[0])),
        Op::RaggedDot(attributes) => one(ragged_dot::ragged_dot(operands, attributes, &results[0])),
        Op::Convolution(attributes) => {
            one(convolution::convolution(&operands[0], &operands[1], attributes, &results[0]))
        }
        Op::BatchNormGrad(attributes) => linear_algebra::batch_norm_grad(operands, attributes, results),
        Op::BatchNormInference(attributes) => {
            one(linear_algebra::batch_norm_inference(operands, attributes, &results[0]))
        }
        Op::BatchNormTraining(attributes) => linear_algebra::batch_norm_training(operands, attributes, results),
        Op::Cholesky(attributes) => one(linear_algebra::cholesky(&operands[0], attributes, &results[0])),
        Op::TriangularSolve(attributes) => {
            one(linear_algebra::triangular_solve(&operands[0], &operands[1], attributes, &results[0]))
        }

        Op::Gather(attributes) => one(gather::gather(&operands[0], &operands[1], attributes, &results[0])),
        Op::Scatter(attributes) => {
            let inputs = (operands.len() - 1) / 2;
            let (indices, updates) = (&operands[inputs], &operands[inputs + 1..]);
            let mut update = |arguments: &[Tensor]| run(0, arguments);
            scatter::scatter(&operands[..inputs], indices, updates, attributes, results, &mut update)
        }
        Op::Map(_) => one(reduce::map(operands, &results[0], &mut |arguments| run(0, arguments))),
        Op::Reduce(attributes) => {
            let (inputs, init_values) = operands.split_at(operands.len() / 2);
            reduce::reduce(inputs, init_values, attributes, results, &mut |arguments| run(0, arguments))
        }
        Op::ReduceWindow(attributes) => {
            let (inputs, init_values) = operands.split_at(operands.len() / 2);
            window::reduce_window(inputs, init_values, attributes, results, &mut |arguments| run(0, arguments))
        }
        Op::SelectAndScatter(attributes) => {
            one(window::select_and_scatter(&operands[0], &operands[1], &operands[2], attributes, &results[0], run))
        }
        Op::Sort(attributes) => sort::sort(operands, attributes, &mut |arguments| run(0, arguments)),
        Op::TopK(attributes) => sort::top_k(&operands[0], attributes, results),
        Op::RngBitGenerator(attributes) => random::rng_bit_generator(&operands[0], attributes, &results[1]),

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
        | Op::IsInf
        | Op::IsNegInf
        | Op::IsPosInf
        | Op::Lgamma
        | Op::Sinh
        | Op::Square
        | Op::ChloTan => one(chlo::unary(op, &operands[0], &results[0])),
        Op::Mulhi | Op::NextAfter | Op::Polygamma | Op::Zeta => {
            one(chlo::binary(op, &operands[0], &operands[1], &results[0]))
        }

        Op::ExpectEq => check::expect_eq(&operands[0], &operands[1]),
        Op::ExpectEqConst(attributes) => check::expect_eq(&operands[0], &attributes.value.0),
        Op::ExpectAlmostEq(attributes) => check::expect_almost_eq(&operands[0], &operands[1], attributes.tolerance),
        Op::ExpectAlmostEqConst(attributes) => {
            check::expect_almost_eq(&operands[0], &attributes.value.0, attributes.tolerance)
        }
        Op::ExpectClose(attributes) => check::expect_close(
            &operands[0],
            &operands[1],
            attributes.min_ulp_difference,
            attributes.max_ulp_difference,
        ),
        Op::CustomCall(attributes) => match attributes.call_target_name.as_str() {
            "check.expect_eq" => check::expect_eq(&operands[0], &operands[1]),
            "check.expect_almost_eq" => check::expect_almost_eq(&operands[0], &operands[1], 1e-3),
            "check.expect_close" => check::expect_close(&operands[0], &operands[1], 0, 3),
            target => {
                Err(Error::new(Status::Unimplemented, format!("stablehlo.custom_call: there is no @{target} to call")))
            }
        },

        Op::Case
        | Op::If
        | Op::While
        | Op::Call(_)
        | Op::Composite(_)
        | Op::OptimizationBarrier
        | Op::ShardingConstraint(_)
        | Op::AfterAll
        | Op::GetTupleElement(_)
        | Op::Tuple => Err(Error::new(Status::Internal, format!("{} is not an operation on tensors", op.name()))),
    }
}
