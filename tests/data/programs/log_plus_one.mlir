// Numbers of either sign, the largest and the smallest.
func.func @log_plus_one_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 0.0001, -0.0001, 1.0, -0.5, -1.0, -2.0, 0x7C00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.log_plus_one %a : tensor<10xf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.0001, -0.0001, 0.6934, -0.6934, 0xFC00, 0xFE00, 0x7C00, 0x7E00]> : tensor<10xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf16>, tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @log_plus_one_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 0.0001, -0.0001, 1.0, -0.5, -1.0, -2.0, 0x7F80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.log_plus_one %a : tensor<10xbf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.0001, -0.0001, 0.69, -0.69, 0xFF80, 0xFFC0, 0x7F80, 0x7FC0]> : tensor<10xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xbf16>, tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @log_plus_one_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0e-04, -1.0e-04, 1.0, -0.5, -1.0, -2.0, 0x7F800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.log_plus_one %a : tensor<10xf32>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 9.9995e-05, -0.000100004996, 0.6931472, -0.6931472, 0xFF800000, 0xFFC00000, 0x7F800000, 0x7FC00000]> : tensor<10xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf32>, tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @log_plus_one_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 0.0001, -0.0001, 1.0, -0.5, -1.0, -2.0, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.log_plus_one %a : tensor<10xf64>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 9.999500033330834e-05, -0.00010000500033335834, 0.6931471805599453, -0.6931471805599453, 0xFFF0000000000000, 0xFFF8000000000000, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf64>, tensor<10xf64>
  func.return
}
