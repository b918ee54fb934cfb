// Every pair of a few values, in every direction.
func.func @compare_i32() {
  %a = stablehlo.constant dense<[-2147483648, -2147483648, -2147483648, -2147483648, -1, -1, -1, -1, 0, 0, 0, 0, 2147483647, 2147483647, 2147483647, 2147483647]> : tensor<16xi32>
  %b = stablehlo.constant dense<[-2147483648, -1, 0, 2147483647, -2147483648, -1, 0, 2147483647, -2147483648, -1, 0, 2147483647, -2147483648, -1, 0, 2147483647]> : tensor<16xi32>
  %r0 = stablehlo.compare EQ, %a, %b, SIGNED : (tensor<16xi32>, tensor<16xi32>) -> tensor<16xi1>
  %r1 = stablehlo.compare NE, %a, %b, SIGNED : (tensor<16xi32>, tensor<16xi32>) -> tensor<16xi1>
  %r2 = stablehlo.compare GE, %a, %b, SIGNED : (tensor<16xi32>, tensor<16xi32>) -> tensor<16xi1>
  %r3 = stablehlo.compare GT, %a, %b, SIGNED : (tensor<16xi32>, tensor<16xi32>) -> tensor<16xi1>
  %r4 = stablehlo.compare LE, %a, %b, SIGNED : (tensor<16xi32>, tensor<16xi32>) -> tensor<16xi1>
  %r5 = stablehlo.compare LT, %a, %b, SIGNED : (tensor<16xi32>, tensor<16xi32>) -> tensor<16xi1>
  check.expect_eq_const %r0, dense<[true, false, false, false, false, true, false, false, false, false, true, false, false, false, false, true]> : tensor<16xi1>
  check.expect_eq_const %r1, dense<[false, true, true, true, true, false, true, true, true, true, false, true, true, true, true, false]> : tensor<16xi1>
  check.expect_eq_const %r2, dense<[true, false, false, false, true, true, false, false, true, true, true, false, true, true, true, true]> : tensor<16xi1>
  check.expect_eq_const %r3, dense<[false, false, false, false, true, false, false, false, true, true, false, false, true, true, true, false]> : tensor<16xi1>
  check.expect_eq_const %r4, dense<[true, true, true, true, false, true, true, true, false, false, true, true, false, false, false, true]> : tensor<16xi1>
  check.expect_eq_const %r5, dense<[false, true, true, true, false, false, true, true, false, false, false, true, false, false, false, false]> : tensor<16xi1>
  func.return
}

// Every pair of a few values, in every direction.
func.func @compare_ui8() {
  %a = stablehlo.constant dense<[0, 0, 0, 0, 1, 1, 1, 1, 254, 254, 254, 254, 255, 255, 255, 255]> : tensor<16xui8>
  %b = stablehlo.constant dense<[0, 1, 254, 255, 0, 1, 254, 255, 0, 1, 254, 255, 0, 1, 254, 255]> : tensor<16xui8>
  %r0 = stablehlo.compare EQ, %a, %b, UNSIGNED : (tensor<16xui8>, tensor<16xui8>) -> tensor<16xi1>
  %r1 = stablehlo.compare NE, %a, %b, UNSIGNED : (tensor<16xui8>, tensor<16xui8>) -> tensor<16xi1>
  %r2 = stablehlo.compare GE, %a, %b, UNSIGNED : (tensor<16xui8>, tensor<16xui8>) -> tensor<16xi1>
  %r3 = stablehlo.compare GT, %a, %b, UNSIGNED : (tensor<16xui8>, tensor<16xui8>) -> tensor<16xi1>
  %r4 = stablehlo.compare LE, %a, %b, UNSIGNED : (tensor<16xui8>, tensor<16xui8>) -> tensor<16xi1>
  %r5 = stablehlo.compare LT, %a, %b, UNSIGNED : (tensor<16xui8>, tensor<16xui8>) -> tensor<16xi1>
  check.expect_eq_const %r0, dense<[true, false, false, false, false, true, false, false, false, false, true, false, false, false, false, true]> : tensor<16xi1>
  check.expect_eq_const %r1, dense<[false, true, true, true, true, false, true, true, true, true, false, true, true, true, true, false]> : tensor<16xi1>
  check.expect_eq_const %r2, dense<[true, false, false, false, true, true, false, false, true, true, true, false, true, true, true, true]> : tensor<16xi1>
  check.expect_eq_const %r3, dense<[false, false, false, false, true, false, false, false, true, true, false, false, true, true, true, false]> : tensor<16xi1>
  check.expect_eq_const %r4, dense<[true, true, true, true, false, true, true, true, false, false, true, true, false, false, false, true]> : tensor<16xi1>
  check.expect_eq_const %r5, dense<[false, true, true, true, false, false, true, true, false, false, false, true, false, false, false, false]> : tensor<16xi1>
  func.return
}

// Every pair of a few values, in every direction.
func.func @compare_bool() {
  %a = stablehlo.constant dense<[false, false, true, true]> : tensor<4xi1>
  %b = stablehlo.constant dense<[false, true, false, true]> : tensor<4xi1>
  %r0 = stablehlo.compare EQ, %a, %b, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  %r1 = stablehlo.compare NE, %a, %b, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  %r2 = stablehlo.compare GE, %a, %b, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  %r3 = stablehlo.compare GT, %a, %b, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  %r4 = stablehlo.compare LE, %a, %b, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  %r5 = stablehlo.compare LT, %a, %b, UNSIGNED : (tensor<4xi1>, tensor<4xi1>) -> tensor<4xi1>
  check.expect_eq_const %r0, dense<[true, false, false, true]> : tensor<4xi1>
  check.expect_eq_const %r1, dense<[false, true, true, false]> : tensor<4xi1>
  check.expect_eq_const %r2, dense<[true, false, true, true]> : tensor<4xi1>
  check.expect_eq_const %r3, dense<[false, false, true, false]> : tensor<4xi1>
  check.expect_eq_const %r4, dense<[true, true, false, true]> : tensor<4xi1>
  check.expect_eq_const %r5, dense<[false, true, false, false]> : tensor<4xi1>
  func.return
}

// Every pair of a few values, in every direction.
func.func @compare_f32() {
  %a = stablehlo.constant dense<[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000]> : tensor<36xf32>
  %b = stablehlo.constant dense<[0.0, -0.0, 1.0, 0xFF800000, 0x7FC00000, 0xFFC00000, 0.0, -0.0, 1.0, 0xFF800000, 0x7FC00000, 0xFFC00000, 0.0, -0.0, 1.0, 0xFF800000, 0x7FC00000, 0xFFC00000, 0.0, -0.0, 1.0, 0xFF800000, 0x7FC00000, 0xFFC00000, 0.0, -0.0, 1.0, 0xFF800000, 0x7FC00000, 0xFFC00000, 0.0, -0.0, 1.0, 0xFF800000, 0x7FC00000, 0xFFC00000]> : tensor<36xf32>
  %r0 = stablehlo.compare EQ, %a, %b, FLOAT : (tensor<36xf32>, tensor<36xf32>) -> tensor<36xi1>
  %r1 = stablehlo.compare NE, %a, %b, FLOAT : (tensor<36xf32>, tensor<36xf32>) -> tensor<36xi1>
  %r2 = stablehlo.compare GE, %a, %b, FLOAT : (tensor<36xf32>, tensor<36xf32>) -> tensor<36xi1>
  %r3 = stablehlo.compare GT, %a, %b, FLOAT : (tensor<36xf32>, tensor<36xf32>) -> tensor<36xi1>
  %r4 = stablehlo.compare LE, %a, %b, FLOAT : (tensor<36xf32>, tensor<36xf32>) -> tensor<36xi1>
  %r5 = stablehlo.compare LT, %a, %b, FLOAT : (tensor<36xf32>, tensor<36xf32>) -> tensor<36xi1>
  check.expect_eq_const %r0, dense<[true, true, false, false, false, false, true, true, false, false, false, false, false, false, true, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r1, dense<[false, false, true, true, true, true, false, false, true, true, true, true, true, true, false, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true]> : tensor<36xi1>
  check.expect_eq_const %r2, dense<[true, true, false, true, false, false, true, true, false, true, false, false, true, true, true, true, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r3, dense<[false, false, false, true, false, false, false, false, false, true, false, false, true, true, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r4, dense<[true, true, true, false, false, false, true, true, true, false, false, false, false, false, true, false, false, false, true, true, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r5, dense<[false, false, true, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, true, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  func.return
}

// Every pair of a few values, in every direction.
func.func @compare_f64() {
  %a = stablehlo.constant dense<[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000]> : tensor<36xf64>
  %b = stablehlo.constant dense<[0.0, -0.0, 1.0, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0.0, -0.0, 1.0, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0.0, -0.0, 1.0, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0.0, -0.0, 1.0, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0.0, -0.0, 1.0, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0.0, -0.0, 1.0, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000]> : tensor<36xf64>
  %r0 = stablehlo.compare EQ, %a, %b, FLOAT : (tensor<36xf64>, tensor<36xf64>) -> tensor<36xi1>
  %r1 = stablehlo.compare NE, %a, %b, FLOAT : (tensor<36xf64>, tensor<36xf64>) -> tensor<36xi1>
  %r2 = stablehlo.compare GE, %a, %b, FLOAT : (tensor<36xf64>, tensor<36xf64>) -> tensor<36xi1>
  %r3 = stablehlo.compare GT, %a, %b, FLOAT : (tensor<36xf64>, tensor<36xf64>) -> tensor<36xi1>
  %r4 = stablehlo.compare LE, %a, %b, FLOAT : (tensor<36xf64>, tensor<36xf64>) -> tensor<36xi1>
  %r5 = stablehlo.compare LT, %a, %b, FLOAT : (tensor<36xf64>, tensor<36xf64>) -> tensor<36xi1>
  check.expect_eq_const %r0, dense<[true, true, false, false, false, false, true, true, false, false, false, false, false, false, true, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r1, dense<[false, false, true, true, true, true, false, false, true, true, true, true, true, true, false, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true]> : tensor<36xi1>
  check.expect_eq_const %r2, dense<[true, true, false, true, false, false, true, true, false, true, false, false, true, true, true, true, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r3, dense<[false, false, false, true, false, false, false, false, false, true, false, false, true, true, false, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r4, dense<[true, true, true, false, false, false, true, true, true, false, false, false, false, false, true, false, false, false, true, true, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  check.expect_eq_const %r5, dense<[false, false, true, false, false, false, false, false, true, false, false, false, false, false, false, false, false, false, true, true, true, false, false, false, false, false, false, false, false, false, false, false, false, false, false, false]> : tensor<36xi1>
  func.return
}

// Each comes before the next one, a NaN of either sign too, and -0 before 0.
func.func @compare_total_order_f32() {
  %a = stablehlo.constant dense<[0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFFC00000, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, 0xFF800000, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7F800000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000, 0x7FC00000]> : tensor<64xf32>
  %b = stablehlo.constant dense<[0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, -1.0, -0.0, 0.0, 1.0, 0x7F800000, 0x7FC00000]> : tensor<64xf32>
  %r0 = stablehlo.compare EQ, %a, %b, TOTALORDER : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
  check.expect_eq_const %r0, dense<[true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true]> : tensor<64xi1>
  %r1 = stablehlo.compare NE, %a, %b, TOTALORDER : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
  check.expect_eq_const %r1, dense<[false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false]> : tensor<64xi1>
  %r2 = stablehlo.compare GE, %a, %b, TOTALORDER : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
  check.expect_eq_const %r2, dense<[true, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, false, false, false, false, true, true, true, true, false, false, false, false, true, true, true, true, true, false, false, false, true, true, true, true, true, true, false, false, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true]> : tensor<64xi1>
  %r3 = stablehlo.compare GT, %a, %b, TOTALORDER : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
  check.expect_eq_const %r3, dense<[false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, false, false, false, false, true, true, true, true, false, false, false, false, true, true, true, true, true, false, false, false, true, true, true, true, true, true, false, false, true, true, true, true, true, true, true, false]> : tensor<64xi1>
  %r4 = stablehlo.compare LE, %a, %b, TOTALORDER : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
  check.expect_eq_const %r4, dense<[true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, false, false, true, true, true, true, true, true, false, false, false, true, true, true, true, true, false, false, false, false, true, true, true, true, false, false, false, false, false, true, true, true, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, true]> : tensor<64xi1>
  %r5 = stablehlo.compare LT, %a, %b, TOTALORDER : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
  check.expect_eq_const %r5, dense<[false, true, true, true, true, true, true, true, false, false, true, true, true, true, true, true, false, false, false, true, true, true, true, true, false, false, false, false, true, true, true, true, false, false, false, false, false, true, true, true, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false]> : tensor<64xi1>
  func.return
}

// Each comes before the next one, a NaN of either sign too, and -0 before 0.
func.func @compare_total_order_f64() {
  %a = stablehlo.constant dense<[0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, 0xFFF0000000000000, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF0000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000, 0x7FF8000000000000]> : tensor<64xf64>
  %b = stablehlo.constant dense<[0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, -1.0, -0.0, 0.0, 1.0, 0x7FF0000000000000, 0x7FF8000000000000]> : tensor<64xf64>
  %r0 = stablehlo.compare EQ, %a, %b, TOTALORDER : (tensor<64xf64>, tensor<64xf64>) -> tensor<64xi1>
  check.expect_eq_const %r0, dense<[true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true]> : tensor<64xi1>
  %r1 = stablehlo.compare NE, %a, %b, TOTALORDER : (tensor<64xf64>, tensor<64xf64>) -> tensor<64xi1>
  check.expect_eq_const %r1, dense<[false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false]> : tensor<64xi1>
  %r2 = stablehlo.compare GE, %a, %b, TOTALORDER : (tensor<64xf64>, tensor<64xf64>) -> tensor<64xi1>
  check.expect_eq_const %r2, dense<[true, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, false, false, false, false, true, true, true, true, false, false, false, false, true, true, true, true, true, false, false, false, true, true, true, true, true, true, false, false, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true]> : tensor<64xi1>
  %r3 = stablehlo.compare GT, %a, %b, TOTALORDER : (tensor<64xf64>, tensor<64xf64>) -> tensor<64xi1>
  check.expect_eq_const %r3, dense<[false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, false, false, false, false, true, true, true, true, false, false, false, false, true, true, true, true, true, false, false, false, true, true, true, true, true, true, false, false, true, true, true, true, true, true, true, false]> : tensor<64xi1>
  %r4 = stablehlo.compare LE, %a, %b, TOTALORDER : (tensor<64xf64>, tensor<64xf64>) -> tensor<64xi1>
  check.expect_eq_const %r4, dense<[true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, false, false, true, true, true, true, true, true, false, false, false, true, true, true, true, true, false, false, false, false, true, true, true, true, false, false, false, false, false, true, true, true, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, true]> : tensor<64xi1>
  %r5 = stablehlo.compare LT, %a, %b, TOTALORDER : (tensor<64xf64>, tensor<64xf64>) -> tensor<64xi1>
  check.expect_eq_const %r5, dense<[false, true, true, true, true, true, true, true, false, false, true, true, true, true, true, true, false, false, false, true, true, true, true, true, false, false, false, false, true, true, true, true, false, false, false, false, false, true, true, true, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false]> : tensor<64xi1>
  func.return
}

// Each comes before the next one, a NaN of either sign too, and -0 before 0.
func.func @compare_total_order_bf16() {
  %a = stablehlo.constant dense<[0xFFC0, 0xFFC0, 0xFFC0, 0xFFC0, 0xFFC0, 0xFFC0, 0xFFC0, 0xFFC0, 0xFF80, 0xFF80, 0xFF80, 0xFF80, 0xFF80, 0xFF80, 0xFF80, 0xFF80, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0, 0x7FC0]> : tensor<64xbf16>
  %b = stablehlo.constant dense<[0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0, 0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0, 0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0, 0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0, 0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0, 0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0, 0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0, 0xFFC0, 0xFF80, -1.0, -0.0, 0.0, 1.0, 0x7F80, 0x7FC0]> : tensor<64xbf16>
  %r0 = stablehlo.compare EQ, %a, %b, TOTALORDER : (tensor<64xbf16>, tensor<64xbf16>) -> tensor<64xi1>
  check.expect_eq_const %r0, dense<[true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false, true]> : tensor<64xi1>
  %r1 = stablehlo.compare NE, %a, %b, TOTALORDER : (tensor<64xbf16>, tensor<64xbf16>) -> tensor<64xi1>
  check.expect_eq_const %r1, dense<[false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false]> : tensor<64xi1>
  %r2 = stablehlo.compare GE, %a, %b, TOTALORDER : (tensor<64xbf16>, tensor<64xbf16>) -> tensor<64xi1>
  check.expect_eq_const %r2, dense<[true, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, false, false, false, false, true, true, true, true, false, false, false, false, true, true, true, true, true, false, false, false, true, true, true, true, true, true, false, false, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true]> : tensor<64xi1>
  %r3 = stablehlo.compare GT, %a, %b, TOTALORDER : (tensor<64xbf16>, tensor<64xbf16>) -> tensor<64xi1>
  check.expect_eq_const %r3, dense<[false, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, true, true, false, false, false, false, false, false, true, true, true, false, false, false, false, false, true, true, true, true, false, false, false, false, true, true, true, true, true, false, false, false, true, true, true, true, true, true, false, false, true, true, true, true, true, true, true, false]> : tensor<64xi1>
  %r4 = stablehlo.compare LE, %a, %b, TOTALORDER : (tensor<64xbf16>, tensor<64xbf16>) -> tensor<64xi1>
  check.expect_eq_const %r4, dense<[true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, false, false, true, true, true, true, true, true, false, false, false, true, true, true, true, true, false, false, false, false, true, true, true, true, false, false, false, false, false, true, true, true, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, true]> : tensor<64xi1>
  %r5 = stablehlo.compare LT, %a, %b, TOTALORDER : (tensor<64xbf16>, tensor<64xbf16>) -> tensor<64xi1>
  check.expect_eq_const %r5, dense<[false, true, true, true, true, true, true, true, false, false, true, true, true, true, true, true, false, false, false, true, true, true, true, true, false, false, false, false, true, true, true, true, false, false, false, false, false, true, true, true, false, false, false, false, false, false, true, true, false, false, false, false, false, false, false, true, false, false, false, false, false, false, false, false]> : tensor<64xi1>
  func.return
}
