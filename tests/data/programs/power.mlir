// Zeros, infinities, whole and broken exponents.
func.func @power_f16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 0x7C00, 0x7E00, 2.0, -8.0, 0.0]> : tensor<12xf16>
  %b = stablehlo.constant dense<[2.0, 3.0, 0x7C00, 3.0, -3.0, 0.5, 2.0, -1.0, 0.0, 1.0e+01, 0.3333, 0.0]> : tensor<12xf16>
  %r0 = stablehlo.power %a, %b : tensor<12xf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.125, 0xFE00, 0.25, 0.0, 1.0, 1024.0, 0xFE00, 1.0]> : tensor<12xf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<12xf16>, tensor<12xf16>
  func.return
}

// Zeros, infinities, whole and broken exponents.
func.func @power_bf16() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 0x7F80, 0x7FC0, 2.0, -8.0, 0.0]> : tensor<12xbf16>
  %b = stablehlo.constant dense<[2.0, 3.0, 0x7F80, 3.0, -3.0, 0.5, 2.0, -1.0, 0.0, 1.0e+01, 0.334, 0.0]> : tensor<12xbf16>
  %r0 = stablehlo.power %a, %b : tensor<12xbf16>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.125, 0xFFC0, 0.25, 0.0, 1.0, 1024.0, 0xFFC0, 1.0]> : tensor<12xbf16>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<12xbf16>, tensor<12xbf16>
  func.return
}

// Zeros, infinities, whole and broken exponents.
func.func @power_f32() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 0x7F800000, 0x7FC00000, 2.0, -8.0, 0.0]> : tensor<12xf32>
  %b = stablehlo.constant dense<[2.0, 3.0, 0x7F800000, 3.0, -3.0, 0.5, 2.0, -1.0, 0.0, 10.0, 0.33333334, 0.0]> : tensor<12xf32>
  %r0 = stablehlo.power %a, %b : tensor<12xf32>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.125, 0xFFC00000, 0.25, 0.0, 1.0, 1024.0, 0xFFC00000, 1.0]> : tensor<12xf32>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<12xf32>, tensor<12xf32>
  func.return
}

// Zeros, infinities, whole and broken exponents.
func.func @power_f64() {
  %a = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 0x7FF0000000000000, 0x7FF8000000000000, 2.0, -8.0, 0.0]> : tensor<12xf64>
  %b = stablehlo.constant dense<[2.0, 3.0, 0x7FF0000000000000, 3.0, -3.0, 0.5, 2.0, -1.0, 0.0, 10.0, 0.3333333333333333, 0.0]> : tensor<12xf64>
  %r0 = stablehlo.power %a, %b : tensor<12xf64>
  %want0 = stablehlo.constant dense<[0.0, -0.0, 1.0, -1.0, 0.125, 0xFFF8000000000000, 0.25, 0.0, 1.0, 1024.0, 0xFFF8000000000000, 1.0]> : tensor<12xf64>
  check.expect_close %r0, %want0, max_ulp_difference = 3 : tensor<12xf64>, tensor<12xf64>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_i8() {
  %a = stablehlo.constant dense<[-3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 7, 7, 7, 7, 7]> : tensor<25xi8>
  %b = stablehlo.constant dense<[0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1]> : tensor<25xi8>
  %r0 = stablehlo.power %a, %b : tensor<25xi8>
  check.expect_eq_const %r0, dense<[1, -3, 9, 13, 0, 1, -1, 1, -1, -1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 7, 49, -89, 0]> : tensor<25xi8>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_i16() {
  %a = stablehlo.constant dense<[-3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 7, 7, 7, 7, 7]> : tensor<25xi16>
  %b = stablehlo.constant dense<[0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1]> : tensor<25xi16>
  %r0 = stablehlo.power %a, %b : tensor<25xi16>
  check.expect_eq_const %r0, dense<[1, -3, 9, -243, 0, 1, -1, 1, -1, -1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 7, 49, 16807, 0]> : tensor<25xi16>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_i32() {
  %a = stablehlo.constant dense<[-3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 7, 7, 7, 7, 7]> : tensor<25xi32>
  %b = stablehlo.constant dense<[0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1]> : tensor<25xi32>
  %r0 = stablehlo.power %a, %b : tensor<25xi32>
  check.expect_eq_const %r0, dense<[1, -3, 9, -243, 0, 1, -1, 1, -1, -1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 7, 49, 16807, 0]> : tensor<25xi32>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_i64() {
  %a = stablehlo.constant dense<[-3, -3, -3, -3, -3, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 7, 7, 7, 7, 7]> : tensor<25xi64>
  %b = stablehlo.constant dense<[0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1, 0, 1, 2, 5, -1]> : tensor<25xi64>
  %r0 = stablehlo.power %a, %b : tensor<25xi64>
  check.expect_eq_const %r0, dense<[1, -3, 9, -243, 0, 1, -1, 1, -1, -1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 7, 49, 16807, 0]> : tensor<25xi64>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_ui8() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7]> : tensor<20xui8>
  %b = stablehlo.constant dense<[0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9]> : tensor<20xui8>
  %r0 = stablehlo.power %a, %b : tensor<20xui8>
  check.expect_eq_const %r0, dense<[1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 4, 32, 0, 1, 7, 49, 167, 71]> : tensor<20xui8>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_ui16() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7]> : tensor<20xui16>
  %b = stablehlo.constant dense<[0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9]> : tensor<20xui16>
  %r0 = stablehlo.power %a, %b : tensor<20xui16>
  check.expect_eq_const %r0, dense<[1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 4, 32, 512, 1, 7, 49, 16807, 48967]> : tensor<20xui16>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_ui32() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7]> : tensor<20xui32>
  %b = stablehlo.constant dense<[0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9]> : tensor<20xui32>
  %r0 = stablehlo.power %a, %b : tensor<20xui32>
  check.expect_eq_const %r0, dense<[1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 4, 32, 512, 1, 7, 49, 16807, 40353607]> : tensor<20xui32>
  func.return
}

// Products wrap; a negative exponent leaves the whole part.
func.func @power_ui64() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7]> : tensor<20xui64>
  %b = stablehlo.constant dense<[0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9, 0, 1, 2, 5, 9]> : tensor<20xui64>
  %r0 = stablehlo.power %a, %b : tensor<20xui64>
  check.expect_eq_const %r0, dense<[1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 4, 32, 512, 1, 7, 49, 16807, 40353607]> : tensor<20xui64>
  func.return
}
