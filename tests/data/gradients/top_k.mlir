// from -2 to 2
func.func @f(%a: tensor<2x5xf64>) -> tensor<2x3xf64> {
  %0:2 = chlo.top_k(%a, k = 3) : tensor<2x5xf64> -> (tensor<2x3xf64>, tensor<2x3xi32>)
  return %0#0 : tensor<2x3xf64>
}
