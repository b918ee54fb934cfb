// from -2 to 2
func.func @edges(%a: tensor<3x2xf64>, %b: tensor<f64>) -> tensor<10x5xf64> {
  %0 = stablehlo.pad %a, %b, low = [1, -1], high = [2, 3], interior = [2, 1] : (tensor<3x2xf64>, tensor<f64>) -> tensor<10x5xf64>
  return %0 : tensor<10x5xf64>
}
func.func @cut(%a: tensor<5xf64>, %b: tensor<f64>) -> tensor<6xf64> {
  %0 = stablehlo.pad %a, %b, low = [-1], high = [-2], interior = [1] : (tensor<5xf64>, tensor<f64>) -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
