// Numbers of either sign, the largest and the smallest.
func.func @not_bool() {
  %a = stablehlo.constant dense<[false, true]> : tensor<2xi1>
  %r0 = stablehlo.not %a : tensor<2xi1>
  check.expect_eq_const %r0, dense<[true, false]> : tensor<2xi1>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_i8() {
  %a = stablehlo.constant dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi8>
  %r0 = stablehlo.not %a : tensor<8xi8>
  check.expect_eq_const %r0, dense<[127, 126, 2, 0, -1, -2, -8, -128]> : tensor<8xi8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_i16() {
  %a = stablehlo.constant dense<[-32768, -32767, -3, -1, 0, 1, 7, 32767]> : tensor<8xi16>
  %r0 = stablehlo.not %a : tensor<8xi16>
  check.expect_eq_const %r0, dense<[32767, 32766, 2, 0, -1, -2, -8, -32768]> : tensor<8xi16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_i32() {
  %a = stablehlo.constant dense<[-2147483648, -2147483647, -3, -1, 0, 1, 7, 2147483647]> : tensor<8xi32>
  %r0 = stablehlo.not %a : tensor<8xi32>
  check.expect_eq_const %r0, dense<[2147483647, 2147483646, 2, 0, -1, -2, -8, -2147483648]> : tensor<8xi32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_i64() {
  %a = stablehlo.constant dense<[-9223372036854775808, -9223372036854775807, -3, -1, 0, 1, 7, 9223372036854775807]> : tensor<8xi64>
  %r0 = stablehlo.not %a : tensor<8xi64>
  check.expect_eq_const %r0, dense<[9223372036854775807, 9223372036854775806, 2, 0, -1, -2, -8, -9223372036854775808]> : tensor<8xi64>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_ui8() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xui8>
  %r0 = stablehlo.not %a : tensor<8xui8>
  check.expect_eq_const %r0, dense<[255, 254, 253, 248, 128, 127, 1, 0]> : tensor<8xui8>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_ui16() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 32767, 32768, 65534, 65535]> : tensor<8xui16>
  %r0 = stablehlo.not %a : tensor<8xui16>
  check.expect_eq_const %r0, dense<[65535, 65534, 65533, 65528, 32768, 32767, 1, 0]> : tensor<8xui16>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_ui32() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 2147483647, 2147483648, 4294967294, 4294967295]> : tensor<8xui32>
  %r0 = stablehlo.not %a : tensor<8xui32>
  check.expect_eq_const %r0, dense<[4294967295, 4294967294, 4294967293, 4294967288, 2147483648, 2147483647, 1, 0]> : tensor<8xui32>
  func.return
}

// Numbers of either sign, the largest and the smallest.
func.func @not_ui64() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551614, 18446744073709551615]> : tensor<8xui64>
  %r0 = stablehlo.not %a : tensor<8xui64>
  check.expect_eq_const %r0, dense<[18446744073709551615, 18446744073709551614, 18446744073709551613, 18446744073709551608, 9223372036854775808, 9223372036854775807, 1, 0]> : tensor<8xui64>
  func.return
}
