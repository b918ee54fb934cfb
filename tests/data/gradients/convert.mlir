// from -2 to 2
func.func @convert(%a: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.convert %a : tensor<6xf64>
  return %0 : tensor<6xf64>
}
// An integer has no cotangent.
func.func @integer(%a: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.convert %a : (tensor<6xf64>) -> tensor<6xi32>
  %1 = stablehlo.convert %0 : (tensor<6xi32>) -> tensor<6xf64>
  %2 = stablehlo.add %a, %1 : tensor<6xf64>
  return %2 : tensor<6xf64>
}
