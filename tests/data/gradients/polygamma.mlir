// from 1 to 4
func.func @polygamma(%a: tensor<6xf64>) -> tensor<6xf64> {
  %n = stablehlo.constant dense<2.0> : tensor<6xf64>
  %0 = chlo.polygamma %n, %a : tensor<6xf64>, tensor<6xf64> -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
