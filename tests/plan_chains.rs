//! Chains of elementwise operations, which are machine code where the processor has AVX-512, compute what the evaluator
//! computes, bit by bit: all their operations, more values than there are registers, rows and columns, ends within a vector.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::Plan;
use nnx::program::{Denormals, TensorType, Type, evaluate, parse};
use nnx::tensor::{DType, Tensor};

const SIZES: [usize; 9] = [1, 2, 15, 16, 17, 33, 64, 513, 1040];

/// Numbers of both signs, zeros, infinities and NaNs among floats; any integers.
fn input(ty: &TensorType, seed: usize) -> Result<Tensor> {
    let mut state = seed as u64 * 2 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    };
    let mut number = || match next() % 16 {
        0 => 0.0,
        1 => -0.0,
        2 => f64::INFINITY,
        3 => f64::NAN,
        4 => 1.0,
        _ => f64::from(next()) / f64::from(1u32 << 29) - 2.0,
    };
    let count = ty.element_count();
    match ty.dtype {
        DType::F32 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| number() as f32).collect::<Vec<f32>>()),
        DType::F64 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| number()).collect::<Vec<f64>>()),
        DType::Bool => Tensor::from_bools(ty.dims(), &(0..count).map(|_| next() % 2 == 1).collect::<Vec<bool>>()),
        dtype => {
            let bytes: Vec<u8> = (0..count * dtype.size()).map(|_| next() as u8).collect();
            Tensor::from_bytes(dtype, ty.dims(), &bytes)
        }
    }
}

/// Whether both have the same bits, where any two NaNs have.
fn same(found: &Tensor, expected: &Tensor) -> bool {
    if let (Some(found), Some(expected)) = (found.as_slice::<f32>(), expected.as_slice::<f32>()) {
        return found.iter().zip(expected).all(|(x, y)| x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()));
    }
    match (found.as_slice::<f64>(), expected.as_slice::<f64>()) {
        (Some(found), Some(expected)) => {
            found.iter().zip(expected).all(|(x, y)| x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()))
        }
        _ => found.bit_eq(expected),
    }
}

/// Whether loops are machine code here.
fn has_chains() -> bool {
    #[cfg(target_arch = "x86_64")]
    let has = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl");
    #[cfg(not(target_arch = "x86_64"))]
    let has = false;
    let is_asked = |name: &str, value: &str| std::env::var(name).is_ok_and(|given| given == value);
    has && !is_asked("NNX_COMPILE", "0") && !is_asked("NNX_ISA", "avx2") && !is_asked("NNX_ISA", "baseline")
}

fn check(text: &str) -> Result<()> {
    let module = parse(text)?;
    let main = module.function("main").expect("@main");
    let arguments: Vec<TensorType> = main.argument_types().filter_map(Type::as_tensor).cloned().collect();
    let results: Vec<TensorType> = main.result_types().filter_map(Type::as_tensor).cloned().collect();
    let inputs: Vec<Tensor> =
        arguments.iter().enumerate().map(|(place, ty)| input(ty, place)).collect::<Result<_>>()?;
    let expected = evaluate(&module, "main", &inputs, Denormals::Flush)?;
    let plan = Plan::new(&Arc::new(module), "main", &[])?;
    for (least, num_threads) in [(Duration::from_secs(1), 1), (Duration::ZERO, 1), (Duration::ZERO, 3)] {
        let executable = Executable::in_parts(plan.clone(), least)?;
        assert_eq!(executable.is_compiled(), has_chains(), "{text}\n{plan}");
        let mut workspace = executable.workspace()?;
        executable.set_num_threads(&mut workspace, num_threads)?;
        let found = executable.call(&mut workspace, &inputs, &results)?;
        for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert!(same(found, expected), "result {place}: {found:?}, not {expected:?}\n{text}\n{plan}");
        }
    }
    Ok(())
}

/// A function of arrays of so many elements, that gives each of these values.
fn program(arguments: &[(&str, &str)], lines: &[String], results: &[(String, String)]) -> String {
    let arguments: Vec<String> = arguments.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    let (values, types): (Vec<String>, Vec<String>) = results.iter().cloned().unzip();
    let (values, types) = (values.join(", "), types.join(", "));
    format!(
        "func.func @main({}) -> ({types}) {{\n{}\nreturn {values} : {types}\n}}",
        arguments.join(", "),
        lines.join("\n")
    )
}

#[test]
fn every_operation_of_each_dtype() -> Result<()> {
    let of_two = ["add", "subtract", "multiply", "maximum", "minimum"];
    let of_floats = ["abs", "negate", "sign", "sqrt"];
    let of_integers = ["and", "or", "xor", "shift_left", "shift_right_logical", "shift_right_arithmetic"];
    for dtype in ["f32", "f64", "i32", "ui32", "i64", "ui64"] {
        let is_float = dtype.starts_with('f');
        for size in SIZES {
            let ty = format!("tensor<{size}x{dtype}>");
            let bools = format!("tensor<{size}xi1>");
            let mut lines = Vec::new();
            let mut results = Vec::new();
            let mut give = |op: &str, operands: &str, signature: String, result: &str| {
                let value = format!("%v{}", lines.len());
                lines.push(format!("{value} = {op} {operands} : {signature}"));
                results.push((value.clone(), result.to_owned()));
                value
            };
            for op in of_two {
                give(&format!("stablehlo.{op}"), "%x, %y", ty.clone(), &ty);
            }
            let more: &[&str] = if is_float { &["divide"] } else { &of_integers };
            for op in more {
                give(&format!("stablehlo.{op}"), "%x, %y", ty.clone(), &ty);
            }
            let of_one: &[&str] = match dtype {
                _ if is_float => &of_floats,
                "i32" | "i64" => &["abs", "negate", "not"],
                _ => &["negate", "not"],
            };
            for op in of_one {
                give(&format!("stablehlo.{op}"), "%x", ty.clone(), &ty);
            }
            let mut compared = Vec::new();
            for direction in ["EQ", "NE", "LT", "LE", "GT", "GE"] {
                let signature = format!("({ty}, {ty}) -> {bools}");
                compared.push(give("stablehlo.compare", &format!("{direction}, %x, %y"), signature, &bools));
            }
            let (one, other) = (&compared[0], &compared[2]);
            for op in ["and", "or", "xor"] {
                give(&format!("stablehlo.{op}"), &format!("{one}, %p"), bools.clone(), &bools);
            }
            give("stablehlo.not", "%p", bools.clone(), &bools);
            give("stablehlo.select", &format!("%p, {one}, {other}"), format!("{bools}, {bools}"), &bools);
            give("stablehlo.select", "%p, %x, %y", format!("{bools}, {ty}"), &ty);
            give("stablehlo.convert", "%p", format!("({bools}) -> {ty}"), &ty);
            give("stablehlo.convert", "%x", format!("({ty}) -> {bools}"), &bools);
            if is_float {
                give("stablehlo.is_finite", "%x", format!("({ty}) -> {bools}"), &bools);
            }
            if dtype == "i32" || dtype == "ui32" {
                let floats = format!("tensor<{size}xf32>");
                give("stablehlo.convert", "%x", format!("({ty}) -> {floats}"), &floats);
                give("stablehlo.bitcast_convert", "%x", format!("({ty}) -> {floats}"), &floats);
            }
            check(&program(&[("%x", &ty), ("%y", &ty), ("%p", &bools)], &lines, &results))?;
        }
    }
    Ok(())
}

/// Values that are all needed until the end: first of numbers, then of choices.
#[test]
fn more_values_than_registers() -> Result<()> {
    for (dtype, size) in [("f32", 65), ("f64", 65), ("f32", 1), ("ui32", 512)] {
        let (ty, bools) = (format!("tensor<{size}x{dtype}>"), format!("tensor<{size}xi1>"));
        let mut lines = Vec::new();
        for number in 0..50 {
            let of = if number == 0 { "%x".to_owned() } else { format!("%a{}", number - 1) };
            lines.push(format!("%a{number} = stablehlo.add {of}, %y : {ty}"));
            lines.push(format!("%p{number} = stablehlo.compare LT, %a{number}, %x : ({ty}, {ty}) -> {bools}"));
        }
        let mut last = "%y".to_owned();
        for number in (0..50).rev() {
            lines.push(format!("%b{number} = stablehlo.multiply {last}, %a{number} : {ty}"));
            lines.push(format!("%c{number} = stablehlo.select %p{number}, %b{number}, %x : {bools}, {ty}"));
            last = format!("%c{number}");
        }
        check(&program(&[("%x", &ty), ("%y", &ty)], &lines, &[(last, ty.clone())]))?;
    }
    Ok(())
}

/// What is the same for all rows, for all columns, or for all; rows that lie apart; counters; sums over rows.
#[test]
fn rows_and_columns() -> Result<()> {
    for (rows, columns) in [(1, 64), (5, 16), (32, 64), (7, 65), (3, 1030), (40, 3)] {
        for dtype in ["f32", "i32", "f64"] {
            let whole = format!("tensor<{rows}x{columns}x{dtype}>");
            let wide = format!("tensor<{rows}x{}x{dtype}>", columns + 5);
            let (column, row) = (format!("tensor<{columns}x{dtype}>"), format!("tensor<{rows}x{dtype}>"));
            let scalar = format!("tensor<{dtype}>");
            let mut lines = vec![
                format!("%c = stablehlo.broadcast_in_dim %column, dims = [1] : ({column}) -> {whole}"),
                format!("%r = stablehlo.broadcast_in_dim %row, dims = [0] : ({row}) -> {whole}"),
                format!("%s = stablehlo.broadcast_in_dim %scalar, dims = [] : ({scalar}) -> {whole}"),
                format!("%w = stablehlo.slice %wide [0:{rows}, 2:{}] : ({wide}) -> {whole}", columns + 2),
                format!("%i = stablehlo.iota dim = 1 : {whole}"),
                format!("%j = stablehlo.iota dim = 0 : {whole}"),
            ];
            let mut last = "%x".to_owned();
            for (number, operand) in ["%c", "%r", "%s", "%w", "%i", "%j"].into_iter().enumerate() {
                let op = ["add", "multiply", "subtract", "maximum", "add", "subtract"][number];
                lines.push(format!("%t{number} = stablehlo.{op} {last}, {operand} : {whole}"));
                last = format!("%t{number}");
            }
            let mut results = vec![(last.clone(), whole.clone())];
            if dtype == "i32" {
                // Integers are added up in any order.
                lines.push(format!("%zero = stablehlo.constant dense<0> : {scalar}"));
                for (name, dimension, ty) in [("%over_rows", 0, &column), ("%over_columns", 1, &row)] {
                    lines.push(format!(
                        "{name} = stablehlo.reduce({last} init: %zero) applies stablehlo.add across dimensions = \
                         [{dimension}] : ({whole}, {scalar}) -> {ty}"
                    ));
                    results.push((name.to_owned(), ty.clone()));
                }
            }
            let arguments =
                [("%x", &whole), ("%column", &column), ("%row", &row), ("%scalar", &scalar), ("%wide", &wide)];
            check(&program(&arguments.map(|(name, ty)| (name, ty.as_str())), &lines, &results))?;
        }
    }
    Ok(())
}

/// Turns of bits, which are one instruction, and shifts that only look like one.
#[test]
fn turns_of_bits() -> Result<()> {
    for (left, right) in [(13, 19), (1, 31), (13, 18), (0, 32), (40, 5), (13, 275)] {
        for size in SIZES {
            let ty = format!("tensor<{size}xui32>");
            let mut text = String::new();
            let _ = write!(
                text,
                "func.func @main(%x: {ty}) -> {ty} {{
                   %l = stablehlo.constant dense<{left}> : {ty}
                   %r = stablehlo.constant dense<{right}> : {ty}
                   %a = stablehlo.shift_left %x, %l : {ty}
                   %b = stablehlo.shift_right_logical %x, %r : {ty}
                   %c = stablehlo.or %b, %a : {ty}
                   %d = stablehlo.add %c, %x : {ty}
                   return %d : {ty}
                 }}"
            );
            check(&text)?;
        }
    }
    Ok(())
}

/// The larger and smaller of numbers and a constant.
#[test]
fn constants_that_bound() -> Result<()> {
    for constant in ["0.0", "-0.0", "1.0", "-2.5", "0x7FC00000", "0x7F800000"] {
        for (op, operands) in
            [("maximum", "%x, %b"), ("minimum", "%x, %b"), ("maximum", "%b, %x"), ("minimum", "%b, %x")]
        {
            let ty = "tensor<33xf32>";
            check(&format!(
                "func.func @main(%x: {ty}) -> {ty} {{
                   %c = stablehlo.constant dense<{constant}> : tensor<f32>
                   %b = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<f32>) -> {ty}
                   %r = stablehlo.{op} {operands} : {ty}
                   return %r : {ty}
                 }}"
            ))?;
        }
    }
    Ok(())
}

/// Products of few columns, whose right matrix is copied to where they are neighbours. Of small integers sums are exact.
#[test]
fn products_of_few_columns() -> Result<()> {
    for columns in 1..6 {
        let (lhs, rhs, result) = ("4x3x5", format!("5x3x{columns}"), format!("4x{columns}"));
        check(&format!(
            "func.func @main(%x: tensor<{lhs}xui8>, %y: tensor<{rhs}xui8>) -> tensor<{result}xf32> {{
               %a = stablehlo.convert %x : (tensor<{lhs}xui8>) -> tensor<{lhs}xf32>
               %b = stablehlo.convert %y : (tensor<{rhs}xui8>) -> tensor<{rhs}xf32>
               %r = stablehlo.dot_general %a, %b, contracting_dims = [1, 2] x [1, 0]
                 : (tensor<{lhs}xf32>, tensor<{rhs}xf32>) -> tensor<{result}xf32>
               %s = stablehlo.add %r, %r : tensor<{result}xf32>
               return %s : tensor<{result}xf32>
             }}"
        ))?;
    }
    Ok(())
}

/// Training steps are machine code wherever they can be.
#[test]
fn steps_are_compiled() -> Result<()> {
    for text in [include_str!("data/steps/page_cpu.mlir"), include_str!("data/steps/page_cuda.mlir")] {
        let module = nnx::plan::simplify(&parse(text)?)?;
        let carried: Vec<(usize, usize)> = {
            let main = module.entry()?;
            (0..main.arguments().len()).filter_map(|place| Some((place, main.donation(place)?))).collect()
        };
        let name = module.entry()?.name.clone();
        let plan = Plan::new(&Arc::new(module), &name, &carried)?;
        assert_eq!(Executable::new(plan)?.is_compiled(), has_chains());
    }
    Ok(())
}
