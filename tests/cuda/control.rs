//! Loops and choices within each other, whose values stay in their places or go from one to another by turns.

use nnx::Result;
use nnx::program::parse;
use nnx::tensor::Tensor;

use super::Cases;
use super::programs::inputs;

const NESTED: &str = include_str!("../data/steps/loops.mlir");

/// Choices in a loop, with a loop in one of them, and a constant that lies in the memory of a region; sums over what is
/// carried, and rows of a stack that are written where they lie.
fn choices() -> String {
    let numbers: Vec<String> = (0..70).map(|place| (place * 37 % 101).to_string()).collect();
    format!(
        "func.func @main(%n: tensor<i32>, %x: tensor<70xf32>) -> (tensor<70xf32>, tensor<6x70xf32>, tensor<f32>) {{
           %zero = stablehlo.constant dense<0> : tensor<i32>
           %one = stablehlo.constant dense<1> : tensor<i32>
           %two = stablehlo.constant dense<2> : tensor<i32>
           %f = stablehlo.constant dense<0.0> : tensor<f32>
           %half = stablehlo.constant dense<0.5> : tensor<70xf32>
           %stack = stablehlo.constant dense<1.0> : tensor<6x70xf32>
           %0:4 = stablehlo.while(%i = %zero, %a = %x, %s = %stack, %t = %f) : tensor<i32>, tensor<70xf32>, tensor<6x70xf32>, tensor<f32>
            cond {{
             %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
             stablehlo.return %1 : tensor<i1>
           }} do {{
             %k = stablehlo.constant dense<[{}]> : tensor<70xi32>
             %1 = stablehlo.convert %k : (tensor<70xi32>) -> tensor<70xf32>
             %2 = stablehlo.remainder %i, %two : tensor<i32>
             %3 = stablehlo.compare EQ, %2, %one : (tensor<i32>, tensor<i32>) -> tensor<i1>
             %4 = \"stablehlo.if\"(%3) ({{
               %5 = stablehlo.reverse %a, dims = [0] : tensor<70xf32>
               %6 = stablehlo.add %5, %1 : tensor<70xf32>
               stablehlo.return %6 : tensor<70xf32>
             }}, {{
               %7:2 = stablehlo.while(%j = %zero, %b = %a) : tensor<i32>, tensor<70xf32>
                cond {{
                 %8 = stablehlo.compare LT, %j, %i : (tensor<i32>, tensor<i32>) -> tensor<i1>
                 stablehlo.return %8 : tensor<i1>
               }} do {{
                 %8 = stablehlo.add %j, %one : tensor<i32>
                 %9 = stablehlo.reverse %b, dims = [0] : tensor<70xf32>
                 %10 = stablehlo.multiply %9, %half : tensor<70xf32>
                 stablehlo.return %8, %10 : tensor<i32>, tensor<70xf32>
               }}
               stablehlo.return %7#1 : tensor<70xf32>
             }}) : (tensor<i1>) -> tensor<70xf32>
             %11 = \"stablehlo.case\"(%i) ({{
               %12 = stablehlo.negate %4 : tensor<70xf32>
               stablehlo.return %12 : tensor<70xf32>
             }}, {{
               stablehlo.return %a : tensor<70xf32>
             }}, {{
               %12 = stablehlo.add %4, %a : tensor<70xf32>
               stablehlo.return %12 : tensor<70xf32>
             }}) : (tensor<i32>) -> tensor<70xf32>
             %13 = stablehlo.reshape %4 : (tensor<70xf32>) -> tensor<1x70xf32>
             %14 = stablehlo.dynamic_update_slice %s, %13, %i, %zero : (tensor<6x70xf32>, tensor<1x70xf32>, tensor<i32>, tensor<i32>) -> tensor<6x70xf32>
             %15 = stablehlo.reduce(%11 init: %t) applies stablehlo.add across dimensions = [0] : (tensor<70xf32>, tensor<f32>) -> tensor<f32>
             %16 = stablehlo.add %i, %one : tensor<i32>
             stablehlo.return %16, %11, %14, %15 : tensor<i32>, tensor<70xf32>, tensor<6x70xf32>, tensor<f32>
           }}
           return %0#1, %0#2, %0#3 : tensor<70xf32>, tensor<6x70xf32>, tensor<f32>
         }}",
        numbers.join(", ")
    )
}

/// Rows are scattered into an array in its place, which starts from what others read, too.
const SCATTERED: &str = "func.func @main(%n: tensor<i32>, %x: tensor<8x5xf32>, %r: tensor<3x1xi32>, %u: tensor<3x5xf32>)
      -> (tensor<8x5xf32>, tensor<8x5xf32>, tensor<8x5xf32>) {
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %one = stablehlo.constant dense<1> : tensor<i32>
    %s = stablehlo.multiply %x, %x : tensor<8x5xf32>
    %0:3 = stablehlo.while(%i = %zero, %a = %s, %b = %s) : tensor<i32>, tensor<8x5xf32>, tensor<8x5xf32>
     cond {
      %1 = stablehlo.compare LT, %i, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %1 : tensor<i1>
    } do {
      %1 = stablehlo.add %i, %one : tensor<i32>
      %2 = stablehlo.broadcast_in_dim %i, dims = [] : (tensor<i32>) -> tensor<3x1xi32>
      %3 = stablehlo.add %r, %2 : tensor<3x1xi32>
      %4 = \"stablehlo.scatter\"(%a, %3, %u) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
      ^bb0(%p: tensor<f32>, %q: tensor<f32>):
        %5 = stablehlo.add %p, %q : tensor<f32>
        stablehlo.return %5 : tensor<f32>
      }) : (tensor<8x5xf32>, tensor<3x1xi32>, tensor<3x5xf32>) -> tensor<8x5xf32>
      %6 = stablehlo.add %b, %s : tensor<8x5xf32>
      stablehlo.return %1, %4, %6 : tensor<i32>, tensor<8x5xf32>, tensor<8x5xf32>
    }
    %7 = stablehlo.negate %s : tensor<8x5xf32>
    return %0#1, %0#2, %7 : tensor<8x5xf32>, tensor<8x5xf32>, tensor<8x5xf32>
  }";

pub(super) fn loops_and_choices() -> Result<()> {
    let mut cases = Cases::default();
    let choices = choices();
    for (name, text, most) in
        [("a loop in a loop", NESTED, 4), ("choices in a loop", &choices, 6), ("a scatter in a loop", SCATTERED, 3)]
    {
        let module = parse(text)?;
        let mut inputs = inputs(&module)?;
        // With all iterations there are, and none; an odd and an even number.
        for count in [0, 1, most - 1, most] {
            inputs[0] = Tensor::scalar(count);
            if text == NESTED {
                inputs[1] = Tensor::scalar(count / 2);
            }
            cases.add(&format!("{name}, {count} times"), &module, "main", inputs.clone())?;
        }
    }
    assert!(cases.left_out.is_empty(), "there is no source for {:?}", cases.left_out);
    let wrong = cases.run()?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
