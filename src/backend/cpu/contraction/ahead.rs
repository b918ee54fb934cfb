//! What comes next is fetched while sums are computed: of the left operand where each of its elements meets few columns, so
//! that memory takes as long as arithmetic; of the right one what will be in panels.

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

/// Runs of the right operand of which some cache lines are fetched at a time.
pub(super) struct Coming {
    from: *const u8,
    /// The distance of runs, and the bytes of each.
    stride: isize,
    run: usize,
    /// How many runs are left.
    runs: usize,
    /// The byte of the run that comes next.
    byte: usize,
    /// How many are fetched at a time.
    at_once: usize,
}

impl Contraction {
    /// What these columns and terms are in memory, to be fetched in so many steps.
    #[inline(always)]
    pub(super) fn coming(
        &self,
        rhs: *const u8,
        size: usize,
        columns: Range<usize>,
        terms: Range<usize>,
        steps: usize,
    ) -> Coming {
        let nothing = Coming { from: rhs, stride: 0, run: 0, runs: 0, byte: 0, at_once: 0 };
        let [term] = self.terms.as_slice() else { return nothing };
        if columns.is_empty() || terms.is_empty() {
            return nothing;
        }
        let (column, count) = (self.column[0], columns.end - columns.start);
        let first = self.first[1].wrapping_add(column.wrapping_mul(columns.start as isize));
        let first = first.wrapping_add(term.other.wrapping_mul(terms.start as isize));
        let (stride, run, runs) = match (column, term.other) {
            (1, stride) => (stride, count, terms.end - terms.start),
            (stride, 1) => (stride, terms.end - terms.start, count),
            _ => return nothing,
        };
        let run = run * size;
        let at_once = (runs * run.div_ceil(LINE)).div_ceil(steps.max(1));
        let from = rhs.wrapping_offset(first.wrapping_mul(size as isize));
        Coming { from, stride: stride.wrapping_mul(size as isize), run, runs, byte: 0, at_once }
    }
}

impl Coming {
    /// Fetches the next few.
    #[inline(always)]
    pub(super) fn fetch(&mut self) {
        let mut count = 0;
        while count < self.at_once && self.runs > 0 {
            fetch(self.from.wrapping_add(self.byte));
            self.byte += LINE;
            if self.byte >= self.run {
                (self.byte, self.runs) = (0, self.runs - 1);
                self.from = self.from.wrapping_offset(self.stride);
            }
            count += 1;
        }
    }
}
