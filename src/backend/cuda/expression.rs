//! Parts of C++: types, literals, places of elements, and operations of elements.

use crate::error::{Error, Result, Status};
use crate::plan::View;
use crate::program::Op;
use crate::program::op::enumerations::ComparisonDirection;
use crate::tensor::{DType, Tensor};

/// The C++ type of an element.
pub(super) const fn type_name(dtype: DType) -> &'static str {
    match dtype {
        DType::Bool => "bool",
        DType::I8 => "signed char",
        DType::I16 => "short",
        DType::I32 => "int",
        DType::I64 => "long long",
        DType::U8 => "unsigned char",
        DType::U16 => "unsigned short",
        DType::U32 => "unsigned",
        DType::U64 => "unsigned long long",
        DType::F16 => "nnx::f16",
        DType::BF16 => "nnx::bf16",
        DType::F32 => "float",
        DType::F64 => "double",
    }
}

/// The only element of an array.
pub(super) fn literal(value: &Tensor) -> String {
    let (dtype, bytes) = (value.dtype(), value.bytes());
    let mut wide = [0; 8];
    wide[..bytes.len()].copy_from_slice(bytes);
    let bits = u64::from_le_bytes(wide);
    let name = type_name(dtype);
    match dtype {
        DType::Bool => (bits != 0).to_string(),
        DType::U8 | DType::U16 => format!("({name}){bits}u"),
        DType::U32 => format!("{bits}u"),
        DType::U64 => format!("{bits}ull"),
        // From the bits, as the least number has no literal.
        DType::I8 | DType::I16 | DType::I32 => format!("({name}){bits:#x}u"),
        DType::I64 => format!("({name}){bits:#x}ull"),
        DType::F16 | DType::BF16 => format!("{name}{{{bits:#06x}}}"),
        DType::F32 => match f32::from_bits(bits as u32) {
            value if value.is_normal() || value == 0.0 => format!("{value:?}f"),
            _ => format!("nnx::bits_as<float>({bits:#x}u)"),
        },
        DType::F64 => match f64::from_bits(bits) {
            value if value.is_normal() || value == 0.0 => format!("{value:?}"),
            _ => format!("nnx::bits_as<double>({bits:#x}ull)"),
        },
    }
}

/// The unsigned type of places: as wide as the largest of them needs. Places are computed modulo its size, so that
/// strides may be negative.
#[derive(Clone, Copy)]
pub(super) struct Index {
    pub(super) name: &'static str,
    suffix: &'static str,
}

impl Index {
    /// For places below this.
    pub(super) fn below(end: usize) -> Index {
        if end <= 1 << 31 {
            Index { name: "unsigned", suffix: "u" }
        } else {
            Index { name: "unsigned long long", suffix: "ull" }
        }
    }

    pub(super) fn number(self, number: usize) -> String {
        format!("{number}{}", self.suffix)
    }

    /// The element of a view at index `item`.
    pub(super) fn element(self, view: &View, item: &str) -> String {
        let mut terms = Vec::new();
        let mut inner = 1;
        for (place, axis) in view.axes.iter().enumerate().rev() {
            if axis.stride != 0 {
                let modulo = if place == 0 { None } else { Some(axis.extent) };
                terms.push((self.coordinate(item, inner, modulo), axis.stride));
            }
            inner *= axis.extent;
        }
        terms.reverse();
        self.sum(view.offset, &terms)
    }

    /// `item / inner % extent`.
    pub(super) fn coordinate(self, item: &str, inner: usize, extent: Option<usize>) -> String {
        let divided = if inner == 1 { item.to_owned() } else { format!("{item} / {}", self.number(inner)) };
        match extent {
            None => divided,
            Some(1) => self.number(0),
            Some(extent) => format!("{divided} % {}", self.number(extent)),
        }
    }

    /// A place plus so many strides.
    pub(super) fn sum(self, offset: isize, terms: &[(String, isize)]) -> String {
        let signed = |stride: isize| if stride < 0 { " - " } else { " + " };
        let mut text = if offset == 0 { String::new() } else { self.number(offset.unsigned_abs()) };
        if offset < 0 || (offset == 0 && terms.first().is_none_or(|(_, stride)| *stride < 0)) {
            text = format!("{}{}{text}", self.number(0), if offset < 0 { " - " } else { "" });
        }
        for (factor, stride) in terms {
            text += if text.is_empty() { "" } else { signed(*stride) };
            text += factor;
            if stride.unsigned_abs() != 1 {
                text += &format!(" * {}", self.number(stride.unsigned_abs()));
            }
        }
        text
    }
}

/// An elementwise operation on these operands. It gives elements of `to`.
pub(super) fn apply(op: &Op, to: DType, operands: &[String]) -> Result<String> {
    let name = match op {
        Op::Convert => &format!("convert<{}>", type_name(to)),
        Op::BitcastConvert => &format!("bits_as<{}>", type_name(to)),
        Op::Select => return Ok(format!("{} ? {} : {}", operands[0], operands[1], operands[2])),
        Op::Compare(attributes) => {
            let symbol = match attributes.comparison_direction {
                ComparisonDirection::Eq => "==",
                ComparisonDirection::Ne => "!=",
                ComparisonDirection::Ge => ">=",
                ComparisonDirection::Gt => ">",
                ComparisonDirection::Le => "<=",
                ComparisonDirection::Lt => "<",
            };
            return Ok(format!("{} {symbol} {}", operands[0], operands[1]));
        }
        _ => function(op).ok_or_else(|| {
            Error::new(Status::Unimplemented, format!("there is no CUDA source for {} of {to}", op.name()))
        })?,
    };
    Ok(format!("nnx::{name}({})", operands.join(", ")))
}

/// The function of the prelude for an operation.
fn function(op: &Op) -> Option<&'static str> {
    Some(match op {
        Op::Abs => "absolute",
        Op::Acos => "arc_cosine",
        Op::Acosh => "area_cosine",
        Op::Add => "add",
        Op::And => "bit_and",
        Op::Asin => "arc_sine",
        Op::Asinh => "area_sine",
        Op::Atan | Op::Atan2 => "arc_tangent",
        Op::Atanh => "area_tangent",
        Op::BesselI1e => "bessel_i1e",
        Op::Cbrt => "cube_root",
        Op::Ceil => "round_up",
        Op::Cosh => "hyperbolic_cosine",
        Op::Cosine => "cosine",
        Op::CountLeadingZeros => "count_leading_zeros",
        Op::Digamma => "digamma",
        Op::Divide => "divide",
        Op::Erf => "error_function",
        Op::ErfInv => "error_inverse",
        Op::Erfc => "error_complement",
        Op::Exponential => "exponential",
        Op::ExponentialMinusOne => "exponential_minus_one",
        Op::Floor => "round_down",
        Op::IsFinite => "is_finite",
        Op::Lgamma => "log_gamma",
        Op::Log => "logarithm",
        Op::LogPlusOne => "log_plus_one",
        Op::Logistic => "logistic",
        Op::Maximum => "maximum",
        Op::Minimum => "minimum",
        Op::Multiply => "multiply",
        Op::Negate => "negate",
        Op::Not => "bit_not",
        Op::Or => "bit_or",
        Op::Polygamma => "polygamma",
        Op::PopulationCount => "population_count",
        Op::Power => "power",
        Op::Remainder => "remainder",
        Op::RoundNearestAfz => "round_away",
        Op::RoundNearestEven => "round_to_even",
        Op::Rsqrt => "reciprocal_square_root",
        Op::ShiftLeft => "shift_left",
        Op::ShiftRightArithmetic => "shift_right_arithmetic",
        Op::ShiftRightLogical => "shift_right_logical",
        Op::Sign => "sign",
        Op::Sine => "sine",
        Op::Sinh => "hyperbolic_sine",
        Op::Sqrt => "square_root",
        Op::Subtract => "subtract",
        Op::Tan | Op::ChloTan => "tangent",
        Op::Tanh => "hyperbolic_tangent",
        Op::Xor => "bit_xor",
        Op::Zeta => "zeta",
        _ => return None,
    })
}

/// What combines two elements in a fold.
pub(super) fn combiner(op: &Op) -> Result<&'static str> {
    Ok(match op {
        Op::Add => "nnx::Add",
        Op::Multiply => "nnx::Multiply",
        Op::Maximum => "nnx::Maximum",
        Op::Minimum => "nnx::Minimum",
        Op::And => "nnx::And",
        Op::Or => "nnx::Or",
        Op::Xor => "nnx::Xor",
        _ => {
            return Err(Error::new(
                Status::Unimplemented,
                format!("there is no CUDA source that folds by {}", op.name()),
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::View;

    #[test]
    fn places_are_those_of_views() {
        let index = Index::below(100);
        let all = View::identity(&[4, 5]);
        let text = |view: &View| index.element(&view.simplified(), "i");
        assert_eq!(text(&all), "i");
        assert_eq!(text(&all.transpose(&[1, 0])), "i / 4u + i % 4u * 5u");
        assert_eq!(text(&all.reverse(&[0])), "15u - i / 5u * 5u + i % 5u");
        assert_eq!(text(&View::identity(&[]).broadcast(&[], &[7])), "0u");
        assert_eq!(index.sum(0, &[("k".to_owned(), -3)]), "0u - k * 3u");
        assert_eq!(index.sum(-2, &[("k".to_owned(), 1)]), "0u - 2u + k");
    }
}
