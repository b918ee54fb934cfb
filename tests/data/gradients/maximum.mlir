// from -2 to 2
func.func @maximum(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.maximum %a, %b : tensor<6xf64>
  return %0 : tensor<6xf64>
}
