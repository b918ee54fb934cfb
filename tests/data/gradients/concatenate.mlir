// from -2 to 2
func.func @f(%a: tensor<2x3xf64>, %b: tensor<2x1xf64>) -> tensor<2x7xf64> {
  %0 = stablehlo.concatenate %a, %b, %a, dim = 1 : (tensor<2x3xf64>, tensor<2x1xf64>, tensor<2x3xf64>) -> tensor<2x7xf64>
  return %0 : tensor<2x7xf64>
}
