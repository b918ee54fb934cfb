//! When there is no memory for what a program computes, its evaluation says so: each large piece is refused in turn.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;

use nnx::Status;
use nnx::program::{Denormals, evaluate, parse};

/// Pieces of this many bytes count.
const LARGE: usize = 8 << 10;

struct Scarce;

thread_local! {
    /// How many large pieces may still be had before one is refused.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

fn refuses(size: usize) -> bool {
    let Ok(left) = LEFT.try_with(Cell::get) else { return false };
    if size < LARGE || left == usize::MAX {
        return false;
    }
    LEFT.with(|cell| cell.set(left.wrapping_sub(1)));
    left == 0
}

// SAFETY: hands everything to the system's allocator, or answers that there is no memory.
unsafe impl GlobalAlloc for Scarce {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        if refuses(layout.size()) { ptr::null_mut() } else { unsafe { System.alloc(layout) } }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        if refuses(layout.size()) { ptr::null_mut() } else { unsafe { System.alloc_zeroed(layout) } }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        if refuses(size) { ptr::null_mut() } else { unsafe { System.realloc(old, layout, size) } }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(old, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Scarce = Scarce;

/// What becomes of `%x: tensor<5000x2xf32>`, `%b: tensor<5000x2xi1>`, `%i: tensor<1xi32>` and the single `%s: tensor<f32>`,
/// `%t: tensor<i1>` and `%z: tensor<i32>`.
const OPERATIONS: &[&str] = &[
    "stablehlo.sine %x : tensor<5000x2xf32>",
    "stablehlo.add %x, %x : tensor<5000x2xf32>",
    "stablehlo.or %b, %b : tensor<5000x2xi1>",
    "stablehlo.compare LT, %x, %x : (tensor<5000x2xf32>, tensor<5000x2xf32>) -> tensor<5000x2xi1>",
    "stablehlo.select %b, %x, %x : tensor<5000x2xi1>, tensor<5000x2xf32>",
    "stablehlo.clamp %s, %x, %s : (tensor<f32>, tensor<5000x2xf32>, tensor<f32>) -> tensor<5000x2xf32>",
    "stablehlo.convert %x : (tensor<5000x2xf32>) -> tensor<5000x2xi64>",
    "stablehlo.bitcast_convert %x : (tensor<5000x2xf32>) -> tensor<5000x2xi32>",
    "stablehlo.iota dim = 0 : tensor<5000x2xf32>",
    "stablehlo.broadcast_in_dim %s, dims = [] : (tensor<f32>) -> tensor<5000x2xf32>",
    "stablehlo.concatenate %x, %x, dim = 1 : (tensor<5000x2xf32>, tensor<5000x2xf32>) -> tensor<5000x4xf32>",
    "stablehlo.dynamic_slice %x, %z, %z, sizes = [5000, 2] : (tensor<5000x2xf32>, tensor<i32>, tensor<i32>) -> tensor<5000x2xf32>",
    "stablehlo.dynamic_update_slice %x, %x, %z, %z : (tensor<5000x2xf32>, tensor<5000x2xf32>, tensor<i32>, tensor<i32>) -> tensor<5000x2xf32>",
    "stablehlo.dot_general %x, %x, contracting_dims = [0] x [0] : (tensor<5000x2xf32>, tensor<5000x2xf32>) -> tensor<2x2xf32>",
    "chlo.top_k(%x, k = 2) : tensor<5000x2xf32> -> (tensor<5000x2xf32>, tensor<5000x2xi32>)",
    "stablehlo.rng_bit_generator %k, algorithm = THREE_FRY : (tensor<2xui64>) -> (tensor<2xui64>, tensor<10000xui32>)",
    "stablehlo.reduce(%x init: %s) applies stablehlo.add across dimensions = [1] : (tensor<5000x2xf32>, tensor<f32>) -> tensor<5000xf32>",
    "\"stablehlo.sort\"(%x) <{dimension = 1 : i64}> ({^bb0(%l: tensor<f32>, %r: tensor<f32>): stablehlo.return %t : tensor<i1>}) : (tensor<5000x2xf32>) -> tensor<5000x2xf32>",
    "\"stablehlo.gather\"(%x, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [0, 1], start_index_map = [0], index_vector_dim = 0>, slice_sizes = array<i64: 5000, 2>}> : (tensor<5000x2xf32>, tensor<1xi32>) -> tensor<5000x2xf32>",
    "\"stablehlo.scatter\"(%x, %i, %x) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [0, 1], scatter_dims_to_operand_dims = [0], index_vector_dim = 0>}> ({^bb0(%l: tensor<f32>, %r: tensor<f32>): stablehlo.return %r : tensor<f32>}) : (tensor<5000x2xf32>, tensor<1xi32>, tensor<5000x2xf32>) -> tensor<5000x2xf32>",
    "\"stablehlo.map\"(%x) <{dimensions = array<i64: 0, 1>}> ({^bb0(%l: tensor<f32>): stablehlo.return %l : tensor<f32>}) : (tensor<5000x2xf32>) -> tensor<5000x2xf32>",
];

#[test]
fn a_program_without_memory_is_refused() {
    for operation in OPERATIONS {
        let text = format!(
            "func.func @main(%a: tensor<f32>) {{
               %x = stablehlo.iota dim = 0 : tensor<5000x2xf32>
               %b = stablehlo.compare LT, %x, %x : (tensor<5000x2xf32>, tensor<5000x2xf32>) -> tensor<5000x2xi1>
               %i = stablehlo.constant dense<0> : tensor<1xi32>
               %k = stablehlo.constant dense<7> : tensor<2xui64>
               %s = stablehlo.constant dense<1.0> : tensor<f32>
               %t = stablehlo.constant dense<false> : tensor<i1>
               %z = stablehlo.constant dense<0> : tensor<i32>
               {operation}
               return
             }}"
        );
        let module = parse(&text).unwrap_or_else(|error| panic!("{error}"));
        let input = [nnx::tensor::Tensor::scalar(1f32)];
        let mut refused = 0;
        loop {
            LEFT.with(|left| left.set(refused));
            let result = evaluate(&module, "main", &input, Denormals::Keep);
            let was_refused = LEFT.with(|left| left.replace(usize::MAX)) == usize::MAX;
            match result {
                Err(error) => {
                    assert_eq!(error.status(), Some(Status::ResourceExhausted), "{operation}: {error}");
                    assert!(error.message().contains("cannot allocate"), "{operation}: {error}");
                    assert!(was_refused, "{operation}: {error}");
                }
                Ok(_) => {
                    assert!(!was_refused, "{operation}: piece {refused} was refused, and nobody said so");
                    break;
                }
            }
            refused += 1;
        }
        // What is ready before the operation takes some, and the operation at least one more.
        assert!(refused > 6, "{operation} asked for {refused} large pieces only");
    }
}
