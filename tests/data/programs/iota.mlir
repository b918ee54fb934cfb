// Numbers that count along one dimension.
func.func @iota_i8_0() {
  %r0 = stablehlo.iota dim = 0 : tensor<2x3xi8>
  check.expect_eq_const %r0, dense<[[0, 0, 0], [1, 1, 1]]> : tensor<2x3xi8>
  func.return
}

// Numbers that count along one dimension.
func.func @iota_ui64_1() {
  %r0 = stablehlo.iota dim = 1 : tensor<2x3xui64>
  check.expect_eq_const %r0, dense<[[0, 1, 2], [0, 1, 2]]> : tensor<2x3xui64>
  func.return
}

// Numbers that count along one dimension.
func.func @iota_f16_1() {
  %r0 = stablehlo.iota dim = 1 : tensor<2x3xf16>
  check.expect_eq_const %r0, dense<[[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]> : tensor<2x3xf16>
  func.return
}

// Numbers that count along one dimension.
func.func @iota_bf16_0() {
  %r0 = stablehlo.iota dim = 0 : tensor<2x3xbf16>
  check.expect_eq_const %r0, dense<[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]> : tensor<2x3xbf16>
  func.return
}

// Numbers that count along one dimension.
func.func @iota_f32_1() {
  %r0 = stablehlo.iota dim = 1 : tensor<2x3xf32>
  check.expect_eq_const %r0, dense<[[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]> : tensor<2x3xf32>
  func.return
}

// Numbers that count along one dimension.
func.func @iota_f64_0() {
  %r0 = stablehlo.iota dim = 0 : tensor<2x3xf64>
  check.expect_eq_const %r0, dense<[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]> : tensor<2x3xf64>
  func.return
}
