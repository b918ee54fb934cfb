// The bits of numbers.
func.func @bitcast_same_width() {
  %a = stablehlo.constant dense<[1.0, -2.0, 0x7F800000]> : tensor<3xf32>
  %r0 = stablehlo.bitcast_convert %a : (tensor<3xf32>) -> tensor<3xui32>
  check.expect_eq_const %r0, dense<[1065353216, 3221225472, 2139095040]> : tensor<3xui32>
  func.return
}

// The low bits come first.
func.func @bitcast_to_narrow() {
  %a = stablehlo.constant dense<[67305985, 134678021]> : tensor<2xui32>
  %r0 = stablehlo.bitcast_convert %a : (tensor<2xui32>) -> tensor<2x4xi8>
  check.expect_eq_const %r0, dense<[[1, 2, 3, 4], [5, 6, 7, 8]]> : tensor<2x4xi8>
  func.return
}

// The low bits come first.
func.func @bitcast_to_wide() {
  %a = stablehlo.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xui16>
  %r0 = stablehlo.bitcast_convert %a : (tensor<2x2xui16>) -> tensor<2xui32>
  check.expect_eq_const %r0, dense<[131073, 262147]> : tensor<2xui32>
  func.return
}
