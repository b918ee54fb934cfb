//! What each pass makes of small programs.

use nnx::plan::simplify::{
    absorb_transposes, algebra, canonical_movement, compare_bits, count_places, cse, dce, decide, fold,
    forward_updates, hoist, inline, place_scalars, remove_marks, simplify, sink, unroll,
};
use nnx::program::parse;

use super::{after, expect, expect_argument, expect_lines, function};

#[test]
fn calls_and_composites_are_replaced_by_what_they_name() {
    expect(
        inline,
        "func.func public @main(%x: tensor<2xf32>) -> tensor<2xf32> {
           %a = call @twice(%x) : (tensor<2xf32>) -> tensor<2xf32>
           %b = stablehlo.composite \"my.twice\" %a {decomposition = @twice} : (tensor<2xf32>) -> tensor<2xf32>
           return %b : tensor<2xf32>
         }
         func.func private @twice(%x: tensor<2xf32>) -> tensor<2xf32> {
           %r = stablehlo.add %x, %x : tensor<2xf32>
           return %r : tensor<2xf32>
         }",
        "func.func public @main(%x: tensor<2xf32>) -> tensor<2xf32> {
           %a = stablehlo.add %x, %x : tensor<2xf32>
           %b = stablehlo.add %a, %a : tensor<2xf32>
           return %b : tensor<2xf32>
         }",
    );
}

#[test]
fn calls_that_would_grow_beyond_all_bounds_stay() {
    let mut text = String::from("func.func private @f0(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> }\n");
    for level in 1..=40 {
        let callee = level - 1;
        let visibility = if level == 40 { "public" } else { "private" };
        text += &format!(
            "func.func {visibility} @f{level}(%x: tensor<f32>) -> tensor<f32> {{
               %a = call @f{callee}(%x) : (tensor<f32>) -> tensor<f32>
               %b = call @f{callee}(%a) : (tensor<f32>) -> tensor<f32>
               return %b : tensor<f32>
             }}\n"
        );
    }
    let inlined = inline(&parse(&text).expect("a module")).expect("calls that double");
    inlined.verify().expect("a module");
    let operations: usize = inlined.functions().iter().map(|function| function.body().operation_count()).sum();
    assert!((1..10_000).contains(&operations), "{operations}");
}

#[test]
fn private_functions_stay_where_no_other_is_there() {
    let text = "func.func private @f(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> }";
    expect(inline, text, text);
}

#[test]
fn marks_go() {
    expect(
        remove_marks,
        "module @m {
           sdy.mesh @empty_mesh = <[]>
           func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
             %a = stablehlo.optimization_barrier %x : tensor<2xf32>
             %r = sdy.sharding_constraint %a <@empty_mesh, [{}]> : tensor<2xf32>
             return %r : tensor<2xf32>
           }
         }",
        "module @m {
           sdy.mesh @empty_mesh = <[]>
           func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
             return %x : tensor<2xf32>
           }
         }",
    );
}

#[test]
fn what_nothing_needs_goes() {
    expect_lines(
        dce,
        "%x: tensor<2xf32>",
        "tensor<2xf32>",
        &[
            "%a = stablehlo.sine %x : tensor<2xf32>",
            "%b = stablehlo.cosine %a : tensor<2xf32>",
            "%r = stablehlo.tanh %x : tensor<2xf32>",
        ],
        &["%r = stablehlo.tanh %x : tensor<2xf32>"],
    );
}

#[test]
fn what_has_an_effect_stays() {
    let text = "func.func @main(%x: tensor<2xf32>) {
                  %a = stablehlo.add %x, %x : tensor<2xf32>
                  check.expect_eq %a, %a : tensor<2xf32>
                  call @check(%a) : (tensor<2xf32>) -> ()
                  %b = stablehlo.custom_call @print(%a) {has_side_effect = true} : (tensor<2xf32>) -> tensor<f32>
                  return
                }
                func.func private @check(%x: tensor<2xf32>) {
                  check.expect_eq %x, %x : tensor<2xf32>
                  return
                }";
    expect(dce, text, text);
}

#[test]
fn a_loop_carries_what_is_needed() {
    expect(
        dce,
        "func.func @main(%n: tensor<i32>, %x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
           %zero = stablehlo.constant dense<0> : tensor<i32>
           %0:3 = stablehlo.while(%i = %zero, %a = %x, %b = %y) : tensor<i32>, tensor<f32>, tensor<f32>
           cond {
             %p = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %p : tensor<i1>
           } do {
             %one = stablehlo.constant dense<1> : tensor<i32>
             %next = stablehlo.add %i, %one : tensor<i32>
             %c = stablehlo.sine %a : tensor<f32>
             %d = stablehlo.add %a, %b : tensor<f32>
             stablehlo.return %next, %c, %d : tensor<i32>, tensor<f32>, tensor<f32>
           }
           return %0#1 : tensor<f32>
         }",
        "func.func @main(%n: tensor<i32>, %x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
           %zero = stablehlo.constant dense<0> : tensor<i32>
           %0:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, tensor<f32>
           cond {
             %p = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %p : tensor<i1>
           } do {
             %one = stablehlo.constant dense<1> : tensor<i32>
             %next = stablehlo.add %i, %one : tensor<i32>
             %c = stablehlo.sine %a : tensor<f32>
             stablehlo.return %next, %c : tensor<i32>, tensor<f32>
           }
           return %0#1 : tensor<f32>
         }",
    );
}

#[test]
fn a_choice_gives_what_is_needed() {
    expect(
        dce,
        "func.func @main(%p: tensor<i1>, %x: tensor<f32>) -> tensor<f32> {
           %0:2 = \"stablehlo.if\"(%p) ({
             %a = stablehlo.sine %x : tensor<f32>
             stablehlo.return %a, %x : tensor<f32>, tensor<f32>
           }, {
             %a = stablehlo.cosine %x : tensor<f32>
             stablehlo.return %a, %a : tensor<f32>, tensor<f32>
           }) : (tensor<i1>) -> (tensor<f32>, tensor<f32>)
           return %0#1 : tensor<f32>
         }",
        "func.func @main(%p: tensor<i1>, %x: tensor<f32>) -> tensor<f32> {
           %0 = \"stablehlo.if\"(%p) ({
             stablehlo.return %x : tensor<f32>
           }, {
             %a = stablehlo.cosine %x : tensor<f32>
             stablehlo.return %a : tensor<f32>
           }) : (tensor<i1>) -> tensor<f32>
           return %0 : tensor<f32>
         }",
    );
}

#[test]
fn what_is_computed_twice_is_computed_once() {
    expect_lines(
        cse,
        "%x: tensor<2xf32>, %y: tensor<2xf32>",
        "tensor<f32>",
        &[
            "%a = stablehlo.add %x, %y : tensor<2xf32>",
            "%b = stablehlo.add %y, %x : tensor<2xf32>",
            "%c = stablehlo.constant dense<0.0> : tensor<f32>",
            "%d = stablehlo.constant dense<0.0> : tensor<f32>",
            "%e = stablehlo.reduce(%a init: %c) applies stablehlo.add across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>",
            "%f = stablehlo.reduce(%b init: %d) applies stablehlo.add across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>",
            "%g = stablehlo.reduce(%b init: %d) applies stablehlo.maximum across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>",
            "%h = stablehlo.multiply %e, %f : tensor<f32>",
            "%r = stablehlo.subtract %h, %g : tensor<f32>",
        ],
        &[
            "%a = stablehlo.add %x, %y : tensor<2xf32>",
            "%c = stablehlo.constant dense<0.0> : tensor<f32>",
            "%e = stablehlo.reduce(%a init: %c) applies stablehlo.add across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>",
            "%g = stablehlo.reduce(%a init: %c) applies stablehlo.maximum across dimensions = [0] : (tensor<2xf32>, tensor<f32>) -> tensor<f32>",
            "%h = stablehlo.multiply %e, %e : tensor<f32>",
            "%r = stablehlo.subtract %h, %g : tensor<f32>",
        ],
    );
}

#[test]
fn zeros_of_two_signs_are_two_constants() {
    let lines = [
        "%a = stablehlo.constant dense<0.0> : tensor<f32>",
        "%b = stablehlo.constant dense<-0.0> : tensor<f32>",
        "%c = stablehlo.atan2 %x, %a : tensor<f32>",
        "%d = stablehlo.atan2 %x, %b : tensor<f32>",
        "%r = stablehlo.add %c, %d : tensor<f32>",
    ];
    let ordered = [lines[0], lines[2], lines[1], lines[3], lines[4]];
    expect_lines(cse, "%x: tensor<f32>", "tensor<f32>", &lines, &ordered);
}

#[test]
fn what_a_region_computes_is_not_used_after_it() {
    let text = "func.func @main(%p: tensor<i1>, %x: tensor<f32>) -> tensor<f32> {
           %0 = \"stablehlo.if\"(%p) ({
             %a = stablehlo.sine %x : tensor<f32>
             stablehlo.return %a : tensor<f32>
           }, {
             %a = stablehlo.sine %x : tensor<f32>
             stablehlo.return %a : tensor<f32>
           }) : (tensor<i1>) -> tensor<f32>
           %1 = stablehlo.sine %x : tensor<f32>
           %2 = stablehlo.add %0, %1 : tensor<f32>
           return %2 : tensor<f32>
         }";
    expect(cse, text, text);
}

#[test]
fn constants_are_evaluated() {
    expect_lines(
        fold,
        "%x: tensor<4xf32>",
        "tensor<4xf32>",
        &[
            "%a = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>",
            "%b = stablehlo.constant dense<3.0> : tensor<4xf32>",
            "%c = stablehlo.multiply %a, %b : tensor<4xf32>",
            "%d = stablehlo.reverse %c, dims = [0] : tensor<4xf32>",
            "%e = stablehlo.subtract %d, %d : tensor<4xf32>",
            "%f = stablehlo.add %d, %e : tensor<4xf32>",
            "%r = stablehlo.add %x, %f : tensor<4xf32>",
        ],
        &[
            "%f = stablehlo.constant dense<[12.0, 9.0, 6.0, 3.0]> : tensor<4xf32>",
            "%r = stablehlo.add %x, %f : tensor<4xf32>",
        ],
    );
}

#[test]
fn one_number_everywhere_is_a_broadcast() {
    expect_lines(
        fold,
        "%x: tensor<4xf32>",
        "tensor<4xf32>",
        &["%a = stablehlo.constant dense<3.0> : tensor<4xf32>", "%r = stablehlo.add %x, %a : tensor<4xf32>"],
        &[
            "%a = stablehlo.constant dense<3.0> : tensor<f32>",
            "%b = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<f32>) -> tensor<4xf32>",
            "%r = stablehlo.add %x, %b : tensor<4xf32>",
        ],
    );
}

#[test]
fn what_is_large_is_not_evaluated() {
    let lines = [
        "%a = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xf32>",
        "%b = stablehlo.broadcast_in_dim %a, dims = [1] : (tensor<2xf32>) -> tensor<4096x2xf32>",
        "%c = stablehlo.sine %b : tensor<4096x2xf32>",
        "%r = stablehlo.add %x, %c : tensor<4096x2xf32>",
    ];
    expect_lines(fold, "%x: tensor<4096x2xf32>", "tensor<4096x2xf32>", &lines, &lines);
}

/// Lines that come to `%x`, all with the constants that they need.
#[track_caller]
fn expect_x(ty: &str, constant: &str, line: &str) {
    let constant = format!("%c = stablehlo.constant dense<{constant}> : {ty}");
    expect_argument(algebra, &format!("%x: {ty}"), ty, &[&constant, line]);
}

#[test]
fn neutral_elements_go() {
    for ty in ["tensor<f32>", "tensor<f64>", "tensor<bf16>"] {
        expect_x(ty, "0.0", &format!("%r = stablehlo.add %x, %c : {ty}"));
        expect_x(ty, "0.0", &format!("%r = stablehlo.add %c, %x : {ty}"));
        expect_x(ty, "0.0", &format!("%r = stablehlo.subtract %x, %c : {ty}"));
        expect_x(ty, "1.0", &format!("%r = stablehlo.multiply %c, %x : {ty}"));
        expect_x(ty, "1.0", &format!("%r = stablehlo.divide %x, %c : {ty}"));
    }
    for ty in ["tensor<i32>", "tensor<ui8>"] {
        expect_x(ty, "0", &format!("%r = stablehlo.or %x, %c : {ty}"));
        expect_x(ty, "0", &format!("%r = stablehlo.shift_left %x, %c : {ty}"));
        expect_x(ty, "1", &format!("%r = stablehlo.multiply %c, %x : {ty}"));
    }
    expect_x("tensor<ui32>", "4294967295", "%r = stablehlo.and %x, %c : tensor<ui32>");
    expect_x("tensor<i32>", "-1", "%r = stablehlo.and %x, %c : tensor<i32>");
    expect_x("tensor<i1>", "true", "%r = stablehlo.and %x, %c : tensor<i1>");
    expect_x("tensor<i1>", "false", "%r = stablehlo.compare NE, %x, %c : (tensor<i1>, tensor<i1>) -> tensor<i1>");
}

#[test]
fn zero_times_a_number_is_zero_for_integers_only() {
    expect_lines(
        algebra,
        "%x: tensor<i32>",
        "tensor<i32>",
        &["%c = stablehlo.constant dense<0> : tensor<i32>", "%r = stablehlo.multiply %x, %c : tensor<i32>"],
        &["%r = stablehlo.constant dense<0> : tensor<i32>"],
    );
    let lines = ["%c = stablehlo.constant dense<0.0> : tensor<f32>", "%r = stablehlo.multiply %x, %c : tensor<f32>"];
    expect_lines(algebra, "%x: tensor<f32>", "tensor<f32>", &lines, &lines);
    let lines = ["%r = stablehlo.subtract %x, %x : tensor<f32>"];
    expect_lines(algebra, "%x: tensor<f32>", "tensor<f32>", &lines, &lines);
    let lines = ["%r = stablehlo.compare EQ, %x, %x : (tensor<f32>, tensor<f32>) -> tensor<i1>"];
    expect_lines(algebra, "%x: tensor<f32>", "tensor<i1>", &lines, &lines);
}

#[test]
fn operations_that_undo_each_other_go() {
    let ty = "tensor<2xf32>";
    let twice = [format!("%a = stablehlo.negate %x : {ty}"), format!("%r = stablehlo.negate %a : {ty}")];
    expect_argument(algebra, &format!("%x: {ty}"), ty, &[&twice[0], &twice[1]]);
    expect_lines(
        algebra,
        "%x: tensor<2xf32>, %y: tensor<2xf32>",
        ty,
        &["%a = stablehlo.negate %x : tensor<2xf32>", "%r = stablehlo.add %a, %y : tensor<2xf32>"],
        &["%r = stablehlo.subtract %y, %x : tensor<2xf32>"],
    );
    expect_argument(
        algebra,
        "%x: tensor<2xf16>",
        "tensor<2xf16>",
        &[
            "%a = stablehlo.convert %x : (tensor<2xf16>) -> tensor<2xf32>",
            "%r = stablehlo.convert %a : (tensor<2xf32>) -> tensor<2xf16>",
        ],
    );
    let narrower = [
        "%a = stablehlo.convert %x : (tensor<2xf32>) -> tensor<2xbf16>",
        "%r = stablehlo.convert %a : (tensor<2xbf16>) -> tensor<2xf32>",
    ];
    expect_lines(algebra, "%x: tensor<2xf32>", "tensor<2xf32>", &narrower, &narrower);
}

#[test]
fn a_division_by_a_power_of_two_is_a_product() {
    expect_lines(
        algebra,
        "%x: tensor<f32>",
        "tensor<f32>",
        &["%c = stablehlo.constant dense<32.0> : tensor<f32>", "%r = stablehlo.divide %x, %c : tensor<f32>"],
        &["%c = stablehlo.constant dense<0.03125> : tensor<f32>", "%r = stablehlo.multiply %x, %c : tensor<f32>"],
    );
    // The reciprocal of 3 is rounded, that of 2^127 is denormal.
    for number in ["3.0", "1.7014118346046923e38"] {
        let constant = format!("%c = stablehlo.constant dense<{number}> : tensor<f32>");
        let lines = [&constant, "%r = stablehlo.divide %x, %c : tensor<f32>"];
        expect_lines(algebra, "%x: tensor<f32>", "tensor<f32>", &lines, &lines);
    }
}

#[test]
fn squares_are_products() {
    let product = ["%r = stablehlo.multiply %x, %x : tensor<2xf32>"];
    let square = ["%r = chlo.square %x : tensor<2xf32> -> tensor<2xf32>"];
    expect_lines(algebra, "%x: tensor<2xf32>", "tensor<2xf32>", &square, &product);
}

#[test]
fn choices_of_constants_are_made() {
    let arguments = "%x: tensor<2xf32>, %y: tensor<2xf32>, %p: tensor<2xi1>";
    expect_argument(
        algebra,
        arguments,
        "tensor<2xf32>",
        &["%r = stablehlo.select %p, %x, %x : tensor<2xi1>, tensor<2xf32>"],
    );
    expect_lines(
        algebra,
        arguments,
        "tensor<2xf32>",
        &["%n = stablehlo.not %p : tensor<2xi1>", "%r = stablehlo.select %n, %x, %y : tensor<2xi1>, tensor<2xf32>"],
        &["%r = stablehlo.select %p, %y, %x : tensor<2xi1>, tensor<2xf32>"],
    );
}

#[test]
fn sums_of_integers_are_regrouped() {
    expect_lines(
        simplify,
        "%x: tensor<8xui32>, %s: tensor<ui32>",
        "tensor<8xui32>",
        &[
            "%a = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<ui32>) -> tensor<8xui32>",
            "%b = stablehlo.constant dense<7> : tensor<8xui32>",
            "%c = stablehlo.add %x, %a : tensor<8xui32>",
            "%r = stablehlo.add %c, %b : tensor<8xui32>",
        ],
        &[
            "%b = stablehlo.constant dense<7> : tensor<ui32>",
            "%c = stablehlo.add %s, %b : tensor<ui32>",
            "%d = stablehlo.broadcast_in_dim %c, dims = [] : (tensor<ui32>) -> tensor<8xui32>",
            "%r = stablehlo.add %x, %d : tensor<8xui32>",
        ],
    );
    let floats = [
        "%a = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<f32>) -> tensor<8xf32>",
        "%c = stablehlo.add %x, %a : tensor<8xf32>",
        "%r = stablehlo.add %c, %a : tensor<8xf32>",
    ];
    expect_lines(simplify, "%x: tensor<8xf32>, %s: tensor<f32>", "tensor<8xf32>", &floats, &floats);
}

#[test]
fn movements_are_composed() {
    expect_lines(
        canonical_movement,
        "%x: tensor<64xf32>",
        "tensor<32x64xf32>",
        &[
            "%a = stablehlo.reshape %x : (tensor<64xf32>) -> tensor<1x64xf32>",
            "%r = stablehlo.broadcast_in_dim %a, dims = [0, 1] : (tensor<1x64xf32>) -> tensor<32x64xf32>",
        ],
        &["%r = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<64xf32>) -> tensor<32x64xf32>"],
    );
    expect_argument(
        canonical_movement,
        "%x: tensor<2x3x4xf32>",
        "tensor<2x3x4xf32>",
        &[
            "%a = stablehlo.transpose %x, dims = [2, 0, 1] : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>",
            "%r = stablehlo.transpose %a, dims = [1, 2, 0] : (tensor<4x2x3xf32>) -> tensor<2x3x4xf32>",
        ],
    );
    expect_argument(
        canonical_movement,
        "%x: tensor<2x3xf32>",
        "tensor<2x3xf32>",
        &[
            "%a = stablehlo.reshape %x : (tensor<2x3xf32>) -> tensor<6xf32>",
            "%b = stablehlo.reshape %a : (tensor<6xf32>) -> tensor<1x6xf32>",
            "%c = stablehlo.transpose %b, dims = [1, 0] : (tensor<1x6xf32>) -> tensor<6x1xf32>",
            "%r = stablehlo.reshape %c : (tensor<6x1xf32>) -> tensor<2x3xf32>",
        ],
    );
    expect_lines(
        canonical_movement,
        "%x: tensor<2x3xf32>",
        "tensor<3x5x2xf32>",
        &["%r = stablehlo.broadcast_in_dim %x, dims = [2, 0] : (tensor<2x3xf32>) -> tensor<3x5x2xf32>"],
        &[
            "%a = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>",
            "%r = stablehlo.broadcast_in_dim %a, dims = [0, 2] : (tensor<3x2xf32>) -> tensor<3x5x2xf32>",
        ],
    );
    expect_lines(
        canonical_movement,
        "%x: tensor<4xf32>",
        "tensor<1x5x4x1xf32>",
        &[
            "%a = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<4xf32>) -> tensor<5x4xf32>",
            "%r = stablehlo.reshape %a : (tensor<5x4xf32>) -> tensor<1x5x4x1xf32>",
        ],
        &["%r = stablehlo.broadcast_in_dim %x, dims = [2] : (tensor<4xf32>) -> tensor<1x5x4x1xf32>"],
    );
}

#[test]
fn slices_look_through_what_was_put_together() {
    expect_argument(
        canonical_movement,
        "%x: tensor<2xf32>, %y: tensor<3xf32>",
        "tensor<2xf32>",
        &[
            "%a = stablehlo.concatenate %y, %x, dim = 0 : (tensor<3xf32>, tensor<2xf32>) -> tensor<5xf32>",
            "%r = stablehlo.slice %a [3:5] : (tensor<5xf32>) -> tensor<2xf32>",
        ],
    );
    expect_lines(
        canonical_movement,
        "%x: tensor<20xf32>",
        "tensor<2xf32>",
        &[
            "%a = stablehlo.slice %x [1:20:3] : (tensor<20xf32>) -> tensor<7xf32>",
            "%r = stablehlo.slice %a [2:6:2] : (tensor<7xf32>) -> tensor<2xf32>",
        ],
        &["%r = stablehlo.slice %x [7:14:6] : (tensor<20xf32>) -> tensor<2xf32>"],
    );
    expect_lines(
        canonical_movement,
        "%x: tensor<9xf32>",
        "tensor<4xf32>",
        &[
            "%c = stablehlo.constant dense<7> : tensor<i32>",
            "%r = stablehlo.dynamic_slice %x, %c, sizes = [4] : (tensor<9xf32>, tensor<i32>) -> tensor<4xf32>",
        ],
        &["%r = stablehlo.slice %x [5:9] : (tensor<9xf32>) -> tensor<4xf32>"],
    );
}

#[test]
fn what_was_written_is_read() {
    let written = |extent: usize| {
        let ty = format!("tensor<{extent}xf32>");
        let update = |name: &str, operand: &str, update: &str, place: &str| {
            format!(
                "%{name} = stablehlo.dynamic_update_slice %{operand}, %{update}, %{place} : ({ty}, tensor<2xf32>, tensor<i32>) -> {ty}"
            )
        };
        [
            "%i = stablehlo.constant dense<0> : tensor<i32>".to_owned(),
            "%j = stablehlo.constant dense<2> : tensor<i32>".to_owned(),
            update("a", "z", "y", "j"),
            update("b", "a", "x", "i"),
        ]
    };
    // One element of %z is left.
    let five = written(5);
    let arguments = "%x: tensor<2xf32>, %y: tensor<2xf32>, %z: tensor<5xf32>";
    for (from, source) in [(0, "%x [0:1]"), (3, "%y [1:2]"), (4, "%z [4:5]")] {
        let to = from + 1;
        let read = format!("%r = stablehlo.slice %b [{from}:{to}] : (tensor<5xf32>) -> tensor<1xf32>");
        let extent = if from == 4 { 5 } else { 2 };
        let found = format!("%r = stablehlo.slice {source} : (tensor<{extent}xf32>) -> tensor<1xf32>");
        let lines: Vec<&str> = five.iter().chain([&read]).map(String::as_str).collect();
        expect_lines(forward_updates, arguments, "tensor<1xf32>", &lines, &[&found]);
    }
    let four = written(4);
    let negated = "%r = stablehlo.negate %b : tensor<4xf32>".to_owned();
    let lines: Vec<&str> = four.iter().chain([&negated]).map(String::as_str).collect();
    let joined = "%b = stablehlo.concatenate %x, %y, dim = 0 : (tensor<2xf32>, tensor<2xf32>) -> tensor<4xf32>";
    let arguments = "%x: tensor<2xf32>, %y: tensor<2xf32>, %z: tensor<4xf32>";
    expect_lines(forward_updates, arguments, "tensor<4xf32>", &lines, &[joined, &negated]);
    // What overlaps does not cover all.
    let over = four[1].replace("dense<2>", "dense<1>");
    let lines = [
        &four[0],
        &four[3].replace("%b", "%a").replace("%a, %x", "%z, %x"),
        &over,
        &four[2].replace("%a", "%r").replace("%z", "%a"),
    ];
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
    expect_lines(forward_updates, arguments, "tensor<4xf32>", &lines, &lines);
}

#[test]
fn movements_go_past_what_computes() {
    expect_lines(
        sink,
        "%x: tensor<64xf32>, %y: tensor<64xf32>, %s: tensor<f32>",
        "tensor<32x64xf32>",
        &[
            "%a = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<64xf32>) -> tensor<32x64xf32>",
            "%b = stablehlo.broadcast_in_dim %y, dims = [1] : (tensor<64xf32>) -> tensor<32x64xf32>",
            "%c = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<f32>) -> tensor<32x64xf32>",
            "%d = stablehlo.add %a, %b : tensor<32x64xf32>",
            "%r = stablehlo.divide %d, %c : tensor<32x64xf32>",
        ],
        &[
            "%d = stablehlo.add %x, %y : tensor<64xf32>",
            "%c = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<f32>) -> tensor<64xf32>",
            "%e = stablehlo.divide %d, %c : tensor<64xf32>",
            "%r = stablehlo.broadcast_in_dim %e, dims = [1] : (tensor<64xf32>) -> tensor<32x64xf32>",
        ],
    );
    expect_lines(
        sink,
        "%s: tensor<f32>, %t: tensor<f32>",
        "tensor<5xf32>",
        &[
            "%a = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<f32>) -> tensor<5xf32>",
            "%b = stablehlo.broadcast_in_dim %t, dims = [] : (tensor<f32>) -> tensor<5xf32>",
            "%r = stablehlo.power %a, %b : tensor<5xf32>",
        ],
        &[
            "%a = stablehlo.power %s, %t : tensor<f32>",
            "%r = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<f32>) -> tensor<5xf32>",
        ],
    );
    // Two broadcasts along different dimensions do not go past what adds them.
    let lines = [
        "%a = stablehlo.broadcast_in_dim %x, dims = [0] : (tensor<4xf32>) -> tensor<4x4xf32>",
        "%b = stablehlo.broadcast_in_dim %x, dims = [1] : (tensor<4xf32>) -> tensor<4x4xf32>",
        "%r = stablehlo.add %a, %b : tensor<4x4xf32>",
    ];
    expect_lines(sink, "%x: tensor<4xf32>", "tensor<4x4xf32>", &lines, &lines);
}

#[test]
fn bounds_and_predicates_without_dimensions_stay_so() {
    expect_lines(
        sink,
        "%p: tensor<i1>, %x: tensor<4xf32>, %y: tensor<4xf32>",
        "tensor<2x2xf32>",
        &[
            "%a = stablehlo.reshape %x : (tensor<4xf32>) -> tensor<2x2xf32>",
            "%b = stablehlo.reshape %y : (tensor<4xf32>) -> tensor<2x2xf32>",
            "%r = stablehlo.select %p, %a, %b : tensor<i1>, tensor<2x2xf32>",
        ],
        &[
            "%a = stablehlo.select %p, %x, %y : tensor<i1>, tensor<4xf32>",
            "%r = stablehlo.reshape %a : (tensor<4xf32>) -> tensor<2x2xf32>",
        ],
    );
}

#[test]
fn counters_of_places_are_one_iota() {
    expect_lines(
        simplify,
        "",
        "tensor<32x64xui32>",
        &[
            "%a = stablehlo.iota dim = 0 : tensor<32x64xui64>",
            "%b = stablehlo.iota dim = 1 : tensor<32x64xui64>",
            "%c = stablehlo.constant dense<64> : tensor<32x64xui64>",
            "%d = stablehlo.multiply %c, %a : tensor<32x64xui64>",
            "%e = stablehlo.add %d, %b : tensor<32x64xui64>",
            "%f = stablehlo.constant dense<32> : tensor<32x64xui64>",
            "%g = stablehlo.shift_right_logical %e, %f : tensor<32x64xui64>",
            "%h = stablehlo.add %e, %g : tensor<32x64xui64>",
            "%r = stablehlo.convert %h : (tensor<32x64xui64>) -> tensor<32x64xui32>",
        ],
        &[
            "%a = stablehlo.iota dim = 0 : tensor<2048xui32>",
            "%r = stablehlo.reshape %a : (tensor<2048xui32>) -> tensor<32x64xui32>",
        ],
    );
}

#[test]
fn comparisons_of_places_are_known() {
    expect_lines(
        count_places,
        "",
        "tensor<8xi1>",
        &[
            "%a = stablehlo.iota dim = 0 : tensor<8xi32>",
            "%s = stablehlo.constant dense<8> : tensor<i32>",
            "%c = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<i32>) -> tensor<8xi32>",
            "%r = stablehlo.compare LT, %a, %c : (tensor<8xi32>, tensor<8xi32>) -> tensor<8xi1>",
        ],
        &[
            "%a = stablehlo.constant dense<true> : tensor<i1>",
            "%r = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<i1>) -> tensor<8xi1>",
        ],
    );
    // 300 does not fit: the numbers wrap.
    let lines = [
        "%a = stablehlo.iota dim = 0 : tensor<300xui8>",
        "%s = stablehlo.constant dense<255> : tensor<ui8>",
        "%c = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<ui8>) -> tensor<300xui8>",
        "%r = stablehlo.compare LE, %a, %c : (tensor<300xui8>, tensor<300xui8>) -> tensor<300xi1>",
    ];
    expect_lines(count_places, "", "tensor<300xi1>", &lines, &lines);
}

#[test]
fn random_bits_are_compared_as_they_are() {
    let unit = [
        "%nine = stablehlo.constant dense<9> : tensor<ui32>",
        "%one = stablehlo.constant dense<1065353216> : tensor<ui32>",
        "%first = stablehlo.constant dense<1.0> : tensor<f32>",
        "%a = stablehlo.shift_right_logical %x, %nine : tensor<ui32>",
        "%b = stablehlo.or %a, %one : tensor<ui32>",
        "%c = stablehlo.bitcast_convert %b : (tensor<ui32>) -> tensor<f32>",
        "%d = stablehlo.subtract %c, %first : tensor<f32>",
    ];
    let compare = |direction: &str, bound: &str| {
        let bound = format!("%p = stablehlo.constant dense<{bound}> : tensor<f32>");
        let line = format!("%r = stablehlo.compare {direction}, %d, %p : (tensor<f32>, tensor<f32>) -> tensor<i1>");
        (bound, line)
    };
    // 0.8 in f32 is 13421773 / 2^24, and 6710887 of the 2^23 numbers are below it; 0.5 is one of them.
    for (direction, bound, becomes) in [
        ("LT", "0.8", "LT"),
        ("GE", "0.8", "GE"),
        ("LE", "0.8", "LT"),
        ("GT", "0.8", "GE"),
        ("LT", "0.5", "LT"),
        ("LE", "0.5", "LT"),
    ] {
        let (constant, line) = compare(direction, bound);
        let below: u32 = match (direction, bound) {
            (_, "0.8") => 6710887,
            ("LE", _) => (1 << 22) + 1,
            _ => 1 << 22,
        };
        let limit = format!("%l = stablehlo.constant dense<{}> : tensor<ui32>", below << 9);
        let compared = format!("%r = stablehlo.compare {becomes}, %x, %l : (tensor<ui32>, tensor<ui32>) -> tensor<i1>");
        let before = [&unit[..], &[&constant, &line]].concat();
        expect_lines(compare_bits, "%x: tensor<ui32>", "tensor<i1>", &before, &[&limit, &compared]);
    }
    for (direction, bound, value) in
        [("LT", "1.0", true), ("GE", "-0.5", true), ("LT", "0.0", false), ("GT", "2.0", false)]
    {
        let (constant, line) = compare(direction, bound);
        let before = [&unit[..], &[&constant, &line]].concat();
        let value = format!("%r = stablehlo.constant dense<{value}> : tensor<i1>");
        expect_lines(compare_bits, "%x: tensor<ui32>", "tensor<i1>", &before, &[&value]);
    }
    // Nothing is below a NaN, which no integer says.
    let (constant, line) = compare("LT", "0x7FC00000");
    let lines = [unit[1], unit[0], unit[2], unit[3], unit[4], unit[5], unit[6], &constant, &line];
    let found = after(compare_bits, &function("%x: tensor<ui32>", &lines, "tensor<i1>")).expect("a module");
    assert!(found.to_string().contains("bitcast_convert"), "{found}");
}

#[test]
fn products_absorb_transposes() {
    expect_lines(
        absorb_transposes,
        "%x: tensor<32x64xf32>, %g: tensor<32x3xf32>",
        "tensor<64x3xf32>",
        &[
            "%a = stablehlo.dot_general %g, %x, contracting_dims = [0] x [0] : (tensor<32x3xf32>, tensor<32x64xf32>) -> tensor<3x64xf32>",
            "%r = stablehlo.transpose %a, dims = [1, 0] : (tensor<3x64xf32>) -> tensor<64x3xf32>",
        ],
        &[
            "%r = stablehlo.dot_general %x, %g, contracting_dims = [0] x [0] : (tensor<32x64xf32>, tensor<32x3xf32>) -> tensor<64x3xf32>",
        ],
    );
    expect_lines(
        absorb_transposes,
        "%x: tensor<7x4x5xf32>, %y: tensor<5x7x6xf32>",
        "tensor<7x4x6xf32>",
        &[
            "%a = stablehlo.transpose %y, dims = [1, 0, 2] : (tensor<5x7x6xf32>) -> tensor<7x5x6xf32>",
            "%r = stablehlo.dot_general %x, %a, batching_dims = [0] x [0], contracting_dims = [2] x [1] : (tensor<7x4x5xf32>, tensor<7x5x6xf32>) -> tensor<7x4x6xf32>",
        ],
        &[
            "%r = stablehlo.dot_general %x, %y, batching_dims = [0] x [1], contracting_dims = [2] x [0] : (tensor<7x4x5xf32>, tensor<5x7x6xf32>) -> tensor<7x4x6xf32>",
        ],
    );
    // Two free dimensions that change places cannot be absorbed.
    let lines = [
        "%a = stablehlo.transpose %x, dims = [1, 0, 2] : (tensor<2x3x4xf32>) -> tensor<3x2x4xf32>",
        "%r = stablehlo.dot_general %a, %y, contracting_dims = [2] x [0] : (tensor<3x2x4xf32>, tensor<4x5xf32>) -> tensor<3x2x5xf32>",
    ];
    let arguments = "%x: tensor<2x3x4xf32>, %y: tensor<4x5xf32>";
    expect_lines(absorb_transposes, arguments, "tensor<3x2x5xf32>", &lines, &lines);
}

/// A loop from 0 to `limit` that doubles `%x`.
fn loop_to(limit: &str) -> String {
    format!(
        "func.func @main(%x: tensor<f32>, %n: tensor<i32>) -> tensor<f32> {{
           %zero = stablehlo.constant dense<0> : tensor<i32>
           %c = stablehlo.constant dense<{limit}> : tensor<i32>
           %0:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, tensor<f32>
           cond {{
             %p = stablehlo.compare LT, %i, %c : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %p : tensor<i1>
           }} do {{
             %one = stablehlo.constant dense<1> : tensor<i32>
             %next = stablehlo.add %i, %one : tensor<i32>
             %b = stablehlo.add %a, %a : tensor<f32>
             stablehlo.return %next, %b : tensor<i32>, tensor<f32>
           }}
           return %0#1 : tensor<f32>
         }}"
    )
}

#[test]
fn loops_that_count_are_written_out() {
    expect(
        unroll,
        &loop_to("3"),
        "func.func @main(%x: tensor<f32>, %n: tensor<i32>) -> tensor<f32> {
           %a = stablehlo.add %x, %x : tensor<f32>
           %b = stablehlo.add %a, %a : tensor<f32>
           %c = stablehlo.add %b, %b : tensor<f32>
           return %c : tensor<f32>
         }",
    );
    let never = "func.func @main(%x: tensor<f32>, %n: tensor<i32>) -> tensor<f32> { return %x : tensor<f32> }";
    expect(unroll, &loop_to("-5"), never);
    for long in [loop_to("100000"), loop_to("3").replace("%i, %c", "%i, %n")] {
        let module = parse(&long).expect("a module");
        expect(unroll, &long, &place_scalars(&module).expect("its constants moved").to_string());
    }
}

/// Loops in loops, each of which runs so often: makes `%b{level}` of `%{of}`.
fn nested_loops(counts: &[usize], level: usize, of: &str) -> String {
    let Some((count, inner)) = counts.split_first() else {
        return format!("%b{level} = stablehlo.sine %{of} : tensor<f32>");
    };
    let next = level + 1;
    let inner = nested_loops(inner, next, &format!("x{level}"));
    format!(
        "%z{level} = stablehlo.constant dense<0> : tensor<i32>
         %l{level}:2 = stablehlo.while(%i{level} = %z{level}, %x{level} = %{of}) : tensor<i32>, tensor<f32>
         cond {{
           %c = stablehlo.constant dense<{count}> : tensor<i32>
           %p = stablehlo.compare LT, %i{level}, %c : (tensor<i32>, tensor<i32>) -> tensor<i1>
           stablehlo.return %p : tensor<i1>
         }} do {{
           %o{level} = stablehlo.constant dense<1> : tensor<i32>
           %n{level} = stablehlo.add %i{level}, %o{level} : tensor<i32>
           {inner}
           stablehlo.return %n{level}, %b{next} : tensor<i32>, tensor<f32>
         }}
         %b{level} = stablehlo.cosine %l{level}#1 : tensor<f32>"
    )
}

#[test]
fn loops_in_loops_are_not_written_out_beyond_all_bounds() {
    let operations = |counts: &[usize]| {
        let loops = nested_loops(counts, 0, "a");
        let text = format!("func.func @main(%a: tensor<f32>) -> tensor<f32> {{ {loops} return %b0 : tensor<f32> }}");
        let simple = simplify(&parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))).expect("a module");
        simple.functions()[0].body().operation_count()
    };
    assert_eq!(operations(&[2, 3]), 2 * 4 + 1);
    assert!(operations(&[50, 50, 50]) < 2000);
    assert!(operations(&[7; 20]) < 2000);
}

#[test]
fn deep_programs_are_simplified() {
    let mut text = String::from("func.func @main(%p: tensor<i1>, %x: tensor<f32>) -> tensor<f32> {\n");
    let depth = 900;
    for level in 0..depth {
        text += &format!("%r{level} = \"stablehlo.if\"(%p) ({{\n");
    }
    text += "%s = stablehlo.sine %x : tensor<f32>\nstablehlo.return %s : tensor<f32>\n";
    for level in (0..depth).rev() {
        text += "}, {\nstablehlo.return %x : tensor<f32>\n}) : (tensor<i1>) -> tensor<f32>\n";
        let last = if level == 0 { "return" } else { "stablehlo.return" };
        text += &format!("{last} %r{level} : tensor<f32>\n");
    }
    text += "}";
    expect(simplify, &text, &text);
}

#[test]
fn what_a_loop_does_not_change_leaves_it() {
    expect(
        |module| simplify(&hoist(module)?),
        "func.func @main(%n: tensor<i32>, %x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
           %zero = stablehlo.constant dense<0> : tensor<i32>
           %0:4 = stablehlo.while(%i = %zero, %a = %x, %b = %y, %m = %n) : tensor<i32>, tensor<f32>, tensor<f32>, tensor<i32>
           cond {
             %p = stablehlo.compare LT, %i, %m : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %p : tensor<i1>
           } do {
             %one = stablehlo.constant dense<1> : tensor<i32>
             %next = stablehlo.add %i, %one : tensor<i32>
             %c = stablehlo.sine %b : tensor<f32>
             %d = stablehlo.multiply %a, %c : tensor<f32>
             stablehlo.return %next, %d, %b, %m : tensor<i32>, tensor<f32>, tensor<f32>, tensor<i32>
           }
           return %0#1 : tensor<f32>
         }",
        "func.func @main(%n: tensor<i32>, %x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
           %zero = stablehlo.constant dense<0> : tensor<i32>
           %one = stablehlo.constant dense<1> : tensor<i32>
           %c = stablehlo.sine %y : tensor<f32>
           %0:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, tensor<f32>
           cond {
             %p = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %p : tensor<i1>
           } do {
             %next = stablehlo.add %i, %one : tensor<i32>
             %d = stablehlo.multiply %a, %c : tensor<f32>
             stablehlo.return %next, %d : tensor<i32>, tensor<f32>
           }
           return %0#1 : tensor<f32>
         }",
    );
}

#[test]
fn choices_that_are_made_go() {
    for (choice, taken) in [("true", "sine"), ("false", "cosine")] {
        expect(
            decide,
            &format!(
                "func.func @main(%x: tensor<f32>) -> tensor<f32> {{
                   %p = stablehlo.constant dense<{choice}> : tensor<i1>
                   %0 = \"stablehlo.if\"(%p) ({{
                     %a = stablehlo.sine %x : tensor<f32>
                     stablehlo.return %a : tensor<f32>
                   }}, {{
                     %a = stablehlo.cosine %x : tensor<f32>
                     stablehlo.return %a : tensor<f32>
                   }}) : (tensor<i1>) -> tensor<f32>
                   return %0 : tensor<f32>
                 }}"
            ),
            &format!(
                "func.func @main(%x: tensor<f32>) -> tensor<f32> {{
                   %a = stablehlo.{taken} %x : tensor<f32>
                   return %a : tensor<f32>
                 }}"
            ),
        );
    }
}

#[test]
fn a_reduction_of_single_elements_is_its_operation() {
    expect_lines(
        decide,
        "%x: tensor<1x4xf32>, %s: tensor<f32>",
        "tensor<4xf32>",
        &[
            "%r = stablehlo.reduce(%x init: %s) applies stablehlo.maximum across dimensions = [0] : (tensor<1x4xf32>, tensor<f32>) -> tensor<4xf32>",
        ],
        &[
            "%a = stablehlo.reshape %x : (tensor<1x4xf32>) -> tensor<4xf32>",
            "%b = stablehlo.broadcast_in_dim %s, dims = [] : (tensor<f32>) -> tensor<4xf32>",
            "%r = stablehlo.maximum %b, %a : tensor<4xf32>",
        ],
    );
}

#[test]
fn what_no_pass_knows_stays() {
    let text = "func.func @main(%x: tensor<2xf32>) -> (tensor<2xf32>, tuple<tensor<2xf32>, !stablehlo.token>) {
                  %t = stablehlo.after_all : !stablehlo.token
                  %a = stablehlo.custom_call @my.call(%x) : (tensor<2xf32>) -> tensor<2xf32>
                  %b = stablehlo.custom_call @my.call(%x) : (tensor<2xf32>) -> tensor<2xf32>
                  %c = stablehlo.tuple %b, %t : tuple<tensor<2xf32>, !stablehlo.token>
                  return %a, %c : tensor<2xf32>, tuple<tensor<2xf32>, !stablehlo.token>
                }";
    expect(simplify, text, text);
}

#[test]
fn what_is_said_of_functions_and_arguments_stays() {
    let text = "module @jit_step attributes {mhlo.num_replicas = 1 : i32} {
                  func.func public @main(%arg0: tensor<2xf32> {tf.aliasing_output = 0 : i32}) -> (tensor<2xf32> {jax.result_info = \"result\"}) {
                    %0 = stablehlo.tanh %arg0 : tensor<2xf32>
                    return %0 : tensor<2xf32>
                  }
                }";
    expect(simplify, text, text);
}
