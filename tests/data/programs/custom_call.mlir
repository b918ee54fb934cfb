// What test programs made by JAX call.
func.func @checks() {
  %x = stablehlo.constant dense<[1.0, 0x7FC00000]> : tensor<2xf32>
  %y = stablehlo.constant dense<[1.00000012, 0x7FC00001]> : tensor<2xf32>
  stablehlo.custom_call @check.expect_eq(%x, %x) {has_side_effect = true} : (tensor<2xf32>, tensor<2xf32>) -> ()
  stablehlo.custom_call @check.expect_close(%x, %y) {has_side_effect = true} : (tensor<2xf32>, tensor<2xf32>) -> ()
  stablehlo.custom_call @check.expect_almost_eq(%x, %y) {has_side_effect = true} : (tensor<2xf32>, tensor<2xf32>) -> ()
  func.return
}

// Any other call is kept as it is written; only running it fails.
func.func @others() {
  %yes = stablehlo.constant dense<true> : tensor<i1>
  %x = stablehlo.constant dense<[[1.0]]> : tensor<1x1xf32>
  %0 = "stablehlo.if"(%yes) ({
    stablehlo.return %x : tensor<1x1xf32>
  }, {
    %1:2 = stablehlo.custom_call @lapack(%x) {backend_config = "\22\C3\A9", mhlo.backend_config = {uplo = 76 : ui8}, operand_layouts = [dense<[0, 1]> : tensor<2xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [0], operand_index = 0, operand_tuple_indices = []>], result_layouts = [dense<[0, 1]> : tensor<2xindex>, dense<> : tensor<0xindex>]} : (tensor<1x1xf32>) -> (tensor<1x1xf32>, tensor<i32>)
    stablehlo.return %1#0 : tensor<1x1xf32>
  }) : (tensor<i1>) -> tensor<1x1xf32>
  check.expect_eq %0, %x : tensor<1x1xf32>
  func.return
}
