// Bounds for each element; the upper one wins where they cross, and a NaN stays one.
func.func @clamp_each() {
  %a = stablehlo.constant dense<[0.0, 0.0, 0.0, 5.0, 0x7FC00000]> : tensor<5xf32>
  %b = stablehlo.constant dense<[-1.0, 0.5, 2.0, 3.0, 1.0]> : tensor<5xf32>
  %c = stablehlo.constant dense<[1.0, 1.0, 1.0, 4.0, 1.0]> : tensor<5xf32>
  %r0 = stablehlo.clamp %a, %b, %c : tensor<5xf32>
  check.expect_eq_const %r0, dense<[0.0, 0.5, 1.0, 4.0, 0x7FC00000]> : tensor<5xf32>
  func.return
}

// One bound for all elements.
func.func @clamp_scalar() {
  %a = stablehlo.constant dense<-2> : tensor<i8>
  %b = stablehlo.constant dense<[-128, -2, 0, 127]> : tensor<4xi8>
  %c = stablehlo.constant dense<3> : tensor<i8>
  %r0 = stablehlo.clamp %a, %b, %c : (tensor<i8>, tensor<4xi8>, tensor<i8>) -> tensor<4xi8>
  check.expect_eq_const %r0, dense<[-2, -2, 0, 3]> : tensor<4xi8>
  func.return
}

// A NaN stays a NaN.
func.func @clamp_nan() {
  %a = stablehlo.constant dense<0.0> : tensor<f64>
  %b = stablehlo.constant dense<[0x7FF8000000000000, 0xFFF0000000000000, 0x7FF0000000000000]> : tensor<3xf64>
  %c = stablehlo.constant dense<1.0> : tensor<f64>
  %r0 = stablehlo.clamp %a, %b, %c : (tensor<f64>, tensor<3xf64>, tensor<f64>) -> tensor<3xf64>
  check.expect_eq_const %r0, dense<[0x7FF8000000000000, 0.0, 1.0]> : tensor<3xf64>
  func.return
}
