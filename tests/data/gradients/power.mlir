// from 0.5 to 2
func.func @power(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.power %a, %b : tensor<6xf64>
  return %0 : tensor<6xf64>
}
