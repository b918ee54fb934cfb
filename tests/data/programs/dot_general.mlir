// Matrices, as always.
func.func @matrices_of_integers() {
  %lhs = stablehlo.constant dense<[[2, 5, 4], [0, 5, 5]]> : tensor<2x3xi32>
  %rhs = stablehlo.constant dense<[[5, -5], [-1, 1], [-2, -1]]> : tensor<3x2xi32>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [1] x [0] : (tensor<2x3xi32>, tensor<3x2xi32>) -> tensor<2x2xi32>
  check.expect_eq_const %result, dense<[[-3, -9], [-15, 0]]> : tensor<2x2xi32>
  func.return
}

// Pairs of contracted dimensions stand in any order; batch dimensions lead the result.
func.func @several_contracted_dimensions() {
  %lhs = stablehlo.constant dense<[[[[-2.75, 2.0, 2.75, -1.5], [2.25, -0.75, -1.25, -1.0]], [[-2.25, 3.0, -2.5, -0.5], [0.75, 0.0, -2.5, 2.75]]], [[[2.25, 2.5, -2.25, -0.75], [-0.5, -1.25, -3.0, 2.0]], [[1.5, -2.5, -2.0, -0.75], [2.5, 2.25, -2.25, 2.5]]], [[[-1.25, -1.75, 3.0, -2.75], [-3.0, 1.75, -1.5, 0.75]], [[-1.0, -1.75, -0.5, 0.0], [-2.25, -2.75, 3.0, 1.25]]]]> : tensor<3x2x2x4xf32>
  %rhs = stablehlo.constant dense<[[[[-1.0, 0.25, 3.0], [1.25, 0.5, -2.5]], [[-2.75, 1.0, 1.0], [-0.75, 0.25, 0.0]], [[2.25, -1.0, 0.25], [0.75, 1.5, 0.5]], [[0.5, 0.75, -2.75], [-2.75, -1.25, -1.75]]], [[[2.75, -2.75, 0.5], [-0.75, 2.25, 0.0]], [[-2.25, -2.5, 1.75], [1.0, 1.75, 0.0]], [[0.25, 0.0, 0.5], [0.5, -3.0, 2.75]], [[0.25, 0.5, 1.75], [-2.5, 0.75, -2.25]]]]> : tensor<2x4x2x3xf32>
  %result = stablehlo.dot_general %lhs, %rhs, batching_dims = [2] x [2], contracting_dims = [3, 1] x [1, 0] : (tensor<3x2x2x4xf32>, tensor<2x4x2x3xf32>) -> tensor<2x3x3xf32>
  check.expect_eq_const %result, dense<[[[-11.0, -4.125, 0.5625], [-5.5, 6.5, 4.8125], [12.5, 0.0, -1.0]], [[-3.5, 11.5625, -17.5625], [-14.4375, 10.625, -15.5625], [-10.9375, -22.1875, 10.875]]]> : tensor<2x3x3xf32>
  func.return
}

// Nothing is left but the batch, in the order in which its dimensions are named.
func.func @two_batch_dimensions() {
  %lhs = stablehlo.constant dense<[[[0, 2], [-3, -2]], [[1, 3], [-5, 0]]]> : tensor<2x2x2xi64>
  %rhs = stablehlo.constant dense<[[[2, -1], [-5, 3]], [[3, -3], [4, -2]]]> : tensor<2x2x2xi64>
  %result = stablehlo.dot_general %lhs, %rhs, batching_dims = [2, 0] x [0, 2], contracting_dims = [1] x [1] : (tensor<2x2x2xi64>, tensor<2x2x2xi64>) -> tensor<2x2xi64>
  check.expect_eq_const %result, dense<[[15, -16], [-2, -9]]> : tensor<2x2xi64>
  func.return
}

// The result may have a wider dtype.
func.func @bf16_to_f32() {
  %lhs = stablehlo.constant dense<[[-1.0, -1.25, -1.75], [-0.5, 0.25, 2.5]]> : tensor<2x3xbf16>
  %rhs = stablehlo.constant dense<[[-0.25, 2.0], [-0.5, 2.0], [1.25, 0.75]]> : tensor<3x2xbf16>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [1] x [0] : (tensor<2x3xbf16>, tensor<3x2xbf16>) -> tensor<2x2xf32>
  check.expect_eq_const %result, dense<[[-1.3125, -5.8125], [3.125, 1.375]]> : tensor<2x2xf32>
  func.return
}

// 258 is a number of bf16, 257 is none: sums are not rounded to bf16 on the way.
func.func @bf16_rounds_once() {
  %lhs = stablehlo.constant dense<[256.0, 1.0, 1.0]> : tensor<3xbf16>
  %rhs = stablehlo.constant dense<[1.0, 1.0, 1.0]> : tensor<3xbf16>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<3xbf16>, tensor<3xbf16>) -> tensor<bf16>
  check.expect_eq_const %result, dense<258.0> : tensor<bf16>
  func.return
}

// The same of f16.
func.func @f16_rounds_once() {
  %lhs = stablehlo.constant dense<[2048.0, 1.0, 1.0]> : tensor<3xf16>
  %rhs = stablehlo.constant dense<[1.0, 1.0, 1.0]> : tensor<3xf16>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<3xf16>, tensor<3xf16>) -> tensor<f16>
  check.expect_eq_const %result, dense<2050.0> : tensor<f16>
  func.return
}

// Numbers that f32 does not hold.
func.func @f64() {
  %lhs = stablehlo.constant dense<[1.0e+300, 1.0]> : tensor<2xf64>
  %rhs = stablehlo.constant dense<[1.0, 0.5]> : tensor<2xf64>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<2xf64>, tensor<2xf64>) -> tensor<f64>
  check.expect_eq_const %result, dense<1.0e+300> : tensor<f64>
  func.return
}

// Only sums are rounded: the first is (1 + 2^-12)^2 in f32.
func.func @products_are_not_rounded() {
  %lhs = stablehlo.constant dense<[1.0002441, 1.0]> : tensor<2xf32>
  %rhs = stablehlo.constant dense<[1.0002441, -1.0]> : tensor<2xf32>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<2xf32>, tensor<2xf32>) -> tensor<f32>
  check.expect_eq_const %result, dense<0.00048828125> : tensor<f32>
  func.return
}

// 400 is -112 in 8 bits.
func.func @i8_wraps() {
  %lhs = stablehlo.constant dense<[100, 100]> : tensor<2xi8>
  %rhs = stablehlo.constant dense<[2, 2]> : tensor<2xi8>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<2xi8>, tensor<2xi8>) -> tensor<i8>
  check.expect_eq_const %result, dense<-112> : tensor<i8>
  func.return
}

// In 32 bits it is 400.
func.func @i8_to_i32() {
  %lhs = stablehlo.constant dense<[100, 100]> : tensor<2xi8>
  %rhs = stablehlo.constant dense<[2, 2]> : tensor<2xi8>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<2xi8>, tensor<2xi8>) -> tensor<i32>
  check.expect_eq_const %result, dense<400> : tensor<i32>
  func.return
}

// So it is in f32.
func.func @i8_to_f32() {
  %lhs = stablehlo.constant dense<[100, 100]> : tensor<2xi8>
  %rhs = stablehlo.constant dense<[2, 2]> : tensor<2xi8>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<2xi8>, tensor<2xi8>) -> tensor<f32>
  check.expect_eq_const %result, dense<400.0> : tensor<f32>
  func.return
}

// Products of 128 bits wrap too.
func.func @u64_wraps() {
  %lhs = stablehlo.constant dense<[18446744073709551615, 9223372036854775808]> : tensor<2xui64>
  %rhs = stablehlo.constant dense<[18446744073709551615, 3]> : tensor<2xui64>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [0] x [0] : (tensor<2xui64>, tensor<2xui64>) -> tensor<ui64>
  check.expect_eq_const %result, dense<9223372036854775809> : tensor<ui64>
  func.return
}

// A product is `and`, a sum is `or`.
func.func @bools() {
  %lhs = stablehlo.constant dense<[[true, false], [true, true]]> : tensor<2x2xi1>
  %rhs = stablehlo.constant dense<[[false, true], [false, true]]> : tensor<2x2xi1>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [1] x [0] : (tensor<2x2xi1>, tensor<2x2xi1>) -> tensor<2x2xi1>
  check.expect_eq_const %result, dense<[[false, true], [false, true]]> : tensor<2x2xi1>
  func.return
}

// A sum of nothing is zero.
func.func @nothing_to_sum() {
  %lhs = stablehlo.constant dense<> : tensor<2x0xf32>
  %rhs = stablehlo.constant dense<> : tensor<0x2xf32>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [1] x [0] : (tensor<2x0xf32>, tensor<0x2xf32>) -> tensor<2x2xf32>
  check.expect_eq_const %result, dense<[[0.0, 0.0], [0.0, 0.0]]> : tensor<2x2xf32>
  func.return
}

// Without a contracted dimension.
func.func @outer_product() {
  %lhs = stablehlo.constant dense<[2, -5]> : tensor<2xi32>
  %rhs = stablehlo.constant dense<[2, -2, 2]> : tensor<3xi32>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [] x [] : (tensor<2xi32>, tensor<3xi32>) -> tensor<2x3xi32>
  check.expect_eq_const %result, dense<[[4, -4, 4], [-10, 10, -10]]> : tensor<2x3xi32>
  func.return
}

// There is no element to compute, however many terms it would have.
func.func @terms_of_nothing() {
  %lhs = stablehlo.constant dense<> : tensor<0x1000000000000xf32>
  %rhs = stablehlo.constant dense<> : tensor<1000000000000x0xf32>
  %result = stablehlo.dot_general %lhs, %rhs, contracting_dims = [1] x [0] : (tensor<0x1000000000000xf32>, tensor<1000000000000x0xf32>) -> tensor<0x0xf32>
  check.expect_eq_const %result, dense<> : tensor<0x0xf32>
  func.return
}
