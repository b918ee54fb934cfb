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
// Several inputs together: the largest and what belongs to it.
func.func @pairs(%a: tensor<2x4xf64>, %b: tensor<2x4xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
  %low = stablehlo.constant dense<0xFFF0000000000000> : tensor<f64>
  %zero = stablehlo.constant dense<0.0> : tensor<f64>
  %0:2 = stablehlo.reduce(%a init: %low), (%b init: %zero) across dimensions = [1] : (tensor<2x4xf64>, tensor<2x4xf64>, tensor<f64>, tensor<f64>) -> (tensor<2xf64>, tensor<2xf64>)
   reducer(%p: tensor<f64>, %q: tensor<f64>) (%r: tensor<f64>, %s: tensor<f64>) {
    %1 = stablehlo.compare GE, %p, %q : (tensor<f64>, tensor<f64>) -> tensor<i1>
    %2 = stablehlo.select %1, %p, %q : tensor<i1>, tensor<f64>
    %3 = stablehlo.select %1, %r, %s : tensor<i1>, tensor<f64>
    stablehlo.return %2, %3 : tensor<f64>, tensor<f64>
  }
  return %0#0, %0#1 : tensor<2xf64>, tensor<2xf64>
}
