//! The same elements in another shape or order.

use super::promote::promote;
use super::reduce::Axes;
use super::trace::Trace;
use super::value::Value;
use crate::error::{Error, Result};
use crate::program::emit::Emit;

/// The place of an axis that may count from the end.
pub(super) fn axis(axis: i64, rank: usize) -> Result<usize> {
    let place = if axis < 0 { axis + rank as i64 } else { axis };
    usize::try_from(place)
        .ok()
        .filter(|&place| place < rank)
        .ok_or_else(|| Error::invalid(format!("there is no axis {axis} among {rank}")))
}

/// The places of these axes, in order, none of them twice.
pub(super) fn axes_of(axes: Axes, rank: usize) -> Result<Vec<i64>> {
    let Axes::These(axes) = axes else { return Ok((0..rank as i64).collect()) };
    let mut places = axes.iter().map(|&one| Ok(axis(one, rank)? as i64)).collect::<Result<Vec<i64>>>()?;
    places.sort_unstable();
    if places.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Error::invalid(format!("an axis stands twice in {axes:?}")));
    }
    Ok(places)
}

impl Value {
    /// The elements in this shape; one extent may be -1 and follows from the others.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the numbers of elements differ.
    pub fn reshape(&self, shape: &[i64]) -> Result<Value> {
        let wrong = || Error::invalid(format!("reshape: {self} has {} elements, which {shape:?} has not", self.size()));
        let mut dims = shape.to_vec();
        let known = dims.iter().filter(|&&dim| dim != -1).try_fold(1i64, |all, &dim| all.checked_mul(dim));
        let known = known.filter(|&known| known >= 0).ok_or_else(wrong)?;
        let mut unknown = dims.iter_mut().filter(|dim| **dim == -1);
        match (unknown.next(), unknown.next()) {
            (Some(dim), None) if known > 0 && self.size() as i64 % known == 0 => *dim = self.size() as i64 / known,
            (None, _) if known == self.size() as i64 => (),
            _ => return Err(wrong()),
        }
        let id = self.id();
        self.trace().emit(|builder| builder.reshape(id, &dims))
    }

    /// The axes in this order; without one, reversed.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when `permutation` does not name each axis once.
    pub fn transpose(&self, permutation: Option<&[i64]>) -> Result<Value> {
        let rank = self.rank();
        let order: Vec<i64> = match permutation {
            None => (0..rank as i64).rev().collect(),
            Some(order) => order.iter().map(|&one| Ok(axis(one, rank)? as i64)).collect::<Result<_>>()?,
        };
        let mut seen = order.clone();
        seen.sort_unstable();
        if !seen.iter().copied().eq(0..rank as i64) {
            return Err(Error::invalid(format!("transpose: {order:?} does not name each axis of {self} once")));
        }
        let id = self.id();
        self.trace().emit(|builder| builder.transpose(id, &order))
    }

    /// A new axis of extent 1 at this place of the result.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the result has no such axis.
    pub fn expand_dims(&self, at: i64) -> Result<Value> {
        let place = axis(at, self.rank() + 1).map_err(|error| error.argument("axis"))?;
        let mut dims = self.shape().to_vec();
        dims.insert(place, 1);
        self.reshape(&dims)
    }

    /// Without these axes of extent 1; without naming any, all of them.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when one of them has another extent.
    pub fn squeeze(&self, axes: Axes) -> Result<Value> {
        let taken = match axes {
            Axes::All => (0..self.rank() as i64).filter(|&axis| self.shape()[axis as usize] == 1).collect(),
            axes => axes_of(axes, self.rank())?,
        };
        if let Some(&wrong) = taken.iter().find(|&&axis| self.shape()[axis as usize] != 1) {
            return Err(Error::invalid(format!("squeeze: axis {wrong} of {self} has another extent than 1")));
        }
        let left = self.shape().iter().enumerate().filter(|(axis, _)| !taken.contains(&(*axis as i64)));
        let dims: Vec<i64> = left.map(|(_, &dim)| dim).collect();
        self.reshape(&dims)
    }

    /// The elements along these axes in reverse order.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an axis that there is not.
    pub fn flip(&self, axes: Axes) -> Result<Value> {
        let axes = axes_of(axes, self.rank())?;
        let id = self.id();
        self.trace().emit(|builder| builder.reverse(id, &axes))
    }
}

impl Trace {
    /// The elements of these one after another along an axis.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are none, or when their other extents differ.
    pub fn concatenate(&self, values: &[Value], along: i64) -> Result<Value> {
        let first = values.first().ok_or_else(|| Error::invalid("concatenate: there is nothing to concatenate"))?;
        let place = first.axis(along)?;
        let dtype = values.iter().fold(first.dtype(), |dtype, value| promote(dtype, value.dtype()));
        for value in values {
            let fits = value.rank() == first.rank()
                && (0..first.rank()).all(|axis| axis == place || value.shape()[axis] == first.shape()[axis]);
            if !fits {
                return Err(Error::invalid(format!("concatenate: {value} does not fit {first} along axis {along}")));
            }
        }
        let values = values.iter().map(|value| value.astype(dtype)).collect::<Result<Vec<Value>>>()?;
        let ids = self.ids(&values)?;
        self.emit(|builder| builder.concatenate(&ids, place))
    }

    /// These of one shape as one, along a new axis.
    ///
    /// # Errors
    /// As [`Trace::concatenate`].
    pub fn stack(&self, values: &[Value], along: i64) -> Result<Value> {
        let values = values.iter().map(|value| value.expand_dims(along)).collect::<Result<Vec<Value>>>()?;
        self.concatenate(&values, along)
    }
}
