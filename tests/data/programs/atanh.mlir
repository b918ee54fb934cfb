func.func @atanh_f64() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000000e-01, -3.000000e-01, 4.900000e-01, 5.000000e-01, -7.000000e-01, 9.000000e-01, 9.990234375e-01, -9.375000e-01]> : tensor<9xf64>
  %1 = chlo.atanh %0 : tensor<9xf64> -> tensor<9xf64>
  %2 = stablehlo.constant dense<[7.812658951540421e-03, 1.0033534773107558e-01, -3.095196042031117e-01, 5.360603366105666e-01, 5.493061443340549e-01, -8.673005276940531e-01, 1.4722194895832204e+00, 3.8120652928306447e+00, -1.7169936022425731e+00]> : tensor<9xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<9xf64>, tensor<9xf64>
  return
}

func.func @atanh_f32() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000000e-01, -3.000000e-01, 4.900000e-01, 5.000000e-01, -7.000000e-01, 9.000000e-01, 9.9902344e-01, -9.375000e-01]> : tensor<9xf32>
  %1 = chlo.atanh %0 : tensor<9xf32> -> tensor<9xf32>
  check.expect_eq_const %1, dense<[7.812659e-03, 1.0033535e-01, -3.0951962e-01, 5.3606033e-01, 5.4930615e-01, -8.673005e-01, 1.4722193e+00, 3.8120654e+00, -1.7169936e+00]> : tensor<9xf32>
  return
}

func.func @atanh_f16() {
  %0 = stablehlo.constant dense<[7.812500e-03, 9.997559e-02, -3.000488e-01, 4.899902e-01, 5.000000e-01, -7.001953e-01, 8.999023e-01, 9.990234e-01, -9.375000e-01]> : tensor<9xf16>
  %1 = chlo.atanh %0 : tensor<9xf16> -> tensor<9xf16>
  check.expect_eq_const %1, dense<[7.812500e-03, 1.002808e-01, -3.095703e-01, 5.361328e-01, 5.493164e-01, -8.676758e-01, 1.471680e+00, 3.812500e+00, -1.716797e+00]> : tensor<9xf16>
  return
}

func.func @atanh_bf16() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000977e-01, -3.007812e-01, 4.902344e-01, 5.000000e-01, -6.992188e-01, 8.984375e-01, 1.000000e+00, -9.375000e-01]> : tensor<9xbf16>
  %1 = chlo.atanh %0 : tensor<9xbf16> -> tensor<9xbf16>
  check.expect_eq_const %1, dense<[7.812500e-03, 1.005859e-01, -3.105469e-01, 5.351562e-01, 5.507812e-01, -8.671875e-01, 1.460938e+00, 0x7F80, -1.718750e+00]> : tensor<9xbf16>
  return
}

func.func @atanh_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.000000e+00, -1.000000e+00, 2.000000e+00, 0x7F800000, 0x7FC00000, 1.000000e-30]> : tensor<8xf32>
  %1 = chlo.atanh %0 : tensor<8xf32> -> tensor<8xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 1.000000e-30]> : tensor<8xf32>
  return
}
