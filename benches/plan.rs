//! The time of a program's plan on one core: of a whole run, and of each kernel.
//!
//! `cargo bench --bench plan -- <program.mlir>…` runs `@main` of each file over and over on its own results where they
//! take the place of arguments (`tf.aliasing_output`), as a step runs over its state; other arguments stay as they are.

use std::sync::Arc;
use std::time::Instant;

use nnx::backend::cpu::{Executable, Workspace};
use nnx::plan::{Plan, simplify};
use nnx::program::{Module, TensorType, Type, parse};
use nnx::tensor::{DType, Tensor};
use nnx::{Error, Result};

fn main() -> Result<()> {
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| argument.ends_with(".mlir")).collect();
    if files.is_empty() {
        println!("name the programs: cargo bench --bench plan -- <program.mlir>...");
    }
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|error| Error::not_found(format!("{file}: {error}")))?;
        println!("{file}");
        measure(&parse(&text)?)?;
    }
    Ok(())
}

fn measure(module: &Module) -> Result<()> {
    let begin = Instant::now();
    let module = Arc::new(simplify(module)?);
    let simplified = begin.elapsed();
    let function = module.entry()?;
    let donated = |argument: usize| function.donation(argument).map(|result| (argument, result));
    let carried: Vec<(usize, usize)> = (0..function.arguments().len()).filter_map(donated).collect();
    let executable = Executable::new(Plan::new(&module, &function.name, &carried)?)?;
    println!(
        "simplified in {:.1} ms, planned in {:.1} ms",
        simplified.as_secs_f64() * 1e3,
        (begin.elapsed() - simplified).as_secs_f64() * 1e3
    );
    if std::env::var_os("NNX_PRINT_PLAN").is_some() {
        println!("{}", executable.plan());
    }
    let mut workspace = executable.workspace()?;
    let mut values = Vec::new();
    let mut state = 1u64;
    for ty in function.argument_types() {
        let Type::Tensor(ty) = ty else { continue };
        let value = match ty.dtype {
            DType::F32 => {
                let elements: Vec<f32> = (0..ty.element_count()).map(|_| random(&mut state)).collect();
                Tensor::from_slice(ty.dims(), &elements)?
            }
            dtype => Tensor::zeros(dtype, ty.dims())?,
        };
        values.push(value);
    }
    let mut arguments = Vec::new();
    for value in &mut values {
        arguments.push(value.bytes_mut()?.as_mut_ptr());
    }
    let types: Vec<&TensorType> = function.result_types().filter_map(Type::as_tensor).collect();
    let mut given = types.iter().map(|ty| Tensor::zeros(ty.dtype, ty.dims())).collect::<Result<Vec<Tensor>>>()?;
    let mut results = Vec::new();
    for value in &mut given {
        results.push(value.bytes_mut()?.as_mut_ptr());
    }
    for &(argument, result) in &carried {
        results[result] = arguments[argument];
    }
    let from: Vec<*const u8> = arguments.iter().map(|place| place.cast_const()).collect();
    executable.bind(&mut workspace, &from, &results)?;
    let runs = time(1, || step(&executable, &mut workspace))?;
    let count = ((2e5 / runs).ceil() as usize).max(3);
    let mut times = Vec::new();
    for _ in 0..15 {
        times.push(time(count, || step(&executable, &mut workspace))?);
    }
    times.sort_by(f64::total_cmp);
    println!("a run: {:.2} µs at best, {:.2} µs in the middle of {}", times[0], times[times.len() / 2], times.len());
    let plan = executable.plan();
    let arena = (plan.nbytes(), plan.live_nbytes(), executable.nbytes());
    println!("arena {} bytes, at once {} computed, with scratch memory {}", arena.0, arena.1, arena.2);
    let evaluated: Vec<&str> = executable.evaluated().collect();
    println!("{} kernels, by the evaluator: {evaluated:?}", plan.kernels().len());
    for kernel in 0..plan.kernels().len() {
        let mut best = f64::INFINITY;
        for _ in 0..15 {
            // SAFETY: as in `step`.
            let run = || unsafe { executable.run_kernels(&mut workspace, kernel..kernel + 1) };
            best = best.min(time(count, run)?);
        }
        println!("  kernel {kernel}: {best:.3} µs  {}", plan.kernels()[kernel]);
    }
    Ok(())
}

fn step(executable: &Executable, workspace: &mut Workspace) -> Result<()> {
    // SAFETY: each place is that of an array of its type, and results take the places of the arguments they may.
    unsafe { executable.run(workspace) }
}

/// Microseconds of one of so many.
fn time(count: usize, mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    let begin = Instant::now();
    for _ in 0..count {
        work()?;
    }
    Ok(begin.elapsed().as_secs_f64() * 1e6 / count as f64)
}

/// Between 0 and 1.
fn random(state: &mut u64) -> f32 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    (*state >> 40) as f32 / (1 << 24) as f32
}
