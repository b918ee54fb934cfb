//! Random values of a trace.

use super::super::dtype::nnx_dtype;
use super::super::guard;
use super::super::input;
use super::super::status::nnx_status;
use super::super::tensor::array_type;
use super::super::value::{self, nnx_value};
use crate::random;

/// As `nnx_random_split`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_split_value(
    key: *const nnx_value,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set(value::put(&random::split(key.trace(), &key, shape)?))
    })
}

/// As `nnx_random_fold_in`, of a key and a number, uint32[], that are values. FAILED_PRECONDITION too when their trace
/// is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_fold_in_value(
    key: *const nnx_value,
    number: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        let number = value::get(number, "number")?;
        out.set(value::put(&random::fold_in(key.trace(), &key, &number)?))
    })
}

/// As `nnx_random_bits`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_bits_value(
    key: *const nnx_value,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set(value::put(&random::bits(key.trace(), &key, dtype, shape)?))
    })
}

/// As `nnx_random_uniform`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
///
/// From 0 to before 1 the bits are the same. Other ranges take a product and a sum, which are rounded once there and,
/// unless what runs the program fuses them, twice here; `nnx_random_normal_value` and
/// `nnx_random_truncated_normal_value` too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_uniform_value(
    key: *const nnx_value,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    minval: f64,
    maxval: f64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set(value::put(&random::uniform(key.trace(), &key, dtype, shape, minval, maxval)?))
    })
}

/// As `nnx_random_normal`, of a key that is a value, up to rounding. FAILED_PRECONDITION too when its trace is over.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_normal_value(
    key: *const nnx_value,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set(value::put(&random::normal(key.trace(), &key, dtype, shape)?))
    })
}

/// As `nnx_random_truncated_normal`, of a key that is a value, up to rounding. FAILED_PRECONDITION too when its trace
/// is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_truncated_normal_value(
    key: *const nnx_value,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    lower: f64,
    upper: f64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set(value::put(&random::truncated_normal(key.trace(), &key, dtype, shape, lower, upper)?))
    })
}

/// As `nnx_random_bernoulli`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_bernoulli_value(
    key: *const nnx_value,
    p: f64,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set(value::put(&random::bernoulli(key.trace(), &key, p, shape)?))
    })
}

/// As `nnx_random_bernoulli_of`, of a key and probabilities that are values. FAILED_PRECONDITION too when their trace
/// is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_bernoulli_of_value(
    key: *const nnx_value,
    p: *const nnx_value,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        let p = value::get(p, "p")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set(value::put(&random::bernoulli_of(key.trace(), &key, &p, shape)?))
    })
}

/// As `nnx_random_randint`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_randint_value(
    key: *const nnx_value,
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    minval: i64,
    maxval: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        out.set(value::put(&random::randint(key.trace(), &key, dtype, shape, minval, maxval)?))
    })
}

/// As `nnx_random_categorical`, of a key and logits that are values. FAILED_PRECONDITION too when their trace is over.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_categorical_value(
    key: *const nnx_value,
    logits: *const nnx_value,
    axis: i64,
    prefix: *const i64,
    rank: usize,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        let logits = value::get(logits, "logits")?;
        // SAFETY: the contract of all exports.
        let prefix = unsafe { input::array(prefix, rank, "prefix") }?;
        let axis = logits.axis(axis)?;
        out.set(value::put(&random::categorical(key.trace(), &key, &logits, axis, prefix)?))
    })
}

/// As `nnx_random_permutation`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_permutation_value(
    key: *const nnx_value,
    count: i64,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        out.set(value::put(&random::permutation(key.trace(), &key, count)?))
    })
}

/// As `nnx_random_permutation_of`, of a key and an array that are values. FAILED_PRECONDITION too when their trace is
/// over. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_random_permutation_of_value(
    key: *const nnx_value,
    array: *const nnx_value,
    axis: i64,
    independent: i32,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = value::get(key, "key")?;
        let array = value::get(array, "array")?;
        let axis = array.axis(axis)?;
        let independent = input::flag(independent, "independent")?;
        out.set(value::put(&random::permutation_of(key.trace(), &key, &array, axis, independent)?))
    })
}
