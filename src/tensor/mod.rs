//! Dtypes, shapes and arrays.
//!
//! A [`Tensor`] is a value: dense, row-major, immutable once somebody else holds it, and cheap to share. Whoever writes
//! to one writes to a copy of its own unless it is the only holder.

mod array;
mod buffer;
pub mod dlpack;
mod dtype;
mod nearest;
mod shape;
mod text;

pub use array::Tensor;
pub use buffer::Release;
pub use dtype::{DType, Element};
pub(crate) use nearest::Half;
pub use shape::{MAX_RANK, Shape};
