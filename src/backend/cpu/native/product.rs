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

/// From so many rows on it pays to copy both matrices block by block, whichever way they lie.
const MANY_ROWS: usize = 64;

#[derive(Debug)]
struct Product {
    contract: Contract,
    contraction: Contraction,
    rows: usize,
    columns: usize,
    batches: usize,
    /// How many bytes apart batches are on the left, on the right and in the result.
    batch: [isize; 3],
    part_nbytes: usize,
    /// About how long a sum takes.
    nanoseconds: f64,
}

/// The inputs are the elements of the left and the right matrices from the first on; the result is theirs, row-major.
/// `None` where they are small, or few rows and rows of the right matrix lie in order.
pub(in super::super) fn product(matrices: &Matrices, dtype: DType, isa: Isa) -> Option<Box<dyn Native>> {
    let Matrices { batches, rows, columns, depth, .. } = *matrices;
    let (lhs, rhs) = (&matrices.lhs.view.axes, &matrices.rhs.view.axes);
    let is_large = rows.saturating_mul(columns).saturating_mul(depth) >= LEAST;
    let is_turned = lhs[2].stride != 1 || rhs[2].stride != 1;
    if !is_large || !(is_turned || rows >= MANY_ROWS) {
        return None;
    }
    let axis = |extent: usize, lhs: isize, other: isize| Axis { extent, lhs, other, coordinate: None };
    let of_rows = vec![axis(rows, lhs[1].stride, columns as isize)];
    let terms = vec![axis(depth, lhs[2].stride, rhs[1].stride)];
    let size = dtype.size();
    let batch = [lhs[0].stride, rhs[0].stride, (rows * columns) as isize];
    Some(Box::new(Product {
        contract: contract(dtype, isa)?,
        contraction: Contraction::new(of_rows, terms, columns, [rhs[2].stride, 1], Vec::new(), [0; 3]),
        rows,
        columns,
        batches,
        batch: batch.map(|distance| distance * size as isize),
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
        let operands = &Operands { lhs: arrays.input(0), rhs: arrays.input(1), to: arrays.result(0) };
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
