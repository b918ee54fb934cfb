// from -2 to 2
func.func @f(%a: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.composite "nnx.test" %a {decomposition = @g} : (tensor<6xf64>) -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
func.func private @g(%a: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.sine %a : tensor<6xf64>
  return %0 : tensor<6xf64>
}
