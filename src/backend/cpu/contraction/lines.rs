//! A block of the left operand in order: lines along the rows or along the terms, zeros where it has nothing.

use std::ops::Range;

use super::super::element::Element;
use super::space::{Axis, Contraction, MAX_CHECKS, Walk, inside};

/// How many pieces of lines are known at a time.
const PIECES: usize = 32;

/// A part of a run that a block has.
#[derive(Clone, Copy)]
struct Piece {
    lhs: isize,
    coordinates: [isize; MAX_CHECKS],
    /// Which elements of the run.
    first: usize,
    count: usize,
    /// Where in the line.
    place: usize,
}

impl Contraction {
    /// Copies so many lines, each `pitch` after the one before; `places` are what each has.
    ///
    /// # Safety
    /// The operand lies at `from`, and `to` has room.
    #[inline(always)]
    pub(super) unsafe fn lines<T: Element>(
        &self,
        from: *const T,
        lines: Range<usize>,
        places: Range<usize>,
        to: *mut T,
        pitch: usize,
    ) {
        let (outer, inner) = if self.along_rows { (&self.terms, &self.rows) } else { (&self.rows, &self.terms) };
        let run = self.run;
        if run.length == 0 {
            return;
        }
        if self.checks.is_empty() && run.stride == 1 && run.outer == 0 && outer.len() <= 1 {
            // SAFETY: asked of the caller.
            return unsafe { self.in_order(from, outer, lines, places, to, pitch) };
        }
        let mut runs = Walk::at(&inner[..run.outer], places.start / run.length);
        let mut within = places.start % run.length;
        let nothing = Piece { lhs: 0, coordinates: [0; MAX_CHECKS], first: 0, count: 0, place: 0 };
        let mut pieces = [nothing; PIECES];
        let mut at = places.start;
        while at < places.end {
            let mut known = 0;
            while known < PIECES && at < places.end {
                let count = (run.length - within).min(places.end - at);
                let place = at - places.start;
                pieces[known] = Piece { lhs: runs.lhs, coordinates: runs.coordinates, first: within, count, place };
                (known, at) = (known + 1, at + count);
                runs.next();
                within = 0;
            }
            let mut walk = Walk::at(outer, lines.start);
            let mut line = lines.start;
            let mut dimension = 0;
            while dimension < self.checks.len() {
                walk.coordinates[dimension] += self.checks[dimension].first;
                dimension += 1;
            }
            let mut to = to;
            while line < lines.end {
                let mut piece = 0;
                while piece < known {
                    // SAFETY: asked of the caller; what is read lies inside.
                    unsafe { self.piece(from, &pieces[piece], &walk, to.add(pieces[piece].place)) };
                    piece += 1;
                }
                walk.next();
                to = to.wrapping_add(pitch);
                line += 1;
            }
        }
    }

    /// Lines of one run each, so far apart.
    #[inline(always)]
    unsafe fn in_order<T: Element>(
        &self,
        from: *const T,
        outer: &[Axis],
        lines: Range<usize>,
        places: Range<usize>,
        to: *mut T,
        pitch: usize,
    ) {
        let distance = outer.first().map_or(0, |axis| axis.lhs);
        let first = self.first[0].wrapping_add(distance.wrapping_mul(lines.start as isize));
        let mut from = from.wrapping_offset(first).wrapping_add(places.start);
        let (mut to, mut line) = (to, lines.start);
        while line < lines.end {
            // SAFETY: asked of the caller.
            unsafe { copy(from, to, places.end - places.start) };
            (from, to) = (from.wrapping_offset(distance), to.wrapping_add(pitch));
            line += 1;
        }
    }

    #[inline(always)]
    unsafe fn piece<T: Element>(&self, from: *const T, piece: &Piece, line: &Walk<'_>, to: *mut T) {
        let mut coordinates = piece.coordinates;
        let mut dimension = 0;
        while dimension < self.checks.len() {
            coordinates[dimension] += line.coordinates[dimension];
            dimension += 1;
        }
        let all = piece.first..piece.first + piece.count;
        let inside = inside(&self.run, &self.checks, &coordinates, all.clone());
        let stride = self.run.stride;
        let first = self.first[0].wrapping_add(line.lhs).wrapping_add(piece.lhs);
        let first = first.wrapping_add(stride.wrapping_mul(inside.start as isize));
        // SAFETY: asked of the caller; the elements inside are those of the operand.
        unsafe {
            zero(to, inside.start - all.start);
            let to = to.add(inside.start - all.start);
            let (from, count) = (from.wrapping_offset(first), inside.end - inside.start);
            match stride {
                1 => copy(from, to, count),
                _ => {
                    let mut at = 0;
                    while at < count {
                        *to.add(at) = *from.wrapping_offset(stride.wrapping_mul(at as isize));
                        at += 1;
                    }
                }
            }
            zero(to.add(count), all.end - inside.end);
        }
    }
}

/// Copies a few elements.
#[inline(always)]
pub(super) unsafe fn copy<T: Element>(from: *const T, to: *mut T, count: usize) {
    const CHUNK: usize = 16;
    let mut at = 0;
    // SAFETY: asked of the caller.
    unsafe {
        while at + CHUNK <= count {
            let chunk = from.add(at).cast::<[T; CHUNK]>().read_unaligned();
            to.add(at).cast::<[T; CHUNK]>().write_unaligned(chunk);
            at += CHUNK;
        }
        if at < count {
            std::ptr::copy_nonoverlapping(from.add(at), to.add(at), count - at);
        }
    }
}

#[inline(always)]
pub(super) unsafe fn zero<T: Element>(to: *mut T, count: usize) {
    let mut at = 0;
    while at < count {
        // SAFETY: asked of the caller.
        unsafe { *to.add(at) = T::default() };
        at += 1;
    }
}
