// from -2 to 2
func.func @elements(%a: tensor<6xf64>, %b: tensor<6xf64>, %c: tensor<6xf64>) -> tensor<6xf64> {
  %p = stablehlo.compare GT, %a, %b : (tensor<6xf64>, tensor<6xf64>) -> tensor<6xi1>
  %0 = stablehlo.select %p, %b, %c : tensor<6xi1>, tensor<6xf64>
  return %0 : tensor<6xf64>
}
func.func @one(%a: tensor<f64>, %b: tensor<6xf64>, %c: tensor<6xf64>) -> tensor<6xf64> {
  %z = stablehlo.constant dense<0.0> : tensor<f64>
  %p = stablehlo.compare GT, %a, %z : (tensor<f64>, tensor<f64>) -> tensor<i1>
  %0 = stablehlo.select %p, %b, %c : tensor<i1>, tensor<6xf64>
  return %0 : tensor<6xf64>
}
