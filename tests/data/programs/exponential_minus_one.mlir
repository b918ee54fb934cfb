// Numbers of either sign, the largest and the smallest.
func.func @exponential_minus_one_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.0001, -0.0001, 5.0, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.exponential_minus_one %a : tensor<10xf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.719, -0.6323, 0.0001, -0.0001, 147.4, 0x7C00, -1.0, 0x7E00]> : tensor<10xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf16>, tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @exponential_minus_one_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.0001, -0.0001, 5.0, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.exponential_minus_one %a : tensor<10xbf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.72, -0.633, 0.0001, -0.0001, 147.0, 0x7F80, -1.0, 0x7FC0]> : tensor<10xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xbf16>, tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @exponential_minus_one_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 1.0e-04, -1.0e-04, 5.0, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.exponential_minus_one %a : tensor<10xf32>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.7182817, -0.63212055, 0.000100004996, -9.9995e-05, 147.41316, 0x7F800000, -1.0, 0x7FC00000]> : tensor<10xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf32>, tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @exponential_minus_one_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.0001, -0.0001, 5.0, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.exponential_minus_one %a : tensor<10xf64>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.718281828459045, -0.6321205588285577, 0.00010000500016667084, -9.999500016666251e-05, 147.4131591025766, 0x7FF0000000000000, -1.0, 0x7FF8000000000000]> : tensor<10xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf64>, tensor<10xf64>
  func.return
}
