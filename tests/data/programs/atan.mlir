func.func @atan_f64() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xf64>
  %1 = chlo.atan %0 : tensor<10xf64> -> tensor<10xf64>
  %2 = stablehlo.constant dense<[9.999996666668668e-04, 9.966865249116204e-02, -2.914567944778671e-01, 6.370703292756835e-01, 6.498704494119476e-01, 7.853981633974483e-01, -1.039072259536091e+00, 1.2679114584199251e+00, -1.4181469983996315e+00, 1.4711276743037347e+00]> : tensor<10xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<10xf64>, tensor<10xf64>
  return
}

func.func @atan_f32() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xf32>
  %1 = chlo.atan %0 : tensor<10xf32> -> tensor<10xf32>
  check.expect_eq_const %1, dense<[9.999997e-04, 9.966865e-02, -2.9145682e-01, 6.3707036e-01, 6.4987046e-01, 7.853982e-01, -1.0390723e+00, 1.2679114e+00, -1.418147e+00, 1.4711276e+00]> : tensor<10xf32>
  return
}

func.func @atan_f16() {
  %0 = stablehlo.constant dense<[1.000404e-03, 9.997559e-02, -3.000488e-01, 7.402344e-01, 7.597656e-01, 1.000000e+00, -1.700195e+00, 3.199219e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xf16>
  %1 = chlo.atan %0 : tensor<10xf16> -> tensor<10xf16>
  check.expect_eq_const %1, dense<[1.000404e-03, 9.967041e-02, -2.915039e-01, 6.372070e-01, 6.499023e-01, 7.851562e-01, -1.039062e+00, 1.267578e+00, -1.417969e+00, 1.470703e+00]> : tensor<10xf16>
  return
}

func.func @atan_bf16() {
  %0 = stablehlo.constant dense<[9.994507e-04, 1.000977e-01, -3.007812e-01, 7.382812e-01, 7.617188e-01, 1.000000e+00, -1.703125e+00, 3.203125e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xbf16>
  %1 = chlo.atan %0 : tensor<10xbf16> -> tensor<10xbf16>
  check.expect_eq_const %1, dense<[9.994507e-04, 9.960938e-02, -2.929688e-01, 6.367188e-01, 6.523438e-01, 7.851562e-01, -1.039062e+00, 1.265625e+00, -1.421875e+00, 1.468750e+00]> : tensor<10xbf16>
  return
}

func.func @atan_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<5xf32>
  %1 = chlo.atan %0 : tensor<5xf32> -> tensor<5xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, -0.000000e+00, 1.5707964e+00, -1.5707964e+00, 0x7FC00000]> : tensor<5xf32>
  return
}
