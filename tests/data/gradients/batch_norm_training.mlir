// from -2 to 2
func.func @f(%a: tensor<3x2x2xf64>, %b: tensor<2xf64>, %c: tensor<2xf64>) -> (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>) {
  %0:3 = "stablehlo.batch_norm_training"(%a, %b, %c) <{epsilon = 0.125 : f32, feature_index = 1 : i64}> : (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
  return %0#0, %0#1, %0#2 : tensor<3x2x2xf64>, tensor<2xf64>, tensor<2xf64>
}
