//! Squares of a matrix transposed, in registers where the machine has a way to.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;
use std::marker::PhantomData;

/// So many rows of as many elements.
pub(super) trait Square {
    type Element: Copy + Default + 'static;
    const SIDE: usize;

    /// Writes the transpose of a square; rows are `from_row` and `to_row` elements apart.
    ///
    /// # Safety
    /// The elements are there, those of `to` are nobody else's, and the caller is compiled for the instruction set of the
    /// square.
    unsafe fn transpose(from: *const Self::Element, from_row: isize, to: *mut Self::Element, to_row: isize);
}

/// An element by itself.
pub(super) struct One<T>(PhantomData<T>);

impl<T: Copy + Default + 'static> Square for One<T> {
    type Element = T;
    const SIDE: usize = 1;

    #[inline(always)]
    unsafe fn transpose(from: *const T, _from_row: isize, to: *mut T, _to_row: isize) {
        // SAFETY: asked of the caller.
        unsafe { *to = *from }
    }
}

/// Eight rows of eight f32, with AVX.
#[cfg(target_arch = "x86_64")]
pub(super) struct Eight;

#[cfg(target_arch = "x86_64")]
impl Square for Eight {
    type Element = f32;
    const SIDE: usize = 8;

    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_row: isize, to: *mut f32, to_row: isize) {
        // SAFETY: asked of the caller.
        unsafe {
            let row = |row: isize| _mm256_loadu_ps(from.offset(row * from_row));
            let [a, b, c, d] = [row(0), row(1), row(2), row(3)];
            let [e, f, g, h] = [row(4), row(5), row(6), row(7)];
            let (ab_low, ab_high) = (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
            let (cd_low, cd_high) = (_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d));
            let (ef_low, ef_high) = (_mm256_unpacklo_ps(e, f), _mm256_unpackhi_ps(e, f));
            let (gh_low, gh_high) = (_mm256_unpacklo_ps(g, h), _mm256_unpackhi_ps(g, h));
            let (first, second) =
                (_mm256_shuffle_ps::<0x44>(ab_low, cd_low), _mm256_shuffle_ps::<0xee>(ab_low, cd_low));
            let (third, fourth) =
                (_mm256_shuffle_ps::<0x44>(ab_high, cd_high), _mm256_shuffle_ps::<0xee>(ab_high, cd_high));
            let (fifth, sixth) = (_mm256_shuffle_ps::<0x44>(ef_low, gh_low), _mm256_shuffle_ps::<0xee>(ef_low, gh_low));
            let (seventh, eighth) =
                (_mm256_shuffle_ps::<0x44>(ef_high, gh_high), _mm256_shuffle_ps::<0xee>(ef_high, gh_high));
            let put = |row: isize, value: __m256| _mm256_storeu_ps(to.offset(row * to_row), value);
            put(0, _mm256_permute2f128_ps::<0x20>(first, fifth));
            put(1, _mm256_permute2f128_ps::<0x20>(second, sixth));
            put(2, _mm256_permute2f128_ps::<0x20>(third, seventh));
            put(3, _mm256_permute2f128_ps::<0x20>(fourth, eighth));
            put(4, _mm256_permute2f128_ps::<0x31>(first, fifth));
            put(5, _mm256_permute2f128_ps::<0x31>(second, sixth));
            put(6, _mm256_permute2f128_ps::<0x31>(third, seventh));
            put(7, _mm256_permute2f128_ps::<0x31>(fourth, eighth));
        }
    }
}

/// Four rows of four f64, with AVX.
#[cfg(target_arch = "x86_64")]
pub(super) struct Four;

#[cfg(target_arch = "x86_64")]
impl Square for Four {
    type Element = f64;
    const SIDE: usize = 4;

    #[inline(always)]
    unsafe fn transpose(from: *const f64, from_row: isize, to: *mut f64, to_row: isize) {
        // SAFETY: asked of the caller.
        unsafe {
            let row = |row: isize| _mm256_loadu_pd(from.offset(row * from_row));
            let [a, b, c, d] = [row(0), row(1), row(2), row(3)];
            let (ab_low, ab_high) = (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
            let (cd_low, cd_high) = (_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d));
            let put = |row: isize, value: __m256d| _mm256_storeu_pd(to.offset(row * to_row), value);
            put(0, _mm256_permute2f128_pd::<0x20>(ab_low, cd_low));
            put(1, _mm256_permute2f128_pd::<0x20>(ab_high, cd_high));
            put(2, _mm256_permute2f128_pd::<0x31>(ab_low, cd_low));
            put(3, _mm256_permute2f128_pd::<0x31>(ab_high, cd_high));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<S: Square<Element: From<u16> + PartialEq + std::fmt::Debug>>() {
        let (from_row, to_row) = (S::SIDE + 3, S::SIDE + 5);
        let from: Vec<S::Element> = (0..200).map(|place| S::Element::from(place)).collect();
        let mut to = vec![S::Element::default(); 200];
        // SAFETY: both have room for the square, and the caller asked whether the machine has the instructions.
        unsafe { S::transpose(from.as_ptr(), from_row as isize, to.as_mut_ptr(), to_row as isize) };
        for (place, found) in to.iter().enumerate() {
            let (row, column) = (place / to_row, place % to_row);
            let is_inside = row < S::SIDE && column < S::SIDE;
            let expected = if is_inside { from[column * from_row + row] } else { S::Element::default() };
            assert_eq!(*found, expected, "row {row}, column {column}");
        }
    }

    #[test]
    fn squares_are_transposed_and_nothing_else_is_written() {
        check::<One<f32>>();
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx") {
            check::<Eight>();
            check::<Four>();
        }
    }
}
