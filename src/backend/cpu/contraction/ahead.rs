//! What of the left operand comes next is fetched while sums are computed: where each of its elements meets few columns,
//! memory takes as long as arithmetic.

use std::ops::Range;

use super::super::tile::{Meanwhile, fetch};
use super::space::Contraction;

/// The bytes of a line of a cache.
const LINE: usize = 64;

/// Of lines along the terms so many are fetched in turn.
const LINES: usize = 16;

/// Bytes of the left operand: lines so far apart, one byte of each cache line of them for each term.
pub(super) struct Ahead {
    from: *const u8,
    stride: isize,
    /// Which bits of the number of a term are the number of a line.
    mask: usize,
    shift: u32,
}

impl Contraction {
    /// The block of these rows and terms, of elements of so many bytes; `None` where it does not lie in lines so far apart.
    #[inline(always)]
    pub(super) fn ahead(&self, lhs: *const u8, size: usize, rows: Range<usize>, terms: Range<usize>) -> Option<Ahead> {
        let ([row], [term]) = (self.rows.as_slice(), self.terms.as_slice()) else { return None };
        if !self.checks.is_empty() || rows.start >= row.extent || terms.start >= term.extent || self.run.stride != 1 {
            return None;
        }
        let first = self.first[0].wrapping_add(row.lhs.wrapping_mul(rows.start as isize));
        let first = first.wrapping_add(term.lhs.wrapping_mul(terms.start as isize));
        let from = lhs.wrapping_offset(first.wrapping_mul(size as isize));
        Some(match self.along_rows {
            true => {
                Ahead { from, stride: term.lhs.wrapping_mul(size as isize), mask: usize::MAX, shift: usize::BITS - 1 }
            }
            false => {
                let (mask, shift) = (LINES - 1, LINES.trailing_zeros());
                Ahead { from, stride: row.lhs.wrapping_mul(size as isize), mask, shift }
            }
        })
    }
}

impl Ahead {
    /// The part that is fetched with a tile, the first, the second or a later one.
    #[inline(always)]
    pub(super) fn part(&self, tile: usize) -> Ahead {
        let distance = match self.mask {
            usize::MAX => (tile * LINE) as isize,
            _ => self.stride.wrapping_mul((tile * LINES) as isize),
        };
        Ahead { from: self.from.wrapping_offset(distance), ..*self }
    }
}

impl Meanwhile for Ahead {
    #[inline(always)]
    fn at(&self, term: usize) {
        let line = self.stride.wrapping_mul((term & self.mask) as isize);
        fetch(self.from.wrapping_offset(line).wrapping_add((term >> self.shift) * LINE));
    }
}
