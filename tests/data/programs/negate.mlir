// Numbers of either sign, the largest and the smallest.
func.func @negate_i8() {
  %a = stablehlo.constant dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi8>
  %r0 = stablehlo.negate %a : tensor<8xi8>
  check.expect_eq_const %r0, dense<[-128, 127, 3, 1, 0, -1, -7, -127]> : tensor<8xi8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_i16() {
  %a = stablehlo.constant dense<[-32768, -32767, -3, -1, 0, 1, 7, 32767]> : tensor<8xi16>
  %r0 = stablehlo.negate %a : tensor<8xi16>
  check.expect_eq_const %r0, dense<[-32768, 32767, 3, 1, 0, -1, -7, -32767]> : tensor<8xi16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_i32() {
  %a = stablehlo.constant dense<[-2147483648, -2147483647, -3, -1, 0, 1, 7, 2147483647]> : tensor<8xi32>
  %r0 = stablehlo.negate %a : tensor<8xi32>
  check.expect_eq_const %r0, dense<[-2147483648, 2147483647, 3, 1, 0, -1, -7, -2147483647]> : tensor<8xi32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_i64() {
  %a = stablehlo.constant dense<[-9223372036854775808, -9223372036854775807, -3, -1, 0, 1, 7, 9223372036854775807]> : tensor<8xi64>
  %r0 = stablehlo.negate %a : tensor<8xi64>
  check.expect_eq_const %r0, dense<[-9223372036854775808, 9223372036854775807, 3, 1, 0, -1, -7, -9223372036854775807]> : tensor<8xi64>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_ui8() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xui8>
  %r0 = stablehlo.negate %a : tensor<8xui8>
  check.expect_eq_const %r0, dense<[0, 255, 254, 249, 129, 128, 2, 1]> : tensor<8xui8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_ui16() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 32767, 32768, 65534, 65535]> : tensor<8xui16>
  %r0 = stablehlo.negate %a : tensor<8xui16>
  check.expect_eq_const %r0, dense<[0, 65535, 65534, 65529, 32769, 32768, 2, 1]> : tensor<8xui16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_ui32() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 2147483647, 2147483648, 4294967294, 4294967295]> : tensor<8xui32>
  %r0 = stablehlo.negate %a : tensor<8xui32>
  check.expect_eq_const %r0, dense<[0, 4294967295, 4294967294, 4294967289, 2147483649, 2147483648, 2, 1]> : tensor<8xui32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_ui64() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551614, 18446744073709551615]> : tensor<8xui64>
  %r0 = stablehlo.negate %a : tensor<8xui64>
  check.expect_eq_const %r0, dense<[0, 18446744073709551615, 18446744073709551614, 18446744073709551609, 9223372036854775809, 9223372036854775808, 2, 1]> : tensor<8xui64>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7C00, 0xFC00, 0x7E00]> : tensor<10xf16>
  %r0 = stablehlo.negate %a : tensor<10xf16>
  check.expect_eq_const %r0, dense<[-0.0, 0.0, -1.0, 1.0, -0.5, 2.5, -3.75, 0xFC00, 0x7C00, 0xFE00]> : tensor<10xf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F80, 0xFF80, 0x7FC0]> : tensor<10xbf16>
  %r0 = stablehlo.negate %a : tensor<10xbf16>
  check.expect_eq_const %r0, dense<[-0.0, 0.0, -1.0, 1.0, -0.5, 2.5, -3.75, 0xFF80, 0x7F80, 0xFFC0]> : tensor<10xbf16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<10xf32>
  %r0 = stablehlo.negate %a : tensor<10xf32>
  check.expect_eq_const %r0, dense<[-0.0, 0.0, -1.0, 1.0, -0.5, 2.5, -3.75, 0xFF800000, 0x7F800000, 0xFFC00000]> : tensor<10xf32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @negate_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.75, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<10xf64>
  %r0 = stablehlo.negate %a : tensor<10xf64>
  check.expect_eq_const %r0, dense<[-0.0, 0.0, -1.0, 1.0, -0.5, 2.5, -3.75, 0xFFF0000000000000, 0x7FF0000000000000, 0xFFF8000000000000]> : tensor<10xf64>
  func.return
}
