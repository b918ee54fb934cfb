func.func @polygamma_f64() {
  %0 = stablehlo.constant dense<[0.000000e+00, 0.000000e+00, 1.000000e+00, 1.000000e+00, 2.000000e+00, 3.000000e+00, 5.000000e+00, 1.000000e+00, 2.000000e+00, 4.000000e+00]> : tensor<10xf64>
  %1 = stablehlo.constant dense<[3.000000e-01, 4.000000e+00, 1.000000e+00, 5.000000e-01, 2.500000e+00, 1.000000e+01, 1.250000e+00, -1.500000e+00, -2.250000e+00, 2.000000e+01]> : tensor<10xf64>
  %2 = chlo.polygamma %0, %1 : tensor<10xf64>, tensor<10xf64> -> tensor<10xf64>
  %3 = stablehlo.constant dense<[-3.502524222200133e+00, 1.2561176684318005e+00, 1.6449340668482264e+00, 4.934802200544679e+00, -2.362040516417274e-01, 2.3199013042898686e-03, 3.2513767681292045e+01, 9.379246644989124e+00, 1.2389694977406016e+02, -4.140597772639667e-05]> : tensor<10xf64>
  check.expect_close %2, %3, max_ulp_difference = 32 : tensor<10xf64>, tensor<10xf64>
  return
}

func.func @polygamma_f32() {
  %0 = stablehlo.constant dense<[0.000000e+00, 0.000000e+00, 1.000000e+00, 1.000000e+00, 2.000000e+00, 3.000000e+00, 5.000000e+00, 1.000000e+00, 2.000000e+00, 4.000000e+00]> : tensor<10xf32>
  %1 = stablehlo.constant dense<[3.000000e-01, 4.000000e+00, 1.000000e+00, 5.000000e-01, 2.500000e+00, 1.000000e+01, 1.250000e+00, -1.500000e+00, -2.250000e+00, 2.000000e+01]> : tensor<10xf32>
  %2 = chlo.polygamma %0, %1 : tensor<10xf32>, tensor<10xf32> -> tensor<10xf32>
  check.expect_eq_const %2, dense<[-3.5025241e+00, 1.2561177e+00, 1.644934e+00, 4.934802e+00, -2.3620406e-01, 2.3199013e-03, 3.2513767e+01, 9.379247e+00, 1.2389695e+02, -4.1405976e-05]> : tensor<10xf32>
  return
}

func.func @polygamma_f16() {
  %0 = stablehlo.constant dense<[0.000000e+00, 0.000000e+00, 1.000000e+00, 1.000000e+00, 2.000000e+00, 3.000000e+00, 5.000000e+00, 1.000000e+00, 2.000000e+00, 4.000000e+00]> : tensor<10xf16>
  %1 = stablehlo.constant dense<[3.000488e-01, 4.000000e+00, 1.000000e+00, 5.000000e-01, 2.500000e+00, 1.000000e+01, 1.250000e+00, -1.500000e+00, -2.250000e+00, 2.000000e+01]> : tensor<10xf16>
  %2 = chlo.polygamma %0, %1 : tensor<10xf16>, tensor<10xf16> -> tensor<10xf16>
  check.expect_eq_const %2, dense<[-3.501953e+00, 1.255859e+00, 1.644531e+00, 4.933594e+00, -2.362061e-01, 2.319336e-03, 3.250000e+01, 9.382812e+00, 1.238750e+02, -4.142523e-05]> : tensor<10xf16>
  return
}

func.func @polygamma_bf16() {
  %0 = stablehlo.constant dense<[0.000000e+00, 0.000000e+00, 1.000000e+00, 1.000000e+00, 2.000000e+00, 3.000000e+00, 5.000000e+00, 1.000000e+00, 2.000000e+00, 4.000000e+00]> : tensor<10xbf16>
  %1 = stablehlo.constant dense<[3.007812e-01, 4.000000e+00, 1.000000e+00, 5.000000e-01, 2.500000e+00, 1.000000e+01, 1.250000e+00, -1.500000e+00, -2.250000e+00, 2.000000e+01]> : tensor<10xbf16>
  %2 = chlo.polygamma %0, %1 : tensor<10xbf16>, tensor<10xbf16> -> tensor<10xbf16>
  check.expect_eq_const %2, dense<[-3.500000e+00, 1.257812e+00, 1.648438e+00, 4.937500e+00, -2.363281e-01, 2.319336e-03, 3.250000e+01, 9.375000e+00, 1.240000e+02, -4.148483e-05]> : tensor<10xbf16>
  return
}

func.func @polygamma_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, 1.000000e+00, 1.000000e+00, 1.500000e+00, -1.000000e+00, 0x7FC00000, 1.000000e+00, 1.000000e+00]> : tensor<8xf32>
  %1 = stablehlo.constant dense<[0.000000e+00, 0.000000e+00, -1.000000e+00, 1.000000e+00, 1.000000e+00, 1.000000e+00, 0x7FC00000, 0x7F800000]> : tensor<8xf32>
  %2 = chlo.polygamma %0, %1 : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
  check.expect_eq_const %2, dense<[0x7FC00000, 0x7F800000, 0x7F800000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0.000000e+00]> : tensor<8xf32>
  return
}
