func.func @sinh_f64() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xf64>
  %1 = chlo.sinh %0 : tensor<10xf64> -> tensor<10xf64>
  %2 = stablehlo.constant dense<[1.000000166666675e-03, 1.0016675001984403e-01, -3.045202934471426e-01, 8.094107994866651e-01, 8.353048967434547e-01, 1.1752011936438014e+00, -2.6456319338372323e+00, 1.2245883996565494e+01, -3.3257006480258445e+02, -2.993707084924806e+04]> : tensor<10xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<10xf64>, tensor<10xf64>
  return
}

func.func @sinh_f32() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xf32>
  %1 = chlo.sinh %0 : tensor<10xf32> -> tensor<10xf32>
  check.expect_eq_const %1, dense<[1.0000002e-03, 1.0016675e-01, -3.045203e-01, 8.094108e-01, 8.3530486e-01, 1.1752012e+00, -2.645632e+00, 1.2245885e+01, -3.3257007e+02, -2.993707e+04]> : tensor<10xf32>
  return
}

func.func @sinh_f16() {
  %0 = stablehlo.constant dense<[1.000404e-03, 9.997559e-02, -3.000488e-01, 7.402344e-01, 7.597656e-01, 1.000000e+00, -1.700195e+00, 3.199219e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xf16>
  %1 = chlo.sinh %0 : tensor<10xf16> -> tensor<10xf16>
  check.expect_eq_const %1, dense<[1.000404e-03, 1.001587e-01, -3.046875e-01, 8.095703e-01, 8.349609e-01, 1.174805e+00, -2.646484e+00, 1.223438e+01, -3.325000e+02, -2.993600e+04]> : tensor<10xf16>
  return
}

func.func @sinh_bf16() {
  %0 = stablehlo.constant dense<[9.994507e-04, 1.000977e-01, -3.007812e-01, 7.382812e-01, 7.617188e-01, 1.000000e+00, -1.703125e+00, 3.203125e+00, -6.500000e+00, -1.100000e+01]> : tensor<10xbf16>
  %1 = chlo.sinh %0 : tensor<10xbf16> -> tensor<10xbf16>
  check.expect_eq_const %1, dense<[9.994507e-04, 1.000977e-01, -3.046875e-01, 8.085938e-01, 8.359375e-01, 1.171875e+00, -2.656250e+00, 1.231250e+01, -3.320000e+02, -2.995200e+04]> : tensor<10xbf16>
  return
}

func.func @sinh_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000, 1.000000e+02]> : tensor<6xf32>
  %1 = chlo.sinh %0 : tensor<6xf32> -> tensor<6xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7F800000]> : tensor<6xf32>
  return
}
