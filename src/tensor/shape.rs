//! The extents of an array.

use std::fmt;

use super::DType;
use crate::error::{Error, Result};

/// The most dimensions an array may have.
pub const MAX_RANK: usize = 64;

/// The extents of an array, none of them negative, their product within an `i64`. Up to three take no allocation.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Shape(Dims);

// The bound that every Variable pays for.
const _: () = assert!(size_of::<Shape>() <= 32);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Dims {
    D0([i64; 0]),
    D1([i64; 1]),
    D2([i64; 2]),
    D3([i64; 3]),
    Many(Box<[i64]>),
}

impl Shape {
    /// The shape of a single value.
    pub const SCALAR: Shape = Shape(Dims::D0([]));

    /// The shape with these extents.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for more than [`MAX_RANK`] dimensions, a negative extent, or a product beyond an `i64` where
    /// each 0 counts as 1 (so that row-major strides never overflow either).
    pub fn new(dims: &[i64]) -> Result<Shape> {
        if dims.len() > MAX_RANK {
            return Err(Error::invalid(format!("shape has {} dimensions, at most {MAX_RANK} are allowed", dims.len())));
        }
        if dims.iter().any(|&dim| dim < 0) {
            return Err(Error::invalid(format!("shape {} has a negative dimension", Printed(dims))));
        }
        let product = dims.iter().try_fold(1i64, |product, &dim| product.checked_mul(dim.max(1)));
        if product.is_none() {
            return Err(Error::invalid(format!("shape {} has more elements than an int64 can count", Printed(dims))));
        }
        Ok(Shape(match *dims {
            [] => Dims::D0([]),
            [a] => Dims::D1([a]),
            [a, b] => Dims::D2([a, b]),
            [a, b, c] => Dims::D3([a, b, c]),
            _ => Dims::Many(try_boxed(dims)?),
        }))
    }

    /// The extents, outermost first.
    pub fn dims(&self) -> &[i64] {
        match &self.0 {
            Dims::D0(dims) => dims,
            Dims::D1(dims) => dims,
            Dims::D2(dims) => dims,
            Dims::D3(dims) => dims,
            Dims::Many(dims) => dims,
        }
    }

    /// The number of dimensions.
    pub fn rank(&self) -> usize {
        self.dims().len()
    }

    /// The number of elements: the product of the extents, 1 for a single value.
    pub fn element_count(&self) -> usize {
        self.dims().iter().map(|&dim| dim as usize).product()
    }

    /// The bytes that an array of this shape and dtype takes.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when that is beyond what can be addressed.
    pub fn byte_count(&self, dtype: DType) -> Result<usize> {
        self.element_count()
            .checked_mul(dtype.size())
            .filter(|&bytes| isize::try_from(bytes).is_ok())
            .ok_or_else(|| Error::invalid(format!("an array {dtype}{self} takes more bytes than can be addressed")))
    }

    /// The bytes this shape has on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        match &self.0 {
            Dims::Many(dims) => size_of_val(&**dims),
            _ => 0,
        }
    }
}

fn try_boxed(dims: &[i64]) -> Result<Box<[i64]>> {
    let mut boxed = Vec::new();
    boxed.try_reserve_exact(dims.len()).map_err(|_| Error::out_of_memory("a shape", size_of_val(dims)))?;
    boxed.extend_from_slice(dims);
    Ok(boxed.into_boxed_slice())
}

/// Prints extents as `[2,3]`.
struct Printed<'a>(&'a [i64]);

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (axis, dim) in self.0.iter().enumerate() {
            write!(f, "{}{dim}", if axis == 0 { "" } else { "," })?;
        }
        f.write_str("]")
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printed(self.dims()).fmt(f)
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    #[test]
    fn extents_survive_whatever_their_number() {
        for rank in 0..=MAX_RANK {
            let dims: Vec<i64> =
                (0..rank as i64).map(|axis| 1 + axis % 2).map(|dim| if rank > 8 { 1 } else { dim }).collect();
            let shape = Shape::new(&dims).unwrap();
            assert_eq!(shape.dims(), dims);
            assert_eq!(shape.rank(), rank);
            assert_eq!(shape.element_count() as i64, dims.iter().product::<i64>());
            assert_eq!(shape.heap_bytes() > 0, rank > 3, "allocates only above three dimensions");
        }
        assert_eq!(Shape::SCALAR, Shape::new(&[]).unwrap());
    }

    #[test]
    fn a_shape_that_cannot_be_is_refused_and_printed() {
        let negative = Shape::new(&[2, -3, 4]).unwrap_err();
        assert_eq!(negative.status(), Some(Status::InvalidArgument));
        assert!(negative.message().contains("[2,-3,4]"), "{negative}");
        for dims in [&[i64::MAX, 2][..], &[1 << 32, 1 << 32, 0], &[3; 64]] {
            let overflow = Shape::new(dims).unwrap_err();
            assert_eq!(overflow.status(), Some(Status::InvalidArgument), "{dims:?}");
        }
        assert!(Shape::new(&[1; MAX_RANK + 1]).unwrap_err().message().contains("65 dimensions"));
    }

    #[test]
    fn bytes_beyond_the_address_space_are_refused() {
        let shape = Shape::new(&[i64::MAX / 2]).unwrap();
        assert_eq!(shape.byte_count(DType::U8).unwrap(), i64::MAX as usize / 2);
        let error = shape.byte_count(DType::F32).unwrap_err();
        assert!(error.message().contains("float32[4611686018427387903]"), "{error}");
        assert_eq!(Shape::new(&[0, 1 << 40]).unwrap().byte_count(DType::F64).unwrap(), 0);
    }
}
