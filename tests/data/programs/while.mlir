// 5! with a value from outside, and a loop within a loop.
func.func @factorial() {
  %one = stablehlo.constant dense<1> : tensor<i64>
  %five = stablehlo.constant dense<5> : tensor<i64>
  %0:2 = stablehlo.while(%i = %one, %product = %one) : tensor<i64>, tensor<i64>
  cond {
    %1 = stablehlo.compare LE, %i, %five, SIGNED : (tensor<i64>, tensor<i64>) -> tensor<i1>
    stablehlo.return %1 : tensor<i1>
  } do {
    %zero = stablehlo.constant dense<0> : tensor<i64>
    %1:2 = stablehlo.while(%j = %i, %sum = %zero) : tensor<i64>, tensor<i64>
    cond {
      %3 = stablehlo.compare GT, %j, %zero, SIGNED : (tensor<i64>, tensor<i64>) -> tensor<i1>
      stablehlo.return %3 : tensor<i1>
    } do {
      %3 = stablehlo.subtract %j, %one : tensor<i64>
      %4 = stablehlo.add %sum, %product : tensor<i64>
      stablehlo.return %3, %4 : tensor<i64>, tensor<i64>
    }
    %2 = stablehlo.add %i, %one : tensor<i64>
    stablehlo.return %2, %1#1 : tensor<i64>, tensor<i64>
  }
  check.expect_eq_const %0#0, dense<6> : tensor<i64>
  check.expect_eq_const %0#1, dense<120> : tensor<i64>
  func.return
}

// A loop that never runs returns what it began with.
func.func @never() {
  %no = stablehlo.constant dense<false> : tensor<i1>
  %0 = stablehlo.while(%x = %no) : tensor<i1>
  cond {
    stablehlo.return %x : tensor<i1>
  } do {
    %1 = stablehlo.not %x : tensor<i1>
    stablehlo.return %1 : tensor<i1>
  }
  check.expect_eq_const %0, dense<false> : tensor<i1>
  func.return
}
