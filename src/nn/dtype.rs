//! Which dtype a layer computes in.

use crate::error::{Error, Result};
use crate::program::types::{Class, class};
use crate::tensor::DType;
use crate::trace::{Value, promote};

/// Floats as they are, all else as `float32`.
pub(super) fn inexact(dtype: DType) -> DType {
    if class(dtype) == Class::Float { dtype } else { DType::F32 }
}

/// The dtype that these are computed in: the one that was asked for, else what they promote to, as floats.
pub(super) fn computed_in(asked: Option<DType>, values: &[Option<&Value>]) -> Result<DType> {
    if let Some(dtype) = asked {
        return check_float("dtype", dtype).map(|()| dtype);
    }
    let dtypes = values.iter().flatten().map(|value| value.dtype());
    Ok(dtypes.reduce(promote).map_or(DType::F32, inexact))
}

/// A layer computes in floats and has parameters of floats.
pub(super) fn check_float(what: &str, dtype: DType) -> Result<()> {
    if class(dtype) == Class::Float {
        return Ok(());
    }
    Err(Error::invalid(format!("{what} is {dtype}; it must be float32 or another dtype of floats")))
}
