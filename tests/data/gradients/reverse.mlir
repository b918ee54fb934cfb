// from -2 to 2
func.func @f(%a: tensor<2x3xf64>) -> tensor<2x3xf64> {
  %0 = stablehlo.reverse %a, dims = [1] : tensor<2x3xf64>
  return %0 : tensor<2x3xf64>
}
