// The same elements in the same order.
func.func @reshape() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %r0 = stablehlo.reshape %a : (tensor<2x3xf32>) -> tensor<3x1x2xf32>
  check.expect_eq_const %r0, dense<[[[0.0, 1.0]], [[2.0, 3.0]], [[4.0, 5.0]]]> : tensor<3x1x2xf32>
  func.return
}

// One element.
func.func @reshape_to_scalar() {
  %a = stablehlo.constant dense<[[5]]> : tensor<1x1xi16>
  %r0 = stablehlo.reshape %a : (tensor<1x1xi16>) -> tensor<i16>
  check.expect_eq_const %r0, dense<5> : tensor<i16>
  func.return
}
