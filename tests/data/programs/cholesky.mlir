// The upper triangle holds numbers that are not read, and becomes zeros.
func.func @lower() {
  %a = stablehlo.constant dense<[[7.0, 7.0, 7.0], [-4.0, 8.0, 7.0], [-4.0, 6.0, 11.0]]> : tensor<3x3xf32>
  %result = stablehlo.cholesky %a, lower = true : tensor<3x3xf32>
  check.expect_almost_eq_const %result, dense<[[2.6457512, 0.0, 0.0], [-1.5118579, 2.3904572, 0.0], [-1.5118579, 1.5537972, 2.50998]]> : tensor<3x3xf32>, tolerance = 1.0e-6
  func.return
}

// The same from the upper triangle.
func.func @upper() {
  %a = stablehlo.constant dense<[[15.0, -4.0, 2.0], [7.0, 5.0, 1.0], [7.0, 7.0, 12.0]]> : tensor<3x3xf32>
  %result = stablehlo.cholesky %a, lower = false : tensor<3x3xf32>
  check.expect_almost_eq_const %result, dense<[[3.8729835, -1.0327955, 0.5163978], [0.0, 1.9832633, 0.77313656], [0.0, 0.0, 3.3370037]]> : tensor<3x3xf32>, tolerance = 1.0e-6
  func.return
}

// A factor for each matrix of a batch.
func.func @batch_of_f64() {
  %a = stablehlo.constant dense<[[[10.0, 7.0], [0.0, 10.0]], [[3.0, 7.0], [1.0, 3.0]]]> : tensor<2x2x2xf64>
  %result = stablehlo.cholesky %a, lower = true : tensor<2x2x2xf64>
  check.expect_almost_eq_const %result, dense<[[[3.1622776601683795, 0.0], [0.0, 3.1622776601683795]], [[1.7320508075688772, 0.0], [0.5773502691896258, 1.632993161855452]]]> : tensor<2x2x2xf64>, tolerance = 1.0e-12
  func.return
}

// One element: its root.
func.func @bf16() {
  %a = stablehlo.constant dense<[[4.0]]> : tensor<1x1xbf16>
  %result = stablehlo.cholesky %a, lower = true : tensor<1x1xbf16>
  check.expect_almost_eq_const %result, dense<[[2.0]]> : tensor<1x1xbf16>, tolerance = 0.0
  func.return
}

// Then there is no factor.
func.func @not_positive_definite() {
  %a = stablehlo.constant dense<[[[1.0, 2.0], [2.0, 1.0]], [[4.0, 0.0], [0.0, 1.0]]]> : tensor<2x2x2xf32>
  %result = stablehlo.cholesky %a, lower = true : tensor<2x2x2xf32>
  check.expect_almost_eq_const %result, dense<[[[0x7FC00000, 0x7FC00000], [0x7FC00000, 0x7FC00000]], [[2.0, 0.0], [0.0, 1.0]]]> : tensor<2x2x2xf32>
  func.return
}
