// from -2 to 2
sdy.mesh @mesh = <["x"=1]>
func.func @f(%a: tensor<6xf64>) -> tensor<6xf64> {
  %0 = sdy.sharding_constraint %a <@mesh, [{"x"}]> : tensor<6xf64>
  %1 = stablehlo.multiply %0, %a : tensor<6xf64>
  return %1 : tensor<6xf64>
}
