// Of a real number it is the number.
func.func @real_f32() {
  %a = stablehlo.constant dense<[1.5, -2.0, 0x7F800000]> : tensor<3xf32>
  %r0 = stablehlo.real %a : tensor<3xf32>
  check.expect_eq_const %r0, dense<[1.5, -2.0, 0x7F800000]> : tensor<3xf32>
  func.return
}

// Of a real number it is the number.
func.func @real_f64() {
  %a = stablehlo.constant dense<[1.5, -2.0, 0x7FF0000000000000]> : tensor<3xf64>
  %r0 = stablehlo.real %a : tensor<3xf64>
  check.expect_eq_const %r0, dense<[1.5, -2.0, 0x7FF0000000000000]> : tensor<3xf64>
  func.return
}
