//! The types of values: tensors of static shape, tuples, and the token.

use std::fmt;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::tensor::{DType, Shape, Tensor};

/// How deep types and attributes may nest.
pub const MAX_TYPE_DEPTH: usize = 64;

/// How many types a tuple may be made of. Tuples may share their parts, and one of them twice, 64 deep, would be endless.
pub const MAX_TUPLE_PARTS: usize = 1 << 16;

/// A dtype and a shape.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TensorType {
    /// The type of the elements.
    pub dtype: DType,
    /// The extents.
    pub shape: Shape,
}

impl TensorType {
    /// The type with this dtype and these extents.
    ///
    /// # Errors
    /// As [`Shape::new`], and `INVALID_ARGUMENT` when its bytes could not be addressed.
    pub fn new(dtype: DType, dims: &[i64]) -> Result<TensorType> {
        let shape = Shape::new(dims)?;
        shape.byte_count(dtype)?;
        Ok(TensorType { dtype, shape })
    }

    /// The type of a single value.
    pub const fn scalar(dtype: DType) -> TensorType {
        TensorType { dtype, shape: Shape::SCALAR }
    }

    /// The type of this tensor.
    pub fn of(tensor: &Tensor) -> TensorType {
        let shape = Shape::new(tensor.shape()).unwrap_or(Shape::SCALAR);
        debug_assert_eq!(shape.dims(), tensor.shape(), "the extents of a tensor make a shape");
        TensorType { dtype: tensor.dtype(), shape }
    }

    /// The extents, outermost first.
    pub fn dims(&self) -> &[i64] {
        self.shape.dims()
    }

    /// The number of dimensions.
    pub fn rank(&self) -> usize {
        self.shape.rank()
    }

    /// The number of elements.
    pub fn element_count(&self) -> usize {
        self.shape.element_count()
    }

    /// The type with the same extents and this dtype.
    ///
    /// # Errors
    /// As [`TensorType::new`].
    pub fn with_dtype(&self, dtype: DType) -> Result<TensorType> {
        TensorType::new(dtype, self.dims())
    }

    /// The type with the same dtype and these extents.
    ///
    /// # Errors
    /// As [`TensorType::new`].
    pub fn with_dims(&self, dims: &[i64]) -> Result<TensorType> {
        TensorType::new(self.dtype, dims)
    }
}

impl fmt::Display for TensorType {
    /// As MLIR writes it: `tensor<2x3xf32>`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tensor<")?;
        for dim in self.dims() {
            write!(f, "{dim}x")?;
        }
        write!(f, "{}>", dtype_name(self.dtype))
    }
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// An array.
    Tensor(TensorType),
    /// Several values as one.
    Tuple(Arc<[Type]>),
    /// What orders operations that have effects.
    Token,
}

impl Type {
    /// The tuple of these.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when it would nest deeper than [`MAX_TYPE_DEPTH`] or hold more than [`MAX_TUPLE_PARTS`].
    pub fn tuple(elements: Vec<Type>) -> Result<Type> {
        let (mut depth, mut parts) = (0, 0);
        for element in &elements {
            // What a tuple holds was bounded when it was made.
            let (inner_depth, inner_parts) = element.depth_and_parts();
            (depth, parts) = (depth.max(inner_depth), parts + inner_parts);
            if depth >= MAX_TYPE_DEPTH {
                return Err(Error::invalid(format!("a tuple nests deeper than {MAX_TYPE_DEPTH}")));
            }
            if parts > MAX_TUPLE_PARTS {
                return Err(Error::invalid(format!(
                    "a tuple holds more than {MAX_TUPLE_PARTS} values, inner ones counted"
                )));
            }
        }
        Ok(Type::Tuple(elements.into()))
    }

    /// How deep tuples nest in it, and how many types it is made of.
    fn depth_and_parts(&self) -> (usize, usize) {
        match self {
            Type::Tensor(_) | Type::Token => (0, 1),
            Type::Tuple(elements) => elements
                .iter()
                .map(Type::depth_and_parts)
                .fold((1, 1), |all, element| (all.0.max(1 + element.0), all.1 + element.1)),
        }
    }

    /// The tensor type, when it is one.
    pub fn as_tensor(&self) -> Option<&TensorType> {
        match self {
            Type::Tensor(tensor) => Some(tensor),
            Type::Tuple(_) | Type::Token => None,
        }
    }
}

impl From<TensorType> for Type {
    fn from(tensor: TensorType) -> Type {
        Type::Tensor(tensor)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Tensor(tensor) => tensor.fmt(f),
            Type::Token => f.write_str("!stablehlo.token"),
            Type::Tuple(elements) => write!(f, "tuple<{}>", Types(elements)),
        }
    }
}

/// Prints types with commas between them.
pub(super) struct Types<'a>(pub(super) &'a [Type]);

impl fmt::Display for Types<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, ty) in self.0.iter().enumerate() {
            write!(f, "{}{ty}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// What kind of number a dtype is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Truth.
    Bool,
    /// Two's complement integers.
    Signed,
    /// Integers from 0 on.
    Unsigned,
    /// IEEE 754 numbers and bfloat16.
    Float,
}

/// The class of this dtype.
pub(crate) const fn class(dtype: DType) -> Class {
    match dtype {
        DType::Bool => Class::Bool,
        DType::I8 | DType::I16 | DType::I32 | DType::I64 => Class::Signed,
        DType::U8 | DType::U16 | DType::U32 | DType::U64 => Class::Unsigned,
        DType::F16 | DType::BF16 | DType::F32 | DType::F64 => Class::Float,
    }
}

/// The number of bits that an element stands for: 1 for a bool.
pub(crate) const fn bits(dtype: DType) -> usize {
    match dtype {
        DType::Bool => 1,
        _ => 8 * dtype.size(),
    }
}

/// The name that MLIR gives this dtype.
pub const fn dtype_name(dtype: DType) -> &'static str {
    match dtype {
        DType::Bool => "i1",
        DType::I8 => "i8",
        DType::I16 => "i16",
        DType::I32 => "i32",
        DType::I64 => "i64",
        DType::U8 => "ui8",
        DType::U16 => "ui16",
        DType::U32 => "ui32",
        DType::U64 => "ui64",
        DType::F16 => "f16",
        DType::BF16 => "bf16",
        DType::F32 => "f32",
        DType::F64 => "f64",
    }
}

/// The dtype that MLIR gives this name.
pub fn dtype_from_name(name: &str) -> Option<DType> {
    DType::ALL.into_iter().find(|&dtype| dtype_name(dtype) == name)
}
