//! Conformance: programs with the results that they should have.
//!
//! `NNX_STABLEHLO_TESTDATA=<dir>` names a directory; every `.mlir` file below it is run. Without the variable the cases of
//! the repository run, `tests/data/programs/`. A file holds modules, separated by lines `// -----`; of each module the
//! function `@main` is run, or every function where there is none. A function passes when it is evaluated without an
//! error (its `check` operations compare) and its module reads back from what it prints as the same one. Then all of it
//! again, with each module simplified first, and by plans, of the module as it is and simplified.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nnx::backend::cpu::Executable;
use nnx::plan::{Plan, simplify};
use nnx::program::op::OPS;
use nnx::program::{Denormals, Module, TensorType, Type, evaluate, parse, parse_all};
use nnx::tensor::Tensor;
use nnx::{Error, Result, Status};

/// What a file may use that is not supported, as the error names it; and why that is no failure.
const OUT_OF_SCOPE: &[(&str, &str)] = &[
    ("`complex`", "complex numbers"),
    ("`!quant.", "quantised types"),
    ("element type `i2`", "sub-byte types"),
    ("element type `i4`", "sub-byte types"),
    ("element type `ui2`", "sub-byte types"),
    ("element type `ui4`", "sub-byte types"),
    ("element type `f4", "sub-byte types"),
    ("element type `f6", "sub-byte types"),
    ("element type `f8", "8-bit floating-point types"),
    ("dynamic shapes", "dynamically shaped types"),
    ("`stablehlo.dynamic_broadcast_in_dim`", "dynamically shaped types"),
    ("`stablehlo.dynamic_conv`", "dynamically shaped types"),
    ("`stablehlo.dynamic_gather`", "dynamically shaped types"),
    ("`stablehlo.dynamic_iota`", "dynamically shaped types"),
    ("`stablehlo.dynamic_pad`", "dynamically shaped types"),
    ("`stablehlo.dynamic_reshape`", "dynamically shaped types"),
    ("`stablehlo.all_gather`", "collectives"),
    ("`stablehlo.all_reduce`", "collectives"),
    ("`stablehlo.all_to_all`", "collectives"),
    ("`stablehlo.collective_broadcast`", "collectives"),
    ("`stablehlo.collective_permute`", "collectives"),
    ("`stablehlo.collective_reduce`", "collectives"),
    ("`stablehlo.partition_id`", "collectives"),
    ("`stablehlo.reduce_scatter`", "collectives"),
    ("`stablehlo.replica_id`", "collectives"),
    ("`stablehlo.infeed`", "infeed and outfeed"),
    ("`stablehlo.outfeed`", "infeed and outfeed"),
    ("`stablehlo.send`", "send and receive"),
    ("`stablehlo.recv`", "send and receive"),
    ("`interpreter.probe`", "the reference interpreter's own operations"),
    ("`interpreter.print`", "the reference interpreter's own operations"),
    ("`interpreter.run_parallel`", "collectives"),
    ("`stablehlo.fft`", "fft"),
    ("`stablehlo.complex`", "complex numbers"),
    ("`stablehlo.uniform_quantize`", "quantised types"),
    ("`stablehlo.uniform_dequantize`", "quantised types"),
];

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: BTreeMap<String, Vec<String>>,
    skipped: BTreeMap<&'static str, Vec<String>>,
}

#[test]
fn programs_compute_what_they_should() {
    run_all(as_it_is);
}

#[test]
fn simplified_programs_compute_what_they_should() {
    run_all(simplified);
}

#[test]
fn plans_compute_what_they_should() {
    run_all(planned);
}

#[test]
fn plans_of_simplified_programs_compute_what_they_should() {
    run_all(|module, function, inputs| planned(&simplify(module)?, function, inputs));
}

/// Runs a function of a module with these inputs.
type Run = fn(&Module, &str, &[Tensor]) -> Result<()>;

fn run_all(run: Run) {
    let directory = match std::env::var_os("NNX_STABLEHLO_TESTDATA") {
        Some(directory) => PathBuf::from(directory),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/programs"),
    };
    let mut files = Vec::new();
    collect(&directory, &mut files);
    files.sort();
    assert!(!files.is_empty(), "there is no .mlir file below {}", directory.display());

    std::panic::set_hook(Box::new(|_| {}));
    let mut tally = Tally::default();
    for file in &files {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let name = file.strip_prefix(&directory).unwrap_or(file).display().to_string();
        run_file(&name, &text, run, &mut tally);
    }
    let _ = std::panic::take_hook();

    for (reason, functions) in &tally.skipped {
        println!("skipped for {reason}: {}", functions.join(", "));
    }
    for (op, failures) in &tally.failed {
        println!("failed: {op} ({})", failures.len());
        for failure in failures {
            println!("  {failure}");
        }
    }
    let failed: usize = tally.failed.values().map(Vec::len).sum();
    let skipped: usize = tally.skipped.values().map(Vec::len).sum();
    println!("{} passed, {failed} failed, {skipped} skipped", tally.passed);
    assert_eq!(failed, 0);
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    for entry in entries.map(|entry| entry.expect("an entry of a directory").path()) {
        if entry.is_dir() {
            collect(&entry, files);
        } else if entry.extension().is_some_and(|extension| extension == "mlir") {
            files.push(entry);
        }
    }
}

fn run_file(file: &str, text: &str, run: Run, tally: &mut Tally) {
    let stem = Path::new(file).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let op = stem.split(['.', '-']).next().unwrap_or(&stem);
    // `add_float32_20_20_…` is about `add`.
    let op: Vec<&str> = op.split('_').take_while(|part| !is_detail(part)).collect();
    let op = op.join("_");
    let modules = catch_unwind(|| parse_all(text))
        .unwrap_or_else(|_| vec![Err(Error::new(Status::Internal, "parsing panicked"))]);
    let inputs = inputs(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    for (module, part) in modules.into_iter().zip(parts(text)) {
        for function in functions(part) {
            let name = format!("{file}@{function}");
            let result = match &module {
                Ok(module) => catch_unwind(AssertUnwindSafe(|| run(module, function, &inputs)))
                    .unwrap_or_else(|_| Err(Error::new(Status::Internal, "panicked"))),
                Err(error) => Err(error.clone()),
            };
            match result {
                Ok(()) => tally.passed += 1,
                Err(error) => match out_of_scope(&error) {
                    Some(reason) => tally.skipped.entry(reason).or_default().push(name),
                    None => tally.failed.entry(op.clone()).or_default().push(format!("{name}: {error}")),
                },
            }
        }
    }
}

/// Whether this part of a file name tells of dtypes and extents.
fn is_detail(part: &str) -> bool {
    part.chars().next().is_some_and(|first| first.is_ascii_digit())
        || ["float", "bfloat", "int", "uint", "bool", "shape", "dtype", "lhs", "inshape"].iter().any(|dtype| {
            part.strip_prefix(dtype)
                .is_some_and(|rest| rest.is_empty() || rest.chars().all(|digit| digit.is_ascii_digit()))
        })
}

fn as_it_is(module: &Module, function: &str, inputs: &[Tensor]) -> Result<()> {
    module.verify()?;
    let text = module.to_string();
    let again = parse(&text).map_err(|error| Error::invalid(format!("what was printed is not read: {error}")))?;
    if again != *module {
        return Err(Error::invalid("what was printed is read as another module"));
    }
    evaluate(module, function, inputs, Denormals::Keep).map(|_| ())
}

fn simplified(module: &Module, function: &str, inputs: &[Tensor]) -> Result<()> {
    let simple = simplify(module)?;
    simple.verify()?;
    evaluate(&simple, function, inputs, Denormals::Keep).map(|_| ())
}

fn planned(module: &Module, function: &str, inputs: &[Tensor]) -> Result<()> {
    let found =
        module.function(function).ok_or_else(|| Error::not_found(format!("there is no function @{function}")))?;
    let types: Vec<TensorType> = found.result_types().filter_map(Type::as_tensor).cloned().collect();
    let executable = Executable::new(Plan::new(&Arc::new(module.clone()), function, &[])?)?;
    let run = executable.call(&mut executable.workspace()?, inputs, &types).map(|_| ());
    // What a function expects of denormal numbers it may miss where they are zeros, as the evaluator then does.
    run.or_else(|error| match evaluate(module, function, inputs, Denormals::Flush) {
        Err(same) if same.message() == error.message() => Ok(()),
        _ => Err(error),
    })
}

/// The inputs that the first line of a file names: `--args="[dense<1> : tensor<2xi32>, …]"`.
fn inputs(text: &str) -> Result<Vec<Tensor>> {
    let first = text.lines().next().unwrap_or("");
    let Some(list) = first.split_once("--args=\"[").and_then(|(_, rest)| rest.split_once("]\"")) else {
        return Ok(Vec::new());
    };
    let constants = list.0.replace(", dense", "\n dense");
    let mut inputs = Vec::new();
    for constant in constants.lines() {
        let ty = constant.split_once(" : ").map_or("", |(_, ty)| ty);
        let text = format!("func.func @main() -> {ty} {{ %0 = stablehlo.constant {constant}\n return %0 : {ty} }}");
        inputs.extend(evaluate(&parse(&text)?, "main", &[], Denormals::Keep)?);
    }
    Ok(inputs)
}

fn out_of_scope(error: &Error) -> Option<&'static str> {
    if error.status() != Some(Status::Unimplemented) {
        return None;
    }
    OUT_OF_SCOPE.iter().find(|(part, _)| error.message().contains(part)).map(|&(_, reason)| reason)
}

/// The text of each module.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "// -----" {
            parts.push(&text[start..at]);
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push(&text[start..]);
    parts
}

/// The functions of a module that are run: `main`, or all.
fn functions(part: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for line in part.lines().map(str::trim_start).filter(|line| line.starts_with("func.func")) {
        if let Some((_, rest)) = line.split_once('@') {
            names.push(rest.split('(').next().unwrap_or(rest));
        }
    }
    if names.contains(&"main") { vec!["main"] } else { names }
}

#[test]
fn every_operation_has_a_case() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/programs"), &mut files);
    let mut found = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for module in parse_all(&text) {
            let module = module.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            for function in module.functions() {
                found.extend(function.body().operations().map(|(_, operation)| operation.op.name()));
            }
        }
    }
    let missing: Vec<&str> = OPS.iter().map(|info| info.name).filter(|name| !found.contains(name)).collect();
    assert!(missing.is_empty(), "no file of tests/data/programs has {missing:?}");
}
