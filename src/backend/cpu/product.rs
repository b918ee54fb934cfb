//! Products of matrices. The right matrices are packed into panels of a few vectors, padded with zeros, unless their rows
//! already lie so; a micro-kernel holds some rows by one panel in registers. Each sum is taken in the order of the terms,
//! each term added with one rounding where the instruction set multiplies and adds at once, with two on the x86-64
//! baseline.

use super::element::Element;
use super::instruction::{Bases, Detail, Function, Instruction};
use super::level::{self, Body, function};
use crate::isa::Isa;
use crate::plan::Product;
use crate::tensor::DType;

/// Strides in elements: of batches, and of the two other axes.
type Strides = [isize; 3];

/// The columns of a panel of other elements than f32.
const PLAIN_WIDTH: usize = 16;

/// The most bytes of a right matrix whose rows are read where they lie.
const MAX_UNPACKED: usize = 64 << 10;

/// How the elements of a product lie.
#[derive(Clone, Debug)]
pub(super) struct Matrices {
    rows: usize,
    columns: usize,
    depth: usize,
    batches: usize,
    lhs: Strides,
    rhs: Strides,
    /// The columns of a panel.
    width: usize,
    /// Strides of batches, panels and rows of what the micro-kernel reads.
    panels: Strides,
    pub(super) is_packed: bool,
}

impl Matrices {
    pub(super) fn new(product: &Product, dtype: DType, isa: Isa) -> Matrices {
        let stride = |axis: &crate::plan::Axis| axis.stride;
        let strides = |axes: &[crate::plan::Axis]| [stride(&axes[0]), stride(&axes[1]), stride(&axes[2])];
        let rhs = strides(&product.rhs.view.axes);
        let vectors = if product.columns <= lanes(isa) { 1 } else { 2 };
        let width = if dtype == DType::F32 { lanes(isa) * vectors } else { PLAIN_WIDTH };
        let nbytes = product.depth * product.columns * dtype.size();
        let lies_so = rhs[2] == 1 && product.columns.is_multiple_of(width) && nbytes <= MAX_UNPACKED;
        let panel = (product.depth * width) as isize;
        let count = product.columns.div_ceil(width) as isize;
        Matrices {
            rows: product.rows,
            columns: product.columns,
            depth: product.depth,
            batches: product.batches,
            lhs: strides(&product.lhs.view.axes),
            rhs,
            width,
            panels: if lies_so { [rhs[0], width as isize, rhs[1]] } else { [panel * count, panel, width as isize] },
            is_packed: !lies_so,
        }
    }

    /// The elements of all panels.
    pub(super) fn packed_count(&self) -> usize {
        self.batches * self.columns.div_ceil(self.width) * self.width * self.depth
    }
}

/// Elements of a vector of f32.
fn lanes(isa: Isa) -> usize {
    match isa {
        Isa::Avx512 => 16,
        Isa::Avx2 => 8,
        _ => 4,
    }
}

struct Pack<T>(std::marker::PhantomData<T>);

impl<T: Element> Body for Pack<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, _start: usize, _count: usize) {
        let Detail::Matrices(matrices) = &instruction.detail else { return };
        // SAFETY: the strides are those of a view of the buffer, and the scratch has room for all panels.
        unsafe {
            let from: *const T = instruction.from[0].at(bases, 0);
            let mut to: *mut T = instruction.to.at(bases, 0);
            let [batch_stride, row_stride, column_stride] = matrices.rhs;
            for batch in 0..matrices.batches as isize {
                for begin in (0..matrices.columns).step_by(matrices.width) {
                    let count = matrices.width.min(matrices.columns - begin);
                    let mut row = 0;
                    while row < matrices.depth as isize {
                        let from =
                            from.offset(batch * batch_stride + row * row_stride + begin as isize * column_stride);
                        let mut column = 0;
                        while column < count {
                            *to.add(column) = *from.offset(column as isize * column_stride);
                            column += 1;
                        }
                        while column < matrices.width {
                            *to.add(column) = T::default();
                            column += 1;
                        }
                        to = to.add(matrices.width);
                        row += 1;
                    }
                }
            }
        }
    }
}

/// A vector of f32, or what stands for one.
trait Vector: Copy {
    const LANES: usize;
    unsafe fn zero() -> Self;
    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn store(self, to: *mut f32);
    unsafe fn multiply_add(self, other: Self, sum: Self) -> Self;
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Vector;

    macro_rules! vectors {
        ($($type:ty, $lanes:literal, $zero:ident, $splat:ident, $load:ident, $store:ident, $fma:ident;)*) => {$(
            impl Vector for $type {
                const LANES: usize = $lanes;
                #[inline(always)]
                unsafe fn zero() -> Self {
                    // SAFETY: the caller is compiled for the instruction set of the vector.
                    unsafe { $zero() }
                }
                #[inline(always)]
                unsafe fn splat(value: f32) -> Self {
                    // SAFETY: as above.
                    unsafe { $splat(value) }
                }
                #[inline(always)]
                unsafe fn load(from: *const f32) -> Self {
                    // SAFETY: as above, and the caller has so many elements there.
                    unsafe { $load(from) }
                }
                #[inline(always)]
                unsafe fn store(self, to: *mut f32) {
                    // SAFETY: as above.
                    unsafe { $store(to, self) }
                }
                #[inline(always)]
                unsafe fn multiply_add(self, other: Self, sum: Self) -> Self {
                    // SAFETY: as above.
                    unsafe { $fma(self, other, sum) }
                }
            }
        )*};
    }

    vectors! {
        __m512, 16, _mm512_setzero_ps, _mm512_set1_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_fmadd_ps;
        __m256, 8, _mm256_setzero_ps, _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_fmadd_ps;
    }
}

#[derive(Clone, Copy)]
struct Four([f32; 4]);

impl Vector for Four {
    const LANES: usize = 4;
    #[inline(always)]
    unsafe fn zero() -> Self {
        Four([0.0; 4])
    }
    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Four([value; 4])
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller has so many elements there.
        Four(unsafe { from.cast::<[f32; 4]>().read() })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: as above.
        unsafe { to.cast::<[f32; 4]>().write(self.0) }
    }
    #[inline(always)]
    unsafe fn multiply_add(self, other: Self, sum: Self) -> Self {
        let term =
            |x: f32, y: f32, sum: f32| if cfg!(target_arch = "aarch64") { x.mul_add(y, sum) } else { x * y + sum };
        Four(std::array::from_fn(|lane| term(self.0[lane], other.0[lane], sum.0[lane])))
    }
}

struct Rows<V>(std::marker::PhantomData<V>);

impl<V: Vector + 'static> Body for Rows<V> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Matrices(matrices) = &instruction.detail else { return };
        if matrices.width == V::LANES {
            // SAFETY: asked of the caller.
            unsafe { rows::<V, 1>(matrices, instruction, bases, start, count) }
        } else {
            // SAFETY: asked of the caller.
            unsafe { rows::<V, 2>(matrices, instruction, bases, start, count) }
        }
    }
}

/// The rows of the result that a block is, with panels of `P` vectors.
#[inline(always)]
unsafe fn rows<V: Vector, const P: usize>(
    matrices: &Matrices,
    instruction: &Instruction,
    bases: Bases,
    start: usize,
    count: usize,
) {
    // SAFETY: the block is a whole number of rows; strides are those of views of the buffers, or of the panels.
    unsafe {
        let lhs: *const f32 = instruction.from[0].at(bases, 0);
        let panels: *const f32 = instruction.from[1].at(bases, 0);
        let to: *mut f32 = instruction.to.at(bases, start);
        let (first, end) = (start / matrices.columns, (start + count) / matrices.columns);
        let mut row = first;
        while row < end {
            let (batch, within) = ((row / matrices.rows) as isize, row % matrices.rows);
            let rows = (matrices.rows - within).min(end - row);
            let lhs = lhs.offset(batch * matrices.lhs[0] + within as isize * matrices.lhs[1]);
            let to = to.add((row - first) * matrices.columns);
            let (mut panel, mut begin) = (panels.offset(batch * matrices.panels[0]), 0);
            while begin < matrices.columns {
                let (to, columns) = (to.add(begin), (matrices.columns - begin).min(matrices.width));
                let mut at = 0;
                while at < rows {
                    let lhs = lhs.offset(at as isize * matrices.lhs[1]);
                    let to = to.add(at * matrices.columns);
                    let tile = Tile { matrices, lhs, panel, to, columns };
                    at += match rows - at {
                        8.. => tile.run::<V, 8, P>(),
                        4.. => tile.run::<V, 4, P>(),
                        2.. => tile.run::<V, 2, P>(),
                        _ => tile.run::<V, 1, P>(),
                    };
                }
                panel = panel.wrapping_offset(matrices.panels[1]);
                begin += matrices.width;
            }
            row += rows;
        }
    }
}

/// Some rows by one panel.
struct Tile<'a> {
    matrices: &'a Matrices,
    lhs: *const f32,
    panel: *const f32,
    to: *mut f32,
    columns: usize,
}

impl Tile<'_> {
    /// `R` rows by `P` vectors; gives `R`.
    #[inline(always)]
    unsafe fn run<V: Vector, const R: usize, const P: usize>(&self) -> usize {
        let (row_stride, depth_stride) = (self.matrices.lhs[1], self.matrices.lhs[2]);
        // SAFETY: the tile lies in the matrices.
        unsafe {
            let mut sums = [[V::zero(); P]; R];
            let (mut lhs, mut panel) = (self.lhs, self.panel);
            let mut term = 0;
            while term < self.matrices.depth {
                let mut right = [V::zero(); P];
                let mut place = 0;
                while place < P {
                    right[place] = V::load(panel.add(place * V::LANES));
                    place += 1;
                }
                let mut row = 0;
                while row < R {
                    let left = V::splat(*lhs.offset(row as isize * row_stride));
                    let mut place = 0;
                    while place < P {
                        sums[row][place] = left.multiply_add(right[place], sums[row][place]);
                        place += 1;
                    }
                    row += 1;
                }
                lhs = lhs.wrapping_offset(depth_stride);
                panel = panel.wrapping_offset(self.matrices.panels[2]);
                term += 1;
            }
            let mut row = 0;
            while row < R {
                let to = self.to.add(row * self.matrices.columns);
                let mut padded = [0f32; 32];
                let whole = self.columns == P * V::LANES;
                let into = if whole { to } else { padded.as_mut_ptr() };
                let mut place = 0;
                while place < P {
                    sums[row][place].store(into.add(place * V::LANES));
                    place += 1;
                }
                if !whole {
                    std::ptr::copy_nonoverlapping(padded.as_ptr(), to, self.columns);
                }
                row += 1;
            }
        }
        R
    }
}

/// Any other element: one row of a panel at a time.
struct PlainRows<T>(std::marker::PhantomData<T>);

impl<T: Element> Body for PlainRows<T> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Matrices(matrices) = &instruction.detail else { return };
        // SAFETY: as in `rows`.
        unsafe {
            let lhs: *const T = instruction.from[0].at(bases, 0);
            let panels: *const T = instruction.from[1].at(bases, 0);
            let mut to: *mut T = instruction.to.at(bases, start);
            for row in start / matrices.columns..(start + count) / matrices.columns {
                let (batch, within) = ((row / matrices.rows) as isize, (row % matrices.rows) as isize);
                let lhs = lhs.offset(batch * matrices.lhs[0] + within * matrices.lhs[1]);
                for (panel, begin) in (0..matrices.columns).step_by(matrices.width).enumerate() {
                    let panel = panels.offset(batch * matrices.panels[0] + panel as isize * matrices.panels[1]);
                    let mut sums = [T::default(); PLAIN_WIDTH];
                    let mut term = 0;
                    while term < matrices.depth as isize {
                        let left = *lhs.offset(term * matrices.lhs[2]);
                        let right = panel.offset(term * matrices.panels[2]);
                        let mut column = 0;
                        while column < PLAIN_WIDTH {
                            sums[column] = left.multiply_add(*right.add(column), sums[column]);
                            column += 1;
                        }
                        term += 1;
                    }
                    let columns = (matrices.columns - begin).min(matrices.width);
                    std::ptr::copy_nonoverlapping(sums.as_ptr(), to, columns);
                    to = to.add(columns);
                }
            }
        }
    }
}

/// What packs the right matrices, and what computes rows of the products.
pub(super) fn product(dtype: DType, isa: Isa) -> Option<(Function, Function)> {
    macro_rules! plain {
        ($type:ty) => {
            (<$type>::function::<Pack<$type>>(isa), <$type>::function::<PlainRows<$type>>(isa))
        };
    }
    Some(match dtype {
        DType::F32 => {
            let rows = match isa {
                #[cfg(target_arch = "x86_64")]
                Isa::Avx512 => level::avx512::<Rows<std::arch::x86_64::__m512>>,
                #[cfg(target_arch = "x86_64")]
                Isa::Avx2 => level::avx2::<Rows<std::arch::x86_64::__m256>>,
                _ => level::baseline::<Rows<Four>> as Function,
            };
            (function::<Pack<f32>>(isa), rows)
        }
        DType::F64 => plain!(f64),
        DType::I8 => plain!(i8),
        DType::I16 => plain!(i16),
        DType::I32 => plain!(i32),
        DType::I64 => plain!(i64),
        DType::U8 => plain!(u8),
        DType::U16 => plain!(u16),
        DType::U32 => plain!(u32),
        DType::U64 => plain!(u64),
        DType::Bool | DType::F16 | DType::BF16 => return None,
    })
}
