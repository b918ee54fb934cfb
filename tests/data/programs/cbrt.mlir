// Numbers of either sign, the largest and the smallest.
func.func @cbrt_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -8.0, 0.001, 1.0e+03, 0x7C00, 0xFC00, 0x7E00]> : tensor<9xf16>
  %r0 = stablehlo.cbrt %a : tensor<9xf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.0, 0.10004, 1.0e+01, 0x7C00, 0xFC00, 0x7E00]> : tensor<9xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf16>, tensor<9xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @cbrt_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -8.0, 0.001, 1.0e+03, 0x7F80, 0xFF80, 0x7FC0]> : tensor<9xbf16>
  %r0 = stablehlo.cbrt %a : tensor<9xbf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.0, 0.1, 1.0e+01, 0x7F80, 0xFF80, 0x7FC0]> : tensor<9xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xbf16>, tensor<9xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @cbrt_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -8.0, 0.001, 1000.0, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<9xf32>
  %r0 = stablehlo.cbrt %a : tensor<9xf32>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.0, 0.1, 10.0, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<9xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf32>, tensor<9xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @cbrt_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -8.0, 0.001, 1000.0, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<9xf64>
  %r0 = stablehlo.cbrt %a : tensor<9xf64>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.0, 0.1, 10.0, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<9xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf64>, tensor<9xf64>
  func.return
}
