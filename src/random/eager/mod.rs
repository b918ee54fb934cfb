//! Random tensors, made at once.

mod element;
mod fill;
mod floats;
mod logarithm;

use half::{bf16, f16};

use self::element::One;
use super::arrays::{Arrays, Counters};
use super::draw::Draw;
use super::numbers::{Float, Number};
use super::threefry::threefry;
use crate::error::{Error, Result};
use crate::tensor::{DType, Element, Shape, Tensor};

/// Tensors, made at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Eager;

impl Arrays for Eager {
    type Array = Tensor;

    fn array_type(&self, array: &Tensor) -> Result<(DType, Vec<i64>)> {
        Ok((array.dtype(), array.shape().to_vec()))
    }

    fn counting(&self, count: i64) -> Result<Tensor> {
        let mut numbers = Tensor::zeros(DType::I32, &[count])?;
        for (place, number) in numbers.as_mut_slice::<i32>()?.iter_mut().enumerate() {
            *number = place as i32;
        }
        Ok(numbers)
    }

    fn keys(&self, key: &Tensor, counters: Counters<'_, Tensor>) -> Result<Tensor> {
        let key = words(key)?;
        let pair = |counter: [u32; 2]| {
            let Ok(pair) = threefry(&mut One, key, counter);
            pair
        };
        match counters {
            Counters::Number(number) => Tensor::from_slice(&[2], &pair([0, elements::<u32>(number)?[0]])),
            Counters::Places(dims) => {
                let mut keys = Tensor::zeros(DType::U32, &[dims, &[2]].concat())?;
                for (place, words) in keys.as_mut_slice::<u32>()?.chunks_exact_mut(2).enumerate() {
                    words.copy_from_slice(&pair([(place as u64 >> 32) as u32, place as u32]));
                }
                Ok(keys)
            }
        }
    }

    fn key_at(&self, keys: &Tensor, index: i64) -> Result<Tensor> {
        let key = usize::try_from(index).ok().and_then(|index| elements::<u32>(keys).ok()?.chunks_exact(2).nth(index));
        Tensor::from_slice(&[2], key.ok_or_else(|| Error::invalid(format!("there is no key {index}")))?)
    }

    fn draw<D: Draw>(&self, keys: [&Tensor; 2], dims: &[i64], draw: &D) -> Result<Tensor> {
        let keys = [words(keys[0])?, words(keys[1])?];
        let mut drawn = Tensor::zeros(D::Output::DTYPE, dims)?;
        fill::fill(draw, keys, drawn.as_mut_slice::<<D::Output as Number>::Stored>()?);
        Ok(drawn)
    }

    fn broadcast(&self, array: &Tensor, dims: &[i64]) -> Result<Tensor> {
        let (own, rank) = (array.shape(), dims.len());
        let lead = rank.checked_sub(own.len());
        let fits = |lead: usize| own.iter().zip(&dims[lead..]).all(|(&own, &dim)| own == dim || own == 1);
        let Some(lead) = lead.filter(|&lead| fits(lead)) else {
            return Err(Error::invalid(format!("an array of shape {own:?} cannot be broadcast to {dims:?}")));
        };
        if own == dims {
            return Ok(array.clone());
        }
        let size = array.dtype().size();
        let mut result = Tensor::zeros(array.dtype(), dims)?;
        let mut index = vec![0i64; rank];
        for element in result.bytes_mut()?.chunks_exact_mut(size) {
            let place = own.iter().zip(&index[lead..]).fold(0, |place, (&own, &at)| place * own + at.min(own - 1));
            element.copy_from_slice(&array.bytes()[place as usize * size..][..size]);
            for axis in (0..rank).rev() {
                index[axis] += 1;
                if index[axis] < dims[axis] {
                    break;
                }
                index[axis] = 0;
            }
        }
        Ok(result)
    }

    fn add(&self, x: &Tensor, y: &Tensor) -> Result<Tensor> {
        match x.dtype() {
            DType::F16 => zip(x, y, <f16 as Float>::add),
            DType::BF16 => zip(x, y, <bf16 as Float>::add),
            DType::F32 => zip(x, y, <f32 as Float>::add),
            DType::F64 => zip(x, y, <f64 as Float>::add),
            other => Err(not_floating("add", other)),
        }
    }

    fn less(&self, x: &Tensor, y: &Tensor) -> Result<Tensor> {
        match x.dtype() {
            DType::F16 => zip(x, y, f16::below),
            DType::BF16 => zip(x, y, bf16::below),
            DType::F32 => zip(x, y, f32::below),
            DType::F64 => zip(x, y, f64::below),
            other => Err(not_floating("less", other)),
        }
    }

    fn argmax(&self, array: &Tensor, axis: usize) -> Result<Tensor> {
        match array.dtype() {
            DType::F16 => argmax_of::<f16>(array, axis),
            DType::BF16 => argmax_of::<bf16>(array, axis),
            DType::F32 => argmax_of::<f32>(array, axis),
            DType::F64 => argmax_of::<f64>(array, axis),
            other => Err(not_floating("argmax", other)),
        }
    }

    fn sort_by_key(&self, keys: &Tensor, values: &Tensor, axis: usize) -> Result<Tensor> {
        let order = elements::<u32>(keys)?;
        let (extent, stride) = rows_along(values.shape(), axis);
        let size = values.dtype().size();
        let mut sorted = values.copied()?;
        let target = sorted.bytes_mut()?;
        let mut row: Vec<u64> = Vec::new();
        row.try_reserve_exact(extent).map_err(|_| Error::out_of_memory("a row to sort", extent * 8))?;
        for first in first_places(values.element_count(), extent, stride) {
            // The place behind the key keeps the order of equal keys.
            row.clear();
            row.extend((0..extent).map(|at| u64::from(order[first + at * stride]) << 32 | at as u64));
            row.sort_unstable();
            for (at, &from) in row.iter().enumerate() {
                let from = (first + (from as u32 as usize) * stride) * size;
                target[(first + at * stride) * size..][..size].copy_from_slice(&values.bytes()[from..][..size]);
            }
        }
        Ok(sorted)
    }

    fn take(&self, array: &Tensor, places: &Tensor, axis: usize) -> Result<Tensor> {
        let places = elements::<i32>(places)?;
        let (extent, stride) = rows_along(array.shape(), axis);
        let part = stride * array.dtype().size();
        let mut dims = array.shape().to_vec();
        dims[axis] = places.len() as i64;
        let mut taken = Tensor::zeros(array.dtype(), &dims)?;
        if part == 0 || taken.nbytes() == 0 {
            return Ok(taken);
        }
        let blocks = array.bytes().chunks_exact(extent * part);
        for (from, to) in blocks.zip(taken.bytes_mut()?.chunks_exact_mut(places.len() * part)) {
            for (&place, to) in places.iter().zip(to.chunks_exact_mut(part)) {
                to.copy_from_slice(&from[place as usize * part..][..part]);
            }
        }
        Ok(taken)
    }
}

/// The elements, of a type that was checked before.
fn elements<T: Element>(tensor: &Tensor) -> Result<&[T]> {
    tensor
        .as_slice()
        .ok_or_else(|| Error::invalid(format!("an array of {} is not one of {}", tensor.dtype(), T::DTYPE)))
}

/// The two words of a key.
fn words(key: &Tensor) -> Result<[u32; 2]> {
    match elements(key)? {
        &[high, low] => Ok([high, low]),
        words => Err(Error::invalid(format!("a key has two words, not {}", words.len()))),
    }
}

fn zip<T: Element, R: Number>(x: &Tensor, y: &Tensor, function: impl Fn(T, T) -> R) -> Result<Tensor> {
    if x.shape() != y.shape() {
        return Err(Error::invalid(format!("arrays of shapes {:?} and {:?} do not go together", x.shape(), y.shape())));
    }
    let mut result = Tensor::zeros(R::DTYPE, x.shape())?;
    let pairs = elements::<T>(x)?.iter().zip(elements::<T>(y)?);
    for (result, (&x, &y)) in result.as_mut_slice::<R::Stored>()?.iter_mut().zip(pairs) {
        *result = function(x, y).stored();
    }
    Ok(result)
}

fn argmax_of<F: Float + Element>(array: &Tensor, axis: usize) -> Result<Tensor> {
    let values = elements::<F>(array)?;
    let (extent, stride) = rows_along(array.shape(), axis);
    if extent == 0 {
        return Err(Error::invalid(format!("there is nothing along axis {axis}")));
    }
    let mut dims = array.shape().to_vec();
    dims.remove(axis);
    let mut places = Tensor::zeros(DType::I32, &dims)?;
    let firsts = first_places(values.len(), extent, stride);
    for (place, first) in places.as_mut_slice::<i32>()?.iter_mut().zip(firsts) {
        let mut best = 0;
        for at in 1..extent {
            let (value, largest) = (values[first + at * stride].value(), values[first + best * stride].value());
            if value > largest || (value.is_nan() && !largest.is_nan()) {
                best = at;
            }
        }
        *place = best as i32;
    }
    Ok(places)
}

/// The extent of an axis, and how far apart neighbours along it lie.
fn rows_along(dims: &[i64], axis: usize) -> (usize, usize) {
    let stride = Shape::new(&dims[axis + 1..]).map_or(0, |shape| shape.element_count());
    (dims[axis] as usize, stride)
}

/// Where the rows of this extent and stride begin, in row-major order.
fn first_places(count: usize, extent: usize, stride: usize) -> impl Iterator<Item = usize> {
    let block = extent * stride;
    let blocks = if block == 0 { 0 } else { count / block };
    (0..blocks).flat_map(move |outer| (0..stride).map(move |inner| outer * block + inner))
}

fn not_floating(function: &str, dtype: DType) -> Error {
    Error::invalid(format!("{function} takes floating-point numbers, not {dtype}"))
}
