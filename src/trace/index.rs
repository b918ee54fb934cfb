//! Some of the elements, by place.

use super::operand::Operand;
use super::reduce::Axes;
use super::value::Value;
use crate::error::{Error, Result};
use crate::program::Op;
use crate::program::emit::Emit;
use crate::program::op::attributes::{DynamicSlice, Gather, Pad};
use crate::program::op::dimensions::GatherDimensionNumbers;
use crate::program::types::{Class, class};
use crate::tensor::DType;

impl Value {
    /// The elements from `start` to before `limit` in steps, for each axis.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the lists are not as long as there are axes, or a place lies outside.
    pub fn slice(&self, start: &[i64], limit: &[i64], strides: &[i64]) -> Result<Value> {
        let rank = self.rank();
        if [start, limit, strides].iter().any(|list| list.len() != rank) {
            return Err(Error::invalid(format!("slice: {self} needs {rank} starts, limits and strides")));
        }
        let id = self.id();
        self.trace().emit(|builder| builder.slice(id, start, limit, strides))
    }

    /// As [`Value::slice`], along one axis.
    ///
    /// # Errors
    /// As there.
    pub fn slice_along(&self, axis: i64, start: i64, limit: i64) -> Result<Value> {
        let (id, axis) = (self.id(), self.axis(axis)?);
        if !(0..=limit).contains(&start) || limit > self.shape()[axis] {
            return Err(Error::invalid(format!("slice: {start} to {limit} are no places along axis {axis} of {self}")));
        }
        self.trace().emit(|builder| builder.slice_along(id, axis, start, limit))
    }

    /// `sizes` elements of each axis from places that are values themselves; a start that leaves too few is moved back.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there is not a start and a size for each axis, or a size is too large.
    pub fn dynamic_slice(&self, starts: &[Value], sizes: &[i64]) -> Result<Value> {
        let mut operands = vec![self.id()];
        operands.extend(self.trace().ids(starts)?);
        let op = Op::DynamicSlice(Box::new(DynamicSlice { slice_sizes: sizes.to_vec() }));
        self.trace().emit(|builder| builder.emit(op, &operands))
    }

    /// The elements, with `update` in the place of those from `starts` on.
    ///
    /// # Errors
    /// As [`Value::dynamic_slice`].
    pub fn dynamic_update_slice(&self, update: &Value, starts: &[Value]) -> Result<Value> {
        let mut operands = vec![self.id(), self.trace().id(update)?];
        operands.extend(self.trace().ids(starts)?);
        self.trace().emit(|builder| builder.emit(Op::DynamicUpdateSlice, &operands))
    }

    /// The slices along an axis at these places, as `x[indices]` for axis 0. Negative places count from the end; those
    /// that are out of range are moved to the nearest, as in JAX.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the places are no integers, there is no such axis, or it has no elements.
    pub fn take(&self, indices: &Value, along: i64) -> Result<Value> {
        let axis = self.axis(along)?;
        let extent = self.shape()[axis];
        if !matches!(class(indices.dtype()), Class::Signed | Class::Unsigned) {
            return Err(Error::invalid(format!("take: the places must be integers, they are {indices}")));
        }
        if extent == 0 {
            return Err(Error::invalid(format!("take: {self} has no elements along axis {along}")));
        }
        let wide = if indices.dtype().size() == 8 { indices.clone() } else { indices.astype(DType::I32)? };
        let places = if class(wide.dtype()) == Class::Signed {
            wide.less(0i64)?.where_(&wide.add(extent)?, &wide)?
        } else {
            wide
        };
        let (id, places) = (self.id(), self.trace().id(&places)?);
        let ahead = axis as i64;
        let count = indices.rank() as i64;
        let others = (0..self.rank() as i64 - 1).map(|place| if place < ahead { place } else { place + count });
        let mut slice_sizes = self.shape().to_vec();
        slice_sizes[axis] = 1;
        let gather = Gather {
            dimension_numbers: GatherDimensionNumbers {
                offset_dims: others.collect(),
                collapsed_slice_dims: vec![ahead],
                start_index_map: vec![ahead],
                index_vector_dim: count,
                ..GatherDimensionNumbers::default()
            },
            slice_sizes,
            indices_are_sorted: false,
        };
        self.trace().emit(|builder| builder.emit(Op::Gather(Box::new(gather)), &[id, places]))
    }

    /// 1 at the place that each element names along a new last axis of this extent, 0 elsewhere.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the elements are no integers.
    pub fn one_hot(&self, num_classes: i64, dtype: DType) -> Result<Value> {
        if !matches!(class(self.dtype()), Class::Signed | Class::Unsigned) {
            return Err(Error::invalid(format!("one_hot: the places must be integers, they are {self}")));
        }
        let mut shape = self.shape().to_vec();
        shape.push(num_classes);
        let places = self.trace().iota(self.dtype(), &shape, self.rank())?;
        self.expand_dims(-1)?.equal(&places)?.astype(dtype)
    }

    /// For each element along the last axis, the one that `indices` (without that axis) names.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the shapes do not go together.
    pub fn take_last(&self, indices: &Value) -> Result<Value> {
        let classes = self.shape().last().copied();
        let classes = classes.ok_or_else(|| Error::invalid(format!("take: {self} has no axis to take from")))?;
        if indices.shape() != &self.shape()[..self.rank() - 1] {
            return Err(Error::invalid(format!(
                "take: {self} needs places of shape {:?}, they are {indices}",
                &self.shape()[..self.rank() - 1]
            )));
        }
        let wanted = indices.one_hot(classes, DType::Bool)?;
        let zero = Operand::Float(0.0);
        wanted.where_(self, zero)?.sum(Axes::These(&[-1]), false)
    }

    /// The elements with this number around them: (before, after) for each axis.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there is not a pair for each axis.
    pub fn pad<'a>(&self, widths: &[(i64, i64)], number: impl Into<Operand<'a>>) -> Result<Value> {
        if widths.len() != self.rank() {
            return Err(Error::invalid(format!("pad: {self} needs {} pairs of widths", self.rank())));
        }
        let number = number.into().to_value(self.trace(), self.dtype())?;
        let ids = [self.id(), self.trace().id(&number)?];
        let pad = Pad {
            edge_padding_low: widths.iter().map(|width| width.0).collect(),
            edge_padding_high: widths.iter().map(|width| width.1).collect(),
            interior_padding: vec![0; widths.len()],
        };
        self.trace().emit(|builder| builder.emit(Op::Pad(Box::new(pad)), &ids))
    }
}
