// from -2 to 2
func.func @sum(%a: tensor<2x3x2xf64>) -> tensor<3xf64> {
  %z = stablehlo.constant dense<0.0> : tensor<f64>
  %0 = stablehlo.reduce(%a init: %z) applies stablehlo.add across dimensions = [0, 2] : (tensor<2x3x2xf64>, tensor<f64>) -> tensor<3xf64>
  return %0 : tensor<3xf64>
}
func.func @largest(%a: tensor<2x3x2xf64>) -> tensor<2x2xf64> {
  %z = stablehlo.constant dense<0xFFF0000000000000> : tensor<f64>
  %0 = stablehlo.reduce(%a init: %z) applies stablehlo.maximum across dimensions = [1] : (tensor<2x3x2xf64>, tensor<f64>) -> tensor<2x2xf64>
  return %0 : tensor<2x2xf64>
}
func.func @smallest(%a: tensor<2x3x2xf64>) -> tensor<f64> {
  %z = stablehlo.constant dense<0x7FF0000000000000> : tensor<f64>
  %0 = stablehlo.reduce(%a init: %z) applies stablehlo.minimum across dimensions = [0, 1, 2] : (tensor<2x3x2xf64>, tensor<f64>) -> tensor<f64>
  return %0 : tensor<f64>
}
func.func @product(%a: tensor<2x3x2xf64>) -> tensor<2xf64> {
  %z = stablehlo.constant dense<1.0> : tensor<f64>
  %0 = stablehlo.reduce(%a init: %z) applies stablehlo.multiply across dimensions = [0, 1] : (tensor<2x3x2xf64>, tensor<f64>) -> tensor<2xf64>
  return %0 : tensor<2xf64>
}
func.func @product_of_five(%a: tensor<2x5xf64>) -> tensor<2xf64> {
  %z = stablehlo.constant dense<1.5> : tensor<f64>
  %0 = stablehlo.reduce(%a init: %z) applies stablehlo.multiply across dimensions = [1] : (tensor<2x5xf64>, tensor<f64>) -> tensor<2xf64>
  return %0 : tensor<2xf64>
}
func.func @empty(%a: tensor<2x0xf64>) -> tensor<2xf64> {
  %z = stablehlo.constant dense<1.0> : tensor<f64>
  %0 = stablehlo.reduce(%a init: %z) applies stablehlo.multiply across dimensions = [1] : (tensor<2x0xf64>, tensor<f64>) -> tensor<2xf64>
  return %0 : tensor<2xf64>
}
func.func @from(%a: tensor<2x3xf64>, %b: tensor<f64>) -> (tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) {
  %0 = stablehlo.reduce(%a init: %b) applies stablehlo.add across dimensions = [1] : (tensor<2x3xf64>, tensor<f64>) -> tensor<2xf64>
  %1 = stablehlo.reduce(%a init: %b) applies stablehlo.multiply across dimensions = [1] : (tensor<2x3xf64>, tensor<f64>) -> tensor<2xf64>
  %2 = stablehlo.reduce(%a init: %b) applies stablehlo.maximum across dimensions = [1] : (tensor<2x3xf64>, tensor<f64>) -> tensor<2xf64>
  return %0, %1, %2 : tensor<2xf64>, tensor<2xf64>, tensor<2xf64>
}
