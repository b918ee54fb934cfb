//! The half-wide float that is nearest to a number.

use half::{bf16, f16};

use super::dtype::Element;

/// A float of 16 bits. The conversion of the crate `half` from f64 rounds twice, or looks at the upper 32 bits only; this
/// one is used in its place everywhere.
pub(crate) trait Half: Element {
    /// The nearest one, ties to even; infinity for what is too large.
    fn nearest(value: f64) -> Self;
}

impl Half for f16 {
    #[inline(always)]
    fn nearest(value: f64) -> f16 {
        f16::from_f64(sticky(value))
    }
}

impl Half for bf16 {
    #[inline(always)]
    fn nearest(value: f64) -> bf16 {
        bf16::from_f64(sticky(value))
    }
}

/// A number of at most 21 bits that lies where `value` does between half-wide floats, and between those and their ties: the
/// last bit says that there is more below it. It is an f32 as well, where it is not too small or too large to matter.
#[inline(always)]
fn sticky(value: f64) -> f64 {
    let bits = value.to_bits();
    f64::from_bits((bits | u64::from(bits as u32 != 0) << 32) & !u64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each number between two neighbours, and what lies next to it, for all neighbours of one sign.
    fn check<H: Half + Copy>(of_bits: fn(u16) -> H, bits: fn(H) -> u16, wide: fn(H) -> f64, infinity: u16) {
        let nearest = |value: f64| bits(H::nearest(value));
        for low in (0..infinity).step_by(if cfg!(miri) { 997 } else { 1 }) {
            let (x, high) = (wide(of_bits(low)), low + 1);
            // The number after the largest one would have the same distance as the one before it.
            let next = if high == infinity { 2.0 * x - wide(of_bits(low - 1)) } else { wide(of_bits(high)) };
            // Exact: neighbours have 11 bits at most.
            let tie = (x + next) / 2.0;
            let even = if low % 2 == 0 { low } else { high };
            let cases = [
                (x, low),
                (x.next_up(), low),
                (tie.next_down(), low),
                (tie, even),
                (tie.next_up(), high),
                (tie * (1.0 + 2f64.powi(-30)), high),
                (tie * (1.0 - 2f64.powi(-30)), low),
                (next.next_down(), high),
            ];
            for (value, expected) in cases {
                assert_eq!(nearest(value), expected, "{value:e}, after {x:e}");
                assert_eq!(nearest(-value), expected | 0x8000, "-{value:e}, before -{x:e}");
            }
        }
        for value in [f64::MAX, f64::INFINITY, 1e300] {
            assert_eq!((nearest(value), nearest(-value)), (infinity, infinity | 0x8000));
        }
        for value in [0.0, f64::MIN_POSITIVE, f64::from_bits(1), 1e-60] {
            assert_eq!((nearest(value), nearest(-value)), (0, 0x8000));
        }
        for value in [f64::NAN, f64::from_bits(0x7ff0_0000_0000_0001), f64::from_bits(0xfff8_0000_0000_0001)] {
            assert!(wide(H::nearest(value)).is_nan());
        }
    }

    #[test]
    fn every_tie_and_its_neighbours_are_rounded_once() {
        check(f16::from_bits, f16::to_bits, f16::to_f64, f16::INFINITY.to_bits());
        check(bf16::from_bits, bf16::to_bits, bf16::to_f64, bf16::INFINITY.to_bits());
    }
}
