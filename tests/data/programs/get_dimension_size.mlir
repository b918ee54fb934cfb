// The extent of a dimension.
func.func @get_dimension_size() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %r0 = stablehlo.get_dimension_size %a, dim = 1 : (tensor<2x3xf32>) -> tensor<i32>
  check.expect_eq_const %r0, dense<3> : tensor<i32>
  func.return
}
