//! Results have the same bits on every instruction set and on both processors: digests of what programs compute, of inputs
//! that reach all exponents, are compared with those that are written down here. `make check-neon` runs this on aarch64.

use std::fmt::Write as _;
use std::sync::Arc;

use half::{bf16, f16};
use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::{Plan, simplify};
use nnx::program::{TensorType, Type, parse};
use nnx::tensor::{DType, Tensor};

/// Whether products add each term with one rounding.
fn is_fused() -> bool {
    #[cfg(target_arch = "x86_64")]
    let has = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    let has = cfg!(target_arch = "aarch64");
    has && (cfg!(target_arch = "aarch64") || std::env::var("NNX_ISA").as_deref() != Ok("baseline"))
}

/// What a program computes of one input for each of its arguments.
fn digest(text: &str) -> Result<u64> {
    let module = parse(text)?;
    let main = module.function("main").expect("@main");
    let arguments: Vec<TensorType> = main.argument_types().filter_map(Type::as_tensor).cloned().collect();
    let results: Vec<TensorType> = main.result_types().filter_map(Type::as_tensor).cloned().collect();
    let inputs = arguments.iter().enumerate().map(|(place, ty)| input(ty, place)).collect::<Result<Vec<_>>>()?;
    let executable = Executable::new(Plan::new(&Arc::new(simplify(&module)?), "main", &[])?)?;
    assert_eq!(executable.evaluated().count(), 0, "{text}");
    let found = executable.call(&mut executable.workspace()?, &inputs, &results)?;
    // FNV-1a.
    let mut digest = 0xcbf2_9ce4_8422_2325u64;
    for tensor in &found {
        for byte in with_one_nan(tensor) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    Ok(digest)
}

/// Any bits; of the third argument and later, numbers from -8 to 8.
fn input(ty: &TensorType, place: usize) -> Result<Tensor> {
    let mut state = place as u64 * 2 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    };
    let count = ty.element_count();
    if place >= 2 && ty.dtype == DType::F32 {
        let numbers: Vec<f32> = (0..count).map(|_| (next() as f32 / (1u32 << 27) as f32) - 8.0).collect();
        return Tensor::from_slice(ty.dims(), &numbers);
    }
    let bytes: Vec<u8> = (0..count * ty.dtype.size()).map(|_| next() as u8).collect();
    Tensor::from_bytes(ty.dtype, ty.dims(), &bytes)
}

/// The bytes of an array, each NaN with the same bits: those are the processor's.
fn with_one_nan(tensor: &Tensor) -> Vec<u8> {
    fn bytes<T: Copy, const N: usize>(elements: &[T], nan: T, is_nan: fn(T) -> bool, of: fn(T) -> [u8; N]) -> Vec<u8> {
        elements.iter().flat_map(|&element| of(if is_nan(element) { nan } else { element })).collect()
    }
    match tensor.dtype() {
        DType::F16 => bytes(tensor.as_slice().expect("f16"), f16::NAN, f16::is_nan, f16::to_le_bytes),
        DType::BF16 => bytes(tensor.as_slice().expect("bf16"), bf16::NAN, bf16::is_nan, bf16::to_le_bytes),
        DType::F32 => bytes(tensor.as_slice().expect("f32"), f32::NAN, f32::is_nan, f32::to_le_bytes),
        DType::F64 => bytes(tensor.as_slice().expect("f64"), f64::NAN, f64::is_nan, f64::to_le_bytes),
        _ => tensor.bytes().to_vec(),
    }
}

/// A program that gives what each operation makes of 4,111 elements of a dtype: of these with any bits, and, of f32, of
/// these from -8 to 8 as well.
fn elementwise(dtype: &str, unary: &[&str], binary: &[&str]) -> String {
    let ty = format!("tensor<4111x{dtype}>");
    let mut body = String::new();
    let mut results = Vec::new();
    for (x, y) in [("%x", "%y"), ("%z", "%w")] {
        for op in unary {
            writeln!(body, "    %{} = {op} {x} : {ty}", results.len()).expect("a text");
            results.push(format!("%{}", results.len()));
        }
        for op in binary {
            writeln!(body, "    %{} = {op} {x}, {y} : {ty}", results.len()).expect("a text");
            results.push(format!("%{}", results.len()));
        }
    }
    program(&[&ty; 4], &body, &results, &vec![ty.clone(); results.len()])
}

fn program(arguments: &[&String], body: &str, results: &[String], types: &[String]) -> String {
    let named = ["%x", "%y", "%z", "%w"].iter().zip(arguments).map(|(name, ty)| format!("{name}: {ty}"));
    let (named, given, types) = (named.collect::<Vec<_>>().join(", "), results.join(", "), types.join(", "));
    format!("func.func @main({named}) -> ({types}) {{\n{body}    return {given} : {types}\n}}")
}

/// A program that converts each of some dtypes to each of them.
fn conversions(dtypes: &[&str]) -> String {
    let mut body = String::new();
    let (mut results, mut types) = (Vec::new(), Vec::new());
    for from in dtypes {
        for to in dtypes.iter().filter(|to| *to != from) {
            // Any bits, and small numbers, of each dtype.
            for value in ["%x", "%y"] {
                let (first, second) = (results.len() * 2, results.len() * 2 + 1);
                writeln!(body, "    %c{first} = stablehlo.convert {value} : (tensor<4111xi64>) -> tensor<4111x{from}>")
                    .expect("a text");
                let ty = format!("tensor<4111x{to}>");
                writeln!(body, "    %c{second} = stablehlo.convert %c{first} : (tensor<4111x{from}>) -> {ty}")
                    .expect("a text");
                results.push(format!("%c{second}"));
                types.push(ty);
            }
        }
    }
    let any = "tensor<4111xi64>".to_owned();
    program(&[&any; 2], &body, &results, &types)
}

const REDUCTIONS: &str = "func.func @main(%x: tensor<2xf32>, %y: tensor<2xf32>, %z: tensor<33x129xf32>) -> \
    (tensor<33xf32>, tensor<129xf32>, tensor<f32>, tensor<33xf32>) {
    %zero = stablehlo.constant dense<0.0> : tensor<f32>
    %0 = stablehlo.reduce(%z init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<33x129xf32>, tensor<f32>) -> tensor<33xf32>
    %1 = stablehlo.reduce(%z init: %zero) applies stablehlo.add across dimensions = [0] : (tensor<33x129xf32>, tensor<f32>) -> tensor<129xf32>
    %2 = stablehlo.reduce(%z init: %zero) applies stablehlo.add across dimensions = [0, 1] : (tensor<33x129xf32>, tensor<f32>) -> tensor<f32>
    %3 = stablehlo.reduce(%z init: %zero) applies stablehlo.maximum across dimensions = [1] : (tensor<33x129xf32>, tensor<f32>) -> tensor<33xf32>
    return %0, %1, %2, %3 : tensor<33xf32>, tensor<129xf32>, tensor<f32>, tensor<33xf32>
}";

/// A product that is a step of a loop, one that is computed in blocks, one of f64, and a convolution.
const PRODUCTS: &str = "func.func @main(%x: tensor<2xf32>, %y: tensor<2xf32>, %z: tensor<33x300xf32>, %w: tensor<300x17xf32>, \
    %v: tensor<300x131xf32>, %i: tensor<2x9x9x5xf32>, %k: tensor<3x3x5x19xf32>) -> \
    (tensor<33x17xf32>, tensor<33x131xf32>, tensor<33x131xf64>, tensor<2x9x9x19xf32>) {
    %0 = stablehlo.dot_general %z, %w, contracting_dims = [1] x [0] : (tensor<33x300xf32>, tensor<300x17xf32>) -> tensor<33x17xf32>
    %1 = stablehlo.dot_general %z, %v, contracting_dims = [1] x [0] : (tensor<33x300xf32>, tensor<300x131xf32>) -> tensor<33x131xf32>
    %a = stablehlo.convert %z : (tensor<33x300xf32>) -> tensor<33x300xf64>
    %b = stablehlo.convert %v : (tensor<300x131xf32>) -> tensor<300x131xf64>
    %c = stablehlo.multiply %b, %b : tensor<300x131xf64>
    %2 = stablehlo.dot_general %a, %c, contracting_dims = [1] x [0] : (tensor<33x300xf64>, tensor<300x131xf64>) -> tensor<33x131xf64>
    %3 = stablehlo.convolution(%i, %k) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<2x9x9x5xf32>, tensor<3x3x5x19xf32>) -> tensor<2x9x9x19xf32>
    return %0, %1, %2, %3 : tensor<33x17xf32>, tensor<33x131xf32>, tensor<33x131xf64>, tensor<2x9x9x19xf32>
}";

const ARITHMETIC: [&str; 6] = [
    "stablehlo.add",
    "stablehlo.subtract",
    "stablehlo.multiply",
    "stablehlo.divide",
    "stablehlo.maximum",
    "stablehlo.minimum",
];

const ROOTS: [&str; 8] = [
    "stablehlo.sqrt",
    "stablehlo.rsqrt",
    "stablehlo.negate",
    "stablehlo.abs",
    "stablehlo.sign",
    "stablehlo.floor",
    "stablehlo.ceil",
    "stablehlo.round_nearest_even",
];

const FUNCTIONS: [&str; 4] = ["stablehlo.exponential", "stablehlo.log", "stablehlo.tanh", "stablehlo.logistic"];

/// Computed in f64 and rounded.
const WIDE: [&str; 6] = [
    "stablehlo.cosine",
    "stablehlo.sine",
    "stablehlo.exponential_minus_one",
    "stablehlo.log_plus_one",
    "stablehlo.cbrt",
    "chlo.erf",
];

#[test]
fn results_have_the_same_bits_on_every_instruction_set() -> Result<()> {
    let of_floats = |dtype: &str| elementwise(dtype, &[&ROOTS[..], &FUNCTIONS].concat(), &ARITHMETIC);
    let of_integers = |dtype: &str| {
        let bits = ["stablehlo.and", "stablehlo.xor", "stablehlo.shift_left", "stablehlo.shift_right_logical"];
        elementwise(dtype, &["stablehlo.popcnt"], &[&ARITHMETIC[..], &bits].concat())
    };
    let wide = elementwise("f32", &WIDE, &["stablehlo.power", "stablehlo.atan2", "stablehlo.remainder"]);
    let (fused, plain) = (0xd978_8cd0_d243_6a06, 0x480f_8b79_61bc_635a);
    let expected = [
        ("float32", of_floats("f32"), 0xaf31_a076_40c9_1fd9),
        ("float16", of_floats("f16"), 0x697c_8141_bd55_6e93),
        ("bfloat16", of_floats("bf16"), 0xaf38_81b7_a80d_28ea),
        (
            "float64, what is no function of the C library",
            elementwise("f64", &ROOTS, &ARITHMETIC),
            0x519c_a4e0_bbc5_04d9,
        ),
        ("float32, functions that are computed in float64", wide, 0x9482_1596_7682_87ff),
        ("int8", of_integers("i8"), 0x5e5a_636d_8c81_00c6),
        ("int32", of_integers("i32"), 0x3ba6_3582_6b29_358d),
        ("uint64", of_integers("ui64"), 0x9b30_d556_345e_0075),
        (
            "conversions",
            conversions(&["i8", "ui16", "i32", "i64", "ui64", "f16", "bf16", "f32", "f64"]),
            0x93a8_290f_bb06_971d,
        ),
        ("reductions", REDUCTIONS.to_owned(), 0x3a14_80ef_762a_f8a1),
        ("products", PRODUCTS.to_owned(), if is_fused() { fused } else { plain }),
    ];
    let mut wrong = Vec::new();
    for (name, text, expected) in expected {
        let found = digest(&text)?;
        if found != expected {
            wrong.push(format!("{name}: {found:#018x}, not {expected:#018x}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Where the product of two numbers would be rounded up to the smallest normal one, x86-64 rounds before it asks whether
/// the result is denormal, and aarch64 after it.
#[test]
fn the_smallest_normal_number_is_where_processors_differ() -> Result<()> {
    let ty = "tensor<1xf32>".to_owned();
    let text =
        program(&[&ty; 2], &format!("    %0 = stablehlo.multiply %x, %y : {ty}\n"), &["%0".to_owned()], &[ty.clone()]);
    let module = parse(&text)?;
    let executable = Executable::new(Plan::new(&Arc::new(module), "main", &[])?)?;
    let half = 2f32.powi(-63);
    let inputs = [1.0 + 2f32.powi(-13), 1.0 - 2f32.powi(-13)].map(|factor| Tensor::from_slice(&[1], &[factor * half]));
    let inputs = inputs.into_iter().collect::<Result<Vec<_>>>()?;
    let result = TensorType::of(&inputs[0]);
    let found = executable.call(&mut executable.workspace()?, &inputs, &[result])?;
    let expected = if cfg!(target_arch = "aarch64") { 0.0 } else { f32::MIN_POSITIVE };
    assert_eq!(found[0].as_slice(), Some(&[expected][..]));
    Ok(())
}

/// The first test again, in processes that may use less than the machine has.
#[test]
#[cfg(target_arch = "x86_64")]
fn lesser_instruction_sets_compute_the_same() {
    for level in ["avx2", "baseline"] {
        let test = ["--exact", "results_have_the_same_bits_on_every_instruction_set"];
        let mut run = std::process::Command::new(std::env::current_exe().expect("a path"));
        let output = run.args(test).env("NNX_ISA", level).output().expect("a process");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{level}: {text}");
    }
}
