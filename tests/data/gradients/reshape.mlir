// from -2 to 2
func.func @f(%a: tensor<2x3xf64>) -> tensor<3x2xf64> {
  %0 = stablehlo.reshape %a : (tensor<2x3xf64>) -> tensor<3x2xf64>
  return %0 : tensor<3x2xf64>
}
