// Numbers of either sign, the largest and the smallest.
func.func @tan_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75]> : tensor<7xf16>
  %r0 = stablehlo.tan %a : tensor<7xf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.558, -1.558, 0.5464, 0.747, 0.697]> : tensor<7xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<7xf16>, tensor<7xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @tan_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75]> : tensor<7xbf16>
  %r0 = stablehlo.tan %a : tensor<7xbf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.555, -1.555, 0.547, 0.746, 0.695]> : tensor<7xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<7xbf16>, tensor<7xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @tan_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75]> : tensor<7xf32>
  %r0 = stablehlo.tan %a : tensor<7xf32>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.5574077, -1.5574077, 0.5463025, 0.7470223, 0.69655085]> : tensor<7xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<7xf32>, tensor<7xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @tan_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75]> : tensor<7xf64>
  %r0 = stablehlo.tan %a : tensor<7xf64>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.5574077246549023, -1.5574077246549023, 0.5463024898437905, 0.7470222972386603, 0.6965508511114601]> : tensor<7xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<7xf64>, tensor<7xf64>
  func.return
}
