// Numbers of either sign, the largest and the smallest.
func.func @exponential_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.exponential %a : tensor<10xf16>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 2.719, 0.368, 1.648, 0.0821, 42.53, 0x7C00, 0.0, 0x7E00]> : tensor<10xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf16>, tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @exponential_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.exponential %a : tensor<10xbf16>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 2.72, 0.367, 1.65, 0.082, 42.5, 0x7F80, 0.0, 0x7FC0]> : tensor<10xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xbf16>, tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @exponential_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.exponential %a : tensor<10xf32>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 2.7182817, 0.36787945, 1.6487212, 0.082085, 42.521084, 0x7F800000, 0.0, 0x7FC00000]> : tensor<10xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf32>, tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @exponential_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.exponential %a : tensor<10xf64>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 2.718281828459045, 0.36787944117144233, 1.6487212707001282, 0.0820849986238988, 42.52108200006278, 0x7FF0000000000000, 0.0, 0x7FF8000000000000]> : tensor<10xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf64>, tensor<10xf64>
  func.return
}
