// A single element everywhere.
func.func @broadcast_scalar() {
  %a = stablehlo.constant dense<7> : tensor<i32>
  %r0 = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<i32>) -> tensor<2x2xi32>
  check.expect_eq_const %r0, dense<[[7, 7], [7, 7]]> : tensor<2x2xi32>
  func.return
}

// A new dimension before the old one.
func.func @broadcast_rows() {
  %a = stablehlo.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32>
  %r0 = stablehlo.broadcast_in_dim %a, dims = [1] : (tensor<3xf32>) -> tensor<2x3xf32>
  check.expect_eq_const %r0, dense<[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]> : tensor<2x3xf32>
  func.return
}

// An extent of 1 is repeated; dimensions may change their order.
func.func @broadcast_one() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0]]> : tensor<1x3xf32>
  %r0 = stablehlo.broadcast_in_dim %a, dims = [2, 0] : (tensor<1x3xf32>) -> tensor<3x2x2xf32>
  check.expect_eq_const %r0, dense<[[[0.0, 0.0], [0.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]], [[2.0, 2.0], [2.0, 2.0]]]> : tensor<3x2x2xf32>
  func.return
}

// There may be no elements.
func.func @broadcast_to_nothing() {
  %a = stablehlo.constant dense<7> : tensor<i32>
  %r0 = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<i32>) -> tensor<0x2xi32>
  check.expect_eq_const %r0, dense<> : tensor<0x2xi32>
  func.return
}
