// Numbers of either sign, the largest and the smallest.
func.func @round_nearest_afz_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.25, 0x7C00, 0xFC00, 0x7E00]> : tensor<12xf16>
  %r0 = stablehlo.round_nearest_afz %a : tensor<12xf16>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.0, 0x7C00, 0xFC00, 0x7E00]> : tensor<12xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @round_nearest_afz_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.25, 0x7F80, 0xFF80, 0x7FC0]> : tensor<12xbf16>
  %r0 = stablehlo.round_nearest_afz %a : tensor<12xbf16>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.0, 0x7F80, 0xFF80, 0x7FC0]> : tensor<12xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @round_nearest_afz_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.25, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<12xf32>
  %r0 = stablehlo.round_nearest_afz %a : tensor<12xf32>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.0, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<12xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @round_nearest_afz_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.25, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<12xf64>
  %r0 = stablehlo.round_nearest_afz %a : tensor<12xf64>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 0.0, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<12xf64>
  func.return
}
