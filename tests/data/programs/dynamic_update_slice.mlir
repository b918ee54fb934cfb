// At an index that fits.
func.func @dynamic_update_slice_within() {
  %a = stablehlo.constant dense<[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17, 18, 19]]> : tensor<4x5xi64>
  %b = stablehlo.constant dense<[[-1, -2], [-3, -4]]> : tensor<2x2xi64>
  %c = stablehlo.constant dense<1> : tensor<i32>
  %d = stablehlo.constant dense<2> : tensor<i32>
  %r0 = stablehlo.dynamic_update_slice %a, %b, %c, %d : (tensor<4x5xi64>, tensor<2x2xi64>, tensor<i32>, tensor<i32>) -> tensor<4x5xi64>
  check.expect_eq_const %r0, dense<[[0, 1, 2, 3, 4], [5, 6, -1, -2, 9], [10, 11, -3, -4, 14], [15, 16, 17, 18, 19]]> : tensor<4x5xi64>
  func.return
}

// At indices that are moved so that it fits.
func.func @dynamic_update_slice_moved() {
  %a = stablehlo.constant dense<[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17, 18, 19]]> : tensor<4x5xi64>
  %b = stablehlo.constant dense<[[-1, -2], [-3, -4]]> : tensor<2x2xi64>
  %c = stablehlo.constant dense<9> : tensor<ui64>
  %d = stablehlo.constant dense<1000> : tensor<ui64>
  %r0 = stablehlo.dynamic_update_slice %a, %b, %c, %d : (tensor<4x5xi64>, tensor<2x2xi64>, tensor<ui64>, tensor<ui64>) -> tensor<4x5xi64>
  check.expect_eq_const %r0, dense<[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, -1, -2], [15, 16, 17, -3, -4]]> : tensor<4x5xi64>
  func.return
}
