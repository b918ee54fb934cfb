// Along the last dimension.
func.func @concatenate_inner() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %b = stablehlo.constant dense<[[10.0], [11.0]]> : tensor<2x1xf32>
  %r0 = stablehlo.concatenate %a, %b, dim = 1 : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  check.expect_eq_const %r0, dense<[[0.0, 1.0, 2.0, 10.0], [3.0, 4.0, 5.0, 11.0]]> : tensor<2x4xf32>
  func.return
}

// Along the first, one of them empty.
func.func @concatenate_three() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %b = stablehlo.constant dense<> : tensor<0x3xf32>
  %c = stablehlo.constant dense<[[10.0, 11.0, 12.0]]> : tensor<1x3xf32>
  %r0 = stablehlo.concatenate %a, %b, %c, dim = 0 : (tensor<2x3xf32>, tensor<0x3xf32>, tensor<1x3xf32>) -> tensor<3x3xf32>
  check.expect_eq_const %r0, dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [10.0, 11.0, 12.0]]> : tensor<3x3xf32>
  func.return
}
