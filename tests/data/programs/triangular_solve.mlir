// The other triangle holds numbers that are not read.
func.func @left_lower() {
  %a = stablehlo.constant dense<[[1.0, 2.0, 1.0], [4.0, 3.0, 2.0], [4.0, 4.0, 2.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[3.0, 0.0], [-3.0, -1.0], [-2.0, -5.0]]> : tensor<3x2xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
  check.expect_almost_eq_const %result, dense<[[3.0, 1.110223e-16], [-5.0, -0.33333334], [3.0, -1.8333334]]> : tensor<3x2xf32>, tolerance = 1.0e-5
  func.return
}

// The other triangle holds numbers that are not read.
func.func @left_lower_transposed() {
  %a = stablehlo.constant dense<[[1.0, 4.0, 3.0], [3.0, 4.0, 3.0], [2.0, 4.0, 3.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[5.0, 1.0], [-5.0, -5.0], [2.0, -3.0]]> : tensor<3x2xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
  check.expect_almost_eq_const %result, dense<[[9.416667, 3.75], [-1.9166666, -0.25], [0.6666667, -1.0]]> : tensor<3x2xf32>, tolerance = 1.0e-5
  func.return
}

// The other triangle holds numbers that are not read.
func.func @left_upper() {
  %a = stablehlo.constant dense<[[4.0, 3.0, 3.0], [2.0, 2.0, 3.0], [4.0, 1.0, 2.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[4.0, -2.0], [-3.0, 1.0], [2.0, 3.0]]> : tensor<3x2xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = false, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
  check.expect_almost_eq_const %result, dense<[[2.5, -0.3125], [-3.0, -1.75], [1.0, 1.5]]> : tensor<3x2xf32>, tolerance = 1.0e-5
  func.return
}

// The other triangle holds numbers that are not read.
func.func @left_upper_transposed() {
  %a = stablehlo.constant dense<[[1.0, 1.0, 3.0], [2.0, 4.0, 1.0], [1.0, 1.0, 4.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[-2.0, 0.0], [3.0, -2.0], [0.0, -2.0]]> : tensor<3x2xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = false, transpose_a = #stablehlo<transpose TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
  check.expect_almost_eq_const %result, dense<[[-2.0, 1.110223e-16], [1.25, -0.5], [1.1875, -0.375]]> : tensor<3x2xf32>, tolerance = 1.0e-5
  func.return
}

// The other triangle holds numbers that are not read.
func.func @right_lower() {
  %a = stablehlo.constant dense<[[1.0, 2.0, 4.0], [1.0, 3.0, 2.0], [4.0, 2.0, 3.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[0.0, -5.0, 3.0], [5.0, 3.0, 1.0]]> : tensor<2x3xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = false, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  check.expect_almost_eq_const %result, dense<[[-1.6666666, -2.3333333, 1.0], [2.8888888, 0.7777778, 0.33333334]]> : tensor<2x3xf32>, tolerance = 1.0e-5
  func.return
}

// The other triangle holds numbers that are not read.
func.func @right_lower_transposed() {
  %a = stablehlo.constant dense<[[1.0, 2.0, 1.0], [1.0, 4.0, 4.0], [1.0, 1.0, 3.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[0.0, 2.0, 0.0], [5.0, -5.0, -3.0]]> : tensor<2x3xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = false, lower = true, transpose_a = #stablehlo<transpose TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  check.expect_almost_eq_const %result, dense<[[0.0, 0.5, -0.16666667], [5.0, -2.5, -1.8333334]]> : tensor<2x3xf32>, tolerance = 1.0e-5
  func.return
}

// The other triangle holds numbers that are not read.
func.func @right_upper() {
  %a = stablehlo.constant dense<[[3.0, 3.0, 1.0], [3.0, 1.0, 2.0], [2.0, 3.0, 1.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[-4.0, -5.0, -4.0], [2.0, 5.0, -1.0]]> : tensor<2x3xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = false, lower = false, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  check.expect_almost_eq_const %result, dense<[[-1.3333334, -1.0, -0.6666667], [0.6666667, 3.0, -7.6666665]]> : tensor<2x3xf32>, tolerance = 1.0e-5
  func.return
}

// The other triangle holds numbers that are not read.
func.func @right_upper_transposed() {
  %a = stablehlo.constant dense<[[3.0, 3.0, 4.0], [3.0, 1.0, 1.0], [4.0, 4.0, 2.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[5.0, 2.0, 3.0], [-3.0, 1.0, -2.0]]> : tensor<2x3xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = false, lower = false, transpose_a = #stablehlo<transpose TRANSPOSE>, unit_diagonal = false}> : (tensor<3x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  check.expect_almost_eq_const %result, dense<[[-0.8333333, 0.5, 1.5], [-1.6666666, 2.0, -1.0]]> : tensor<2x3xf32>, tolerance = 1.0e-5
  func.return
}

// The diagonal is not read.
func.func @unit_diagonal() {
  %a = stablehlo.constant dense<[[2.0, 4.0, 1.0], [1.0, 3.0, 2.0], [3.0, 3.0, 3.0]]> : tensor<3x3xf32>
  %b = stablehlo.constant dense<[[1.0], [3.0], [5.0]]> : tensor<3x1xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = true}> : (tensor<3x3xf32>, tensor<3x1xf32>) -> tensor<3x1xf32>
  check.expect_almost_eq_const %result, dense<[[1.0], [2.0], [-4.0]]> : tensor<3x1xf32>, tolerance = 1.0e-5
  func.return
}

// Of real numbers it is the transpose.
func.func @adjoint() {
  %a = stablehlo.constant dense<[[3.0, 2.0], [1.0, 1.0]]> : tensor<2x2xf64>
  %b = stablehlo.constant dense<[[2.0], [1.0]]> : tensor<2x1xf64>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = false, transpose_a = #stablehlo<transpose ADJOINT>, unit_diagonal = false}> : (tensor<2x2xf64>, tensor<2x1xf64>) -> tensor<2x1xf64>
  check.expect_almost_eq_const %result, dense<[[0.6666666666666666], [-0.33333333333333326]]> : tensor<2x1xf64>, tolerance = 1.0e-12
  func.return
}

// A system for each matrix of a batch.
func.func @batch() {
  %a = stablehlo.constant dense<[[[2.0, 1.0], [4.0, 4.0]], [[3.0, 1.0], [2.0, 1.0]]]> : tensor<2x2x2xf32>
  %b = stablehlo.constant dense<[[[-2.0, 1.0, 5.0], [-3.0, 0.0, 5.0]], [[5.0, -4.0, 3.0], [0.0, 0.0, 1.0]]]> : tensor<2x2x3xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<2x2x2xf32>, tensor<2x2x3xf32>) -> tensor<2x2x3xf32>
  check.expect_almost_eq_const %result, dense<[[[-1.0, 0.5, 2.5], [0.25, -0.5, -1.25]], [[1.6666666, -1.3333334, 1.0], [-3.3333333, 2.6666667, -1.0]]]> : tensor<2x2x3xf32>, tolerance = 1.0e-5
  func.return
}

// No equation, no unknown.
func.func @empty() {
  %a = stablehlo.constant dense<> : tensor<0x0xf32>
  %b = stablehlo.constant dense<> : tensor<0x2xf32>
  %result = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<0x0xf32>, tensor<0x2xf32>) -> tensor<0x2xf32>
  check.expect_eq_const %result, dense<> : tensor<0x2xf32>
  func.return
}
