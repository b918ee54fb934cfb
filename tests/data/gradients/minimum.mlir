// from -2 to 2
func.func @minimum(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.minimum %a, %b : tensor<6xf64>
  return %0 : tensor<6xf64>
}
