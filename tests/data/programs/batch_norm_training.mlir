// Features along the last dimension.
func.func @features_last() {
  %operand = stablehlo.constant dense<[[[-2.75, -1.5, 1.5], [0.5, 2.5, 1.5]], [[2.25, -1.5, 2.0], [1.5, -1.25, 1.75]]]> : tensor<2x2x3xf32>
  %scale = stablehlo.constant dense<[-2.25, 0.25, 1.25]> : tensor<3xf32>
  %offset = stablehlo.constant dense<[1.0, -2.0, -3.0]> : tensor<3xf32>
  %output, %mean, %variance = "stablehlo.batch_norm_training"(%operand, %scale, %offset) <{epsilon = 0.125 : f32, feature_index = 2 : i64}> : (tensor<2x2x3xf32>, tensor<3xf32>, tensor<3xf32>) -> (tensor<2x2x3xf32>, tensor<3xf32>, tensor<3xf32>)
  check.expect_almost_eq_const %output, dense<[[[4.623381, -2.15306, -3.5718696], [0.85506475, -1.5768341, -3.5718696]], [[-1.1740286, -2.15306, -2.0468838], [-0.30441716, -2.1170459, -2.8093767]]]> : tensor<2x2x3xf32>, tolerance = 1.0e-5
  check.expect_almost_eq_const %mean, dense<[0.375, -0.4375, 1.6875]> : tensor<3xf32>, tolerance = 1.0e-5
  check.expect_almost_eq_const %variance, dense<[3.640625, 2.8867188, 0.04296875]> : tensor<3xf32>, tolerance = 1.0e-5
  func.return
}

// Features along a dimension between others.
func.func @features_between() {
  %operand = stablehlo.constant dense<[[[-2.0, -2.75], [-1.5, -1.75]], [[-1.75, -0.75], [-0.75, 3.0]]]> : tensor<2x2x2xf64>
  %scale = stablehlo.constant dense<[-2.75, 1.75]> : tensor<2xf64>
  %offset = stablehlo.constant dense<[-3.0, 0.75]> : tensor<2xf64>
  %output, %mean, %variance = "stablehlo.batch_norm_training"(%operand, %scale, %offset) <{epsilon = 0.001953125 : f32, feature_index = 1 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
  check.expect_almost_eq_const %output, dense<[[[-2.2805658116750367, 0.5971709416248157], [-0.3937053522338012, -0.6224464226805615]], [[-3.2398113961083213, -7.076793733841458], [0.2925178591064795, 3.7236339158078833]]]> : tensor<2x2x2xf64>, tolerance = 1.0e-11
  check.expect_almost_eq_const %mean, dense<[-1.8125, -0.25]> : tensor<2xf64>, tolerance = 1.0e-11
  check.expect_almost_eq_const %variance, dense<[0.51171875, 3.65625]> : tensor<2xf64>, tolerance = 1.0e-11
  func.return
}

// Computed exactly, then rounded once.
func.func @bf16() {
  %operand = stablehlo.constant dense<[[-1.75, 2.75], [1.0, -0.25], [1.5, -2.75], [2.0, -1.75]]> : tensor<4x2xbf16>
  %scale = stablehlo.constant dense<[2.0, 0.5]> : tensor<2xbf16>
  %offset = stablehlo.constant dense<[1.5, 2.25]> : tensor<2xbf16>
  %output, %mean, %variance = "stablehlo.batch_norm_training"(%operand, %scale, %offset) <{epsilon = 0.5 : f32, feature_index = 1 : i64}> : (tensor<4x2xbf16>, tensor<2xbf16>, tensor<2xbf16>) -> (tensor<4x2xbf16>, tensor<2xbf16>, tensor<2xbf16>)
  check.expect_almost_eq_const %output, dense<[[-1.5234375, 2.984375], [1.890625, 2.3125], [2.5, 1.734375], [3.125, 1.96875]]> : tensor<4x2xbf16>, tolerance = 0.0
  check.expect_almost_eq_const %mean, dense<[0.6875, -0.5]> : tensor<2xbf16>, tolerance = 0.0
  check.expect_almost_eq_const %variance, dense<[2.109375, 4.3125]> : tensor<2xbf16>, tolerance = 0.0
  func.return
}
