// Around, in one dimension less than nothing.
func.func @pad_edges() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %b = stablehlo.constant dense<-1.0> : tensor<f32>
  %r0 = stablehlo.pad %a, %b, low = [1, -1], high = [0, 2], interior = [0, 0] : (tensor<2x3xf32>, tensor<f32>) -> tensor<3x4xf32>
  check.expect_eq_const %r0, dense<[[-1.0, -1.0, -1.0, -1.0], [1.0, 2.0, -1.0, -1.0], [4.0, 5.0, -1.0, -1.0]]> : tensor<3x4xf32>
  func.return
}

// Between elements, and taken away after that.
func.func @pad_interior() {
  %a = stablehlo.constant dense<[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]> : tensor<2x3xf32>
  %b = stablehlo.constant dense<-1.0> : tensor<f32>
  %r0 = stablehlo.pad %a, %b, low = [0, -1], high = [1, -1], interior = [2, 1] : (tensor<2x3xf32>, tensor<f32>) -> tensor<5x3xf32>
  check.expect_eq_const %r0, dense<[[-1.0, 1.0, -1.0], [-1.0, -1.0, -1.0], [-1.0, -1.0, -1.0], [-1.0, 4.0, -1.0], [-1.0, -1.0, -1.0]]> : tensor<5x3xf32>
  func.return
}

// What has no elements becomes all padding.
func.func @pad_empty() {
  %a = stablehlo.constant dense<> : tensor<0x3xf32>
  %b = stablehlo.constant dense<-1.0> : tensor<f32>
  %r0 = stablehlo.pad %a, %b, low = [1, 0], high = [1, 0], interior = [3, 0] : (tensor<0x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  check.expect_eq_const %r0, dense<[[-1.0, -1.0, -1.0], [-1.0, -1.0, -1.0]]> : tensor<2x3xf32>
  func.return
}
