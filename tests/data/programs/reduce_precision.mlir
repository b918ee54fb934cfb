// Ties go to even; what is too large is infinite, what is too small 0.
func.func @reduce_precision_f32_e5m10() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.1, -3.14159, 1.0e-06, 6.0e-08, 70000.0, 65519.0, 65520.0, 0x7F800000, 0x7FC00000]> : tensor<11xf32>
  %r0 = stablehlo.reduce_precision %a, format = e5m10 : tensor<11xf32>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0996094, -3.140625, 0.0, 0.0, 0x7F800000, 65504.0, 0x7F800000, 0x7F800000, 0x7FC00000]> : tensor<11xf32>
  func.return
}

// Ties go to even; what is too large is infinite, what is too small 0.
func.func @reduce_precision_f32_e8m7() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.1, -3.14159, 1.0e-06, 6.0e-08, 70000.0, 65519.0, 65520.0, 0x7F800000, 0x7FC00000]> : tensor<11xf32>
  %r0 = stablehlo.reduce_precision %a, format = e8m7 : tensor<11xf32>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.1015625, -3.140625, 9.983778e-07, 6.0070306e-08, 70144.0, 65536.0, 65536.0, 0x7F800000, 0x7FC00000]> : tensor<11xf32>
  func.return
}

// Ties go to even; what is too large is infinite, what is too small 0.
func.func @reduce_precision_f32_e4m3() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.1, -3.14159, 1.0e-06, 6.0e-08, 70000.0, 65519.0, 65520.0, 0x7F800000, 0x7FC00000]> : tensor<11xf32>
  %r0 = stablehlo.reduce_precision %a, format = e4m3 : tensor<11xf32>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.125, -3.25, 0.0, 0.0, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7FC00000]> : tensor<11xf32>
  func.return
}

// Ties go to even; what is too large is infinite, what is too small 0.
func.func @reduce_precision_f64_e5m10() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.1, -3.14159, 1.0e-06, 6.0e-08, 70000.0, 65519.0, 65520.0, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<11xf64>
  %r0 = stablehlo.reduce_precision %a, format = e5m10 : tensor<11xf64>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.099609375, -3.140625, 0.0, 0.0, 0x7FF0000000000000, 65504.0, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<11xf64>
  func.return
}

// Ties go to even; what is too large is infinite, what is too small 0.
func.func @reduce_precision_f64_e8m7() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.1, -3.14159, 1.0e-06, 6.0e-08, 70000.0, 65519.0, 65520.0, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<11xf64>
  %r0 = stablehlo.reduce_precision %a, format = e8m7 : tensor<11xf64>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.1015625, -3.140625, 9.98377799987793e-07, 6.007030606269836e-08, 70144.0, 65536.0, 65536.0, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<11xf64>
  func.return
}

// Ties go to even; what is too large is infinite, what is too small 0.
func.func @reduce_precision_f64_e4m3() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.1, -3.14159, 1.0e-06, 6.0e-08, 70000.0, 65519.0, 65520.0, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<11xf64>
  %r0 = stablehlo.reduce_precision %a, format = e4m3 : tensor<11xf64>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.125, -3.25, 0.0, 0.0, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<11xf64>
  func.return
}
