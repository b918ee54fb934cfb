func.func @bessel_i1e_f64() {
  %0 = stablehlo.constant dense<[1.000000e-03, 5.000000e-01, -1.000000e+00, 2.500000e+00, 8.000000e+00, -8.500000e+00, 2.900000e+01, 3.100000e+01, 1.000000e+02]> : tensor<9xf64>
  %1 = chlo.bessel_i1e %0 : tensor<9xf64> -> tensor<9xf64>
  %2 = stablehlo.constant dense<[4.995003123542213e-04, 1.564208031848717e-01, -2.0791041534970844e-01, 2.0658464953126657e-01, 1.3414249329269817e-01, -1.3054935509459586e-01, 7.311311793938836e-02, 7.077639283438568e-02, 3.974415302513025e-02]> : tensor<9xf64>
  check.expect_close %1, %2, max_ulp_difference = 8 : tensor<9xf64>, tensor<9xf64>
  return
}

func.func @bessel_i1e_f32() {
  %0 = stablehlo.constant dense<[1.000000e-03, 5.000000e-01, -1.000000e+00, 2.500000e+00, 8.000000e+00, -8.500000e+00, 2.900000e+01, 3.100000e+01, 1.000000e+02]> : tensor<9xf32>
  %1 = chlo.bessel_i1e %0 : tensor<9xf32> -> tensor<9xf32>
  check.expect_eq_const %1, dense<[4.995003e-04, 1.564208e-01, -2.0791042e-01, 2.0658465e-01, 1.3414249e-01, -1.3054936e-01, 7.311312e-02, 7.0776395e-02, 3.9744154e-02]> : tensor<9xf32>
  return
}

func.func @bessel_i1e_f16() {
  %0 = stablehlo.constant dense<[1.000404e-03, 5.000000e-01, -1.000000e+00, 2.500000e+00, 8.000000e+00, -8.500000e+00, 2.900000e+01, 3.100000e+01, 1.000000e+02]> : tensor<9xf16>
  %1 = chlo.bessel_i1e %0 : tensor<9xf16> -> tensor<9xf16>
  check.expect_eq_const %1, dense<[4.997253e-04, 1.563721e-01, -2.078857e-01, 2.065430e-01, 1.341553e-01, -1.304932e-01, 7.312012e-02, 7.080078e-02, 3.973389e-02]> : tensor<9xf16>
  return
}

func.func @bessel_i1e_bf16() {
  %0 = stablehlo.constant dense<[9.994507e-04, 5.000000e-01, -1.000000e+00, 2.500000e+00, 8.000000e+00, -8.500000e+00, 2.900000e+01, 3.100000e+01, 1.000000e+02]> : tensor<9xbf16>
  %1 = chlo.bessel_i1e %0 : tensor<9xbf16> -> tensor<9xbf16>
  check.expect_eq_const %1, dense<[4.997253e-04, 1.562500e-01, -2.080078e-01, 2.070312e-01, 1.337891e-01, -1.308594e-01, 7.324219e-02, 7.080078e-02, 3.979492e-02]> : tensor<9xbf16>
  return
}

func.func @bessel_i1e_special() {
  %0 = stablehlo.constant dense<[0.000000e+00, -0.000000e+00, 0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<5xf32>
  %1 = chlo.bessel_i1e %0 : tensor<5xf32> -> tensor<5xf32>
  check.expect_eq_const %1, dense<[0.000000e+00, -0.000000e+00, 0.000000e+00, -0.000000e+00, 0x7FC00000]> : tensor<5xf32>
  return
}
