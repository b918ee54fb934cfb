// Numbers of either sign, the largest and the smallest.
func.func @sine_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.sine %a : tensor<10xf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.8413, -0.8413, 0.4795, -0.5986, -0.572, 0xFE00, 0xFE00, 0x7E00]> : tensor<10xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf16>, tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sine_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.sine %a : tensor<10xbf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.84, -0.84, 0.479, -0.598, -0.57, 0xFFC0, 0xFFC0, 0x7FC0]> : tensor<10xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xbf16>, tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sine_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.sine %a : tensor<10xf32>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.84147096, -0.84147096, 0.47942555, -0.5984721, -0.57156134, 0xFFC00000, 0xFFC00000, 0x7FC00000]> : tensor<10xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf32>, tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sine_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.sine %a : tensor<10xf64>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 0.8414709848078965, -0.8414709848078965, 0.479425538604203, -0.5984721441039565, -0.5715613187423437, 0xFFF8000000000000, 0xFFF8000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf64>, tensor<10xf64>
  func.return
}
