// from -2 to 2
func.func @matrices(%a: tensor<2x3xf64>, %b: tensor<3x4xf64>) -> tensor<2x4xf64> {
  %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<2x3xf64>, tensor<3x4xf64>) -> tensor<2x4xf64>
  return %0 : tensor<2x4xf64>
}
func.func @batches(%a: tensor<3x2x4x5xf64>, %b: tensor<5x4x2x3x2xf64>) -> tensor<2x4x4x2xf64> {
  %0 = stablehlo.dot_general %a, %b, batching_dims = [1] x [2], contracting_dims = [0, 3] x [3, 0] : (tensor<3x2x4x5xf64>, tensor<5x4x2x3x2xf64>) -> tensor<2x4x4x2xf64>
  return %0 : tensor<2x4x4x2xf64>
}
func.func @vectors(%a: tensor<3xf64>, %b: tensor<3xf64>) -> tensor<f64> {
  %0 = stablehlo.dot_general %a, %b, contracting_dims = [0] x [0] : (tensor<3xf64>, tensor<3xf64>) -> tensor<f64>
  return %0 : tensor<f64>
}
func.func @square(%a: tensor<3x3xf64>) -> tensor<3x3xf64> {
  %0 = stablehlo.dot_general %a, %a, contracting_dims = [0] x [0] : (tensor<3x3xf64>, tensor<3x3xf64>) -> tensor<3x3xf64>
  return %0 : tensor<3x3xf64>
}
