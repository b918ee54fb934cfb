// One choice for each element; a NaN is moved as it is.
func.func @select_each() {
  %a = stablehlo.constant dense<[true, false, true]> : tensor<3xi1>
  %b = stablehlo.constant dense<[1.0, 2.0, 0x7FC00000]> : tensor<3xf32>
  %c = stablehlo.constant dense<[4.0, 0x7FC00000, 6.0]> : tensor<3xf32>
  %r0 = stablehlo.select %a, %b, %c : tensor<3xi1>, tensor<3xf32>
  check.expect_eq_const %r0, dense<[1.0, 0x7FC00000, 0x7FC00000]> : tensor<3xf32>
  func.return
}

// One choice for all elements.
func.func @select_all() {
  %a = stablehlo.constant dense<false> : tensor<i1>
  %b = stablehlo.constant dense<[1, 2]> : tensor<2xi32>
  %c = stablehlo.constant dense<[3, 4]> : tensor<2xi32>
  %r0 = stablehlo.select %a, %b, %c : tensor<i1>, tensor<2xi32>
  check.expect_eq_const %r0, dense<[3, 4]> : tensor<2xi32>
  func.return
}
