//! Operations on whole arrays: what their functions compute is what the evaluator computes, whatever the indices.

mod batch_norm;
mod bits;
mod control;
mod dynamic_slice;
mod elementwise;
mod reduce;
mod slices;
mod sort;
mod triangular;

use std::sync::Arc;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::{Plan, simplify};
use nnx::program::{Denormals, Module, TensorType, Type, evaluate, parse};
use nnx::tensor::{DType, Tensor};

/// The extents at which functions have something to get wrong.
const EDGES: [i64; 7] = [0, 1, 15, 16, 17, 33, 65];

/// Every dtype as programs write it.
const DTYPES: [&str; 13] =
    ["i1", "i8", "i16", "i32", "i64", "ui8", "ui16", "ui32", "ui64", "f16", "bf16", "f32", "f64"];

/// Small random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as u32
    }

    /// One from `low` to before `high`.
    fn within(&mut self, low: i64, high: i64) -> i64 {
        low + i64::from(self.next()) % (high - low)
    }

    /// Any bits; bools are 0 or 1.
    fn bits(&mut self, ty: &TensorType) -> Result<Tensor> {
        let one = |random: &mut Random| random.next() as u8;
        let bytes = (0..ty.element_count() * ty.dtype.size())
            .map(|_| one(self) & if ty.dtype == DType::Bool { 1 } else { 255 });
        let bytes: Vec<u8> = bytes.collect();
        Tensor::from_bytes(ty.dtype, ty.dims(), &bytes)
    }

    /// Integers from `low` to before `high`, as an array of this type.
    fn integers(&mut self, ty: &TensorType, low: i64, high: i64) -> Result<Tensor> {
        let values = (0..ty.element_count()).map(|_| self.within(low, high)).collect::<Vec<i64>>();
        converted(&Tensor::from_slice(ty.dims(), &values)?, "i64", ty)
    }

    /// Floating-point numbers from -2 to 2; any integers.
    fn numbers(&mut self, ty: &TensorType) -> Result<Tensor> {
        if !matches!(ty.dtype, DType::F16 | DType::BF16 | DType::F32 | DType::F64) {
            return self.bits(ty);
        }
        let values = (0..ty.element_count()).map(|_| f64::from(self.next()) / f64::from(1u32 << 29) - 2.0);
        converted(&Tensor::from_slice(ty.dims(), &values.collect::<Vec<f64>>())?, "f64", ty)
    }

    /// Floating-point numbers that are hard to put in order: zeros and denormal numbers of both signs, infinities, NaNs and a
    /// few others, many of them more than once; integers of a few values, and the largest and smallest.
    fn hard(&mut self, ty: &TensorType) -> Result<Tensor> {
        let from = if matches!(ty.dtype, DType::F16 | DType::BF16 | DType::F32 | DType::F64) { "f64" } else { "i64" };
        let floats =
            [0.0, -0.0, 1e-310, -1e-310, 1e-40, -1e-40, f64::INFINITY, -f64::INFINITY, f64::NAN, 1.5, -3.0, 65504.0];
        let integers = [0, 1, -1, 2, 127, -128, i64::MAX, i64::MIN, 1 << 31, -(1 << 31), 77, 5];
        let places: Vec<usize> = (0..ty.element_count()).map(|_| self.next() as usize % floats.len()).collect();
        let values = match from {
            "f64" => Tensor::from_slice(ty.dims(), &places.iter().map(|&at| floats[at]).collect::<Vec<f64>>())?,
            _ => Tensor::from_slice(ty.dims(), &places.iter().map(|&at| integers[at]).collect::<Vec<i64>>())?,
        };
        converted(&values, from, ty)
    }
}

/// The same numbers, which are of the dtype `from`, as an array of this type.
fn converted(values: &Tensor, from: &str, ty: &TensorType) -> Result<Tensor> {
    let from = shaped(ty.dims(), from);
    let text = format!(
        "func.func @main(%x: tensor<{from}>) -> {ty} {{
           %0 = stablehlo.convert %x : (tensor<{from}>) -> {ty}
           return %0 : {ty}
         }}"
    );
    Ok(evaluate(&parse(&text)?, "main", std::slice::from_ref(values), Denormals::Keep)?.swap_remove(0))
}

fn types(module: &Module) -> (Vec<TensorType>, Vec<TensorType>) {
    let function = module.function("main").expect("@main");
    let arguments = function.argument_types().filter_map(Type::as_tensor).cloned().collect();
    (arguments, function.result_types().filter_map(Type::as_tensor).cloned().collect())
}

/// What plans of a program compute, as it is and simplified, each on one and on several threads; and what the evaluator
/// does. Nothing is left to the evaluator.
fn run(text: &str, inputs: &[Tensor]) -> Result<(Vec<Vec<Tensor>>, Vec<Tensor>)> {
    let module = parse(text).map_err(|error| nnx::Error::invalid(format!("{error}\n{text}")))?;
    let results = types(&module).1;
    let expected = evaluate(&module, "main", inputs, Denormals::Flush)?;
    let mut found = Vec::new();
    for module in [module.clone(), simplify(&module)?] {
        let executable = Executable::new(Plan::new(&Arc::new(module), "main", &[])?)?;
        assert_eq!(executable.evaluated().collect::<Vec<&str>>(), [""; 0], "{text}");
        let mut workspace = executable.workspace()?;
        let values = executable.call(&mut workspace, inputs, &results)?;
        let cut = Executable::in_parts(executable.plan().clone(), Duration::ZERO)?;
        let mut workspace = cut.workspace()?;
        cut.set_num_threads(&mut workspace, 3)?;
        let again = cut.call(&mut workspace, inputs, &results)?;
        let same = values.iter().zip(&again).all(|(one, other)| one.bit_eq(other));
        assert!(same, "other bits in parts, on three threads\n{text}");
        found.push(values);
    }
    Ok((found, expected))
}

/// Runs a program, whose results must be those of the evaluator to the bit.
fn check(text: &str, inputs: &[Tensor]) -> Result<()> {
    let (found, expected) = run(text, inputs)?;
    for found in found {
        for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert!(found.bit_eq(expected), "result {place}: {found:?}, not {expected:?} of {inputs:?}\n{text}");
        }
    }
    Ok(())
}

/// `2x3xf32` for these extents.
fn shaped(dims: &[i64], dtype: &str) -> String {
    dims.iter().map(|extent| format!("{extent}x")).collect::<String>() + dtype
}
