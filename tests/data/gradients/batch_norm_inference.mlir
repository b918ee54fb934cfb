// from 0.5 to 2
func.func @f(%a: tensor<3x2x2xf64>, %b: tensor<2xf64>, %c: tensor<2xf64>, %d: tensor<2xf64>, %e: tensor<2xf64>) -> tensor<3x2x2xf64> {
  %0 = "stablehlo.batch_norm_inference"(%a, %b, %c, %d, %e) <{epsilon = 0.125 : f32, feature_index = 1 : i64}> : (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<3x2x2xf64>
  return %0 : tensor<3x2x2xf64>
}
