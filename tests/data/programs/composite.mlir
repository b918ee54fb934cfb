// A composite means what its decomposition does.
func.func @main() {
  %x = stablehlo.constant dense<[1.0, -2.0]> : tensor<2xf32>
  %0 = stablehlo.composite "my.relu" %x {composite_attributes = {slope = 0.0 : f32}, decomposition = @relu, version = 2 : i32} : (tensor<2xf32>) -> tensor<2xf32>
  check.expect_eq_const %0, dense<[1.0, 0.0]> : tensor<2xf32>
  %1 = stablehlo.composite "my.one" {decomposition = @one} : () -> tensor<f32>
  check.expect_eq_const %1, dense<1.0> : tensor<f32>
  func.return
}
func.func private @relu(%x: tensor<2xf32>) -> tensor<2xf32> {
  %zero = stablehlo.constant dense<0.0> : tensor<2xf32>
  %0 = stablehlo.maximum %x, %zero : tensor<2xf32>
  return %0 : tensor<2xf32>
}
func.func private @one() -> tensor<f32> {
  %0 = stablehlo.constant dense<1.0> : tensor<f32>
  return %0 : tensor<f32>
}
