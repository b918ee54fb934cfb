// The branch of the index; the last one when there is none.
func.func @indices() {
  %low = stablehlo.constant dense<-5> : tensor<i32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %high = stablehlo.constant dense<3> : tensor<i32>
  %0 = "stablehlo.case"(%zero) ({
    stablehlo.return %zero : tensor<i32>
  }, {
    stablehlo.return %one : tensor<i32>
  }, {
    stablehlo.return %high : tensor<i32>
  }) : (tensor<i32>) -> tensor<i32>
  check.expect_eq_const %0, dense<0> : tensor<i32>
  %1 = "stablehlo.case"(%one) ({
    stablehlo.return %zero : tensor<i32>
  }, {
    stablehlo.return %one : tensor<i32>
  }, {
    stablehlo.return %high : tensor<i32>
  }) : (tensor<i32>) -> tensor<i32>
  check.expect_eq_const %1, dense<1> : tensor<i32>
  %2 = "stablehlo.case"(%low) ({
    stablehlo.return %zero : tensor<i32>
  }, {
    stablehlo.return %high : tensor<i32>
  }) : (tensor<i32>) -> tensor<i32>
  check.expect_eq_const %2, dense<3> : tensor<i32>
  %3 = "stablehlo.case"(%high) ({
    stablehlo.return %zero : tensor<i32>
  }) : (tensor<i32>) -> tensor<i32>
  check.expect_eq_const %3, dense<0> : tensor<i32>
  func.return
}
