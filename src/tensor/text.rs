//! A tensor as text for a person: `float32[2,3] [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]`.

use std::fmt;

use half::{bf16, f16};

use super::{DType, Element, Tensor};

/// A dimension with more items than this shows only some of the first and of the last.
const MAX_ITEMS: usize = 8;
/// How many of the first, and of the last, such a dimension shows.
const EDGE: usize = 3;
/// After so many elements and brackets the rest is left out.
const BUDGET: usize = 64;

impl fmt::Display for Tensor {
    /// The dtype, the shape and the elements, summarised where there are many.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[", self.dtype())?;
        for (axis, dim) in self.shape().iter().enumerate() {
            write!(f, "{}{dim}", if axis == 0 { "" } else { "," })?;
        }
        f.write_str("] ")?;
        Printer { tensor: self, left: BUDGET }.items(f, self.shape(), 0, self.element_count())
    }
}

impl fmt::Debug for Tensor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

struct Printer<'a> {
    tensor: &'a Tensor,
    left: usize,
}

impl Printer<'_> {
    /// Prints the `count` elements from `first` on, which have these extents. As deep as the rank, which is bounded.
    fn items(&mut self, f: &mut fmt::Formatter<'_>, dims: &[i64], first: usize, count: usize) -> fmt::Result {
        let Some((&dim, inner)) = dims.split_first() else {
            self.left = self.left.saturating_sub(1);
            return self.element(f, first);
        };
        let dim = dim as usize;
        let stride = count / dim.max(1);
        if stride == 0 {
            self.left = self.left.saturating_sub(1);
        }
        f.write_str("[")?;
        let mut index = 0;
        while index < dim {
            if index > 0 {
                f.write_str(", ")?;
            }
            if self.left == 0 {
                f.write_str("…")?;
                break;
            }
            if dim > MAX_ITEMS && index == EDGE {
                f.write_str("…, ")?;
                index = dim - EDGE;
            }
            self.items(f, inner, first + index * stride, stride)?;
            index += 1;
        }
        f.write_str("]")
    }

    fn element(&self, f: &mut fmt::Formatter<'_>, index: usize) -> fmt::Result {
        match self.tensor.dtype() {
            DType::Bool => write!(f, "{}", self.at::<u8>(index) != 0),
            DType::I8 => write!(f, "{}", self.at::<i8>(index)),
            DType::I16 => write!(f, "{}", self.at::<i16>(index)),
            DType::I32 => write!(f, "{}", self.at::<i32>(index)),
            DType::I64 => write!(f, "{}", self.at::<i64>(index)),
            DType::U8 => write!(f, "{}", self.at::<u8>(index)),
            DType::U16 => write!(f, "{}", self.at::<u16>(index)),
            DType::U32 => write!(f, "{}", self.at::<u32>(index)),
            DType::U64 => write!(f, "{}", self.at::<u64>(index)),
            DType::F16 => write!(f, "{:?}", self.at::<f16>(index).to_f32()),
            DType::BF16 => write!(f, "{:?}", self.at::<bf16>(index).to_f32()),
            DType::F32 => write!(f, "{:?}", self.at::<f32>(index)),
            DType::F64 => write!(f, "{:?}", self.at::<f64>(index)),
        }
    }

    fn at<T: Element>(&self, index: usize) -> T {
        let size = size_of::<T>();
        bytemuck::pod_read_unaligned(&self.tensor.bytes()[index * size..][..size])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<T: Element>(dims: &[i64], values: &[T]) -> String {
        Tensor::from_slice(dims, values).unwrap().to_string()
    }

    #[test]
    fn a_small_tensor_is_printed_whole() {
        assert_eq!(
            text(&[2, 3], &[1f32, 2.0, 3.5, -0.0, f32::INFINITY, f32::NAN]),
            "float32[2,3] [[1.0, 2.0, 3.5], [-0.0, inf, NaN]]"
        );
        assert_eq!(Tensor::scalar(-7i64).to_string(), "int64[] -7");
        assert_eq!(text::<u8>(&[0, 3], &[]), "uint8[0,3] []");
        assert_eq!(text::<u8>(&[2, 0], &[]), "uint8[2,0] [[], []]");
        assert_eq!(Tensor::from_bools(&[2], &[true, false]).unwrap().to_string(), "bool[2] [true, false]");
        assert_eq!(Tensor::from_bytes(DType::Bool, &[2], &[7, 0]).unwrap().to_string(), "bool[2] [true, false]");
    }

    #[test]
    fn every_dtype_prints_its_own_values() {
        assert_eq!(text(&[1], &[i8::MIN]), "int8[1] [-128]");
        assert_eq!(text(&[1], &[i16::MIN]), "int16[1] [-32768]");
        assert_eq!(text(&[1], &[i32::MIN]), "int32[1] [-2147483648]");
        assert_eq!(text(&[1], &[i64::MIN]), "int64[1] [-9223372036854775808]");
        assert_eq!(text(&[1], &[u8::MAX]), "uint8[1] [255]");
        assert_eq!(text(&[1], &[u16::MAX]), "uint16[1] [65535]");
        assert_eq!(text(&[1], &[u32::MAX]), "uint32[1] [4294967295]");
        assert_eq!(text(&[1], &[u64::MAX]), "uint64[1] [18446744073709551615]");
        assert_eq!(text(&[1], &[f16::from_f32(0.5)]), "float16[1] [0.5]");
        assert_eq!(text(&[1], &[bf16::from_f32(-1.5)]), "bfloat16[1] [-1.5]");
        assert_eq!(text(&[1], &[0.1f64]), "float64[1] [0.1]");
    }

    #[test]
    fn a_large_tensor_is_summarised() {
        let many: Vec<i32> = (0..100).collect();
        assert_eq!(text(&[100], &many), "int32[100] [0, 1, 2, …, 97, 98, 99]");
        assert_eq!(text(&[8], &many[..8]), "int32[8] [0, 1, 2, 3, 4, 5, 6, 7]");
        assert_eq!(text(&[2, 50], &many), "int32[2,50] [[0, 1, 2, …, 47, 48, 49], [50, 51, 52, …, 97, 98, 99]]");
        let cube = Tensor::zeros(DType::U8, &[2; 20]).unwrap().to_string();
        assert_eq!(cube.matches('0').count(), BUDGET, "{cube}");
        let empty = Tensor::zeros(DType::U8, &[8, 8, 8, 8, 0]).unwrap().to_string();
        assert!(empty.len() < 600, "{empty}");
    }
}
