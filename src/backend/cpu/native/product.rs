//! Products of large matrices that are a kernel of their own, in blocks.

use std::ops::Range;

use super::super::contraction::{Axis, COLUMNS, Contract, Contraction, Memory, ROWS, contract, scratch_count};
use super::super::threads;
use super::{Arrays, Native};
use crate::error::Result;
use crate::isa::Isa;
use crate::plan::Product as Matrices;
use crate::tensor::DType;

/// The least products of a matrix that is computed in blocks.
const LEAST: usize = 1 << 18;

/// A right matrix of so many bytes comes from memory rather than from the nearest caches.
const LARGE: usize = 256 << 10;

/// So few rows by a large matrix are computed as their transpose: what is large is read once, as it lies.
const FEW_ROWS: usize = 64;

/// From so many rows on it pays to copy both matrices block by block, whichever way they lie.
const MANY_ROWS: usize = 64;

#[derive(Debug)]
struct Product {
    contract: Contract,
    contraction: Contraction,
    /// Whether it is the transpose that is computed: the right matrix is on the left.
    is_streamed: bool,
    rows: usize,
    columns: usize,
    batches: usize,
    /// How many bytes apart batches are on the left, on the right and in the result of what is computed.
    batch: [isize; 3],
    part_nbytes: usize,
    /// About how long a sum takes.
    nanoseconds: f64,
}

/// The inputs are the elements of the left and the right matrices from the first on; the result is theirs, row-major.
/// `None` where they are small, or few rows by rows of a right matrix that lie in order and near.
pub(in super::super) fn product(matrices: &Matrices, dtype: DType, isa: Isa) -> Option<Box<dyn Native>> {
    let Matrices { batches, rows, columns, depth, .. } = *matrices;
    let (lhs, rhs) = (&matrices.lhs.view.axes, &matrices.rhs.view.axes);
    let is_large = rows.saturating_mul(columns).saturating_mul(depth) >= LEAST;
    let is_turned = lhs[2].stride != 1 || rhs[2].stride != 1;
    let is_streamed = rows <= FEW_ROWS && rows < columns && depth * columns * dtype.size() >= LARGE;
    if !is_large || !(is_turned || is_streamed || rows >= MANY_ROWS) {
        return None;
    }
    let axis = |extent: usize, lhs: isize, other: isize| Axis { extent, lhs, other, coordinate: None };
    let size = dtype.size();
    let batch = [lhs[0].stride, rhs[0].stride, (rows * columns) as isize].map(|distance| distance * size as isize);
    let (of_rows, terms, across, batch) = match is_streamed {
        false => {
            let of_rows = axis(rows, lhs[1].stride, columns as isize);
            (of_rows, axis(depth, lhs[2].stride, rhs[1].stride), (columns, [rhs[2].stride, 1]), batch)
        }
        true => {
            let terms = axis(depth, rhs[1].stride, lhs[2].stride);
            let across = (rows, [lhs[1].stride, columns as isize]);
            (axis(columns, rhs[2].stride, 1), terms, across, [batch[1], batch[0], batch[2]])
        }
    };
    let (rows, columns) = (of_rows.extent, across.0);
    Some(Box::new(Product {
        contract: contract(dtype, isa)?,
        contraction: Contraction::new(vec![of_rows], vec![terms], columns, across.1, Vec::new(), [0; 3]),
        is_streamed,
        rows,
        columns,
        batches,
        batch,
        part_nbytes: scratch_count() * size,
        nanoseconds: threads::of_term(dtype) * depth as f64,
    }))
}

/// Where the matrices lie.
struct Operands {
    lhs: *const u8,
    rhs: *const u8,
    to: *mut u8,
}

// SAFETY: threads read the operands, and each writes other rows or columns.
unsafe impl Sync for Operands {}

impl Native for Product {
    fn part_nbytes(&self) -> usize {
        self.part_nbytes
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let [lhs, rhs] = if self.is_streamed { [1, 0] } else { [0, 1] };
        let operands = &Operands { lhs: arrays.input(lhs), rhs: arrays.input(rhs), to: arrays.result(0) };
        let (rows, columns) = (self.rows, self.columns);
        for batch in 0..self.batches {
            // SAFETY: the contraction is that of the matrices, and the scratch memory that of a part.
            let part = |scratch: *mut u8, rows: Range<usize>, columns: Range<usize>| unsafe {
                self.part(operands, batch, rows, columns, scratch)
            };
            if columns.div_ceil(COLUMNS) > rows.div_ceil(ROWS) {
                let of_column = self.nanoseconds * rows as f64;
                arrays.split(columns, COLUMNS, of_column, &|scratch, columns| part(scratch, 0..rows, columns));
            } else {
                let of_row = self.nanoseconds * columns as f64;
                arrays.split(rows, ROWS, of_row, &|scratch, rows| part(scratch, rows, 0..columns));
            }
        }
        Ok(())
    }
}

impl Product {
    /// # Safety
    /// The operands are those of the product; the scratch memory is of this thread alone.
    unsafe fn part(
        &self,
        operands: &Operands,
        batch: usize,
        rows: Range<usize>,
        columns: Range<usize>,
        scratch: *mut u8,
    ) {
        let at = |distance: isize| distance.wrapping_mul(batch as isize);
        let memory = Memory {
            contraction: &self.contraction,
            lhs: operands.lhs.wrapping_offset(at(self.batch[0])),
            rhs: operands.rhs.wrapping_offset(at(self.batch[1])),
            to: operands.to.wrapping_offset(at(self.batch[2])),
            scratch,
            rows,
            columns,
        };
        // SAFETY: asked of the caller.
        unsafe { (self.contract)(&memory) };
    }
}
