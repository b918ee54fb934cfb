//! Elements, widened so that no value of their dtype is lost: f64 for floating-point numbers, i128 for integers and
//! bools. What is computed there is rounded, or wrapped, once.

use half::{bf16, f16};

use crate::error::{Error, Result, Status};
use crate::program::types::{Class, TensorType, class};
use crate::tensor::{DType, Element, Half, Tensor};

/// One element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar {
    /// Of an integer or bool dtype.
    Integer(i128),
    /// Of a floating-point dtype.
    Float(f64),
}

/// The elements of a floating-point tensor.
pub(super) fn floats(tensor: &Tensor) -> Result<Vec<f64>> {
    match tensor.dtype() {
        DType::F16 => widened(tensor, |value: f16| value.to_f64()),
        DType::BF16 => widened(tensor, |value: bf16| value.to_f64()),
        DType::F32 => widened(tensor, |value: f32| f64::from(value)),
        DType::F64 => widened(tensor, |value: f64| value),
        other => Err(unexpected(other)),
    }
}

/// The elements of an integer or bool tensor; a bool is 0 or 1.
pub(super) fn integers(tensor: &Tensor) -> Result<Vec<i128>> {
    match tensor.dtype() {
        DType::Bool => widened(tensor, |value: u8| i128::from(value != 0)),
        DType::I8 => widened(tensor, |value: i8| value.into()),
        DType::I16 => widened(tensor, |value: i16| value.into()),
        DType::I32 => widened(tensor, |value: i32| value.into()),
        DType::I64 => widened(tensor, |value: i64| value.into()),
        DType::U8 => widened(tensor, |value: u8| value.into()),
        DType::U16 => widened(tensor, |value: u16| value.into()),
        DType::U32 => widened(tensor, |value: u32| value.into()),
        DType::U64 => widened(tensor, |value: u64| value.into()),
        other => Err(unexpected(other)),
    }
}

/// The elements of any tensor.
pub(super) fn scalars(tensor: &Tensor) -> Result<Vec<Scalar>> {
    let mut scalars = room_for(tensor.element_count())?;
    match class(tensor.dtype()) {
        Class::Float => scalars.extend(floats(tensor)?.into_iter().map(Scalar::Float)),
        Class::Bool | Class::Signed | Class::Unsigned => {
            scalars.extend(integers(tensor)?.into_iter().map(Scalar::Integer));
        }
    }
    Ok(scalars)
}

/// The only element of an integer tensor, as an index.
pub(super) fn index(tensor: &Tensor) -> Result<i128> {
    integers(tensor)?.first().copied().ok_or_else(|| Error::new(Status::Internal, "an index has no element"))
}

/// The only element of a bool tensor.
pub(super) fn truth(tensor: &Tensor) -> Result<bool> {
    Ok(index(tensor)? != 0)
}

/// A tensor of a floating-point type with these elements, each rounded to the nearest, ties to even.
pub(super) fn from_floats(ty: &TensorType, values: impl IntoIterator<Item = f64>) -> Result<Tensor> {
    match ty.dtype {
        DType::F16 => narrowed(ty, values, f16::nearest),
        DType::BF16 => narrowed(ty, values, bf16::nearest),
        DType::F32 => narrowed(ty, values, |value| value as f32),
        DType::F64 => narrowed(ty, values, |value| value),
        other => Err(unexpected(other)),
    }
}

/// A tensor of an integer type with the low bits of these, or of bools that say which are not 0.
pub(super) fn from_integers(ty: &TensorType, values: impl IntoIterator<Item = i128>) -> Result<Tensor> {
    match ty.dtype {
        DType::Bool => from_bools(ty, values.into_iter().map(|value| value != 0)),
        DType::I8 => narrowed(ty, values, |value| value as i8),
        DType::I16 => narrowed(ty, values, |value| value as i16),
        DType::I32 => narrowed(ty, values, |value| value as i32),
        DType::I64 => narrowed(ty, values, |value| value as i64),
        DType::U8 => narrowed(ty, values, |value| value as u8),
        DType::U16 => narrowed(ty, values, |value| value as u16),
        DType::U32 => narrowed(ty, values, |value| value as u32),
        DType::U64 => narrowed(ty, values, |value| value as u64),
        other => Err(unexpected(other)),
    }
}

/// A tensor of bools.
pub(super) fn from_bools(ty: &TensorType, values: impl IntoIterator<Item = bool>) -> Result<Tensor> {
    let bytes: Vec<u8> = collect(ty, values.into_iter().map(u8::from))?;
    Tensor::from_bytes(DType::Bool, ty.dims(), &bytes)
}

/// A tensor with these elements, which are of its class.
pub(super) fn from_scalars(ty: &TensorType, values: impl IntoIterator<Item = Scalar>) -> Result<Tensor> {
    match class(ty.dtype) {
        Class::Float => from_floats(ty, values.into_iter().map(Scalar::as_float)),
        Class::Bool | Class::Signed | Class::Unsigned => from_integers(ty, values.into_iter().map(Scalar::as_integer)),
    }
}

impl Scalar {
    /// The number as f64; an integer is rounded.
    pub(super) fn as_float(self) -> f64 {
        match self {
            Scalar::Integer(value) => value as f64,
            Scalar::Float(value) => value,
        }
    }

    /// The number without what stands after the point; saturated, and 0 for a NaN.
    pub(super) fn as_integer(self) -> i128 {
        match self {
            Scalar::Integer(value) => value,
            Scalar::Float(value) => value as i128,
        }
    }
}

/// A tensor that holds only element `index` of `tensor`.
pub(super) fn single(tensor: &Tensor, index: usize) -> Result<Tensor> {
    let size = tensor.dtype().size();
    Tensor::from_bytes(tensor.dtype(), &[], &tensor.bytes()[index * size..][..size])
}

/// The nearest number with so many bits of exponent and mantissa, ties to even; subnormal ones included, infinity where
/// it is too large.
pub(super) fn rounded(value: f64, exponent_bits: i32, mantissa_bits: i32) -> f64 {
    if !value.is_finite() || value == 0.0 || (exponent_bits >= 11 && mantissa_bits >= 52) {
        return value;
    }
    let bias = (1i32 << (exponent_bits.min(11) - 1)) - 1;
    // The exponent e of value = m * 2^e with 1 <= m < 2; that of a number too small for a normal f64 does not matter.
    let exponent = (((value.to_bits() >> 52) & 0x7ff) as i32 - 1023).max(1 - bias);
    // What the last bit of the mantissa counts.
    let unit = power_of_two(exponent - mantissa_bits);
    if unit == 0.0 {
        return value;
    }
    // Exact: a power of two only moves the exponent, and adding nothing but rounding is left to `round_ties_even`.
    let nearest = (value / unit).round_ties_even() * unit;
    let largest = (2.0 - power_of_two(-mantissa_bits)) * power_of_two(bias);
    if nearest.abs() > largest { f64::INFINITY.copysign(value) } else { nearest }
}

fn power_of_two(exponent: i32) -> f64 {
    f64::from(exponent).exp2()
}

fn widened<T: Element, W>(tensor: &Tensor, widen: impl Fn(T) -> W) -> Result<Vec<W>> {
    let elements = tensor.as_slice::<T>().ok_or_else(|| unexpected(tensor.dtype()))?;
    let mut wide = room_for(elements.len())?;
    wide.extend(elements.iter().map(|&element| widen(element)));
    Ok(wide)
}

fn narrowed<W, T: Element>(
    ty: &TensorType,
    values: impl IntoIterator<Item = W>,
    narrow: impl Fn(W) -> T,
) -> Result<Tensor> {
    Tensor::from_slice(ty.dims(), &collect(ty, values.into_iter().map(narrow))?)
}

fn collect<T>(ty: &TensorType, values: impl Iterator<Item = T>) -> Result<Vec<T>> {
    let mut elements = room_for(ty.element_count())?;
    elements.extend(values);
    Ok(elements)
}

/// An empty list with room for so many, or the failure to have it: how many there are is up to the program.
pub(super) fn room_for<T>(count: usize) -> Result<Vec<T>> {
    let mut list = Vec::new();
    match list.try_reserve_exact(count) {
        Ok(()) => Ok(list),
        Err(_) => Err(Error::out_of_memory("the elements of a tensor", count.saturating_mul(size_of::<T>()))),
    }
}

/// The bytes of a tensor, to be changed.
pub(super) fn copied(tensor: &Tensor) -> Result<Vec<u8>> {
    let mut bytes = room_for(tensor.nbytes())?;
    bytes.extend_from_slice(tensor.bytes());
    Ok(bytes)
}

fn unexpected(dtype: DType) -> Error {
    Error::new(Status::Internal, format!("a rule let a tensor of {dtype} pass"))
}
