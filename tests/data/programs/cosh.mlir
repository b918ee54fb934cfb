func.func @cosh_f64() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xf64>
  %1 = chlo.cosh %0 : tensor<10xf64> -> tensor<10xf64>
  %2 = stablehlo.constant dense<[1.0000005000000416e+00, 1.0050041680558035e+00, 1.0453385141288605e+00, 1.2865247150076995e+00, 1.302971323753364e+00, 1.5430806348152437e+00, 2.828315457889967e+00, 1.228664620054386e+01, 3.325715682417774e+02, 2.993707086594976e+04]> : tensor<10xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<10xf64>, tensor<10xf64>
  return
}

func.func @cosh_f32() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xf32>
  %1 = chlo.cosh %0 : tensor<10xf32> -> tensor<10xf32>
  check.expect_eq_const %1, dense<[1.0000005e+00, 1.0050042e+00, 1.0453385e+00, 1.2865248e+00, 1.3029714e+00, 1.5430807e+00, 2.8283155e+00, 1.2286647e+01, 3.3257156e+02, 2.993707e+04]> : tensor<10xf32>
  return
}

func.func @cosh_f16() {
  %0 = stablehlo.constant dense<[1.000404e-03, 9.997559e-02, -3.000488e-01, 7.402344e-01, 7.597656e-01, 1.000000e+00, -1.700195e+00, 3.199219e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xf16>
  %1 = chlo.cosh %0 : tensor<10xf16> -> tensor<10xf16>
  check.expect_eq_const %1, dense<[1.000000e+00, 1.004883e+00, 1.044922e+00, 1.287109e+00, 1.302734e+00, 1.542969e+00, 2.828125e+00, 1.227344e+01, 3.325000e+02, 2.993600e+04]> : tensor<10xf16>
  return
}

func.func @cosh_bf16() {
  %0 = stablehlo.constant dense<[9.994507e-04, 1.000977e-01, -3.007812e-01, 7.382812e-01, 7.617188e-01, 1.000000e+00, -1.703125e+00, 3.203125e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xbf16>
  %1 = chlo.cosh %0 : tensor<10xbf16> -> tensor<10xbf16>
  check.expect_eq_const %1, dense<[1.000000e+00, 1.007812e+00, 1.046875e+00, 1.281250e+00, 1.304688e+00, 1.546875e+00, 2.843750e+00, 1.231250e+01, 3.320000e+02, 2.995200e+04]> : tensor<10xbf16>
  return
}

func.func @cosh_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000, -1.000000e+02]> : tensor<6xf32>
  %1 = chlo.cosh %0 : tensor<6xf32> -> tensor<6xf32>
  check.expect_eq_const %1, dense<[1.000000e+00, 1.000000e+00, 0x7F800000, 0x7F800000, 0x7FC00000, 0x7F800000]> : tensor<6xf32>
  return
}
