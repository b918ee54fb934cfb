// Of equal elements the first is first.
func.func @integers() {
  %0 = stablehlo.constant dense<[[3, -128, 3, 127], [-1, -1, -2, -1]]> : tensor<2x4xi8>
  %values, %indices = chlo.top_k(%0, k = 3) : tensor<2x4xi8> -> (tensor<2x3xi8>, tensor<2x3xi32>)
  check.expect_eq_const %values, dense<[[127, 3, 3], [-1, -1, -1]]> : tensor<2x3xi8>
  check.expect_eq_const %indices, dense<[[3, 0, 2], [0, 1, 3]]> : tensor<2x3xi32>
  return
}

// In the total order: a positive NaN is the largest, a negative one the smallest, and 0 is larger than -0.
func.func @floats() {
  %0 = stablehlo.constant dense<[0.0, -0.0, 0x7E00, 0xFE00, 0x7C00, 0xFC00, 0.0, -0.0]> : tensor<8xf16>
  %values, %indices = chlo.top_k(%0, k = 8, is_stable = true) : tensor<8xf16> -> (tensor<8xf16>, tensor<8xi32>)
  %1 = stablehlo.bitcast_convert %values : (tensor<8xf16>) -> tensor<8xui16>
  check.expect_eq_const %1, dense<[0x7E00, 0x7C00, 0, 0, 0x8000, 0x8000, 0xFC00, 0xFE00]> : tensor<8xui16>
  check.expect_eq_const %indices, dense<[2, 4, 0, 6, 1, 7, 5, 3]> : tensor<8xi32>
  return
}

func.func @none() {
  %0 = stablehlo.constant dense<[true, false]> : tensor<2xi1>
  %values, %indices = chlo.top_k(%0, k = 0) : tensor<2xi1> -> (tensor<0xi1>, tensor<0xi32>)
  check.expect_eq_const %values, dense<> : tensor<0xi1>
  check.expect_eq_const %indices, dense<> : tensor<0xi32>
  return
}

func.func @wide() {
  %0 = stablehlo.constant dense<[[0, 18446744073709551615, 9223372036854775808]]> : tensor<1x3xui64>
  %values, %indices = chlo.top_k(%0, k = 2) : tensor<1x3xui64> -> (tensor<1x2xui64>, tensor<1x2xi32>)
  check.expect_eq_const %values, dense<[[18446744073709551615, 9223372036854775808]]> : tensor<1x2xui64>
  check.expect_eq_const %indices, dense<[[1, 2]]> : tensor<1x2xi32>
  return
}
