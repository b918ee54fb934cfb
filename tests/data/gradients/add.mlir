// from -2 to 2
func.func @add(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.add %a, %b : tensor<6xf64>
  return %0 : tensor<6xf64>
}
