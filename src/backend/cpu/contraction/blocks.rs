//! Blocks of sums: as many terms of the right operand as the second-level cache holds in panels, under which the rows
//! go by, a few at a time; each tile of sums goes on from what it was.

use std::marker::PhantomData;
use std::ops::Range;

use super::super::element::Element;
use super::super::level::{self, Kernel};
use super::super::tile::{Tile, load, store};
#[cfg(target_arch = "x86_64")]
use super::super::transpose::{Eight, Four};
use super::super::transpose::{One, Square};
use super::super::vector::{Plain, Vector};
use super::ahead::{Ahead, Coming};
use super::space::{Contraction, Walk};
use crate::isa::Isa;
use crate::tensor::DType;

/// Terms, rows and columns of a block.
const TERMS: usize = 256;
pub(in super::super) const ROWS: usize = 48;
pub(in super::super) const COLUMNS: usize = 256;

/// The elements of the right operand that are in panels at a time.
const PANELS: usize = TERMS * COLUMNS;

/// The distance of lines along the terms: no power of two, so that lines do not share the sets of a cache.
const PITCH: usize = TERMS + 16;

/// The most columns for which what comes next on the left is fetched ahead.
const FEW_COLUMNS: usize = 64;

/// The elements of scratch memory that a run needs: for lines, panels, and sums that do not lie in order.
pub(in super::super) fn scratch_count() -> usize {
    ROWS * PITCH + PANELS + ROWS * COLUMNS
}

/// Where the arrays lie, as bytes; the sums of some rows and columns are asked for.
pub(in super::super) struct Memory<'a> {
    pub(in super::super) contraction: &'a Contraction,
    pub(in super::super) lhs: *const u8,
    pub(in super::super) rhs: *const u8,
    pub(in super::super) to: *mut u8,
    pub(in super::super) scratch: *mut u8,
    pub(in super::super) rows: Range<usize>,
    pub(in super::super) columns: Range<usize>,
}

/// Computes the sums of some rows and columns.
///
/// # Safety
/// The arrays have all elements that the contraction names, and the CPU has the features of the function.
pub(in super::super) type Contract = unsafe fn(&Memory<'_>);

/// With vectors `V`, and squares `S` in which what lies the other way is turned.
struct Blocks<V, S>(PhantomData<(V, S)>);

impl<V: Vector, S: Square<Element = V::Element>> Kernel for Blocks<V, S> {
    type Task<'a> = Memory<'a>;

    #[inline(always)]
    unsafe fn run(memory: &Memory<'_>) {
        let whole = memory.contraction;
        let widths = [2 * V::LANES, V::LANES];
        let depth = whole.depth();
        let mut column = memory.columns.start;
        while column < memory.columns.end {
            let columns = column..(column + COLUMNS).min(memory.columns.end);
            let padded = (columns.end - column).next_multiple_of(V::LANES);
            let most = PANELS / padded / TERMS * TERMS;
            let mut term = 0;
            loop {
                let terms = term..(term + most).min(depth);
                // SAFETY: asked of the caller; the panels have room for so many terms.
                unsafe { panels::<V, S>(memory, columns.clone(), terms.clone(), widths, padded) };
                // Below these panels what will be in the next ones is fetched.
                let next = match terms.end < depth {
                    true => (columns.clone(), terms.end..(terms.end + most).min(depth)),
                    false => (columns.end..(columns.end + COLUMNS).min(memory.columns.end), 0..most.min(depth)),
                };
                let tiles = (memory.rows.end - memory.rows.start).div_ceil(V::ROWS)
                    * padded.div_ceil(2 * V::LANES)
                    * (terms.end - terms.start).div_ceil(TERMS);
                let mut coming = whole.coming(memory.rhs, size_of::<V::Element>(), next.0, next.1, tiles);
                let mut row = memory.rows.start;
                while row < memory.rows.end {
                    let rows = row..(row + ROWS).min(memory.rows.end);
                    // SAFETY: as above.
                    unsafe { rows_of::<V>(memory, rows, columns.clone(), terms.clone(), padded, &mut coming) };
                    row += ROWS;
                }
                term = terms.end;
                if term >= depth {
                    break;
                }
            }
            column = columns.end;
        }
    }
}

/// Where the panels lie.
#[inline(always)]
fn panels_of<V: Vector>(memory: &Memory<'_>) -> *mut V::Element {
    memory.scratch.cast::<V::Element>().wrapping_add(ROWS * PITCH)
}

#[inline(always)]
unsafe fn panels<V: Vector, S: Square<Element = V::Element>>(
    memory: &Memory<'_>,
    columns: Range<usize>,
    terms: Range<usize>,
    widths: [usize; 2],
    padded: usize,
) {
    let mut to = panels_of::<V>(memory);
    let mut term = terms.start;
    while term < terms.end {
        let part = term..(term + TERMS).min(terms.end);
        // SAFETY: asked of the caller.
        unsafe { memory.contraction.panels::<S>(memory.rhs.cast(), columns.clone(), part.clone(), to, widths) };
        to = to.wrapping_add((part.end - part.start) * padded);
        term = part.end;
    }
}

/// Where sums lie until they are put where they belong.
#[inline(always)]
fn sums_of<V: Vector>(memory: &Memory<'_>) -> *mut V::Element {
    panels_of::<V>(memory).wrapping_add(PANELS)
}

/// The sums of a block of rows, of which the terms are in panels.
#[inline(always)]
unsafe fn rows_of<V: Vector>(
    memory: &Memory<'_>,
    rows: Range<usize>,
    columns: Range<usize>,
    terms: Range<usize>,
    padded: usize,
    coming: &mut Coming,
) {
    let whole = memory.contraction;
    let mut places = [0; ROWS];
    let mut walk = Walk::at(&whole.rows, rows.start);
    let mut row = 0;
    while row < rows.end - rows.start {
        let column = whole.column[1].wrapping_mul(columns.start as isize);
        places[row] = whole.first[2].wrapping_add(walk.other).wrapping_add(column);
        walk.next();
        row += 1;
    }
    let (lines, sums): (*mut V::Element, _) = (memory.scratch.cast(), sums_of::<V>(memory));
    let (row_count, column_count) = (rows.end - rows.start, columns.end - columns.start);
    // What does not lie in order in the result does while terms are added.
    let is_turned = whole.column[1] != 1;
    let result: *mut V::Element = memory.to.cast();
    let turned = Turned { places, rows: row_count, columns: column_count, column: whole.column[1], sums, padded };
    let mut places = places;
    if is_turned {
        let mut row = 0;
        while row < row_count {
            places[row] = (row * padded) as isize;
            row += 1;
        }
        if terms.start > 0 {
            // SAFETY: asked of the caller; the sums have room for a block.
            unsafe { turned.read(result) };
        }
    }
    let mut panels = panels_of::<V>(memory).cast_const();
    let mut term = terms.start;
    loop {
        let part = term..(term + TERMS).min(terms.end);
        let next = match part.end < terms.end {
            true => (rows.clone(), part.end..terms.end),
            false => (rows.end..rows.end + 1, terms.clone()),
        };
        let is_ahead = column_count <= FEW_COLUMNS && next.0.start < memory.rows.end;
        let block = Block::<V> {
            lines,
            panels,
            to: if is_turned { sums } else { result },
            places: &places[..row_count],
            columns: column_count,
            depth: part.end - part.start,
            is_first: term == 0,
            ahead: match is_ahead {
                true => whole.ahead(memory.lhs, size_of::<V::Element>(), next.0, next.1),
                false => None,
            },
        };
        // SAFETY: asked of the caller; the lines have room for a block.
        unsafe {
            if whole.along_rows {
                whole.lines(memory.lhs.cast(), part.clone(), rows.clone(), lines, ROWS);
                block.tiles(1, ROWS as isize, coming);
            } else {
                whole.lines(memory.lhs.cast(), rows.clone(), part.clone(), lines, PITCH);
                block.tiles(PITCH as isize, 1, coming);
            }
        }
        panels = panels.wrapping_add((part.end - part.start) * padded);
        term = part.end;
        if term >= terms.end {
            break;
        }
    }
    if is_turned {
        // SAFETY: as above.
        unsafe { turned.write(result) };
    }
}

/// Sums of a block in order, where columns of the result lie apart.
struct Turned<T> {
    /// Where each row of the result begins.
    places: [isize; ROWS],
    rows: usize,
    columns: usize,
    /// The distance of columns.
    column: isize,
    sums: *mut T,
    padded: usize,
}

impl<T: Element> Turned<T> {
    #[inline(always)]
    unsafe fn read(&self, from: *const T) {
        let mut column = 0;
        while column < self.columns {
            let from = from.wrapping_offset(self.column.wrapping_mul(column as isize));
            let mut row = 0;
            while row < self.rows {
                // SAFETY: asked of the caller.
                unsafe { *self.sums.add(row * self.padded + column) = *from.wrapping_offset(self.places[row]) };
                row += 1;
            }
            column += 1;
        }
    }

    #[inline(always)]
    unsafe fn write(&self, to: *mut T) {
        let mut column = 0;
        while column < self.columns {
            let to = to.wrapping_offset(self.column.wrapping_mul(column as isize));
            let mut row = 0;
            while row < self.rows {
                // SAFETY: asked of the caller.
                unsafe { *to.wrapping_offset(self.places[row]) = *self.sums.add(row * self.padded + column) };
                row += 1;
            }
            column += 1;
        }
    }
}

/// A block of sums whose operands lie in order.
struct Block<'a, V: Vector> {
    lines: *const V::Element,
    panels: *const V::Element,
    to: *mut V::Element,
    /// Where each row of the result begins.
    places: &'a [isize],
    columns: usize,
    depth: usize,
    /// Whether the sums begin here.
    is_first: bool,
    /// What is fetched meanwhile.
    ahead: Option<Ahead>,
}

impl<V: Vector> Block<'_, V> {
    #[inline(always)]
    unsafe fn tiles(&self, row: isize, term: isize, coming: &mut Coming) {
        let mut at = 0;
        while at < self.places.len() {
            let left = self.places.len() - at;
            let lhs = self.lines.wrapping_offset(at as isize * row);
            // SAFETY: asked of the caller: there are so many rows.
            at += unsafe {
                match left {
                    12.. if V::ROWS >= 12 => self.panel_by_panel::<12>(at, lhs, row, term, coming),
                    8.. if V::ROWS >= 8 => self.panel_by_panel::<8>(at, lhs, row, term, coming),
                    6.. if V::ROWS >= 6 => self.panel_by_panel::<6>(at, lhs, row, term, coming),
                    4.. => self.panel_by_panel::<4>(at, lhs, row, term, coming),
                    2.. => self.panel_by_panel::<2>(at, lhs, row, term, coming),
                    _ => self.panel_by_panel::<1>(at, lhs, row, term, coming),
                }
            };
        }
    }

    /// `R` rows of all columns; gives `R`.
    #[inline(always)]
    unsafe fn panel_by_panel<const R: usize>(
        &self,
        at: usize,
        lhs: *const V::Element,
        row: isize,
        term: isize,
        coming: &mut Coming,
    ) -> usize {
        let mut panel = self.panels;
        let mut column = 0;
        while column < self.columns {
            let left = self.columns - column;
            coming.fetch();
            // SAFETY: asked of the caller.
            let width = unsafe {
                if left > V::LANES {
                    let panel_term = 2 * V::LANES as isize;
                    let tile = Tile { lhs, row, term, panel, panel_term, depth: self.depth };
                    self.tile::<R, 2>(&tile, at, column, left.min(2 * V::LANES))
                } else {
                    let tile = Tile { lhs, row, term, panel, panel_term: V::LANES as isize, depth: self.depth };
                    self.tile::<R, 1>(&tile, at, column, left)
                }
            };
            panel = panel.wrapping_add(self.depth * width);
            column += width;
        }
        R
    }

    /// `R` rows by `P` vectors, of which so many columns are there; gives how many there could be.
    #[inline(always)]
    unsafe fn tile<const R: usize, const P: usize>(
        &self,
        tile: &Tile<V>,
        at: usize,
        column: usize,
        count: usize,
    ) -> usize {
        // SAFETY: asked of the caller: the places are those of elements of the result.
        unsafe {
            let mut sums = [[V::splat(V::Element::default()); P]; R];
            let to = |row: usize| self.to.wrapping_offset(self.places[at + row]).wrapping_add(column);
            if !self.is_first {
                let mut row = 0;
                while row < R {
                    sums[row] = load(to(row), count);
                    row += 1;
                }
            }
            match &self.ahead {
                Some(ahead) if column == 0 => tile.add_meanwhile(&mut sums, &ahead.part(at / V::ROWS)),
                _ => tile.add_to(&mut sums),
            }
            let mut row = 0;
            while row < R {
                store(sums[row], to(row), count);
                row += 1;
            }
        }
        P * V::LANES
    }
}

/// What computes sums of a dtype; `None` for those that are computed in another.
pub(in super::super) fn contract(dtype: DType, isa: Isa) -> Option<Contract> {
    use super::super::element::Truth;
    #[cfg(target_arch = "aarch64")]
    use std::arch::aarch64::{float32x4_t, float64x2_t};
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::{__m256, __m256d, __m512, __m512d};
    macro_rules! plain {
        ($type:ty) => {
            level::kernel::<Blocks<Plain<$type, 16>, One<$type>>>(isa)
        };
    }
    Some(match (dtype, isa) {
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx512) => level::avx512_kernel::<Blocks<__m512, Eight>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx2) => level::avx2_kernel::<Blocks<__m256, Eight>>,
        #[cfg(target_arch = "aarch64")]
        (DType::F32, Isa::Neon) => level::kernel::<Blocks<float32x4_t, One<f32>>>(isa),
        (DType::F32, _) => level::baseline_kernel::<Blocks<Plain<f32, 4>, One<f32>>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx512) => level::avx512_kernel::<Blocks<__m512d, Four>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx2) => level::avx2_kernel::<Blocks<__m256d, Four>>,
        #[cfg(target_arch = "aarch64")]
        (DType::F64, Isa::Neon) => level::kernel::<Blocks<float64x2_t, One<f64>>>(isa),
        (DType::F64, _) => level::baseline_kernel::<Blocks<Plain<f64, 2>, One<f64>>>,
        (DType::I8, _) => plain!(i8),
        (DType::I16, _) => plain!(i16),
        (DType::I32, _) => plain!(i32),
        (DType::I64, _) => plain!(i64),
        (DType::U8, _) => plain!(u8),
        (DType::U16, _) => plain!(u16),
        (DType::U32, _) => plain!(u32),
        (DType::U64, _) => plain!(u64),
        (DType::Bool, _) => plain!(Truth),
        (DType::F16 | DType::BF16, _) => return None,
    })
}
