// Along one dimension.
func.func @reverse_one() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %r0 = stablehlo.reverse %a, dims = [1] : tensor<2x3xf32>
  check.expect_eq_const %r0, dense<[[2.0, 1.0, 0.0], [5.0, 4.0, 3.0]]> : tensor<2x3xf32>
  func.return
}

// Along both.
func.func @reverse_both() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %r0 = stablehlo.reverse %a, dims = [1, 0] : tensor<2x3xf32>
  check.expect_eq_const %r0, dense<[[5.0, 4.0, 3.0], [2.0, 1.0, 0.0]]> : tensor<2x3xf32>
  func.return
}

// Along none.
func.func @reverse_none() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %r0 = stablehlo.reverse %a, dims = [] : tensor<2x3xf32>
  check.expect_eq_const %r0, dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  func.return
}
