func.func @square_f64() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xf64>
  %1 = chlo.square %0 : tensor<10xf64> -> tensor<10xf64>
  check.expect_eq_const %1, dense<[1.000000e-06, 1.0000000000000002e-02, 9.000000e-02, 5.476000e-01, 5.776000e-01, 1.000000e+00, 2.8899999999999997e+00, 1.0240000000000002e+01, 4.225000e+01, 1.000000e+02]> : tensor<10xf64>
  return
}

func.func @square_f32() {
  %0 = stablehlo.constant dense<[1.000000e-03, 1.000000e-01, -3.000000e-01, 7.400000e-01, 7.600000e-01, 1.000000e+00, -1.700000e+00, 3.200000e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xf32>
  %1 = chlo.square %0 : tensor<10xf32> -> tensor<10xf32>
  check.expect_eq_const %1, dense<[1.0000001e-06, 1.0000001e-02, 9.000000e-02, 5.4760003e-01, 5.776000e-01, 1.000000e+00, 2.890000e+00, 1.0240001e+01, 4.225000e+01, 1.000000e+02]> : tensor<10xf32>
  return
}

func.func @square_f16() {
  %0 = stablehlo.constant dense<[1.000404e-03, 9.997559e-02, -3.000488e-01, 7.402344e-01, 7.597656e-01, 1.000000e+00, -1.700195e+00, 3.199219e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xf16>
  %1 = chlo.square %0 : tensor<10xf16> -> tensor<10xf16>
  check.expect_eq_const %1, dense<[1.013279e-06, 9.994507e-03, 9.002686e-02, 5.478516e-01, 5.771484e-01, 1.000000e+00, 2.890625e+00, 1.023438e+01, 4.225000e+01, 1.000000e+02]> : tensor<10xf16>
  return
}

func.func @square_bf16() {
  %0 = stablehlo.constant dense<[9.994507e-04, 1.000977e-01, -3.007812e-01, 7.382812e-01, 7.617188e-01, 1.000000e+00, -1.703125e+00, 3.203125e+00, -6.500000e+00, 1.000000e+01]> : tensor<10xbf16>
  %1 = chlo.square %0 : tensor<10xbf16> -> tensor<10xbf16>
  check.expect_eq_const %1, dense<[9.983778e-07, 1.000977e-02, 9.033203e-02, 5.468750e-01, 5.820312e-01, 1.000000e+00, 2.906250e+00, 1.025000e+01, 4.225000e+01, 1.000000e+02]> : tensor<10xbf16>
  return
}

func.func @square_special() {
  %0 = stablehlo.constant dense<[-0.000000e+00, 0xFF800000, 0x7F800000, 1.000000e+30, 0x7FC00000]> : tensor<5xf32>
  %1 = chlo.square %0 : tensor<5xf32> -> tensor<5xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, 0x7F800000, 0x7F800000, 0x7F800000, 0x7FC00000]> : tensor<5xf32>
  return
}

func.func @square_i8() {
  %0 = stablehlo.constant dense<[-128, -3, 0, 11, 12, 127]> : tensor<6xi8>
  %1 = chlo.square %0 : tensor<6xi8> -> tensor<6xi8>
  check.expect_eq_const %1, dense<[0, 9, 0, 121, -112, 1]> : tensor<6xi8>
  return
}

func.func @square_ui16() {
  %0 = stablehlo.constant dense<[0, 3, 255, 256, 65535]> : tensor<5xui16>
  %1 = chlo.square %0 : tensor<5xui16> -> tensor<5xui16>
  check.expect_eq_const %1, dense<[0, 9, 65025, 0, 1]> : tensor<5xui16>
  return
}

func.func @square_i64() {
  %0 = stablehlo.constant dense<[-3, 3037000500, 0]> : tensor<3xi64>
  %1 = chlo.square %0 : tensor<3xi64> -> tensor<3xi64>
  check.expect_eq_const %1, dense<[9, -9223372036709301616, 0]> : tensor<3xi64>
  return
}
