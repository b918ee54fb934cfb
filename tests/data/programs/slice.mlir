// Every other element.
func.func @slice_strided() {
  %a = stablehlo.constant dense<[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17, 18, 19]]> : tensor<4x5xi64>
  %r0 = stablehlo.slice %a [0:4:3, 1:5:2] : (tensor<4x5xi64>) -> tensor<2x2xi64>
  check.expect_eq_const %r0, dense<[[1, 3], [16, 18]]> : tensor<2x2xi64>
  func.return
}

// Nothing.
func.func @slice_empty() {
  %a = stablehlo.constant dense<[[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17, 18, 19]]> : tensor<4x5xi64>
  %r0 = stablehlo.slice %a [2:2, 0:5] : (tensor<4x5xi64>) -> tensor<0x5xi64>
  check.expect_eq_const %r0, dense<> : tensor<0x5xi64>
  func.return
}
