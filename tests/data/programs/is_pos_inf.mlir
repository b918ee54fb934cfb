func.func @is_pos_inf_f64() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.500000e+00, -2.000000e+00, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000]> : tensor<7xf64>
  %1 = chlo.is_pos_inf %0 : tensor<7xf64> -> tensor<7xi1>
  check.expect_eq_const %1, dense<[false, false, false, false, true, false, false]> : tensor<7xi1>
  return
}

func.func @is_pos_inf_f32() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.500000e+00, -2.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<7xf32>
  %1 = chlo.is_pos_inf %0 : tensor<7xf32> -> tensor<7xi1>
  check.expect_eq_const %1, dense<[false, false, false, false, true, false, false]> : tensor<7xi1>
  return
}

func.func @is_pos_inf_f16() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.500000e+00, -2.000000e+00, 0x7C00, 0xFC00, 0x7E00]> : tensor<7xf16>
  %1 = chlo.is_pos_inf %0 : tensor<7xf16> -> tensor<7xi1>
  check.expect_eq_const %1, dense<[false, false, false, false, true, false, false]> : tensor<7xi1>
  return
}

func.func @is_pos_inf_bf16() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 1.500000e+00, -2.000000e+00, 0x7F80, 0xFF80, 0x7FC0]> : tensor<7xbf16>
  %1 = chlo.is_pos_inf %0 : tensor<7xbf16> -> tensor<7xi1>
  check.expect_eq_const %1, dense<[false, false, false, false, true, false, false]> : tensor<7xi1>
  return
}
