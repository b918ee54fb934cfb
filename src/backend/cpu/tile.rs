//! The micro-kernel of sums of products: some rows by a few vectors, whose sums stay in registers.

use super::vector::Vector;

/// What a tile multiplies: elements of some rows, and a panel of a few vectors for each term.
#[derive(Clone, Copy)]
pub(super) struct Tile<V: Vector> {
    pub(super) lhs: *const V::Element,
    /// The distance of rows, and of terms, on the left.
    pub(super) row: isize,
    pub(super) term: isize,
    pub(super) panel: *const V::Element,
    /// The distance of terms on the right.
    pub(super) panel_term: isize,
    pub(super) depth: usize,
}

/// What is done while terms are added.
pub(super) trait Meanwhile {
    /// Called with the number of each term.
    fn at(&self, term: usize);
}

impl Meanwhile for () {
    #[inline(always)]
    fn at(&self, _: usize) {}
}

impl<V: Vector> Tile<V> {
    /// Adds the terms to `R` rows of `P` vectors, in order.
    #[inline(always)]
    pub(super) unsafe fn add_to<const R: usize, const P: usize>(&self, sums: &mut [[V; P]; R]) {
        // SAFETY: asked of the caller.
        unsafe { self.add_meanwhile(sums, &()) }
    }

    /// As [`Tile::add_to`], and does something else with each term.
    #[inline(always)]
    pub(super) unsafe fn add_meanwhile<const R: usize, const P: usize>(
        &self,
        sums: &mut [[V; P]; R],
        meanwhile: &impl Meanwhile,
    ) {
        let (mut lhs, mut panel) = (self.lhs, self.panel);
        let mut term = 0;
        while term < self.depth {
            meanwhile.at(term);
            // SAFETY: the caller has the elements of all rows and vectors for each term.
            unsafe {
                let mut right = sums[0];
                let mut place = 0;
                while place < P {
                    right[place] = V::load(panel.add(place * V::LANES));
                    place += 1;
                }
                let mut row = 0;
                while row < R {
                    let left = V::splat(*lhs.offset(row as isize * self.row));
                    let mut place = 0;
                    while place < P {
                        sums[row][place] = left.multiply_add(right[place], sums[row][place]);
                        place += 1;
                    }
                    row += 1;
                }
            }
            lhs = lhs.wrapping_offset(self.term);
            panel = panel.wrapping_offset(self.panel_term);
            term += 1;
        }
    }
}

/// Says that what lies here will be read; nothing need lie there.
#[inline(always)]
pub(super) fn fetch(from: *const u8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint that never fails.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T1>(from.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = from;
}

/// Reads `P` vectors of which so many elements are there; the others are any.
#[inline(always)]
pub(super) unsafe fn load<V: Vector, const P: usize>(from: *const V::Element, count: usize) -> [V; P] {
    // SAFETY: so many elements are there, and `P` vectors are no more than 32.
    unsafe {
        if count >= P * V::LANES {
            return load_all(from);
        }
        let mut padded = [V::Element::default(); 32];
        std::ptr::copy_nonoverlapping(from, padded.as_mut_ptr(), count);
        load_all(padded.as_ptr())
    }
}

#[inline(always)]
unsafe fn load_all<V: Vector, const P: usize>(from: *const V::Element) -> [V; P] {
    // SAFETY: asked of the caller.
    unsafe {
        let mut vectors = [V::load(from); P];
        let mut place = 1;
        while place < P {
            vectors[place] = V::load(from.add(place * V::LANES));
            place += 1;
        }
        vectors
    }
}

/// Writes so many of the elements of `P` vectors.
#[inline(always)]
pub(super) unsafe fn store<V: Vector, const P: usize>(vectors: [V; P], to: *mut V::Element, count: usize) {
    let whole = count >= P * V::LANES;
    let mut place = 0;
    while place < P {
        let begin = place * V::LANES;
        // SAFETY: there is room for so many elements.
        unsafe {
            if whole {
                vectors[place].store(to.add(begin));
            } else if begin < count {
                vectors[place].store_first(to.add(begin), count - begin);
            }
        }
        place += 1;
    }
}
