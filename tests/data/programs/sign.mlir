// Numbers of either sign, the largest and the smallest.
func.func @sign_i8() {
  %a = stablehlo.constant dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi8>
  %r0 = stablehlo.sign %a : tensor<8xi8>
  check.expect_eq_const %r0, dense<[-1, -1, -1, -1, 0, 1, 1, 1]> : tensor<8xi8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sign_i16() {
  %a = stablehlo.constant dense<[-32768, -32767, -3, -1, 0, 1, 7, 32767]> : tensor<8xi16>
  %r0 = stablehlo.sign %a : tensor<8xi16>
  check.expect_eq_const %r0, dense<[-1, -1, -1, -1, 0, 1, 1, 1]> : tensor<8xi16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sign_i32() {
  %a = stablehlo.constant dense<[-2147483648, -2147483647, -3, -1, 0, 1, 7, 2147483647]> : tensor<8xi32>
  %r0 = stablehlo.sign %a : tensor<8xi32>
  check.expect_eq_const %r0, dense<[-1, -1, -1, -1, 0, 1, 1, 1]> : tensor<8xi32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sign_i64() {
  %a = stablehlo.constant dense<[-9223372036854775808, -9223372036854775807, -3, -1, 0, 1, 7, 9223372036854775807]> : tensor<8xi64>
  %r0 = stablehlo.sign %a : tensor<8xi64>
  check.expect_eq_const %r0, dense<[-1, -1, -1, -1, 0, 1, 1, 1]> : tensor<8xi64>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sign_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.sign %a : tensor<10xf16>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 0x7E00]> : tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sign_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.sign %a : tensor<10xbf16>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 0x7FC0]> : tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sign_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.sign %a : tensor<10xf32>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 0x7FC00000]> : tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @sign_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.sign %a : tensor<10xf64>
  check.expect_eq_const %r0, dense<[0.0, -0.0, 1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 0x7FF8000000000000]> : tensor<10xf64>
  func.return
}
