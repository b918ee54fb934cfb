//! Many elements to one, along axes.

use super::shape::axes_of;
use super::value::Value;
use crate::error::{Error, Result};
use crate::program::Op;
use crate::program::emit::{Emit, combiner};
use crate::program::op::attributes::Reduce as ReduceAttributes;
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::types::{Class, TensorType, class};
use crate::tensor::{DType, Tensor};

use super::promote::{promote, to_inexact};

/// Along which axes: all, or these; negative ones count from the last.
#[derive(Clone, Copy, Debug)]
pub enum Axes<'a> {
    /// All.
    All,
    /// These.
    These(&'a [i64]),
}

/// How many elements become one. The numbers cross the C ABI and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Reduction {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// Their product.
    Prod,
    /// The largest.
    Max,
    /// The smallest.
    Min,
    /// Whether one of them is not 0.
    Any,
    /// Whether none of them is 0.
    All,
    /// The mean of the squared distances from the mean.
    Var,
    /// The square root of that.
    Std,
    /// The logarithm of the sum of their exponentials.
    LogSumExp,
}

impl Reduction {
    /// Every one, in order of its number.
    pub const ALL: [Reduction; 10] = [
        Reduction::Sum,
        Reduction::Mean,
        Reduction::Prod,
        Reduction::Max,
        Reduction::Min,
        Reduction::Any,
        Reduction::All,
        Reduction::Var,
        Reduction::Std,
        Reduction::LogSumExp,
    ];

    /// NumPy's name.
    pub const fn name(self) -> &'static str {
        match self {
            Reduction::Sum => "sum",
            Reduction::Mean => "mean",
            Reduction::Prod => "prod",
            Reduction::Max => "max",
            Reduction::Min => "min",
            Reduction::Any => "any",
            Reduction::All => "all",
            Reduction::Var => "var",
            Reduction::Std => "std",
            Reduction::LogSumExp => "logsumexp",
        }
    }
}

impl Value {
    /// The elements along these axes as one; with `keepdims` the axes stay, with extent 1.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an axis that there is not or that stands twice, and for `max` and `min` of no elements.
    pub fn reduce(&self, reduction: Reduction, axes: Axes, keepdims: bool) -> Result<Value> {
        let named = |error: Error| Error::invalid(format!("{}: {}", reduction.name(), error.message()));
        let axes = axes_of(axes, self.rank()).map_err(named)?;
        let reduced = match reduction {
            Reduction::Sum => self.accumulated(Op::Add, 0.0, &axes)?,
            Reduction::Prod => self.accumulated(Op::Multiply, 1.0, &axes)?,
            Reduction::Mean => return self.mean_along(&axes)?.kept(self, &axes, keepdims),
            Reduction::Max | Reduction::Min => self.extremum(reduction, &axes)?,
            Reduction::Any => self.truths()?.folded(Op::Or, 0.0, &axes)?,
            Reduction::All => self.truths()?.folded(Op::And, 1.0, &axes)?,
            Reduction::Var => self.variance(&axes)?,
            Reduction::Std => self.variance(&axes)?.sqrt()?,
            Reduction::LogSumExp => {
                let x = self.astype(to_inexact(self.dtype()))?;
                let largest = x.extremum(Reduction::Max, &axes)?;
                // Where all are infinite, 0 is taken away instead.
                let largest = largest.isfinite()?.where_(&largest, 0.0)?.stop_gradient()?;
                let below = largest.kept(self, &axes, true)?;
                let sum = x.sub(&below)?.exp()?.accumulated(Op::Add, 0.0, &axes)?;
                sum.log()?.add(&largest)?
            }
        };
        reduced.kept(self, &axes, keepdims)
    }

    /// The sum of the elements along these axes.
    ///
    /// # Errors
    /// As [`Value::reduce`].
    pub fn sum(&self, axes: Axes, keepdims: bool) -> Result<Value> {
        self.reduce(Reduction::Sum, axes, keepdims)
    }

    /// The mean of the elements along these axes.
    ///
    /// # Errors
    /// As [`Value::reduce`].
    pub fn mean(&self, axes: Axes, keepdims: bool) -> Result<Value> {
        self.reduce(Reduction::Mean, axes, keepdims)
    }

    /// The largest element along these axes.
    ///
    /// # Errors
    /// As [`Value::reduce`].
    pub fn max(&self, axes: Axes, keepdims: bool) -> Result<Value> {
        self.reduce(Reduction::Max, axes, keepdims)
    }

    /// The place of the largest element along an axis, the first of several: an `int32`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an axis that there is not or that has no elements.
    pub fn argmax(&self, axis: i64) -> Result<Value> {
        self.place_of(axis, ComparisonDirection::Gt, Reduction::Max)
    }

    /// The place of the smallest element along an axis, the first of several: an `int32`.
    ///
    /// # Errors
    /// As [`Value::argmax`].
    pub fn argmin(&self, axis: i64) -> Result<Value> {
        self.place_of(axis, ComparisonDirection::Lt, Reduction::Min)
    }

    /// Exponentials over their sum along an axis.
    ///
    /// # Errors
    /// As [`Value::reduce`].
    pub fn softmax(&self, axis: i64) -> Result<Value> {
        let x = self.astype(to_inexact(self.dtype()))?;
        let largest = x.max(Axes::These(&[axis]), true)?.stop_gradient()?;
        let exponentials = x.sub(&largest)?.exp()?;
        exponentials.div(&exponentials.sum(Axes::These(&[axis]), true)?)
    }

    /// The logarithm of [`Value::softmax`].
    ///
    /// # Errors
    /// As [`Value::reduce`].
    pub fn log_softmax(&self, axis: i64) -> Result<Value> {
        let x = self.astype(to_inexact(self.dtype()))?;
        let shifted = x.sub(&x.max(Axes::These(&[axis]), true)?.stop_gradient()?)?;
        shifted.sub(&shifted.exp()?.sum(Axes::These(&[axis]), true)?.log()?)
    }

    /// With the reduced axes back, of extent 1, where they are to be kept.
    fn kept(&self, whole: &Value, axes: &[i64], keepdims: bool) -> Result<Value> {
        if !keepdims || whole.rank() == self.rank() {
            return Ok(self.clone());
        }
        let extent = |(axis, &dim): (usize, &i64)| if axes.contains(&(axis as i64)) { 1 } else { dim };
        let dims: Vec<i64> = whole.shape().iter().enumerate().map(extent).collect();
        self.reshape(&dims)
    }

    fn folded(&self, combine: Op, start: f64, axes: &[i64]) -> Result<Value> {
        let id = self.id();
        self.trace().emit(|builder| builder.reduce(id, axes, combine, start))
    }

    /// As NumPy and JAX do it: small integers in 32 bits, half precision in single.
    fn accumulated(&self, combine: Op, start: f64, axes: &[i64]) -> Result<Value> {
        let dtype = self.dtype();
        let (within, result) = match dtype {
            DType::F16 | DType::BF16 => (DType::F32, dtype),
            _ => match class(dtype) {
                Class::Float => (dtype, dtype),
                Class::Unsigned => (promote(dtype, DType::U32), promote(dtype, DType::U32)),
                Class::Bool | Class::Signed => (promote(dtype, DType::I32), promote(dtype, DType::I32)),
            },
        };
        self.astype(within)?.folded(combine, start, axes)?.astype(result)
    }

    fn count_along(&self, axes: &[i64]) -> f64 {
        axes.iter().map(|&axis| self.shape()[axis as usize] as f64).product()
    }

    fn mean_along(&self, axes: &[i64]) -> Result<Value> {
        let dtype = to_inexact(self.dtype());
        let within = if dtype.size() == 2 { DType::F32 } else { dtype };
        let sum = self.astype(within)?.folded(Op::Add, 0.0, axes)?;
        sum.div(self.count_along(axes))?.astype(dtype)
    }

    fn variance(&self, axes: &[i64]) -> Result<Value> {
        let dtype = to_inexact(self.dtype());
        let x = self.astype(if dtype.size() == 2 { DType::F32 } else { dtype })?;
        let mean = x.mean_along(axes)?.kept(self, axes, true)?;
        x.sub(&mean)?.square()?.mean_along(axes)?.astype(dtype)
    }

    fn truths(&self) -> Result<Value> {
        if self.dtype() == DType::Bool { Ok(self.clone()) } else { self.not_equal(0i64) }
    }

    fn extremum(&self, reduction: Reduction, axes: &[i64]) -> Result<Value> {
        if self.count_along(axes) == 0.0 {
            return Err(Error::invalid(format!("{}: {self} has no elements along {axes:?}", reduction.name())));
        }
        let (op, start) = match reduction {
            Reduction::Max => (Op::Maximum, lowest(self.dtype())?),
            _ => (Op::Minimum, highest(self.dtype())?),
        };
        if axes.is_empty() {
            return Ok(self.clone());
        }
        let (id, dtype) = (self.id(), self.dtype());
        self.trace().emit(|builder| {
            let start = builder.constant(start)?;
            let region = combiner(builder, op, dtype)?;
            let op = Op::Reduce(Box::new(ReduceAttributes { dimensions: axes.to_vec() }));
            crate::program::emit::first(builder.operation(op, &[id, start], &[region], &[])?)
        })
    }

    /// The first place along an axis whose element is the extremum, or a NaN, as in JAX.
    fn place_of(&self, axis: i64, direction: ComparisonDirection, reduction: Reduction) -> Result<Value> {
        let name = if reduction == Reduction::Max { "argmax" } else { "argmin" };
        let along = self.axis(axis).map_err(|error| Error::invalid(format!("{name}: {}", error.message())))?;
        if self.shape()[along] == 0 {
            return Err(Error::invalid(format!("{name}: {self} has no elements along axis {axis}")));
        }
        let dtype = self.dtype();
        let start = if reduction == Reduction::Max { lowest(dtype)? } else { highest(dtype)? };
        let (id, shape) = (self.id(), self.shape().to_vec());
        self.trace().emit(|builder| {
            let places = builder.iota(DType::I32, &shape, along)?;
            let start = builder.constant(start)?;
            let zero = builder.scalar(DType::I32, 0.0)?;
            let (element, place) = (TensorType::scalar(dtype), TensorType::scalar(DType::I32));
            let arguments =
                builder.begin_region(&[element.clone().into(), place.clone().into(), element.into(), place.into()])?;
            let [x, i, y, j] = arguments[..] else { return Err(Error::invalid("a region has lost its arguments")) };
            let beyond = builder.compare(x, y, direction)?;
            let unordered = builder.compare(x, x, ComparisonDirection::Ne)?;
            let first = builder.emit(Op::Or, &[beyond, unordered])?;
            let equal = builder.compare(x, y, ComparisonDirection::Eq)?;
            let before = builder.compare(i, j, ComparisonDirection::Lt)?;
            let tie = builder.emit(Op::And, &[equal, before])?;
            let taken = builder.emit(Op::Or, &[first, tie])?;
            let value = builder.select(first, x, y)?;
            let index = builder.select(taken, i, j)?;
            let region = builder.end_region(&[value, index])?;
            let op = Op::Reduce(Box::new(ReduceAttributes { dimensions: vec![along as i64] }));
            let results = builder.operation(op, &[id, places, start, zero], &[region], &[])?;
            results.get(1).copied().ok_or_else(|| Error::invalid("a reduction has lost a result"))
        })
    }
}

macro_rules! bound {
    ($name:ident, $doc:literal, $integer:ident, $float:ident, $truth:literal) => {
        #[doc = $doc]
        fn $name(dtype: DType) -> Result<Tensor> {
            Ok(match dtype {
                DType::Bool => Tensor::from_bools(&[], &[$truth])?,
                DType::I8 => Tensor::scalar(i8::$integer),
                DType::I16 => Tensor::scalar(i16::$integer),
                DType::I32 => Tensor::scalar(i32::$integer),
                DType::I64 => Tensor::scalar(i64::$integer),
                DType::U8 => Tensor::scalar(u8::$integer),
                DType::U16 => Tensor::scalar(u16::$integer),
                DType::U32 => Tensor::scalar(u32::$integer),
                DType::U64 => Tensor::scalar(u64::$integer),
                DType::F16 => Tensor::scalar(half::f16::$float),
                DType::BF16 => Tensor::scalar(half::bf16::$float),
                DType::F32 => Tensor::scalar(f32::$float),
                DType::F64 => Tensor::scalar(f64::$float),
            })
        }
    };
}

bound!(lowest, "What no element is below.", MIN, NEG_INFINITY, false);
bound!(highest, "What no element is above.", MAX, INFINITY, true);
