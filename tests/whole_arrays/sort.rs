//! Sorts by the comparators that programs have, and the largest elements.

use nnx::Result;
use nnx::program::parse;
use nnx::tensor::Tensor;

use crate::{DTYPES, EDGES, Random, check, shaped, types};

fn is_float(dtype: &str) -> bool {
    dtype.trim_start_matches('b').starts_with('f')
}

/// Lines that compare the arguments `x` and `y` as JAX does, where every NaN is the same and zeros are equal, and make
/// `result`.
fn as_jax(direction: &str, dtype: &str, x: &str, y: &str, result: &str) -> String {
    if !is_float(dtype) {
        return format!(
            "{result} = stablehlo.compare {direction}, {x}, {y} : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>\n"
        );
    }
    let nan = match dtype {
        "f16" => "0x7E00",
        "bf16" => "0x7FC0",
        "f32" => "0x7FC00000",
        _ => "0x7FF8000000000000",
    };
    let key = |x: &str| {
        format!(
            "{x}z = stablehlo.constant dense<0.0> : tensor<{dtype}>
             {x}e = stablehlo.compare EQ, {x}, {x}z, FLOAT : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>
             {x}s = stablehlo.select {x}e, {x}z, {x} : tensor<i1>, tensor<{dtype}>
             {x}n = stablehlo.compare NE, {x}, {x}, FLOAT : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>
             {x}c = stablehlo.constant dense<{nan}> : tensor<{dtype}>
             {x}k = stablehlo.select {x}n, {x}c, {x}s : tensor<i1>, tensor<{dtype}>\n"
        )
    };
    format!(
        "{}{}{result} = stablehlo.compare {direction}, {x}k, {y}k, TOTALORDER : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>\n",
        key(x),
        key(y)
    )
}

/// A sort of operands of these dtypes by a comparator, whose arguments are `%l0`, `%r0`, `%l1`, and which makes `%less`.
fn sort(dims: &[i64], dimension: usize, dtypes: &[&str], comparator: &str) -> String {
    let types: Vec<String> = dtypes.iter().map(|dtype| format!("tensor<{}>", shaped(dims, dtype))).collect();
    let types = types.join(", ");
    let named = |name: &dyn Fn(usize) -> String| (0..dtypes.len()).map(name).collect::<Vec<String>>().join(", ");
    format!(
        "func.func @main({}) -> ({types}) {{
           %0:{} = \"stablehlo.sort\"({}) <{{dimension = {dimension} : i64, is_stable = true}}> ({{
             ^bb0({}):
               {comparator}
               stablehlo.return %less : tensor<i1>
           }}) : ({types}) -> ({types})
           return {} : {types}
         }}",
        named(&|place| format!("%x{place}: tensor<{}>", shaped(dims, dtypes[place]))),
        dtypes.len(),
        named(&|place| format!("%x{place}")),
        named(&|place| format!("%l{place}: tensor<{0}>, %r{place}: tensor<{0}>", dtypes[place])),
        named(&|place| format!("%0#{place}"))
    )
}

/// Two keys: the second counts where the first is the same.
fn by_two_keys(dtypes: &[&str]) -> String {
    format!(
        "{}{}%equal = stablehlo.compare EQ, %l0, %r0 : (tensor<{2}>, tensor<{2}>) -> tensor<i1>
         %then = stablehlo.and %equal, %second : tensor<i1>
         %less = stablehlo.or %first, %then : tensor<i1>",
        as_jax("LT", dtypes[0], "%l0", "%r0", "%first"),
        as_jax("GT", dtypes[1], "%l1", "%r1", "%second"),
        dtypes[0]
    )
}

fn hard(text: &str, random: &mut Random) -> Result<Vec<Tensor>> {
    types(&parse(text)?).0.iter().map(|ty| random.hard(ty)).collect()
}

fn numbers(text: &str, random: &mut Random) -> Result<Vec<Tensor>> {
    types(&parse(text)?).0.iter().map(|ty| random.numbers(ty)).collect()
}

#[test]
fn elements_of_all_dtypes_are_sorted_as_jax_sorts_them() -> Result<()> {
    let mut random = Random(8);
    for dtype in DTYPES {
        for direction in ["LT", "GT"] {
            let text = sort(&[60], 0, &[dtype, "i32"], &as_jax(direction, dtype, "%l0", "%r0", "%less"));
            check(&text, &hard(&text, &mut random)?)?;
            check(&text, &numbers(&text, &mut random)?)?;
        }
    }
    Ok(())
}

#[test]
fn lines_of_all_lengths_are_sorted_along_each_dimension() -> Result<()> {
    let mut random = Random(9);
    for extent in EDGES.into_iter().chain([300]) {
        for (dims, dimension) in [(vec![extent], 0), (vec![2, extent], 1), (vec![2, extent.min(65), 3], 1)] {
            for dtype in ["f32", "i64"] {
                let text = sort(&dims, dimension, &[dtype, "ui8"], &as_jax("LT", dtype, "%l0", "%r0", "%less"));
                check(&text, &numbers(&text, &mut random)?)?;
            }
        }
    }
    Ok(())
}

#[test]
fn the_total_order_tells_zeros_and_nans_apart() -> Result<()> {
    let mut random = Random(10);
    for dtype in ["f16", "bf16", "f32", "f64"] {
        let compare = format!(
            "%less = stablehlo.compare GT, %r0, %l0, TOTALORDER : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>"
        );
        let text = sort(&[90], 0, &[dtype, "ui16"], &compare);
        let mut inputs = hard(&text, &mut random)?;
        check(&text, &inputs)?;
        inputs[0] = random.bits(&types(&parse(&text)?).0[0])?;
        check(&text, &inputs)?;
        // Without it zeros are equal.
        let compare =
            format!("%less = stablehlo.compare GT, %l0, %r0 : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>");
        let text = sort(&[90], 0, &[dtype, "ui16"], &compare);
        inputs[0] = random.integers(&types(&parse(&text)?).0[0], -3, 4)?;
        check(&text, &inputs)?;
    }
    Ok(())
}

#[test]
fn the_second_key_counts_where_the_first_is_the_same() -> Result<()> {
    let mut random = Random(11);
    for dtypes in [["i32", "f32", "i16"], ["ui8", "f64", "f32"], ["i64", "i64", "i1"], ["i1", "bf16", "i64"]] {
        for length in [5, 65, 250] {
            let text = sort(&[length], 0, &dtypes, &by_two_keys(&dtypes));
            let mut inputs = hard(&text, &mut random)?;
            check(&text, &inputs)?;
            inputs[0] = random.integers(&types(&parse(&text)?).0[0], 0, 2)?;
            check(&text, &inputs)?;
        }
    }
    Ok(())
}

#[test]
fn a_key_may_be_computed_with_a_value_from_outside() -> Result<()> {
    let text = "func.func @main(%x: tensor<33xf32>, %c: tensor<f32>) -> tensor<33xf32> {
        %0 = \"stablehlo.sort\"(%x) <{dimension = 0 : i64, is_stable = true}> ({
          ^bb0(%a: tensor<f32>, %b: tensor<f32>):
            %1 = stablehlo.subtract %a, %c : tensor<f32>
            %2 = stablehlo.abs %1 : tensor<f32>
            %3 = stablehlo.subtract %b, %c : tensor<f32>
            %4 = stablehlo.abs %3 : tensor<f32>
            %5 = stablehlo.compare LT, %2, %4 : (tensor<f32>, tensor<f32>) -> tensor<i1>
            stablehlo.return %5 : tensor<i1>
        }) : (tensor<33xf32>) -> tensor<33xf32>
        return %0 : tensor<33xf32>
      }";
    check(text, &numbers(text, &mut Random(12))?)
}

fn top_k(dims: &[i64], k: i64, dtype: &str) -> String {
    let from = shaped(dims, dtype);
    let to: Vec<i64> = dims[..dims.len() - 1].iter().copied().chain([k]).collect();
    let (values, places) = (shaped(&to, dtype), shaped(&to, "i32"));
    format!(
        "func.func @main(%x: tensor<{from}>) -> (tensor<{values}>, tensor<{places}>) {{
           %0:2 = chlo.top_k(%x, k = {k}) : tensor<{from}> -> (tensor<{values}>, tensor<{places}>)
           return %0#0, %0#1 : tensor<{values}>, tensor<{places}>
         }}"
    )
}

#[test]
fn the_largest_elements_come_first_and_equal_ones_in_order() -> Result<()> {
    let mut random = Random(13);
    for dtype in DTYPES {
        for k in [0, 1, 5, 40] {
            let text = top_k(&[2, 3, 40], k, dtype);
            check(&text, &hard(&text, &mut random)?)?;
        }
    }
    for extent in EDGES.into_iter().chain([300]) {
        for k in [0, extent / 2, extent, extent.min(3)] {
            let text = top_k(&[3, extent], k, "f32");
            check(&text, &numbers(&text, &mut random)?)?;
        }
    }
    Ok(())
}

#[test]
fn a_comparator_may_be_any_order() -> Result<()> {
    let mut random = Random(35);
    let by_distance = |dtype: &str| {
        format!(
            "%m = stablehlo.subtract %l0, %l1 : tensor<{dtype}>
             %n = stablehlo.subtract %r0, %r1 : tensor<{dtype}>
             %d = stablehlo.subtract %m, %n : tensor<{dtype}>
             %z = stablehlo.constant dense<0> : tensor<{dtype}>
             %less = stablehlo.compare LT, %d, %z : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>"
        )
    };
    let or_equal = "%less = stablehlo.compare LE, %l0, %r0 : (tensor<i32>, tensor<i32>) -> tensor<i1>";
    for length in EDGES.into_iter().chain([1000, 2000]) {
        for (dims, dimension) in [([length, 3], 0), ([2, length], 1)] {
            for text in [
                sort(&dims, dimension, &["i32", "i32"], &by_distance("i32")),
                sort(&dims, dimension, &["i32", "i32", "ui8"], or_equal),
            ] {
                let inputs = types(&parse(&text)?)
                    .0
                    .iter()
                    .map(|ty| random.integers(ty, -40, 40))
                    .collect::<Result<Vec<Tensor>>>()?;
                check(&text, &inputs)?;
            }
        }
    }
    Ok(())
}
