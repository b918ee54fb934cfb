func.func @acos_f64() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000000e-01, -3.000000e-01, 4.900000e-01, 5.000000e-01, -7.000000e-01, 9.000000e-01, 9.990234375e-01, -1.000000e+00]> : tensor<9xf64>
  %1 = chlo.acos %0 : tensor<9xf64> -> tensor<9xf64>
  %2 = stablehlo.constant dense<[1.562983747319854e+00, 1.4706289056333368e+00, 1.8754889808102941e+00, 1.0587065738607488e+00, 1.0471975511965979e+00, 2.3461938234056494e+00, 4.5102681179626236e-01, 4.419777114571532e-02, 3.141592653589793e+00]> : tensor<9xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<9xf64>, tensor<9xf64>
  return
}

func.func @acos_f32() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000000e-01, -3.000000e-01, 4.900000e-01, 5.000000e-01, -7.000000e-01, 9.000000e-01, 9.9902344e-01, -1.000000e+00]> : tensor<9xf32>
  %1 = chlo.acos %0 : tensor<9xf32> -> tensor<9xf32>
  check.expect_eq_const %1, dense<[1.5629838e+00, 1.4706289e+00, 1.875489e+00, 1.0587065e+00, 1.0471976e+00, 2.3461938e+00, 4.5102686e-01, 4.419777e-02, 3.1415927e+00]> : tensor<9xf32>
  return
}

func.func @acos_f16() {
  %0 = stablehlo.constant dense<[7.812500e-03, 9.997559e-02, -3.000488e-01, 4.899902e-01, 5.000000e-01, -7.001953e-01, 8.999023e-01, 9.990234e-01, -1.000000e+00]> : tensor<9xf16>
  %1 = chlo.acos %0 : tensor<9xf16> -> tensor<9xf16>
  check.expect_eq_const %1, dense<[1.562500e+00, 1.470703e+00, 1.875977e+00, 1.058594e+00, 1.046875e+00, 2.345703e+00, 4.511719e-01, 4.418945e-02, 3.140625e+00]> : tensor<9xf16>
  return
}

func.func @acos_bf16() {
  %0 = stablehlo.constant dense<[7.812500e-03, 1.000977e-01, -3.007812e-01, 4.902344e-01, 5.000000e-01, -6.992188e-01, 8.984375e-01, 1.000000e+00, -1.000000e+00]> : tensor<9xbf16>
  %1 = chlo.acos %0 : tensor<9xbf16> -> tensor<9xbf16>
  check.expect_eq_const %1, dense<[1.562500e+00, 1.468750e+00, 1.875000e+00, 1.054688e+00, 1.046875e+00, 2.343750e+00, 4.550781e-01, 0.000000e+00, 3.140625e+00]> : tensor<9xbf16>
  return
}

func.func @acos_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.500000e+00, 0xFF800000, 0x7FC00000, 1.000000e+00]> : tensor<6xf32>
  %1 = chlo.acos %0 : tensor<6xf32> -> tensor<6xf32>
  check.expect_eq_const %1, dense<[1.5707964e+00, 1.5707964e+00, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0.000000e+00]> : tensor<6xf32>
  return
}
