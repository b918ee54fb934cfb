// To every kind of number: integers wrap.
func.func @convert_from_bool() {
  %a = stablehlo.constant dense<[false, true]> : tensor<2xi1>
  %r0 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xi8>
  %r1 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xi32>
  %r2 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xi64>
  %r3 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xui8>
  %r4 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xui32>
  %r5 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xui64>
  %r6 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xf16>
  %r7 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xbf16>
  %r8 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xf32>
  %r9 = stablehlo.convert %a : (tensor<2xi1>) -> tensor<2xf64>
  check.expect_eq_const %r0, dense<[0, 1]> : tensor<2xi8>
  check.expect_eq_const %r1, dense<[0, 1]> : tensor<2xi32>
  check.expect_eq_const %r2, dense<[0, 1]> : tensor<2xi64>
  check.expect_eq_const %r3, dense<[0, 1]> : tensor<2xui8>
  check.expect_eq_const %r4, dense<[0, 1]> : tensor<2xui32>
  check.expect_eq_const %r5, dense<[0, 1]> : tensor<2xui64>
  check.expect_eq_const %r6, dense<[0.0, 1.0]> : tensor<2xf16>
  check.expect_eq_const %r7, dense<[0.0, 1.0]> : tensor<2xbf16>
  check.expect_eq_const %r8, dense<[0.0, 1.0]> : tensor<2xf32>
  check.expect_eq_const %r9, dense<[0.0, 1.0]> : tensor<2xf64>
  func.return
}

// To every kind of number: integers wrap.
func.func @convert_from_i8() {
  %a = stablehlo.constant dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi8>
  %r0 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xi1>
  %r1 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xi32>
  %r2 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xi64>
  %r3 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xui8>
  %r4 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xui32>
  %r5 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xui64>
  %r6 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xf16>
  %r7 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xbf16>
  %r8 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xf32>
  %r9 = stablehlo.convert %a : (tensor<8xi8>) -> tensor<8xf64>
  check.expect_eq_const %r0, dense<[true, true, true, true, false, true, true, true]> : tensor<8xi1>
  check.expect_eq_const %r1, dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi32>
  check.expect_eq_const %r2, dense<[-128, -127, -3, -1, 0, 1, 7, 127]> : tensor<8xi64>
  check.expect_eq_const %r3, dense<[128, 129, 253, 255, 0, 1, 7, 127]> : tensor<8xui8>
  check.expect_eq_const %r4, dense<[4294967168, 4294967169, 4294967293, 4294967295, 0, 1, 7, 127]> : tensor<8xui32>
  check.expect_eq_const %r5, dense<[18446744073709551488, 18446744073709551489, 18446744073709551613, 18446744073709551615, 0, 1, 7, 127]> : tensor<8xui64>
  check.expect_eq_const %r6, dense<[-128.0, -127.0, -3.0, -1.0, 0.0, 1.0, 7.0, 127.0]> : tensor<8xf16>
  check.expect_eq_const %r7, dense<[-128.0, -127.0, -3.0, -1.0, 0.0, 1.0, 7.0, 127.0]> : tensor<8xbf16>
  check.expect_eq_const %r8, dense<[-128.0, -127.0, -3.0, -1.0, 0.0, 1.0, 7.0, 127.0]> : tensor<8xf32>
  check.expect_eq_const %r9, dense<[-128.0, -127.0, -3.0, -1.0, 0.0, 1.0, 7.0, 127.0]> : tensor<8xf64>
  func.return
}

// To every kind of number: integers wrap.
func.func @convert_from_i64() {
  %a = stablehlo.constant dense<[-9223372036854775808, -9223372036854775807, -3, -1, 0, 1, 7, 9223372036854775807]> : tensor<8xi64>
  %r0 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xi1>
  %r1 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xi8>
  %r2 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xi32>
  %r3 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xui8>
  %r4 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xui32>
  %r5 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xui64>
  %r6 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xf16>
  %r7 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xbf16>
  %r8 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xf32>
  %r9 = stablehlo.convert %a : (tensor<8xi64>) -> tensor<8xf64>
  check.expect_eq_const %r0, dense<[true, true, true, true, false, true, true, true]> : tensor<8xi1>
  check.expect_eq_const %r1, dense<[0, 1, -3, -1, 0, 1, 7, -1]> : tensor<8xi8>
  check.expect_eq_const %r2, dense<[0, 1, -3, -1, 0, 1, 7, -1]> : tensor<8xi32>
  check.expect_eq_const %r3, dense<[0, 1, 253, 255, 0, 1, 7, 255]> : tensor<8xui8>
  check.expect_eq_const %r4, dense<[0, 1, 4294967293, 4294967295, 0, 1, 7, 4294967295]> : tensor<8xui32>
  check.expect_eq_const %r5, dense<[9223372036854775808, 9223372036854775809, 18446744073709551613, 18446744073709551615, 0, 1, 7, 9223372036854775807]> : tensor<8xui64>
  check.expect_eq_const %r6, dense<[0xFC00, 0xFC00, -3.0, -1.0, 0.0, 1.0, 7.0, 0x7C00]> : tensor<8xf16>
  check.expect_eq_const %r7, dense<[-9.22e+18, -9.22e+18, -3.0, -1.0, 0.0, 1.0, 7.0, 9.22e+18]> : tensor<8xbf16>
  check.expect_eq_const %r8, dense<[-9.223372e+18, -9.223372e+18, -3.0, -1.0, 0.0, 1.0, 7.0, 9.223372e+18]> : tensor<8xf32>
  check.expect_eq_const %r9, dense<[-9.223372036854776e+18, -9.223372036854776e+18, -3.0, -1.0, 0.0, 1.0, 7.0, 9.223372036854776e+18]> : tensor<8xf64>
  func.return
}

// To every kind of number: integers wrap.
func.func @convert_from_ui8() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xui8>
  %r0 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xi1>
  %r1 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xi8>
  %r2 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xi32>
  %r3 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xi64>
  %r4 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xui32>
  %r5 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xui64>
  %r6 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xf16>
  %r7 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xbf16>
  %r8 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xf32>
  %r9 = stablehlo.convert %a : (tensor<8xui8>) -> tensor<8xf64>
  check.expect_eq_const %r0, dense<[false, true, true, true, true, true, true, true]> : tensor<8xi1>
  check.expect_eq_const %r1, dense<[0, 1, 2, 7, 127, -128, -2, -1]> : tensor<8xi8>
  check.expect_eq_const %r2, dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xi32>
  check.expect_eq_const %r3, dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xi64>
  check.expect_eq_const %r4, dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xui32>
  check.expect_eq_const %r5, dense<[0, 1, 2, 7, 127, 128, 254, 255]> : tensor<8xui64>
  check.expect_eq_const %r6, dense<[0.0, 1.0, 2.0, 7.0, 127.0, 128.0, 254.0, 255.0]> : tensor<8xf16>
  check.expect_eq_const %r7, dense<[0.0, 1.0, 2.0, 7.0, 127.0, 128.0, 254.0, 255.0]> : tensor<8xbf16>
  check.expect_eq_const %r8, dense<[0.0, 1.0, 2.0, 7.0, 127.0, 128.0, 254.0, 255.0]> : tensor<8xf32>
  check.expect_eq_const %r9, dense<[0.0, 1.0, 2.0, 7.0, 127.0, 128.0, 254.0, 255.0]> : tensor<8xf64>
  func.return
}

// To every kind of number: integers wrap.
func.func @convert_from_ui64() {
  %a = stablehlo.constant dense<[0, 1, 2, 7, 9223372036854775807, 9223372036854775808, 18446744073709551614, 18446744073709551615]> : tensor<8xui64>
  %r0 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xi1>
  %r1 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xi8>
  %r2 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xi32>
  %r3 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xi64>
  %r4 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xui8>
  %r5 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xui32>
  %r6 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xf16>
  %r7 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xbf16>
  %r8 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xf32>
  %r9 = stablehlo.convert %a : (tensor<8xui64>) -> tensor<8xf64>
  check.expect_eq_const %r0, dense<[false, true, true, true, true, true, true, true]> : tensor<8xi1>
  check.expect_eq_const %r1, dense<[0, 1, 2, 7, -1, 0, -2, -1]> : tensor<8xi8>
  check.expect_eq_const %r2, dense<[0, 1, 2, 7, -1, 0, -2, -1]> : tensor<8xi32>
  check.expect_eq_const %r3, dense<[0, 1, 2, 7, 9223372036854775807, -9223372036854775808, -2, -1]> : tensor<8xi64>
  check.expect_eq_const %r4, dense<[0, 1, 2, 7, 255, 0, 254, 255]> : tensor<8xui8>
  check.expect_eq_const %r5, dense<[0, 1, 2, 7, 4294967295, 0, 4294967294, 4294967295]> : tensor<8xui32>
  check.expect_eq_const %r6, dense<[0.0, 1.0, 2.0, 7.0, 0x7C00, 0x7C00, 0x7C00, 0x7C00]> : tensor<8xf16>
  check.expect_eq_const %r7, dense<[0.0, 1.0, 2.0, 7.0, 9.22e+18, 9.22e+18, 1.845e+19, 1.845e+19]> : tensor<8xbf16>
  check.expect_eq_const %r8, dense<[0.0, 1.0, 2.0, 7.0, 9.223372e+18, 9.223372e+18, 1.8446744e+19, 1.8446744e+19]> : tensor<8xf32>
  check.expect_eq_const %r9, dense<[0.0, 1.0, 2.0, 7.0, 9.223372036854776e+18, 9.223372036854776e+18, 1.8446744073709552e+19, 1.8446744073709552e+19]> : tensor<8xf64>
  func.return
}

// To every kind of number: integers wrap, numbers are cut off and saturate, a NaN becomes 0.
func.func @convert_from_f16() {
  %a = stablehlo.constant dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 3.0e+04, 0x7E00, 0x7C00, 0xFC00]> : tensor<9xf16>
  %r0 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xi1>
  %r1 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xi8>
  %r2 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xi32>
  %r3 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xi64>
  %r4 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xui8>
  %r5 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xui32>
  %r6 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xui64>
  %r7 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xbf16>
  %r8 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xf32>
  %r9 = stablehlo.convert %a : (tensor<9xf16>) -> tensor<9xf64>
  check.expect_eq_const %r0, dense<[false, true, true, true, true, true, true, true, true]> : tensor<9xi1>
  check.expect_eq_const %r1, dense<[0, 0, 1, -2, 100, 127, 0, 127, -128]> : tensor<9xi8>
  check.expect_eq_const %r2, dense<[0, 0, 1, -2, 100, 30000, 0, 2147483647, -2147483648]> : tensor<9xi32>
  check.expect_eq_const %r3, dense<[0, 0, 1, -2, 100, 30000, 0, 9223372036854775807, -9223372036854775808]> : tensor<9xi64>
  check.expect_eq_const %r4, dense<[0, 0, 1, 0, 100, 255, 0, 255, 0]> : tensor<9xui8>
  check.expect_eq_const %r5, dense<[0, 0, 1, 0, 100, 30000, 0, 4294967295, 0]> : tensor<9xui32>
  check.expect_eq_const %r6, dense<[0, 0, 1, 0, 100, 30000, 0, 18446744073709551615, 0]> : tensor<9xui64>
  check.expect_eq_const %r7, dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 3.0e+04, 0x7FC0, 0x7F80, 0xFF80]> : tensor<9xbf16>
  check.expect_eq_const %r8, dense<[0.0, -0.5, 1.5, -2.75, 100.0, 30000.0, 0x7FC00000, 0x7F800000, 0xFF800000]> : tensor<9xf32>
  check.expect_eq_const %r9, dense<[0.0, -0.5, 1.5, -2.75, 100.0, 30000.0, 0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000]> : tensor<9xf64>
  func.return
}

// To every kind of number: integers wrap, numbers are cut off and saturate, a NaN becomes 0.
func.func @convert_from_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 3.0e+04, 0x7FC0, 0x7F80, 0xFF80]> : tensor<9xbf16>
  %r0 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xi1>
  %r1 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xi8>
  %r2 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xi32>
  %r3 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xi64>
  %r4 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xui8>
  %r5 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xui32>
  %r6 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xui64>
  %r7 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xf16>
  %r8 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xf32>
  %r9 = stablehlo.convert %a : (tensor<9xbf16>) -> tensor<9xf64>
  check.expect_eq_const %r0, dense<[false, true, true, true, true, true, true, true, true]> : tensor<9xi1>
  check.expect_eq_const %r1, dense<[0, 0, 1, -2, 100, 127, 0, 127, -128]> : tensor<9xi8>
  check.expect_eq_const %r2, dense<[0, 0, 1, -2, 100, 29952, 0, 2147483647, -2147483648]> : tensor<9xi32>
  check.expect_eq_const %r3, dense<[0, 0, 1, -2, 100, 29952, 0, 9223372036854775807, -9223372036854775808]> : tensor<9xi64>
  check.expect_eq_const %r4, dense<[0, 0, 1, 0, 100, 255, 0, 255, 0]> : tensor<9xui8>
  check.expect_eq_const %r5, dense<[0, 0, 1, 0, 100, 29952, 0, 4294967295, 0]> : tensor<9xui32>
  check.expect_eq_const %r6, dense<[0, 0, 1, 0, 100, 29952, 0, 18446744073709551615, 0]> : tensor<9xui64>
  check.expect_eq_const %r7, dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 2.995e+04, 0x7E00, 0x7C00, 0xFC00]> : tensor<9xf16>
  check.expect_eq_const %r8, dense<[0.0, -0.5, 1.5, -2.75, 100.0, 29952.0, 0x7FC00000, 0x7F800000, 0xFF800000]> : tensor<9xf32>
  check.expect_eq_const %r9, dense<[0.0, -0.5, 1.5, -2.75, 100.0, 29952.0, 0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000]> : tensor<9xf64>
  func.return
}

// To every kind of number: integers wrap, numbers are cut off and saturate, a NaN becomes 0.
func.func @convert_from_f32() {
  %a = stablehlo.constant dense<[0.0, -0.5, 1.5, -2.75, 100.0, 30000.0, 0x7FC00000, 0x7F800000, 0xFF800000]> : tensor<9xf32>
  %r0 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xi1>
  %r1 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xi8>
  %r2 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xi32>
  %r3 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xi64>
  %r4 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xui8>
  %r5 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xui32>
  %r6 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xui64>
  %r7 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xf16>
  %r8 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xbf16>
  %r9 = stablehlo.convert %a : (tensor<9xf32>) -> tensor<9xf64>
  check.expect_eq_const %r0, dense<[false, true, true, true, true, true, true, true, true]> : tensor<9xi1>
  check.expect_eq_const %r1, dense<[0, 0, 1, -2, 100, 127, 0, 127, -128]> : tensor<9xi8>
  check.expect_eq_const %r2, dense<[0, 0, 1, -2, 100, 30000, 0, 2147483647, -2147483648]> : tensor<9xi32>
  check.expect_eq_const %r3, dense<[0, 0, 1, -2, 100, 30000, 0, 9223372036854775807, -9223372036854775808]> : tensor<9xi64>
  check.expect_eq_const %r4, dense<[0, 0, 1, 0, 100, 255, 0, 255, 0]> : tensor<9xui8>
  check.expect_eq_const %r5, dense<[0, 0, 1, 0, 100, 30000, 0, 4294967295, 0]> : tensor<9xui32>
  check.expect_eq_const %r6, dense<[0, 0, 1, 0, 100, 30000, 0, 18446744073709551615, 0]> : tensor<9xui64>
  check.expect_eq_const %r7, dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 3.0e+04, 0x7E00, 0x7C00, 0xFC00]> : tensor<9xf16>
  check.expect_eq_const %r8, dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 3.0e+04, 0x7FC0, 0x7F80, 0xFF80]> : tensor<9xbf16>
  check.expect_eq_const %r9, dense<[0.0, -0.5, 1.5, -2.75, 100.0, 30000.0, 0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000]> : tensor<9xf64>
  func.return
}

// To every kind of number: integers wrap, numbers are cut off and saturate, a NaN becomes 0.
func.func @convert_from_f64() {
  %a = stablehlo.constant dense<[0.0, -0.5, 1.5, -2.75, 100.0, 30000.0, 0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000]> : tensor<9xf64>
  %r0 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xi1>
  %r1 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xi8>
  %r2 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xi32>
  %r3 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xi64>
  %r4 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xui8>
  %r5 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xui32>
  %r6 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xui64>
  %r7 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xf16>
  %r8 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xbf16>
  %r9 = stablehlo.convert %a : (tensor<9xf64>) -> tensor<9xf32>
  check.expect_eq_const %r0, dense<[false, true, true, true, true, true, true, true, true]> : tensor<9xi1>
  check.expect_eq_const %r1, dense<[0, 0, 1, -2, 100, 127, 0, 127, -128]> : tensor<9xi8>
  check.expect_eq_const %r2, dense<[0, 0, 1, -2, 100, 30000, 0, 2147483647, -2147483648]> : tensor<9xi32>
  check.expect_eq_const %r3, dense<[0, 0, 1, -2, 100, 30000, 0, 9223372036854775807, -9223372036854775808]> : tensor<9xi64>
  check.expect_eq_const %r4, dense<[0, 0, 1, 0, 100, 255, 0, 255, 0]> : tensor<9xui8>
  check.expect_eq_const %r5, dense<[0, 0, 1, 0, 100, 30000, 0, 4294967295, 0]> : tensor<9xui32>
  check.expect_eq_const %r6, dense<[0, 0, 1, 0, 100, 30000, 0, 18446744073709551615, 0]> : tensor<9xui64>
  check.expect_eq_const %r7, dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 3.0e+04, 0x7E00, 0x7C00, 0xFC00]> : tensor<9xf16>
  check.expect_eq_const %r8, dense<[0.0, -0.5, 1.5, -2.75, 1.0e+02, 3.0e+04, 0x7FC0, 0x7F80, 0xFF80]> : tensor<9xbf16>
  check.expect_eq_const %r9, dense<[0.0, -0.5, 1.5, -2.75, 100.0, 30000.0, 0x7FC00000, 0x7F800000, 0xFF800000]> : tensor<9xf32>
  func.return
}

// Rounded to f64 first, the last would be a tie.
func.func @convert_rounds_once() {
  %a = stablehlo.constant dense<[16777217, -16777219, 1152921573326323713]> : tensor<3xi64>
  %r0 = stablehlo.convert %a : (tensor<3xi64>) -> tensor<3xf32>
  check.expect_eq_const %r0, dense<[1.6777216e+07, -1.677722e+07, 1.1529216e+18]> : tensor<3xf32>
  func.return
}
