// from -2 to 2
func.func @f(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %0 = call @g(%a) : (tensor<6xf64>) -> tensor<6xf64>
  %1 = call @g(%0) : (tensor<6xf64>) -> tensor<6xf64>
  %2 = stablehlo.multiply %1, %b : tensor<6xf64>
  return %2 : tensor<6xf64>
}
func.func private @g(%a: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.sine %a : tensor<6xf64>
  return %0 : tensor<6xf64>
}
