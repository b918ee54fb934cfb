// Numbers of either sign, the largest and the smallest.
func.func @tanh_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.tanh %a : tensor<10xf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.7617, -0.7617, 0.4622, -0.987, 0.999, 1.0, -1.0, 0x7E00]> : tensor<10xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf16>, tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @tanh_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.tanh %a : tensor<10xbf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.76, -0.76, 0.463, -0.99, 1.0, 1.0, -1.0, 0x7FC0]> : tensor<10xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xbf16>, tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @tanh_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.tanh %a : tensor<10xf32>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.7615942, -0.7615942, 0.46211717, -0.9866143, 0.99889445, 1.0, -1.0, 0x7FC00000]> : tensor<10xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf32>, tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @tanh_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.tanh %a : tensor<10xf64>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.7615941559557649, -0.7615941559557649, 0.46211715726000974, -0.9866142981514303, 0.9988944427261528, 1.0, -1.0, 0x7FF8000000000000]> : tensor<10xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf64>, tensor<10xf64>
  func.return
}
