//! Texts made to take time or memory: what they cost is bounded by their length.

use std::time::{Duration, Instant};

use nnx::Status;
use nnx::program::evaluate::{Options, evaluate_with};
use nnx::program::op::Op;
use nnx::program::{FunctionBuilder, TensorType, Type, parse};
use nnx::tensor::DType;

/// How much longer ten times the work may take. Ten is what it should be, a hundred would be quadratic.
const MOST_FACTOR: f64 = 40.0;

/// The least time that reading this takes.
fn time(text: &str) -> Duration {
    let read = || {
        let start = Instant::now();
        parse(text).unwrap_or_else(|error| panic!("{error}"));
        start.elapsed()
    };
    (0..3).map(|_| read()).min().expect("three times")
}

/// Reading takes a time that is linear in `size`.
fn assert_linear(what: &str, text: impl Fn(usize) -> String, size: usize) {
    let (small, large) = (time(&text(size)), time(&text(10 * size)));
    let factor = large.as_secs_f64() / small.as_secs_f64();
    assert!(factor < MOST_FACTOR, "{what}: {small:?} for {size}, {large:?} for ten times as many");
}

#[test]
fn a_text_that_is_one_line() {
    let text = |count: usize| {
        let operations: String =
            (0..count).map(|index| format!("%{index} = stablehlo.negate %x : tensor<f32> ")).collect();
        format!("func.func @f(%x: tensor<f32>) {{ {operations} return }}")
    };
    assert_linear("operations on one line", text, 2000);
}

#[test]
fn attributes_in_falling_order() {
    let text = |count: usize| {
        let entries: Vec<String> = (0..count).rev().map(|index| format!("a{index:08}")).collect();
        format!("module attributes {{{}}} {{}}", entries.join(", "))
    };
    assert_linear("attributes in falling order", text, 5000);
}

#[test]
fn many_regions_of_one_operation() {
    let text = |count: usize| {
        let regions = vec!["{ stablehlo.return }"; count].join(", ");
        format!("func.func @f(%i: tensor<i32>) {{ \"stablehlo.case\"(%i) ({regions}) : (tensor<i32>) -> ()\n return }}")
    };
    assert_linear("regions of one operation", text, 2000);
}

#[test]
fn attributes_that_stand_for_several_others() {
    let doubled: String = (1..40).map(|index| format!("#a{index} = [#a{0}, #a{0}]\n", index - 1)).collect();
    let text = format!("#a0 = [1]\n{doubled}module attributes {{a = #a39}} {{}}");
    let error = parse(&text).expect_err("two to the power of 39 attributes");
    assert_eq!(error.status(), Some(Status::ResourceExhausted), "{error}");
    assert!(error.message().contains("names of attributes stand for more than"), "{error}");

    let chained: String = (1..100_000).map(|index| format!("#a{index} = [#a{}]\n", index - 1)).collect();
    let error = parse(&format!("#a0 = [1]\n{chained}module {{}}")).expect_err("lists within lists");
    assert!(error.message().contains("attributes nest deeper than 64"), "{error}");

    let used = "#a0 = {x = [1, 2]}\n#a1 = [#a0, #a0]\nmodule attributes {a = #a1} {}";
    assert_eq!(parse(used), parse("module attributes {a = [{x = [1, 2]}, {x = [1, 2]}]} {}"));
}

#[test]
fn tuples_that_share_their_parts() {
    let mut builder = FunctionBuilder::new("f", &[TensorType::scalar(DType::F32).into()]);
    let mut value = builder.arguments()[0];
    let error = (0..60)
        .find_map(|_| match builder.operation(Op::Tuple, &[value, value], &[], &[]) {
            Ok(results) => {
                value = results[0];
                None
            }
            Err(error) => Some(error),
        })
        .expect("two to the power of 60 values");
    assert_eq!(error.status(), Some(Status::InvalidArgument));
    assert!(error.message().contains("a tuple holds more than 65536 values"), "{error}");
    assert!(matches!(builder.value_type(value), Type::Tuple(_)), "what came before is as it was");
}

#[test]
fn rows_without_elements_take_no_time() {
    const TYPE: &str = "tensor<1099511627776x0xf32>";
    let text = format!(
        "func.func @main() -> {TYPE} {{
           %0 = stablehlo.iota dim = 0 : {TYPE}
           %1 = stablehlo.concatenate %0, %0, dim = 1 : ({TYPE}, {TYPE}) -> {TYPE}
           return %1 : {TYPE}
         }}"
    );
    let module = parse(&text).unwrap_or_else(|error| panic!("{error}"));
    let result = evaluate_with(&module, "main", &[], &Options { budget: Some(100), ..Options::default() });
    assert_eq!(result.expect("nothing to do")[0].shape(), [1 << 40, 0]);
}

#[test]
fn a_call_costs_what_its_function_holds() {
    // The branch that is not taken has many values, and room is made for them at each call.
    let values: String = (0..2000).map(|index| format!("%{index} = stablehlo.negate %x : tensor<f32>\n")).collect();
    let text = format!(
        "func.func private @large(%x: tensor<f32>, %p: tensor<i1>) {{
           \"stablehlo.if\"(%p) ({{ {values} stablehlo.return }}, {{ stablehlo.return }}) : (tensor<i1>) -> ()
           return
         }}
         func.func @main() {{
           %x = stablehlo.constant dense<1.0> : tensor<f32>
           %p = stablehlo.constant dense<false> : tensor<i1>
           call @large(%x, %p) : (tensor<f32>, tensor<i1>) -> ()
           return
         }}"
    );
    let module = parse(&text).unwrap_or_else(|error| panic!("{error}"));
    let with = |budget| evaluate_with(&module, "main", &[], &Options { budget: Some(budget), ..Options::default() });
    assert_eq!(with(1000).unwrap_err().status(), Some(Status::ResourceExhausted));
    assert!(with(3000).is_ok());
}
