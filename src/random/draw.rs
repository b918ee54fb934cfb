//! How each distribution makes an element from a key and the element's place.

use std::marker::PhantomData;

use super::erf_inv::Bell;
use super::numbers::{Float, Integer, Number, Numbers, Word};
use super::threefry::{Pair, bits};
use crate::tensor::DType;

/// A distribution that makes each element by itself.
pub trait Draw: Sync {
    /// What it makes.
    type Output: Number;

    /// The elements with these counters: their places in the array, in row-major order, as high and low word. There are
    /// as many keys as the distribution takes.
    fn draw<N: Numbers>(
        &self,
        n: &mut N,
        keys: [Pair<N>; 2],
        counter: Pair<N>,
    ) -> Result<N::Of<Self::Output>, N::Error>;
}

/// Random bits.
pub struct Bits<W>(pub PhantomData<W>);

impl<W: Word + Sync> Draw for Bits<W> {
    type Output = W;

    #[inline(always)]
    fn draw<N: Numbers>(&self, n: &mut N, keys: [Pair<N>; 2], counter: Pair<N>) -> Result<N::Of<W>, N::Error> {
        bits::<N, W>(n, keys[0], counter)
    }
}

/// Numbers of `[0, 1)`: random bits as the mantissa of a number of `[1, 2)`, less 1.
#[inline(always)]
fn unit<N: Numbers, F: Float>(n: &mut N, key: Pair<N>, counter: Pair<N>) -> Result<N::Of<F>, N::Error> {
    let one = F::of(1.0);
    let drawn = bits::<N, F::Drawn>(n, key, counter)?;
    let drawn = n.convert::<F::Drawn, F::Bits>(drawn)?;
    let mantissa = n.shr::<F::Bits>(drawn, F::Drawn::BITS - F::MANTISSA)?;
    let exponent = n.constant(one.bits())?;
    let word = n.or::<F::Bits>(mantissa, exponent)?;
    let number = n.of_bits::<F>(word)?;
    let one = n.constant(one)?;
    n.sub::<F>(number, one)
}

/// Uniform over `[low, high)`.
#[derive(Clone, Copy)]
pub struct Uniform<F> {
    low: F,
    width: F,
    whole_unit: bool,
}

impl<F: Float> Uniform<F> {
    /// Between these.
    pub fn new(low: F, high: F) -> Uniform<F> {
        Uniform { low, width: high.sub(low), whole_unit: low.bits().wide() == 0 && high.value() == 1.0 }
    }

    #[inline(always)]
    fn numbers<N: Numbers>(&self, n: &mut N, key: Pair<N>, counter: Pair<N>) -> Result<N::Of<F>, N::Error> {
        let unit = unit::<N, F>(n, key, counter)?;
        if self.whole_unit {
            return Ok(unit);
        }
        let (low, width) = (n.constant(self.low)?, n.constant(self.width)?);
        let scaled = n.mul_add::<F>(unit, width, low)?;
        n.max::<F>(low, scaled)
    }
}

impl<F: Float + Sync> Draw for Uniform<F> {
    type Output = F;

    #[inline(always)]
    fn draw<N: Numbers>(&self, n: &mut N, keys: [Pair<N>; 2], counter: Pair<N>) -> Result<N::Of<F>, N::Error> {
        self.numbers(n, keys[0], counter)
    }
}

/// True with this probability.
pub struct Bernoulli<F>(pub F);

impl<F: Float + Sync> Draw for Bernoulli<F> {
    type Output = bool;

    #[inline(always)]
    fn draw<N: Numbers>(&self, n: &mut N, keys: [Pair<N>; 2], counter: Pair<N>) -> Result<N::Of<bool>, N::Error> {
        let unit = unit::<N, F>(n, keys[0], counter)?;
        let probability = n.constant(self.0)?;
        let mask = n.less::<F>(unit, probability)?;
        n.truth(mask)
    }
}

/// The standard normal distribution.
pub struct Normal<F>(Uniform<F>);

impl<F: Float> Normal<F> {
    /// The distribution.
    pub fn new() -> Normal<F> {
        Normal(Uniform::new(F::of(-1.0).next_up(), F::of(1.0)))
    }
}

impl<F: Bell + Sync> Draw for Normal<F> {
    type Output = F;

    #[inline(always)]
    fn draw<N: Numbers>(&self, n: &mut N, keys: [Pair<N>; 2], counter: Pair<N>) -> Result<N::Of<F>, N::Error> {
        let uniform = self.0.numbers(n, keys[0], counter)?;
        let root = F::erf_inv(n, uniform)?;
        let scale = n.constant(F::of(std::f64::consts::SQRT_2))?;
        n.times::<F>(scale, root)
    }
}

/// The standard normal distribution between two bounds.
pub struct TruncatedNormal<F> {
    quantiles: Uniform<F>,
    lowest: F,
    highest: F,
}

impl<F: Bell> TruncatedNormal<F> {
    /// Between these bounds.
    pub fn new(lower: F, upper: F) -> TruncatedNormal<F> {
        // XLA multiplies by the reciprocal where a program divides by a constant.
        let scale = F::of(1.0).div(F::of(std::f64::consts::SQRT_2));
        TruncatedNormal {
            quantiles: Uniform::new(lower.mul(scale).erf(), upper.mul(scale).erf()),
            lowest: lower.next_up(),
            highest: upper.next_down(),
        }
    }
}

impl<F: Bell + Sync> Draw for TruncatedNormal<F> {
    type Output = F;

    #[inline(always)]
    fn draw<N: Numbers>(&self, n: &mut N, keys: [Pair<N>; 2], counter: Pair<N>) -> Result<N::Of<F>, N::Error> {
        let uniform = self.quantiles.numbers(n, keys[0], counter)?;
        let root = F::erf_inv(n, uniform)?;
        let scale = n.constant(F::of(std::f64::consts::SQRT_2))?;
        let normal = n.times::<F>(scale, root)?;
        let (lowest, highest) = (n.constant(self.lowest)?, n.constant(self.highest)?);
        let normal = n.max::<F>(normal, lowest)?;
        n.min::<F>(normal, highest)
    }
}

/// The standard Gumbel distribution.
pub struct Gumbel<F>(Uniform<F>);

impl<F: Float> Gumbel<F> {
    /// The distribution.
    pub fn new() -> Gumbel<F> {
        Gumbel(Uniform::new(F::TINY, F::of(1.0)))
    }
}

impl<F: Float + Sync> Draw for Gumbel<F> {
    type Output = F;

    #[inline(always)]
    fn draw<N: Numbers>(&self, n: &mut N, keys: [Pair<N>; 2], counter: Pair<N>) -> Result<N::Of<F>, N::Error> {
        let uniform = self.0.numbers(n, keys[0], counter)?;
        let log = n.log::<F>(uniform)?;
        let exponential = n.neg::<F>(log)?;
        let log = n.log::<F>(exponential)?;
        n.neg::<F>(log)
    }
}

/// Whole numbers from a range, made from words `W` of two keys: twice the bits, so that the remainder is less biased.
pub struct RandInt<W, I> {
    low: W,
    span: W,
    multiplier: W,
    output: PhantomData<I>,
}

impl<W: Word, I: Integer> RandInt<W, I> {
    /// From `low` to before `high`; always `low` where that is nothing. Both are clipped to what `I` holds, or to one
    /// more.
    pub fn new(low: i64, high: i64) -> RandInt<W, I> {
        let bits = 8 * I::DTYPE.size();
        let range = match I::wrapped(u64::MAX).wide() {
            // Of all bits it is -1.
            u64::MAX if !matches!(I::DTYPE, DType::U64) => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
            _ => (0, (1i128 << bits) - 1),
        };
        let low = i128::from(low).clamp(range.0, range.1);
        let high = i128::from(high).clamp(range.0, range.1 + 1);
        let span = if high <= low { W::wrapped(1) } else { W::wrapped((high - low) as u64) };
        let half = W::wrapped(1 << (W::BITS / 2)).rem(span);
        RandInt { low: W::wrapped(low as u64), span, multiplier: half.mul(half).rem(span), output: PhantomData }
    }
}

impl<W: Word + Sync, I: Integer + Sync> Draw for RandInt<W, I> {
    type Output = I;

    #[inline(always)]
    fn draw<N: Numbers>(&self, n: &mut N, keys: [Pair<N>; 2], counter: Pair<N>) -> Result<N::Of<I>, N::Error> {
        let higher = bits::<N, W>(n, keys[0], counter)?;
        let lower = bits::<N, W>(n, keys[1], counter)?;
        let (span, multiplier, low) = (n.constant(self.span)?, n.constant(self.multiplier)?, n.constant(self.low)?);
        let higher = n.rem::<W>(higher, span)?;
        let higher = n.mul::<W>(higher, multiplier)?;
        let lower = n.rem::<W>(lower, span)?;
        let offset = n.add::<W>(higher, lower)?;
        let offset = n.rem::<W>(offset, span)?;
        let number = n.add::<W>(low, offset)?;
        n.convert::<W, I>(number)
    }
}
