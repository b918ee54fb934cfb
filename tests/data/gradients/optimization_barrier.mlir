// from -2 to 2
func.func @f(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0:2 = stablehlo.optimization_barrier %a, %b : tensor<6xf64>, tensor<6xf64>
  %1 = stablehlo.multiply %0#0, %0#1 : tensor<6xf64>
  return %1 : tensor<6xf64>
}
