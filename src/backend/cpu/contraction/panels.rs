//! A block of the right operand in panels of a few vectors, padded with zeros.

use std::ops::Range;

use super::super::element::Element;
use super::space::{Contraction, Walk};

impl Contraction {
    /// Copies these terms of so many columns; each panel has all terms, and the last is as wide as `last`.
    ///
    /// # Safety
    /// The operand lies at `from`, and `to` has room.
    #[inline(always)]
    pub(super) unsafe fn panels<T: Element>(
        &self,
        from: *const T,
        columns: Range<usize>,
        terms: Range<usize>,
        to: *mut T,
        widths: [usize; 2],
    ) {
        let column = self.column[0];
        let count = terms.end - terms.start;
        let first = self.first[1].wrapping_add(column.wrapping_mul(columns.start as isize));
        let mut walk = Walk::at(&self.terms, terms.start);
        let mut term = 0;
        while term < count {
            let from = from.wrapping_offset(first.wrapping_add(walk.other));
            let mut begin = columns.start;
            let mut panel = to;
            while begin < columns.end {
                let left = columns.end - begin;
                let width = if left > widths[1] { widths[0] } else { widths[1] };
                let from = from.wrapping_offset(column.wrapping_mul((begin - columns.start) as isize));
                // SAFETY: asked of the caller.
                unsafe { row(from, column, panel.add(term * width), left.min(width), width) };
                panel = panel.wrapping_add(count * width);
                begin += width;
            }
            walk.next();
            term += 1;
        }
    }
}

/// Copies so many elements, padded with zeros to a width.
#[inline(always)]
unsafe fn row<T: Element>(from: *const T, stride: isize, to: *mut T, count: usize, width: usize) {
    // SAFETY: asked of the caller.
    unsafe {
        let mut at = 0;
        if stride == 1 {
            while at < count {
                *to.add(at) = *from.add(at);
                at += 1;
            }
        } else {
            while at < count {
                *to.add(at) = *from.wrapping_offset(stride.wrapping_mul(at as isize));
                at += 1;
            }
        }
        while at < width {
            *to.add(at) = T::default();
            at += 1;
        }
    }
}
