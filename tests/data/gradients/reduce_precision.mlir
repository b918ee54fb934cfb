// from -2 to 2
func.func @f(%a: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.reduce_precision %a, format = e11m52 : tensor<6xf64>
  return %0 : tensor<6xf64>
}
