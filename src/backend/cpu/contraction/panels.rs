//! A block of the right operand in panels of a few vectors, padded with zeros.

use std::ops::Range;

use super::super::element::Element;
use super::super::transpose::Square;
use super::lines::{copy, zero};
use super::space::{Contraction, Walk};

/// How many terms are copied at once: a line of a cache.
const TERMS: usize = 16;

impl Contraction {
    /// Copies these terms of so many columns; each panel has all terms, and the last is as wide as `last`.
    ///
    /// # Safety
    /// The operand lies at `from`, and `to` has room.
    #[inline(always)]
    pub(super) unsafe fn panels<S: Square<Element: Element>>(
        &self,
        from: *const S::Element,
        columns: Range<usize>,
        terms: Range<usize>,
        to: *mut S::Element,
        widths: [usize; 2],
    ) {
        let [wide, narrow] = widths;
        let column = self.column[0];
        let count = terms.end - terms.start;
        let first = self.first[1].wrapping_add(column.wrapping_mul(columns.start as isize));
        let mut walk = Walk::at(&self.terms, terms.start);
        let mut term = 0;
        while term < count {
            let mut places = [0; TERMS];
            let mut known = 0;
            while known < TERMS && term + known < count {
                places[known] = first.wrapping_add(walk.other);
                walk.next();
                known += 1;
            }
            let places = &places[..known];
            let mut in_order = 1;
            while in_order < known && places[in_order] == places[0].wrapping_add(in_order as isize) {
                in_order += 1;
            }
            let is_in_order = in_order == known;
            let mut begin = 0;
            let mut panel = to;
            while begin < columns.end - columns.start {
                let left = columns.end - columns.start - begin;
                let width = if left > narrow { wide } else { narrow };
                let from = from.wrapping_offset(column.wrapping_mul(begin as isize));
                let to = panel.wrapping_add(term * width);
                // SAFETY: asked of the caller.
                unsafe {
                    if column == 1 {
                        rows(from, places, to, left.min(width), width);
                    } else {
                        turned::<S>(from, places, is_in_order, column, to, left.min(width), width);
                    }
                }
                panel = panel.wrapping_add(count * width);
                begin += width;
            }
            term += known;
        }
    }
}

/// Copies so many neighbours from each of these places, padded with zeros to a width.
#[inline(always)]
unsafe fn rows<T: Element>(from: *const T, places: &[isize], to: *mut T, count: usize, width: usize) {
    let mut row = 0;
    while row < places.len() {
        // SAFETY: asked of the caller.
        unsafe {
            let to = to.add(row * width);
            copy(from.wrapping_offset(places[row]), to, count);
            zero(to.add(count), width - count);
        }
        row += 1;
    }
}

/// As [`rows`], of elements so far apart: column by column, whose neighbours from place to place are in one line of a cache,
/// or square by square where the places are in order.
#[inline(always)]
unsafe fn turned<S: Square<Element: Element>>(
    from: *const S::Element,
    places: &[isize],
    is_in_order: bool,
    stride: isize,
    to: *mut S::Element,
    count: usize,
    width: usize,
) {
    let whole = |count: usize| if is_in_order { count / S::SIDE * S::SIDE } else { 0 };
    let squares = [whole(places.len()), whole(count)];
    let mut column = 0;
    while column < width {
        let from = from.wrapping_offset(stride.wrapping_mul(column as isize));
        // SAFETY: asked of the caller.
        unsafe {
            let mut row = 0;
            if column < squares[1] {
                while column.is_multiple_of(S::SIDE) && row < squares[0] {
                    let from = from.wrapping_offset(places[row]);
                    S::transpose(from, stride, to.add(row * width + column), width as isize);
                    row += S::SIDE;
                }
                row = squares[0];
            }
            while row < places.len() {
                let element = if column < count { *from.wrapping_offset(places[row]) } else { S::Element::default() };
                *to.add(row * width + column) = element;
                row += 1;
            }
        }
        column += 1;
    }
}
