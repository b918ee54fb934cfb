// from 1.1 to 5
func.func @remainder(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.remainder %a, %b : tensor<6xf64>
  return %0 : tensor<6xf64>
}
