// From an index that fits.
func.func @dynamic_slice_within() {
  %a = stablehlo.constant dense<[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17, 18, 19]]> : tensor<4x5xi64>
  %b = stablehlo.constant dense<1> : tensor<i32>
  %c = stablehlo.constant dense<2> : tensor<i32>
  %r0 = stablehlo.dynamic_slice %a, %b, %c, sizes = [2, 3] : (tensor<4x5xi64>, tensor<i32>, tensor<i32>) -> tensor<2x3xi64>
  check.expect_eq_const %r0, dense<[[7, 8, 9], [12, 13, 14]]> : tensor<2x3xi64>
  func.return
}

// From indices that are moved so that the slice fits.
func.func @dynamic_slice_moved() {
  %a = stablehlo.constant dense<[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17, 18, 19]]> : tensor<4x5xi64>
  %b = stablehlo.constant dense<-7> : tensor<i32>
  %c = stablehlo.constant dense<2147483647> : tensor<i32>
  %r0 = stablehlo.dynamic_slice %a, %b, %c, sizes = [2, 3] : (tensor<4x5xi64>, tensor<i32>, tensor<i32>) -> tensor<2x3xi64>
  check.expect_eq_const %r0, dense<[[2, 3, 4], [7, 8, 9]]> : tensor<2x3xi64>
  func.return
}
