//! Loops and choices: their regions are plans of their own, which run in place or by turns in two places.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::{Kernel, Plan, RegionPlan, Work, simplify};
use nnx::program::{Denormals, evaluate, parse};
use nnx::tensor::Tensor;

use super::{Random, check, types};

fn planned(text: &str) -> Result<Executable> {
    Executable::new(Plan::new(&Arc::new(parse(text)?), "main", &[])?)
}

/// The plans of the regions of the only loop or choice of a plan.
fn regions(plan: &Plan) -> &[RegionPlan] {
    let regions = |kernel: &'_ Kernel| matches!(&kernel.work, Work::Operation { regions, .. } if !regions.is_empty());
    let mut kernels = plan.kernels().iter().filter(|kernel| regions(kernel));
    let kernel = kernels.next().expect("a loop or a choice");
    assert!(kernels.next().is_none(), "{plan}");
    match &kernel.work {
        Work::Operation { regions, .. } => regions,
        Work::Loop { .. } => &[],
    }
}

/// Small integers in f32, i32 or whatever the arguments of a program are.
fn inputs(text: &str, seed: u64) -> Result<Vec<Tensor>> {
    let mut random = Random(seed);
    types(&parse(text)?).0.iter().map(|ty| random.integers(ty, -3, 9)).collect()
}

#[test]
fn a_loop_runs_as_often_as_its_condition_says() -> Result<()> {
    // What is carried: a counter, a value computed in place, two that change places, one that is read in another order.
    let text = "func.func @main(%n: tensor<i32>, %x: tensor<33xf32>, %y: tensor<33xf32>, %z: tensor<33xf32>)
          -> (tensor<i32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>) {
        %zero = stablehlo.constant dense<0> : tensor<i32>
        %one = stablehlo.constant dense<1> : tensor<i32>
        %0:5 = stablehlo.while(%i = %zero, %a = %x, %b = %y, %c = %z, %d = %z)
            : tensor<i32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>
         cond {
          %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
          stablehlo.return %1 : tensor<i1>
        } do {
          %1 = stablehlo.add %i, %one : tensor<i32>
          %2 = stablehlo.add %a, %x : tensor<33xf32>
          %3 = stablehlo.reverse %d, dims = [0] : tensor<33xf32>
          %4 = stablehlo.add %3, %d : tensor<33xf32>
          stablehlo.return %1, %2, %c, %b, %4 : tensor<i32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>
        }
        return %0#0, %0#1, %0#2, %0#3, %0#4 : tensor<i32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>, tensor<33xf32>
      }";
    let mut inputs = inputs(text, 1)?;
    for count in [-1i32, 0, 1, 2, 3, 4, 7] {
        inputs[0] = Tensor::scalar(count);
        check(text, &inputs)?;
    }
    let executable = planned(text)?;
    assert!(!executable.can_fail());
    let body = &regions(executable.plan())[1].plan;
    let in_place: Vec<bool> = (0..5).map(|place| body.in_place(place).is_some()).collect();
    assert_eq!(in_place, [true, true, true, true, false], "{body}");
    assert!(body.moved().is_empty());
    Ok(())
}

#[test]
fn a_stack_is_written_where_it_lies() -> Result<()> {
    let text = "func.func @main(%x: tensor<5x17xf32>, %w: tensor<17x17xf32>) -> (tensor<17xf32>, tensor<5x17xf32>) {
        %zero = stablehlo.constant dense<0> : tensor<i32>
        %one = stablehlo.constant dense<1> : tensor<i32>
        %five = stablehlo.constant dense<5> : tensor<i32>
        %f = stablehlo.constant dense<0.0> : tensor<f32>
        %h = stablehlo.broadcast_in_dim %f, dims = [] : (tensor<f32>) -> tensor<17xf32>
        %s = stablehlo.broadcast_in_dim %f, dims = [] : (tensor<f32>) -> tensor<5x17xf32>
        %0:3 = stablehlo.while(%i = %zero, %a = %h, %stack = %s) : tensor<i32>, tensor<17xf32>, tensor<5x17xf32>
         cond {
          %1 = stablehlo.compare LT, %i, %five : (tensor<i32>, tensor<i32>) -> tensor<i1>
          stablehlo.return %1 : tensor<i1>
        } do {
          %1 = stablehlo.dynamic_slice %x, %i, %zero, sizes = [1, 17] : (tensor<5x17xf32>, tensor<i32>, tensor<i32>) -> tensor<1x17xf32>
          %2 = stablehlo.reshape %1 : (tensor<1x17xf32>) -> tensor<17xf32>
          %3 = stablehlo.dot_general %a, %w, contracting_dims = [0] x [0] : (tensor<17xf32>, tensor<17x17xf32>) -> tensor<17xf32>
          %4 = stablehlo.add %2, %3 : tensor<17xf32>
          %5 = stablehlo.remainder %4, %2 : tensor<17xf32>
          %6 = stablehlo.reshape %4 : (tensor<17xf32>) -> tensor<1x17xf32>
          %7 = stablehlo.dynamic_update_slice %stack, %6, %i, %zero : (tensor<5x17xf32>, tensor<1x17xf32>, tensor<i32>, tensor<i32>) -> tensor<5x17xf32>
          %8 = stablehlo.add %i, %one : tensor<i32>
          stablehlo.return %8, %4, %7 : tensor<i32>, tensor<17xf32>, tensor<5x17xf32>
        }
        return %0#1, %0#2 : tensor<17xf32>, tensor<5x17xf32>
      }";
    check(text, &inputs(text, 2)?)?;
    let executable = planned(text)?;
    let plan = executable.plan();
    let body = &regions(plan)[1];
    assert_eq!(body.plan.in_place(2), Some(2), "{}", body.plan);
    // Zeros and counters are made inside; the stack is made where the result is.
    assert_eq!(body.captured.len(), 2, "{}", body.plan);
    // Nothing of what the stack starts from is left, so nobody makes it.
    assert_eq!(plan.kernels().len(), 2, "{plan}");
    // From the second row on, the first is left.
    let partly = text.replacen("dense<0> : tensor<i32>", "dense<1> : tensor<i32>", 1).replace(", %zero", ", %none");
    let partly = partly.replacen("%one =", "%none = stablehlo.constant dense<0> : tensor<i32>\n %one =", 1);
    check(&partly, &inputs(&partly, 2)?)?;
    let executable = planned(&partly)?;
    let plan = executable.plan();
    let stack = plan.buffers()[plan.results()[1]].location;
    assert_eq!(plan.buffers().iter().filter(|buffer| buffer.location == stack).count(), 2, "{plan}");
    Ok(())
}

#[test]
fn a_stack_is_written_in_any_order_that_leaves_nothing() -> Result<()> {
    // The index of each row by the counter, and whether all rows are written.
    for (index, is_whole) in [
        ("stablehlo.subtract %four, %i : tensor<i32>", true),
        ("stablehlo.multiply %i, %two : tensor<i32>", false),
        ("stablehlo.subtract %i, %one : tensor<i32>", false),
        ("stablehlo.add %i, %x : tensor<i32>", false),
    ] {
        let text = format!(
            "func.func @main(%x: tensor<i32>, %s: tensor<5x3xi32>) -> tensor<5x3xi32> {{
               %zero = stablehlo.constant dense<0> : tensor<i32>
               %one = stablehlo.constant dense<1> : tensor<i32>
               %two = stablehlo.constant dense<2> : tensor<i32>
               %four = stablehlo.constant dense<4> : tensor<i32>
               %t = stablehlo.multiply %s, %s : tensor<5x3xi32>
               %0:2 = stablehlo.while(%i = %zero, %stack = %t) : tensor<i32>, tensor<5x3xi32>
                cond {{
                 %1 = stablehlo.compare LE, %i, %four : (tensor<i32>, tensor<i32>) -> tensor<i1>
                 stablehlo.return %1 : tensor<i1>
               }} do {{
                 %1 = {index}
                 %2 = stablehlo.broadcast_in_dim %i, dims = [] : (tensor<i32>) -> tensor<1x3xi32>
                 %3 = stablehlo.dynamic_update_slice %stack, %2, %1, %zero : (tensor<5x3xi32>, tensor<1x3xi32>, tensor<i32>, tensor<i32>) -> tensor<5x3xi32>
                 %4 = stablehlo.add %i, %one : tensor<i32>
                 stablehlo.return %4, %3 : tensor<i32>, tensor<5x3xi32>
               }}
               return %0#1 : tensor<5x3xi32>
             }}"
        );
        check(&text, &inputs(&text, 7)?)?;
        let executable = planned(&text)?;
        let plan = executable.plan();
        assert_eq!(plan.kernels().len(), if is_whole { 1 } else { 2 }, "{plan}");
    }
    Ok(())
}

#[test]
fn what_a_loop_only_reads_is_brought_in_order_once() -> Result<()> {
    let text = "func.func @main(%n: tensor<i32>, %x: tensor<17x33xf32>, %w: tensor<33x33xf32>, %b: tensor<33xf32>) -> tensor<17x33xf32> {
        %zero = stablehlo.constant dense<0> : tensor<i32>
        %one = stablehlo.constant dense<1> : tensor<i32>
        %0:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, tensor<17x33xf32>
         cond {
          %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
          stablehlo.return %1 : tensor<i1>
        } do {
          %1 = stablehlo.add %i, %one : tensor<i32>
          %2 = stablehlo.dot_general %a, %w, contracting_dims = [1] x [1] : (tensor<17x33xf32>, tensor<33x33xf32>) -> tensor<17x33xf32>
          %3 = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<33xf32>) -> tensor<17x33xf32>
          %4 = stablehlo.add %2, %3 : tensor<17x33xf32>
          stablehlo.return %1, %4 : tensor<i32>, tensor<17x33xf32>
        }
        return %0#1 : tensor<17x33xf32>
      }";
    let mut inputs = inputs(text, 8)?;
    for count in [0i32, 1, 2, 3] {
        inputs[0] = Tensor::scalar(count);
        check(text, &inputs)?;
    }
    Ok(())
}

#[test]
fn two_updates_of_one_array_are_made_in_its_place_unless_it_is_read_later() -> Result<()> {
    let text = |read: &str| {
        format!(
            "func.func @main(%x: tensor<9xi32>, %u: tensor<3xi32>, %i: tensor<i32>, %j: tensor<i32>) -> (tensor<9xi32>, tensor<9xi32>) {{
               %0 = stablehlo.multiply %x, %x : tensor<9xi32>
               %1 = stablehlo.dynamic_update_slice %0, %u, %i : (tensor<9xi32>, tensor<3xi32>, tensor<i32>) -> tensor<9xi32>
               %2 = stablehlo.dynamic_update_slice %1, %u, %j : (tensor<9xi32>, tensor<3xi32>, tensor<i32>) -> tensor<9xi32>
               %3 = stablehlo.reverse {read}, dims = [0] : tensor<9xi32>
               return %2, %3 : tensor<9xi32>, tensor<9xi32>
             }}"
        )
    };
    for (read, places) in [("%x", 1), ("%0", 2), ("%1", 2), ("%2", 1)] {
        let text = text(read);
        check(&text, &inputs(&text, 3)?)?;
        let plan = planned(&text)?.plan().clone();
        let mut updated = Vec::new();
        for kernel in plan.kernels() {
            if let Work::Operation { inputs, results, .. } = &kernel.work {
                updated.extend([inputs[0].1, results[0].expect("it is read")].map(|it| plan.buffers()[it].location));
            }
        }
        updated.dedup();
        assert_eq!(updated.len(), places, "{plan}");
    }
    Ok(())
}

#[test]
fn what_a_loop_starts_from_stays_where_something_else_reads_it() -> Result<()> {
    // The start is an argument, twice the same, read after the loop, or read by the loop itself.
    for (starts, captured, read) in [
        (["%x", "%y"], "%x", "%y"),
        (["%s", "%s"], "%x", "%x"),
        (["%s", "%t"], "%x", "%t"),
        (["%s", "%t"], "%s", "%x"),
        (["%t", "%s"], "%x", "%x"),
        (["%k", "%t"], "%x", "%k"),
    ] {
        let text = format!(
            "func.func @main(%n: tensor<i32>, %x: tensor<16xi32>, %y: tensor<16xi32>) -> (tensor<16xi32>, tensor<16xi32>, tensor<16xi32>) {{
               %zero = stablehlo.constant dense<0> : tensor<i32>
               %one = stablehlo.constant dense<1> : tensor<i32>
               %k = stablehlo.constant dense<[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]> : tensor<16xi32>
               %s = stablehlo.multiply %x, %y : tensor<16xi32>
               %t = stablehlo.subtract %x, %y : tensor<16xi32>
               %0:3 = stablehlo.while(%i = %zero, %a = {}, %b = {}) : tensor<i32>, tensor<16xi32>, tensor<16xi32>
                cond {{
                 %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
                 stablehlo.return %1 : tensor<i1>
               }} do {{
                 %1 = stablehlo.add %i, %one : tensor<i32>
                 %2 = stablehlo.add %a, {captured} : tensor<16xi32>
                 %3 = stablehlo.reverse %b, dims = [0] : tensor<16xi32>
                 %4 = stablehlo.subtract %3, %a : tensor<16xi32>
                 stablehlo.return %1, %2, %4 : tensor<i32>, tensor<16xi32>, tensor<16xi32>
               }}
               %5 = stablehlo.negate {read} : tensor<16xi32>
               return %0#1, %0#2, %5 : tensor<16xi32>, tensor<16xi32>, tensor<16xi32>
             }}",
            starts[0], starts[1]
        );
        let mut inputs = inputs(&text, 4)?;
        for count in [0i32, 1, 2, 3] {
            inputs[0] = Tensor::scalar(count);
            check(&text, &inputs)?;
        }
    }
    Ok(())
}

#[test]
fn a_choice_takes_the_last_region_for_what_there_is_none_of() -> Result<()> {
    let text =
        "func.func @main(%n: tensor<i32>, %p: tensor<i1>, %x: tensor<17xf32>) -> (tensor<17xf32>, tensor<17xf32>) {
        %k = stablehlo.constant dense<3.0> : tensor<17xf32>
        %0 = \"stablehlo.case\"(%n) ({
          %1 = stablehlo.add %x, %k : tensor<17xf32>
          stablehlo.return %1 : tensor<17xf32>
        }, {
          stablehlo.return %x : tensor<17xf32>
        }, {
          %1 = stablehlo.negate %x : tensor<17xf32>
          stablehlo.return %1 : tensor<17xf32>
        }) : (tensor<i32>) -> tensor<17xf32>
        %2 = \"stablehlo.if\"(%p) ({
          stablehlo.return %0 : tensor<17xf32>
        }, {
          %3 = stablehlo.multiply %0, %x : tensor<17xf32>
          stablehlo.return %3 : tensor<17xf32>
        }) : (tensor<i1>) -> tensor<17xf32>
        return %0, %2 : tensor<17xf32>, tensor<17xf32>
      }";
    let mut inputs = inputs(text, 5)?;
    for index in [i32::MIN, -1, 0, 1, 2, 3, i32::MAX] {
        for condition in [false, true] {
            inputs[0] = Tensor::scalar(index);
            inputs[1] = Tensor::from_bools(&[], &[condition])?;
            check(text, &inputs)?;
        }
    }
    assert!(!planned(text)?.can_fail());
    Ok(())
}

#[test]
fn what_fails_in_a_region_is_said_with_its_line_and_listed() -> Result<()> {
    let text = "func.func @main(%n: tensor<i32>) -> tensor<i32> {
        %zero = stablehlo.constant dense<0> : tensor<i32>
        %one = stablehlo.constant dense<1> : tensor<i32>
        %three = stablehlo.constant dense<3> : tensor<i32>
        %0 = stablehlo.while(%i = %zero) : tensor<i32>
         cond {
          %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
          stablehlo.return %1 : tensor<i1>
        } do {
          %1 = stablehlo.add %i, %one : tensor<i32>
          %2 = stablehlo.minimum %1, %three : tensor<i32>
          check.expect_eq %1, %2 : tensor<i32>
          stablehlo.return %1 : tensor<i32>
        }
        return %0 : tensor<i32>
      }";
    let module = parse(text)?;
    let executable = planned(text)?;
    assert!(executable.can_fail());
    assert_eq!(executable.evaluated().collect::<Vec<&str>>(), ["check.expect_eq"]);
    let mut workspace = executable.workspace()?;
    for count in [3i32, 4, 2] {
        let inputs = [Tensor::scalar(count)];
        let found = executable.call(&mut workspace, &inputs, &types(&module).1);
        match evaluate(&module, "main", &inputs, Denormals::Flush) {
            Ok(expected) => assert!(found?[0].bit_eq(&expected[0])),
            Err(expected) => {
                let found = found.expect_err("it fails");
                assert!(expected.message().contains("line 12"), "{expected}");
                assert_eq!((found.code(), found.message()), (expected.code(), expected.message()));
            }
        }
    }
    Ok(())
}

#[test]
fn a_loop_that_does_not_end_on_zeros_is_measured() -> Result<()> {
    let text = "func.func @main(%x: tensor<65xf32>) -> tensor<65xf32> {
        %c = stablehlo.constant dense<0.0> : tensor<f32>
        %0 = stablehlo.while(%a = %x) : tensor<65xf32>
         cond {
          %1 = stablehlo.reduce(%a init: %c) applies stablehlo.add across dimensions = [0] : (tensor<65xf32>, tensor<f32>) -> tensor<f32>
          %2 = stablehlo.compare EQ, %1, %c : (tensor<f32>, tensor<f32>) -> tensor<i1>
          stablehlo.return %2 : tensor<i1>
        } do {
          %1 = stablehlo.add %a, %x : tensor<65xf32>
          stablehlo.return %1 : tensor<65xf32>
        }
        return %0 : tensor<65xf32>
      }";
    let executable = planned(text)?;
    assert_eq!(executable.kernel_times()?.len(), executable.plan().kernels().len());
    Ok(())
}

/// A loop of so many values of some integers, each made of others in a way that a number chooses.
fn written(random: &mut Random, values: usize, extent: i64) -> String {
    let ty = format!("tensor<{extent}xi32>");
    let mut pick = |below: usize| random.within(0, below as i64) as usize;
    let starts: Vec<String> = (0..values).map(|_| ["%x", "%y", "%s", "%t", "%k"][pick(5)].to_owned()).collect();
    let carried: String = starts.iter().enumerate().fold(String::new(), |mut text, (place, start)| {
        write!(text, ", %a{place} = {start}").expect("a String takes it");
        text
    });
    let types = vec![ty.as_str(); values].join(", ");
    let mut body = String::new();
    let mut made: Vec<String> =
        (0..values).map(|place| format!("%a{place}")).chain(["%x", "%s"].map(str::to_owned)).collect();
    for place in 0..values + pick(4) {
        let (one, other) = (made[pick(made.len())].clone(), made[pick(made.len())].clone());
        let line = match pick(9) {
            0 => format!("stablehlo.add {one}, {other} : {ty}"),
            1 => format!("stablehlo.subtract {one}, {other} : {ty}"),
            2 => format!("stablehlo.reverse {one}, dims = [0] : {ty}"),
            3 => format!("stablehlo.dynamic_update_slice {one}, %u, %i : ({ty}, tensor<1xi32>, tensor<i32>) -> {ty}"),
            7 => format!(
                "\"stablehlo.scatter\"({one}, %u, %u) <{{scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [0],
                   scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}}> ({{
                 ^bb0(%old: tensor<i32>, %new: tensor<i32>):
                   %sum = stablehlo.add %old, %new : tensor<i32>
                   stablehlo.return %sum : tensor<i32>
                 }}) : ({ty}, tensor<1xi32>, tensor<1xi32>) -> {ty}"
            ),
            4 => format!("stablehlo.dynamic_update_slice {one}, {other}, %i : ({ty}, {ty}, tensor<i32>) -> {ty}"),
            5 => format!(
                "\"stablehlo.if\"(%p) ({{\n stablehlo.return {one} : {ty} \n}}, {{\n %g = stablehlo.negate {other} : {ty}\n stablehlo.return %g : {ty} \n}}) : (tensor<i1>) -> {ty}"
            ),
            6 => format!(
                "stablehlo.while(%j = %i, %q = {one}) : tensor<i32>, {ty} cond {{
                    %c = stablehlo.compare LT, %j, %two : (tensor<i32>, tensor<i32>) -> tensor<i1>
                    stablehlo.return %c : tensor<i1>
                  }} do {{
                    %c = stablehlo.add %j, %one : tensor<i32>
                    %d = stablehlo.xor %q, {other} : {ty}
                    stablehlo.return %c, %d : tensor<i32>, {ty}
                  }}"
            ),
            _ => format!("stablehlo.minimum {one}, %k : {ty}"),
        };
        let results = if line.starts_with("stablehlo.while") { ":2" } else { "" };
        writeln!(body, "%v{place}{results} = {line}").expect("a String takes it");
        made.push(format!("%v{place}{}", if results.is_empty() { "" } else { "#1" }));
    }
    let returned: Vec<String> = (0..values).map(|_| made[pick(made.len())].clone()).collect();
    let results: Vec<String> = (1..=values).map(|place| format!("%0#{place}")).collect();
    let (returned, results) = (returned.join(", "), results.join(", "));
    let read = ["%x", "%s", "%t"][pick(3)];
    let number = values + 1;
    format!(
        "func.func @main(%n: tensor<i32>, %x: {ty}, %y: {ty}, %u: tensor<1xi32>) -> ({types}, {ty}) {{
           %zero = stablehlo.constant dense<0> : tensor<i32>
           %one = stablehlo.constant dense<1> : tensor<i32>
           %two = stablehlo.constant dense<2> : tensor<i32>
           %k = stablehlo.constant dense<7> : {ty}
           %s = stablehlo.multiply %x, %y : {ty}
           %t = stablehlo.subtract %x, %y : {ty}
           %0:{number} = stablehlo.while(%i = %zero{carried}) : tensor<i32>, {types}
            cond {{
             %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %1 : tensor<i1>
           }} do {{
             %next = stablehlo.add %i, %one : tensor<i32>
             %p = stablehlo.compare EQ, %i, %two : (tensor<i32>, tensor<i32>) -> tensor<i1>
             {body}
             stablehlo.return %next, {returned} : tensor<i32>, {types}
           }}
           %last = stablehlo.negate {read} : {ty}
           return {results}, %last : {types}, {ty}
         }}"
    )
}

#[test]
fn what_nests_deeper_than_plans_do_is_left_to_the_evaluator() -> Result<()> {
    let nested = |depth: usize| {
        let mut text = "stablehlo.add %x, %x : tensor<3xi32>".to_owned();
        for level in 0..depth {
            text = format!(
                "\"stablehlo.if\"(%p) ({{\n %y{level} = {text}\n stablehlo.return %y{level} : tensor<3xi32>\n}}, {{
                   stablehlo.return %x : tensor<3xi32>\n}}) : (tensor<i1>) -> tensor<3xi32>"
            );
        }
        format!(
            "func.func @main(%p: tensor<i1>, %x: tensor<3xi32>) -> tensor<3xi32> {{\n %y = {text}\n return %y : tensor<3xi32>\n}}"
        )
    };
    for (depth, evaluated) in [(16, 0), (17, 1), (100, 1)] {
        let text = nested(depth);
        let executable = planned(&text)?;
        assert_eq!(executable.evaluated().count(), evaluated);
        let inputs = [Tensor::from_bools(&[], &[true])?, Tensor::from_slice(&[3], &[1i32, 2, 3])?];
        let types = types(&parse(&text)?).1;
        let found = executable.call(&mut executable.workspace()?, &inputs, &types)?;
        assert_eq!(found[0].as_slice::<i32>(), Some(&[2, 4, 6][..]));
    }
    Ok(())
}

#[test]
fn random_loops_compute_what_the_evaluator_computes() -> Result<()> {
    let mut random = Random(6);
    for round in 0..150 {
        let values = 1 + round % 5;
        let extent = [1, 15, 16, 17, 33, 65][round % 6];
        let text = written(&mut random, values, extent);
        let mut inputs = inputs(&text, round as u64)?;
        for count in [0i32, 1, 4, 5] {
            inputs[0] = Tensor::scalar(count);
            check(&text, &inputs)?;
        }
        // Simplified, with the state in place, and every loop of a kernel cut for three threads.
        let module = Arc::new(simplify(&parse(&text)?)?);
        let executable = Executable::in_parts(Plan::new(&module, "main", &[(1, 0)])?, Duration::ZERO)?;
        let expected = evaluate(&module, "main", &inputs, Denormals::Flush)?;
        let mut held = inputs.iter().map(Tensor::copied).collect::<Result<Vec<Tensor>>>()?;
        let mut given = expected.iter().map(|it| Tensor::zeros(it.dtype(), it.shape())).collect::<Result<Vec<_>>>()?;
        let mut to = given.iter_mut().map(|it| Ok(it.bytes_mut()?.as_mut_ptr())).collect::<Result<Vec<_>>>()?;
        to[0] = held[1].bytes_mut()?.as_mut_ptr();
        let mut from: Vec<*const u8> = held.iter().map(|it| it.bytes().as_ptr()).collect();
        from[1] = to[0];
        let mut workspace = executable.workspace()?;
        executable.set_num_threads(&mut workspace, 3)?;
        executable.bind(&mut workspace, &from, &to)?;
        // SAFETY: each place is an array of its type; the first result has that of the argument that it takes over.
        unsafe { executable.run(&mut workspace) }?;
        for (place, expected) in expected.iter().enumerate() {
            let found = if place == 0 { &held[1] } else { &given[place] };
            assert!(found.bit_eq(expected), "result {place}: {found:?}, not {expected:?} of {inputs:?}\n{text}");
        }
    }
    Ok(())
}
