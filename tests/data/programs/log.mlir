// Numbers of either sign, the largest and the smallest.
func.func @log_f16() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 1.0e+02, 0x7C00, -1.0, 0x7E00]> : tensor<9xf16>
  %r0 = stablehlo.log %a : tensor<9xf16>
  %want0 = stablehlo.constant dense<[0xFC00, -1.387, 0.0, 0.6934, 2.197, 4.605, 0x7C00, 0xFE00, 0x7E00]> : tensor<9xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf16>, tensor<9xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @log_bf16() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 1.0e+02, 0x7F80, -1.0, 0x7FC0]> : tensor<9xbf16>
  %r0 = stablehlo.log %a : tensor<9xbf16>
  %want0 = stablehlo.constant dense<[0xFF80, -1.38, 0.0, 0.69, 2.2, 4.6, 0x7F80, 0xFFC0, 0x7FC0]> : tensor<9xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xbf16>, tensor<9xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @log_f32() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 100.0, 0x7F800000, -1.0, 0x7FC00000]> : tensor<9xf32>
  %r0 = stablehlo.log %a : tensor<9xf32>
  %want0 = stablehlo.constant dense<[0xFF800000, -1.3862944, 0.0, 0.6931472, 2.1972246, 4.6051702, 0x7F800000, 0xFFC00000, 0x7FC00000]> : tensor<9xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf32>, tensor<9xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @log_f64() {
  %a = stablehlo.constant dense<[0.0, 0.25, 1.0, 2.0, 9.0, 100.0, 0x7FF0000000000000, -1.0, 0x7FF8000000000000]> : tensor<9xf64>
  %r0 = stablehlo.log %a : tensor<9xf64>
  %want0 = stablehlo.constant dense<[0xFFF0000000000000, -1.3862943611198906, 0.0, 0.6931471805599453, 2.1972245773362196, 4.605170185988092, 0x7FF0000000000000, 0x7FF8000000000000, 0x7FF8000000000000]> : tensor<9xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<9xf64>, tensor<9xf64>
  func.return
}
