// Numbers of either sign, the largest and the smallest.
func.func @logistic_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.logistic %a : tensor<10xf16>
  %want0 = stablehlo.constant dense<[0.5, 0.5, 0.731, 0.269, 0.6226, 0.07587, 0.977, 1.0, 0.0, 0xFE00]> : tensor<10xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf16>, tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @logistic_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.logistic %a : tensor<10xbf16>
  %want0 = stablehlo.constant dense<[0.5, 0.5, 0.73, 0.27, 0.62, 0.0757, 0.977, 1.0, 0.0, 0xFFC0]> : tensor<10xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xbf16>, tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @logistic_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.logistic %a : tensor<10xf32>
  %want0 = stablehlo.constant dense<[0.5, 0.5, 0.7310586, 0.26894143, 0.62245935, 0.07585818, 0.97702265, 1.0, 0.0, 0xFFC00000]> : tensor<10xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf32>, tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @logistic_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.logistic %a : tensor<10xf64>
  %want0 = stablehlo.constant dense<[0.5, 0.5, 0.7310585786300049, 0.2689414213699951, 0.6224593312018546, 0.07585818002124355, 0.9770226300899744, 1.0, 0.0, 0xFFF8000000000000]> : tensor<10xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf64>, tensor<10xf64>
  func.return
}
