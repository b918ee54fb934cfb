func.func @erf_inv_f64() {
  %0 = stablehlo.constant dense<[1.000000e-05, 5.000000e-02, -1.000000e-01, 3.000000e-01, 4.900000e-01, 5.100000e-01, -7.000000e-01, 9.000000e-01, -9.9609375e-01]> : tensor<9xf64>
  %1 = chlo.erf_inv %0 : tensor<9xf64> -> tensor<9xf64>
  %2 = stablehlo.constant dense<[8.862269254759594e-06, 4.4340387910005497e-02, -8.885599049425769e-02, 2.724627147267543e-01, 4.6586860023505733e-01, 4.881220505159588e-01, -7.328690779592167e-01, 1.1630871536766743e+00, -2.0404520146056093e+00]> : tensor<9xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<9xf64>, tensor<9xf64>
  return
}

func.func @erf_inv_f32() {
  %0 = stablehlo.constant dense<[1.000000e-05, 5.000000e-02, -1.000000e-01, 3.000000e-01, 4.900000e-01, 5.100000e-01, -7.000000e-01, 9.000000e-01, -9.9609375e-01]> : tensor<9xf32>
  %1 = chlo.erf_inv %0 : tensor<9xf32> -> tensor<9xf32>
  check.expect_eq_const %1, dense<[8.862269e-06, 4.4340387e-02, -8.885599e-02, 2.7246273e-01, 4.6586862e-01, 4.8812205e-01, -7.328691e-01, 1.1630871e+00, -2.040452e+00]> : tensor<9xf32>
  return
}

func.func @erf_inv_f16() {
  %0 = stablehlo.constant dense<[1.001358e-05, 4.998779e-02, -9.997559e-02, 3.000488e-01, 4.899902e-01, 5.097656e-01, -7.001953e-01, 8.999023e-01, -9.960938e-01]> : tensor<9xf16>
  %1 = chlo.erf_inv %0 : tensor<9xf16> -> tensor<9xf16>
  check.expect_eq_const %1, dense<[8.881092e-06, 4.434204e-02, -8.880615e-02, 2.724609e-01, 4.658203e-01, 4.877930e-01, -7.333984e-01, 1.163086e+00, -2.041016e+00]> : tensor<9xf16>
  return
}

func.func @erf_inv_bf16() {
  %0 = stablehlo.constant dense<[1.001358e-05, 5.004883e-02, -1.000977e-01, 3.007812e-01, 4.902344e-01, 5.117188e-01, -6.992188e-01, 8.984375e-01, -9.960938e-01]> : tensor<9xbf16>
  %1 = chlo.erf_inv %0 : tensor<9xbf16> -> tensor<9xbf16>
  check.expect_eq_const %1, dense<[8.881092e-06, 4.443359e-02, -8.886719e-02, 2.734375e-01, 4.667969e-01, 4.902344e-01, -7.304688e-01, 1.156250e+00, -2.046875e+00]> : tensor<9xbf16>
  return
}

func.func @erf_inv_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.000000e+00, -1.000000e+00, 1.500000e+00, 0x7F800000, 0x7FC00000, 9.9999994e-01, 1.000000e-30]> : tensor<9xf32>
  %1 = chlo.erf_inv %0 : tensor<9xf32> -> tensor<9xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 3.832507e+00, 8.862269e-31]> : tensor<9xf32>
  return
}
