// Two inputs by the first, downwards along the columns; equal ones keep their order.
func.func @pairs() {
  %0 = stablehlo.constant dense<[[1, 5], [3, 5], [1, 2], [2, 5]]> : tensor<4x2xui8>
  %1 = stablehlo.constant dense<[[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]> : tensor<4x2xbf16>
  %2:2 = "stablehlo.sort"(%0, %1) <{dimension = 0 : i64, is_stable = true}> ({
  ^bb0(%arg0: tensor<ui8>, %arg1: tensor<ui8>, %arg2: tensor<bf16>, %arg3: tensor<bf16>):
    %3 = stablehlo.compare GT, %arg0, %arg1, UNSIGNED : (tensor<ui8>, tensor<ui8>) -> tensor<i1>
    stablehlo.return %3 : tensor<i1>
  }) : (tensor<4x2xui8>, tensor<4x2xbf16>) -> (tensor<4x2xui8>, tensor<4x2xbf16>)
  check.expect_eq_const %2#0, dense<[[3, 5], [2, 5], [1, 5], [1, 2]]> : tensor<4x2xui8>
  check.expect_eq_const %2#1, dense<[[1.0, 0.0], [3.0, 1.0], [0.0, 3.0], [2.0, 2.0]]> : tensor<4x2xbf16>
  return
}

// The last dimension where none is said; a NaN has its place in the total order.
func.func @total_order() {
  %0 = stablehlo.constant dense<[[0x7FC00000, 1.0, 0.0, -0.0, 0xFF800000], [0x7F800000, -1.0, 0xFFC00000, 2.0, -2.0]]> : tensor<2x5xf32>
  %1 = "stablehlo.sort"(%0) ({
  ^bb0(%arg0: tensor<f32>, %arg1: tensor<f32>):
    %3 = stablehlo.compare LT, %arg0, %arg1, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %3 : tensor<i1>
  }) : (tensor<2x5xf32>) -> tensor<2x5xf32>
  %2 = stablehlo.bitcast_convert %1 : (tensor<2x5xf32>) -> tensor<2x5xui32>
  check.expect_eq_const %2, dense<[[0xFF800000, 0x80000000, 0, 0x3F800000, 0x7FC00000], [0xFFC00000, 0xC0000000, 0xBF800000, 0x40000000, 0x7F800000]]> : tensor<2x5xui32>
  return
}

// A comparator that contradicts itself: the elements stay the same ones.
func.func @contradiction() {
  %0 = stablehlo.constant dense<[1, 1, 1, 1, 1]> : tensor<5xi64>
  %1 = "stablehlo.sort"(%0) <{dimension = -1 : i64}> ({
  ^bb0(%arg0: tensor<i64>, %arg1: tensor<i64>):
    %2 = stablehlo.compare EQ, %arg0, %arg1, SIGNED : (tensor<i64>, tensor<i64>) -> tensor<i1>
    stablehlo.return %2 : tensor<i1>
  }) : (tensor<5xi64>) -> tensor<5xi64>
  check.expect_eq_const %1, dense<1> : tensor<5xi64>
  return
}

func.func @nothing() {
  %0 = stablehlo.constant dense<> : tensor<2x0xf16>
  %1 = "stablehlo.sort"(%0) <{dimension = 1 : i64}> ({
  ^bb0(%arg0: tensor<f16>, %arg1: tensor<f16>):
    %2 = stablehlo.compare LT, %arg0, %arg1 : (tensor<f16>, tensor<f16>) -> tensor<i1>
    stablehlo.return %2 : tensor<i1>
  }) : (tensor<2x0xf16>) -> tensor<2x0xf16>
  check.expect_eq_const %1, dense<> : tensor<2x0xf16>
  return
}
