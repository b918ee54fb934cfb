// Features along the last dimension. The gradients are those of the normalisation with its own mean and variance.
func.func @features_last() {
  %operand = stablehlo.constant dense<[[[-2.75, 2.75, 2.75], [2.75, 2.75, -2.75]], [[2.0, 0.5, 3.0], [-2.0, -0.75, 1.0]]]> : tensor<2x2x3xf32>
  %scale = stablehlo.constant dense<[-2.25, 0.25, 1.25]> : tensor<3xf32>
  %mean = stablehlo.constant dense<[0.0, 1.3125, 1.0]> : tensor<3xf32>
  %variance = stablehlo.constant dense<[5.78125, 2.2617188, 5.28125]> : tensor<3xf32>
  %grad_output = stablehlo.constant dense<[[[-1.5, 3.0, 2.75], [-2.25, -1.0, -0.75]], [[-1.0, -1.0, 0.75], [1.25, 2.25, 2.0]]]> : tensor<2x2x3xf32>
  %grad_operand, %grad_scale, %grad_offset = "stablehlo.batch_norm_grad"(%operand, %scale, %mean, %variance, %grad_output) <{epsilon = 0.125 : f32, feature_index = 2 : i64}> : (tensor<2x2x3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<2x2x3xf32>) -> (tensor<2x2x3xf32>, tensor<3xf32>, tensor<3xf32>)
  check.expect_almost_eq_const %grad_operand, dense<[[[1.2858613, 0.37721103, 0.44301778], [0.565779, -0.27007967, -0.1909191]], [[-0.398617, -0.3064302, -0.68890136], [-1.4530232, 0.1992988, 0.43680272]]]> : tensor<2x2x3xf32>, tolerance = 1.0e-5
  check.expect_almost_eq_const %grad_scale, dense<[-2.7003086, -0.61694896, 3.9245043]> : tensor<3xf32>, tolerance = 1.0e-5
  check.expect_almost_eq_const %grad_offset, dense<[-3.5, 3.25, 4.75]> : tensor<3xf32>, tolerance = 1.0e-5
  func.return
}

// Features along a dimension between others. The gradients are those of the normalisation with its own mean and variance.
func.func @features_between() {
  %operand = stablehlo.constant dense<[[[0.75, 2.0], [-2.75, -1.5]], [[-2.0, -1.5], [1.75, 2.5]]]> : tensor<2x2x2xf64>
  %scale = stablehlo.constant dense<[-2.75, 1.75]> : tensor<2xf64>
  %mean = stablehlo.constant dense<[-0.1875, 0.0]> : tensor<2xf64>
  %variance = stablehlo.constant dense<[2.66796875, 4.78125]> : tensor<2xf64>
  %grad_output = stablehlo.constant dense<[[[1.0, 2.0], [1.5, 0.75]], [[-0.75, -2.25], [-1.25, -1.25]]]> : tensor<2x2x2xf64>
  %grad_operand, %grad_scale, %grad_offset = "stablehlo.batch_norm_grad"(%operand, %scale, %mean, %variance, %grad_output) <{epsilon = 0.001953125 : f32, feature_index = 1 : i64}> : (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2x2x2xf64>) -> (tensor<2x2x2xf64>, tensor<2xf64>, tensor<2xf64>)
  check.expect_almost_eq_const %grad_operand, dense<[[[-0.26100616370360186, -0.04801528483226658], [0.035470694127197167, -0.01247702597105238]], [[-1.4869348783633258, 1.7959563268991938], [-0.1771492639916159, 0.154155595835471]]]> : tensor<2x2x2xf64>, tolerance = 1.0e-11
  check.expect_almost_eq_const %grad_scale, dense<[5.890490519999448, -4.829557153074619]> : tensor<2xf64>, tolerance = 1.0e-11
  check.expect_almost_eq_const %grad_offset, dense<[0.0, -0.25]> : tensor<2xf64>, tolerance = 1.0e-11
  func.return
}

// Computed exactly, then rounded once. The gradients are those of the normalisation with its own mean and variance.
func.func @bf16() {
  %operand = stablehlo.constant dense<[[-2.0, 1.75], [-1.75, -1.25], [-0.5, -1.5], [-0.25, 0.5]]> : tensor<4x2xbf16>
  %scale = stablehlo.constant dense<[2.0, 0.5]> : tensor<2xbf16>
  %mean = stablehlo.constant dense<[-1.125, -0.125]> : tensor<2xbf16>
  %variance = stablehlo.constant dense<[0.578125, 1.765625]> : tensor<2xbf16>
  %grad_output = stablehlo.constant dense<[[1.75, 0.0], [-0.5, 2.25], [2.0, -0.25], [3.0, 1.0]]> : tensor<4x2xbf16>
  %grad_operand, %grad_scale, %grad_offset = "stablehlo.batch_norm_grad"(%operand, %scale, %mean, %variance, %grad_output) <{epsilon = 0.5 : f32, feature_index = 1 : i64}> : (tensor<4x2xbf16>, tensor<2xbf16>, tensor<2xbf16>, tensor<2xbf16>, tensor<4x2xbf16>) -> (tensor<4x2xbf16>, tensor<2xbf16>, tensor<2xbf16>)
  check.expect_almost_eq_const %grad_operand, dense<[[1.3984375, -0.14160156], [-3.234375, 0.43359375], [0.10107422, -0.41015625], [1.734375, 0.118652344]]> : tensor<4x2xbf16>, tolerance = 0.0
  check.expect_almost_eq_const %grad_scale, dense<[2.5625, -1.0390625]> : tensor<2xbf16>, tolerance = 0.0
  check.expect_almost_eq_const %grad_offset, dense<[6.25, 3.0]> : tensor<2xbf16>, tolerance = 0.0
  func.return
}
