//! The CUDA source of plans, compiled by a C++ compiler for the host and run there with the items of each stage in a
//! shuffled order, computes what the plan computes on the CPU, bit by bit. Without such a compiler the tests are skipped,
//! and counted so.

mod control;
mod host;
mod programs;
mod stablehlo;
mod zoo;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use host::{Batch, Compiled};
use nnx::backend::cpu::Executable;
use nnx::plan::{Plan, Step, Work};
use nnx::program::op::Op;
use nnx::program::{Module, TensorType, Type};
use nnx::tensor::{DType, Tensor};
use nnx::{Result, Status};

type Test = fn() -> Result<()>;

const TESTS: [(&str, Test); 5] = [
    ("programs::steps_compute_what_they_do_on_the_cpu", programs::steps_compute_what_they_do_on_the_cpu),
    ("programs::functions_compute_what_they_do_on_the_cpu", programs::functions_compute_what_they_do_on_the_cpu),
    ("control::loops_and_choices_compute_what_they_do_on_the_cpu", control::loops_and_choices),
    ("stablehlo::operations_compute_what_they_do_on_the_cpu", stablehlo::operations),
    ("zoo::models_compute_what_they_do_on_the_cpu", zoo::models),
];

/// Runs the tests whose names have one of the texts that are given in them, or all.
fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |name: &str| {
        let is_there = zoo::directory().is_some() || !name.starts_with("zoo");
        is_there && (wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())))
    };
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (name, test) in TESTS.iter().filter(|(name, _)| is_wanted(name)) {
        if let Some(reason) = host::missing_compiler() {
            println!("test {name} ... skipped: {reason}");
            skipped += 1;
            continue;
        }
        match catch_unwind(AssertUnwindSafe(test)) {
            Ok(Ok(())) => {
                println!("test {name} ... ok");
                passed += 1;
            }
            Ok(Err(error)) => {
                println!("test {name} ... FAILED: {error}");
                failed += 1;
            }
            // The panic has said what was wrong.
            Err(_) => {
                println!("test {name} ... FAILED");
                failed += 1;
            }
        }
    }
    println!("cuda: {passed} passed, {failed} failed, {skipped} skipped");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A program, its inputs, and the results of its plan on the CPU.
struct Case {
    name: String,
    place: usize,
    inputs: Vec<Tensor>,
    expected: Vec<Tensor>,
}

/// Programs that are compiled together, and run after that.
#[derive(Default)]
struct Cases {
    batch: Batch,
    list: Vec<Case>,
    /// Operations without source, and how many programs have them.
    left_out: std::collections::BTreeMap<String, usize>,
}

impl Cases {
    /// Adds a function of a module unless it has an operation without source.
    fn add(&mut self, name: &str, module: &Module, function: &str, inputs: Vec<Tensor>) -> Result<()> {
        self.add_carried(name, module, function, inputs, &[])
    }

    /// As [`Cases::add`], with pairs of an argument and the result that may be computed in its place.
    fn add_carried(
        &mut self,
        name: &str,
        module: &Module,
        function: &str,
        inputs: Vec<Tensor>,
        carried: &[(usize, usize)],
    ) -> Result<()> {
        let plan = Plan::new(&Arc::new(module.clone()), function, carried)?;
        let place = match self.batch.add(plan.clone()) {
            Ok(place) => place,
            Err(error) if error.status() == Some(Status::Unimplemented) => {
                let name = error.message().trim_start_matches("there is no CUDA source for ").split(", which").next();
                *self.left_out.entry(name.unwrap_or_default().to_owned()).or_default() += 1;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let function = module.function(function).expect("a function");
        let types: Vec<TensorType> = function.result_types().filter_map(Type::as_tensor).cloned().collect();
        let executable = Executable::new(plan)?;
        let expected = executable.call(&mut executable.workspace()?, &inputs, &types)?;
        self.list.push(Case { name: name.to_owned(), place, inputs, expected });
        Ok(())
    }

    /// Compiles and runs all of them; gives what is wrong.
    fn run(self) -> Result<Vec<String>> {
        let Cases { batch, list, .. } = self;
        if list.is_empty() {
            return Ok(Vec::new());
        }
        let compiled = batch.compile()?;
        Ok(list.iter().filter_map(|case| case.check(&compiled)).collect())
    }
}

impl Case {
    fn check(&self, compiled: &Compiled) -> Option<String> {
        let ulps = ulps(compiled.plan(self.place));
        for seed in 1..4 {
            let found = compiled.run(self.place, &self.inputs, seed);
            for (result, (found, expected)) in found.iter().zip(&self.expected).enumerate() {
                if let Some(element) = difference(found, expected, ulps) {
                    let plan = compiled.plan(self.place);
                    return Some(format!("{}: result {result}, seed {seed}: {element}\n{plan}", self.name));
                }
            }
        }
        None
    }
}

/// The first element that is another one. One NaN is as good as another, and a denormal number is a zero.
fn difference(found: &[u8], expected: &Tensor, ulps: u64) -> Option<String> {
    let (dtype, size) = (expected.dtype(), expected.dtype().size());
    let pairs = found.chunks_exact(size).zip(expected.bytes().chunks_exact(size));
    let distance = |(found, expected): (&[u8], &[u8])| order(dtype, found).abs_diff(order(dtype, expected));
    let (place, (found, _)) = pairs.enumerate().find(|(_, pair)| distance(*pair) > ulps)?;
    let found = Tensor::from_bytes(dtype, &[], found).expect("an element");
    Some(format!("element {place} is {found:?}, not that of {expected:?}"))
}

/// The place of an element among all of its dtype: neighbours are one apart. Those of f16 are never denormal, as they are
/// computed with in f32.
fn order(dtype: DType, element: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes[..element.len()].copy_from_slice(element);
    let bits = u64::from_le_bytes(bytes);
    let (width, mantissa) = match dtype {
        DType::F16 => (16, 10),
        DType::BF16 => (16, 7),
        DType::F32 => (32, 23),
        DType::F64 => (64, 52),
        _ => return bits,
    };
    let (middle, sign) = (1 << 63, bits >> (width - 1) == 1);
    let magnitude = bits & ((1 << (width - 1)) - 1);
    let infinity = ((1 << (width - 1 - mantissa)) - 1) << mantissa;
    let smallest = if dtype == DType::F16 { 1 } else { 1 << mantissa };
    match magnitude {
        _ if magnitude > infinity => u64::MAX,
        _ if magnitude < smallest => middle - u64::from(sign),
        _ if sign => middle - 1 - (magnitude - smallest + 1),
        _ => middle + (magnitude - smallest + 1),
    }
}

/// How far apart the results may be: where the C library computes a function of double, they need not be the same.
fn ulps(plan: &Plan) -> u64 {
    if plan.kernels().iter().any(|kernel| is_inexact(&kernel.work)) { 2 } else { 0 }
}

fn is_inexact(work: &Work) -> bool {
    let steps = match work {
        Work::Loop { steps, .. } => steps,
        Work::Operation { regions, .. } => return regions.iter().any(|region| ulps(&region.plan) > 0),
    };
    let is_of_library = |op: &Op| {
        matches!(
            op,
            Op::Acos
                | Op::Acosh
                | Op::Asin
                | Op::Asinh
                | Op::Atan
                | Op::Atan2
                | Op::Atanh
                | Op::BesselI1e
                | Op::Digamma
                | Op::Lgamma
                | Op::Polygamma
                | Op::Zeta
                | Op::ChloTan
                | Op::Cosh
                | Op::Erf
                | Op::ErfInv
                | Op::Erfc
                | Op::Sinh
                | Op::Cbrt
                | Op::Cosine
                | Op::Exponential
                | Op::ExponentialMinusOne
                | Op::Log
                | Op::LogPlusOne
                | Op::Logistic
                | Op::Power
                | Op::Sine
                | Op::Tan
                | Op::Tanh
        )
    };
    // Those of f32 with formulas that the source has, too.
    let is_same = |op: &Op| matches!(op, Op::Exponential | Op::Log | Op::Logistic | Op::Tanh);
    let inexact = |step: &Step| match step {
        Step::Apply { op, from: DType::F64, .. } => is_of_library(op),
        Step::Apply { op, from: DType::F32, .. } => is_of_library(op) && !is_same(op),
        _ => false,
    };
    steps.iter().any(|(step, _)| inexact(step))
}
