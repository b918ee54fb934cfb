//! Batch normalization as one operation, with its features along any dimension.

use nnx::Result;
use nnx::program::{TensorType, parse};
use nnx::tensor::{DType, Tensor};

use crate::{Random, converted, run, shaped, types};

/// Numbers from 0.5 to 2.5, as variances are.
fn positive(ty: &TensorType, random: &mut Random) -> Result<Tensor> {
    let values = (0..ty.element_count()).map(|_| f64::from(random.next()) / f64::from(1u32 << 30) + 0.5);
    converted(&Tensor::from_slice(ty.dims(), &values.collect::<Vec<f64>>())?, "f64", ty)
}

fn numbers(tensor: &Tensor) -> Result<Vec<f64>> {
    let ty = TensorType::new(DType::F64, tensor.shape())?;
    Ok(converted(tensor, name(tensor.dtype()), &ty)?.as_slice::<f64>().expect("f64").to_vec())
}

fn name(dtype: DType) -> &'static str {
    match dtype {
        DType::F16 => "f16",
        DType::BF16 => "bf16",
        DType::F32 => "f32",
        _ => "f64",
    }
}

#[test]
fn features_lie_along_any_dimension() -> Result<()> {
    let mut random = Random(41);
    for (dtype, tolerance) in [("f16", 2e-3), ("bf16", 2e-2), ("f32", 2e-5), ("f64", 1e-12)] {
        for (dims, along) in [([33, 17, 1], 1), ([5, 4, 65], 2), ([16, 3, 15], 0), ([1, 2, 1], 1)] {
            let (all, each) = (shaped(&dims, dtype), shaped(&[dims[along]], dtype));
            let attributes = format!("<{{epsilon = 1.0e-3 : f32, feature_index = {along} : i64}}>");
            let text = format!(
                "func.func @main(%x: tensor<{all}>, %g: tensor<{all}>, %s: tensor<{each}>, %o: tensor<{each}>, %v: tensor<{each}>)
                   -> (tensor<{all}>, tensor<{each}>, tensor<{each}>, tensor<{all}>, tensor<{all}>, tensor<{each}>, tensor<{each}>) {{
                   %0:3 = \"stablehlo.batch_norm_training\"(%x, %s, %o) {attributes} : (tensor<{all}>, tensor<{each}>, tensor<{each}>) -> (tensor<{all}>, tensor<{each}>, tensor<{each}>)
                   %1 = \"stablehlo.batch_norm_inference\"(%x, %s, %o, %o, %v) {attributes} : (tensor<{all}>, tensor<{each}>, tensor<{each}>, tensor<{each}>, tensor<{each}>) -> tensor<{all}>
                   %2:3 = \"stablehlo.batch_norm_grad\"(%x, %s, %o, %v, %g) {attributes} : (tensor<{all}>, tensor<{each}>, tensor<{each}>, tensor<{each}>, tensor<{all}>) -> (tensor<{all}>, tensor<{each}>, tensor<{each}>)
                   return %0#0, %0#1, %0#2, %1, %2#0, %2#1, %2#2 : tensor<{all}>, tensor<{each}>, tensor<{each}>, tensor<{all}>, tensor<{all}>, tensor<{each}>, tensor<{each}>
                 }}"
            );
            let types = types(&parse(&text)?).0;
            let mut inputs = types[..4].iter().map(|ty| random.numbers(ty)).collect::<Result<Vec<Tensor>>>()?;
            inputs.push(positive(&types[4], &mut random)?);
            let (found, expected) = run(&text, &inputs)?;
            for found in found {
                for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
                    let (found, expected) = (numbers(found)?, numbers(expected)?);
                    let largest = expected.iter().fold(1.0, |largest: f64, value| largest.max(value.abs()));
                    for (one, other) in found.iter().zip(&expected) {
                        let is_near = (one - other).abs() <= tolerance * largest;
                        assert!(is_near, "result {place}: {one}, not {other}\n{text}");
                    }
                }
            }
        }
    }
    Ok(())
}
