//! Solvers and factorisations.

use super::super::tape::{Site, Tape};
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::Emit;
use crate::program::module::ValueId;
use crate::program::op::Op;
use crate::program::op::attributes::{Cholesky, TriangularSolve};
use crate::program::op::enumerations::ComparisonDirection::{Eq, Ge, Gt};
use crate::program::op::enumerations::Transposition;
use crate::tensor::DType;

pub(super) fn triangular_solve(tape: &mut Tape, site: &Site, attributes: &TriangularSolve) -> Result<()> {
    let (a, b, x) = (site.operands[0], site.operands[1], site.results[0]);
    let Some(g) = tape.cotangent(x) else { return Ok(()) };
    let is_transposed = attributes.transpose_a != Transposition::None;
    let transpose_a = if is_transposed { Transposition::None } else { Transposition::Transpose };
    let other = TriangularSolve { transpose_a, ..attributes.clone() };
    let of_b = tape.builder.emit(Op::TriangularSolve(Box::new(other)), &[a, g])?;
    if tape.wants(a) {
        let e = &mut *tape.builder;
        let product = match (attributes.left_side, is_transposed) {
            (true, false) => e.matmul(of_b, false, x, true)?,
            (true, true) => e.matmul(x, false, of_b, true)?,
            (false, false) => e.matmul(x, true, of_b, false)?,
            (false, true) => e.matmul(of_b, true, x, false)?,
        };
        let product = e.negate(product)?;
        let of_a = triangle(e, product, attributes.lower, attributes.unit_diagonal)?;
        tape.give(a, of_a)?;
    }
    tape.give(b, of_b)
}

/// With `L` the factor and `S` the lower half of `L' g`, the diagonal halved: `inv(L)' S inv(L)`, folded to the triangle
/// that is read.
pub(super) fn cholesky(tape: &mut Tape, site: &Site, attributes: &Cholesky) -> Result<()> {
    let (a, y) = (site.operands[0], site.results[0]);
    let (true, Some(g)) = (tape.wants(a), tape.cotangent(y)) else { return Ok(()) };
    let b = &mut *tape.builder;
    let (factor, g) = if attributes.lower { (y, g) } else { (b.swap_last_two(y)?, b.swap_last_two(g)?) };
    let g = triangle(b, g, true, false)?;
    let product = b.matmul(factor, true, g, false)?;
    let half = halved_diagonal(b, product)?;
    let half = triangle(b, half, true, false)?;
    let solve = |left_side: bool, transpose_a: Transposition| {
        Op::TriangularSolve(Box::new(TriangularSolve { left_side, lower: true, unit_diagonal: false, transpose_a }))
    };
    let left = b.emit(solve(true, Transposition::Transpose), &[factor, half])?;
    let both = b.emit(solve(false, Transposition::None), &[factor, left])?;
    let mirrored = b.swap_last_two(both)?;
    let folded = b.add(both, mirrored)?;
    let folded = halved_diagonal(b, folded)?;
    let folded = triangle(b, folded, true, false)?;
    let cotangent = if attributes.lower { folded } else { b.swap_last_two(folded)? };
    tape.give(a, cotangent)
}

/// Row and column of each element of matrices.
fn places(b: &mut FunctionBuilder, matrices: ValueId) -> Result<(ValueId, ValueId)> {
    let dims = b.tensor(matrices)?.dims().to_vec();
    Ok((b.iota(DType::I32, &dims, dims.len() - 2)?, b.iota(DType::I32, &dims, dims.len() - 1)?))
}

/// Matrices with zeros in the other triangle, and on the diagonal when it is `strict`.
fn triangle(b: &mut FunctionBuilder, matrices: ValueId, lower: bool, strict: bool) -> Result<ValueId> {
    let (row, column) = places(b, matrices)?;
    let (first, second) = if lower { (row, column) } else { (column, row) };
    let kept = b.compare(first, second, if strict { Gt } else { Ge })?;
    b.keep_where(kept, matrices)
}

fn halved_diagonal(b: &mut FunctionBuilder, matrices: ValueId) -> Result<ValueId> {
    let (row, column) = places(b, matrices)?;
    let is_diagonal = b.compare(row, column, Eq)?;
    let halves = b.scale(matrices, 0.5)?;
    b.select(is_diagonal, halves, matrices)
}
