// Features along the last dimension.
func.func @features_last() {
  %operand = stablehlo.constant dense<[[[-2.75, -1.5, 1.5], [0.5, 2.5, 1.5]], [[2.25, -1.5, 2.0], [1.5, -1.25, 1.75]]]> : tensor<2x2x3xf32>
  %scale = stablehlo.constant dense<[-2.25, 0.25, 1.25]> : tensor<3xf32>
  %offset = stablehlo.constant dense<[1.0, -2.0, -3.0]> : tensor<3xf32>
  %mean = stablehlo.constant dense<[-2.75, -0.75, 2.75]> : tensor<3xf32>
  %variance = stablehlo.constant dense<[1.25, 0.5, 1.25]> : tensor<3xf32>
  %result = "stablehlo.batch_norm_inference"(%operand, %scale, %offset, %mean, %variance) <{epsilon = 0.125 : f32, feature_index = 2 : i64}> : (tensor<2x2x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x2x3xf32>
  check.expect_almost_eq_const %result, dense<[[[1.0, -2.237171, -4.3325043], [-5.236121, -0.97225976, -4.3325043]], [[-8.594032, -2.237171, -3.7995026], [-7.1549273, -2.158114, -4.066004]]]> : tensor<2x2x3xf32>, tolerance = 1.0e-5
  func.return
}

// Features along a dimension between others.
func.func @features_between() {
  %operand = stablehlo.constant dense<[[[-2.0, -2.75], [-1.5, -1.75]], [[-1.75, -0.75], [-0.75, 3.0]]]> : tensor<2x2x2xf64>
  %scale = stablehlo.constant dense<[-2.75, 1.75]> : tensor<2xf64>
  %offset = stablehlo.constant dense<[-3.0, 0.75]> : tensor<2xf64>
  %mean = stablehlo.constant dense<[-2.25, 3.0]> : tensor<2xf64>
  %variance = stablehlo.constant dense<[3.0, 1.0]> : tensor<2xf64>
  %result = "stablehlo.batch_norm_inference"(%operand, %scale, %offset, %mean, %variance) <{epsilon = 0.001953125 : f32, feature_index = 1 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) -> tensor<2x2x2xf64>
  check.expect_almost_eq_const %result, dense<[[[-3.3967991646894475, -2.206401670621105], [-7.11732081728623, -7.554394196024354]], [[-3.793598329378895, -5.380794988136685], [-5.806100681071858, 0.75]]]> : tensor<2x2x2xf64>, tolerance = 1.0e-11
  func.return
}

// Computed exactly, then rounded once.
func.func @bf16() {
  %operand = stablehlo.constant dense<[[-1.75, 2.75], [1.0, -0.25], [1.5, -2.75], [2.0, -1.75]]> : tensor<4x2xbf16>
  %scale = stablehlo.constant dense<[2.0, 0.5]> : tensor<2xbf16>
  %offset = stablehlo.constant dense<[1.5, 2.25]> : tensor<2xbf16>
  %mean = stablehlo.constant dense<[1.75, -0.25]> : tensor<2xbf16>
  %variance = stablehlo.constant dense<[2.0, 1.75]> : tensor<2xbf16>
  %result = "stablehlo.batch_norm_inference"(%operand, %scale, %offset, %mean, %variance) <{epsilon = 0.5 : f32, feature_index = 1 : i64}> : (tensor<4x2xbf16>, tensor<2xbf16>, tensor<2xbf16>, tensor<2xbf16>, tensor<2xbf16>) -> tensor<4x2xbf16>
  check.expect_almost_eq_const %result, dense<[[-2.921875, 3.25], [0.55078125, 2.25], [1.1875, 1.4140625], [1.8125, 1.75]]> : tensor<4x2xbf16>, tolerance = 0.0
  func.return
}
