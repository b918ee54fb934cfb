//! Reductions over windows, and what their gradients scatter, are those of the evaluator bit by bit.

use std::sync::Arc;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::Plan;
use nnx::program::{Denormals, Type, evaluate, parse};
use nnx::tensor::{DType, Tensor};
use proptest::prelude::*;

/// One dimension.
#[derive(Clone, Copy, Debug)]
struct Along {
    extent: i64,
    window: i64,
    stride: i64,
    padding: [i64; 2],
    base_dilation: i64,
    window_dilation: i64,
}

impl Along {
    const fn new(extent: i64, window: i64, stride: i64, padding: [i64; 2]) -> Along {
        Along { extent, window, stride, padding, base_dilation: 1, window_dilation: 1 }
    }

    const fn whole(extent: i64) -> Along {
        Along::new(extent, 1, 1, [0, 0])
    }

    fn places(&self) -> i64 {
        let span = |count: i64, dilation: i64| if count == 0 { 0 } else { (count - 1) * dilation + 1 };
        let padded = span(self.extent, self.base_dilation) + self.padding[0] + self.padding[1];
        let window = span(self.window, self.window_dilation);
        if padded <= 0 || window > padded { 0 } else { (padded - window) / self.stride + 1 }
    }
}

fn dims(along: &[Along], of: impl Fn(&Along) -> i64) -> String {
    along.iter().map(|along| format!("{}x", of(along))).collect()
}

fn list(along: &[Along], of: impl Fn(&Along) -> i64) -> String {
    format!("array<i64: {}>", along.iter().map(|along| of(along).to_string()).collect::<Vec<_>>().join(", "))
}

fn padding(along: &[Along]) -> String {
    let pairs: Vec<String> =
        along.iter().map(|along| format!("[{}, {}]", along.padding[0], along.padding[1])).collect();
    format!("dense<[{}]> : tensor<{}x2xi64>", pairs.join(", "), along.len())
}

/// What the region computes of `%a` and `%b`, into `%r`.
fn body(kind: &str, ty: &str) -> String {
    match kind {
        // The order matters, and so does every initial value.
        "mixed" => format!(
            "%s = stablehlo.add %a, %a : tensor<{ty}>
             %r = stablehlo.subtract %b, %s : tensor<{ty}>"
        ),
        name => format!("%r = stablehlo.{name} %a, %b : tensor<{ty}>"),
    }
}

fn reduce_window(along: &[Along], kind: &str, ty: &str) -> String {
    let (input, result) = (
        format!("tensor<{}{ty}>", dims(along, |along| along.extent)),
        format!("tensor<{}{ty}>", dims(along, Along::places)),
    );
    format!(
        "func.func @main(%x: {input}, %i: tensor<{ty}>) -> {result} {{
           %0 = \"stablehlo.reduce_window\"(%x, %i) <{{base_dilations = {}, padding = {}, window_dilations = {}, window_dimensions = {}, window_strides = {}}}> ({{
             ^bb0(%a: tensor<{ty}>, %b: tensor<{ty}>):
               {}
               stablehlo.return %r : tensor<{ty}>
           }}) : ({input}, tensor<{ty}>) -> {result}
           return %0 : {result}
         }}",
        list(along, |along| along.base_dilation),
        padding(along),
        list(along, |along| along.window_dilation),
        list(along, |along| along.window),
        list(along, |along| along.stride),
        body(kind, ty),
    )
}

fn select_and_scatter(along: &[Along], direction: &str, kind: &str, ty: &str) -> String {
    let (operand, source) = (
        format!("tensor<{}{ty}>", dims(along, |along| along.extent)),
        format!("tensor<{}{ty}>", dims(along, Along::places)),
    );
    format!(
        "func.func @main(%x: {operand}, %s: {source}, %i: tensor<{ty}>) -> {operand} {{
           %0 = \"stablehlo.select_and_scatter\"(%x, %s, %i) <{{padding = {}, window_dimensions = {}, window_strides = {}}}> ({{
             ^bb0(%a: tensor<{ty}>, %b: tensor<{ty}>):
               %c = stablehlo.compare {direction}, %a, %b : (tensor<{ty}>, tensor<{ty}>) -> tensor<i1>
               stablehlo.return %c : tensor<i1>
           }}, {{
             ^bb0(%a: tensor<{ty}>, %b: tensor<{ty}>):
               {}
               stablehlo.return %r : tensor<{ty}>
           }}) : ({operand}, {source}, tensor<{ty}>) -> {operand}
           return %0 : {operand}
         }}",
        padding(along),
        list(along, |along| along.window),
        list(along, |along| along.stride),
        body(kind, ty).replace("%s", "%t"),
    )
}

/// A few numbers, so that some are equal, in any dtype.
fn input(dtype: DType, dims: &[i64], state: &mut u64) -> Result<Tensor> {
    let mut next = || {
        *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((*state >> 33) % 23) as i32 - 9
    };
    let count = dims.iter().product::<i64>();
    match dtype {
        DType::F16 => {
            Tensor::from_slice(dims, &(0..count).map(|_| half::f16::from_f32(next() as f32 / 7.0)).collect::<Vec<_>>())
        }
        DType::BF16 => {
            Tensor::from_slice(dims, &(0..count).map(|_| half::bf16::from_f32(next() as f32 / 7.0)).collect::<Vec<_>>())
        }
        DType::F32 => Tensor::from_slice(dims, &(0..count).map(|_| next() as f32 / 7.0).collect::<Vec<_>>()),
        DType::F64 => Tensor::from_slice(dims, &(0..count).map(|_| f64::from(next()) / 7.0).collect::<Vec<_>>()),
        DType::Bool => Tensor::from_bools(dims, &(0..count).map(|_| next() > 0).collect::<Vec<_>>()),
        dtype => {
            let bytes: Vec<u8> =
                (0..count).flat_map(|_| i64::from(next()).to_le_bytes()[..dtype.size()].to_vec()).collect();
            Tensor::from_bytes(dtype, dims, &bytes)
        }
    }
}

fn check(text: &str, seed: u64) -> Result<()> {
    let module = parse(text)?;
    let function = module.function("main").expect("@main");
    let mut state = seed;
    let types: Vec<_> = function.argument_types().filter_map(Type::as_tensor).collect();
    let given = types.iter().map(|ty| input(ty.dtype, ty.dims(), &mut state)).collect::<Result<Vec<Tensor>>>()?;
    let results: Vec<_> = function.result_types().filter_map(Type::as_tensor).cloned().collect();
    let expected = evaluate(&module, "main", &given, Denormals::Flush)?;
    let executable = Executable::new(Plan::new(&Arc::new(module.clone()), "main", &[])?)?;
    assert_eq!(executable.evaluated().collect::<Vec<_>>(), Vec::<&str>::new(), "{text}");
    let mut workspace = executable.workspace()?;
    for _ in 0..2 {
        let found = executable.call(&mut workspace, &given, &results)?;
        for (found, expected) in found.iter().zip(&expected) {
            assert!(found.bit_eq(expected), "{found:?}, not {expected:?}\n{text}");
        }
    }
    Ok(())
}

const POOL: [Along; 4] = [Along::whole(2), Along::new(6, 2, 2, [0, 0]), Along::new(5, 2, 2, [0, 0]), Along::whole(33)];
const OVERLAPPING: [Along; 4] =
    [Along::whole(2), Along::new(9, 3, 2, [1, 1]), Along::new(8, 3, 2, [0, 1]), Along::whole(17)];
const PLANES: [Along; 4] =
    [Along::whole(1), Along::whole(2), Along::new(3, 3, 1, [1, 1]), Along::new(1100, 3, 2, [2, 0])];
const GRADIENT: [Along; 4] =
    [Along::whole(2), Along::new(4, 2, 1, [0, 0]), Along::new(20, 2, 1, [0, 0]), Along::whole(32)];

#[test]
fn pooling() -> Result<()> {
    for along in [POOL, OVERLAPPING, PLANES, GRADIENT] {
        for kind in ["add", "maximum", "mixed"] {
            check(&reduce_window(&along, kind, "f32"), 1)?;
        }
    }
    check(&reduce_window(&[Along::new(65, 65, 1, [64, 0])], "add", "f32"), 2)
}

#[test]
fn gradients_of_pooling() -> Result<()> {
    for along in [POOL, OVERLAPPING, PLANES, GRADIENT] {
        for kind in ["add", "mixed"] {
            check(&select_and_scatter(&along, "GE", kind, "f32"), 3)?;
        }
    }
    // Windows that lie in the padding select nothing.
    check(&select_and_scatter(&[Along::new(5, 2, 2, [4, 5]), Along::whole(3)], "GE", "add", "f32"), 4)
}

#[test]
fn several_arrays_at_once() -> Result<()> {
    let text = "func.func @main(%x: tensor<3x11x5xf32>, %y: tensor<3x11x5xi32>, %i: tensor<f32>, %j: tensor<i32>) -> (tensor<3x4x5xf32>, tensor<3x4x5xi32>) {
       %0:2 = \"stablehlo.reduce_window\"(%x, %y, %i, %j) <{window_dimensions = array<i64: 1, 3, 1>, window_strides = array<i64: 1, 3, 1>, padding = dense<[[0, 0], [1, 0], [0, 0]]> : tensor<3x2xi64>}> ({
         ^bb0(%a: tensor<f32>, %p: tensor<i32>, %b: tensor<f32>, %q: tensor<i32>):
           %c = stablehlo.compare GE, %a, %b : (tensor<f32>, tensor<f32>) -> tensor<i1>
           %d = stablehlo.select %c, %a, %b : tensor<i1>, tensor<f32>
           %e = stablehlo.select %c, %p, %q : tensor<i1>, tensor<i32>
           stablehlo.return %d, %e : tensor<f32>, tensor<i32>
       }) : (tensor<3x11x5xf32>, tensor<3x11x5xi32>, tensor<f32>, tensor<i32>) -> (tensor<3x4x5xf32>, tensor<3x4x5xi32>)
       return %0#0, %0#1 : tensor<3x4x5xf32>, tensor<3x4x5xi32>
     }";
    check(text, 5)?;
    // One value in the place of the other.
    check(&text.replace("%d, %e :", "%b, %p :"), 6)
}

fn along() -> impl Strategy<Value = Along> {
    let sizes = (0i64..9, 1i64..4, 1i64..4, -2i64..4, -2i64..4);
    (sizes, 1i64..4, 1i64..4).prop_map(|((extent, window, stride, low, high), base_dilation, window_dilation)| Along {
        base_dilation,
        window_dilation,
        ..Along::new(extent, window, stride, [low, high])
    })
}

const DTYPES: [&str; 13] =
    ["i1", "i8", "i16", "i32", "i64", "ui8", "ui16", "ui32", "ui64", "f16", "bf16", "f32", "f64"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_attribute_and_dtype(
        along in proptest::collection::vec(along(), 1..4),
        kind in proptest::sample::select(vec!["add", "maximum", "minimum", "multiply", "mixed"]),
        ty in proptest::sample::select(DTYPES.to_vec()),
        seed in any::<u64>(),
    ) {
        let kind = if ty == "i1" && kind == "mixed" { "xor" } else { kind };
        check(&reduce_window(&along, kind, ty), seed).expect("windows");
        let plain: Vec<Along> =
            along.iter().map(|along| Along { base_dilation: 1, window_dilation: 1, ..*along }).collect();
        let direction = if seed % 2 == 0 { "GE" } else { "LT" };
        check(&select_and_scatter(&plain, direction, kind, ty), seed).expect("windows");
    }
}
