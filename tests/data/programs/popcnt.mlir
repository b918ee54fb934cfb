// Numbers of either sign, the largest and the smallest.
func.func @popcnt_i8() {
  %a = stablehlo.constant dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi8>
  %r0 = stablehlo.popcnt %a : tensor<8xi8>
  check.expect_eq_const %r0, dense<[1, 2, 7, 8, 0, 1, 3, 7]> : tensor<8xi8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @popcnt_i16() {
  %a = stablehlo.constant dense<[-32768, -32767, -3, -1, 0, 1, 7, 32767]> : tensor<8xi16>
  %r0 = stablehlo.popcnt %a : tensor<8xi16>
  check.expect_eq_const %r0, dense<[1, 2, 15, 16, 0, 1, 3, 15]> : tensor<8xi16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @popcnt_i32() {
  %a = stablehlo.constant dense<[-2147483648, -2147483647, -3, -1, 0, 1, 7, 2147483647]> : tensor<8xi32>
  %r0 = stablehlo.popcnt %a : tensor<8xi32>
  check.expect_eq_const %r0, dense<[1, 2, 31, 32, 0, 1, 3, 31]> : tensor<8xi32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @popcnt_i64() {
  %a = stablehlo.constant dense<[-9223372036854775808, -9223372036854775807, -3, -1, 0, 1, 7, 9223372036854775807]> : tensor<8xi64>
  %r0 = stablehlo.popcnt %a : tensor<8xi64>
  check.expect_eq_const %r0, dense<[1, 2, 63, 64, 0, 1, 3, 63]> : tensor<8xi64>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @popcnt_ui8() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xui8>
  %r0 = stablehlo.popcnt %a : tensor<8xui8>
  check.expect_eq_const %r0, dense<[0, 1, 1, 3, 7, 1, 7, 8]> : tensor<8xui8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @popcnt_ui16() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 32767, 32768, 65534, 65535]> : tensor<8xui16>
  %r0 = stablehlo.popcnt %a : tensor<8xui16>
  check.expect_eq_const %r0, dense<[0, 1, 1, 3, 15, 1, 15, 16]> : tensor<8xui16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @popcnt_ui32() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 2147483647, 2147483648, 4294967294, 4294967295]> : tensor<8xui32>
  %r0 = stablehlo.popcnt %a : tensor<8xui32>
  check.expect_eq_const %r0, dense<[0, 1, 1, 3, 31, 1, 31, 32]> : tensor<8xui32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @popcnt_ui64() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551614, 18446744073709551615]> : tensor<8xui64>
  %r0 = stablehlo.popcnt %a : tensor<8xui64>
  check.expect_eq_const %r0, dense<[0, 1, 1, 3, 63, 1, 63, 64]> : tensor<8xui64>
  func.return
}
