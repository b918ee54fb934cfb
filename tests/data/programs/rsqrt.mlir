// Numbers of either sign, the largest and the smallest.
func.func @rsqrt_f16() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 1.0e+02, 0x7C00, -1.0, 0x7E00]> : tensor<9xf16>
  %r0 = stablehlo.rsqrt %a : tensor<9xf16>
  %want0 = stablehlo.constant dense<[0x7C00, 2.0, 1.0, 0.707, 0.3333, 0.1, 0.0, 0xFE00, 0x7E00]> : tensor<9xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf16>, tensor<9xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @rsqrt_bf16() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 1.0e+02, 0x7F80, -1.0, 0x7FC0]> : tensor<9xbf16>
  %r0 = stablehlo.rsqrt %a : tensor<9xbf16>
  %want0 = stablehlo.constant dense<[0x7F80, 2.0, 1.0, 0.707, 0.334, 0.1, 0.0, 0xFFC0, 0x7FC0]> : tensor<9xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xbf16>, tensor<9xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @rsqrt_f32() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 100.0, 0x7F800000, -1.0, 0x7FC00000]> : tensor<9xf32>
  %r0 = stablehlo.rsqrt %a : tensor<9xf32>
  %want0 = stablehlo.constant dense<[0x7F800000, 2.0, 1.0, 0.70710677, 0.33333334, 0.1, 0.0, 0xFFC00000, 0x7FC00000]> : tensor<9xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf32>, tensor<9xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @rsqrt_f64() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 100.0, 0x7FF0000000000000, -1.0, 0x7FF8000000000000]> : tensor<9xf64>
  %r0 = stablehlo.rsqrt %a : tensor<9xf64>
  %want0 = stablehlo.constant dense<[0x7FF0000000000000, 2.0, 1.0, 0.7071067811865475, 0.3333333333333333, 0.1, 0.0, 0xFFF8000000000000, 0x7FF8000000000000]> : tensor<9xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf64>, tensor<9xf64>
  func.return
}
