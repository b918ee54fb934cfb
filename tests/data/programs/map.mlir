// A region on the elements of inputs of several dtypes.
func.func @several_dtypes() {
  %pred = stablehlo.constant dense<[[true, false], [false, true]]> : tensor<2x2xi1>
  %x = stablehlo.constant dense<[[1.5, 2.5], [3.5, 4.5]]> : tensor<2x2xf32>
  %result = "stablehlo.map"(%pred, %x) <{dimensions = array<i64: 0, 1>}> ({
  ^bb0(%p: tensor<i1>, %e: tensor<f32>):
    %0 = stablehlo.negate %e : tensor<f32>
    %1 = stablehlo.select %p, %e, %0 : tensor<i1>, tensor<f32>
    %2 = stablehlo.convert %1 : (tensor<f32>) -> tensor<f64>
    stablehlo.return %2 : tensor<f64>
  }) : (tensor<2x2xi1>, tensor<2x2xf32>) -> tensor<2x2xf64>
  check.expect_eq_const %result, dense<[[1.5, -2.5], [-3.5, 4.5]]> : tensor<2x2xf64>
  func.return
}

// Of one element.
func.func @single() {
  %x = stablehlo.constant dense<3> : tensor<i32>
  %result = "stablehlo.map"(%x) <{dimensions = array<i64>}> ({
  ^bb0(%e: tensor<i32>):
    %0 = stablehlo.multiply %e, %e : tensor<i32>
    stablehlo.return %0 : tensor<i32>
  }) : (tensor<i32>) -> tensor<i32>
  check.expect_eq_const %result, dense<9> : tensor<i32>
  func.return
}

// Of none.
func.func @nothing() {
  %x = stablehlo.constant dense<> : tensor<0xi32>
  %result = "stablehlo.map"(%x) <{dimensions = array<i64: 0>}> ({
  ^bb0(%e: tensor<i32>):
    stablehlo.return %e : tensor<i32>
  }) : (tensor<0xi32>) -> tensor<0xi32>
  check.expect_eq_const %result, dense<> : tensor<0xi32>
  func.return
}
