//! Products of matrices. The right matrices are packed into panels of a few vectors, padded with zeros, unless their rows
//! already lie so; a micro-kernel holds some rows by one panel in registers. Each sum is taken in the order of the terms,
//! each term added with one rounding where the instruction set multiplies and adds at once, with two on the x86-64
//! baseline.

use super::element::Element;
use super::instruction::{Bases, Detail, Function, Instruction};
use super::level::{self, Body, function};
use super::tile::{Tile, store};
#[cfg(target_arch = "x86_64")]
use super::transpose::{Eight, Four};
use super::transpose::{One, Square};
use super::vector::{Plain, Vector};
use crate::isa::Isa;
use crate::plan::Product;
use crate::tensor::DType;

/// Strides in elements: of batches, and of the two other axes.
type Strides = [isize; 3];

/// The elements of what stands for a vector of integers.
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
        let lanes = lanes(dtype, isa, product.columns);
        let width = if product.columns <= lanes { lanes } else { 2 * lanes };
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

    /// The distance of panels, and of their rows.
    pub(super) fn strides(&self) -> [isize; 2] {
        [self.panels[1], self.panels[2]]
    }

    /// The panels of all batches.
    pub(super) fn panel_count(&self) -> usize {
        self.batches * self.columns.div_ceil(self.width)
    }

    /// The elements of all panels.
    pub(super) fn packed_count(&self) -> usize {
        self.panel_count() * self.width * self.depth
    }
}

/// Elements of a vector; few columns have short ones, of which the machine computes as many at once.
fn lanes(dtype: DType, isa: Isa, columns: usize) -> usize {
    let bytes = match isa {
        Isa::Avx512 | Isa::Avx2 if dtype == DType::F32 && columns <= 4 => 16,
        Isa::Avx512 if columns * dtype.size() <= 32 => 32,
        Isa::Avx512 => 64,
        Isa::Avx2 => 32,
        _ => 16,
    };
    if matches!(dtype, DType::F32 | DType::F64) { bytes / dtype.size() } else { PLAIN_WIDTH }
}

/// Packs so many panels from one of them on.
struct Pack<S>(std::marker::PhantomData<S>);

impl<S: Square> Body for Pack<S> {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Matrices(matrices) = &instruction.detail else { return };
        // SAFETY: the strides are those of a view of the buffer, and the scratch has room for all panels.
        unsafe {
            let from: *const S::Element = instruction.from[0].at(bases, 0);
            let to: *mut S::Element = instruction.to.at(bases, 0);
            let [batch_stride, row_stride, column_stride] = matrices.rhs;
            let of_batch = matrices.columns.div_ceil(matrices.width).max(1);
            let mut panel = start;
            while panel < start + count {
                let (batch, begin) = ((panel / of_batch) as isize, panel % of_batch * matrices.width);
                let columns = matrices.width.min(matrices.columns - begin);
                let from = from.offset(batch * batch_stride + begin as isize * column_stride);
                let to = to.add(panel * matrices.width * matrices.depth);
                // What is read beyond a row is there, and nobody looks at what is computed of it.
                let mut row = 0;
                if matrices.width == 4 && columns < 4 && column_stride == 1 && row_stride + columns as isize >= 4 {
                    while row + 1 < matrices.depth {
                        let from: *const [S::Element; 4] = from.offset(row as isize * row_stride).cast();
                        to.add(row * 4).cast::<[S::Element; 4]>().write_unaligned(from.read_unaligned());
                        row += 1;
                    }
                }
                let turned = if row_stride == 1 { turned::<S>(matrices, from, columns, to) } else { [0, 0] };
                while row < matrices.depth {
                    let from = from.offset(row as isize * row_stride);
                    let to = to.add(row * matrices.width);
                    let mut column = if row < turned[0] { turned[1] } else { 0 };
                    while column < columns {
                        *to.add(column) = *from.offset(column as isize * column_stride);
                        column += 1;
                    }
                    while column < matrices.width {
                        *to.add(column) = S::Element::default();
                        column += 1;
                    }
                    row += 1;
                }
                panel += 1;
            }
        }
    }
}

/// Packs what is whole squares of a panel whose columns lie in order; gives how many rows and columns that is.
#[inline(always)]
unsafe fn turned<S: Square>(
    matrices: &Matrices,
    from: *const S::Element,
    columns: usize,
    to: *mut S::Element,
) -> [usize; 2] {
    let whole = |count: usize| count / S::SIDE * S::SIDE;
    let (rows, columns) = (whole(matrices.depth), whole(columns));
    let (stride, width) = (matrices.rhs[2], matrices.width);
    let mut column = 0;
    while column < columns {
        let mut row = 0;
        while row < rows {
            // SAFETY: the square lies in the matrix, and in the panel.
            unsafe {
                let from = from.offset(column as isize * stride).add(row);
                S::transpose(from, stride, to.add(row * width + column), width as isize);
            }
            row += S::SIDE;
        }
        column += S::SIDE;
    }
    [rows, columns]
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
        let lhs: *const V::Element = instruction.from[0].at(bases, 0);
        let panels: *const V::Element = instruction.from[1].at(bases, 0);
        let to: *mut V::Element = instruction.to.at(bases, start);
        // Divisions take longer than a few rows do.
        let first = if start == 0 { 0 } else { start / matrices.columns };
        let end = first + count / matrices.columns;
        let mut row = first;
        while row < end {
            let (batch, within) =
                if matrices.batches == 1 { (0, row) } else { ((row / matrices.rows) as isize, row % matrices.rows) };
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
                    at += match rows - at {
                        8.. if V::ROWS >= 8 => tile::<V, 8, P>(matrices, lhs, panel, to, columns),
                        6.. if V::ROWS >= 6 => tile::<V, 6, P>(matrices, lhs, panel, to, columns),
                        4.. => tile::<V, 4, P>(matrices, lhs, panel, to, columns),
                        2.. => tile::<V, 2, P>(matrices, lhs, panel, to, columns),
                        _ => tile::<V, 1, P>(matrices, lhs, panel, to, columns),
                    };
                }
                panel = panel.wrapping_offset(matrices.panels[1]);
                begin += matrices.width;
            }
            row += rows;
        }
    }
}

/// Some rows by one panel; gives how many.
#[inline(always)]
unsafe fn tile<V: Vector, const R: usize, const P: usize>(
    matrices: &Matrices,
    lhs: *const V::Element,
    panel: *const V::Element,
    to: *mut V::Element,
    columns: usize,
) -> usize {
    let (row, term, panel_term) = (matrices.lhs[1], matrices.lhs[2], matrices.panels[2]);
    // SAFETY: the tile lies in the matrices.
    unsafe {
        let mut sums = [[V::splat(V::Element::default()); P]; R];
        Tile { lhs, row, term, panel, panel_term, depth: matrices.depth }.add_to(&mut sums);
        let mut row = 0;
        while row < R {
            store(sums[row], to.add(row * matrices.columns), columns);
            row += 1;
        }
    }
    R
}

/// What packs the right matrices, and what computes rows of the products.
#[cfg_attr(not(target_arch = "x86_64"), expect(unused_variables, reason = "vectors are short there anyway"))]
pub(super) fn product(dtype: DType, isa: Isa, columns: usize) -> Option<(Function, Function)> {
    #[cfg(target_arch = "aarch64")]
    use std::arch::aarch64::{float32x4_t, float64x2_t};
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::{__m128, __m256, __m256d, __m512, __m512d};
    macro_rules! plain {
        ($type:ty) => {
            (<$type>::function::<Pack<One<$type>>>(isa), <$type>::function::<Rows<Plain<$type, PLAIN_WIDTH>>>(isa))
        };
    }
    Some(match (dtype, isa) {
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx512) if columns <= 4 => (function::<Pack<One<f32>>>(isa), level::avx512::<Rows<__m128>>),
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx512) if columns <= 8 => (function::<Pack<Eight>>(isa), level::avx512::<Rows<__m256>>),
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx512) => (function::<Pack<Eight>>(isa), level::avx512::<Rows<__m512>>),
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx2) if columns <= 4 => (function::<Pack<One<f32>>>(isa), level::avx2::<Rows<__m128>>),
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx2) => (function::<Pack<Eight>>(isa), level::avx2::<Rows<__m256>>),
        #[cfg(target_arch = "aarch64")]
        (DType::F32, Isa::Neon) => (function::<Pack<One<f32>>>(isa), function::<Rows<float32x4_t>>(isa)),
        (DType::F32, _) => (function::<Pack<One<f32>>>(isa), level::baseline::<Rows<Plain<f32, 4>>>),
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx512) if columns <= 4 => (function::<Pack<Four>>(isa), level::avx512::<Rows<__m256d>>),
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx512) => (function::<Pack<Four>>(isa), level::avx512::<Rows<__m512d>>),
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx2) => (function::<Pack<Four>>(isa), level::avx2::<Rows<__m256d>>),
        #[cfg(target_arch = "aarch64")]
        (DType::F64, Isa::Neon) => (function::<Pack<One<f64>>>(isa), function::<Rows<float64x2_t>>(isa)),
        (DType::F64, _) => (function::<Pack<One<f64>>>(isa), level::baseline::<Rows<Plain<f64, 2>>>),
        (DType::I8, _) => plain!(i8),
        (DType::I16, _) => plain!(i16),
        (DType::I32, _) => plain!(i32),
        (DType::I64, _) => plain!(i64),
        (DType::U8, _) => plain!(u8),
        (DType::U16, _) => plain!(u16),
        (DType::U32, _) => plain!(u32),
        (DType::U64, _) => plain!(u64),
        (DType::Bool | DType::F16 | DType::BF16, _) => return None,
    })
}
