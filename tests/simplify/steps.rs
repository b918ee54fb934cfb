//! Training steps that JAX lowered.

use std::time::Instant;

use nnx::plan::simplify::{self, PASSES};
use nnx::program::{Denormals, Module, TensorType, evaluate, parse};
use nnx::random;
use nnx::tensor::{DType, Tensor};
use nnx::trace::Trace;

/// The page's step (Linear 2→64, BatchNorm, Dropout, Linear 64→3, Adam, batch 32) as it is lowered for a CPU, with
/// threefry as loops with calls, and for CUDA, with threefry written out.
const PAGE: [&str; 2] = [include_str!("../data/steps/page_cpu.mlir"), include_str!("../data/steps/page_cuda.mlir")];

fn operations(module: &Module) -> usize {
    module.functions().iter().map(|function| function.body().operation_count()).sum()
}

/// Inputs of the types that a function takes, which look random.
fn inputs(module: &Module) -> Vec<Tensor> {
    let mut state = 0x9e37_79b9u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as u32
    };
    let function = module.entry().expect("an entry");
    let tensors = function.argument_types().map(|ty| {
        let ty = ty.as_tensor().expect("a tensor");
        let count = ty.element_count();
        match ty.dtype {
            DType::F32 => {
                let values: Vec<f32> = (0..count).map(|_| next() as f32 / 2f32.powi(31) + 0.1).collect();
                Tensor::from_slice(ty.dims(), &values)
            }
            DType::U32 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| next() % 1000).collect::<Vec<u32>>()),
            DType::I32 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| next() as i32 % 100).collect::<Vec<i32>>()),
            other => panic!("an input of {other}"),
        }
    });
    tensors.collect::<Result<Vec<Tensor>, _>>().expect("inputs")
}

/// Checks that floats are close, others the same bit by bit.
fn assert_same(found: &[Tensor], expected: &[Tensor], tolerance: f32) {
    assert_eq!(found.len(), expected.len());
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        match (found.as_slice::<f32>(), expected.as_slice::<f32>()) {
            (Some(found), Some(expected)) => {
                let largest = expected.iter().fold(1f32, |largest, value| largest.max(value.abs()));
                for (found, expected) in found.iter().zip(expected) {
                    assert!((found - expected).abs() <= tolerance * largest, "output {place}: {found} and {expected}");
                }
            }
            _ => assert!(found.bit_eq(expected), "output {place}"),
        }
    }
}

#[test]
fn the_steps_for_both_platforms_become_one() {
    let [cpu, cuda] = PAGE.map(|text| parse(text).expect("a step"));
    let simple = [&cpu, &cuda].map(|module| simplify::simplify(module).expect("a step simplified"));
    simple.iter().for_each(|module| module.verify().expect("a module"));
    assert!(simple[0] == simple[1], "{}\nand\n{}", simple[0], simple[1]);
    // What it is today, with a little room; 599 and 899 before.
    assert!(operations(&simple[0]) <= 560, "{} operations", operations(&simple[0]));
    let text = simple[0].to_string();
    for gone in ["call @", "stablehlo.while", "ui64", "sdy.sharding_constraint", "stablehlo.transpose"] {
        assert!(!text.contains(gone), "{gone} is still there");
    }

    let inputs = inputs(&cpu);
    let expected = evaluate(&cpu, "main", &inputs, Denormals::Flush).expect("the step evaluated");
    for module in &simple {
        let found = evaluate(module, "main", &inputs, Denormals::Flush).expect("the simplified step evaluated");
        assert_same(&found, &expected, 1e-6);
    }
    assert!(simplify::simplify(&simple[0]).expect("again") == simple[0], "simplifying again changes something");
}

/// The function that draws a dropout mask in a step that JAX lowered, as a program of its own.
fn mask_of(text: &str) -> Module {
    let start = text.find("  func.func private").expect("private functions");
    let main = "module @jit_step {
      func.func public @main(%key: tensor<2xui32>) -> tensor<32x64xi1> {
        %p = stablehlo.constant dense<8.000000e-01> : tensor<f32>
        %0 = call @_bernoulli(%key, %p) : (tensor<2xui32>, tensor<f32>) -> tensor<32x64xi1>
        return %0 : tensor<32x64xi1>
      }\n";
    parse(&format!("{main}{}", &text[start..])).expect("a module")
}

#[test]
fn masks_drawn_here_and_by_jax_are_one_program() {
    let (trace, arguments) = Trace::new(&[TensorType::new(DType::U32, &[2]).expect("a type")]);
    let mask = random::bernoulli(&trace, &arguments[0], f64::from(0.8f32), &[32, 64]).expect("a mask");
    let mut own = Module::new();
    own.name = Some("jit_step".into());
    own.add(trace.finish(&[mask]).expect("a function")).expect("a module");
    let own = simplify::simplify(&own).expect("a mask simplified");
    for text in PAGE {
        let theirs = simplify::simplify(&mask_of(text)).expect("a mask simplified");
        let mut same = theirs.functions()[0].clone();
        same.name.clone_from(&own.functions()[0].name);
        same.visibility = own.functions()[0].visibility;
        assert!(same == own.functions()[0], "{own}\nand\n{theirs}");
        let key = Tensor::from_slice(&[2], &[7u32, 1 << 31]).expect("a key");
        let masks = [&own, &theirs].map(|module| {
            let name = &module.functions()[0].name;
            evaluate(module, name, std::slice::from_ref(&key), Denormals::Keep).expect("a mask").remove(0)
        });
        assert!(masks[0].bit_eq(&masks[1]));
    }
}

#[test]
fn each_pass_leaves_a_step_as_it_was() {
    for text in PAGE {
        let module = parse(text).expect("a step");
        let inputs = inputs(&module);
        let expected = evaluate(&module, "main", &inputs, Denormals::Keep).expect("the step evaluated");
        let mut all = module.clone();
        for (name, pass) in PASSES {
            all = pass(&all).unwrap_or_else(|error| panic!("{name}: {error}"));
            all.verify().unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let found = evaluate(&all, "main", &inputs, Denormals::Keep).expect("the step after all passes");
        assert_same(&found, &expected, 1e-6);
    }
}

/// A step of very many layers, as JAX would lower it: forward, backward and an update by momentum.
fn deep_step(layers: usize, width: usize) -> String {
    let (w, x) = (format!("tensor<{width}x{width}xf32>"), format!("tensor<32x{width}xf32>"));
    let mut arguments = vec![format!("%x0: {x}")];
    let mut lines = Vec::new();
    for i in 0..layers {
        arguments.push(format!("%w{i}: {w}"));
        arguments.push(format!("%m{i}: {w}"));
        let next = i + 1;
        lines.push(format!(
            "%h{i} = stablehlo.dot_general %x{i}, %w{i}, contracting_dims = [1] x [0] : ({x}, {w}) -> {x}"
        ));
        lines.push(format!("%z{i} = stablehlo.constant dense<0.0> : tensor<f32>"));
        lines.push(format!("%zb{i} = stablehlo.broadcast_in_dim %z{i}, dims = [] : (tensor<f32>) -> {x}"));
        lines.push(format!("%x{next} = stablehlo.maximum %h{i}, %zb{i} : {x}"));
        lines.push(format!("%p{i} = stablehlo.compare GT, %h{i}, %zb{i} : ({x}, {x}) -> tensor<32x{width}xi1>"));
    }
    lines.push(format!("%g{layers} = stablehlo.subtract %x{layers}, %x0 : {x}"));
    let (mut results, mut types) = (Vec::new(), Vec::new());
    for i in (0..layers).rev() {
        let next = i + 1;
        lines.push(format!("%s{i} = stablehlo.select %p{i}, %g{next}, %zb{i} : tensor<32x{width}xi1>, {x}"));
        lines.push(format!(
            "%t{i} = stablehlo.dot_general %s{i}, %x{i}, contracting_dims = [0] x [0] : ({x}, {x}) -> {w}"
        ));
        lines.push(format!("%dw{i} = stablehlo.transpose %t{i}, dims = [1, 0] : ({w}) -> {w}"));
        lines.push(format!(
            "%g{i} = stablehlo.dot_general %s{i}, %w{i}, contracting_dims = [1] x [1] : ({x}, {w}) -> {x}"
        ));
        for (name, number, operand) in [("a", "0.9", "m"), ("b", "0.1", "dw")] {
            lines.push(format!("%c{name}{i} = stablehlo.constant dense<{number}> : tensor<f32>"));
            lines.push(format!(
                "%d{name}{i} = stablehlo.broadcast_in_dim %c{name}{i}, dims = [] : (tensor<f32>) -> {w}"
            ));
            lines.push(format!("%e{name}{i} = stablehlo.multiply %d{name}{i}, %{operand}{i} : {w}"));
        }
        lines.push(format!("%nm{i} = stablehlo.add %ea{i}, %eb{i} : {w}"));
        lines.push(format!("%nw{i} = stablehlo.subtract %w{i}, %nm{i} : {w}"));
        results.extend([format!("%nw{i}"), format!("%nm{i}")]);
        types.extend([w.clone(), w.clone()]);
    }
    let (arguments, results, types) = (arguments.join(", "), results.join(", "), types.join(", "));
    format!("func.func @main({arguments}) -> ({types}) {{\n{}\nreturn {results} : {types}\n}}", lines.join("\n"))
}

#[test]
fn the_time_is_linear_in_the_program() {
    let time = |layers| {
        let module = parse(&deep_step(layers, 4)).expect("a step");
        let best = (0..3).map(|_| {
            let start = Instant::now();
            simplify::simplify(&module).expect("a step simplified");
            start.elapsed()
        });
        best.min().expect("three times")
    };
    let (short, long) = (time(40), time(640));
    // 16 times the program; were it quadratic, it would take 256 times as long. Other work on the machine has room.
    assert!(long < short * 100, "{short:?} and {long:?}");
}
