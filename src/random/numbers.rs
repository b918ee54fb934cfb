//! What the algorithms are written in: arithmetic on one element of each dtype, and the same for whole arrays or for
//! values of a program.

use half::{bf16, f16};

use crate::tensor::{DType, Element};

/// A type of elements.
pub trait Number: Copy + 'static {
    /// The dtype of an array of them.
    const DTYPE: DType;
    /// How such an array holds one.
    type Stored: Element;

    /// As an array holds it.
    fn stored(self) -> Self::Stored;
}

/// A whole number in two's complement.
pub trait Integer: Number {
    /// The same number, or the one that is equal to it modulo 2^64.
    fn wide(self) -> u64;
    /// The number that is equal to this one modulo the range of the type.
    fn wrapped(wide: u64) -> Self;
}

/// An unsigned number, of whose arithmetic only the low bits are kept.
pub trait Word: Integer {
    /// How many bits it has.
    const BITS: u32;

    /// The sum.
    fn add(self, other: Self) -> Self;
    /// The product.
    fn mul(self, other: Self) -> Self;
    /// The remainder; what is divided, where the divisor is 0.
    fn rem(self, divisor: Self) -> Self;
    /// Either bit.
    fn or(self, other: Self) -> Self;
    /// One of both bits.
    fn xor(self, other: Self) -> Self;
    /// Moved to higher bits by fewer places than there are.
    fn shl(self, places: u32) -> Self;
    /// Moved to lower bits by fewer places than there are.
    fn shr(self, places: u32) -> Self;
}

/// A floating-point number. Each operation rounds once.
pub trait Float: Number {
    /// Its bits.
    type Bits: Word;
    /// The bits that are drawn for one.
    type Drawn: Word;
    /// The bits of the mantissa, without the hidden one.
    const MANTISSA: u32;
    /// The smallest positive number with a whole mantissa.
    const TINY: Self;

    /// The number with these bits.
    fn of_bits(bits: Self::Bits) -> Self;
    /// The bits.
    fn bits(self) -> Self::Bits;
    /// The nearest one.
    fn of(value: f64) -> Self;
    /// The same number.
    fn value(self) -> f64;
    /// The sum.
    fn add(self, other: Self) -> Self;
    /// The difference.
    fn sub(self, other: Self) -> Self;
    /// The product.
    fn mul(self, other: Self) -> Self;
    /// The quotient.
    fn div(self, other: Self) -> Self;
    /// `self * factor + summand`, rounded as XLA does on a CPU: once for f32 and f64, twice for what is narrower.
    fn mul_add(self, factor: Self, summand: Self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The natural logarithm.
    fn log(self) -> Self;
    /// The natural logarithm of one more.
    fn log1p(self) -> Self;

    /// Whether it is smaller.
    fn below(self, other: Self) -> bool;

    /// The next one towards infinity.
    fn next_up(self) -> Self {
        let sign = Self::Bits::wrapped(1).shl(Self::Bits::BITS - 1).wide();
        let bits = self.bits().wide();
        Self::of_bits(Self::Bits::wrapped(match bits {
            _ if self.value().is_nan() || self.value() == f64::INFINITY => bits,
            _ if self.value() == 0.0 => 1,
            _ if bits < sign => bits + 1,
            _ => bits - 1,
        }))
    }

    /// The next one towards minus infinity.
    fn next_down(self) -> Self {
        Self::of(-Self::of(-self.value()).next_up().value())
    }
}

/// One number for each element of an array that is being made: on the host the element itself, in a program a value.
pub trait Numbers {
    /// Numbers of this type.
    type Of<E: Number>: Copy;
    /// What each comparison gave.
    type Mask: Copy;
    /// What can fail.
    type Error;

    /// The same number for all.
    fn constant<E: Number>(&mut self, value: E) -> Result<Self::Of<E>, Self::Error>;
    /// Sums of words.
    fn add<W: Word>(&mut self, x: Self::Of<W>, y: Self::Of<W>) -> Result<Self::Of<W>, Self::Error>;
    /// Products of words.
    fn mul<W: Word>(&mut self, x: Self::Of<W>, y: Self::Of<W>) -> Result<Self::Of<W>, Self::Error>;
    /// Remainders of words.
    fn rem<W: Word>(&mut self, x: Self::Of<W>, y: Self::Of<W>) -> Result<Self::Of<W>, Self::Error>;
    /// Either bit.
    fn or<W: Word>(&mut self, x: Self::Of<W>, y: Self::Of<W>) -> Result<Self::Of<W>, Self::Error>;
    /// One of both bits.
    fn xor<W: Word>(&mut self, x: Self::Of<W>, y: Self::Of<W>) -> Result<Self::Of<W>, Self::Error>;
    /// Moved to higher bits.
    fn shl<W: Word>(&mut self, x: Self::Of<W>, places: u32) -> Result<Self::Of<W>, Self::Error>;
    /// Moved to lower bits.
    fn shr<W: Word>(&mut self, x: Self::Of<W>, places: u32) -> Result<Self::Of<W>, Self::Error>;
    /// The same numbers modulo the range of another type.
    fn convert<W: Word, I: Integer>(&mut self, x: Self::Of<W>) -> Result<Self::Of<I>, Self::Error>;
    /// The numbers with these bits.
    fn of_bits<F: Float>(&mut self, bits: Self::Of<F::Bits>) -> Result<Self::Of<F>, Self::Error>;
    /// The nearest numbers of another type.
    fn round<F: Float, G: Float>(&mut self, x: Self::Of<F>) -> Result<Self::Of<G>, Self::Error>;
    /// Differences.
    fn sub<F: Float>(&mut self, x: Self::Of<F>, y: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// Products.
    fn times<F: Float>(&mut self, x: Self::Of<F>, y: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// `x * y + z`, on the host as [`Float::mul_add`] rounds it; in a program a product and a sum.
    fn mul_add<F: Float>(&mut self, x: Self::Of<F>, y: Self::Of<F>, z: Self::Of<F>)
    -> Result<Self::Of<F>, Self::Error>;
    /// Negatives.
    fn neg<F: Float>(&mut self, x: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// Square roots.
    fn sqrt<F: Float>(&mut self, x: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// Natural logarithms.
    fn log<F: Float>(&mut self, x: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// Natural logarithms of one more.
    fn log1p<F: Float>(&mut self, x: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// The larger ones.
    fn max<F: Float>(&mut self, x: Self::Of<F>, y: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// The smaller ones.
    fn min<F: Float>(&mut self, x: Self::Of<F>, y: Self::Of<F>) -> Result<Self::Of<F>, Self::Error>;
    /// Whether `x` is smaller than `y`.
    fn less<F: Float>(&mut self, x: Self::Of<F>, y: Self::Of<F>) -> Result<Self::Mask, Self::Error>;
    /// `x` where the mask holds, `y` elsewhere.
    fn select<F: Float>(
        &mut self,
        mask: Self::Mask,
        x: Self::Of<F>,
        y: Self::Of<F>,
    ) -> Result<Self::Of<F>, Self::Error>;
    /// A mask as numbers.
    fn truth(&mut self, mask: Self::Mask) -> Result<Self::Of<bool>, Self::Error>;
}

impl Number for bool {
    const DTYPE: DType = DType::Bool;
    type Stored = u8;

    #[inline(always)]
    fn stored(self) -> u8 {
        u8::from(self)
    }
}

macro_rules! number {
    ($($rust:ty => $dtype:ident),* $(,)?) => {
        $(impl Number for $rust {
            const DTYPE: DType = DType::$dtype;
            type Stored = $rust;

            #[inline(always)]
            fn stored(self) -> $rust {
                self
            }
        })*
    };
}

number! {
    i8 => I8, i16 => I16, i32 => I32, i64 => I64, u8 => U8, u16 => U16, u32 => U32, u64 => U64,
    f16 => F16, bf16 => BF16, f32 => F32, f64 => F64,
}

macro_rules! integer {
    ($($rust:ty),*) => {
        $(impl Integer for $rust {
            #[inline(always)]
            fn wide(self) -> u64 {
                self as u64
            }

            #[inline(always)]
            fn wrapped(wide: u64) -> $rust {
                wide as $rust
            }
        })*
    };
}

integer!(i8, i16, i32, i64, u8, u16, u32, u64);

macro_rules! word {
    ($($rust:ty),*) => {
        $(impl Word for $rust {
            const BITS: u32 = <$rust>::BITS;

            #[inline(always)]
            fn add(self, other: $rust) -> $rust {
                self.wrapping_add(other)
            }

            #[inline(always)]
            fn mul(self, other: $rust) -> $rust {
                self.wrapping_mul(other)
            }

            #[inline(always)]
            fn rem(self, divisor: $rust) -> $rust {
                self.checked_rem(divisor).unwrap_or(self)
            }

            #[inline(always)]
            fn or(self, other: $rust) -> $rust {
                self | other
            }

            #[inline(always)]
            fn xor(self, other: $rust) -> $rust {
                self ^ other
            }

            #[inline(always)]
            fn shl(self, places: u32) -> $rust {
                self << places
            }

            #[inline(always)]
            fn shr(self, places: u32) -> $rust {
                self >> places
            }
        })*
    };
}

word!(u8, u16, u32, u64);
