//! Products of many columns that a loop goes on with: some rows at a time are computed as tiles in scratch memory, from
//! which each block of the loop takes its items. What else the loop reads of these rows is fetched meanwhile.

use super::element::Element;
use super::instruction::{Bases, Detail, Function, Instruction, Place};
use super::level::{self, Body};
use super::tile::{Tile, fetch, store};
use super::vector::{Plain, Vector};
use crate::isa::Isa;
use crate::plan::Product;
use crate::tensor::DType;

/// About how many sums are computed at a time, so that they stay in the second-level cache.
const SUMS: usize = 32 << 10;

/// The rows are a multiple of so many: those of a tile, on every instruction set.
const TILE_ROWS: usize = 12;

const MAX_ROWS: usize = 4 * TILE_ROWS;

/// The bytes of a line of a cache.
const LINE: usize = 64;

/// How the elements of a product lie, and how many rows are computed at a time.
#[derive(Clone, Debug)]
pub(super) struct Wide {
    rows: usize,
    columns: usize,
    depth: usize,
    /// The distance of rows and of terms on the left.
    lhs: [isize; 2],
    /// The distance of panels and of their rows.
    panels: [isize; 2],
    at_once: usize,
    /// What the loop reads item by item.
    read: Vec<(Place, usize)>,
}

/// How many rows of so many columns are computed at a time.
pub(super) fn rows_at_once(product: &Product) -> usize {
    (SUMS / product.columns.max(1) / TILE_ROWS * TILE_ROWS).clamp(TILE_ROWS, MAX_ROWS)
}

impl Wide {
    /// `panels` are the distances of panels and of their rows; `read` are the places of what the loop reads item by item,
    /// and the bytes of an element.
    pub(super) fn new(product: &Product, panels: [isize; 2], read: Vec<(Place, usize)>) -> Wide {
        let lhs = &product.lhs.view.axes;
        Wide {
            rows: product.rows,
            columns: product.columns,
            depth: product.depth,
            lhs: [lhs[1].stride, lhs[2].stride],
            panels,
            at_once: rows_at_once(product),
            read,
        }
    }

    /// The elements of scratch memory: sums, and the rows of the left matrix in order.
    pub(super) fn scratch_count(&self) -> usize {
        self.at_once * (self.columns + self.depth)
    }
}

struct Tiles<V>(std::marker::PhantomData<V>);

impl<V: Vector> Body for Tiles<V> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Wide(wide) = &instruction.detail else { return };
        let items = wide.at_once * wide.columns;
        // SAFETY: asked of the caller: blocks come in order from the first item of some rows on, and there is scratch memory
        // for the sums of those.
        unsafe {
            let sums: *mut V::Element = instruction.from[2].at(bases, 0);
            let to: *mut V::Element = instruction.to.at(bases, start);
            let (mut at, end) = (start, start + count);
            while at < end {
                let within = at % items;
                if within == 0 {
                    wide.compute::<V>(instruction, bases, at / wide.columns, sums);
                }
                let count = (items - within).min(end - at);
                std::ptr::copy_nonoverlapping(sums.add(within), to.add(at - start), count);
                at += count;
            }
        }
    }
}

impl Wide {
    /// The sums of some rows from one on.
    #[inline(always)]
    unsafe fn compute<V: Vector>(&self, instruction: &Instruction, bases: Bases, first: usize, sums: *mut V::Element) {
        let rows = self.at_once.min(self.rows - first);
        let lines = sums.wrapping_add(self.at_once * self.columns);
        // SAFETY: asked of the caller; the strides are those of views of the buffers, or of the panels.
        unsafe {
            let lhs: *const V::Element = instruction.from[0].at(bases, 0);
            self.lines(lhs.offset(first as isize * self.lhs[0]), rows, lines);
            let mut panel: *const V::Element = instruction.from[1].at(bases, 0);
            let mut column = 0;
            while column < self.columns {
                let mut row = 0;
                while row < rows {
                    self.fetch_ahead(
                        bases,
                        first * self.columns + column * rows + row * 2 * V::LANES,
                        V::ROWS * 2 * V::LANES,
                    );
                    let lhs = lines.add(row);
                    let to = sums.add(row * self.columns + column);
                    row += match rows - row {
                        12.. if V::ROWS >= 12 => self.tile::<V, 12>(lhs, panel, to, column),
                        8.. if V::ROWS >= 8 => self.tile::<V, 8>(lhs, panel, to, column),
                        6.. if V::ROWS >= 6 => self.tile::<V, 6>(lhs, panel, to, column),
                        4.. => self.tile::<V, 4>(lhs, panel, to, column),
                        2.. => self.tile::<V, 2>(lhs, panel, to, column),
                        _ => self.tile::<V, 1>(lhs, panel, to, column),
                    };
                }
                panel = panel.wrapping_offset(self.panels[0]);
                column += 2 * V::LANES;
            }
        }
    }

    /// Copies rows of the left matrix: neighbouring rows of each term lie side by side.
    #[inline(always)]
    unsafe fn lines<T: Element>(&self, from: *const T, rows: usize, to: *mut T) {
        let [of_row, of_term] = self.lhs;
        let mut term = 0;
        while term < self.depth {
            let from = from.wrapping_offset(of_term.wrapping_mul(term as isize));
            let mut row = 0;
            while row < rows {
                // SAFETY: asked of the caller.
                unsafe {
                    *to.add(term * self.at_once + row) = *from.wrapping_offset(of_row.wrapping_mul(row as isize))
                };
                row += 1;
            }
            term += 1;
        }
    }

    #[inline(always)]
    unsafe fn fetch_ahead(&self, bases: Bases, item: usize, count: usize) {
        let mut at = 0;
        while at < self.read.len() {
            let (place, size) = self.read[at];
            // SAFETY: asked of the caller; nothing is read here.
            let from: *const u8 = unsafe { place.at(bases, 0) };
            let from = from.wrapping_add(item * size);
            let mut byte = 0;
            while byte < count * size {
                fetch(from.wrapping_add(byte));
                byte += LINE;
            }
            at += 1;
        }
    }

    /// `R` rows of a panel; gives how many.
    #[inline(always)]
    unsafe fn tile<V: Vector, const R: usize>(
        &self,
        lhs: *const V::Element,
        panel: *const V::Element,
        to: *mut V::Element,
        column: usize,
    ) -> usize {
        let (term, panel_term) = (self.at_once as isize, self.panels[1]);
        // SAFETY: asked of the caller.
        unsafe {
            let mut sums = [[V::splat(V::Element::default()); 2]; R];
            Tile { lhs, row: 1, term, panel, panel_term, depth: self.depth }.add_to(&mut sums);
            let mut row = 0;
            while row < R {
                store(sums[row], to.add(row * self.columns), self.columns - column);
                row += 1;
            }
        }
        R
    }
}

/// What computes a block of items of such products.
pub(super) fn wide(dtype: DType, isa: Isa) -> Option<Function> {
    #[cfg(target_arch = "aarch64")]
    use std::arch::aarch64::{float32x4_t, float64x2_t};
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::{__m256, __m256d, __m512, __m512d};
    Some(match (dtype, isa) {
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx512) => level::avx512::<Tiles<__m512>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx2) => level::avx2::<Tiles<__m256>>,
        #[cfg(target_arch = "aarch64")]
        (DType::F32, Isa::Neon) => level::function::<Tiles<float32x4_t>>(isa),
        (DType::F32, _) => level::baseline::<Tiles<Plain<f32, 4>>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx512) => level::avx512::<Tiles<__m512d>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx2) => level::avx2::<Tiles<__m256d>>,
        #[cfg(target_arch = "aarch64")]
        (DType::F64, Isa::Neon) => level::function::<Tiles<float64x2_t>>(isa),
        (DType::F64, _) => level::baseline::<Tiles<Plain<f64, 2>>>,
        _ => return None,
    })
}
