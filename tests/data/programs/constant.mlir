// Every spelling: one element, lists, bytes, bits.
func.func @spellings() {
  %a = stablehlo.constant dense<[[1, -2], [0x7F, 0xFF]]> : tensor<2x2xi8>
  check.expect_eq_const %a, dense<"0x01FE7FFF"> : tensor<2x2xi8>
  %b = stablehlo.constant dense<"0x0000803F"> : tensor<2xf32>
  check.expect_eq_const %b, dense<1.0> : tensor<2xf32>
  %c = stablehlo.constant dense<"0xFF"> : tensor<3xi1>
  check.expect_eq_const %c, dense<true> : tensor<3xi1>
  %k = stablehlo.constant dense<"0x0501"> : tensor<9xi1>
  check.expect_eq_const %k, dense<[true, false, true, false, false, false, false, false, true]> : tensor<9xi1>
  %d = stablehlo.constant dense<"0x010001"> : tensor<3xi1>
  check.expect_eq_const %d, dense<[1, 0, 1]> : tensor<3xi1>
  %e = stablehlo.constant dense<[0x7F800000, -1.5E+3, 0x00000001]> : tensor<3xf32>
  check.expect_eq_const %e, dense<"0x0000807F0080BBC401000000"> : tensor<3xf32>
  %f = stablehlo.constant dense<[0x7C00, -6.103520e-05]> : tensor<2xf16>
  check.expect_eq_const %f, dense<"0x007C0084"> : tensor<2xf16>
  %g = stablehlo.constant dense<[0x7F80, 3.140630e+00]> : tensor<2xbf16>
  check.expect_eq_const %g, dense<"0x807F4940"> : tensor<2xbf16>
  %h = stablehlo.constant dense<18446744073709551615> : tensor<ui64>
  check.expect_eq_const %h, dense<"0xFFFFFFFFFFFFFFFF"> : tensor<ui64>
  %i = "stablehlo.constant"() <{value = dense<-9223372036854775808> : tensor<i64>}> : () -> tensor<i64>
  check.expect_eq_const %i, dense<0x8000000000000000> : tensor<i64>
  %j = stablehlo.constant dense<> : tensor<2x0xf64>
  check.expect_eq_const %j, dense<[[], []]> : tensor<2x0xf64>
  func.return
}
