// The gradient of max pooling: each goes to the largest of its window, the first of equal ones.
func.func @pooling() {
  %operand = stablehlo.constant dense<[[1.0, 5.0, 2.0, 2.0], [3.0, 5.0, 2.0, 1.0]]> : tensor<2x4xf32>
  %source = stablehlo.constant dense<[[10.0, 20.0]]> : tensor<1x2xf32>
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %result = "stablehlo.select_and_scatter"(%operand, %source, %zero) <{window_dimensions = array<i64: 2, 2>, window_strides = array<i64: 2, 2>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = stablehlo.compare GE, %a, %b, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }, {
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %0 : tensor<f32>
  }) : (tensor<2x4xf32>, tensor<1x2xf32>, tensor<f32>) -> tensor<2x4xf32>
  check.expect_eq_const %result, dense<[[0.0, 10.0, 20.0, 0.0], [0.0, 0.0, 0.0, 0.0]]> : tensor<2x4xf32>
  func.return
}

// Windows overlap: one element is selected three times, and what goes there is added to the initial value.
func.func @overlapping() {
  %operand = stablehlo.constant dense<[1, 2, 9, 3, 4]> : tensor<5xi32>
  %source = stablehlo.constant dense<[1, 20, 300]> : tensor<3xi32>
  %init = stablehlo.constant dense<5000> : tensor<i32>
  %result = "stablehlo.select_and_scatter"(%operand, %source, %init) <{window_dimensions = array<i64: 3>}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %0 = stablehlo.compare GE, %a, %b, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %0 = stablehlo.add %a, %b : tensor<i32>
    stablehlo.return %0 : tensor<i32>
  }) : (tensor<5xi32>, tensor<3xi32>, tensor<i32>) -> tensor<5xi32>
  check.expect_eq_const %result, dense<[5000, 5000, 5321, 5000, 5000]> : tensor<5xi32>
  func.return
}

// Padding is never selected, though -1 is less than the zeros that would stand there.
func.func @padding_is_not_selected() {
  %operand = stablehlo.constant dense<[-1, -2]> : tensor<2xi64>
  %source = stablehlo.constant dense<[1, 2]> : tensor<2xi64>
  %zero = stablehlo.constant dense<0> : tensor<i64>
  %result = "stablehlo.select_and_scatter"(%operand, %source, %zero) <{padding = dense<[[1, 1]]> : tensor<1x2xi64>, window_dimensions = array<i64: 2>, window_strides = array<i64: 2>}> ({
  ^bb0(%a: tensor<i64>, %b: tensor<i64>):
    %0 = stablehlo.compare GE, %a, %b, SIGNED : (tensor<i64>, tensor<i64>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }, {
  ^bb0(%a: tensor<i64>, %b: tensor<i64>):
    %0 = stablehlo.add %a, %b : tensor<i64>
    stablehlo.return %0 : tensor<i64>
  }) : (tensor<2xi64>, tensor<2xi64>, tensor<i64>) -> tensor<2xi64>
  check.expect_eq_const %result, dense<[1, 2]> : tensor<2xi64>
  func.return
}

// A window with nothing but padding: what belongs to it goes nowhere.
func.func @only_padding() {
  %operand = stablehlo.constant dense<[7]> : tensor<1xi32>
  %source = stablehlo.constant dense<[1, 2, 4]> : tensor<3xi32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %result = "stablehlo.select_and_scatter"(%operand, %source, %zero) <{padding = dense<[[2, 0]]> : tensor<1x2xi64>, window_dimensions = array<i64: 1>, window_strides = array<i64: 1>}> ({
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %0 = stablehlo.compare GE, %a, %b, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<i32>):
    %0 = stablehlo.add %a, %b : tensor<i32>
    stablehlo.return %0 : tensor<i32>
  }) : (tensor<1xi32>, tensor<3xi32>, tensor<i32>) -> tensor<1xi32>
  check.expect_eq_const %result, dense<[4]> : tensor<1xi32>
  func.return
}

// Scattered in a wider dtype: 257 is no number of bf16, but of f32.
func.func @promoted() {
  %operand = stablehlo.constant dense<[1.0, 2.0, 1.0]> : tensor<3xbf16>
  %source = stablehlo.constant dense<[256.0, 1.0]> : tensor<2xbf16>
  %zero = stablehlo.constant dense<0.0> : tensor<bf16>
  %result = "stablehlo.select_and_scatter"(%operand, %source, %zero) <{window_dimensions = array<i64: 2>}> ({
  ^bb0(%a: tensor<bf16>, %b: tensor<bf16>):
    %0 = stablehlo.compare GE, %a, %b, FLOAT : (tensor<bf16>, tensor<bf16>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }, {
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %0 : tensor<f32>
  }) : (tensor<3xbf16>, tensor<2xbf16>, tensor<bf16>) -> tensor<3xf32>
  check.expect_eq_const %result, dense<[0.0, 257.0, 0.0]> : tensor<3xf32>
  func.return
}
