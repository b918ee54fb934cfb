func.func @asin_f64() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000000e-01, -3.000000e-01, 4.900000e-01, 5.000000e-01, -7.000000e-01, 9.000000e-01, 9.990234375e-01, -1.000000e+00]> : tensor<9xf64>
  %1 = chlo.asin %0 : tensor<9xf64> -> tensor<9xf64>
  %2 = stablehlo.constant dense<[7.812579475042568e-03, 1.001674211615598e-01, -3.046926540153975e-01, 5.120897529341477e-01, 5.235987755982989e-01, -7.75397496610753e-01, 1.1197695149986342e+00, 1.5265985556491812e+00, -1.5707963267948966e+00]> : tensor<9xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<9xf64>, tensor<9xf64>
  return
}

func.func @asin_f32() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000000e-01, -3.000000e-01, 4.900000e-01, 5.000000e-01, -7.000000e-01, 9.000000e-01, 9.9902344e-01, -1.000000e+00]> : tensor<9xf32>
  %1 = chlo.asin %0 : tensor<9xf32> -> tensor<9xf32>
  check.expect_eq_const %1, dense<[7.812579e-03, 1.0016742e-01, -3.0469266e-01, 5.120898e-01, 5.235988e-01, -7.753975e-01, 1.1197695e+00, 1.5265986e+00, -1.5707964e+00]> : tensor<9xf32>
  return
}

func.func @asin_f16() {
  %0 = stablehlo.constant dense<[7.812500e-03, 9.997559e-02, -3.000488e-01, 4.899902e-01, 5.000000e-01, -7.001953e-01, 8.999023e-01, 9.990234e-01, -1.000000e+00]> : tensor<9xf16>
  %1 = chlo.asin %0 : tensor<9xf16> -> tensor<9xf16>
  check.expect_eq_const %1, dense<[7.812500e-03, 1.001587e-01, -3.046875e-01, 5.122070e-01, 5.234375e-01, -7.758789e-01, 1.119141e+00, 1.526367e+00, -1.570312e+00]> : tensor<9xf16>
  return
}

func.func @asin_bf16() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000977e-01, -3.007812e-01, 4.902344e-01, 5.000000e-01, -6.992188e-01, 8.984375e-01, 1.000000e+00, -1.000000e+00]> : tensor<9xbf16>
  %1 = chlo.asin %0 : tensor<9xbf16> -> tensor<9xbf16>
  check.expect_eq_const %1, dense<[7.812500e-03, 1.000977e-01, -3.046875e-01, 5.117188e-01, 5.234375e-01, -7.734375e-01, 1.117188e+00, 1.570312e+00, -1.570312e+00]> : tensor<9xbf16>
  return
}

func.func @asin_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.500000e+00, 0x7F800000, 0x7FC00000]> : tensor<5xf32>
  %1 = chlo.asin %0 : tensor<5xf32> -> tensor<5xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, -0.000000e+00, 0x7FC00000, 0x7FC00000, 0x7FC00000]> : tensor<5xf32>
  return
}
