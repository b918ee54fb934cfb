// from -2 to 2
func.func @grow(%a: tensor<3xf64>) -> tensor<2x3x2xf64> {
  %0 = stablehlo.broadcast_in_dim %a, dims = [1] : (tensor<3xf64>) -> tensor<2x3x2xf64>
  return %0 : tensor<2x3x2xf64>
}
func.func @swap(%a: tensor<2x1x3xf64>) -> tensor<3x4x2x2xf64> {
  %0 = stablehlo.broadcast_in_dim %a, dims = [3, 1, 0] : (tensor<2x1x3xf64>) -> tensor<3x4x2x2xf64>
  return %0 : tensor<3x4x2x2xf64>
}
func.func @scalar(%a: tensor<f64>) -> tensor<2x2xf64> {
  %0 = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<f64>) -> tensor<2x2xf64>
  return %0 : tensor<2x2xf64>
}
