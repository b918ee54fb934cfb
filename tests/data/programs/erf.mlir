func.func @erf_f64() {
  %0 = stablehlo.constant dense<[1.000000e-05, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -4.500000e+00, 5.900000e+00]> : tensor<10xf64>
  %1 = chlo.erf %0 : tensor<10xf64> -> tensor<10xf64>
  %2 = stablehlo.constant dense<[1.1283791670579e-05, 1.124629160182849e-01, -3.286267594591274e-01, 7.046780778547458e-01, 7.175367528055908e-01, 8.427007929497149e-01, -9.837904585907745e-01, 9.999939742388483e-01, -9.999999998033839e-01, 9.999999999999999e-01]> : tensor<10xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<10xf64>, tensor<10xf64>
  return
}

func.func @erf_f32() {
  %0 = stablehlo.constant dense<[1.000000e-05, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -4.500000e+00, 5.900000e+00]> : tensor<10xf32>
  %1 = chlo.erf %0 : tensor<10xf32> -> tensor<10xf32>
  check.expect_eq_const %1, dense<[1.12837915e-05, 1.12462915e-01, -3.2862678e-01, 7.0467806e-01, 7.1753675e-01, 8.427008e-01, -9.8379046e-01, 9.999940e-01, -1.000000e+00, 1.000000e+00]> : tensor<10xf32>
  return
}

func.func @erf_f16() {
  %0 = stablehlo.constant dense<[1.001358e-05, 9.997559e-02, -3.000488e-01, 7.402344e-01, 7.597656e-01, 1.000000e+00, -1.700195e+00, 3.199219e+00, -4.500000e+00, 5.898438e+00]> : tensor<10xf16>
  %1 = chlo.erf %0 : tensor<10xf16> -> tensor<10xf16>
  check.expect_eq_const %1, dense<[1.132488e-05, 1.124268e-01, -3.286133e-01, 7.045898e-01, 7.172852e-01, 8.427734e-01, -9.838867e-01, 1.000000e+00, -1.000000e+00, 1.000000e+00]> : tensor<10xf16>
  return
}

func.func @erf_bf16() {
  %0 = stablehlo.constant dense<[1.001358e-05, 1.000977e-01, -3.007812e-01, 7.382812e-01, 7.617188e-01, 1.000000e+00, -1.703125e+00, 3.203125e+00, -4.500000e+00, 5.906250e+00]> : tensor<10xbf16>
  %1 = chlo.erf %0 : tensor<10xbf16> -> tensor<10xbf16>
  check.expect_eq_const %1, dense<[1.132488e-05, 1.127930e-01, -3.300781e-01, 7.031250e-01, 7.187500e-01, 8.437500e-01, -9.843750e-01, 1.000000e+00, -1.000000e+00, 1.000000e+00]> : tensor<10xbf16>
  return
}

func.func @erf_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 3.000000e+01, 0x7FC00000]> : tensor<6xf32>
  %1 = chlo.erf %0 : tensor<6xf32> -> tensor<6xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, -0.000000e+00, 1.000000e+00, -1.000000e+00, 1.000000e+00, 0x7FC00000]> : tensor<6xf32>
  return
}
