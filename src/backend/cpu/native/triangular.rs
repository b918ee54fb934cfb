//! `cholesky` and `triangular_solve`, in f64 whatever the dtype is, so that each result is rounded once. A row is taken from
//! others whole, and each element of it has its terms taken away in their order.

use std::ops::Range;

use half::{bf16, f16};

use super::super::element::Float;
use super::super::level::{Kernel, kernel};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::isa::Isa;
use crate::program::op::attributes::{Cholesky as CholeskyAttributes, TriangularSolve as SolveAttributes};
use crate::program::op::enumerations::Transposition;
use crate::tensor::DType;

/// About how many nanoseconds it takes to take a product from an element.
const OF_TERM: f64 = 0.2;

type Subtract = for<'a, 'b> unsafe fn(&'a Multiple<'b>);

/// A factor for each matrix of a batch.
#[derive(Debug)]
struct Cholesky {
    input: usize,
    batches: usize,
    order: usize,
    lower: bool,
    dtype: DType,
    subtract: Subtract,
}

/// The solution of systems that have the same coefficients, for each matrix of a batch.
#[derive(Debug)]
struct Solve {
    coefficients: usize,
    right: usize,
    batches: usize,
    order: usize,
    systems: usize,
    /// Whether unknowns lie along columns; along rows otherwise.
    left_side: bool,
    /// Whether the coefficients are those of the transpose.
    is_transposed: bool,
    /// Whether the first unknown follows from the first row alone.
    forward: bool,
    unit_diagonal: bool,
    dtype: DType,
    subtract: Subtract,
}

pub(super) fn cholesky(call: &Call, attributes: &CholeskyAttributes) -> Result<Box<dyn Native>> {
    let (input, ty) = call.operand(0)?;
    let order = extent(ty.dims(), 1);
    Ok(Box::new(Cholesky {
        input,
        batches: batches(ty.dims()),
        order,
        lower: attributes.lower,
        dtype: ty.dtype,
        subtract: subtract(call.isa),
    }))
}

pub(super) fn triangular_solve(call: &Call, attributes: &SolveAttributes) -> Result<Box<dyn Native>> {
    let ((coefficients, ty), (right, right_ty)) = (call.operand(0)?, call.operand(1)?);
    let (rows, columns) = (extent(right_ty.dims(), 2), extent(right_ty.dims(), 1));
    // x op(a) = b is op(a)' x' = b': the coefficients are transposed once more, and the unknowns lie along rows.
    let is_transposed = (attributes.transpose_a != Transposition::None) == attributes.left_side;
    Ok(Box::new(Solve {
        coefficients,
        right,
        batches: batches(ty.dims()),
        order: extent(ty.dims(), 1),
        systems: if attributes.left_side { columns } else { rows },
        left_side: attributes.left_side,
        is_transposed,
        forward: attributes.lower != is_transposed,
        unit_diagonal: attributes.unit_diagonal,
        dtype: ty.dtype,
        subtract: subtract(call.isa),
    }))
}

/// An extent, counted from the last dimension, which is 1.
fn extent(dims: &[i64], from_last: usize) -> usize {
    dims[dims.len() - from_last] as usize
}

/// How many matrices there are.
fn batches(dims: &[i64]) -> usize {
    dims[..dims.len() - 2].iter().product::<i64>() as usize
}

impl Native for Cholesky {
    fn part_nbytes(&self) -> usize {
        self.order * self.order * size_of::<f64>()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let memory = &Memory { from: [arrays.input(self.input), std::ptr::null()], to: arrays.result(0) };
        let order = self.order as f64;
        arrays.split(self.batches, 1, OF_TERM * order * order * order / 6.0, &|scratch, batches| {
            // SAFETY: asked of the caller; threads have other matrices.
            unsafe { self.matrices(memory, scratch.cast(), batches) }
        });
        Ok(())
    }
}

impl Cholesky {
    /// # Safety
    /// The matrices lie there, and the scratch memory is that of a part.
    unsafe fn matrices(&self, memory: &Memory, scratch: *mut f64, batches: Range<usize>) {
        let (order, count) = (self.order, self.order * self.order);
        for batch in batches {
            // SAFETY: asked of the caller.
            unsafe {
                read(self.dtype, memory.from[0], batch * count, [order, order], self.lower, scratch);
                // The upper factor, which is the transpose of the lower one.
                let factor = std::slice::from_raw_parts_mut(scratch, count);
                let is_positive_definite = self.factor(factor);
                for row in 0..order {
                    factor[row * order..][..row].fill(0.0);
                }
                if !is_positive_definite {
                    factor.fill(f64::NAN);
                }
                write(self.dtype, scratch, [order, order], self.lower, memory.to, batch * count);
            }
        }
    }

    /// Whether the upper triangle of a matrix has a factor, which lies in its place then.
    fn factor(&self, matrix: &mut [f64]) -> bool {
        let mut is_positive_definite = true;
        let mut rest = matrix;
        for left in (1..=self.order).rev() {
            let (row, below) = rest.split_at_mut(self.order.min(rest.len()));
            let row = &mut row[self.order - left..];
            is_positive_definite &= row[0] > 0.0;
            row[0] = row[0].sqrt();
            let diagonal = row[0];
            row[1..].iter_mut().for_each(|element| *element /= diagonal);
            for (at, other) in below.chunks_exact_mut(self.order).enumerate() {
                let from = &row[at + 1..];
                self.subtract(&mut other[self.order - from.len()..], from, from[0]);
            }
            rest = below;
        }
        is_positive_definite
    }

    fn subtract(&self, to: &mut [f64], from: &[f64], factor: f64) {
        // SAFETY: the function is one of this machine.
        unsafe { (self.subtract)(&Multiple { to: to.as_mut_ptr(), from, factor }) }
    }
}

impl Native for Solve {
    fn part_nbytes(&self) -> usize {
        (self.order * self.order + self.order * self.systems) * size_of::<f64>()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let memory =
            &Memory { from: [arrays.input(self.coefficients), arrays.input(self.right)], to: arrays.result(0) };
        let nanoseconds = OF_TERM * (self.order * self.order * self.systems) as f64 / 2.0;
        arrays.split(self.batches, 1, nanoseconds, &|scratch, batches| {
            // SAFETY: asked of the caller; threads have other matrices.
            unsafe { self.matrices(memory, scratch.cast(), batches) }
        });
        Ok(())
    }
}

impl Solve {
    /// # Safety
    /// The matrices lie there, and the scratch memory is that of a part.
    unsafe fn matrices(&self, memory: &Memory, scratch: *mut f64, batches: Range<usize>) {
        let (square, count) = (self.order * self.order, self.order * self.systems);
        let right = if self.left_side { [self.order, self.systems] } else { [self.systems, self.order] };
        for batch in batches {
            // SAFETY: asked of the caller.
            unsafe {
                let unknowns = scratch.add(square);
                let (coefficients, order) = (memory.from[0], self.order);
                read(self.dtype, coefficients, batch * square, [order, order], self.is_transposed, scratch);
                read(self.dtype, memory.from[1], batch * count, right, !self.left_side, unknowns);
                self.substitute(
                    std::slice::from_raw_parts(scratch, square),
                    std::slice::from_raw_parts_mut(unknowns, count),
                );
                write(self.dtype, unknowns, right, !self.left_side, memory.to, batch * count);
            }
        }
    }

    /// Makes right sides solutions: a row for each unknown, with a column for each system.
    fn substitute(&self, coefficients: &[f64], unknowns: &mut [f64]) {
        let (order, systems) = (self.order, self.systems);
        for step in 0..order {
            let row = if self.forward { step } else { order - 1 - step };
            let of_row = &coefficients[row * order..][..order];
            let (before, rest) = unknowns.split_at_mut(row * systems);
            let (own, after) = rest.split_at_mut(systems);
            let (solved, first) = if self.forward { (&*before, 0) } else { (&*after, row + 1) };
            for (at, other) in solved.chunks_exact(systems.max(1)).enumerate() {
                // SAFETY: the function is one of this machine; both have so many elements.
                unsafe {
                    let factor = of_row[first + at];
                    (self.subtract)(&Multiple { to: own.as_mut_ptr(), from: other, factor });
                }
            }
            if !self.unit_diagonal {
                own.iter_mut().for_each(|element| *element /= of_row[row]);
            }
        }
    }
}

/// Where the arrays of a run lie.
struct Memory {
    from: [*const u8; 2],
    to: *mut u8,
}

// SAFETY: threads read what no thread writes, and write other matrices.
unsafe impl Sync for Memory {}

/// A multiple of a row that is taken from as many elements.
struct Multiple<'a> {
    to: *mut f64,
    from: &'a [f64],
    factor: f64,
}

struct Subtraction;

impl Kernel for Subtraction {
    type Task<'a> = Multiple<'a>;

    #[inline(always)]
    unsafe fn run(task: &Multiple) {
        // SAFETY: there are so many elements, which nobody else has.
        let to = unsafe { std::slice::from_raw_parts_mut(task.to, task.from.len()) };
        let mut at = 0;
        while at < to.len() {
            to[at] -= task.factor * task.from[at];
            at += 1;
        }
    }
}

fn subtract(isa: Isa) -> Subtract {
    kernel::<Subtraction>(isa)
}

macro_rules! by_float {
    ($dtype:expr, $function:ident($($argument:expr),*)) => {
        match $dtype {
            DType::F16 => $function::<f16>($($argument),*),
            DType::BF16 => $function::<bf16>($($argument),*),
            DType::F32 => $function::<f32>($($argument),*),
            _ => $function::<f64>($($argument),*),
        }
    };
}

/// Reads a matrix with so many rows and columns, which begins with this element, or its transpose.
///
/// # Safety
/// There is such a matrix, and room for one.
unsafe fn read(dtype: DType, from: *const u8, first: usize, extents: [usize; 2], transposes: bool, to: *mut f64) {
    unsafe fn of<T: Float>(from: *const u8, first: usize, [rows, columns]: [usize; 2], transposes: bool, to: *mut f64) {
        for row in 0..rows {
            for column in 0..columns {
                let place = if transposes { column * rows + row } else { row * columns + column };
                // SAFETY: asked of the caller.
                unsafe { *to.add(place) = (*from.cast::<T>().add(first + row * columns + column)).to_f64() };
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe { by_float!(dtype, of(from, first, extents, transposes, to)) }
}

/// Writes a matrix with so many rows and columns, which begins with this element; it is there, or its transpose is.
///
/// # Safety
/// As [`read`].
unsafe fn write(dtype: DType, from: *const f64, extents: [usize; 2], transposes: bool, to: *mut u8, first: usize) {
    unsafe fn of<T: Float>(from: *const f64, [rows, columns]: [usize; 2], transposes: bool, to: *mut u8, first: usize) {
        for row in 0..rows {
            for column in 0..columns {
                let place = if transposes { column * rows + row } else { row * columns + column };
                // SAFETY: asked of the caller.
                unsafe { *to.cast::<T>().add(first + row * columns + column) = T::from_f64(*from.add(place)) };
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe { by_float!(dtype, of(from, extents, transposes, to, first)) }
}
