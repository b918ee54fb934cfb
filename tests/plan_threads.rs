//! Runs on several threads: the same bits, whoever else runs.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::{Executable, Workspace};
use nnx::plan::{Plan, simplify};
use nnx::program::{Module, TensorType, Type, parse};
use nnx::tensor::{DType, Tensor};

/// A plan whose kernels are cut wherever they may be.
fn cut(text: &str) -> Result<(Module, Executable)> {
    let module = simplify(&parse(text)?)?;
    let plan = Plan::new(&Arc::new(module.clone()), &module.entry()?.name, &[])?;
    Ok((module, Executable::in_parts(plan, Duration::ZERO)?))
}

fn workspace(executable: &Executable, num_threads: usize) -> Result<Workspace> {
    let mut workspace = executable.workspace()?;
    executable.set_num_threads(&mut workspace, num_threads)?;
    Ok(workspace)
}

fn tensors<'t>(types: impl Iterator<Item = &'t Type>) -> Vec<TensorType> {
    types.filter_map(Type::as_tensor).cloned().collect()
}

/// A training step that goes on from its own results.
struct Training {
    executable: Executable,
    arguments: Vec<Tensor>,
    results: Vec<TensorType>,
    /// How many arguments are, in the next step, the results in the same places.
    state: usize,
}

impl Training {
    fn of_the_page() -> Result<Training> {
        let (module, executable) = cut(include_str!("data/steps/page_cpu.mlir"))?;
        let function = module.entry()?;
        let argument = |(place, ty): (usize, &TensorType)| match ty.dtype {
            DType::F32 => {
                let number = |element: usize| ((element * 37 + place * 11) % 101) as f32 / 101.0;
                Tensor::from_slice(ty.dims(), &(0..ty.element_count()).map(number).collect::<Vec<f32>>())
            }
            dtype => Tensor::zeros(dtype, ty.dims()),
        };
        let types = tensors(function.argument_types());
        let results = tensors(function.result_types());
        // The leaves of the state come first, in one order.
        let state = types.iter().zip(&results).take_while(|(argument, result)| argument == result).count();
        let arguments = types.iter().enumerate().map(argument).collect::<Result<_>>()?;
        Ok(Training { executable, arguments, results, state })
    }

    /// What the last of so many steps gives.
    fn run(&self, num_threads: usize, count: usize) -> Result<Vec<Tensor>> {
        let mut workspace = workspace(&self.executable, num_threads)?;
        let mut arguments = self.arguments.clone();
        let mut found = Vec::new();
        for _ in 0..count {
            found = self.executable.call(&mut workspace, &arguments, &self.results)?;
            arguments[..self.state].clone_from_slice(&found[..self.state]);
        }
        Ok(found)
    }
}

fn same(one: &[Tensor], other: &[Tensor]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.bit_eq(other))
}

#[test]
fn the_pages_step_gives_the_same_bits_on_any_number_of_threads() -> Result<()> {
    let training = Training::of_the_page()?;
    assert_eq!(training.state, 26);
    let alone = training.run(1, 20)?;
    for num_threads in [1, 2, 3, 4] {
        for _ in 0..3 {
            assert!(same(&training.run(num_threads, 20)?, &alone), "on {num_threads} threads");
        }
    }
    Ok(())
}

#[test]
fn runs_at_once_do_not_disturb_each_other() -> Result<()> {
    let training = Training::of_the_page()?;
    let alone = training.run(1, 5)?;
    thread::scope(|scope| {
        let run = |num_threads: usize| {
            let (training, alone) = (&training, &alone);
            scope.spawn(move || {
                (0..20).try_for_each(|_| {
                    assert!(same(&training.run(num_threads, 5)?, alone), "on {num_threads} threads");
                    Ok(())
                })
            })
        };
        let runs: Vec<_> = [1, 2, 4, 4, 2].into_iter().map(run).collect();
        runs.into_iter().try_for_each(|run| run.join().expect("no run panics"))
    })
}

#[test]
fn denormal_numbers_are_zeros_on_every_thread() -> Result<()> {
    const COUNT: usize = 1 << 16;
    let text = format!(
        "func.func @main(%x: tensor<{COUNT}xf32>, %y: tensor<{COUNT}xf32>) -> tensor<{COUNT}xf32> {{
           %0 = stablehlo.multiply %x, %y : tensor<{COUNT}xf32>
           return %0 : tensor<{COUNT}xf32>
         }}"
    );
    let (module, executable) = cut(&text)?;
    let results = tensors(module.entry()?.result_types());
    let of = |value: f32| Tensor::from_slice(&[COUNT as i64], &vec![value; COUNT]);
    let mut workspace = workspace(&executable, 2)?;
    // Threads keep the mode that they began with, and that of this one is another.
    let small = std::hint::black_box(f32::MIN_POSITIVE);
    assert!(small * 0.5 > 0.0);
    for _ in 0..200 {
        let found = executable.call(&mut workspace, &[of(small)?, of(0.5)?], &results)?;
        assert!(found[0].as_slice::<f32>().expect("f32").iter().all(|value| value.to_bits() == 0));
        let found = executable.call(&mut workspace, &[of(small / 2.0)?, of(4.0)?], &results)?;
        assert!(found[0].as_slice::<f32>().expect("f32").iter().all(|value| value.to_bits() == 0));
    }
    assert!(small * 0.5 > 0.0, "the mode of the caller is back");
    Ok(())
}
