//! From a program to a graph: movements become views, calls are opened, and each operation becomes the node that
//! computes it. What no node describes is left to the evaluator, one operation at a time.

use std::collections::HashMap;

use super::batch_norm::batch_norm;
use super::decompose::decomposed;
use super::graph::{Fold, Graph, Node, NodeId, NodeKind, Operation, Product, Read};
use super::kernel::Source;
use super::outline::region_plans;
use super::stacks::rewritten;
use super::view::View;
use crate::error::{Error, Result, Status};
use crate::program::op::Op;
use crate::program::op::attributes::DotGeneral;
use crate::program::types::{Class, bits, class};
use crate::program::{Function, Module, OperationId, TensorType, Type, ValueId};
use crate::tensor::{DType, Tensor};

/// The most nodes that a program may become; calls multiply them.
const MAX_NODES: usize = 4_000_000;

/// The graph of a function, whose plan lies in so many others.
pub(super) fn lower(module: &Module, function: &str, plan_depth: usize) -> Result<Graph> {
    let index = module.function_index(function);
    let index = index.ok_or_else(|| Error::not_found(format!("there is no function @{function}")))?;
    let depth = crate::program::verify::check_calls(module)?;
    let run = || {
        let mut lowering = Lowering { module, graph: Graph::default(), source: None, plan_depth };
        let function = &module.functions()[index];
        let mut arguments = Vec::new();
        for (argument, ty) in function.argument_types().enumerate() {
            let ty = tensor_type(ty)?;
            let read = lowering.array(NodeKind::Argument(argument), ty)?;
            lowering.graph.arguments.push(read.node);
            arguments.push(Value::Array(read));
        }
        let results = lowering.call(index, arguments)?;
        lowering.source = None;
        for (result, ty) in results.into_iter().zip(function.result_types()) {
            let ty = tensor_type(ty)?;
            let result = lowering.result(result.array()?, ty)?;
            lowering.graph.results.push(result);
        }
        Ok(lowering.graph)
    };
    crate::program::stack::with_depth(depth, run)?
}

/// What a value of the program is.
#[derive(Clone)]
enum Value {
    /// A view; its axes are the dimensions of the value.
    Array(Read),
    Tuple(Vec<Value>),
    Token,
}

impl Value {
    fn array(self) -> Result<Read> {
        match self {
            Value::Array(read) => Ok(read),
            Value::Tuple(_) | Value::Token => {
                Err(Error::invalid("only tensors can be arguments and results of a plan, and be computed with"))
            }
        }
    }
}

pub(super) struct Lowering<'m> {
    module: &'m Module,
    graph: Graph,
    /// The operation that is lowered.
    source: Option<Source>,
    plan_depth: usize,
}

type Values = HashMap<ValueId, Value>;

impl Lowering<'_> {
    fn call(&mut self, function: usize, arguments: Vec<Value>) -> Result<Vec<Value>> {
        let module = self.module;
        let callee = &module.functions()[function];
        let body = callee.body();
        let mut values: Values = callee.arguments().iter().copied().zip(arguments).collect();
        for &id in body.region(body.root()).operations() {
            let results = self.operation(function, callee, id, &values).map_err(|error| {
                let line = body.operation(id).location.line;
                let named = error.message().starts_with("line ") || line == 0;
                if named { error } else { Error::from_code(error.code(), format!("line {line}: {}", error.message())) }
            })?;
            values.extend(body.operation(id).results().zip(results));
        }
        callee.results().iter().map(|result| value(&values, *result)).collect()
    }

    fn operation(&mut self, index: usize, function: &Function, id: OperationId, values: &Values) -> Result<Vec<Value>> {
        let body = function.body();
        let operation = body.operation(id);
        let operands =
            body.operands(id).iter().map(|&operand| value(values, operand)).collect::<Result<Vec<Value>>>()?;
        match &operation.op {
            Op::Call(attributes) => return self.call(self.callee(&attributes.callee.0)?, operands),
            Op::Composite(attributes) => return self.call(self.callee(&attributes.decomposition.0)?, operands),
            Op::OptimizationBarrier | Op::ShardingConstraint(_) => return Ok(operands),
            Op::AfterAll => return Ok(vec![Value::Token]),
            Op::Tuple => return Ok(vec![Value::Tuple(operands)]),
            Op::GetTupleElement(attributes) => {
                let Some(Value::Tuple(elements)) = operands.into_iter().next() else { return Err(no_tuple()) };
                return Ok(vec![elements.into_iter().nth(attributes.index as usize).ok_or_else(no_tuple)?]);
            }
            _ => {}
        }
        self.source = Some(Source { function: index, operation: id });
        let results: Vec<&Type> = operation.results().map(|result| body.value_type(result)).collect();
        let arrays: Option<Vec<Read>> = operands.iter().map(|operand| operand.clone().array().ok()).collect();
        if let Some(arrays) = arrays {
            let types = body.operands(id).iter().filter_map(|&operand| body.value_type(operand).as_tensor());
            if let Some(reads) = batch_norm(self, &operation.op, &arrays, &types.collect::<Vec<&TensorType>>())? {
                return Ok(reads.into_iter().map(Value::Array).collect());
            }
            if let [Type::Tensor(result)] = results.as_slice()
                && let Some(read) = self.array_operation(function, id, arrays, result)?
            {
                return Ok(vec![Value::Array(read)]);
            }
        }
        self.whole_arrays(index, function, id, values)
    }

    fn callee(&self, name: &str) -> Result<usize> {
        let index = self.module.function_index(name);
        index.ok_or_else(|| Error::new(Status::Internal, format!("the program calls @{name}, which it does not have")))
    }

    /// The result of an operation on arrays that has one, where there is a node for it.
    fn array_operation(
        &mut self,
        function: &Function,
        id: OperationId,
        operands: Vec<Read>,
        result: &TensorType,
    ) -> Result<Option<Read>> {
        let operation = function.body().operation(id);
        let extents = extents(result);
        let moved = |view: View| Ok(Some(Read { node: operands[0].node, view }));
        let types = function.body().operands(id).iter().map(|&operand| function.body().value_type(operand));
        let types: Vec<&TensorType> = types.filter_map(Type::as_tensor).collect();
        match &operation.op {
            Op::Constant(attributes) => self.constant(&attributes.value.0, result).map(Some),
            Op::BroadcastInDim(attributes) => {
                moved(operands[0].view.broadcast(&indices(&attributes.broadcast_dimensions), &extents))
            }
            Op::Transpose(attributes) => {
                let permutation = indices(&attributes.permutation);
                let turned = self.turned_product(&operands[0], &permutation);
                turned.map_or_else(|| moved(operands[0].view.transpose(&permutation)), |read| Ok(Some(read)))
            }
            Op::Slice(attributes) => {
                let (starts, strides) = (indices(&attributes.start_indices), indices(&attributes.strides));
                moved(operands[0].view.slice(&starts, &strides, &extents))
            }
            Op::Reverse(attributes) => moved(operands[0].view.reverse(&indices(&attributes.dimensions))),
            Op::Reshape => match operands[0].view.reshape(&extents) {
                Some(view) => moved(view),
                None => {
                    let node = self.whole(operands[0].clone(), types[0])?;
                    Ok(Some(Read { node, view: View::identity(&extents) }))
                }
            },
            Op::Real => Ok(Some(operands[0].clone())),
            Op::Imag => {
                let zero = self.constant(&Tensor::zeros(result.dtype, &[])?, &TensorType::scalar(result.dtype))?;
                Ok(Some(spread(zero, &extents)))
            }
            Op::GetDimensionSize(attributes) => {
                let extent = types[0].dims()[attributes.dimension as usize] as i32;
                self.constant(&Tensor::scalar(extent), result).map(Some)
            }
            Op::Iota(attributes) => {
                let dimension = attributes.iota_dimension as usize;
                let inner = extents[dimension + 1..].iter().product::<usize>().max(1);
                self.array(NodeKind::Iota { inner, extent: extents[dimension].max(1) }, result).map(Some)
            }
            Op::Concatenate(attributes) => {
                let (dimension, whole) = (attributes.dimension as usize, View::identity(&extents));
                let mut starts = vec![0; extents.len()];
                let mut pieces = Vec::with_capacity(operands.len());
                for (operand, ty) in operands.into_iter().zip(&types) {
                    let part = self::extents(ty);
                    let place = whole.slice(&starts, &vec![1; part.len()], &part);
                    starts[dimension] += part[dimension];
                    pieces.push((operand, place));
                }
                self.array(NodeKind::Assemble(pieces), result).map(Some)
            }
            Op::Pad(attributes) => {
                let (operand, padding) = (&operands[0], &operands[1]);
                let around = padding.view.broadcast(&[], &extents);
                let pieces = vec![(Read { node: padding.node, view: around }, View::identity(&extents))];
                let mut pieces = pieces;
                let (mut starts, mut places) = (Vec::new(), Vec::new());
                let (mut strides, mut parts) = (Vec::new(), Vec::new());
                for (axis, source) in operand.view.axes.iter().enumerate() {
                    let (low, step) = (attributes.edge_padding_low[axis], attributes.interior_padding[axis] + 1);
                    // The first element that is not taken away, and how many follow it.
                    let start = if low < 0 { (-low + step - 1) / step } else { 0 };
                    let place = low + start * step;
                    let last = (extents[axis] as i64 - 1 - place).div_euclid(step);
                    let part = (last + 1).min(source.extent as i64 - start).max(0);
                    starts.push(start as usize);
                    places.push(place.max(0) as usize);
                    strides.push(step as usize);
                    parts.push(part as usize);
                }
                if parts.iter().all(|&part| part > 0) {
                    let source = operand.view.slice(&starts, &vec![1; parts.len()], &parts);
                    let place = View::identity(&extents).slice(&places, &strides, &parts);
                    pieces.push((Read { node: operand.node, view: source }, place));
                }
                self.array(NodeKind::Assemble(pieces), result).map(Some)
            }
            Op::BitcastConvert if types[0].dims() == result.dims() && bits(types[0].dtype) == bits(result.dtype) => {
                self.elementwise(Op::BitcastConvert, operands, result).map(Some)
            }
            // Elements narrower or wider than the result's: how they are put together is a function on whole arrays (`native/bits.rs`).
            Op::BitcastConvert => Ok(None),
            Op::Square => {
                let twice = vec![operands[0].clone(), operands[0].clone()];
                self.elementwise(Op::Multiply, twice, result).map(Some)
            }
            Op::Clamp => {
                let [low, operand, high] = <[Read; 3]>::try_from(operands).map_err(|_| no_tuple())?;
                let (low, high) = (spread(low, &extents), spread(high, &extents));
                let raised = self.elementwise(Op::Maximum, vec![low, operand], result)?;
                self.elementwise(Op::Minimum, vec![raised, high], result).map(Some)
            }
            Op::Select => {
                let mut operands = operands;
                operands[0] = spread(operands[0].clone(), &extents);
                self.elementwise(Op::Select, operands, result).map(Some)
            }
            op @ Op::Divide => match decomposed(self, op, &operands, types[0])? {
                Some(read) => Ok(Some(read)),
                None => self.elementwise(op.clone(), operands, result).map(Some),
            },
            op if is_elementwise(op, types[0].dtype) => self.elementwise(op.clone(), operands, result).map(Some),
            Op::Reduce(attributes) if operands.len() == 2 => {
                let body = function.body();
                let Some(combine) = combiner(function, id) else { return Ok(None) };
                let reduced = (0..types[0].rank() as i64).map(|axis| attributes.dimensions.contains(&axis)).collect();
                let operand = self.converted(operands[0].clone(), types[0].dtype, result.dtype)?;
                let init = self.converted(operands[1].clone(), types[1].dtype, result.dtype)?;
                debug_assert_eq!(body.operands(id).len(), 2);
                self.array(NodeKind::Fold(Fold { combine, operand, init, reduced }), result).map(Some)
            }
            Op::DotGeneral(attributes) => self.product(operands, &types, attributes, result),
            op if !types.is_empty() => decomposed(self, op, &operands, types[0]),
            _ => Ok(None),
        }
    }

    pub(super) fn array(&mut self, kind: NodeKind, ty: &TensorType) -> Result<Read> {
        let node = self.push(kind, ty.dtype, ty.element_count())?;
        Ok(Read { node, view: View::identity(&extents(ty)) })
    }

    fn push(&mut self, kind: NodeKind, dtype: DType, count: usize) -> Result<NodeId> {
        if self.graph.nodes.len() >= MAX_NODES {
            let text = format!("the program becomes more than {MAX_NODES} operations when its calls are opened");
            return Err(Error::new(Status::ResourceExhausted, text));
        }
        self.graph.nodes.push(Node { kind, dtype, count, source: self.source });
        Ok(self.graph.nodes.len() - 1)
    }

    pub(super) fn elementwise(&mut self, op: Op, operands: Vec<Read>, ty: &TensorType) -> Result<Read> {
        self.array(NodeKind::Elementwise { op, operands }, ty)
    }

    /// The element of a constant that has one, wherever it is read.
    pub(super) fn element(&self, read: &Read) -> Option<&Tensor> {
        match &self.graph.nodes[read.node].kind {
            NodeKind::Constant(value) if value.element_count() == 1 => Some(value),
            _ => None,
        }
    }

    /// A constant; one whose elements are all the same is a view of a single element.
    pub(super) fn constant(&mut self, value: &Tensor, ty: &TensorType) -> Result<Read> {
        let size = ty.dtype.size();
        let first = value.bytes().get(..size);
        let splat = first.filter(|first| value.bytes().chunks_exact(size).all(|element| element == *first));
        match splat {
            Some(element) => {
                let element = Tensor::from_bytes(ty.dtype, &[], element)?;
                let node = self.push(NodeKind::Constant(element), ty.dtype, 1)?;
                Ok(Read { node, view: View::identity(&[]).broadcast(&[], &extents(ty)) })
            }
            None => self.array(NodeKind::Constant(value.clone()), ty),
        }
    }

    /// A node whose elements are those of the view, in order.
    /// As [`Lowering::whole`], in an array that nothing but this result is.
    fn result(&mut self, read: Read, ty: &TensorType) -> Result<NodeId> {
        let whole = self.whole(read, ty)?;
        let given = matches!(self.graph.nodes[whole].kind, NodeKind::Argument(_) | NodeKind::Constant(_));
        if !given && !self.graph.results.contains(&whole) {
            return Ok(whole);
        }
        let read = Read { node: whole, view: View::identity(&extents(ty)) };
        Ok(self.elementwise(Op::Real, vec![read], ty)?.node)
    }

    fn whole(&mut self, read: Read, ty: &TensorType) -> Result<NodeId> {
        let node = &self.graph.nodes[read.node];
        if node.dtype == ty.dtype && read.view.is_identity(node.count) {
            return Ok(read.node);
        }
        Ok(self.elementwise(Op::Real, vec![read], ty)?.node)
    }

    pub(super) fn converted(&mut self, read: Read, from: DType, to: DType) -> Result<Read> {
        if from == to {
            return Ok(read);
        }
        let dims: Vec<i64> = read.view.axes.iter().map(|axis| axis.extent as i64).collect();
        self.elementwise(Op::Convert, vec![read], &TensorType::new(to, &dims)?)
    }

    fn product(
        &mut self,
        operands: Vec<Read>,
        types: &[&TensorType],
        attributes: &DotGeneral,
        result: &TensorType,
    ) -> Result<Option<Read>> {
        let dtype = match class(result.dtype) {
            Class::Float if result.dtype == DType::F64 || types[0].dtype == DType::F64 => DType::F64,
            Class::Float => DType::F32,
            Class::Signed | Class::Unsigned if types.iter().all(|ty| ty.dtype == result.dtype) => result.dtype,
            Class::Signed | Class::Unsigned | Class::Bool => return Ok(None),
        };
        if types.iter().any(|ty| class(ty.dtype) != class(result.dtype)) {
            return Ok(None);
        }
        let numbers = &attributes.dot_dimension_numbers;
        let [lhs, rhs] = <[Read; 2]>::try_from(operands).map_err(|_| no_tuple())?;
        let lhs = self.converted(lhs, types[0].dtype, dtype)?;
        let rhs = self.converted(rhs, types[1].dtype, dtype)?;
        let (lhs_batch, rhs_batch) =
            (indices(&numbers.lhs_batching_dimensions), indices(&numbers.rhs_batching_dimensions));
        let (lhs_depth, rhs_depth) =
            (indices(&numbers.lhs_contracting_dimensions), indices(&numbers.rhs_contracting_dimensions));
        let rest = |rank: usize, taken: [&[usize]; 2]| -> Vec<usize> {
            (0..rank).filter(|axis| !taken.iter().any(|taken| taken.contains(axis))).collect()
        };
        let lhs_rest = rest(types[0].rank(), [&lhs_batch, &lhs_depth]);
        let rhs_rest = rest(types[1].rank(), [&rhs_batch, &rhs_depth]);
        let (lhs, [batches, rows, depth]) = self.matrices(lhs, dtype, [&lhs_batch, &lhs_rest, &lhs_depth])?;
        let (rhs, [_, _, columns]) = self.matrices(rhs, dtype, [&rhs_batch, &rhs_depth, &rhs_rest])?;
        let product = Product { batches, rows, columns, depth, lhs, rhs };
        let sums = self.array(NodeKind::Product(product), &result.with_dtype(dtype)?)?;
        Ok(Some(self.converted(sums, dtype, result.dtype)?))
    }

    /// A view with three axes, each made of these; the array is copied where no view has them.
    fn matrices(&mut self, read: Read, dtype: DType, axes: [&[usize]; 3]) -> Result<(Read, [usize; 3])> {
        let turned = Read { node: read.node, view: read.view.transpose(&axes.concat()) };
        let extent = |axes: &[usize]| axes.iter().map(|&axis| read.view.axes[axis].extent).product::<usize>();
        let extents = [extent(axes[0]), extent(axes[1]), extent(axes[2])];
        if let Some(view) = turned.view.reshape(&extents) {
            return Ok((Read { node: turned.node, view }, extents));
        }
        let dims: Vec<i64> = turned.view.axes.iter().map(|axis| axis.extent as i64).collect();
        let node = self.whole(turned, &TensorType::new(dtype, &dims)?)?;
        Ok((Read { node, view: View::identity(&extents) }, extents))
    }

    /// The transpose of a product is the product of the transposes, exchanged; it is taken where it has longer rows.
    fn turned_product(&mut self, read: &Read, permutation: &[usize]) -> Option<Read> {
        let node = &self.graph.nodes[read.node];
        let NodeKind::Product(product) = &node.kind else { return None };
        let extents = [product.rows, product.columns];
        let is_matrix = product.batches == 1 && permutation == [1, 0] && read.view.extents() == extents;
        if !is_matrix || !read.view.is_identity(node.count) || product.rows <= product.columns {
            return None;
        }
        let turned = |read: &Read| Read { node: read.node, view: read.view.transpose(&[0, 2, 1]) };
        let (lhs, rhs) = (turned(&product.rhs), turned(&product.lhs));
        let (dtype, count) = (node.dtype, node.count);
        let product = Product { batches: 1, rows: extents[1], columns: extents[0], depth: product.depth, lhs, rhs };
        let node = self.push(NodeKind::Product(product), dtype, count).ok()?;
        Some(Read { node, view: View::identity(&[extents[1], extents[0]]) })
    }

    /// An operation on whole arrays.
    fn whole_arrays(
        &mut self,
        index: usize,
        function: &Function,
        id: OperationId,
        values: &Values,
    ) -> Result<Vec<Value>> {
        let body = function.body();
        let operation = body.operation(id);
        let mut inputs = Vec::new();
        let regions = region_plans(self.module, function, id, self.plan_depth)?;
        let captured: Vec<ValueId> = if regions.is_empty() {
            operation
                .regions()
                .iter()
                .flat_map(|&region| crate::program::differentiate::captures(body, region))
                .collect()
        } else {
            regions.iter().flat_map(|region| region.captured.iter().copied()).collect()
        };
        // What the plan of a loop does not read, nobody makes.
        let unread = if regions.is_empty() { Vec::new() } else { rewritten(body, id) };
        let operands = body.operands(id).iter().enumerate().filter(|(place, _)| !unread.contains(place));
        for input in operands.map(|(_, &operand)| operand).chain(captured) {
            if inputs.iter().any(|(known, _)| *known == input) {
                continue;
            }
            let ty = tensor_type(body.value_type(input))?;
            let node = self.whole(value(values, input)?.array()?, ty)?;
            inputs.push((input, Read { node, view: View::identity(&extents(ty)) }));
        }
        let whole = Operation { function: index, operation: id, inputs, regions };
        let node = self.push(NodeKind::Operation(whole), DType::U8, 0)?;
        if body.has_effect(id) {
            self.graph.effects.push(node);
        }
        let parts = operation.results().enumerate().map(|(index, result)| match body.value_type(result) {
            Type::Tensor(ty) => self.array(NodeKind::Part { of: node, index }, ty).map(Value::Array),
            other => Err(Error::new(Status::Unimplemented, format!("a plan has no operation that gives {other}"))),
        });
        parts.collect()
    }
}

fn value(values: &Values, id: ValueId) -> Result<Value> {
    let value = values.get(&id).cloned();
    value.ok_or_else(|| Error::new(Status::Internal, "a value was used before it was lowered"))
}

fn tensor_type(ty: &Type) -> Result<&TensorType> {
    ty.as_tensor().ok_or_else(|| {
        Error::new(Status::Unimplemented, format!("a plan computes with tensors; here the program has {ty}"))
    })
}

fn no_tuple() -> Error {
    Error::new(Status::Internal, "an operation has other operands than its rule says")
}

fn extents(ty: &TensorType) -> Vec<usize> {
    indices(ty.dims())
}

fn indices(numbers: &[i64]) -> Vec<usize> {
    numbers.iter().map(|&number| number as usize).collect()
}

/// A single element everywhere; a view that has these extents stays.
fn spread(read: Read, extents: &[usize]) -> Read {
    if read.view.axes.is_empty() { Read { view: read.view.broadcast(&[], extents), ..read } } else { read }
}

/// The operation of two elements that a reduction's region is, where it is one.
pub(crate) fn combiner(function: &Function, id: OperationId) -> Option<Op> {
    let body = function.body();
    let region = body.region(*body.operation(id).regions().first()?);
    let [inner] = region.operations() else { return None };
    let operation = body.operation(*inner);
    let mut results = operation.results();
    let symmetric =
        matches!(operation.op, Op::Add | Op::Multiply | Op::Maximum | Op::Minimum | Op::And | Op::Or | Op::Xor);
    let operands = body.operands(*inner);
    let arguments = region.arguments();
    let in_order = operands == arguments || operands.iter().rev().eq(arguments);
    (symmetric && in_order && region.results() == [results.next()?]).then(|| operation.op.clone())
}

/// Whether kernels compute this operation element by element; it has operands of this dtype.
pub(crate) fn is_elementwise(op: &Op, dtype: DType) -> bool {
    match op {
        Op::Abs | Op::Negate | Op::Sign => class(dtype) != Class::Bool,
        Op::Cbrt
        | Op::Ceil
        | Op::Cosine
        | Op::Exponential
        | Op::ExponentialMinusOne
        | Op::Floor
        | Op::IsFinite
        | Op::Log
        | Op::LogPlusOne
        | Op::Logistic
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
        | Op::ChloTan
        | Op::Cosh
        | Op::Digamma
        | Op::Erf
        | Op::ErfInv
        | Op::Erfc
        | Op::Lgamma
        | Op::Polygamma
        | Op::Sinh
        | Op::Zeta => class(dtype) == Class::Float,
        Op::CountLeadingZeros | Op::PopulationCount | Op::Not => class(dtype) != Class::Float,
        Op::ShiftLeft | Op::ShiftRightArithmetic | Op::ShiftRightLogical => {
            matches!(class(dtype), Class::Signed | Class::Unsigned)
        }
        Op::And | Op::Or | Op::Xor => class(dtype) != Class::Float,
        Op::Divide | Op::Remainder | Op::Subtract | Op::Power => class(dtype) != Class::Bool,
        Op::Atan2 => class(dtype) == Class::Float,
        Op::Add | Op::Multiply | Op::Maximum | Op::Minimum | Op::Convert => true,
        Op::Compare(attributes) => {
            use crate::program::op::enumerations::ComparisonType;
            class(dtype) != Class::Float || attributes.compare_type != Some(ComparisonType::TotalOrder)
        }
        _ => false,
    }
}
