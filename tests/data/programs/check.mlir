// What is as expected passes.
func.func @passes() {
  %x = stablehlo.constant dense<[1.0, 0x7F800000, 0x7FC00000]> : tensor<3xf32>
  %y = stablehlo.constant dense<[1.00000024, 0x7F800000, 0x7FC00000]> : tensor<3xf32>
  check.expect_eq %x, %x : tensor<3xf32>
  check.expect_almost_eq %x, %y : tensor<3xf32>
  check.expect_almost_eq %x, %y, tolerance = 0.001 : tensor<3xf32>
  check.expect_almost_eq_const %x, dense<[1.00009, 0x7F800000, 0xFFC00000]> : tensor<3xf32>
  check.expect_close %x, %y, max_ulp_difference = 2, min_ulp_difference = 0 : tensor<3xf32>, tensor<3xf32>
  func.return
}
