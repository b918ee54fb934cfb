//! Bits that are taken for others, and random ones.

use nnx::Result;
use nnx::program::parse;

use crate::{Random, check, shaped, types};

#[test]
fn the_bits_of_elements_of_another_width() -> Result<()> {
    let mut random = Random(23);
    for (from, to) in [
        (shaped(&[5, 2], "ui32"), shaped(&[5], "f64")),
        (shaped(&[5], "i64"), shaped(&[5, 8], "ui8")),
        (shaped(&[3, 4, 2], "bf16"), shaped(&[3, 4], "f32")),
        (shaped(&[0, 2], "i16"), shaped(&[0], "i32")),
    ] {
        let text = format!(
            "func.func @main(%x: tensor<{from}>) -> tensor<{to}> {{
               %0 = stablehlo.bitcast_convert %x : (tensor<{from}>) -> tensor<{to}>
               return %0 : tensor<{to}>
             }}"
        );
        check(&text, &[random.bits(&types(&parse(&text)?).0[0])?])?;
    }
    Ok(())
}

#[test]
fn random_bits_of_all_generators() -> Result<()> {
    let mut random = Random(24);
    for (algorithm, words) in [("THREE_FRY", 2), ("PHILOX", 2), ("PHILOX", 3), ("DEFAULT", 2)] {
        for dims in [vec![], vec![1], vec![17], vec![3, 5], vec![4, 0]] {
            for dtype in ["ui8", "ui32", "i64", "ui64"] {
                let to = shaped(&dims, dtype);
                let text = format!(
                    "func.func @main(%s: tensor<{words}xui64>) -> (tensor<{words}xui64>, tensor<{to}>) {{
                       %0:2 = \"stablehlo.rng_bit_generator\"(%s) <{{rng_algorithm = #stablehlo<rng_algorithm {algorithm}>}}>
                            : (tensor<{words}xui64>) -> (tensor<{words}xui64>, tensor<{to}>)
                       return %0#0, %0#1 : tensor<{words}xui64>, tensor<{to}>
                     }}"
                );
                check(&text, &[random.bits(&types(&parse(&text)?).0[0])?])?;
            }
        }
    }
    Ok(())
}
