// from 1 to 4
func.func @zeta(%a: tensor<6xf64>) -> tensor<6xf64> {
  %n = stablehlo.constant dense<2.5> : tensor<6xf64>
  %0 = chlo.zeta %n, %a : tensor<6xf64>, tensor<6xf64> -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
