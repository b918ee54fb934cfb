// Numbers of either sign, the largest and the smallest.
func.func @sqrt_f16() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 1.0e+02, 0x7C00, -1.0, 0x7E00]> : tensor<9xf16>
  %r0 = stablehlo.sqrt %a : tensor<9xf16>
  %want0 = stablehlo.constant dense<[0.0, 0.5, 1.0, 1.414, 3.0, 1.0e+01, 0x7C00, 0xFE00, 0x7E00]> : tensor<9xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf16>, tensor<9xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sqrt_bf16() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 1.0e+02, 0x7F80, -1.0, 0x7FC0]> : tensor<9xbf16>
  %r0 = stablehlo.sqrt %a : tensor<9xbf16>
  %want0 = stablehlo.constant dense<[0.0, 0.5, 1.0, 1.414, 3.0, 1.0e+01, 0x7F80, 0xFFC0, 0x7FC0]> : tensor<9xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xbf16>, tensor<9xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sqrt_f32() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 100.0, 0x7F800000, -1.0, 0x7FC00000]> : tensor<9xf32>
  %r0 = stablehlo.sqrt %a : tensor<9xf32>
  %want0 = stablehlo.constant dense<[0.0, 0.5, 1.0, 1.4142135, 3.0, 10.0, 0x7F800000, 0xFFC00000, 0x7FC00000]> : tensor<9xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf32>, tensor<9xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sqrt_f64() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 100.0, 0x7FF0000000000000, -1.0, 0x7FF8000000000000]> : tensor<9xf64>
  %r0 = stablehlo.sqrt %a : tensor<9xf64>
  %want0 = stablehlo.constant dense<[0.0, 0.5, 1.0, 1.4142135623730951, 3.0, 10.0, 0x7FF0000000000000, 0xFFF8000000000000, 0x7FF8000000000000]> : tensor<9xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf64>, tensor<9xf64>
  func.return
}
