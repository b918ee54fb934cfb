//! The common operations as short calls on a function that is built.

use half::{bf16, f16};

use crate::error::{Error, Result, Status};
use crate::program::attribute::Literal;
use crate::program::builder::FunctionBuilder;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::{
    BroadcastInDim, Compare, Concatenate, Constant, DotGeneral, Iota, Pad, Reduce, Reverse, Slice, Transpose,
};
use crate::program::op::dimensions::DotDimensionNumbers;
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::types::TensorType;
use crate::tensor::{DType, Half, Tensor};

/// Adds one operation at a time and gives its result.
pub(crate) trait Emit {
    /// The function that is built.
    fn function(&mut self) -> &mut FunctionBuilder;

    /// The type of a value that is a tensor.
    fn tensor(&mut self, value: ValueId) -> Result<TensorType> {
        let ty = self.function().value_type(value);
        ty.as_tensor()
            .cloned()
            .ok_or_else(|| Error::new(Status::Unimplemented, format!("a value of type {ty} has no derivative")))
    }

    /// An operation with one result, whose type follows from its operands.
    fn emit(&mut self, op: Op, operands: &[ValueId]) -> Result<ValueId> {
        first(self.function().operation(op, operands, &[], &[])?)
    }

    /// An operation with one result of this type.
    fn emit_as(&mut self, op: Op, operands: &[ValueId], result: TensorType) -> Result<ValueId> {
        first(self.function().operation(op, operands, &[], &[result.into()])?)
    }

    fn add(&mut self, lhs: ValueId, rhs: ValueId) -> Result<ValueId> {
        self.emit(Op::Add, &[lhs, rhs])
    }

    fn subtract(&mut self, lhs: ValueId, rhs: ValueId) -> Result<ValueId> {
        self.emit(Op::Subtract, &[lhs, rhs])
    }

    fn multiply(&mut self, lhs: ValueId, rhs: ValueId) -> Result<ValueId> {
        self.emit(Op::Multiply, &[lhs, rhs])
    }

    fn divide(&mut self, lhs: ValueId, rhs: ValueId) -> Result<ValueId> {
        self.emit(Op::Divide, &[lhs, rhs])
    }

    fn negate(&mut self, operand: ValueId) -> Result<ValueId> {
        self.emit(Op::Negate, &[operand])
    }

    fn square(&mut self, operand: ValueId) -> Result<ValueId> {
        self.multiply(operand, operand)
    }

    /// This number times each element.
    fn scale(&mut self, operand: ValueId, factor: f64) -> Result<ValueId> {
        let factor = self.full_like(operand, factor)?;
        self.multiply(operand, factor)
    }

    /// This number plus each element.
    fn shift(&mut self, operand: ValueId, summand: f64) -> Result<ValueId> {
        let summand = self.full_like(operand, summand)?;
        self.add(operand, summand)
    }

    /// This number minus each element.
    fn subtract_from(&mut self, minuend: f64, operand: ValueId) -> Result<ValueId> {
        let minuend = self.full_like(operand, minuend)?;
        self.subtract(minuend, operand)
    }

    fn constant(&mut self, value: Tensor) -> Result<ValueId> {
        self.emit(Op::Constant(Box::new(Constant { value: Literal(value) })), &[])
    }

    /// One element.
    fn scalar(&mut self, dtype: DType, value: f64) -> Result<ValueId> {
        self.constant(match dtype {
            DType::Bool => Tensor::from_bools(&[], &[value != 0.0])?,
            DType::I8 => Tensor::scalar(value as i8),
            DType::I16 => Tensor::scalar(value as i16),
            DType::I32 => Tensor::scalar(value as i32),
            DType::I64 => Tensor::scalar(value as i64),
            DType::U8 => Tensor::scalar(value as u8),
            DType::U16 => Tensor::scalar(value as u16),
            DType::U32 => Tensor::scalar(value as u32),
            DType::U64 => Tensor::scalar(value as u64),
            DType::F16 => Tensor::scalar(f16::nearest(value)),
            DType::BF16 => Tensor::scalar(bf16::nearest(value)),
            DType::F32 => Tensor::scalar(value as f32),
            DType::F64 => Tensor::scalar(value),
        })
    }

    /// This number everywhere.
    fn full(&mut self, ty: &TensorType, value: f64) -> Result<ValueId> {
        let scalar = self.scalar(ty.dtype, value)?;
        self.spread(scalar, ty)
    }

    /// This number everywhere, in the type of a value.
    fn full_like(&mut self, value: ValueId, number: f64) -> Result<ValueId> {
        let ty = self.tensor(value)?;
        self.full(&ty, number)
    }

    /// One element, everywhere.
    fn spread(&mut self, scalar: ValueId, ty: &TensorType) -> Result<ValueId> {
        if ty.rank() == 0 { Ok(scalar) } else { self.broadcast(scalar, &[], ty.dims()) }
    }

    fn broadcast(&mut self, operand: ValueId, dimensions: &[i64], dims: &[i64]) -> Result<ValueId> {
        let ty = self.tensor(operand)?.with_dims(dims)?;
        self.emit_as(
            Op::BroadcastInDim(Box::new(BroadcastInDim { broadcast_dimensions: dimensions.to_vec() })),
            &[operand],
            ty,
        )
    }

    fn reshape(&mut self, operand: ValueId, dims: &[i64]) -> Result<ValueId> {
        let ty = self.tensor(operand)?;
        if ty.dims() == dims { Ok(operand) } else { self.emit_as(Op::Reshape, &[operand], ty.with_dims(dims)?) }
    }

    fn transpose(&mut self, operand: ValueId, permutation: &[i64]) -> Result<ValueId> {
        if permutation.iter().copied().eq(0..permutation.len() as i64) {
            return Ok(operand);
        }
        self.emit(Op::Transpose(Box::new(Transpose { permutation: permutation.to_vec() })), &[operand])
    }

    fn reverse(&mut self, operand: ValueId, dimensions: &[i64]) -> Result<ValueId> {
        if dimensions.is_empty() {
            return Ok(operand);
        }
        self.emit(Op::Reverse(Box::new(Reverse { dimensions: dimensions.to_vec() })), &[operand])
    }

    fn compare(&mut self, lhs: ValueId, rhs: ValueId, direction: ComparisonDirection) -> Result<ValueId> {
        let op = Op::Compare(Box::new(Compare { comparison_direction: direction, compare_type: None }));
        self.emit(op, &[lhs, rhs])
    }

    /// Whether each element is, compared with this number, as asked.
    fn compare_with(&mut self, operand: ValueId, number: f64, direction: ComparisonDirection) -> Result<ValueId> {
        let number = self.full_like(operand, number)?;
        self.compare(operand, number, direction)
    }

    fn select(&mut self, pred: ValueId, on_true: ValueId, on_false: ValueId) -> Result<ValueId> {
        self.emit(Op::Select, &[pred, on_true, on_false])
    }

    /// The operand where `pred` holds, else 0.
    fn keep_where(&mut self, pred: ValueId, operand: ValueId) -> Result<ValueId> {
        let zeros = self.full_like(operand, 0.0)?;
        self.select(pred, operand, zeros)
    }

    fn convert(&mut self, operand: ValueId, dtype: DType) -> Result<ValueId> {
        let ty = self.tensor(operand)?;
        if ty.dtype == dtype { Ok(operand) } else { self.emit_as(Op::Convert, &[operand], ty.with_dtype(dtype)?) }
    }

    /// The operand reduced by this operation of two elements, which starts from this number.
    fn reduce(&mut self, operand: ValueId, dimensions: &[i64], combine: Op, start: f64) -> Result<ValueId> {
        if dimensions.is_empty() {
            return Ok(operand);
        }
        let dtype = self.tensor(operand)?.dtype;
        let start = self.scalar(dtype, start)?;
        let function = self.function();
        let region = combiner(function, combine, dtype)?;
        let op = Op::Reduce(Box::new(Reduce { dimensions: dimensions.to_vec() }));
        first(function.operation(op, &[operand, start], &[region], &[])?)
    }

    fn sum(&mut self, operand: ValueId, dimensions: &[i64]) -> Result<ValueId> {
        self.reduce(operand, dimensions, Op::Add, 0.0)
    }

    /// The sum of all elements.
    fn sum_all(&mut self, operand: ValueId) -> Result<ValueId> {
        let rank = self.tensor(operand)?.rank() as i64;
        self.sum(operand, &(0..rank).collect::<Vec<i64>>())
    }

    /// Zeros around and between the elements.
    fn pad(&mut self, operand: ValueId, low: &[i64], high: &[i64], interior: &[i64]) -> Result<ValueId> {
        if low.iter().chain(high).chain(interior).all(|&count| count == 0) {
            return Ok(operand);
        }
        let dtype = self.tensor(operand)?.dtype;
        let zero = self.scalar(dtype, 0.0)?;
        let pad = Pad {
            edge_padding_low: low.to_vec(),
            edge_padding_high: high.to_vec(),
            interior_padding: interior.to_vec(),
        };
        self.emit(Op::Pad(Box::new(pad)), &[operand, zero])
    }

    fn slice(&mut self, operand: ValueId, start: &[i64], limit: &[i64], strides: &[i64]) -> Result<ValueId> {
        if self.tensor(operand)?.dims() == limit && start.iter().all(|&at| at == 0) && strides.iter().all(|&by| by == 1)
        {
            return Ok(operand);
        }
        let slice = Slice { start_indices: start.to_vec(), limit_indices: limit.to_vec(), strides: strides.to_vec() };
        self.emit(Op::Slice(Box::new(slice)), &[operand])
    }

    /// The elements from `start` to before `limit` along one dimension.
    fn slice_along(&mut self, operand: ValueId, dimension: usize, start: i64, limit: i64) -> Result<ValueId> {
        let dims = self.tensor(operand)?.dims().to_vec();
        let (mut starts, mut limits) = (vec![0; dims.len()], dims.clone());
        (starts[dimension], limits[dimension]) = (start, limit);
        self.slice(operand, &starts, &limits, &vec![1; dims.len()])
    }

    fn concatenate(&mut self, operands: &[ValueId], dimension: usize) -> Result<ValueId> {
        if let [only] = operands {
            return Ok(*only);
        }
        self.emit(Op::Concatenate(Box::new(Concatenate { dimension: dimension as i64 })), operands)
    }

    /// 0, 1, 2, … along a dimension.
    fn iota(&mut self, dtype: DType, dims: &[i64], dimension: usize) -> Result<ValueId> {
        let op = Op::Iota(Box::new(Iota { iota_dimension: dimension as i64 }));
        self.emit_as(op, &[], TensorType::new(dtype, dims)?)
    }

    /// A product of matrices in the last two dimensions, with all others in common; either may be transposed.
    fn matmul(&mut self, lhs: ValueId, lhs_transposed: bool, rhs: ValueId, rhs_transposed: bool) -> Result<ValueId> {
        let rank = self.tensor(lhs)?.rank() as i64;
        let batching: Vec<i64> = (0..rank - 2).collect();
        let numbers = DotDimensionNumbers {
            lhs_batching_dimensions: batching.clone(),
            rhs_batching_dimensions: batching,
            lhs_contracting_dimensions: vec![if lhs_transposed { rank - 2 } else { rank - 1 }],
            rhs_contracting_dimensions: vec![if rhs_transposed { rank - 1 } else { rank - 2 }],
        };
        let dot = DotGeneral { dot_dimension_numbers: numbers, precision_config: Vec::new(), algorithm: None };
        self.emit(Op::DotGeneral(Box::new(dot)), &[lhs, rhs])
    }

    /// Matrices with rows and columns exchanged, in the last two dimensions.
    fn swap_last_two(&mut self, operand: ValueId) -> Result<ValueId> {
        let rank = self.tensor(operand)?.rank() as i64;
        let mut permutation: Vec<i64> = (0..rank).collect();
        permutation.swap(rank as usize - 1, rank as usize - 2);
        self.transpose(operand, &permutation)
    }
}

impl Emit for FunctionBuilder {
    fn function(&mut self) -> &mut FunctionBuilder {
        self
    }
}

/// A region that combines two elements by this operation.
pub(crate) fn combiner(
    function: &mut FunctionBuilder,
    combine: Op,
    dtype: DType,
) -> Result<crate::program::module::RegionId> {
    let element = TensorType::scalar(dtype);
    let arguments = function.begin_region(&[element.clone().into(), element.into()])?;
    let combined = function.emit(combine, &arguments)?;
    function.end_region(&[combined])
}

/// The first of the results of an operation.
pub(crate) fn first(results: Vec<ValueId>) -> Result<ValueId> {
    results.into_iter().next().ok_or_else(|| Error::new(Status::Internal, "an operation has no result"))
}
