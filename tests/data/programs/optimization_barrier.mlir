// The values go through as they are.
func.func @values() {
  %x = stablehlo.constant dense<[1, 2]> : tensor<2xi32>
  %y = stablehlo.constant dense<0x7FC00000> : tensor<f32>
  %0:2 = stablehlo.optimization_barrier %x, %y : tensor<2xi32>, tensor<f32>
  check.expect_eq %0#0, %x : tensor<2xi32>
  check.expect_eq %0#1, %y : tensor<f32>
  stablehlo.optimization_barrier() : () -> ()
  func.return
}
