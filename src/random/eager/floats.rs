//! Floating-point arithmetic on the host.

use half::{bf16, f16};

use super::logarithm;
use crate::random::numbers::Float;
use crate::tensor::Half;

macro_rules! float {
    ($rust:ident, $bits:ty, $logarithm:ident) => {
        impl Float for $rust {
            type Bits = $bits;
            type Drawn = $bits;
            const MANTISSA: u32 = $rust::MANTISSA_DIGITS - 1;
            const TINY: $rust = $rust::MIN_POSITIVE;

            #[inline(always)]
            fn of_bits(bits: $bits) -> $rust {
                $rust::from_bits(bits)
            }

            #[inline(always)]
            fn bits(self) -> $bits {
                self.to_bits()
            }

            #[inline(always)]
            fn of(value: f64) -> $rust {
                value as $rust
            }

            #[inline(always)]
            fn value(self) -> f64 {
                self as f64
            }

            #[inline(always)]
            fn add(self, other: $rust) -> $rust {
                self + other
            }

            #[inline(always)]
            fn sub(self, other: $rust) -> $rust {
                self - other
            }

            #[inline(always)]
            fn mul(self, other: $rust) -> $rust {
                self * other
            }

            #[inline(always)]
            fn div(self, other: $rust) -> $rust {
                self / other
            }

            #[inline(always)]
            fn mul_add(self, factor: $rust, summand: $rust) -> $rust {
                $rust::mul_add(self, factor, summand)
            }

            #[inline(always)]
            fn sqrt(self) -> $rust {
                $rust::sqrt(self)
            }

            #[inline(always)]
            fn log(self) -> $rust {
                logarithm::$logarithm::log(self)
            }

            #[inline(always)]
            fn log1p(self) -> $rust {
                logarithm::$logarithm::log1p(self)
            }

            #[inline(always)]
            fn below(self, other: $rust) -> bool {
                self < other
            }
        }
    };
}

float!(f32, u32, single);
float!(f64, u64, double);

macro_rules! half_float {
    ($rust:ident, $drawn:ty) => {
        impl Float for $rust {
            type Bits = u16;
            type Drawn = $drawn;
            const MANTISSA: u32 = $rust::MANTISSA_DIGITS - 1;
            const TINY: $rust = $rust::MIN_POSITIVE;

            #[inline(always)]
            fn of_bits(bits: u16) -> $rust {
                $rust::from_bits(bits)
            }

            #[inline(always)]
            fn bits(self) -> u16 {
                self.to_bits()
            }

            fn of(value: f64) -> $rust {
                $rust::nearest(value)
            }

            fn value(self) -> f64 {
                self.to_f64()
            }

            fn add(self, other: $rust) -> $rust {
                $rust::from_f32(self.to_f32() + other.to_f32())
            }

            fn sub(self, other: $rust) -> $rust {
                $rust::from_f32(self.to_f32() - other.to_f32())
            }

            fn mul(self, other: $rust) -> $rust {
                $rust::from_f32(self.to_f32() * other.to_f32())
            }

            fn div(self, other: $rust) -> $rust {
                $rust::from_f32(self.to_f32() / other.to_f32())
            }

            fn mul_add(self, factor: $rust, summand: $rust) -> $rust {
                Float::add(Float::mul(self, factor), summand)
            }

            fn sqrt(self) -> $rust {
                $rust::from_f32(self.to_f32().sqrt())
            }

            fn log(self) -> $rust {
                $rust::from_f32(Float::log(self.to_f32()))
            }

            fn log1p(self) -> $rust {
                $rust::from_f32(Float::log1p(self.to_f32()))
            }

            fn below(self, other: $rust) -> bool {
                self.to_f32() < other.to_f32()
            }
        }
    };
}

half_float!(f16, u16);
// Of the 7 bits of its mantissa the lowest of 8 is dropped.
half_float!(bf16, u8);
