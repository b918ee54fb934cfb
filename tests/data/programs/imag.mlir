// Of a real number it is 0.
func.func @imag_f32() {
  %a = stablehlo.constant dense<[1.5, -2.0, 3.0]> : tensor<3xf32>
  %r0 = stablehlo.imag %a : tensor<3xf32>
  check.expect_eq_const %r0, dense<[0.0, 0.0, 0.0]> : tensor<3xf32>
  func.return
}

// Of a real number it is 0.
func.func @imag_f64() {
  %a = stablehlo.constant dense<[1.5, -2.0, 3.0]> : tensor<3xf64>
  %r0 = stablehlo.imag %a : tensor<3xf64>
  check.expect_eq_const %r0, dense<[0.0, 0.0, 0.0]> : tensor<3xf64>
  func.return
}
