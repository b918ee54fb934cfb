// from -2 to 2
func.func @f(%a: tensor<6xf64>, %b: tensor<6xf64>, %c: tensor<f64>) -> (tensor<6xf64>, tensor<6xf64>) {
  %z = stablehlo.constant dense<0.25> : tensor<f64>
  %p = stablehlo.compare LT, %c, %z : (tensor<f64>, tensor<f64>) -> tensor<i1>
  %s = stablehlo.sine %a : tensor<6xf64>
  %0:2 = "stablehlo.if"(%p) ({
    %1 = stablehlo.multiply %s, %b : tensor<6xf64>
    stablehlo.return %1, %s : tensor<6xf64>, tensor<6xf64>
  }, {
    %2 = stablehlo.exponential %b : tensor<6xf64>
    stablehlo.return %2, %2 : tensor<6xf64>, tensor<6xf64>
  }) : (tensor<i1>) -> (tensor<6xf64>, tensor<6xf64>)
  return %0#0, %0#1 : tensor<6xf64>, tensor<6xf64>
}
