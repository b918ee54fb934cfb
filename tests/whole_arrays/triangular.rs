//! Triangular factors and systems.

use nnx::Result;
use nnx::program::parse;
use nnx::tensor::Tensor;

use crate::{Random, check, converted, shaped, types};

/// Matrices with a large diagonal, or with a diagonal of -1 in the second of several.
fn definite(ty: &nnx::program::TensorType, random: &mut Random) -> Result<Tensor> {
    let order = *ty.dims().last().expect("a matrix") as usize;
    let element = |place: usize| {
        let (matrix, row, column) =
            (place / (order * order).max(1), place / order.max(1) % order.max(1), place % order.max(1));
        let number = f64::from(random.next()) / f64::from(1u32 << 30) - 1.0;
        if row != column {
            number
        } else if matrix == 1 {
            -1.0
        } else {
            number + 1.0 + order as f64
        }
    };
    let elements: Vec<f64> = (0..ty.element_count()).map(element).collect();
    converted(&Tensor::from_slice(ty.dims(), &elements)?, "f64", ty)
}

#[test]
fn factors_of_all_orders() -> Result<()> {
    let mut random = Random(31);
    for dtype in ["f16", "bf16", "f32", "f64"] {
        for order in [0, 1, 2, 15, 16, 17, 33] {
            for lower in [true, false] {
                let ty = shaped(&[3, order, order], dtype);
                let text = format!(
                    "func.func @main(%x: tensor<{ty}>) -> tensor<{ty}> {{
                       %0 = stablehlo.cholesky %x, lower = {lower} : tensor<{ty}>
                       return %0 : tensor<{ty}>
                     }}"
                );
                let types = types(&parse(&text)?).0;
                check(&text, &[definite(&types[0], &mut random)?])?;
            }
        }
    }
    Ok(())
}

#[test]
fn systems_of_all_kinds() -> Result<()> {
    let mut random = Random(32);
    let mut kinds = Vec::new();
    for left_side in [true, false] {
        for lower in [true, false] {
            for transpose in ["NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"] {
                kinds.extend([true, false].map(|unit_diagonal| (left_side, lower, transpose, unit_diagonal)));
            }
        }
    }
    for dtype in ["f16", "bf16", "f32", "f64"] {
        for (order, systems) in [(0, 2), (1, 1), (3, 0), (5, 1), (16, 17), (33, 4)] {
            for (left_side, lower, transpose, unit_diagonal) in &kinds {
                let dims = if *left_side { [2, order, systems] } else { [2, systems, order] };
                let (a, b) = (shaped(&[2, order, order], dtype), shaped(&dims, dtype));
                let text = format!(
                    "func.func @main(%a: tensor<{a}>, %b: tensor<{b}>) -> tensor<{b}> {{
                       %0 = \"stablehlo.triangular_solve\"(%a, %b) <{{left_side = {left_side}, lower = {lower}, transpose_a = #stablehlo<transpose {transpose}>, unit_diagonal = {unit_diagonal}}}> : (tensor<{a}>, tensor<{b}>) -> tensor<{b}>
                       return %0 : tensor<{b}>
                     }}"
                );
                let types = types(&parse(&text)?).0;
                check(&text, &[definite(&types[0], &mut random)?, random.numbers(&types[1])?])?;
            }
        }
    }
    Ok(())
}
