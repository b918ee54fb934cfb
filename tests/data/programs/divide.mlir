// Every pair of a few numbers, the extreme ones among them.
func.func @divide_i8() {
  %a = stablehlo.constant dense<[-128, -128, -128, -128, -3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 127, 127, 127, 127, 127]> : tensor<29xi8>
  %b = stablehlo.constant dense<[-128, -3, 1, 127, -128, -3, -1, 1, 127, -128, -3, -1, 1, 127, -128, -3, -1, 1, 127, -128, -3, -1, 1, 127, -128, -3, -1, 1, 127]> : tensor<29xi8>
  %r0 = stablehlo.divide %a, %b : tensor<29xi8>
  check.expect_eq_const %r0, dense<[1, 42, -128, -1, 0, 1, 3, -3, 0, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 0, 0, -42, -127, 127, 1]> : tensor<29xi8>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_i16() {
  %a = stablehlo.constant dense<[-32768, -32768, -32768, -32768, -3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 32767, 32767, 32767, 32767, 32767]> : tensor<29xi16>
  %b = stablehlo.constant dense<[-32768, -3, 1, 32767, -32768, -3, -1, 1, 32767, -32768, -3, -1, 1, 32767, -32768, -3, -1, 1, 32767, -32768, -3, -1, 1, 32767, -32768, -3, -1, 1, 32767]> : tensor<29xi16>
  %r0 = stablehlo.divide %a, %b : tensor<29xi16>
  check.expect_eq_const %r0, dense<[1, 10922, -32768, -1, 0, 1, 3, -3, 0, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 0, 0, -10922, -32767, 32767, 1]> : tensor<29xi16>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_i32() {
  %a = stablehlo.constant dense<[-2147483648, -2147483648, -2147483648, -2147483648, -3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647]> : tensor<29xi32>
  %b = stablehlo.constant dense<[-2147483648, -3, 1, 2147483647, -2147483648, -3, -1, 1, 2147483647, -2147483648, -3, -1, 1, 2147483647, -2147483648, -3, -1, 1, 2147483647, -2147483648, -3, -1, 1, 2147483647, -2147483648, -3, -1, 1, 2147483647]> : tensor<29xi32>
  %r0 = stablehlo.divide %a, %b : tensor<29xi32>
  check.expect_eq_const %r0, dense<[1, 715827882, -2147483648, -1, 0, 1, 3, -3, 0, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 0, 0, -715827882, -2147483647, 2147483647, 1]> : tensor<29xi32>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_i64() {
  %a = stablehlo.constant dense<[-9223372036854775808, -9223372036854775808, -9223372036854775808, -9223372036854775808, -3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807]> : tensor<29xi64>
  %b = stablehlo.constant dense<[-9223372036854775808, -3, 1, 9223372036854775807, -9223372036854775808, -3, -1, 1, 9223372036854775807, -9223372036854775808, -3, -1, 1, 9223372036854775807, -9223372036854775808, -3, -1, 1, 9223372036854775807, -9223372036854775808, -3, -1, 1, 9223372036854775807, -9223372036854775808, -3, -1, 1, 9223372036854775807]> : tensor<29xi64>
  %r0 = stablehlo.divide %a, %b : tensor<29xi64>
  check.expect_eq_const %r0, dense<[1, 3074457345618258602, -9223372036854775808, -1, 0, 1, 3, -3, 0, 0, 0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0, -1, 1, 0, 0, -3074457345618258602, -9223372036854775807, 9223372036854775807, 1]> : tensor<29xi64>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_ui8() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 127, 127, 127, 127, 127, 128, 128, 128, 128, 128, 255, 255, 255, 255, 255]> : tensor<30xui8>
  %b = stablehlo.constant dense<[2, 7, 127, 128, 255, 2, 7, 127, 128, 255, 2, 7, 127, 128, 255, 2, 7, 127, 128, 255, 2, 7, 127, 128, 255, 2, 7, 127, 128, 255]> : tensor<30xui8>
  %r0 = stablehlo.divide %a, %b : tensor<30xui8>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 1, 0, 0, 0, 63, 18, 1, 0, 0, 64, 18, 1, 1, 0, 127, 36, 2, 1, 1]> : tensor<30xui8>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_ui16() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 32767, 32767, 32767, 32767, 32767, 32768, 32768, 32768, 32768, 32768, 65535, 65535, 65535, 65535, 65535]> : tensor<30xui16>
  %b = stablehlo.constant dense<[2, 7, 32767, 32768, 65535, 2, 7, 32767, 32768, 65535, 2, 7, 32767, 32768, 65535, 2, 7, 32767, 32768, 65535, 2, 7, 32767, 32768, 65535, 2, 7, 32767, 32768, 65535]> : tensor<30xui16>
  %r0 = stablehlo.divide %a, %b : tensor<30xui16>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 1, 0, 0, 0, 16383, 4681, 1, 0, 0, 16384, 4681, 1, 1, 0, 32767, 9362, 2, 1, 1]> : tensor<30xui16>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_ui32() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 2147483647, 2147483647, 2147483647, 2147483647, 2147483647, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 4294967295, 4294967295, 4294967295, 4294967295, 4294967295]> : tensor<30xui32>
  %b = stablehlo.constant dense<[2, 7, 2147483647, 2147483648, 4294967295, 2, 7, 2147483647, 2147483648, 4294967295, 2, 7, 2147483647, 2147483648, 4294967295, 2, 7, 2147483647, 2147483648, 4294967295, 2, 7, 2147483647, 2147483648, 4294967295, 2, 7, 2147483647, 2147483648, 4294967295]> : tensor<30xui32>
  %r0 = stablehlo.divide %a, %b : tensor<30xui32>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 1, 0, 0, 0, 1073741823, 306783378, 1, 0, 0, 1073741824, 306783378, 1, 1, 0, 2147483647, 613566756, 2, 1, 1]> : tensor<30xui32>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_ui64() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775808, 9223372036854775808, 9223372036854775808, 9223372036854775808, 9223372036854775808, 18446744073709551615, 18446744073709551615, 18446744073709551615, 18446744073709551615, 18446744073709551615]> : tensor<30xui64>
  %b = stablehlo.constant dense<[2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551615, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551615, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551615, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551615, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551615, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551615]> : tensor<30xui64>
  %r0 = stablehlo.divide %a, %b : tensor<30xui64>
  check.expect_eq_const %r0, dense<[0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 1, 0, 0, 0, 4611686018427387903, 1317624576693539401, 1, 0, 0, 4611686018427387904, 1317624576693539401, 1, 1, 0, 9223372036854775807, 2635249153387078802, 2, 1, 1]> : tensor<30xui64>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_f16() {
  %a = stablehlo.constant dense<[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -2.5, -2.5, -2.5, -2.5, -2.5, -2.5, 0x7C00, 0x7C00, 0x7C00, 0x7C00, 0x7C00, 0x7C00, 0x7E00, 0x7E00, 0x7E00, 0x7E00, 0x7E00, 0x7E00]> : tensor<36xf16>
  %b = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.5, 0x7C00, 0x7E00, 0.0, -0.0, 1.0, -2.5, 0x7C00, 0x7E00, 0.0, -0.0, 1.0, -2.5, 0x7C00, 0x7E00, 0.0, -0.0, 1.0, -2.5, 0x7C00, 0x7E00, 0.0, -0.0, 1.0, -2.5, 0x7C00, 0x7E00, 0.0, -0.0, 1.0, -2.5, 0x7C00, 0x7E00]> : tensor<36xf16>
  %r0 = stablehlo.divide %a, %b : tensor<36xf16>
  check.expect_eq_const %r0, dense<[0x7E00, 0x7E00, 0.0, -0.0, 0.0, 0x7E00, 0x7E00, 0x7E00, -0.0, 0.0, -0.0, 0x7E00, 0x7C00, 0xFC00, 1.0, -0.4, 0.0, 0x7E00, 0xFC00, 0x7C00, -2.5, 1.0, -0.0, 0x7E00, 0x7C00, 0xFC00, 0x7C00, 0xFC00, 0x7E00, 0x7E00, 0x7E00, 0x7E00, 0x7E00, 0x7E00, 0x7E00, 0x7E00]> : tensor<36xf16>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_bf16() {
  %a = stablehlo.constant dense<[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -2.5, -2.5, -2.5, -2.5, -2.5, -2.5, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0]> : tensor<36xbf16>
  %b = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.5, 0x7F80, 0x7FC0, 0.0, -0.0, 1.0, -2.5, 0x7F80, 0x7FC0, 0.0, -0.0, 1.0, -2.5, 0x7F80, 0x7FC0, 0.0, -0.0, 1.0, -2.5, 0x7F80, 0x7FC0, 0.0, -0.0, 1.0, -2.5, 0x7F80, 0x7FC0, 0.0, -0.0, 1.0, -2.5, 0x7F80, 0x7FC0]> : tensor<36xbf16>
  %r0 = stablehlo.divide %a, %b : tensor<36xbf16>
  check.expect_eq_const %r0, dense<[0x7FC0, 0x7FC0, 0.0, -0.0, 0.0, 0x7FC0, 0x7FC0, 0x7FC0, -0.0, 0.0, -0.0, 0x7FC0, 0x7F80, 0xFF80, 1.0, -0.4, 0.0, 0x7FC0, 0xFF80, 0x7F80, -2.5, 1.0, -0.0, 0x7FC0, 0x7F80, 0xFF80, 0x7F80, 0xFF80, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0]> : tensor<36xbf16>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_f32() {
  %a = stablehlo.constant dense<[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -2.5, -2.5, -2.5, -2.5, -2.5, -2.5, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000]> : tensor<36xf32>
  %b = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.5, 0x7F800000, 0x7FC00000, 0.0, -0.0, 1.0, -2.5, 0x7F800000, 0x7FC00000, 0.0, -0.0, 1.0, -2.5, 0x7F800000, 0x7FC00000, 0.0, -0.0, 1.0, -2.5, 0x7F800000, 0x7FC00000, 0.0, -0.0, 1.0, -2.5, 0x7F800000, 0x7FC00000, 0.0, -0.0, 1.0, -2.5, 0x7F800000, 0x7FC00000]> : tensor<36xf32>
  %r0 = stablehlo.divide %a, %b : tensor<36xf32>
  check.expect_eq_const %r0, dense<[0x7FC00000, 0x7FC00000, 0.0, -0.0, 0.0, 0x7FC00000, 0x7FC00000, 0x7FC00000, -0.0, 0.0, -0.0, 0x7FC00000, 0x7F800000, 0xFF800000, 1.0, -0.4, 0.0, 0x7FC00000, 0xFF800000, 0x7F800000, -2.5, 1.0, -0.0, 0x7FC00000, 0x7F800000, 0xFF800000, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000]> : tensor<36xf32>
  func.return
}

// Every pair of a few numbers, the extreme ones among them.
func.func @divide_f64() {
  %a = stablehlo.constant dense<[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -2.5, -2.5, -2.5, -2.5, -2.5, -2.5, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000]> : tensor<36xf64>
  %b = stablehlo.constant dense<[0.0, -0.0, 1.0, -2.5, 0x7FF0000000000000, 0x7FF8000000000000, 0.0, -0.0, 1.0, -2.5, 0x7FF0000000000000, 0x7FF8000000000000, 0.0, -0.0, 1.0, -2.5, 0x7FF0000000000000, 0x7FF8000000000000, 0.0, -0.0, 1.0, -2.5, 0x7FF0000000000000, 0x7FF8000000000000, 0.0, -0.0, 1.0, -2.5, 0x7FF0000000000000, 0x7FF8000000000000, 0.0, -0.0, 1.0, -2.5, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<36xf64>
  %r0 = stablehlo.divide %a, %b : tensor<36xf64>
  check.expect_eq_const %r0, dense<[0x7FF8000000000000, 0x7FF8000000000000, 0.0, -0.0, 0.0, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, -0.0, 0.0, -0.0, 0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000, 1.0, -0.4, 0.0, 0x7FF8000000000000, 0xFFF0000000000000, 0x7FF0000000000000, -2.5, 1.0, -0.0, 0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000]> : tensor<36xf64>
  func.return
}

// All ones where there is no quotient.
func.func @divide_by_zero() {
  %a = stablehlo.constant dense<[7, -7, 0]> : tensor<3xi16>
  %b = stablehlo.constant dense<0> : tensor<3xi16>
  %r0 = stablehlo.divide %a, %b : tensor<3xi16>
  check.expect_eq_const %r0, dense<-1> : tensor<3xi16>
  %c = stablehlo.constant dense<7> : tensor<ui8>
  %d = stablehlo.constant dense<0> : tensor<ui8>
  %r1 = stablehlo.divide %c, %d : tensor<ui8>
  check.expect_eq_const %r1, dense<255> : tensor<ui8>
  func.return
}

// The quotient of the smallest number and -1 wraps.
func.func @divide_overflow() {
  %a = stablehlo.constant dense<-128> : tensor<1xi8>
  %b = stablehlo.constant dense<-1> : tensor<1xi8>
  %r0 = stablehlo.divide %a, %b : tensor<1xi8>
  check.expect_eq_const %r0, dense<-128> : tensor<1xi8>
  func.return
}
