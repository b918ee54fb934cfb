//! The dtype that two dtypes have in common, as JAX decides it.

use crate::program::types::{Class, class};
use crate::tensor::DType;

/// The dtype of an operation on elements of these two, as `jax.numpy.promote_types`: the wider of one kind, the float of
/// a float and an integer, `float32` of the two 16-bit floats, a signed integer that holds both of a signed and an
/// unsigned one.
pub fn promote(a: DType, b: DType) -> DType {
    use DType::*;
    let wider = |a: DType, b: DType| if a.size() >= b.size() { a } else { b };
    match (class(a), class(b)) {
        _ if a == b => a,
        (Class::Bool, _) => b,
        (_, Class::Bool) => a,
        (Class::Float, Class::Float) if a.size() == b.size() => F32,
        (Class::Float, Class::Float) | (Class::Signed, Class::Signed) | (Class::Unsigned, Class::Unsigned) => {
            wider(a, b)
        }
        (Class::Float, _) => a,
        (_, Class::Float) => b,
        (Class::Signed, Class::Unsigned) => signed_and_unsigned(a, b),
        (Class::Unsigned, Class::Signed) => signed_and_unsigned(b, a),
    }
}

fn signed_and_unsigned(signed: DType, unsigned: DType) -> DType {
    match unsigned {
        _ if signed.size() > unsigned.size() => signed,
        DType::U8 => DType::I16,
        DType::U16 => DType::I32,
        DType::U32 => DType::I64,
        // No integer holds both.
        _ => DType::F64,
    }
}

/// The dtype of a function such as `exp`: floats stay, all else becomes `float32`.
pub(super) fn to_inexact(dtype: DType) -> DType {
    if class(dtype) == Class::Float { dtype } else { DType::F32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_symmetric_and_a_dtype_goes_with_itself() {
        for a in DType::ALL {
            assert_eq!(promote(a, a), a);
            for b in DType::ALL {
                assert_eq!(promote(a, b), promote(b, a), "{a} {b}");
            }
        }
    }

    #[test]
    fn it_is_what_jax_says() {
        for (a, b, expected) in [
            (DType::U8, DType::I8, DType::I16),
            (DType::U8, DType::I16, DType::I16),
            (DType::U32, DType::I32, DType::I64),
            (DType::U64, DType::I8, DType::F64),
            (DType::I64, DType::F16, DType::F16),
            (DType::BF16, DType::F16, DType::F32),
            (DType::BF16, DType::F64, DType::F64),
            (DType::Bool, DType::U16, DType::U16),
        ] {
            assert_eq!(promote(a, b), expected, "{a} {b}");
        }
    }
}
