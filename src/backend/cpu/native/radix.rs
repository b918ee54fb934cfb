//! Numbers with their places, sorted: equal numbers stay in the order of their places.

/// Below so many, comparing takes less time than counting digits.
const FEW: usize = 200;

/// How many bits a digit has, and how many values.
const DIGIT: usize = 11;
const VALUES: usize = 1 << DIGIT;

/// A number and a place as one number.
pub(super) trait Entry: Copy + Ord {
    /// How many digits the number has.
    const DIGITS: usize;
    fn new(number: u64, place: u32) -> Self;
    fn place(self) -> u32;
    /// A digit of the number, from the lowest on.
    fn digit(self, digit: usize) -> usize;
}

/// A number of 32 bits, above a place.
impl Entry for u64 {
    const DIGITS: usize = 32_usize.div_ceil(DIGIT);

    #[inline(always)]
    fn new(number: u64, place: u32) -> u64 {
        number << 32 | u64::from(place)
    }

    #[inline(always)]
    fn place(self) -> u32 {
        self as u32
    }

    #[inline(always)]
    fn digit(self, digit: usize) -> usize {
        (self >> (32 + digit * DIGIT)) as usize % VALUES
    }
}

/// A number of 64 bits, above a place.
impl Entry for u128 {
    const DIGITS: usize = 64_usize.div_ceil(DIGIT);

    #[inline(always)]
    fn new(number: u64, place: u32) -> u128 {
        u128::from(number) << 64 | u128::from(place)
    }

    #[inline(always)]
    fn place(self) -> u32 {
        self as u32
    }

    #[inline(always)]
    fn digit(self, digit: usize) -> usize {
        (self >> (64 + digit * DIGIT)) as usize % VALUES
    }
}

/// Sorts entries, which stand in the order of their places; there is spare room for as many.
pub(super) fn sort<E: Entry>(entries: &mut [E], spare: &mut [E]) {
    if entries.len() < FEW || entries.len() != spare.len() {
        entries.sort_unstable();
        return;
    }
    let (mut from, mut to) = (entries, spare);
    let mut is_in_spare = false;
    for digit in 0..E::DIGITS {
        let mut ends = [0u32; VALUES];
        for entry in from.iter() {
            ends[entry.digit(digit)] += 1;
        }
        // All have the same digit.
        if ends[from[0].digit(digit)] as usize == from.len() {
            continue;
        }
        let mut begin = 0;
        for count in &mut ends {
            begin += std::mem::replace(count, begin);
        }
        for entry in from.iter() {
            let place = &mut ends[entry.digit(digit)];
            to[*place as usize] = *entry;
            *place += 1;
        }
        std::mem::swap(&mut from, &mut to);
        is_in_spare = !is_in_spare;
    }
    if is_in_spare {
        to.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts<E: Entry + std::fmt::Debug>(count: usize, bits: u32) {
        let mut state = 1u64;
        let mut next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            // Few values, so that many are equal, and all bits.
            (state >> 40).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits) & !0xf0
        };
        let mut entries: Vec<E> = (0..count).map(|place| E::new(next(), place as u32)).collect();
        let mut expected = entries.clone();
        expected.sort();
        let mut spare = entries.clone();
        sort(&mut entries, &mut spare);
        assert_eq!(entries, expected, "{count} numbers of {bits} bits");
    }

    #[test]
    fn numbers_are_sorted_with_their_places() {
        for count in [0, 1, 2, FEW - 1, FEW, FEW + 1, 5000] {
            for bits in [1, 11, 12, 23, 32] {
                sorts::<u64>(count, bits);
                sorts::<u128>(count, bits);
            }
            sorts::<u128>(count, 64);
        }
    }
}
