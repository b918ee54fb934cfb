// from -2 to 2
func.func @f(%a: tensor<4x3xf64>, %b: tensor<2x2xf64>) -> tensor<4x3xf64> {
  %i = stablehlo.constant dense<1> : tensor<i32>
  %0 = stablehlo.dynamic_update_slice %a, %b, %i, %i : (tensor<4x3xf64>, tensor<2x2xf64>, tensor<i32>, tensor<i32>) -> tensor<4x3xf64>
  %1 = stablehlo.multiply %0, %0 : tensor<4x3xf64>
  return %1 : tensor<4x3xf64>
}
