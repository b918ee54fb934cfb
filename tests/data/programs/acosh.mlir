func.func @acosh_f64() {
  %0 = stablehlo.constant dense<[1.000000e+00, 1.0078125e+00, 1.100000e+00, 1.500000e+00, 1.990000e+00, 2.000000e+00, 2.500000e+00, 7.000000e+00, 1.000000e+02, 3.000000e+04]> : tensor<10xf64>
  %1 = chlo.acosh %0 : tensor<10xf64> -> tensor<10xf64>
  %2 = stablehlo.constant dense<[0.000000e+00, 1.2491876251108061e-01, 4.435682543851154e-01, 9.624236501192069e-01, 1.3111650524067855e+00, 1.3169578969248168e+00, 1.566799236972411e+00, 2.6339157938496336e+00, 5.298292365610485e+00, 1.100209984092646e+01]> : tensor<10xf64>
  check.expect_close %1, %2, max_ulp_difference = 4 : tensor<10xf64>, tensor<10xf64>
  return
}

func.func @acosh_f32() {
  %0 = stablehlo.constant dense<[1.000000e+00, 1.0078125e+00, 1.100000e+00, 1.500000e+00, 1.990000e+00, 2.000000e+00, 2.500000e+00, 7.000000e+00, 1.000000e+02, 3.000000e+04]> : tensor<10xf32>
  %1 = chlo.acosh %0 : tensor<10xf32> -> tensor<10xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, 1.2491876e-01, 4.4356832e-01, 9.624236e-01, 1.3111651e+00, 1.316958e+00, 1.5667993e+00, 2.633916e+00, 5.298292e+00, 1.100210e+01]> : tensor<10xf32>
  return
}

func.func @acosh_f16() {
  %0 = stablehlo.constant dense<[1.000000e+00, 1.007812e+00, 1.099609e+00, 1.500000e+00, 1.990234e+00, 2.000000e+00, 2.500000e+00, 7.000000e+00, 1.000000e+02, 3.000000e+04]> : tensor<10xf16>
  %1 = chlo.acosh %0 : tensor<10xf16> -> tensor<10xf16>
  check.expect_eq_const %1, dense<[0.000000e+00, 1.249390e-01, 4.426270e-01, 9.624023e-01, 1.311523e+00, 1.317383e+00, 1.566406e+00, 2.634766e+00, 5.296875e+00, 1.100000e+01]> : tensor<10xf16>
  return
}

func.func @acosh_bf16() {
  %0 = stablehlo.constant dense<[1.000000e+00, 1.007812e+00, 1.101562e+00, 1.500000e+00, 1.992188e+00, 2.000000e+00, 2.500000e+00, 7.000000e+00, 1.000000e+02, 2.995200e+04]> : tensor<10xbf16>
  %1 = chlo.acosh %0 : tensor<10xbf16> -> tensor<10xbf16>
  check.expect_eq_const %1, dense<[0.000000e+00, 1.250000e-01, 4.472656e-01, 9.609375e-01, 1.312500e+00, 1.320312e+00, 1.570312e+00, 2.640625e+00, 5.312500e+00, 1.100000e+01]> : tensor<10xbf16>
  return
}

func.func @acosh_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, 9.900000e-01, 0xFF800000, 0x7F800000, 0x7FC00000]> : tensor<5xf32>
  %1 = chlo.acosh %0 : tensor<5xf32> -> tensor<5xf32>
  check.expect_eq_const %1, dense<[0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7F800000, 0x7FC00000]> : tensor<5xf32>
  return
}

func.func @acosh_below_one() {
  %0 = stablehlo.constant dense<[-1.000000e+00, -5.000000e+00, -1.000000e+09, -1.000000e+20, -1.000000e+300]> : tensor<5xf64>
  %1 = chlo.acosh %0 : tensor<5xf64> -> tensor<5xf64>
  check.expect_eq_const %1, dense<0x7FF8000000000000> : tensor<5xf64>
  return
}
