//! Solvers and batch normalisation. Whatever lies between is f64; each result is rounded once.

use super::element::{floats, from_floats};
use crate::error::Result;
use crate::program::op::attributes::{BatchNorm, Cholesky, TriangularSolve};
use crate::program::op::enumerations::Transposition;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// How the features lie among the elements: `inner` elements of one follow each other, then those of the next.
struct Features {
    count: usize,
    inner: usize,
    /// How many elements each feature has, in all.
    elements: f64,
}

impl Features {
    fn of(operand: &Tensor, attributes: &BatchNorm) -> Features {
        let feature = attributes.feature_index as usize;
        let extents = operand.shape();
        let product = |dims: &[i64]| dims.iter().product::<i64>() as usize;
        let (outer, inner) = (product(&extents[..feature]), product(&extents[feature + 1..]));
        Features { count: extents[feature] as usize, inner, elements: outer as f64 * inner as f64 }
    }

    /// The feature of the element at this place.
    fn at(&self, position: usize) -> usize {
        position / self.inner % self.count
    }

    /// The sum for each feature of what a function says of each of so many elements.
    fn sums(&self, elements: usize, value: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        for position in 0..elements {
            let feature = self.at(position);
            sums[feature] += value(position, feature);
        }
        sums
    }
}

/// The gradients with respect to the operand, the scale and the offset of [`batch_norm_training`].
pub(super) fn batch_norm_grad(
    operands: &[Tensor],
    attributes: &BatchNorm,
    results: &[TensorType],
) -> Result<Vec<Tensor>> {
    let features = Features::of(&operands[0], attributes);
    let (operand, scale, mean) = (floats(&operands[0])?, floats(&operands[1])?, floats(&operands[2])?);
    let (variance, grad_output) = (floats(&operands[3])?, floats(&operands[4])?);
    let widened: Vec<f64> = variance.iter().map(|variance| variance + f64::from(attributes.epsilon)).collect();
    let centered = |at: usize, feature: usize| operand[at] - mean[feature];
    let grad_offset = features.sums(operand.len(), |at, _| grad_output[at]);
    let products = features.sums(operand.len(), |at, feature| grad_output[at] * centered(at, feature));
    let grad_scale: Vec<f64> = products.iter().zip(&widened).map(|(sum, widened)| sum / widened.sqrt()).collect();
    let grad_operand = (0..operand.len()).map(|at| {
        let feature = features.at(at);
        let spread = products[feature] * centered(at, feature) / widened[feature];
        let difference = grad_output[at] * features.elements - grad_offset[feature] - spread;
        scale[feature] / widened[feature].sqrt() / features.elements * difference
    });
    Ok(vec![
        from_floats(&results[0], grad_operand)?,
        from_floats(&results[1], grad_scale)?,
        from_floats(&results[2], grad_offset.iter().copied())?,
    ])
}

/// Normalises with the mean and the variance that are given.
pub(super) fn batch_norm_inference(operands: &[Tensor], attributes: &BatchNorm, result: &TensorType) -> Result<Tensor> {
    let (mean, variance) = (floats(&operands[3])?, floats(&operands[4])?);
    normalized(&operands[..3], &mean, &variance, attributes, result)
}

/// Normalises with the mean and the variance of each feature, and returns these too.
pub(super) fn batch_norm_training(
    operands: &[Tensor],
    attributes: &BatchNorm,
    results: &[TensorType],
) -> Result<Vec<Tensor>> {
    let features = Features::of(&operands[0], attributes);
    let operand = floats(&operands[0])?;
    let mut mean = features.sums(operand.len(), |at, _| operand[at]);
    mean.iter_mut().for_each(|sum| *sum /= features.elements);
    let mut variance = features.sums(operand.len(), |at, feature| (operand[at] - mean[feature]).powi(2));
    variance.iter_mut().for_each(|sum| *sum /= features.elements);
    Ok(vec![
        normalized(operands, &mean, &variance, attributes, &results[0])?,
        from_floats(&results[1], mean)?,
        from_floats(&results[2], variance)?,
    ])
}

/// `scale * (operand - mean) / sqrt(variance + epsilon) + offset`; the operands are `operand`, `scale` and `offset`.
fn normalized(
    operands: &[Tensor],
    mean: &[f64],
    variance: &[f64],
    attributes: &BatchNorm,
    result: &TensorType,
) -> Result<Tensor> {
    let features = Features::of(&operands[0], attributes);
    let (operand, scale, offset) = (floats(&operands[0])?, floats(&operands[1])?, floats(&operands[2])?);
    let elements = operand.iter().enumerate().map(|(at, element)| {
        let feature = features.at(at);
        let deviation = (variance[feature] + f64::from(attributes.epsilon)).sqrt();
        scale[feature] * ((element - mean[feature]) / deviation) + offset[feature]
    });
    from_floats(result, elements)
}

/// The triangular factor of each matrix, from the triangle of it that is named; the other triangle is zeros. A matrix
/// that is not positive definite has a factor of NaN.
pub(super) fn cholesky(a: &Tensor, attributes: &Cholesky, result: &TensorType) -> Result<Tensor> {
    let order = order(a);
    let mut elements = floats(a)?;
    for matrix in elements.chunks_exact_mut((order * order).max(1)) {
        // Row and column of the lower factor; the upper one is its transpose.
        let at = |row: usize, column: usize| {
            if attributes.lower { row * order + column } else { column * order + row }
        };
        let mut is_positive_definite = true;
        for row in 0..order {
            for column in 0..=row {
                let subtract = |rest, k| rest - matrix[at(row, k)] * matrix[at(column, k)];
                let rest = (0..column).fold(matrix[at(row, column)], subtract);
                matrix[at(row, column)] = if row == column { rest.sqrt() } else { rest / matrix[at(column, column)] };
                is_positive_definite &= row != column || rest > 0.0;
            }
            for column in row + 1..order {
                matrix[at(row, column)] = 0.0;
            }
        }
        if !is_positive_definite {
            matrix.fill(f64::NAN);
        }
    }
    from_floats(result, elements)
}

/// The solution of each system, by substitution.
pub(super) fn triangular_solve(
    a: &Tensor,
    b: &Tensor,
    attributes: &TriangularSolve,
    result: &TensorType,
) -> Result<Tensor> {
    let order = order(a);
    let columns = b.shape().last().map_or(0, |&columns| columns as usize);
    let rows = b.shape()[b.shape().len() - 2] as usize;
    let coefficients = floats(a)?;
    let mut solutions = floats(b)?;
    // x op(a) = b is op(a)' x' = b': the coefficients are transposed once more, and the unknowns lie along rows.
    let is_transposed = (attributes.transpose_a != Transposition::None) == attributes.left_side;
    let systems = if attributes.left_side { columns } else { rows };
    let unknown = |system: usize, row: usize| {
        if attributes.left_side { row * columns + system } else { system * columns + row }
    };
    let solve_forward = attributes.lower != is_transposed;
    let matrices = coefficients.chunks_exact((order * order).max(1));
    for (matrix, x) in matrices.zip(solutions.chunks_exact_mut((rows * columns).max(1))) {
        let coefficient = |row: usize, column: usize| {
            if is_transposed { matrix[column * order + row] } else { matrix[row * order + column] }
        };
        for system in 0..systems {
            for step in 0..order {
                let row = if solve_forward { step } else { order - 1 - step };
                let solved = if solve_forward { 0..row } else { row + 1..order };
                let subtract = |rest, column| rest - coefficient(row, column) * x[unknown(system, column)];
                let rest = solved.fold(x[unknown(system, row)], subtract);
                x[unknown(system, row)] = if attributes.unit_diagonal { rest } else { rest / coefficient(row, row) };
            }
        }
    }
    from_floats(result, solutions)
}

/// How many rows and columns each matrix has.
fn order(a: &Tensor) -> usize {
    a.shape().last().map_or(0, |&order| order as usize)
}
