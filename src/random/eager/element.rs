//! The numbers of the host: one element at a time, in a loop that the compiler vectorises.

use std::convert::Infallible;

use crate::random::numbers::{Float, Integer, Number, Numbers, Word};

/// A single element.
pub(super) struct One;

type Exactly<T> = Result<T, Infallible>;

impl Numbers for One {
    type Of<E: Number> = E;
    type Mask = bool;
    type Error = Infallible;

    #[inline(always)]
    fn constant<E: Number>(&mut self, value: E) -> Exactly<E> {
        Ok(value)
    }

    #[inline(always)]
    fn add<W: Word>(&mut self, x: W, y: W) -> Exactly<W> {
        Ok(x.add(y))
    }

    #[inline(always)]
    fn mul<W: Word>(&mut self, x: W, y: W) -> Exactly<W> {
        Ok(x.mul(y))
    }

    #[inline(always)]
    fn rem<W: Word>(&mut self, x: W, y: W) -> Exactly<W> {
        Ok(x.rem(y))
    }

    #[inline(always)]
    fn or<W: Word>(&mut self, x: W, y: W) -> Exactly<W> {
        Ok(x.or(y))
    }

    #[inline(always)]
    fn xor<W: Word>(&mut self, x: W, y: W) -> Exactly<W> {
        Ok(x.xor(y))
    }

    #[inline(always)]
    fn shl<W: Word>(&mut self, x: W, places: u32) -> Exactly<W> {
        Ok(x.shl(places))
    }

    #[inline(always)]
    fn shr<W: Word>(&mut self, x: W, places: u32) -> Exactly<W> {
        Ok(x.shr(places))
    }

    #[inline(always)]
    fn convert<W: Word, I: Integer>(&mut self, x: W) -> Exactly<I> {
        Ok(I::wrapped(x.wide()))
    }

    #[inline(always)]
    fn of_bits<F: Float>(&mut self, bits: F::Bits) -> Exactly<F> {
        Ok(F::of_bits(bits))
    }

    #[inline(always)]
    fn round<F: Float, G: Float>(&mut self, x: F) -> Exactly<G> {
        Ok(G::of(x.value()))
    }

    #[inline(always)]
    fn sub<F: Float>(&mut self, x: F, y: F) -> Exactly<F> {
        Ok(x.sub(y))
    }

    #[inline(always)]
    fn times<F: Float>(&mut self, x: F, y: F) -> Exactly<F> {
        Ok(x.mul(y))
    }

    #[inline(always)]
    fn mul_add<F: Float>(&mut self, x: F, y: F, z: F) -> Exactly<F> {
        Ok(x.mul_add(y, z))
    }

    #[inline(always)]
    fn neg<F: Float>(&mut self, x: F) -> Exactly<F> {
        let sign = F::Bits::wrapped(1).shl(F::Bits::BITS - 1);
        Ok(F::of_bits(x.bits().xor(sign)))
    }

    #[inline(always)]
    fn sqrt<F: Float>(&mut self, x: F) -> Exactly<F> {
        Ok(x.sqrt())
    }

    #[inline(always)]
    fn log<F: Float>(&mut self, x: F) -> Exactly<F> {
        Ok(x.log())
    }

    #[inline(always)]
    fn log1p<F: Float>(&mut self, x: F) -> Exactly<F> {
        Ok(x.log1p())
    }

    #[inline(always)]
    fn max<F: Float>(&mut self, x: F, y: F) -> Exactly<F> {
        Ok(if x.below(y) { y } else { x })
    }

    #[inline(always)]
    fn min<F: Float>(&mut self, x: F, y: F) -> Exactly<F> {
        Ok(if y.below(x) { y } else { x })
    }

    #[inline(always)]
    fn less<F: Float>(&mut self, x: F, y: F) -> Exactly<bool> {
        Ok(x.below(y))
    }

    #[inline(always)]
    fn select<F: Float>(&mut self, mask: bool, x: F, y: F) -> Exactly<F> {
        Ok(if mask { x } else { y })
    }

    #[inline(always)]
    fn truth(&mut self, mask: bool) -> Exactly<bool> {
        Ok(mask)
    }
}
