//! Reductions of several arrays together, reductions by regions of their own, and maps.

use nnx::Result;
use nnx::program::parse;
use nnx::tensor::Tensor;

use crate::{DTYPES, EDGES, Random, check, shaped, types};

/// `argmax` or `argmin` as JAX writes it, with the indices along `dimensions[0]`.
fn argmax(dims: &[i64], dimensions: &[i64], dtype: &str, direction: &str) -> String {
    let kept: Vec<i64> = (0..dims.len()).filter(|&at| !dimensions.contains(&(at as i64))).map(|at| dims[at]).collect();
    let (from, indices, to, places) =
        (shaped(dims, dtype), shaped(dims, "i32"), shaped(&kept, dtype), shaped(&kept, "i32"));
    format!(
        "func.func @main(%x: tensor<{from}>, %v: tensor<{dtype}>) -> (tensor<{to}>, tensor<{places}>) {{
           %0 = stablehlo.iota dim = {} : tensor<{indices}>
           %c = stablehlo.constant dense<0> : tensor<i32>
           %1:2 = stablehlo.reduce(%x init: %v), (%0 init: %c) across dimensions = {dimensions:?} : (tensor<{from}>, tensor<{indices}>, tensor<{dtype}>, tensor<i32>) -> (tensor<{to}>, tensor<{places}>)
            reducer(%a: tensor<{dtype}>, %b: tensor<{dtype}>) (%i: tensor<i32>, %j: tensor<i32>) {{
             %2 = stablehlo.compare {direction}, %a, %b : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>
             %3 = stablehlo.compare NE, %a, %a : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>
             %4 = stablehlo.or %2, %3 : tensor<i1>
             %5 = stablehlo.compare EQ, %a, %b : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>
             %6 = stablehlo.compare LT, %i, %j : (tensor<i32>, tensor<i32>) -> tensor<i1>
             %7 = stablehlo.and %5, %6 : tensor<i1>
             %8 = stablehlo.or %4, %7 : tensor<i1>
             %9 = stablehlo.select %4, %a, %b : tensor<i1>, tensor<{dtype}>
             %10 = stablehlo.select %8, %i, %j : tensor<i1>, tensor<i32>
             stablehlo.return %9, %10 : tensor<{dtype}>, tensor<i32>
           }}
           return %1#0, %1#1 : tensor<{to}>, tensor<{places}>
         }}",
        dimensions[0]
    )
}

fn inputs(text: &str, random: &mut Random, is_hard: bool) -> Result<Vec<Tensor>> {
    let input = |ty| if is_hard { random.hard(ty) } else { random.numbers(ty) };
    types(&parse(text)?).0.iter().map(input).collect()
}

#[test]
fn the_best_of_all_dtypes_and_where_it_is() -> Result<()> {
    let mut random = Random(14);
    for dtype in DTYPES {
        for (dimensions, direction) in [(vec![1], "GT"), (vec![1], "LT"), (vec![0], "GT")] {
            let text = argmax(&[6, 21], &dimensions, dtype, direction);
            check(&text, &inputs(&text, &mut random, true)?)?;
            check(&text, &inputs(&text, &mut random, false)?)?;
        }
    }
    Ok(())
}

#[test]
fn the_best_along_lines_of_all_lengths() -> Result<()> {
    let mut random = Random(15);
    for extent in EDGES {
        for (dims, dimensions) in [
            (vec![extent], vec![0]),
            (vec![3, extent], vec![1]),
            (vec![extent, 3], vec![0]),
            (vec![3, extent], vec![0]),
            (vec![2, 5, extent], vec![1, 2]),
            (vec![2, extent, 5], vec![1]),
            (vec![4, extent, 2], vec![0, 2]),
        ] {
            for is_hard in [true, false] {
                let text = argmax(&dims, &dimensions, "f32", "GT");
                check(&text, &inputs(&text, &mut random, is_hard)?)?;
            }
        }
    }
    Ok(())
}

#[test]
fn arrays_that_exchange_what_they_have() -> Result<()> {
    // Each is what the other was, plus an element: what one gets is read before it is written.
    let text = "func.func @main(%x: tensor<3x7x5xi32>, %y: tensor<3x7x5xi32>, %k: tensor<i32>) -> (tensor<3x5xi32>, tensor<3x5xi32>) {
        %c = stablehlo.constant dense<0> : tensor<i32>
        %0:2 = stablehlo.reduce(%x init: %c), (%y init: %k) across dimensions = [1] : (tensor<3x7x5xi32>, tensor<3x7x5xi32>, tensor<i32>, tensor<i32>) -> (tensor<3x5xi32>, tensor<3x5xi32>)
         reducer(%a: tensor<i32>, %c0: tensor<i32>) (%b: tensor<i32>, %c1: tensor<i32>) {
          %1 = stablehlo.add %a, %c1 : tensor<i32>
          %2 = stablehlo.multiply %1, %k : tensor<i32>
          stablehlo.return %b, %2 : tensor<i32>, tensor<i32>
        }
        return %0#0, %0#1 : tensor<3x5xi32>, tensor<3x5xi32>
      }";
    check(text, &inputs(text, &mut Random(16), false)?)
}

#[test]
fn a_region_of_its_own_is_applied_in_the_order_of_the_elements() -> Result<()> {
    let mut random = Random(17);
    for (dims, dimension) in [([4, 300], 0), ([300, 4], 1), ([5, 70], 1), ([70, 5], 0)] {
        let from = shaped(&dims, "f32");
        let to = shaped(&[dims[1 - dimension]], "f32");
        let text = format!(
            "func.func @main(%x: tensor<{from}>, %v: tensor<f32>) -> tensor<{to}> {{
               %0 = stablehlo.reduce(%x init: %v) across dimensions = [{dimension}] : (tensor<{from}>, tensor<f32>) -> tensor<{to}>
                reducer(%a: tensor<f32>, %b: tensor<f32>) {{
                 %1 = stablehlo.constant dense<0.5> : tensor<f32>
                 %2 = stablehlo.multiply %a, %1 : tensor<f32>
                 %3 = stablehlo.subtract %b, %2 : tensor<f32>
                 stablehlo.return %3 : tensor<f32>
               }}
               return %0 : tensor<{to}>
             }}"
        );
        check(&text, &inputs(&text, &mut random, false)?)?;
    }
    Ok(())
}

#[test]
fn a_region_is_mapped_over_all_elements() -> Result<()> {
    let mut random = Random(18);
    for extent in EDGES.into_iter().chain([600]) {
        let text = format!(
            "func.func @main(%x: tensor<{extent}xf32>, %y: tensor<{extent}xi8>) -> tensor<{extent}xf32> {{
               %0 = \"stablehlo.map\"(%x, %y) <{{dimensions = array<i64: 0>}}> ({{
                 ^bb0(%a: tensor<f32>, %b: tensor<i8>):
                   %1 = stablehlo.convert %b : (tensor<i8>) -> tensor<f32>
                   %2 = stablehlo.clamp %a, %1, %a : tensor<f32>
                   %3 = stablehlo.add %2, %1 : tensor<f32>
                   stablehlo.return %3 : tensor<f32>
               }}) : (tensor<{extent}xf32>, tensor<{extent}xi8>) -> tensor<{extent}xf32>
               return %0 : tensor<{extent}xf32>
             }}"
        );
        check(&text, &inputs(&text, &mut random, false)?)?;
    }
    Ok(())
}
