// Rows are summed.
func.func @rows() {
  %input = stablehlo.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %result = stablehlo.reduce(%input init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<2x3xi32>, tensor<i32>) -> tensor<2xi32>
  check.expect_eq_const %result, dense<[6, 15]> : tensor<2xi32>
  func.return
}

// The initial value takes part, once.
func.func @initial_value() {
  %input = stablehlo.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi8>
  %init = stablehlo.constant dense<100> : tensor<i8>
  %result = stablehlo.reduce(%input init: %init) applies stablehlo.add across dimensions = [0] : (tensor<2x2xi8>, tensor<i8>) -> tensor<2xi8>
  check.expect_eq_const %result, dense<[104, 106]> : tensor<2xi8>
  func.return
}

// Elements come in row-major order, also where the dimensions are named in another: the last one stays.
func.func @order() {
  %input = stablehlo.constant dense<[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]> : tensor<2x2x2xi64>
  %zero = stablehlo.constant dense<0> : tensor<i64>
  %result = stablehlo.reduce(%input init: %zero) across dimensions = [2, 0] : (tensor<2x2x2xi64>, tensor<i64>) -> tensor<2xi64>
   reducer(%before: tensor<i64>, %element: tensor<i64>) {
    %ten = stablehlo.constant dense<10> : tensor<i64>
    %0 = stablehlo.multiply %before, %ten : tensor<i64>
    %1 = stablehlo.add %0, %element : tensor<i64>
    stablehlo.return %1 : tensor<i64>
  }
  check.expect_eq_const %result, dense<[1256, 3478]> : tensor<2xi64>
  func.return
}

// Nothing is reduced: every element meets the initial value.
func.func @no_dimension() {
  %input = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %init = stablehlo.constant dense<0.5> : tensor<f32>
  %result = stablehlo.reduce(%input init: %init) applies stablehlo.multiply across dimensions = [] : (tensor<2xf32>, tensor<f32>) -> tensor<2xf32>
  check.expect_eq_const %result, dense<[0.5, 1.0]> : tensor<2xf32>
  func.return
}

// Of no elements the initial value is left.
func.func @no_elements() {
  %input = stablehlo.constant dense<> : tensor<2x0xf32>
  %init = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %result = stablehlo.reduce(%input init: %init) applies stablehlo.maximum across dimensions = [1] : (tensor<2x0xf32>, tensor<f32>) -> tensor<2xf32>
  check.expect_eq_const %result, dense<0xFF800000> : tensor<2xf32>
  func.return
}

// Whether any is true.
func.func @bools() {
  %input = stablehlo.constant dense<[[true, false], [false, false]]> : tensor<2x2xi1>
  %false = stablehlo.constant dense<false> : tensor<i1>
  %result = stablehlo.reduce(%input init: %false) applies stablehlo.or across dimensions = [1] : (tensor<2x2xi1>, tensor<i1>) -> tensor<2xi1>
  check.expect_eq_const %result, dense<[true, false]> : tensor<2xi1>
  func.return
}

// The largest and where it is: two inputs are reduced together, and the first of equal ones wins.
func.func @largest_and_where() {
  %values = stablehlo.constant dense<[[3.0, 7.0, 7.0], [-1.0, -4.0, -2.0]]> : tensor<2x3xf32>
  %indices = stablehlo.constant dense<[[0, 1, 2], [0, 1, 2]]> : tensor<2x3xi32>
  %lowest = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %result:2 = stablehlo.reduce(%values init: %lowest), (%indices init: %zero) across dimensions = [1] : (tensor<2x3xf32>, tensor<2x3xi32>, tensor<f32>, tensor<i32>) -> (tensor<2xf32>, tensor<2xi32>)
   reducer(%a: tensor<f32>, %b: tensor<f32>) (%i: tensor<i32>, %j: tensor<i32>) {
    %0 = stablehlo.compare GE, %a, %b, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %1 = stablehlo.select %0, %a, %b : tensor<i1>, tensor<f32>
    %2 = stablehlo.select %0, %i, %j : tensor<i1>, tensor<i32>
    stablehlo.return %1, %2 : tensor<f32>, tensor<i32>
  }
  check.expect_eq_const %result#0, dense<[7.0, -1.0]> : tensor<2xf32>
  check.expect_eq_const %result#1, dense<[1, 0]> : tensor<2xi32>
  func.return
}

// A region of a wider dtype: 257 is no number of bf16, but of f32.
func.func @promoted() {
  %input = stablehlo.constant dense<[256.0, 1.0, 1.0]> : tensor<3xbf16>
  %zero = stablehlo.constant dense<0.0> : tensor<bf16>
  %result = "stablehlo.reduce"(%input, %zero) <{dimensions = array<i64: 0>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = stablehlo.add %a, %b : tensor<f32>
    stablehlo.return %0 : tensor<f32>
  }) : (tensor<3xbf16>, tensor<bf16>) -> tensor<f32>
  check.expect_eq_const %result, dense<258.0> : tensor<f32>
  func.return
}

// Every sum of the region is rounded to its dtype: 256 + 1 is 256 in bf16.
func.func @rounded_each_time() {
  %input = stablehlo.constant dense<[256.0, 1.0, 1.0]> : tensor<3xbf16>
  %zero = stablehlo.constant dense<0.0> : tensor<bf16>
  %result = stablehlo.reduce(%input init: %zero) applies stablehlo.add across dimensions = [0] : (tensor<3xbf16>, tensor<bf16>) -> tensor<bf16>
  check.expect_eq_const %result, dense<256.0> : tensor<bf16>
  func.return
}
