//! Elementwise operations that are written as several others, or have a function of f64 only: no whole arrays in the end.

use nnx::Result;
use nnx::program::parse;
use nnx::tensor::{DType, Tensor};

use crate::{Random, check, run, shaped, types};

const FLOATS: [&str; 4] = ["f16", "bf16", "f32", "f64"];

/// `line` makes `%0` of `%x` and `%y`.
fn program(count: i64, from: &str, to: &str, line: &str) -> String {
    let (from, to) = (shaped(&[count], from), shaped(&[count], to));
    format!(
        "func.func @main(%x: tensor<{from}>, %y: tensor<{from}>) -> tensor<{to}> {{
           {line}
           return %0 : tensor<{to}>
         }}"
    )
}

fn inputs(text: &str, make: impl FnMut(&nnx::program::TensorType) -> Result<Tensor>) -> Result<Vec<Tensor>> {
    types(&parse(text)?).0.iter().map(make).collect()
}

#[test]
fn the_total_order_compares_every_bit() -> Result<()> {
    let mut random = Random(19);
    for dtype in FLOATS {
        for direction in ["EQ", "NE", "LT", "LE", "GT", "GE"] {
            let ty = shaped(&[150], dtype);
            let line = format!(
                "%0 = stablehlo.compare {direction}, %x, %y, TOTALORDER : (tensor<{ty}>, tensor<{ty}>) -> tensor<150xi1>"
            );
            let text = program(150, dtype, "i1", &line);
            check(&text, &inputs(&text, |ty| random.hard(ty))?)?;
            check(&text, &inputs(&text, |ty| random.bits(ty))?)?;
        }
    }
    Ok(())
}

#[test]
fn precision_is_reduced_of_every_half_wide_number() -> Result<()> {
    for (dtype, name, infinity) in [(DType::F16, "f16", 0x7c00u16), (DType::BF16, "bf16", 0x7f80)] {
        let numbers: Vec<u16> = (0..=u16::MAX).filter(|bits| bits & 0x7fff <= infinity).collect();
        let count = numbers.len() as i64;
        let bytes: Vec<u8> = numbers.iter().flat_map(|bits| bits.to_le_bytes()).collect();
        let x = Tensor::from_bytes(dtype, &[count], &bytes)?;
        for (exponent, mantissa) in [(8, 7), (5, 10), (5, 2), (4, 3), (2, 1), (8, 3), (11, 5), (3, 23)] {
            // What reduces nothing is left out, and with it that denormal numbers become zeros.
            if dtype == DType::BF16 && (exponent, mantissa) == (8, 7) {
                continue;
            }
            let line =
                format!("%0 = stablehlo.reduce_precision %x, format = e{exponent}m{mantissa} : tensor<{count}x{name}>");
            check(&program(count, name, name, &line), &[x.clone(), x.clone()])?;
        }
    }
    Ok(())
}

#[test]
fn precision_is_reduced_of_wide_numbers() -> Result<()> {
    let mut random = Random(20);
    for dtype in ["f32", "f64"] {
        for (exponent, mantissa) in [(8, 7), (5, 10), (5, 2), (8, 20), (11, 20), (4, 40), (1, 3)] {
            let ty = shaped(&[90], dtype);
            let line = format!("%0 = stablehlo.reduce_precision %x, format = e{exponent}m{mantissa} : tensor<{ty}>");
            let text = program(90, dtype, dtype, &line);
            check(&text, &inputs(&text, |ty| random.hard(ty))?)?;
            check(&text, &inputs(&text, |ty| random.numbers(ty))?)?;
        }
    }
    Ok(())
}

#[test]
fn infinities_are_told_apart() -> Result<()> {
    let mut random = Random(21);
    for dtype in FLOATS {
        for op in ["is_inf", "is_pos_inf", "is_neg_inf"] {
            let line = format!("%0 = chlo.{op} %x : tensor<{}> -> tensor<60xi1>", shaped(&[60], dtype));
            let text = program(60, dtype, "i1", &line);
            check(&text, &inputs(&text, |ty| random.hard(ty))?)?;
        }
    }
    Ok(())
}

#[test]
fn functions_are_computed_in_loops() -> Result<()> {
    let mut random = Random(22);
    for dtype in FLOATS {
        let ty = format!("tensor<{}>", shaped(&[65], dtype));
        let unary = [
            "acos",
            "acosh",
            "asin",
            "asinh",
            "atan",
            "atanh",
            "bessel_i1e",
            "cosh",
            "digamma",
            "erf",
            "erf_inv",
            "erfc",
            "lgamma",
            "sinh",
            "tan",
        ];
        let mut lines: Vec<String> = unary.iter().map(|op| format!("%0 = chlo.{op} %x : {ty} -> {ty}")).collect();
        lines.extend(["polygamma", "zeta"].iter().map(|op| format!("%0 = chlo.{op} %x, %y : {ty}, {ty} -> {ty}")));
        for line in lines {
            let text = program(65, dtype, dtype, &line);
            let inputs = inputs(&text, |ty| random.numbers(ty))?;
            if dtype != "f32" {
                check(&text, &inputs)?;
                continue;
            }
            // Some of f32 have functions of their own.
            let (found, expected) = run(&text, &inputs)?;
            for found in found {
                let pairs = [&found[0], &expected[0]].map(|values| values.as_slice::<f32>().expect("f32"));
                for (&found, &expected) in pairs[0].iter().zip(pairs[1]) {
                    let is_near = found.to_bits().abs_diff(expected.to_bits()) <= 1;
                    assert!(is_near || (found.is_nan() && expected.is_nan()), "{found:?}, not {expected:?}\n{text}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn the_next_number_is_found_by_its_bits() -> Result<()> {
    let mut random = Random(36);
    for dtype in FLOATS {
        let ty = format!("tensor<{}>", shaped(&[200], dtype));
        let text = program(200, dtype, dtype, &format!("%0 = chlo.next_after %x, %y : {ty}, {ty} -> {ty}"));
        check(&text, &inputs(&text, |ty| random.hard(ty))?)?;
        check(&text, &inputs(&text, |ty| random.numbers(ty))?)?;
    }
    Ok(())
}
