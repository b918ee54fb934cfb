// from -2 to 2
func.func @f(%a: tensor<6xf64>, %b: tensor<6xf64>) -> tensor<6xf64> {
  %i = stablehlo.constant dense<1> : tensor<i32>
  %0 = "stablehlo.case"(%i) ({
    stablehlo.return %a : tensor<6xf64>
  }, {
    %1 = stablehlo.multiply %a, %b : tensor<6xf64>
    %2 = stablehlo.multiply %1, %b : tensor<6xf64>
    stablehlo.return %2 : tensor<6xf64>
  }, {
    %3 = stablehlo.sine %b : tensor<6xf64>
    stablehlo.return %3 : tensor<6xf64>
  }) : (tensor<i32>) -> tensor<6xf64>
  return %0 : tensor<6xf64>
}
