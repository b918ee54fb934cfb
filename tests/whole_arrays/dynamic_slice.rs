//! Parts of arrays whose first index is computed.

use nnx::Result;
use nnx::program::parse;
use nnx::tensor::Tensor;

use crate::{DTYPES, EDGES, Random, check, shaped, types};

fn starts(names: &[&str], index: &str) -> String {
    names.iter().map(|name| format!(", {name}: tensor<{index}>")).collect()
}

fn slice(array: &[i64], part: &[i64], dtype: &str, index: &str) -> String {
    let names = &["%i", "%j", "%k"][..array.len()];
    let (from, to) = (shaped(array, dtype), shaped(part, dtype));
    let indices = format!(", tensor<{index}>").repeat(names.len());
    format!(
        "func.func @main(%x: tensor<{from}>{}) -> tensor<{to}> {{
           %0 = \"stablehlo.dynamic_slice\"({}) <{{slice_sizes = array<i64{}>}}> : (tensor<{from}>{indices}) -> tensor<{to}>
           return %0 : tensor<{to}>
         }}",
        starts(names, index),
        [&["%x"], names].concat().join(", "),
        if part.is_empty() { String::new() } else { format!(": {}", format!("{part:?}").trim_matches(['[', ']'])) }
    )
}

fn update(array: &[i64], part: &[i64], dtype: &str, index: &str) -> String {
    let names = &["%i", "%j", "%k"][..array.len()];
    let (to, from) = (shaped(array, dtype), shaped(part, dtype));
    let indices = format!(", tensor<{index}>").repeat(names.len());
    format!(
        "func.func @main(%x: tensor<{to}>, %u: tensor<{from}>{}) -> tensor<{to}> {{
           %0 = stablehlo.dynamic_update_slice {} : (tensor<{to}>, tensor<{from}>{indices}) -> tensor<{to}>
           return %0 : tensor<{to}>
         }}",
        starts(names, index),
        [&["%x", "%u"], names].concat().join(", ")
    )
}

/// Runs both operations from a few random indices, some of which lie outside.
fn both(array: &[i64], part: &[i64], dtype: &str, index: &str, random: &mut Random) -> Result<()> {
    for text in [slice(array, part, dtype, index), update(array, part, dtype, index)] {
        for _ in 0..3 {
            let (arguments, _) = types(&parse(&text)?);
            let arrays = arguments.len() - array.len();
            let mut inputs = arguments[..arrays].iter().map(|ty| random.bits(ty)).collect::<Result<Vec<Tensor>>>()?;
            for (ty, extent) in arguments[arrays..].iter().zip(array) {
                inputs.push(match index {
                    // Anywhere at all.
                    "i64" | "ui64" | "ui32" => random.bits(ty)?,
                    _ => random.integers(ty, -2, extent + 3)?,
                });
            }
            check(&text, &inputs)?;
        }
    }
    Ok(())
}

#[test]
fn parts_of_all_dtypes_by_indices_of_all_dtypes() -> Result<()> {
    let mut random = Random(1);
    for dtype in DTYPES {
        both(&[7, 5], &[3, 2], dtype, "i32", &mut random)?;
    }
    for index in &DTYPES[1..9] {
        both(&[9, 4], &[2, 4], "f32", index, &mut random)?;
        both(&[9, 4], &[9, 4], "f32", index, &mut random)?;
    }
    Ok(())
}

#[test]
fn parts_of_all_extents() -> Result<()> {
    let mut random = Random(2);
    both(&[], &[], "f32", "i32", &mut random)?;
    for extent in EDGES {
        both(&[extent], &[extent / 2], "f32", "i32", &mut random)?;
        both(&[3, extent, 5], &[2, (extent - 1).max(0), 5], "bf16", "i8", &mut random)?;
        both(&[extent, 3, 2], &[extent, 1, 2], "f64", "i32", &mut random)?;
        both(&[2, 3, extent], &[2, 3, (extent - 2).max(0)], "i8", "i32", &mut random)?;
    }
    Ok(())
}
