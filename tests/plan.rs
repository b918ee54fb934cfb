//! Plans compute what the evaluator computes, with denormal numbers as zeros: programs of all kinds, and random ones.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::{Kernel, Plan, Work, simplify};
use nnx::program::{Denormals, Module, TensorType, Type, evaluate, parse};
use nnx::tensor::{DType, Tensor};
use proptest::prelude::*;

fn types(module: &Module) -> (Vec<TensorType>, Vec<TensorType>) {
    let function = module.function("main").expect("@main");
    let arguments = function.argument_types().filter_map(Type::as_tensor).cloned().collect();
    (arguments, function.result_types().filter_map(Type::as_tensor).cloned().collect())
}

/// Numbers of both signs that are neither very large nor very small.
fn inputs(types: &[TensorType], seed: u64) -> Result<Vec<Tensor>> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as u32
    };
    let mut input = |ty: &TensorType| {
        let count = ty.element_count();
        match ty.dtype {
            DType::F32 => {
                let elements: Vec<f32> = (0..count).map(|_| next() as f32 / (1u32 << 29) as f32 - 2.0).collect();
                Tensor::from_slice(ty.dims(), &elements)
            }
            DType::F64 => {
                let elements: Vec<f64> = (0..count).map(|_| f64::from(next()) / f64::from(1u32 << 29) - 2.0).collect();
                Tensor::from_slice(ty.dims(), &elements)
            }
            DType::Bool => {
                let elements: Vec<bool> = (0..count).map(|_| next() % 2 == 1).collect();
                Tensor::from_bools(ty.dims(), &elements)
            }
            dtype => {
                let bytes: Vec<u8> = (0..count * dtype.size()).map(|_| next() as u8).collect();
                Tensor::from_bytes(dtype, ty.dims(), &bytes)
            }
        }
    };
    types.iter().map(&mut input).collect()
}

/// Whether both are the same, floating-point numbers within so much of their size or of 1.
fn is_close(found: &Tensor, expected: &Tensor, tolerance: f64) -> bool {
    let close = |x: f64, y: f64| x == y || (x.is_nan() && y.is_nan()) || (x - y).abs() <= tolerance * y.abs().max(1.0);
    match (found.as_slice::<f32>(), expected.as_slice::<f32>()) {
        (Some(found), Some(expected)) => found.iter().zip(expected).all(|(x, y)| close((*x).into(), (*y).into())),
        _ => match (found.as_slice::<f64>(), expected.as_slice::<f64>()) {
            (Some(found), Some(expected)) => found.iter().zip(expected).all(|(x, y)| close(*x, *y)),
            _ => found.bit_eq(expected),
        },
    }
}

/// Runs the plan of a program, on one and on several threads, and the evaluator; gives the plan.
fn check(text: &str, seed: u64, tolerance: f64) -> Result<Plan> {
    let module = parse(text)?;
    let (arguments, results) = types(&module);
    let inputs = inputs(&arguments, seed)?;
    let expected = evaluate(&module, "main", &inputs, Denormals::Flush)?;
    let mut plans = Vec::new();
    for module in [module.clone(), simplify(&module)?] {
        let executable = Executable::new(Plan::new(&Arc::new(module), "main", &[])?)?;
        let mut workspace = executable.workspace()?;
        let found = executable.call(&mut workspace, &inputs, &results)?;
        for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
            let plan = executable.plan();
            assert!(
                is_close(found, expected, tolerance),
                "result {place}: {found:?}, not {expected:?}\n{text}\n{plan}"
            );
        }
        // Cut wherever it may be: the same bits.
        let cut = Executable::in_parts(executable.plan().clone(), Duration::ZERO)?;
        let mut workspace = cut.workspace()?;
        for num_threads in [1, 2, 4] {
            cut.set_num_threads(&mut workspace, num_threads)?;
            let again = cut.call(&mut workspace, &inputs, &results)?;
            let same = found.iter().zip(&again).all(|(one, other)| one.bit_eq(other));
            assert!(same, "other bits on {num_threads} threads\n{text}");
        }
        plans.push(executable.plan().clone());
    }
    Ok(plans.swap_remove(0))
}

#[test]
fn a_chain_of_elementwise_operations_is_one_kernel_with_its_reductions() -> Result<()> {
    let plan = check(
        "func.func @main(%x: tensor<33x65xf32>, %b: tensor<65xf32>) -> (tensor<33x65xf32>, tensor<65xf32>, tensor<33xf32>) {
           %0 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<65xf32>) -> tensor<33x65xf32>
           %1 = stablehlo.add %x, %0 : tensor<33x65xf32>
           %2 = stablehlo.tanh %1 : tensor<33x65xf32>
           %3 = stablehlo.multiply %2, %1 : tensor<33x65xf32>
           %c = stablehlo.constant dense<0.0> : tensor<f32>
           %4 = stablehlo.reduce(%3 init: %c) applies stablehlo.add across dimensions = [0] : (tensor<33x65xf32>, tensor<f32>) -> tensor<65xf32>
           %5 = stablehlo.reduce(%2 init: %c) applies stablehlo.maximum across dimensions = [1] : (tensor<33x65xf32>, tensor<f32>) -> tensor<33xf32>
           return %3, %4, %5 : tensor<33x65xf32>, tensor<65xf32>, tensor<33xf32>
         }",
        1,
        1e-5,
    )?;
    assert_eq!(plan.kernels().len(), 1, "{plan}");
    Ok(())
}

#[test]
fn a_product_is_the_first_step_of_what_follows_it() -> Result<()> {
    let plan = check(
        "func.func @main(%x: tensor<17x5xf32>, %w: tensor<5x33xf32>, %b: tensor<33xf32>) -> tensor<17x33xf32> {
           %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<17x5xf32>, tensor<5x33xf32>) -> tensor<17x33xf32>
           %1 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<33xf32>) -> tensor<17x33xf32>
           %2 = stablehlo.add %0, %1 : tensor<17x33xf32>
           %3 = stablehlo.logistic %2 : tensor<17x33xf32>
           return %3 : tensor<17x33xf32>
         }",
        2,
        1e-5,
    )?;
    assert_eq!(plan.kernels().len(), 1, "{plan}");
    assert!(plan.to_string().contains("product 1 x 17 x 33, depth 5"), "{plan}");
    Ok(())
}

#[test]
fn products_of_all_strides_and_sizes() -> Result<()> {
    for (batches, rows, depth, columns) in
        [(1, 1, 1, 1), (3, 15, 16, 17), (2, 33, 1, 65), (1, 64, 2, 3), (1, 7, 65, 130), (2, 3, 0, 5), (1, 9, 4, 600)]
    {
        for (lhs, rhs) in [([0, 1, 2], [0, 1, 2]), ([0, 2, 1], [0, 2, 1]), ([1, 0, 2], [2, 0, 1])] {
            for dtype in ["f32", "f64", "i32", "bf16"] {
                // The axes of each operand stand in another order in memory.
                let place =
                    |order: [usize; 3], axis: usize| order.iter().position(|&at| at == axis).expect("a permutation");
                let dims = |order: [usize; 3], sizes: [usize; 3]| -> String {
                    order.iter().fold(String::new(), |text, &axis| text + &sizes[axis].to_string() + "x")
                };
                let (left, right) = (dims(lhs, [batches, rows, depth]), dims(rhs, [batches, depth, columns]));
                let text = format!(
                    "func.func @main(%x: tensor<{left}{dtype}>, %y: tensor<{right}{dtype}>) -> tensor<{batches}x{rows}x{columns}x{dtype}> {{
                       %0 = stablehlo.dot_general %x, %y, batching_dims = [{}] x [{}], contracting_dims = [{}] x [{}]
                            : (tensor<{left}{dtype}>, tensor<{right}{dtype}>) -> tensor<{batches}x{rows}x{columns}x{dtype}>
                       return %0 : tensor<{batches}x{rows}x{columns}x{dtype}>
                     }}",
                    place(lhs, 0), place(rhs, 0), place(lhs, 2), place(rhs, 1)
                );
                if dtype == "bf16" && depth > 2 {
                    continue;
                }
                check(&text, 3, 1e-5)?;
            }
        }
    }
    Ok(())
}

#[test]
fn products_of_large_matrices_go_on_from_block_to_block() -> Result<()> {
    let sizes = [(1, 129, 300, 290), (1, 49, 300, 290), (3, 5, 700, 100), (1, 33, 2900, 70), (1, 300, 17, 66)];
    for (batches, rows, depth, columns) in sizes {
        for (left, right, contracting) in [
            (format!("{batches}x{rows}x{depth}"), format!("{batches}x{depth}x{columns}"), "[2] x [1]"),
            (format!("{batches}x{depth}x{rows}"), format!("{batches}x{columns}x{depth}"), "[1] x [2]"),
        ] {
            let result = format!("tensor<{batches}x{rows}x{columns}xf32>");
            let text = format!(
                "func.func @main(%x: tensor<{left}xf32>, %y: tensor<{right}xf32>) -> {result} {{
                   %0 = stablehlo.dot_general %x, %y, batching_dims = [0] x [0], contracting_dims = {contracting}
                        : (tensor<{left}xf32>, tensor<{right}xf32>) -> {result}
                   return %0 : {result}
                 }}"
            );
            // The same terms in the same order, with the same roundings where the machine multiplies and adds at once.
            let plan = check(&text, 11, 1e-3)?;
            assert_eq!(plan.kernels().len(), 1, "{plan}");
        }
    }
    Ok(())
}

#[test]
fn a_gradient_larger_than_what_it_is_made_of_goes_through_an_optimizer_in_one_loop() -> Result<()> {
    for (dtype, rows, depth, columns) in [("f32", 300, 33, 290), ("f64", 257, 5, 256), ("f32", 13, 2, 9000)] {
        let text = format!(
            "func.func @main(%x: tensor<{depth}x{rows}x{dtype}>, %g: tensor<{depth}x{columns}x{dtype}>,
                             %p: tensor<{rows}x{columns}x{dtype}>, %m: tensor<{rows}x{columns}x{dtype}>)
                 -> (tensor<{rows}x{columns}x{dtype}>, tensor<{rows}x{columns}x{dtype}>) {{
               %0 = stablehlo.dot_general %x, %g, contracting_dims = [0] x [0]
                    : (tensor<{depth}x{rows}x{dtype}>, tensor<{depth}x{columns}x{dtype}>) -> tensor<{rows}x{columns}x{dtype}>
               %1 = stablehlo.add %m, %0 : tensor<{rows}x{columns}x{dtype}>
               %2 = stablehlo.multiply %0, %1 : tensor<{rows}x{columns}x{dtype}>
               %3 = stablehlo.subtract %p, %2 : tensor<{rows}x{columns}x{dtype}>
               return %3, %1 : tensor<{rows}x{columns}x{dtype}>, tensor<{rows}x{columns}x{dtype}>
             }}"
        );
        let plan = check(&text, 5, 1e-5)?;
        assert_eq!(plan.kernels().len(), 1, "{plan}");
        // In place of what it changes, too.
        let module = parse(&text)?;
        let (arguments, results) = types(&module);
        let executable = Executable::new(Plan::new(&Arc::new(module), "main", &[(2, 0), (3, 1)])?)?;
        assert_eq!([0, 1].map(|result| executable.plan().in_place(result)), [Some(2), Some(3)]);
        let mut workspace = executable.workspace()?;
        let mut held = inputs(&arguments, 5)?;
        let expected = executable.call(&mut workspace, &held, &results)?;
        let mut places = Vec::new();
        for value in &mut held {
            places.push(value.bytes_mut()?.as_mut_ptr());
        }
        let from: Vec<*const u8> = places.iter().map(|place| place.cast_const()).collect();
        executable.bind(&mut workspace, &from, &places[2..])?;
        // SAFETY: each place is an array of its type, and the results take the places that the plan allows.
        unsafe { executable.run(&mut workspace) }?;
        assert!(held[2..].iter().zip(&expected).all(|(found, expected)| found.bit_eq(expected)), "{text}");
    }
    // Two of them are two loops, and one of which the elements are added up is none: threads could share nothing.
    let text = "func.func @main(%x: tensor<2x300xf32>, %g: tensor<2x290xf32>, %h: tensor<2x290xf32>) -> (tensor<300x290xf32>, tensor<f32>) {
       %0 = stablehlo.dot_general %x, %g, contracting_dims = [0] x [0] : (tensor<2x300xf32>, tensor<2x290xf32>) -> tensor<300x290xf32>
       %1 = stablehlo.dot_general %x, %h, contracting_dims = [0] x [0] : (tensor<2x300xf32>, tensor<2x290xf32>) -> tensor<300x290xf32>
       %2 = stablehlo.multiply %0, %1 : tensor<300x290xf32>
       %3 = stablehlo.multiply %1, %1 : tensor<300x290xf32>
       %c = stablehlo.constant dense<0.0> : tensor<f32>
       %4 = stablehlo.reduce(%3 init: %c) applies stablehlo.add across dimensions = [0, 1] : (tensor<300x290xf32>, tensor<f32>) -> tensor<f32>
       return %2, %4 : tensor<300x290xf32>, tensor<f32>
     }";
    let plan = check(text, 7, 1e-4)?;
    assert_eq!(plan.kernels().len(), 3, "{plan}");
    Ok(())
}

#[test]
fn a_state_is_computed_in_place_where_nothing_reads_it_later() -> Result<()> {
    let text = "func.func @main(%p: tensor<65xf32>, %m: tensor<65xf32>, %q: tensor<65xf32>)
                  -> (tensor<65xf32>, tensor<65xf32>, tensor<65xf32>, tensor<65xf32>) {
        %0 = stablehlo.add %m, %p : tensor<65xf32>
        %1 = stablehlo.subtract %p, %0 : tensor<65xf32>
        %2 = stablehlo.reverse %q, dims = [0] : tensor<65xf32>
        return %1, %0, %2, %p : tensor<65xf32>, tensor<65xf32>, tensor<65xf32>, tensor<65xf32>
      }";
    let module = parse(text)?;
    let executable = Executable::new(Plan::new(&Arc::new(module.clone()), "main", &[(0, 0), (1, 1), (2, 2)])?)?;
    let plan = executable.plan();
    // `p` is a result as it was, too; `q` is read from its end while the result is made.
    assert_eq!(
        (0..4).map(|result| plan.in_place(result)).collect::<Vec<_>>(),
        [Some(0), Some(1), None, None],
        "{plan}"
    );
    assert_eq!(plan.moved().iter().map(|moved| (moved.argument, moved.result)).collect::<Vec<_>>(), [(2, 2)]);
    runs_in_place(&module, &executable, 4)
}

#[test]
fn an_optimizer_goes_over_a_leaf_once_and_in_place() -> Result<()> {
    // The step begins with what reads the leaf as a matrix, and ends with the optimizer, as programs of JAX do.
    let text = "func.func @main(%w: tensor<8x16xi32>, %m: tensor<8x16xi32>, %t: tensor<i32>, %x: tensor<32x8xi32>, %dy: tensor<32x16xi32>)
                  -> (tensor<8x16xi32>, tensor<8x16xi32>, tensor<i32>, tensor<32x8xi32>) {
        %rate = stablehlo.constant dense<7> : tensor<i32>
        %decay = stablehlo.constant dense<9> : tensor<8x16xi32>
        %dx = stablehlo.dot_general %dy, %w, contracting_dims = [1] x [1] : (tensor<32x16xi32>, tensor<8x16xi32>) -> tensor<32x8xi32>
        %dw = stablehlo.dot_general %x, %dy, contracting_dims = [0] x [0] : (tensor<32x8xi32>, tensor<32x16xi32>) -> tensor<8x16xi32>
        %0 = stablehlo.multiply %m, %decay : tensor<8x16xi32>
        %1 = stablehlo.add %0, %dw : tensor<8x16xi32>
        %2 = stablehlo.add %t, %rate : tensor<i32>
        %3 = stablehlo.multiply %2, %rate : tensor<i32>
        %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<i32>) -> tensor<8x16xi32>
        %5 = stablehlo.multiply %1, %4 : tensor<8x16xi32>
        %6 = stablehlo.subtract %w, %5 : tensor<8x16xi32>
        return %6, %1, %2, %dx : tensor<8x16xi32>, tensor<8x16xi32>, tensor<i32>, tensor<32x8xi32>
      }";
    let module = parse(text)?;
    let carried = [(0, 0), (1, 1), (2, 2)];
    let executable = Executable::new(Plan::new(&Arc::new(module.clone()), "main", &carried)?)?;
    let plan = executable.plan();
    assert_eq!((0..3).map(|result| plan.in_place(result)).collect::<Vec<_>>(), [Some(0), Some(1), Some(2)], "{plan}");
    assert!(plan.moved().is_empty(), "{plan}");
    let items = |kernel: &Kernel| match &kernel.work {
        Work::Loop { count, .. } => Some(*count),
        Work::Operation { .. } => None,
    };
    assert_eq!(plan.kernels().iter().map(items).collect::<Vec<_>>(), [Some(1), Some(256), Some(128)], "{plan}");
    // Nothing but the results is written.
    let optimizer = &plan.kernels()[2];
    let mut written = optimizer.writes();
    written.sort_unstable();
    let mut leaves = plan.results()[..2].to_vec();
    leaves.sort_unstable();
    assert_eq!(written, leaves, "{plan}");
    runs_in_place(&module, &executable, 6)
}

#[test]
fn what_waits_is_computed_before_what_reads_it_in_another_order() -> Result<()> {
    let plan = check(
        "func.func @main(%x: tensor<6x6xf32>, %s: tensor<6xf32>) -> (tensor<6x6xf32>, tensor<6x6xf32>) {
            %0 = stablehlo.add %x, %x : tensor<6x6xf32>
            %1 = stablehlo.transpose %0, dims = [1, 0] : (tensor<6x6xf32>) -> tensor<6x6xf32>
            %2 = stablehlo.multiply %0, %1 : tensor<6x6xf32>
            %3 = stablehlo.multiply %s, %s : tensor<6xf32>
            %4 = stablehlo.broadcast_in_dim %3, dims = [1] : (tensor<6xf32>) -> tensor<6x6xf32>
            %5 = stablehlo.subtract %2, %4 : tensor<6x6xf32>
            %6 = stablehlo.add %3, %3 : tensor<6xf32>
            %7 = stablehlo.broadcast_in_dim %6, dims = [0] : (tensor<6xf32>) -> tensor<6x6xf32>
            %8 = stablehlo.add %5, %7 : tensor<6x6xf32>
            return %5, %8 : tensor<6x6xf32>, tensor<6x6xf32>
          }",
        7,
        0.0,
    )?;
    assert_eq!(plan.kernels().len(), 3, "{plan}");
    Ok(())
}

/// Runs a program three times over a state that stays where it is: results in the places of the arguments that they take
/// over.
fn runs_in_place(module: &Module, executable: &Executable, seed: u64) -> Result<()> {
    let (arguments, results) = types(module);
    let plan = executable.plan();
    let moved = |result: usize| plan.moved().iter().find(|moved| moved.result == result).map(|moved| moved.argument);
    let taken: Vec<Option<usize>> =
        (0..results.len()).map(|result| plan.in_place(result).or_else(|| moved(result))).collect();
    let mut expected = inputs(&arguments, seed)?;
    let mut held = expected.iter().map(Tensor::copied).collect::<Result<Vec<Tensor>>>()?;
    let mut apart = results.iter().map(|ty| Tensor::zeros(ty.dtype, ty.dims())).collect::<Result<Vec<Tensor>>>()?;
    let mut from = Vec::new();
    for value in &mut held {
        from.push(value.bytes_mut()?.as_mut_ptr());
    }
    let mut places = Vec::new();
    for (value, taken) in apart.iter_mut().zip(&taken) {
        let own = value.bytes_mut()?.as_mut_ptr();
        places.push(taken.map_or(own, |argument| from[argument]));
    }
    let from: Vec<*const u8> = from.iter().map(|place| place.cast_const()).collect();
    let mut workspace = executable.workspace()?;
    executable.bind(&mut workspace, &from, &places)?;
    for _ in 0..3 {
        let given = evaluate(module, "main", &expected, Denormals::Flush)?;
        // SAFETY: each place is an array of its type, and the results take the places that the plan allows.
        unsafe { executable.run(&mut workspace) }?;
        for (result, (place, given)) in places.iter().zip(&given).enumerate() {
            // SAFETY: as above.
            let found = unsafe { std::slice::from_raw_parts(*place, given.nbytes()) };
            assert_eq!(found, given.bytes(), "result {result}");
        }
        for (given, taken) in given.into_iter().zip(&taken) {
            if let Some(argument) = *taken {
                expected[argument] = given;
            }
        }
    }
    Ok(())
}

/// A value that is only read, and given as it was while another takes its place.
#[test]
fn what_is_given_as_it_was_is_read_before_another_takes_its_place() -> Result<()> {
    for count in [1, 16, 64, 100] {
        let (ints, bits) = (format!("tensor<{count}xi32>"), format!("tensor<{count}xui32>"));
        let converted = format!(
            "func.func @main(%x: {ints}, %y: {ints}) -> ({ints}, {bits}) {{
               %a = stablehlo.add %y, %y : {ints}
               %b = stablehlo.convert %x : ({ints}) -> {bits}
               return %a, %b : {ints}, {bits}
             }}"
        );
        let swapped = format!(
            "func.func @main(%x: {ints}, %y: {bits}) -> ({ints}, {bits}) {{
               %a = stablehlo.convert %y : ({bits}) -> {ints}
               %b = stablehlo.convert %x : ({ints}) -> {bits}
               return %a, %b : {ints}, {bits}
             }}"
        );
        let stepped = format!(
            "func.func @main(%x: {ints}, %y: {ints}) -> ({ints}, {ints}) {{
               %a = stablehlo.add %x, %y : {ints}
               %b = stablehlo.multiply %x, %a : {ints}
               return %a, %b : {ints}, {ints}
             }}"
        );
        let both = [(0, 0), (1, 1)];
        for (text, carried) in [(converted, &both[..1]), (swapped, &both), (stepped, &both)] {
            let module = parse(&text)?;
            let plan = Plan::new(&Arc::new(module.clone()), "main", carried)?;
            runs_in_place(&module, &Executable::new(plan)?, 7)?;
        }
    }
    Ok(())
}

#[test]
fn two_leaves_may_take_each_others_place() -> Result<()> {
    let text = "func.func @main(%a: tensor<5xf32>, %b: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>) {
        %0 = stablehlo.negate %a : tensor<5xf32>
        %1 = stablehlo.add %a, %b : tensor<5xf32>
        %2 = stablehlo.subtract %1, %a : tensor<5xf32>
        return %2, %0 : tensor<5xf32>, tensor<5xf32>
      }";
    let module = parse(text)?;
    let executable = Executable::new(Plan::new(&Arc::new(module.clone()), "main", &[(0, 0), (1, 1)])?)?;
    runs_in_place(&module, &executable, 5)
}

#[test]
fn what_no_kernel_computes_is_left_to_the_evaluator_and_listed() -> Result<()> {
    let text = "func.func @main(%x: tensor<6xi32>, %n: tensor<i32>) -> tensor<6xi32> {
        %0 = stablehlo.add %x, %x : tensor<6xi32>
        %1 = chlo.mulhi %0, %x : tensor<6xi32>, tensor<6xi32> -> tensor<6xi32>
        %3 = stablehlo.negate %1 : tensor<6xi32>
        return %3 : tensor<6xi32>
      }";
    let plan = check(text, 6, 0.0)?;
    assert_eq!(Executable::new(plan.clone())?.evaluated().collect::<Vec<&str>>(), ["chlo.mulhi"]);
    assert_eq!(plan.kernels().len(), 3, "{plan}");
    assert!(matches!(plan.kernels()[1].work, Work::Operation { .. }));
    Ok(())
}

#[test]
fn denormal_numbers_are_zeros_during_a_run_and_numbers_after_it() -> Result<()> {
    let text = "func.func @main(%x: tensor<3xf32>) -> tensor<3xf32> {
        %0 = stablehlo.multiply %x, %x : tensor<3xf32>
        return %0 : tensor<3xf32>
      }";
    let module = parse(text)?;
    let executable = Executable::new(Plan::new(&Arc::new(module.clone()), "main", &[])?)?;
    let x = Tensor::from_slice(&[3], &[1e-20f32, 1e-39, 2.0])?;
    let found = executable.call(&mut executable.workspace()?, &[x], &types(&module).1)?;
    assert_eq!(found[0].as_slice::<f32>(), Some(&[0.0, 0.0, 4.0][..]));
    let tiny = std::hint::black_box(1e-20f32);
    assert!(tiny * tiny > 0.0, "the mode of the caller is back");
    Ok(())
}

/// A program of so many operations over matrices of these extents, and what follows from them.
#[derive(Debug)]
struct Written {
    text: String,
    /// The names of values of each shape: rows by columns, columns by rows, rows, columns, a scalar.
    values: [Vec<String>; 5],
    types: [String; 5],
}

impl Written {
    fn new(rows: usize, columns: usize) -> Written {
        let types = [
            format!("{rows}x{columns}x"),
            format!("{columns}x{rows}x"),
            format!("{rows}x"),
            format!("{columns}x"),
            String::new(),
        ];
        let values = std::array::from_fn(|shape| vec![format!("%a{shape}")]);
        let text = String::new();
        Written { text, values, types: types.map(|dims| format!("tensor<{dims}f32>")) }
    }

    fn pick(&self, shape: usize, choice: usize) -> &str {
        let values = &self.values[shape];
        &values[choice % values.len()]
    }

    fn add(&mut self, shape: usize, line: &str) {
        let name = format!("%v{}", self.values.iter().map(Vec::len).sum::<usize>());
        writeln!(self.text, "{name} = {line}").expect("a String takes it");
        self.values[shape].push(name);
    }

    fn operation(&mut self, [kind, shape, x, y]: [usize; 4]) {
        let ty = &self.types;
        let all = ty.clone();
        match kind % 10 {
            0 | 1 => {
                let name = ["add", "subtract", "multiply", "maximum", "minimum"][(x + y) % 5];
                let shape = shape % 5;
                let line =
                    format!("stablehlo.{name} {}, {} : {}", self.pick(shape, x), self.pick(shape, y), all[shape]);
                self.add(shape, &line);
            }
            2 => {
                let name = ["tanh", "logistic", "negate", "abs", "cosine"][y % 5];
                let shape = shape % 5;
                let line = format!("stablehlo.{name} {} : {}", self.pick(shape, x), all[shape]);
                self.add(shape, &line);
            }
            3 => {
                let (from, to) = [(0, 1), (1, 0)][shape % 2];
                let line = format!(
                    "stablehlo.transpose {}, dims = [1, 0] : ({}) -> {}",
                    self.pick(from, x),
                    all[from],
                    all[to]
                );
                self.add(to, &line);
            }
            4 => {
                let (from, to, dims) = [(2, 0, "0"), (3, 0, "1"), (4, 0, ""), (2, 1, "1"), (4, 3, "")][shape % 5];
                let line = format!(
                    "stablehlo.broadcast_in_dim {}, dims = [{dims}] : ({}) -> {}",
                    self.pick(from, x),
                    all[from],
                    all[to]
                );
                self.add(to, &line);
            }
            5 | 6 => {
                let (from, to, dims) = [(0, 3, "0"), (0, 2, "1"), (1, 2, "0"), (0, 4, "0, 1"), (3, 4, "0")][shape % 5];
                let (name, init) = [("add", "%zero"), ("maximum", "%low")][y % 2];
                let line = format!(
                    "stablehlo.reduce({} init: {init}) applies stablehlo.{name} across dimensions = [{dims}] : ({}, tensor<f32>) -> {}",
                    self.pick(from, x),
                    all[from],
                    all[to]
                );
                self.add(to, &line);
            }
            7 => {
                // A product that keeps the size of numbers: of bounded ones.
                let (left, right) = (self.pick(0, x).to_owned(), self.pick(3, y).to_owned());
                let name = format!("%t{}", self.text.len());
                writeln!(self.text, "{name} = stablehlo.tanh {left} : {}", all[0]).expect("a String takes it");
                let line = format!(
                    "stablehlo.dot_general {name}, {right}, contracting_dims = [1] x [0] : ({}, {}) -> {}",
                    all[0], all[3], all[2]
                );
                self.add(2, &line);
            }
            8 => {
                let shape = shape % 4;
                let dims = if shape < 2 { "0, 1" } else { "0" };
                let line = format!("stablehlo.reverse {}, dims = [{dims}] : {}", self.pick(shape, x), all[shape]);
                self.add(shape, &line);
            }
            _ => {
                let shape = shape % 4;
                let (a, b) = (self.pick(shape, x).to_owned(), self.pick(shape, y).to_owned());
                let name = format!("%t{}", self.text.len());
                let truth = all[shape].replace("f32", "i1");
                writeln!(self.text, "{name} = stablehlo.compare LT, {a}, {b} : ({0}, {0}) -> {truth}", all[shape])
                    .expect("a String takes it");
                let line = format!("stablehlo.select {name}, {a}, {b} : {truth}, {}", all[shape]);
                self.add(shape, &line);
            }
        }
    }

    fn module(&self) -> String {
        let arguments: Vec<String> = self.types.iter().enumerate().map(|(at, ty)| format!("%a{at}: {ty}")).collect();
        let results: Vec<(&str, &str)> = (0..5)
            .flat_map(|shape| {
                self.values[shape].iter().rev().take(2).map(move |name| (name.as_str(), self.types[shape].as_str()))
            })
            .collect();
        let (names, types): (Vec<&str>, Vec<&str>) = results.into_iter().unzip();
        format!(
            "func.func @main({}) -> ({1}) {{\n%zero = stablehlo.constant dense<0.0> : tensor<f32>\n\
             %low = stablehlo.constant dense<-1.0> : tensor<f32>\n{2}return {3} : {1}\n}}",
            arguments.join(", "),
            types.join(", "),
            self.text,
            names.join(", ")
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn random_programs(
        rows in prop::sample::select(vec![1usize, 2, 15, 16, 17, 33, 65]),
        columns in prop::sample::select(vec![1usize, 3, 15, 16, 17, 33, 65, 700]),
        operations in prop::collection::vec(prop::array::uniform4(0usize..1000), 1..40),
        seed in any::<u64>(),
    ) {
        let mut written = Written::new(rows, columns);
        for operation in operations {
            written.operation(operation);
        }
        // Numbers may grow with each operation, and differences of large ones are as exact as those are.
        let module = parse(&written.module()).expect("a program");
        let (arguments, _) = types(&module);
        let values = evaluate(&module, "main", &inputs(&arguments, seed).expect("inputs"), Denormals::Flush);
        let values = values.expect("values");
        let numbers = values.iter().flat_map(|value| value.as_slice::<f32>().expect("f32"));
        let largest = numbers.fold(1f32, |largest, value| largest.max(value.abs()));
        prop_assume!(largest < 1e6);
        check(&written.module(), seed, 2e-4 * f64::from(largest)).expect("it runs");
    }
}

#[test]
fn what_depends_on_no_argument_is_made_once() -> Result<()> {
    let text = "func.func @main(%x: tensor<33x65xf32>, %s: tensor<33x65xf32>) -> (tensor<33x65xf32>, tensor<65xi32>, tensor<65xf32>, tensor<65xf32>) {
           %rows = stablehlo.iota dim = 0 : tensor<33x65xi32>
           %columns = stablehlo.iota dim = 1 : tensor<33x65xi32>
           %mask = stablehlo.compare GE, %rows, %columns : (tensor<33x65xi32>, tensor<33x65xi32>) -> tensor<33x65xi1>
           %c = stablehlo.constant dense<0.0> : tensor<f32>
           %zeros = stablehlo.constant dense<0.0> : tensor<33x65xf32>
           %0 = stablehlo.select %mask, %x, %zeros : tensor<33x65xi1>, tensor<33x65xf32>
           %1 = stablehlo.add %0, %s : tensor<33x65xf32>
           %places = stablehlo.iota dim = 0 : tensor<65xf32>
           %waves = stablehlo.sine %places : tensor<65xf32>
           %order = stablehlo.iota dim = 0 : tensor<65xi32>
           %2:2 = \"stablehlo.sort\"(%waves, %order) <{dimension = 0 : i64}> ({
           ^bb0(%a: tensor<f32>, %b: tensor<f32>, %i: tensor<i32>, %j: tensor<i32>):
             %less = stablehlo.compare LT, %a, %b : (tensor<f32>, tensor<f32>) -> tensor<i1>
             stablehlo.return %less : tensor<i1>
           }) : (tensor<65xf32>, tensor<65xi32>) -> (tensor<65xf32>, tensor<65xi32>)
           %3 = stablehlo.reduce(%x init: %c) applies stablehlo.add across dimensions = [0] : (tensor<33x65xf32>, tensor<f32>) -> tensor<65xf32>
           %4 = stablehlo.multiply %3, %2#0 : tensor<65xf32>
           %5 = stablehlo.cosine %places : tensor<65xf32>
           return %1, %2#1, %4, %5 : tensor<33x65xf32>, tensor<65xi32>, tensor<65xf32>, tensor<65xf32>
         }";
    let plan = check(text, 7, 1e-5)?;
    // The mask and the waves; the sort gives a result, and the cosines are one.
    assert_eq!(plan.prelude(), 2, "{plan}");
    // A state in place: what was made once is there in the next run, for each of several threads.
    let module = Arc::new(simplify(&parse(text)?)?);
    let executable = Executable::new(Plan::new(&module, "main", &[(1, 0)])?)?;
    assert!(executable.plan().prelude() > 0);
    let (arguments, results) = types(&module);
    let run = |seed: u64| -> Result<()> {
        let mut workspace = executable.workspace()?;
        let mut inputs = inputs(&arguments, seed)?;
        for _ in 0..3 {
            let expected = evaluate(&module, "main", &inputs, Denormals::Flush)?;
            let found = executable.call(&mut workspace, &inputs, &results)?;
            for (found, expected) in found.iter().zip(&expected) {
                assert!(is_close(found, expected, 1e-5), "{found:?}, not {expected:?}");
            }
            inputs[1] = found[0].clone();
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|seed| scope.spawn(move || run(seed))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("no panic"))
    })
}

#[test]
fn memory_that_is_only_filled_is_not_kept() -> Result<()> {
    let plan = check(
        "func.func @main(%i: tensor<3x1xi32>, %x: tensor<3xf32>) -> tensor<8192xf32> {
           %zeros = stablehlo.constant dense<0.0> : tensor<8192xf32>
           %0 = \"stablehlo.scatter\"(%zeros, %i, %x) <{
             scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>
           }> ({
           ^bb0(%a: tensor<f32>, %b: tensor<f32>):
             %sum = stablehlo.add %a, %b : tensor<f32>
             stablehlo.return %sum : tensor<f32>
           }) : (tensor<8192xf32>, tensor<3x1xi32>, tensor<3xf32>) -> tensor<8192xf32>
           return %0 : tensor<8192xf32>
         }",
        3,
        1e-6,
    )?;
    assert_eq!(plan.prelude(), 0, "{plan}");
    Ok(())
}
