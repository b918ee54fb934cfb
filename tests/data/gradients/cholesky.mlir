// from 0.5 to 2
func.func @lower(%a: tensor<2x3x3xf64>) -> tensor<2x3x3xf64> {
  %s = stablehlo.dot_general %a, %a, batching_dims = [0] x [0], contracting_dims = [2] x [2] : (tensor<2x3x3xf64>, tensor<2x3x3xf64>) -> tensor<2x3x3xf64>
  %0 = stablehlo.cholesky %s, lower = true : tensor<2x3x3xf64>
  return %0 : tensor<2x3x3xf64>
}
func.func @upper(%a: tensor<2x3x3xf64>) -> tensor<2x3x3xf64> {
  %s = stablehlo.dot_general %a, %a, batching_dims = [0] x [0], contracting_dims = [2] x [2] : (tensor<2x3x3xf64>, tensor<2x3x3xf64>) -> tensor<2x3x3xf64>
  %0 = stablehlo.cholesky %s, lower = false : tensor<2x3x3xf64>
  return %0 : tensor<2x3x3xf64>
}
