//! A run of a plan allocates nothing on the thread that calls it, whether others help or not.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::{Plan, simplify};
use nnx::program::{TensorType, Type, parse};
use nnx::tensor::Tensor;

/// The system's allocator, which counts what each thread asks for.
struct Counting;

thread_local! {
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is done by the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.set(ASKED.get() + 1);
        // SAFETY: asked of the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A loop whose state is updated in place and gathered from, with a choice in it, and a sort after it.
const CONTROL: &str = r#"func.func @main(%x: tensor<64x32xf32>, %i: tensor<5x1xi32>) -> (tensor<64x32xf32>, tensor<5x32xf32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %ten = stablehlo.constant dense<10> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %r:2 = stablehlo.while(%n = %zero, %y = %x) : tensor<i32>, tensor<64x32xf32>
    cond { %p = stablehlo.compare LT, %n, %ten : (tensor<i32>, tensor<i32>) -> tensor<i1>
           stablehlo.return %p : tensor<i1> }
    do { %m = stablehlo.add %n, %one : tensor<i32>
         %e = stablehlo.tanh %y : tensor<64x32xf32>
         stablehlo.return %m, %e : tensor<i32>, tensor<64x32xf32> }
  %g = "stablehlo.gather"(%r#1, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [1], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 1>, slice_sizes = array<i64: 1, 32>, indices_are_sorted = false}> : (tensor<64x32xf32>, tensor<5x1xi32>) -> tensor<5x32xf32>
  return %r#1, %g : tensor<64x32xf32>, tensor<5x32xf32>
}"#;

#[test]
fn a_run_allocates_nothing() -> Result<()> {
    for (text, threads) in [(include_str!("data/steps/page_cpu.mlir"), 1), (CONTROL, 1), (CONTROL, 2)] {
        let module = simplify(&parse(text)?)?;
        let main = module.entry()?;
        let types = |all: Vec<&Type>| all.into_iter().filter_map(Type::as_tensor).cloned().collect::<Vec<TensorType>>();
        let (takes, gives) = (types(main.argument_types().collect()), types(main.result_types().collect()));
        let name = main.name.clone();
        let least = if threads == 1 { Duration::from_secs(1) } else { Duration::ZERO };
        let executable = Executable::in_parts(Plan::new(&Arc::new(module), &name, &[])?, least)?;
        assert_eq!(executable.evaluated().count(), 0);
        let zeros = |ty: &TensorType| Tensor::zeros(ty.dtype, ty.dims());
        let arguments = takes.iter().map(zeros).collect::<Result<Vec<Tensor>>>()?;
        let mut results = gives.iter().map(zeros).collect::<Result<Vec<Tensor>>>()?;
        let from: Vec<*const u8> = arguments.iter().map(|value| value.bytes().as_ptr()).collect();
        let to = results.iter_mut().map(|value| Ok(value.bytes_mut()?.as_mut_ptr())).collect::<Result<Vec<_>>>()?;
        let mut workspace = executable.workspace()?;
        executable.set_num_threads(&mut workspace, threads)?;
        executable.bind(&mut workspace, &from, &to)?;
        // The first run starts the threads.
        // SAFETY: the places are those of arrays of these types, which live on.
        unsafe { executable.run(&mut workspace) }?;
        let before = ASKED.get();
        assert!(before > 0, "nothing was counted");
        for _ in 0..10 {
            // SAFETY: as above.
            unsafe { executable.run(&mut workspace) }?;
        }
        assert_eq!(ASKED.get() - before, 0, "{threads} threads\n{text}");
    }
    Ok(())
}
