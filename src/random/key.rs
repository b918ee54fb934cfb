//! Keys: two words of uint32, which never change; from one key others are made.

use super::arrays::{Arrays, Counters};
use crate::error::{Error, Result};
use crate::tensor::{DType, Tensor};

/// The key of a seed: `jax.random.key` with 64-bit types off, where only the low 32 bits of a seed count.
pub fn key(seed: i64) -> Tensor {
    let words = [0u32, seed as u32];
    // Eight bytes lie in the tensor itself, which needs no memory besides.
    Tensor::from_slice(&[2], &words).expect("two words make a tensor")
}

/// The keys that a key is split into, an array of this shape with two words each: `jax.random.split`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a key that is not `uint32[2]` or a shape that cannot be; `RESOURCE_EXHAUSTED`.
pub fn split<A: Arrays>(arrays: &A, key: &A::Array, dims: &[i64]) -> Result<A::Array> {
    check_key(arrays, key, "split")?;
    arrays.keys(key, Counters::Places(dims))
}

/// The key that a key and a number (one uint32) make: `jax.random.fold_in`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a key that is not `uint32[2]` or a number that is not one uint32.
pub fn fold_in<A: Arrays>(arrays: &A, key: &A::Array, number: &A::Array) -> Result<A::Array> {
    check_key(arrays, key, "fold_in")?;
    match arrays.array_type(number)? {
        (DType::U32, dims) if dims.is_empty() => arrays.keys(key, Counters::Number(number)),
        (dtype, dims) => Err(Error::invalid(format!("fold_in: the number is {dtype}{dims:?}; it must be uint32[]"))),
    }
}

/// An error where a key is none.
pub(super) fn check_key<A: Arrays>(arrays: &A, key: &A::Array, function: &str) -> Result<()> {
    match arrays.array_type(key)? {
        (DType::U32, dims) if dims == [2] => Ok(()),
        (dtype, dims) => Err(Error::invalid(format!(
            "{function}: the key is {dtype}{dims:?}; it must be uint32[2], as `key` and `split` make them"
        ))),
    }
}
