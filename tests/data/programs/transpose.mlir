// Rows become columns.
func.func @transpose_matrix() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %r0 = stablehlo.transpose %a, dims = [1, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>
  check.expect_eq_const %r0, dense<[[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]> : tensor<3x2xf32>
  func.return
}

// Dimensions go around.
func.func @transpose_three() {
  %a = stablehlo.constant dense<[[[0, 1], [2, 3], [4, 5]], [[6, 7], [8, 9], [10, 11]]]> : tensor<2x3x2xi8>
  %r0 = stablehlo.transpose %a, dims = [2, 0, 1] : (tensor<2x3x2xi8>) -> tensor<2x2x3xi8>
  check.expect_eq_const %r0, dense<[[[0, 2, 4], [6, 8, 10]], [[1, 3, 5], [7, 9, 11]]]> : tensor<2x2x3xi8>
  func.return
}
