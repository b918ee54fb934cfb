//! The random functions, with the names, the defaults and the bits of `jax.random`.

use std::marker::PhantomData;

use half::{bf16, f16};

use super::arrays::Arrays;
use super::draw::{Bernoulli, Bits, Gumbel, Normal, RandInt, TruncatedNormal, Uniform};
use super::key::{check_key, split};
use super::numbers::Float;
use crate::error::{Error, Result};
use crate::tensor::{DType, Shape};

/// Runs `$body` with `$F` as the type of a floating-point dtype.
macro_rules! of_float {
    ($function:literal, $dtype:expr, $F:ident => $body:expr) => {
        match $dtype {
            DType::F16 => {
                type $F = f16;
                $body
            }
            DType::BF16 => {
                type $F = bf16;
                $body
            }
            DType::F32 => {
                type $F = f32;
                $body
            }
            DType::F64 => {
                type $F = f64;
                $body
            }
            other => Err(Error::invalid(format!("{} makes floating-point numbers, not {other}", $function))),
        }
    };
}

/// Random bits: `jax.random.bits`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a dtype other than an unsigned one, or a key that is not `uint32[2]`; `RESOURCE_EXHAUSTED`.
pub fn bits<A: Arrays>(arrays: &A, key: &A::Array, dtype: DType, dims: &[i64]) -> Result<A::Array> {
    check_key(arrays, key, "bits")?;
    let keys = [key, key];
    match dtype {
        DType::U8 => arrays.draw(keys, dims, &Bits::<u8>(PhantomData)),
        DType::U16 => arrays.draw(keys, dims, &Bits::<u16>(PhantomData)),
        DType::U32 => arrays.draw(keys, dims, &Bits::<u32>(PhantomData)),
        DType::U64 => arrays.draw(keys, dims, &Bits::<u64>(PhantomData)),
        other => Err(Error::invalid(format!("bits makes unsigned integers, not {other}"))),
    }
}

/// Uniform over `[low, high)`: `jax.random.uniform`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a dtype that is not a floating-point one, or a key that is not `uint32[2]`;
/// `RESOURCE_EXHAUSTED`.
pub fn uniform<A: Arrays>(
    arrays: &A,
    key: &A::Array,
    dtype: DType,
    dims: &[i64],
    low: f64,
    high: f64,
) -> Result<A::Array> {
    check_key(arrays, key, "uniform")?;
    of_float!("uniform", dtype, F => arrays.draw([key, key], dims, &Uniform::<F>::new(F::of(low), F::of(high))))
}

/// The standard normal distribution: `jax.random.normal`.
///
/// # Errors
/// As [`uniform`].
pub fn normal<A: Arrays>(arrays: &A, key: &A::Array, dtype: DType, dims: &[i64]) -> Result<A::Array> {
    check_key(arrays, key, "normal")?;
    of_float!("normal", dtype, F => arrays.draw([key, key], dims, &Normal::<F>::new()))
}

/// The standard normal distribution between two bounds: `jax.random.truncated_normal`.
///
/// # Errors
/// As [`uniform`].
pub fn truncated_normal<A: Arrays>(
    arrays: &A,
    key: &A::Array,
    dtype: DType,
    dims: &[i64],
    lower: f64,
    upper: f64,
) -> Result<A::Array> {
    check_key(arrays, key, "truncated_normal")?;
    of_float!("truncated_normal", dtype, F => {
        arrays.draw([key, key], dims, &TruncatedNormal::<F>::new(F::of(lower), F::of(upper)))
    })
}

/// True with probability `p`, as numbers of f32 decide it: `jax.random.bernoulli` of a number, and the mask of dropout.
///
/// # Errors
/// As [`uniform`].
pub fn bernoulli<A: Arrays>(arrays: &A, key: &A::Array, p: f64, dims: &[i64]) -> Result<A::Array> {
    check_key(arrays, key, "bernoulli")?;
    arrays.draw([key, key], dims, &Bernoulli(p as f32))
}

/// True with a probability for each element: `jax.random.bernoulli` of an array, of whose dtype the numbers are that
/// decide. It is broadcast to `dims`.
///
/// # Errors
/// As [`uniform`], and `INVALID_ARGUMENT` when `p` does not fit in `dims`.
pub fn bernoulli_of<A: Arrays>(arrays: &A, key: &A::Array, p: &A::Array, dims: &[i64]) -> Result<A::Array> {
    let (dtype, _) = arrays.array_type(p)?;
    let p = arrays.broadcast(p, dims)?;
    let drawn = uniform(arrays, key, dtype, dims, 0.0, 1.0)?;
    arrays.less(&drawn, &p)
}

/// Whole numbers from `low` to before `high`, where that is nothing always `low`: `jax.random.randint`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a dtype that is not an integer one, or a key that is not `uint32[2]`; `RESOURCE_EXHAUSTED`.
pub fn randint<A: Arrays>(
    arrays: &A,
    key: &A::Array,
    dtype: DType,
    dims: &[i64],
    low: i64,
    high: i64,
) -> Result<A::Array> {
    check_key(arrays, key, "randint")?;
    let keys = split(arrays, key, &[2])?;
    let keys = [arrays.key_at(&keys, 0)?, arrays.key_at(&keys, 1)?];
    let keys = [&keys[0], &keys[1]];
    match dtype {
        DType::I8 => arrays.draw(keys, dims, &RandInt::<u32, i8>::new(low, high)),
        DType::I16 => arrays.draw(keys, dims, &RandInt::<u32, i16>::new(low, high)),
        DType::I32 => arrays.draw(keys, dims, &RandInt::<u32, i32>::new(low, high)),
        DType::I64 => arrays.draw(keys, dims, &RandInt::<u64, i64>::new(low, high)),
        DType::U8 => arrays.draw(keys, dims, &RandInt::<u32, u8>::new(low, high)),
        DType::U16 => arrays.draw(keys, dims, &RandInt::<u32, u16>::new(low, high)),
        DType::U32 => arrays.draw(keys, dims, &RandInt::<u32, u32>::new(low, high)),
        DType::U64 => arrays.draw(keys, dims, &RandInt::<u64, u64>::new(low, high)),
        other => Err(Error::invalid(format!("randint makes integers, not {other}"))),
    }
}

/// The standard Gumbel distribution: `jax.random.gumbel` in its mode "low".
///
/// # Errors
/// As [`uniform`].
pub fn gumbel<A: Arrays>(arrays: &A, key: &A::Array, dtype: DType, dims: &[i64]) -> Result<A::Array> {
    check_key(arrays, key, "gumbel")?;
    of_float!("gumbel", dtype, F => arrays.draw([key, key], dims, &Gumbel::<F>::new()))
}

/// Categories, int32, whose unnormalised logarithms of probabilities lie along `axis` of `logits`; for each of `prefix`
/// more: `jax.random.categorical` with replacement. The result has the shape `prefix` and then that of `logits` without
/// the axis.
///
/// # Errors
/// As [`uniform`], and `INVALID_ARGUMENT` when there is no such axis or nothing along it.
pub fn categorical<A: Arrays>(
    arrays: &A,
    key: &A::Array,
    logits: &A::Array,
    axis: usize,
    prefix: &[i64],
) -> Result<A::Array> {
    let (dtype, logits_dims) = arrays.array_type(logits)?;
    match logits_dims.get(axis) {
        None => {
            return Err(Error::invalid(format!("categorical: there is no axis {axis} among {}", logits_dims.len())));
        }
        Some(0) => return Err(Error::invalid(format!("categorical: there are no categories along axis {axis}"))),
        Some(_) => {}
    }
    let dims = [prefix, &logits_dims].concat();
    let noise = gumbel(arrays, key, dtype, &dims)?;
    let logits = arrays.broadcast(logits, &dims)?;
    let sum = arrays.add(&noise, &logits)?;
    arrays.argmax(&sum, prefix.len() + axis)
}

/// The numbers from 0 to before `count`, int32, in random order: `jax.random.permutation` of a number.
///
/// # Errors
/// `INVALID_ARGUMENT` for a count that an int32 cannot hold or a key that is not `uint32[2]`; `RESOURCE_EXHAUSTED`.
pub fn permutation<A: Arrays>(arrays: &A, key: &A::Array, count: i64) -> Result<A::Array> {
    check_key(arrays, key, "permutation")?;
    if !(0..=i64::from(i32::MAX)).contains(&count) {
        return Err(Error::invalid(format!(
            "permutation: {count} numbers were asked for; there may be 0 to {}",
            i32::MAX
        )));
    }
    let numbers = arrays.counting(count)?;
    shuffle(arrays, key, &numbers, 0)
}

/// The parts of an array along an axis in random order: `jax.random.permutation` of an array. With `independent` each
/// row along the axis has an order of its own.
///
/// # Errors
/// As [`permutation`], and `INVALID_ARGUMENT` when there is no such axis.
pub fn permutation_of<A: Arrays>(
    arrays: &A,
    key: &A::Array,
    array: &A::Array,
    axis: usize,
    independent: bool,
) -> Result<A::Array> {
    let (_, dims) = arrays.array_type(array)?;
    let Some(&extent) = dims.get(axis) else {
        return Err(Error::invalid(format!("permutation: there is no axis {axis} among {}", dims.len())));
    };
    if independent || dims.len() == 1 {
        return shuffle(arrays, key, array, axis);
    }
    let places = permutation(arrays, key, extent)?;
    arrays.take(array, &places, axis)
}

/// Sorts by random keys of 32 bits, so often that hardly any two elements had equal keys each time.
fn shuffle<A: Arrays>(arrays: &A, key: &A::Array, array: &A::Array, axis: usize) -> Result<A::Array> {
    check_key(arrays, key, "permutation")?;
    let (_, dims) = arrays.array_type(array)?;
    let count = Shape::new(&dims)?.element_count().max(1) as f64;
    let rounds = (3.0 * count.ln() / f64::from(u32::MAX).ln()).ceil() as usize;
    let (mut key, mut array) = (key.clone(), array.clone());
    for _ in 0..rounds {
        let keys = split(arrays, &key, &[2])?;
        let drawn = arrays.key_at(&keys, 1)?;
        key = arrays.key_at(&keys, 0)?;
        let order = bits(arrays, &drawn, DType::U32, &dims)?;
        array = arrays.sort_by_key(&order, &array, axis)?;
    }
    Ok(array)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;
    use crate::random::{Eager, fold_in, key};
    use crate::tensor::Tensor;

    fn words(tensor: &Tensor) -> Vec<u32> {
        tensor.bytes().chunks_exact(4).map(|bytes| u32::from_ne_bytes(bytes.try_into().unwrap())).collect()
    }

    // What jax.random gives, JAX 0.10.2 on a CPU.
    #[test]
    fn keys_are_those_of_jax() {
        assert_eq!(words(&key(42)), [0, 42]);
        assert_eq!(words(&key(-1)), [0, u32::MAX]);
        let folded = fold_in(&Eager, &key(0), &Tensor::scalar(7u32)).unwrap();
        assert_eq!(words(&folded), FOLD_IN);
        assert_eq!(words(&split(&Eager, &key(42), &[3]).unwrap()), SPLIT);
    }

    #[test]
    fn draws_are_those_of_jax() {
        let dims = [5];
        let check = |drawn: Result<Tensor>, expected: &[u32]| assert_eq!(words(&drawn.unwrap()), expected);
        check(bits(&Eager, &key(1), DType::U32, &dims), &BITS);
        check(bits(&Eager, &key(1), DType::U64, &[2]), &BITS_64);
        check(uniform(&Eager, &key(1), DType::F32, &dims, -1.0, 1.0), &UNIFORM);
        check(randint(&Eager, &key(1), DType::I32, &dims, -5, 1000), &RANDINT);
        check(normal(&Eager, &key(1), DType::F32, &dims), &NORMAL);
        check(truncated_normal(&Eager, &key(1), DType::F32, &dims, -2.0, 2.0), &TRUNCATED_NORMAL);
        check(permutation(&Eager, &key(1), 7), &PERMUTATION);
        let logits = Tensor::from_slice(&[4], &[0.1f32, 0.2, 0.3, 0.4]).unwrap();
        check(categorical(&Eager, &key(1), &logits, 0, &[6]), &CATEGORICAL);
        let mask = bernoulli(&Eager, &key(1), 0.5, &[8]).unwrap();
        assert_eq!(mask.bytes(), BERNOULLI);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let not_a_key = Tensor::from_slice(&[3], &[0u32; 3]).unwrap();
        let error = normal(&Eager, &not_a_key, DType::F32, &[2]).unwrap_err();
        assert_eq!(
            error.message(),
            "normal: the key is uint32[3]; it must be uint32[2], as `key` and `split` make them"
        );
        for error in [
            bits(&Eager, &key(0), DType::I32, &[2]).unwrap_err(),
            uniform(&Eager, &key(0), DType::U8, &[2], 0.0, 1.0).unwrap_err(),
            randint(&Eager, &key(0), DType::Bool, &[2], 0, 2).unwrap_err(),
            normal(&Eager, &key(0), DType::F32, &[-1]).unwrap_err(),
            permutation(&Eager, &key(0), 1 << 31).unwrap_err(),
            permutation(&Eager, &key(0), -1).unwrap_err(),
            permutation_of(&Eager, &key(0), &key(0), 1, false).unwrap_err(),
            categorical(&Eager, &key(0), &Tensor::zeros(DType::F32, &[2, 0]).unwrap(), 1, &[]).unwrap_err(),
            categorical(&Eager, &key(0), &Tensor::zeros(DType::F32, &[2, 3]).unwrap(), 2, &[]).unwrap_err(),
            bernoulli_of(&Eager, &key(0), &Tensor::zeros(DType::F32, &[2, 3]).unwrap(), &[2, 4]).unwrap_err(),
        ] {
            assert_eq!(error.status(), Some(Status::InvalidArgument), "{error}");
        }
        let error = normal(&Eager, &key(0), DType::F32, &[1 << 60]).unwrap_err();
        assert_eq!(error.status(), Some(Status::ResourceExhausted), "{error}");
    }

    const FOLD_IN: [u32; 2] = [0xA1EF_7A4D, 0x116E_B6B3];
    const SPLIT: [u32; 6] = [0x6D3E_048F, 0x1022_172D, 0x03D7_B32D, 0xADD0_83F4, 0x92FB_20EA, 0x0F38_D913];
    const BITS: [u32; 5] = [0x704A_38B7, 0x88A4_083E, 0x7227_B57A, 0x703A_BFF1, 0xE5B9_93A4];
    const BITS_64: [u32; 4] = [0x6E75_2082, 0x1E3F_1835, 0xFC8D_8048, 0x7429_8876];
    const UNIFORM: [u32; 5] = [0xBDFB_5C80, 0x3D8A_4080, 0xBDDD_84C0, 0xBDFC_5420, 0x3F4B_7324];
    const RANDINT: [u32; 5] = [0x0000_01FA, 0x0000_0336, 0x0000_00F0, 0x0000_0189, 0x0000_019D];
    const NORMAL: [u32; 5] = [0xBE1E_24C8, 0x3DAD_7B02, 0xBE0B_3E78, 0xBE1E_C1D3, 0x3FA2_2228];
    const TRUNCATED_NORMAL: [u32; 5] = [0xBE16_E503, 0x3DA5_91BF, 0xBE04_DF36, 0xBE17_7AC0, 0x3F95_F0B8];
    const PERMUTATION: [u32; 7] = [6, 3, 2, 0, 1, 5, 4];
    const CATEGORICAL: [u32; 6] = [1, 2, 1, 2, 2, 3];
    const BERNOULLI: [u8; 8] = [1, 0, 1, 1, 0, 0, 0, 0];
}
