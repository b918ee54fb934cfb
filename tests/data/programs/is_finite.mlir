// Numbers of either sign, the largest and the smallest.
func.func @is_finite_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.is_finite %a : (tensor<10xf16>) -> tensor<10xi1>
  check.expect_eq_const %r0, dense<[true, true, true, true, true, true, true, false, false, false]> : tensor<10xi1>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @is_finite_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.is_finite %a : (tensor<10xbf16>) -> tensor<10xi1>
  check.expect_eq_const %r0, dense<[true, true, true, true, true, true, true, false, false, false]> : tensor<10xi1>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @is_finite_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.is_finite %a : (tensor<10xf32>) -> tensor<10xi1>
  check.expect_eq_const %r0, dense<[true, true, true, true, true, true, true, false, false, false]> : tensor<10xi1>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @is_finite_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.is_finite %a : (tensor<10xf64>) -> tensor<10xi1>
  check.expect_eq_const %r0, dense<[true, true, true, true, true, true, true, false, false, false]> : tensor<10xi1>
  func.return
}
