func.func @mulhi_i8() {
  %0 = stablehlo.constant dense<[-128, -128, 127, 127, -127, 42, -7]> : tensor<7xi8>
  %1 = stablehlo.constant dense<[-128, 127, 127, 2, 3, 25, 127]> : tensor<7xi8>
  %2 = chlo.mulhi %0, %1 : tensor<7xi8>, tensor<7xi8> -> tensor<7xi8>
  check.expect_eq_const %2, dense<[64, -64, 63, 0, -2, 4, -4]> : tensor<7xi8>
  return
}

func.func @mulhi_ui8() {
  %0 = stablehlo.constant dense<[0, 0, 255, 255, 1, 85, 7]> : tensor<7xui8>
  %1 = stablehlo.constant dense<[0, 255, 255, 2, 3, 51, 255]> : tensor<7xui8>
  %2 = chlo.mulhi %0, %1 : tensor<7xui8>, tensor<7xui8> -> tensor<7xui8>
  check.expect_eq_const %2, dense<[0, 0, 254, 1, 0, 16, 6]> : tensor<7xui8>
  return
}

func.func @mulhi_i16() {
  %0 = stablehlo.constant dense<[-32768, -32768, 32767, 32767, -32767, 10922, -7]> : tensor<7xi16>
  %1 = stablehlo.constant dense<[-32768, 32767, 32767, 2, 3, 6553, 32767]> : tensor<7xi16>
  %2 = chlo.mulhi %0, %1 : tensor<7xi16>, tensor<7xi16> -> tensor<7xi16>
  check.expect_eq_const %2, dense<[16384, -16384, 16383, 0, -2, 1092, -4]> : tensor<7xi16>
  return
}

func.func @mulhi_ui16() {
  %0 = stablehlo.constant dense<[0, 0, 65535, 65535, 1, 21845, 7]> : tensor<7xui16>
  %1 = stablehlo.constant dense<[0, 65535, 65535, 2, 3, 13107, 65535]> : tensor<7xui16>
  %2 = chlo.mulhi %0, %1 : tensor<7xui16>, tensor<7xui16> -> tensor<7xui16>
  check.expect_eq_const %2, dense<[0, 0, 65534, 1, 0, 4368, 6]> : tensor<7xui16>
  return
}

func.func @mulhi_i32() {
  %0 = stablehlo.constant dense<[-2147483648, -2147483648, 2147483647, 2147483647, -2147483647, 715827882, -7]> : tensor<7xi32>
  %1 = stablehlo.constant dense<[-2147483648, 2147483647, 2147483647, 2, 3, 429496729, 2147483647]> : tensor<7xi32>
  %2 = chlo.mulhi %0, %1 : tensor<7xi32>, tensor<7xi32> -> tensor<7xi32>
  check.expect_eq_const %2, dense<[1073741824, -1073741824, 1073741823, 0, -2, 71582788, -4]> : tensor<7xi32>
  return
}

func.func @mulhi_ui32() {
  %0 = stablehlo.constant dense<[0, 0, 4294967295, 4294967295, 1, 1431655765, 7]> : tensor<7xui32>
  %1 = stablehlo.constant dense<[0, 4294967295, 4294967295, 2, 3, 858993459, 4294967295]> : tensor<7xui32>
  %2 = chlo.mulhi %0, %1 : tensor<7xui32>, tensor<7xui32> -> tensor<7xui32>
  check.expect_eq_const %2, dense<[0, 0, 4294967294, 1, 0, 286331152, 6]> : tensor<7xui32>
  return
}

func.func @mulhi_i64() {
  %0 = stablehlo.constant dense<[-9223372036854775808, -9223372036854775808, 9223372036854775807, 9223372036854775807, -9223372036854775807, 3074457345618258602, -7]> : tensor<7xi64>
  %1 = stablehlo.constant dense<[-9223372036854775808, 9223372036854775807, 9223372036854775807, 2, 3, 1844674407370955161, 9223372036854775807]> : tensor<7xi64>
  %2 = chlo.mulhi %0, %1 : tensor<7xi64>, tensor<7xi64> -> tensor<7xi64>
  check.expect_eq_const %2, dense<[4611686018427387904, -4611686018427387904, 4611686018427387903, 0, -2, 307445734561825860, -4]> : tensor<7xi64>
  return
}

func.func @mulhi_ui64() {
  %0 = stablehlo.constant dense<[0, 0, 18446744073709551615, 18446744073709551615, 1, 6148914691236517205, 7]> : tensor<7xui64>
  %1 = stablehlo.constant dense<[0, 18446744073709551615, 18446744073709551615, 2, 3, 3689348814741910323, 18446744073709551615]> : tensor<7xui64>
  %2 = chlo.mulhi %0, %1 : tensor<7xui64>, tensor<7xui64> -> tensor<7xui64>
  check.expect_eq_const %2, dense<[0, 0, 18446744073709551614, 1, 0, 1229782938247303440, 6]> : tensor<7xui64>
  return
}
