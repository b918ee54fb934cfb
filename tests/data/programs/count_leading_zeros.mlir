// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_i8() {
  %a = stablehlo.constant dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi8>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xi8>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 8, 7, 5, 1]> : tensor<8xi8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_i16() {
  %a = stablehlo.constant dense<[-32768, -32767, -3, -1, 0, 1, 7, 32767]> : tensor<8xi16>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xi16>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 16, 15, 13, 1]> : tensor<8xi16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_i32() {
  %a = stablehlo.constant dense<[-2147483648, -2147483647, -3, -1, 0, 1, 7, 2147483647]> : tensor<8xi32>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xi32>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 32, 31, 29, 1]> : tensor<8xi32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_i64() {
  %a = stablehlo.constant dense<[-9223372036854775808, -9223372036854775807, -3, -1, 0, 1, 7, 9223372036854775807]> : tensor<8xi64>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xi64>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 64, 63, 61, 1]> : tensor<8xi64>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_ui8() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xui8>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xui8>
  check.expect_eq_const %r0, dense<[8, 7, 6, 5, 1, 0, 0, 0]> : tensor<8xui8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_ui16() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 32767, 32768, 65534, 65535]> : tensor<8xui16>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xui16>
  check.expect_eq_const %r0, dense<[16, 15, 14, 13, 1, 0, 0, 0]> : tensor<8xui16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_ui32() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 2147483647, 2147483648, 4294967294, 4294967295]> : tensor<8xui32>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xui32>
  check.expect_eq_const %r0, dense<[32, 31, 30, 29, 1, 0, 0, 0]> : tensor<8xui32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @count_leading_zeros_ui64() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551614, 18446744073709551615]> : tensor<8xui64>
  %r0 = stablehlo.count_leading_zeros %a : tensor<8xui64>
  check.expect_eq_const %r0, dense<[64, 63, 62, 61, 1, 0, 0, 0]> : tensor<8xui64>
  func.return
}
