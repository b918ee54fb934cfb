// from -2 to 2
func.func @f(%a: tensor<4x3xf64>) -> tensor<2x2xf64> {
  %i = stablehlo.constant dense<1> : tensor<i32>
  %j = stablehlo.constant dense<7> : tensor<i32>
  %0 = stablehlo.dynamic_slice %a, %i, %j, sizes = [2, 2] : (tensor<4x3xf64>, tensor<i32>, tensor<i32>) -> tensor<2x2xf64>
  %1 = stablehlo.dynamic_slice %a, %j, %i, sizes = [2, 2] : (tensor<4x3xf64>, tensor<i32>, tensor<i32>) -> tensor<2x2xf64>
  %2 = stablehlo.multiply %0, %1 : tensor<2x2xf64>
  return %2 : tensor<2x2xf64>
}
