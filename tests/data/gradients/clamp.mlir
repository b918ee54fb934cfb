// from -2 to 2
func.func @elements(%a: tensor<6xf64>, %b: tensor<6xf64>, %c: tensor<6xf64>) -> tensor<6xf64> {
  %0 = stablehlo.clamp %a, %b, %c : tensor<6xf64>
  return %0 : tensor<6xf64>
}
func.func @bounds(%a: tensor<f64>, %b: tensor<6xf64>, %c: tensor<f64>) -> tensor<6xf64> {
  %0 = stablehlo.clamp %a, %b, %c : (tensor<f64>, tensor<6xf64>, tensor<f64>) -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
