// Numbers of either sign, the largest and the smallest.
func.func @cosine_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.cosine %a : tensor<10xf16>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 0.5405, 0.5405, 0.8774, -0.8013, -0.821, 0xFE00, 0xFE00, 0x7E00]> : tensor<10xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf16>, tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @cosine_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.cosine %a : tensor<10xbf16>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 0.54, 0.54, 0.88, -0.8, -0.82, 0xFFC0, 0xFFC0, 0x7FC0]> : tensor<10xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xbf16>, tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @cosine_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.cosine %a : tensor<10xf32>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 0.5403023, 0.5403023, 0.87758255, -0.8011436, -0.8205594, 0xFFC00000, 0xFFC00000, 0x7FC00000]> : tensor<10xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf32>, tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @cosine_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.cosine %a : tensor<10xf64>
  %want0 = stablehlo.constant dense<[1.0, 1.0, 0.5403023058681398, 0.5403023058681398, 0.8775825618903728, -0.8011436155469337, -0.8205593573395608, 0xFFF8000000000000, 0xFFF8000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<10xf64>, tensor<10xf64>
  func.return
}
