//! What the random functions do to whole arrays, on the host or in a program.

use super::draw::Draw;
use crate::error::Result;
use crate::tensor::DType;

/// What a key is mixed with.
pub enum Counters<'a, A> {
    /// One number of uint32.
    Number(&'a A),
    /// The places in an array of this shape, in row-major order.
    Places(&'a [i64]),
}

/// Where random arrays live: [`Eager`](super::Eager) makes tensors at once, a
/// [`FunctionBuilder`](crate::program::FunctionBuilder) adds the operations that make them to a program.
pub trait Arrays {
    /// An array.
    type Array: Clone;

    /// The dtype and the extents of an array.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when it is no array.
    fn array_type(&self, array: &Self::Array) -> Result<(DType, Vec<i64>)>;

    /// The numbers from 0 to before `count`, int32.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a count that an int32 cannot hold, `RESOURCE_EXHAUSTED`.
    fn counting(&self, count: i64) -> Result<Self::Array>;

    /// The keys that a key and each of these counters make: of the counters' shape, and two words each.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a shape that cannot be, `RESOURCE_EXHAUSTED`.
    fn keys(&self, key: &Self::Array, counters: Counters<'_, Self::Array>) -> Result<Self::Array>;

    /// Key `index` of several in a row.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there is no such key.
    fn key_at(&self, keys: &Self::Array, index: i64) -> Result<Self::Array>;

    /// An array of this shape, drawn with these keys.
    ///
    /// # Errors
    /// As [`Arrays::keys`].
    fn draw<D: Draw>(&self, keys: [&Self::Array; 2], dims: &[i64], draw: &D) -> Result<Self::Array>;

    /// The array in this shape, as NumPy broadcasts it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when it does not fit.
    fn broadcast(&self, array: &Self::Array, dims: &[i64]) -> Result<Self::Array>;

    /// Sums of two arrays of one type.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when they are of different types.
    fn add(&self, x: &Self::Array, y: &Self::Array) -> Result<Self::Array>;

    /// Whether each element of `x` is smaller than that of `y`, which is of the same floating-point type.
    ///
    /// # Errors
    /// As [`Arrays::add`].
    fn less(&self, x: &Self::Array, y: &Self::Array) -> Result<Self::Array>;

    /// The place, int32, of the largest element along an axis, the first of several; of a NaN, where there is one.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there is nothing along the axis.
    fn argmax(&self, array: &Self::Array, axis: usize) -> Result<Self::Array>;

    /// The values in the order of the keys (uint32) along an axis; those of equal keys stay in order.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED`.
    fn sort_by_key(&self, keys: &Self::Array, values: &Self::Array, axis: usize) -> Result<Self::Array>;

    /// The parts of an array at these places (int32) along an axis.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED`.
    fn take(&self, array: &Self::Array, places: &Self::Array, axis: usize) -> Result<Self::Array>;
}
