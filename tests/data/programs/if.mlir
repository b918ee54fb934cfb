// One branch runs; it sees the values around it.
func.func @branches() {
  %yes = stablehlo.constant dense<true> : tensor<i1>
  %no = stablehlo.constant dense<false> : tensor<i1>
  %x = stablehlo.constant dense<[1, 2]> : tensor<2xi32>
  %0:2 = "stablehlo.if"(%yes) ({
    %1 = stablehlo.add %x, %x : tensor<2xi32>
    stablehlo.return %1, %yes : tensor<2xi32>, tensor<i1>
  }, {
    stablehlo.return %x, %no : tensor<2xi32>, tensor<i1>
  }) : (tensor<i1>) -> (tensor<2xi32>, tensor<i1>)
  check.expect_eq_const %0#0, dense<[2, 4]> : tensor<2xi32>
  check.expect_eq_const %0#1, dense<true> : tensor<i1>
  %2 = "stablehlo.if"(%no) ({
    stablehlo.return %yes : tensor<i1>
  }, {
    %3 = "stablehlo.if"(%yes) ({
      stablehlo.return %no : tensor<i1>
    }, {
      stablehlo.return %yes : tensor<i1>
    }) : (tensor<i1>) -> tensor<i1>
    stablehlo.return %3 : tensor<i1>
  }) : (tensor<i1>) -> tensor<i1>
  check.expect_eq_const %2, dense<false> : tensor<i1>
  func.return
}

// A branch that is not taken is not run.
func.func @not_run() {
  %yes = stablehlo.constant dense<true> : tensor<i1>
  "stablehlo.if"(%yes) ({
    stablehlo.return
  }, {
    stablehlo.custom_call @nowhere() {has_side_effect = true} : () -> ()
    stablehlo.return
  }) : (tensor<i1>) -> ()
  func.return
}
