//! Random tensors, with the bits of `jax.random`.

pub mod values;

use super::dtype::nnx_dtype;
use super::guard;
use super::handle;
use super::input;
use super::status::nnx_status;
use super::tensor::{array_type, nnx_tensor};
use crate::error::{Error, Result};
use crate::random::{self, Eager};
use crate::tensor::Tensor;

/// The key of a seed, `uint32[2]`: `jax.random.key` with 64-bit types off, where only the low 32 bits of a seed count.
/// A key never changes: drawing with it twice gives the same numbers twice. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_key(seed: i64, out: *mut *mut nnx_tensor) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(random::key(seed))
    })
}

/// The keys that a key is split into: an array of `rank` extents at `shape` with two words of uint32 for each key, that
/// is one more dimension, of 2; `jax.random.split`. `shape` may be NULL when `rank` is 0.
///
/// INVALID_ARGUMENT for a key that is not `uint32[2]` or a shape that cannot be; RESOURCE_EXHAUSTED when there is no
/// memory. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_split(
    key: *const nnx_tensor,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set_new(random::split(&Eager, &key, shape)?)
    })
}

/// The key that a key and a number make; `jax.random.fold_in`. INVALID_ARGUMENT for a key that is not `uint32[2]`. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_fold_in(
    key: *const nnx_tensor,
    number: u32,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        out.set_new(random::fold_in(&Eager, &key, &Tensor::scalar(number))?)
    })
}

/// Random bits of an unsigned dtype; `jax.random.bits`. `shape` has `rank` extents and may be NULL when `rank` is 0.
///
/// INVALID_ARGUMENT for another dtype, a key that is not `uint32[2]`, or a shape that cannot be; RESOURCE_EXHAUSTED
/// when there is no memory. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_bits(
    key: *const nnx_tensor,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set_new(random::bits(&Eager, &key, dtype, shape)?)
    })
}

/// Numbers of a floating-point dtype, uniform from `minval` to before `maxval`; `jax.random.uniform`. `shape` has
/// `rank` extents and may be NULL when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_uniform(
    key: *const nnx_tensor,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    minval: f64,
    maxval: f64,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set_new(random::uniform(&Eager, &key, dtype, shape, minval, maxval)?)
    })
}

/// Numbers of a floating-point dtype from the standard normal distribution; `jax.random.normal`. `shape` has `rank`
/// extents and may be NULL when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_normal(
    key: *const nnx_tensor,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set_new(random::normal(&Eager, &key, dtype, shape)?)
    })
}

/// Numbers of a floating-point dtype from the standard normal distribution between `lower` and `upper`;
/// `jax.random.truncated_normal`. `shape` has `rank` extents and may be NULL when `rank` is 0. Errors as in
/// `nnx_random_bits`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_truncated_normal(
    key: *const nnx_tensor,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    lower: f64,
    upper: f64,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set_new(random::truncated_normal(&Eager, &key, dtype, shape, lower, upper)?)
    })
}

/// Bools that are true with probability `p`, which is rounded to float32; `jax.random.bernoulli`, and the mask of
/// dropout. `shape` has `rank` extents and may be NULL when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_bernoulli(
    key: *const nnx_tensor,
    p: f64,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set_new(random::bernoulli(&Eager, &key, p, shape)?)
    })
}

/// As `nnx_random_bernoulli`, with a probability for each element: `p` is of a floating-point dtype, in which it is
/// decided, and is broadcast to the shape. INVALID_ARGUMENT too when it does not fit. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_bernoulli_of(
    key: *const nnx_tensor,
    p: *const nnx_tensor,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (key, p) = (handle::get(key, "key")?, handle::get(p, "p")?);
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set_new(random::bernoulli_of(&Eager, &key, &p, shape)?)
    })
}

/// Numbers of an integer dtype from `minval` to before `maxval`, and always `minval` where that is nothing; both are
/// clipped to what the dtype holds, or to one more. `jax.random.randint`. `shape` has `rank` extents and may be NULL
/// when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_randint(
    key: *const nnx_tensor,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    minval: i64,
    maxval: i64,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set_new(random::randint(&Eager, &key, dtype, shape, minval, maxval)?)
    })
}

/// Categories, int32, whose unnormalised logarithms of probabilities lie along `axis` (which may count from the end) of
/// `logits`; `jax.random.categorical`. The result has the shape of `logits` without the axis, after the `rank` extents
/// of `prefix`, for each of which categories are drawn anew. `prefix` may be NULL when `rank` is 0.
///
/// INVALID_ARGUMENT for logits that are not floating-point numbers, an axis that is not there or without categories, a
/// key that is not `uint32[2]`; RESOURCE_EXHAUSTED when there is no memory. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_categorical(
    key: *const nnx_tensor,
    logits: *const nnx_tensor,
    axis: i64,
    prefix: *const i64,
    rank: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (key, logits) = (handle::get(key, "key")?, handle::get(logits, "logits")?);
        // SAFETY: the contract of all exports.
        let prefix = unsafe { input::array(prefix, rank, "prefix") }?;
        let axis = axis_of(&logits, axis)?;
        out.set_new(random::categorical(&Eager, &key, &logits, axis, prefix)?)
    })
}

/// The numbers from 0 to before `count`, int32, in random order; `jax.random.permutation` of a number. INVALID_ARGUMENT
/// for a count that int32 does not hold or a key that is not `uint32[2]`; RESOURCE_EXHAUSTED when there is no memory.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_permutation(
    key: *const nnx_tensor,
    count: i64,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?;
        out.set_new(random::permutation(&Eager, &key, count)?)
    })
}

/// The parts of an array along `axis` (which may count from the end) in random order; `jax.random.permutation` of an
/// array. With `independent` 1 each row along the axis has an order of its own. INVALID_ARGUMENT for an axis that is
/// not there or a key that is not `uint32[2]`; RESOURCE_EXHAUSTED when there is no memory. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_permutation_of(
    key: *const nnx_tensor,
    array: *const nnx_tensor,
    axis: i64,
    independent: i32,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (key, array) = (handle::get(key, "key")?, handle::get(array, "array")?);
        let axis = axis_of(&array, axis)?;
        let independent = input::flag(independent, "independent")?;
        out.set_new(random::permutation_of(&Eager, &key, &array, axis, independent)?)
    })
}

/// An axis that may count from the end.
fn axis_of(array: &Tensor, axis: i64) -> Result<usize> {
    let rank = array.rank() as i64;
    let from_start = if axis < 0 { axis.saturating_add(rank) } else { axis };
    if (0..rank).contains(&from_start) {
        return Ok(from_start as usize);
    }
    Err(Error::invalid(format!("`axis` is {axis}, but the array has {rank} dimensions")))
}
